//! Records: their ids, and the fields without which nobody can tell what they are.

use foldhash::HashMap;
use foldhash::fast::RandomState;

use crate::diagnostic::Finding;
use crate::handbook::{Subject, ValueKind};
use crate::project::{Project, Record, is_id};
use crate::source::Span;

use super::checker::{Checker, Owner, shown, written};
use super::header::{head, replacement};
use super::nearest::nearest;
use super::value;
use super::{BAD_ID, DROPPED_ANSWER, DUPLICATE_ID, MISSING_ID, MISSING_NAME, WRONG_KIND};

pub(super) fn check<'c>(checker: &mut Checker<'c>, project: &'c Project<'c>) {
    let mut seen: HashMap<&str, Span> =
        HashMap::with_capacity_and_hasher(project.records().len(), RandomState::default());
    for record in project.records() {
        let owner = Owner::Record(*record);
        if record.fields().is_none() {
            let variant = if record.node.is_null() {
                "empty-record"
            } else {
                "record"
            };
            if !checker.has_fault(record.node.span) || !record.node.is_null() {
                let finding = WRONG_KIND.at(head(checker, record.node)).variant(variant);
                checker.add_about(owner, finding.with("name", list_path(checker, record)));
            }
            continue;
        }
        id(checker, project, *record, &mut seen);
        required(checker, project, *record);
        dropped(checker, project, *record);
        if let Some(note) = record.field("note") {
            value::trap(checker, note, Owner::Field(*record, "note"));
        }
    }
}

/// Fields that an overlay dropped: what stands there stays, and nobody asks for it.
fn dropped<'c>(checker: &mut Checker<'c>, project: &'c Project<'c>, record: Record<'c>) {
    let handbook = checker.handbook();
    let Some(of) = project.type_of(handbook, &record) else {
        return;
    };
    for field in of.fields.iter().filter(|field| field.dropped.is_some()) {
        let name = format!("{}.{}", of.id, field.id);
        if let Some(entry) = record.entry(&field.id)
            && let Some((layer, reason)) = handbook.dropped(Subject::Field, &name)
        {
            let finding = DROPPED_ANSWER.at(entry.key_span).variant("field");
            let finding = finding.with("name", &field.id).with("layer", &layer.id);
            let finding = finding.with_saying("reason", reason.clone());
            checker.add_about(Owner::Field(record, &field.id), finding);
        }
    }
}

fn list_path(checker: &Checker<'_>, record: &Record<'_>) -> String {
    let home = record
        .home
        .map(|home| checker.handbook().questions[home].path.clone());
    home.unwrap_or_else(|| "sources".to_owned())
}

fn id<'c>(
    checker: &mut Checker<'c>,
    project: &'c Project<'c>,
    record: Record<'c>,
    seen: &mut HashMap<&'c str, Span>,
) {
    let owner = Owner::Record(record);
    let Some(id) = record.id() else {
        return missing_id(checker, project, record);
    };
    if let Some(first) = seen.get(id.text) {
        let free = (2..100)
            .map(|n| format!("{}-{n}", id.text))
            .find(|free| project.record(free).is_none());
        let finding = DUPLICATE_ID
            .at(id.span)
            .with("id", shown(id.text))
            .other(*first, "first");
        let finding = match free {
            Some(free) => finding.with("free", &free).repair(false, id.span, free),
            None => finding,
        };
        checker.add_about(owner, finding);
        return;
    }
    seen.insert(id.text, id.span);
    if is_id(id.text) {
        if let Some(node) = record.field("id") {
            value::trap(checker, node, owner);
        }
        return;
    }
    let better = slug(id.text);
    let finding = BAD_ID.at(id.span).with("id", shown(id.text));
    let finding = if better.is_empty() || project.record(&better).is_some() {
        finding
    } else {
        let node = record.field("id").unwrap_or(record.node);
        finding
            .with("nearest", &better)
            .repair(false, id.span, replacement(node, &better))
    };
    checker.add_about(owner, finding);
}

fn missing_id<'c>(checker: &mut Checker<'c>, project: &'c Project<'c>, record: Record<'c>) {
    let Some(fields) = record.fields() else {
        return;
    };
    let entry = record.entry("id");
    let misspelt = fields
        .iter()
        .any(|entry| entry.key != "id" && nearest(&entry.key, ["id"].into_iter()).is_some());
    if misspelt
        || checker.is_unfinished(record.node)
        || entry.is_some_and(|e| checker.has_fault(e.value.span))
    {
        return;
    }
    let owner = Owner::Record(record);
    if let Some(entry) = entry.filter(|entry| !entry.value.is_null()) {
        let finding = WRONG_KIND
            .at(head(checker, &entry.value))
            .variant("one-value")
            .with("name", "id");
        checker.add_about(owner, finding.with("found", ""));
        return;
    }
    let kind = project.type_of(checker.handbook(), &record);
    let title = kind
        .and_then(|kind| record.text(&kind.title))
        .unwrap_or_default();
    let proposal = proposal(project, title);
    let finding =
        MISSING_ID.at(entry.map_or_else(|| first_line(checker, record), |entry| entry.key_span));
    let finding = finding.with_some(
        "title",
        Some(shown(title)).filter(|title| !title.is_empty()),
    );
    let finding = match proposal {
        Some(id) => {
            let place = entry.map(|entry| entry.value.span);
            let (span, text) = insertion(checker, record, place, &id);
            finding.with("proposal", id).repair(false, span, text)
        }
        None => finding,
    };
    checker.add_about(owner, finding);
}

/// An id made of the title that nothing else has.
fn proposal(project: &Project<'_>, title: &str) -> Option<String> {
    let id = slug(title);
    if id.is_empty() {
        return None;
    }
    let mut free = std::iter::once(id.clone()).chain((2..100).map(|n| format!("{id}-{n}")));
    free.find(|id| project.record(id).is_none())
}

/// Where an id is written in a record that has none.
fn insertion(
    checker: &Checker<'_>,
    record: Record<'_>,
    place: Option<Span>,
    id: &str,
) -> (Span, String) {
    let id = written(id, None);
    if let Some(place) = place {
        return (place, format!(" {id}"));
    }
    let start = record.node.span.start;
    if record.fields().is_some_and(|fields| fields.flow) {
        return (Span::at(start + 1), format!("id: {id}, "));
    }
    let line = checker
        .text()
        .get(..start)
        .unwrap_or_default()
        .rsplit('\n')
        .next()
        .unwrap_or_default();
    (
        Span::at(start),
        format!("id: {id}\n{}", " ".repeat(line.chars().count())),
    )
}

fn first_line(checker: &Checker<'_>, record: Record<'_>) -> Span {
    head(checker, record.node)
}

fn required<'c>(checker: &mut Checker<'c>, project: &'c Project<'c>, record: Record<'c>) {
    let (Some(kind), Some(fields)) = (
        project.type_of(checker.handbook(), &record),
        record.fields(),
    ) else {
        return;
    };
    for field in kind.fields.iter().filter(|field| field.required) {
        if record.field(&field.id).is_some() || checker.is_unfinished(record.node) {
            continue;
        }
        let entry = fields.entry(&field.id);
        let faulty = entry.is_some_and(|entry| checker.has_fault(entry.value.span));
        let misspelt = fields.iter().any(|entry| {
            kind.field(&entry.key).is_none()
                && !matches!(entry.key.as_ref(), "id" | "note" | "evidence")
                && nearest(
                    &entry.key,
                    kind.fields.iter().map(|field| field.id.as_str()),
                ) == Some(&field.id)
        });
        if faulty || misspelt {
            continue;
        }
        let place = entry
            .map(|entry| entry.key_span)
            .or_else(|| record.id().map(|id| id.span));
        let finding: Finding = MISSING_NAME
            .at(place.unwrap_or_else(|| first_line(checker, record)))
            .with("field", &field.id)
            .with("record", record.handle());
        let finding = match field.kind {
            ValueKind::Line | ValueKind::Text => finding,
            _ => finding.variant("value"),
        };
        checker.add_about(Owner::Field(record, &field.id), finding);
    }
}

/// Kebab case made of any text.
pub(super) fn slug(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if slug.len() >= LONGEST {
            break;
        }
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') && !matches!(c, '\'' | '’') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-').to_owned();
    if is_id(&slug) { slug } else { String::new() }
}
