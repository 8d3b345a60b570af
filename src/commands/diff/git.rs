//! States of a repository, by asking `git`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::{Exit, Failure, Said};
use crate::source::SourceFile;

use super::super::discovery::discover;
use super::super::open::{OpenFile, decode};
use super::sides::{Sheet, Sides, matched};

/// Compares a revision with the files as they are, or two revisions with each other.
pub(super) fn sides(revisions: &str, path: &Path) -> Result<Sides, Failure> {
    let repository = Repository::around(path)?;
    let (old, new) = match revisions.split_once("..") {
        Some((old, new)) => (old, Some(new.strip_prefix('.').unwrap_or(new))),
        None => (revisions, None),
    };
    let head = |revision: &str| {
        let revision = if revision.is_empty() {
            "HEAD"
        } else {
            revision
        };
        repository.commit(revision)
    };
    let mut sides = Sides::default();
    let old = repository.sheets(&head(old)?, &mut sides.failures)?;
    let new = match new {
        Some(new) => repository.sheets(&head(new)?, &mut sides.failures)?,
        None => repository.present(&mut sides.failures)?,
    };
    if old.is_empty() && new.is_empty() && sides.failures.is_empty() {
        let failure = Failure::new(Exit::Input, "diff-nothing");
        return Err(failure.with("paths", path.display()));
    }
    sides.pairings = matched(old, new);
    Ok(sides)
}

/// A repository, and what of it is compared.
struct Repository {
    /// Where `git` is run.
    folder: PathBuf,
    /// The file or folder, seen from there.
    path: PathBuf,
}

impl Repository {
    fn around(path: &Path) -> Result<Self, Failure> {
        let is_folder = path.is_dir();
        let parent = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty());
        let folder = match parent {
            _ if is_folder => path,
            Some(parent) => parent,
            None => Path::new("."),
        };
        let path = match path.file_name() {
            Some(name) if !is_folder => PathBuf::from(name),
            _ => PathBuf::from("."),
        };
        let repository = Self {
            folder: folder.to_owned(),
            path,
        };
        repository
            .git(&["rev-parse", "--git-dir"])
            .map_err(|failure| {
                let none = Failure::new(Exit::Input, "git-no-repository");
                failure.unwrap_or_else(|| none.with("folder", folder.display()))
            })?;
        Ok(repository)
    }

    /// The output of a command; no failure of ours where `git` says no.
    fn git(&self, arguments: &[&str]) -> Result<Vec<u8>, Option<Failure>> {
        let output = Command::new("git")
            .arg("-C")
            .arg(&self.folder)
            // A pager, a prompt or a translated message would be in the way.
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("LC_ALL", "C")
            .args(["--no-pager", "--literal-pathspecs"])
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| {
                let failure = Failure::new(Exit::Input, "git-not-run").because(&error);
                Some(failure.hint(Said::new("hint-git-install")))
            })?;
        if output.status.success() {
            Ok(output.stdout)
        } else {
            Err(None)
        }
    }

    fn commit(&self, revision: &str) -> Result<String, Failure> {
        let wanted = format!("{revision}^{{commit}}");
        let arguments = [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &wanted,
        ];
        let found = self.git(&arguments).map_err(|failure| {
            let unknown =
                Failure::new(Exit::Input, "git-unknown-revision").with("revision", revision);
            failure.unwrap_or(unknown)
        })?;
        Ok(String::from_utf8_lossy(&found).trim().to_owned())
    }

    /// The project files of a commit.
    fn sheets(&self, commit: &str, failures: &mut Vec<Failure>) -> Result<Vec<Sheet>, Failure> {
        let failed = |failure: Option<Failure>| {
            failure.unwrap_or_else(|| {
                Failure::new(Exit::Input, "git-unknown-revision").with("revision", commit)
            })
        };
        let path = self.path.to_string_lossy();
        let arguments = ["ls-tree", "-r", "-z", "--name-only", commit, "--", &path];
        let names = self.git(&arguments).map_err(failed)?;
        let is_named = self.path != Path::new(".");
        let mut sheets = Vec::new();
        for name in names
            .split(|byte| *byte == 0)
            .filter(|name| !name.is_empty())
        {
            let name = String::from_utf8_lossy(name).into_owned();
            let is_yaml = Path::new(&name)
                .extension()
                .is_some_and(|extension| extension == "yaml" || extension == "yml");
            if !(is_named || is_yaml) {
                continue;
            }
            let shown = format!("{}:{name}", commit.get(..10).unwrap_or(commit));
            let bytes = self.git(&["cat-file", "blob", &format!("{commit}:./{name}")]);
            let bytes = bytes.map_err(failed)?;
            match decode(Path::new(&shown), &bytes) {
                Ok(text) => {
                    let calls_itself_project =
                        text.lines().any(|line| line.starts_with("mainstream:"));
                    if is_named || calls_itself_project {
                        let source = SourceFile::new(shown, text);
                        sheets.push(Sheet { name, source });
                    }
                }
                Err(failure) => failures.push(failure),
            }
        }
        Ok(sheets)
    }

    /// The files as they are.
    fn present(&self, failures: &mut Vec<Failure>) -> Result<Vec<Sheet>, Failure> {
        let path = if self.path == Path::new(".") {
            self.folder.clone()
        } else {
            self.folder.join(&self.path)
        };
        if !path.exists() {
            return Ok(Vec::new());
        }
        let found = discover(std::slice::from_ref(&path))?;
        failures.extend(found.failures);
        let mut sheets = Vec::new();
        for path in found.files {
            let base = self.folder.strip_prefix("./").unwrap_or(&self.folder);
            let name = path.strip_prefix(base).unwrap_or(&path);
            let name = name.to_string_lossy().replace('\\', "/");
            match OpenFile::read(&path) {
                Ok(file) => sheets.push(Sheet {
                    name,
                    source: file.source,
                }),
                Err(failure) => failures.push(failure),
            }
        }
        Ok(sheets)
    }
}
