//! One file, read and written so that nothing is lost.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::unnecessary_wraps,
    reason = "helpers of tests are no tests to clippy"
)]

mod drawer;
mod faults;
mod journal;
mod locking;
mod output;
mod processes;
mod reading;
mod replacing;

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use mainstream::store::{Holder, Stamp};
use tempfile::TempDir;

/// A temporary folder with one project file in it.
struct Desk {
    folder: TempDir,
    file: PathBuf,
}

impl Desk {
    fn with(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tunisia.yaml");
        fs::write(&file, text).unwrap();
        Self { folder, file }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.file).unwrap()
    }

    fn stamp(&self) -> Stamp {
        Stamp::of(&fs::read(&self.file).unwrap())
    }

    /// The names in the folder, sorted, but for our own folder of locks and journals.
    fn names(&self) -> Vec<String> {
        names_in(self.folder.path())
    }
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != ".mainstream")
        .collect();
    names.sort();
    names
}

fn fine(_: &[u8]) -> Result<(), String> {
    Ok(())
}

fn moment() -> Timestamp {
    "2026-03-01T10:00:00Z".parse().unwrap()
}

fn me() -> Holder {
    Holder::current("mainstream", "walk", moment())
}

/// Whether permission bits bind us; root passes them all, so such tests say that they were skipped.
#[cfg(unix)]
fn permissions_bind(test: &str) -> bool {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o500)).unwrap();
    let bind = fs::write(folder.path().join("probe"), "").is_err();
    if !bind {
        println!("{test}: skipped, since permission bits do not bind root");
    }
    bind
}

/// The other process of the tests in `processes`.
#[test]
fn child() {
    processes::run_child();
}
