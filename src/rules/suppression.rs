//! The profile a project names, and the suppressions it holds: whether they can have any effect.

use crate::handbook::ValueKind;
use crate::project::{Project, SUPPRESS_KEYS, Suppression, parse_date};
use crate::yaml::{Mapping, Node};

use super::checker::{Checker, Owner, Spot, shown, style, written};
use super::header::head;
use super::shape::unknown_key;
use super::suggest::list;
use super::{
    SUPPRESSION_EXPIRED, SUPPRESSION_INCOMPLETE, SUPPRESSION_UNUSED, UNKNOWN_CHOICE, UNKNOWN_RULE,
    WRONG_KIND, all_known, known, value,
};

/// Most suppressions of one file whose rule is looked for among the known ones.
const MOST: usize = 1_000;

const OWNER: Owner<'static> = Owner::Header("suppress");

pub(super) fn check<'c>(checker: &mut Checker<'c>, project: &'c Project<'c>) {
    let Some(top) = project.root.as_mapping() else {
        return;
    };
    if let Some(entry) = top.entry("profile") {
        profile(checker, &entry.value);
    }
    let Some(entry) = top.entry("suppress").filter(|entry| !entry.value.is_null()) else {
        return;
    };
    let Some(items) = entry.value.as_sequence() else {
        let finding = WRONG_KIND
            .at(head(checker, &entry.value))
            .variant("suppress");
        return checker.add_about(OWNER, finding.with("name", "suppress"));
    };
    for item in &items.items {
        if let Some(map) = item.as_mapping() {
            parts(checker, map);
        } else {
            let finding = WRONG_KIND.at(head(checker, item)).variant("suppression");
            checker.add_about(OWNER, finding.with("name", "suppress"));
        }
    }
    for (index, suppression) in project.header.suppress.iter().enumerate() {
        incomplete(checker, suppression);
        if index < MOST {
            named_rule(checker, suppression);
        }
        expired(checker, suppression);
    }
}

fn profile<'c>(checker: &mut Checker<'c>, node: &'c Node<'c>) {
    let owner = Owner::Header("profile");
    let spot = Spot {
        kind: &ValueKind::Line,
        node,
        owner,
    };
    value::check(checker, spot);
    let known = checker.context.profiles;
    let ids = || known.iter().map(|profile| profile.id.as_str());
    let Some(found) = node.text() else { return };
    if found.trim().is_empty() || known.is_empty() || ids().any(|id| id == found) {
        return;
    }
    let near = checker.nearest(found, ids());
    let finding = UNKNOWN_CHOICE
        .at(node.span)
        .with("found", shown(found))
        .with("name", "profile")
        .with("list", list(ids()));
    let finding = match near {
        Some(near) => {
            finding
                .with("nearest", near)
                .repair(false, node.span, written(near, style(node)))
        }
        None => finding,
    };
    checker.add_about(owner, finding);
}

/// The keys of a suppression, each of its kind.
fn parts<'c>(checker: &mut Checker<'c>, map: &'c Mapping<'c>) {
    for entry in map {
        let kind = match entry.key.as_ref() {
            "rule" | "path" | "reason" => &ValueKind::Line,
            "until" => &ValueKind::Date,
            // An empty key, or one that draws in another mapping, is a fault of the notation.
            "" | "<<" => continue,
            key => {
                unknown_key(
                    checker,
                    key,
                    entry.key_span,
                    &SUPPRESS_KEYS,
                    Some(map),
                    OWNER,
                );
                continue;
            }
        };
        let node = &entry.value;
        value::check(
            checker,
            Spot {
                kind,
                node,
                owner: OWNER,
            },
        );
    }
}

/// Without rule, path and reason nothing is suppressed.
fn incomplete(checker: &mut Checker<'_>, suppression: &Suppression<'_>) {
    let Some(map) = suppression.node.as_mapping() else {
        return;
    };
    let lacks = |key: &str| {
        // What stands under a key with a slip, or is of another kind, is said already.
        let slip = map.iter().any(|entry| {
            !SUPPRESS_KEYS.contains(&entry.key.as_ref())
                && super::nearest::nearest(&entry.key, [key].into_iter()).is_some()
        });
        let odd = map
            .get(key)
            .is_some_and(|node| !node.is_null() && node.text().is_none());
        !slip && !odd
    };
    let missing = [
        ("rule", suppression.rule),
        ("path", suppression.path),
        ("reason", suppression.reason),
    ];
    let Some((key, _)) = missing
        .into_iter()
        .find(|(key, part)| part.is_none() && lacks(key))
    else {
        return;
    };
    let place = suppression
        .rule
        .map_or_else(|| head(checker, suppression.node), |rule| rule.span);
    let finding = SUPPRESSION_INCOMPLETE.at(place).variant(key);
    let found = suppression.rule.map(|rule| shown(rule.text));
    checker.add_about(OWNER, finding.with_some("rule", found));
}

/// A rule that there is, and that can be suppressed.
fn named_rule(checker: &mut Checker<'_>, suppression: &Suppression<'_>) {
    let Some(named) = suppression.rule else {
        return;
    };
    let own = checker.context.own;
    match known(named.text, own) {
        Some(known) if known.is_fixed() => {
            let finding = SUPPRESSION_UNUSED.at(named.span).variant("fixed");
            checker.add_about(OWNER, finding.with("rule", known.id));
        }
        Some(_) => {}
        // A rule with a fault in its overlay is no unknown one.
        None if own.is_left_out(named.text) => {}
        None => {
            let near = checker.nearest(named.text, all_known(own).map(|rule| rule.id));
            let finding = UNKNOWN_RULE.at(named.span).with("found", shown(named.text));
            let finding = match near {
                Some(near) => {
                    finding
                        .with("nearest", near)
                        .repair(false, named.span, written(near, None))
                }
                None => finding,
            };
            checker.add_about(OWNER, finding);
        }
    }
}

fn expired(checker: &mut Checker<'_>, suppression: &Suppression<'_>) {
    let (Some(named), Some(until)) = (suppression.rule, suppression.until) else {
        return;
    };
    if parse_date(until.text).is_ok_and(|until| until < checker.context.today) {
        let finding = SUPPRESSION_EXPIRED
            .at(until.span)
            .with("rule", shown(named.text))
            .with("until", shown(until.text));
        checker.add_about(OWNER, finding);
    }
}
