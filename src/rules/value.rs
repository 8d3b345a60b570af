//! Values against the kinds the handbook gives them.

use crate::diagnostic::Finding;
use crate::handbook::{Subject, ValueKind};
use crate::project::{ValueFault, parse_date, parse_number, parse_year, read_value};
use crate::source::Span;
use crate::yaml::{Node, Style, is_mistyped};

use super::aside;
use super::checker::{Checker, Owner, Spot, quoted, shown, written};
use super::date;
use super::header::head;
use super::shape::{misspelt_part, unknown_key};
use super::suggest;
use super::{
    BAD_MONEY, BAD_NUMBER, BAD_PERIOD, BAD_YEAR, DROPPED_ANSWER, MONEY_WITHOUT_CURRENCY,
    NUMBER_OUT_OF_RANGE, UNKNOWN_CODE, UNKNOWN_COUNTRY, UNKNOWN_CURRENCY, UNKNOWN_LANGUAGE,
    WRONG_KIND, YAML_TRAP,
};

/// Checks one value; what it points at is checked elsewhere.
pub(super) fn check<'c>(checker: &mut Checker<'c>, spot: Spot<'c>) {
    if spot.node.is_null() {
        return;
    }
    if let ValueKind::Line | ValueKind::Text = spot.kind {
        match spot.node.text() {
            Some(_) => trap(checker, spot.node, spot.owner),
            None => fault(checker, spot, &ValueFault::WrongKind, spot.node),
        }
        return;
    }
    let catalogues = checker.context.catalogues;
    let has_code = |catalogue: &str, id: &str| has_code(catalogues, catalogue, id);
    match read_value(spot.kind, spot.node, checker.handbook(), &has_code) {
        Ok(_) => {
            retired(checker, spot);
            parts(checker, spot.kind, spot.node, spot.owner);
            traps(checker, spot);
        }
        Err(faults) => {
            for (kind, node) in faults {
                // Ids that lead nowhere are the business of references.
                if kind != ValueFault::BadId {
                    fault(checker, spot, &kind, node);
                }
            }
        }
    }
}

pub(super) fn has_code(
    catalogues: &crate::handbook::Catalogues,
    catalogue: &str,
    id: &str,
) -> bool {
    match catalogues.get(catalogue) {
        Some(catalogue) => catalogue.entry(id).is_some(),
        // Without the list nothing can be said but how such a code looks.
        None => {
            !id.is_empty()
                && id
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
        }
    }
}

/// A choice that an overlay dropped: it stays, and nobody is offered it.
fn retired<'c>(checker: &mut Checker<'c>, spot: Spot<'c>) {
    let handbook = checker.handbook();
    let Some(set) = spot
        .kind
        .set()
        .filter(|set| handbook.retired.contains_key(*set))
    else {
        return;
    };
    let one = std::slice::from_ref(spot.node);
    let nodes = spot.node.as_sequence().map_or(one, |list| &list.items);
    for node in nodes {
        let Some(text) = node.text() else { continue };
        let name = format!("{set}.{text}");
        if let Some((layer, reason)) = handbook.dropped(Subject::Choice, &name) {
            let finding = DROPPED_ANSWER
                .at(node.span)
                .variant("choice")
                .with("name", text);
            let finding = finding.with("layer", &layer.id);
            checker.add_about(spot.owner, finding.with_saying("reason", reason.clone()));
        }
    }
}

/// Looks at a good value the way other readers of YAML would.
fn traps<'c>(checker: &mut Checker<'c>, spot: Spot<'c>) {
    match spot.kind {
        ValueKind::Date => date::not_iso(checker, spot, spot.node),
        ValueKind::Number { .. }
        | ValueKind::Percent
        | ValueKind::Money
        | ValueKind::Year
        | ValueKind::Period => {}
        _ => match spot.node.as_sequence() {
            Some(list) => list
                .items
                .iter()
                .for_each(|item| trap(checker, item, spot.owner)),
            None => trap(checker, spot.node, spot.owner),
        },
    }
}

/// A text without quotes that other readers take for a number, a date or a truth value.
pub(super) fn trap(checker: &mut Checker<'_>, node: &Node<'_>, owner: Owner<'_>) {
    let Some(scalar) = node.as_scalar() else {
        return;
    };
    if scalar.style != Style::Plain || !is_mistyped(&scalar.text) {
        return;
    }
    let first = scalar.text.as_bytes().first().copied().unwrap_or_default();
    let variant = match first {
        b'0'..=b'9' | b'+' | b'-' | b'.' if parse_date(&scalar.text).is_ok() => "date",
        b'0'..=b'9' | b'+' | b'-' | b'.' if scalar.text.contains(':') => "time",
        b'0'..=b'9' | b'+' | b'-' | b'.' => "number",
        _ => "truth",
    };
    let written = quoted(&scalar.text);
    let finding = YAML_TRAP
        .at(node.span)
        .variant(variant)
        .with("found", shown(&scalar.text));
    let finding = finding
        .with("quoted", &written)
        .repair(true, node.span, written);
    checker.add_about(owner, finding);
}

fn fault<'c>(checker: &mut Checker<'c>, spot: Spot<'c>, fault: &ValueFault, node: &'c Node<'c>) {
    if *fault == ValueFault::WrongKind && misspelt_part(checker, node, spot.owner)
        || parts(checker, spot.kind, node, spot.owner)
    {
        return;
    }
    let text = node.text().unwrap_or_default();
    let span = head(checker, node);
    let finding = match fault {
        ValueFault::WrongKind => wrong_kind(spot.kind, node, span),
        ValueFault::UnknownChoice => {
            if aside::is_former_choice(checker, spot.kind.set().unwrap_or_default(), text) {
                return;
            }
            suggest::choice(checker, spot.kind, node)
        }
        ValueFault::UnknownCode | ValueFault::BadId => {
            suggest::code(checker, spot.kind, node, &UNKNOWN_CODE)
        }
        ValueFault::UnknownCountry => suggest::country(node, &UNKNOWN_COUNTRY),
        ValueFault::UnknownCurrency => suggest::currency(node, &UNKNOWN_CURRENCY),
        ValueFault::UnknownLanguage => suggest::language(checker, node, &UNKNOWN_LANGUAGE),
        ValueFault::BadNumber => without_unit(spot.kind, node, BAD_NUMBER.at(span).variant("none")),
        ValueFault::AmbiguousNumber => ambiguous(spot.kind, text, span),
        ValueFault::OutOfRange => out_of_range(spot.kind, span),
        ValueFault::BadMoney => BAD_MONEY.at(span),
        ValueFault::MoneyWithoutCurrency => without_currency(checker, node, span),
        ValueFault::BadDate => date::impossible(text, node.span),
        ValueFault::BadPeriod => BAD_PERIOD.at(span).variant("none"),
        ValueFault::PeriodReversed => date::reversed(text, node.span),
        ValueFault::BadYear => first_year(node, BAD_YEAR.at(span)),
    };
    let finding = match finding.value("found") {
        Some(_) => finding,
        None => finding.with("found", shown(span.slice(checker.text()))),
    };
    let name = checker.path(spot.owner);
    let name = name.rsplit('.').next().unwrap_or_default().to_owned();
    checker.add_about(spot.owner, finding.with("name", name));
}

/// Whether an amount or a period written as a mapping has a key nobody knows; says so.
fn parts(checker: &mut Checker<'_>, kind: &ValueKind, node: &Node<'_>, owner: Owner<'_>) -> bool {
    let known = match kind {
        ValueKind::Money => ["amount", "currency"],
        ValueKind::Period => ["from", "to"],
        _ => return false,
    };
    let Some(map) = node.as_mapping() else {
        return false;
    };
    let strays = map
        .iter()
        .filter(|entry| !known.contains(&entry.key.as_ref()));
    let mut found = false;
    for entry in strays {
        found = true;
        unknown_key(
            checker,
            &entry.key,
            entry.key_span,
            &known,
            Some(map),
            owner,
        );
    }
    found
}

fn wrong_kind(kind: &ValueKind, node: &Node<'_>, span: Span) -> Finding {
    let list = node.as_sequence().is_some();
    let variant = match (list, kind.is_many()) {
        (true, _) => "one-value",
        (false, true) => "words",
        (false, false) => "no-mapping",
    };
    let finding = WRONG_KIND.at(span).variant(variant);
    let only = node
        .as_sequence()
        .filter(|list| list.flow && list.items.len() == 1)
        .and_then(|list| list.items.first());
    match only.and_then(Node::text) {
        Some(only) => finding.repair(false, node.span, written(only, None)),
        None => finding,
    }
}

/// A number with a unit behind it: the number is what is asked for.
fn without_unit(kind: &ValueKind, node: &Node<'_>, finding: Finding) -> Finding {
    let text = node.text().unwrap_or_default().trim();
    let end = text
        .find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '-' | '−'))
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let is_unit = unit.starts_with([' ', '\u{a0}']) && unit.chars().any(char::is_alphabetic);
    let is_counted =
        matches!(kind, ValueKind::Number { .. }) && !unit.contains(|c: char| c.is_numeric());
    match parse_number(number) {
        Ok(_) if is_unit && is_counted => finding.repair(false, node.span, number),
        _ => finding,
    }
}

/// A school or budget year: the year it begins in is what is asked for.
fn first_year(node: &Node<'_>, finding: Finding) -> Finding {
    let text = node.text().unwrap_or_default().trim();
    let year = text.get(..4).filter(|year| parse_year(year).is_ok());
    let rest = text.get(4..).unwrap_or_default();
    let is_next = rest.starts_with(['/', '-', '–']);
    match year.filter(|_| is_next) {
        Some(year) => finding.repair(false, node.span, year),
        None => finding,
    }
}

/// `1,234`: a thousand for some readers, one and a bit for others.
fn ambiguous(kind: &ValueKind, text: &str, span: Span) -> Finding {
    let joined = text.replace(',', "");
    let decimal = text.replacen(',', ".", 1);
    let too_much = match kind {
        ValueKind::Number { max, .. } => *max,
        ValueKind::Percent => Some(rust_decimal::Decimal::ONE_HUNDRED),
        _ => None,
    };
    // The greater of the two readings is meant, unless it cannot be.
    let is_too_much =
        too_much.is_some_and(|max| parse_number(&joined).is_ok_and(|number| number > max));
    let meant = if is_too_much { &decimal } else { &joined };
    let finding = BAD_NUMBER
        .at(span)
        .variant("ambiguous")
        .repair(false, span, meant.trim());
    finding
        .with("joined", joined.trim())
        .with("decimal", decimal.trim())
}

fn out_of_range(kind: &ValueKind, span: Span) -> Finding {
    let (min, max) = match kind {
        ValueKind::Number { min, max } => (
            min.map(|min| min.to_string()),
            max.map(|max| max.to_string()),
        ),
        _ => (Some("0".to_owned()), Some("100".to_owned())),
    };
    NUMBER_OUT_OF_RANGE
        .at(span)
        .with_some("min", min)
        .with_some("max", max)
}

fn without_currency(checker: &Checker<'_>, node: &Node<'_>, span: Span) -> Finding {
    let currency = checker
        .context
        .project
        .and_then(|project| project.header.currency);
    let currency = currency.filter(|currency| crate::project::is_currency(currency.text));
    let finding = MONEY_WITHOUT_CURRENCY.at(span);
    let Some(currency) = currency else {
        return finding;
    };
    let finding = finding
        .with("currency", currency.text)
        .other(currency.span, "project");
    match (
        node.text(),
        node.as_mapping().and_then(|map| map.iter().next_back()),
    ) {
        (Some(text), _) => {
            let written = format!("{} {}", text.trim(), currency.text);
            finding
                .with("written", &written)
                .repair(false, node.span, written)
        }
        (None, Some(last)) if node.as_mapping().is_some_and(|map| map.flow) => {
            let written = format!(", currency: {}", currency.text);
            finding
                .with("written", format!("currency: {}", currency.text))
                .repair(false, Span::at(last.value.span.end), written)
        }
        _ => finding.with("written", format!("currency: {}", currency.text)),
    }
}
