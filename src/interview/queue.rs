//! Which question comes next.

use crate::handbook::{Kind, Question};
use crate::project::{Project, State};

use super::Session;
use super::place::Place;

/// Which questions a run asks; nothing named means all stages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Indices of stages.
    pub stages: Vec<usize>,
    /// Indices of steps.
    pub steps: Vec<usize>,
    /// Indices of questions, asked even where they are answered.
    pub questions: Vec<usize>,
    /// Whether what is settled is asked too.
    pub all: bool,
    /// The id of a body: only lists with records that name it, and only these records.
    pub for_body: Option<String>,
}

impl Scope {
    fn covers(&self, index: usize, question: &Question) -> bool {
        let nothing_named =
            self.stages.is_empty() && self.steps.is_empty() && self.questions.is_empty();
        nothing_named
            || self.stages.contains(&question.stage)
            || self.steps.contains(&question.step)
            || self.questions.contains(&index)
    }
}

impl Session<'_> {
    /// Whether a question is one that this run asks, its turn left aside.
    pub(super) fn wants(&self, project: &Project<'_>, index: usize) -> bool {
        let question = &self.handbook().questions[index];
        if !self.options.scope.covers(index, question)
            || !project.applies(self.handbook(), question)
        {
            return false;
        }
        if self.options.scope.for_body.is_some() && self.rows(project, index).is_empty() {
            return false;
        }
        if self.options.scope.all || self.options.scope.questions.contains(&index) {
            return true;
        }
        let state = project.state(self.handbook(), index);
        matches!(
            state,
            State::Blank | State::Skipped | State::Draft | State::NeedsReview
        )
    }

    /// What comes after a question, or first.
    pub(super) fn next_place(&mut self, after: Option<usize>) -> Place {
        let (question, step_is_new) = self.with_project(|project| {
            let question = self.next_question(project, after);
            let is_new = question.is_some_and(|index| self.is_untouched(project, index));
            (question, is_new)
        });
        let Some(question) = question else {
            return Place::Done;
        };
        self.review.retain(|index| *index != question);
        let step = self.handbook().questions[question].step;
        if self.introduced.insert(step) && step_is_new {
            return Place::Intro { question };
        }
        self.opening(question)
    }

    fn next_question(&self, project: &Project<'_>, after: Option<usize>) -> Option<usize> {
        let handbook = self.handbook();
        let stale = self.review.iter().copied().find(|index| {
            let asked = project.applies(handbook, &handbook.questions[*index]);
            asked && project.state(handbook, *index) == State::NeedsReview
        });
        let n = handbook.questions.len();
        let first = after.map_or(0, |after| after + 1);
        // What an answer opened further up is asked when the end is reached.
        let mut in_turn = (first..n).chain(0..first.min(n));
        stale.or_else(|| {
            in_turn.find(|index| !self.passed.contains(index) && self.wants(project, *index))
        })
    }

    /// Whether nothing of the question's step has been answered.
    fn is_untouched(&self, project: &Project<'_>, question: usize) -> bool {
        let handbook = self.handbook();
        let mut range = handbook.steps[handbook.questions[question].step]
            .questions
            .clone();
        range.all(|index| {
            let question = &handbook.questions[index];
            matches!(question.kind, Kind::Computed { .. })
                || question.header.is_some()
                || project.state(handbook, index) == State::Blank
        })
    }

    /// The first prompt of a question.
    pub(super) fn opening(&self, question: usize) -> Place {
        match self.handbook().questions[question].kind {
            Kind::Records { .. } | Kind::Table { .. } => Place::Menu(question),
            Kind::Value(_) | Kind::Computed { .. } => Place::Question(question),
        }
    }

    /// Leaves a question: says first what its answer made stale, then goes on.
    pub(super) fn leave(&mut self, question: usize) {
        self.passed.insert(question);
        let stale = std::mem::take(&mut self.stale);
        let place = if stale.is_empty() {
            self.next_place(Some(question))
        } else {
            Place::Stale {
                cause: question,
                stale,
            }
        };
        self.go(place);
    }

    /// Goes back to the prompt before, over those that no longer exist.
    pub(super) fn back(&mut self) {
        if !self.place.is_lasting() {
            // A side question leads back to where it was asked.
            if let Some(place) = self.history.pop() {
                self.place = place;
                return;
            }
        }
        while let Some(place) = self.history.pop() {
            if place != self.place && self.exists(&place) {
                self.place = place;
                return;
            }
        }
        self.say(super::Notice::AtStart);
    }

    fn exists(&self, place: &Place) -> bool {
        self.with_project(|project| {
            let asked = place.question().is_none_or(|index| {
                project.applies(self.handbook(), &self.handbook().questions[index])
            });
            let has_record = match place {
                Place::Field { key, .. } => key.find(project).is_some(),
                _ => true,
            };
            asked && has_record
        })
    }

    /// Makes sure that the place exists in the text as it is now.
    pub(super) fn settle(&mut self) {
        let gone = self.with_project(|project| match &self.place {
            Place::Field { key, .. } | Place::MoveTo { key, .. } | Place::Remove { key, .. } => {
                key.find(project).is_none()
            }
            _ => false,
        });
        if gone {
            self.place = match self.place.question() {
                Some(question) => self.opening(question),
                None => self.next_place(None),
            };
        } else if matches!(self.place, Place::Done) {
            self.place = self.next_place(None);
        }
    }
}
