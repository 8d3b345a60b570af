//! Other words in the place of keys and scalars, many in one edit.

use std::collections::BTreeMap;

use crate::source::Span;
use crate::yaml::edit::{Draft, Edit, EditError, difference};
use crate::yaml::emit::flow;
use crate::yaml::{Data, Node, Route, Step, Style, Value, parse};

/// A word to put in the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Respelling {
    /// For the key at the end of a route.
    Key(Route, String),
    /// For the scalar at a route.
    Scalar(Route, String),
}

impl Respelling {
    fn route(&self) -> &Route {
        match self {
            Self::Key(route, _) | Self::Scalar(route, _) => route,
        }
    }
}

impl Draft<'_> {
    /// Puts words in the place of keys and scalars, in the quotes these had; all routes are those of
    /// the text as it is. Nothing else changes.
    ///
    /// # Errors
    ///
    /// [`EditError::NoSuchPlace`] where there is no such key or scalar, else as [`super::set`].
    pub fn respell(&self, words: &[Respelling]) -> Result<Edit, EditError> {
        let no_place = |word: &Respelling| EditError::NoSuchPlace(word.route().clone());
        let Some(root) = &self.root else {
            return words.first().map_or_else(
                || Ok(difference(self.text, self.text)),
                |word| Err(no_place(word)),
            );
        };
        let mut splices = Vec::with_capacity(words.len());
        for word in words {
            splices.push(splice(self.text, root, word).ok_or_else(|| no_place(word))?);
        }
        splices.sort_by_key(|(span, _)| span.start);
        let text = spliced(self.text, &splices).ok_or(EditError::Unsafe)?;
        let (mut keys, mut scalars) = (Words::new(), Words::new());
        for word in words {
            match word {
                Respelling::Key(route, new) => keys.insert(route, new),
                Respelling::Scalar(route, new) => scalars.insert(route, new),
            };
        }
        let wanted = meant(root, &mut Route::root(), &keys, &scalars);
        let parsed = parse(&text);
        let new = parsed.root.as_ref().filter(|_| parsed.faults.is_empty());
        if new.is_some_and(|new| new.to_data() == wanted) {
            Ok(difference(self.text, &text))
        } else {
            Err(EditError::Unsafe)
        }
    }
}

/// Where a word stands, and how the new one is written there.
fn splice(text: &str, root: &Node<'_>, word: &Respelling) -> Option<(Span, String)> {
    match word {
        Respelling::Scalar(route, new) => {
            let node = root.at(route)?;
            let style = node.as_scalar()?.style;
            Some((node.span, spelt(new, style)))
        }
        Respelling::Key(route, new) => {
            let Some(Step::Key(key)) = route.last() else {
                return None;
            };
            let mapping = root.at(&route.parent()?)?.as_mapping()?;
            let span = mapping.entry(key)?.key_span;
            let style = match span.slice(text).as_bytes().first() {
                Some(b'\'') => Style::SingleQuoted,
                Some(b'"') => Style::DoubleQuoted,
                _ => Style::Plain,
            };
            Some((span, spelt(new, style)))
        }
    }
}

fn spelt(word: &str, style: Style) -> String {
    let is_simple = !word.contains(['\'', '"', '\\', '\n']);
    match style {
        Style::SingleQuoted if is_simple => format!("'{word}'"),
        Style::DoubleQuoted if is_simple => format!("\"{word}\""),
        _ => flow(&Data::Text(word.to_owned())),
    }
}

/// The text with all splices made, which come in order; none where two meet.
pub(super) fn spliced(text: &str, splices: &[(Span, String)]) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (span, replacement) in splices {
        out.push_str(text.get(done..span.start)?);
        out.push_str(replacement);
        done = span.end;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}

type Words<'w> = BTreeMap<&'w Route, &'w str>;

/// The tree with the words put in.
fn meant(node: &Node<'_>, here: &mut Route, keys: &Words<'_>, scalars: &Words<'_>) -> Data {
    match &node.value {
        Value::Sequence(sequence) => {
            let items = sequence.items.iter().enumerate().map(|(index, item)| {
                here.push(index);
                let data = meant(item, here, keys, scalars);
                here.pop();
                data
            });
            Data::Sequence(items.collect())
        }
        Value::Mapping(mapping) => {
            let entries = mapping.iter().map(|entry| {
                here.push(entry.key.as_ref());
                let key = keys.get(&*here).copied().unwrap_or(&entry.key).to_owned();
                let data = meant(&entry.value, here, keys, scalars);
                here.pop();
                (key, data)
            });
            Data::Mapping(entries.collect())
        }
        _ => match scalars.get(&*here) {
            Some(word) => Data::Text((*word).to_owned()),
            None => node.to_data(),
        },
    }
}
