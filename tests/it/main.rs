//! The integration tests: one binary, one module a subject.

mod yaml;
mod findings;
mod rules;
