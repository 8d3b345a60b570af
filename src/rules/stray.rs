//! Texts without quotes that run on over several lines: a second line may be a lost key.

use std::borrow::Cow;

use crate::source::Span;
use crate::yaml::{Node, Scalar, Style, Value};

use super::STRAY_TEXT;
use super::checker::{Checker, Owner, written};
use super::header::head;
use super::survey::Survey;

pub(super) fn check<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let Some(top) = survey.project.root.as_mapping() else {
        return;
    };
    let mut found = Vec::new();
    for key in ["sources", "answers"] {
        if let Some(node) = top.get(key) {
            collect(checker.text(), node, &mut found);
        }
    }
    if found.is_empty() {
        return;
    }
    let mut starts: Vec<usize> = checker.findings.iter().map(|one| one.span.start).collect();
    starts.sort_unstable();
    for node in found {
        let next = starts.partition_point(|start| *start < node.span.start);
        // What is said about the value already says enough.
        if starts.get(next).is_some_and(|start| *start < node.span.end) {
            continue;
        }
        let finding = STRAY_TEXT.at(head(checker, node));
        let finding = match node.text().filter(|text| !text.contains('\n')) {
            Some(text) => finding.repair(false, node.span, written(text, None)),
            None => finding,
        };
        match owner(survey, node.span) {
            Some(owner) => checker.add_about(owner, finding),
            None => checker.add(finding),
        }
    }
}

/// Every plain text on more than one line, in the order of the file.
fn collect<'c>(text: &str, node: &'c Node<'c>, found: &mut Vec<&'c Node<'c>>) {
    match &node.value {
        // A text that stands in the file as it is has no second line.
        Value::Scalar(Scalar {
            text: Cow::Owned(_),
            style: Style::Plain,
        }) if node.span.slice(text).trim_end().contains('\n') => found.push(node),
        Value::Sequence(list) => list
            .items
            .iter()
            .for_each(|item| collect(text, item, found)),
        Value::Mapping(map) => {
            map.iter()
                .for_each(|entry| collect(text, &entry.value, found));
        }
        _ => {}
    }
}

/// The record or answer that a place lies in.
fn owner<'c>(survey: &Survey<'c>, place: Span) -> Option<Owner<'c>> {
    let records = survey.project.records();
    if let Some(record) = records.iter().find(|one| one.node.span.contains(place)) {
        let fields = record.fields()?;
        let entry = fields
            .iter()
            .find(|entry| entry.value.span.contains(place))?;
        return Some(Owner::Field(*record, &entry.key));
    }
    let mut answers = survey.project.answers();
    let answer = answers.find(|one| one.node.span.contains(place))?;
    Some(Owner::Answer(&survey.handbook().questions[answer.question]))
}
