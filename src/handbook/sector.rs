//! What migration means for a sector, and ready-made lists of sectors.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;

use super::sector_files::{presets, sector_content, sector_texts};
use super::{Handbook, LocalText, Provenance};
use crate::language::Language;

/// The catalogue of sectors.
pub const SECTOR_CATALOGUE: &str = "sectors";

/// What belongs to a sector, by id.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SectorContent {
    /// The entry of the catalogue of sectors.
    pub id: String,
    /// Keys of the catalogue of sources; `D` our design.
    pub from: Vec<String>,
    /// Entries of the catalogue of indicators.
    pub indicators: Vec<String>,
    /// Entries of the catalogue of SDG targets.
    pub sdg_targets: Vec<String>,
    /// Entries of the catalogue of Compact objectives.
    pub compact_objectives: Vec<String>,
}

impl SectorContent {
    /// How sure it is where it comes from.
    pub fn provenance(&self) -> Provenance {
        Provenance::of(&self.from)
    }
}

/// What people read about a sector.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectorText {
    /// What migration does to the sector.
    pub effect: String,
    /// What the sector does to migration.
    pub cause: String,
    /// What a ministry should ask itself.
    pub questions: Vec<String>,
    /// What is often done.
    pub measures: Vec<String>,
    /// What goes wrong where nobody takes care.
    pub risk: String,
}

/// A ready-made list of sectors.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectorPreset {
    /// The id, that of the choice that stands for it.
    pub id: String,
    /// Keys of the catalogue of sources.
    pub from: Vec<String>,
    /// Entries of the catalogue of sectors.
    pub entries: Vec<String>,
    /// The sides of migration each sector is looked at from.
    #[serde(default)]
    pub dimensions: Vec<String>,
    /// Groups of sectors under a heading.
    #[serde(default)]
    pub parts: Vec<PresetPart>,
}

/// A group of sectors of a ready-made list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PresetPart {
    /// What it is called.
    pub label: LocalText,
    /// Entries of the catalogue of sectors.
    pub entries: Vec<String>,
}

/// All that a handbook says about sectors, in one language.
#[derive(Debug)]
pub struct Sectors {
    /// By sector, in their order.
    pub content: Vec<SectorContent>,
    /// Ready-made lists.
    pub presets: Vec<SectorPreset>,
    texts: BTreeMap<String, SectorText>,
    /// The texts of other languages, for sectors that have none in this one.
    others: Vec<(Language, BTreeMap<String, SectorText>)>,
}

impl Sectors {
    /// What is told about sectors in a language; what cannot be read is not there.
    pub fn of(handbook: &Handbook, language: Language) -> Self {
        let english = (language != Language::En).then_some(Language::En);
        let codes = handbook
            .languages
            .iter()
            .filter_map(|code| Language::of_code(code));
        let rest = codes.filter(|other| *other != language && *other != Language::En);
        let others = english.into_iter().chain(rest);
        Self {
            content: list(sector_content(handbook).get("entries")),
            presets: list(Some(&presets(handbook.store(), SECTOR_CATALOGUE))),
            texts: texts(handbook, language),
            others: others
                .map(|other| (other, texts(handbook, other)))
                .collect(),
        }
    }

    /// What belongs to a sector, with what people read about it, and the language it stands in where
    /// that is another one.
    pub fn get(&self, id: &str) -> Option<(&SectorContent, &SectorText, Option<Language>)> {
        let content = self.content.iter().find(|content| content.id == id)?;
        if let Some(text) = self.texts.get(id) {
            return Some((content, text, None));
        }
        let mut others = self.others.iter();
        let found = others.find_map(|(language, texts)| Some((*language, texts.get(id)?)));
        found.map(|(language, text)| (content, text, Some(language)))
    }

    /// Whether a sector has all its texts in the language itself.
    pub fn has_text(&self, id: &str) -> bool {
        self.texts.contains_key(id)
    }
}

/// The items of a list that can be read.
fn list<T: serde::de::DeserializeOwned>(list: Option<&Json>) -> Vec<T> {
    let items = list.and_then(Json::as_array).into_iter().flatten();
    items
        .filter_map(|item| serde_json::from_value(item.clone()).ok())
        .collect()
}

/// The texts of a language that are whole.
fn texts(handbook: &Handbook, language: Language) -> BTreeMap<String, SectorText> {
    let all = sector_texts(handbook, language.code());
    let all = all.as_object().into_iter().flatten();
    all.filter_map(|(id, text)| {
        let text = serde_json::from_value(text.clone()).ok()?;
        Some((id.clone(), text))
    })
    .collect()
}
