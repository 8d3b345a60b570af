//! Notes beside answers and records.

use crate::project::Change;
use crate::yaml::Data;

use super::Session;
use super::effect::{Done, Given, Notice};
use super::place::Target;

impl Session<'_> {
    /// Takes the text of a note, and goes back to what was being asked.
    pub(super) fn take_note(&mut self, target: &Target, given: &Given) {
        let Given::Text(text) = given else {
            return self.say(Notice::NotHere);
        };
        if self.set_note(target, text.trim()) {
            self.settle_draft();
            self.back();
        }
    }

    /// Sets the note of an answer or a record; an empty one removes it.
    pub(super) fn set_note(&mut self, target: &Target, text: &str) -> bool {
        if self.note_of(target).as_deref().unwrap_or_default() == text {
            self.say(Notice::Unchanged);
            return true;
        }
        let note = Some(text.to_owned()).filter(|text| !text.is_empty());
        let change = match target {
            Target::Question(index) => Change::Note {
                question: *index,
                note,
            },
            Target::Record { key, .. } => {
                match self.field_change(key, "note", note.map(Data::Text)) {
                    Some(change) => change,
                    None => return false,
                }
            }
        };
        let mut what = self.describe(Done::Noted, Some(target.question()));
        what.record = self.record_title(target);
        self.save(vec![change], what, 0)
    }

    /// The note that stands there now.
    pub(super) fn note_of(&self, target: &Target) -> Option<String> {
        self.with_project(|project| match target {
            Target::Question(index) => project
                .answer(*index)
                .and_then(|answer| answer.note)
                .map(|note| note.text.to_owned()),
            Target::Record { key, .. } => key
                .find(project)
                .and_then(|record| record.text("note"))
                .map(str::to_owned),
        })
    }
}
