//! Dates that are none, and what was meant.

use jiff::civil::Date;

use crate::diagnostic::Finding;
use crate::project::parse_date;
use crate::source::Span;
use crate::yaml::Node;

use super::checker::{Checker, Spot, quoted, shown};
use super::{BAD_PERIOD, DATE_NOT_ISO, IMPOSSIBLE_DATE};

/// A date that can be read, in another notation than the file's.
pub(super) fn not_iso<'c>(checker: &mut Checker<'c>, spot: Spot<'c>, node: &'c Node<'c>) {
    let Some(text) = node.text() else { return };
    if text.len() == 10 && text.as_bytes()[4] == b'-' {
        return;
    }
    if let Ok(date) = parse_date(text) {
        let written = date.to_string();
        let safe = date.day() > 12;
        let finding = DATE_NOT_ISO
            .at(node.span)
            .with("found", shown(text))
            .with("iso", &written);
        checker.add_about(
            spot.owner,
            finding.repair(safe, node.span, quoted(&written)),
        );
    }
}

/// A date that is none: a day the month does not have, or no date at all.
pub(super) fn impossible(text: &str, span: Span) -> Finding {
    // A period is two dates; the one at fault is meant.
    let part = text
        .split('/')
        .find(|part| part.len() == 10 && parse_date(part).is_err());
    let (text, span) = match part.and_then(|part| text.find(part).map(|offset| (part, offset))) {
        Some((part, offset)) if span.len() == text.len() => (
            part,
            Span::new(span.start + offset, span.start + offset + part.len()),
        ),
        _ => (text, span),
    };
    let text = text.trim();
    let finding = IMPOSSIBLE_DATE.at(span).with("found", shown(text));
    if let Some(last) = last_day(text) {
        let written = last.to_string();
        let finding = finding.variant("no-such-day").with("nearest", &written);
        return finding
            .with("days", last.day().to_string())
            .repair(false, span, written);
    }
    match swapped(text).or_else(|| padded(text)) {
        Some(date) => {
            let written = date.to_string();
            finding
                .variant("order")
                .with("nearest", &written)
                .repair(false, span, written)
        }
        None => finding.variant("none"),
    }
}

/// Year, month and day as written, whatever their range.
fn numbers(text: &str) -> Option<(i16, i8, i8)> {
    let mut parts = text
        .split(['-', '/', '.'])
        .map(|part| part.parse::<i16>().ok());
    let written = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() {
        return None;
    }
    let (year, month, day) = if written.0 > 99 {
        written
    } else {
        (written.2, written.1, written.0)
    };
    Some((year, i8::try_from(month).ok()?, i8::try_from(day).ok()?))
}

/// The last day of the month, where the month exists and the day does not.
fn last_day(text: &str) -> Option<Date> {
    let (year, month, day) = numbers(text)?;
    let first = Date::new(year, month, 1).ok()?;
    (year > 99 && (29..=31).contains(&day)).then(|| first.last_of_month())
}

/// Day and month the other way round.
fn swapped(text: &str) -> Option<Date> {
    let (year, month, day) = numbers(text)?;
    (month > 12 && year > 99)
        .then(|| Date::new(year, day, month).ok())
        .flatten()
}

/// `2014-2-1`, or `1-2-2014`.
fn padded(text: &str) -> Option<Date> {
    let (year, month, day) = numbers(text)?;
    (year > 99)
        .then(|| Date::new(year, month, day).ok())
        .flatten()
}

/// A period that ends before it begins.
pub(super) fn reversed(text: &str, span: Span) -> Finding {
    let finding = BAD_PERIOD
        .at(span)
        .variant("reversed")
        .with("found", shown(text));
    match text.split_once('/') {
        Some((start, end)) => {
            let written = format!("{}/{}", end.trim(), start.trim());
            finding
                .with("nearest", &written)
                .repair(false, span, written)
        }
        None => finding,
    }
}
