//! An expression as it is written: what the parser read, every part with its place.

use rust_decimal::Decimal;

use crate::source::Span;

/// An operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Not,
    Negate,
    And,
    Or,
    If,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    In,
    Index,
}

impl Operator {
    /// The operator under the name the parser has for it.
    pub(super) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "!_" => Self::Not,
            "-_" => Self::Negate,
            "_&&_" => Self::And,
            "_||_" => Self::Or,
            "_?_:_" => Self::If,
            "_==_" => Self::Equal,
            "_!=_" => Self::NotEqual,
            "_<_" => Self::Less,
            "_<=_" => Self::LessOrEqual,
            "_>_" => Self::Greater,
            "_>=_" => Self::GreaterOrEqual,
            "_+_" => Self::Add,
            "_-_" => Self::Subtract,
            "_*_" => Self::Multiply,
            "_/_" => Self::Divide,
            "_%_" => Self::Remainder,
            "@in" => Self::In,
            "_[_]" => Self::Index,
            _ => return None,
        })
    }

    /// The operator as people write it.
    pub(super) const fn sign(self) -> &'static str {
        match self {
            Self::Not => "!",
            Self::Negate | Self::Subtract => "-",
            Self::And => "&&",
            Self::Or => "||",
            Self::If => "? :",
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Add => "+",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
            Self::In => "in",
            Self::Index => "[ ]",
        }
    }
}

/// A part of an expression and where it stands, in bytes of the expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tree {
    /// All of it.
    pub(super) span: Span,
    /// The word that names it: a field, a function, an operator; else all of it.
    pub(super) name: Span,
    pub(super) kind: TreeKind,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum TreeKind {
    Null,
    Flag(bool),
    Number(Decimal),
    Text(String),
    /// A name without a dot before it.
    Name(String),
    /// A field of something.
    Select(Box<Tree>, String),
    /// A function, or a method of the first part.
    Call {
        function: String,
        target: Option<Box<Tree>>,
        arguments: Vec<Tree>,
    },
    Operation(Operator, Vec<Tree>),
    List(Vec<Tree>),
    /// What CEL has and own rules have no use for.
    Unsupported,
}
