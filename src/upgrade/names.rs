//! Words and fields that have other names today.

use std::collections::BTreeSet;

use crate::handbook::{Course, Editions, Handbook, Kind, RecordType, ValueKind};
use crate::project::{Project, Record, record_type};
use crate::yaml::edit::Respelling;
use crate::yaml::{Entry, Mapping, Node, Route};

use super::fitting::{Home, list_route};
use super::{PlannedWord, Why};

/// A field that leaves its record.
pub(super) struct Cut {
    pub(super) home: Home,
    /// The route to the field.
    pub(super) route: Route,
    pub(super) record: String,
    pub(super) field: String,
    pub(super) why: Why,
}

/// The names that are others today.
pub(super) struct Names<'n> {
    editions: &'n Editions,
    first: usize,
    pub(super) words: Vec<Respelling>,
    /// Lists in which two words became one.
    pub(super) merged: Vec<(Route, Vec<String>)>,
    pub(super) cuts: Vec<Cut>,
    /// Place, old and new word.
    pub(super) respelt: Vec<(String, String, String)>,
    /// List, old and new field, record.
    pub(super) fields: Vec<(Home, String, String, String)>,
}

impl<'n> Names<'n> {
    pub(super) fn of(project: &Project<'_>, handbook: &'n Handbook, first: usize) -> Self {
        let mut names = Self {
            editions: &handbook.editions,
            first,
            words: Vec::new(),
            merged: Vec::new(),
            cuts: Vec::new(),
            respelt: Vec::new(),
            fields: Vec::new(),
        };
        for answer in project.answers() {
            let question = &handbook.questions[answer.question];
            if let (Kind::Value(kind), Some(node)) = (&question.kind, answer.value) {
                let route = project.value_route(handbook, question);
                names.add_choices(handbook, kind, node, &route, &question.path);
            }
        }
        for record in project.records() {
            if let (Some(fields), Some(known)) =
                (record.fields(), record_type(handbook, record.home))
            {
                let route = list_route(project, handbook, record.home).join(record.index);
                names.add_record(handbook, (*record, known), fields, &route);
            }
        }
        names
    }

    fn add_record(
        &mut self,
        handbook: &Handbook,
        (record, known): (Record<'_>, &RecordType),
        fields: &Mapping<'_>,
        route: &Route,
    ) {
        let mut taken: BTreeSet<&str> = fields.iter().map(|entry| entry.key.as_ref()).collect();
        for entry in fields {
            let key = entry.key.as_ref();
            let here = route.join(key);
            let is_known = matches!(key, "id" | "note" | "evidence") || known.field(key).is_some();
            let field = if is_known {
                known.field(key)
            } else {
                match self.editions.follow_field(&known.id, key, self.first) {
                    Course::Dropped(edition, reason) => {
                        let why = Why::Dropped {
                            edition: edition.name.clone(),
                            reason: reason.clone(),
                        };
                        self.cut(record, entry, here, why);
                        continue;
                    }
                    Course::Named(to) => match known.field(&to) {
                        Some(field) if taken.insert(&field.id) => {
                            self.words.push(Respelling::Key(here.clone(), to.clone()));
                            let (home, id) = (record.home, record.handle());
                            self.fields.push((home, key.to_owned(), to, id));
                            Some(field)
                        }
                        Some(field) => {
                            let by = field.id.clone();
                            self.cut(record, entry, here, Why::PlaceTaken { by });
                            continue;
                        }
                        None => None,
                    },
                }
            };
            if let Some(field) = field {
                let list = record
                    .home
                    .map_or("sources", |home| &handbook.questions[home].path);
                let place = format!("{list}.{}", field.id);
                self.add_choices(handbook, &field.kind, &entry.value, &here, &place);
            }
        }
    }

    fn cut(&mut self, record: Record<'_>, entry: &Entry<'_>, route: Route, why: Why) {
        self.cuts.push(Cut {
            home: record.home,
            route,
            record: record.handle(),
            field: entry.key.to_string(),
            why,
        });
    }

    fn add_choices(
        &mut self,
        handbook: &Handbook,
        kind: &ValueKind,
        node: &Node<'_>,
        route: &Route,
        place: &str,
    ) {
        let Some(set) = kind.set() else { return };
        let today = |text: &str| -> Option<String> {
            if handbook.is_choice(set, text) {
                return None;
            }
            let to = self.editions.follow_choice(set, text, self.first);
            (to != text).then_some(to)
        };
        let mut respelt = Vec::new();
        if let Some(text) = node.text() {
            if let Some(to) = today(text) {
                respelt.push((route.clone(), text.to_owned(), to));
            }
        } else if let Some(list) = node.as_sequence() {
            let mut all = Vec::new();
            for (index, item) in list.items.iter().enumerate() {
                let Some(text) = item.text() else { return };
                let to = today(text);
                all.push(to.clone().unwrap_or_else(|| text.to_owned()));
                if let Some(to) = to {
                    respelt.push((route.join(index), text.to_owned(), to));
                }
            }
            let distinct: BTreeSet<&String> = all.iter().collect();
            if !respelt.is_empty() && distinct.len() < all.len() {
                let mut seen = BTreeSet::new();
                all.retain(|word| seen.insert(word.clone()));
                self.merged.push((route.clone(), all));
                for (_, from, to) in respelt {
                    self.respelt.push((place.to_owned(), from, to));
                }
                return;
            }
        }
        for (route, from, to) in respelt {
            self.words.push(Respelling::Scalar(route, to.clone()));
            self.respelt.push((place.to_owned(), from, to));
        }
    }

    /// The words, those of one place together.
    pub(super) fn words(&self) -> Vec<PlannedWord> {
        let mut words: Vec<PlannedWord> = Vec::new();
        for (place, from, to) in &self.respelt {
            let same = |word: &&mut PlannedWord| word.place == *place && word.from == *from;
            match words.iter_mut().find(same) {
                Some(word) => word.count += 1,
                None => words.push(PlannedWord {
                    place: place.clone(),
                    from: from.clone(),
                    to: to.clone(),
                    count: 1,
                }),
            }
        }
        words
    }
}
