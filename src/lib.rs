//! Write migration into development planning: one YAML file per country, interviewed, checked, reported.
//!
//! The pipeline, in reading order of the modules:
//! a file's bytes ([`store`]) → text with places ([`source`]) → a tree with spans ([`yaml`]) →
//! a project read against a handbook ([`handbook`], [`project`]) → words in the reader's language.

pub mod source;
pub mod yaml;
pub mod clock;
pub mod store;
pub mod assets;
pub mod diagnostic;
pub mod language;
pub mod error;
pub mod settings;
pub mod handbook;
pub mod project;
pub mod interview;
pub mod rules;
pub mod check;
pub mod report;
pub mod emit;
pub mod ui;
pub mod prompt;
pub mod commands;
