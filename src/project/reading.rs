//! Numbers as they are typed where a comma stands before the decimals, and numbers that people
//! read in two ways.
//!
//! In a project file a point always stands before the decimals; what is read here is typed.

use std::borrow::Cow;

use crate::handbook::ValueKind;

use super::ValueFault;

/// The two readings of a number, each so that it can be typed and has only one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readings {
    /// The sign divides thousands.
    pub whole: String,
    /// The sign stands before the decimals.
    pub decimal: String,
}

impl Readings {
    /// How `1,234` or `1.234` can be read, also with a currency beside it; `comma` where people put
    /// a comma before decimals.
    pub fn of(text: &str, comma: bool) -> Self {
        let Some((before, number, after)) = number_in(text) else {
            let text = text.to_owned();
            return Self {
                whole: text.clone(),
                decimal: text,
            };
        };
        let digits = |part: &str| part.replace([',', '.'], "");
        let (whole, decimals) = number.rsplit_once([',', '.']).unwrap_or((number, ""));
        let mut decimals = decimals.trim_end_matches('0').to_owned();
        if comma && decimals.len() == 3 {
            // A fourth digit says that these are no thousands.
            decimals.push('0');
        }
        let sign = if comma { "," } else { "." };
        let decimal = if decimals.is_empty() {
            digits(whole)
        } else {
            format!("{}{sign}{decimals}", digits(whole))
        };
        Self {
            whole: format!("{before}{}{after}", digits(number)),
            decimal: format!("{before}{decimal}{after}"),
        }
    }
}

/// What stands before, in and after the digits of a text.
fn number_in(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    Some((&text[..start], &text[start..end], &text[end..]))
}

/// A number typed where people put a comma before decimals, as [`super::parse_value`] reads it.
///
/// `1.234,5` and `1.234.567` have points between thousands; `1.234` alone may have one, or be a
/// decimal number.
///
/// # Errors
///
/// [`ValueFault::AmbiguousNumber`] for the latter.
pub fn with_point<'t>(kind: &ValueKind, text: &'t str) -> Result<Cow<'t, str>, ValueFault> {
    let is_number = matches!(
        kind,
        ValueKind::Number { .. } | ValueKind::Percent | ValueKind::Money
    );
    let Some((before, number, after)) = number_in(text).filter(|_| is_number) else {
        return Ok(Cow::Borrowed(text));
    };
    let (whole, decimals) = number.split_once(',').unwrap_or((number, ""));
    if !is_grouped(whole) {
        return Ok(Cow::Borrowed(text));
    }
    let n_points = whole.matches('.').count();
    if n_points == 1 && decimals.is_empty() {
        return Err(ValueFault::AmbiguousNumber);
    }
    let whole = whole.replace('.', "");
    let sign = if decimals.is_empty() { "" } else { "." };
    Ok(Cow::Owned(format!(
        "{before}{whole}{sign}{decimals}{after}"
    )))
}

/// Whether points divide the digits as they divide thousands: `1.234`, `12.345.678`.
fn is_grouped(digits: &str) -> bool {
    let mut groups = digits.split('.');
    let all_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    // Nobody writes a thousand with a nought before it: `0.125` has decimals.
    let first = groups.next().unwrap_or_default();
    let first_fits = (1..=3).contains(&first.len()) && !first.starts_with('0') && all_digits(first);
    let rest: Vec<&str> = groups.collect();
    first_fits
        && !rest.is_empty()
        && rest
            .iter()
            .all(|group| group.len() == 3 && all_digits(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number() -> ValueKind {
        ValueKind::Number {
            min: None,
            max: None,
        }
    }

    #[test]
    fn a_single_point_before_three_digits_has_two_readings() {
        for typed in ["1.234", "120.000", "-12.500", "999.999"] {
            let read = with_point(&number(), typed);
            assert_eq!(read, Err(ValueFault::AmbiguousNumber), "{typed}");
        }
        let money = with_point(&ValueKind::Money, "120.000 USD");
        assert_eq!(money, Err(ValueFault::AmbiguousNumber));
        for (typed, read) in [
            ("0.125", "0.125"),
            ("1234.567", "1234.567"),
            ("12.5", "12.5"),
            ("1.2345", "1.2345"),
            ("1.234,5", "1234.5"),
            ("1.234.567", "1234567"),
            ("1.234.567,25", "1234567.25"),
            ("12,5", "12,5"),
            ("1.23.456", "1.23.456"),
        ] {
            assert_eq!(with_point(&number(), typed).as_deref(), Ok(read), "{typed}");
        }
        let line = with_point(&ValueKind::Line, "1.234");
        assert_eq!(line.as_deref(), Ok("1.234"), "a text is no number");
    }

    #[test]
    fn both_readings_can_be_typed() {
        let both = |text: &str, comma| {
            let readings = Readings::of(text, comma);
            (readings.whole, readings.decimal)
        };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(both("1.234", true), pair("1234", "1,2340"));
        assert_eq!(both("120.000 USD", true), pair("120000 USD", "120 USD"));
        assert_eq!(both("TND 120.500", true), pair("TND 120500", "TND 120,5"));
        assert_eq!(both("1,234", false), pair("1234", "1.234"));
        assert_eq!(both("1,234", true), pair("1234", "1,2340"));
        for text in ["1.234", "120.000", "12.340", "1.230"] {
            let readings = Readings::of(text, true);
            for reading in [readings.whole, readings.decimal] {
                let typed = with_point(&number(), &reading);
                let typed = typed.expect("one reading");
                assert!(super::super::parse_number(&typed).is_ok(), "{reading}");
            }
        }
    }
}
