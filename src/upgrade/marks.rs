//! What has to be looked at again, and why.

use std::collections::BTreeMap;

use crate::handbook::{Handbook, Kind, Question, ValueKind};
use crate::project::{Project, Record, State, read_value, record_type};

use super::fitting::Home;
use super::{Why, Work};

/// What needs a review.
#[derive(Default)]
pub(super) struct Marks {
    /// By question.
    pub(super) why: BTreeMap<usize, Vec<Why>>,
    /// What stood beside the answers before.
    pub(super) before: BTreeMap<usize, (State, Option<String>)>,
    /// Fields that do not fit: list, field, record.
    pub(super) fields: Vec<(Home, String, String)>,
    /// The reviews the handbook asks for.
    pub(super) declared: Vec<(usize, Why)>,
}

impl Marks {
    pub(super) fn of(project: &Project<'_>, work: &Work<'_>, handbook: &Handbook) -> Self {
        let mut marks = Self::default();
        for answer in project.answers() {
            let question = &handbook.questions[answer.question];
            let state = answer.state.and_then(|state| State::parse(state.text));
            if let Some(state) = state {
                let reason = answer.reason.map(|reason| reason.text.to_owned());
                marks.before.insert(answer.question, (state, reason));
            }
            let Some(node) = answer.value else { continue };
            let fits = match &question.kind {
                Kind::Value(kind) => {
                    read_value(kind, node, handbook, work.setting.has_code).is_ok()
                }
                Kind::Records { .. } => node.as_sequence().is_some(),
                _ => true,
            };
            if !fits && question.header.is_none() {
                marks.add(answer.question, Why::DoesNotFit);
            }
        }
        for record in project.records() {
            marks.add_record(project, work, handbook, *record);
        }
        let reviews = handbook.editions.reviews(work.first);
        marks.declared = reviews
            .filter_map(|(edition, path, reason)| {
                let why = Why::Changed {
                    edition: edition.name.clone(),
                    reason: reason.clone(),
                };
                Some((handbook.question_index(&path)?, why))
            })
            .collect();
        marks
    }

    pub(super) fn add(&mut self, question: usize, why: Why) {
        let known = self.why.entry(question).or_default();
        if !known.contains(&why) {
            known.push(why);
        }
    }

    fn add_record(
        &mut self,
        project: &Project<'_>,
        work: &Work<'_>,
        handbook: &Handbook,
        record: Record<'_>,
    ) {
        let (Some(fields), Some(known)) = (record.fields(), record_type(handbook, record.home))
        else {
            return;
        };
        for entry in fields {
            let Some(field) = known.field(&entry.key).filter(|_| !entry.value.is_null()) else {
                continue;
            };
            if read_value(&field.kind, &entry.value, handbook, work.setting.has_code).is_err() {
                self.fields
                    .push((record.home, field.id.clone(), record.handle()));
                if let Some(question) = asking(handbook, record.home, &field.id) {
                    self.add_field(question, &field.id, record.handle());
                }
            }
            if let ValueKind::Reference { .. } = field.kind {
                let ids: Vec<String> = record
                    .texts(&field.id)
                    .iter()
                    .filter(|id| {
                        work.aside_ids.contains(id.text) && project.record(id.text).is_none()
                    })
                    .map(|id| id.text.to_owned())
                    .collect();
                if let (false, Some(question)) =
                    (ids.is_empty(), asking(handbook, record.home, &field.id))
                {
                    self.add_references(question, &field.id, ids);
                }
            }
        }
    }

    fn add_field(&mut self, question: usize, name: &str, record: String) {
        let why = self.why.entry(question).or_default();
        for known in &mut *why {
            if let Why::FieldDoesNotFit { field, records } = known
                && field == name
            {
                records.push(record);
                return;
            }
        }
        why.push(Why::FieldDoesNotFit {
            field: name.to_owned(),
            records: vec![record],
        });
    }

    fn add_references(&mut self, question: usize, name: &str, new: Vec<String>) {
        let why = self.why.entry(question).or_default();
        for known in &mut *why {
            if let Why::RefersAside { field, ids } = known
                && field == name
            {
                let new = new.into_iter().filter(|id| !ids.contains(id));
                let new: Vec<String> = new.collect();
                ids.extend(new);
                return;
            }
        }
        why.push(Why::RefersAside {
            field: name.to_owned(),
            ids: new,
        });
    }

    /// Adds the reviews that the handbook asks for, of what was answered.
    pub(super) fn add_declared(&mut self, project: &Project<'_>, handbook: &Handbook) {
        for (question, why) in std::mem::take(&mut self.declared) {
            let state = project.state(handbook, question);
            let is_header = handbook.questions[question].header.is_some();
            let is_computed = matches!(handbook.questions[question].kind, Kind::Computed { .. });
            if !is_header && !is_computed && !matches!(state, State::Blank | State::Skipped) {
                self.add(question, why);
            }
        }
    }
}

/// The question that asks for a field: the list's own where it does, else a table of it, else the
/// list's own; none for the evidence ledger.
fn asking(handbook: &Handbook, home: Home, field: &str) -> Option<usize> {
    let home = home?;
    let asks = |index: &usize| {
        let question: &Question = &handbook.questions[*index];
        let of_list = handbook
            .home_of(question)
            .is_some_and(|list| list.path == handbook.questions[home].path);
        of_list
            && question
                .kind
                .asked_fields()
                .iter()
                .any(|asked| asked == field)
    };
    let all = 0..handbook.questions.len();
    let found = Some(home)
        .filter(asks)
        .or_else(|| all.into_iter().find(asks));
    found.or(Some(home))
}
