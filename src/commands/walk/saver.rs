//! Saving each answer of an interview, whatever happens to the file in the meantime.

use std::path::PathBuf;

use crate::clock;
use crate::handbook::Handbook;
use crate::language::Messages;
use crate::project::{Change, Project, apply_changes};
use crate::store::{self, Note, Stamp, StoreError};
use crate::t;
use crate::yaml::{self, Data, Node};

use super::super::open::OpenFile;
use super::super::open::{store_failure, verify};
use super::{SaveOutcome, SaveRequest};

/// The file of an interview as it was last read or written.
pub(crate) struct Saver<'s> {
    path: PathBuf,
    stamp: Stamp,
    text: String,
    handbook: &'s Handbook,
    messages: &'s Messages,
}

impl<'s> Saver<'s> {
    pub(crate) fn new(file: &OpenFile, handbook: &'s Handbook, messages: &'s Messages) -> Self {
        Self {
            path: file.path.clone(),
            stamp: file.stamp(),
            text: file.source.text().to_owned(),
            handbook,
            messages,
        }
    }

    pub(crate) fn carry_out(&mut self, request: &SaveRequest) -> SaveOutcome {
        match request {
            SaveRequest::Save {
                changes,
                new_text,
                what,
            } => self.save(changes, new_text, what),
            SaveRequest::Undo => self.undo(),
        }
    }

    fn save(&mut self, changes: &[Change], new_text: &str, what: &str) -> SaveOutcome {
        match self.write(new_text, what) {
            Ok(warnings) => SaveOutcome::Saved { warnings },
            Err(StoreError::ChangedUnderneath { current, .. }) => {
                self.merge(&current, changes, what)
            }
            Err(error) => self.refused(&error),
        }
    }

    fn write(&mut self, text: &str, what: &str) -> Result<Vec<String>, StoreError> {
        let now = clock::now().unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let check = |bytes: &[u8]| verify(bytes, text);
        let saved = store::save(&self.path, &self.stamp, text.as_bytes(), what, now, &check)?;
        self.stamp = saved.stamp;
        text.clone_into(&mut self.text);
        Ok(self.warnings(&saved.notes))
    }

    fn warnings(&self, notes: &[Note]) -> Vec<String> {
        let shown = notes.iter().filter_map(super::super::open::note_said);
        shown.map(|said| said.text(self.messages)).collect()
    }

    /// Somebody has changed the file since: makes the same changes there, if they did not touch
    /// the same answers; otherwise theirs stays and nothing is written.
    fn merge(&mut self, current: &[u8], changes: &[Change], what: &str) -> SaveOutcome {
        let why = |key: &str| SaveOutcome::Refused {
            why: self.messages.get(key, &[]),
        };
        let Ok(theirs) = std::str::from_utf8(current) else {
            return why("walk-theirs-unreadable");
        };
        if !yaml::parse(theirs).faults.is_empty() {
            return why("walk-theirs-unreadable");
        }
        let touched = changes.iter().any(|change| {
            let of = |text: &str| self.part(text, change);
            of(&self.text) != of(theirs)
        });
        if touched {
            self.take_theirs(current, theirs);
            let why = t!(self.messages, "walk-theirs-same-answer");
            return SaveOutcome::Theirs {
                new_text: theirs.to_owned(),
                why,
            };
        }
        let Ok(merged) = apply_changes(theirs, self.handbook, changes) else {
            return why("walk-theirs-unreadable");
        };
        let before = self.stamp;
        self.stamp = Stamp::of(current);
        match self.write(&merged, what) {
            Ok(_) => SaveOutcome::Merged { new_text: merged },
            Err(error) => {
                // The session does not know their text: with their stamp its next save would
                // overwrite it.
                self.stamp = before;
                self.refused(&error)
            }
        }
    }

    fn take_theirs(&mut self, current: &[u8], theirs: &str) {
        self.stamp = Stamp::of(current);
        theirs.clone_into(&mut self.text);
    }

    /// What stands in a text where a change would be made.
    fn part(&self, text: &str, change: &Change) -> Option<Data> {
        let parsed = yaml::parse(text);
        let root = parsed.root.as_ref()?;
        let project = Project::read(root, self.handbook);
        let home = match change {
            Change::Answer { question, .. }
            | Change::State { question, .. }
            | Change::Note { question, .. }
            | Change::Evidence { question, .. }
            | Change::Clear { question } => Some(*question),
            Change::AddRecord { home, .. }
            | Change::Field { home, .. }
            | Change::RemoveRecord { home, .. }
            | Change::MoveRecord { home, .. } => *home,
            Change::Header { key, .. } => {
                return root.as_mapping()?.get(key).map(Node::to_data);
            }
        };
        match home {
            Some(question) => {
                let route = project.route(self.handbook, &self.handbook.questions[question]);
                root.at(&route).map(Node::to_data)
            }
            None => root.as_mapping()?.get("sources").map(Node::to_data),
        }
    }

    fn undo(&mut self) -> SaveOutcome {
        let check = |bytes: &[u8]| {
            std::str::from_utf8(bytes)
                .map(|_| ())
                .map_err(|error| error.to_string())
        };
        match store::undo(&self.path, &self.stamp, &check) {
            Ok(undone) => {
                self.stamp = undone.saved.stamp;
                self.text = String::from_utf8_lossy(&undone.bytes).into_owned();
                SaveOutcome::Undone {
                    new_text: self.text.clone(),
                    what: undone.what,
                }
            }
            Err(error) => self.refused(&error),
        }
    }

    fn refused(&self, error: &StoreError) -> SaveOutcome {
        let failure = store_failure(error);
        let hints = failure.hints.iter().map(|hint| hint.text(self.messages));
        let texts: Vec<String> = std::iter::once(failure.what.text(self.messages))
            .chain(hints)
            .collect();
        SaveOutcome::Refused {
            why: texts.join(&t!(self.messages, "sentence-separator")),
        }
    }
}
