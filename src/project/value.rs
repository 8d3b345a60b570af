//! Typed values: from what stands in a file or is typed at a prompt, and back.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::handbook::{Handbook, ValueKind};
use crate::yaml::{Data, Node, Value as NodeValue};

use super::code;

/// An amount of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    /// The amount, never a binary float.
    pub amount: Decimal,
    /// The ISO 4217 code, three capital letters.
    pub currency: [u8; 3],
}

impl Money {
    /// The currency as text.
    pub fn currency(&self) -> &str {
        std::str::from_utf8(&self.currency).unwrap_or("XXX")
    }
}

/// A span of time, both ends included, by year or by day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub start: Date,
    /// The last day.
    pub end: Date,
    /// Whether it was given in whole years.
    pub by_year: bool,
}

/// A value that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// An id of a choice set or of a scale.
    Choice(String),
    /// Ids of a choice set, of a catalogue, of records, of languages.
    Many(Vec<String>),
    /// A line or a text.
    Text(String),
    /// A number or a percentage.
    Number(Decimal),
    /// An amount.
    Money(Money),
    /// A day.
    Date(Date),
    /// A span of time.
    Period(Period),
    /// A year.
    Year(i16),
    /// One code: a country, currency, language, catalogue entry or record id.
    Code(String),
}

/// Why something is no value of its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueFault {
    /// A list or mapping where one value belongs, or the reverse.
    WrongKind,
    /// Not one of the choices.
    UnknownChoice,
    /// No number.
    BadNumber,
    /// A number such as `1,234` that people read in two ways.
    AmbiguousNumber,
    /// A number outside its range.
    OutOfRange,
    /// An amount that names no currency.
    MoneyWithoutCurrency,
    /// Not an amount and a currency.
    BadMoney,
    /// No date, or a day that does not exist.
    BadDate,
    /// No interval of dates or years.
    BadPeriod,
    /// An interval that ends before it begins.
    PeriodReversed,
    /// Not a year of four digits.
    BadYear,
    /// No country of ISO 3166-1 alpha-3.
    UnknownCountry,
    /// No currency of ISO 4217.
    UnknownCurrency,
    /// No language of ISO 639-1.
    UnknownLanguage,
    /// Not an entry of the catalogue.
    UnknownCode,
    /// Not an id in kebab case.
    BadId,
}

impl ValueFault {
    /// The message key that says what is wrong.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::WrongKind => "value-wrong-kind",
            Self::UnknownChoice => "value-unknown-choice",
            Self::BadNumber => "value-bad-number",
            Self::AmbiguousNumber => "value-ambiguous-number",
            Self::OutOfRange => "value-out-of-range",
            Self::MoneyWithoutCurrency => "value-money-without-currency",
            Self::BadMoney => "value-bad-money",
            Self::BadDate => "value-bad-date",
            Self::BadPeriod => "value-bad-period",
            Self::PeriodReversed => "value-period-reversed",
            Self::BadYear => "value-bad-year",
            Self::UnknownCountry => "value-unknown-country",
            Self::UnknownCurrency => "value-unknown-currency",
            Self::UnknownLanguage => "value-unknown-language",
            Self::UnknownCode => "value-unknown-code",
            Self::BadId => "value-bad-id",
        }
    }
}

/// Answers whether a catalogue has an entry: catalogue, id.
pub type HasCode<'c> = &'c dyn Fn(&str, &str) -> bool;

/// Reads one value of a kind from its text; lists are separated by commas.
///
/// Only what a file or a person can write is looked at; whether a reference leads anywhere is
/// decided elsewhere.
///
/// # Errors
///
/// Why the text is no value of the kind.
pub fn parse_value(
    kind: &ValueKind,
    text: &str,
    handbook: &Handbook,
    has_code: HasCode<'_>,
) -> Result<Value, ValueFault> {
    if kind.is_many() {
        let items = text
            .split([',', ';'])
            .map(str::trim)
            .filter(|item| !item.is_empty());
        let items = items.map(|item| parse_item(kind, item, handbook, has_code));
        return items.collect::<Result<Vec<_>, _>>().map(Value::Many);
    }
    parse_one(kind, text, handbook, has_code)
}

fn parse_item(
    kind: &ValueKind,
    text: &str,
    handbook: &Handbook,
    has_code: HasCode<'_>,
) -> Result<String, ValueFault> {
    match kind {
        ValueKind::Choices { set } => {
            let known = handbook.is_choice(set, text);
            known
                .then(|| text.to_owned())
                .ok_or(ValueFault::UnknownChoice)
        }
        _ => parse_code(kind, text, has_code),
    }
}

fn parse_code(kind: &ValueKind, text: &str, has_code: HasCode<'_>) -> Result<String, ValueFault> {
    let text = text.trim();
    let (known, fault) = match kind {
        ValueKind::Country => (code::is_country(text), ValueFault::UnknownCountry),
        ValueKind::Currency => (code::is_currency(text), ValueFault::UnknownCurrency),
        ValueKind::Language { .. } => (has_code("languages", text), ValueFault::UnknownLanguage),
        ValueKind::Code { catalogue, .. } => (has_code(catalogue, text), ValueFault::UnknownCode),
        _ => (is_id(text), ValueFault::BadId),
    };
    known.then(|| text.to_owned()).ok_or(fault)
}

fn parse_one(
    kind: &ValueKind,
    text: &str,
    handbook: &Handbook,
    has_code: HasCode<'_>,
) -> Result<Value, ValueFault> {
    match kind {
        ValueKind::Choice { .. } | ValueKind::Scale | ValueKind::Choices { .. } => {
            let set = kind.set().unwrap_or_default();
            let known = handbook.is_choice(set, text);
            known
                .then(|| Value::Choice(text.to_owned()))
                .ok_or(ValueFault::UnknownChoice)
        }
        ValueKind::Line | ValueKind::Text => Ok(Value::Text(text.to_owned())),
        ValueKind::Number { min, max } => {
            let number = parse_number(text)?;
            let low = min.is_some_and(|min| number < min);
            let high = max.is_some_and(|max| number > max);
            if low || high {
                Err(ValueFault::OutOfRange)
            } else {
                Ok(Value::Number(number))
            }
        }
        ValueKind::Percent => {
            let number = parse_number(text.trim().trim_end_matches('%').trim_end())?;
            let inside = (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&number);
            inside
                .then_some(Value::Number(number))
                .ok_or(ValueFault::OutOfRange)
        }
        ValueKind::Money => parse_money(text).map(Value::Money),
        ValueKind::Date => parse_date(text).map(Value::Date),
        ValueKind::Period => parse_period(text).map(Value::Period),
        ValueKind::Year => parse_year(text).map(Value::Year),
        _ => parse_code(kind, text, has_code).map(Value::Code),
    }
}

/// Reads a value from a node of a project file.
///
/// # Errors
///
/// The fault and the node where it is.
pub fn read_value<'n, 't>(
    kind: &ValueKind,
    node: &'n Node<'t>,
    handbook: &Handbook,
    has_code: HasCode<'_>,
) -> Result<Value, Vec<(ValueFault, &'n Node<'t>)>> {
    match (&node.value, kind) {
        (NodeValue::Sequence(sequence), kind) if kind.is_many() => {
            let mut items = Vec::with_capacity(sequence.items.len());
            let mut faults = Vec::new();
            for item in &sequence.items {
                let text = item.text().ok_or(ValueFault::WrongKind);
                match text.and_then(|text| parse_item(kind, text, handbook, has_code)) {
                    Ok(value) => items.push(value),
                    Err(fault) => faults.push((fault, item)),
                }
            }
            if faults.is_empty() {
                Ok(Value::Many(items))
            } else {
                Err(faults)
            }
        }
        (NodeValue::Scalar(scalar), kind) if kind.is_many() => {
            // A single item is often written without the brackets.
            match parse_item(kind, &scalar.text, handbook, has_code) {
                Ok(item) => Ok(Value::Many(vec![item])),
                Err(fault) => Err(vec![(fault, node)]),
            }
        }
        (NodeValue::Scalar(scalar), _) => {
            parse_one(kind, &scalar.text, handbook, has_code).map_err(|fault| vec![(fault, node)])
        }
        (NodeValue::Mapping(mapping), ValueKind::Money) => {
            let part = |key| mapping.get(key).and_then(Node::text);
            match (part("amount"), part("currency")) {
                (Some(amount), Some(currency)) => {
                    let money = parse_money(&format!("{amount} {currency}"));
                    money.map(Value::Money).map_err(|fault| vec![(fault, node)])
                }
                (Some(_), None) => Err(vec![(ValueFault::MoneyWithoutCurrency, node)]),
                _ => Err(vec![(ValueFault::BadMoney, node)]),
            }
        }
        (NodeValue::Mapping(mapping), ValueKind::Period) => {
            let part = |key| mapping.get(key).and_then(Node::text).unwrap_or_default();
            let period = parse_period(&format!("{}/{}", part("from"), part("to")));
            period
                .map(Value::Period)
                .map_err(|fault| vec![(fault, node)])
        }
        _ => Err(vec![(ValueFault::WrongKind, node)]),
    }
}

/// Reads a decimal number; groups may be separated by spaces, never by commas.
///
/// A comma with one or two digits behind it is a decimal comma.
///
/// # Errors
///
/// No number, or one that people read in two ways.
pub fn parse_number(text: &str) -> Result<Decimal, ValueFault> {
    let text = text.trim();
    let text: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '_' | '\'' | '’'))
        .map(|c| if c == '−' { '-' } else { c })
        .collect();
    let text = match text.split_once(',') {
        None => text,
        Some((_, decimals)) if decimals.contains([',', '.']) || decimals.len() == 3 => {
            return Err(ValueFault::AmbiguousNumber);
        }
        Some((whole, decimals)) if !whole.contains('.') => format!("{whole}.{decimals}"),
        Some(_) => return Err(ValueFault::BadNumber),
    };
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let plain = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    if !plain {
        return Err(ValueFault::BadNumber);
    }
    Decimal::from_str_exact(&text).map_err(|_| ValueFault::BadNumber)
}

/// Reads `963228 USD` or `USD 963228`.
///
/// # Errors
///
/// No amount, no currency, or a currency that does not exist.
pub fn parse_money(text: &str) -> Result<Money, ValueFault> {
    let text = text.trim();
    let letters =
        |part: &str| part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let head = text.get(..3).filter(|part| letters(part));
    let tail = text
        .get(text.len().saturating_sub(3)..)
        .filter(|part| letters(part));
    let (currency, amount) = match (head, tail) {
        (_, Some(tail)) => (tail, &text[..text.len() - 3]),
        (Some(head), None) => (head, &text[3..]),
        (None, None) => {
            return Err(match parse_number(text) {
                Ok(_) => ValueFault::MoneyWithoutCurrency,
                Err(ValueFault::AmbiguousNumber) => ValueFault::AmbiguousNumber,
                Err(_) => ValueFault::BadMoney,
            });
        }
    };
    // The last letters of a sentence are no currency: first there has to be an amount.
    let amount = parse_number(amount).map_err(|fault| match fault {
        ValueFault::AmbiguousNumber => fault,
        _ => ValueFault::BadMoney,
    })?;
    let currency = currency.to_ascii_uppercase();
    if !code::is_currency(&currency) {
        return Err(ValueFault::UnknownCurrency);
    }
    let currency = currency
        .as_bytes()
        .try_into()
        .map_err(|_| ValueFault::UnknownCurrency)?;
    Ok(Money { amount, currency })
}

/// Reads `2014-02-01`, also as people type it: `1/2/2014` or `1.2.2014` (day first).
///
/// # Errors
///
/// No date, or a day that does not exist.
pub fn parse_date(text: &str) -> Result<Date, ValueFault> {
    let text = text.trim();
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let [first, second, third] = parts.as_slice() else {
        return Err(ValueFault::BadDate);
    };
    let (year, month, day) = if first.len() == 4 {
        if !text.contains('-') || second.len() != 2 || third.len() != 2 {
            return Err(ValueFault::BadDate);
        }
        (first, second, third)
    } else if third.len() == 4 && !text.contains('-') {
        (third, second, first)
    } else {
        return Err(ValueFault::BadDate);
    };
    let number = |part: &str| part.parse::<i16>().map_err(|_| ValueFault::BadDate);
    let small = |part: &str| part.parse::<i8>().map_err(|_| ValueFault::BadDate);
    Date::new(number(year)?, small(month)?, small(day)?).map_err(|_| ValueFault::BadDate)
}

/// Reads `2016/2020` or `2014-02-01/2018-01-31`.
///
/// # Errors
///
/// No interval, or one that ends before it begins.
pub fn parse_period(text: &str) -> Result<Period, ValueFault> {
    let text = text.replace(['–', '—'], "/");
    let split = text.split_once('/').or_else(|| {
        // People type `2016-2020`.
        let parts = text.split_once('-')?;
        (parts.0.trim().len() == 4 && parts.1.trim().len() == 4).then_some(parts)
    });
    let (start, end) = split.ok_or(ValueFault::BadPeriod)?;
    let (start, end) = (start.trim(), end.trim());
    let period = if start.len() == 4 && end.len() == 4 {
        let start = Date::new(parse_year(start)?, 1, 1).map_err(|_| ValueFault::BadPeriod)?;
        let end = Date::new(parse_year(end)?, 12, 31).map_err(|_| ValueFault::BadPeriod)?;
        Period {
            start,
            end,
            by_year: true,
        }
    } else {
        Period {
            start: parse_date(start)?,
            end: parse_date(end)?,
            by_year: false,
        }
    };
    if period.end < period.start {
        Err(ValueFault::PeriodReversed)
    } else {
        Ok(period)
    }
}

/// Reads a year of four digits from 1800 to 2199.
///
/// # Errors
///
/// Anything else.
pub fn parse_year(text: &str) -> Result<i16, ValueFault> {
    let text = text.trim();
    let year = (text.len() == 4)
        .then(|| text.parse::<i16>().ok())
        .flatten();
    year.filter(|year| (1800..2200).contains(year))
        .ok_or(ValueFault::BadYear)
}

/// Whether a text is an id: kebab-case letters and digits, beginning with a letter.
pub fn is_id(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic())
        && text
            .split('-')
            .all(|part| !part.is_empty() && part.chars().all(is_id_char))
}

fn is_id_char(c: char) -> bool {
    c.is_alphanumeric() && !c.is_uppercase()
}

impl Value {
    /// The value as it is written into a file.
    pub fn to_data(&self) -> Data {
        match self {
            Self::Choice(text) | Self::Text(text) | Self::Code(text) => Data::Text(text.clone()),
            Self::Many(items) => Data::Sequence(items.iter().cloned().map(Data::Text).collect()),
            Self::Number(number) => Data::Number(number.normalize().to_string()),
            Self::Year(year) => Data::Number(year.to_string()),
            Self::Money(_) | Self::Date(_) | Self::Period(_) => Data::Text(self.canonical()),
        }
    }

    /// The value in the notation of the file, whatever the reader's language.
    pub fn canonical(&self) -> String {
        match self {
            Self::Choice(text) | Self::Text(text) | Self::Code(text) => text.clone(),
            Self::Many(items) => items.join(", "),
            Self::Number(number) => number.normalize().to_string(),
            Self::Year(year) => year.to_string(),
            Self::Money(money) => format!("{} {}", money.amount, money.currency()),
            Self::Date(date) => date.to_string(),
            Self::Period(period) if period.by_year => {
                format!("{:04}/{:04}", period.start.year(), period.end.year())
            }
            Self::Period(period) => format!("{}/{}", period.start, period.end),
        }
    }

    /// The ids in it: of choices, catalogue entries or records.
    pub fn ids(&self) -> Vec<&str> {
        match self {
            Self::Choice(id) | Self::Code(id) => vec![id],
            Self::Many(ids) => ids.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }
}
