//! The types of values in expressions.

use std::fmt;

use crate::handbook::{SOURCE_RECORD, ValueKind};

/// The set of the states of answers, under a name that no set of a handbook can have.
pub(super) const STATE_SET: &str = "@state";

/// What a value is, as far as it is known before the expression runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Type {
    /// Not known: an item of an empty list, say.
    Any,
    Null,
    Flag,
    Number,
    Text,
    /// A choice of a set.
    Choice(String),
    /// The id of a record of one of these types.
    Reference(Vec<String>),
    Date,
    Money,
    Period,
    List(Box<Type>),
    /// A record of a type.
    Record(String),
}

impl Type {
    /// The type of the values of a kind.
    pub(super) fn of(kind: &ValueKind) -> Self {
        let one = match kind {
            ValueKind::Choice { .. } | ValueKind::Choices { .. } | ValueKind::Scale => {
                Self::Choice(kind.set().unwrap_or_default().to_owned())
            }
            ValueKind::Number { .. } | ValueKind::Percent | ValueKind::Year => Self::Number,
            ValueKind::Money => Self::Money,
            ValueKind::Date => Self::Date,
            ValueKind::Period => Self::Period,
            ValueKind::Reference { to, .. } => Self::Reference(to.clone()),
            ValueKind::Line
            | ValueKind::Text
            | ValueKind::Country
            | ValueKind::Currency
            | ValueKind::Language { .. }
            | ValueKind::Code { .. } => Self::Text,
        };
        if kind.is_many() { Self::list(one) } else { one }
    }

    pub(super) fn list(of: Self) -> Self {
        Self::List(Box::new(of))
    }

    /// Ids of the evidence ledger.
    pub(super) fn evidence() -> Self {
        Self::list(Self::Reference(vec![SOURCE_RECORD.to_owned()]))
    }

    /// Whether values are texts, of whatever meaning.
    pub(super) const fn is_text(&self) -> bool {
        matches!(
            self,
            Self::Text | Self::Choice(_) | Self::Reference(_) | Self::Any
        )
    }

    /// Whether values stand in an order.
    pub(super) const fn is_ordered(&self) -> bool {
        self.is_text() || matches!(self, Self::Number | Self::Date | Self::Money)
    }

    /// The type that both can be taken for, where there is one.
    pub(super) fn common(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Any | Self::Null, known) | (known, Self::Any | Self::Null) => {
                Some(known.clone())
            }
            (Self::List(one), Self::List(other)) => one.common(other).map(Self::list),
            (one, other) if one == other => Some(one.clone()),
            (one, other) if one.is_text() && other.is_text() => Some(Self::Text),
            _ => None,
        }
    }

    /// Whether two values can be asked whether they are the same.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.common(other).is_some()
    }
}

impl fmt::Display for Type {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => formatter.write_str("any"),
            Self::Null => formatter.write_str("null"),
            Self::Flag => formatter.write_str("bool"),
            Self::Number => formatter.write_str("number"),
            Self::Text => formatter.write_str("text"),
            Self::Choice(set) if set == STATE_SET => formatter.write_str("state"),
            Self::Choice(set) => write!(formatter, "choice({set})"),
            Self::Reference(to) => write!(formatter, "reference({})", to.join(", ")),
            Self::Date => formatter.write_str("date"),
            Self::Money => formatter.write_str("money"),
            Self::Period => formatter.write_str("period"),
            Self::List(of) => write!(formatter, "list({of})"),
            Self::Record(of) => write!(formatter, "record({of})"),
        }
    }
}
