//! What is shown above the prompts of a record.

use crate::interview::{Entry, Mode, Prompt, PromptKind, Session};
use crate::t;
use crate::ui::Style;

use super::Walk;
use super::canvas::Canvas;
use super::values::question_line;

impl Walk<'_> {
    pub(super) fn note(
        &self,
        canvas: &mut Canvas<'_>,
        session: &Session<'_>,
        prompt: &Prompt,
        record: Option<&str>,
    ) {
        let messages = self.view.messages;
        let lookup = session.lookup();
        let question = prompt
            .question
            .map(|index| &lookup.handbook.questions[index]);
        let asked = question.and_then(|question| lookup.texts.note_prompt(question));
        let heading = match (record, prompt.question) {
            (Some(record), _) => t!(messages, "walk-ask-record-note", record = record),
            (None, Some(index)) => {
                let (code, ask) = question_line(session, index);
                t!(messages, "walk-ask-note", code = code, ask = ask)
            }
            (None, None) => String::new(),
        };
        canvas.say(Some(Style::Strong), &heading);
        if let (None, Some(asked)) = (record, asked) {
            canvas.say(None, &asked);
        }
    }

    pub(super) fn name(
        &self,
        canvas: &mut Canvas<'_>,
        session: &Session<'_>,
        prompt: &Prompt,
        (of, field, n): (&str, &str, usize),
    ) {
        let messages = self.view.messages;
        let texts = session.lookup().texts;
        let code = prompt.question.map(|index| question_line(session, index).0);
        let line = t!(
            messages,
            "walk-new-record",
            code = code.unwrap_or_default(),
            record = texts.record_name(of),
            number = n + 1
        );
        canvas.say(Some(Style::Dim), &line);
        canvas.say(Some(Style::Strong), &self.label(texts, of, field));
        if let Some(hint) = texts.field_hint(of, field) {
            canvas.say(Some(Style::Dim), &hint);
        }
        if matches!(prompt.entry, Entry::Line { .. } | Entry::Text { .. }) {
            canvas.say(Some(Style::Dim), &t!(messages, "walk-empty-ends"));
        }
    }

    pub(super) fn field(&self, canvas: &mut Canvas<'_>, session: &Session<'_>, prompt: &Prompt) {
        let PromptKind::Field {
            of,
            field,
            record,
            number,
            total,
            mode,
            present,
            created_in,
            kind,
        } = &prompt.kind
        else {
            return;
        };
        let messages = self.view.messages;
        let texts = session.lookup().texts;
        let code = prompt.question.map(|index| question_line(session, index).0);
        let code = code.unwrap_or_default();
        let key = match (mode, code.is_empty()) {
            (_, true) => "walk-source-field",
            (Mode::Filling, false) => "walk-field-filling",
            _ => "walk-field",
        };
        let place: [(&str, &dyn std::fmt::Display); 4] = [
            ("code", &code),
            ("record", record),
            ("number", number),
            ("of", total),
        ];
        canvas.say(Some(Style::Dim), &messages.get(key, &place));
        canvas.say(Some(Style::Strong), &self.label(texts, of, field));
        if let Some(hint) = texts.field_hint(of, field) {
            canvas.say(Some(Style::Dim), &hint);
        }
        self.form(canvas, prompt, kind.as_ref());
        if !present.is_empty() {
            canvas.say(
                None,
                &t!(messages, "walk-answer", answer = self.value(present)),
            );
            if canvas.ui().is_plain() {
                canvas.say(None, &t!(messages, "walk-plain-keep"));
            }
        }
        self.nothing_to_choose(canvas, created_in);
    }

    pub(super) fn removal(
        &self,
        canvas: &mut Canvas<'_>,
        session: &Session<'_>,
        record: &str,
        references: &[(String, String, String)],
    ) {
        let messages = self.view.messages;
        if references.is_empty() {
            canvas.say(
                Some(Style::Strong),
                &t!(messages, "walk-ask-remove", record = record),
            );
            return;
        }
        let n = references.len();
        canvas.say(
            Some(Style::Warn),
            &t!(messages, "walk-referred", record = record, n = n),
        );
        for (code, title, field) in references {
            let lookup = session.lookup();
            let of = lookup
                .handbook
                .question(code)
                .and_then(|home| lookup.handbook.record_of(home));
            let label = of
                .map(|of| self.label(lookup.texts, &of.id, field))
                .unwrap_or_default();
            canvas.listed(
                code,
                &t!(messages, "walk-reference", record = title, field = label),
            );
        }
        canvas.say(
            Some(Style::Strong),
            &t!(messages, "walk-ask-remove-referred"),
        );
    }
}
