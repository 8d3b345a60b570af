//! Reports: one document model, and a writer per format.
//!
//! A report is built once, with every word in it chosen and translated; a
//! writer only decides how it looks. The same report gives the same bytes.

mod answer;
mod block;
mod build;
mod html;
mod inline;
mod json;
mod markdown;
mod run;
mod table;
mod text;
mod writer;

pub use answer::markdown_answer;
pub use block::{Block, Definition, Notice, NoticeKind, Progress};
pub use build::{
    Audience, BookletOptions, BookletPart, DossierOptions, build_booklet, build_dossier, labels,
};
pub use inline::{Inline, Inlines};
pub use run::{Revision, Run, Style, Target};
pub use table::{Align, Cell, CellValue, Column, ColumnKind, Row, RowKind, StateKind, Table, Tone};
pub use text::{Href, SectionId, Text};
pub use writer::{WRITERS, WriteError, Writer};

/// A finished document.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The language, as a BCP 47 tag such as `fr` or `ar-TN`.
    pub language: Text,
    /// The reading direction.
    pub direction: Direction,
    /// The title.
    pub title: Text,
    /// A second line below the title.
    pub subtitle: Option<Text>,
    /// Facts about the document: country, period, edition, date.
    pub metadata: Vec<Metadata>,
    /// What a reader has to know before reading.
    pub notices: Vec<Notice>,
    /// The sections in reading order.
    pub sections: Vec<Section>,
    /// The fixed words that writers need.
    pub labels: Labels,
}

/// Reading direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

/// One fact about the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    /// What the fact is.
    pub label: Text,
    /// The fact.
    pub value: Inlines,
}

/// A section with its sections.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Unique in the report.
    pub id: SectionId,
    /// The number, such as `2.1`, without a final period.
    pub number: Option<Text>,
    /// The heading.
    pub title: Inlines,
    /// What stands before the first inner section.
    pub blocks: Vec<Block>,
    /// The inner sections.
    pub sections: Vec<Section>,
}

/// The words that writers need, in the report's language.
///
/// Writers contain no word of any language; what is not here they cannot say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// Heading of the table of contents.
    pub contents: Text,
    /// First link of a web page, which leads past the table of contents.
    pub skip_to_content: Text,
    /// Names the list of facts about the document.
    pub about: Text,
    /// Before a page number.
    pub page: Text,
    /// Before the number of a table that has no caption.
    pub table: Text,
    /// First word of a notice that is good to know.
    pub info: Text,
    /// First word of a warning.
    pub warning: Text,
    /// First word of a notice that country and figures are invented.
    pub fictitious: Text,
    /// First word of a notice that something is missing.
    pub missing: Text,
    /// For an answer nobody has given.
    pub not_answered: Text,
    /// For a true value.
    pub yes: Text,
    /// For a false value.
    pub no: Text,
}

impl Report {
    /// An empty report in a language, given as a BCP 47 tag.
    ///
    /// The direction follows from the language; set the field for another.
    pub fn new(language: &str, title: impl Into<Text>, labels: Labels) -> Self {
        Self {
            language: language.into(),
            direction: Direction::of_language(language),
            title: title.into(),
            subtitle: None,
            metadata: Vec::new(),
            notices: Vec::new(),
            sections: Vec::new(),
            labels,
        }
    }

    /// Adds a fact about the document.
    pub fn add_metadata(&mut self, label: impl Into<Text>, value: impl Into<Inlines>) {
        self.metadata.push(Metadata {
            label: label.into(),
            value: value.into(),
        });
    }

    /// Every section with its depth from 0, in reading order.
    pub fn outline(&self) -> Vec<(usize, &Section)> {
        fn visit<'a>(
            depth: usize,
            sections: &'a [Section],
            outline: &mut Vec<(usize, &'a Section)>,
        ) {
            for section in sections {
                outline.push((depth, section));
                visit(depth + 1, &section.sections, outline);
            }
        }
        let mut outline = Vec::new();
        visit(0, &self.sections, &mut outline);
        outline
    }
}

impl Direction {
    /// The direction in which a language is written, by its BCP 47 tag.
    pub fn of_language(language: &str) -> Self {
        const RTL_LANGUAGES: [&str; 11] = [
            "ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi",
        ];
        const RTL_SCRIPTS: [&str; 7] = ["adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"];
        let tag = language.to_ascii_lowercase();
        let mut subtags = tag.split(['-', '_']);
        let primary = subtags.next().unwrap_or_default();
        let script = subtags.next().filter(|subtag| subtag.len() == 4);
        let is_rtl = match script {
            Some(script) => RTL_SCRIPTS.contains(&script),
            None => RTL_LANGUAGES.contains(&primary),
        };
        if is_rtl { Self::Rtl } else { Self::Ltr }
    }
}

impl Section {
    /// A section with a heading and nothing in it yet.
    pub fn new(id: impl Into<SectionId>, title: impl Into<Inlines>) -> Self {
        Self {
            id: id.into(),
            number: None,
            title: title.into(),
            blocks: Vec::new(),
            sections: Vec::new(),
        }
    }

    /// Gives the section a number, such as `2.1`.
    #[must_use]
    pub fn numbered(mut self, number: impl Into<Text>) -> Self {
        self.number = Some(number.into());
        self
    }

    /// Appends a block.
    #[must_use]
    pub fn block(mut self, block: impl Into<Block>) -> Self {
        self.blocks.push(block.into());
        self
    }

    /// Appends blocks.
    #[must_use]
    pub fn blocks(mut self, blocks: impl IntoIterator<Item = Block>) -> Self {
        self.blocks.extend(blocks);
        self
    }

    /// Appends an inner section.
    #[must_use]
    pub fn section(mut self, section: Self) -> Self {
        self.sections.push(section);
        self
    }
}

impl Labels {
    /// The word that begins a notice of this kind.
    pub fn of_notice(&self, kind: NoticeKind) -> &Text {
        match kind {
            NoticeKind::Info => &self.info,
            NoticeKind::Warning => &self.warning,
            NoticeKind::Fictitious => &self.fictitious,
            NoticeKind::Missing => &self.missing,
        }
    }
}
