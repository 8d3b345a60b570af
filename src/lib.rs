//! Write migration into development planning.

pub mod prompt;
pub mod ui;
