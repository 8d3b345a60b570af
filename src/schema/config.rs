//! The schema of `mainstream.toml`, from the table of its keys.

use serde_json::{Map, Value, json};

use crate::language::{Language, Messages};

use super::{closed, whole};

/// What stands behind a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// The code of a language.
    Language,
    /// Any text.
    Text,
    /// A list of folders.
    Folders,
}

/// A key of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Its path from the top.
    pub path: &'static str,
    /// What stands behind it.
    pub kind: KeyKind,
}

/// All keys, in the order people read them.
pub static KEYS: &[Key] = &[
    Key {
        path: "language",
        kind: KeyKind::Language,
    },
    Key {
        path: "organisation",
        kind: KeyKind::Text,
    },
    Key {
        path: "handbook",
        kind: KeyKind::Folders,
    },
];

/// The schema of `mainstream.toml`, with descriptions in the language of the messages.
pub fn config_schema(messages: &Messages) -> Value {
    let mut properties = Map::new();
    for key in KEYS {
        let mut schema = value(key.kind);
        let about = messages.get(&format!("schema-config-{}", key.path), &[]);
        schema["description"] = json!(about);
        properties.insert(key.path.to_owned(), schema);
    }
    let title = messages.get("schema-config-title", &[]);
    whole(&title, closed(properties), Map::new())
}

fn value(kind: KeyKind) -> Value {
    match kind {
        KeyKind::Language => json!({ "type": "string", "enum": Language::ALL.map(Language::code) }),
        KeyKind::Text => json!({ "type": "string" }),
        KeyKind::Folders => json!({ "type": "array", "items": { "type": "string" } }),
    }
}
