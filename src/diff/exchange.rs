//! Changes as JSON, and back: the objects of the schema `mainstream/diff/1`.

use serde_json::{Map, Number, Value, json};

use crate::handbook::Handbook;
use crate::source::SourceFile;
use crate::yaml::Data;

use super::change::{Change, Grade, What};
use super::measure::{Measure, measure};
use super::place::{Place, RecordName, Seg};
use super::prose::pieces;
use super::sort::Sort;

/// The name of the schema, with its version.
pub const SCHEMA: &str = "mainstream/diff/1";

/// Why a text is no comparison.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    /// It is no JSON: line and column.
    #[error("no JSON at {0}:{1}")]
    NotJson(usize, usize),
    /// It is of another schema.
    #[error("another schema: {0}")]
    OtherSchema(String),
    /// A part of it is not as the schema has it, named by its JSON pointer.
    #[error("not as the schema has it: {0}")]
    Malformed(String),
    /// It is about so many files, not one.
    #[error("about {0} files")]
    NotOneFile(usize),
}

/// A change as an object; the texts of both sides give lines and columns.
pub fn change_to_json(
    change: &Change,
    handbook: &Handbook,
    old: Option<&SourceFile>,
    new: Option<&SourceFile>,
) -> Value {
    let place = &change.place;
    let mut object = Map::new();
    let question = place.question(handbook);
    let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
    put("path", json!(place.to_string()));
    put("at", place.segs().iter().map(seg_to_json).collect());
    if let Some(step) = place.step() {
        put("step", json!(step));
    }
    if let Some(question) = question {
        put("stage", json!(handbook.stages[question.stage].id));
        put("question", json!(question.path));
        put("code", json!(question.code));
    }
    put("grade", json!(change.grade));
    match &change.what {
        What::Value { old, new } => {
            put("change", json!(verb(old.is_some(), new.is_some(), "")));
            put("old", optional(old.as_ref()));
            put("new", optional(new.as_ref()));
            for (key, value) in details(Sort::at(place, handbook), old.as_ref(), new.as_ref()) {
                put(key, value);
            }
        }
        What::Record { old, new } => {
            put(
                "change",
                json!(verb(old.is_some(), new.is_some(), "record-")),
            );
            put("old", optional(old.as_ref()));
            put("new", optional(new.as_ref()));
        }
        What::Items { removed, added } => {
            put("change", json!("items"));
            put("removed", json!(removed));
            put("added", json!(added));
        }
        What::Rename { old, new } => {
            put("change", json!("renamed"));
            put("old", name_to_json(Some(old)));
            put("new", name_to_json(Some(new)));
        }
    }
    for (key, source, span) in [
        ("old_position", old, change.old_span),
        ("new_position", new, change.new_span),
    ] {
        if let (Some(source), Some(span)) = (source, span) {
            let position = source.position(span.start);
            put(
                key,
                json!({"line": position.line, "column": position.column}),
            );
        }
    }
    Value::Object(object)
}

fn verb(old: bool, new: bool, prefix: &str) -> String {
    let word = match (old, new) {
        (false, _) => "added",
        (true, false) => "removed",
        (true, true) => "changed",
    };
    format!("{prefix}{word}")
}

/// The difference of figures, or the pieces of texts.
fn details(sort: Sort<'_>, old: Option<&Data>, new: Option<&Data>) -> Vec<(&'static str, Value)> {
    let (Some(old), Some(new)) = (old, new) else {
        return Vec::new();
    };
    let (Some(old), Some(new)) = (sort.text_of(old), sort.text_of(new)) else {
        return Vec::new();
    };
    let measured = measure(sort, &old, &new).map(|measure| match measure {
        Measure::Number(by) => json!({"unit": "number", "by": by.normalize().to_string()}),
        Measure::Points(by) => {
            json!({"unit": "percentage-points", "by": by.normalize().to_string()})
        }
        Measure::Money(by) => {
            json!({"unit": by.currency(), "by": by.amount.normalize().to_string()})
        }
        Measure::Days(by) => json!({"unit": "days", "by": by.to_string()}),
        Measure::Years(by) => json!({"unit": "years", "by": by.to_string()}),
    });
    if let Some(measured) = measured {
        return vec![("difference", measured)];
    }
    if !sort.is_prose() {
        return Vec::new();
    }
    let pieces = pieces(&old, &new);
    let pieces = pieces
        .iter()
        .map(|piece| json!([piece.mark.sign(), piece.text]));
    vec![("text", pieces.collect())]
}

fn seg_to_json(seg: &Seg) -> Value {
    match seg {
        Seg::Key(key) => json!(key),
        Seg::Record { old, new } => {
            json!({"old": name_to_json(old.as_ref()), "new": name_to_json(new.as_ref())})
        }
    }
}

fn name_to_json(name: Option<&RecordName>) -> Value {
    match name {
        None => Value::Null,
        Some(RecordName::Id(id)) => json!(id),
        Some(RecordName::Index(index)) => json!(index),
    }
}

fn optional(data: Option<&Data>) -> Value {
    data.map_or(Value::Null, data_to_json)
}

fn data_to_json(data: &Data) -> Value {
    match data {
        Data::Null => Value::Null,
        Data::Text(text) => json!(text),
        Data::Bool(flag) => json!(flag),
        // A number that a reader of JSON would spell otherwise stays a text.
        Data::Number(text) => match text.parse::<Number>() {
            Ok(number) if number.to_string() == *text => Value::Number(number),
            _ => json!(text),
        },
        Data::Sequence(items) => items.iter().map(data_to_json).collect(),
        Data::Mapping(entries) => {
            let entries = entries.iter();
            entries
                .map(|(key, value)| (key.clone(), data_to_json(value)))
                .collect()
        }
    }
}

fn data_of(value: &Value) -> Data {
    match value {
        Value::Null => Data::Null,
        Value::Bool(flag) => Data::Bool(*flag),
        Value::Number(number) => Data::Number(number.to_string()),
        Value::String(text) => Data::Text(text.clone()),
        Value::Array(items) => Data::Sequence(items.iter().map(data_of).collect()),
        Value::Object(entries) => {
            let entries = entries.iter();
            Data::Mapping(
                entries
                    .map(|(key, value)| (key.clone(), data_of(value)))
                    .collect(),
            )
        }
    }
}

/// The changes of a comparison of two files.
///
/// # Errors
///
/// [`ExchangeError`] names what is wrong and where.
pub fn parse_changes(text: &str) -> Result<Vec<Change>, ExchangeError> {
    let whole: Value = serde_json::from_str(text)
        .map_err(|error| ExchangeError::NotJson(error.line(), error.column()))?;
    let schema = whole.get("schema").and_then(Value::as_str);
    if schema != Some(SCHEMA) {
        return Err(ExchangeError::OtherSchema(
            schema.unwrap_or_default().to_owned(),
        ));
    }
    let malformed = |at: &str| ExchangeError::Malformed(at.to_owned());
    let files = whole.get("files").and_then(Value::as_array);
    let files = files.ok_or_else(|| malformed("/files"))?;
    let [file] = files.as_slice() else {
        return Err(ExchangeError::NotOneFile(files.len()));
    };
    let changes = file.get("changes").and_then(Value::as_array);
    let changes = changes.ok_or_else(|| malformed("/files/0/changes"))?;
    let parsed = changes.iter().enumerate().map(|(index, change)| {
        parse_change(change).map_err(|key| malformed(&format!("/files/0/changes/{index}/{key}")))
    });
    parsed.collect()
}

/// A change, or the key that is not as it should be.
fn parse_change(value: &Value) -> Result<Change, &'static str> {
    let segs = value.get("at").and_then(Value::as_array).ok_or("at")?;
    let segs = segs.iter().map(seg_of).collect::<Option<Vec<_>>>();
    let segs = segs
        .filter(|segs| matches!(segs.first(), Some(Seg::Key(_))))
        .ok_or("at")?;
    let side = |key: &str| {
        let value = value.get(key).filter(|value| !value.is_null());
        value.map(data_of)
    };
    let items = |key: &'static str| {
        let items = value.get(key).and_then(Value::as_array).ok_or(key)?;
        let items = items.iter().map(|item| item.as_str().map(str::to_owned));
        items.collect::<Option<Vec<_>>>().ok_or(key)
    };
    let needed = |key: &'static str| side(key).ok_or(key);
    let change = value
        .get("change")
        .and_then(Value::as_str)
        .ok_or("change")?;
    let ends_in_record = matches!(segs.last(), Some(Seg::Record { .. }));
    let what = match change {
        "added" => What::Value {
            old: None,
            new: Some(needed("new")?),
        },
        "removed" => What::Value {
            old: Some(needed("old")?),
            new: None,
        },
        "changed" => What::Value {
            old: Some(needed("old")?),
            new: Some(needed("new")?),
        },
        "record-added" => What::Record {
            old: None,
            new: Some(needed("new")?),
        },
        "record-removed" => What::Record {
            old: Some(needed("old")?),
            new: None,
        },
        "items" => What::Items {
            removed: items("removed")?,
            added: items("added")?,
        },
        "renamed" => What::Rename {
            old: value.get("old").and_then(name_of).ok_or("old")?,
            new: value.get("new").and_then(name_of).ok_or("new")?,
        },
        _ => return Err("change"),
    };
    let about_record = matches!(what, What::Record { .. } | What::Rename { .. });
    if about_record != ends_in_record {
        return Err("at");
    }
    let grade = value.get("grade").and_then(Value::as_str);
    let grade = Grade::ALL
        .into_iter()
        .find(|known| Some(known.name()) == grade);
    Ok(Change {
        place: Place::new(segs),
        what,
        grade: grade.ok_or("grade")?,
        old_span: None,
        new_span: None,
    })
}

fn seg_of(value: &Value) -> Option<Seg> {
    match value {
        Value::String(key) => Some(Seg::Key(key.clone())),
        Value::Object(names) => {
            let name = |key: &str| match names.get(key) {
                None | Some(Value::Null) => Some(None),
                Some(name) => name_of(name).map(Some),
            };
            let (old, new) = (name("old")?, name("new")?);
            (old.is_some() || new.is_some()).then_some(Seg::Record { old, new })
        }
        _ => None,
    }
}

fn name_of(value: &Value) -> Option<RecordName> {
    match value {
        Value::String(id) => Some(RecordName::Id(id.clone())),
        Value::Number(index) => {
            let index = usize::try_from(index.as_u64()?).ok()?;
            Some(RecordName::Index(index))
        }
        _ => None,
    }
}
