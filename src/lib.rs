//! Write migration into development planning.

pub mod source;
pub mod yaml;
