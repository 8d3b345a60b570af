//! The steps of a write that a disk can refuse, gathered so that tests can let each of them fail.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::Path;

/// The steps of a write that a disk can refuse; every default is the real thing.
pub trait Disk {
    /// Writes all bytes at the file's position.
    ///
    /// # Errors
    /// As [`Write::write_all`].
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        file.write_all(bytes)
    }

    /// Brings content and metadata to the medium.
    ///
    /// # Errors
    /// As [`File::sync_all`].
    fn sync(&self, file: &File) -> io::Result<()> {
        file.sync_all()
    }

    /// Renames, replacing what is there.
    ///
    /// # Errors
    /// As [`fs::rename`].
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    /// Gives a file a second name that must not exist yet.
    ///
    /// # Errors
    /// As [`fs::hard_link`].
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    /// Brings a folder's entries to the medium, where the system can do that.
    ///
    /// # Errors
    /// As [`File::open`] and [`File::sync_all`].
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        if cfg!(unix) {
            File::open(folder)?.sync_all()
        } else {
            Ok(())
        }
    }

    /// Takes the system's advisory lock without waiting.
    ///
    /// # Errors
    /// As [`File::try_lock`].
    fn try_lock(&self, file: &File) -> Result<(), TryLockError> {
        file.try_lock()
    }
}

/// The disk of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealDisk;

impl Disk for RealDisk {}
