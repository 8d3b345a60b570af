//! Where in the interview a person can be.

use crate::project::{Project, Record};

/// A record that stays the same one while its list changes: by id, else by position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordKey {
    /// The index of the question that keeps it; none for the evidence ledger.
    pub home: Option<usize>,
    /// Its position when it was last seen.
    pub index: usize,
    /// Its id.
    pub id: Option<String>,
}

impl RecordKey {
    /// The key of a record.
    pub fn of(record: &Record<'_>) -> Self {
        let id = record.id().map(|id| id.text.to_owned());
        Self {
            home: record.home,
            index: record.index,
            id,
        }
    }

    /// The record in the project as it is now.
    pub fn find<'a, 'p>(&self, project: &'a Project<'p>) -> Option<&'a Record<'p>> {
        let list = self
            .home
            .map_or(project.sources(), |home| project.list(home));
        match &self.id {
            Some(id) => list
                .iter()
                .find(|record| record.id().is_some_and(|own| own.text == id)),
            None => list.get(self.index),
        }
    }
}

/// What a note or an entry of the evidence ledger is put to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The answer to a question.
    Question(usize),
    /// A record, seen from a question.
    Record {
        /// The question that is being asked.
        question: usize,
        /// The record.
        key: RecordKey,
    },
}

/// What a record is picked from a list for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To change its fields.
    Change,
    /// To take it out.
    Remove,
    /// To give it another position.
    Move,
}

/// Which fields of a record are asked, one after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// All, of a record that was just added.
    Adding,
    /// All, with what they hold.
    Changing,
    /// Only empty ones, going on with the next record.
    Filling,
}

/// A prompt by what it is about; [`super::Session::prompt`] says what it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The introduction of a step before its first question.
    Intro {
        /// The question that comes after it.
        question: usize,
    },
    /// A question answered by one value or a list of values.
    Question(usize),
    /// The reason why a question does not apply.
    Reason(usize),
    /// The note of an answer or a record.
    Note(Target),
    /// The records of a list or table question.
    Menu(usize),
    /// Choosing one of the records.
    Pick {
        /// The question.
        question: usize,
        /// What for.
        purpose: Purpose,
    },
    /// The new position of a record.
    MoveTo {
        /// The question.
        question: usize,
        /// The record.
        key: RecordKey,
    },
    /// Making sure that a record is to go.
    Remove {
        /// The question.
        question: usize,
        /// The record.
        key: RecordKey,
    },
    /// Which part of a list a record added to a table belongs to.
    AddTo(usize),
    /// The name of a record to be added.
    Name {
        /// The question.
        question: usize,
        /// Fields that are settled before the name is asked.
        fixed: Vec<(String, String)>,
    },
    /// A field of a record.
    Field {
        /// The question that asks for it; none for the evidence ledger.
        question: Option<usize>,
        /// The record.
        key: RecordKey,
        /// The index among the fields that the question asks for.
        field: usize,
        /// Which fields are asked after it.
        mode: Mode,
    },
    /// The title of a new entry of the evidence ledger.
    SourceTitle {
        /// What it is attached to.
        target: Option<Target>,
        /// Where the interview goes on.
        then: Box<Place>,
    },
    /// What an answer has made stale.
    Stale {
        /// The question whose answer changed.
        cause: usize,
        /// The questions that depend on it.
        stale: Vec<usize>,
    },
    /// Nothing is left to ask.
    Done,
}

impl Place {
    /// The question it belongs to.
    pub fn question(&self) -> Option<usize> {
        match self {
            Self::Intro { question }
            | Self::Question(question)
            | Self::Reason(question)
            | Self::Menu(question)
            | Self::AddTo(question)
            | Self::Pick { question, .. }
            | Self::MoveTo { question, .. }
            | Self::Remove { question, .. }
            | Self::Name { question, .. }
            | Self::Stale {
                cause: question, ..
            } => Some(*question),
            Self::Note(target) => Some(target.question()),
            Self::Field { question, .. } => *question,
            Self::SourceTitle { target, then } => target
                .as_ref()
                .map(Target::question)
                .or_else(|| then.question()),
            Self::Done => None,
        }
    }

    /// Whether going back may lead here: side questions are not come back to.
    pub(super) fn is_lasting(&self) -> bool {
        match self {
            Self::Intro { .. }
            | Self::Question(_)
            | Self::Menu(_)
            | Self::Name { .. }
            | Self::Field { .. }
            | Self::AddTo(_) => true,
            Self::Reason(_)
            | Self::Note(_)
            | Self::Pick { .. }
            | Self::MoveTo { .. }
            | Self::Remove { .. }
            | Self::SourceTitle { .. }
            | Self::Stale { .. }
            | Self::Done => false,
        }
    }
}

impl Target {
    /// The question being asked.
    pub fn question(&self) -> usize {
        match self {
            Self::Question(question) | Self::Record { question, .. } => *question,
        }
    }
}
