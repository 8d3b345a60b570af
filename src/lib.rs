//! Write migration into development planning.

pub mod clock;
pub mod store;
