//! Screens that fit the terminal: what is shortened where there is little room, and in which order.

use crate::interview::{Prompt, PromptKind, Session};
use crate::prompt::{Request, rows_needed};
use crate::ui::Ui;

use super::Walk;
use super::canvas::{Canvas, Limits};

/// How many records stay before anything else is shortened.
const FEW: usize = 3;

/// How many rows of the reason stay on a small screen.
const WHY_ROWS: usize = 2;

impl Walk<'_> {
    /// The screen above a prompt, so that one sees where one is while one answers: records first,
    /// then the reason, then empty lines give way. A screen that is too small all the same is shown as short as it gets.
    pub(super) fn fitting(&self, ui: &Ui, session: &Session<'_>, prompt: &Prompt) -> String {
        let paint = |limits| {
            let mut canvas = Canvas::within(ui, limits);
            self.paint(&mut canvas, session, prompt);
            canvas.finish()
        };
        if ui.is_plain() || !ui.can_prompt() {
            return paint(Limits::NONE);
        }
        let request = Request {
            kind: self.request(session, prompt),
            label: String::new(),
            hint: String::new(),
            above: 0,
            words: self.view.words,
        };
        let hint = self.hint(ui, &request.kind);
        let below = rows_needed(ui, &Request { hint, ..request });
        let room = ui.terminal_size().1.saturating_sub(below);
        let records = match &prompt.kind {
            PromptKind::Menu { rows, .. } => rows.len(),
            _ => 0,
        };
        longest_fitting(room, records, paint)
    }
}

/// The longest of the shorter screens that has room, or the shortest.
fn longest_fitting(room: usize, records: usize, paint: impl Fn(Limits) -> String) -> String {
    let mut text = String::new();
    for (why, least, gaps) in [
        (usize::MAX, FEW, true),
        (WHY_ROWS, 1, true),
        (WHY_ROWS, 1, false),
    ] {
        let mut records = records;
        loop {
            text = paint(Limits { records, why, gaps });
            let over = text.lines().count().saturating_sub(room);
            if over == 0 {
                return text;
            }
            // A record takes a row or more: to leave out half of what is too much is never too much.
            let fewer = records.saturating_sub(over.div_ceil(2)).max(least);
            if fewer >= records {
                break;
            }
            records = fewer;
        }
    }
    text
}
