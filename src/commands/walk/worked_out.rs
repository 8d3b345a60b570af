//! What is worked out from the answers: a line beside a list, a page of its own.

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use rust_decimal::Decimal;

use crate::interview::Session;
use crate::plan::{Computed, Plan, ResultRow, ResultTable, Typed, compute};
use crate::t;
use crate::ui::{Style, Ui, sanitize_line};

use super::Walk;
use super::canvas::Canvas;

impl Walk<'_> {
    /// The figures of a result in a line, beside the list they come from.
    pub(super) fn worked_out_line(
        &self,
        canvas: &mut Canvas<'_>,
        session: &Session<'_>,
        name: &str,
    ) {
        let Some(result) = computed(session, name) else {
            return;
        };
        let figures = result.figures.iter();
        let figures = figures.filter(|figure| figure.value != Typed::Nothing);
        let parts: Vec<String> = figures
            .map(|figure| self.fact(session, figure.label, &figure.value))
            .collect();
        if !parts.is_empty() {
            canvas.say(Some(Style::Good), &parts.join(" · "));
        }
    }

    /// A result as a page: figures, tables, how it was worked out, what kind of figures they are.
    pub(super) fn worked_out(&mut self, ui: &Ui, session: &Session<'_>, name: &str) {
        let result = computed(session, name);
        self.page(ui, |canvas, walk| match &result {
            Some(result) if !result.is_empty() => walk.paint_result(canvas, session, result),
            _ => canvas.say(None, &t!(walk.view.messages, "walk-worked-out-empty")),
        });
    }

    fn paint_result(&self, canvas: &mut Canvas<'_>, session: &Session<'_>, result: &Computed) {
        let messages = self.view.messages;
        for figure in &result.figures {
            canvas.say(None, &self.fact(session, figure.label, &figure.value));
        }
        for table in result.tables.iter().filter(|table| !table.rows.is_empty()) {
            canvas.gap();
            canvas.say(Some(Style::Strong), &messages.get(table.caption, &[]));
            if canvas.ui().is_plain() {
                self.rows_in_words(canvas, session, table);
            } else {
                for line in self.table_lines(session, table, canvas.width()).lines() {
                    canvas.raw(line);
                }
            }
        }
        canvas.gap();
        for left in &result.left_out {
            canvas.say(
                Some(Style::Warn),
                &messages.get(left.key, &[("n", &left.n)]),
            );
        }
        let formula = self.typed_value(session, &result.formula.words);
        let label = t!(messages, "report-worked-out");
        canvas.say(Some(Style::Dim), &labelled(self, &label, &formula));
        for remark in &result.remarks {
            let label = t!(messages, "report-standing");
            let text = remark.shown(messages.language());
            canvas.say(Some(Style::Dim), &labelled(self, &label, &text));
        }
    }

    fn table_lines(&self, session: &Session<'_>, table: &ResultTable, width: usize) -> String {
        let cells = |cells: &[Typed]| -> Vec<String> {
            let cells = cells.iter().map(|cell| self.typed_value(session, cell));
            cells
                .map(|cell| sanitize_line(&cell).into_owned())
                .collect()
        };
        let mut lines = Table::new();
        lines
            .load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(width).unwrap_or(u16::MAX))
            .set_header(cells(&table.columns));
        for row in &table.rows {
            match row {
                ResultRow::Body(row) | ResultRow::Total(row) => lines.add_row(cells(row)),
                ResultRow::Group(title) => lines.add_row(cells(std::slice::from_ref(title))),
            };
        }
        for (at, column) in lines.column_iter_mut().enumerate() {
            if is_numeric(table, at) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        lines.trim_fmt()
    }

    /// A table for people who listen: a sentence a row, each value with its heading.
    fn rows_in_words(&self, canvas: &mut Canvas<'_>, session: &Session<'_>, table: &ResultTable) {
        for row in &table.rows {
            let (ResultRow::Body(cells) | ResultRow::Total(cells)) = row else {
                if let ResultRow::Group(title) = row {
                    canvas.say(None, &self.typed_value(session, title));
                }
                continue;
            };
            let named = cells.iter().zip(&table.columns).enumerate();
            let parts = named.filter(|(_, (cell, _))| **cell != Typed::Nothing);
            let parts = parts.map(|(at, (cell, column))| {
                let cell = self.typed_value(session, cell);
                if at == 0 {
                    return cell;
                }
                let column = self.typed_value(session, column);
                t!(
                    self.view.messages,
                    "walk-fact",
                    field = column,
                    value = cell
                )
            });
            let parts: Vec<String> = parts.collect();
            canvas.say(None, &format!("{}.", parts.join(". ")));
        }
    }

    fn fact(&self, session: &Session<'_>, label: &str, value: &Typed) -> String {
        let messages = self.view.messages;
        let value = self.typed_value(session, value);
        labelled(self, &messages.get(label, &[]), &value)
    }

    /// A value of a result in the reader's words.
    fn typed_value(&self, session: &Session<'_>, value: &Typed) -> String {
        let lookup = session.lookup();
        let messages = self.view.messages;
        let language = messages.language();
        match value {
            Typed::Nothing => String::new(),
            Typed::Number(number) => self.formatter.number(*number),
            Typed::Count(count) => self.formatter.number((*count).into()),
            Typed::Percent(percent) => self.formatter.percent(*percent),
            Typed::Change(change) => {
                let sign = if *change > Decimal::ZERO { "+" } else { "" };
                format!("{sign}{}", self.formatter.number(*change))
            }
            Typed::Money(money) => self.formatter.money(*money),
            Typed::Year(year) => year.to_string(),
            Typed::Date(date) => self.formatter.date(*date),
            Typed::Choice { set, id } => lookup.texts.choice(set, id).into_owned(),
            Typed::Code { catalogue, id } => lookup.catalogues.label(catalogue, id, language),
            Typed::Record(id) => session.with_project(|project| {
                let record = project.record(id);
                record.map_or_else(|| id.clone(), |record| lookup.title(project, record))
            }),
            Typed::Words(words) => words.clone(),
            Typed::Message(key) => messages.get(key, &[]),
            Typed::Text(text) => text.shown(language),
        }
    }
}

fn labelled(walk: &Walk<'_>, label: &str, text: &str) -> String {
    let label = t!(walk.view.messages, "report-labelled", label = label);
    format!("{label} {text}")
}

/// What is worked out from the project as it is now.
fn computed(session: &Session<'_>, name: &str) -> Option<Computed> {
    let lookup = session.lookup();
    let has_code = |catalogue: &str, id: &str| {
        let catalogue = lookup.catalogues.get(catalogue);
        catalogue.is_some_and(|catalogue| catalogue.entry(id).is_some())
    };
    let today = session.today().unwrap_or_default();
    session.with_project(|project| {
        let plan = Plan::of(project, lookup.handbook, &has_code);
        compute(name, &plan, today)
    })
}

/// Whether a column holds figures, which stand to the right.
fn is_numeric(table: &ResultTable, column: usize) -> bool {
    let cells = table.rows.iter().filter_map(|row| match row {
        ResultRow::Body(cells) | ResultRow::Total(cells) => cells.get(column),
        ResultRow::Group(_) => None,
    });
    let mut cells = cells.filter(|cell| **cell != Typed::Nothing).peekable();
    cells.peek().is_some()
        && cells.all(|cell| {
            matches!(
                cell,
                Typed::Number(_)
                    | Typed::Count(_)
                    | Typed::Percent(_)
                    | Typed::Change(_)
                    | Typed::Money(_)
            )
        })
}
