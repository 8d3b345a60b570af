//! What a file says, whatever way it is written: the tree that is compared.
//!
//! Bare and wrapped answers, codes and ids, one item with and without brackets, blank values and values that are not
//! there read the same.

use std::borrow::Cow;

use crate::handbook::{Handbook, Kind, RecordType, SOURCE_RECORD, ValueKind};
use crate::project::{ANSWER_KEYS, State};
use crate::source::Span;
use crate::yaml::edit::typed;
use crate::yaml::{Data, Mapping, Node, Value};

use super::place::{ANSWER, ANSWERS, RecordName, SOURCES};
use super::sort::{Sort, is_blank};

/// A value with something in it.
#[derive(Debug)]
pub(crate) struct Part<'a> {
    pub(crate) node: &'a Node<'a>,
    pub(crate) sort: Sort<'a>,
    pub(crate) body: Body<'a>,
}

/// What a value is made of.
#[derive(Debug)]
pub(crate) enum Body<'a> {
    /// One text.
    Text(Cow<'a, str>),
    /// Texts in no order.
    Items(Vec<&'a str>),
    /// Records in no order.
    Records(Records<'a>),
    /// Keys in no order.
    Keys(Keys<'a>),
    /// Something else, compared as a whole.
    Other,
}

/// A list of records.
#[derive(Debug)]
pub(crate) struct Records<'a> {
    pub(crate) items: Vec<Rec<'a>>,
    /// The record type, where the handbook gives the list one.
    pub(crate) kind: Option<&'a RecordType>,
}

/// One record.
#[derive(Debug)]
pub(crate) struct Rec<'a> {
    pub(crate) name: RecordName,
    pub(crate) node: &'a Node<'a>,
    pub(crate) keys: Keys<'a>,
}

pub(crate) type Keys<'a> = Vec<(&'a str, Part<'a>)>;

impl Part<'_> {
    pub(crate) fn span(&self) -> Span {
        self.node.span
    }

    pub(crate) fn data(&self) -> Data {
        typed(self.node)
    }
}

pub(crate) fn get<'k, 'a>(keys: &'k [(&'a str, Part<'a>)], key: &str) -> Option<&'k Part<'a>> {
    keys.iter()
        .find(|(name, _)| *name == key)
        .map(|(_, part)| part)
}

/// The records of a part, if it holds some.
pub(crate) fn records<'k, 'a>(part: Option<&'k Part<'a>>) -> &'k [Rec<'a>] {
    match part.map(|part| &part.body) {
        Some(Body::Records(records)) => &records.items,
        _ => &[],
    }
}

/// Reads the top of a project.
pub(crate) fn read<'a>(root: &'a Node<'a>, handbook: &'a Handbook) -> Keys<'a> {
    let mut keys = Vec::new();
    for entry in root.as_mapping().into_iter().flat_map(Mapping::iter) {
        let key = entry.key.as_ref();
        let part = match key {
            ANSWERS => steps(&entry.value, handbook),
            SOURCES => list(&entry.value, handbook.records.get(SOURCE_RECORD)),
            _ => value(&entry.value, Sort::of_header(key)),
        };
        keys.extend(part.map(|part| (key, part)));
    }
    keys
}

fn steps<'a>(node: &'a Node<'a>, handbook: &'a Handbook) -> Option<Part<'a>> {
    let Some(mapping) = node.as_mapping() else {
        return value(node, Sort::Unknown);
    };
    let mut keys = Vec::new();
    for entry in mapping {
        let id = entry.key.as_ref();
        let step = handbook.steps.iter().position(|step| step.id == id);
        let part = match step {
            Some(step) => questions(&entry.value, step, handbook),
            None => value(&entry.value, Sort::Unknown),
        };
        keys.extend(part.map(|part| (id, part)));
    }
    of_keys(node, keys)
}

fn of_keys<'a>(node: &'a Node<'a>, keys: Keys<'a>) -> Option<Part<'a>> {
    (!keys.is_empty()).then_some(Part {
        node,
        sort: Sort::Unknown,
        body: Body::Keys(keys),
    })
}

fn questions<'a>(node: &'a Node<'a>, step: usize, handbook: &'a Handbook) -> Option<Part<'a>> {
    let Some(mapping) = node.as_mapping() else {
        return value(node, Sort::Unknown);
    };
    let mut keys: Keys<'a> = Vec::new();
    for entry in mapping {
        let key = entry.key.as_ref();
        let known = handbook.question_in(step, key);
        let Some(index) = known else {
            keys.extend(value(&entry.value, Sort::Unknown).map(|part| (key, part)));
            continue;
        };
        let id = handbook.questions[index].id.as_str();
        // What is answered under both its id and its code stays two things.
        let name = if id != key && mapping.get(id).is_some() {
            key
        } else {
            id
        };
        keys.extend(answer(&entry.value, index, handbook).map(|part| (name, part)));
    }
    of_keys(node, keys)
}

/// Whether a value is an answer with more than the answer in it.
pub(crate) fn is_wrapped(node: &Node<'_>) -> bool {
    let known = |mapping: &Mapping<'_>| {
        let mut keys = mapping.iter().map(|entry| entry.key.as_ref());
        keys.any(|key| ANSWER_KEYS.contains(&key))
    };
    node.as_mapping().is_some_and(known)
}

fn answer<'a>(node: &'a Node<'a>, question: usize, handbook: &'a Handbook) -> Option<Part<'a>> {
    let question = &handbook.questions[question];
    let own = |node: &'a Node<'a>| match &question.kind {
        Kind::Value(kind) => value(node, Sort::Kind(kind)),
        Kind::Records { .. } => list(node, handbook.record_of(question)),
        _ => value(node, Sort::Unknown),
    };
    if !is_wrapped(node) {
        let keys = own(node).map(|part| (ANSWER, part));
        return of_keys(node, keys.into_iter().collect());
    }
    let mut keys: Keys<'a> = Vec::new();
    for entry in node.as_mapping().into_iter().flat_map(Mapping::iter) {
        let key = entry.key.as_ref();
        let part = match key {
            ANSWER => own(&entry.value),
            part => value(&entry.value, Sort::of_part(part)),
        };
        keys.extend(part.map(|part| (key, part)));
    }
    // An answer without a state is answered.
    if get(&keys, ANSWER).is_some() {
        let answered = State::Answered.name();
        let silent = |part: &Part<'_>| matches!(&part.body, Body::Text(text) if text == answered);
        keys.retain(|(key, part)| *key != "state" || !silent(part));
    }
    of_keys(node, keys)
}

fn value<'a>(node: &'a Node<'a>, sort: Sort<'a>) -> Option<Part<'a>> {
    let part = |body| Some(Part { node, sort, body });
    match &node.value {
        Value::Null => None,
        Value::Scalar(scalar) if scalar.text.trim().is_empty() => None,
        Value::Scalar(scalar) if sort.is_many() => part(Body::Items(vec![scalar.text.as_ref()])),
        Value::Scalar(scalar) => part(Body::Text(Cow::Borrowed(scalar.text.as_ref()))),
        Value::Sequence(sequence) => {
            let items = &sequence.items;
            if items
                .iter()
                .all(|item| item.is_null() || item.text().is_some())
            {
                let texts = items.iter().filter_map(Node::text);
                let texts: Vec<&str> = texts.filter(|text| !text.trim().is_empty()).collect();
                return if texts.is_empty() {
                    None
                } else {
                    part(Body::Items(texts))
                };
            }
            if items.iter().all(|item| item.as_mapping().is_some()) {
                return list(node, None);
            }
            part(Body::Other)
        }
        Value::Mapping(mapping) => {
            if matches!(sort, Sort::Kind(ValueKind::Money | ValueKind::Period))
                && let Some(text) = sort.text_of(&typed(node))
            {
                return part(Body::Text(Cow::Owned(text)));
            }
            let entries = mapping.iter().filter_map(|entry| {
                value(&entry.value, Sort::Unknown).map(|part| (entry.key.as_ref(), part))
            });
            of_keys(node, entries.collect())
        }
    }
}

/// A list of records; anything else is a value like others.
fn list<'a>(node: &'a Node<'a>, kind: Option<&'a RecordType>) -> Option<Part<'a>> {
    let Some(sequence) = node.as_sequence() else {
        return value(node, Sort::Unknown);
    };
    if is_blank(&node.to_data()) {
        return None;
    }
    let mut items = Vec::with_capacity(sequence.items.len());
    for (index, item) in sequence.items.iter().enumerate() {
        let Some(mapping) = item.as_mapping() else {
            let sort = Sort::Unknown;
            let all_texts = sequence.items.iter().all(|item| item.text().is_some());
            return if all_texts {
                value(node, sort)
            } else {
                let body = Body::Other;
                Some(Part { node, sort, body })
            };
        };
        let id = mapping.get("id").and_then(Node::text).map(str::trim);
        let name = id.filter(|id| !id.is_empty());
        let keys = mapping.iter().filter_map(|entry| {
            let key = entry.key.as_ref();
            let sort = Sort::of_field(key, kind);
            value(&entry.value, sort).map(|part| (key, part))
        });
        // An id that is no text stays a value like others.
        let keys = keys.filter(|(key, _)| *key != "id" || name.is_none());
        items.push(Rec {
            name: name.map_or(RecordName::Index(index), |id| RecordName::Id(id.to_owned())),
            node: item,
            keys: keys.collect(),
        });
    }
    // Where ids do not tell which is which, the list is one value; in lists of the handbook this is refused before.
    let mut ids: Vec<&RecordName> = items.iter().map(|item| &item.name).collect();
    ids.sort_unstable();
    let body = if kind.is_none() && ids.windows(2).any(|pair| pair[0] == pair[1]) {
        Body::Other
    } else {
        Body::Records(Records { items, kind })
    };
    Some(Part {
        node,
        sort: Sort::Unknown,
        body,
    })
}
