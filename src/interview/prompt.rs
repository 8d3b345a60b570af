//! A prompt as data: what is shown, what stands now, how an answer is given.

use crate::handbook::ValueKind;
use crate::project::State;

use super::effect::SourceLine;
use super::entry::{Entry, Present};
use super::place::{Mode, Purpose, RecordKey};

/// Where in the handbook one is, and how far the project has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The index of the stage.
    pub stage: usize,
    /// The index of the step.
    pub step: usize,
    /// The place of the question among those asked in its step, from 1.
    pub number: usize,
    /// How many questions are asked in the step.
    pub of: usize,
    /// The share of the stage that is settled, in percent.
    pub stage_percent: usize,
    /// The share of the step that is settled, in percent.
    pub step_percent: usize,
    /// The share of the project that is settled, in percent.
    pub total_percent: usize,
}

/// What is known about the answer to the question that is being asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its state.
    pub state: State,
    /// The reason written beside the state.
    pub reason: Option<String>,
    /// The note.
    pub note: Option<String>,
    /// The attached entries of the evidence ledger.
    pub evidence: Vec<SourceLine>,
}

/// A telling field of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The id of the field.
    pub field: String,
    /// What it holds.
    pub present: Present,
}

/// A record in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The record.
    pub key: RecordKey,
    /// Its name.
    pub title: String,
    /// Its telling fields.
    pub facts: Vec<Fact>,
    /// The ids of the fields that are asked here and empty.
    pub missing: Vec<String>,
}

/// What is shown now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// Where one is; none at the end.
    pub position: Option<Position>,
    /// The index of the question it belongs to.
    pub question: Option<usize>,
    /// What is asked.
    pub kind: PromptKind,
    /// How it is answered.
    pub entry: Entry,
    /// What had been typed here and is not taken yet.
    pub draft: Option<String>,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PromptKind {
    /// The introduction of a step, of its stage too where that begins.
    Intro {
        /// The index of the stage, where it begins.
        stage: Option<usize>,
        /// The index of the step.
        step: usize,
        /// How many questions are open.
        open: usize,
    },
    /// A question that holds a value.
    Question {
        /// What stands there.
        present: Present,
        /// What is known about it.
        standing: Standing,
        /// Whether options were expected and there are none: the codes of the questions that
        /// create them.
        created_in: Vec<String>,
    },
    /// The reason why a question does not apply.
    Reason,
    /// A note.
    Note {
        /// The record it belongs to, if not the answer.
        record: Option<String>,
    },
    /// A list of records.
    Menu {
        /// The records.
        rows: Vec<Row>,
        /// What is known about the list.
        standing: Standing,
        /// Whether it asks more about records kept by another question, and the code of that.
        table_of: Option<String>,
        /// The name of what is worked out beside it.
        computed: Option<String>,
    },
    /// One of the records, to do something with it.
    Pick {
        /// What for.
        purpose: Purpose,
        /// The records.
        rows: Vec<Row>,
    },
    /// The new position of a record.
    MoveTo {
        /// Its name.
        record: String,
    },
    /// Whether a record is to go.
    Remove {
        /// Its name.
        record: String,
        /// What refers to it: code, record, field's label.
        references: Vec<(String, String, String)>,
    },
    /// A part of the list.
    AddTo {
        /// The record type.
        of: String,
        /// The field that tells the parts.
        field: String,
    },
    /// The name of a new record.
    Name {
        /// The record type.
        of: String,
        /// The field.
        field: String,
        /// How many records there are.
        n: usize,
        /// Codes of the questions that create what could be referred to, where there is none yet.
        created_in: Vec<String>,
    },
    /// A field of a record.
    Field {
        /// The record type.
        of: String,
        /// The field.
        field: String,
        /// What it is made of; none for evidence and notes.
        kind: Option<ValueKind>,
        /// The name of the record.
        record: String,
        /// The place among the fields asked, from 1.
        number: usize,
        /// How many fields are asked.
        total: usize,
        /// Why it is asked now.
        mode: Mode,
        /// What stands there.
        present: Present,
        /// Codes of the questions that create what could be referred to, where there is none yet.
        created_in: Vec<String>,
    },
    /// The title of a new source.
    SourceTitle,
    /// Answers that need a review now.
    Stale {
        /// The question that changed.
        cause: usize,
        /// The questions to look at.
        stale: Vec<usize>,
    },
    /// Nothing is left to ask.
    Done {
        /// Questions by state, those that are asked at all.
        left: Vec<(State, Vec<usize>)>,
        /// The share of the project that is settled, in percent.
        total_percent: usize,
    },
}
