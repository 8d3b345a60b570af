//! Failures of the program, as data: what happened, what to do, and the exit code.
//!
//! A failure carries message keys and what fills them; the words are chosen where it is shown.

use std::fmt;
use std::io;

use crate::language::Messages;

/// The exit codes scripts can rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Findings at or above the threshold, differences, or conflicts left.
    Findings = 1,
    /// Wrong arguments.
    Usage = 2,
    /// An input cannot be read or is no project.
    Input = 3,
    /// An answer is needed and there is no terminal.
    NoTerminal = 4,
    /// An output cannot be written.
    Output = 5,
    /// Something in the program itself went wrong.
    Internal = 70,
    /// Interrupted; everything answered so far is saved.
    Interrupted = 130,
}

/// Numbers of the system that have no kind in the standard library, on Linux and macOS.
const TOO_MANY_LINKS: i32 = if cfg!(target_os = "linux") { 40 } else { 62 };
const BROKEN_MEDIUM: i32 = 5;

/// A message key with what fills its placeholders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    key: &'static str,
    values: Vec<(&'static str, Filling)>,
}

/// What fills a placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Filling {
    Text(String),
    Said(Box<Said>),
}

impl Said {
    /// A message without placeholders.
    pub fn new(key: &'static str) -> Self {
        Self {
            key,
            values: Vec::new(),
        }
    }

    /// Fills a placeholder.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.values.push((name, Filling::Text(value.to_string())));
        self
    }

    /// Fills a placeholder with another message.
    #[must_use]
    pub fn with_said(mut self, name: &'static str, said: Said) -> Self {
        self.values.push((name, Filling::Said(Box::new(said))));
        self
    }

    /// What fills a placeholder, where that is text.
    pub fn value(&self, name: &str) -> Option<&str> {
        let (_, filling) = self.values.iter().find(|(known, _)| *known == name)?;
        match filling {
            Filling::Text(text) => Some(text),
            Filling::Said(_) => None,
        }
    }

    /// The system's reason for refusing something.
    pub fn of_io(error: &io::Error) -> Self {
        let key = match error.kind() {
            io::ErrorKind::PermissionDenied => "io-no-permission",
            io::ErrorKind::NotFound => "io-missing",
            io::ErrorKind::NotADirectory => "io-not-a-folder",
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::WriteZero => "io-full",
            io::ErrorKind::ReadOnlyFilesystem => "io-read-only",
            io::ErrorKind::InvalidFilename => "io-too-long",
            io::ErrorKind::InvalidInput => "io-bad-name",
            io::ErrorKind::ResourceBusy
            | io::ErrorKind::ExecutableFileBusy
            | io::ErrorKind::WouldBlock => "io-busy",
            _ if error.raw_os_error() == Some(TOO_MANY_LINKS) => "io-too-many-links",
            _ if error.raw_os_error() == Some(BROKEN_MEDIUM) => "io-broken",
            _ => return Self::new("io-other").with("detail", error),
        };
        Self::new(key)
    }

    /// The text in the language of a catalogue.
    pub fn text(&self, messages: &Messages) -> String {
        let filled: Vec<(&str, String)> = self
            .values
            .iter()
            .map(|(name, value)| match value {
                Filling::Text(text) => (*name, text.clone()),
                Filling::Said(said) => (*name, said.text(messages)),
            })
            .collect();
        let values: Vec<(&str, &dyn fmt::Display)> = filled
            .iter()
            .map(|(name, value)| (*name, value as &dyn fmt::Display))
            .collect();
        messages.get(self.key, &values)
    }
}

/// Why a command could not do its work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// What happened.
    pub what: Said,
    /// What to do about it.
    pub hints: Vec<Said>,
}

impl Failure {
    /// A failure with a message key that has no placeholders yet.
    pub fn new(exit: Exit, key: &'static str) -> Self {
        Self {
            exit,
            what: Said::new(key),
            hints: Vec::new(),
        }
    }

    /// Fills a placeholder of the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.what = self.what.with(name, value);
        self
    }

    /// Fills the placeholder `detail` with the system's reason.
    #[must_use]
    pub fn because(mut self, error: &io::Error) -> Self {
        self.what = self.what.with_said("detail", Said::of_io(error));
        self
    }

    /// Adds a hint.
    #[must_use]
    pub fn hint(mut self, hint: Said) -> Self {
        self.hints.push(hint);
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what.key)
    }
}

impl std::error::Error for Failure {}

/// The candidate nearest to a mistyped word, if one is near enough to be meant.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let word = word.to_lowercase();
    let scored = candidates.into_iter().map(|candidate| {
        let lower = candidate.to_lowercase();
        let tail = lower.rsplit('.').next().unwrap_or(&lower);
        let near = strsim::jaro_winkler(&word, &lower).max(strsim::jaro_winkler(&word, tail));
        (candidate, near)
    });
    let best = scored.max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.cmp(a.0)));
    best.filter(|(_, score)| *score > 0.82)
        .map(|(candidate, _)| candidate)
}
