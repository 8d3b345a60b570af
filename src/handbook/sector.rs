//! What migration means for a sector, and ready-made lists of sectors.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{LocalText, Provenance};
use crate::assets;
use crate::language::Language;

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
    /// The id, a choice of the set `sector-preset`.
    pub id: String,
    /// Keys of the catalogue of sources.
    pub from: Vec<String>,
    /// Entries of the catalogue of sectors.
    pub sectors: Vec<String>,
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
    pub sectors: Vec<String>,
}

#[derive(Deserialize)]
struct ContentFile {
    entries: Vec<SectorContent>,
}

#[derive(Deserialize)]
struct SectorFile {
    presets: Vec<SectorPreset>,
}

/// All that the built-in handbook says about sectors, in one language.
#[derive(Debug)]
pub struct Sectors {
    /// By sector, in the order of the catalogue.
    pub content: Vec<SectorContent>,
    /// Ready-made lists.
    pub presets: Vec<SectorPreset>,
    texts: BTreeMap<String, SectorText>,
    /// Where texts stand in English because the reader's language has none.
    pub fallback: Option<Language>,
}

impl Sectors {
    /// Reads the files of the built-in handbook.
    ///
    /// # Errors
    ///
    /// What the YAML reader says of a file; a test makes sure that it has nothing to say.
    pub fn load(language: Language) -> Result<Self, String> {
        let content: ContentFile = read("catalogues/sector-content")?;
        let presets: SectorFile = read("catalogues/sectors")?;
        let path = |language: Language| format!("sectors/{}", language.code());
        let own = assets::prepared(&format!("gmg/{}", path(language))).is_some();
        let fallback = (!own).then_some(Language::En);
        Ok(Self {
            content: content.entries,
            presets: presets.presets,
            texts: read(&path(fallback.unwrap_or(language)))?,
            fallback,
        })
    }

    /// What belongs to a sector, with what people read about it.
    pub fn get(&self, id: &str) -> Option<(&SectorContent, &SectorText)> {
        let content = self.content.iter().find(|content| content.id == id)?;
        Some((content, self.texts.get(id)?))
    }
}

fn read<T: serde::de::DeserializeOwned>(path: &str) -> Result<T, String> {
    let read = assets::read(&format!("gmg/{path}"));
    let read = read.ok_or_else(|| format!("{path}: missing"))?;
    read.map_err(|error| format!("{path}: {error}"))
}
