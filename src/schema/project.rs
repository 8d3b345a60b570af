//! The schema of a project file, from the handbook and the overlays on it.

use serde_json::{Map, Value, json};

use crate::handbook::{
    Catalogues, Handbook, Kind, Question, RecordType, SOURCE_RECORD, Texts, ValueKind,
};
use crate::language::Messages;
use crate::project::{
    ANSWER_KEYS, ASIDE_KEY, FORMAT, HANDBOOK_KEYS, HEADER_KEYS, SUPPRESS_KEYS, State, header_kind,
};
use crate::rules::own::OwnRules;

use super::config::Words;
use super::value::Values;
use super::{closed, or_nothing, refer, whole};

/// The schema of a project file, with descriptions in the language of the texts and messages.
pub fn project_schema(
    handbook: &Handbook,
    catalogues: &Catalogues,
    own: &OwnRules,
    texts: &Texts,
    messages: &Messages,
) -> Value {
    let values = Values {
        handbook,
        catalogues,
        texts,
        definitions: Map::new(),
    };
    let mut book = Book {
        handbook,
        own,
        values,
        messages,
    };
    let root = book.file();
    let title = messages.get("schema-project-title", &[]);
    whole(&title, root, book.values.definitions)
}

struct Book<'b> {
    handbook: &'b Handbook,
    own: &'b OwnRules,
    values: Values<'b>,
    messages: &'b Messages,
}

impl Book<'_> {
    /// A message; nothing where there is none.
    fn word(&self, key: &str) -> String {
        if self.messages.has(key) {
            self.messages.get(key, &[])
        } else {
            String::new()
        }
    }

    fn settings_words(&self) -> Words<'_> {
        Words {
            handbook: self.handbook,
            own: self.own,
            messages: self.messages,
        }
    }

    /// As in the settings, but about this file alone.
    fn suppressions(&self) -> Value {
        let mut entry = self.settings_words().table("check.suppress");
        if let Some(properties) = entry["properties"].as_object_mut() {
            properties.retain(|name, _| SUPPRESS_KEYS.contains(&name.as_str()));
        }
        json!({ "type": "array", "items": entry })
    }

    fn file(&mut self) -> Value {
        let mut properties = Map::new();
        for key in HEADER_KEYS.into_iter().chain([ASIDE_KEY]) {
            let mut schema = match key {
                "mainstream" => json!({ "enum": [FORMAT, FORMAT.to_string()] }),
                "handbook" => self.handbook(),
                "country" | "title" | "language" | "currency" | "period" => {
                    let name = self.values.of(&header_kind(key));
                    refer(&name, "")
                }
                "fictitious" => json!({ "type": "boolean" }),
                "profile" => self.settings_words().profile(),
                "suppress" => self.suppressions(),
                "sources" => self.list(SOURCE_RECORD),
                "answers" => self.answers(),
                _ => json!({}),
            };
            describe(&mut schema, &self.word(&format!("schema-header-{key}")));
            properties.insert(key.to_owned(), schema);
        }
        let mut file = closed(properties);
        file["required"] = json!(["mainstream", "handbook"]);
        file
    }

    fn handbook(&self) -> Value {
        let mut properties = Map::new();
        for key in HANDBOOK_KEYS {
            let mut schema = match key {
                "id" => json!({ "type": "string", "enum": [self.values.handbook.id] }),
                "edition" => json!({ "type": "string" }),
                _ => or_nothing(vec![
                    json!({ "type": "array", "items": { "type": "string" } }),
                ]),
            };
            describe(&mut schema, &self.word(&format!("schema-handbook-{key}")));
            properties.insert(key.to_owned(), schema);
        }
        let mut schema = closed(properties);
        schema["required"] = json!(["id"]);
        schema
    }

    fn answers(&mut self) -> Value {
        let handbook = self.values.handbook;
        let (mut properties, mut others) = (Map::new(), Map::new());
        for step in 0..handbook.steps.len() {
            let known = &handbook.steps[step];
            let name = format!("step-{}", known.id);
            let schema = self.step(step);
            self.values.definitions.insert(name.clone(), schema);
            let title = self.values.texts.step_title(known).into_owned();
            let schema = refer(&name, &title);
            if known.dropped.is_none() {
                properties.insert(known.id.clone(), schema.clone());
            } else {
                others.insert(exactly(&known.id), schema.clone());
            }
        }
        let mut schema = closed(properties);
        add_others(&mut schema, others);
        or_nothing(vec![schema])
    }

    /// The questions of a step by id; by code, and dropped, they are valid and not proposed.
    fn step(&mut self, step: usize) -> Value {
        let handbook = self.values.handbook;
        let (mut properties, mut others) = (Map::new(), Map::new());
        let questions = handbook.questions.iter().filter(|one| one.step == step);
        for question in questions {
            let (name, about) = self.question(question);
            let schema = refer(&name, &about);
            others.insert(exactly(&question.code), refer(&name, ""));
            if question.dropped.is_none() {
                properties.insert(question.id.clone(), schema);
            } else {
                others.insert(exactly(&question.id), schema);
            }
        }
        let mut schema = closed(properties);
        add_others(&mut schema, others);
        or_nothing(vec![schema])
    }

    /// The name of the definition of a question's answer, and what editors say about it.
    fn question(&mut self, question: &Question) -> (String, String) {
        let bare = match (&question.kind, question.header) {
            (Kind::Value(kind), None) => Some(self.values.of(kind)),
            (Kind::Records { record, .. }, _) => Some(self.list_named(record)),
            // These are answered elsewhere: only what is said about them stands here.
            (Kind::Value(_) | Kind::Table { .. } | Kind::Computed { .. }, _) => None,
        };
        let name = self.answer(bare.as_deref());
        let texts = self.values.texts;
        let (ask, why) = (texts.ask(question), texts.why(question));
        (name, format!("{} {ask}\n\n{why}", question.code))
    }

    /// The name of the definition of a list of records.
    fn list_named(&mut self, record: &str) -> String {
        let name = format!("list-{record}");
        if !self.values.definitions.contains_key(&name) {
            let list = self.list(record);
            self.values.definitions.insert(name.clone(), list);
        }
        name
    }

    /// The name of the definition of an answer, bare or with what is said about it; `bare` is the
    /// definition of what may be answered, if anything.
    fn answer(&mut self, bare: Option<&str>) -> String {
        let name = format!("answer-{}", bare.unwrap_or("none"));
        if self.values.definitions.contains_key(&name) {
            return name;
        }
        let mut properties = Map::new();
        for key in ANSWER_KEYS {
            let schema = match (key, bare) {
                ("answer", None) => continue,
                ("answer", Some(bare)) => refer(bare, &self.word(&format!("schema-answer-{key}"))),
                _ => self.part(key),
            };
            properties.insert(key.to_owned(), schema);
        }
        let wrapped = closed(properties);
        let schema = match bare {
            Some(bare) => json!({ "anyOf": [refer(bare, ""), wrapped] }),
            None => or_nothing(vec![wrapped]),
        };
        self.values.definitions.insert(name.clone(), schema);
        name
    }

    /// What stands beside an answer.
    fn part(&mut self, key: &str) -> Value {
        let name = format!("part-{key}");
        let text = or_nothing(vec![json!({ "type": "string" })]);
        let schema = match key {
            "state" => {
                let states = State::ALL.map(State::name);
                or_nothing(vec![json!({ "type": "string", "enum": states })])
            }
            "reason" | "note" | "by" => text,
            "on" => {
                let date = self.values.of(&ValueKind::Date);
                refer(&date, "")
            }
            "evidence" => {
                let sources = ValueKind::Reference {
                    to: vec![SOURCE_RECORD.to_owned()],
                    many: true,
                };
                let sources = self.values.of(&sources);
                refer(&sources, "")
            }
            _ => json!({}),
        };
        self.values.definitions.insert(name.clone(), schema);
        refer(&name, &self.word(&format!("schema-answer-{key}")))
    }

    /// A list of records.
    fn list(&mut self, record: &str) -> Value {
        let Some(known) = self.values.handbook.records.get(record) else {
            return json!({});
        };
        let name = format!("record-{record}");
        if !self.values.definitions.contains_key(&name) {
            let schema = self.record(known);
            self.values.definitions.insert(name.clone(), schema);
        }
        or_nothing(vec![json!({ "type": "array", "items": refer(&name, "") })])
    }

    fn record(&mut self, record: &RecordType) -> Value {
        let (mut properties, mut others) = (Map::new(), Map::new());
        let id = json!({ "type": "string", "pattern": "^[^\\sA-Z]+$" });
        properties.insert("id".to_owned(), id);
        for field in &record.fields {
            let texts = self.values.texts;
            let label = texts.field_label(&record.id, &field.id);
            let about = match texts.field_hint(&record.id, &field.id) {
                Some(hint) => format!("{label}: {hint}"),
                None => label.into_owned(),
            };
            let kind = self.values.of(&field.kind);
            let schema = refer(&kind, &about);
            if field.dropped.is_none() {
                properties.insert(field.id.clone(), schema);
            } else {
                others.insert(exactly(&field.id), schema);
            }
        }
        for key in ["note", "evidence"] {
            if !properties.contains_key(key) {
                let part = self.part(key);
                properties.insert(key.to_owned(), part);
            }
        }
        describe(&mut properties["id"], &self.word("schema-record-id"));
        let mut schema = closed(properties);
        add_others(&mut schema, others);
        schema["description"] = json!(self.values.texts.record_name(&record.id));
        schema["required"] = json!(["id"]);
        schema
    }
}

fn describe(schema: &mut Value, text: &str) {
    if !text.is_empty() {
        schema["description"] = json!(text);
    }
}

/// A pattern for one key, whatever the case of its letters.
fn exactly(key: &str) -> String {
    let mut pattern = String::from("^");
    for letter in key.chars() {
        if letter.is_ascii_uppercase() {
            pattern.push_str(&format!("[{letter}{}]", letter.to_ascii_lowercase()));
        } else {
            pattern.push(letter);
        }
    }
    pattern.push('$');
    pattern
}

fn add_others(schema: &mut Value, others: Map<String, Value>) {
    if !others.is_empty() {
        schema["patternProperties"] = Value::Object(others);
    }
}
