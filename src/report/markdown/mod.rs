//! `CommonMark` with the tables of GitHub.

mod anchor;
mod inline;

use std::io;

use super::{
    Align, Block, Definition, Inlines, Notice, Progress, Report, RowKind, Section, Table,
    WriteError,
};
use anchor::Anchors;
use inline::{Place, render_inlines};

/// Keeps two neighbours of one kind from becoming one block.
const SEPARATOR: &str = "<!-- -->";

/// Sections this deep stand in the table of contents.
const CONTENTS_DEPTH: usize = 2;

/// Writes a report as Markdown.
pub(super) fn write(report: &Report, out: &mut dyn io::Write) -> Result<(), WriteError> {
    let contents = report.labels.contents.as_str();
    let has_contents = report.sections.len() > 1;
    let mut before = vec![report.title.as_str()];
    if has_contents {
        before.push(contents);
    }
    let page = Page {
        report,
        anchors: Anchors::of_report(report, &before),
    };
    let mut parts = page.front();
    if has_contents {
        parts.push(page.heading(2, &Inlines::text(contents)));
        parts.push(page.contents(0, &report.sections));
    }
    page.push_sections(2, &report.sections, &mut parts);
    out.write_all(parts.join("\n\n").as_bytes())?;
    out.write_all(b"\n")?;
    Ok(())
}

/// Where blocks stand, which decides how far apart they are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// In a section.
    Outer,
    /// Inside another block.
    Inner,
    /// Inside a list without blank lines.
    Tight,
}

/// What kind of block stands before, where a neighbour could run into it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Bullets,
    Numbers,
    Quote,
    Other,
}

struct Page<'a> {
    report: &'a Report,
    anchors: Anchors,
}

impl Page<'_> {
    fn front(&self) -> Vec<String> {
        let mut parts = vec![self.heading(1, &self.report.title.clone().into())];
        if let Some(subtitle) = self
            .report
            .subtitle
            .as_ref()
            .filter(|text| !text.is_blank())
        {
            parts.push(self.paragraph(&Inlines::strong(subtitle.clone()), Depth::Outer));
        }
        let facts: Vec<String> = self
            .report
            .metadata
            .iter()
            .map(|fact| self.pair(&fact.label.clone().into(), &fact.value))
            .map(|fact| indented("- ", &fact))
            .collect();
        if !facts.is_empty() {
            parts.push(facts.join("\n"));
        }
        let notices: Vec<Block> = self
            .report
            .notices
            .iter()
            .cloned()
            .map(Block::Callout)
            .collect();
        parts.extend(Some(self.blocks(&notices, Depth::Outer)).filter(|text| !text.is_empty()));
        parts
    }

    fn contents(&self, depth: usize, sections: &[Section]) -> String {
        let mut lines = Vec::new();
        for section in sections {
            let link = Inlines::reference(section.id.clone(), numbered_title(section));
            lines.push(indented("- ", &self.line(&link, Place::Paragraph)));
            if depth + 1 < CONTENTS_DEPTH && !section.sections.is_empty() {
                lines.push(indented("  ", &self.contents(depth + 1, &section.sections)));
            }
        }
        lines.join("\n")
    }

    fn push_sections(&self, level: usize, sections: &[Section], parts: &mut Vec<String>) {
        for section in sections {
            parts.push(self.heading(level, &numbered_title(section)));
            parts.extend(
                Some(self.blocks(&section.blocks, Depth::Outer)).filter(|text| !text.is_empty()),
            );
            self.push_sections(level + 1, &section.sections, parts);
        }
    }

    fn heading(&self, level: usize, title: &Inlines) -> String {
        format!(
            "{} {}",
            "#".repeat(level.min(6)),
            self.line(title, Place::Heading)
        )
    }

    fn line(&self, content: &Inlines, place: Place) -> String {
        render_inlines(content, place, &|section| self.anchors.of(section))
    }

    /// A paragraph. Checkers take a lone strong line at the outer level for a
    /// heading in disguise; a space after it, as an entity, says it is not.
    fn paragraph(&self, content: &Inlines, depth: Depth) -> String {
        let text = self.line(content, Place::Paragraph);
        if depth != Depth::Outer {
            return text;
        }
        let marks = ["**", "_"];
        let is_lone = marks.iter().any(|mark| {
            let inner = text
                .strip_prefix(mark)
                .and_then(|text| text.strip_suffix(mark));
            inner.is_some_and(|inner| !inner.contains(mark))
        });
        if is_lone { text + "&#32;" } else { text }
    }

    /// A term and what is said of it, on one line.
    fn pair(&self, term: &Inlines, value: &Inlines) -> String {
        let content = if term.is_blank() || value.is_blank() {
            Inlines::strong(term).then(value)
        } else {
            Inlines::strong(term).then(" — ").then(value)
        };
        self.line(&content, Place::Paragraph)
    }

    fn blocks(&self, blocks: &[Block], depth: Depth) -> String {
        let mut text = String::new();
        let mut before = Shape::Other;
        for block in blocks {
            let (shape, part) = self.block(block, depth);
            if part.is_empty() {
                continue;
            }
            if !text.is_empty() {
                text.push_str(if depth == Depth::Tight { "\n" } else { "\n\n" });
                if shape == before && shape != Shape::Other {
                    text.push_str(SEPARATOR);
                    text.push_str("\n\n");
                }
            }
            text.push_str(&part);
            before = shape;
        }
        text
    }

    fn block(&self, block: &Block, depth: Depth) -> (Shape, String) {
        match block {
            Block::Paragraph(content) => (Shape::Other, self.paragraph(content, depth)),
            Block::Callout(notice) => (Shape::Quote, self.notice(notice)),
            Block::List {
                ordered: true,
                items,
            } => (Shape::Numbers, self.list(true, items)),
            Block::List {
                ordered: false,
                items,
            } => (Shape::Bullets, self.list(false, items)),
            Block::Table(table) => (Shape::Other, self.table(table, depth)),
            Block::Definitions(definitions) => (Shape::Bullets, self.definitions(definitions)),
            Block::Progress(progress) => (Shape::Other, self.progress(progress)),
            Block::Quote(blocks) => (Shape::Quote, quoted(&self.blocks(blocks, Depth::Inner))),
            Block::Code(lines) => (Shape::Other, code_block(lines)),
            Block::PageBreak => (Shape::Other, String::new()),
        }
    }

    fn notice(&self, notice: &Notice) -> String {
        let word = Inlines::text(self.report.labels.of_notice(notice.kind).as_str());
        let title = if notice.title.is_blank() {
            word
        } else {
            word.then(" — ").then(&notice.title)
        };
        let mut blocks = vec![Block::Paragraph(Inlines::strong(title))];
        blocks.extend(notice.blocks.iter().cloned());
        quoted(&self.blocks(&blocks, Depth::Inner))
    }

    fn list(&self, ordered: bool, items: &[Vec<Block>]) -> String {
        let is_tight = items.iter().all(|item| match item.as_slice() {
            [Block::Paragraph(_)] | [Block::Paragraph(_), Block::List { .. }] => true,
            others => others.is_empty(),
        });
        let items: Vec<String> = items
            .iter()
            .enumerate()
            .map(|(index, item)| {
                let marker = if ordered {
                    format!("{}. ", index + 1)
                } else {
                    "- ".to_owned()
                };
                indented(
                    &marker,
                    &self.blocks(item, if is_tight { Depth::Tight } else { Depth::Inner }),
                )
            })
            .collect();
        items.join(if is_tight { "\n" } else { "\n\n" })
    }

    fn definitions(&self, definitions: &[Definition]) -> String {
        let is_short = |definition: &Definition| {
            matches!(definition.blocks.as_slice(), [] | [Block::Paragraph(_)])
        };
        let is_tight = definitions.iter().all(is_short);
        let items: Vec<String> = definitions
            .iter()
            .map(|definition| {
                let text = match definition.blocks.as_slice() {
                    [Block::Paragraph(content)] => self.pair(&definition.term, content),
                    blocks => {
                        let term = Block::Paragraph(Inlines::strong(&definition.term));
                        let all: Vec<Block> = std::iter::once(term)
                            .chain(blocks.iter().cloned())
                            .collect();
                        self.blocks(&all, Depth::Inner)
                    }
                };
                indented("- ", &text)
            })
            .collect();
        items.join(if is_tight { "\n" } else { "\n\n" })
    }

    fn progress(&self, progress: &Progress) -> String {
        self.pair(&progress.label, &Inlines::text(progress.words.as_str()))
    }

    fn table(&self, table: &Table, depth: Depth) -> String {
        if table.columns().is_empty() {
            return String::new();
        }
        let mut lines = Vec::new();
        if let Some(caption) = table.caption_text() {
            lines.push(self.paragraph(&Inlines::strong(caption), depth));
            lines.push(String::new());
        }
        let titles = table
            .columns()
            .iter()
            .map(|column| self.line(&column.title, Place::Cell));
        lines.push(table_line(titles));
        lines.push(table_line(table.columns().iter().map(|column| {
            match column.align {
                Align::Start => "---",
                Align::Center => ":---:",
                Align::End => "---:",
            }
            .to_owned()
        })));
        for row in table.rows() {
            lines.push(table_line(row.cells().iter().map(|cell| {
                let content = match row.kind() {
                    RowKind::Body => cell.content.clone(),
                    RowKind::Group | RowKind::Total => Inlines::strong(&cell.content),
                };
                self.line(&content, Place::Cell)
            })));
        }
        lines.join("\n")
    }
}

fn numbered_title(section: &Section) -> Inlines {
    match &section.number {
        Some(number) => Inlines::text(format!("{number} ")).then(&section.title),
        None => section.title.clone(),
    }
}

fn table_line(cells: impl Iterator<Item = String>) -> String {
    let mut line = String::from("|");
    for cell in cells {
        line.push(' ');
        line.push_str(&cell);
        line.push_str(if cell.is_empty() { "|" } else { " |" });
    }
    line
}

fn code_block(lines: &[super::Text]) -> String {
    let is_fence = |line: &super::Text| {
        let line = line.as_str().trim_start();
        line.len() - line.trim_start_matches('`').len()
    };
    let longest = lines.iter().map(is_fence).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let body: Vec<&str> = lines.iter().map(|line| line.as_str().trim_end()).collect();
    format!("{fence}text\n{}\n{fence}", body.join("\n"))
}

/// Puts a marker before the first line and the same room before the others.
fn indented(marker: &str, text: &str) -> String {
    let room = " ".repeat(marker.len());
    prefixed(marker, &room, text)
}

fn quoted(text: &str) -> String {
    prefixed("> ", "> ", text)
}

fn prefixed(first: &str, others: &str, text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let prefix = if index == 0 { first } else { others };
        out.push_str(if line.is_empty() {
            prefix.trim_end()
        } else {
            prefix
        });
        out.push_str(line);
    }
    out
}
