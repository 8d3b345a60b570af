//! What can go wrong with one file, and what went less well than it should.

use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use thiserror::Error;

use super::Holder;

/// What was wanted of a path when it was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Its content was to be read.
    Read,
    /// It, or something in it, was to be written.
    Write,
}

/// Why a file was not read or not written; displayed as its message key.
///
/// Whenever a write ends in one of these, the file holds what it held before.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no such file.
    #[error("store-missing")]
    Missing {
        /// The path asked for.
        path: PathBuf,
        /// The file in the same folder whose name is nearest, if one is near.
        near: Option<PathBuf>,
    },
    /// The path is a folder.
    #[error("store-is-folder")]
    IsFolder {
        /// The path asked for.
        path: PathBuf,
        /// What it was wanted for.
        access: Access,
    },
    /// The system does not let us.
    #[error("store-no-permission")]
    NoPermission {
        /// The file, or the folder in which nothing may be written.
        path: PathBuf,
        /// What it was wanted for.
        access: Access,
    },
    /// The path is a pipe, a device or a socket.
    #[error("store-not-regular")]
    NotRegular {
        /// The path asked for.
        path: PathBuf,
        /// What it was wanted for.
        access: Access,
    },
    /// The file is larger than what is accepted.
    #[error("store-too-large")]
    TooLarge {
        /// The path asked for.
        path: PathBuf,
        /// Its length in bytes; at least this, if it grew while being read.
        len: u64,
        /// The largest length accepted, in bytes.
        limit: u64,
    },
    /// Somebody else is working on the file.
    #[error("store-locked")]
    Locked {
        /// The lock file.
        path: PathBuf,
        /// Who holds it, if the lock file could be read.
        holder: Option<Box<Holder>>,
    },
    /// The file on disk is no longer the one that was read.
    #[error("store-changed-underneath")]
    ChangedUnderneath {
        /// The file.
        path: PathBuf,
        /// What it holds now.
        current: Vec<u8>,
    },
    /// The caller's check refused the bytes that were about to replace the file.
    #[error("store-not-verified")]
    NotVerified {
        /// The file.
        path: PathBuf,
        /// The check's reason.
        reason: String,
    },
    /// A new file was to be made, but there is one of that name.
    #[error("store-exists")]
    Exists {
        /// The path asked for.
        path: PathBuf,
    },
    /// The folder that was to hold the file does not exist.
    #[error("store-missing-folder")]
    MissingFolder {
        /// The folder.
        path: PathBuf,
    },
    /// Writing failed: full disk, failing medium, broken connection.
    #[error("store-cannot-write")]
    CannotWrite {
        /// The file that was to be written.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// No change is on record.
    #[error("store-nothing-to-undo")]
    NothingToUndo {
        /// The file.
        path: PathBuf,
    },
    /// The file was edited otherwise since the last change on record.
    #[error("store-changed-since")]
    ChangedSince {
        /// The file.
        path: PathBuf,
        /// The last change on record.
        what: String,
        /// When that was.
        at: Timestamp,
    },
    /// Reading failed for another reason.
    #[error("store-io")]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
}

impl StoreError {
    /// The exit code of a command that ends with this: 3 for an input, 5 for an output.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Missing { .. }
            | Self::TooLarge { .. }
            | Self::Io { .. }
            | Self::NothingToUndo { .. }
            | Self::ChangedSince { .. } => 3,
            Self::IsFolder { access, .. }
            | Self::NoPermission { access, .. }
            | Self::NotRegular { access, .. } => match access {
                Access::Read => 3,
                Access::Write => 5,
            },
            Self::Locked { .. }
            | Self::ChangedUnderneath { .. }
            | Self::NotVerified { .. }
            | Self::Exists { .. }
            | Self::MissingFolder { .. }
            | Self::CannotWrite { .. } => 5,
        }
    }

    /// The file or folder that the error is about.
    pub fn path(&self) -> &Path {
        match self {
            Self::Missing { path, .. }
            | Self::IsFolder { path, .. }
            | Self::NoPermission { path, .. }
            | Self::NotRegular { path, .. }
            | Self::TooLarge { path, .. }
            | Self::Locked { path, .. }
            | Self::ChangedUnderneath { path, .. }
            | Self::NotVerified { path, .. }
            | Self::Exists { path }
            | Self::MissingFolder { path }
            | Self::CannotWrite { path, .. }
            | Self::NothingToUndo { path }
            | Self::ChangedSince { path, .. }
            | Self::Io { path, .. } => path,
        }
    }

    /// The error for something that could not be read.
    pub(crate) fn reading(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
                Self::Missing { path, near: None }
            }
            io::ErrorKind::IsADirectory => Self::IsFolder {
                path,
                access: Access::Read,
            },
            io::ErrorKind::PermissionDenied => Self::NoPermission {
                path,
                access: Access::Read,
            },
            _ => Self::Io { path, source },
        }
    }

    /// The error for something that could not be written; `refused` is what a lack of permission is about.
    pub(crate) fn writing(path: &Path, refused: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::NoPermission {
                    path: refused.to_owned(),
                    access: Access::Write,
                }
            }
            _ => Self::CannotWrite {
                path: path.to_owned(),
                source,
            },
        }
    }
}

/// Something that went less well than it should, though the work was done.
#[derive(Debug)]
#[non_exhaustive]
pub enum Note {
    /// The file system knows no locks: only the lock file's words keep others away, which is weaker.
    LockByNameOnly {
        /// The lock file.
        path: PathBuf,
    },
    /// An earlier session ended without letting go, for instance because it was killed.
    TookOver {
        /// Who that was, if the lock file could be read.
        holder: Option<Box<Holder>>,
    },
    /// The change was saved but cannot be undone, since the journal could not be written.
    UndoNotKept {
        /// The journal.
        path: PathBuf,
        /// Why.
        reason: Box<StoreError>,
    },
    /// The file was saved with another owner, group or permission than before.
    AccessNotKept {
        /// The file.
        path: PathBuf,
    },
    /// The file was saved whole, but a power cut in the next seconds may bring the old one back.
    FolderNotSynced {
        /// The folder.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
}

impl Note {
    /// The note's message key.
    pub fn key(&self) -> &'static str {
        match self {
            Self::LockByNameOnly { .. } => "store-lock-by-name-only",
            Self::TookOver { .. } => "store-took-over",
            Self::UndoNotKept { .. } => "store-undo-not-kept",
            Self::AccessNotKept { .. } => "store-access-not-kept",
            Self::FolderNotSynced { .. } => "store-folder-not-synced",
        }
    }
}
