//! The atomic write: temporary file, sync, check, rename.

use std::ffi::OsStr;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempPath};

use super::access::{keep_access, open_temporary};
use super::place::{
    TEMPORARY_SUFFIX, check_regular, find_target, folder_of, is_absent, temporary_prefix,
};
use super::reading::load_bytes;
use super::{Access, Disk, Note, RealDisk, Stamp, StoreError, Verify};

/// A file that was changed underneath is handed back only up to this many bytes.
const MAX_CURRENT_BYTES: u64 = 64 * 1024 * 1024;

/// A write that was done.
#[derive(Debug)]
pub struct Saved {
    /// The stamp of what the file holds now.
    pub stamp: Stamp,
    /// What went less well than it should.
    pub notes: Vec<Note>,
}

/// Replaces a file's content as a whole, if it still has the expected stamp.
///
/// `verify` sees the bytes as read back from the temporary file.
/// Between the last look at the stamp and the rename there remain some microseconds in which another program's write
/// would be lost; only a lock that the other program honours closes them.
///
/// # Errors
/// `Missing`, `IsFolder`, `NotRegular`, `NoPermission` (the file or its folder), `ChangedUnderneath`, `NotVerified`,
/// `CannotWrite`, `TooLarge` for a file that has meanwhile grown past all reason. In each case the old file is whole and the temporary file is gone.
pub fn replace(
    path: &Path,
    expected: &Stamp,
    new: &[u8],
    verify: Verify<'_>,
) -> Result<Saved, StoreError> {
    replace_on(&RealDisk, path, expected, new, verify)
}

/// As [`replace`], on a disk of the caller's.
///
/// # Errors
/// As [`replace`].
pub fn replace_on(
    disk: &dyn Disk,
    path: &Path,
    expected: &Stamp,
    new: &[u8],
    verify: Verify<'_>,
) -> Result<Saved, StoreError> {
    let target = find_target(path)?;
    let metadata = check_writable(&target)?;
    check_unchanged(&target, expected)?;
    let write = Write::begin(disk, &target, new, Some(&metadata))?;
    let written = write.read_back()?;
    verify(&written).map_err(|reason| StoreError::NotVerified {
        path: target.clone(),
        reason,
    })?;
    check_unchanged(&target, expected)?;
    write.finish_replacing()
}

/// Makes a new file; what exists is never touched.
///
/// # Errors
/// `Exists` if there is anything of that name, `MissingFolder`, `NoPermission`, `CannotWrite`.
pub fn create(path: &Path, bytes: &[u8]) -> Result<Saved, StoreError> {
    create_on(&RealDisk, path, bytes)
}

/// As [`create`], on a disk of the caller's.
///
/// # Errors
/// As [`create`].
pub fn create_on(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<Saved, StoreError> {
    create_like_on(disk, path, bytes, None)
}

/// As [`create_on`], with the access of another file.
pub(crate) fn create_like_on(
    disk: &dyn Disk,
    path: &Path,
    bytes: &[u8],
    like: Option<&Metadata>,
) -> Result<Saved, StoreError> {
    if path.symlink_metadata().is_ok() {
        return Err(StoreError::Exists {
            path: path.to_owned(),
        });
    }
    let write = Write::begin(disk, path, bytes, like)?;
    write.read_back()?;
    write.finish_creating()
}

/// Puts bytes in a file's place without asking what is there, keeping its access.
pub(crate) fn overwrite_on(
    disk: &dyn Disk,
    target: &Path,
    bytes: &[u8],
    like: Option<&Metadata>,
) -> Result<Saved, StoreError> {
    let write = Write::begin(disk, target, bytes, like)?;
    write.read_back()?;
    write.finish_replacing()
}

/// The current bytes of a file, if it has the expected stamp.
pub(crate) fn check_unchanged(target: &Path, expected: &Stamp) -> Result<Vec<u8>, StoreError> {
    let current = load_bytes(target, MAX_CURRENT_BYTES.max(expected.len()))?;
    if Stamp::of(&current) == *expected {
        Ok(current)
    } else {
        Err(StoreError::ChangedUnderneath {
            path: target.to_owned(),
            current,
        })
    }
}

/// Refuses a target that is no regular file or that its owner protects against writing.
pub(crate) fn check_writable(target: &Path) -> Result<Metadata, StoreError> {
    let metadata = fs::metadata(target).map_err(|error| StoreError::reading(target, error))?;
    check_regular(target, &metadata, Access::Write)?;
    // A rename would not mind a write-protected file, but the person who protected it would.
    OpenOptions::new()
        .write(true)
        .open(target)
        .map_err(|error| StoreError::writing(target, target, error))?;
    Ok(metadata)
}

/// Removes temporary files that a killed process left; only for the holder of the target's lock.
pub(crate) fn remove_leftovers(target: &Path) {
    let prefix = temporary_prefix(target);
    let Ok(entries) = fs::read_dir(folder_of(target)) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let bytes = name.as_encoded_bytes();
        if bytes.starts_with(prefix.as_encoded_bytes())
            && bytes.ends_with(TEMPORARY_SUFFIX.as_bytes())
        {
            // A leftover that stays is untidy but harmless.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Makes an empty temporary file beside the target; it is removed when dropped.
pub(crate) fn create_temporary(
    target: &Path,
    private: bool,
) -> Result<(File, TempPath), StoreError> {
    let folder = folder_of(target);
    let prefix = temporary_prefix(target);
    let made = Builder::new()
        .prefix(&prefix)
        .suffix(OsStr::new(TEMPORARY_SUFFIX))
        .make_in(folder, |path| open_temporary(path, private));
    match made {
        Ok(temporary) => Ok(temporary.into_parts()),
        Err(error) if is_absent(&error) => Err(StoreError::MissingFolder {
            path: folder.to_owned(),
        }),
        Err(error) => Err(StoreError::writing(target, folder, error)),
    }
}

/// A write under way: the new bytes are on disk under a temporary name, which dropping removes.
struct Write<'d> {
    disk: &'d dyn Disk,
    target: PathBuf,
    temporary: TempPath,
    stamp: Stamp,
    notes: Vec<Note>,
}

impl<'d> Write<'d> {
    fn begin(
        disk: &'d dyn Disk,
        target: &Path,
        bytes: &[u8],
        like: Option<&Metadata>,
    ) -> Result<Self, StoreError> {
        let cannot_write = |error| StoreError::writing(target, folder_of(target), error);
        let (mut file, temporary) = create_temporary(target, like.is_some())?;
        disk.write(&mut file, bytes).map_err(cannot_write)?;
        let mut notes = Vec::new();
        if let Some(like) = like
            && !keep_access(&file, like).map_err(cannot_write)?
        {
            notes.push(Note::AccessNotKept {
                path: target.to_owned(),
            });
        }
        disk.sync(&file).map_err(cannot_write)?;
        Ok(Self {
            disk,
            target: target.to_owned(),
            temporary,
            stamp: Stamp::of(bytes),
            notes,
        })
    }

    /// The bytes as they are on disk, which must be those that were to be written.
    fn read_back(&self) -> Result<Vec<u8>, StoreError> {
        let written = fs::read(&self.temporary).map_err(|error| self.cannot_write(error))?;
        if Stamp::of(&written) == self.stamp {
            Ok(written)
        } else {
            Err(self.cannot_write(io::ErrorKind::InvalidData.into()))
        }
    }

    fn finish_replacing(mut self) -> Result<Saved, StoreError> {
        self.disk
            .rename(&self.temporary, &self.target)
            .map_err(|error| self.cannot_write(error))?;
        self.temporary.disable_cleanup(true);
        Ok(self.finish())
    }

    fn finish_creating(mut self) -> Result<Saved, StoreError> {
        match self.disk.link(&self.temporary, &self.target) {
            // The temporary name goes when it is dropped, and the file stays under its own.
            Ok(()) => return Ok(self.finish()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(self.exists());
            }
            // Not every file system knows hard links.
            Err(_) => {}
        }
        // An empty file reserves the name, since nobody else's would be replaced then.
        match open_temporary(&self.target, false) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(self.exists());
            }
            Err(error) => return Err(self.cannot_write(error)),
        }
        if let Err(error) = self.disk.rename(&self.temporary, &self.target) {
            let _ = fs::remove_file(&self.target);
            return Err(self.cannot_write(error));
        }
        self.temporary.disable_cleanup(true);
        Ok(self.finish())
    }

    /// The file stands whole by now, so a folder that cannot be synced is a note and no error.
    fn finish(mut self) -> Saved {
        let folder = folder_of(&self.target);
        match self.disk.sync_folder(folder) {
            Ok(()) => {}
            // Some file systems cannot sync folders at all, which nobody can mend.
            Err(error) if is_unsupported(&error) => {}
            Err(source) => self.notes.push(Note::FolderNotSynced {
                path: folder.to_owned(),
                source,
            }),
        }
        Saved {
            stamp: self.stamp,
            notes: self.notes,
        }
    }

    fn cannot_write(&self, error: io::Error) -> StoreError {
        StoreError::writing(&self.target, folder_of(&self.target), error)
    }

    fn exists(&self) -> StoreError {
        StoreError::Exists {
            path: self.target.clone(),
        }
    }
}

fn is_unsupported(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput
    )
}
