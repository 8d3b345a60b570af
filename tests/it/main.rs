//! The integration tests: one binary, one module a subject.

mod answers;
mod assets;
mod changes;
mod clock;
mod commands;
mod docs;
mod editions;
mod findings;
mod handbook;
mod html;
mod instruments;
mod interview;
mod judges;
mod languages;
mod layers;
mod meaning;
mod messages;
mod overlays;
mod plan;
mod prompt;
mod report;
mod rules;
mod sample_report;
mod sandbox;
mod sectors;
mod store;
#[cfg(unix)]
mod terminal;
mod upgrade;
mod writers;
mod yaml;
mod yaml_edit;
mod yaml_generated;
mod yaml_properties;
mod yaml_relocate;
mod yaml_write;
