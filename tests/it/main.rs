//! The integration tests: one binary, one module a subject.

mod clock;
mod prompt;
mod sample_report;
mod store;
mod writers;
mod yaml;
mod yaml_properties;
