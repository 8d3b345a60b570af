//! Which files a list of files, folders and patterns means.

use std::io::Read;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use ignore::WalkBuilder;

use crate::error::{Exit, Failure};
use crate::store;

use super::open::store_failure;

/// What a list of paths means.
pub(crate) struct Found {
    /// The files, each once, in the order of the arguments, inside folders by name.
    pub(crate) files: Vec<PathBuf>,
    /// YAML files in folders that do not call themselves projects.
    pub(crate) passed_over: usize,
    /// Paths that cannot be read.
    pub(crate) failures: Vec<Failure>,
}

/// How far into a file its `mainstream:` line has to stand to be looked for in a folder, in bytes.
const HEAD: u64 = 64 * 1024;

/// Finds the files; a file named outright is always taken, whatever is in it.
///
/// # Errors
///
/// A pattern that is none.
pub(crate) fn discover(paths: &[PathBuf]) -> Result<Found, Failure> {
    let mut found = Found {
        files: Vec::new(),
        passed_over: 0,
        failures: Vec::new(),
    };
    for path in paths {
        let text = path.to_string_lossy();
        if path.is_dir() {
            walk(path, None, &mut found);
        } else if path.exists() || !text.contains(['*', '?', '[']) {
            if path.exists() {
                found.files.push(path.clone());
            } else {
                // Why it cannot be read, and which name is near, is what reading it would say.
                found.failures.extend(
                    store::load(path, 0)
                        .err()
                        .map(|error| store_failure(&error)),
                );
            }
        } else {
            // As in a shell, only `**` reaches into folders.
            let glob = GlobBuilder::new(&text).literal_separator(true).build();
            let glob = glob.map_err(|_| {
                Failure::new(Exit::Usage, "check-bad-pattern").with("pattern", &text)
            })?;
            let folder = fixed_part(path);
            if !folder.is_dir() {
                found.failures.push(
                    Failure::new(Exit::Input, "store-missing-folder")
                        .with("file", folder.display()),
                );
                continue;
            }
            walk(&folder, Some(&glob.compile_matcher()), &mut found);
        }
    }
    let mut seen = std::collections::HashSet::new();
    found.files.retain(|file| seen.insert(file.clone()));
    Ok(found)
}

/// Why a folder, or something in it, could not be looked into.
fn walk_failure(folder: &Path, error: ignore::Error) -> Failure {
    let path = path_of(&error).unwrap_or(folder).display().to_string();
    let failure = Failure::new(Exit::Input, "store-io").with("file", path);
    match error.into_io_error() {
        Some(error) => failure.because(&error),
        None => failure.because(&std::io::ErrorKind::InvalidInput.into()),
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        _ => None,
    }
}

/// The folders before the first part with a sign of a pattern.
pub(crate) fn fixed_part(path: &Path) -> PathBuf {
    let fixed: PathBuf = path
        .components()
        .take_while(|part| !part.as_os_str().to_string_lossy().contains(['*', '?', '[']))
        .collect();
    if fixed.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        fixed
    }
}

fn walk(folder: &Path, pattern: Option<&GlobMatcher>, found: &mut Found) {
    let walk = WalkBuilder::new(folder)
        .sort_by_file_path(Path::cmp)
        .require_git(false)
        .build();
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.failures.push(walk_failure(folder, error));
                continue;
            }
        };
        let path = entry.path();
        let path = path.strip_prefix("./").unwrap_or(path);
        if !entry
            .file_type()
            .is_some_and(|kind| kind.is_file() || kind.is_symlink())
            || path.is_dir()
        {
            continue;
        }
        match pattern {
            Some(pattern) if pattern.is_match(path) || pattern.is_match(entry.path()) => {
                found.files.push(path.to_owned());
            }
            None if is_yaml(path) && calls_itself_project(path) => {
                found.files.push(path.to_owned());
            }
            None if is_yaml(path) => found.passed_over += 1,
            _ => {}
        }
    }
}

pub(crate) fn is_yaml(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "yaml" || extension == "yml")
}

/// The same of a text that was read already.
pub(crate) fn is_project_text(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("mainstream:"))
}

/// Whether a line of the file's beginning is its format; a file that cannot be read counts, so that it is named.
pub(crate) fn calls_itself_project(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    if read.is_err() {
        return true;
    }
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
    head.split(|byte| *byte == b'\n')
        .any(|line| line.starts_with(b"mainstream:"))
}
