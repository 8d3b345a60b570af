//! The blank line between steps, where writing adds one or takes one away.

use crate::yaml::edit::{Edit, is_equal};
use crate::yaml::{LineEnding, Node, Route, Step, parse};

/// The step under `answers` that a route leads into.
pub(super) fn step_of(route: &Route) -> Option<&str> {
    match route.steps() {
        [Step::Key(answers), Step::Key(step), ..] if answers == "answers" => Some(step),
        _ => None,
    }
}

/// Whether a step is written in a tree.
pub(super) fn has_step(root: Option<&Node<'_>>, step: &str) -> bool {
    let route = Route::keys(["answers", step]);
    root.is_some_and(|root| root.at(&route).is_some())
}

/// Puts a blank line between a step that is new in a text and its neighbours.
pub(super) fn set_apart(text: String, step: &str) -> String {
    let spaced = {
        let parsed = parse(&text);
        let Some(answers) = parsed
            .root
            .as_ref()
            .and_then(|root| root.at(&Route::keys(["answers"])))
            .and_then(Node::as_mapping)
            .filter(|answers| !answers.flow)
        else {
            return text;
        };
        let Some(index) = answers.iter().position(|entry| entry.key == step) else {
            return text;
        };
        let breaks = [index, index + 1]
            .into_iter()
            .filter(|index| *index > 0)
            .filter_map(|index| answers.entries.get(index))
            .map(|entry| head_of(&text, entry.key_span.start))
            .filter(|at| !is_after_blank(&text, *at));
        let mut breaks: Vec<usize> = breaks.collect();
        breaks.reverse();
        let mut spaced = text.clone();
        for at in breaks {
            spaced.insert_str(at, LineEnding::of(&text).as_str());
        }
        spaced
    };
    if reads_alike(&text, &spaced) {
        spaced
    } else {
        text
    }
}

/// Takes away the blank line that is one too many where a step was taken out.
pub(super) fn close_gap(text: String, edit: &Edit) -> String {
    let at = edit.span.start + edit.replacement.len();
    let line_end = LineEnding::of(&text).as_str();
    let rest = text.get(at..).unwrap_or_default();
    let is_last = rest.trim().is_empty();
    if !is_after_blank(&text, at) || !(is_last || rest.starts_with(line_end)) {
        return text;
    }
    let closed = {
        let before = text.get(..at).unwrap_or_default();
        let before = before.strip_suffix(line_end).unwrap_or(before);
        format!("{before}{rest}")
    };
    if reads_alike(&text, &closed) {
        closed
    } else {
        text
    }
}

fn reads_alike(a: &str, b: &str) -> bool {
    let (a, b) = (parse(a), parse(b));
    match (&a.root, &b.root) {
        (Some(a), Some(new)) => b.faults.is_empty() && is_equal(a, new),
        _ => false,
    }
}

/// The start of the line of a key, or of the comment lines directly above it.
fn head_of(text: &str, key: usize) -> usize {
    let line_start = |offset: usize| {
        let before = text.get(..offset).unwrap_or_default();
        before.rfind('\n').map_or(0, |at| at + 1)
    };
    let mut start = line_start(key);
    while let Some(end) = start.checked_sub(1) {
        let above = line_start(end);
        let line = text.get(above..end).unwrap_or_default();
        if above == start || !line.trim_start().starts_with('#') {
            break;
        }
        start = above;
    }
    start
}

/// Whether the line above the one that begins at `start` is blank.
fn is_after_blank(text: &str, start: usize) -> bool {
    let above = text.get(..start).unwrap_or_default();
    let above = above.strip_suffix('\n').unwrap_or(above);
    let line = above.rsplit('\n').next().unwrap_or_default();
    line.trim().is_empty()
}
