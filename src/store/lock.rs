//! The lock that keeps two sessions from working on one file, and that says who holds it.
//!
//! What counts is the system's advisory lock on `.mainstream/<file name>.lock`, which ends with its process however
//! that dies; the JSON inside only tells others who it is.
//!
//! On Unix the lock file is removed on release.
//! That is free of races: it is removed only while the lock is held, and who gets a lock checks afterwards that the
//! path still names the file locked, and begins anew if not.
//! Elsewhere the standard library cannot compare files, so the lock file stays behind empty.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::access::is_same_file;
use super::place::{companion, create_private_folder, find_target, folder_of};
use super::replacing::remove_leftovers;
use super::{Access, Disk, Holder, Note, RealDisk, StoreError};

/// How often a lock that is just coming or going is looked at again, and how long in between.
const ATTEMPTS: usize = 20;
const PAUSE: Duration = Duration::from_millis(10);

/// A lock file is a few hundred bytes; more is not ours and not read.
const MAX_HOLDER_BYTES: u64 = 64 * 1024;

/// The number of the system's "no locks available", which has no kind in the standard library.
const NO_LOCKS: i32 = if cfg!(target_os = "linux") { 37 } else { 77 };

/// A held lock on a file; dropping it releases it.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    holder: Holder,
    /// The file under the system's lock; none where the file system knows no locks.
    file: Option<File>,
    notes: Vec<Note>,
}

impl Lock {
    /// Takes the lock of a file, without waiting for another holder.
    ///
    /// The file itself need not exist, its folder must. A symbolic link's lock is its target's.
    ///
    /// # Errors
    /// `Locked` with the holder, `MissingFolder`, `NoPermission` naming the folder, `CannotWrite`.
    pub fn acquire(path: &Path, holder: Holder) -> Result<Self, StoreError> {
        Self::acquire_on(&RealDisk, path, holder)
    }

    /// As [`Lock::acquire`], on a disk of the caller's.
    ///
    /// # Errors
    /// As [`Lock::acquire`].
    pub fn acquire_on(disk: &dyn Disk, path: &Path, holder: Holder) -> Result<Self, StoreError> {
        let target = find_target(path)?;
        let path = companion(&target, ".lock");
        for _ in 0..ATTEMPTS {
            create_private_folder(&path)?;
            let Some((file, notes)) = attempt(disk, &path, &holder)? else {
                thread::sleep(PAUSE);
                continue;
            };
            if notes
                .iter()
                .any(|note| matches!(note, Note::TookOver { .. }))
            {
                remove_leftovers(&target);
            }
            return Ok(Self {
                path,
                holder,
                file,
                notes,
            });
        }
        let holder = read_holder(&path).map(Box::new);
        Err(StoreError::Locked { path, holder })
    }

    /// The lock file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What went less well than it should: no lock support, or a dead holder's lock taken over.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }
}

impl Drop for Lock {
    /// Failures are passed over: the system's lock ends in any case, and a lock file without it is stale.
    fn drop(&mut self) {
        match &self.file {
            Some(file) => {
                let _ = file.set_len(0);
                if is_same_file(file, &self.path) == Some(true) {
                    let _ = fs::remove_file(&self.path);
                }
            }
            None if read_holder(&self.path).as_ref() == Some(&self.holder) => {
                let _ = fs::remove_file(&self.path);
            }
            None => {}
        }
    }
}

type Claim = (Option<File>, Vec<Note>);

/// One try at the lock; none means that it was just coming or going and is worth another.
fn attempt(disk: &dyn Disk, path: &Path, holder: &Holder) -> Result<Option<Claim>, StoreError> {
    let Some((file, writable)) = open_lock_file(path)? else {
        return Ok(None);
    };
    match disk.try_lock(&file) {
        Ok(()) if is_same_file(&file, path) == Some(false) => Ok(None),
        Ok(()) if !writable => {
            // Another account's leftover: free, but not ours to write in. Removed under its lock, it makes room.
            fs::remove_file(path)
                .map(|()| None)
                .map_err(|error| StoreError::writing(path, path, error))
        }
        Ok(()) => claim(disk, file, path, holder).map(Some),
        Err(TryLockError::WouldBlock) => match read_holder(path) {
            Some(other) => Err(StoreError::Locked {
                path: path.to_owned(),
                holder: Some(Box::new(other)),
            }),
            None => Ok(None),
        },
        Err(TryLockError::Error(error)) if is_lockless(&error) => {
            drop(file);
            claim_by_name(disk, path, holder)
        }
        Err(TryLockError::Error(error)) => Err(StoreError::writing(path, path, error)),
    }
}

/// Opens or makes the lock file; says whether it can be written; none if its folder went away meanwhile.
fn open_lock_file(path: &Path) -> Result<Option<(File, bool)>, StoreError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    match options.open(path) {
        Ok(file) => Ok(Some((file, true))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::IsADirectory => Err(StoreError::IsFolder {
            path: path.to_owned(),
            access: Access::Write,
        }),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => match File::open(path) {
            Ok(file) => Ok(Some((file, false))),
            Err(_) => Err(StoreError::writing(path, folder_of(path), error)),
        },
        Err(error) => Err(StoreError::writing(path, folder_of(path), error)),
    }
}

/// Writes the new holder into a file whose lock we have.
fn claim(
    disk: &dyn Disk,
    mut file: File,
    path: &Path,
    holder: &Holder,
) -> Result<Claim, StoreError> {
    let cannot_write = |error| StoreError::writing(path, path, error);
    let mut before = String::new();
    // What an earlier holder left may be anything; that it left something is what matters.
    let readable = (&file).take(MAX_HOLDER_BYTES).read_to_string(&mut before);
    let mut notes = Vec::new();
    if readable.is_err() || !before.is_empty() {
        let holder = serde_json::from_str(&before).ok().map(Box::new);
        notes.push(Note::TookOver { holder });
    }
    file.set_len(0)
        .and_then(|()| file.rewind())
        .and_then(|()| disk.write(&mut file, &render_holder(holder)))
        .map_err(cannot_write)?;
    Ok((Some(file), notes))
}

/// Where the file system knows no locks: whoever makes the lock file holds it, until it is known to be dead.
///
/// Weaker than a lock: two sessions that take over a dead one's file in the same instant are told apart only by who
/// wrote last, which is looked at after a pause.
fn claim_by_name(
    disk: &dyn Disk,
    path: &Path,
    holder: &Holder,
) -> Result<Option<Claim>, StoreError> {
    let mut notes = vec![Note::LockByNameOnly {
        path: path.to_owned(),
    }];
    if !fs::metadata(path).is_ok_and(|metadata| metadata.len() == 0) {
        let other = read_holder(path);
        if !other.as_ref().is_some_and(Holder::is_known_dead) {
            return Err(StoreError::Locked {
                path: path.to_owned(),
                holder: other.map(Box::new),
            });
        }
        let holder = other.map(Box::new);
        notes.push(Note::TookOver { holder });
    }
    let cannot_write = |error| StoreError::writing(path, folder_of(path), error);
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(cannot_write(error)),
        _ => {}
    }
    let mut file = match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(None),
        Err(error) => return Err(cannot_write(error)),
    };
    disk.write(&mut file, &render_holder(holder))
        .map_err(cannot_write)?;
    thread::sleep(PAUSE);
    let ours = read_holder(path).as_ref() == Some(holder);
    Ok(ours.then_some((None, notes)))
}

fn is_lockless(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::Unsupported
        || (cfg!(unix) && error.raw_os_error() == Some(NO_LOCKS))
}

fn read_holder(path: &Path) -> Option<Holder> {
    let mut text = String::new();
    let file = File::open(path).ok()?;
    file.take(MAX_HOLDER_BYTES).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

fn render_holder(holder: &Holder) -> Vec<u8> {
    let mut text = serde_json::to_vec(holder).unwrap_or_default();
    text.push(b'\n');
    text
}
