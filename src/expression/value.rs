//! Values while an expression runs.

use std::cmp::Ordering;
use std::rc::Rc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::project::{Money, Period, Record};

/// A value; copying one costs next to nothing.
#[derive(Debug, Clone)]
pub(super) enum Value<'w> {
    Null,
    Flag(bool),
    Number(Decimal),
    Text(Text<'w>),
    Date(Date),
    Money(Money),
    Period(Period),
    Record(Record<'w>),
    List(Rc<[Value<'w>]>),
}

/// A text of the file, or one that was made.
#[derive(Debug, Clone)]
pub(super) enum Text<'w> {
    Of(&'w str),
    Made(Rc<str>),
}

impl Text<'_> {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Of(text) => text,
            Self::Made(text) => text,
        }
    }
}

impl Value<'_> {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(Text::Made(Rc::from(text)))
    }

    pub(super) fn list(items: Vec<Self>) -> Self {
        Self::List(Rc::from(items))
    }

    /// Whether nothing is there: no value, or a list of none.
    pub(super) fn is_nothing(&self) -> bool {
        match self {
            Self::Null => true,
            Self::List(items) => items.is_empty(),
            _ => false,
        }
    }

    /// Whether two values are the same; what is of different types is not.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Flag(one), Self::Flag(other)) => one == other,
            (Self::Number(one), Self::Number(other)) => one == other,
            (Self::Text(one), Self::Text(other)) => one.as_str() == other.as_str(),
            (Self::Date(one), Self::Date(other)) => one == other,
            (Self::Money(one), Self::Money(other)) => one == other,
            (Self::Period(one), Self::Period(other)) => {
                (one.start, one.end) == (other.start, other.end)
            }
            (Self::Record(one), Self::Record(other)) => std::ptr::eq(one.node, other.node),
            (Self::List(one), Self::List(other)) => {
                one.len() == other.len()
                    && one
                        .iter()
                        .zip(other.iter())
                        .all(|(one, other)| one.is_same(other))
            }
            _ => false,
        }
    }

    /// How two values of a type stand to each other; none where they cannot be compared, such as
    /// amounts in two currencies.
    pub(super) fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Number(one), Self::Number(other)) => Some(one.cmp(other)),
            (Self::Text(one), Self::Text(other)) => Some(one.as_str().cmp(other.as_str())),
            (Self::Date(one), Self::Date(other)) => Some(one.cmp(other)),
            (Self::Money(one), Self::Money(other)) if one.currency == other.currency => {
                Some(one.amount.cmp(&other.amount))
            }
            _ => None,
        }
    }
}
