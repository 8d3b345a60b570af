//! Reading and writing one text file so that nothing a person wrote is ever lost.
//!
//! This module moves bytes and knows nothing of what they mean: a caller brings the new text and a check of it.
//!
//! - [`load`] reads a file, whose stamp says later whether it is still the same; [`Lock`] says who works on it.
//! - [`save`] journals the change and replaces the file; [`undo`] takes the last change back.
//! - [`Drawer`] is a folder of files kept beside a file, each whole in itself.
//! - [`replace`] and [`create`] are the atomic writes below them; [`probe_output`] and [`write_output`] serve exports,
//!   [`OutputStream`] outputs that are too large to hold.
//!
//! Every write goes to a hidden temporary file beside the target, is synced, read back and checked, and then renamed
//! over the target, so that a reader, a killed process and a full disk all find either the old file or the new one.
//!
//! What is kept of a replaced file: its permission bits, its owner and group as far as the system lets us, and the
//! symbolic link through which it was reached.
//! What is not: access control lists, extended attributes, and the tie between hard links (the other names keep the
//! old text).

mod access;
mod disk;
mod drawer;
mod error;
mod holder;
mod journal;
mod lock;
mod output;
mod place;
mod reading;
mod replacing;
mod saving;
mod splice;
mod stamp;
mod stream;

pub use disk::{Disk, RealDisk};
pub use drawer::Drawer;
pub use error::{Access, Note, StoreError};
pub use holder::Holder;
pub use journal::{Journal, MAX_JOURNAL_BYTES, MAX_JOURNAL_ENTRIES, Undo};
pub use lock::Lock;
pub use output::{probe_output, write_output, write_output_on};
pub use reading::{Loaded, load};
pub use replacing::{Saved, create, create_on, replace, replace_on};
pub use saving::{Undone, save, save_on, undo, undo_on};
pub use stamp::Stamp;
pub use stream::OutputStream;

/// A caller's check of the bytes about to replace a file; the error is the reason, in words for a bug report.
pub type Verify<'a> = &'a dyn Fn(&[u8]) -> Result<(), String>;
