//! A file of attributes on the disk.

use std::path::{Path, PathBuf};

use crate::error::{Exit, Failure};
use crate::repository::attributes::{self, Unmarked};
use crate::store;
use crate::yaml::MAX_BYTES;

use super::super::layers::shown;
use super::super::open::{decode, store_failure};

/// What a file of attributes is called in a folder.
pub(crate) const NAME: &str = ".gitattributes";

/// A file of attributes: its path and its text, which is none where it is not there.
pub(crate) struct AttributesFile {
    pub(crate) path: PathBuf,
    pub(crate) text: Option<String>,
}

impl AttributesFile {
    pub(crate) fn load(path: &Path) -> Result<Self, Failure> {
        let is_there = path.symlink_metadata().is_ok();
        let text = if is_there {
            let loaded = store::load(path, MAX_BYTES as u64);
            let loaded = loaded.map_err(|error| store_failure(&error))?;
            Some(decode(path, &loaded.bytes)?)
        } else {
            None
        };
        Ok(Self {
            path: path.to_owned(),
            text,
        })
    }

    /// The text with our lines for these patterns; those that a person gave to our drivers already need none.
    pub(crate) fn with(&self, patterns: &[String]) -> Result<Option<String>, Failure> {
        let text = self.text.as_deref();
        let own: Vec<&str> = text.map(attributes::own_lines).unwrap_or_default();
        let of_person = |pattern: &String| {
            let theirs = text.map(attributes::patterns).unwrap_or_default();
            let is_own = attributes::patterns(&own.join("\n")).contains(pattern);
            theirs.contains(pattern) && !is_own
        };
        let wanted: Vec<String> = patterns
            .iter()
            .filter(|pattern| !of_person(pattern))
            .cloned()
            .collect();
        if wanted.is_empty() {
            return self.without();
        }
        let lines = attributes::lines(&wanted);
        let text = attributes::with_lines(text, &lines);
        text.map(Some).map_err(|error| self.unmarked(error))
    }

    /// The text without our lines; none where the file goes with them.
    pub(crate) fn without(&self) -> Result<Option<String>, Failure> {
        let Some(text) = &self.text else {
            return Ok(None);
        };
        attributes::without_lines(text).map_err(|error| self.unmarked(error))
    }

    /// Our lines in it.
    pub(crate) fn own_lines(&self) -> Vec<String> {
        let text = self.text.as_deref().unwrap_or_default();
        let lines = attributes::own_lines(text).into_iter();
        lines.map(str::to_owned).collect()
    }

    /// Writes another text, or takes the file away.
    pub(crate) fn write(&self, text: Option<&str>) -> Result<(), Failure> {
        let written = match text {
            Some(text) => {
                if let Some(folder) = self.path.parent() {
                    make(folder)?;
                }
                store::write_output(&self.path, text.as_bytes(), true).map(drop)
            }
            None => {
                std::fs::remove_file(&self.path).map_err(|source| store::StoreError::CannotWrite {
                    path: self.path.clone(),
                    source,
                })
            }
        };
        written.map_err(|error| store_failure(&error))
    }

    fn unmarked(&self, error: Unmarked) -> Failure {
        Failure::new(Exit::Output, "git-attributes-unmarked")
            .with("file", shown(&self.path))
            .with("line", error.0)
    }
}

fn make(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|error| {
        Failure::new(Exit::Output, "folder-not-made")
            .with("folder", shown(folder))
            .because(&error)
    })
}
