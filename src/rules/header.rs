//! The head of a project file: what it is, which handbook it follows, and for whom.

use std::cmp::Ordering;

use crate::handbook::{ValueKind, compare_editions};
use crate::project::{FORMAT, HEADER_KEYS, Located, Project};
use crate::source::Span;
use crate::yaml::{Entry, Mapping, Node};

use super::checker::{Checker, Owner, Spot, quoted, shown, style, written};
use super::value;
use super::{
    BAD_FLAG, MISSING_HEADER_KEY, NEWER_EDITION, NOT_A_PROJECT, OLDER_EDITION, OVERLAY_NOT_LOADED,
    UNKNOWN_HANDBOOK, WRONG_FORMAT, WRONG_KIND,
};

/// The header keys a project cannot be understood without.
const REQUIRED: [&str; 5] = ["mainstream", "handbook", "country", "title", "language"];

/// Checks the header; false where the answers cannot be held against this handbook.
pub(super) fn check<'c>(checker: &mut Checker<'c>, project: &'c Project<'c>) -> bool {
    let Some(top) = project.root.as_mapping() else {
        not_a_project(checker, project.root, "no-mapping");
        return false;
    };
    if !top
        .iter()
        .any(|entry| HEADER_KEYS.contains(&entry.key.as_ref()))
    {
        if checker.cut.is_none() {
            not_a_project(checker, project.root, "other-keys");
        }
        return false;
    }
    missing(checker, project, top);
    format(checker, project);
    values(checker, top);
    let fits = handbook(checker, project, top) && edition(checker, project);
    overlays(checker, project);
    if let Some(entry) = top.entry("answers")
        && !entry.value.is_null()
        && entry.value.as_mapping().is_none()
    {
        wrong_kind(checker, entry, "steps");
    }
    if let Some(entry) = top.entry("sources")
        && !entry.value.is_null()
        && entry.value.as_sequence().is_none()
    {
        wrong_kind(checker, entry, "records");
    }
    fits
}

fn wrong_kind(checker: &mut Checker<'_>, entry: &Entry<'_>, variant: &'static str) {
    let finding = WRONG_KIND.at(head(checker, &entry.value)).variant(variant);
    checker.add_about(
        Owner::Header(&entry.key),
        finding.with("name", entry.key.as_ref()),
    );
}

/// The first line of a value: enough to point at it.
pub(super) fn head(checker: &Checker<'_>, node: &Node<'_>) -> Span {
    let text = node.span.slice(checker.text());
    let line = text.lines().next().unwrap_or_default().trim_end();
    Span::new(node.span.start, node.span.start + line.len())
}

fn not_a_project(checker: &mut Checker<'_>, root: &Node<'_>, variant: &'static str) {
    let finding = NOT_A_PROJECT.at(head(checker, root)).variant(variant);
    checker.add(finding);
}

/// Where a key that is missing would stand, and how to write it.
fn missing<'c>(checker: &mut Checker<'c>, project: &'c Project<'c>, top: &Mapping<'c>) {
    if checker.cut.is_some() {
        return;
    }
    let first = top
        .iter()
        .next()
        .map_or(project.root.span, |entry| entry.key_span);
    for key in REQUIRED {
        let misspelt = project.strays.iter().any(|stray| {
            stray.inside == crate::project::Inside::Header
                && super::nearest::nearest(stray.key, HEADER_KEYS.into_iter()) == Some(key)
        });
        let entry = top.entry(key);
        let empty = entry.is_none_or(|entry| {
            (entry.value.is_null() || entry.value.text() == Some(""))
                && !checker.has_fault(entry.value.span)
        });
        // The same fact, written as an answer, is reported where it stands.
        let elsewhere = checker
            .handbook()
            .questions
            .iter()
            .position(|q| q.header.is_some() && q.id == key);
        let answered = elsewhere
            .and_then(|index| project.answer(index))
            .is_some_and(|a| a.value.is_some());
        if misspelt || !empty || answered {
            continue;
        }
        let place = entry.map_or(first, |entry| entry.key_span);
        let mut finding = MISSING_HEADER_KEY.at(place).variant(key);
        let line = match key {
            "mainstream" => format!("mainstream: {FORMAT}"),
            "handbook" => handbook_line(checker),
            _ => String::new(),
        };
        if !line.is_empty() && entry.is_none() && !top.flow {
            finding = finding.repair(true, Span::at(first.start), format!("{line}\n"));
        }
        checker.add_about(
            Owner::Header(key),
            finding
                .with("name", key)
                .with_some("line", Some(line).filter(|line| !line.is_empty())),
        );
    }
}

fn handbook_line(checker: &Checker<'_>) -> String {
    let handbook = checker.handbook();
    format!(
        "handbook: {{id: {}, edition: {}}}",
        handbook.id,
        quoted(&handbook.edition)
    )
}

fn format(checker: &mut Checker<'_>, project: &Project<'_>) {
    let Some(found) = project.header.format else {
        return;
    };
    let newer = match found.text.parse::<u32>() {
        Ok(FORMAT) => return,
        Ok(number) => number > FORMAT,
        Err(_) => false,
    };
    let variant = if newer { "newer" } else { "unknown" };
    let mut finding = WRONG_FORMAT
        .at(found.span)
        .variant(variant)
        .with("found", shown(found.text));
    if !newer {
        finding = finding.repair(false, found.span, FORMAT.to_string());
    }
    checker.add_about(
        Owner::Header("mainstream"),
        finding.with("known", FORMAT.to_string()),
    );
}

/// Values of the header that have a kind.
fn values<'c>(checker: &mut Checker<'c>, top: &'c Mapping<'c>) {
    const KINDS: [(&str, ValueKind); 5] = [
        ("country", ValueKind::Country),
        ("title", ValueKind::Line),
        ("language", ValueKind::Language { many: false }),
        ("currency", ValueKind::Currency),
        ("period", ValueKind::Period),
    ];
    for (key, kind) in &KINDS {
        if let Some(entry) = top.entry(key) {
            let node = &entry.value;
            value::check(
                checker,
                Spot {
                    kind,
                    node,
                    owner: Owner::Header(key),
                },
            );
        }
    }
    if let Some(entry) = top.entry("fictitious")
        && !entry.value.is_null()
        && !matches!(entry.value.text(), Some("true" | "false"))
    {
        flag(checker, entry);
    }
}

fn flag(checker: &mut Checker<'_>, entry: &Entry<'_>) {
    let found = entry
        .value
        .text()
        .map(str::to_lowercase)
        .unwrap_or_default();
    let meant = match found.as_str() {
        "yes" | "y" | "on" | "oui" | "sí" | "si" | "vrai" | "verdadero" | "cierto" | "1"
        | "true" => Some("true"),
        "no" | "n" | "off" | "non" | "faux" | "falso" | "0" | "false" => Some("false"),
        _ => None,
    };
    let span = head(checker, &entry.value);
    let mut finding = BAD_FLAG.at(span).with("name", entry.key.as_ref());
    finding = finding
        .with("found", shown(span.slice(checker.text())))
        .with_some("nearest", meant);
    if let Some(meant) = meant {
        finding = finding.repair(false, entry.value.span, meant);
    }
    checker.add_about(Owner::Header(&entry.key), finding);
}

/// Checks which handbook is followed; false where it is another than the one at hand.
fn handbook<'c>(checker: &mut Checker<'c>, project: &'c Project<'c>, top: &'c Mapping<'c>) -> bool {
    let known = checker.handbook();
    if let Some(entry) = top.entry("handbook")
        && !entry.value.is_null()
        && entry.value.as_mapping().is_none()
    {
        let finding = WRONG_KIND
            .at(head(checker, &entry.value))
            .variant("handbook");
        let finding = finding
            .with("line", handbook_line(checker))
            .with("name", "handbook");
        let id = entry.value.text().is_some_and(|text| text == known.id);
        let written = format!("{{id: {}, edition: {}}}", known.id, quoted(&known.edition));
        let finding = if id {
            finding.repair(false, entry.value.span, written)
        } else {
            finding
        };
        checker.add_about(Owner::Header("handbook"), finding);
        return true;
    }
    let Some(found) = project
        .header
        .handbook
        .filter(|found| found.text != known.id)
    else {
        return true;
    };
    let near = checker.nearest(found.text, std::iter::once(known.id.as_str()));
    let mut finding = UNKNOWN_HANDBOOK
        .at(found.span)
        .with("found", shown(found.text));
    finding = finding.with("known", &known.id).with_some("nearest", near);
    if let Some(near) = near {
        finding = finding.repair(false, found.span, near);
    }
    checker.add_about(Owner::Header("handbook"), finding);
    near.is_some()
}

/// Checks the edition; false where it is newer, so that what is not known here may be known there.
fn edition(checker: &mut Checker<'_>, project: &Project<'_>) -> bool {
    let known = checker.handbook().edition.clone();
    let Some(found) = project.header.edition else {
        return true;
    };
    trap(checker, project, found);
    let order = compare_editions(found.text, &known);
    let rule = match order {
        Some(Ordering::Equal) => return true,
        Some(Ordering::Less) => OLDER_EDITION,
        Some(Ordering::Greater) | None => NEWER_EDITION,
    };
    let variant = if order.is_some() { "known" } else { "unknown" };
    let mut finding = rule
        .at(found.span)
        .with("found", shown(found.text))
        .with("known", &known);
    if rule == NEWER_EDITION {
        finding = finding.variant(variant);
    }
    if order.is_none() {
        finding = finding.repair(false, found.span, quoted(&known));
    }
    checker.add_about(Owner::Header("handbook"), finding);
    order != Some(Ordering::Greater)
}

/// Overlays that a project was worked on with, and that nobody gave.
fn overlays(checker: &mut Checker<'_>, project: &Project<'_>) {
    let handbook = checker.handbook();
    for named in &project.header.overlays {
        if handbook.overlay(named.text).is_some() {
            continue;
        }
        let loaded = handbook
            .layers
            .iter()
            .skip(1)
            .map(|layer| layer.id.as_str());
        let near = checker.nearest(named.text, loaded);
        let finding = OVERLAY_NOT_LOADED
            .at(named.span)
            .with("found", shown(named.text));
        let finding = finding.with_some("nearest", near);
        let finding = match near {
            Some(near) => finding.repair(false, named.span, near),
            None => finding,
        };
        checker.add_about(Owner::Header("handbook"), finding);
    }
}

/// An edition without quotes is a number to other programs, and `2026.10` loses its zero.
fn trap(checker: &mut Checker<'_>, project: &Project<'_>, found: Located<'_>) {
    let node = project
        .root
        .as_mapping()
        .and_then(|top| top.get("handbook"));
    let node = node
        .and_then(Node::as_mapping)
        .and_then(|map| map.get("edition"));
    if let Some(node) = node.filter(|node| node.span == found.span) {
        value::trap(checker, node, Owner::Header("handbook"));
    }
}

/// How a word is written in place of a node.
pub(super) fn replacement(node: &Node<'_>, word: &str) -> String {
    written(word, style(node))
}
