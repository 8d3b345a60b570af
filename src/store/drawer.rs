//! A folder of files kept beside a file: each is written whole, on its own, and none depends on another.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::output::find_existing;
use super::place::{file_name, find_target, folder_of, is_absent};
use super::reading::load_bytes;
use super::replacing::{check_writable, create_like_on, overwrite_on, remove_leftovers};
use super::{Access, Disk, RealDisk, Saved, StoreError};

/// The files kept beside a file, in the folder `<file name>.<kind>s`, named `<name>.<kind>`.
#[derive(Debug, Clone)]
pub struct Drawer {
    target: PathBuf,
    folder: PathBuf,
    kind: &'static str,
}

impl Drawer {
    /// The drawer of a file, be the file there or not; a symbolic link's is its target's.
    ///
    /// # Errors
    /// `NoPermission` or `Io` if the path cannot be followed.
    pub fn beside(path: &Path, kind: &'static str) -> Result<Self, StoreError> {
        let target = find_target(path)?;
        let mut name = file_name(&target).to_owned();
        name.push(format!(".{kind}s"));
        let folder = folder_of(&target).join(name);
        Ok(Self {
            target,
            folder,
            kind,
        })
    }

    /// The folder; it need not exist.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where a file of this name is, or would be.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.{}", self.kind))
    }

    /// The names of all files in the drawer, in order; none where there is no folder.
    ///
    /// # Errors
    /// `NoPermission` or `Io` if the folder cannot be read.
    pub fn names(&self) -> Result<Vec<String>, StoreError> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if is_absent(&error) => return Ok(Vec::new()),
            Err(error) => return Err(StoreError::reading(&self.folder, error)),
        };
        let ending = format!(".{}", self.kind);
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| StoreError::reading(&self.folder, error))?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if let Some(name) = name.strip_suffix(&ending)
                && !name.is_empty()
                && !name.starts_with('.')
            {
                names.push(name.to_owned());
            }
        }
        names.sort();
        Ok(names)
    }

    /// The bytes of a file of the drawer, of at most `limit`.
    ///
    /// # Errors
    /// Those of [`super::load`].
    pub fn load(&self, name: &str, limit: u64) -> Result<Vec<u8>, StoreError> {
        load_bytes(&self.path(name), limit)
    }

    /// Puts a file into the drawer, atomically; who may not read the file beside may not read it either.
    ///
    /// The caller holds the [`super::Lock`] of the file beside.
    ///
    /// # Errors
    /// `Exists` unless `replace`, `MissingFolder`, `IsFolder`, `NoPermission`, `CannotWrite`; what was there is whole then.
    pub fn put(&self, name: &str, bytes: &[u8], replace: bool) -> Result<Saved, StoreError> {
        self.put_on(&RealDisk, name, bytes, replace)
    }

    /// As [`Drawer::put`], on a disk of the caller's.
    ///
    /// # Errors
    /// As [`Drawer::put`].
    pub fn put_on(
        &self,
        disk: &dyn Disk,
        name: &str,
        bytes: &[u8],
        replace: bool,
    ) -> Result<Saved, StoreError> {
        self.create_folder()?;
        let path = self.path(name);
        remove_leftovers(&path);
        let like = fs::metadata(&self.target).ok();
        match find_existing(&path)? {
            None => create_like_on(disk, &path, bytes, like.as_ref()),
            Some(metadata) if metadata.is_dir() => Err(StoreError::IsFolder {
                path,
                access: Access::Write,
            }),
            Some(_) if !replace => Err(StoreError::Exists { path }),
            Some(_) => {
                check_writable(&path)?;
                overwrite_on(disk, &path, bytes, like.as_ref())
            }
        }
    }

    fn create_folder(&self) -> Result<(), StoreError> {
        let around = folder_of(&self.folder);
        match fs::create_dir(&self.folder) {
            Ok(()) => {
                // Line ends that git changes would be damage, and so would the marks of its merges.
                let attributes = format!("*.{} -text -merge\n", self.kind);
                // Without them everything still works here, so a failure is none of the caller's business.
                let _ = fs::write(self.folder.join(".gitattributes"), attributes);
                Ok(())
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if self.folder.is_dir() {
                    return Ok(());
                }
                let path = self.folder.clone();
                let source = io::ErrorKind::NotADirectory.into();
                Err(StoreError::CannotWrite { path, source })
            }
            Err(error) if is_absent(&error) => Err(StoreError::MissingFolder {
                path: around.to_owned(),
            }),
            Err(error) => Err(StoreError::writing(&self.folder, around, error)),
        }
    }
}
