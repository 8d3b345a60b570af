//! The commits that changed a file, the latest first, through its renames.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::call::{GitError, parts, path_from};
use super::place::Repository;

/// A commit, and what it did to the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its full name.
    pub name: String,
    /// Who wrote it, by the repository's `.mailmap` where there is one.
    pub author: String,
    /// When, as `2026-11-03T09:12:44+01:00`.
    pub date: String,
    /// The first line of its message.
    pub subject: String,
    /// Whether it brought branches together.
    pub is_merge: bool,
    /// What it did.
    pub touch: Touch,
}

/// What a commit did to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touch {
    /// The content before, in each branch that was brought together; none where the file was not there.
    pub old: Vec<Option<String>>,
    /// The content after; none where the file is gone.
    pub new: Option<String>,
    /// What the file is called afterwards, from the top of the repository.
    pub path: PathBuf,
    /// What it was called before, where it was renamed.
    pub renamed_from: Option<PathBuf>,
}

/// What is asked of each commit, each part ended by a zero byte.
const FORMAT: &str = "--format=%H%x00%P%x00%aN%x00%aI%x00%s%x00";

impl Repository {
    /// The commits that changed a file, seen from the top: at most `limit`, none before the day `since`
    /// (`2026-11-03`).
    ///
    /// A merge is among them where its result is none of the versions it brought together.
    ///
    /// # Errors
    ///
    /// Git cannot tell them; a repository without a commit has none.
    pub fn history(
        &self,
        path: &Path,
        limit: Option<usize>,
        since: Option<&str>,
    ) -> Result<Vec<Commit>, GitError> {
        if self
            .git
            .line(&["rev-parse", "--verify", "--quiet", "HEAD"])?
            .is_none()
        {
            return Ok(Vec::new());
        }
        let wanted = limit.unwrap_or(usize::MAX);
        let mut asked = wanted;
        loop {
            let (mut commits, n) = self.some_history(path, asked, since)?;
            // Git names merges too that have nothing to do with the file; they count for it, not for people.
            if commits.len() >= wanted || n < asked {
                commits.truncate(wanted);
                return Ok(commits);
            }
            asked = asked.saturating_mul(2);
        }
    }

    /// As [`history`](Self::history), of the first so many commits that git names, and how many it named.
    fn some_history(
        &self,
        path: &Path,
        asked: usize,
        since: Option<&str>,
    ) -> Result<(Vec<Commit>, usize), GitError> {
        let mut arguments: Vec<OsString> = [
            "log",
            "--follow",
            "-c",
            "--raw",
            "-M",
            "--no-abbrev",
            "--no-ext-diff",
            "--no-textconv",
            "--no-show-signature",
            "--no-notes",
            "-z",
            FORMAT,
        ]
        .map(OsString::from)
        .to_vec();
        if asked < usize::MAX {
            arguments.push(format!("-n{asked}").into());
        }
        if let Some(since) = since {
            arguments.push(format!("--since={since}T00:00:00").into());
        }
        arguments.extend(["--".into(), Self::spec(path).into_os_string()]);
        let said = self.git.ask(&arguments)?;
        Ok(read(&said))
    }

    /// Whether a commit is among those that another one comes from.
    ///
    /// # Errors
    ///
    /// There is no git.
    pub fn is_ancestor(&self, older: &str, newer: &str) -> Result<bool, GitError> {
        let output = self
            .git
            .output(&["merge-base", "--is-ancestor", older, newer])?;
        Ok(output.status.success())
    }

    /// Whether older commits are missing, as in a clone that was cut short.
    ///
    /// # Errors
    ///
    /// There is no git.
    pub fn is_shallow(&self) -> Result<bool, GitError> {
        let said = self.git.line(&["rev-parse", "--is-shallow-repository"])?;
        Ok(said.as_deref() == Some(b"true"))
    }
}

/// Reads what `log` wrote: the parts of the format, then the lines of `--raw` with their paths. The second value counts
/// also the commits that say nothing of the file.
fn read(said: &[u8]) -> (Vec<Commit>, usize) {
    let mut parts = parts(said).peekable();
    let mut commits = Vec::new();
    let mut n = 0;
    loop {
        // Empty parts stand between a commit and what it did.
        while parts.next_if(|part| part.trim_ascii().is_empty()).is_some() {}
        let Some(name) = parts.next() else {
            return (commits, n);
        };
        n += 1;
        let text =
            |part: Option<&[u8]>| String::from_utf8_lossy(part.unwrap_or_default()).into_owned();
        let name = text(Some(name.trim_ascii()));
        let is_merge = parts.next().is_some_and(|parents| parents.contains(&b' '));
        let [author, date, subject] = [(); 3].map(|()| text(parts.next()));
        while parts.next_if(|part| part.trim_ascii().is_empty()).is_some() {}
        let mut found = None;
        while let Some(line) = parts.next_if(|part| part.trim_ascii_start().starts_with(b":")) {
            let line = String::from_utf8_lossy(line.trim_ascii()).into_owned();
            found = touch(&line, &mut || parts.next().map(path_from));
        }
        commits.extend(found.map(|touch| Commit {
            name,
            author,
            date,
            subject,
            is_merge,
            touch,
        }));
    }
}

/// A line of `--raw`: as many colons as parents, then modes, names, the letter of what happened, and paths.
fn touch(line: &str, path: &mut dyn FnMut() -> Option<PathBuf>) -> Option<Touch> {
    let n = line.bytes().take_while(|byte| *byte == b':').count();
    let words: Vec<&str> = line[n..].split_ascii_whitespace().collect();
    let names = words.get(n + 1..2 * n + 2)?;
    let there = |name: &str| (!name.bytes().all(|byte| byte == b'0')).then(|| name.to_owned());
    let letter = words.get(2 * n + 2)?;
    let first = path()?;
    let is_rename = n == 1 && letter.starts_with(['R', 'C']);
    let (path, renamed_from) = if is_rename {
        (path()?, Some(first))
    } else {
        (first, None)
    };
    let (new, old) = names.split_last()?;
    Some(Touch {
        old: old.iter().map(|name| there(name)).collect(),
        new: there(new),
        path,
        renamed_from,
    })
}
