//! Reading a whole file, with a reason of its own for each way in which that can be refused.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::place::{check_regular, folder_of};
use super::{Access, Stamp, StoreError};

/// Names less alike than this (Jaro–Winkler, 0 to 1) are not offered in place of a missing one.
const NEAR: f64 = 0.8;

/// A file's bytes.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The bytes, exactly as on disk.
    pub bytes: Vec<u8>,
}

impl Loaded {
    /// The stamp to hand to [`super::save`] later; only who is going to write needs one.
    pub fn stamp(&self) -> Stamp {
        Stamp::of(&self.bytes)
    }
}

/// Reads a regular file of at most `limit` bytes.
///
/// # Errors
/// [`StoreError::Missing`] (with the nearest name in the folder), `IsFolder`, `NotRegular`, `NoPermission`, `TooLarge`,
/// or `Io` for the rest. Pipes and devices are refused unopened, so that nothing blocks.
pub fn load(path: &Path, limit: u64) -> Result<Loaded, StoreError> {
    let bytes = load_bytes(path, limit).map_err(|error| match error {
        StoreError::Missing { path, .. } => StoreError::Missing {
            near: find_near(&path),
            path,
        },
        other => other,
    })?;
    Ok(Loaded { bytes })
}

/// As [`load`], without looking for a near name.
pub(crate) fn load_bytes(path: &Path, limit: u64) -> Result<Vec<u8>, StoreError> {
    let reading = |error: io::Error| StoreError::reading(path, error);
    let too_large = |len| StoreError::TooLarge {
        path: path.to_owned(),
        len,
        limit,
    };
    check_regular(path, &fs::metadata(path).map_err(reading)?, Access::Read)?;
    let file = File::open(path).map_err(reading)?;
    // The path may have come to name something else between the look and the opening.
    let metadata = file.metadata().map_err(reading)?;
    check_regular(path, &metadata, Access::Read)?;
    if metadata.len() > limit {
        return Err(too_large(metadata.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    let mut bounded = file.take(limit.saturating_add(1));
    bounded.read_to_end(&mut bytes).map_err(reading)?;
    let len = bytes.len() as u64;
    if len > limit {
        return Err(too_large(len));
    }
    Ok(bytes)
}

/// The file beside `path` whose name is most like it; of equals the first by name.
fn find_near(path: &Path) -> Option<PathBuf> {
    // The ending is the same in most names and says nothing about likeness.
    let stem = |path: &Path| {
        path.file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .to_lowercase()
    };
    let wanted = stem(path);
    let mut best: Option<(f64, PathBuf)> = None;
    for entry in fs::read_dir(folder_of(path)).ok()?.flatten() {
        let name = stem(Path::new(&entry.file_name()));
        if name.starts_with('.') != wanted.starts_with('.') {
            continue;
        }
        let likeness = strsim::jaro_winkler(&wanted, &name);
        let found = path.with_file_name(entry.file_name());
        let better = best
            .as_ref()
            .is_none_or(|(most, first)| likeness > *most || (likeness >= *most && found < *first));
        if likeness >= NEAR && better && found.is_file() {
            best = Some((likeness, found));
        }
    }
    best.map(|(_, found)| found)
}
