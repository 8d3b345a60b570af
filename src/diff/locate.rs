//! From places to routes in a text.

use crate::handbook::Handbook;
use crate::source::Span;
use crate::yaml::edit::{EditError, Respelling};
use crate::yaml::{Node, Route, Value};

use super::compare::Renames;
use super::meaning::{Body, Part, is_wrapped};
use super::place::{ANSWER, ANSWERS, Place, RecordName, Seg};

/// Where a place is in a file.
pub(super) struct Located {
    pub(super) route: Route,
    /// A bare answer that has to become a mapping before something can stand beside it.
    pub(super) to_wrap: Option<Route>,
}

/// Finds a place, by the new names of records where they have one.
pub(super) fn locate(
    root: &Node<'_>,
    handbook: &Handbook,
    place: &Place,
) -> Result<Located, EditError> {
    let mut route = Route::root();
    let mut to_wrap = None;
    let question = place.question(handbook);
    for (depth, seg) in place.segs().iter().enumerate() {
        let node = root.at(&route);
        match seg {
            Seg::Key(key)
                if depth == 2 && question.is_some() && place.key_at(0) == Some(ANSWERS) =>
            {
                let question = question.filter(|question| question.id == *key);
                let map = node.and_then(Node::as_mapping);
                let has = |key: &str| map.is_some_and(|map| map.get(key).is_some());
                let code = question.map(|question| &question.code);
                let by_code = code.filter(|code| !has(key) && has(code));
                route.push(by_code.unwrap_or(key).as_str());
            }
            Seg::Key(key) if depth == 3 && question.is_some() => {
                let is_bare = node.is_some_and(|node| !node.is_null() && !is_wrapped(node));
                match (node, key.as_str()) {
                    // A bare answer is the answer; so is one that is yet to be written.
                    (None, ANSWER) => {}
                    (Some(node), ANSWER) if !is_wrapped(node) => {}
                    _ => {
                        if is_bare {
                            to_wrap = Some(route.clone());
                        }
                        route.push(key.as_str());
                    }
                }
            }
            Seg::Key(key) => route.push(key.as_str()),
            Seg::Record { old, new } => {
                let list = node.and_then(Node::as_sequence);
                let items = list.map_or(&[][..], |list| list.items.as_slice());
                let is_named = |name: &RecordName| {
                    items
                        .iter()
                        .enumerate()
                        .position(|(index, item)| match name {
                            RecordName::Index(at) => index == *at,
                            RecordName::Id(id) => {
                                let own = item.as_mapping().and_then(|map| map.get("id"));
                                own.and_then(Node::text).map(str::trim) == Some(id)
                            }
                        })
                };
                let by_id = |name: &&RecordName| matches!(name, RecordName::Id(_));
                let mut names = new.iter().filter(by_id).chain(old.iter());
                let at = names.find_map(is_named);
                let at = at.ok_or_else(|| EditError::NoSuchPlace(route.clone()))?;
                route.push(at);
            }
        }
    }
    Ok(Located { route, to_wrap })
}

/// Where references to renamed records stand, and what they become.
pub(super) fn references(part: &Part<'_>, renames: &Renames, words: &mut Vec<(Span, String)>) {
    let mut refer = |node: &Node<'_>| {
        let text = node.text().map(str::trim).unwrap_or_default();
        let new = renames.new_id(text);
        if new != text {
            words.push((node.span, new.to_owned()));
        }
    };
    match &part.body {
        Body::Text(_) if part.sort.is_reference() => refer(part.node),
        Body::Items(_) if part.sort.is_reference() => match part.node.as_sequence() {
            Some(list) => list.items.iter().for_each(refer),
            None => refer(part.node),
        },
        Body::Keys(keys) => {
            for (_, part) in keys {
                references(part, renames, words);
            }
        }
        Body::Records(records) => {
            for (_, part) in records.items.iter().flat_map(|rec| &rec.keys) {
                references(part, renames, words);
            }
        }
        _ => {}
    }
}

/// The routes of the nodes at some places of the text.
pub(super) fn routes_of(root: &Node<'_>, words: &[(Span, String)]) -> Vec<Respelling> {
    fn visit(
        node: &Node<'_>,
        here: &mut Route,
        words: &[(Span, String)],
        found: &mut Vec<Respelling>,
    ) {
        match &node.value {
            Value::Mapping(map) => {
                for entry in map {
                    here.push(entry.key.as_ref());
                    visit(&entry.value, here, words, found);
                    here.pop();
                }
            }
            Value::Sequence(list) => {
                for (index, item) in list.items.iter().enumerate() {
                    here.push(index);
                    visit(item, here, words, found);
                    here.pop();
                }
            }
            _ => {
                if let Some((_, word)) = words.iter().find(|(span, _)| *span == node.span) {
                    found.push(Respelling::Scalar(here.clone(), word.clone()));
                }
            }
        }
    }
    let mut found = Vec::new();
    visit(root, &mut Route::root(), words, &mut found);
    found
}
