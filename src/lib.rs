//! Write migration into development planning: one YAML file per country, interviewed, checked, reported.
//!
//! The pipeline, in reading order of the modules:
//! a file's bytes → text with places ([`source`]) → a tree with spans ([`yaml`]) →
//! a project read against a handbook ([`handbook`], [`project`]).

pub mod source;
pub mod yaml;

pub mod assets;
pub mod language;

pub mod handbook;
pub mod project;
