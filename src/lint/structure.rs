//! The structure files of a layer: ids, codes, sources, and what nobody uses.

use std::collections::BTreeSet;

use super::Linter;
use crate::error::nearest;
use crate::handbook::{
    BAD_PART_ID, Handbook, Kind, SOURCE_RECORD, UNKNOWN_PART, UNUSED_PART, ValueKind,
};
use crate::yaml::{Mapping, Node, Value};

/// `D` marks our design, `R` what is only recalled: neither is a document.
const NO_DOCUMENTS: [&str; 2] = ["D", "R"];

/// The codes from this number on are left to overlays.
const FIRST_FREE: u8 = 80;

/// Whether an id is readable kebab-case.
pub(crate) fn is_kebab(id: &str) -> bool {
    let mut parts = id.split('-');
    parts.all(|part| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    })
}

/// Whether a code is the step's, and two digits.
fn is_code(code: &str, step: &str) -> bool {
    code.strip_prefix(step)
        .is_some_and(|number| number.len() == 2 && number.chars().all(|c| c.is_ascii_digit()))
}

fn is_step_code(code: &str) -> bool {
    let mut letters = code.chars();
    let first = letters.next().is_some_and(|c| c.is_ascii_uppercase());
    first && code.len() <= 2 && letters.all(|c| c.is_ascii_digit())
}

impl Linter<'_> {
    pub(super) fn structure(&mut self, layer: usize) {
        let store = std::sync::Arc::clone(self.handbook.store());
        for name in store[layer].names("stages") {
            let path = format!("stages/{name}");
            self.with_tree(layer, &path, |linter, root| {
                linter.stage_file(layer, &path, root);
            });
        }
        self.with_tree(layer, "records.yaml", |linter, root| {
            linter.ids_of_records(layer, root);
        });
        self.unused(layer);
    }

    fn stage_file(&mut self, layer: usize, path: &str, root: &Node<'_>) {
        let steps = items(root.as_mapping().and_then(|top| top.get("steps")));
        for step in steps.iter().filter_map(Node::as_mapping) {
            self.id(layer, path, step.get("id"));
            let code = self.code_of_step(step);
            if let Some(node) = step.get("code") {
                self.code(
                    layer,
                    path,
                    node,
                    is_step_code(node.text().unwrap_or_default()),
                );
            }
            for question in items(step.get("questions"))
                .iter()
                .filter_map(Node::as_mapping)
            {
                self.id(layer, path, question.get("id"));
                if let (Some(node), Some(code)) = (question.get("code"), &code) {
                    let own = node.text().unwrap_or_default();
                    let is_good = is_code(own, code);
                    self.code(layer, path, node, is_good);
                    if is_good && self.is_reserved(layer, step, question, own) {
                        let finding = BAD_PART_ID.at(node.span).variant("reserved");
                        self.add(layer, path, finding.with("found", own));
                    }
                }
                for key in ["from", "lesson"] {
                    self.sources(layer, path, question.get(key));
                }
                self.known(layer, path, question.get("catalogue"), "catalogue");
                self.known(layer, path, question.get("compute"), "compute");
            }
        }
    }

    /// Whether the code of a question that a layer adds to a step of the lowest one is one that later
    /// editions may need; in a step of its own a layer is free.
    fn is_reserved(
        &self,
        layer: usize,
        step: &Mapping<'_>,
        question: &Mapping<'_>,
        code: &str,
    ) -> bool {
        let handbook = self.handbook;
        let text = |map: &Mapping<'_>| map.get("id").and_then(Node::text).map(str::to_owned);
        let step = text(step).and_then(|id| handbook.step_index(&id));
        let of_below = step.is_some_and(|step| handbook.layer_of(handbook.steps[step].origin) == 0);
        let name = step.zip(text(question));
        let index = name.and_then(|(step, id)| handbook.question_in(step, &id));
        let is_new =
            index.is_some_and(|index| handbook.layer_of(handbook.questions[index].origin) == layer);
        let number: String = code.chars().skip(code.len().saturating_sub(2)).collect();
        let number = number.parse::<u8>().unwrap_or(FIRST_FREE);
        layer > 0 && of_below && is_new && number < FIRST_FREE
    }

    /// The code of a step, as the layers make it.
    fn code_of_step(&self, step: &Mapping<'_>) -> Option<String> {
        let id = step.get("id")?.text()?;
        let known = self.handbook.step_index(id)?;
        Some(self.handbook.steps[known].code.clone())
    }

    fn id(&mut self, layer: usize, path: &str, node: Option<&Node<'_>>) {
        if let Some(node) = node
            && let Some(id) = node.text()
            && !is_kebab(id)
        {
            self.add(layer, path, BAD_PART_ID.at(node.span).with("found", id));
        }
    }

    fn code(&mut self, layer: usize, path: &str, node: &Node<'_>, is_good: bool) {
        if let Some(found) = node.text().filter(|_| !is_good) {
            let finding = BAD_PART_ID.at(node.span).variant("code");
            self.add(layer, path, finding.with("found", found));
        }
    }

    /// Every key of a list of sources has to be in the catalogue.
    pub(super) fn sources(&mut self, layer: usize, path: &str, node: Option<&Node<'_>>) {
        let sources = self.catalogues.get("sources");
        let entries = sources.map_or(&[][..], |sources| &sources.entries);
        let mut findings = Vec::new();
        for item in items(node) {
            let Some(key) = item.text() else { continue };
            if NO_DOCUMENTS.contains(&key) || entries.iter().any(|entry| entry.id == key) {
                continue;
            }
            let near = nearest(key, entries.iter().map(|entry| entry.id.as_str()));
            let finding = UNKNOWN_PART
                .at(item.span)
                .variant("source")
                .with("found", key);
            findings.push(finding.with_some("nearest", near));
        }
        for finding in findings {
            self.add(layer, path, finding);
        }
    }

    fn known(&mut self, layer: usize, path: &str, node: Option<&Node<'_>>, noun: &'static str) {
        let Some(node) = node else { return };
        let name = node.text().unwrap_or_default();
        let known: Vec<String> = if noun == "catalogue" {
            self.catalogues.names().map(str::to_owned).collect()
        } else {
            crate::plan::computations(self.handbook.instruments())
        };
        if !known.iter().any(|known| known == name) {
            let near = nearest(name, known.iter().map(String::as_str));
            let finding = UNKNOWN_PART.at(node.span).variant(noun).with("found", name);
            self.add(layer, path, finding.with_some("nearest", near));
        }
    }

    fn ids_of_records(&mut self, layer: usize, root: &Node<'_>) {
        let path = "records.yaml";
        let bad = |id: &str, span| (!is_kebab(id)).then(|| BAD_PART_ID.at(span).with("found", id));
        let mut findings = Vec::new();
        let top = root.as_mapping();
        for (key, inner) in [("choices", ""), ("records", "fields")] {
            let entries = top.and_then(|top| top.get(key)).and_then(Node::as_mapping);
            for entry in entries.into_iter().flat_map(Mapping::iter) {
                findings.extend(bad(&entry.key, entry.key_span));
                let list = match &entry.value.value {
                    Value::Sequence(list) => &list.items[..],
                    Value::Mapping(map) if inner.is_empty() => items(map.get("add")),
                    Value::Mapping(map) => items(map.get(inner)),
                    _ => &[],
                };
                for item in list {
                    let id = item
                        .as_mapping()
                        .and_then(|map| map.get("id"))
                        .unwrap_or(item);
                    findings.extend(id.text().and_then(|text| bad(text, id.span)));
                    if let Some(map) = item.as_mapping() {
                        self.known(layer, path, map.get("catalogue"), "catalogue");
                    }
                }
            }
        }
        for finding in findings {
            self.add(layer, path, finding);
        }
    }

    /// Choice sets and record types that a layer brings and nobody uses.
    fn unused(&mut self, layer: usize) {
        let handbook = self.handbook;
        let (sets, records) = used(handbook);
        for record in handbook.records.values() {
            let is_own = handbook.layer_of(record.origin) == layer;
            if is_own && record.id != SOURCE_RECORD && !records.contains(record.id.as_str()) {
                self.add_at(record.origin, |span| {
                    UNUSED_PART
                        .at(span)
                        .variant("record")
                        .with("name", &record.id)
                });
            }
        }
        self.with_tree(layer, "records.yaml", |linter, root| {
            let choices = root.as_mapping().and_then(|top| top.get("choices"));
            let choices = choices.and_then(Node::as_mapping);
            let mut findings = Vec::new();
            for entry in choices.into_iter().flat_map(Mapping::iter) {
                let key: &str = &entry.key;
                // A set that a layer adds to belongs to another one.
                if entry.value.as_sequence().is_some() && !sets.contains(key) {
                    let finding = UNUSED_PART.at(entry.key_span).variant("set");
                    findings.push(finding.with("name", key));
                }
            }
            for finding in findings {
                linter.add(layer, "records.yaml", finding);
            }
        });
        // The file was counted when its ids were read.
        self.n_files -= usize::from(self.handbook.store()[layer].text("records.yaml").is_some());
    }
}

/// The choice sets and record types that questions and fields use.
fn used(handbook: &Handbook) -> (BTreeSet<&str>, BTreeSet<&str>) {
    let (mut sets, mut records) = (BTreeSet::new(), BTreeSet::new());
    let fields = handbook.records.values().flat_map(|record| &record.fields);
    let values = handbook
        .questions
        .iter()
        .filter_map(|question| match &question.kind {
            Kind::Value(kind) => Some(kind),
            _ => None,
        });
    for kind in values.chain(fields.map(|field| &field.kind)) {
        sets.extend(kind.set());
        if let ValueKind::Reference { to, .. } = kind {
            records.extend(to.iter().map(String::as_str));
        }
    }
    // Words of the computations and of the texts of presets are sets too.
    for question in &handbook.questions {
        if let Kind::Records { record, .. } = &question.kind {
            records.insert(record);
        }
    }
    (sets, records)
}

/// The items of a list, none where there is none.
pub(super) fn items<'n, 't>(node: Option<&'n Node<'t>>) -> &'n [Node<'t>] {
    let list = node.and_then(Node::as_sequence);
    list.map_or(&[], |list| &list.items)
}
