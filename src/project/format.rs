//! Values as people read them, by language.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::language::Messages;

use super::{Money, Period, Value};

/// Writes numbers, dates and amounts the way readers of a language do.
#[derive(Debug)]
pub struct Formatter<'m> {
    messages: &'m Messages,
    decimal: String,
    group: String,
}

impl<'m> Formatter<'m> {
    /// A formatter with the separators and month names of a catalogue.
    pub fn new(messages: &'m Messages) -> Self {
        Self {
            messages,
            decimal: messages.get("number-decimal-separator", &[]),
            group: messages.get("number-group-separator", &[]),
        }
    }

    /// Whether a comma stands before decimals.
    pub fn has_decimal_comma(&self) -> bool {
        self.decimal == ","
    }

    /// `1 234,5` in French, `1,234.5` in English; four digits stay together.
    pub fn number(&self, number: Decimal) -> String {
        self.group_digits(&number.normalize().to_string())
    }

    fn group_digits(&self, text: &str) -> String {
        let (sign, digits) = text
            .strip_prefix('-')
            .map_or(("", text), |digits| ("−", digits));
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let mut grouped = String::with_capacity(text.len() + 8);
        grouped.push_str(sign);
        for (index, digit) in whole.chars().enumerate() {
            let left = whole.len() - index;
            if index > 0 && left.is_multiple_of(3) && whole.len() > 4 {
                grouped.push_str(&self.group);
            }
            grouped.push(digit);
        }
        if !decimals.is_empty() {
            grouped.push_str(&self.decimal);
            grouped.push_str(decimals);
        }
        grouped
    }

    /// An amount with its currency code, decimals as written.
    pub fn money(&self, money: Money) -> String {
        let amount = self.group_digits(&money.amount.to_string());
        self.messages.get(
            "money",
            &[("amount", &amount), ("currency", &money.currency())],
        )
    }

    /// `31 March 2027`.
    pub fn date(&self, date: Date) -> String {
        let month = self.messages.get(&format!("month-{}", date.month()), &[]);
        let day = if date.day() == 1 {
            self.messages.get("day-first", &[])
        } else {
            date.day().to_string()
        };
        self.messages.get(
            "date",
            &[("day", &day), ("month", &month), ("year", &date.year())],
        )
    }

    /// `2016–2020`, or from one day to another.
    pub fn period(&self, period: Period) -> String {
        if period.by_year {
            return format!("{}–{}", period.start.year(), period.end.year());
        }
        format!("{} – {}", self.date(period.start), self.date(period.end))
    }

    /// A percentage with its sign.
    pub fn percent(&self, number: Decimal) -> String {
        self.messages
            .get("percent", &[("number", &self.number(number))])
    }

    /// A value that needs no catalogue to be read; ids come back as they are.
    pub fn value(&self, value: &Value) -> String {
        match value {
            Value::Number(number) => self.number(*number),
            Value::Money(money) => self.money(*money),
            Value::Date(date) => self.date(*date),
            Value::Period(period) => self.period(*period),
            other => other.canonical(),
        }
    }
}
