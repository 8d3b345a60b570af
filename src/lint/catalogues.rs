//! Catalogues: ids, sources, addresses; and messages that a layer brings in a language of its own.

use std::collections::BTreeSet;

use super::Linter;
use super::structure::items;
use crate::assets;
use crate::diagnostic::Finding;
use crate::error::nearest;
use crate::handbook::{
    BAD_ADDRESS, BAD_PART_VALUE, DUPLICATE_PART, EMPTY_TEXT, INCOMPLETE_PART, UNUSED_TEXT,
    WRONG_PLACEHOLDERS,
};
use crate::language::placeholders;
use crate::yaml::{Mapping, Node, Value};

impl Linter<'_> {
    pub(super) fn catalogue(&mut self, layer: usize, path: &str, root: &Node<'_>) {
        let Some(top) = root.as_mapping() else {
            let finding = BAD_PART_VALUE.at(root.span).variant("mapping");
            return self.add(layer, path, finding.with("name", path));
        };
        let mut seen = BTreeSet::new();
        for item in items(top.get("entries")) {
            let entry = item.as_mapping();
            let id = entry.and_then(|entry| entry.get("id"));
            let Some(id) = id.filter(|id| id.text().is_some()) else {
                let finding = INCOMPLETE_PART.at(item.span).variant("no-id");
                self.add(layer, path, finding.with("missing", "id"));
                continue;
            };
            if !seen.insert(id.text().unwrap_or_default().to_owned()) {
                let finding = DUPLICATE_PART.at(id.span);
                self.add(layer, path, finding.with_some("found", id.text()));
            }
            self.sources(layer, path, entry.and_then(|entry| entry.get("from")));
            let label = entry.and_then(|entry| entry.get("label"));
            self.label(layer, path, label, id.text().unwrap_or_default());
            if let Some(address) = entry.and_then(|entry| entry.get("address")) {
                self.address(layer, path, address);
            }
        }
    }

    fn address(&mut self, layer: usize, path: &str, node: &Node<'_>) {
        let found = node.text().unwrap_or_default();
        if !is_address(found) {
            self.add(layer, path, BAD_ADDRESS.at(node.span).with("found", found));
        }
    }

    /// The program's words in a language that a layer brings: the same keys and placeholders as in
    /// English.
    pub(super) fn messages(&mut self, layer: usize, path: &str, root: &Node<'_>) {
        let Some(Ok(english)) =
            assets::read::<serde_json::Map<String, serde_json::Value>>("messages/en")
        else {
            return;
        };
        for entry in root.as_mapping().into_iter().flat_map(Mapping::iter) {
            let key: &str = &entry.key;
            let Some(known) = english.get(key) else {
                let near = nearest(key, english.keys().map(String::as_str));
                let finding = UNUSED_TEXT.at(entry.key_span).variant("message");
                let finding = finding.with("found", key).with_some("nearest", near);
                self.add(layer, path, finding);
                continue;
            };
            let own: Vec<&Node<'_>> = match &entry.value.value {
                Value::Mapping(forms) => forms.iter().map(|form| &form.value).collect(),
                _ => vec![&entry.value],
            };
            let wanted = forms(known);
            for form in own {
                self.compare(layer, path, form, &wanted);
            }
        }
    }

    fn compare(&mut self, layer: usize, path: &str, node: &Node<'_>, wanted: &BTreeSet<String>) {
        let text = node.text().unwrap_or_default();
        if text.is_empty() {
            return self.add(layer, path, EMPTY_TEXT.at(node.span));
        }
        if let Some(finding) = other_placeholders(node, &names_in(text), wanted) {
            self.add(layer, path, finding);
        }
    }
}

fn names_in(text: &str) -> BTreeSet<String> {
    placeholders(text).into_iter().map(str::to_owned).collect()
}

/// That a text has other placeholders than its English counterpart.
pub(super) fn differing(node: &Node<'_>, text: &str, english: &str) -> Option<Finding> {
    other_placeholders(node, &names_in(text), &names_in(english))
}

fn other_placeholders(
    node: &Node<'_>,
    own: &BTreeSet<String>,
    wanted: &BTreeSet<String>,
) -> Option<Finding> {
    if own == wanted {
        return None;
    }
    let list = |names: &BTreeSet<String>| {
        let names: Vec<String> = names.iter().map(|name| format!("{{{name}}}")).collect();
        names.join(", ")
    };
    let finding = WRONG_PLACEHOLDERS.at(node.span);
    let finding = finding.with_some("found", (!own.is_empty()).then(|| list(own)));
    Some(finding.with_some("wanted", (!wanted.is_empty()).then(|| list(wanted))))
}

/// The placeholders of all forms of a message.
fn forms(message: &serde_json::Value) -> BTreeSet<String> {
    let texts: Vec<&str> = match message {
        serde_json::Value::String(text) => vec![text],
        serde_json::Value::Object(forms) => {
            forms.values().filter_map(|form| form.as_str()).collect()
        }
        _ => Vec::new(),
    };
    texts
        .into_iter()
        .flat_map(placeholders)
        .map(str::to_owned)
        .collect()
}

/// Whether a text has the form of an address on the web.
fn is_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let Some(rest) = rest else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let has_spaces =
        text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c));
    let labels: Vec<&str> = host
        .split(':')
        .next()
        .unwrap_or_default()
        .trim_end_matches('.')
        .split('.')
        .collect();
    !has_spaces && labels.len() > 1 && labels.iter().all(|label| !label.is_empty())
}
