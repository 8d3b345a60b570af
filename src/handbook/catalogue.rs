//! Catalogues: lists of codes with labels, each read once, when somebody first asks for it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::load::{Embedded, Files};
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
}

/// The catalogues of a handbook.
#[derive(Debug)]
pub struct Catalogues {
    slots: BTreeMap<String, OnceLock<Option<Catalogue>>>,
}

impl Catalogues {
    /// The catalogues of the built-in handbook.
    pub fn builtin() -> Self {
        let names = Embedded.names("catalogues");
        let names = names.iter().filter_map(|name| name.strip_suffix(".yaml"));
        Self {
            slots: names
                .map(|name| (name.to_owned(), OnceLock::new()))
                .collect(),
        }
    }

    /// The catalogue of this name.
    pub fn get(&self, name: &str) -> Option<&Catalogue> {
        let slot = self.slots.get(name)?;
        slot.get_or_init(|| assets::read(&format!("gmg/catalogues/{name}"))?.ok())
            .as_ref()
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
