//! Write migration into development planning: one YAML file per country, interviewed, checked, reported.

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
pub mod plan;
pub mod rules;
pub mod check;
pub mod interview;
pub mod report;
pub mod emit;
pub mod ui;
pub mod prompt;
pub mod commands;
