//! JSON for other programs: a format of its own, with its version in it.
//!
//! Its names and shapes are fixed here and do not follow the model's.

use std::io;

use serde::Serialize;
use serde_json::ser::PrettyFormatter;

use super::{
    Align, Block, Cell, CellValue, Column, ColumnKind, Definition, Direction, Inline, Inlines,
    Metadata, Notice, NoticeKind, Report, Row, RowKind, Section, StateKind, Table, Text,
    WriteError,
};

const SCHEMA: &str = "mainstream/report/1";

/// Writes a report as JSON.
pub(super) fn write(report: &Report, out: &mut dyn io::Write) -> Result<(), WriteError> {
    // One value a line, so that versions can be compared, without indents, which would be two
    // thirds of the bytes.
    let lines = PrettyFormatter::with_indent(b"");
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, lines);
    ReportJson::from(report)
        .serialize(&mut serializer)
        .map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(())
}

#[derive(Serialize)]
struct ReportJson<'a> {
    schema: &'static str,
    language: &'a str,
    direction: &'static str,
    title: &'a str,
    subtitle: Option<&'a str>,
    metadata: Vec<MetadataJson<'a>>,
    notices: Vec<NoticeJson<'a>>,
    sections: Vec<SectionJson<'a>>,
}

#[derive(Serialize)]
struct MetadataJson<'a> {
    label: &'a str,
    value: Vec<InlineJson<'a>>,
}

#[derive(Serialize)]
struct NoticeJson<'a> {
    kind: &'static str,
    title: Vec<InlineJson<'a>>,
    blocks: Vec<BlockJson<'a>>,
}

#[derive(Serialize)]
struct SectionJson<'a> {
    id: &'a str,
    number: Option<&'a str>,
    title: Vec<InlineJson<'a>>,
    blocks: Vec<BlockJson<'a>>,
    sections: Vec<SectionJson<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum BlockJson<'a> {
    Paragraph {
        content: Vec<InlineJson<'a>>,
    },
    Notice(NoticeJson<'a>),
    List {
        ordered: bool,
        items: Vec<Vec<BlockJson<'a>>>,
    },
    Table(TableJson<'a>),
    Definitions {
        items: Vec<DefinitionJson<'a>>,
    },
    Progress {
        label: Vec<InlineJson<'a>>,
        done: u32,
        total: u32,
        words: &'a str,
    },
    Quote {
        blocks: Vec<BlockJson<'a>>,
    },
    Code {
        lines: Vec<&'a str>,
    },
    PageBreak,
}

#[derive(Serialize)]
struct DefinitionJson<'a> {
    term: Vec<InlineJson<'a>>,
    blocks: Vec<BlockJson<'a>>,
}

#[derive(Serialize)]
struct TableJson<'a> {
    caption: Option<Vec<InlineJson<'a>>>,
    row_headers: bool,
    columns: Vec<ColumnJson<'a>>,
    rows: Vec<RowJson<'a>>,
}

#[derive(Serialize)]
struct ColumnJson<'a> {
    title: Vec<InlineJson<'a>>,
    kind: &'static str,
    align: &'static str,
}

#[derive(Serialize)]
struct RowJson<'a> {
    kind: &'static str,
    cells: Vec<CellJson<'a>>,
}

#[derive(Serialize)]
struct CellJson<'a> {
    text: String,
    content: Vec<InlineJson<'a>>,
    value: ValueJson<'a>,
}

/// Numbers are strings, so that no reader rounds them.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum ValueJson<'a> {
    Text,
    Number { number: String },
    Money { amount: String, currency: &'a str },
    Date { date: String },
    Percent { percent: String },
    State { state: &'static str },
    Empty,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum InlineJson<'a> {
    Text {
        text: &'a str,
    },
    Strong {
        content: Vec<InlineJson<'a>>,
    },
    Emphasis {
        content: Vec<InlineJson<'a>>,
    },
    Inserted {
        content: Vec<InlineJson<'a>>,
    },
    Deleted {
        content: Vec<InlineJson<'a>>,
    },
    Link {
        href: &'a str,
        content: Vec<InlineJson<'a>>,
    },
    Code {
        text: &'a str,
    },
    Break,
    Reference {
        section: &'a str,
        content: Vec<InlineJson<'a>>,
    },
}

impl<'a> From<&'a Report> for ReportJson<'a> {
    fn from(report: &'a Report) -> Self {
        Self {
            schema: SCHEMA,
            language: report.language.as_str(),
            direction: match report.direction {
                Direction::Ltr => "ltr",
                Direction::Rtl => "rtl",
            },
            title: report.title.as_str(),
            subtitle: report.subtitle.as_ref().map(Text::as_str),
            metadata: report.metadata.iter().map(metadata).collect(),
            notices: report.notices.iter().map(notice).collect(),
            sections: report.sections.iter().map(section).collect(),
        }
    }
}

fn metadata(metadata: &Metadata) -> MetadataJson<'_> {
    MetadataJson {
        label: metadata.label.as_str(),
        value: inlines(&metadata.value),
    }
}

fn notice(notice: &Notice) -> NoticeJson<'_> {
    NoticeJson {
        kind: match notice.kind {
            NoticeKind::Info => "info",
            NoticeKind::Warning => "warning",
            NoticeKind::Fictitious => "fictitious",
            NoticeKind::Missing => "missing",
        },
        title: inlines(&notice.title),
        blocks: blocks(&notice.blocks),
    }
}

fn section(of: &Section) -> SectionJson<'_> {
    SectionJson {
        id: of.id.as_str(),
        number: of.number.as_ref().map(Text::as_str),
        title: inlines(&of.title),
        blocks: blocks(&of.blocks),
        sections: of.sections.iter().map(section).collect(),
    }
}

fn blocks(blocks: &[Block]) -> Vec<BlockJson<'_>> {
    blocks.iter().map(block).collect()
}

fn block(block: &Block) -> BlockJson<'_> {
    match block {
        Block::Paragraph(content) => BlockJson::Paragraph {
            content: inlines(content),
        },
        Block::Callout(callout) => BlockJson::Notice(notice(callout)),
        Block::List { ordered, items } => BlockJson::List {
            ordered: *ordered,
            items: items.iter().map(|item| blocks(item)).collect(),
        },
        Block::Table(of) => BlockJson::Table(table(of)),
        Block::Definitions(items) => BlockJson::Definitions {
            items: items.iter().map(definition).collect(),
        },
        Block::Progress(progress) => BlockJson::Progress {
            label: inlines(&progress.label),
            done: progress.done,
            total: progress.total,
            words: progress.words.as_str(),
        },
        Block::Quote(quoted) => BlockJson::Quote {
            blocks: blocks(quoted),
        },
        Block::Code(lines) => BlockJson::Code {
            lines: lines.iter().map(Text::as_str).collect(),
        },
        Block::PageBreak => BlockJson::PageBreak,
    }
}

fn definition(definition: &Definition) -> DefinitionJson<'_> {
    DefinitionJson {
        term: inlines(&definition.term),
        blocks: blocks(&definition.blocks),
    }
}

fn table(table: &Table) -> TableJson<'_> {
    TableJson {
        caption: table.caption_text().map(inlines),
        row_headers: table.has_row_headers(),
        columns: table.columns().iter().map(column).collect(),
        rows: table.rows().iter().map(row).collect(),
    }
}

fn column(column: &Column) -> ColumnJson<'_> {
    ColumnJson {
        title: inlines(&column.title),
        kind: match column.kind {
            ColumnKind::Text => "text",
            ColumnKind::Number => "number",
            ColumnKind::Money => "money",
            ColumnKind::Date => "date",
            ColumnKind::Percent => "percent",
            ColumnKind::State => "state",
        },
        align: match column.align {
            Align::Start => "start",
            Align::Center => "center",
            Align::End => "end",
        },
    }
}

fn row(row: &Row) -> RowJson<'_> {
    RowJson {
        kind: match row.kind() {
            RowKind::Body => "body",
            RowKind::Group => "group",
            RowKind::Total => "total",
        },
        cells: row.cells().iter().map(cell).collect(),
    }
}

fn cell(cell: &Cell) -> CellJson<'_> {
    CellJson {
        text: cell.content.plain_text(),
        content: inlines(&cell.content),
        value: match &cell.value {
            CellValue::Text => ValueJson::Text,
            CellValue::Number(number) => ValueJson::Number {
                number: number.to_string(),
            },
            CellValue::Money { amount, currency } => ValueJson::Money {
                amount: amount.to_string(),
                currency: currency.as_str(),
            },
            CellValue::Date(date) => ValueJson::Date {
                date: date.to_string(),
            },
            CellValue::Percent(percent) => ValueJson::Percent {
                percent: percent.to_string(),
            },
            CellValue::State(state) => ValueJson::State {
                state: state_name(*state),
            },
            CellValue::Empty => ValueJson::Empty,
        },
    }
}

fn state_name(state: StateKind) -> &'static str {
    match state {
        StateKind::Blank => "blank",
        StateKind::Skipped => "skipped",
        StateKind::Draft => "draft",
        StateKind::Answered => "answered",
        StateKind::Unknown => "unknown",
        StateKind::NotApplicable => "not-applicable",
        StateKind::NeedsReview => "needs-review",
        StateKind::Good => "good",
        StateKind::Fair => "fair",
        StateKind::Poor => "poor",
        StateKind::Neutral => "neutral",
    }
}

fn inlines(content: &Inlines) -> Vec<InlineJson<'_>> {
    content.runs().iter().map(inline).collect()
}

fn inline(inline: &Inline) -> InlineJson<'_> {
    match inline {
        Inline::Text(text) => InlineJson::Text {
            text: text.as_str(),
        },
        Inline::Strong(content) => InlineJson::Strong {
            content: inlines(content),
        },
        Inline::Emphasis(content) => InlineJson::Emphasis {
            content: inlines(content),
        },
        Inline::Inserted(content) => InlineJson::Inserted {
            content: inlines(content),
        },
        Inline::Deleted(content) => InlineJson::Deleted {
            content: inlines(content),
        },
        Inline::Link { href, content } => InlineJson::Link {
            href: href.as_str(),
            content: inlines(content),
        },
        Inline::Code(code) => InlineJson::Code {
            text: code.as_str(),
        },
        Inline::Break => InlineJson::Break,
        Inline::Reference { section, content } => InlineJson::Reference {
            section: section.as_str(),
            content: inlines(content),
        },
    }
}
