//! The program with which the person reads long texts.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::interrupt::Watch;
use crate::ui::Ui;

/// Shows `text` with the program that `PAGER` names; false where none is named or it cannot run.
pub fn page(ui: &Ui, text: &str) -> bool {
    let pager = std::env::var("PAGER").unwrap_or_default();
    let mut words = pager.split_whitespace();
    let Some(program) = words.next() else {
        return false;
    };
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        // Colours as they are, and no wait where the text fits on the screen.
        command.env("LESS", "FRX");
    }
    if ui.is_unicode() && std::env::var_os("LESSCHARSET").is_none() {
        // A locale that the system has no data for would show letters as bytes.
        command.env("LESSCHARSET", "utf-8");
    }
    // Ctrl-C belongs to the pager while it runs.
    let _watch = Watch::start();
    let Ok(mut child) = command.spawn() else {
        return false;
    };
    if let Some(mut input) = child.stdin.take() {
        // A pager that is left early reads no further.
        let _ = input.write_all(text.as_bytes());
    }
    child.wait().is_ok()
}
