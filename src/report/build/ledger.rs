//! The evidence ledger, and references to it by number.

use super::super::{Block, Cell, Column, Inlines, Section, Table};
use super::Dossier;
use super::value::written;
use crate::handbook::{RecordType, SOURCE_RECORD};
use crate::project::{Located, Record, Value};

/// The id of the section of the ledger.
const LEDGER: &str = "evidence-ledger";

/// Fields with a place in the table of the ledger.
const IN_TABLE: [&str; 7] = ["title", "owner", "year", "date", "kind", "link", "accessed"];

impl Dossier<'_, '_> {
    /// References to sources by their number in the ledger; what it does not have, as written.
    pub(super) fn evidence_inlines(&self, ids: &[Located<'_>]) -> Inlines {
        let sources = self.project.sources();
        let one = |id: &Located<'_>| {
            let is_it = |source: &Record<'_>| source.id().is_some_and(|own| own.text == id.text);
            match sources.iter().position(is_it) {
                Some(index) => Inlines::reference(LEDGER, format!("[{}]", index + 1)),
                None => Inlines::text(id.text),
            }
        };
        let separator = Inlines::text(self.word("report-list-separator"));
        Inlines::join(ids.iter().map(one), &separator)
    }

    /// The ledger; none where it is empty.
    pub(super) fn ledger(&self) -> Option<Section> {
        let sources = self.project.sources();
        let record_type = self.handbook.records.get(SOURCE_RECORD)?;
        if sources.is_empty() {
            return None;
        }
        let label = |field: &str| self.texts.field_label(SOURCE_RECORD, field).into_owned();
        let columns = [
            Column::text(self.word("report-source-number")),
            Column::text(label("title")),
            Column::text(label("owner")),
            Column::text(label("date")),
            Column::text(label("kind")),
            Column::date(label("accessed")),
        ];
        let mut table = Table::new(columns);
        for (index, source) in sources.iter().enumerate() {
            table = table.row(self.source_cells(record_type, index, *source));
        }
        let mut section = Section::new(LEDGER, self.word("report-ledger")).block(table);
        section
            .blocks
            .extend(self.more_on_sources(record_type, sources));
        Some(section)
    }

    fn source_cells(
        &self,
        record_type: &RecordType,
        index: usize,
        source: Record<'_>,
    ) -> Vec<Cell> {
        let empty = || Cell::missing(self.word("report-cell-empty"));
        let cell = |field: &str| {
            let kind = record_type.field(field).map(|field| &field.kind);
            let found = kind.zip(source.field(field));
            found.map_or_else(empty, |(kind, node)| self.cell(kind, node))
        };
        let title = match source.fields() {
            Some(_) => self.record_title(source),
            None => Inlines::text(written(source.node)),
        };
        let title = match source.text("link") {
            None => title,
            Some(link) => {
                let link = link.trim();
                title
                    .then(Inlines::line_break())
                    .then(Inlines::link(link, link))
            }
        };
        vec![
            Cell::text(format!("[{}]", index + 1)),
            Cell::text(title),
            cell("owner"),
            self.source_date(record_type, source)
                .map_or_else(empty, Cell::text),
            cell("kind"),
            cell("accessed"),
        ]
    }

    /// The day, else the year; both where they disagree.
    fn source_date(&self, record_type: &RecordType, source: Record<'_>) -> Option<Inlines> {
        let part = |field: &str| {
            let kind = &record_type.field(field)?.kind;
            let node = source.field(field)?;
            Some((self.value_inlines(kind, node), self.read(kind, node)))
        };
        match (part("date"), part("year")) {
            (Some((date, Some(Value::Date(day)))), Some((_, Some(Value::Year(year)))))
                if day.year() == year =>
            {
                Some(date)
            }
            (Some((date, _)), Some((year, _))) => Some(date.then(" / ").then(year)),
            (date, year) => date.or(year).map(|(shown, _)| shown),
        }
    }

    /// Notes on sources, and what else stands in the ledger.
    fn more_on_sources(&self, record_type: &RecordType, sources: &[Record<'_>]) -> Option<Block> {
        let is_shown = |field: &str| IN_TABLE.contains(&field);
        let mut table = Table::new([
            Column::text(self.word("report-source-number")),
            Column::text(self.word("report-field")),
            Column::text(self.word("report-content")),
        ])
        .caption(self.word("report-also-recorded"));
        for (index, source) in sources.iter().enumerate() {
            for (label, content) in self.rest_of(record_type, *source, &is_shown) {
                let number = Inlines::text(format!("[{}]", index + 1));
                table = table.row([number, label, content].map(Cell::text));
            }
        }
        (!table.rows().is_empty()).then_some(Block::Table(table))
    }
}
