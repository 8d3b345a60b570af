//! What can be wrong with the file of a snapshot.

use std::path::PathBuf;

use crate::store::StoreError;

/// Why a file of the drawer cannot be used as a snapshot.
#[derive(Debug)]
pub enum Damage {
    /// It does not begin as one.
    NotOne,
    /// A later version of the program wrote it.
    Newer {
        /// The number of its form.
        form: u32,
    },
    /// Its head was changed or cut.
    Head,
    /// The project in it is shorter than its head says.
    CutShort {
        /// The bytes that are there.
        found: u64,
        /// The bytes that there were.
        expected: u64,
    },
    /// The project in it was changed.
    Content,
    /// It was written under another name.
    Renamed {
        /// The name in its head.
        name: String,
    },
    /// The system does not let us read it.
    Unreadable {
        /// Why.
        reason: StoreError,
    },
}

impl Damage {
    /// The word for it in machine output and in the wording of rules.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::NotOne => "not-one",
            Self::Newer { .. } => "newer",
            Self::Head => "head",
            Self::CutShort { .. } => "cut-short",
            Self::Content => "content",
            Self::Renamed { .. } => "renamed",
            Self::Unreadable { .. } => "unreadable",
        }
    }

    /// What fills the placeholders of its wording.
    pub fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Newer { form } => vec![("form", form.to_string())],
            Self::CutShort { found, expected } => vec![
                ("found", found.to_string()),
                ("expected", expected.to_string()),
            ],
            Self::Renamed { name } => vec![("other", name.clone())],
            _ => Vec::new(),
        }
    }
}

/// A snapshot that cannot be used, as `check` is told of it.
#[derive(Debug)]
pub struct Damaged {
    /// What it is called.
    pub name: String,
    /// Its file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub damage: Damage,
}

impl Damaged {
    /// Its file as seen from the project's folder, the same on every machine.
    pub fn place(&self) -> String {
        let parts = [self.path.parent(), Some(self.path.as_path())].into_iter();
        let names = parts.filter_map(|part| Some(part?.file_name()?.to_string_lossy()));
        names.collect::<Vec<_>>().join("/")
    }
}
