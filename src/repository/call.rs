//! Running `git`: in which folder, with which surroundings, and what can go wrong.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Why git did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no git.
    #[error("git is not installed")]
    Missing,
    /// It could not be started, or not be talked to.
    #[error("git cannot be run")]
    NotRun(#[source] io::Error),
    /// A folder lies in no repository, or in one that git does not trust.
    #[error("{} is in no repository", folder.display())]
    NoRepository {
        /// The folder.
        folder: PathBuf,
        /// What git said.
        said: String,
    },
    /// The repository has no files outside its own: it is bare.
    #[error("{} has no work tree", .0.display())]
    NoWorkTree(PathBuf),
    /// No commit has this name.
    #[error("no revision {0}")]
    UnknownRevision(String),
    /// A command failed.
    #[error("git {command} failed: {said}")]
    Failed {
        /// Which.
        command: String,
        /// What git said.
        said: String,
    },
}

/// Variables that tell git which repository it is in. Hooks and drivers have them set, and a program that they
/// start about another repository has to forget them.
const OF_A_REPOSITORY: [&str; 12] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_GRAFT_FILE",
    "GIT_REPLACE_REF_BASE",
    "GIT_NO_REPLACE_OBJECTS",
];

/// Variables that change how paths are read or what is printed: what is asked here means the same everywhere.
const IN_THE_WAY: [&str; 6] = [
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
    "GIT_LITERAL_PATHSPECS",
    "GIT_EXTERNAL_DIFF",
    "GIT_DIFF_OPTS",
];

/// `git` in a folder.
#[derive(Debug, Clone)]
pub struct Git {
    folder: PathBuf,
    /// Whether the variables of the repository that called us are taken away.
    is_stranger: bool,
    /// Variables that are set.
    set: Vec<(&'static str, OsString)>,
}

impl Git {
    /// `git` in a folder, with the surroundings as they are.
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            is_stranger: false,
            set: Vec::new(),
        }
    }

    /// The same without what the surroundings say about a repository.
    pub(super) fn stranger(mut self) -> Self {
        self.is_stranger = true;
        self
    }

    /// The same with a variable set.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<OsString>) -> Self {
        self.set.push((name, value.into()));
        self
    }

    /// A command, ready to be run.
    pub(super) fn command<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.folder);
        // A repository's own settings may name a program to run; it is not needed here.
        command.args(["-c", "core.fsmonitor=false", "--no-pager"]);
        command.arg("--literal-pathspecs").args(arguments);
        // Asking is no reason to write to the repository, and nobody is there to be asked.
        command.env("GIT_OPTIONAL_LOCKS", "0");
        command.env("GIT_TERMINAL_PROMPT", "0");
        for name in IN_THE_WAY {
            command.env_remove(name);
        }
        if self.is_stranger {
            for name in OF_A_REPOSITORY {
                command.env_remove(name);
            }
        }
        for (name, value) in &self.set {
            command.env(name, value);
        }
        command.stdin(Stdio::null());
        command
    }

    /// What a command wrote and how it ended.
    pub(super) fn output<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Result<Output, GitError> {
        self.command(arguments).output().map_err(not_run)
    }

    /// What a command wrote; a failure where it does not succeed.
    pub(super) fn ask<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Result<Vec<u8>, GitError> {
        let output = self.output(arguments)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let command = arguments
            .first()
            .map(|name| name.as_ref().to_string_lossy());
        Err(GitError::Failed {
            command: command.unwrap_or_default().into_owned(),
            said: first_line(&output.stderr),
        })
    }

    /// As [`ask`](Self::ask), one line of text without its end; none where the command fails or says nothing.
    pub(super) fn line<S: AsRef<OsStr>>(
        &self,
        arguments: &[S],
    ) -> Result<Option<Vec<u8>>, GitError> {
        let output = self.output(arguments)?;
        if !output.status.success() {
            return Ok(None);
        }
        let line = without_line_end(&output.stdout);
        Ok((!line.is_empty()).then(|| line.to_vec()))
    }

    /// What git calls itself: `git version 2.47.3`.
    ///
    /// # Errors
    ///
    /// [`GitError::Missing`], [`GitError::NotRun`].
    pub fn version(&self) -> Result<String, GitError> {
        let said = self.ask(&["--version"])?;
        Ok(first_line(&said))
    }
}

/// Why a program could not be started or talked to.
pub(super) fn not_run(error: io::Error) -> GitError {
    if error.kind() == io::ErrorKind::NotFound {
        GitError::Missing
    } else {
        GitError::NotRun(error)
    }
}

/// The first line of what git said.
pub(super) fn first_line(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.lines().next().unwrap_or_default().trim().to_owned()
}

pub(super) fn without_line_end(bytes: &[u8]) -> &[u8] {
    let line = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The parts of what was asked for with `-z`.
pub(super) fn parts(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let bytes = bytes.strip_suffix(b"\0").unwrap_or(bytes);
    let is_empty = bytes.is_empty();
    bytes.split(|byte| *byte == 0).filter(move |_| !is_empty)
}

/// A path as git writes it.
#[cfg(unix)]
pub(super) fn path_from(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(OsStr::from_bytes(bytes))
}

/// A path as git writes it.
#[cfg(not(unix))]
pub(super) fn path_from(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).as_ref())
}
