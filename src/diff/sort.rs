//! What sort of value stands at a place: it decides what counts as the same.

use std::sync::LazyLock;

use crate::handbook::{Handbook, Kind, RecordType, SOURCE_RECORD, ValueKind};
use crate::project::{parse_date, parse_money, parse_number, parse_period};
use crate::yaml::{Data, is_decimal};

use super::place::{ANSWER, ANSWERS, Place, SOURCES, Seg};

static TEXT: ValueKind = ValueKind::Text;
static LINE: ValueKind = ValueKind::Line;
static DATE: ValueKind = ValueKind::Date;
static COUNTRY: ValueKind = ValueKind::Country;
static CURRENCY: ValueKind = ValueKind::Currency;
static LANGUAGE: ValueKind = ValueKind::Language { many: false };
static PERIOD: ValueKind = ValueKind::Period;
static SOURCE: LazyLock<ValueKind> = LazyLock::new(|| ValueKind::Reference {
    to: vec![SOURCE_RECORD.to_owned()],
    many: true,
});

/// The sort of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort<'h> {
    /// Of a kind that the handbook or the format gives it.
    Kind(&'h ValueKind),
    /// The state of an answer.
    State,
    /// Under a key that nobody knows.
    Unknown,
}

impl<'h> Sort<'h> {
    /// The sort of what stands at a place.
    pub fn at(place: &Place, handbook: &'h Handbook) -> Self {
        let last = place.last_key().unwrap_or_default();
        match place.key_at(0) {
            Some(SOURCES) => {
                let field = place.segs().get(1..).unwrap_or_default();
                Self::in_record(field, handbook.records.get(SOURCE_RECORD))
            }
            Some(ANSWERS) => {
                let Some(question) = place.question(handbook) else {
                    return Self::Unknown;
                };
                match (place.key_at(3), place.segs().len()) {
                    (Some(ANSWER), 4) => match &question.kind {
                        Kind::Value(kind) => Self::Kind(kind),
                        _ => Self::Unknown,
                    },
                    (Some(ANSWER), _) => {
                        let record = handbook.record_of(question);
                        Self::in_record(&place.segs()[4..], record)
                    }
                    (Some(part), 4) => Self::of_part(part),
                    _ => Self::Unknown,
                }
            }
            Some(_) if place.segs().len() == 1 => Self::of_header(last),
            _ => Self::Unknown,
        }
    }

    fn in_record(segs: &[Seg], record: Option<&'h RecordType>) -> Self {
        match segs {
            [Seg::Record { .. }, Seg::Key(field)] => Self::of_field(field, record),
            _ => Self::Unknown,
        }
    }

    pub(super) fn of_field(field: &str, record: Option<&'h RecordType>) -> Self {
        match record.and_then(|record| record.field(field)) {
            Some(field) => Self::Kind(&field.kind),
            None if field == "note" => Self::Kind(&TEXT),
            None if field == "evidence" => Self::Kind(&SOURCE),
            None => Self::Unknown,
        }
    }

    pub(super) fn of_part(part: &str) -> Self {
        match part {
            "state" => Self::State,
            "reason" | "note" | "dissent" => Self::Kind(&TEXT),
            "evidence" => Self::Kind(&SOURCE),
            "by" => Self::Kind(&LINE),
            "on" => Self::Kind(&DATE),
            _ => Self::Unknown,
        }
    }

    pub(super) fn of_header(key: &str) -> Self {
        match key {
            "title" => Self::Kind(&LINE),
            "country" => Self::Kind(&COUNTRY),
            "currency" => Self::Kind(&CURRENCY),
            "language" => Self::Kind(&LANGUAGE),
            "period" => Self::Kind(&PERIOD),
            _ => Self::Unknown,
        }
    }

    /// Whether it is written in words, which are compared one by one.
    pub fn is_prose(self) -> bool {
        matches!(
            self,
            Self::Kind(ValueKind::Text | ValueKind::Line) | Self::Unknown
        )
    }

    /// Whether it holds ids of records.
    pub fn is_reference(self) -> bool {
        matches!(self, Self::Kind(ValueKind::Reference { .. }))
    }

    pub(super) fn is_many(self) -> bool {
        matches!(self, Self::Kind(kind) if kind.is_many())
    }

    /// Whether two texts say the same: blanks at the end, and other ways to write a figure, make no difference.
    pub(crate) fn same_text(self, old: &str, new: &str) -> bool {
        let (old, new) = (old.trim_end(), new.trim_end());
        if old == new {
            return true;
        }
        let Self::Kind(kind) = self else {
            return false;
        };
        match kind {
            ValueKind::Number { .. } => both(old, new, |text| parse_number(text).ok()),
            ValueKind::Percent => both(old, new, |text| {
                parse_number(text.trim_end_matches('%')).ok()
            }),
            ValueKind::Money => both(old, new, |text| parse_money(text).ok()),
            ValueKind::Date => both(old, new, |text| parse_date(text).ok()),
            ValueKind::Period => both(old, new, |text| parse_period(text).ok()),
            ValueKind::Text | ValueKind::Line => false,
            _ => old.trim() == new.trim(),
        }
    }

    /// A value as it is written: figures without quotes, where they are that.
    pub(crate) fn spelt(self, data: &Data) -> Data {
        let is_figure = matches!(
            self,
            Self::Kind(ValueKind::Number { .. } | ValueKind::Percent | ValueKind::Year)
        );
        match data {
            Data::Text(text) if is_figure && is_decimal(text) => Data::Number(text.clone()),
            data => data.clone(),
        }
    }

    /// The one text of a value, also where money or a period is written as a mapping.
    pub(crate) fn text_of(self, data: &Data) -> Option<String> {
        match data {
            Data::Text(text) | Data::Number(text) => Some(text.clone()),
            Data::Bool(flag) => Some(flag.to_string()),
            Data::Mapping(entries) => {
                let part = |key: &str| {
                    let entry = entries.iter().find(|(name, _)| name == key);
                    entry.and_then(|(_, value)| Self::Unknown.text_of(value))
                };
                let only = |keys: [&str; 2]| {
                    entries
                        .iter()
                        .all(|(name, _)| keys.contains(&name.as_str()))
                };
                match self {
                    Self::Kind(ValueKind::Money) if only(["amount", "currency"]) => {
                        Some(format!("{} {}", part("amount")?, part("currency")?))
                    }
                    Self::Kind(ValueKind::Period) if only(["from", "to"]) => {
                        Some(format!("{}/{}", part("from")?, part("to")?))
                    }
                    _ => None,
                }
            }
            Data::Null | Data::Sequence(_) => None,
        }
    }

    /// Whether two values say the same; the order of keys makes no difference.
    pub(crate) fn same_data(self, old: &Data, new: &Data) -> bool {
        if let (Some(old), Some(new)) = (self.text_of(old), self.text_of(new)) {
            return self.same_text(&old, &new);
        }
        match (old, new) {
            (Data::Null, Data::Null) => true,
            (Data::Sequence(old), Data::Sequence(new)) => {
                let pairs = || old.iter().zip(new);
                old.len() == new.len()
                    && pairs().all(|(old, new)| Self::Unknown.same_data(old, new))
            }
            (Data::Mapping(old), Data::Mapping(new)) => {
                let blank = |(_, value): &&(String, Data)| !is_blank(value);
                let (old, new): (Vec<_>, Vec<_>) = (
                    old.iter().filter(blank).collect(),
                    new.iter().filter(blank).collect(),
                );
                old.len() == new.len()
                    && old.iter().all(|(key, value)| {
                        let found = new.iter().find(|(name, _)| name == key);
                        found.is_some_and(|(_, other)| Self::Unknown.same_data(value, other))
                    })
            }
            _ => false,
        }
    }
}

fn both<T: PartialEq>(old: &str, new: &str, read: impl Fn(&str) -> Option<T>) -> bool {
    match (read(old), read(new)) {
        (Some(old), Some(new)) => old == new,
        _ => false,
    }
}

/// Whether nothing is said: null, an empty text, a list or mapping with nothing in it.
pub(crate) fn is_blank(data: &Data) -> bool {
    match data {
        Data::Null => true,
        Data::Text(text) | Data::Number(text) => text.trim().is_empty(),
        Data::Bool(_) => false,
        Data::Sequence(items) => items.iter().all(is_blank),
        Data::Mapping(entries) => entries.iter().all(|(_, value)| is_blank(value)),
    }
}
