//! The integration tests: one binary, one module a subject.

mod yaml;
mod yaml_edit;
mod yaml_generated;
mod yaml_properties;
mod yaml_write;
