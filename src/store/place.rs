//! Where a file really is, and where its companions are.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Access, Stamp, StoreError};

/// The folder beside a project that holds its lock and its journal.
const PRIVATE_FOLDER: &str = ".mainstream";

/// Keeps locks and journals, which hold text that people removed, out of version control.
const IGNORE_LIST: &str = "/.gitignore\n*.lock\n*.undo\n";

/// More links in a row than this are a circle.
const MAX_LINKS: usize = 40;

/// The file behind a path: symbolic links are followed, even to a file that does not exist yet.
pub(crate) fn find_target(path: &Path) -> Result<PathBuf, StoreError> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        match fs::canonicalize(&path) {
            Ok(target) => return Ok(target),
            Err(error) if is_absent(&error) => {}
            Err(error) => return Err(StoreError::reading(&path, error)),
        }
        match fs::read_link(&path) {
            Ok(next) => path = folder_of(&path).join(next),
            Err(_) => return Ok(path),
        }
    }
    Err(StoreError::Missing { path, near: None })
}

/// The folder that holds a path.
pub(crate) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// The path of a companion file, such as the lock, of a target.
pub(crate) fn companion(target: &Path, extension: &str) -> PathBuf {
    let mut name = file_name(target).to_owned();
    name.push(extension);
    folder_of(target).join(PRIVATE_FOLDER).join(name)
}

/// How the names of a target's temporary files begin; of fixed length, so that long names stay within limits.
pub(crate) fn temporary_prefix(target: &Path) -> OsString {
    let digest = Stamp::of(file_name(target).as_encoded_bytes()).sha256();
    OsString::from(format!(".mainstream-{}-", &digest[..16]))
}

/// How the names of temporary files end.
pub(crate) const TEMPORARY_SUFFIX: &str = ".tmp";

/// Makes the folder that holds a companion.
pub(crate) fn create_private_folder(companion: &Path) -> Result<(), StoreError> {
    let private = folder_of(companion);
    let folder = folder_of(private);
    match fs::create_dir(private) {
        Ok(()) => {
            // Without the list everything still works, so a failure here is none of the caller's business.
            let _ = fs::write(private.join(".gitignore"), IGNORE_LIST);
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) if is_absent(&error) => Err(StoreError::MissingFolder {
            path: folder.to_owned(),
        }),
        Err(error) => Err(StoreError::writing(private, folder, error)),
    }
}

/// Whether an error says that there is nothing of a name, be it that a folder on the way is a file.
pub(crate) fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Refuses what is no regular file.
pub(crate) fn check_regular(
    path: &Path,
    metadata: &fs::Metadata,
    access: Access,
) -> Result<(), StoreError> {
    let path = path.to_owned();
    if metadata.is_file() {
        Ok(())
    } else if metadata.is_dir() {
        Err(StoreError::IsFolder { path, access })
    } else {
        Err(StoreError::NotRegular { path, access })
    }
}

pub(crate) fn file_name(path: &Path) -> &OsStr {
    path.file_name().unwrap_or(path.as_os_str())
}
