//! What fuzzing tries: for each target a function from bytes to laws that have to hold.
//!
//! The targets in `fuzz_targets` hand it what libFuzzer makes up, `cargo test` what is kept in
//! `corpus`. A law that does not hold is a panic. Every function says whether the bytes were of use:
//! what is not gets no place in the corpus.

pub mod config;
pub mod edit;
pub mod expression;
pub mod growth;
pub mod merge;
pub mod overlay;
pub mod parse;
pub mod repair;
pub mod rules;
pub mod shape;
pub mod tidy;
mod tree;
mod world;

/// What is tried on bytes.
pub type Body = fn(&[u8]) -> bool;

/// All targets by name.
pub const TARGETS: [(&str, Body); 11] = [
    ("config", config::try_bytes),
    ("edit", edit::try_bytes),
    ("expression", expression::try_bytes),
    ("growth", growth::try_bytes),
    ("merge", merge::try_bytes),
    ("overlay", overlay::try_bytes),
    ("parse", parse::try_bytes),
    ("repair", repair::try_bytes),
    ("rules", rules::try_bytes),
    ("shape", shape::try_bytes),
    ("tidy", tidy::try_bytes),
];
