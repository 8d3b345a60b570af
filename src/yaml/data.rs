//! Values to be written, without places.

use crate::yaml::plain;
use crate::yaml::{Node, Scalar, Style, Value};

/// A value on its way into a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// Nothing.
    Null,
    /// A text, which every YAML reader will read as text.
    Text(String),
    /// A decimal number in canonical notation (`42`, `-0.5`), written as it is.
    Number(String),
    /// `true` or `false`.
    Bool(bool),
    /// A list.
    Sequence(Vec<Data>),
    /// Keys with their values; a key occurs once.
    Mapping(Vec<(String, Data)>),
}

impl Data {
    /// Whether `node`, read back, says what this value was meant to say.
    ///
    /// Text must stand in a notation that typed readers take for text too, so
    /// `Text("no")` is not the same as a plain `no`. The order of the keys of a
    /// mapping does not matter.
    pub fn same_as(&self, node: &Node<'_>) -> bool {
        match (self, &node.value) {
            (Self::Null, Value::Null) => true,
            (Self::Text(text), Value::Scalar(scalar)) => same_text(text, scalar),
            (Self::Number(number), Value::Scalar(scalar)) => {
                if plain::is_decimal(number) {
                    scalar.style == Style::Plain && scalar.text == *number
                } else {
                    same_text(number, scalar)
                }
            }
            (Self::Bool(value), Value::Scalar(scalar)) => {
                let word = if *value { "true" } else { "false" };
                scalar.style == Style::Plain && scalar.text == word
            }
            (Self::Sequence(items), Value::Sequence(sequence)) => {
                items.len() == sequence.items.len()
                    && items.iter().zip(&sequence.items).all(|(a, b)| a.same_as(b))
            }
            (Self::Mapping(entries), Value::Mapping(mapping)) => {
                entries.len() == mapping.len()
                    && entries.iter().all(|(key, value)| {
                        mapping.get(key).is_some_and(|found| value.same_as(found))
                    })
            }
            _ => false,
        }
    }
}

fn same_text(text: &str, scalar: &Scalar<'_>) -> bool {
    scalar.text == *text && (scalar.style != Style::Plain || !plain::is_mistyped(text))
}
