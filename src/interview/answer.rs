//! Answering questions that hold one value or a list of values, and what that does to others.

use crate::handbook::{HeaderKey, Kind, Question, ValueKind};
use crate::project::{Change, Filling, Project, State, Value, read_value};
use crate::yaml::Data;

use super::effect::{Done, Effect, Given, Notice, Refusal};
use super::entry::Present;
use super::place::{Place, Target};
use super::{RecordKey, Session};

impl Session<'_> {
    /// What a question that holds a value was answered.
    pub(super) fn present_answer(&self, project: &Project<'_>, index: usize) -> Present {
        let question = &self.handbook().questions[index];
        let Kind::Value(kind) = &question.kind else {
            return Present::default();
        };
        if let Some(HeaderKey::Country) = question.header {
            let country = project.header.country.map(|country| country.text);
            return country.map_or_else(Present::default, |country| {
                self.lookup
                    .present(kind, Value::Code(country.to_owned()), project)
            });
        }
        let node = project.answer(index).and_then(|answer| answer.value);
        node.map_or_else(Present::default, |node| {
            self.present_node(kind, node, project)
        })
    }

    pub(super) fn present_node(
        &self,
        kind: &ValueKind,
        node: &crate::yaml::Node<'_>,
        project: &Project<'_>,
    ) -> Present {
        let has_code = |catalogue: &str, id: &str| self.lookup.has_code(catalogue, id);
        if let Ok(value) = read_value(kind, node, self.handbook(), &has_code) {
            self.lookup.present(kind, value, project)
        } else {
            let unreadable = Some(node.text().unwrap_or("…").to_owned());
            Present {
                unreadable,
                ..Present::default()
            }
        }
    }

    /// Takes the answer to the question that is being asked.
    pub(super) fn answer(&mut self, index: usize, given: &Given) {
        let Kind::Value(kind) = &self.handbook().questions[index].kind else {
            self.say(Notice::NotHere);
            return;
        };
        let (read, present, state) = self.with_project(|project| {
            let read = self.lookup.read(kind, given, project);
            let state = project.state(self.handbook(), index);
            (read, self.present_answer(project, index), state)
        });
        let value = match read {
            Ok(value) => value,
            Err(refusal) => return self.refuse(refusal, given),
        };
        let taken = match value {
            None if present.is_empty() => true,
            None => self.clear_answer(index),
            Some(value) => {
                let is_new = !is_same(present.value.as_ref(), &value);
                let filling = self.filling(index, &value, is_new);
                if is_new || filling.is_some() {
                    self.set_answer(index, &value, state, filling)
                } else {
                    self.confirm(index, state)
                }
            }
        };
        if taken {
            self.settle_draft();
            self.leave(index);
        }
    }

    /// What a choice adds to the list that it fills.
    fn filling(&self, index: usize, value: &Value, is_new: bool) -> Option<Filling> {
        let Value::Choice(choice) = value else {
            return None;
        };
        let (handbook, catalogues) = (self.handbook(), self.lookup.catalogues);
        let choice = (choice.as_str(), is_new);
        self.with_project(|project| Filling::of(project, handbook, catalogues, index, choice))
            .filter(|filling| !self.kept_lists.contains(&filling.list))
    }

    fn set_answer(
        &mut self,
        index: usize,
        value: &Value,
        state: State,
        filling: Option<Filling>,
    ) -> bool {
        let question = &self.handbook().questions[index];
        let mut changes = vec![match question.header {
            Some(HeaderKey::Country) => Change::Header {
                key: "country".to_owned(),
                value: value.to_data(),
            },
            None => Change::Answer {
                question: index,
                value: value.to_data(),
            },
        }];
        if question.header.is_none() {
            changes.extend(clearing(index, state));
        }
        let marks = self.stale_marks(&[&question.path], index);
        let n = marks.len();
        changes.extend(marks);
        let filled = filling.map(|filling| {
            changes.extend(filling.changes);
            Notice::Filled {
                list: filling.list,
                catalogue: filling.catalogue,
                entries: filling.entries,
            }
        });
        let what = self.describe(Done::Answered, Some(index));
        let is_saved = self.save(changes, what, n);
        if let Some(filled) = filled.filter(|_| is_saved) {
            self.say(filled);
        }
        is_saved
    }

    fn clear_answer(&mut self, index: usize) -> bool {
        let question = &self.handbook().questions[index];
        if question.header.is_some() {
            self.say(Notice::NotHere);
            return false;
        }
        let change = self.without_answer(index);
        let mut changes = vec![change];
        let marks = self.stale_marks(&[&question.path], index);
        let n = marks.len();
        changes.extend(marks);
        let what = self.describe(Done::Cleared, Some(index));
        self.save(changes, what, n)
    }

    /// The present answer holds: what was open about it is settled.
    pub(super) fn confirm(&mut self, index: usize, state: State) -> bool {
        let changes: Vec<Change> = clearing(index, state).collect();
        if changes.is_empty() {
            return true;
        }
        let what = self.describe(Done::Confirmed, Some(index));
        self.save(changes, what, 0)
    }

    /// The changes that mark answers depending on one of `paths` as in need of a review.
    pub(super) fn stale_marks(&mut self, paths: &[&str], cause: usize) -> Vec<Change> {
        let handbook = self.handbook();
        let code = &handbook.questions[cause].code;
        let reason = self.options.stale_reason.replace("{code}", code);
        let found: Vec<usize> = self.with_project(|project| {
            let dependants = paths.iter().flat_map(|path| handbook.dependants(path));
            dependants
                .filter(|index| *index != cause && has_answer(project, self, *index))
                .collect()
        });
        let mut changes = Vec::new();
        for index in found {
            if !self.stale.contains(&index) {
                self.stale.push(index);
            }
            let reason = Some(reason.clone()).filter(|reason| !reason.is_empty());
            changes.push(Change::State {
                question: index,
                state: Some(State::NeedsReview),
                reason,
            });
        }
        changes
    }

    /// Gives the question a state instead of an answer.
    pub(super) fn mark(&mut self, index: usize, state: State, reason: Option<String>) {
        let question = &self.handbook().questions[index];
        if question.header.is_some() {
            self.say(Notice::NotHere);
            return;
        }
        let now = self.with_project(|project| {
            let answer = project.answer(index);
            let reason = answer
                .and_then(|answer| answer.reason)
                .map(|reason| reason.text.to_owned());
            (project.state(self.handbook(), index), reason)
        });
        if now != (state, reason.clone()) {
            // An answer cannot stand beside "unknown"; the journal keeps it for undo.
            let replaces = matches!(state, State::Unknown | State::NotApplicable)
                && matches!(question.kind, Kind::Value(_))
                && self.with_project(|project| {
                    project
                        .answer(index)
                        .is_some_and(|answer| answer.value.is_some())
                });
            let mut changes: Vec<Change> = replaces
                .then(|| self.without_answer(index))
                .into_iter()
                .collect();
            changes.push(Change::State {
                question: index,
                state: Some(state),
                reason,
            });
            let what = self.describe(Done::Marked(state), Some(index));
            if !self.save(changes, what, 0) {
                return;
            }
        }
        self.settle_draft();
        self.leave(index);
    }

    /// The change that takes an answer away, but not what was said beside it.
    fn without_answer(&self, index: usize) -> Change {
        let has_more = self.with_project(|project| {
            project.answer(index).is_some_and(|answer| {
                answer.note.is_some() || !answer.evidence.is_empty() || answer.by.is_some()
            })
        });
        if has_more {
            Change::Answer {
                question: index,
                value: Data::Null,
            }
        } else {
            Change::Clear { question: index }
        }
    }

    /// Takes the reason why a question does not apply.
    pub(super) fn take_reason(&mut self, index: usize, given: &Given) {
        let Given::Text(text) = given else {
            return self.say(Notice::NotHere);
        };
        let reason = text.trim();
        if reason.is_empty() {
            return self.refuse(Refusal::ReasonNeeded, given);
        }
        self.settle_draft();
        self.mark(index, State::NotApplicable, Some(reason.to_owned()));
    }

    /// Passes over a question: one without an answer is marked as skipped.
    pub(super) fn skip(&mut self, index: usize) {
        let is_header = self.handbook().questions[index].header.is_some();
        let state = self.with_project(|project| project.state(self.handbook(), index));
        if state == State::Blank && !is_header {
            let reason = None;
            let changes = vec![Change::State {
                question: index,
                state: Some(State::Skipped),
                reason,
            }];
            let what = self.describe(Done::Marked(State::Skipped), Some(index));
            if !self.save(changes, what, 0) {
                return;
            }
        }
        self.say(Notice::Skipped(index));
        self.leave(index);
    }

    /// The change of a field, with the record found where it is now.
    pub(super) fn field_change(
        &mut self,
        key: &RecordKey,
        field: &str,
        value: Option<Data>,
    ) -> Option<Change> {
        let Some(record) =
            self.with_project(|project| key.find(project).map(|record| record.index))
        else {
            self.say(Notice::RecordGone);
            return None;
        };
        Some(Change::Field {
            home: key.home,
            record,
            field: field.to_owned(),
            value,
        })
    }

    pub(super) fn record_title(&self, target: &Target) -> Option<String> {
        let Target::Record { key, .. } = target else {
            return None;
        };
        self.title_of(key)
    }

    pub(super) fn title_of(&self, key: &RecordKey) -> Option<String> {
        self.with_project(|project| {
            key.find(project)
                .map(|record| self.lookup.title(project, record))
        })
    }

    /// Leaves the interview; a text that was begun for a question without an answer is kept in the
    /// file as a draft.
    pub(super) fn quit(&mut self) {
        if let Place::Question(index) = self.place {
            self.keep_in_file(index);
        }
        self.effects.push(Effect::Quit);
    }

    fn keep_in_file(&mut self, index: usize) {
        let handbook = self.handbook();
        let Kind::Value(ValueKind::Text | ValueKind::Line) = handbook.questions[index].kind else {
            return;
        };
        let begun = self.drafts.iter().find(|draft| draft.place == self.place);
        let Some(text) = begun.map(|draft| draft.text.trim().to_owned()) else {
            return;
        };
        let is_blank = self.with_project(|project| self.present_answer(project, index).is_empty());
        if !is_blank || text.is_empty() {
            return;
        }
        let state = Some(State::Draft);
        let changes = vec![
            Change::Answer {
                question: index,
                value: Data::Text(text),
            },
            Change::State {
                question: index,
                state,
                reason: None,
            },
        ];
        let what = self.describe(Done::Marked(State::Draft), Some(index));
        if self.save(changes, what, 0) {
            self.say(Notice::DraftKept(index));
        }
    }
}

/// The change that takes away a state that an answer settles.
pub(super) fn clearing(question: usize, state: State) -> impl Iterator<Item = Change> {
    let open = !matches!(state, State::Blank | State::Answered);
    open.then_some(Change::State {
        question,
        state: None,
        reason: None,
    })
    .into_iter()
}

/// Whether two values say the same; texts may differ in white space at the end.
pub(super) fn is_same(present: Option<&Value>, given: &Value) -> bool {
    match (present, given) {
        (Some(Value::Text(present)), Value::Text(given)) => present.trim_end() == given.trim_end(),
        (Some(present), given) => present == given,
        (None, _) => false,
    }
}

/// Whether something was answered that a change elsewhere can make stale.
fn has_answer(project: &Project<'_>, session: &Session<'_>, index: usize) -> bool {
    let handbook = session.handbook();
    let question: &Question = &handbook.questions[index];
    if question.header.is_some() || matches!(question.kind, Kind::Computed { .. }) {
        return false;
    }
    let settled = [
        State::Answered,
        State::Draft,
        State::Unknown,
        State::NotApplicable,
    ];
    settled.contains(&project.state(handbook, index)) && project.applies(handbook, question)
}
