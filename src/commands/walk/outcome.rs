//! Saving: what is asked of the caller, what it answers, and what the person is told.

use crate::interview::{Description, Done, Session};
use crate::project::Change;
use crate::t;
use crate::ui::{Style, Ui, sanitize_line};

use super::Walk;
use super::list::status;

/// Something the caller has to do with the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveRequest {
    /// Write the changes.
    Save {
        /// The changes, to be made once more if somebody else has changed the file.
        changes: Vec<Change>,
        /// The text with the changes made.
        new_text: String,
        /// What they do, in the person's words, for the journal.
        what: String,
    },
    /// Take the last change back.
    Undo,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveOutcome {
    /// The text is written, with these warnings.
    Saved {
        /// What went less well than it should, in words.
        warnings: Vec<String>,
    },
    /// Somebody else had changed the file; both changes are in the text now.
    Merged {
        /// The text that was written.
        new_text: String,
    },
    /// A change was taken back.
    Undone {
        /// The text as it was before.
        new_text: String,
        /// What the change was, in the words of the journal.
        what: String,
    },
    /// Somebody else has given the same answer; theirs stays, and a new answer replaces it.
    Theirs {
        /// The text as they left it.
        new_text: String,
        /// What happened, in words.
        why: String,
    },
    /// Nothing was written.
    Refused {
        /// Why, in words.
        why: String,
    },
}

/// How an interview ended; everything answered is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WalkEnd {
    /// The person left, or nothing was left to ask.
    Left {
        /// How many changes were saved.
        n_saved: usize,
    },
    /// Ctrl-C.
    Interrupted {
        /// How many changes were saved.
        n_saved: usize,
    },
}

impl Walk<'_> {
    /// What a save does, in the person's words.
    pub(super) fn described(&self, session: &Session<'_>, what: &Description) -> String {
        let messages = self.view.messages;
        let key = match what.what {
            Done::Answered => "walk-did-answer",
            Done::Cleared => "walk-did-clear",
            Done::Marked(_) => "walk-did-mark",
            Done::Confirmed => "walk-did-confirm",
            Done::Noted => "walk-did-note",
            Done::Attached => "walk-did-attach",
            Done::Added if what.code.is_none() => "walk-did-add-source",
            Done::Added => "walk-did-add",
            Done::Changed => "walk-did-change",
            Done::Removed => "walk-did-remove",
            Done::Moved => "walk-did-move",
        };
        let state = match what.what {
            Done::Marked(state) => messages.get(&format!("state-{}", state.name()), &[]),
            _ => String::new(),
        };
        let code = what.code.clone().unwrap_or_default();
        let record = what.record.clone().unwrap_or_default();
        let field = what
            .field
            .as_deref()
            .map(|field| self.field_label(session, field));
        let field = field.unwrap_or_default();
        let values: [(&str, &dyn std::fmt::Display); 4] = [
            ("code", &code),
            ("state", &state),
            ("record", &record),
            ("field", &field),
        ];
        messages.get(key, &values)
    }

    /// Tells what came of a save; false where it was refused.
    pub(super) fn saved(
        &mut self,
        ui: &mut Ui,
        session: &mut Session<'_>,
        outcome: SaveOutcome,
        is_note: bool,
    ) -> bool {
        let messages = self.view.messages;
        match outcome {
            SaveOutcome::Saved { warnings } => {
                self.n_saved += 1;
                let said = match (is_note, self.n_saved) {
                    (true, _) => t!(messages, "walk-note-saved"),
                    (false, 1) => t!(messages, "walk-saved-first", undo = self.typed("undo")),
                    (false, _) => t!(messages, "walk-saved"),
                };
                status(ui, Style::Good, &said);
                for warning in warnings {
                    self.warn(ui, &warning);
                }
                true
            }
            SaveOutcome::Merged { new_text } | SaveOutcome::Undone { new_text, .. } => {
                self.n_saved += 1;
                session.replace_text(new_text);
                status(ui, Style::Warn, &t!(messages, "walk-merged"));
                true
            }
            SaveOutcome::Theirs { new_text, why } => {
                session.take_back();
                session.replace_text(new_text);
                self.warn(ui, &why);
                false
            }
            SaveOutcome::Refused { why } => {
                session.take_back();
                self.warn(ui, &why);
                status(ui, Style::Warn, &t!(messages, "walk-not-saved"));
                false
            }
        }
    }

    fn warn(&self, ui: &mut Ui, text: &str) {
        let messages = self.view.messages;
        let word = t!(messages, "word-warning");
        ui.warn(&t!(
            messages,
            "labelled",
            word = word,
            text = sanitize_line(text)
        ));
    }

    /// Tells what came of taking a change back.
    pub(super) fn undone(&mut self, ui: &mut Ui, session: &mut Session<'_>, outcome: SaveOutcome) {
        let messages = self.view.messages;
        match outcome {
            SaveOutcome::Undone { new_text, what } => {
                session.undone(new_text);
                status(ui, Style::Good, &t!(messages, "walk-undone", what = what));
            }
            SaveOutcome::Merged { new_text } | SaveOutcome::Theirs { new_text, .. } => {
                session.replace_text(new_text);
            }
            SaveOutcome::Saved { .. } => {}
            SaveOutcome::Refused { why } => self.warn(ui, &why),
        }
    }
}
