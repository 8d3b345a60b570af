//! What git does with a file of which nobody knows more than its lines.

use std::ffi::OsStr;
use std::path::Path;

use super::call::{Git, GitError};

/// How `git merge-file` says that it cannot.
const REFUSED: i32 = 128;

/// Merges three files by lines into a text, with marks where they disagree; none where they are no texts.
///
/// The labels stand behind the marks, which are `width` signs long. The second value says whether there are any.
///
/// # Errors
///
/// There is no git.
pub fn text_merge(
    [base, ours, theirs]: [&Path; 3],
    labels: [&str; 3],
    width: usize,
) -> Result<Option<(Vec<u8>, bool)>, GitError> {
    let width = width.to_string();
    let mut arguments: Vec<&OsStr> = ["merge-file", "-p", "-q", "--marker-size"]
        .map(OsStr::new)
        .to_vec();
    arguments.push(width.as_ref());
    // In the order of the files: ours, base, theirs.
    for label in [labels[1], labels[0], labels[2]] {
        arguments.extend([OsStr::new("-L"), label.as_ref()]);
    }
    arguments.push("--".as_ref());
    arguments.extend([ours, base, theirs].map(Path::as_os_str));
    let output = Git::in_folder(Path::new(".")).output(&arguments)?;
    Ok(match output.status.code() {
        Some(code) if code < REFUSED => Some((output.stdout, code != 0)),
        _ => None,
    })
}

/// The difference of two files as git shows it without a driver, from the first `@@` on; a missing file is `/dev/null`.
///
/// # Errors
///
/// There is no git, or it cannot read them.
pub fn text_diff(old: &Path, new: &Path, color: bool) -> Result<Vec<u8>, GitError> {
    let color = if color {
        "--color=always"
    } else {
        "--color=never"
    };
    let mut arguments: Vec<&OsStr> = [
        "diff",
        "--no-index",
        "--no-ext-diff",
        "--no-textconv",
        color,
        "--",
    ]
    .map(OsStr::new)
    .to_vec();
    arguments.extend([old.as_os_str(), new.as_os_str()]);
    let git = Git::in_folder(Path::new("."));
    let output = git.output(&arguments)?;
    // 1 says that they differ.
    if !matches!(output.status.code(), Some(0 | 1)) {
        return Err(GitError::Failed {
            command: "diff".to_owned(),
            said: super::call::first_line(&output.stderr),
        });
    }
    let mut rest = output.stdout.as_slice();
    while !rest.is_empty() {
        let end = rest
            .iter()
            .position(|byte| *byte == b'\n')
            .map_or(rest.len(), |at| at + 1);
        let plain = without_color(&rest[..end]);
        if plain.starts_with(b"@@") || plain.starts_with(b"Binary files") {
            break;
        }
        rest = &rest[end..];
    }
    Ok(rest.to_vec())
}

/// A line without the colour before its first letter.
fn without_color(line: &[u8]) -> &[u8] {
    let mut line = line;
    while let Some(rest) = line.strip_prefix(b"\x1b[") {
        let Some(end) = rest.iter().position(|byte| *byte == b'm') else {
            return line;
        };
        line = &rest[end + 1..];
    }
    line
}
