//! Whole records given at once, as from a table or a recording.

use crate::handbook::Kind;
use crate::project::{Change, Project, is_id};
use crate::yaml::Data;

use super::Session;
use super::effect::{Done, Given, Notice};
use super::place::Place;

/// A record with everything that is known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pasted {
    /// The id it is to get.
    pub id: String,
    /// The fields that are known, by id.
    pub fields: Vec<(String, Given)>,
    /// The note.
    pub note: Option<String>,
    /// Ids of the evidence ledger.
    pub evidence: Vec<String>,
}

impl Session<'_> {
    /// Adds whole records to the list that is shown, in one save.
    ///
    /// What cannot be read as the field wants it is left out of the record, not out of the list: it
    /// can be given to its field later. A record whose id is taken is left out.
    pub(super) fn take_records(&mut self, records: &[Pasted]) {
        let Place::Menu(question) = self.place.clone() else {
            return self.say(Notice::NotHere);
        };
        let Some(home) = self.home(question).map(|(home, _)| home) else {
            return self.say(Notice::NotHere);
        };
        let Kind::Records { record, .. } = &self.handbook().questions[home].kind else {
            return self.say(Notice::NotHere);
        };
        let changes: Vec<Change> = self.with_project(|project| {
            let free = |id: &str| is_id(id) && project.record(id).is_none();
            let free = records.iter().filter(|pasted| free(&pasted.id));
            free.map(|pasted| Change::AddRecord {
                home: Some(home),
                at: None,
                fields: self.pasted_fields(project, record, pasted),
            })
            .collect()
        });
        if changes.is_empty() {
            return self.say(Notice::NotHere);
        }
        let name = records
            .first()
            .map(|pasted| pasted.id.clone())
            .unwrap_or_default();
        self.save_list_change(question, home, changes, Done::Added, name, None);
    }

    fn pasted_fields(
        &self,
        project: &Project<'_>,
        record: &str,
        pasted: &Pasted,
    ) -> Vec<(String, Data)> {
        let mut fields = vec![("id".to_owned(), Data::Text(pasted.id.clone()))];
        let of = self.handbook().records.get(record);
        for field in of.map_or(&[][..], |of| of.fields.as_slice()) {
            let given = pasted.fields.iter().find(|(id, _)| *id == field.id);
            let value =
                given.and_then(|(_, given)| self.lookup.read(&field.kind, given, project).ok());
            if let Some(value) = value.flatten() {
                fields.push((field.id.clone(), value.to_data()));
            }
        }
        if let Some(note) = &pasted.note {
            fields.push(("note".to_owned(), Data::Text(note.clone())));
        }
        let known = pasted
            .evidence
            .iter()
            .filter(|id| project.position(None, id).is_some());
        let evidence: Vec<Data> = known.cloned().map(Data::Text).collect();
        if !evidence.is_empty() {
            fields.push(("evidence".to_owned(), Data::Sequence(evidence)));
        }
        fields
    }
}
