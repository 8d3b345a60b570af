//! What points at records and at the evidence ledger, and whether anything is there.

use std::collections::HashSet;

use crate::handbook::{Kind, RecordType, SOURCE_RECORD, ValueKind};
use crate::project::{Located, Project, Record};
use crate::yaml::{Node, Value};

use super::checker::{Checker, Owner, Spot, shown, written};
use super::header::head;
use super::record::slug;
use super::{DANGLING_REFERENCE, DANGLING_SOURCE, REFERENCE_TO_WRONG_TYPE, WRONG_KIND};

/// Checks the ids in one value.
pub(super) fn check<'c>(checker: &mut Checker<'c>, project: &'c Project<'c>, spot: Spot<'c>) {
    let ValueKind::Reference { to, .. } = spot.kind else {
        return;
    };
    for id in ids(spot.node) {
        one(checker, project, id, to, spot.owner);
    }
}

/// Checks the evidence of answers and records.
pub(super) fn check_evidence<'c>(checker: &mut Checker<'c>, project: &'c Project<'c>) {
    let handbook = checker.handbook();
    for answer in project.answers() {
        let owner = Owner::Answer(&handbook.questions[answer.question]);
        for id in &answer.evidence {
            source(checker, project, *id, owner);
        }
    }
    for record in project.records() {
        if let Some(node) = record.field("evidence") {
            let owner = Owner::Field(*record, "evidence");
            if node.as_mapping().is_some() {
                let finding = WRONG_KIND
                    .at(head(checker, node))
                    .variant("words")
                    .with("name", "evidence");
                checker.add_about(owner, finding);
            }
            for id in ids(node) {
                source(checker, project, id, owner);
            }
        }
    }
}

fn ids<'c>(node: &'c Node<'c>) -> Vec<Located<'c>> {
    let one = |node: &'c Node<'c>| {
        node.text().map(|text| Located {
            text,
            span: node.span,
        })
    };
    match node.as_sequence() {
        Some(list) => list.items.iter().filter_map(one).collect(),
        None => one(node).into_iter().collect(),
    }
}

fn type_name<'c>(checker: &Checker<'c>, project: &Project<'c>, record: &Record<'c>) -> &'c str {
    project
        .type_of(checker.handbook(), record)
        .map_or("", |kind| kind.id.as_str())
}

/// Where records of a type are kept, as people can type it.
fn home(checker: &Checker<'_>, record: &str) -> String {
    match checker.handbook().home(record) {
        Some(question) => question.path.clone(),
        None => "sources".to_owned(),
    }
}

fn homes(checker: &Checker<'_>, to: &[String]) -> String {
    let homes: Vec<String> = to
        .iter()
        .map(|record| format!("`{}`", home(checker, record)))
        .collect();
    homes.join(", ")
}

fn one<'c>(
    checker: &mut Checker<'c>,
    project: &'c Project<'c>,
    id: Located<'c>,
    to: &[String],
    owner: Owner<'c>,
) {
    let name = field_name(checker, owner);
    if let Some(found) = project.record(id.text) {
        let kind = type_name(checker, project, found);
        if !to.iter().any(|to| to == kind) {
            let there = home(checker, kind);
            let finding = REFERENCE_TO_WRONG_TYPE
                .at(id.span)
                .with("id", shown(id.text))
                .with("there", there);
            let finding = finding.with("homes", homes(checker, to)).with("name", name);
            let place = found.id().map_or(found.node.span, |id| id.span);
            checker.add_about(owner, finding.other(place, "target"));
        }
        return;
    }
    if is_elsewhere(checker, project, id.text) {
        return;
    }
    let finding = DANGLING_REFERENCE
        .at(id.span)
        .with("id", shown(id.text))
        .with("name", name);
    let finding = finding.with("homes", homes(checker, to));
    let near = nearest_record(checker, project, id.text, to);
    let finding = perhaps(checker, project, finding, id, near);
    checker.add_about(owner, finding);
}

fn source<'c>(
    checker: &mut Checker<'c>,
    project: &'c Project<'c>,
    id: Located<'c>,
    owner: Owner<'c>,
) {
    if project
        .sources()
        .iter()
        .any(|source| source.id().is_some_and(|known| known.text == id.text))
    {
        return;
    }
    if project.record(id.text).is_some() {
        return one(checker, project, id, &[SOURCE_RECORD.to_owned()], owner);
    }
    if is_elsewhere(checker, project, id.text) {
        return;
    }
    let near = nearest_record(checker, project, id.text, &[SOURCE_RECORD.to_owned()]);
    let finding = DANGLING_SOURCE.at(id.span).with("id", shown(id.text));
    let finding = perhaps(checker, project, finding, id, near);
    checker.add_about(owner, finding);
}

fn field_name(checker: &Checker<'_>, owner: Owner<'_>) -> String {
    let path = checker.path(owner);
    path.rsplit('.').next().unwrap_or_default().to_owned()
}

fn perhaps<'c>(
    checker: &Checker<'c>,
    project: &Project<'c>,
    finding: crate::diagnostic::Finding,
    id: Located<'_>,
    near: Option<Record<'c>>,
) -> crate::diagnostic::Finding {
    let Some((near, place)) = near.and_then(|near| Some((near, near.id()?))) else {
        return finding;
    };
    let kind: Option<&RecordType> = project.type_of(checker.handbook(), &near);
    let title = kind.map(|kind| near.title(kind)).unwrap_or_default();
    let quoted = checker
        .text()
        .get(id.span.start..)
        .and_then(|rest| rest.chars().next());
    let replacement = match quoted {
        Some(quote @ ('"' | '\'')) => format!("{quote}{}{quote}", place.text),
        _ => written(place.text, None),
    };
    finding
        .with("nearest", place.text)
        .with("title", shown(title))
        .other(place.span, "perhaps")
        .repair(false, id.span, replacement)
}

/// The record most likely meant: one whose id is near, or whose name was written instead of its id.
fn nearest_record<'c>(
    checker: &mut Checker<'c>,
    project: &'c Project<'c>,
    id: &str,
    to: &[String],
) -> Option<Record<'c>> {
    let handbook = checker.handbook();
    let records = || to.iter().flat_map(|to| project.records_of(handbook, to));
    let with_id =
        |record: &&Record<'c>, id: &str| record.id().is_some_and(|known| known.text == id);
    let near = checker.nearest(id, records().filter_map(Record::id).map(|id| id.text));
    if let Some(near) = near {
        return records().find(|record| with_id(record, near)).copied();
    }
    let wanted = slug(id);
    let named = |record: &&Record<'c>| {
        let kind = project.type_of(handbook, record);
        kind.and_then(|kind| record.text(&kind.title))
            .is_some_and(|title| title == id || slug(title) == wanted)
    };
    if wanted.is_empty() {
        return None;
    }
    let left = checker.comparisons_left();
    let mut looked = 0;
    let found = records()
        .take(left)
        .inspect(|_| looked += 1)
        .find(named)
        .copied();
    checker.spend(looked);
    found
}

/// Whether an id stands where it could not be read: behind a fault, under a key nobody knows, or as
/// the key of a record in a list that is none. The fault there is the one to mend.
fn is_elsewhere(checker: &mut Checker<'_>, project: &Project<'_>, id: &str) -> bool {
    if checker.may_be_unread(id) {
        return true;
    }
    if checker.hidden.is_none() {
        let mut hidden = HashSet::new();
        collect(project.root, &mut hidden);
        let handbook = checker.handbook();
        for answer in project.answers() {
            let is_list = matches!(
                handbook.questions[answer.question].kind,
                Kind::Records { .. }
            );
            if let (true, Some(map)) = (is_list, answer.value.and_then(Node::as_mapping)) {
                hidden.extend(map.iter().map(|entry| entry.key.to_string()));
            }
        }
        checker.hidden = Some(hidden);
    }
    checker
        .hidden
        .as_ref()
        .is_some_and(|hidden| hidden.contains(id))
}

fn collect(node: &Node<'_>, ids: &mut HashSet<String>) {
    match &node.value {
        Value::Mapping(map) => {
            for entry in map {
                match entry.value.text() {
                    Some(id) if entry.key == "id" => {
                        ids.insert(id.to_owned());
                    }
                    _ => collect(&entry.value, ids),
                }
            }
        }
        Value::Sequence(list) => list.items.iter().for_each(|item| collect(item, ids)),
        _ => {}
    }
}
