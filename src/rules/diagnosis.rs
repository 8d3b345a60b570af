//! Diagnoses: one a day, taken on days that have been, with marks that their scoring has.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::handbook::RecordType;
use crate::project::{Located, Project, Record, parse_number};
use crate::source::Span;

use super::checker::{Checker, Owner, shown};
use super::{NUMBER_OUT_OF_RANGE, REPEATED_VALUE, state};

pub(super) fn check<'c>(checker: &mut Checker<'c>, project: &'c Project<'c>) {
    let mut seen: HashMap<(&str, String), Span> = HashMap::new();
    for record in project.records() {
        let Some(kind) = project.type_of(checker.handbook(), record) else {
            continue;
        };
        let Some(unique) = &kind.unique else { continue };
        if let Some(value) = first_text(*record, unique) {
            let key = (kind.id.as_str(), same(value.text));
            match seen.get(&key) {
                Some(first) => repeated(checker, *record, unique, value, *first),
                None => {
                    seen.insert(key, value.span);
                }
            }
        }
        instrument(checker, *record, kind);
    }
}

/// What a field says, where that is one value.
fn first_text<'c>(record: Record<'c>, field: &str) -> Option<Located<'c>> {
    record.texts(field).into_iter().next()
}

/// A date by its day, in whatever notation; anything else as it is written.
fn same(text: &str) -> String {
    crate::project::parse_date(text).map_or_else(|_| text.trim().to_owned(), |day| day.to_string())
}

fn repeated<'c>(
    checker: &mut Checker<'c>,
    record: Record<'c>,
    field: &'c str,
    value: Located<'c>,
    first: Span,
) {
    let finding = REPEATED_VALUE
        .at(value.span)
        .with("name", field)
        .with("found", shown(value.text))
        .other(first, "first");
    checker.add_about(Owner::Field(record, field), finding);
}

/// What only the instrument knows of its records.
fn instrument<'c>(checker: &mut Checker<'c>, record: Record<'c>, kind: &'c RecordType) {
    let Some(instrument) = checker.handbook().instruments().of_record(&kind.id) else {
        return;
    };
    if let Some(day) = first_text(record, "date") {
        state::future(checker, day, Owner::Field(record, "date"));
    }
    let Some(editions) = &instrument.editions else {
        return;
    };
    let edition = record.text(&editions.field);
    let Some(highest) = instrument.highest(edition) else {
        return;
    };
    for item in instrument.items() {
        let Some(mark) = first_text(record, &item.id) else {
            continue;
        };
        let field = kind.field(&item.id);
        let is_above = parse_number(mark.text).is_ok_and(|number| number > highest);
        // What no edition allows is found by the kind of the field.
        let is_known = field.is_some_and(|field| is_above_all(&field.kind, mark.text));
        if is_above && !is_known {
            let finding = NUMBER_OUT_OF_RANGE
                .at(mark.span)
                .with("name", &item.id)
                .with("found", shown(mark.text))
                .with("min", "0")
                .with("max", highest.to_string());
            checker.add_about(Owner::Field(record, &item.id), finding);
        }
    }
}

/// Whether a number is above what the kind of its field allows at all.
fn is_above_all(kind: &crate::handbook::ValueKind, text: &str) -> bool {
    let crate::handbook::ValueKind::Number { max: Some(max), .. } = kind else {
        return false;
    };
    parse_number(text).is_ok_and(|number: Decimal| number > *max)
}
