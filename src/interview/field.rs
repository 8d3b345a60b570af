//! The fields of a record, one after another.

use crate::handbook::{Field, RecordType, ValueKind};
use crate::project::{Project, Record, Value};
use crate::yaml::Data;

use super::Session;
use super::answer::is_same;
use super::effect::{Done, Given, Notice, Refusal};
use super::entry::Present;
use super::place::{Mode, Place, RecordKey, Target};

/// The fields that are asked of a new entry of the evidence ledger, after its title.
pub(super) const SOURCE_FIELDS: [&str; 3] = ["owner", "year", "link"];

/// The fields every record has without its type naming them.
const COMMON_FIELDS: [&str; 2] = ["evidence", "note"];

/// A field as it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    /// One of the record type's own.
    Own(Field),
    /// The entries of the evidence ledger that bear the record out.
    Evidence,
    /// The note.
    Note,
}

impl Session<'_> {
    /// The ids of the fields that are asked of a record.
    pub(super) fn asked_fields(&self, question: Option<usize>, mode: Mode) -> Vec<String> {
        match (question, mode) {
            (Some(question), _) => self.fields_in_order(question),
            (None, Mode::Adding) => SOURCE_FIELDS.map(str::to_owned).to_vec(),
            (None, _) => {
                let of = self.handbook().records.get(crate::handbook::SOURCE_RECORD);
                let fields = of.map(|of| of.fields.as_slice()).unwrap_or_default();
                fields.iter().map(|field| field.id.clone()).collect()
            }
        }
    }

    /// The fields a question asks for; what a record is named by comes before its name.
    fn fields_in_order(&self, question: usize) -> Vec<String> {
        let handbook = self.handbook();
        let question = &handbook.questions[question];
        let mut asked = question.kind.asked_fields().to_vec();
        let named_by = handbook
            .record_of(question)
            .map(|of| of.named_by.as_slice());
        // A stable sort: the rest keeps its order.
        asked.sort_by_key(|field| {
            let named_by = named_by.unwrap_or_default();
            named_by
                .iter()
                .position(|own| own == field)
                .unwrap_or(named_by.len())
        });
        asked
    }

    /// The field by which a record is begun here: its name, or what it is named by.
    pub(super) fn first_field<'t>(&self, question: usize, of: &'t RecordType) -> Option<&'t Field> {
        let asked = self.fields_in_order(question);
        let named_by = of.named_by.first().filter(|field| asked.contains(field));
        of.field(named_by.unwrap_or(&of.title))
    }

    /// The name proposed for a record whose name is made of other fields.
    pub(super) fn proposed_name(
        &self,
        project: &Project<'_>,
        record: &Record<'_>,
    ) -> Option<String> {
        let of = project.type_of(self.handbook(), record)?;
        let parts = of.named_by.iter().filter_map(|id| {
            let field = of.field(id)?;
            let present = self.present_field(project, record, &field.kind, id);
            let text = present.value.as_ref().map(Value::canonical)?;
            Some(present.labels.first().cloned().unwrap_or(text))
        });
        let parts: Vec<String> = parts.collect();
        let is_provisional = parts
            .first()
            .is_some_and(|first| record.text(&of.title) == Some(first));
        (is_provisional && parts.len() > 1).then(|| parts.join(" – "))
    }

    /// The field at a position, if the record type has it.
    pub(super) fn asked_field(
        &self,
        question: Option<usize>,
        key: &RecordKey,
        field: usize,
        mode: Mode,
    ) -> Option<Asked> {
        let id = self.asked_fields(question, mode).into_iter().nth(field)?;
        let handbook = self.handbook();
        let of = match key.home {
            Some(home) => handbook.record_at(home),
            None => handbook.records.get(crate::handbook::SOURCE_RECORD),
        };
        match of.and_then(|of| of.field(&id)) {
            Some(field) => Some(Asked::Own(field.clone())),
            None if id == COMMON_FIELDS[0] => Some(Asked::Evidence),
            None if id == COMMON_FIELDS[1] => Some(Asked::Note),
            None => None,
        }
    }

    pub(super) fn present_field(
        &self,
        project: &Project<'_>,
        record: &Record<'_>,
        kind: &ValueKind,
        field: &str,
    ) -> Present {
        record.field(field).map_or_else(Present::default, |node| {
            self.present_node(kind, node, project)
        })
    }

    /// The fields that are asked and empty; evidence and notes may always be left out.
    pub(super) fn missing_fields(&self, record: &Record<'_>, question: usize) -> Vec<usize> {
        let asked = self.fields_in_order(question);
        let is_missing = |(_, field): &(usize, &String)| {
            !COMMON_FIELDS.contains(&field.as_str()) && record.field(field).is_none()
        };
        asked
            .iter()
            .enumerate()
            .filter(is_missing)
            .map(|(index, _)| index)
            .collect()
    }

    /// Takes what was given for a field.
    pub(super) fn take_field(
        &mut self,
        question: Option<usize>,
        key: &RecordKey,
        field: usize,
        mode: Mode,
        given: &Given,
    ) {
        let Some(asked) = self.asked_field(question, key, field, mode) else {
            return self.next_field(question, key.clone(), field, mode);
        };
        let own = match asked {
            Asked::Own(own) => own,
            Asked::Note => return self.take_record_note(question, key, field, mode, given),
            Asked::Evidence => return self.take_evidence(question, key, field, mode, given),
        };
        let read = self.with_project(|project| self.lookup.read(&own.kind, given, project));
        match read {
            Ok(value) => self.set_field(question, key, field, mode, value),
            Err(refusal) => self.refuse(refusal, given),
        }
    }

    fn take_record_note(
        &mut self,
        question: Option<usize>,
        key: &RecordKey,
        field: usize,
        mode: Mode,
        given: &Given,
    ) {
        let Given::Text(text) = given else {
            return self.say(Notice::NotHere);
        };
        let target = Target::Record {
            question: question.unwrap_or_default(),
            key: key.clone(),
        };
        if self.set_note(&target, text.trim()) {
            self.settle_draft();
            self.next_field(question, key.clone(), field, mode);
        }
    }

    /// Sets or empties a field, and goes on to the next one.
    pub(super) fn set_field(
        &mut self,
        question: Option<usize>,
        key: &RecordKey,
        field: usize,
        mode: Mode,
        value: Option<Value>,
    ) {
        let Some(Asked::Own(own)) = self.asked_field(question, key, field, mode) else {
            return self.next_field(question, key.clone(), field, mode);
        };
        let found = self.with_project(|project| {
            let record = key.find(project)?;
            Some((
                record.index,
                self.present_field(project, record, &own.kind, &own.id),
            ))
        });
        let Some((record, present)) = found else {
            self.say(Notice::RecordGone);
            self.settle();
            return;
        };
        if value.is_none() && own.required {
            let given = Given::Text(String::new());
            return self.refuse(Refusal::Required, &given);
        }
        let unchanged = match &value {
            Some(value) => is_same(present.value.as_ref(), value),
            None => present.is_empty(),
        };
        if !unchanged {
            let value = value.map(|value| value.to_data());
            let change = (key.home, record, own.id, value);
            if !self.save_field(question, key, change) {
                return;
            }
        }
        self.settle_draft();
        self.next_field(question, key.clone(), field, mode);
    }

    fn save_field(
        &mut self,
        question: Option<usize>,
        key: &RecordKey,
        (home, record, field, value): (Option<usize>, usize, String, Option<Data>),
    ) -> bool {
        let title = self.title_of(key).unwrap_or_default();
        let name = Some(field.clone());
        let changes = vec![crate::project::Change::Field {
            home,
            record,
            field,
            value,
        }];
        if let (Some(question), Some(home)) = (question, home) {
            return self.save_list_change(question, home, changes, Done::Changed, title, name);
        }
        let mut what = self.describe(Done::Changed, question);
        what.record = Some(title);
        what.field = name;
        self.save(changes, what, 0)
    }

    /// Goes to the field after this one, to the next record when filling a table, or to the list.
    pub(super) fn next_field(
        &mut self,
        question: Option<usize>,
        key: RecordKey,
        field: usize,
        mode: Mode,
    ) {
        if mode == Mode::Filling {
            let Some(question) = question else { return };
            let place = self.next_empty(question, Some((&key, field)));
            return self.go(place.unwrap_or(Place::Menu(question)));
        }
        let n = self.asked_fields(question, mode).len();
        let next =
            (field + 1..n).find(|next| self.asked_field(question, &key, *next, mode).is_some());
        match (next, question) {
            (Some(field), _) => self.go(Place::Field {
                question,
                key,
                field,
                mode,
            }),
            (None, Some(question)) => self.go(Place::Menu(question)),
            (None, None) => self.end_of_source(),
        }
    }

    /// Goes through the empty fields of a table from the first.
    pub(super) fn fill_empty(&mut self, question: usize) {
        match self.next_empty(question, None) {
            Some(place) => self.go(place),
            None => self.say(Notice::Unchanged),
        }
    }

    /// The next empty field of the records of a table, after one of them.
    fn next_empty(&self, question: usize, after: Option<(&RecordKey, usize)>) -> Option<Place> {
        self.with_project(|project| {
            let rows = self.rows(project, question);
            let start = after.map_or(0, |(key, _)| {
                rows.iter()
                    .position(|row| RecordKey::of(row) == *key)
                    .unwrap_or(0)
            });
            for (at, row) in rows.iter().enumerate().skip(start) {
                let missing = self.missing_fields(row, question);
                let past = |field: &usize| match after {
                    Some((_, last)) if at == start => *field > last,
                    _ => true,
                };
                if let Some(field) = missing.into_iter().find(past) {
                    let key = RecordKey::of(row);
                    let question = Some(question);
                    return Some(Place::Field {
                        question,
                        key,
                        field,
                        mode: Mode::Filling,
                    });
                }
            }
            None
        })
    }

    /// Passes over a field that the record type does not have.
    pub(super) fn settle_field(&mut self) {
        if let Place::Field {
            question,
            key,
            field,
            mode,
        } = self.place.clone()
            && self.asked_field(question, &key, field, mode).is_none()
        {
            self.next_field(question, key, field, mode);
        }
    }
}
