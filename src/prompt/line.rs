//! One line typed in a terminal, over rustyline.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{
    Behavior, Cmd, CompletionType, ConditionalEventHandler, Config, Context, Editor, Event,
    EventContext, EventHandler, Helper, KeyCode, KeyEvent, Modifiers, RepeatCount,
};

use super::keys::ESCAPE_WAIT;

/// What came of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Typed {
    /// Enter; the line.
    Line(String),
    /// Esc; what had been typed.
    Back(String),
    /// Ctrl-C; what had been typed.
    Interrupted(String),
    /// Ctrl-D on an empty line.
    End,
}

/// A line editor for the lines of one question; what is pasted beyond the
/// first line waits for the next one.
pub(super) struct LineEditor {
    editor: Editor<Completions, DefaultHistory>,
    left: Left,
}

/// The key that left the line, and what had been typed.
type Left = Arc<Mutex<Option<Typed>>>;

impl LineEditor {
    /// An editor that offers `completions` to the Tab key.
    pub(super) fn open(completions: &[String]) -> io::Result<LineEditor> {
        let wait = u16::try_from(ESCAPE_WAIT.as_millis()).ok();
        let config = Config::builder()
            .behavior(Behavior::PreferTerm)
            .keyseq_timeout(wait)
            .completion_type(CompletionType::Circular)
            .auto_add_history(false)
            .bracketed_paste(true)
            // Ctrl-C is a key here, so that what was typed is kept.
            .enable_signals(false)
            .build();
        let mut editor = Editor::with_config(config).map_err(io_error)?;
        editor.set_helper(Some(Completions(completions.to_vec())));
        let left = Left::default();
        let leave = |how: fn(String) -> Typed| {
            let handler = Leave {
                left: Arc::clone(&left),
                how,
            };
            EventHandler::Conditional(Box::new(handler))
        };
        editor.bind_sequence(KeyEvent(KeyCode::Esc, Modifiers::NONE), leave(Typed::Back));
        editor.bind_sequence(KeyEvent::ctrl('C'), leave(Typed::Interrupted));
        // There is no history to search.
        editor.bind_sequence(KeyEvent::ctrl('R'), Cmd::Noop);
        editor.bind_sequence(KeyEvent::ctrl('S'), Cmd::Noop);
        Ok(LineEditor { editor, left })
    }

    /// Reads one line after `prompt`, starting from `initial`.
    pub(super) fn read(&mut self, prompt: &str, initial: &str) -> io::Result<Typed> {
        match self.editor.readline_with_initial(prompt, (initial, "")) {
            Ok(line) => Ok(Typed::Line(line)),
            Err(ReadlineError::Eof) => Ok(Typed::End),
            Err(ReadlineError::Interrupted | ReadlineError::Signal(_)) => {
                let left = self
                    .left
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .take();
                Ok(left.unwrap_or_else(|| Typed::Interrupted(String::new())))
            }
            Err(error) => Err(io_error(error)),
        }
    }
}

fn io_error(error: ReadlineError) -> io::Error {
    match error {
        ReadlineError::Io(error) => error,
        other => io::Error::other(other),
    }
}

/// Leaves the line and remembers it.
struct Leave {
    left: Left,
    how: fn(String) -> Typed,
}

impl ConditionalEventHandler for Leave {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, line: &EventContext) -> Option<Cmd> {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        *left = Some((self.how)(line.line().to_owned()));
        Some(Cmd::Interrupt)
    }
}

/// Completes a line to words that begin with it, whatever their case.
struct Completions(Vec<String>);

impl Completer for Completions {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        let typed = line.get(..position).unwrap_or(line).to_lowercase();
        let fits = |word: &&String| word.to_lowercase().starts_with(&typed);
        Ok((0, self.0.iter().filter(fits).cloned().collect()))
    }
}

impl Hinter for Completions {
    type Hint = String;
}

impl Highlighter for Completions {}
impl Validator for Completions {}
impl Helper for Completions {}
