//! Which layer a part comes from, and that one took it out.

use crate::language::Saying;
use crate::source::Span;

/// Where a part of the handbook was first described: one of its structure files, and its bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Origin {
    pub(super) file: usize,
    pub(super) span: Span,
}

/// A part's place in the files people can open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginPlace<'h> {
    /// The index of the layer.
    pub layer: usize,
    /// The path below the layer's folder.
    pub path: &'h str,
    /// The line, counted from 1.
    pub line: usize,
    /// The bytes; empty where the built-in handbook was not read from its text.
    pub span: Span,
}

/// That a layer took a part out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// The index of the layer in [`Handbook::layers`](super::Handbook::layers).
    pub layer: usize,
    /// Why.
    pub reason: Saying,
}

/// A layer that a handbook is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerInfo {
    /// Its id.
    pub id: String,
    /// Its version.
    pub edition: String,
    /// What it is called, by language.
    pub title: Saying,
    /// What people call its folder.
    pub name: String,
    /// Its index among the layers that were given; none for the built-in handbook.
    pub given: Option<usize>,
    /// The languages it promises to have every text in, where it says so itself.
    pub complete: Option<Vec<String>>,
}
