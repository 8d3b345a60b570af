//! Trees from the JSON that the build made of the YAML files compiled in.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::source::Span;
use crate::yaml::{Entry, Mapping, Node, Scalar, Sequence, Style, Value};

/// The tree of a file whose JSON was prepared; it has no places, and every scalar is text.
pub(crate) fn parse_prepared(json: &[u8]) -> Option<Node<'_>> {
    let Prepared(node) = serde_json::from_slice(json).ok()?;
    Some(node)
}

struct Prepared<'t>(Node<'t>);

/// A text that is borrowed wherever it stands as it is.
struct Text<'t>(Cow<'t, str>);

struct TextVisitor;
struct NodeVisitor;

fn node(value: Value<'_>) -> Prepared<'_> {
    Prepared(Node {
        span: Span::at(0),
        value,
    })
}

fn scalar<'t>(text: impl Into<Cow<'t, str>>) -> Prepared<'t> {
    node(Value::Scalar(Scalar {
        text: text.into(),
        style: Style::Plain,
    }))
}

impl<'de> Deserialize<'de> for Prepared<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor)
    }
}

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(text.to_owned())))
    }
}

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Prepared<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Prepared<'de>, E> {
        Ok(scalar(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Prepared<'de>, E> {
        Ok(scalar(text.to_owned()))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Prepared<'de>, E> {
        Ok(scalar(if flag { "true" } else { "false" }))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Prepared<'de>, E> {
        Ok(scalar(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Prepared<'de>, E> {
        Ok(scalar(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Prepared<'de>, E> {
        Ok(scalar(number.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Prepared<'de>, E> {
        Ok(node(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Prepared<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(Prepared(item)) = list.next_element()? {
            items.push(item);
        }
        Ok(node(Value::Sequence(Sequence { items, flow: false })))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Prepared<'de>, A::Error> {
        let mut entries = Vec::new();
        while let Some((Text(key), Prepared(value))) = map.next_entry()? {
            entries.push(Entry {
                key,
                key_span: Span::at(0),
                value,
            });
        }
        Ok(node(Value::Mapping(Mapping {
            entries,
            flow: false,
        })))
    }
}
