//! Recorded records given through the interview, one field after another.

use std::collections::{BTreeMap, BTreeSet};

use crate::handbook::{Question, ValueKind};
use crate::project::{Project, Record, read_value};
use crate::yaml::{Mapping, Node};

use super::effect::{Action, Command, Given, Input};
use super::pasted::Pasted;
use super::place::{Mode, Place};
use super::replay::Replay;

impl Replay<'_, '_, '_> {
    /// Gives the records of a list or the fields of a table, record by record.
    pub(super) fn list(&mut self, index: usize) {
        let question: &Question = &self.session.handbook().questions[index];
        let recorded = self.recorded;
        let records = recorded.records_in(self.session.handbook(), question);
        self.paste(index, &records);
        // What the table could not take, such as references to one another, goes field by field.
        let open = self.session.with_project(|project| {
            let open = |record: &&Record<'_>| !self.holds(project, record);
            records.iter().filter(open).copied().collect::<Vec<_>>()
        });
        for record in &open {
            let Some(id) = record.id() else { continue };
            if !self.has(id.text) && !self.add(index, record) {
                continue;
            }
            self.fields_of(Some(index), record);
        }
        let settled = recorded
            .answer(index)
            .is_none_or(|answer| answer.state.is_none());
        if !records.is_empty() && settled && self.go(index) {
            self.give(Input::Action(Action::Continue));
        }
    }

    /// Whether a project holds everything that a recorded record says.
    fn holds(&self, project: &Project<'_>, record: &Record<'_>) -> bool {
        let own = record.id().and_then(|id| project.record(id.text));
        let of = self.recorded.type_of(self.session.handbook(), record);
        let mut entries = record.fields().into_iter().flat_map(Mapping::iter);
        entries.all(|entry| {
            let key = entry.key.as_ref();
            let kind = of.and_then(|of| of.field(key)).map(|field| &field.kind);
            self.is_same(kind, own.and_then(|own| own.field(key)), record.field(key))
        })
    }

    /// Gives the records that are not there yet as a table.
    fn paste(&mut self, index: usize, records: &[Record<'_>]) {
        let missing = self.session.with_project(|project| {
            let missing = |record: &&Record<'_>| {
                record
                    .id()
                    .is_some_and(|id| project.record(id.text).is_none())
            };
            records.iter().filter(missing).copied().collect::<Vec<_>>()
        });
        let pasted: Vec<Pasted> = missing
            .iter()
            .filter_map(|record| self.pasted(index, record))
            .collect();
        if !pasted.is_empty() && self.go(index) {
            self.give(Input::Records(pasted));
        }
    }

    fn pasted(&self, index: usize, record: &Record<'_>) -> Option<Pasted> {
        let (_, of) = self.session.home(index)?;
        let given = record.fields()?.iter().filter_map(|entry| {
            let field = of.field(&entry.key)?;
            Some((field.id.clone(), self.given(&field.kind, &entry.value)))
        });
        Some(Pasted {
            id: record.id()?.text.to_owned(),
            fields: given.collect(),
            note: record.text("note").map(|note| note.trim_end().to_owned()),
            evidence: record
                .texts("evidence")
                .iter()
                .map(|id| id.text.to_owned())
                .collect(),
        })
    }

    fn add(&mut self, index: usize, record: &Record<'_>) -> bool {
        let Some((_, of)) = self.session.home(index) else {
            return false;
        };
        let Some(field) = self.session.first_field(index, of).cloned() else {
            return false;
        };
        let (Some(id), Some(node)) = (record.id(), record.field(&field.id)) else {
            return false;
        };
        let given = self.given(&field.kind, node);
        if !self.go(index) {
            return false;
        }
        self.give(Input::Action(Action::Add));
        if let Place::AddTo(_) = self.session.place() {
            let part = self
                .session
                .part_field(index)
                .map(|(field, _)| field.to_owned());
            let part = part
                .and_then(|field| record.text(&field))
                .unwrap_or_default();
            self.give(Input::Value(Given::One(part.to_owned())));
        }
        self.session.propose_id(id.text);
        let refused = self.give(Input::Value(given));
        let was_refused = refused.is_some();
        self.note_refusal((Some(index), Some(id.text.to_owned()), None), refused);
        !was_refused && self.has(id.text)
    }

    /// Gives the fields that a question asks of a record, as far as they differ.
    pub(super) fn fields_of(&mut self, index: Option<usize>, record: &Record<'_>) {
        let Some(id) = record.id().map(|id| id.text.to_owned()) else {
            return;
        };
        let wanted = self.wanted(index, record);
        let note = record.text("note").map(|note| note.trim_end().to_owned());
        let evidence: Vec<String> = record
            .texts("evidence")
            .iter()
            .map(|id| id.text.to_owned())
            .collect();
        let nothing = wanted.is_empty() && note.is_none() && evidence.is_empty();
        if nothing || !self.at_fields(index, &id) {
            return self.leave_fields(&id);
        }
        if let Some(note) = note {
            self.give(Input::Command(Command::Note(Some(note))));
        }
        let missing = self.session.with_project(|project| {
            let own = project
                .record(&id)
                .map(|record| record.texts("evidence"))
                .unwrap_or_default();
            let own: BTreeSet<&str> = own.iter().map(|id| id.text).collect();
            evidence
                .iter()
                .filter(|id| !own.contains(id.as_str()))
                .cloned()
                .collect::<Vec<_>>()
        });
        for source in missing {
            self.give(Input::Command(Command::Source(Some(source))));
        }
        while let (false, Some((question, field))) = (self.stopped, self.field_of(&id)) {
            let spot = (question, Some(id.clone()), Some(field.clone()));
            let refused = match wanted.get(&field) {
                Some(given) => self.give(Input::Value(given.clone())),
                None => self.give(Input::Command(Command::Skip)),
            };
            if refused.is_some() {
                self.give(Input::Command(Command::Skip));
            }
            if wanted.contains_key(&field) {
                self.note_refusal(spot, refused);
            }
        }
    }

    /// Makes sure that the fields of the record are being asked, from the first on.
    fn at_fields(&mut self, index: Option<usize>, id: &str) -> bool {
        if self
            .field_of(id)
            .is_some_and(|(question, _)| question == index)
        {
            return true;
        }
        match index {
            None => {
                self.give(Input::Command(Command::Go(id.to_owned())));
            }
            Some(index) => {
                let row = self.session.with_project(|project| {
                    let rows = self.session.rows(project, index);
                    rows.iter()
                        .position(|row| row.id().is_some_and(|own| own.text == id))
                });
                let Some(row) = row.filter(|_| self.go(index)) else {
                    return false;
                };
                self.give(Input::Action(Action::Change(row)));
            }
        }
        self.field_of(id).is_some()
    }

    /// The fields of a record that the question asks for and the session does not hold yet.
    fn wanted(&self, index: Option<usize>, record: &Record<'_>) -> BTreeMap<String, Given> {
        let Some(of) = self.recorded.type_of(self.session.handbook(), record) else {
            return BTreeMap::new();
        };
        let asked = self.session.asked_fields(index, Mode::Changing);
        self.session.with_project(|project| {
            let own = record.id().and_then(|id| project.record(id.text));
            let fields = asked.iter().filter_map(|field| of.field(field));
            let wanted = fields.filter_map(|field| {
                let node = record.field(&field.id)?;
                let same = self.is_same(Some(&field.kind), own?.field(&field.id), Some(node));
                (!same).then(|| (field.id.clone(), self.given(&field.kind, node)))
            });
            wanted.collect()
        })
    }

    /// Whether two values say the same, whatever their notation.
    pub(super) fn is_same(
        &self,
        kind: Option<&ValueKind>,
        own: Option<&Node<'_>>,
        recorded: Option<&Node<'_>>,
    ) -> bool {
        let (Some(own), Some(recorded)) = (own, recorded) else {
            return own.is_none() == recorded.is_none();
        };
        let has_code = |catalogue: &str, id: &str| self.session.lookup.has_code(catalogue, id);
        let read = |node| {
            kind.and_then(|kind| read_value(kind, node, self.session.handbook(), &has_code).ok())
        };
        match (read(own), read(recorded)) {
            (Some(own), Some(recorded)) => super::answer::is_same(Some(&own), &recorded),
            _ => texts(own) == texts(recorded),
        }
    }
}

/// The texts of one value or a list of them.
fn texts(node: &Node<'_>) -> Vec<String> {
    let own = |node: &Node<'_>| node.text().map(|text| text.trim_end().to_owned());
    match node.as_sequence() {
        Some(list) => list.items.iter().filter_map(own).collect(),
        None => own(node).into_iter().collect(),
    }
}
