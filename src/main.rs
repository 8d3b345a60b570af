//! The `mainstream` program: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(mainstream::commands::run(std::env::args_os()))
}
