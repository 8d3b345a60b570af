//! Lists on the screen: records, questions, sources, what was found, and notices.

use crate::interview::{Prompt, Row, Session};
use crate::t;
use crate::ui::layout::{columns, pad, wrap};
use crate::ui::{Style, Ui, sanitize_line};

use super::Walk;
use super::canvas::Canvas;

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
        let hidden = rows.len().saturating_sub(canvas.limits().records);
        let count = match hidden {
            0 => t!(messages, "walk-records", n = rows.len()),
            _ => t!(
                messages,
                "walk-records-last",
                n = rows.len(),
                from = hidden + 1
            ),
        };
        canvas.say(Some(Style::Dim), &count);
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
            self.row_columns(canvas, rows, hidden, &label);
        } else {
            for (at, row) in rows.iter().enumerate().skip(hidden) {
                let mark = self.mark(canvas.ui(), row);
                let mark = mark.replace(' ', "\u{a0}");
                // A plain space, at which the line may break, and one that stays.
                let line = format!("{} \u{a0}{mark}", sanitize_line(&row.title));
                canvas.indented(None, &line, &format!(" {:>2}  ", at + 1), "     ");
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

    /// The records from the one at `hidden` on, under a row of headings.
    fn row_columns(
        &self,
        canvas: &mut Canvas<'_>,
        rows: &[Row],
        hidden: usize,
        label: &dyn Fn(&str) -> String,
    ) {
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
        let shown = &rows[hidden..];
        for row in shown {
            let values = row.facts.iter().map(|fact| self.value(&fact.present));
            let cells: Vec<String> = std::iter::once(row.title.clone()).chain(values).collect();
            table.push(cells);
        }
        let n = fields.len() + 1;
        let marks: Vec<String> = shown
            .iter()
            .map(|row| self.mark(canvas.ui(), row))
            .collect();
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
            let lines = beside(cells, &widths);
            for (number, line) in lines.iter().enumerate() {
                if at == 0 {
                    canvas.raw(&canvas.ui().style(Style::Dim, &format!("     {line}")));
                } else if number > 0 {
                    canvas.raw(&format!("     {line}"));
                } else {
                    let mark = &marks[at - 1];
                    let complete = shown[at - 1].missing.is_empty();
                    let style = if complete { Style::Good } else { Style::Warn };
                    let mark = canvas.ui().style(style, mark);
                    canvas.raw(&format!(" {:>2}  {line}  {mark}", hidden + at));
                }
            }
        }
    }
}

/// Cells beside each other, each wrapped to its width.
fn beside(cells: &[String], widths: &[usize]) -> Vec<String> {
    let wrapped: Vec<Vec<String>> = cells
        .iter()
        .zip(widths)
        .map(|(cell, width)| wrap(&sanitize_line(cell), (*width).max(2), "", ""))
        .collect();
    let rows = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    let line = |row: usize| {
        let cells = wrapped.iter().zip(widths);
        let cells =
            cells.map(|(lines, width)| pad(lines.get(row).map_or("", String::as_str), *width));
        cells.collect::<Vec<_>>().join("  ")
    };
    (0..rows).map(line).collect()
}

/// A line that tells what just happened.
pub(super) fn status(ui: &mut Ui, style: Style, text: &str) {
    let mut canvas = Canvas::new(ui);
    let indent = if ui.is_plain() { "" } else { "  " };
    canvas.indented(Some(style), text, indent, indent);
    let text = canvas.finish();
    ui.show(&text);
}
