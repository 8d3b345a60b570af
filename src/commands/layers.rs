//! The folders with handbooks and overlays that a command works with, read into layers.

use std::path::{Path, PathBuf};

use crate::error::{Exit, Failure, Said, nearest};
use crate::handbook::{EDITIONS_FILE, Layer, MANIFEST, PHRASES_FILE, PROFILES_FILE};
use crate::store::{self, StoreError};
use crate::yaml::{self, MAX_BYTES};

use super::open::store_failure;

/// The folders of a handbook in which files count, with the depth below them.
const FOLDERS: [(&str, usize); 7] = [
    ("stages", 0),
    ("instruments", 0),
    ("sectors", 0),
    ("rules", 0),
    ("catalogues", 0),
    ("messages", 0),
    ("text", 1),
];
const FILES: [&str; 7] = [
    MANIFEST,
    PHRASES_FILE,
    EDITIONS_FILE,
    PROFILES_FILE,
    "records.yaml",
    "thresholds.yaml",
    "check.yaml",
];

/// Reads the folder of a handbook or an overlay; what is in it is for others to judge.
///
/// A file that is no text comes as far as its first bad byte, so that its fault has a place.
pub(crate) fn load_layer(folder: &Path) -> Result<Layer, Failure> {
    if !folder.is_dir() {
        return Err(no_folder(folder));
    }
    let mut files = Vec::new();
    for name in FILES {
        let path = folder.join(name);
        if path.is_file() {
            files.push((name.to_owned(), read(&path)?));
        }
    }
    for (name, depth) in FOLDERS {
        load_folder(&folder.join(name), name, depth, &mut files)?;
    }
    Ok(Layer::new(shown(folder), files))
}

fn load_folder(
    folder: &Path,
    name: &str,
    depth: usize,
    files: &mut Vec<(String, String)>,
) -> Result<(), Failure> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Ok(());
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let own = entry.file_name();
        let Some(own) = own.to_str() else { continue };
        let below = format!("{name}/{own}");
        if depth > 0 && path.is_dir() {
            load_folder(&path, &below, depth - 1, files)?;
        } else if depth == 0
            && path.extension().is_some_and(|ending| ending == "yaml")
            && path.is_file()
        {
            files.push((below, read(&path)?));
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, Failure> {
    let loaded = store::load(path, MAX_BYTES as u64).map_err(|error| store_failure(&error))?;
    Ok(match yaml::decode(&loaded.bytes) {
        Ok(decoded) => decoded.text.to_owned(),
        Err(_) => String::from_utf8_lossy(&loaded.bytes).into_owned(),
    })
}

fn no_folder(folder: &Path) -> Failure {
    let key = if folder.exists() {
        "overlay-not-a-folder"
    } else {
        "overlay-missing"
    };
    let failure = Failure::new(Exit::Input, key).with("folder", shown(folder));
    let missing = store::load(folder, 0);
    if let Err(StoreError::Missing {
        near: Some(near), ..
    }) = missing
    {
        return failure.hint(Said::new("hint-did-you-mean").with("word", near.display()));
    }
    let parent = folder
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let beside = std::fs::read_dir(parent.unwrap_or(Path::new(".")));
    let names: Vec<String> = beside
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.path().join(MANIFEST).is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let wanted = folder
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let near = wanted
        .and_then(|wanted| nearest(&wanted, names.iter().map(String::as_str)).map(str::to_owned));
    match near {
        Some(near) => {
            let near = folder.with_file_name(near);
            failure.hint(Said::new("hint-did-you-mean").with("word", near.display()))
        }
        None => failure.hint(Said::new("hint-new-overlay").with("folder", shown(folder))),
    }
}

/// A folder as people know it: from where they stand, if it lies below.
pub(crate) fn shown(folder: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let below = folder.strip_prefix(&here).unwrap_or(folder);
    let below: PathBuf = below.components().collect();
    if below.as_os_str().is_empty() {
        return ".".to_owned();
    }
    below.display().to_string()
}
