//! What a command would change in a file, shown as a unified diff.

use crate::emit::unified::{Mark, render_unified};
use crate::ui::{Style, sanitize_line};

use super::app::App;

/// The changes to a file, coloured where the output is.
pub(crate) fn changes_text(app: &App, name: &str, old: &str, new: &str) -> String {
    let show = |mark: Mark, line: &str| {
        let line = sanitize_line(line);
        let style = match mark {
            Mark::Head => Style::Strong,
            Mark::Place => Style::Accent,
            Mark::Gone => Style::Bad,
            Mark::New => Style::Good,
            Mark::Same => return line.into_owned(),
        };
        app.ui.style_out(style, &line)
    };
    render_unified(name, old, new, &show)
}
