//! Which files git says have changed since a revision.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::error::Failure;
use crate::repository::{Repository, full};

use super::super::discovery::fixed_part;
use super::super::git::git_failure;

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
    let mut tops: Vec<PathBuf> = Vec::new();
    let mut changed = HashSet::new();
    for path in paths {
        let repository = Repository::around(&fixed(path)).map_err(git_failure)?;
        if repository.is_bare() {
            let top = repository.top().to_owned();
            return Err(git_failure(crate::repository::GitError::NoWorkTree(top)));
        }
        if !tops.iter().any(|top| top == repository.top()) {
            changed.extend(repository.changed_since(revision).map_err(git_failure)?);
            tops.push(repository.top().to_owned());
        }
    }
    files.retain(|file| changed.contains(&full(file)));
    Ok(())
}

/// A path, without the parts that are a pattern.
fn fixed(path: &Path) -> PathBuf {
    if path.exists() {
        path.to_owned()
    } else {
        fixed_part(path)
    }
}
