//! The integration tests: one binary, one module a subject.

mod clock;
mod prompt;
mod store;
mod yaml;
