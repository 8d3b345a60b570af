//! Edits where every key and item has its own lines.

use crate::source::Span;
use crate::yaml::edit::Edit;
use crate::yaml::edit::layout::Layout;
use crate::yaml::emit::{Shape, Writer, emit};
use crate::yaml::place::{after_colon, next_dash};
use crate::yaml::{Data, Mapping, Node, Route, Step, Style, Value};

/// Writes the first value into a text that has none.
pub(super) fn write_first(layout: &Layout<'_>, data: &Data) -> Edit {
    let text = layout.text;
    // An end marker stays the last thing.
    let end_marker = text
        .lines()
        .find(|line| *line == "..." || line.starts_with("... "));
    let at = end_marker.map_or(text.len(), |line| {
        line.as_ptr().addr().saturating_sub(text.as_ptr().addr())
    });
    let before = text.get(..at).unwrap_or_default();
    let mut replacement = String::new();
    if !before.is_empty() && !before.ends_with('\n') && before != "\u{FEFF}" {
        replacement.push_str(layout.line_ending());
    }
    replacement.push_str(&emit(data, 0, layout.writer().options()));
    Edit {
        span: Span::at(at),
        replacement,
    }
}

/// Where a value stands: behind which key or dash.
struct Slot {
    /// Right after the colon or dash.
    start: usize,
    /// Column of the key or dash.
    column: usize,
    is_item: bool,
}

impl Slot {
    fn body(&self, writer: &mut Writer, shape: &Shape<'_>) {
        if self.is_item {
            writer.item_body(shape, self.column);
        } else {
            writer.body(shape, self.column);
        }
    }
}

fn slot(layout: &Layout<'_>, chain: &[&Node<'_>], route: &Route) -> Option<Slot> {
    let parent = chain.iter().rev().nth(1)?;
    match (&parent.value, route.last()?) {
        (Value::Mapping(mapping), Step::Key(key)) => {
            let entry = mapping.entry(key)?;
            Some(Slot {
                start: after_colon(layout.text, entry.key_span.end, mapping.flow),
                column: layout.column(parent.span.start),
                is_item: false,
            })
        }
        (Value::Sequence(_), Step::Index(index)) => {
            let dash = dash(layout, parent, *index)?;
            Some(Slot {
                start: dash + 1,
                column: layout.column(dash),
                is_item: true,
            })
        }
        _ => None,
    }
}

/// Offset of the dash of an item.
pub(super) fn dash(layout: &Layout<'_>, list: &Node<'_>, index: usize) -> Option<usize> {
    let sequence = list.as_sequence()?;
    match index.checked_sub(1) {
        None => Some(list.span.start),
        Some(previous) => next_dash(layout.text, sequence.items.get(previous)?.span.end),
    }
}

/// Gives the last node of the chain a new value.
pub(super) fn replace(
    layout: &Layout<'_>,
    chain: &[&Node<'_>],
    route: &Route,
    data: &Data,
) -> Edit {
    let node = chain.last().copied();
    let ends_line = ends_with_line_break(data);
    match (node, slot(layout, chain, route)) {
        (Some(node), Some(slot)) => {
            let (span, replacement) = replace_in_slot(layout, node, &slot, data);
            layout.edit(span, replacement, ends_line)
        }
        (Some(node), None) => replace_root(layout, node, data),
        (None, _) => write_first(layout, data),
    }
}

fn replace_root(layout: &Layout<'_>, root: &Node<'_>, data: &Data) -> Edit {
    let written = emit(data, 0, layout.writer().options());
    let written = written
        .strip_suffix(layout.line_ending())
        .unwrap_or(&written);
    let end = match &root.value {
        Value::Mapping(_) | Value::Sequence(_) => layout.line_end(root.span.end),
        _ => root.span.end,
    };
    let span = Span::new(root.span.start, end);
    layout.edit(span, written.to_owned(), ends_with_line_break(data))
}

fn replace_in_slot(
    layout: &Layout<'_>,
    node: &Node<'_>,
    slot: &Slot,
    data: &Data,
) -> (Span, String) {
    let gap = Span::new(slot.start, node.span.start).slice(layout.text);
    if gap.contains('\n') {
        replace_below(layout, node, slot, data)
    } else {
        replace_beside(layout, node, slot, data)
    }
}

/// The old value begins on the line of its key or dash, or is missing.
fn replace_beside(
    layout: &Layout<'_>,
    node: &Node<'_>,
    slot: &Slot,
    data: &Data,
) -> (Span, String) {
    let mut writer = layout.writer();
    let shape = writer.shape(data, layout.column(slot.start));
    let comment = comment_of(layout, node);
    let is_block = is_block(node);
    let end = layout.line_end(node.span.end);
    if let Shape::Inline(text) = &shape
        && !is_block
    {
        let blank = if node.span.is_empty() { " " } else { "" };
        let comment = if is_block_scalar(node) { comment } else { "" };
        return (node.span, format!("{blank}{text}{comment}"));
    }
    let comment = if is_block { "" } else { comment };
    if slot.is_item && comment.is_empty() {
        writer.item(data, slot.column);
        let written = writer.out.get(1..).unwrap_or_default().to_owned();
        return (Span::new(slot.start, end), written);
    }
    writer.head(&shape);
    writer.out.push_str(comment);
    slot.body(&mut writer, &shape);
    (Span::new(slot.start, end), writer.out)
}

/// The old value begins on a line below its key or dash.
fn replace_below(layout: &Layout<'_>, node: &Node<'_>, slot: &Slot, data: &Data) -> (Span, String) {
    let key_line_end = layout.line_end(slot.start);
    let key_comment = Span::new(slot.start, key_line_end)
        .slice(layout.text)
        .trim_end();
    let node_line = layout.line_start(node.span.start);
    // Comment lines between the key and the value, which stay.
    let between = Span::new(layout.next_line(slot.start), node_line).slice(layout.text);
    let end = layout.line_end(node.span.end);
    let mut writer = layout.writer_like(node, slot.column);
    let shape = writer.shape(data, layout.column(slot.start));
    if matches!(shape, Shape::Mapping(_) | Shape::Sequence(_)) {
        slot.body(&mut writer, &shape);
        return (
            Span::new(layout.end_of_previous(node_line), end),
            writer.out,
        );
    }
    if let Shape::Inline(text) = &shape
        && !is_block(node)
        && !is_block_scalar(node)
    {
        return (node.span, text.clone());
    }
    writer.head(&shape);
    writer.out.push_str(key_comment);
    slot.body(&mut writer, &shape);
    if !between.trim().is_empty() {
        writer.out.push_str(layout.line_ending());
        writer.out.push_str(between.trim_end_matches(['\n', '\r']));
    }
    (Span::new(slot.start, end), writer.out)
}

fn is_block(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Sequence(sequence) => !sequence.flow,
        Value::Mapping(mapping) => !mapping.flow,
        _ => false,
    }
}

fn is_block_scalar(node: &Node<'_>) -> bool {
    let scalar = node.as_scalar();
    scalar.is_some_and(|scalar| matches!(scalar.style, Style::Literal | Style::Folded))
}

/// The comment at the end of the line of a value, with the blanks before it.
fn comment_of<'t>(layout: &Layout<'t>, node: &Node<'_>) -> &'t str {
    let rest = if is_block_scalar(node) {
        let header_end = layout.line_end(node.span.start);
        let header = Span::new(node.span.start, header_end).slice(layout.text);
        let comment = header.find('#').map_or(header.len(), |at| {
            header.get(..at).unwrap_or_default().trim_end().len()
        });
        header.get(comment..).unwrap_or_default()
    } else {
        Span::new(node.span.end, layout.line_end(node.span.end)).slice(layout.text)
    };
    let rest = rest.trim_end();
    if rest.trim_start().starts_with('#') {
        rest
    } else {
        ""
    }
}

/// Whether the last thing written is a text that ends with a line break.
fn ends_with_line_break(data: &Data) -> bool {
    match data {
        Data::Text(text) => text.ends_with('\n'),
        Data::Sequence(items) => items.last().is_some_and(ends_with_line_break),
        Data::Mapping(entries) => entries
            .last()
            .is_some_and(|(_, value)| ends_with_line_break(value)),
        _ => false,
    }
}

/// Which existing entry a new key goes beside.
pub(super) enum Beside {
    After(usize),
    Before(usize),
}

/// Finds the place of `key` among the entries: after the nearest that precedes
/// it in `order`, else before the nearest that follows, else at the end.
pub(super) fn neighbour(mapping: &Mapping<'_>, key: &str, order: Option<&[String]>) -> Beside {
    let last = mapping.len().saturating_sub(1);
    let Some(order) = order else {
        return Beside::After(last);
    };
    let rank = |name: &str| order.iter().position(|other| other == name);
    let Some(own) = rank(key) else {
        return Beside::After(last);
    };
    let ranked = mapping
        .iter()
        .enumerate()
        .filter_map(|(index, entry)| Some((rank(&entry.key)?, index)));
    let (before, after): (Vec<_>, Vec<_>) = ranked.partition(|(rank, _)| *rank < own);
    match (before.iter().max(), after.iter().min()) {
        (Some((_, index)), _) => Beside::After(*index),
        (None, Some((_, index))) => Beside::Before(*index),
        (None, None) => Beside::After(last),
    }
}

/// Adds a key to a mapping that has some.
pub(super) fn insert_entry(
    layout: &Layout<'_>,
    mapping: &Mapping<'_>,
    key: &str,
    data: &Data,
    order: Option<&[String]>,
    route: &Route,
) -> Edit {
    let first = mapping
        .entries
        .first()
        .map_or(0, |entry| entry.key_span.start);
    let column = layout.column(first);
    let mut writer = layout.writer();
    writer.entry(key, data, column);
    let line_end = layout.line_ending();
    match neighbour(mapping, key, order) {
        Beside::After(index) => {
            let tail = mapping.entries.get(index);
            let at = tail.map_or(0, |entry| layout.tail_end(&entry.value, column));
            let written = format!("{line_end}{:column$}{}", "", writer.out);
            layout.edit(Span::at(at), written, ends_with_line_break(data))
        }
        Beside::Before(index) => {
            let start = mapping
                .entries
                .get(index)
                .map_or(first, |entry| entry.key_span.start);
            let is_top = index == 0 && route.is_empty();
            if !is_top && layout.begins_line(start) {
                let written = format!("{:column$}{}{line_end}", "", writer.out);
                layout.edit(Span::at(layout.head_start(start)), written, false)
            } else {
                let written = format!("{}{line_end}{:column$}", writer.out, "");
                layout.edit(Span::at(start), written, false)
            }
        }
    }
}

/// Removes one of several entries.
pub(super) fn remove_entry(layout: &Layout<'_>, mapping: &Mapping<'_>, index: usize) -> Edit {
    let starts = |at: usize| mapping.entries.get(at).map(|entry| entry.key_span.start);
    let Some(entry) = mapping.entries.get(index) else {
        return layout.edit(Span::at(0), String::new(), false);
    };
    remove_lines(
        layout,
        entry.key_span.start,
        starts(index + 1),
        &entry.value,
    )
}

/// Removes what begins at `start` (a key or a dash) and ends with `value`.
pub(super) fn remove_lines(
    layout: &Layout<'_>,
    start: usize,
    next: Option<usize>,
    value: &Node<'_>,
) -> Edit {
    let end = layout.tail_end(value, layout.column(start));
    let span = if layout.begins_line(start) {
        let head = layout.head_start(start);
        let next_line = layout.next_line(end);
        if next_line == end && head > 0 {
            // The text ends here without a line break: take the one before.
            Span::new(layout.end_of_previous(head), end)
        } else {
            Span::new(head, next_line)
        }
    } else {
        // It shares its line with the dash of the list around it.
        match next {
            Some(next) if layout.line_start(next) == layout.next_line(end) => {
                Span::new(start, next)
            }
            _ => Span::new(start, end),
        }
    };
    Edit {
        span,
        replacement: String::new(),
    }
}
