//! The files compiled into the program: handbook, messages, rule pages, demonstration.

use include_dir::{Dir, include_dir};
use serde::Deserialize;

static HANDBOOK: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/handbook");

/// The same data, each YAML file as JSON: the build script prepares it.
static PREPARED: Dir<'_> = include_dir!("$OUT_DIR/handbook");

/// An embedded data file as a value, which may borrow from the program, by its path below
/// `handbook/` without extension.
///
/// # Errors
///
/// What the reader says about a file that holds something else.
pub fn read<T: Deserialize<'static>>(path: &str) -> Option<Result<T, serde_json::Error>> {
    Some(serde_json::from_slice(prepared(path)?))
}

/// The JSON of an embedded data file, by its path below `handbook/` without extension.
pub fn prepared(path: &str) -> Option<&'static [u8]> {
    let file = PREPARED.get_file(format!("{path}.json"))?;
    Some(file.contents())
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

/// The names of the folders in a folder below `handbook/`, in order.
pub fn folders(folder: &str) -> Vec<String> {
    let dirs = HANDBOOK.get_dir(folder).into_iter().flat_map(Dir::dirs);
    let names = dirs.filter_map(|dir| dir.path().file_name());
    let mut names: Vec<String> = names
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// The path below a folder and the text of every file in it and in its folders, in order.
pub fn texts(folder: &str) -> impl Iterator<Item = (String, String)> + use<> {
    let mut found = Vec::new();
    let mut open: Vec<_> = HANDBOOK.get_dir(folder).into_iter().collect();
    while let Some(dir) = open.pop() {
        open.extend(dir.dirs());
        for file in dir.files() {
            let path = file.path().strip_prefix(folder).unwrap_or(file.path());
            let path = path.to_string_lossy().replace('\\', "/");
            if let Some(text) = file.contents_utf8() {
                found.push((path, text.to_owned()));
            }
        }
    }
    found.sort();
    found.into_iter()
}
