//! Names people and scripts give to places of a project: questions, records, fields, header keys.

use crate::handbook::{Field, Handbook, RecordType, SOURCE_RECORD, ValueKind};

use super::Project;

/// The header keys that can be read and set by name.
pub const SETTABLE_HEADER: [&str; 6] = [
    "country", "title", "language", "currency", "period", "profile",
];

/// A place of a project, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A question, by its index.
    Question(usize),
    /// A record: `set-up.bodies[steering-committee]`.
    Record(RecordName),
    /// A field of a record: `set-up.bodies[steering-committee].chair`.
    Field(RecordName, String),
    /// A key at the top of the file.
    Header(&'static str),
}

/// A record, by the list that keeps it and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordName {
    /// The index of the question that keeps the list; none for the evidence ledger.
    pub home: Option<usize>,
    /// The id.
    pub id: String,
    /// Whether it is to be made, written `[+id]`.
    pub is_new: bool,
}

/// Why a name leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetError {
    /// No question or header key of that name.
    UnknownQuestion(String),
    /// The question keeps no records.
    NoList(String),
    /// The record type has no such field.
    UnknownField {
        /// The field.
        field: String,
        /// The record type.
        record: String,
    },
    /// The brackets do not close, or something else follows them.
    Malformed(String),
}

/// Finds the place a name means; codes are accepted wherever paths are.
///
/// # Errors
///
/// [`TargetError`] says which part of the name leads nowhere.
pub fn parse_target(name: &str, handbook: &Handbook) -> Result<Target, TargetError> {
    let Some((list, rest)) = name.split_once('[') else {
        if let Some(key) = SETTABLE_HEADER.into_iter().find(|key| *key == name) {
            return Ok(Target::Header(key));
        }
        let index = handbook.question_index(name);
        let question = index.ok_or_else(|| TargetError::UnknownQuestion(name.into()))?;
        return Ok(match handbook.questions[question].header {
            Some(crate::handbook::HeaderKey::Country) => Target::Header("country"),
            None => Target::Question(question),
        });
    };
    let malformed = || TargetError::Malformed(name.into());
    let (id, tail) = rest.split_once(']').ok_or_else(malformed)?;
    let home = if list == "sources" {
        None
    } else {
        Some(home_index(list, handbook)?)
    };
    let is_new = id.starts_with('+');
    let id = id.trim_start_matches('+').to_owned();
    if id.is_empty() {
        return Err(malformed());
    }
    let record = RecordName { home, id, is_new };
    match tail.strip_prefix('.') {
        None if tail.is_empty() => Ok(Target::Record(record)),
        Some(field) if !field.is_empty() => {
            let kind = record_type(handbook, home).ok_or_else(malformed)?;
            if kind.field(field).is_none() && !matches!(field, "note" | "evidence" | "id") {
                return Err(TargetError::UnknownField {
                    field: field.into(),
                    record: kind.id.clone(),
                });
            }
            Ok(Target::Field(record, field.to_owned()))
        }
        _ => Err(malformed()),
    }
}

fn home_index(list: &str, handbook: &Handbook) -> Result<usize, TargetError> {
    let question = handbook
        .question(list)
        .ok_or_else(|| TargetError::UnknownQuestion(list.into()))?;
    let home = handbook
        .home_of(question)
        .ok_or_else(|| TargetError::NoList(list.into()))?;
    handbook
        .question_index(&home.path)
        .ok_or_else(|| TargetError::NoList(list.into()))
}

/// The record type of a list, by the question that keeps it; none means the evidence ledger.
pub fn record_type(handbook: &Handbook, home: Option<usize>) -> Option<&RecordType> {
    match home {
        None => handbook.records.get(SOURCE_RECORD),
        Some(home) => handbook.record_at(home),
    }
}

/// What the value of a field is made of, the common fields included.
pub fn field_kind(handbook: &Handbook, home: Option<usize>, field: &str) -> Option<ValueKind> {
    match field {
        "id" => Some(ValueKind::Line),
        "note" => Some(ValueKind::Text),
        "evidence" => Some(ValueKind::Reference {
            to: vec![SOURCE_RECORD.to_owned()],
            many: true,
        }),
        _ => record_type(handbook, home)?
            .field(field)
            .map(|Field { kind, .. }| kind.clone()),
    }
}

/// What the value at a header key is made of.
pub fn header_kind(key: &str) -> ValueKind {
    match key {
        "country" => ValueKind::Country,
        "language" => ValueKind::Language { many: false },
        "currency" => ValueKind::Currency,
        "period" => ValueKind::Period,
        _ => ValueKind::Line,
    }
}

impl Project<'_> {
    /// The position of a record in its list, by id or by a number such as `0`.
    pub fn position(&self, home: Option<usize>, id: &str) -> Option<usize> {
        let list = match home {
            None => self.sources(),
            Some(home) => self.list(home),
        };
        let by_id = list
            .iter()
            .find(|record| record.id().is_some_and(|own| own.text == id));
        let by_number = || list.get(id.parse::<usize>().ok()?);
        by_id.or_else(by_number).map(|record| record.index)
    }

    /// All ids of a list.
    pub fn ids(&self, home: Option<usize>) -> Vec<&str> {
        let list = match home {
            None => self.sources(),
            Some(home) => self.list(home),
        };
        list.iter()
            .filter_map(|record| record.id().map(|id| id.text))
            .collect()
    }

    /// The ids a reference may name.
    pub fn reference_ids(&self, handbook: &Handbook, to: &[String]) -> Vec<&str> {
        let records = to
            .iter()
            .flat_map(|record| self.records_of(handbook, record));
        records
            .filter_map(|record| record.id().map(|id| id.text))
            .collect()
    }
}
