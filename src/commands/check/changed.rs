//! Which files git says have changed since a revision; git itself is asked, nothing of it is read here.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::error::{Exit, Failure, Said};

use super::super::discovery::fixed_part;

/// Keeps the files that differ from the revision, committed or not, and those git does not know yet.
///
/// # Errors
///
/// There is no git, a path is in no repository, the revision is unknown.
pub(super) fn keep_changed(
    files: &mut Vec<PathBuf>,
    paths: &[PathBuf],
    revision: &str,
) -> Result<(), Failure> {
    let mut roots = Vec::new();
    for path in paths {
        let root = root_of(&folder_of(path))?;
        if !roots.contains(&root) {
            roots.push(root);
        }
    }
    let mut changed = HashSet::new();
    for root in &roots {
        add_changed(root, revision, &mut changed)?;
    }
    files.retain(|file| changed.contains(&full(file)));
    Ok(())
}

/// The nearest folder of a path that exists.
fn folder_of(path: &Path) -> PathBuf {
    let path = if path.exists() {
        path.to_owned()
    } else {
        fixed_part(path)
    };
    let mut folder = path.as_path();
    while !folder.is_dir() {
        match folder.parent() {
            Some(above) if above != Path::new("") => folder = above,
            _ => return PathBuf::from("."),
        }
    }
    folder.to_owned()
}

/// The path by which a file can be compared: links in its folders are followed, its own name stays.
fn full(file: &Path) -> PathBuf {
    let name = file.file_name().unwrap_or_default();
    match file.parent().unwrap_or(Path::new(".")) {
        folder if folder == Path::new("") => Path::new(".").canonicalize(),
        folder => folder.canonicalize(),
    }
    .map_or_else(|_| file.to_owned(), |folder| folder.join(name))
}

fn root_of(folder: &Path) -> Result<PathBuf, Failure> {
    let output = git(folder, &["rev-parse", "--show-toplevel"])?;
    if !output.status.success() {
        let failure = Failure::new(Exit::Input, "git-no-repository");
        return Err(said_by_git(
            failure.with("folder", folder.display()),
            &output,
        ));
    }
    let line = output.stdout.strip_suffix(b"\n").unwrap_or(&output.stdout);
    let root = path_from(line.strip_suffix(b"\r").unwrap_or(line));
    Ok(root.canonicalize().unwrap_or(root))
}

fn add_changed(root: &Path, revision: &str, changed: &mut HashSet<PathBuf>) -> Result<(), Failure> {
    let commit = format!("{revision}^{{commit}}");
    let output = git(
        root,
        &[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &commit,
        ],
    )?;
    let commit = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if !output.status.success() || commit.is_empty() {
        return Err(Failure::new(Exit::Usage, "git-unknown-revision").with("revision", revision));
    }
    // What was deleted cannot be checked, and both names of a renamed file count.
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
    for arguments in [&diff[..], &untracked] {
        let output = git(root, arguments)?;
        if !output.status.success() {
            let failure = Failure::new(Exit::Input, "git-failed");
            return Err(said_by_git(failure.with("command", arguments[0]), &output));
        }
        let names = output.stdout.split(|byte| *byte == 0);
        let names = names.filter(|name| !name.is_empty());
        changed.extend(names.map(|name| full(&root.join(path_from(name)))));
    }
    Ok(())
}

/// What git itself said, as a hint: it speaks the person's language where it can.
fn said_by_git(failure: Failure, output: &Output) -> Failure {
    let said = String::from_utf8_lossy(&output.stderr);
    match said.lines().next().map(str::trim) {
        Some(line) if !line.is_empty() => {
            failure.hint(Said::new("hint-git-said").with("text", crate::ui::sanitize_line(line)))
        }
        _ => failure,
    }
}

fn git(folder: &Path, arguments: &[&str]) -> Result<Output, Failure> {
    let mut command = Command::new("git");
    // A repository's own settings may name a program to run; it is not needed here.
    command.args(["-c", "core.fsmonitor=false", "-C"]);
    command.arg(folder).args(arguments);
    // Asking is no reason to write to the repository.
    command.env("GIT_OPTIONAL_LOCKS", "0");
    command.output().map_err(|error| {
        if error.kind() == std::io::ErrorKind::NotFound {
            Failure::new(Exit::Input, "git-missing")
        } else {
            Failure::new(Exit::Input, "git-not-run").because(&error)
        }
    })
}

#[cfg(unix)]
fn path_from(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_from(bytes: &[u8]) -> PathBuf {
    PathBuf::from(OsStr::new(String::from_utf8_lossy(bytes).as_ref()))
}
