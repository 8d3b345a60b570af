//! Putting in, taking out and moving the items of a list.

use crate::source::Span;
use crate::yaml::edit::block::{dash, remove_lines};
use crate::yaml::edit::layout::Layout;
use crate::yaml::edit::{Edit, flow};
use crate::yaml::{Data, Node};

/// Puts an item into the list at the end of the chain, which has some.
pub(super) fn insert(
    layout: &Layout<'_>,
    chain: &[&Node<'_>],
    index: usize,
    data: &Data,
) -> Option<Edit> {
    let list = chain.last()?;
    let sequence = list.as_sequence()?;
    if sequence.flow {
        return Some(flow::insert_item(sequence, index, data));
    }
    let column = layout.column(list.span.start);
    let mut writer = layout.writer();
    writer.item(data, column);
    let line_end = layout.line_ending();
    if index < sequence.items.len() {
        let start = dash(layout, list, index)?;
        let edit = if layout.begins_line(start) {
            let written = format!("{:column$}{}{line_end}", "", writer.out);
            layout.edit(Span::at(layout.head_start(start)), written, false)
        } else {
            let written = format!("{}{line_end}{:column$}", writer.out, "");
            layout.edit(Span::at(start), written, false)
        };
        return Some(edit);
    }
    let at = layout.tail_end(sequence.items.last()?, column);
    let written = format!("{line_end}{:column$}{}", "", writer.out);
    Some(layout.edit(Span::at(at), written, true))
}

/// Removes one of several items of the list at the end of the chain.
pub(super) fn remove(layout: &Layout<'_>, chain: &[&Node<'_>], index: usize) -> Option<Edit> {
    let list = chain.last()?;
    let sequence = list.as_sequence()?;
    let item = sequence.items.get(index)?;
    if sequence.flow {
        return Some(flow::remove_item(sequence, index));
    }
    let next = dash(layout, list, index + 1);
    Some(remove_lines(layout, dash(layout, list, index)?, next, item))
}

/// Moves an item of the list at the end of the chain.
pub(super) fn move_item(
    layout: &Layout<'_>,
    chain: &[&Node<'_>],
    from: usize,
    to: usize,
) -> Option<Edit> {
    let list = chain.last()?;
    let sequence = list.as_sequence()?;
    if from == to {
        return Some(layout.edit(Span::at(0), String::new(), false));
    }
    if sequence.flow {
        return flow::move_item(layout.text, sequence, from, to);
    }
    let lines = |index: usize| -> Option<Span> {
        let start = dash(layout, list, index)?;
        let item = sequence.items.get(index)?;
        let end = layout.tail_end(item, layout.column(start));
        Some(Span::new(block_start(layout, start), end))
    };
    let (moved, goal) = (lines(from)?, lines(to)?);
    let taken = moved.slice(layout.text);
    let line_end = layout.line_ending();
    let column = layout.column(list.span.start);
    if from < to {
        let next = lines(from + 1)?;
        let passed = Span::new(next.start, goal.end).slice(layout.text);
        let passed = dedent_first(passed, layout, next.start, moved.start, column);
        let written = format!(
            "{passed}{line_end}{}",
            indent_first(taken, layout, moved.start, column)
        );
        Some(layout.edit(Span::new(moved.start, goal.end), written, true))
    } else {
        let before = lines(from - 1)?;
        let passed = Span::new(goal.start, before.end).slice(layout.text);
        let taken = dedent_first(taken, layout, moved.start, goal.start, column);
        let gap = Span::new(before.end, moved.start).slice(layout.text);
        let written = format!(
            "{taken}{gap}{}",
            indent_first(passed, layout, goal.start, column)
        );
        Some(layout.edit(Span::new(goal.start, moved.end), written, true))
    }
}

/// Where the text of an item begins: its comments and its whole line, or its
/// dash where that shares the line with another.
fn block_start(layout: &Layout<'_>, dash: usize) -> usize {
    if layout.begins_line(dash) {
        layout.head_start(dash)
    } else {
        dash
    }
}

/// Gives a text that began beside another dash the indentation of its own line.
fn indent_first(text: &str, layout: &Layout<'_>, start: usize, column: usize) -> String {
    if layout.column(start) == 0 {
        text.to_owned()
    } else {
        format!("{:column$}{text}", "")
    }
}

/// Takes the indentation from a text that comes to begin beside another dash.
fn dedent_first<'t>(
    text: &'t str,
    layout: &Layout<'_>,
    start: usize,
    goal: usize,
    column: usize,
) -> &'t str {
    let goal_is_beside = layout.column(goal) > 0;
    if goal_is_beside && layout.column(start) == 0 {
        text.get(column..).unwrap_or(text)
    } else {
        text
    }
}
