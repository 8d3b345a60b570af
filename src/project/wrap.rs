//! Turning a bare answer into a mapping with room for a state, a note and evidence.

use crate::yaml::edit::{self, Draft};
use crate::yaml::{Data, EmitOptions, LineEnding, Node, Route, Step, Style, Value, emit, parse};

use super::ChangeError;

/// Puts the value at a route under a key `answer`, keeping its text, comments included, and parts
/// such as a state behind it.
///
/// The lines of the value are indented two columns further; nothing else changes.
///
/// # Errors
///
/// [`ChangeError`]: there is nothing at the route, or the result would not read the same.
pub(crate) fn wrap_answer(
    draft: &Draft<'_>,
    route: &Route,
    parts: &[(String, Data)],
) -> Result<String, ChangeError> {
    let text = draft.text();
    let no_place = || ChangeError::NoPlace(route.to_string());
    let root = draft.root().ok_or_else(no_place)?;
    let parent = route.parent().ok_or_else(no_place)?;
    let Some(Step::Key(key)) = route.last() else {
        return Err(no_place());
    };
    let mapping = root
        .at(&parent)
        .and_then(Node::as_mapping)
        .ok_or_else(no_place)?;
    let entry = mapping.entry(key).ok_or_else(no_place)?;
    let beside = |answer: Data| {
        let answer = ("answer".to_owned(), answer);
        let all = std::iter::once(answer).chain(parts.iter().cloned());
        Data::Mapping(all.collect())
    };
    let (key, value_end) = (entry.key_span, entry.value.span.end);
    if !mapping.flow
        && let Some(wrapped) = indent_value(text, (key.start, key.end), value_end, parts)
        && reads_as(&wrapped, route, root, &beside(entry.value.to_data()))
    {
        return Ok(wrapped);
    }
    let edit = draft.set(route, &beside(as_written(&entry.value)), &|_| None);
    edit.map(|edit| edit.apply(text))
        .map_err(|error| ChangeError::Unsafe(error.to_string()))
}

/// The value with the kinds that its notation gives it, so that `5` is not written as `"5"`.
fn as_written(node: &Node<'_>) -> Data {
    match &node.value {
        Value::Null => Data::Null,
        Value::Scalar(scalar) if scalar.style == Style::Plain => match scalar.text.as_ref() {
            "true" => Data::Bool(true),
            "false" => Data::Bool(false),
            text => Data::Number(text.to_owned()),
        },
        Value::Scalar(scalar) => Data::Text(scalar.text.to_string()),
        Value::Sequence(list) => Data::Sequence(list.items.iter().map(as_written).collect()),
        Value::Mapping(mapping) => {
            let entries = mapping.iter();
            let entries = entries.map(|entry| (entry.key.to_string(), as_written(&entry.value)));
            Data::Mapping(entries.collect())
        }
    }
}

fn indent_value(
    text: &str,
    (key_start, key_end): (usize, usize),
    value_end: usize,
    parts: &[(String, Data)],
) -> Option<String> {
    let line_start = text[..key_start].rfind('\n').map_or(0, |at| at + 1);
    let indent = key_start - line_start;
    if !text[line_start..key_start].bytes().all(|byte| byte == b' ') {
        return None;
    }
    let colon = key_end + text[key_end..].find(':')? + 1;
    let (last_line_end, is_ended) = match text[value_end..].find('\n') {
        Some(at) => (value_end + at + 1, true),
        None => (text.len(), false),
    };
    let line_ending = LineEnding::of(text);
    let ending = line_ending.as_str();
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
    if !parts.is_empty() {
        if !is_ended {
            wrapped.push_str(ending);
        }
        let options = EmitOptions {
            line_ending,
            ..EmitOptions::default()
        };
        wrapped.push_str(&emit(&Data::Mapping(parts.to_vec()), indent + 2, options));
    }
    wrapped.push_str(&text[last_line_end..]);
    Some(wrapped)
}

/// Whether the new text is the old tree with just this value at the route.
fn reads_as(text: &str, route: &Route, old: &Node<'_>, wanted: &Data) -> bool {
    let parsed = parse(text);
    let root = parsed.root.as_ref().filter(|_| parsed.faults.is_empty());
    root.is_some_and(|root| {
        let value = root.at(route).map(Node::to_data);
        value.as_ref() == Some(wanted) && edit::is_same_but_at(old, root, route)
    })
}
