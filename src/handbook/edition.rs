//! The editions of a handbook: what each one changed, so that a project can follow.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::edition_merge::Merging;
use crate::language::Saying;

/// Old names and what they are called now.
pub(super) type Names = BTreeMap<String, String>;

/// What one edition changed since the one before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edition {
    /// The name projects write.
    pub name: String,
    /// Old step id to new step id.
    pub steps: Names,
    /// Old question path to new question path.
    pub questions: Names,
    /// Lists, by their old path, whose records another list keeps.
    pub merged: BTreeMap<String, Merging>,
    /// Codes that questions had until then, with the path they had until then.
    pub codes: Names,
    /// Old field to new field, by the record type's name of today.
    pub fields: BTreeMap<String, Names>,
    /// Old choice to new choice, by the choice set's name of today.
    pub choices: BTreeMap<String, Names>,
    /// Questions asked for the first time.
    pub added: Vec<String>,
    /// Questions whose meaning changed, by their new path.
    pub reviews: Vec<Review>,
    /// Steps by their old id, of which all questions that did not move are no longer asked.
    pub dropped_steps: Vec<Removal>,
    /// Questions by their old path that are no longer asked.
    pub dropped_questions: Vec<Removal>,
    /// Fields as `record.field` that are no longer asked.
    pub dropped_fields: Vec<Removal>,
}

/// A question whose meaning changed, so that its answers need a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The path it has in the edition.
    pub question: String,
    /// What changed.
    pub reason: Saying,
}

/// A step, a question or a field that is no longer asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// Its old name.
    pub name: String,
    /// Why.
    pub reason: Saying,
}

impl Edition {
    /// Where a question goes in this edition; none where it stays.
    pub(super) fn follow(&self, path: &str) -> Option<Course<'_>> {
        let (step, id) = path.split_once('.').unwrap_or((path, ""));
        if let Some(dropped) = removal(&self.dropped_questions, path) {
            return Some(Course::Dropped(self, &dropped.reason));
        }
        let merged = self.merged.get(path).map(|merging| &merging.into);
        if let Some(to) = self.questions.get(path).or(merged) {
            return Some(Course::Named(to.clone()));
        }
        if let Some(dropped) = removal(&self.dropped_steps, step) {
            return Some(Course::Dropped(self, &dropped.reason));
        }
        let to = self.steps.get(step)?;
        Some(Course::Named(format!("{to}.{id}")))
    }
}

fn removal<'r>(removals: &'r [Removal], name: &str) -> Option<&'r Removal> {
    removals.iter().find(|removal| removal.name == name)
}

/// How the edition a project names stands to the handbook at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is the handbook's own.
    Current,
    /// An earlier one, listed or not; the index in [`Editions::all`] of the first edition after it.
    Older(usize),
    /// A later one, which this program does not know yet.
    Newer,
    /// No edition of this handbook.
    Unknown,
}

/// Where something an earlier edition named has gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Course<'e> {
    /// It has this name today, perhaps the one it always had.
    Named(String),
    /// An edition dropped it.
    Dropped(&'e Edition, &'e Saying),
}

/// The editions of a handbook, the newest last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Editions {
    /// What each one changed.
    pub all: Vec<Edition>,
}

/// Which of two editions is later; none where one of them is no edition.
pub fn compare_editions(a: &str, b: &str) -> Option<Ordering> {
    let parts = |text: &str| {
        text.split('.')
            .map(|part| part.parse::<u32>().ok())
            .collect::<Option<Vec<_>>>()
    };
    Some(parts(a)?.cmp(&parts(b)?))
}

impl Editions {
    /// The only edition of a handbook that does not tell of others.
    pub fn only(name: &str) -> Self {
        let name = name.to_owned();
        let only = Edition {
            name,
            ..Edition::default()
        };
        Self { all: vec![only] }
    }

    /// The name of the handbook's own edition.
    pub fn current(&self) -> &str {
        self.all.last().map_or("", |edition| &edition.name)
    }

    /// The names of all editions, the newest last.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|edition| edition.name.as_str())
    }

    /// How an edition stands to the handbook at hand.
    pub fn standing(&self, name: &str) -> Standing {
        let position = self.all.iter().position(|edition| edition.name == name);
        match position {
            Some(position) if position + 1 == self.all.len() => Standing::Current,
            Some(position) => Standing::Older(position + 1),
            None => match compare_editions(name, self.current()) {
                Some(Ordering::Greater) => Standing::Newer,
                Some(_) => Standing::Older(self.first_after(name)),
                None => Standing::Unknown,
            },
        }
    }

    /// The index of the first edition that comes after one that is not listed.
    fn first_after(&self, name: &str) -> usize {
        let is_after =
            |edition: &Edition| compare_editions(name, &edition.name) == Some(Ordering::Less);
        let position = self.all.iter().position(is_after);
        position.unwrap_or(self.all.len())
    }

    pub(super) fn from(&self, first: usize) -> &[Edition] {
        self.all.get(first..).unwrap_or_default()
    }

    /// Where a question has gone since the edition before `first`.
    pub fn follow(&self, path: &str, first: usize) -> Course<'_> {
        let mut path = path.to_owned();
        for edition in self.from(first) {
            match edition.follow(&path) {
                Some(Course::Named(to)) => path = to,
                Some(dropped) => return dropped,
                None => {}
            }
        }
        Course::Named(path)
    }

    /// Where a step has gone since the edition before `first`.
    pub fn follow_step(&self, step: &str, first: usize) -> Course<'_> {
        let mut step = step.to_owned();
        for edition in self.from(first) {
            if let Some(dropped) = removal(&edition.dropped_steps, &step) {
                return Course::Dropped(edition, &dropped.reason);
            }
            if let Some(to) = edition.steps.get(&step) {
                step.clone_from(to);
            }
        }
        Course::Named(step)
    }

    /// Where a field of a record type has gone since the edition before `first`.
    pub fn follow_field(&self, record: &str, field: &str, first: usize) -> Course<'_> {
        let mut field = field.to_owned();
        for edition in self.from(first) {
            let name = format!("{record}.{field}");
            if let Some(dropped) = removal(&edition.dropped_fields, &name) {
                return Course::Dropped(edition, &dropped.reason);
            }
            let to = edition
                .fields
                .get(record)
                .and_then(|names| names.get(&field));
            if let Some(to) = to {
                field.clone_from(to);
            }
        }
        Course::Named(field)
    }

    /// What a word of a choice set has been called since the edition before `first`.
    pub fn follow_choice(&self, set: &str, choice: &str, first: usize) -> String {
        let mut choice = choice.to_owned();
        for edition in self.from(first) {
            let to = edition
                .choices
                .get(set)
                .and_then(|names| names.get(&choice));
            if let Some(to) = to {
                choice.clone_from(to);
            }
        }
        choice
    }

    /// The path, in the edition before `first`, of the question that had a code which an edition
    /// since gave up; none where no edition did.
    pub fn path_of_code(&self, code: &str, first: usize) -> Option<&str> {
        self.from(first)
            .iter()
            .flat_map(|edition| &edition.codes)
            .find(|(known, _)| known.eq_ignore_ascii_case(code))
            .map(|(_, path)| path.as_str())
    }

    /// The reviews that the editions from `first` on ask for, each with its edition, the path the
    /// question has today (none where it was dropped since) and the reason.
    pub fn reviews(&self, first: usize) -> impl Iterator<Item = (&Edition, String, &Saying)> {
        let later = self.from(first).iter().enumerate();
        later.flat_map(move |(offset, edition)| {
            edition.reviews.iter().filter_map(move |review| {
                match self.follow(&review.question, first + offset + 1) {
                    Course::Named(path) => Some((edition, path, &review.reason)),
                    Course::Dropped(..) => None,
                }
            })
        })
    }

    /// The paths of today of the questions that the editions from `first` on ask for the first time.
    pub fn added(&self, first: usize) -> impl Iterator<Item = String> {
        let later = self.from(first).iter().enumerate();
        later.flat_map(move |(offset, edition)| {
            let paths = edition.added.iter();
            paths.filter_map(move |path| match self.follow(path, first + offset + 1) {
                Course::Named(path) => Some(path),
                Course::Dropped(..) => None,
            })
        })
    }
}
