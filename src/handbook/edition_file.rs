//! `editions.yaml`: what each edition changed, held against the handbook of today.

use std::collections::{BTreeMap, BTreeSet};

use super::edition::{Course, Edition, Editions, Names, Removal, Review};
use super::fault::EDITIONS_FAULT;
use super::part::saying;
use super::{Handbook, Origin};
use crate::diagnostic::Finding;
use crate::error::nearest;
use crate::language::Saying;
use crate::source::Span;
use crate::yaml::{Entry, Mapping, Node, Parsed};

/// The file below a handbook's folder.
pub const EDITIONS_FILE: &str = "editions.yaml";

const KEYS: [&str; 9] = [
    "edition",
    "steps",
    "questions",
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
type Name = (usize, &'static str, String);

struct Reader {
    editions: Editions,
    places: BTreeMap<Name, Span>,
    findings: Vec<Finding>,
}

impl Reader {
    fn malformed(&mut self, span: Span, name: &str) {
        let finding = EDITIONS_FAULT.at(span).variant("shape");
        self.findings.push(finding.with("name", name));
    }

    fn note(&mut self, part: &'static str, name: &str, span: Span) {
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

    fn unknown_key(&mut self, key: &str, span: Span, known: &[&'static str]) {
        let finding = EDITIONS_FAULT.at(span).variant("key").with("found", key);
        let near = nearest(key, known.iter().copied());
        let finding = finding.with_some("nearest", near);
        self.findings.push(finding.with("list", known.join(", ")));
    }

    fn text(&mut self, entry: &Entry<'_>) -> String {
        match entry.value.text().map(str::trim) {
            Some(text) if !text.is_empty() => text.to_owned(),
            _ => {
                self.malformed(entry.key_span, &entry.key);
                String::new()
            }
        }
    }

    fn mapping<'n>(&mut self, node: &'n Node<'_>, name: &str) -> Option<&'n Mapping<'n>> {
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

fn joined(group: &str, name: &str) -> String {
    if group.is_empty() {
        name.to_owned()
    } else {
        format!("{group}.{name}")
    }
}

/// Whether something is of the handbook itself, not of an overlay on it.
fn is_own(handbook: &Handbook, origin: Origin) -> bool {
    handbook.place(origin).is_none_or(|place| place.layer == 0)
}

impl Reader {
    fn fault(&mut self, name: &Name, variant: &'static str, found: &str) {
        let span = self.places.get(name).copied().unwrap_or(Span::at(0));
        let finding = EDITIONS_FAULT.at(span).variant(variant);
        self.findings.push(finding.with("found", found));
    }

    fn check(&mut self, handbook: &Handbook, complete: &[String]) {
        self.check_order(handbook);
        let all = self.editions.all.clone();
        for (index, edition) in all.iter().enumerate() {
            self.check_steps(handbook, index, edition);
            self.check_questions(handbook, index, edition);
            self.check_fields(handbook, index, edition);
            self.check_choices(handbook, index, edition);
            self.check_reasons(complete, index, edition);
        }
    }

    fn check_order(&mut self, handbook: &Handbook) {
        let mut seen = BTreeSet::new();
        let names: Vec<String> = self.editions.names().map(str::to_owned).collect();
        for (index, name) in names.iter().enumerate() {
            if !seen.insert(name) {
                self.fault(&(index, "edition", String::new()), "twice", name);
            }
        }
        if self.editions.current() != handbook.edition {
            let last = names.len().saturating_sub(1);
            let found = handbook.edition.as_str();
            self.fault(&(last, "edition", String::new()), "current", found);
        }
    }

    /// Whether an edition from `index` on gives a question this path, so that it may be one's old
    /// path and another's new one.
    fn is_given(&self, path: &str, index: usize) -> bool {
        self.editions.from(index).iter().any(|edition| {
            edition.questions.values().any(|to| to == path)
                || edition.added.iter().any(|added| added == path)
        })
    }

    /// Says where a path that an edition gives leads to nothing that is known today.
    fn lead(&mut self, handbook: &Handbook, name: &Name, path: &str, first: usize) {
        let leads = match self.editions.follow(path, first) {
            Course::Dropped(..) => true,
            Course::Named(path) => is_question(handbook, &path),
        };
        if !leads {
            self.fault(name, "nowhere", path);
        }
    }

    fn check_steps(&mut self, handbook: &Handbook, index: usize, edition: &Edition) {
        let has = |id: &str| handbook.steps.iter().any(|step| step.id == id);
        let still = |id: &str| {
            let mut own = handbook.steps.iter();
            own.any(|step| step.id == id && is_own(handbook, step.origin))
        };
        for (from, to) in &edition.steps {
            let mut later = self.editions.from(index).iter();
            let is_given = later.any(|edition| edition.steps.values().any(|to| to == from));
            if still(from) && !is_given {
                self.fault(&(index, "steps", from.clone()), "still-there", from);
            }
            let leads = match self.editions.follow_step(to, index + 1) {
                Course::Dropped(..) => true,
                Course::Named(to) => has(&to),
            };
            if !leads {
                self.fault(&(index, "steps", from.clone()), "nowhere", to);
            }
        }
        for removal in &edition.dropped_steps {
            if still(&removal.name) {
                let name = (index, "dropped", removal.name.clone());
                self.fault(&name, "still-there", &removal.name);
            }
        }
    }

    fn check_questions(&mut self, handbook: &Handbook, index: usize, edition: &Edition) {
        let still = |path: &str| {
            let question = handbook.question(path);
            question.is_some_and(|it| it.path == path && is_own(handbook, it.origin))
        };
        for (from, to) in &edition.questions {
            let name = (index, "questions", from.clone());
            if still(from) && !self.is_given(from, index) {
                self.fault(&name, "still-there", from);
            }
            self.lead(handbook, &name, to, index + 1);
        }
        for (code, path) in &edition.codes {
            self.lead(handbook, &(index, "codes", code.clone()), path, index);
        }
        for path in &edition.added {
            self.lead(handbook, &(index, "added", path.clone()), path, index + 1);
        }
        for review in &edition.reviews {
            let path = &review.question;
            self.lead(handbook, &(index, "reviews", path.clone()), path, index + 1);
        }
        for removal in &edition.dropped_questions {
            let path = &removal.name;
            if still(path) && !self.is_given(path, index) {
                self.fault(&(index, "dropped", path.clone()), "still-there", path);
            }
        }
    }

    fn check_fields(&mut self, handbook: &Handbook, index: usize, edition: &Edition) {
        let still = |record: &str, field: &str| {
            let known = handbook.records.get(record);
            let field = known.and_then(|known| known.field(field));
            field.is_some_and(|field| is_own(handbook, field.origin))
        };
        for (record, names) in &edition.fields {
            let Some(known) = handbook.records.get(record) else {
                self.fault(&(index, "fields", record.clone()), "nowhere", record);
                continue;
            };
            for (from, to) in names {
                let name = (index, "fields", joined(record, from));
                if still(record, from) && !names.values().any(|to| to == from) {
                    self.fault(&name, "still-there", from);
                }
                let leads = match self.editions.follow_field(record, to, index + 1) {
                    Course::Dropped(..) => true,
                    Course::Named(to) => known.field(&to).is_some(),
                };
                if !leads {
                    self.fault(&name, "nowhere", to);
                }
            }
        }
        for removal in &edition.dropped_fields {
            let name = (index, "dropped", removal.name.clone());
            let (record, field) = removal.name.split_once('.').unwrap_or_default();
            if !handbook.records.contains_key(record) {
                self.fault(&name, "nowhere", &removal.name);
            } else if still(record, field) {
                self.fault(&name, "still-there", &removal.name);
            }
        }
    }

    fn check_choices(&mut self, handbook: &Handbook, index: usize, edition: &Edition) {
        for (set, names) in &edition.choices {
            if !handbook.choices.contains_key(set) {
                self.fault(&(index, "choices", set.clone()), "nowhere", set);
                continue;
            }
            for (from, to) in names {
                let name = (index, "choices", joined(set, from));
                if handbook.choice_ids(set).contains(from) && !names.values().any(|to| to == from) {
                    self.fault(&name, "still-there", from);
                }
                let to = self.editions.follow_choice(set, to, index + 1);
                if !handbook.is_choice(set, &to) {
                    self.fault(&name, "nowhere", &to);
                }
            }
        }
    }

    fn check_reasons(&mut self, complete: &[String], index: usize, edition: &Edition) {
        let reviews = edition.reviews.iter();
        let reviews = reviews.map(|review| ("reviews", &review.question, &review.reason));
        let removals = edition.dropped_steps.iter();
        let removals = removals
            .chain(&edition.dropped_questions)
            .chain(&edition.dropped_fields)
            .map(|removal| ("dropped", &removal.name, &removal.reason));
        for (part, name, reason) in reviews.chain(removals) {
            let has = |language: &String| {
                let text = reason.read(language);
                text.is_some_and(|(_, other)| other.is_none())
            };
            let missing: Vec<&str> = complete
                .iter()
                .filter(|language| !has(language))
                .map(String::as_str)
                .collect();
            if reason.0.is_empty() || !missing.is_empty() {
                let name = (index, part, name.clone());
                self.fault(&name, "reason", &missing.join(", "));
            }
        }
    }
}

fn is_question(handbook: &Handbook, path: &str) -> bool {
    let question = handbook.question(path);
    question.is_some_and(|question| question.path == path)
}
