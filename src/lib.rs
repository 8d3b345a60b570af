//! Write migration into development planning: one YAML file per country, interviewed, checked, reported.
//!
//! The pipeline, in reading order of the modules:
//! a file's bytes ([`store`]) → text with places ([`source`]) → a tree with spans ([`yaml`]) →
//! a project read against a handbook ([`handbook`], [`project`]) → findings ([`rules`]),
//! the interview ([`interview`]) or a document ([`report`]) → words in the reader's language.
//! The `commands` join these with the terminal.

pub mod assets;
pub mod language;

pub mod handbook;
