//! What layers say of sectors, laid on each other.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::data_files::Reader;
use super::data_forms::{CONTENT_FILE, PRESETS, TEXT_FILE};
use super::layer::Layer;
use super::sheet::Sheet;
use super::{Deed, Handbook, Subject};
use crate::yaml::{self, Node};

/// The folder with what is told about sectors, one file a language.
const SECTORS: &str = "sectors";
/// What belongs to each sector.
const SECTOR_CONTENT: &str = "catalogues/sector-content.yaml";
/// The key of a catalogue's ready-made lists.
const PRESETS_KEY: &str = "presets";
/// What an adaptation of texts is called, before the sector's name.
const TEXTS: &str = "texts";

impl Reader<'_> {
    pub(super) fn sectors(&mut self) {
        let tells = |layer: &Layer| {
            layer.text(SECTOR_CONTENT).is_some() || !layer.names(SECTORS).is_empty()
        };
        if !self.any_layer(tells) {
            return;
        }
        let mut content = self.base("catalogues/sector-content");
        let store = Arc::clone(self.handbook.store());
        for index in self.layers() {
            self.file(index, SECTOR_CONTENT, Subject::Sector, |sheet, root| {
                sheet.lay(&mut content, root, CONTENT_FILE, "sector-content");
            });
            for name in store[index].names(SECTORS) {
                let path = format!("{SECTORS}/{name}");
                self.file(index, &path, Subject::Sector, |sheet, root| {
                    sheet.lay(&mut json!({}), root, TEXT_FILE, SECTORS);
                    sheet.tell_texts(root, TEXTS);
                });
            }
        }
        self.forget_repeated_texts();
    }

    /// Ready-made lists, in whatever catalogue they stand.
    pub(super) fn presets(&mut self) {
        let store = Arc::clone(self.handbook.store());
        let mut bases: BTreeMap<String, Json> = BTreeMap::new();
        for index in self.layers() {
            for name in store[index].names("catalogues") {
                let path = format!("catalogues/{name}");
                let has_some = |text: &str| text.contains(PRESETS_KEY);
                if !store[index].text(&path).is_some_and(has_some) {
                    continue;
                }
                let stem = path.strip_suffix(".yaml").unwrap_or(&path);
                let base = bases.entry(name);
                let base = base.or_insert_with(|| self.base(stem));
                self.file(index, &path, Subject::Preset, |sheet, root| {
                    lay_presets(sheet, base, root);
                });
            }
        }
    }

    /// A sector is reworded once, whatever the number of languages, and not by the layer that brings
    /// it.
    fn forget_repeated_texts(&mut self) {
        let mut seen = Vec::new();
        self.handbook.adaptations.retain(|one| {
            let texts = one.name.strip_prefix(TEXTS);
            let sector = texts.and_then(|rest| rest.strip_prefix('.'));
            let sector = sector.filter(|_| one.subject == Subject::Sector);
            let key = match (sector, &one.deed) {
                (Some(sector), _) => (one.layer, sector.to_owned()),
                (None, Deed::Added) if one.subject == Subject::Sector => {
                    let name = one.name.rsplit('.').next().unwrap_or_default();
                    (one.layer, name.to_owned())
                }
                _ => return true,
            };
            let is_new = !seen.contains(&key);
            seen.push(key);
            is_new || sector.is_none()
        });
    }
}

/// Lays the ready-made lists of a file; its other keys belong to the catalogue.
fn lay_presets(sheet: &mut Sheet, base: &mut Json, root: &Node<'_>) {
    let own = root.as_mapping().and_then(|top| top.get(PRESETS_KEY));
    if let Some(own) = own {
        sheet.lay(&mut base[PRESETS_KEY], own, PRESETS, PRESETS_KEY);
    }
}

/// The ready-made lists of a catalogue, as the layers make them.
pub(super) fn presets(store: &[Layer], catalogue: &str) -> Json {
    let path = format!("catalogues/{catalogue}.yaml");
    let mut made = laid(store, &path, lay_presets);
    made[PRESETS_KEY].take()
}

/// What belongs to each sector, as the layers make it.
pub(super) fn sector_content(handbook: &Handbook) -> Json {
    laid(handbook.store(), SECTOR_CONTENT, |sheet, base, root| {
        sheet.lay(base, root, CONTENT_FILE, "sector-content");
    })
}

/// What layers tell about sectors in a language.
pub(super) fn sector_texts(handbook: &Handbook, language: &str) -> Json {
    let path = format!("{SECTORS}/{language}.yaml");
    laid(handbook.store(), &path, |sheet, base, root| {
        sheet.lay(base, root, TEXT_FILE, SECTORS);
    })
}

/// A file as all layers make it: what the build made of the built-in one, with the others laid on
/// it; one that cannot be read changes nothing.
fn laid(store: &[Layer], path: &str, lay: impl Fn(&mut Sheet, &mut Json, &Node<'_>)) -> Json {
    let mut made = Json::Null;
    for layer in store {
        if layer.is_builtin() {
            let stem = path.strip_suffix(".yaml").unwrap_or(path);
            let read = crate::assets::read(&format!("gmg/{stem}"));
            made = read.and_then(Result::ok).unwrap_or(Json::Null);
            continue;
        }
        let Some(text) = layer.text(path) else {
            continue;
        };
        let parsed = yaml::parse(text);
        if let Some(root) = parsed.root.filter(|_| parsed.faults.is_empty()) {
            lay(&mut Sheet::default(), &mut made, &root);
        }
    }
    made
}
