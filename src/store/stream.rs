//! Writing an output piece by piece, so that nobody has to hold all of it.

use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use super::access::keep_access;
use super::output::{check_replaceable, find_existing, is_stream, open_stream};
use super::place::{find_target, folder_of};
use super::replacing::{check_writable, create_temporary};
use super::{Disk, Note, RealDisk, StoreError};

/// So many bytes are gathered before the disk is asked.
const BUFFER: usize = 64 * 1024;

/// An output under way. What stood there before stays until [`OutputStream::finish`]; dropping this leaves it.
#[derive(Debug)]
pub struct OutputStream {
    path: PathBuf,
    file: File,
    buffer: Vec<u8>,
    /// None for a pipe or a device, which is written to as it is.
    kept: Option<Kept>,
}

#[derive(Debug)]
struct Kept {
    target: PathBuf,
    temporary: TempPath,
    like: Option<Metadata>,
}

impl OutputStream {
    /// Begins an output; what exists is replaced at the end.
    ///
    /// # Errors
    /// `IsFolder`, `MissingFolder`, `NoPermission`, `CannotWrite`.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let existing = find_existing(path)?;
        if existing.as_ref().is_some_and(is_stream) {
            return Ok(Self::new(path, open_stream(path)?, None));
        }
        let target = find_target(path)?;
        if let Some(metadata) = &existing {
            check_replaceable(path, metadata, true)?;
            check_writable(&target)?;
        }
        let (file, temporary) = create_temporary(&target, existing.is_some())?;
        let like = existing;
        let kept = Kept {
            target,
            temporary,
            like,
        };
        Ok(Self::new(path, file, Some(kept)))
    }

    fn new(path: &Path, file: File, kept: Option<Kept>) -> Self {
        Self {
            path: path.to_owned(),
            file,
            buffer: Vec::new(),
            kept,
        }
    }

    /// Adds to the end.
    ///
    /// # Errors
    /// `CannotWrite`; the output should be dropped then.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() < BUFFER {
            return Ok(());
        }
        self.flush()
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        let written = RealDisk.write(&mut self.file, &self.buffer);
        self.buffer.clear();
        written.map_err(|error| self.cannot_write(error))
    }

    /// Puts the output in its place, synced, with the access of what stood there.
    ///
    /// # Errors
    /// `CannotWrite`; what stood there is whole then.
    pub fn finish(mut self) -> Result<Vec<Note>, StoreError> {
        self.flush()?;
        let mut notes = Vec::new();
        let Some(kept) = &self.kept else {
            return Ok(notes);
        };
        if let Some(like) = &kept.like
            && !keep_access(&self.file, like).map_err(|error| self.cannot_write(error))?
        {
            notes.push(Note::AccessNotKept {
                path: kept.target.clone(),
            });
        }
        let placed = RealDisk
            .sync(&self.file)
            .and_then(|()| RealDisk.rename(&kept.temporary, &kept.target));
        placed.map_err(|error| self.cannot_write(error))?;
        if let Some(kept) = &mut self.kept {
            kept.temporary.disable_cleanup(true);
        }
        Ok(notes)
    }

    fn cannot_write(&self, error: io::Error) -> StoreError {
        let target = self.kept.as_ref().map_or(&self.path, |kept| &kept.target);
        StoreError::writing(&self.path, folder_of(target), error)
    }
}
