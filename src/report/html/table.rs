//! Tables of a web page.

use super::super::{Align, Cell, CellValue, Column, Row, RowKind, Table, Tone};
use super::Page;

/// Tables of so many columns get a page of their own in landscape.
const WIDE_TABLE: usize = 8;

/// States of so many characters stay on one line.
const SHORT_STATE: usize = 18;

impl Page<'_> {
    /// A table, in a frame that scrolls where the screen is too narrow.
    pub(super) fn table(&mut self, table: &Table) {
        if table.columns().is_empty() {
            return;
        }
        self.n_tables += 1;
        let id = format!("Table-{}", self.n_tables);
        let name = format!("{} {}", self.report.labels.table.as_str(), self.n_tables);
        let label = match table.caption_text() {
            Some(_) => ("aria-labelledby", id.as_str()),
            None => ("aria-label", name.as_str()),
        };
        let class = if table.columns().len() >= WIDE_TABLE {
            "table wide"
        } else {
            "table"
        };
        let frame = [
            ("class", class),
            ("role", "group"),
            label,
            ("tabindex", "0"),
        ];
        self.block("div", &frame, |page| {
            page.element("table", &[], |page| {
                page.markup.line_end();
                if let Some(caption) = table.caption_text() {
                    page.block("caption", &[("id", &id)], |page| page.inlines(caption));
                }
                page.block("thead", &[], |page| page.head_row(table.columns()));
                page.block("tbody", &[], |page| {
                    page.markup.line_end();
                    for row in table.rows() {
                        page.row(row, table);
                    }
                });
            });
        });
    }

    fn head_row(&mut self, columns: &[Column]) {
        self.element("tr", &[], |page| {
            for column in columns {
                let attributes = [("scope", "col"), ("class", align_class(column.align))];
                page.element("th", &attributes, |page| page.inlines(&column.title));
            }
        });
    }

    fn row(&mut self, row: &Row, table: &Table) {
        let class: &[_] = match row.kind() {
            RowKind::Body => &[],
            RowKind::Group => &[("class", "group")],
            RowKind::Total => &[("class", "total")],
        };
        self.block("tr", class, |page| {
            if row.kind() == RowKind::Group {
                let n_columns = row.cells().len().to_string();
                let attributes = [("scope", "colgroup"), ("colspan", n_columns.as_str())];
                if let Some(title) = row.cells().first() {
                    page.element("th", &attributes, |page| page.inlines(&title.content));
                }
                return;
            }
            for (index, (cell, column)) in row.cells().iter().zip(table.columns()).enumerate() {
                page.cell(cell, column, index == 0 && table.has_row_headers());
            }
        });
    }

    fn cell(&mut self, cell: &Cell, column: &Column, is_header: bool) {
        let is_figure = matches!(
            cell.value,
            CellValue::Number(_) | CellValue::Money { .. } | CellValue::Percent(_)
        );
        let align = align_class(column.align);
        let class = if is_figure {
            format!("{align} figure")
        } else {
            align.to_owned()
        };
        if is_header {
            let attributes = [("scope", "row"), ("class", class.as_str())];
            self.element("th", &attributes, |page| page.cell_content(cell));
        } else {
            self.element("td", &[("class", &class)], |page| page.cell_content(cell));
        }
    }

    fn cell_content(&mut self, cell: &Cell) {
        match &cell.value {
            CellValue::State(state) if !cell.content.is_blank() => {
                let tone = match state.tone() {
                    Tone::Good => "good",
                    Tone::Fair => "fair",
                    Tone::Poor => "poor",
                    Tone::Attention => "attention",
                    Tone::Muted => "muted",
                };
                let is_short = cell.content.plain_text().chars().count() <= SHORT_STATE;
                let class = format!("state {tone}{}", if is_short { " short" } else { "" });
                self.element("span", &[("class", &class)], |page| {
                    page.inlines(&cell.content);
                });
            }
            CellValue::Date(date) => {
                let date = date.to_string();
                self.element("time", &[("datetime", &date)], |page| {
                    page.inlines(&cell.content);
                });
            }
            CellValue::Empty if !cell.content.is_blank() => {
                self.element("span", &[("class", "none")], |page| {
                    page.inlines(&cell.content);
                });
            }
            _ => self.inlines(&cell.content),
        }
    }
}

fn align_class(align: Align) -> &'static str {
    match align {
        Align::Start => "start",
        Align::Center => "center",
        Align::End => "end",
    }
}
