//! Single questions, for setting up a project, where nobody types commands.
//! Long lists and the editor go through dialoguer; its plain list leaves rows
//! behind where an item is wider than the terminal, and its confirmation knows
//! the English letters only, so those two are lists of ours.
//!
//! All of them return [`Asked::Back`] for Esc and [`Asked::Interrupted`] for
//! Ctrl-C, with the cursor visible again.

use std::io;

use console::Term;
use dialoguer::FuzzySelect;
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};

use super::interrupt::Watch;
use super::keys::Keys;
use super::{Choice, PromptError, Reply, Request, RequestKind, Words, editor, prompter_for};
use crate::ui::layout::truncate;
use crate::ui::{Ui, sanitize_line};

/// What came of a single question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked<T> {
    /// The answer.
    Answer(T),
    /// Esc, or nothing was given.
    Back,
    /// Ctrl-C.
    Interrupted,
}

/// Lets the person pick one of `items`; the index.
///
/// What is typed instead of a number is taken as a part of the item wanted, and
/// narrows the list. In plain mode Ctrl-D goes back, as Esc does elsewhere.
///
/// # Errors
///
/// [`PromptError::NotATerminal`] when there is nobody to ask,
/// [`PromptError::Io`] when the terminal fails.
pub fn pick(
    ui: &mut Ui,
    words: &Words,
    title: &str,
    items: &[String],
    default: usize,
) -> Result<Asked<usize>, PromptError> {
    pick_by_part(ui, words, title, items, Some(default))
}

/// As [`pick`], narrowed by typing: for long lists such as countries. In plain
/// mode nothing is listed until a part of the item wanted is typed.
///
/// # Errors
///
/// As [`pick`].
pub fn pick_fuzzy(
    ui: &mut Ui,
    words: &Words,
    title: &str,
    items: &[String],
    default: usize,
) -> Result<Asked<usize>, PromptError> {
    let theme = theme(ui)?;
    if ui.is_plain() {
        return pick_by_part(ui, words, title, items, None);
    }
    // dialoguer loses count of its rows where an item takes two.
    let room = ui.terminal_size().0.saturating_sub(4);
    let shown = |item: &String| truncate(&sanitize_line(item), room);
    let items: Vec<_> = items.iter().map(shown).collect();
    on_terminal(|term| {
        FuzzySelect::with_theme(theme.as_ref())
            .with_prompt(sanitize_line(title))
            .items(&items)
            .default(default.min(items.len().saturating_sub(1)))
            .max_length(list_rows(term))
            .interact_on_opt(term)
    })
}

/// A question answered by yes or no.
///
/// # Errors
///
/// As [`pick`].
pub fn confirm(
    ui: &mut Ui,
    words: &Words,
    title: &str,
    default: bool,
) -> Result<Asked<bool>, PromptError> {
    let items = [words.yes.clone(), words.no.clone()];
    Ok(
        match pick(ui, words, title, &items, usize::from(!default))? {
            Asked::Answer(index) => Asked::Answer(index == 0),
            Asked::Back => Asked::Back,
            Asked::Interrupted => Asked::Interrupted,
        },
    )
}

/// Opens `text` in the person's editor (`VISUAL`, else `EDITOR`);
/// [`Asked::Back`] when it was not saved, or none is set, which is said.
///
/// # Errors
///
/// [`PromptError::NotATerminal`] when there is nobody to ask.
pub fn edit_text(ui: &mut Ui, words: &Words, text: &str) -> Result<Asked<String>, PromptError> {
    if !ui.can_prompt() {
        return Err(PromptError::NotATerminal);
    }
    Ok(editor::edit(ui, words, text).map_or(Asked::Back, Asked::Answer))
}

/// Picks from lists that typing narrows. Items are listed at once when there is
/// a default, else when something was typed.
fn pick_by_part(
    ui: &mut Ui,
    words: &Words,
    title: &str,
    items: &[String],
    default: Option<usize>,
) -> Result<Asked<usize>, PromptError> {
    let mut prompter = prompter_for(ui);
    // Indices of the items shown, which are numbered anew each time.
    let mut matching: Vec<usize> = default.map_or_else(Vec::new, |_| (0..items.len()).collect());
    let mut default = default;
    loop {
        let options = matching
            .iter()
            .map(|index| Choice::new(&items[*index]))
            .collect();
        let kind = RequestKind::Choice { options, default };
        let request = Request {
            kind,
            label: title.to_owned(),
            hint: String::new(),
            above: 0,
            words,
        };
        let typed = match prompter.ask(ui, &request)? {
            Reply::Chosen(at) => return Ok(Asked::Answer(matching[at])),
            Reply::Interrupted => return Ok(Asked::Interrupted),
            Reply::Command(typed) | Reply::Line(typed) => typed.trim().to_lowercase(),
            _ => return Ok(Asked::Back),
        };
        let has_part = |index: &usize| items[*index].to_lowercase().contains(&typed);
        let found: Vec<usize> = (0..items.len()).filter(has_part).collect();
        let exact = found
            .iter()
            .find(|index| items[**index].to_lowercase() == typed);
        match (found.as_slice(), exact) {
            ([only], _) | (_, Some(only)) => return Ok(Asked::Answer(*only)),
            ([], None) => ui.show_line(&words.no_match),
            (_, None) => {
                matching = found;
                default = None;
            }
        }
    }
}

fn theme(ui: &Ui) -> Result<Box<dyn Theme>, PromptError> {
    if !ui.can_prompt() {
        return Err(PromptError::NotATerminal);
    }
    Ok(if ui.has_color() && ui.is_unicode() {
        Box::new(ColorfulTheme::default())
    } else {
        Box::new(SimpleTheme)
    })
}

/// How many options fit below the question.
fn list_rows(term: &Term) -> usize {
    usize::from(term.size().0).saturating_sub(3).max(3)
}

fn on_terminal<T>(
    ask: impl FnOnce(&Term) -> dialoguer::Result<Option<T>>,
) -> Result<Asked<T>, PromptError> {
    let term = Term::stderr();
    let watch = Watch::start();
    // Held for the whole question: between two keys dialoguer would let Ctrl-C
    // be a signal, and wait on for the next key.
    let _raw = Keys::open().map_err(|_| PromptError::NotATerminal)?;
    let answer = ask(&term);
    term.show_cursor()?;
    match answer {
        Ok(Some(answer)) => Ok(Asked::Answer(answer)),
        Ok(None) => Ok(Asked::Back),
        Err(dialoguer::Error::IO(error)) => match error.kind() {
            io::ErrorKind::Interrupted => {
                watch.wait_until_pressed();
                Ok(Asked::Interrupted)
            }
            io::ErrorKind::NotConnected => Err(PromptError::NotATerminal),
            _ if watch.was_pressed() => Ok(Asked::Interrupted),
            _ => Err(PromptError::Io(error)),
        },
    }
}
