//! What answers and fields are made of.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

/// What one value is made of: the answer to a simple question, or a field of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueKind {
    /// One of a choice set.
    Choice {
        /// The name of the choice set.
        set: String,
    },
    /// Several of a choice set.
    Choices {
        /// The name of the choice set.
        set: String,
    },
    /// No, partly or yes, counted as 0, 5 and 10.
    Scale,
    /// One line of text.
    Line,
    /// Text of any length.
    Text,
    /// A decimal number.
    Number {
        /// The smallest value that makes sense.
        min: Option<Decimal>,
        /// The largest value that makes sense.
        max: Option<Decimal>,
    },
    /// A percentage from 0 to 100.
    Percent,
    /// An amount and an ISO 4217 currency.
    Money,
    /// An ISO 8601 date.
    Date,
    /// An ISO 8601 interval of dates or years.
    Period,
    /// A year of four digits.
    Year,
    /// An ISO 3166-1 alpha-3 country.
    Country,
    /// An ISO 4217 currency.
    Currency,
    /// ISO 639-1 language codes.
    Language {
        /// Whether several may be named.
        many: bool,
    },
    /// An entry of a catalogue.
    Code {
        /// The name of the catalogue.
        catalogue: String,
        /// Whether several may be named.
        many: bool,
    },
    /// The id of a record of one of these types.
    Reference {
        /// The record types that may be meant.
        to: Vec<String>,
        /// Whether several may be named.
        many: bool,
    },
}

impl ValueKind {
    /// The choice set of `scale` values, in the order they are offered.
    pub const SCALE_SET: &'static str = "yes-partly-no";

    /// The word for the kind, as the handbook's files spell it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Choice { .. } => "choice",
            Self::Choices { .. } => "choices",
            Self::Scale => "scale",
            Self::Line => "line",
            Self::Text => "text",
            Self::Number { .. } => "number",
            Self::Percent => "percent",
            Self::Money => "money",
            Self::Date => "date",
            Self::Period => "period",
            Self::Year => "year",
            Self::Country => "country",
            Self::Currency => "currency",
            Self::Language { .. } => "language",
            Self::Code { .. } => "code",
            Self::Reference { .. } => "reference",
        }
    }

    /// Whether a value is a list.
    pub const fn is_many(&self) -> bool {
        matches!(
            self,
            Self::Choices { .. }
                | Self::Language { many: true }
                | Self::Code { many: true, .. }
                | Self::Reference { many: true, .. }
        )
    }

    /// The choice set the value is taken from, if any.
    pub fn set(&self) -> Option<&str> {
        match self {
            Self::Choice { set } | Self::Choices { set } => Some(set),
            Self::Scale => Some(Self::SCALE_SET),
            _ => None,
        }
    }
}

/// What the answer to a question is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// One value.
    Value(ValueKind),
    /// A list of records, kept here.
    Records {
        /// The record type.
        record: String,
        /// The fields asked here, in order; other questions may ask for more.
        ask: Vec<String>,
        /// Fields that a record added here gets without being asked.
        preset: BTreeMap<String, String>,
        /// The most records that make sense.
        max: Option<usize>,
    },
    /// More fields of records that another question keeps.
    Table {
        /// The path of the question that keeps the records.
        of: String,
        /// Only records whose field has one of these values.
        filter: BTreeMap<String, Vec<String>>,
        /// The fields asked here, in order.
        ask: Vec<String>,
        /// Whether records may be added here.
        add: bool,
        /// Whether it is settled only when every field of every record is filled.
        whole: bool,
        /// A computed result shown beside it.
        compute: Option<String>,
    },
    /// Worked out from other answers, never asked.
    Computed {
        /// The name of the computation in the plan's arithmetic.
        compute: String,
    },
}

impl Kind {
    /// The word for the kind, as the handbook's files spell it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Value(kind) => kind.name(),
            Self::Records { .. } => "records",
            Self::Table { .. } => "table",
            Self::Computed { .. } => "computed",
        }
    }

    /// The fields asked of every record, in order.
    pub fn asked_fields(&self) -> &[String] {
        match self {
            Self::Records { ask, .. } | Self::Table { ask, .. } => ask,
            _ => &[],
        }
    }

    /// The name of the computation whose result it shows, if any.
    pub fn compute(&self) -> Option<&str> {
        match self {
            Self::Computed { compute } => Some(compute),
            Self::Table { compute, .. } => compute.as_deref(),
            _ => None,
        }
    }

    /// As [`Kind::asked_fields`], to change them; none where no fields are asked.
    pub(super) const fn asked_fields_mut(&mut self) -> Option<&mut Vec<String>> {
        match self {
            Self::Records { ask, .. } | Self::Table { ask, .. } => Some(ask),
            _ => None,
        }
    }
}
