//! An expression ready to run: names are found, types fit.

use jiff::civil::Date;
use regex::Regex;
use rust_decimal::Decimal;

use super::tree::Operator;
use crate::handbook::ValueKind;
use crate::source::Span;

/// A step of the work and the part of the expression it does.
#[derive(Debug, Clone)]
pub(super) struct Code {
    pub(super) span: Span,
    pub(super) work: Work,
}

/// What a step does.
#[derive(Debug, Clone)]
pub(super) enum Work {
    Null,
    Flag(bool),
    Number(Decimal),
    Text(String),
    Date(Date),
    Today,
    /// The record the rule looks at.
    Record,
    /// A name that a way through a list gives to its items.
    Variable(usize),
    /// Something of a question; none for the question the rule looks at.
    Answer(Option<usize>, AnswerPart),
    /// All records of a type.
    Records(String),
    Header(HeaderPart),
    Field(Box<Code>, FieldRead),
    Part(Box<Code>, Part),
    Follow(Box<Code>),
    Has(Box<Code>),
    Not(Box<Code>),
    Negate(Box<Code>),
    And(Box<[Code; 2]>),
    Or(Box<[Code; 2]>),
    If(Box<[Code; 3]>),
    /// Whether two values are the same, or are not.
    Same(Box<[Code; 2]>, bool),
    Compare(Operator, Box<[Code; 2]>),
    Reckon(Operator, Box<[Code; 2]>),
    In(Box<[Code; 2]>),
    Index(Box<[Code; 2]>),
    List(Vec<Code>),
    Each(Each, Box<Loop>),
    Size(Box<Code>),
    Matches(Box<Code>, Regex),
    ReadDate(Box<Code>),
    Call(Function, Vec<Code>),
}

/// What is asked of the answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum AnswerPart {
    /// A value of a kind.
    Value(ValueKind),
    /// The records it keeps or shows.
    Records,
    State,
    Note,
    Evidence,
}

/// A key of the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeaderPart {
    Country,
    Title,
    Language,
    Currency,
    Period,
    Fictitious,
    Edition,
    Overlays,
}

/// How a field of a record is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FieldRead {
    Id,
    Note,
    Evidence,
    Value(String, ValueKind),
}

/// A part of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Amount,
    Currency,
    Start,
    End,
}

/// A way through a list.
#[derive(Debug, Clone)]
pub(super) struct Loop {
    pub(super) list: Code,
    /// What has to be true of an item, where that is asked before `value`.
    pub(super) test: Option<Code>,
    pub(super) value: Code,
}

/// What comes of a way through a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Each {
    All,
    Exists,
    ExistsOne,
    Filter,
    Map,
}

/// A function of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Distinct,
    Sum,
    Min,
    Max,
    Contains,
    StartsWith,
    EndsWith,
    Lower,
    Year,
    Month,
}
