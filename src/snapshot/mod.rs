//! Named states of a project: what a team agreed on at its inception, in a workshop, at the adoption.
//!
//! A snapshot is one file in the project's [`crate::store::Drawer`]: a head that says what it is, and behind it the
//! project as it was, byte for byte. Head and project have a digest each, so that damage is noticed and named, and no
//! snapshot needs another one.

mod damage;
mod head;
mod name;
mod shelf;

pub use damage::{Damage, Damaged};
pub use head::{Head, Snapshot, parse, render};
pub use name::{BadName, MAX_NAME, normalised};
pub use shelf::{KIND, Kept, Shelf};
