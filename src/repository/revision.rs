//! Revisions: their names, their files, and what has changed since.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::call::{GitError, parts, path_from};
use super::place::{Repository, full};

/// A file of a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its path from the top of the repository.
    pub path: PathBuf,
    /// The name git has for its content.
    pub blob: String,
}

/// What git is in the middle of, where it has stopped for conflicts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undertaking {
    /// The name of the commit that is brought in: `MERGE_HEAD`, `REBASE_HEAD` and so on.
    pub head: &'static str,
    /// What ours is: the commit that is there already.
    pub ours: Origin,
    /// What theirs is: the commit that is brought in.
    pub theirs: Origin,
}

/// Where a version comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The first letters of the commit's name.
    pub short: String,
    /// Who wrote it.
    pub author: String,
    /// The day, as `2026-11-03`.
    pub day: String,
    /// The first line of its message.
    pub subject: String,
}

/// What git may be in the middle of, by the name it keeps the other commit under.
const HEADS: [&str; 4] = ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", REBASE];

/// The one that git leaves behind when it is done.
const REBASE: &str = "REBASE_HEAD";

/// Where git keeps what is left of a rebase.
const REBASES: [&str; 2] = ["rebase-merge", "rebase-apply"];

impl Repository {
    /// The full name of the commit that a person names somehow.
    ///
    /// # Errors
    ///
    /// [`GitError::UnknownRevision`].
    pub fn commit(&self, revision: &str) -> Result<String, GitError> {
        let wanted = format!("{revision}^{{commit}}");
        let arguments = [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &wanted,
        ];
        let found = self.git.line(&arguments)?;
        let unknown = || GitError::UnknownRevision(revision.to_owned());
        let found = found.ok_or_else(unknown)?;
        Ok(String::from_utf8_lossy(&found).into_owned())
    }

    /// The files of a commit at or below a path seen from the top, with the sizes of those within the limit.
    ///
    /// Links and repositories inside are left out.
    ///
    /// # Errors
    ///
    /// Git cannot list them.
    pub fn files_at(&self, commit: &str, path: &Path) -> Result<Vec<Found>, GitError> {
        let spec = Self::spec(path);
        let arguments: [&OsStr; 7] = [
            "ls-tree".as_ref(),
            "-r".as_ref(),
            "-z".as_ref(),
            "--full-tree".as_ref(),
            commit.as_ref(),
            "--".as_ref(),
            spec.as_ref(),
        ];
        // `--full-tree` takes no `.`: the whole tree is what it lists without a path.
        let is_all = path.as_os_str().is_empty();
        let listed = self.git.ask(&arguments[..if is_all { 5 } else { 7 }])?;
        Ok(parts(&listed).filter_map(entry).collect())
    }

    /// The full paths of the files that differ from a commit, committed or not, and those git does not know yet.
    ///
    /// What was deleted is left out, and both names of a renamed file count.
    ///
    /// # Errors
    ///
    /// [`GitError::UnknownRevision`], or git cannot compare.
    pub fn changed_since(&self, revision: &str) -> Result<HashSet<PathBuf>, GitError> {
        let commit = self.commit(revision)?;
        let diff = [
            "diff",
            "--name-only",
            "-z",
            "--no-renames",
            "--no-ext-diff",
            "--diff-filter=d",
            &commit,
            "--",
        ];
        let untracked = ["ls-files", "--others", "--exclude-standard", "-z"];
        let mut changed = HashSet::new();
        for arguments in [&diff[..], &untracked] {
            let names = self.git.ask(arguments)?;
            changed.extend(parts(&names).map(|name| full(&self.top().join(path_from(name)))));
        }
        Ok(changed)
    }

    /// What git is in the middle of; none where nothing waits.
    ///
    /// # Errors
    ///
    /// There is no git.
    pub fn undertaking(&self) -> Result<Option<Undertaking>, GitError> {
        for head in HEADS {
            if head == REBASE && !self.is_rebasing()? {
                continue;
            }
            if let Some(theirs) = self.origin(head)?
                && let Some(ours) = self.origin("HEAD")?
            {
                return Ok(Some(Undertaking { head, ours, theirs }));
            }
        }
        Ok(None)
    }

    fn is_rebasing(&self) -> Result<bool, GitError> {
        for name in REBASES {
            if self.own_file(name)?.is_dir() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn origin(&self, revision: &str) -> Result<Option<Origin>, GitError> {
        let arguments = [
            "show",
            "--no-patch",
            "--date=short",
            "--format=%h%x00%aN%x00%ad%x00%s",
            "--end-of-options",
            revision,
        ];
        let wanted = format!("{revision}^{{commit}}");
        if self
            .git
            .line(&["rev-parse", "--verify", "--quiet", &wanted])?
            .is_none()
        {
            return Ok(None);
        }
        let Some(line) = self.git.line(&arguments)? else {
            return Ok(None);
        };
        let mut texts = parts(&line).map(|part| String::from_utf8_lossy(part).into_owned());
        let mut next = || texts.next().unwrap_or_default();
        Ok(Some(Origin {
            short: next(),
            author: next(),
            day: next(),
            subject: next(),
        }))
    }
}

/// A line of `ls-tree`: `100644 blob NAME<tab>PATH`.
fn entry(line: &[u8]) -> Option<Found> {
    let tab = line.iter().position(|byte| *byte == b'\t')?;
    let head = std::str::from_utf8(&line[..tab]).ok()?;
    let mut words = head.split_ascii_whitespace();
    let (mode, kind, blob) = (words.next()?, words.next()?, words.next()?);
    let is_file = kind == "blob" && mode.starts_with("100");
    is_file.then(|| Found {
        path: path_from(&line[tab + 1..]),
        blob: blob.to_owned(),
    })
}
