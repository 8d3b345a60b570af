//! The canonical order and layout of a project file.

use crate::handbook::{Handbook, RecordType, SOURCE_RECORD};
use crate::yaml::edit::{self, EditError, Manner};
use crate::yaml::{Route, Step};

use super::{ANSWER_KEYS, ASIDE_KEY, ASIDE_KEYS, HANDBOOK_KEYS, HEADER_KEYS, SUPPRESS_KEYS};

/// Lays out a project file in the one canonical way: keys of the header, steps and questions in
/// their order, fields as their record type has them, what nobody knows after that; a blank line
/// between steps. Comments stay with what they belong to, and no value changes.
///
/// # Errors
///
/// [`EditError`]; a text with faults is not laid out.
pub fn tidy(text: &str, handbook: &Handbook) -> Result<String, EditError> {
    let rank = |route: &Route, key: &str| rank(handbook, route, key);
    let is_spaced = |route: &Route| matches!(keys(route).as_slice(), ["answers"]);
    let manner = Manner {
        rank: &rank,
        is_spaced: &is_spaced,
    };
    edit::tidy(text, &manner)
}

/// The steps of a route by key; an item is empty.
fn keys(route: &Route) -> Vec<&str> {
    let names = route.steps().iter().map(|step| match step {
        Step::Key(key) => key.as_str(),
        Step::Index(_) => "",
    });
    names.collect()
}

/// The place of a key in the mapping at a route; questions and steps by id or code.
fn rank(handbook: &Handbook, route: &Route, key: &str) -> Option<usize> {
    let in_list = |known: &[&str]| known.iter().position(|other| *other == key);
    match keys(route).as_slice() {
        [] if key == ASIDE_KEY => Some(HEADER_KEYS.len()),
        [] => in_list(&HEADER_KEYS),
        ["handbook"] => in_list(&HANDBOOK_KEYS),
        [ASIDE_KEY, _] => in_list(&ASIDE_KEYS),
        ["suppress", ""] => in_list(&SUPPRESS_KEYS),
        ["answers"] => handbook.step_index(key),
        ["answers", step] => handbook.question_in(handbook.step_index(step)?, key),
        ["sources", ""] => field_rank(handbook.records.get(SOURCE_RECORD)?, key),
        ["answers", _, _] => in_list(&ANSWER_KEYS),
        ["answers", step, question, "" | "answer", ..] if route_ends_in_item(route) => {
            let index = handbook.question_in(handbook.step_index(step)?, question)?;
            let record = handbook.record_at(index)?;
            field_rank(record, key)
        }
        _ => None,
    }
}

/// Whether a route leads to a record: right below its list.
fn route_ends_in_item(route: &Route) -> bool {
    let n_items = route
        .steps()
        .iter()
        .filter(|step| matches!(step, Step::Index(_)));
    matches!(route.last(), Some(Step::Index(_))) && n_items.count() == 1
}

fn field_rank(record: &RecordType, key: &str) -> Option<usize> {
    let n_fields = record.fields.len();
    match key {
        "id" => Some(0),
        "note" => Some(n_fields + 1),
        "evidence" => Some(n_fields + 2),
        _ => {
            let position = record.fields.iter().position(|field| field.id == key);
            position.map(|position| position + 1)
        }
    }
}
