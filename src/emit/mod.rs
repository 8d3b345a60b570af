//! Findings and changes for people and for machines; what is found is decided elsewhere.

pub mod human;
pub mod json;
pub mod unified;
