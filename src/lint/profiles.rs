//! The profiles of a layer: what each counts, and which one holds where nobody names one.

use std::collections::BTreeSet;

use super::Linter;
use super::structure::is_kebab;
use crate::diagnostic::Finding;
use crate::error::nearest;
use crate::handbook::{
    BAD_PART_ID, BAD_PART_VALUE, DUPLICATE_PART, INCOMPLETE_PART, PROFILES_FILE, Profiles,
    UNKNOWN_PART_KEY,
};
use crate::yaml::{Entry, Mapping, Node};

/// The phases that have rules.
const RULES: [&str; 4] = ["draft", "review", "adoption", "monitoring"];
/// The phases that may ask for answers.
const ANSWERS: [&str; 6] = [
    "none",
    "draft",
    "review",
    "adoption",
    "monitoring",
    "optional",
];

impl Linter<'_> {
    pub(super) fn profiles(&mut self, layer: usize) {
        self.with_tree(layer, PROFILES_FILE, |linter, root| {
            for finding in linter.faults_of_profiles(root) {
                linter.add(layer, PROFILES_FILE, finding);
            }
        });
    }

    fn faults_of_profiles(&self, root: &Node<'_>) -> Vec<Finding> {
        let mut found = Vec::new();
        let Some(top) = root.as_mapping() else {
            let finding = BAD_PART_VALUE.at(root.span).variant("mapping");
            return vec![finding.with("name", PROFILES_FILE)];
        };
        let known = Profiles::of(self.handbook);
        for entry in top {
            match entry.key.as_ref() {
                "default" => {
                    let ids: Vec<&str> = known.ids().collect();
                    found.extend(not_one_of(entry, &ids));
                }
                "profiles" => list(entry, &known, &mut found),
                _ => found.push(unknown_key(entry, &["default", "profiles"])),
            }
        }
        found
    }
}

fn list(entry: &Entry<'_>, known: &Profiles, found: &mut Vec<Finding>) {
    let Some(list) = entry.value.as_sequence() else {
        let finding = BAD_PART_VALUE.at(entry.value.span).variant("list");
        return found.push(finding.with("name", "profiles"));
    };
    let mut seen = BTreeSet::new();
    for item in &list.items {
        profile(item, known, &mut seen, found);
    }
}

fn profile(
    item: &Node<'_>,
    known: &Profiles,
    seen: &mut BTreeSet<String>,
    found: &mut Vec<Finding>,
) {
    let Some(map) = item.as_mapping() else {
        let finding = BAD_PART_VALUE.at(item.span).variant("mapping");
        found.push(finding.with("name", "profiles"));
        return;
    };
    let id = map.get("id").filter(|id| id.text().is_some());
    let Some((node, id)) = id.and_then(|node| Some((node, node.text()?))) else {
        let finding = INCOMPLETE_PART.at(first_key(map, item)).variant("no-id");
        found.push(finding.with("missing", "id"));
        return;
    };
    if !is_kebab(id) {
        found.push(BAD_PART_ID.at(node.span).with("found", id));
    }
    if !seen.insert(id.to_owned()) {
        found.push(DUPLICATE_PART.at(node.span).with("found", id));
    }
    for entry in map {
        match entry.key.as_ref() {
            "id" => {}
            "rules" => found.extend(not_one_of(entry, &RULES)),
            "answers" => found.extend(not_one_of(entry, &ANSWERS)),
            _ => found.push(unknown_key(entry, &["id", "rules", "answers"])),
        }
    }
    // One that is not known below, and lacks something, was left out.
    let is_left_out = known.get(id).is_none();
    let missing = ["rules", "answers"]
        .into_iter()
        .find(|key| map.get(key).is_none());
    if let Some(missing) = missing.filter(|_| is_left_out) {
        let near = nearest(id, known.ids());
        let finding = INCOMPLETE_PART.at(node.span).with("name", id);
        found.push(finding.with("missing", missing).with_some("nearest", near));
    }
}

fn first_key(map: &Mapping<'_>, item: &Node<'_>) -> crate::source::Span {
    map.iter().next().map_or(item.span, |entry| entry.key_span)
}

fn not_one_of(entry: &Entry<'_>, known: &[&str]) -> Option<Finding> {
    let word = entry.value.text().unwrap_or_default();
    if known.contains(&word) {
        return None;
    }
    let finding = BAD_PART_VALUE.at(entry.value.span).variant("one-of");
    let finding = finding
        .with("name", entry.key.as_ref())
        .with("found", word)
        .with_some("nearest", nearest(word, known.iter().copied()));
    Some(finding.with("list", known.join(", ")))
}

fn unknown_key(entry: &Entry<'_>, known: &[&str]) -> Finding {
    let key = entry.key.as_ref();
    let finding = UNKNOWN_PART_KEY.at(entry.key_span).with("found", key);
    finding
        .with_some("nearest", nearest(key, known.iter().copied()))
        .with("list", known.join(", "))
}
