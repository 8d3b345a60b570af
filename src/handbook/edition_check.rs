//! Whether what the editions declare fits the handbook of today.

use std::collections::BTreeSet;

use super::edition::{Course, Edition};
use super::edition_file::{Name, Reader, joined};
use super::fault::EDITIONS_FAULT;
use super::{Handbook, Origin};
use crate::source::Span;

/// Whether something is of the handbook itself, not of an overlay on it.
fn is_own(handbook: &Handbook, origin: Origin) -> bool {
    handbook.place(origin).is_none_or(|place| place.layer == 0)
}

impl Reader {
    pub(super) fn place(&self, name: &Name) -> Span {
        self.places.get(name).copied().unwrap_or(Span::at(0))
    }

    pub(super) fn fault(&mut self, name: &Name, variant: &'static str, found: &str) {
        let finding = EDITIONS_FAULT.at(self.place(name)).variant(variant);
        self.findings.push(finding.with("found", found));
    }

    /// Adds what does not fit to the findings.
    pub(super) fn check(&mut self, handbook: &Handbook, complete: &[String]) {
        self.check_order(handbook);
        let all = self.editions.all.clone();
        for (index, edition) in all.iter().enumerate() {
            self.check_steps(handbook, index, edition);
            self.check_questions(handbook, index, edition);
            self.check_merged(handbook, index, edition);
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
        for (from, to) in &edition.questions {
            let name = (index, "questions", from.clone());
            self.check_gone(handbook, &name, from, index);
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
            let name = (index, "dropped", path.clone());
            self.check_gone(handbook, &name, path, index);
        }
    }

    /// Says where a path that an edition takes away is still one of the handbook’s own.
    pub(super) fn check_gone(
        &mut self,
        handbook: &Handbook,
        name: &Name,
        path: &str,
        index: usize,
    ) {
        let question = handbook.question(path);
        let is_there = question.is_some_and(|it| it.path == path && is_own(handbook, it.origin));
        if is_there && !self.is_given(path, index) {
            self.fault(name, "still-there", path);
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
