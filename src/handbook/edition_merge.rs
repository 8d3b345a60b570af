//! Lists that became one: what an edition declares about them, read, checked and followed.

use super::edition::{Course, Edition, Editions};
use super::edition_file::{Name, Reader};
use super::{Handbook, Kind, RecordType, ValueKind};
use crate::yaml::{Mapping, Node};

/// A list whose records another list keeps since an edition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merging {
    /// The path of the other list in the edition.
    pub into: String,
    /// Fields that the records get where they do not have them, with their values.
    pub with: Vec<(String, String)>,
    /// Fields, as `record.field`, that referred to this list: where a record gets another id, they
    /// follow.
    pub references: Vec<String>,
}

const KEYS: [&str; 3] = ["into", "with", "references"];

impl Editions {
    /// The mergings a list has gone through since the edition before `first`, each with the index of
    /// the first edition after it.
    pub fn mergings(&self, path: &str, first: usize) -> Vec<(usize, &Merging)> {
        let mut found = Vec::new();
        let mut path = path.to_owned();
        for (offset, edition) in self.from(first).iter().enumerate() {
            found.extend(
                edition
                    .merged
                    .get(&path)
                    .map(|merging| (first + offset + 1, merging)),
            );
            match edition.follow(&path) {
                Some(Course::Named(to)) => path = to,
                Some(Course::Dropped(..)) => break,
                None => {}
            }
        }
        found
    }

    /// What a merging gives its records, by the names and words of today.
    pub fn given(
        &self,
        handbook: &Handbook,
        record: &RecordType,
        (after, merging): (usize, &Merging),
    ) -> Vec<(String, String)> {
        let given = merging.with.iter().filter_map(|(field, value)| {
            let Course::Named(field) = self.follow_field(&record.id, field, after) else {
                return None;
            };
            let set = record.field(&field)?.kind.set();
            let is_choice = |set: &&str| !handbook.is_choice(set, value);
            let value = set.filter(is_choice).map_or_else(
                || value.clone(),
                |set| self.follow_choice(set, value, after),
            );
            Some((field, value))
        });
        given.collect()
    }

    /// The fields that referred to a merged list, as record type and field of today.
    pub fn referring<'m>(&self, (after, merging): (usize, &'m Merging)) -> Vec<(&'m str, String)> {
        let fields = merging.references.iter().filter_map(|name| {
            let (record, field) = name.split_once('.')?;
            match self.follow_field(record, field, after) {
                Course::Named(field) => Some((record, field)),
                Course::Dropped(..) => None,
            }
        });
        fields.collect()
    }
}

impl Reader {
    pub(super) fn merged(
        &mut self,
        node: &Node<'_>,
    ) -> std::collections::BTreeMap<String, Merging> {
        let mut all = std::collections::BTreeMap::new();
        let map = self.mapping(node, "merged");
        for entry in map.into_iter().flat_map(Mapping::iter) {
            self.note("merged", &entry.key, entry.key_span);
            let made = match entry.value.as_mapping() {
                None => Merging {
                    into: self.text(entry),
                    ..Merging::default()
                },
                Some(map) => self.merging(&entry.key, map),
            };
            if !made.into.is_empty() {
                all.insert(entry.key.to_string(), made);
            }
        }
        all
    }

    fn merging(&mut self, name: &str, map: &Mapping<'_>) -> Merging {
        let mut made = Merging::default();
        if map.get("into").is_none() {
            let span = self.place(&(self.editions.all.len(), "merged", name.to_owned()));
            self.malformed(span, "merged");
        }
        for entry in map {
            match entry.key.as_ref() {
                "into" => made.into = self.text(entry),
                "with" => {
                    let with = self.mapping(&entry.value, "with");
                    for field in with.into_iter().flat_map(Mapping::iter) {
                        self.note("merged", &format!("{name} {}", field.key), field.key_span);
                        let value = self.text(field);
                        if !value.is_empty() {
                            made.with.push((field.key.to_string(), value));
                        }
                    }
                }
                "references" => {
                    let list = entry.value.as_sequence();
                    if list.is_none() {
                        self.malformed(entry.value.span, "references");
                    }
                    for item in list.into_iter().flat_map(|list| &list.items) {
                        let field = item.text().unwrap_or_default();
                        self.note("merged", &format!("{name} {field}"), item.span);
                        made.references.push(field.to_owned());
                    }
                }
                key => self.unknown_key(key, entry.key_span, &KEYS),
            }
        }
        made
    }

    /// Both sides have to be lists, fields and values to be there, and references to lead to the
    /// list.
    pub(super) fn check_merged(&mut self, handbook: &Handbook, index: usize, edition: &Edition) {
        for (from, merging) in &edition.merged {
            let name = (index, "merged", from.clone());
            if edition.questions.contains_key(from) {
                self.fault(&name, "two-ways", from);
            }
            self.check_gone(handbook, &name, from, index);
            let Course::Named(today) = self.editions.follow(&merging.into, index + 1) else {
                continue;
            };
            let Some(question) = handbook.question(&today).filter(|it| it.path == today) else {
                self.fault(&name, "nowhere", &merging.into);
                continue;
            };
            let record = match &question.kind {
                Kind::Records { record, .. } => handbook.records.get(record),
                _ => None,
            };
            match record {
                Some(record) => self.check_parts(handbook, &name, (index + 1, merging), record),
                None => self.fault(&name, "no-list", &merging.into),
            }
        }
    }

    fn check_parts(
        &mut self,
        handbook: &Handbook,
        (index, part, from): &Name,
        (after, merging): (usize, &Merging),
        record: &RecordType,
    ) {
        let place = |found: &str| (*index, *part, format!("{from} {found}"));
        let given = self.editions.given(handbook, record, (after, merging));
        if given.len() < merging.with.len() {
            for (field, _) in &merging.with {
                let Course::Named(today) = self.editions.follow_field(&record.id, field, after)
                else {
                    continue;
                };
                if record.field(&today).is_none() {
                    self.fault(&place(field), "nowhere", field);
                }
            }
        }
        for (field, value) in given {
            let set = record.field(&field).and_then(|field| field.kind.set());
            if set.is_some_and(|set| !handbook.is_choice(set, &value)) {
                self.fault(&place(&field), "nowhere", &value);
            }
        }
        for name in &merging.references {
            let (of, field) = name.split_once('.').unwrap_or_default();
            let today = match self.editions.follow_field(of, field, after) {
                Course::Named(today) => today,
                Course::Dropped(..) => continue,
            };
            let field = handbook.records.get(of).and_then(|of| of.field(&today));
            let leads = field.is_some_and(|field| refers_to(&field.kind, &record.id));
            if !leads {
                self.fault(&place(name), "no-reference", name);
            }
        }
    }
}

/// Whether a kind of value refers to records of a type.
pub(crate) fn refers_to(kind: &ValueKind, record: &str) -> bool {
    matches!(kind, ValueKind::Reference { to, .. } if to.iter().any(|to| to == record))
}
