//! The handbook: stages, steps, questions and record types, as data.
//!
//! The structure is small and loaded whole; texts and catalogues are loaded when somebody reads them.
//! No question, wording, list or threshold lives in code.

mod catalogue;
mod condition;
mod edition;
mod kind;
mod load;
mod text;

use std::collections::{BTreeMap, HashMap};

pub use catalogue::{Catalogue, Catalogues, Entry};
pub use condition::Condition;
pub use edition::{
    Course, Dropped, EDITIONS_FILE, Edition, Editions, Reason, Review, Standing, compare_editions,
    read_reason,
};
pub use kind::{Kind, ValueKind};
pub use load::{Embedded, Files, LoadError, load_builtin, parse};
pub use text::{FieldText, QuestionText, StageText, StepText, Texts, Wording};

/// From which phase of the work on something has to be complete.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize, serde::Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// While the team is preparing.
    Draft,
    /// When the analysis and the goals are reviewed.
    Review,
    /// When the plan is adopted.
    Adoption,
    /// While the plan is carried out.
    Monitoring,
    /// Never required.
    Optional,
}

/// How sure it is where a question comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Provenance {
    /// A source names the topic; the wording is ours.
    Confirmed,
    /// A source names the topic; the precise question is our proposal.
    Topic,
    /// Our own proposal.
    Proposal,
    /// Recalled from general knowledge; no source at hand shows it.
    Unconfirmed,
}

impl Provenance {
    /// Reads the list of source keys: `D` marks our design, `R` what is only recalled.
    pub fn of(from: &[String]) -> Self {
        let has = |key: &str| from.iter().any(|from| from == key);
        let sourced = from.iter().any(|from| from != "D" && from != "R");
        match (has("R"), has("D"), sourced) {
            (true, _, false) => Self::Unconfirmed,
            (_, true, true) | (true, _, true) => Self::Topic,
            (_, false, true) => Self::Confirmed,
            _ => Self::Proposal,
        }
    }
}

/// A header key of the project file that answers a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeaderKey {
    /// The country or territory of the project.
    Country,
}

/// A record as a question asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The short code people say aloud, such as `B01`.
    pub code: String,
    /// The readable id inside its step, such as `political-backing`.
    pub id: String,
    /// The full name, such as `readiness.political-backing`.
    pub path: String,
    /// What an answer is made of.
    pub kind: Kind,
    /// The header key that holds the answer, where it is not under `answers`.
    pub header: Option<HeaderKey>,
    /// From which phase on it has to be answered.
    pub phase: Phase,
    /// Whether it is asked at all.
    pub when: Option<Condition>,
    /// Paths of the questions whose change makes the answer need a review.
    pub depends: Vec<String>,
    /// Keys of the catalogue of sources; `D` our design, `R` recalled.
    pub from: Vec<String>,
    /// Keys of the sources of what the joint programme met here, where the texts tell it.
    pub lesson: Vec<String>,
    /// Where the question stands: stage and step index.
    pub stage: usize,
    /// The index of its step in [`Handbook::steps`].
    pub step: usize,
}

impl Question {
    /// How sure the origin of the question is.
    pub fn provenance(&self) -> Provenance {
        Provenance::of(&self.from)
    }
}

/// A step: questions that belong together and are kept under one key of the project file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The readable id, also the key under `answers`.
    pub id: String,
    /// The letter or letter and digit before its questions' codes.
    pub code: String,
    /// The index of its stage.
    pub stage: usize,
    /// The indices of its questions in [`Handbook::questions`].
    pub questions: std::ops::Range<usize>,
}

/// A stage of the handbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// The readable id.
    pub id: String,
    /// The file below `stages/` and `text/LANGUAGE/` that holds it, without extension.
    pub file: String,
    /// The indices of its steps in [`Handbook::steps`].
    pub steps: std::ops::Range<usize>,
}

/// A field of a record type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The key in the record.
    pub id: String,
    /// What its value is made of.
    pub kind: ValueKind,
    /// Whether a record without it cannot be understood.
    pub required: bool,
}

/// A record type: what one item of a list answer is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordType {
    /// The name of the type, such as `body`.
    pub id: String,
    /// The field that names a record in lists.
    pub title: String,
    /// The fields in their order.
    pub fields: Vec<Field>,
    /// The fields that say all there is to a record's name, the first one a reference: they are
    /// asked before the name, which is then only proposed.
    pub named_by: Vec<String>,
}

impl RecordType {
    /// The field with this id.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }
}

/// A loaded handbook.
#[derive(Debug, Default)]
pub struct Handbook {
    /// The name projects refer to.
    pub id: String,
    /// The version projects follow.
    pub edition: String,
    /// The languages it has texts in.
    pub languages: Vec<String>,
    /// The languages in which no text is missing.
    pub complete: Vec<String>,
    /// The stages in order.
    pub stages: Vec<Stage>,
    /// All steps in order.
    pub steps: Vec<Step>,
    /// All questions in order.
    pub questions: Vec<Question>,
    /// The record types by name.
    pub records: BTreeMap<String, RecordType>,
    /// The choice sets by name.
    pub choices: BTreeMap<String, Vec<String>>,
    /// What each edition changed.
    pub editions: Editions,
    by_name: HashMap<String, usize>,
    homes: HashMap<String, usize>,
}

/// The record type of the evidence ledger, kept at the top of the project file.
pub const SOURCE_RECORD: &str = "source";

impl Handbook {
    /// A question by full path or by code, whatever the case of the code.
    pub fn question(&self, name: &str) -> Option<&Question> {
        self.question_index(name)
            .map(|index| &self.questions[index])
    }

    /// The index of a question by full path or by code.
    pub fn question_index(&self, name: &str) -> Option<usize> {
        self.by_name
            .get(name)
            .or_else(|| self.by_name.get(&name.to_uppercase()))
            .copied()
    }

    /// The index of a step by id or by its code.
    pub fn step_index(&self, name: &str) -> Option<usize> {
        self.steps
            .iter()
            .position(|step| step.id == name || step.code.eq_ignore_ascii_case(name))
    }

    /// The index of a stage by id or by its number from 0.
    pub fn stage_index(&self, name: &str) -> Option<usize> {
        let number = name
            .parse::<usize>()
            .ok()
            .filter(|number| *number < self.stages.len());
        self.stages
            .iter()
            .position(|stage| stage.id == name)
            .or(number)
    }

    /// The questions of a step, in order.
    pub fn questions_of(&self, step: usize) -> &[Question] {
        &self.questions[self.steps[step].questions.clone()]
    }

    /// The question whose list holds the records of this type.
    pub fn home(&self, record: &str) -> Option<&Question> {
        self.homes.get(record).map(|index| &self.questions[*index])
    }

    /// The record type a list or table question is about.
    pub fn record_of(&self, question: &Question) -> Option<&RecordType> {
        match &question.kind {
            Kind::Records { record, .. } => self.records.get(record),
            Kind::Table { of, .. } => self.question(of).and_then(|home| self.record_of(home)),
            _ => None,
        }
    }

    /// The question that holds the records a list or table question is about.
    pub fn home_of<'h>(&'h self, question: &'h Question) -> Option<&'h Question> {
        match &question.kind {
            Kind::Records { .. } => Some(question),
            Kind::Table { of, .. } => self.question(of),
            _ => None,
        }
    }

    /// The ids of a choice set, in order.
    pub fn choice_ids(&self, set: &str) -> &[String] {
        self.choices.get(set).map_or(&[], Vec::as_slice)
    }

    /// Everything a question can be called, for suggestions.
    pub fn question_names(&self) -> impl Iterator<Item = &str> {
        self.questions
            .iter()
            .flat_map(|question| [question.path.as_str(), question.code.as_str()])
    }

    /// The indices of the questions whose answers depend on this one.
    pub fn dependants<'h>(&'h self, path: &'h str) -> impl Iterator<Item = usize> + 'h {
        self.questions
            .iter()
            .enumerate()
            .filter(move |(_, question)| question.depends.iter().any(|depends| depends == path))
            .map(|(index, _)| index)
    }

    fn index(&mut self) {
        for (index, question) in self.questions.iter().enumerate() {
            self.by_name.insert(question.path.clone(), index);
            self.by_name.insert(question.code.clone(), index);
            if let Kind::Records { record, .. } = &question.kind {
                self.homes.insert(record.clone(), index);
            }
        }
    }
}
