//! A bar that shows how far long work is.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::ui::Ui;

/// Less than so many pieces of work are done before anybody has read a bar.
const MANY: usize = 20;

/// A bar for so many pieces of work; one that draws nothing where they are few, or nobody sees it.
pub(crate) fn bar(ui: &Ui, word: String, pieces: usize) -> ProgressBar {
    if pieces < MANY || ui.is_quiet() || ui.is_plain() {
        return ProgressBar::hidden();
    }
    // On what is no terminal it draws nothing by itself.
    let bar = ProgressBar::with_draw_target(Some(pieces as u64), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_message(word);
    bar
}
