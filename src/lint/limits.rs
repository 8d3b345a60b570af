//! How long texts may be, and which may be the same in two languages: data of the handbook.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::handbook::{Handbook, Layer};
use crate::language::Language;

/// The file that says so.
const FILE: &str = "check.yaml";

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Limits {
    /// By what the text belongs to, and by its key.
    lengths: BTreeMap<String, BTreeMap<String, usize>>,
    longer: usize,
    same_below: usize,
    same: BTreeSet<String>,
    pub(super) no_example: Vec<String>,
}

impl Limits {
    /// Those of the uppermost layer that has any.
    pub(super) fn of(handbook: &Handbook) -> Self {
        let layers = handbook.store().iter().rev();
        let own = layers.filter_map(|layer| layer.text(FILE)).find_map(parse);
        let builtin = || Layer::builtin().text(FILE).and_then(parse);
        own.or_else(builtin).unwrap_or_default()
    }

    /// The most characters of a text in a language.
    pub(super) fn length(&self, of: &str, key: &str, language: Language) -> Option<usize> {
        let length = *self.lengths.get(of)?.get(key)?;
        if language == Language::En {
            return Some(length);
        }
        Some(length + length * self.longer / 100)
    }

    /// Whether a text may be the same in two languages.
    pub(super) fn may_be_same(&self, text: &str) -> bool {
        text.chars().count() < self.same_below || self.same.contains(text)
    }
}

fn parse(text: &str) -> Option<Limits> {
    serde_yaml::from_str(text).ok()
}
