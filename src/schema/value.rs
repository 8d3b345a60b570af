//! What may stand for a value of each kind.

use serde_json::{Map, Value, json};

use crate::handbook::{Catalogues, Handbook, Texts, ValueKind};

use super::or_nothing;

/// Numbers as people write them: groups apart, a comma or a point before the decimals.
const NUMBER: &str = "^\\s*[-−]?[0-9][0-9 _.,'’\u{a0}\u{202f}]*\\s*%?\\s*$";
/// An amount with its currency behind or before it.
const MONEY: &str =
    "^\\s*([A-Za-z]{3}\\s*[-−]?[0-9][^A-Za-z]*|[-−]?[0-9][^A-Za-z]*[A-Za-z]{3})\\s*$";
const DATE: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
const PERIOD: &str = "^\\s*[0-9][0-9.-]*\\s*[/–—-]\\s*[0-9][0-9./-]*\\s*$";
const YEAR: &str = "^\\s*(1[89]|2[01])[0-9]{2}\\s*$";
/// Codes that ISO 3166-1 leaves to users.
const USER_COUNTRY: &str = "^(AA[A-Z]|Q[M-Z][A-Z]|X[A-Z]{2}|ZZ[A-Z])$";
const CURRENCY: &str = "^[A-Z]{3}$";
const ID: &str = "^[^\\sA-Z]+$";

/// The definitions of kinds of values, each made when it is first asked for.
pub(super) struct Values<'v> {
    pub(super) handbook: &'v Handbook,
    pub(super) catalogues: &'v Catalogues,
    pub(super) texts: &'v Texts,
    pub(super) definitions: Map<String, Value>,
}

impl Values<'_> {
    /// The name of the definition of a kind.
    pub(super) fn of(&mut self, kind: &ValueKind) -> String {
        let name = name_of(kind);
        if !self.definitions.contains_key(&name) {
            let schema = self.schema(kind);
            self.definitions.insert(name.clone(), schema);
        }
        name
    }

    fn schema(&self, kind: &ValueKind) -> Value {
        let item = self.item(kind);
        if kind.is_many() {
            // A single item is often written without the brackets.
            let list = json!({ "type": "array", "items": { "anyOf": item.clone() } });
            let alternatives = std::iter::once(list).chain(item);
            return or_nothing(alternatives.collect());
        }
        or_nothing(item)
    }

    /// What one value may be.
    fn item(&self, kind: &ValueKind) -> Vec<Value> {
        let pattern = |pattern: &str| json!({ "type": "string", "pattern": pattern });
        match kind {
            ValueKind::Choice { set } | ValueKind::Choices { set } => vec![self.choices(set)],
            ValueKind::Scale => vec![self.choices(ValueKind::SCALE_SET)],
            ValueKind::Line | ValueKind::Text => vec![json!({ "type": "string" })],
            ValueKind::Number { .. } | ValueKind::Percent => {
                vec![numbers(kind), pattern(NUMBER)]
            }
            ValueKind::Money => vec![pattern(MONEY), parts("amount", "currency")],
            ValueKind::Date => vec![pattern(DATE)],
            ValueKind::Period => vec![pattern(PERIOD), parts("from", "to")],
            ValueKind::Year => vec![
                json!({ "type": "integer", "minimum": 1800, "maximum": 2199 }),
                pattern(YEAR),
            ],
            ValueKind::Country => vec![self.codes("countries"), pattern(USER_COUNTRY)],
            ValueKind::Currency => vec![pattern(CURRENCY), self.codes("currencies")],
            ValueKind::Language { .. } => vec![self.codes("languages")],
            ValueKind::Code { catalogue, .. } => vec![self.codes(catalogue)],
            ValueKind::Reference { .. } => vec![pattern(ID)],
        }
    }

    /// The ids of a choice set with what they mean; those that are not offered any more stay valid.
    fn choices(&self, set: &str) -> Value {
        let offered = self.handbook.choice_ids(set);
        let retired = self
            .handbook
            .retired
            .get(set)
            .map_or(&[][..], Vec::as_slice);
        let ids: Vec<&String> = offered.iter().chain(retired).collect();
        let labels = offered
            .iter()
            .map(|id| format!("{id}: {}", self.texts.choice(set, id)));
        let labels: Vec<String> = labels.collect();
        if ids.is_empty() {
            return json!({ "type": "string" });
        }
        json!({ "type": "string", "description": labels.join("\n"), "enum": ids })
    }

    /// The ids of a catalogue.
    fn codes(&self, catalogue: &str) -> Value {
        let entries = self.catalogues.get(catalogue);
        let entries = entries.map_or(&[][..], |catalogue| &catalogue.entries);
        let ids: Vec<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
        if ids.is_empty() {
            return json!({ "type": "string" });
        }
        json!({ "type": "string", "enum": ids })
    }
}

fn numbers(kind: &ValueKind) -> Value {
    let (min, max) = match kind {
        ValueKind::Number { min, max } => (
            min.map(|min| min.to_string()),
            max.map(|max| max.to_string()),
        ),
        _ => (Some("0".to_owned()), Some("100".to_owned())),
    };
    let mut schema = Map::new();
    schema.insert("type".into(), json!("number"));
    for (name, bound) in [("minimum", min), ("maximum", max)] {
        // A bound is written as it stands in the handbook.
        let bound = bound.and_then(|bound| serde_json::from_str::<serde_json::Number>(&bound).ok());
        schema.extend(bound.map(|bound| (name.to_owned(), Value::Number(bound))));
    }
    Value::Object(schema)
}

/// A value written as a mapping of two parts.
fn parts(first: &str, second: &str) -> Value {
    let part = json!({ "anyOf": [{ "type": "string" }, { "type": "number" }] });
    json!({
        "type": "object",
        "properties": { first: part, second: part },
        "required": [first, second],
        "additionalProperties": false,
    })
}

/// The name of a kind's definition; kinds with the same name have the same values.
fn name_of(kind: &ValueKind) -> String {
    let name = kind.name();
    let bound = |bound: &Option<rust_decimal::Decimal>| {
        bound.map_or_else(|| "any".to_owned(), |bound| bound.to_string())
    };
    match kind {
        ValueKind::Choice { set } | ValueKind::Choices { set } => format!("{name}-{set}"),
        ValueKind::Code { catalogue, many } => {
            format!("{name}{}-{catalogue}", if *many { "s" } else { "" })
        }
        ValueKind::Language { many } | ValueKind::Reference { many, .. } => {
            format!("{name}{}", if *many { "s" } else { "" })
        }
        ValueKind::Number {
            min: None,
            max: None,
        } => name.to_owned(),
        ValueKind::Number { min, max } => format!("{name}-{}-{}", bound(min), bound(max)),
        _ => name.to_owned(),
    }
}
