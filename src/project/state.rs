//! The state of an answer.

use crate::handbook::{Handbook, HeaderKey, Kind, Question};
use crate::yaml::Node;

use super::{CONFLICT_KEY, Project, Record, is_blank};

/// What is known about the answer to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Nothing is written.
    Blank,
    /// Passed over for now.
    Skipped,
    /// Begun.
    Draft,
    /// Answered.
    Answered,
    /// The team looked and nobody knows.
    Unknown,
    /// Does not apply, with a reason.
    NotApplicable,
    /// Something it depends on has changed.
    NeedsReview,
}

impl State {
    /// All states, in the order of a summary.
    pub const ALL: [Self; 7] = [
        Self::Answered,
        Self::Draft,
        Self::NeedsReview,
        Self::Unknown,
        Self::NotApplicable,
        Self::Skipped,
        Self::Blank,
    ];

    /// The word in project files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::Skipped => "skipped",
            Self::Draft => "draft",
            Self::Answered => "answered",
            Self::Unknown => "unknown",
            Self::NotApplicable => "not-applicable",
            Self::NeedsReview => "needs-review",
        }
    }

    /// The state with this word.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether the interview has nothing more to ask.
    pub const fn is_settled(self) -> bool {
        matches!(self, Self::Answered | Self::Unknown | Self::NotApplicable)
    }
}

impl Project<'_> {
    /// The state of the answer to a question.
    pub fn state(&self, handbook: &Handbook, index: usize) -> State {
        let question = &handbook.questions[index];
        if let Some(HeaderKey::Country) = question.header {
            return if self.header.country.is_some() {
                State::Answered
            } else {
                State::Blank
            };
        }
        let answer = self.answer(index);
        let value = answer.and_then(|answer| answer.value);
        if value
            .and_then(Node::as_mapping)
            .is_some_and(|map| map.get(CONFLICT_KEY).is_some())
        {
            // Two versions stand there: which one holds is still to be said.
            return State::NeedsReview;
        }
        if let Some(state) = answer
            .and_then(|answer| answer.state)
            .and_then(|s| State::parse(s.text))
        {
            return state;
        }
        match &question.kind {
            Kind::Table { .. } => self.table_state(handbook, question),
            Kind::Computed { .. } => State::Answered,
            _ if answer.is_some_and(|answer| answer.value.is_some()) => State::Answered,
            _ => State::Blank,
        }
    }

    /// A table is answered when every record it is about has something in one of its fields, or
    /// in each of them where it has to be whole.
    fn table_state(&self, handbook: &Handbook, question: &Question) -> State {
        let records = self.records_in(handbook, question);
        let asked = question.kind.asked_fields();
        let is_filled = |record: &Record<'_>, field: &String| {
            record.field(field).is_some_and(|node| !is_blank(node))
        };
        let touched = records
            .iter()
            .filter(|record| asked.iter().any(|field| is_filled(record, field)));
        let n_touched = touched.count();
        let n_done = match question.kind {
            Kind::Table { whole: true, .. } => records
                .iter()
                .filter(|record| asked.iter().all(|field| is_filled(record, field)))
                .count(),
            _ => n_touched,
        };
        match (n_touched, n_done) {
            (0, _) => State::Blank,
            (_, n) if n == records.len() => State::Answered,
            _ => State::Draft,
        }
    }
}
