//! Reading, pointing into, writing and editing YAML text.
//!
//! Everything the crate knows of YAML notation is here, on top of the event
//! parser `granit-parser`; the rest of the crate sees [`Node`], [`Route`],
//! [`Data`] and [`edit`]. A file is read into a tree whose every part knows its
//! bytes, all faults at once ([`parse()`]); values are written so that readers of
//! YAML 1.1 and 1.2 agree on them ([`emit()`]); a change to a file is a splice that
//! leaves every other byte alone and is read back before it is handed out
//! ([`edit`]).

mod data;
mod decode;
pub mod edit;
mod emit;
mod fault;
mod inside;
mod node;
mod parse;
mod place;
mod plain;
mod prepared;
mod route;
mod tree;

pub use data::Data;
pub use decode::{DecodeError, Decoded, LineEnding, decode};
pub use emit::{EmitOptions, emit};
pub use fault::{Fault, FaultKind, SyntaxKind};
pub(crate) use inside::offsets;
pub use node::{Entry, Mapping, Node, Scalar, Sequence, Style, Value};
pub use parse::{Parsed, parse};
pub(crate) use plain::{is_decimal, is_mistyped};
pub(crate) use prepared::parse_prepared;
pub use route::{Route, Step};

/// Longest text read, in bytes (16 MiB).
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// Deepest nesting of lists and mappings read.
pub const MAX_DEPTH: usize = 64;

/// Most values read from one text; keys do not count.
pub const MAX_NODES: usize = 2_000_000;

/// Most faults reported for one text (besides the one that ends the reading), so that a hostile file cannot fill the
/// memory with them.
pub const MAX_FAULTS: usize = 10_000;
