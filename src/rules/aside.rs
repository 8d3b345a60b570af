//! What an upgrade kept aside, and names that only an older edition knows.

use crate::handbook::{Course, Standing};
use crate::project::{ASIDE_KEY, ASIDE_KEYS, Inside, Project, Stray, record_type};
use crate::yaml::{Entry, Mapping, Node};

use super::checker::{Checker, Owner, shown};
use super::header::head;
use super::shape::unknown_key;
use super::{KEPT_ASIDE, WRONG_KIND};

/// One finding for each answer that waits aside.
pub(super) fn check(checker: &mut Checker<'_>, project: &Project<'_>) {
    let top = project.root.as_mapping();
    let Some(block) = top.and_then(|top| top.entry(ASIDE_KEY)) else {
        return;
    };
    match block.value.as_mapping() {
        Some(entries) => entries.iter().for_each(|entry| kept(checker, entry)),
        None if block.value.is_null() => {}
        None => wrong_kind(checker, &block.value, "aside", "aside"),
    }
}

fn wrong_kind(checker: &mut Checker<'_>, node: &Node<'_>, name: &str, variant: &'static str) {
    let finding = WRONG_KIND.at(head(checker, node)).variant(variant);
    checker.add_about(Owner::Header("aside"), finding.with("name", shown(name)));
}

fn kept(checker: &mut Checker<'_>, entry: &Entry<'_>) {
    let Some(map) = entry.value.as_mapping() else {
        return wrong_kind(checker, &entry.value, &entry.key, "kept");
    };
    let strays = map
        .iter()
        .filter(|inner| !ASIDE_KEYS.contains(&inner.key.as_ref()));
    for inner in strays {
        let owner = Owner::Header("aside");
        unknown_key(
            checker,
            &inner.key,
            inner.key_span,
            &ASIDE_KEYS,
            Some(map),
            owner,
        );
    }
    let edition = map.get("edition").and_then(Node::text).map(shown);
    let mut finding = KEPT_ASIDE
        .at(entry.key_span)
        .with("name", shown(&entry.key))
        .with_some("edition", edition);
    finding.answer = Some(entry.key.to_string());
    checker.add(finding);
}

/// Whether a key is explained by what an edition after the project's has changed: that the edition
/// is an older one is said once, and an upgrade mends it.
pub(super) fn is_former(checker: &Checker<'_>, project: &Project<'_>, stray: &Stray<'_>) -> bool {
    let Some(first) = older(checker, project) else {
        return false;
    };
    let handbook = checker.handbook();
    let editions = &handbook.editions;
    let is_former_question =
        |path: &str| editions.follow(path, first) != Course::Named(path.into());
    match stray.inside {
        Inside::Answers => {
            let below = |entries: &Mapping<'_>| {
                let mut paths = entries
                    .iter()
                    .map(|entry| format!("{}.{}", stray.key, entry.key));
                !entries.is_empty() && paths.all(|path| is_former_question(&path))
            };
            let answers = project.root.as_mapping().and_then(|top| top.get("answers"));
            let step = answers
                .and_then(Node::as_mapping)
                .and_then(|map| map.get(stray.key));
            editions.follow_step(stray.key, first) != Course::Named(stray.key.into())
                || step.and_then(Node::as_mapping).is_some_and(below)
        }
        Inside::Step(step) => {
            let path = format!("{}.{}", handbook.steps[step].id, stray.key);
            is_former_question(&path) || editions.path_of_code(stray.key, first).is_some()
        }
        Inside::Record(home) => record_type(handbook, home).is_some_and(|record| {
            let course = editions.follow_field(&record.id, stray.key, first);
            course != Course::Named(stray.key.into())
        }),
        _ => false,
    }
}

/// Whether a word of a choice set is called otherwise since the project's edition.
pub(super) fn is_former_choice(checker: &Checker<'_>, set: &str, word: &str) -> bool {
    let first = checker
        .context
        .project
        .and_then(|project| older(checker, project));
    first.is_some_and(|first| {
        let editions = &checker.handbook().editions;
        editions.follow_choice(set, word, first) != word
    })
}

/// The first edition after the project's, where that is an older one.
fn older(checker: &Checker<'_>, project: &Project<'_>) -> Option<usize> {
    let edition = project.header.edition?;
    match checker.handbook().editions.standing(edition.text) {
        Standing::Older(first) => Some(first),
        _ => None,
    }
}
