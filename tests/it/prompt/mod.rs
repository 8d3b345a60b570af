//! Text layout, and prompts with and without a terminal.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod layout;
#[cfg(unix)]
mod pty;
#[cfg(unix)]
mod pty_child;
#[cfg(unix)]
pub(crate) mod screen;
mod scripted;
mod streams;
#[cfg(unix)]
pub(crate) mod terminal;
