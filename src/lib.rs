//! Write migration into development planning: one YAML file per country, interviewed, checked, reported.

pub mod source;
pub mod yaml;
pub mod clock;
pub mod store;
pub mod assets;
pub mod diagnostic;
pub mod language;
pub mod handbook;
pub mod project;
pub mod plan;
pub mod report;
pub mod ui;
pub mod prompt;
