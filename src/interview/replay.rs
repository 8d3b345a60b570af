//! Recorded answers given through the interview, as a person would give them.
//!
//! Nothing is copied: every answer is an input of the session, so that what the interview refuses is
//! refused here too. What refers to records that come later is given in a second pass, and what
//! became stale on the way is confirmed in a third.

use std::collections::BTreeMap;

use crate::handbook::{Kind, ValueKind};
use crate::project::{Project, Record, State, Value, read_value};
use crate::yaml::Node;

use super::Session;
use super::effect::{Action, Command, Effect, Given, Input, Refusal};
use super::place::Place;

/// Something recorded that the interview did not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unanswered {
    /// The index of the question; none for the evidence ledger.
    pub question: Option<usize>,
    /// The id of the record.
    pub record: Option<String>,
    /// The field of the record, or the part of the answer.
    pub field: Option<String>,
    /// Why.
    pub why: Obstacle,
}

/// Why something recorded was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// No prompt asks for it, or its question is not asked in this project.
    NotAsked,
    /// It was refused.
    Refused(Refusal),
    /// The file could not be saved; nothing after it was tried.
    Stopped,
}

/// What is told about every input's effects; false stops.
pub type Listener<'l> = &'l mut dyn FnMut(&mut Session<'_>, &[Effect]) -> bool;

/// Gives the recorded answers to a session, in handbook order, and returns what it did not take.
pub fn replay(
    session: &mut Session<'_>,
    recorded: &Project<'_>,
    on: Listener<'_>,
) -> Vec<Unanswered> {
    let mut replay = Replay {
        session,
        recorded,
        on,
        refused: BTreeMap::new(),
        stopped: false,
    };
    replay.keep_lists();
    replay.sources();
    let n = replay.session.handbook().questions.len();
    for index in 0..n {
        replay.question(index);
    }
    replay.second_pass();
    replay.confirm_stale();
    replay.session.kept_lists.clear();
    replay.left()
}

/// A place in the recorded project: question, record's id, field.
pub(super) type Spot = (Option<usize>, Option<String>, Option<String>);

/// A replay under way.
pub(super) struct Replay<'r, 'h, 'p> {
    pub(super) session: &'r mut Session<'h>,
    pub(super) recorded: &'r Project<'p>,
    on: Listener<'r>,
    pub(super) refused: BTreeMap<Spot, Refusal>,
    pub(super) stopped: bool,
}

impl Replay<'_, '_, '_> {
    /// Gives an input; the refusal, if it was refused.
    pub(super) fn give(&mut self, input: Input) -> Option<Refusal> {
        if self.stopped {
            return None;
        }
        let effects = self.session.handle(input);
        self.stopped = !(self.on)(self.session, &effects);
        effects.into_iter().find_map(|effect| match effect {
            Effect::Refused { refusal, .. } => Some(refusal),
            _ => None,
        })
    }

    /// Goes to a question; false where it is not asked.
    pub(super) fn go(&mut self, index: usize) -> bool {
        let code = self.session.handbook().questions[index].code.clone();
        let place = self.session.opening(index);
        if self.session.place() != &place {
            self.give(Input::Command(Command::Go(code)));
        }
        !self.stopped && self.session.place() == &place
    }

    pub(super) fn given(&self, kind: &ValueKind, node: &Node<'_>) -> Given {
        let has_code = |catalogue: &str, id: &str| self.session.lookup.has_code(catalogue, id);
        match read_value(kind, node, self.session.handbook(), &has_code) {
            Ok(Value::Many(ids)) => Given::Many(ids),
            Ok(Value::Choice(id) | Value::Code(id)) => Given::One(id),
            Ok(value) => Given::Text(value.canonical()),
            Err(_) => Given::Text(node.text().unwrap_or_default().to_owned()),
        }
    }

    /// Lists that are recorded are given as they are, and filled by no choice.
    fn keep_lists(&mut self) {
        let n = self.session.handbook().questions.len();
        let recorded = (0..n).filter(|index| self.recorded.answer(*index).is_some());
        self.session.kept_lists = recorded.collect();
    }

    /// Enters the evidence ledger, from a question that attaches nothing.
    fn sources(&mut self) {
        let header = self
            .session
            .handbook()
            .questions
            .iter()
            .position(|q| q.header.is_some());
        let Some(header) = header else { return };
        let sources: Vec<Record<'_>> = self.recorded.sources().to_vec();
        for source in &sources {
            let (Some(id), Some(title)) = (source.id(), source.text("title")) else {
                continue;
            };
            if self.has(id.text) || !self.go(header) {
                continue;
            }
            self.give(Input::Command(Command::NewSource));
            self.session.propose_id(id.text);
            let refused = self.give(Input::Value(Given::Text(title.to_owned())));
            self.note_refusal((None, Some(id.text.to_owned()), None), refused);
            self.leave_fields(id.text);
            self.fields_of(None, source);
        }
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.session
            .with_project(|project| project.record(id).is_some())
    }

    pub(super) fn note_refusal(&mut self, spot: Spot, refused: Option<Refusal>) {
        match refused {
            Some(refusal) => self.refused.insert(spot, refusal),
            None => self.refused.remove(&spot),
        };
    }

    /// Passes over the fields of a record that are being asked.
    pub(super) fn leave_fields(&mut self, id: &str) {
        while !self.stopped && self.field_of(id).is_some() {
            self.give(Input::Command(Command::Skip));
        }
    }

    /// The question and field being asked of a record.
    pub(super) fn field_of(&self, id: &str) -> Option<(Option<usize>, String)> {
        match self.session.place() {
            Place::Field {
                question,
                key,
                field,
                mode,
            } if key.id.as_deref() == Some(id) => {
                let field = self
                    .session
                    .asked_fields(*question, *mode)
                    .into_iter()
                    .nth(*field)?;
                Some((*question, field))
            }
            _ => None,
        }
    }

    fn question(&mut self, index: usize) {
        let question = &self.session.handbook().questions[index];
        match &question.kind {
            Kind::Value(kind) => {
                let kind = kind.clone();
                self.beside(index);
                self.value(index, &kind);
            }
            Kind::Records { .. } | Kind::Table { .. } => {
                self.list(index);
                self.beside(index);
            }
            Kind::Computed { .. } => {}
        }
        self.state(index);
    }

    /// Gives the note and the evidence of an answer.
    fn beside(&mut self, index: usize) {
        let Some(answer) = self.recorded.answer(index) else {
            return;
        };
        let note = answer.note.map(|note| note.text.trim_end().to_owned());
        let evidence: Vec<String> = answer
            .evidence
            .iter()
            .map(|id| id.text.to_owned())
            .collect();
        if (note.is_none() && evidence.is_empty()) || !self.go(index) {
            return;
        }
        if let Some(note) = note {
            self.give(Input::Command(Command::Note(Some(note))));
        }
        for id in evidence {
            self.give(Input::Command(Command::Source(Some(id))));
        }
    }

    fn value(&mut self, index: usize, kind: &ValueKind) {
        let has_header = self.session.handbook().questions[index].header.is_some();
        let given = if has_header {
            self.recorded
                .header
                .country
                .map(|country| Given::One(country.text.to_owned()))
        } else {
            let node = self.recorded.answer(index).and_then(|answer| answer.value);
            node.map(|node| self.given(kind, node))
        };
        let Some(given) = given else { return };
        if self.go(index) {
            let refused = self.give(Input::Value(given));
            self.note_refusal((Some(index), None, None), refused);
        }
    }

    /// Gives a state that stands instead of an answer.
    fn state(&mut self, index: usize) {
        let Some(answer) = self.recorded.answer(index) else {
            return;
        };
        let reason = answer.reason.map(|reason| reason.text.to_owned());
        let command = match answer.state.and_then(|state| State::parse(state.text)) {
            Some(State::Unknown) => Command::Unknown,
            Some(State::NotApplicable) => Command::NotApplicable(reason),
            Some(State::Skipped) => Command::Skip,
            _ => return,
        };
        if self.go(index) {
            self.give(Input::Command(command));
        }
    }

    /// Gives once more what referred to records that came later.
    fn second_pass(&mut self) {
        let spots: Vec<Spot> = self.refused.keys().cloned().collect();
        for (question, record, _) in spots {
            let recorded = self.recorded;
            if let Some(record) = record.and_then(|id| recorded.record(&id)) {
                self.fields_of(question, record);
            } else if let Some(index) = question {
                self.question(index);
            }
        }
    }

    /// Confirms what became stale although it was recorded as settled.
    fn confirm_stale(&mut self) {
        let handbook = self.session.handbook();
        for index in 0..handbook.questions.len() {
            let (now, recorded) = (
                self.session
                    .with_project(|project| project.state(handbook, index)),
                self.recorded.state(handbook, index),
            );
            if now != State::NeedsReview || recorded == State::NeedsReview {
                continue;
            }
            match &handbook.questions[index].kind {
                Kind::Value(kind) => self.value(index, kind),
                _ if self.go(index) => {
                    self.give(Input::Action(Action::Continue));
                }
                _ => {}
            }
            self.state(index);
        }
    }
}
