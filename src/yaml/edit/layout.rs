//! The lines of a file being edited, and the style its author keeps to.

use crate::source::{BOM, Span};
use crate::yaml::edit::Edit;
use crate::yaml::emit::{Blocks, EmitOptions, Writer};
use crate::yaml::place::line_end;
use crate::yaml::{LineEnding, Node, Style, Value};

/// A text with what is needed to write into it in its own manner.
pub(super) struct Layout<'t> {
    pub(super) text: &'t str,
    options: EmitOptions,
    blocks: Blocks,
}

impl<'t> Layout<'t> {
    pub(super) fn of(text: &'t str, root: Option<&Node<'_>>, blocks: Blocks) -> Self {
        let (mut step, mut list_step) = (None, None);
        if let Some(root) = root {
            find_steps(text, root, &mut step, &mut list_step);
        }
        let defaults = EmitOptions::default();
        let usable = |found: Option<usize>| found.filter(|columns| (1..=9).contains(columns));
        let step = usable(step).or(usable(list_step)).unwrap_or(defaults.step);
        Self {
            text,
            options: EmitOptions {
                line_ending: LineEnding::of(text),
                step,
                list_step: list_step.unwrap_or(step),
                ..defaults
            },
            blocks,
        }
    }

    pub(super) fn writer(&self) -> Writer {
        Writer::new(self.options, self.blocks)
    }

    /// A writer that indents as `node` is indented under a key at `column`.
    pub(super) fn writer_like(&self, node: &Node<'_>, column: usize) -> Writer {
        let mut options = self.options;
        if let Some(found) = self.column(node.span.start).checked_sub(column) {
            match &node.value {
                Value::Mapping(_) if (1..=9).contains(&found) => options.step = found,
                Value::Sequence(_) => options.list_step = found,
                _ => {}
            }
        }
        Writer::new(options, self.blocks)
    }

    pub(super) fn line_ending(&self) -> &'static str {
        self.options.line_ending.as_str()
    }

    /// Offset of the first byte of the line of `offset`.
    pub(super) fn line_start(&self, offset: usize) -> usize {
        let before = self.text.get(..offset).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        if start == 0 && self.text.starts_with(BOM) {
            BOM.len_utf8().min(offset)
        } else {
            start
        }
    }

    /// Offset of the end of the line of `offset`, before its line break.
    pub(super) fn line_end(&self, offset: usize) -> usize {
        line_end(self.text, offset)
    }

    /// Offset of the line break that ends the line before the one at
    /// `line_start`.
    pub(super) fn end_of_previous(&self, line_start: usize) -> usize {
        let before = self.text.get(..line_start).unwrap_or_default();
        let content = before.strip_suffix('\n').unwrap_or(before);
        content.strip_suffix('\r').unwrap_or(content).len()
    }

    /// Offset of the line after that of `offset`, or the end of the text.
    pub(super) fn next_line(&self, offset: usize) -> usize {
        let rest = self.text.get(offset..).unwrap_or_default();
        rest.find('\n')
            .map_or(self.text.len(), |at| offset + at + 1)
    }

    /// Column of `offset`, counted from 0.
    pub(super) fn column(&self, offset: usize) -> usize {
        let line = self.text.get(self.line_start(offset)..offset);
        line.unwrap_or_default().chars().count()
    }

    /// Whether only blanks stand before `offset` on its line.
    pub(super) fn begins_line(&self, offset: usize) -> bool {
        let line = self.text.get(self.line_start(offset)..offset);
        line.unwrap_or_default().trim().is_empty()
    }

    /// Start of the line of `offset`, or of the comment lines directly above
    /// that are indented as it is.
    pub(super) fn head_start(&self, offset: usize) -> usize {
        let column = self.column(offset);
        let mut start = self.line_start(offset);
        while let Some(end) = start.checked_sub(1) {
            let above = self.line_start(end);
            let line = self.text.get(above..end).unwrap_or_default();
            let content = line.trim_start_matches(' ');
            if above == start || !content.starts_with('#') || line.len() - content.len() != column {
                break;
            }
            start = above;
        }
        start
    }

    /// End of the last line that belongs to a value whose key or dash stands
    /// at `column`: comments below that are indented deeper are its own.
    pub(super) fn tail_end(&self, node: &Node<'_>, column: usize) -> usize {
        let mut end = self.line_end(node.span.end);
        let mut next = self.next_line(end);
        let mut keeps_blank = keeps_blank_lines(self.text, node);
        while next < self.text.len() {
            let line_end = self.line_end(next);
            let line = self.text.get(next..line_end).unwrap_or_default();
            let content = line.trim_start_matches([' ', '\t']);
            if content.is_empty() {
                if keeps_blank {
                    end = line_end;
                }
            } else if content.starts_with('#') && line.len() - content.len() > column {
                end = line_end;
                keeps_blank = false;
            } else {
                break;
            }
            next = self.next_line(line_end);
        }
        end
    }

    /// The edit that replaces `span`, a line break added at the end of a text
    /// that lacks it when the last thing written needs one.
    pub(super) fn edit(&self, span: Span, mut replacement: String, needs_line_end: bool) -> Edit {
        let at_end = span.end == self.text.len() && !self.text.ends_with('\n');
        if at_end && needs_line_end && !replacement.ends_with('\n') {
            replacement.push_str(self.line_ending());
        }
        Edit { span, replacement }
    }
}

/// Whether the last scalar of the node keeps the blank lines after it (`|+`).
fn keeps_blank_lines(text: &str, node: &Node<'_>) -> bool {
    match &node.value {
        Value::Scalar(scalar) if matches!(scalar.style, Style::Literal | Style::Folded) => {
            let header = node.span.slice(text).lines().next().unwrap_or_default();
            header.split('#').next().unwrap_or_default().contains('+')
        }
        Value::Sequence(sequence) => {
            let last = sequence.items.last();
            last.is_some_and(|item| keeps_blank_lines(text, item))
        }
        Value::Mapping(mapping) => {
            let last = mapping.entries.last();
            last.is_some_and(|entry| keeps_blank_lines(text, &entry.value))
        }
        _ => false,
    }
}

/// Finds by how much the first nested mapping and the first list are indented.
fn find_steps(
    text: &str,
    node: &Node<'_>,
    step: &mut Option<usize>,
    list_step: &mut Option<usize>,
) {
    let column = |offset: usize| {
        let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
        text[start..offset].trim_start_matches(BOM).chars().count()
    };
    match &node.value {
        Value::Mapping(mapping) if !mapping.flow => {
            for entry in mapping {
                if step.is_some() && list_step.is_some() {
                    return;
                }
                let inner = entry.value.span.start;
                let outer = entry.key_span.start;
                let is_below = text.get(outer..inner).is_some_and(|gap| gap.contains('\n'));
                match &entry.value.value {
                    Value::Mapping(child) if !child.flow && is_below && step.is_none() => {
                        *step = column(inner).checked_sub(column(outer));
                    }
                    Value::Sequence(child) if !child.flow && is_below && list_step.is_none() => {
                        *list_step = column(inner).checked_sub(column(outer));
                    }
                    _ => {}
                }
                find_steps(text, &entry.value, step, list_step);
            }
        }
        Value::Sequence(sequence) if !sequence.flow => {
            for item in &sequence.items {
                if step.is_some() && list_step.is_some() {
                    return;
                }
                find_steps(text, item, step, list_step);
            }
        }
        _ => {}
    }
}
