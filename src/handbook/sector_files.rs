//! What layers say of sectors, laid on each other.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::data_files::Reader;
use super::data_forms::{CONTENT_FILE, PRESETS, TEXT_FILE};
use super::sheet::Sheet;
use super::{Deed, Handbook, Subject};
use crate::yaml::{self, Node};

/// The folder with what is told about sectors, one file a language.
const SECTORS: &str = "sectors";
/// What belongs to each sector.
const SECTOR_CONTENT: &str = "catalogues/sector-content.yaml";
/// The sectors, and ready-made lists of them.
const SECTOR_CATALOGUE: &str = "catalogues/sectors.yaml";
/// What an adaptation of texts is called, before the sector's name.
const TEXTS: &str = "texts";

impl Reader<'_> {
    pub(super) fn sectors(&mut self) {
        let mut content = self.base("catalogues/sector-content");
        let mut presets = self.base("catalogues/sectors");
        let store = Arc::clone(self.handbook.store());
        for index in self.layers() {
            self.file(index, SECTOR_CONTENT, Subject::Sector, |sheet, root| {
                sheet.lay(&mut content, root, CONTENT_FILE, "sector-content");
            });
            self.file(index, SECTOR_CATALOGUE, Subject::Sector, |sheet, root| {
                lay_presets(sheet, &mut presets, root);
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
fn lay_presets(sheet: &mut Sheet, presets: &mut Json, root: &Node<'_>) {
    let own = root.as_mapping().and_then(|top| top.get("presets"));
    if let Some(own) = own {
        sheet.lay(&mut presets["presets"], own, PRESETS, "presets");
    }
}

/// What layers say of sectors, whatever the language.
pub(super) struct SectorFiles {
    pub(super) content: Json,
    pub(super) presets: Json,
}

impl SectorFiles {
    /// The built-in files with those of the layers above.
    pub(super) fn of(handbook: &Handbook) -> Self {
        let mut files = Self {
            content: Json::Null,
            presets: Json::Null,
        };
        each_file(handbook, SECTOR_CONTENT, |built_in, root| {
            match (built_in, root) {
                (Some(built_in), _) => files.content = built_in,
                (_, Some(root)) => {
                    let form = CONTENT_FILE;
                    Sheet::default().lay(&mut files.content, root, form, "sector-content");
                }
                _ => {}
            }
        });
        each_file(handbook, SECTOR_CATALOGUE, |built_in, root| {
            match (built_in, root) {
                (Some(built_in), _) => files.presets = built_in,
                (_, Some(root)) => lay_presets(&mut Sheet::default(), &mut files.presets, root),
                _ => {}
            }
        });
        files
    }
}

/// What layers tell about sectors in a language.
pub(super) fn sector_texts(handbook: &Handbook, language: &str) -> Json {
    let mut texts = Json::Null;
    let path = format!("{SECTORS}/{language}.yaml");
    each_file(handbook, &path, |built_in, root| match (built_in, root) {
        (Some(built_in), _) => texts = built_in,
        (_, Some(root)) => Sheet::default().lay(&mut texts, root, TEXT_FILE, SECTORS),
        _ => {}
    });
    texts
}

/// A file of every layer that has it, the lowest first: the data of the built-in one, the tree of
/// the others.
fn each_file(
    handbook: &Handbook,
    path: &str,
    mut look: impl FnMut(Option<Json>, Option<&Node<'_>>),
) {
    for layer in handbook.store().iter() {
        if layer.is_builtin() {
            let stem = path.strip_suffix(".yaml").unwrap_or(path);
            let read = crate::assets::read(&format!("gmg/{stem}"));
            if let Some(read) = read.and_then(Result::ok) {
                look(Some(read), None);
            }
            continue;
        }
        let Some(text) = layer.text(path) else {
            continue;
        };
        let parsed = yaml::parse(text);
        if parsed.faults.is_empty() {
            look(None, parsed.root.as_ref());
        }
    }
}

