//! Questions to a person, and what the person did.
//!
//! A prompt knows nothing of projects or handbooks: it gets texts and returns
//! a [`Reply`]. The screen around it (where one is, the question, why it is
//! asked) is written by the caller beforehand.

pub mod ask;
mod editor;
mod interrupt;
mod keys;
mod line;
mod list;
mod pager;
mod plain;
mod scripted;
mod terminal;
mod text_entry;
mod words;

use std::io;

pub use interrupt::{EXIT_INTERRUPTED, Watch as InterruptWatch};
pub use pager::page;
pub use plain::PlainPrompter;
pub use scripted::{NoPrompter, ScriptedPrompter, Seen};
pub use terminal::TerminalPrompter;
pub use words::Words;

use crate::ui::{Ui, layout};

/// Something that can ask a person.
pub trait Prompter {
    /// Asks once and returns what the person did.
    ///
    /// # Errors
    ///
    /// [`PromptError::NotATerminal`] when there is nobody to ask,
    /// [`PromptError::Io`] when the terminal fails.
    fn ask(&mut self, ui: &mut Ui, request: &Request<'_>) -> Result<Reply, PromptError>;

    /// The text typed so far when the last line or text was left by a command,
    /// Esc, Ctrl-C or Ctrl-D; taken once. Give it back as `initial` when the
    /// same thing is asked again, so that nothing typed is lost.
    fn take_draft(&mut self) -> Option<String> {
        None
    }

    /// Waits until a page that fills the screen has been read; `hint` says which key goes on.
    /// Prompters that repaint nothing do not wait.
    ///
    /// # Errors
    ///
    /// As [`Prompter::ask`].
    fn pause(&mut self, _ui: &mut Ui, _hint: &str) -> Result<Pause, PromptError> {
        Ok(Pause::GoOn)
    }
}

/// How a pause between two pages ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// The next page is wanted.
    GoOn,
    /// The rest of the pages is not wanted.
    Leave,
    /// Ctrl-C.
    Interrupted,
}

/// The prompter that suits the terminal: none, plain, or with lists.
pub fn prompter_for(ui: &Ui) -> Box<dyn Prompter> {
    match (ui.can_prompt(), ui.is_plain()) {
        (false, _) => Box::new(NoPrompter),
        (true, true) => Box::new(PlainPrompter::new()),
        (true, false) => Box::new(TerminalPrompter::new()),
    }
}

/// How many rows a request takes at least, with all that stands below it, so that it can be used.
pub fn rows_needed(ui: &Ui, request: &Request<'_>) -> usize {
    let (terminal_columns, terminal_rows) = ui.terminal_size();
    let mut list = match &request.kind {
        RequestKind::Choice { options, default } => list::List::one(options, *default),
        RequestKind::Choices { options, chosen } => list::List::many(options, chosen),
        RequestKind::Line { .. } | RequestKind::Text { .. } => {
            let hint = layout::wrap(&request.hint, ui.width(), "", "").len();
            return hint + 2;
        }
    };
    let around = list::Surroundings {
        hint: &request.hint,
        // As if the question took the whole screen: what the list keeps then is its least.
        above: terminal_rows,
        words: request.words,
    };
    list.rows(ui, around, (terminal_columns, terminal_rows))
        .len()
        + 2
}

/// One question as a prompt sees it.
#[derive(Debug, Clone)]
pub struct Request<'w> {
    /// What kind of answer is wanted.
    pub kind: RequestKind,
    /// A short prompt text, shown above the answer; empty for none.
    pub label: String,
    /// One line about the keys or commands, empty for none.
    pub hint: String,
    /// How many rows above belong to the question; a long list leaves them on the screen.
    pub above: usize,
    /// The words the prompt itself needs.
    pub words: &'w Words,
}

/// What kind of answer is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestKind {
    /// Exactly one of some options.
    Choice {
        /// The options, at least one.
        options: Vec<Choice>,
        /// The option the cursor starts on.
        default: Option<usize>,
    },
    /// Any number of some options.
    Choices {
        /// The options, at least one.
        options: Vec<Choice>,
        /// The options chosen at the start.
        chosen: Vec<usize>,
    },
    /// One line of text.
    Line {
        /// Text to start from.
        initial: Option<String>,
        /// Words offered by the Tab key.
        completions: Vec<String>,
    },
    /// Text of several lines, ended by an empty line or a single `.`; `:e`
    /// opens the person's editor.
    Text {
        /// Text to start from.
        initial: Option<String>,
    },
}

/// One option of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the person reads and chooses.
    pub label: String,
    /// A remark beside or below it.
    pub detail: Option<String>,
}

impl Choice {
    /// An option without a remark.
    pub fn new(label: impl Into<String>) -> Choice {
        Choice {
            label: label.into(),
            detail: None,
        }
    }

    /// The same with a remark.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Choice {
        self.detail = Some(detail.into());
        self
    }
}

/// What the person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Chose the option with this index.
    Chosen(usize),
    /// Chose the options with these indices, ascending.
    ChosenMany(Vec<usize>),
    /// Typed a line.
    Line(String),
    /// Typed or edited a longer text; lines are separated by `\n`, none at the
    /// end.
    Text(String),
    /// Typed a command, here without the colon before it.
    Command(String),
    /// Pressed Esc.
    Back,
    /// Pressed Ctrl-D, or the input ended.
    End,
    /// Pressed Ctrl-C.
    Interrupted,
}

/// Nobody could be asked.
#[derive(Debug, thiserror::Error)]
pub enum PromptError {
    /// Standard input or standard error is no terminal.
    #[error("not a terminal")]
    NotATerminal,
    /// The terminal failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}
