//! Pages that a command shows: beside the prompt where they fit, read one by one where they do not.

use crate::interview::{Entry, Prompt};
use crate::prompt::{Pause, PromptError, Prompter};
use crate::t;
use crate::ui::Ui;

use super::Walk;
use super::canvas::Canvas;

/// From which width on most options take one row.
const WIDE: usize = 60;

/// What came of showing a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PageRead {
    /// It stands above the prompt, in so many rows; none where there was no page.
    Beside(usize),
    /// It filled the screen and was read; the prompt is to be painted anew.
    Alone,
    /// Ctrl-C.
    Interrupted,
}

impl PageRead {
    pub(super) fn is_beside(self) -> bool {
        matches!(self, Self::Beside(_))
    }

    pub(super) fn rows(self) -> usize {
        match self {
            Self::Beside(rows) => rows,
            Self::Alone | Self::Interrupted => 0,
        }
    }
}

impl Walk<'_> {
    /// Paints a page, to be shown before the next prompt.
    pub(super) fn page(&mut self, ui: &Ui, paint: impl FnOnce(&mut Canvas<'_>, &Self)) {
        let mut canvas = Canvas::new(ui);
        paint(&mut canvas, self);
        let text = canvas.finish();
        let gap = if ui.is_plain() { "" } else { "\n" };
        self.page = Some(format!("{gap}{text}{gap}"));
    }

    /// Shows the page that waits. Where the prompt would push it off the screen the person reads
    /// it first.
    pub(super) fn show_page(
        &mut self,
        ui: &mut Ui,
        prompter: &mut dyn Prompter,
        prompt: &Prompt,
    ) -> Result<PageRead, PromptError> {
        let Some(page) = self.page.take() else {
            return Ok(PageRead::Beside(0));
        };
        let rows = page.lines().count();
        let terminal_rows = ui.terminal_size().1;
        let fits = rows + entry_rows(ui, &prompt.entry) < terminal_rows;
        if ui.is_plain() || !ui.can_prompt() || fits {
            ui.show(&page);
            return Ok(PageRead::Beside(rows));
        }
        let lines: Vec<&str> = page.lines().collect();
        let hint = t!(self.view.messages, "walk-page-keys");
        for part in lines.chunks(terminal_rows.saturating_sub(2).max(1)) {
            ui.show(&format!("{}\n", part.join("\n")));
            match prompter.pause(ui, &hint)? {
                Pause::GoOn => {}
                Pause::Leave => break,
                Pause::Interrupted => return Ok(PageRead::Interrupted),
            }
        }
        Ok(PageRead::Alone)
    }
}

/// How many rows the short form of a prompt takes, about.
fn entry_rows(ui: &Ui, entry: &Entry) -> usize {
    let options = match entry {
        Entry::Choice { options, .. } | Entry::Choices { options, .. } => options.len(),
        Entry::Line { .. } | Entry::Text { .. } => 1,
    };
    let options = if ui.width() < WIDE {
        options * 2
    } else {
        options
    };
    options.min(ui.terminal_size().1 / 3) + 4
}
