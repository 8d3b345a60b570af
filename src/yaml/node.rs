//! The tree of a YAML document, every part with its place in the text.

use std::borrow::Cow;

use crate::source::Span;
use crate::yaml::{Data, Route, Step};

/// A value and where it stands.
///
/// The span covers exactly the value: quotes and brackets are in, comments and
/// the line break after it are out. A block scalar runs from its `|` or `>` to
/// the end of its last line of content. A value that is not written at all has
/// an empty span right after the colon or dash that announces it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node<'t> {
    /// Bytes the value covers.
    pub span: Span,
    /// What stands there.
    pub value: Value<'t>,
}

/// What a node holds. Scalars have no type: `42` and `yes` are text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'t> {
    /// Nothing, or a plain `~`, `null`, `Null` or `NULL`.
    Null,
    /// A text.
    Scalar(Scalar<'t>),
    /// A list.
    Sequence(Sequence<'t>),
    /// Keys with their values, in the order written.
    Mapping(Mapping<'t>),
}

/// A text and the way it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar<'t> {
    /// The text after unescaping and line folding; line breaks are `\n`.
    pub text: Cow<'t, str>,
    /// The notation used in the file.
    pub style: Style,
}

/// The notations YAML has for a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// Within `'`.
    SingleQuoted,
    /// Within `"`.
    DoubleQuoted,
    /// A block after `|`.
    Literal,
    /// A block after `>`.
    Folded,
}

/// A list of values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sequence<'t> {
    /// The values in order.
    pub items: Vec<Node<'t>>,
    /// Whether it is written in brackets.
    pub flow: bool,
}

/// Keys with their values.
///
/// A duplicate key is a fault of the file, and stays in `entries`; looking a
/// key up finds its first occurrence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping<'t> {
    /// The entries in the order written.
    pub entries: Vec<Entry<'t>>,
    /// Whether it is written in braces (or as a pair inside brackets).
    pub flow: bool,
}

/// One key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'t> {
    /// The key's text, however it was quoted.
    pub key: Cow<'t, str>,
    /// Bytes of the key, quotes included.
    pub key_span: Span,
    /// The value.
    pub value: Node<'t>,
}

impl Entry<'_> {
    fn into_owned(self) -> Entry<'static> {
        Entry {
            key: Cow::Owned(self.key.into_owned()),
            key_span: self.key_span,
            value: self.value.into_owned(),
        }
    }
}

impl<'t> Mapping<'t> {
    /// The value of the first entry with this key.
    pub fn get(&self, key: &str) -> Option<&Node<'t>> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The first entry with this key.
    pub fn entry(&self, key: &str) -> Option<&Entry<'t>> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// The entries in the order written.
    pub fn iter(&self) -> std::slice::Iter<'_, Entry<'t>> {
        self.entries.iter()
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<'m, 't> IntoIterator for &'m Mapping<'t> {
    type Item = &'m Entry<'t>;
    type IntoIter = std::slice::Iter<'m, Entry<'t>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'t> Node<'t> {
    /// The node reached from here by `route`, when there is one.
    pub fn at(&self, route: &Route) -> Option<&Node<'t>> {
        self.at_steps(route.steps())
    }

    pub(crate) fn at_steps(&self, steps: &[Step]) -> Option<&Node<'t>> {
        steps.iter().try_fold(self, |node, step| node.child(step))
    }

    /// The node one step down, when there is one.
    pub fn child(&self, step: &Step) -> Option<&Node<'t>> {
        match (step, &self.value) {
            (Step::Key(key), Value::Mapping(mapping)) => mapping.get(key),
            (Step::Index(index), Value::Sequence(sequence)) => sequence.items.get(*index),
            _ => None,
        }
    }

    /// The text, if the node is a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }

    /// The scalar, if the node is one.
    pub fn as_scalar(&self) -> Option<&Scalar<'t>> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The list, if the node is one.
    pub fn as_sequence(&self) -> Option<&Sequence<'t>> {
        match &self.value {
            Value::Sequence(sequence) => Some(sequence),
            _ => None,
        }
    }

    /// The mapping, if the node is one.
    pub fn as_mapping(&self) -> Option<&Mapping<'t>> {
        match &self.value {
            Value::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// Whether the node holds nothing.
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// The same node, independent of the text it was read from.
    pub fn into_owned(self) -> Node<'static> {
        let value = match self.value {
            Value::Null => Value::Null,
            Value::Scalar(scalar) => Value::Scalar(Scalar {
                text: Cow::Owned(scalar.text.into_owned()),
                style: scalar.style,
            }),
            Value::Sequence(list) => Value::Sequence(Sequence {
                items: list.items.into_iter().map(Node::into_owned).collect(),
                flow: list.flow,
            }),
            Value::Mapping(map) => Value::Mapping(Mapping {
                entries: map.entries.into_iter().map(Entry::into_owned).collect(),
                flow: map.flow,
            }),
        };
        Node {
            span: self.span,
            value,
        }
    }

    /// An owned copy without places. Every scalar becomes text, whatever its
    /// notation, because a file read here has no types.
    pub fn to_data(&self) -> Data {
        match &self.value {
            Value::Null => Data::Null,
            Value::Scalar(scalar) => Data::Text(scalar.text.to_string()),
            Value::Sequence(sequence) => {
                Data::Sequence(sequence.items.iter().map(Node::to_data).collect())
            }
            Value::Mapping(mapping) => Data::Mapping(
                mapping
                    .iter()
                    .map(|entry| (entry.key.to_string(), entry.value.to_data()))
                    .collect(),
            ),
        }
    }
}
