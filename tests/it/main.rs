//! The integration tests: one binary, one module a subject.

mod sample_report;
mod writers;
