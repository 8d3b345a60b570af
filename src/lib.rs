//! Write migration into development planning.

pub mod report;
