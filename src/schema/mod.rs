//! JSON Schemas of what people write, for editors: completion, descriptions, and a first look.
//!
//! Draft 7, which the language servers, ajv in strict mode and check-jsonschema all read: no lists of
//! types, nothing beside a reference. They say what may stand where; what a value means, and what
//! points where, is said by `rules` alone. Whatever `check` accepts, a schema accepts too.

mod config;
mod project;
mod value;

use serde_json::{Map, Value, json};

pub use config::config_schema;
pub use project::project_schema;

/// The dialect of all schemas.
const DIALECT: &str = "http://json-schema.org/draft-07/schema#";

/// A schema under its title, with what it refers to.
fn whole(title: &str, root: Value, definitions: Map<String, Value>) -> Value {
    let mut schema = Map::new();
    schema.insert("$schema".into(), json!(DIALECT));
    schema.insert("title".into(), json!(title));
    if let Value::Object(root) = root {
        schema.extend(root);
    }
    if !definitions.is_empty() {
        schema.insert("definitions".into(), Value::Object(definitions));
    }
    Value::Object(schema)
}

/// A reference to a definition, with a description of its own.
fn refer(name: &str, description: &str) -> Value {
    let mut schema = Map::new();
    if !description.is_empty() {
        schema.insert("description".into(), json!(description));
    }
    let path = format!("#/definitions/{name}");
    schema.insert("allOf".into(), json!([{ "$ref": path }]));
    Value::Object(schema)
}

/// An object with these keys and no others.
fn closed(properties: Map<String, Value>) -> Value {
    let mut schema = Map::new();
    schema.insert("type".into(), json!("object"));
    schema.insert("properties".into(), Value::Object(properties));
    schema.insert("additionalProperties".into(), json!(false));
    Value::Object(schema)
}

/// What is not written down is accepted everywhere.
fn or_nothing(schemas: Vec<Value>) -> Value {
    let mut any = schemas;
    any.push(json!({ "type": "null" }));
    json!({ "anyOf": any })
}
