//! Results that were worked out, with how.

use super::super::{Block, Cell, Column, Inlines, RowKind, Table};
use super::Dossier;
use crate::plan::{Computed, Figure, Formula, ResultRow, ResultTable, Typed};
use crate::project::Money;
use crate::t;

impl Dossier<'_, '_> {
    /// A result as blocks: figures, tables, what was left out, and how it was worked out.
    pub(super) fn computed_blocks(&self, result: &Computed) -> Vec<Block> {
        let mut blocks = Vec::new();
        if !result.figures.is_empty() {
            let pairs = result.figures.iter().map(|figure| {
                (
                    Inlines::text(self.word(figure.label)),
                    Inlines::strong(self.typed(&figure.value)),
                )
            });
            blocks.push(Block::definitions(pairs));
        }
        blocks.extend(
            result
                .tables
                .iter()
                .map(|table| Block::Table(self.result_table(table))),
        );
        if self.options.audience == super::Audience::Full {
            let left_out = result.left_out.iter();
            let left_out = left_out.map(|left| self.messages.get(left.key, &[("n", &left.n)]));
            blocks.extend(left_out.map(|text| Block::paragraph(Inlines::emphasis(text))));
        }
        blocks.push(self.formula(&result.formula));
        let remarks = result
            .remarks
            .iter()
            .map(|remark| remark.shown(self.texts.language()));
        blocks.extend(remarks.map(|text| self.labelled("report-standing", text)));
        blocks
    }

    fn formula(&self, formula: &Formula) -> Block {
        let mut text = self.typed(&formula.words);
        let input = |figure: &Figure| {
            let (label, value) = (
                self.word(figure.label),
                self.typed(&figure.value).plain_text(),
            );
            t!(self.messages, "report-input", label = label, value = value)
        };
        let mut inputs: Vec<_> = formula.inputs.iter().map(input).collect();
        let rates = formula.rates.iter().map(|rate| {
            let one = Money {
                amount: rust_decimal::Decimal::ONE,
                currency: rate.currency,
            };
            let one = self.format.money(one);
            let into = self.plan.currency.unwrap_or(*b"XXX");
            let worth = self.format.money(Money {
                amount: rate.rate.normalize(),
                currency: into,
            });
            let year = rate
                .year
                .map_or_else(|| self.word("plan-no-year"), |year| year.to_string());
            t!(
                self.messages,
                "plan-rate-used",
                one = one,
                worth = worth,
                year = year
            )
        });
        inputs.extend(rates);
        if !inputs.is_empty() {
            let inputs = inputs.join(&self.word("report-input-separator"));
            text.append(" ");
            text.append(t!(self.messages, "report-inputs", inputs = inputs));
        }
        self.labelled("report-worked-out", text)
    }

    fn result_table(&self, result: &ResultTable) -> Table {
        let columns = result.columns.iter().enumerate().map(|(index, heading)| {
            let title = self.typed(heading);
            let cells = result.rows.iter().filter_map(|row| match row {
                ResultRow::Body(cells) | ResultRow::Total(cells) => cells.get(index),
                ResultRow::Group(_) => None,
            });
            column_of(title, cells)
        });
        let mut table = Table::new(columns).caption(self.word(result.caption));
        for row in &result.rows {
            match row {
                ResultRow::Group(title) => table = table.group(self.typed(title)),
                ResultRow::Body(cells) => {
                    table.push(
                        RowKind::Body,
                        cells.iter().map(|cell| self.typed_cell(cell)),
                    );
                }
                ResultRow::Total(cells) => {
                    table.push(
                        RowKind::Total,
                        cells.iter().map(|cell| self.typed_cell(cell)),
                    );
                }
            }
        }
        table
    }

    fn typed_cell(&self, value: &Typed) -> Cell {
        let shown = self.typed(value);
        match value {
            Typed::Nothing => Cell::missing(self.word("report-cell-empty")),
            Typed::Number(number) | Typed::Change(number) => Cell::number(*number, shown),
            Typed::Count(count) => Cell::number((*count).into(), shown),
            Typed::Percent(percent) => Cell::percent(*percent, shown),
            Typed::Money(money) => Cell::money(money.amount, money.currency(), shown),
            Typed::Date(date) => Cell::date(*date, shown),
            _ => Cell::text(shown),
        }
    }

    fn typed(&self, value: &Typed) -> Inlines {
        let language = self.texts.language();
        match value {
            Typed::Nothing => Inlines::new(),
            Typed::Number(number) => self.format.number(*number).into(),
            Typed::Count(count) => self.format.number((*count).into()).into(),
            Typed::Percent(percent) => self.format.percent(*percent).into(),
            Typed::Change(change) => self.signed(*change).into(),
            Typed::Money(money) => self.format.money(*money).into(),
            Typed::Year(year) => year.to_string().into(),
            Typed::Date(date) => self.format.date(*date).into(),
            Typed::Choice { set, id } => Inlines::text(self.texts.choice(set, id)),
            Typed::Code { catalogue, id } => self.catalogues.label(catalogue, id, language).into(),
            Typed::Record(id) => match self.project.record(id) {
                Some(record) => self.record_title(*record),
                None => Inlines::text(id),
            },
            Typed::Words(words) => Inlines::text(words),
            Typed::Message(key) => self.word(key).into(),
            Typed::Text(text) => Inlines::text(text.shown(language)),
        }
    }

    /// A number with its sign.
    fn signed(&self, change: rust_decimal::Decimal) -> String {
        let sign = if change > rust_decimal::Decimal::ZERO {
            "+"
        } else {
            ""
        };
        format!("{sign}{}", self.format.number(change))
    }
}

/// A column of the kind its first value has.
fn column_of<'c>(title: Inlines, cells: impl Iterator<Item = &'c Typed>) -> Column {
    let mut cells = cells.filter(|cell| **cell != Typed::Nothing);
    match cells.next() {
        Some(Typed::Number(_) | Typed::Count(_) | Typed::Change(_)) => Column::number(title),
        Some(Typed::Percent(_)) => Column::percent(title),
        Some(Typed::Money(_)) => Column::money(title),
        Some(Typed::Date(_)) => Column::date(title),
        _ => Column::text(title),
    }
}
