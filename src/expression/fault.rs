//! What can be wrong with an expression, before it runs and while it does.

use crate::source::Span;

/// One thing wrong with an expression, as data; words are chosen where it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpressionFault {
    /// Where, in bytes of the expression.
    pub span: Span,
    /// What.
    pub kind: FaultKind,
}

impl ExpressionFault {
    pub(super) fn new(span: Span, kind: FaultKind) -> Self {
        Self { span, kind }
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// Longer than so many characters.
    TooLong {
        /// The most there may be.
        limit: usize,
    },
    /// Nested deeper than so many levels.
    TooDeep {
        /// The most there may be.
        limit: usize,
    },
    /// More goes through lists inside each other than there may be.
    TooManyLoops {
        /// The most there may be.
        limit: usize,
    },
    /// It ends where something has to follow.
    Unfinished,
    /// A text in quotes without its second quote.
    OpenText,
    /// A word or sign that cannot stand there.
    Unexpected {
        /// The word or sign.
        found: String,
    },
    /// A word that CEL keeps for itself.
    Reserved {
        /// The word.
        found: String,
    },
    /// A number that cannot be read.
    BadNumber {
        /// What stands there.
        found: String,
    },
    /// A text that has to be a day and is none.
    BadDate {
        /// What stands there.
        found: String,
    },
    /// A pattern that cannot be read.
    BadPattern {
        /// What stands there.
        found: String,
    },
    /// A part of CEL that own rules have no use for.
    Unsupported,
    /// A name that nothing has.
    Unknown {
        /// What kind of thing was looked for.
        noun: Noun,
        /// The name.
        found: String,
        /// What it was looked for in.
        of: String,
        /// The nearest name there is.
        nearest: Option<String>,
    },
    /// A name with another part to follow, such as `answers` without a step.
    Incomplete {
        /// The name.
        found: String,
        /// How it goes on.
        form: &'static str,
    },
    /// A function with too few or too many arguments, or not called the way it is.
    WrongUse {
        /// The function.
        function: &'static str,
        /// How it is written.
        form: &'static str,
    },
    /// A value of one type where another one belongs.
    WrongType {
        /// What it belongs to: an operator, a function.
        of: String,
        /// The type it is.
        found: String,
        /// The types it may be.
        wanted: String,
    },
    /// Two values that cannot be compared or joined.
    Unlike {
        /// The operator.
        of: &'static str,
        /// The type on the left.
        left: String,
        /// The type on the right.
        right: String,
    },
    /// A reference that may lead to records of several types cannot be followed.
    SeveralTypes {
        /// The types.
        types: String,
    },
    /// A list, which is empty where nothing is written, compared with nothing.
    NeverNull,
    /// The whole is not true or false.
    NotTrueOrFalse {
        /// The type it is.
        found: String,
    },
}

/// A kind of thing that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    /// A variable.
    Name,
    /// A field of a record or a part of a value.
    Field,
    /// A step of the handbook.
    Step,
    /// A question of a step.
    Question,
    /// A record type.
    Record,
    /// A key of the header.
    Header,
    /// A function.
    Function,
    /// A choice of a set.
    Choice,
}

/// Why an expression came to no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunFault {
    /// Something was divided by zero.
    DivisionByZero,
    /// A number grew beyond all that can be kept.
    Overflow,
    /// A text that should be a day is none.
    BadDate,
    /// A value is not what the operation needs.
    WrongType,
    /// It took more steps than an expression may take.
    TooMuchWork,
}
