//! Names of files as others want them: relative to a folder, with `/`, as a URI.

use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

/// The folder that names are relative to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base(PathBuf);

impl Base {
    /// An absolute folder.
    pub fn new(folder: &Path) -> Self {
        Self(resolved(folder))
    }

    /// The name of a file below the folder, with `/` between its parts; else its whole path.
    pub fn relative(&self, name: &str) -> String {
        let path = self.path(name);
        with_slashes(path.strip_prefix(&self.0).unwrap_or(&path))
    }

    /// The name as a URI reference, and whether it is relative to the folder.
    pub(crate) fn uri(&self, name: &str) -> (String, bool) {
        let path = self.path(name);
        match path.strip_prefix(&self.0) {
            Ok(below) => (encoded(&with_slashes(below)), true),
            Err(_) => (file_uri(&path), false),
        }
    }

    /// The folder itself as a URI, with `/` at its end.
    pub(crate) fn folder_uri(&self) -> String {
        let mut uri = file_uri(&self.0);
        if !uri.ends_with('/') {
            uri.push('/');
        }
        uri
    }

    fn path(&self, name: &str) -> PathBuf {
        resolved(&self.0.join(name))
    }
}

/// The path without `.` and `..`, as far as names tell: links are not followed.
fn resolved(path: &Path) -> PathBuf {
    let mut found = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                found.pop();
            }
            part => found.push(part),
        }
    }
    found
}

fn with_slashes(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        text.into_owned()
    } else {
        text.replace(std::path::MAIN_SEPARATOR, "/")
    }
}

fn file_uri(path: &Path) -> String {
    let text = with_slashes(path);
    // `C:/plans` of Windows has no slash before it.
    format!("file:///{}", encoded(text.trim_start_matches('/')))
}

/// All but the characters that stand for themselves everywhere in a URI, and the slash.
fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            byte => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}
