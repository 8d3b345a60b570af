//! The integration tests: one binary, one module a subject.

mod answers;
mod html;
mod sample_report;
mod writers;
