//! The files compiled into the program: handbook, messages, rule pages, demonstration.

use include_dir::{Dir, include_dir};
use serde::de::DeserializeOwned;

static HANDBOOK: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/handbook");

/// The same data, each YAML file as JSON: the build script prepares it.
static PREPARED: Dir<'_> = include_dir!("$OUT_DIR/handbook");

/// An embedded data file as a value, by its path below `handbook/` without extension.
///
/// # Errors
///
/// What the reader says about a file that holds something else.
pub fn read<T: DeserializeOwned>(path: &str) -> Option<Result<T, serde_json::Error>> {
    let file = PREPARED.get_file(format!("{path}.json"))?;
    Some(serde_json::from_slice(file.contents()))
}

/// The text of an embedded file, by its path below `handbook/`.
pub fn text(path: &str) -> Option<&'static str> {
    HANDBOOK
        .get_file(path)
        .and_then(include_dir::File::contents_utf8)
}

/// The names of the embedded files in a folder below `handbook/`, in order.
pub fn names(folder: &str) -> Vec<String> {
    let mut names: Vec<String> = HANDBOOK
        .get_dir(folder)
        .map(|dir| {
            dir.files()
                .filter_map(|file| file.path().file_name())
                .map(|name| name.to_string_lossy().into_owned())
                .collect()
        })
        .unwrap_or_default();
    names.sort();
    names
}
