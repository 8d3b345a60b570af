//! Turning a bare answer into a mapping with room for a state, a note and evidence.

use crate::yaml::edit;
use crate::yaml::{Data, LineEnding, Node, Route, Step, parse};

use super::ChangeError;

/// Puts the value at a route under a key `answer`, keeping its text, comments included.
///
/// The lines of the value are indented two columns further; nothing else changes.
///
/// # Errors
///
/// [`ChangeError`]: there is nothing at the route, or the result would not read the same.
pub(crate) fn wrap_answer(text: &str, route: &Route) -> Result<String, ChangeError> {
    let parsed = parse(text);
    let no_place = || ChangeError::NoPlace(route.to_string());
    let root = parsed.root.as_ref().ok_or_else(no_place)?;
    let parent = route.parent().ok_or_else(no_place)?;
    let Some(Step::Key(key)) = route.last() else {
        return Err(no_place());
    };
    let mapping = root
        .at(&parent)
        .and_then(Node::as_mapping)
        .ok_or_else(no_place)?;
    let entry = mapping.entry(key).ok_or_else(no_place)?;
    let wanted = Data::Mapping(vec![("answer".to_owned(), entry.value.to_data())]);
    if !mapping.flow
        && let Some(wrapped) = indent_value(
            text,
            entry.key_span.start,
            entry.key_span.end,
            entry.value.span.end,
        )
        && reads_as(&wrapped, route, root, &wanted)
    {
        return Ok(wrapped);
    }
    let edit = edit::set(text, route, &wanted);
    edit.map(|edit| edit.apply(text))
        .map_err(|error| ChangeError::Unsafe(error.to_string()))
}

fn indent_value(text: &str, key_start: usize, key_end: usize, value_end: usize) -> Option<String> {
    let line_start = text[..key_start].rfind('\n').map_or(0, |at| at + 1);
    let indent = key_start - line_start;
    if !text[line_start..key_start].bytes().all(|byte| byte == b' ') {
        return None;
    }
    let colon = key_end + text[key_end..].find(':')? + 1;
    let last_line_end = text[value_end..]
        .find('\n')
        .map_or(text.len(), |at| value_end + at);
    let ending = LineEnding::of(text).as_str();
    let mut wrapped = String::with_capacity(text.len() + 64);
    wrapped.push_str(&text[..colon]);
    wrapped.push_str(ending);
    wrapped.push_str(&" ".repeat(indent + 2));
    wrapped.push_str("answer:");
    for (n, line) in text[colon..last_line_end].split_inclusive('\n').enumerate() {
        if n > 0 && !line.trim().is_empty() {
            wrapped.push_str("  ");
        }
        wrapped.push_str(line);
    }
    wrapped.push_str(&text[last_line_end..]);
    Some(wrapped)
}

/// Whether the new text is the old tree with just this value at the route.
fn reads_as(text: &str, route: &Route, old: &Node<'_>, wanted: &Data) -> bool {
    let parsed = parse(text);
    let Some(root) = parsed.root.as_ref().filter(|_| parsed.faults.is_empty()) else {
        return false;
    };
    let Some(value) = root.at(route) else {
        return false;
    };
    value.to_data() == *wanted && with_null(root, route.steps()) == with_null(old, route.steps())
}

fn with_null(node: &Node<'_>, steps: &[Step]) -> Data {
    let mut data = node.to_data();
    let mut place = &mut data;
    for step in steps {
        let next = match (place, step) {
            (Data::Mapping(entries), Step::Key(key)) => entries
                .iter_mut()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value),
            (Data::Sequence(items), Step::Index(index)) => items.get_mut(*index),
            _ => None,
        };
        match next {
            Some(next) => place = next,
            None => return data,
        }
    }
    *place = Data::Null;
    data
}
