//! What a section is made of.

use super::inline::Inlines;
use super::table::Table;
use super::text::Text;

/// One block of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph of text.
    Paragraph(Inlines),
    /// A notice set apart from the text.
    Callout(Notice),
    /// A list.
    List {
        /// Whether the items are numbered.
        ordered: bool,
        /// The items, each of one block or more.
        items: Vec<Vec<Block>>,
    },
    /// A table.
    Table(Table),
    /// Terms, each with what is said of it.
    Definitions(Vec<Definition>),
    /// How much of something is done.
    Progress(Progress),
    /// Somebody's words.
    Quote(Vec<Block>),
    /// Text whose lines and spaces matter.
    Code(Vec<Text>),
    /// What follows begins on a new page, where the format has pages.
    PageBreak,
}

/// A notice about the report or a part of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// What the notice is; writers put its word from the labels first.
    pub kind: NoticeKind,
    /// A few words; may be empty.
    pub title: Inlines,
    /// The rest; may be empty.
    pub blocks: Vec<Block>,
}

/// What a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoticeKind {
    /// Good to know.
    Info,
    /// To be careful with.
    Warning,
    /// The country and its figures are invented.
    Fictitious,
    /// Something has not been answered.
    Missing,
}

/// A term and what is said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// The term.
    pub term: Inlines,
    /// What is said of it.
    pub blocks: Vec<Block>,
}

/// How much of something is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Of what.
    pub label: Inlines,
    /// Steps done.
    pub done: u32,
    /// Steps in all; nothing is drawn where it is zero.
    pub total: u32,
    /// The figures in words, such as `3 of 10 answered`.
    pub words: Text,
}

impl Progress {
    /// The share done, in tenths of a percent from 0 to 1000, rounded down so
    /// that only a finished thing looks finished.
    pub fn permille(&self) -> u32 {
        if self.total == 0 {
            return 0;
        }
        let share = u64::from(self.done) * 1000 / u64::from(self.total);
        u32::try_from(share.min(1000)).unwrap_or(1000)
    }
}

impl Block {
    /// A paragraph.
    pub fn paragraph(content: impl Into<Inlines>) -> Self {
        Self::Paragraph(content.into())
    }

    /// A notice set apart from the text.
    pub fn callout(kind: NoticeKind, title: impl Into<Inlines>, blocks: Vec<Self>) -> Self {
        Self::Callout(Notice::new(kind, title, blocks))
    }

    /// A list with bullets.
    pub fn bullets<I: Into<Inlines>>(items: impl IntoIterator<Item = I>) -> Self {
        Self::list(false, items)
    }

    /// A numbered list.
    pub fn numbered<I: Into<Inlines>>(items: impl IntoIterator<Item = I>) -> Self {
        Self::list(true, items)
    }

    /// Terms, each with one paragraph.
    pub fn definitions<T: Into<Inlines>, D: Into<Inlines>>(
        pairs: impl IntoIterator<Item = (T, D)>,
    ) -> Self {
        let definition = |(term, text): (T, D)| Definition::new(term, vec![Self::paragraph(text)]);
        Self::Definitions(pairs.into_iter().map(definition).collect())
    }

    /// How much of something is done, and the same in words.
    pub fn progress(
        label: impl Into<Inlines>,
        done: u32,
        total: u32,
        words: impl Into<Text>,
    ) -> Self {
        Self::Progress(Progress {
            label: label.into(),
            done,
            total,
            words: words.into(),
        })
    }

    /// Somebody's words.
    pub fn quote(content: impl Into<Inlines>) -> Self {
        Self::Quote(vec![Self::paragraph(content)])
    }

    /// Text whose lines and spaces matter; a tab counts as four spaces.
    pub fn code(text: &str) -> Self {
        let text = text.strip_suffix('\n').unwrap_or(text);
        Self::Code(Text::lines(&text.replace('\t', "    ")))
    }

    fn list<I: Into<Inlines>>(ordered: bool, items: impl IntoIterator<Item = I>) -> Self {
        let items = items
            .into_iter()
            .map(|item| vec![Self::paragraph(item)])
            .collect();
        Self::List { ordered, items }
    }
}

impl From<Table> for Block {
    fn from(table: Table) -> Self {
        Self::Table(table)
    }
}

impl Notice {
    /// A notice.
    pub fn new(kind: NoticeKind, title: impl Into<Inlines>, blocks: Vec<Block>) -> Self {
        Self {
            kind,
            title: title.into(),
            blocks,
        }
    }
}

impl Definition {
    /// A term and what is said of it.
    pub fn new(term: impl Into<Inlines>, blocks: Vec<Block>) -> Self {
        Self {
            term: term.into(),
            blocks,
        }
    }
}
