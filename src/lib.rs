//! Write migration into development planning: one YAML file per country, interviewed, checked, reported.

pub mod assets;
pub mod check;
pub mod clock;
pub mod commands;
pub mod diagnostic;
pub mod emit;
pub mod error;
pub mod expression;
pub mod handbook;
pub mod interview;
pub mod language;
pub mod lint;
pub mod plan;
pub mod project;
pub mod prompt;
pub mod report;
pub mod rules;
pub mod settings;
pub mod source;
pub mod store;
pub mod ui;
pub mod upgrade;
pub mod words;
pub mod yaml;
