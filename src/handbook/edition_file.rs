//! `editions.yaml`: what each edition changed, held against the handbook of today.

use std::collections::BTreeMap;

use super::Handbook;
use super::edition::{Edition, Editions, Names, Removal, Review};
use super::fault::EDITIONS_FAULT;
use super::part::saying;
use crate::diagnostic::Finding;
use crate::error::nearest;
use crate::language::Saying;
use crate::source::Span;
use crate::yaml::{Entry, Mapping, Node, Parsed};

/// The file below a handbook's folder.
pub const EDITIONS_FILE: &str = "editions.yaml";

const KEYS: [&str; 10] = [
    "edition",
    "steps",
    "questions",
    "merged",
    "codes",
    "fields",
    "choices",
    "added",
    "reviews",
    "dropped",
];

/// What an entry of `dropped` or `reviews` can be about.
const SUBJECTS: [&str; 3] = ["step", "question", "field"];

/// Reads what the editions changed, with all that is wrong with it.
pub(super) fn read_editions(
    parsed: &Parsed<'_>,
    handbook: &Handbook,
    complete: &[String],
) -> (Editions, Vec<Finding>) {
    let mut reader = Reader {
        editions: Editions::default(),
        places: BTreeMap::new(),
        findings: Vec::new(),
    };
    let Some(root) = &parsed.root else {
        return (Editions::only(&handbook.edition), Vec::new());
    };
    match root.as_sequence() {
        Some(list) => list.items.iter().for_each(|item| reader.edition(item)),
        None => reader.malformed(root.span, "editions"),
    }
    reader.check(handbook, complete);
    reader.findings.sort_by_key(|finding| finding.span.start);
    (reader.editions, reader.findings)
}

/// A declaration: its edition, its part and its name.
pub(super) type Name = (usize, &'static str, String);

pub(super) struct Reader {
    pub(super) editions: Editions,
    pub(super) places: BTreeMap<Name, Span>,
    pub(super) findings: Vec<Finding>,
}

impl Reader {
    pub(super) fn malformed(&mut self, span: Span, name: &str) {
        let finding = EDITIONS_FAULT.at(span).variant("shape");
        self.findings.push(finding.with("name", name));
    }

    pub(super) fn note(&mut self, part: &'static str, name: &str, span: Span) {
        let edition = self.editions.all.len();
        self.places.insert((edition, part, name.to_owned()), span);
    }

    fn edition(&mut self, item: &Node<'_>) {
        let Some(map) = item.as_mapping() else {
            return self.malformed(item.span, "editions");
        };
        let mut edition = Edition::default();
        for entry in map {
            match entry.key.as_ref() {
                "edition" => {
                    edition.name = self.text(entry);
                    self.note("edition", "", entry.value.span);
                }
                "steps" => edition.steps = self.names("steps", "", &entry.value),
                "questions" => edition.questions = self.names("questions", "", &entry.value),
                "merged" => edition.merged = self.merged(&entry.value),
                "codes" => edition.codes = self.names("codes", "", &entry.value),
                "fields" => edition.fields = self.groups("fields", &entry.value),
                "choices" => edition.choices = self.groups("choices", &entry.value),
                "added" => edition.added = self.list(&entry.value),
                "reviews" => {
                    let all = self.subjects("reviews", &entry.value);
                    edition.reviews = all
                        .into_iter()
                        .map(|(_, question, reason)| Review { question, reason })
                        .collect();
                }
                "dropped" => {
                    for (subject, name, reason) in self.subjects("dropped", &entry.value) {
                        let removals = match subject {
                            "step" => &mut edition.dropped_steps,
                            "question" => &mut edition.dropped_questions,
                            _ => &mut edition.dropped_fields,
                        };
                        removals.push(Removal { name, reason });
                    }
                }
                key => self.unknown_key(key, entry.key_span, &KEYS),
            }
        }
        self.editions.all.push(edition);
    }

    pub(super) fn unknown_key(&mut self, key: &str, span: Span, known: &[&'static str]) {
        let finding = EDITIONS_FAULT.at(span).variant("key").with("found", key);
        let near = nearest(key, known.iter().copied());
        let finding = finding.with_some("nearest", near);
        self.findings.push(finding.with("list", known.join(", ")));
    }

    pub(super) fn text(&mut self, entry: &Entry<'_>) -> String {
        match entry.value.text().map(str::trim) {
            Some(text) if !text.is_empty() => text.to_owned(),
            _ => {
                self.malformed(entry.key_span, &entry.key);
                String::new()
            }
        }
    }

    pub(super) fn mapping<'n>(
        &mut self,
        node: &'n Node<'_>,
        name: &str,
    ) -> Option<&'n Mapping<'n>> {
        if node.as_mapping().is_none() && !node.is_null() {
            self.malformed(node.span, name);
        }
        node.as_mapping()
    }

    fn names(&mut self, part: &'static str, group: &str, node: &Node<'_>) -> Names {
        let mut names = Names::new();
        for entry in self.mapping(node, part).into_iter().flat_map(Mapping::iter) {
            let to = self.text(entry);
            let name = joined(group, &entry.key);
            self.note(part, &name, entry.key_span);
            if !to.is_empty() {
                names.insert(entry.key.to_string(), to);
            }
        }
        names
    }

    fn groups(&mut self, part: &'static str, node: &Node<'_>) -> BTreeMap<String, Names> {
        let mut groups = BTreeMap::new();
        for entry in self.mapping(node, part).into_iter().flat_map(Mapping::iter) {
            self.note(part, &entry.key, entry.key_span);
            let names = self.names(part, &entry.key, &entry.value);
            groups.insert(entry.key.to_string(), names);
        }
        groups
    }

    fn list(&mut self, node: &Node<'_>) -> Vec<String> {
        let mut paths = Vec::new();
        let Some(list) = node.as_sequence() else {
            self.malformed(node.span, "added");
            return paths;
        };
        for item in &list.items {
            match item.text() {
                Some(path) => {
                    self.note("added", path, item.span);
                    paths.push(path.to_owned());
                }
                None => self.malformed(item.span, "added"),
            }
        }
        paths
    }

    fn subjects(
        &mut self,
        part: &'static str,
        node: &Node<'_>,
    ) -> Vec<(&'static str, String, Saying)> {
        let mut subjects = Vec::new();
        let Some(list) = node.as_sequence() else {
            self.malformed(node.span, part);
            return subjects;
        };
        let allowed = if part == "dropped" {
            &SUBJECTS[..]
        } else {
            &SUBJECTS[1..2]
        };
        for item in &list.items {
            let map = item.as_mapping();
            let named = map.into_iter().flat_map(Mapping::iter).filter_map(|entry| {
                let subject = allowed.iter().find(|subject| **subject == entry.key)?;
                Some((*subject, entry.value.text()?, entry.value.span))
            });
            let named: Vec<_> = named.collect();
            let [(subject, name, span)] = named.as_slice() else {
                self.malformed(item.span, part);
                continue;
            };
            for entry in map.into_iter().flat_map(Mapping::iter) {
                if entry.key != "reason" && entry.key != *subject {
                    let known = [*subject, "reason"];
                    self.unknown_key(&entry.key, entry.key_span, &known);
                }
            }
            self.note(part, name, *span);
            let reason = map.and_then(|map| map.get("reason")).and_then(saying);
            subjects.push((*subject, (*name).to_owned(), reason.unwrap_or_default()));
        }
        subjects
    }
}

pub(super) fn joined(group: &str, name: &str) -> String {
    if group.is_empty() {
        name.to_owned()
    } else {
        format!("{group}.{name}")
    }
}
