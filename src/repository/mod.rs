//! What git knows of projects: the one place that runs `git`.
//!
//! [`Git`] runs it in a folder, with what could get in the way taken from its surroundings (`call`). A [`Repository`] is
//! the one around a file: its revisions and changes (`revision`), many contents at once ([`Blobs`]), a file's
//! [`history`](Repository::history), and what setting up writes (`setup` for settings, [`attributes`] for the lines of
//! `.gitattributes`). Names are bytes to git and paths here; they are always asked for with `-z`, so that blanks and
//! accents arrive as they are. Nothing here prints, and nothing of what git says is read but what it says for machines.

pub mod attributes;
mod blobs;
mod call;
mod history;
mod place;
mod revision;
pub mod setup;
mod text;

pub use blobs::{Blob, Blobs};
pub use call::{Git, GitError};
pub use history::{Commit, Touch};
pub use place::{Repository, full};
pub use revision::{Found, Origin, Undertaking};
pub use text::{text_diff, text_merge};
