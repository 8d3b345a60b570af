//! The integration tests: one binary, one module a subject.

mod changes;
mod clock;
mod handbook;
mod layers;
mod messages;
mod prompt;
mod sample_report;
mod sandbox;
mod store;
mod writers;
mod yaml;
mod yaml_properties;
