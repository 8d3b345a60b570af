//! The texts of one language: the files of every layer, the uppermost first, each read when first
//! needed.

use std::sync::{Arc, OnceLock};

use super::layer::{Layer, stem};
use super::phrase::{Phrase, StageText, TextFile};
use super::{Handbook, Stage};
use crate::language::Language;

/// Which texts are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Want {
    /// Those of the steps and questions of a stage.
    Stage(usize),
    /// Those of choices and records.
    Records,
}

/// A text and the file of a layer it was found in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'s> {
    pub(super) phrase: &'s Phrase,
    pub(super) layer: usize,
    pub(super) path: &'s str,
}

#[derive(Debug)]
pub(super) struct Shelf {
    pub(super) language: Language,
    store: Arc<[Layer]>,
    files: Vec<ShelfFile>,
}

#[derive(Debug)]
struct ShelfFile {
    layer: usize,
    path: String,
    /// What the file is for; none where it may hold anything, as in overlays.
    holds: Option<Want>,
    /// The stage whose introduction it may have.
    stage: Option<usize>,
    texts: OnceLock<TextFile>,
}

impl Shelf {
    pub(super) fn new(handbook: &Handbook, language: Language) -> Self {
        let store = Arc::clone(handbook.store());
        let mut files = Vec::new();
        for (layer, folder) in store.iter().enumerate().rev() {
            for path in folder.text_files(language.code()) {
                let stem = stem(&path);
                let stage = handbook.stages.iter().position(|stage| is_for(stem, stage));
                // The files of a whole handbook are one for each stage: only those needed are read.
                let holds = match stage {
                    _ if layer > 0 => None,
                    Some(stage) => Some(Want::Stage(stage)),
                    None => (stem == "records").then_some(Want::Records),
                };
                files.push(ShelfFile {
                    layer,
                    path,
                    holds,
                    stage,
                    texts: OnceLock::new(),
                });
            }
        }
        Self {
            language,
            store,
            files,
        }
    }

    /// A text of the uppermost layer that has it.
    pub(super) fn find<'s>(
        &'s self,
        want: Want,
        get: &dyn Fn(&'s TextFile) -> Option<&'s Phrase>,
    ) -> Option<Found<'s>> {
        let files = self.files.iter();
        let mut files = files.filter(|file| file.holds.is_none_or(|holds| holds == want));
        files.find_map(|file| {
            let phrase = get(self.read(file))?;
            Some(file.found(phrase))
        })
    }

    /// A part of the introduction of a stage.
    pub(super) fn head<'s>(
        &'s self,
        stage: usize,
        get: &dyn Fn(&'s StageText) -> Option<&'s Phrase>,
    ) -> Option<Found<'s>> {
        let mut files = self.files.iter().filter(|file| file.stage == Some(stage));
        files.find_map(|file| {
            let head = &self.read(file).stage;
            get(head).map(|phrase| file.found(phrase))
        })
    }

    /// Whether the lowest layer has the texts of a stage.
    pub(super) fn has_stage(&self, index: usize) -> bool {
        let holds = Some(Want::Stage(index));
        self.files.iter().any(|file| file.holds == holds)
    }

    fn read<'s>(&'s self, file: &'s ShelfFile) -> &'s TextFile {
        file.texts.get_or_init(|| {
            let layer = self.store.get(file.layer);
            layer
                .map(|layer| TextFile::read(layer, &file.path))
                .unwrap_or_default()
        })
    }
}

impl ShelfFile {
    fn found<'s>(&'s self, phrase: &'s Phrase) -> Found<'s> {
        Found {
            phrase,
            layer: self.layer,
            path: &self.path,
        }
    }
}

/// Whether a file of this name is for a stage: `0-prepare`, or `prepare`.
pub(super) fn is_for(stem: &str, stage: &Stage) -> bool {
    stem == stage.file
        || stem == stage.id
        || stem.strip_suffix(stage.id.as_str()).is_some_and(|number| {
            let number = number.strip_suffix('-').unwrap_or("x");
            !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())
        })
}
