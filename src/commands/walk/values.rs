//! Values and names in the reader's words.

use crate::handbook::{SOURCE_RECORD, Texts};
use crate::interview::{Present, Session};
use crate::t;

use super::Walk;

impl Walk<'_> {
    /// What stands in the file, in one or more lines.
    pub(super) fn value(&self, present: &Present) -> String {
        if let Some(raw) = &present.unreadable {
            return t!(self.view.messages, "walk-unreadable", text = raw);
        }
        if !present.labels.is_empty() {
            return present
                .labels
                .join(&t!(self.view.messages, "list-separator"));
        }
        present
            .value
            .as_ref()
            .map_or_else(String::new, |value| self.formatter.value(value))
    }

    /// The label of a field of a record type.
    pub(super) fn label(&self, texts: &Texts, of: &str, field: &str) -> String {
        match field {
            "evidence" => t!(self.view.messages, "field-evidence"),
            "note" => t!(self.view.messages, "field-note"),
            _ => texts.field_label(of, field).into_owned(),
        }
    }

    /// The label of a field of the records being asked about.
    pub(super) fn field_label(&self, session: &Session<'_>, field: &str) -> String {
        let lookup = session.lookup();
        let question = session
            .place()
            .question()
            .map(|index| &lookup.handbook.questions[index]);
        let of = question.and_then(|question| lookup.handbook.record_of(question));
        let of = of.map_or(SOURCE_RECORD, |of| of.id.as_str());
        self.label(lookup.texts, of, field)
    }

    /// A command as it is typed in this language, with its colon.
    pub(super) fn typed(&self, verb: &str) -> String {
        let key = format!("command-{verb}");
        let words = self.view.messages.get(&key, &[]);
        format!(":{}", words.split_whitespace().next().unwrap_or(verb))
    }
}

/// A code with the question in short, for lists.
pub(super) fn question_line(session: &Session<'_>, index: usize) -> (String, String) {
    let lookup = session.lookup();
    let question = &lookup.handbook.questions[index];
    (
        question.code.clone(),
        lookup.texts.ask(question).into_owned(),
    )
}
