//! Lists on the screen: records, questions, sources, what was found, and notices.

use crate::handbook::Provenance;
use crate::interview::{
    Effect, Found, Notice, Overview, Prompt, PromptKind, Refusal, Row, Session, SourceLine, Verb,
};
use crate::project::ValueFault;
use crate::t;
use crate::ui::layout::{columns, pad, truncate};
use crate::ui::{Style, Ui, sanitize_line};

use super::Walk;
use super::canvas::Canvas;
use super::values::question_line;

/// From which width on records are shown in columns.
const WIDE: usize = 60;

/// The widest column of a list of records.
const MAX_COLUMN: usize = 28;

impl Walk<'_> {
    /// The records of a list, in columns where there is room.
    pub(super) fn rows(
        &self,
        canvas: &mut Canvas<'_>,
        session: &Session<'_>,
        prompt: &Prompt,
        rows: &[Row],
    ) {
        let messages = self.view.messages;
        if rows.is_empty() {
            canvas.say(None, &t!(messages, "walk-no-records"));
            return;
        }
        canvas.say(
            Some(Style::Dim),
            &t!(messages, "walk-records", n = rows.len()),
        );
        let question = prompt
            .question
            .map(|index| &session.lookup().handbook.questions[index]);
        let of = question.and_then(|question| session.lookup().handbook.record_of(question));
        let of = of.map_or("", |of| of.id.as_str());
        let label = |field: &str| self.label(session.lookup().texts, of, field);
        if canvas.ui().is_plain() {
            for (at, row) in rows.iter().enumerate() {
                canvas.say(None, &self.row_sentence(at + 1, row, &label));
            }
        } else if canvas.width() >= WIDE {
            self.row_columns(canvas, rows, &label);
        } else {
            for (at, row) in rows.iter().enumerate() {
                let mark = self.mark(canvas.ui(), row);
                let room = canvas.width().saturating_sub(columns(&mark) + 7);
                let title = truncate(&sanitize_line(&row.title), room);
                canvas.raw(&format!(" {:>2}  {title}  {mark}", at + 1));
            }
        }
    }

    /// The sign of a record that is complete, or how many fields are missing.
    fn mark(&self, ui: &Ui, row: &Row) -> String {
        match (row.missing.len(), ui.is_unicode()) {
            (0, true) => "✓".to_owned(),
            (0, false) => "+".to_owned(),
            (n, _) => t!(self.view.messages, "walk-missing", n = n),
        }
    }

    fn row_sentence(&self, number: usize, row: &Row, label: &dyn Fn(&str) -> String) -> String {
        let messages = self.view.messages;
        let mut parts = vec![format!("{number}. {}", row.title)];
        for fact in row.facts.iter().filter(|fact| !fact.present.is_empty()) {
            let value = self.value(&fact.present);
            parts.push(t!(
                messages,
                "walk-fact",
                field = label(&fact.field),
                value = value
            ));
        }
        let missing: Vec<String> = row.missing.iter().map(|field| label(field)).collect();
        parts.push(match missing.len() {
            0 => t!(messages, "walk-complete"),
            _ => t!(
                messages,
                "walk-missing-fields",
                fields = missing.join(&t!(messages, "list-separator"))
            ),
        });
        format!("{}.", parts.join(". "))
    }

    fn row_columns(&self, canvas: &mut Canvas<'_>, rows: &[Row], label: &dyn Fn(&str) -> String) {
        let fields: Vec<&str> = rows[0]
            .facts
            .iter()
            .map(|fact| fact.field.as_str())
            .collect();
        let mut table = vec![
            std::iter::once(String::new())
                .chain(fields.iter().map(|f| label(f)))
                .collect(),
        ];
        for row in rows {
            let values = row.facts.iter().map(|fact| self.value(&fact.present));
            let cells: Vec<String> = std::iter::once(row.title.clone()).chain(values).collect();
            table.push(cells);
        }
        let n = fields.len() + 1;
        let marks: Vec<String> = rows.iter().map(|row| self.mark(canvas.ui(), row)).collect();
        let mark_width = marks.iter().map(|mark| columns(mark)).max().unwrap_or(0);
        let content = |at: usize| {
            table
                .iter()
                .map(|cells: &Vec<String>| columns(&cells[at]))
                .max()
        };
        let room = canvas.width().saturating_sub(5 + mark_width + 2 * n);
        let mut widths: Vec<usize> = (0..n)
            .map(|at| content(at).unwrap_or(0).min(MAX_COLUMN).min(room / n))
            .collect();
        // What the other columns leave goes to the names.
        let others: usize = widths.iter().skip(1).sum();
        widths[0] = content(0).unwrap_or(0).min(room.saturating_sub(others));
        for (at, cells) in table.iter().enumerate() {
            let cells = cells.iter().zip(&widths);
            let cells =
                cells.map(|(cell, width)| pad(&truncate(&sanitize_line(cell), *width), *width));
            let cells = cells.collect::<Vec<_>>().join("  ");
            if at == 0 {
                canvas.raw(&canvas.ui().style(Style::Dim, &format!("     {cells}")));
            } else {
                let mark = &marks[at - 1];
                let complete = rows[at - 1].missing.is_empty();
                let style = if complete { Style::Good } else { Style::Warn };
                let mark = canvas.ui().style(style, mark);
                canvas.raw(&format!(" {at:>2}  {cells}  {mark}"));
            }
        }
    }

    /// Tells what came of an input.
    pub(super) fn tell(&self, ui: &mut Ui, session: &Session<'_>, effect: Effect) {
        match effect {
            Effect::Say(notice) => {
                let text = self.notice(session, &notice);
                status(ui, Style::Warn, &text);
            }
            Effect::Refused { refusal, typed } => self.refused(ui, session, &refusal, &typed),
            Effect::ShowWhy(question) => self.why(ui, session, question),
            Effect::ShowExample(question) => {
                let lookup = session.lookup();
                let example = lookup.texts.example(&lookup.handbook.questions[question]);
                let example = example.unwrap_or_default();
                self.page(ui, |canvas, walk| {
                    canvas.say(
                        None,
                        &t!(walk.view.messages, "handbook-example", text = example),
                    );
                });
            }
            Effect::ShowList(overview) => self.overview(ui, session, &overview),
            Effect::ShowFound(found) => self.found(ui, session, &found),
            Effect::ShowSources(lines) => self.sources(ui, &lines),
            Effect::ShowHelp => self.help(ui),
            Effect::Save(_) | Effect::Undo | Effect::Quit => {}
        }
    }

    fn page(&self, ui: &mut Ui, paint: impl FnOnce(&mut Canvas<'_>, &Self)) {
        let mut canvas = Canvas::new(ui);
        paint(&mut canvas, self);
        let text = canvas.finish();
        let gap = if ui.is_plain() { "" } else { "\n" };
        ui.show(&format!("{gap}{text}{gap}"));
    }

    fn why(&self, ui: &mut Ui, session: &Session<'_>, index: usize) {
        let lookup = session.lookup();
        let question = &lookup.handbook.questions[index];
        let language = self.view.messages.language();
        let sources = lookup.catalogues.get("sources");
        let named = question
            .from
            .iter()
            .filter(|key| *key != "D" && *key != "R");
        let named: Vec<String> = named
            .map(|key| {
                let entry = sources.and_then(|sources| sources.entry(key));
                let what = entry.and_then(|entry| entry.what(language));
                what.map_or_else(|| key.clone(), |what| format!("{what} ({key})"))
            })
            .collect();
        let key = match question.provenance() {
            Provenance::Confirmed => "provenance-confirmed",
            Provenance::Topic => "provenance-topic",
            Provenance::Proposal => "provenance-proposal",
            Provenance::Unconfirmed => "provenance-unconfirmed",
        };
        let origin = self
            .view
            .messages
            .get(key, &[("sources", &named.join("; "))]);
        self.page(ui, |canvas, _| {
            canvas.say(None, &lookup.texts.why(question));
            canvas.say(Some(Style::Dim), &origin);
        });
    }

    fn overview(&self, ui: &mut Ui, session: &Session<'_>, overview: &Overview) {
        let lookup = session.lookup();
        let messages = self.view.messages;
        let step = &lookup.handbook.steps[overview.step];
        self.page(ui, |canvas, _| {
            let title = lookup.texts.step_title(step);
            let title = t!(messages, "walk-step-title", code = step.code, title = title);
            canvas.say(Some(Style::Heading), &title);
            for (index, state) in &overview.questions {
                let (code, ask) = question_line(session, *index);
                let state = messages.get(&format!("state-{}", state.name()), &[]);
                canvas.listed(&code, &format!("{ask} ({state})"));
            }
            let share = |(step, settled, asked): &(usize, usize, usize)| {
                format!("{} {settled}/{asked}", lookup.handbook.steps[*step].code)
            };
            let steps: Vec<String> = overview.steps.iter().map(share).collect();
            canvas.gap();
            let steps = steps.join(&t!(messages, "list-separator"));
            canvas.say(Some(Style::Dim), &t!(messages, "walk-steps", steps = steps));
        });
    }

    fn found(&self, ui: &mut Ui, session: &Session<'_>, found: &Found) {
        let messages = self.view.messages;
        self.page(ui, |canvas, walk| {
            for index in &found.questions {
                let (code, ask) = question_line(session, *index);
                canvas.listed(&code, &ask);
            }
            for (id, title, code) in &found.records {
                let line = t!(messages, "walk-found-record", record = title, code = code);
                canvas.listed(id, &line);
            }
            for (term, definition) in &found.terms {
                let line = t!(
                    messages,
                    "search-term-defined",
                    term = term,
                    definition = definition
                );
                canvas.indented(Some(Style::Dim), &line, "  ", "    ");
            }
            if found.left_out > 0 {
                canvas.say(
                    Some(Style::Dim),
                    &t!(messages, "walk-more-found", n = found.left_out),
                );
            }
            canvas.say(
                Some(Style::Dim),
                &t!(messages, "walk-found-go", go = walk.typed("go")),
            );
        });
    }

    fn sources(&self, ui: &mut Ui, lines: &[SourceLine]) {
        let messages = self.view.messages;
        self.page(ui, |canvas, walk| {
            if lines.is_empty() {
                canvas.say(None, &t!(messages, "walk-no-sources"));
            }
            for line in lines {
                let about = [line.owner.as_deref(), line.year.as_deref()];
                let about: Vec<&str> = about.into_iter().flatten().collect();
                let mut text = line.title.clone();
                if !about.is_empty() {
                    text = format!("{text} ({})", about.join(&t!(messages, "list-separator")));
                }
                if line.attached {
                    text = format!("{text} – {}", t!(messages, "walk-attached"));
                }
                canvas.listed(&line.id, &text);
            }
            let source = walk.typed("source");
            canvas.say(
                Some(Style::Dim),
                &t!(messages, "walk-source-how", source = source),
            );
        });
    }

    fn help(&self, ui: &mut Ui) {
        let messages = self.view.messages;
        self.page(ui, |canvas, walk| {
            canvas.say(None, &t!(messages, "walk-help"));
            for verb in Verb::ALL {
                let what = messages.get(&format!("walk-help-{}", verb.word()), &[]);
                canvas.listed(&walk.typed(verb.word()), &what);
            }
        });
    }

    fn notice(&self, session: &Session<'_>, notice: &Notice) -> String {
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
            Notice::Computed { question } => t!(messages, "walk-computed", code = code(*question)),
            Notice::NoExample => t!(messages, "walk-no-example"),
            Notice::NothingFound(word) => t!(messages, "walk-nothing-found", word = word),
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
            Notice::RecordGone => t!(messages, "walk-record-gone"),
            Notice::DraftKept(question) => t!(messages, "walk-draft-kept", code = code(*question)),
        }
    }

    fn refused(&self, ui: &mut Ui, session: &Session<'_>, refusal: &Refusal, typed: &str) {
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
                let values: [(&str, &dyn std::fmt::Display); 2] =
                    [("name", &name), ("value", &typed)];
                let mut said = messages.get(fault_key(fault), &values);
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

fn fault_key(fault: &ValueFault) -> &'static str {
    match fault {
        ValueFault::WrongKind => "value-wrong-kind",
        ValueFault::UnknownChoice => "value-unknown-choice",
        ValueFault::BadNumber => "value-bad-number",
        ValueFault::AmbiguousNumber => "value-ambiguous-number",
        ValueFault::OutOfRange => "value-out-of-range",
        ValueFault::MoneyWithoutCurrency => "value-money-without-currency",
        ValueFault::BadMoney => "value-bad-money",
        ValueFault::BadDate => "value-bad-date",
        ValueFault::BadPeriod => "value-bad-period",
        ValueFault::PeriodReversed => "value-period-reversed",
        ValueFault::BadYear => "value-bad-year",
        ValueFault::UnknownCountry => "value-unknown-country",
        ValueFault::UnknownCurrency => "value-unknown-currency",
        ValueFault::UnknownLanguage => "value-unknown-language",
        ValueFault::UnknownCode => "value-unknown-code",
        ValueFault::BadId => "value-bad-id",
    }
}

/// A line that tells what just happened.
pub(super) fn status(ui: &mut Ui, style: Style, text: &str) {
    let mut canvas = Canvas::new(ui);
    let indent = if ui.is_plain() { "" } else { "  " };
    canvas.indented(Some(style), text, indent, indent);
    let text = canvas.finish();
    ui.show(&text);
}
