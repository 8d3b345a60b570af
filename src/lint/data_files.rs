//! Instruments and what is told about sectors: sources, entries of catalogues, and texts in every
//! language a layer promises.

use super::Linter;
use super::structure::items;
use crate::diagnostic::{Finding, Level};
use crate::error::nearest;
use crate::handbook::{
    MISSING_TEXT, PHRASES_FILE, Sectors, UNKNOWN_PART, UNUSED_PART, UNUSED_TEXT,
};
use crate::language::Language;
use crate::source::Span;
use crate::yaml::{self, Mapping, Node, Value};

/// The catalogue that each list of a sector's content takes its entries from.
const LISTS: [(&str, &str); 3] = [
    ("indicators", "indicators"),
    ("sdg-targets", "sdg-targets"),
    ("compact-objectives", "compact-objectives"),
];

impl Linter<'_> {
    pub(super) fn data_files(&mut self, layer: usize) {
        let store = std::sync::Arc::clone(self.handbook.store());
        for name in store[layer].names("instruments") {
            let path = format!("instruments/{name}");
            self.with_tree(layer, &path, |linter, root| {
                linter.origins(layer, &path, root);
                if root
                    .as_mapping()
                    .is_some_and(|top| top.get("drop").is_none())
                {
                    linter.local_texts(layer, &path, root);
                }
            });
        }
        for name in store[layer].names("sectors") {
            let path = format!("sectors/{name}");
            self.with_tree(layer, &path, |linter, root| {
                linter.sector_names(layer, &path, root);
                if layer > 0 {
                    linter.sector_rewording(layer, &name, root);
                }
            });
        }
        self.n_files += usize::from(store[layer].text(PHRASES_FILE).is_some());
        let path = "catalogues/sector-content.yaml";
        self.with_tree(layer, path, |linter, root| {
            let entries = items(root.as_mapping().and_then(|top| top.get("entries")));
            for entry in entries.iter().filter_map(Node::as_mapping) {
                for (key, catalogue) in LISTS {
                    linter.entries(layer, path, entry.get(key), catalogue);
                }
            }
            linter.sector_texts(layer, path, entries);
        });
        // It is counted among the catalogues.
        self.n_files -= usize::from(store[layer].text(path).is_some());
    }

    /// Ready-made lists of a catalogue: what they name, and the choices that stand for them.
    pub(super) fn presets(&mut self, layer: usize, path: &str, root: &Node<'_>) {
        let handbook = self.handbook;
        let name = path.strip_prefix("catalogues/").unwrap_or(path);
        let catalogue = name.strip_suffix(".yaml").unwrap_or(name);
        let set = handbook.preset_set(catalogue);
        let presets = items(root.as_mapping().and_then(|top| top.get("presets")));
        for preset in presets.iter().filter_map(Node::as_mapping) {
            let parts = items(preset.get("parts")).iter();
            let parts = parts.filter_map(Node::as_mapping);
            let name = preset.get("id").and_then(Node::text).unwrap_or_default();
            for map in parts.chain([preset]) {
                self.entries(layer, path, map.get("entries"), catalogue);
                self.label(layer, path, map.get("label"), name);
            }
            self.sources(layer, path, preset.get("from"));
            let id = preset.get("id").filter(|_| preset.get("drop").is_none());
            let Some((node, id)) = id.and_then(|node| Some((node, node.text()?))) else {
                continue;
            };
            if !set.is_some_and(|set| handbook.is_choice(set, id)) {
                let finding = UNUSED_PART.at(node.span).variant("preset");
                self.add(layer, path, finding.with("name", id));
            }
        }
    }

    /// Every source that is named has to be in the catalogue.
    fn origins(&mut self, layer: usize, path: &str, node: &Node<'_>) {
        match &node.value {
            Value::Mapping(map) => {
                self.sources(layer, path, map.get("from"));
                for entry in map {
                    self.origins(layer, path, &entry.value);
                }
            }
            Value::Sequence(list) => {
                for item in &list.items {
                    self.origins(layer, path, item);
                }
            }
            _ => {}
        }
    }

    /// Texts that stand beside each other by language: all that the layer promises have to be there,
    /// here or below.
    fn local_texts(&mut self, layer: usize, path: &str, root: &Node<'_>) {
        let id = root.as_mapping().and_then(|top| top.get("id")?.text());
        let made = id.and_then(|id| self.handbook.instruments().get(id));
        let Some(made) = made else { return };
        let mut missing = Vec::new();
        for language in self.promised(layer) {
            for (name, key, text) in made.local_texts() {
                let part = part_of(root, name);
                let own = part.and_then(|part| part.entry(key));
                let is_here = own.is_some_and(|own| {
                    own.value.as_mapping().is_none() || has(&own.value, language.code())
                });
                let is_below = text.written(language.code()).is_some();
                if is_here || is_below && own.is_none() {
                    continue;
                }
                let span = own.map(|own| own.key_span);
                let span = span.or_else(|| Some(part?.get("id")?.span));
                let finding = missing_text(span.unwrap_or(root.span), name, key, language);
                missing.push(if is_below { reworded(finding) } else { finding });
            }
        }
        for finding in missing {
            self.add(layer, path, finding);
        }
    }

    /// What a layer tells anew about a sector of another layer, it tells in every language that it
    /// promises.
    fn sector_rewording(&mut self, layer: usize, name: &str, root: &Node<'_>) {
        let mut found = Vec::new();
        let store = std::sync::Arc::clone(self.handbook.store());
        for language in self.promised(layer) {
            let path = format!("sectors/{language}.yaml");
            let other = store[layer].text(&path).map(yaml::parse);
            let other = other.as_ref().and_then(|other| other.root.as_ref());
            let other = other.and_then(Node::as_mapping);
            let below = Sectors::of(self.handbook, language);
            for sector in root.as_mapping().into_iter().flat_map(Mapping::iter) {
                let id: &str = &sector.key;
                let there = other.and_then(|other| other.get(id));
                for own in sector
                    .value
                    .as_mapping()
                    .into_iter()
                    .flat_map(Mapping::iter)
                {
                    let key: &str = &own.key;
                    let is_there = there.is_some_and(|there| has(there, key));
                    if below.has_text(id) && !is_there {
                        let finding = missing_text(own.key_span, id, key, language);
                        found.push(reworded(finding));
                    }
                }
            }
        }
        for finding in found {
            self.add(layer, &format!("sectors/{name}"), finding);
        }
    }

    /// A label that stands beside others by language has to be there in all that the layer promises.
    pub(super) fn label(&mut self, layer: usize, path: &str, label: Option<&Node<'_>>, name: &str) {
        let Some(label) = label.filter(|label| label.as_mapping().is_some()) else {
            return;
        };
        for language in self.promised(layer) {
            if !has(label, language.code()) {
                let span = Span::at(label.span.start);
                let finding = missing_text(span, name, "label", language);
                self.add(layer, path, finding);
            }
        }
    }

    /// Every entry of a catalogue that is named has to be there.
    fn entries(&mut self, layer: usize, path: &str, list: Option<&Node<'_>>, catalogue: &str) {
        let known = self.catalogues.get(catalogue);
        let known = known.map_or(&[][..], |catalogue| &catalogue.entries);
        // A list that is there already is changed by `add`.
        let named = match list.and_then(Node::as_mapping) {
            Some(change) => items(change.get("add")),
            None => items(list),
        };
        let mut findings = Vec::new();
        for node in named {
            let Some(id) = node.text() else { continue };
            if known.iter().any(|entry| entry.id == id) {
                continue;
            }
            let near = nearest(id, known.iter().map(|entry| entry.id.as_str()));
            let finding = UNKNOWN_PART.at(node.span).variant("entry");
            let finding = finding.with("found", id).with("of", catalogue);
            findings.push(finding.with_some("nearest", near));
        }
        for finding in findings {
            self.add(layer, path, finding);
        }
    }

    /// Texts have to be about a sector that there is.
    fn sector_names(&mut self, layer: usize, path: &str, root: &Node<'_>) {
        let sectors = Sectors::of(self.handbook, Language::En);
        for entry in root.as_mapping().into_iter().flat_map(Mapping::iter) {
            let key: &str = &entry.key;
            if sectors.content.iter().any(|content| content.id == key) {
                continue;
            }
            let known = sectors.content.iter().map(|content| content.id.as_str());
            let finding = UNUSED_TEXT.at(entry.key_span).variant("sector");
            let finding = finding.with("found", key);
            self.add(
                layer,
                path,
                finding.with_some("nearest", nearest(key, known)),
            );
        }
    }

    /// A sector that a layer brings has its texts in every language the layer promises.
    fn sector_texts(&mut self, layer: usize, path: &str, entries: &[Node<'_>]) {
        if layer == 0 {
            return;
        }
        for language in self.promised(layer) {
            let sectors = Sectors::of(self.handbook, language);
            for item in entries.iter().filter_map(Node::as_mapping) {
                let id = item.get("id");
                let Some((node, id)) = id.and_then(|node| Some((node, node.text()?))) else {
                    continue;
                };
                let is_there = sectors.content.iter().any(|content| content.id == id);
                if is_there && item.get("drop").is_none() && !sectors.has_text(id) {
                    let finding = MISSING_TEXT.at(node.span).variant("sector");
                    let finding = finding.with("name", id).with("language", language.code());
                    self.add(
                        layer,
                        path,
                        finding.with("key", format!("sectors/{language}.yaml")),
                    );
                }
            }
        }
    }
}

fn has(node: &Node<'_>, key: &str) -> bool {
    node.as_mapping().is_some_and(|map| map.get(key).is_some())
}

fn missing_text(span: Span, name: &str, key: &str, language: Language) -> Finding {
    let finding = MISSING_TEXT.at(span).variant("beside");
    let finding = finding.with("name", name).with("key", key);
    finding.with("language", language.code())
}

/// The same, where readers meet an old text.
fn reworded(finding: Finding) -> Finding {
    let mut finding = finding.variant("reworded");
    finding.level = Level::Warning;
    finding
}

/// The part that has an id.
fn part_of<'n, 't>(node: &'n Node<'t>, id: &str) -> Option<&'n Mapping<'t>> {
    match &node.value {
        Value::Mapping(map) => {
            let is_it = map.get("id").and_then(Node::text) == Some(id);
            is_it
                .then_some(map)
                .or_else(|| map.iter().find_map(|entry| part_of(&entry.value, id)))
        }
        Value::Sequence(list) => list.items.iter().find_map(|item| part_of(item, id)),
        _ => None,
    }
}
