//! States of a repository as sides of a comparison.

use std::path::{Path, PathBuf};

use crate::error::{Exit, Failure};
use crate::repository::{Blob, Repository};
use crate::source::SourceFile;
use crate::yaml::MAX_BYTES;

use super::super::discovery::{discover, is_project_text, is_yaml};
use super::super::git::git_failure;
use super::super::open::{OpenFile, decode};
use super::sides::{Sheet, Sides, home_of, matched};

/// Compares a revision with the files as they are, or two revisions with each other.
pub(super) fn sides(revisions: &str, path: &Path) -> Result<Sides, Failure> {
    let asked = Asked::of(path)?;
    let (old, new) = match revisions.split_once("..") {
        Some((old, new)) => (old, Some(new.strip_prefix('.').unwrap_or(new))),
        None => (revisions, None),
    };
    let commit = |revision: &str| {
        let revision = if revision.is_empty() {
            "HEAD"
        } else {
            revision
        };
        asked.repository.commit(revision).map_err(git_failure)
    };
    let mut sides = Sides::default();
    let (old, new) = (commit(old)?, new.map(commit).transpose()?);
    let old = asked.sheets(&old, &mut sides.failures)?;
    let new = match new {
        Some(new) => asked.sheets(&new, &mut sides.failures)?,
        None => asked.present(&mut sides.failures)?,
    };
    if old.is_empty() && new.is_empty() && sides.failures.is_empty() {
        let failure = Failure::new(Exit::Input, "diff-nothing");
        return Err(failure.with("paths", path.display()));
    }
    sides.pairings = matched(old, new);
    Ok(sides)
}

/// What of a repository is compared.
struct Asked {
    repository: Repository,
    /// The file or folder as the person named it.
    path: PathBuf,
    /// The same, seen from the top of the repository.
    inside: PathBuf,
    /// Whether it is a file, which is taken whatever it is called.
    is_file: bool,
}

impl Asked {
    fn of(path: &Path) -> Result<Self, Failure> {
        let repository = Repository::around(path).map_err(git_failure)?;
        let inside = repository.inside(path).ok_or_else(|| {
            Failure::new(Exit::Input, "git-no-repository").with("folder", path.display())
        })?;
        Ok(Self {
            is_file: !path.is_dir() && !inside.as_os_str().is_empty(),
            repository,
            path: path.to_owned(),
            inside,
        })
    }

    /// The folder from which files are named.
    fn base(&self) -> &Path {
        if self.is_file {
            return self.inside.parent().unwrap_or(Path::new(""));
        }
        &self.inside
    }

    /// The project files of a commit.
    fn sheets(&self, commit: &str, failures: &mut Vec<Failure>) -> Result<Vec<Sheet>, Failure> {
        let found = self.repository.files_at(commit, &self.inside);
        let mut blobs = self
            .repository
            .blobs(MAX_BYTES as u64)
            .map_err(git_failure)?;
        let mut sheets = Vec::new();
        for file in found.map_err(git_failure)? {
            let is_named = self.is_file && file.path == self.inside;
            if !is_named && !is_yaml(&file.path) {
                continue;
            }
            let name = file.path.strip_prefix(self.base()).unwrap_or(&file.path);
            let name = name.to_string_lossy().replace('\\', "/");
            let shown = format!("{}:{name}", commit.get(..10).unwrap_or(commit));
            let blob = blobs.read(&file.blob).map_err(git_failure)?;
            match text_of(&shown, blob) {
                Ok(text) if is_named || is_project_text(&text) => sheets.push(Sheet {
                    name,
                    home: home_of(&self.repository.top().join(&file.path)),
                    source: SourceFile::new(shown, text),
                }),
                Ok(_) => {}
                Err(failure) => failures.push(failure),
            }
        }
        Ok(sheets)
    }

    /// The files as they are.
    fn present(&self, failures: &mut Vec<Failure>) -> Result<Vec<Sheet>, Failure> {
        if !self.path.exists() {
            return Ok(Vec::new());
        }
        let found = discover(std::slice::from_ref(&self.path))?;
        failures.extend(found.failures);
        let base = if self.is_file {
            self.path.parent().unwrap_or(Path::new(""))
        } else {
            &self.path
        };
        let base = base.strip_prefix("./").unwrap_or(base);
        let mut sheets = Vec::new();
        for path in found.files {
            let name = path.strip_prefix(base).unwrap_or(&path);
            let name = name.to_string_lossy().replace('\\', "/");
            match OpenFile::read(&path) {
                Ok(file) => sheets.push(Sheet {
                    name,
                    home: home_of(&path),
                    source: file.source,
                }),
                Err(failure) => failures.push(failure),
            }
        }
        Ok(sheets)
    }
}

/// The text of a content that git has, or why there is none.
pub(crate) fn text_of(shown: &str, blob: Blob) -> Result<String, Failure> {
    match blob {
        Blob::Bytes(bytes) => decode(Path::new(shown), &bytes),
        Blob::TooLarge => Err(Failure::new(Exit::Input, "store-too-large")
            .with("file", shown)
            .with("limit", MAX_BYTES / (1024 * 1024))),
        Blob::Missing => Err(Failure::new(Exit::Input, "git-blob-missing").with("file", shown)),
    }
}
