//! Records as tables, or as lists of terms where a table would be too wide to read.

use super::super::{Block, Cell, Column, Definition, Inlines, Table, markdown_answer};
use super::Dossier;
use super::value::{column, written};
use crate::handbook::{Kind, Question, RecordType, ValueKind};
use crate::project::Record;
use crate::t;

/// More columns than this cannot be read on a page.
const MOST_COLUMNS: usize = 6;

/// Texts longer than this make a table of several columns hard to read.
const LONG_TEXT: usize = 240;

/// One asked field: of the record type, or one that every record may have.
#[derive(Clone, Copy)]
pub(super) enum Asked<'h> {
    /// A field of the record type.
    Field(&'h str, &'h ValueKind),
    /// The ids of the evidence ledger.
    Evidence,
    /// The note.
    Note,
}

impl<'h> Asked<'h> {
    pub(super) fn of(record: &'h RecordType, field: &str) -> Option<Self> {
        match field {
            "evidence" => Some(Self::Evidence),
            "note" => Some(Self::Note),
            _ => record
                .field(field)
                .map(|field| Self::Field(&field.id, &field.kind)),
        }
    }

    pub(super) fn id(self) -> &'h str {
        match self {
            Self::Field(id, _) => id,
            Self::Evidence => "evidence",
            Self::Note => "note",
        }
    }
}

impl Dossier<'_, '_> {
    /// The records a question is about, with the fields it asks.
    pub(super) fn records(&self, question: &Question) -> Vec<Block> {
        let Some(record_type) = self.handbook.record_of(question) else {
            return Vec::new();
        };
        let all = self.project.records_in(self.handbook, question);
        let records: Vec<_> = all
            .into_iter()
            .filter(|record| record.fields().is_some())
            .collect();
        if records.is_empty() {
            return Vec::new();
        }
        let title = Asked::of(record_type, &record_type.title);
        let asked = question.kind.asked_fields().iter();
        let asked = asked.filter(|field| **field != record_type.title);
        let asked = asked.filter_map(|field| Asked::of(record_type, field));
        // A field nobody has filled would be an empty column.
        let (filled, empty): (Vec<_>, Vec<_>) = asked.partition(|asked| {
            records
                .iter()
                .any(|record| record.field(asked.id()).is_some())
        });
        let cited = |record: Record<'_>| self.cited_title(question, record);
        let mut blocks = Vec::new();
        let columns: Vec<_> = title.into_iter().chain(filled).collect();
        if columns.len() > MOST_COLUMNS || is_long(&records, &columns) {
            blocks.push(self.as_definitions(record_type, &records, &columns, &cited));
        } else {
            blocks.push(
                self.as_table(record_type, &records, &columns, &cited)
                    .into(),
            );
        }
        if !empty.is_empty() && self.is_for(&[super::Audience::Full]) {
            let labels = empty
                .iter()
                .map(|asked| self.field_label(record_type, *asked).into());
            let separator = Inlines::text(self.word("report-list-separator"));
            let labels = Inlines::join(labels, &separator).plain_text();
            let text = t!(self.messages, "report-not-filled", fields = labels);
            blocks.push(Block::paragraph(Inlines::emphasis(text)));
        }
        blocks
    }

    /// The title of a record, with its evidence where the record is introduced.
    fn cited_title(&self, question: &Question, record: Record<'_>) -> Inlines {
        let title = self.record_title(record);
        let evidence = record.texts("evidence");
        if evidence.is_empty() || !self.cites(question, record) {
            return title;
        }
        title.then(" ").then(self.evidence_inlines(&evidence))
    }

    /// Whether a question shows the evidence of a record beside its title: the first one that
    /// shows the record, unless it has a column for it.
    pub(super) fn cites(&self, question: &Question, record: Record<'_>) -> bool {
        let fields = question.kind.asked_fields();
        if fields.iter().any(|field| field == "evidence") {
            return false;
        }
        match &question.kind {
            Kind::Records { .. } => true,
            Kind::Table { filter, .. } if !filter.is_empty() => {
                let home = self.handbook.home_of(question);
                home.is_some_and(|home| !self.is_in(home, record))
            }
            _ => false,
        }
    }

    fn is_in(&self, home: &Question, record: Record<'_>) -> bool {
        let records = self.project.records_in(self.handbook, home);
        records.iter().any(|other| other.index == record.index)
    }

    pub(super) fn field_label(&self, record: &RecordType, asked: Asked<'_>) -> String {
        match asked {
            Asked::Field(id, _) => self.texts.field_label(&record.id, id).into_owned(),
            Asked::Evidence => self.word("report-evidence"),
            Asked::Note => self.word("report-note"),
        }
    }

    fn as_table(
        &self,
        record_type: &RecordType,
        records: &[Record<'_>],
        columns: &[Asked<'_>],
        title: &dyn Fn(Record<'_>) -> Inlines,
    ) -> Table {
        let headings = columns.iter().map(|asked| {
            let label = self.field_label(record_type, *asked);
            match asked {
                Asked::Field(_, kind) => column(label, kind),
                Asked::Evidence | Asked::Note => Column::text(label),
            }
        });
        let mut table = Table::new(headings).with_row_headers();
        for record in records {
            table = table.row(columns.iter().map(|asked| {
                if asked.id() == record_type.title {
                    Cell::text(title(*record))
                } else {
                    self.record_cell(*record, *asked)
                }
            }));
        }
        table
    }

    fn record_cell(&self, record: Record<'_>, asked: Asked<'_>) -> Cell {
        let found = match asked {
            Asked::Field(id, kind) => record.field(id).map(|node| self.cell(kind, node)),
            Asked::Evidence | Asked::Note => self.field_inlines(record, asked).map(Cell::text),
        };
        found.unwrap_or_else(|| Cell::missing(self.word("report-cell-empty")))
    }

    /// One list of `Label: value` a record.
    fn as_definitions(
        &self,
        record_type: &RecordType,
        records: &[Record<'_>],
        columns: &[Asked<'_>],
        title: &dyn Fn(Record<'_>) -> Inlines,
    ) -> Block {
        let definition = |record: &Record<'_>| {
            let fields = columns
                .iter()
                .filter(|asked| asked.id() != record_type.title);
            let items: Vec<_> = fields
                .filter_map(|asked| self.field_item(record_type, *record, *asked))
                .collect();
            let title = Inlines::strong(title(*record));
            let ordered = false;
            Definition::new(title, vec![Block::List { ordered, items }])
        };
        Block::Definitions(records.iter().map(definition).collect())
    }

    /// A field of a record as an item of a list: its label, and what stands there.
    fn field_item(
        &self,
        record_type: &RecordType,
        record: Record<'_>,
        asked: Asked<'_>,
    ) -> Option<Vec<Block>> {
        let node = record.field(asked.id())?;
        let label = self.field_label(record_type, asked);
        let blocks = match asked {
            Asked::Field(_, kind) if kind.is_many() => {
                vec![Block::Paragraph(self.value_inlines(kind, node))]
            }
            Asked::Field(_, kind) => self.value_blocks(kind, node),
            Asked::Evidence => {
                let evidence = self.evidence_inlines(&record.texts("evidence"));
                vec![Block::Paragraph(evidence)]
            }
            Asked::Note => markdown_answer(&written(node)),
        };
        Some(self.with_label(&label, blocks))
    }

    /// A field of a record as a run of text.
    pub(super) fn field_inlines(&self, record: Record<'_>, asked: Asked<'_>) -> Option<Inlines> {
        let node = record.field(asked.id())?;
        Some(match asked {
            Asked::Field(_, kind) => self.value_inlines(kind, node),
            Asked::Evidence => self.evidence_inlines(&record.texts("evidence")),
            Asked::Note => Inlines::text(written(node).trim()),
        })
    }
}

/// Whether the texts of some records are too long, or have too many lines, for cells.
fn is_long(records: &[Record<'_>], columns: &[Asked<'_>]) -> bool {
    let texts = columns.iter().filter_map(|asked| match asked {
        Asked::Field(id, ValueKind::Text) => Some(*id),
        Asked::Note => Some("note"),
        _ => None,
    });
    let long = |id: &str| {
        records
            .iter()
            .filter_map(|record| record.text(id))
            .any(|text| {
                let text = text.trim();
                text.contains('\n') || (columns.len() > 2 && text.chars().count() > LONG_TEXT)
            })
    };
    texts.into_iter().any(long)
}
