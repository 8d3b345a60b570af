//! Tables whose cells keep their values, so that a spreadsheet can count.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::inline::Inlines;
use super::text::Text;

/// A table: every row has as many cells as there are columns.
///
/// ```
/// use mainstream::report::{Cell, Column, Table};
///
/// let table = Table::new([Column::text("Body"), Column::number("Staff")])
///     .caption("Bodies")
///     .row([Cell::text("Ministry of Planning"), Cell::number(12.into(), "12")])
///     .total([Cell::text("Total"), Cell::number(12.into(), "12")]);
/// assert_eq!(table.rows().len(), 2);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    caption: Option<Inlines>,
    columns: Vec<Column>,
    rows: Vec<Row>,
    row_headers: bool,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The heading.
    pub title: Inlines,
    /// What the cells hold.
    pub kind: ColumnKind,
    /// Where the cells stand.
    pub align: Align,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColumnKind {
    /// Words.
    Text,
    /// Numbers.
    Number,
    /// Amounts with a currency.
    Money,
    /// Dates.
    Date,
    /// Shares of a hundred.
    Percent,
    /// States of answers, or ratings.
    State,
}

/// Where text stands between the edges, in reading direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Align {
    /// Where reading starts: left in a left-to-right report.
    Start,
    /// In the middle.
    Center,
    /// Where reading ends.
    End,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    kind: RowKind,
    cells: Vec<Cell>,
}

/// What a row is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RowKind {
    /// Ordinary.
    Body,
    /// The heading of the rows that follow; only its first cell has content.
    Group,
    /// A sum of rows above.
    Total,
}

/// A cell: what is read, and the value behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What is read, already in the report's language.
    pub content: Inlines,
    /// The value, for writers that can store it.
    pub value: CellValue,
}

/// The value of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellValue {
    /// What is read is the value.
    Text,
    /// A number.
    Number(Decimal),
    /// An amount of money.
    Money {
        /// The amount, in units of the currency.
        amount: Decimal,
        /// ISO 4217 code.
        currency: Text,
    },
    /// A day.
    Date(Date),
    /// A share, where 100 means all.
    Percent(Decimal),
    /// A state or a rating.
    State(StateKind),
    /// No value; the content may say why.
    Empty,
}

/// A state of an answer or a rating; the word for it is the cell's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StateKind {
    /// Never touched.
    Blank,
    /// Passed over for now.
    Skipped,
    /// Begun.
    Draft,
    /// Answered.
    Answered,
    /// The team does not know.
    Unknown,
    /// Does not apply.
    NotApplicable,
    /// Answered, but something it rests on has changed.
    NeedsReview,
    /// A good rating: yes, on track, in place.
    Good,
    /// A middling rating: partly, late.
    Fair,
    /// A bad rating: no, off track, absent.
    Poor,
    /// Neither good nor bad.
    Neutral,
}

/// How a state is coloured, where a format has colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    /// As it should be.
    Good,
    /// On the way.
    Fair,
    /// Not as it should be.
    Poor,
    /// Somebody has to look.
    Attention,
    /// Nothing to do.
    Muted,
}

impl Table {
    /// A table without rows.
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Self {
            caption: None,
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
            row_headers: false,
        }
    }

    /// Says what the table shows.
    #[must_use]
    pub fn caption(mut self, caption: impl Into<Inlines>) -> Self {
        self.caption = Some(caption.into());
        self
    }

    /// Makes the first cell of each row the row's heading.
    #[must_use]
    pub fn with_row_headers(mut self) -> Self {
        self.row_headers = true;
        self
    }

    /// Appends an ordinary row.
    #[must_use]
    pub fn row(mut self, cells: impl IntoIterator<Item = Cell>) -> Self {
        self.push(RowKind::Body, cells);
        self
    }

    /// Appends the heading of the rows that follow.
    #[must_use]
    pub fn group(mut self, title: impl Into<Inlines>) -> Self {
        self.push(RowKind::Group, [Cell::text(title)]);
        self
    }

    /// Appends a sum.
    #[must_use]
    pub fn total(mut self, cells: impl IntoIterator<Item = Cell>) -> Self {
        self.push(RowKind::Total, cells);
        self
    }

    /// Appends a row in place. Missing cells are empty; cells beyond the last
    /// column are joined to the last, so that nothing said is lost.
    pub fn push(&mut self, kind: RowKind, cells: impl IntoIterator<Item = Cell>) {
        let room = if kind == RowKind::Group {
            1
        } else {
            self.columns.len()
        };
        let mut fitted: Vec<Cell> = Vec::with_capacity(self.columns.len());
        for cell in cells {
            let is_full = fitted.len() >= room;
            match fitted.last_mut() {
                Some(last) if is_full => {
                    last.content.append(Inlines::line_break());
                    last.content.append(cell.content);
                    last.value = CellValue::Text;
                }
                _ => fitted.push(cell),
            }
        }
        fitted.resize_with(self.columns.len(), Cell::empty);
        self.rows.push(Row {
            kind,
            cells: fitted,
        });
    }

    /// What the table shows.
    pub fn caption_text(&self) -> Option<&Inlines> {
        self.caption.as_ref().filter(|caption| !caption.is_blank())
    }

    /// The columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The rows.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Whether the first cell of a row is its heading.
    pub fn has_row_headers(&self) -> bool {
        self.row_headers
    }
}

impl Column {
    /// A column of words.
    pub fn text(title: impl Into<Inlines>) -> Self {
        Self::new(title, ColumnKind::Text)
    }

    /// A column of numbers.
    pub fn number(title: impl Into<Inlines>) -> Self {
        Self::new(title, ColumnKind::Number)
    }

    /// A column of amounts.
    pub fn money(title: impl Into<Inlines>) -> Self {
        Self::new(title, ColumnKind::Money)
    }

    /// A column of dates.
    pub fn date(title: impl Into<Inlines>) -> Self {
        Self::new(title, ColumnKind::Date)
    }

    /// A column of percentages.
    pub fn percent(title: impl Into<Inlines>) -> Self {
        Self::new(title, ColumnKind::Percent)
    }

    /// A column of states or ratings.
    pub fn state(title: impl Into<Inlines>) -> Self {
        Self::new(title, ColumnKind::State)
    }

    /// A column of the given kind, aligned as the kind wants.
    pub fn new(title: impl Into<Inlines>, kind: ColumnKind) -> Self {
        let align = match kind {
            ColumnKind::Number | ColumnKind::Money | ColumnKind::Percent => Align::End,
            ColumnKind::Text | ColumnKind::Date | ColumnKind::State => Align::Start,
        };
        Self {
            title: title.into(),
            kind,
            align,
        }
    }

    /// The same column, aligned otherwise.
    #[must_use]
    pub fn aligned(mut self, align: Align) -> Self {
        self.align = align;
        self
    }
}

impl Row {
    /// What the row is for.
    pub fn kind(&self) -> RowKind {
        self.kind
    }

    /// The cells, one per column.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }
}

impl Cell {
    /// Words.
    pub fn text(content: impl Into<Inlines>) -> Self {
        Self::new(content, CellValue::Text)
    }

    /// A number, and how it is written in the report's language.
    pub fn number(number: Decimal, shown: impl Into<Inlines>) -> Self {
        Self::new(shown, CellValue::Number(number))
    }

    /// An amount with its ISO 4217 currency, and how it is written.
    pub fn money(amount: Decimal, currency: &str, shown: impl Into<Inlines>) -> Self {
        Self::new(
            shown,
            CellValue::Money {
                amount,
                currency: currency.into(),
            },
        )
    }

    /// A day, and how it is written.
    pub fn date(date: Date, shown: impl Into<Inlines>) -> Self {
        Self::new(shown, CellValue::Date(date))
    }

    /// A share where 100 means all, and how it is written.
    pub fn percent(percent: Decimal, shown: impl Into<Inlines>) -> Self {
        Self::new(shown, CellValue::Percent(percent))
    }

    /// A state or rating, and the word for it.
    pub fn state(state: StateKind, word: impl Into<Inlines>) -> Self {
        Self::new(word, CellValue::State(state))
    }

    /// Nothing.
    pub fn empty() -> Self {
        Self::new(Inlines::new(), CellValue::Empty)
    }

    /// No value, and a word that says so.
    pub fn missing(word: impl Into<Inlines>) -> Self {
        Self::new(word, CellValue::Empty)
    }

    fn new(content: impl Into<Inlines>, value: CellValue) -> Self {
        Self {
            content: content.into(),
            value,
        }
    }
}

impl StateKind {
    /// The colour that goes with it.
    pub fn tone(self) -> Tone {
        match self {
            Self::Answered | Self::Good => Tone::Good,
            Self::Draft | Self::Fair => Tone::Fair,
            Self::Poor => Tone::Poor,
            Self::Unknown | Self::NeedsReview => Tone::Attention,
            Self::Blank | Self::Skipped | Self::NotApplicable | Self::Neutral => Tone::Muted,
        }
    }
}
