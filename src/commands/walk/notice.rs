//! Notices and refusals in words.

use crate::interview::{Notice, Prompt, PromptKind, Refusal, Session};
use crate::project::{Readings, ValueFault};
use crate::t;
use crate::ui::{Style, Ui};

use super::Walk;
use super::list::status;
use super::values::question_line;

impl Walk<'_> {
    pub(super) fn notice(&self, session: &Session<'_>, notice: &Notice) -> String {
        let messages = self.view.messages;
        let code = |index: usize| question_line(session, index).0;
        let separator = t!(messages, "list-separator");
        match notice {
            Notice::AtStart => t!(messages, "walk-at-start"),
            Notice::NotHere => t!(messages, "walk-not-here"),
            Notice::NoSuchPlace { typed, nearest } if nearest.is_empty() => {
                t!(
                    messages,
                    "walk-no-place",
                    typed = typed,
                    find = self.typed("find")
                )
            }
            Notice::NoSuchPlace { typed, nearest } => {
                t!(
                    messages,
                    "walk-no-place-near",
                    typed = typed,
                    nearest = nearest.join(&separator)
                )
            }
            Notice::NotAsked { question, because } => {
                let because: Vec<String> = because.iter().map(|index| code(*index)).collect();
                let because = because.join(&separator);
                t!(
                    messages,
                    "walk-not-asked",
                    code = code(*question),
                    because = because
                )
            }
            Notice::Dropped { question } => {
                let handbook = session.lookup().handbook;
                let dropped = handbook.questions[*question].dropped.as_ref();
                let layer = dropped.map_or("", |dropped| &handbook.layers[dropped.layer].id);
                let language = messages.language().code();
                let reason = dropped.map(|dropped| dropped.reason.shown(language));
                t!(
                    messages,
                    "walk-dropped",
                    code = code(*question),
                    layer = layer,
                    reason = reason.unwrap_or_default()
                )
            }
            Notice::Computed { question } => t!(messages, "walk-computed", code = code(*question)),
            Notice::NoExample => t!(messages, "walk-no-example"),
            Notice::NothingFound(word) => t!(messages, "walk-nothing-found", word = word),
            Notice::NoSuchTerm { typed, nearest } if nearest.is_empty() => {
                t!(
                    messages,
                    "walk-no-term",
                    typed = typed,
                    command = self.typed("glossary")
                )
            }
            Notice::NoSuchTerm { typed, nearest } => {
                let nearest = nearest.join(&t!(messages, "search-separator"));
                t!(
                    messages,
                    "walk-no-term-near",
                    typed = typed,
                    nearest = nearest
                )
            }
            Notice::Skipped(question) => t!(messages, "walk-skipped", code = code(*question)),
            Notice::FieldLeftEmpty => t!(messages, "walk-field-left"),
            Notice::Unchanged => t!(messages, "walk-unchanged"),
            Notice::NoSuchSource { typed, nearest } if nearest.is_empty() => {
                t!(
                    messages,
                    "walk-no-source",
                    typed = typed,
                    source = self.typed("source")
                )
            }
            Notice::NoSuchSource { typed, nearest } => {
                t!(
                    messages,
                    "walk-no-source-near",
                    typed = typed,
                    nearest = nearest.join(&separator)
                )
            }
            Notice::AlreadyAttached(id) => t!(messages, "walk-already-attached", id = id),
            Notice::ListFull(question) => t!(messages, "walk-list-full", code = code(*question)),
            Notice::HasRecords { question, n } => {
                t!(messages, "walk-has-records", code = code(*question), n = n)
            }
            Notice::RecordGone => t!(messages, "walk-record-gone"),
            Notice::DraftKept(question) => t!(messages, "walk-draft-kept", code = code(*question)),
            Notice::Filled {
                list,
                catalogue,
                entries,
            } => {
                let catalogues = session.lookup().catalogues;
                let label =
                    |entry: &String| catalogues.label(catalogue, entry, messages.language());
                let labels: Vec<String> = entries.iter().map(label).collect();
                t!(
                    messages,
                    "walk-filled",
                    n = entries.len(),
                    code = code(*list),
                    entries = labels.join(&t!(messages, "clause-separator"))
                )
            }
        }
    }

    pub(super) fn refused(
        &self,
        ui: &mut Ui,
        session: &Session<'_>,
        refusal: &Refusal,
        typed: &str,
    ) {
        let messages = self.view.messages;
        let said = match refusal {
            Refusal::Required => t!(messages, "walk-required"),
            Refusal::ReasonNeeded => t!(messages, "walk-reason-needed"),
            Refusal::Unwritable(_) => t!(messages, "walk-unwritable"),
            Refusal::Value {
                fault,
                kind,
                nearest,
            } => {
                let name = self.asked_name(session, &session.prompt());
                let readings = Readings::of(typed.trim(), self.formatter.has_decimal_comma());
                let values: [(&str, &dyn std::fmt::Display); 4] = [
                    ("name", &name),
                    ("value", &typed),
                    ("whole", &readings.whole),
                    ("decimal", &readings.decimal),
                ];
                let mut said = messages.get(fault.key(), &values);
                if let (ValueFault::OutOfRange, crate::handbook::ValueKind::Number { min, max }) =
                    (fault, kind)
                {
                    let bound = |bound: &Option<rust_decimal::Decimal>| {
                        bound.map_or_else(|| "…".to_owned(), |bound| self.formatter.number(bound))
                    };
                    let range = t!(messages, "value-range", min = bound(min), max = bound(max));
                    said = format!("{said} ({range})");
                }
                if let Some(word) = nearest {
                    said = format!("{said} {}", t!(messages, "hint-did-you-mean", word = word));
                }
                said
            }
        };
        status(ui, Style::Bad, &said);
    }

    /// What is being asked for, by name: the field, or the code of the question.
    pub(super) fn asked_name(&self, session: &Session<'_>, prompt: &Prompt) -> String {
        let code = prompt.question.map(|index| question_line(session, index).0);
        match &prompt.kind {
            PromptKind::Field { of, field, .. } | PromptKind::Name { of, field, .. } => {
                self.label(session.lookup().texts, of, field)
            }
            _ => code.unwrap_or_default(),
        }
    }
}
