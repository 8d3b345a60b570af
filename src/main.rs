//! The `mainstream` program: everything is in the library.

fn main() {}
