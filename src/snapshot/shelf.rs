//! All snapshots of a project.

use std::path::{Path, PathBuf};

use crate::store::{Drawer, Saved, StoreError};

use super::damage::{Damage, Damaged};
use super::head::{Head, Snapshot, parse, render};

/// What the files of snapshots end with; the folder is called by it too.
pub const KIND: &str = "snapshot";

/// How much longer than its project the file of a snapshot may be, in bytes.
const HEAD_ROOM: u64 = 1024 * 1024;

/// The snapshots beside a project.
#[derive(Debug, Clone)]
pub struct Shelf {
    drawer: Drawer,
    /// The longest project that is read, in bytes.
    limit: u64,
}

/// A file of the shelf: a snapshot, or what is wrong with it.
#[derive(Debug)]
pub struct Kept {
    /// What it is called.
    pub name: String,
    /// Its file.
    pub path: PathBuf,
    /// What is in it.
    pub state: Result<Snapshot, Damage>,
}

impl Shelf {
    /// The shelf of a project's file, be it there or not; projects of more than `limit` bytes are not read.
    ///
    /// # Errors
    /// Those of [`Drawer::beside`].
    pub fn beside(path: &Path, limit: u64) -> Result<Self, StoreError> {
        let drawer = Drawer::beside(path, KIND)?;
        Ok(Self { drawer, limit })
    }

    /// The folder of the snapshots; it need not exist.
    pub fn folder(&self) -> &Path {
        self.drawer.folder()
    }

    /// The names of all, in order.
    ///
    /// # Errors
    /// Those of [`Drawer::names`].
    pub fn names(&self) -> Result<Vec<String>, StoreError> {
        self.drawer.names()
    }

    /// All of them by the day whose state they are, the oldest first; those that cannot be used behind.
    ///
    /// # Errors
    /// Those of [`Drawer::names`].
    pub fn all(&self) -> Result<Vec<Kept>, StoreError> {
        let names = self.drawer.names()?;
        let mut all: Vec<Kept> = names.into_iter().map(|name| self.take(name)).collect();
        all.sort_by_cached_key(|kept| {
            let head = kept.state.as_ref().ok().map(|snapshot| &snapshot.head);
            let when = head.map(|head| (head.on, head.taken));
            (when.is_none(), when, kept.name.clone())
        });
        Ok(all)
    }

    /// The one of this name; none where there is none.
    ///
    /// # Errors
    /// Those of [`Drawer::names`].
    pub fn get(&self, name: &str) -> Result<Option<Kept>, StoreError> {
        let names = self.drawer.names()?;
        let found = names.into_iter().find(|known| known == name);
        Ok(found.map(|name| self.take(name)))
    }

    /// Those that cannot be used.
    ///
    /// # Errors
    /// Those of [`Drawer::names`].
    pub fn damaged(&self) -> Result<Vec<Damaged>, StoreError> {
        let all = self.drawer.names()?.into_iter();
        let damaged = all.filter_map(|name| {
            let Kept { name, path, state } = self.take(name);
            let damage = state.err()?;
            Some(Damaged { name, path, damage })
        });
        Ok(damaged.collect())
    }

    /// Keeps a state of the project; the caller holds the project's lock.
    ///
    /// # Errors
    /// Those of [`Drawer::put`].
    pub fn keep(&self, head: &Head, bytes: &[u8], replace: bool) -> Result<Saved, StoreError> {
        self.drawer.put(&head.name, &render(head, bytes), replace)
    }

    fn take(&self, name: String) -> Kept {
        let loaded = self.drawer.load(&name, self.limit + HEAD_ROOM);
        let state = match loaded {
            Ok(file) => parse(&name, &file),
            Err(reason) => Err(Damage::Unreadable { reason }),
        };
        Kept {
            path: self.drawer.path(&name),
            name,
            state,
        }
    }
}
