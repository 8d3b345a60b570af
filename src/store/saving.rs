//! Saving a change so that it can be undone, and undoing it.

use std::path::Path;

use jiff::Timestamp;

use super::place::find_target;
use super::replacing::check_unchanged;
use super::{Disk, Journal, Note, RealDisk, Saved, Stamp, StoreError, Undo, Verify, replace_on};

/// A change that was taken back.
#[derive(Debug)]
pub struct Undone {
    /// The write that took it back.
    pub saved: Saved,
    /// The bytes that the file holds now.
    pub bytes: Vec<u8>,
    /// What the change was, in the words it was recorded with.
    pub what: String,
    /// When it was made.
    pub at: Timestamp,
}

/// Records a change in the journal and replaces the file; bytes that are there already are not written again.
///
/// A journal that cannot be written is a [`Note::UndoNotKept`] in the result.
///
/// # Errors
/// Those of [`super::replace`].
pub fn save(
    path: &Path,
    expected: &Stamp,
    new: &[u8],
    what: &str,
    at: Timestamp,
    verify: Verify<'_>,
) -> Result<Saved, StoreError> {
    save_on(&RealDisk, path, expected, new, (what, at), verify)
}

/// As [`save`], on a disk of the caller's; `change` is what the journal says it was, and when.
///
/// # Errors
/// As [`save`].
pub fn save_on(
    disk: &dyn Disk,
    path: &Path,
    expected: &Stamp,
    new: &[u8],
    change: (&str, Timestamp),
    verify: Verify<'_>,
) -> Result<Saved, StoreError> {
    let target = find_target(path)?;
    let old = check_unchanged(&target, expected)?;
    if old == new {
        return Ok(Saved {
            stamp: *expected,
            notes: Vec::new(),
        });
    }
    let journal = Journal::of_on(disk, &target)?;
    let pushed = journal.push(&old, new, change.0, change.1);
    let mut saved = replace_on(disk, &target, expected, new, verify)?;
    note_failure(&journal, pushed, &mut saved.notes);
    Ok(saved)
}

/// Takes the last recorded change back.
///
/// # Errors
/// `NothingToUndo`, `ChangedSince`, and those of [`super::replace`].
pub fn undo(path: &Path, expected: &Stamp, verify: Verify<'_>) -> Result<Undone, StoreError> {
    undo_on(&RealDisk, path, expected, verify)
}

/// As [`undo`], on a disk of the caller's.
///
/// # Errors
/// As [`undo`].
pub fn undo_on(
    disk: &dyn Disk,
    path: &Path,
    expected: &Stamp,
    verify: Verify<'_>,
) -> Result<Undone, StoreError> {
    let target = find_target(path)?;
    let current = check_unchanged(&target, expected)?;
    let journal = Journal::of_on(disk, &target)?;
    let step = journal.find(&current)?;
    let mut saved = replace_on(disk, &target, expected, &step.bytes, verify)?;
    // If the machine stops here, the entry no longer matches the file and is passed over next time.
    note_failure(&journal, journal.forget(&step), &mut saved.notes);
    let Undo {
        bytes, what, at, ..
    } = step;
    Ok(Undone {
        saved,
        bytes,
        what,
        at,
    })
}

fn note_failure(journal: &Journal<'_>, result: Result<(), StoreError>, notes: &mut Vec<Note>) {
    if let Err(reason) = result {
        notes.push(Note::UndoNotKept {
            path: journal.path().to_owned(),
            reason: Box::new(reason),
        });
    }
}
