//! What the handbook does not know, and how the document was made.

use super::super::{Block, Definition, Inlines, Section};
use super::Dossier;
use super::value::written;
use crate::handbook::Provenance;
use crate::language::Language;
use crate::project::{ANSWER_KEYS, ASIDE_KEY};
use crate::t;
use crate::yaml::{Mapping, Node, Route};

impl Dossier<'_, '_> {
    /// Entries under `answers` that belong to no question; none where there are none.
    pub(super) fn unknown_entries(&self) -> Option<Section> {
        let mut definitions = Vec::new();
        let mut add = |name: String, node: &Node<'_>| {
            let value = written(node);
            if !value.trim().is_empty() {
                let blocks = vec![Block::paragraph(value)];
                definitions.push(Definition::new(Inlines::code(name), blocks));
            }
        };
        let answers = self.project.root.at(&Route::keys(["answers"]));
        for step_entry in mapping_entries(answers) {
            let mut steps = self.handbook.steps.iter().enumerate();
            let Some((index, step)) = steps.find(|(_, step)| step.id == step_entry.key) else {
                add(step_entry.key.to_string(), &step_entry.value);
                continue;
            };
            for entry in mapping_entries(Some(&step_entry.value)) {
                let name = format!("{}.{}", step.id, entry.key);
                if self.handbook.question_in(index, &entry.key).is_none() {
                    add(name, &entry.value);
                    continue;
                }
                let inner: Vec<_> = mapping_entries(Some(&entry.value)).collect();
                let is_own = |key: &str| ANSWER_KEYS.contains(&key);
                if inner.iter().any(|part| is_own(&part.key)) {
                    for part in inner.iter().filter(|part| !is_own(&part.key)) {
                        add(format!("{name}.{}", part.key), &part.value);
                    }
                }
            }
        }
        if definitions.is_empty() {
            return None;
        }
        let section = Section::new("unknown-entries", self.word("report-unknown-entries"));
        Some(section.block(Block::Definitions(definitions)))
    }

    /// What an upgrade kept aside; none where there is nothing.
    pub(super) fn kept_aside(&self) -> Option<Section> {
        let block = self.project.root.at(&Route::keys([ASIDE_KEY]));
        let definitions: Vec<_> = mapping_entries(block)
            .map(|entry| {
                let part = |key: &str| entry.value.as_mapping().and_then(|map| map.get(key));
                let text = |key: &str| part(key).and_then(Node::text).unwrap_or_default();
                let (edition, reason) = (text("edition"), text("reason"));
                let from = t!(
                    self.messages,
                    "report-kept-aside-from",
                    edition = edition,
                    reason = reason
                );
                let was = written(part("was").unwrap_or(&entry.value));
                let blocks = vec![Block::paragraph(was), Block::paragraph(from)];
                Definition::new(Inlines::code(entry.key.to_string()), blocks)
            })
            .collect();
        if definitions.is_empty() {
            return None;
        }
        let section = Section::new("kept-aside", self.word("report-kept-aside"));
        let text = Block::paragraph(self.word("report-kept-aside-text"));
        Some(section.block(text).block(Block::Definitions(definitions)))
    }

    /// How the document was made.
    pub(super) fn colophon(&self) -> Section {
        let date = self.format.date(self.options.today);
        let version = self.options.tool_version;
        let made = if let Some(file) = self.options.source_name {
            t!(
                self.messages,
                "report-made-from",
                version = version,
                date = date,
                file = file
            )
        } else {
            t!(self.messages, "report-made", version = version, date = date)
        };
        let edition = &self.handbook.edition;
        let id = self.handbook.id.to_uppercase();
        let method = t!(self.messages, "report-method", id = id, edition = edition);
        let mut paragraphs = vec![made, method, self.provenance()];
        paragraphs.extend(self.fallbacks());
        let unreadable = self.unreadable.get();
        if unreadable > 0 {
            paragraphs.push(t!(self.messages, "report-unreadable", n = unreadable));
        }
        paragraphs.push(self.word("report-no-contacts"));
        let blocks = paragraphs.into_iter().map(Block::paragraph);
        Section::new("colophon", self.word("report-colophon")).blocks(blocks)
    }

    /// How many questions rest on a source, and how many are a proposal.
    fn provenance(&self) -> String {
        let total = self.handbook.asked().len();
        let count = |wanted: &[Provenance]| {
            let questions = self.handbook.asked().iter();
            questions
                .filter(|question| wanted.contains(&question.provenance()))
                .count()
        };
        let sourced = count(&[Provenance::Confirmed, Provenance::Topic]);
        let own = total - sourced;
        t!(
            self.messages,
            "report-provenance",
            n = total,
            sourced = sourced,
            own = own
        )
    }

    /// Which texts stand in English because the report's language lacks them.
    fn fallbacks(&self) -> Option<String> {
        if self.texts.language() == Language::En {
            return None;
        }
        let stages = self.handbook.asked_stages().iter().enumerate();
        let missing = stages.filter(|(index, _)| !self.texts.has_stage(*index));
        let names: Vec<_> = missing.map(|(index, _)| index.to_string()).collect();
        if names.is_empty() {
            return None;
        }
        let stages = names.join(&self.word("report-list-separator"));
        let n = names.len();
        Some(t!(
            self.messages,
            "report-fallbacks",
            stages = stages,
            n = n
        ))
    }
}

fn mapping_entries<'n>(
    node: Option<&'n Node<'n>>,
) -> impl Iterator<Item = &'n crate::yaml::Entry<'n>> {
    let map = node.and_then(Node::as_mapping);
    map.into_iter().flat_map(Mapping::iter)
}
