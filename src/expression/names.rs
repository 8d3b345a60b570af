//! Everything an expression can call by name; the table in the documentation is held against it.

use super::code::{Each, Function};

/// A name and how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Described {
    /// The name.
    pub name: &'static str,
    /// How it is written.
    pub form: &'static str,
    /// The type of the result.
    pub result: &'static str,
}

const fn described(name: &'static str, form: &'static str, result: &'static str) -> Described {
    Described { name, form, result }
}

/// What an expression can look at.
pub const VARIABLES: &[Described] = &[
    described("record", "record.FIELD", "by field"),
    described("answer", "answer", "by question"),
    described("state", "state", "state"),
    described("note", "note", "text"),
    described("answers", "answers.STEP.QUESTION", "by question"),
    described("states", "states.STEP.QUESTION", "state"),
    described("notes", "notes.STEP.QUESTION", "text"),
    described(
        "evidence",
        "evidence.STEP.QUESTION",
        "list(reference(source))",
    ),
    described("records", "records.TYPE", "list(record(TYPE))"),
    described("header", "header.KEY", "by key"),
    described("today", "today", "date"),
];

/// The keys of the header, with their types.
pub const HEADER: &[Described] = &[
    described("country", "header.country", "text"),
    described("title", "header.title", "text"),
    described("language", "header.language", "text"),
    described("currency", "header.currency", "text"),
    described("period", "header.period", "period"),
    described("fictitious", "header.fictitious", "bool"),
    described("edition", "header.edition", "text"),
    described("overlays", "header.overlays", "list(text)"),
];

/// The functions of expressions, the operators apart.
pub const FUNCTIONS: &[Described] = &[
    described("has", "has(record.FIELD)", "bool"),
    described("all", "LIST.all(x, TEST)", "bool"),
    described("exists", "LIST.exists(x, TEST)", "bool"),
    described("exists_one", "LIST.exists_one(x, TEST)", "bool"),
    described("filter", "LIST.filter(x, TEST)", "list"),
    described("map", "LIST.map(x, VALUE)", "list"),
    described("size", "size(LIST)", "number"),
    described("distinct", "LIST.distinct()", "list"),
    described("sum", "sum(LIST)", "number or money"),
    described("min", "min(LIST)", "number, money or date"),
    described("max", "max(LIST)", "number, money or date"),
    described("follow", "follow(REFERENCE)", "record"),
    described("contains", "TEXT.contains(TEXT)", "bool"),
    described("startsWith", "TEXT.startsWith(TEXT)", "bool"),
    described("endsWith", "TEXT.endsWith(TEXT)", "bool"),
    described("matches", "TEXT.matches(PATTERN)", "bool"),
    described("lower", "TEXT.lower()", "text"),
    described("date", "date(TEXT)", "date"),
    described("year", "year(DATE)", "number"),
    described("month", "month(DATE)", "number"),
];

/// How a function is written.
pub(super) fn form(name: &str) -> Option<Described> {
    FUNCTIONS.iter().find(|known| known.name == name).copied()
}

/// What goes through a list.
pub(super) fn each(name: &str) -> Option<Each> {
    Some(match name {
        "all" => Each::All,
        "exists" => Each::Exists,
        "exists_one" => Each::ExistsOne,
        "filter" => Each::Filter,
        "map" => Each::Map,
        _ => return None,
    })
}

/// A function that takes values, and whether it stands behind its first one, as in `text.lower()`.
pub(super) fn function(name: &str) -> Option<(Function, bool)> {
    Some(match name {
        "distinct" => (Function::Distinct, true),
        "sum" => (Function::Sum, false),
        "min" => (Function::Min, false),
        "max" => (Function::Max, false),
        "contains" => (Function::Contains, true),
        "startsWith" => (Function::StartsWith, true),
        "endsWith" => (Function::EndsWith, true),
        "lower" => (Function::Lower, true),
        "year" => (Function::Year, false),
        "month" => (Function::Month, false),
        _ => return None,
    })
}
