//! The JSON Schema of `mainstream/findings/1`: what [`super::json`] writes, and nothing else.
//!
//! Draft 7, which every validator reads, also where it is told to be strict: an optional value is one
//! of two schemas, never a list of types.

use serde_json::{Map, Value, json};

use crate::diagnostic::Level;
use crate::language::Messages;

use super::json::SCHEMA;

/// The schema, with descriptions in the language of the messages.
pub fn findings(messages: &Messages) -> Value {
    let schema = Book { messages };
    let mut root = schema.object(
        "",
        vec![
            ("schema", json!({"const": SCHEMA})),
            ("files", count()),
            ("findings", list("finding")),
            ("unreadable", list("unreadable")),
            ("summary", named("summary")),
        ],
    );
    let title = messages.get("schema-findings-title", &[]);
    let definitions = json!({
        "finding": schema.finding(),
        "repair": schema.repair(),
        "unreadable": schema.unreadable(),
        "summary": schema.summary(),
        "levels": schema.levels(),
        "rule": schema.rule(),
        "country": schema.country(),
        "profile": schema.profile(),
    });
    let head = [
        ("$schema", json!("http://json-schema.org/draft-07/schema#")),
        ("title", json!(title)),
    ];
    let mut whole: Map<String, Value> = head
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect();
    if let Value::Object(parts) = &mut root {
        whole.append(parts);
    }
    whole.insert("definitions".into(), definitions);
    Value::Object(whole)
}

struct Book<'m> {
    messages: &'m Messages,
}

impl Book<'_> {
    /// An object with exactly these keys; `about` stands before them in the keys of their descriptions.
    fn object(&self, about: &str, parts: Vec<(&str, Value)>) -> Value {
        let required: Vec<&str> = parts.iter().map(|(name, _)| *name).collect();
        let mut properties = Map::new();
        for (name, mut part) in parts {
            let key = format!("schema-findings-{about}{name}");
            let text = self.messages.get(&key.replace('_', "-"), &[]);
            // Beside a reference everything else would be ignored.
            if part.get("$ref").is_some() {
                part = json!({"allOf": [part]});
            }
            part["description"] = json!(text);
            properties.insert(name.to_owned(), part);
        }
        json!({
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        })
    }

    fn finding(&self) -> Value {
        self.object(
            "",
            vec![
                ("rule", json!({"type": "string", "minLength": 1})),
                ("level", json!({"enum": level_names()})),
                ("message", text()),
                ("file", text()),
                ("line", position()),
                ("column", position()),
                ("end_line", position()),
                ("end_column", position()),
                ("answer", or_null(&text())),
                ("question", or_null(&text())),
                ("help", or_null(&text())),
                ("repair", or_null(&named("repair"))),
                (
                    "fingerprint",
                    json!({"type": "string", "pattern": "^[0-9a-f]{32}$"}),
                ),
            ],
        )
    }

    fn repair(&self) -> Value {
        self.object(
            "repair-",
            vec![
                ("safe", json!({"type": "boolean"})),
                ("replacement", text()),
                ("start_line", position()),
                ("start_column", position()),
                ("end_line", position()),
                ("end_column", position()),
            ],
        )
    }

    fn unreadable(&self) -> Value {
        self.object("unreadable-", vec![("file", text()), ("message", text())])
    }

    fn summary(&self) -> Value {
        self.object(
            "",
            vec![
                ("levels", named("levels")),
                ("files_checked", count()),
                ("files_with_findings", count()),
                ("files_unreadable", count()),
                ("rules", each("rule")),
                ("countries", each("country")),
                ("suppressed", count()),
                ("in_baseline", count()),
                ("baseline_stale", or_null(&count())),
                ("profiles", each("profile")),
            ],
        )
    }

    fn levels(&self) -> Value {
        let mut names = level_names();
        names.sort_unstable();
        let parts = names.into_iter().map(|name| (name, count()));
        self.object("level-", parts.collect())
    }

    fn rule(&self) -> Value {
        self.object("rule-", vec![("findings", count()), ("files", count())])
    }

    fn profile(&self) -> Value {
        self.object(
            "profile-",
            vec![("files", count()), ("rules_waiting", count())],
        )
    }

    fn country(&self) -> Value {
        self.object(
            "country-",
            vec![("files", count()), ("levels", named("levels"))],
        )
    }
}

fn level_names() -> Vec<&'static str> {
    Level::ALL.into_iter().map(Level::name).collect()
}

fn text() -> Value {
    json!({"type": "string"})
}

fn count() -> Value {
    json!({"type": "integer", "minimum": 0})
}

/// A line or a column.
fn position() -> Value {
    json!({"type": "integer", "minimum": 1})
}

fn named(definition: &str) -> Value {
    json!({"$ref": format!("#/definitions/{definition}")})
}

fn list(definition: &str) -> Value {
    json!({"type": "array", "items": named(definition)})
}

/// An object whose keys are names that only the run knows.
fn each(definition: &str) -> Value {
    json!({"type": "object", "additionalProperties": named(definition)})
}

fn or_null(schema: &Value) -> Value {
    json!({"anyOf": [schema, {"type": "null"}]})
}
