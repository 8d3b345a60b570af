//! Two versions of a project brought together over the one they come from, by meaning.
//!
//! Ours is the text that is kept; what theirs changed since the base is made in it, by id (`weave`). Texts are
//! merged by paragraph and sentence ([`merge_prose`]). What cannot be decided is a [`Conflict`]: a value in the file,
//! which stays a project. Comments that only theirs has are put beside what they were about (`comments`).

mod comments;
mod conflict;
mod names;
mod prose;
mod three_way;
mod weave;

pub use comments::comment_texts;
pub use conflict::{Conflict, Disagreement, Side, conflicts, settle, settle_with};
pub use prose::merge_prose;
pub use three_way::{MergeError, Merged, merge};
