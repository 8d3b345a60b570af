//! Edits inside brackets and braces.

use crate::source::Span;
use crate::yaml::edit::Edit;
use crate::yaml::edit::block::{Beside, neighbour};
use crate::yaml::edit::layout::Layout;
use crate::yaml::emit::{flow, flow_entry};
use crate::yaml::{Data, Mapping, Node, Sequence, Value};

fn edit(span: Span, replacement: String) -> Edit {
    Edit { span, replacement }
}

/// Gives the last node of the chain a new value.
pub(super) fn replace(layout: &Layout<'_>, chain: &[&Node<'_>], data: &Data) -> Edit {
    let Some(node) = chain.last() else {
        return edit(Span::at(0), String::new());
    };
    let written = flow(data);
    if !node.span.is_empty() {
        return edit(node.span, written);
    }
    let parent = chain.iter().rev().nth(1);
    let is_entry = parent.is_some_and(|parent| matches!(parent.value, Value::Mapping(_)));
    let before = layout.text.get(..node.span.start).unwrap_or_default();
    let announced = if is_entry && !before.ends_with(':') {
        ": "
    } else {
        " "
    };
    edit(node.span, format!("{announced}{written}"))
}

/// Adds a key between braces that hold some.
pub(super) fn insert_entry(
    mapping: &Mapping<'_>,
    key: &str,
    data: &Data,
    order: Option<&[String]>,
) -> Edit {
    let written = flow_entry(key, data);
    match neighbour(mapping, key, order) {
        Beside::After(index) => {
            let after = mapping.entries.get(index);
            let at = after.map_or(0, |entry| entry.value.span.end);
            edit(Span::at(at), format!(", {written}"))
        }
        Beside::Before(index) => {
            let before = mapping.entries.get(index);
            let at = before.map_or(0, |entry| entry.key_span.start);
            edit(Span::at(at), format!("{written}, "))
        }
    }
}

/// Removes one of several entries.
pub(super) fn remove_entry(mapping: &Mapping<'_>, index: usize) -> Edit {
    let spans: Vec<_> = mapping
        .iter()
        .map(|entry| Span::new(entry.key_span.start, entry.value.span.end))
        .collect();
    remove_one(&spans, index)
}

/// Adds an item between brackets that hold some.
pub(super) fn insert_item(sequence: &Sequence<'_>, index: usize, data: &Data) -> Edit {
    let written = flow(data);
    if let Some(next) = sequence.items.get(index) {
        return edit(Span::at(next.span.start), format!("{written}, "));
    }
    let at = sequence.items.last().map_or(0, |item| item.span.end);
    edit(Span::at(at), format!(", {written}"))
}

/// Removes one of several items.
pub(super) fn remove_item(sequence: &Sequence<'_>, index: usize) -> Edit {
    let spans: Vec<_> = sequence.items.iter().map(|item| item.span).collect();
    remove_one(&spans, index)
}

/// Removes one of several things with the comma that parts it from the rest.
fn remove_one(spans: &[Span], index: usize) -> Edit {
    let own = spans.get(index).copied().unwrap_or_default();
    let previous = index.checked_sub(1).and_then(|at| spans.get(at));
    let span = match (spans.get(index + 1), previous) {
        (Some(next), _) => Span::new(own.start, next.start),
        (None, Some(previous)) => Span::new(previous.end, own.end),
        (None, None) => own,
    };
    edit(span, String::new())
}

/// Moves an item: the texts of the items change places, what parts them stays.
pub(super) fn move_item(
    text: &str,
    sequence: &Sequence<'_>,
    from: usize,
    to: usize,
) -> Option<Edit> {
    let spans: Vec<_> = sequence.items.iter().map(|item| item.span).collect();
    let (low, high) = (from.min(to), from.max(to));
    let mut order: Vec<usize> = (low..=high).collect();
    if from < to {
        order.rotate_left(1);
    } else {
        order.rotate_right(1);
    }
    let whole = Span::new(spans.get(low)?.start, spans.get(high)?.end);
    let mut written = String::new();
    let mut at = whole.start;
    for (place, source) in (low..=high).zip(order) {
        let place = spans.get(place)?;
        written.push_str(text.get(at..place.start)?);
        written.push_str(spans.get(source)?.slice(text));
        at = place.end;
    }
    Some(edit(whole, written))
}
