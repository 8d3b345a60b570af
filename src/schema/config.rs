//! The schema of `mainstream.toml`, from the table of its keys.

use serde_json::{Map, Value, json};

use crate::diagnostic::Level;
use crate::handbook::{Handbook, Profiles};
use crate::language::{Language, Messages};
use crate::policy::Grade;
use crate::rules::own::OwnRules;
use crate::rules::{Group, all_known};
use crate::settings::{KEYS, Key, KeyKind};

use super::{closed, whole};

/// The schema of `mainstream.toml`, with descriptions in the language of the messages and the
/// profiles of the handbook; rules of overlays are rules like the others.
pub fn config_schema(handbook: &Handbook, own: &OwnRules, messages: &Messages) -> Value {
    let title = messages.get("schema-config-title", &[]);
    let words = Words {
        handbook,
        own,
        messages,
    };
    whole(&title, words.table(""), Map::new())
}

/// What the values of keys may be.
pub(super) struct Words<'w> {
    pub(super) handbook: &'w Handbook,
    pub(super) own: &'w OwnRules,
    pub(super) messages: &'w Messages,
}

impl Words<'_> {
    /// The keys of a table, empty for the top, and what has to be there.
    pub(super) fn table(&self, path: &str) -> Value {
        let mut properties = Map::new();
        let own = || KEYS.iter().filter(|key| key.table() == path);
        for key in own() {
            let mut schema = self.value(key);
            schema["description"] = json!(self.messages.get(&key.message(), &[]));
            properties.insert(key.name().to_owned(), schema);
        }
        let mut table = closed(properties);
        let required: Vec<&str> = own().filter(|key| key.is_required).map(Key::name).collect();
        if !required.is_empty() {
            table["required"] = json!(required);
        }
        table
    }

    fn value(&self, key: &Key) -> Value {
        match key.kind {
            KeyKind::Language => one_of(&Language::ALL.map(Language::code)),
            KeyKind::Text | KeyKind::Path | KeyKind::Glob => json!({ "type": "string" }),
            KeyKind::Folders => json!({ "type": "array", "items": { "type": "string" } }),
            KeyKind::Table => self.table(key.path),
            KeyKind::Tables => json!({ "type": "array", "items": self.table(key.path) }),
            KeyKind::Grades => self.grades(),
            KeyKind::Profile => self.profile(),
            KeyKind::Level => one_of(&Level::ALL.map(Level::name)),
            KeyKind::Rule => one_of(&self.rule_ids()),
            // A day of TOML, which those who validate see as a text, or a text.
            KeyKind::Date => json!({ "type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$" }),
        }
    }

    pub(super) fn profile(&self) -> Value {
        let ids: Vec<String> = Profiles::of(self.handbook)
            .ids()
            .map(str::to_owned)
            .collect();
        json!({ "type": "string", "enum": ids })
    }

    fn rule_ids(&self) -> Vec<&str> {
        all_known(self.own).map(|rule| rule.id).collect()
    }

    /// A grade for each rule and group.
    fn grades(&self) -> Value {
        let grade = one_of(&Grade::NAMES);
        let groups = Group::ALL.map(Group::name);
        let names = self.rule_ids().into_iter().chain(groups);
        let properties = names.map(|name| (name.to_owned(), grade.clone()));
        closed(properties.collect())
    }
}

fn one_of(words: &[&str]) -> Value {
    json!({ "type": "string", "enum": words })
}
