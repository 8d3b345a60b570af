//! Writing an export: early refusal, then one atomic write.

use std::fs::{self, File, Metadata, OpenOptions};
use std::path::Path;

use super::place::{find_target, is_absent};
use super::replacing::{check_writable, create_on, create_temporary, overwrite_on};
use super::{Access, Disk, RealDisk, Saved, Stamp, StoreError};

/// Finds out before long work whether an output could be written; leaves nothing behind.
///
/// # Errors
/// `Exists` unless `overwrite`, `IsFolder`, `MissingFolder`, `NoPermission`, `CannotWrite`.
pub fn probe_output(path: &Path, overwrite: bool) -> Result<(), StoreError> {
    match find_existing(path)? {
        Some(metadata) if is_stream(&metadata) => Ok(()),
        Some(metadata) => {
            check_replaceable(path, &metadata, overwrite)?;
            let target = find_target(path)?;
            check_writable(&target)?;
            create_temporary(&target, true).map(drop)
        }
        None => create_temporary(&find_target(path)?, true).map(drop),
    }
}

/// Writes an output as a whole; a pipe or a device is written to as it is.
///
/// # Errors
/// As [`probe_output`]; an output that existed is whole then.
pub fn write_output(path: &Path, bytes: &[u8], overwrite: bool) -> Result<Saved, StoreError> {
    write_output_on(&RealDisk, path, bytes, overwrite)
}

/// As [`write_output`], on a disk of the caller's.
///
/// # Errors
/// As [`write_output`].
pub fn write_output_on(
    disk: &dyn Disk,
    path: &Path,
    bytes: &[u8],
    overwrite: bool,
) -> Result<Saved, StoreError> {
    match find_existing(path)? {
        Some(metadata) if is_stream(&metadata) => write_stream(disk, path, bytes),
        Some(metadata) => {
            check_replaceable(path, &metadata, overwrite)?;
            let target = find_target(path)?;
            check_writable(&target)?;
            overwrite_on(disk, &target, bytes, Some(&metadata))
        }
        None => create_on(disk, &find_target(path)?, bytes),
    }
}

pub(super) fn find_existing(path: &Path) -> Result<Option<Metadata>, StoreError> {
    match fs::metadata(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(StoreError::writing(path, path, error)),
    }
}

/// Neither file nor folder: renaming a file over a device would destroy it.
pub(super) fn is_stream(metadata: &Metadata) -> bool {
    !metadata.is_file() && !metadata.is_dir()
}

pub(super) fn check_replaceable(
    path: &Path,
    metadata: &Metadata,
    overwrite: bool,
) -> Result<(), StoreError> {
    let path = path.to_owned();
    if metadata.is_dir() {
        let access = Access::Write;
        Err(StoreError::IsFolder { path, access })
    } else if overwrite {
        Ok(())
    } else {
        Err(StoreError::Exists { path })
    }
}

/// Opens a pipe or a device, which is written to as it is.
pub(super) fn open_stream(path: &Path) -> Result<File, StoreError> {
    let opened = OpenOptions::new().write(true).open(path);
    opened.map_err(|error| StoreError::writing(path, path, error))
}

fn write_stream(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<Saved, StoreError> {
    let mut stream = open_stream(path)?;
    disk.write(&mut stream, bytes)
        .map_err(|error| StoreError::writing(path, path, error))?;
    Ok(Saved {
        stamp: Stamp::of(bytes),
        notes: Vec::new(),
    })
}
