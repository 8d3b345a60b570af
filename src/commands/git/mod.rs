//! `git`: setting git up for projects, and what git calls.

mod attributes;
mod failure;
mod lines;
mod setup;
mod showing;
mod state;

pub(crate) use failure::git_failure;
pub(crate) use lines::textconv;
pub(crate) use setup::run as setup;
pub(crate) use showing::diff_driver;
pub(crate) use state::{lines as doctor_lines, uninstalled};
