//! Write migration into development planning: one YAML file per country, interviewed, checked, reported.
//!
//! The pipeline, in reading order of the modules:
//! a file's bytes ([`store`]) → text with places ([`source`]) → a tree with spans ([`yaml`]) →
//! a project read against a handbook ([`handbook`], [`project`]) → words in the reader's language.

pub mod assets;
pub mod clock;
pub mod commands;
pub mod diagnostic;
pub mod error;
pub mod handbook;
pub mod language;
pub mod project;
pub mod prompt;
pub mod report;
pub mod settings;
pub mod source;
pub mod store;
pub mod ui;
pub mod yaml;
