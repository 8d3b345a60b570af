//! The record of changes by which they can be taken back, one JSON object a line.
//!
//! An entry is written before the change it records, so that there is no change without one.
//! Each names the digests of the file before and after, so entries that an interrupted save left, lines that were
//! damaged and edits by other programs are all recognised and passed over.
//!
//! The caller holds the file's [`super::Lock`].

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::access::keep_access;
use super::place::{companion, create_private_folder, find_target, folder_of};
use super::reading::load_bytes;
use super::replacing::overwrite_on;
use super::splice::Splice;
use super::{Disk, RealDisk, Stamp, StoreError};

/// The journal holds at most this many entries; the oldest go first.
pub const MAX_JOURNAL_ENTRIES: usize = 500;

/// The journal holds at most this many bytes, unless its newest entry alone is larger; the oldest entries go first.
pub const MAX_JOURNAL_BYTES: usize = 4 * 1024 * 1024;

/// When entries have to go, this share in percent is kept, so that not every save rewrites the journal.
const KEPT_SHARE: usize = 90;

/// A journal larger than this is none of ours.
const MAX_READ_BYTES: u64 = 256 * 1024 * 1024;

const VERSION: u32 = 1;

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    v: u32,
    at: Timestamp,
    what: String,
    before: String,
    after: String,
    start: usize,
    removed: String,
    /// What was removed, as hexadecimal digits, where it is no text in UTF-8; `removed` is empty then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    removed_bytes: Option<String>,
    added_len: usize,
}

/// A change that can be taken back.
#[derive(Debug, Clone)]
pub struct Undo {
    /// The file's bytes before the change.
    pub bytes: Vec<u8>,
    /// What the change was, in the words it was recorded with.
    pub what: String,
    /// When it was made.
    pub at: Timestamp,
    /// Where its line begins in the journal.
    offset: usize,
    line: Vec<u8>,
}

/// The journal of one file, `.mainstream/<file name>.undo` beside it.
pub struct Journal<'d> {
    disk: &'d dyn Disk,
    target: PathBuf,
    path: PathBuf,
}

impl Journal<'static> {
    /// The journal of a file; a symbolic link's is its target's.
    ///
    /// # Errors
    /// `NoPermission` or `Io` if the path cannot be followed.
    pub fn of(path: &Path) -> Result<Self, StoreError> {
        Self::of_on(&RealDisk, path)
    }
}

impl<'d> Journal<'d> {
    /// As [`Journal::of`], on a disk of the caller's.
    ///
    /// # Errors
    /// As [`Journal::of`].
    pub fn of_on(disk: &'d dyn Disk, path: &Path) -> Result<Self, StoreError> {
        let target = find_target(path)?;
        let path = companion(&target, ".undo");
        Ok(Self { disk, target, path })
    }

    /// The journal's own path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Records the change from `old` to `new`, and syncs, before it is made.
    ///
    /// # Errors
    /// `CannotWrite`, `NoPermission`, `TooLarge`; the journal is as it was then.
    pub fn push(
        &self,
        old: &[u8],
        new: &[u8],
        what: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let line = render_entry(old, new, what, at).map_err(|error| self.cannot_write(error))?;
        create_private_folder(&self.path)?;
        let held = self.load()?;
        let n_entries = held.split(|byte| *byte == b'\n').count();
        if n_entries > MAX_JOURNAL_ENTRIES || held.len() + line.len() > MAX_JOURNAL_BYTES {
            let mut shortened = newest_lines(&held, line.len()).to_vec();
            shortened.extend_from_slice(&line);
            return self.overwrite(&shortened);
        }
        self.append(&held, &line)
            .map_err(|error| self.cannot_write(error))
    }

    /// The last change that led to `current`, without forgetting it.
    ///
    /// # Errors
    /// `NothingToUndo` if nothing is on record, `ChangedSince` if the file was edited otherwise since, and the errors
    /// of [`super::load`] for the journal.
    pub fn find(&self, current: &[u8]) -> Result<Undo, StoreError> {
        let held = self.load()?;
        let digest = Stamp::of(current).sha256();
        let mut later: Option<Entry> = None;
        for (offset, line) in lines_backwards(&held) {
            let Some(entry) = parse_entry(line) else {
                continue;
            };
            if entry.after == digest
                && let Some(bytes) = entry.take_back(current)
            {
                return Ok(Undo {
                    bytes,
                    what: entry.what,
                    at: entry.at,
                    offset,
                    line: line.to_vec(),
                });
            }
            // The record of a save that never happened says nothing of what the file is now.
            if entry.before != digest {
                later.get_or_insert(entry);
            }
        }
        let path = self.target.clone();
        Err(match later {
            Some(Entry { what, at, .. }) => StoreError::ChangedSince { path, what, at },
            None => StoreError::NothingToUndo { path },
        })
    }

    /// Forgets a change that was taken back, and what was recorded after it; does nothing if it is forgotten already.
    ///
    /// # Errors
    /// Those of writing the journal, which is as it was then.
    pub fn forget(&self, undo: &Undo) -> Result<(), StoreError> {
        let held = self.load()?;
        let stands = held
            .get(undo.offset..)
            .is_some_and(|rest| rest.starts_with(&undo.line));
        if stands {
            self.overwrite(&held[..undo.offset])?;
        }
        Ok(())
    }

    /// [`Journal::find`] and [`Journal::forget`] in one.
    ///
    /// A caller that writes the restored bytes does better to forget only afterwards, as [`super::undo`] does.
    ///
    /// # Errors
    /// Those of both.
    pub fn undo(&self, current: &[u8]) -> Result<Undo, StoreError> {
        let undo = self.find(current)?;
        self.forget(&undo)?;
        Ok(undo)
    }

    /// The journal's bytes; a missing journal is an empty one.
    fn load(&self) -> Result<Vec<u8>, StoreError> {
        match load_bytes(&self.path, MAX_READ_BYTES) {
            Err(StoreError::Missing { .. }) => Ok(Vec::new()),
            other => other,
        }
    }

    fn append(&self, held: &[u8], line: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new()
            .append(true)
            .create(true)
            .open(&self.path)?;
        self.guard(&file)?;
        // A line that an interrupted save tore must not swallow the next one.
        let torn = held.last().is_some_and(|byte| *byte != b'\n');
        let text = if torn { &[b"\n", line].concat() } else { line };
        let written = self
            .disk
            .write(&mut file, text)
            .and_then(|()| self.disk.sync(&file));
        if written.is_err() {
            // If even this fails, the torn line is passed over by every reader.
            let _ = file.set_len(held.len() as u64);
        } else if held.is_empty() {
            // A journal whose name a power cut takes away costs an undo and no text, so this may fail.
            let _ = self.disk.sync_folder(folder_of(&self.path));
        }
        written
    }

    /// The journal quotes the file, so who may not read the one must not read the other.
    fn guard(&self, journal: &File) -> io::Result<()> {
        match fs::metadata(&self.target) {
            Ok(metadata) => keep_access(journal, &metadata).map(|_| ()),
            Err(_) => Ok(()),
        }
    }

    fn overwrite(&self, bytes: &[u8]) -> Result<(), StoreError> {
        let like = fs::metadata(&self.target).or_else(|_| fs::metadata(&self.path));
        overwrite_on(self.disk, &self.path, bytes, like.ok().as_ref()).map(|_| ())
    }

    fn cannot_write(&self, error: io::Error) -> StoreError {
        StoreError::writing(&self.path, folder_of(&self.path), error)
    }
}

impl Entry {
    /// The bytes before the change, if the entry's own digest confirms them.
    fn take_back(&self, current: &[u8]) -> Option<Vec<u8>> {
        let bytes = match &self.removed_bytes {
            Some(digits) => parse_hex(digits)?,
            None => Vec::new(),
        };
        let splice = Splice {
            start: self.start,
            removed: match &self.removed_bytes {
                Some(_) => &bytes,
                None => self.removed.as_bytes(),
            },
            added_len: self.added_len,
        };
        let bytes = splice.take_back(current)?;
        (Stamp::of(&bytes).sha256() == self.before).then_some(bytes)
    }
}

fn render_entry(old: &[u8], new: &[u8], what: &str, at: Timestamp) -> io::Result<Vec<u8>> {
    let splice = Splice::between(old, new);
    let text = str::from_utf8(splice.removed).ok();
    let entry = Entry {
        v: VERSION,
        at,
        what: what.to_owned(),
        before: Stamp::of(old).sha256(),
        after: Stamp::of(new).sha256(),
        start: splice.start,
        removed: text.unwrap_or_default().to_owned(),
        removed_bytes: text.is_none().then(|| render_hex(splice.removed)),
        added_len: splice.added_len,
    };
    let mut line = serde_json::to_vec(&entry)?;
    line.push(b'\n');
    Ok(line)
}

/// Two hexadecimal digits for each byte.
fn render_hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0x0f]);
    digits
        .filter_map(|digit| char::from_digit(u32::from(digit), 16))
        .collect()
}

/// The bytes that pairs of hexadecimal digits stand for; none where they are none.
fn parse_hex(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

/// The entry in a line; none if the line is damaged or of another version.
fn parse_entry(line: &[u8]) -> Option<Entry> {
    let entry: Entry = serde_json::from_slice(line).ok()?;
    (entry.v == VERSION).then_some(entry)
}

/// The lines without their ends, last first, each with the offset at which it begins.
fn lines_backwards(text: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut end = text.len();
    text.rsplit(|byte| *byte == b'\n').map(move |line| {
        let start = end - line.len();
        end = start.saturating_sub(1);
        (start, line)
    })
}

/// The newest lines that, with a coming one of `coming` bytes, stay within the share that is kept.
fn newest_lines(text: &[u8], coming: usize) -> &[u8] {
    let max_lines = MAX_JOURNAL_ENTRIES * KEPT_SHARE / 100;
    let max_bytes = (MAX_JOURNAL_BYTES * KEPT_SHARE / 100).saturating_sub(coming);
    let whole = match text.last() {
        Some(b'\n') | None => text,
        // A torn last line goes, since nobody can read it.
        Some(_) => {
            &text[..text
                .iter()
                .rposition(|byte| *byte == b'\n')
                .map_or(0, |at| at + 1)]
        }
    };
    let kept = lines_backwards(whole)
        .skip(1)
        .take(max_lines - 1)
        .map(|(start, _)| &whole[start..])
        .take_while(|lines| lines.len() <= max_bytes)
        .last();
    kept.unwrap_or_default()
}
