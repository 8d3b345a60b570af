//! Catalogues: lists of codes with labels, each read once, when somebody first asks for it.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::Deserialize;

use super::Handbook;
use super::layer::Layer;
use super::sector_files;
use crate::assets;
use crate::language::{Language, mark_fallback};

/// An entry of a catalogue.
#[derive(Debug, Clone, Deserialize)]
pub struct Entry {
    /// The code as it stands in project files.
    pub id: String,
    /// The labels by language code.
    #[serde(default)]
    pub label: BTreeMap<String, String>,
    /// Keys of the catalogue of sources.
    #[serde(default)]
    pub from: Vec<String>,
    /// The default weight of a criterion, in percent.
    pub weight: Option<u32>,
    /// The decimal places of a currency.
    pub digits: Option<u32>,
    /// What an indicator is split by.
    #[serde(default)]
    pub split: Vec<String>,
    /// The address of a source.
    pub address: Option<String>,
    /// What a source is, by language code.
    #[serde(default)]
    pub what: BTreeMap<String, String>,
    /// A term of the glossary in English.
    pub en: Option<String>,
    /// The same in French.
    pub fr: Option<String>,
    /// The same in Spanish.
    pub es: Option<String>,
    /// Whether a source uses the form of a term, by language code; where it does not, it is our
    /// proposal.
    #[serde(default)]
    pub seen: BTreeMap<String, bool>,
    /// What a term of the glossary means, by language code.
    #[serde(default)]
    pub definition: BTreeMap<String, String>,
}

impl Entry {
    /// The label in a language, in English behind a mark where it is missing, else the id.
    pub fn label(&self, language: Language) -> String {
        in_language(&self.label, language).unwrap_or_else(|| self.id.clone())
    }

    /// What a source is, in a language.
    pub fn what(&self, language: Language) -> Option<String> {
        in_language(&self.what, language)
    }

    /// The meaning of a term, in a language.
    pub fn definition(&self, language: Language) -> Option<String> {
        in_language(&self.definition, language)
    }

    /// A term of the glossary, in a language.
    pub fn term(&self, language: Language) -> Option<&str> {
        match language {
            Language::En => self.en.as_deref(),
            Language::Fr => self.fr.as_deref(),
            Language::Es => self.es.as_deref(),
            Language::Other(_) => None,
        }
    }
}

fn in_language(texts: &BTreeMap<String, String>, language: Language) -> Option<String> {
    let own = texts.get(language.code()).cloned();
    own.or_else(|| {
        texts
            .get("en")
            .map(|text| mark_fallback(text, Language::En))
    })
}

/// A list of codes.
#[derive(Debug, Clone, Deserialize)]
pub struct Catalogue {
    /// The name of the catalogue.
    pub id: String,
    /// The entries in their order.
    pub entries: Vec<Entry>,
}

impl Catalogue {
    /// The entry with this id.
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    fn apply(&mut self, patch: Patch) {
        for PatchEntry { drop, entry } in patch.entries {
            let known = self.entries.iter().position(|known| known.id == entry.id);
            match (known, drop) {
                (Some(known), Some(_)) => {
                    self.entries.remove(known);
                }
                (Some(known), None) => self.entries[known] = entry,
                (None, Some(_)) => {}
                (None, None) => self.entries.push(entry),
            }
        }
    }
}

/// The catalogues of a handbook: those of the lowest layer with what the layers above it changed.
#[derive(Debug)]
pub struct Catalogues {
    store: Arc<[Layer]>,
    slots: BTreeMap<String, OnceLock<Option<Catalogue>>>,
}

/// A catalogue as a layer above the lowest one writes it.
#[derive(Debug, Deserialize)]
struct Patch {
    #[serde(default)]
    entries: Vec<PatchEntry>,
}

#[derive(Debug, Deserialize)]
struct PatchEntry {
    /// Anything but nothing takes the entry out.
    drop: Option<serde_yaml::Value>,
    #[serde(flatten)]
    entry: Entry,
}

impl Catalogues {
    /// The catalogues of the built-in handbook.
    pub fn builtin() -> Self {
        Self::new(Arc::from([Layer::builtin()]))
    }

    /// The catalogues of a handbook.
    pub fn of(handbook: &Handbook) -> Self {
        Self::new(Arc::clone(handbook.store()))
    }

    fn new(store: Arc<[Layer]>) -> Self {
        let names = store.iter().flat_map(|layer| layer.names("catalogues"));
        let names = names.filter_map(|name| Some(name.strip_suffix(".yaml")?.to_owned()));
        let slots = names.map(|name| (name, OnceLock::new())).collect();
        Self { store, slots }
    }

    /// The catalogue of this name.
    pub fn get(&self, name: &str) -> Option<&Catalogue> {
        let slot = self.slots.get(name)?;
        slot.get_or_init(|| self.read(name)).as_ref()
    }

    /// The catalogue as the layers make it; a file that cannot be read changes nothing.
    fn read(&self, name: &str) -> Option<Catalogue> {
        let mut made: Option<Catalogue> = None;
        for layer in self.store.iter() {
            if layer.is_builtin() {
                made = assets::read(&format!("gmg/catalogues/{name}"))?.ok();
                continue;
            }
            let Some(text) = layer.text(&format!("catalogues/{name}.yaml")) else {
                continue;
            };
            match &mut made {
                None => made = serde_yaml::from_str(text).ok(),
                Some(made) => {
                    if let Ok(patch) = serde_yaml::from_str(text) {
                        made.apply(patch);
                    }
                }
            }
        }
        made
    }

    /// The entries of a ready-made list of a catalogue, by its id, those that there are; none where
    /// there is no such list.
    pub fn preset(&self, catalogue: &str, id: &str) -> Option<Vec<String>> {
        let known = self.get(catalogue)?;
        let presets = sector_files::presets(&self.store, catalogue);
        let mut presets = presets.as_array()?.iter();
        let preset = presets.find(|preset| preset["id"].as_str() == Some(id))?;
        let entries = preset["entries"].as_array()?.iter();
        let entries = entries.filter_map(|entry| entry.as_str());
        let entries = entries.filter(|entry| known.entry(entry).is_some());
        Some(entries.map(str::to_owned).collect())
    }

    /// The names of all catalogues.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.slots.keys().map(String::as_str)
    }

    /// The label of an entry, or the id where there is none.
    pub fn label(&self, catalogue: &str, id: &str, language: Language) -> String {
        let entry = self
            .get(catalogue)
            .and_then(|catalogue| catalogue.entry(id));
        entry.map_or_else(|| id.to_owned(), |entry| entry.label(language))
    }
}
