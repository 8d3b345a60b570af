//! Carrying owner, group and permission bits over from a file to the one that replaces it.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

/// Gives a new file the access of an old one; false if something could not be kept.
///
/// Where the group cannot be kept, the group's bits shrink to what everybody may do, so that no other group gains.
#[cfg(unix)]
pub(crate) fn keep_access(file: &File, like: &Metadata) -> io::Result<bool> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};

    let fresh = file.metadata()?;
    let mut mode = like.mode() & 0o7777;
    let mut kept = true;
    if (fresh.uid(), fresh.gid()) != (like.uid(), like.gid())
        && fchown(file, Some(like.uid()), Some(like.gid())).is_err()
    {
        kept = false;
        mode &= 0o1777;
        if fresh.gid() != like.gid() && fchown(file, None, Some(like.gid())).is_err() {
            mode &= !0o070 | ((mode & 0o007) << 3);
        }
    }
    if file.metadata()?.mode() & 0o7777 != mode {
        // Some file systems know no permission bits; the content matters more.
        let permissions = std::fs::Permissions::from_mode(mode);
        kept &= file.set_permissions(permissions).is_ok();
    }
    Ok(kept)
}

/// Gives a new file the access of an old one; elsewhere than on Unix the folder decides.
#[cfg(not(unix))]
pub(crate) fn keep_access(_file: &File, _like: &Metadata) -> io::Result<bool> {
    Ok(true)
}

/// Opens a new temporary file: private if it will take over another's access, else as the system makes files.
pub(crate) fn open_temporary(path: &Path, private: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if private {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = private;
    options.open(path)
}

/// Whether a path still names the file that is open; none where the system cannot tell.
#[cfg(unix)]
pub(crate) fn is_same_file(file: &File, path: &Path) -> Option<bool> {
    use std::os::unix::fs::MetadataExt;

    let open = file.metadata().ok()?;
    let named = std::fs::metadata(path);
    Some(named.is_ok_and(|named| (named.dev(), named.ino()) == (open.dev(), open.ino())))
}

/// Whether a path still names the file that is open; none where the system cannot tell.
#[cfg(not(unix))]
pub(crate) fn is_same_file(_file: &File, _path: &Path) -> Option<bool> {
    None
}
