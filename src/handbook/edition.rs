//! The editions of a handbook: what each one changed, so that a project can follow.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{Handbook, LoadError};

/// The file that says what each edition changed.
pub const EDITIONS_FILE: &str = "editions.yaml";

/// A text by language code.
pub type Reason = BTreeMap<String, String>;

type Names = BTreeMap<String, String>;

/// What one edition changed since the one before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// The name projects write.
    #[serde(rename = "edition")]
    pub name: String,
    /// Old step id to new step id.
    #[serde(default)]
    pub steps: Names,
    /// Old question path to new question path.
    #[serde(default)]
    pub questions: Names,
    /// Codes that questions had until then, with the path they had until then.
    #[serde(default)]
    pub codes: Names,
    /// Old field to new field, by the record type's name of today.
    #[serde(default)]
    pub fields: BTreeMap<String, Names>,
    /// Old choice to new choice, by the choice set's name of today.
    #[serde(default)]
    pub choices: BTreeMap<String, Names>,
    /// Questions asked for the first time.
    #[serde(default)]
    pub added: Vec<String>,
    /// Questions whose meaning changed, by their new path.
    #[serde(default)]
    pub reviews: Vec<Review>,
    /// What is no longer asked, by its old name.
    #[serde(default)]
    pub dropped: Vec<Dropped>,
}

/// A question whose meaning changed, so that its answers need a review.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// The path it has in the edition.
    pub question: String,
    /// What changed, in the languages of the handbook.
    pub reason: Reason,
}

/// A step, a question or a field that is no longer asked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dropped {
    /// A step's old id: all its questions that did not move.
    pub step: Option<String>,
    /// A question's old path.
    pub question: Option<String>,
    /// A field, as `record.field`.
    pub field: Option<String>,
    /// Why, in the languages of the handbook.
    pub reason: Reason,
}

/// How the edition a project names stands to the handbook at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is the handbook's own.
    Current,
    /// An earlier one; the index in [`Editions::all`] of the first edition after it.
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
    Dropped(&'e Edition, &'e Reason),
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
    /// Reads what the editions changed and holds it against the handbook of today; without a text,
    /// the handbook's own edition is the only one known.
    ///
    /// # Errors
    ///
    /// All that is unreadable or leads nowhere.
    pub fn parse(text: Option<&str>, handbook: &Handbook) -> Result<Self, Vec<LoadError>> {
        let Some(text) = text else {
            let name = handbook.edition.clone();
            let only = Edition {
                name,
                ..Edition::default()
            };
            return Ok(Self { all: vec![only] });
        };
        let all = serde_yaml::from_str(text).map_err(|error| {
            vec![LoadError::Unreadable {
                file: EDITIONS_FILE.into(),
                detail: error.to_string(),
            }]
        })?;
        let editions = Self { all };
        let faults = Faults::of(&editions, handbook);
        if faults.is_empty() {
            Ok(editions)
        } else {
            Err(faults)
        }
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
                _ => Standing::Unknown,
            },
        }
    }

    fn from(&self, first: usize) -> &[Edition] {
        self.all.get(first..).unwrap_or_default()
    }

    /// Where a question has gone since the edition before `first`.
    pub fn follow(&self, path: &str, first: usize) -> Course<'_> {
        let mut path = path.to_owned();
        for edition in self.from(first) {
            let (step, id) = path.split_once('.').unwrap_or((&path, ""));
            let is_it = |dropped: &&Dropped| dropped.question.as_deref() == Some(path.as_str());
            if let Some(dropped) = edition.dropped.iter().find(is_it) {
                return Course::Dropped(edition, &dropped.reason);
            }
            if let Some(to) = edition.questions.get(&path) {
                path.clone_from(to);
            } else if let Some(dropped) = edition.dropped_step(step) {
                return Course::Dropped(edition, &dropped.reason);
            } else if let Some(to) = edition.steps.get(step) {
                path = format!("{to}.{id}");
            }
        }
        Course::Named(path)
    }

    /// Where a step has gone since the edition before `first`.
    pub fn follow_step(&self, step: &str, first: usize) -> Course<'_> {
        let mut step = step.to_owned();
        for edition in self.from(first) {
            if let Some(dropped) = edition.dropped_step(&step) {
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
            let is_it = |dropped: &&Dropped| dropped.field.as_deref() == Some(name.as_str());
            if let Some(dropped) = edition.dropped.iter().find(is_it) {
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
    pub fn reviews(&self, first: usize) -> impl Iterator<Item = (&Edition, String, &Reason)> {
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

impl Edition {
    fn dropped_step(&self, step: &str) -> Option<&Dropped> {
        let mut dropped = self.dropped.iter();
        dropped.find(|dropped| dropped.step.as_deref() == Some(step))
    }
}

/// What is wrong with what the editions declare.
struct Faults<'e> {
    editions: &'e Editions,
    handbook: &'e Handbook,
    found: Vec<LoadError>,
}

impl<'e> Faults<'e> {
    fn of(editions: &'e Editions, handbook: &'e Handbook) -> Vec<LoadError> {
        let mut faults = Self {
            editions,
            handbook,
            found: Vec::new(),
        };
        faults.check_names();
        for (index, edition) in editions.all.iter().enumerate() {
            faults.check_steps(index, edition);
            faults.check_questions(index, edition);
            faults.check_fields(index, edition);
            faults.check_choices(index, edition);
            faults.check_reasons(index, edition);
        }
        faults.found
    }

    fn add(&mut self, edition: &Edition, place: &str, detail: impl Into<String>) {
        self.found.push(LoadError::Inconsistent {
            file: EDITIONS_FILE.into(),
            place: format!("{}: {place}", edition.name),
            detail: detail.into(),
        });
    }

    fn check_names(&mut self) {
        let editions = self.editions;
        let mut seen = BTreeSet::new();
        for edition in &editions.all {
            if edition.name.trim().is_empty() || !seen.insert(&edition.name) {
                self.add(
                    edition,
                    "edition",
                    "has no name, or that of another edition",
                );
            }
        }
        let handbook = self.handbook;
        if editions.current() != handbook.edition {
            let last = editions.all.last().cloned().unwrap_or_default();
            let detail = format!(
                "the last one has to be the handbook's, {}",
                handbook.edition
            );
            self.add(&last, "edition", detail);
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

    fn is_question(&self, path: &str) -> bool {
        let question = self.handbook.question(path);
        question.is_some_and(|question| question.path == path)
    }

    /// Says where a path that an edition gives leads to nothing that is asked today.
    fn lead(&mut self, (index, edition): (usize, &Edition), place: &str, path: &str) {
        if let Course::Named(path) = self.editions.follow(path, index)
            && !self.is_question(&path)
        {
            self.add(edition, place, format!("no question `{path}`"));
        }
    }

    fn check_steps(&mut self, index: usize, edition: &Edition) {
        let handbook = self.handbook;
        let is_step = |id: &str| handbook.steps.iter().any(|step| step.id == id);
        for (from, to) in &edition.steps {
            let is_given = |id: &str| {
                let mut later = self.editions.from(index).iter();
                later.any(|edition| edition.steps.values().any(|to| to == id))
            };
            if is_step(from) && !is_given(from) {
                self.add(edition, from, "is still a step");
            }
            if let Course::Named(to) = self.editions.follow_step(to, index + 1)
                && !is_step(&to)
            {
                self.add(edition, from, format!("no step `{to}`"));
            }
        }
        for step in edition.dropped.iter().filter_map(|it| it.step.as_deref()) {
            if is_step(step) {
                self.add(edition, step, "is still a step");
            }
        }
    }

    fn check_questions(&mut self, index: usize, edition: &Edition) {
        for (from, to) in &edition.questions {
            if self.is_question(from) && !self.is_given(from, index) {
                self.add(edition, from, "is still a question");
            }
            self.lead((index + 1, edition), from, to);
        }
        for (code, path) in &edition.codes {
            self.lead((index, edition), code, path);
        }
        for path in &edition.added {
            self.lead((index + 1, edition), path, path);
        }
        for review in &edition.reviews {
            self.lead((index + 1, edition), &review.question, &review.question);
        }
        let dropped = edition.dropped.iter();
        for path in dropped.filter_map(|dropped| dropped.question.as_deref()) {
            if self.is_question(path) && !self.is_given(path, index) {
                self.add(edition, path, "is still a question");
            }
        }
    }

    fn check_fields(&mut self, index: usize, edition: &Edition) {
        let handbook = self.handbook;
        for (record, names) in &edition.fields {
            let Some(known) = handbook.records.get(record) else {
                self.add(edition, record, "no such record type");
                continue;
            };
            for (from, to) in names {
                let place = format!("{record}.{from}");
                if known.field(from).is_some() && !names.values().any(|to| to == from) {
                    self.add(edition, &place, "is still a field");
                }
                if let Course::Named(to) = self.editions.follow_field(record, to, index + 1)
                    && known.field(&to).is_none()
                {
                    self.add(edition, &place, format!("no field `{to}`"));
                }
            }
        }
        let dropped = edition.dropped.iter();
        for name in dropped.filter_map(|dropped| dropped.field.as_deref()) {
            let (record, field) = name.split_once('.').unwrap_or((name, ""));
            match handbook.records.get(record) {
                None => self.add(edition, name, "no such record type"),
                Some(known) if known.field(field).is_some() => {
                    self.add(edition, name, "is still a field");
                }
                Some(_) => {}
            }
        }
    }

    fn check_choices(&mut self, index: usize, edition: &Edition) {
        for (set, names) in &edition.choices {
            if !self.handbook.choices.contains_key(set) {
                self.add(edition, set, "no such choice set");
                continue;
            }
            let ids = self.handbook.choice_ids(set);
            for (from, to) in names {
                let place = format!("{set}.{from}");
                if ids.contains(from) && !names.values().any(|to| to == from) {
                    self.add(edition, &place, "is still a choice");
                }
                let to = self.editions.follow_choice(set, to, index + 1);
                if !ids.contains(&to) {
                    self.add(edition, &place, format!("no choice `{to}`"));
                }
            }
        }
    }

    fn check_reasons(&mut self, index: usize, edition: &Edition) {
        let reviews = edition.reviews.iter();
        let mut reasons: Vec<(String, &Reason)> = reviews
            .map(|review| (review.question.clone(), &review.reason))
            .collect();
        for dropped in &edition.dropped {
            let names = [&dropped.step, &dropped.question, &dropped.field];
            let names: Vec<&String> = names.into_iter().flatten().collect();
            match names.as_slice() {
                [name] => reasons.push(((*name).clone(), &dropped.reason)),
                _ => self.add(
                    edition,
                    "dropped",
                    "has to name a step, a question or a field",
                ),
            }
        }
        if index == 0 && !reasons.is_empty() {
            self.add(
                edition,
                "edition",
                "the first edition cannot have changed anything",
            );
        }
        for (name, reason) in reasons {
            for language in &self.handbook.complete {
                let text = reason.get(language).map(|text| text.trim());
                if text.is_none_or(str::is_empty) {
                    self.add(edition, &name, format!("no reason in `{language}`"));
                }
            }
        }
    }
}

/// The reason for readers of a language: else in English, else in any there is.
pub fn read_reason<'r>(reason: &'r Reason, language: &str) -> &'r str {
    let of = |code: &str| reason.get(code);
    of(language)
        .or_else(|| of("en"))
        .or_else(|| reason.values().next())
        .map_or("", |text| text.trim())
}
