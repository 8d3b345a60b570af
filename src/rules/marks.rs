//! What a merge left behind: the marks git writes into a text, and our own conflict values.

use crate::diagnostic::Finding;
use crate::project::CONFLICT_KEY;
use crate::source::Span;
use crate::yaml::{Node, Value};

use super::CONFLICT_LEFT_OVER;
use super::checker::Checker;

pub(super) fn check(checker: &mut Checker<'_>) {
    for finding in git_blocks(checker.text()) {
        checker.add(finding);
    }
    if let Some(root) = &checker.context.parsed.root
        && checker.text().contains("conflict")
    {
        conflict_values(root, &mut Vec::new(), checker);
    }
}

/// One finding for each block between git's marks.
fn git_blocks(text: &str) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    if !text.contains("<<<<<<<") {
        return found;
    }
    let mut open = false;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let mark = line.trim_end();
        let span = Span::new(offset, offset + mark.len());
        if let Some(name) = mark_name(mark, '<') {
            found.push(
                CONFLICT_LEFT_OVER
                    .at(span)
                    .variant("git")
                    .with("ours", name),
            );
            open = true;
        } else if open && mark == "=======" {
            found = with_last(found, |finding| finding.other(span, "middle"));
        } else if open && let Some(name) = mark_name(mark, '>') {
            found = with_last(found, |finding| {
                finding.other(span, "end").with("theirs", name)
            });
            open = false;
        }
        offset += line.len();
    }
    found
}

fn with_last(mut found: Vec<Finding>, change: impl FnOnce(Finding) -> Finding) -> Vec<Finding> {
    if let Some(last) = found.pop() {
        found.push(change(last));
    }
    found
}

/// What stands behind seven signs at the start of a line, where that is a mark.
fn mark_name(line: &str, sign: char) -> Option<&str> {
    let rest = line.trim_start_matches(sign);
    let is_mark = line.len() - rest.len() == 7 && (rest.is_empty() || rest.starts_with(' '));
    is_mark.then(|| rest.trim())
}

/// A step on the way to a value: a key, and the id of the record in the list it names.
type Step<'n> = (&'n str, Option<&'n str>);

/// One finding for each value that is a conflict of ours.
fn conflict_values<'n>(node: &'n Node<'n>, path: &mut Vec<Step<'n>>, checker: &mut Checker<'_>) {
    match &node.value {
        Value::Mapping(mapping) => {
            if let Some(entry) = mapping.entry(CONFLICT_KEY) {
                let inner = entry.value.as_mapping();
                let is_deletion = inner.is_some_and(|inner| inner.get("deleted").is_some());
                let variant = if is_deletion { "deleted" } else { "value" };
                let depth = usize::from(path.first().is_some_and(|(key, _)| *key == "answers"));
                let shown = shown(&path[depth..]);
                let finding = CONFLICT_LEFT_OVER.at(entry.key_span).variant(variant);
                let mut finding = finding.with("path", shown.as_str());
                finding.answer = Some(shown);
                finding.question = question(checker, &path[depth..]);
                checker.add(finding);
                return;
            }
            for entry in mapping {
                path.push((&entry.key, None));
                conflict_values(&entry.value, path, checker);
                path.pop();
            }
        }
        Value::Sequence(sequence) => {
            let list = path.last().copied();
            for item in &sequence.items {
                let id = item.as_mapping().and_then(|record| record.get("id"));
                if let (Some(id), Some(last)) = (id.and_then(Node::text), path.last_mut()) {
                    last.1 = Some(id);
                }
                conflict_values(item, path, checker);
                if let (Some(list), Some(last)) = (list, path.last_mut()) {
                    *last = list;
                }
            }
        }
        _ => {}
    }
}

/// A path as people type it.
fn shown(path: &[Step<'_>]) -> String {
    let steps = path.iter().map(|(key, id)| match id {
        Some(id) => format!("{key}[{id}]"),
        None => (*key).to_owned(),
    });
    steps.collect::<Vec<_>>().join(".")
}

/// The question an answer's path begins with.
fn question(checker: &Checker<'_>, path: &[Step<'_>]) -> Option<String> {
    let [(step, _), (id, _), ..] = path else {
        return None;
    };
    let question = checker.handbook().question(&format!("{step}.{id}"));
    question.map(|question| question.code.clone())
}

/// The places of all conflict values, in which nothing else is looked for.
pub(super) fn conflict_spans(node: &Node<'_>, spans: &mut Vec<Span>) {
    match &node.value {
        Value::Mapping(mapping) if mapping.get(CONFLICT_KEY).is_some() => spans.push(node.span),
        Value::Mapping(mapping) => mapping
            .iter()
            .for_each(|entry| conflict_spans(&entry.value, spans)),
        Value::Sequence(sequence) => sequence
            .items
            .iter()
            .for_each(|item| conflict_spans(item, spans)),
        _ => {}
    }
}
