//! Write migration into development planning.
