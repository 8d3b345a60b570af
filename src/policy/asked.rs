//! What settings and the command line ask of a check, as it was written.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use crate::diagnostic::Level;
use crate::source::{SourceFile, Span};

/// A word and where somebody wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub text: String,
    /// File, line and column; none on the command line.
    pub place: Option<String>,
}

/// What becomes of a rule's findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    /// They are not shown and do not count.
    Off,
    /// They count at this level.
    At(Level),
}

impl Grade {
    /// All words, the lowest first.
    pub const NAMES: [&'static str; 4] = ["off", "advice", "warning", "error"];

    /// The grade with this word.
    pub fn parse(name: &str) -> Option<Self> {
        if name == "off" {
            return Some(Self::Off);
        }
        let level = Level::ALL.into_iter().find(|level| level.name() == name);
        level.map(Self::At)
    }
}

/// A rule, or a group of rules, and the grade it shall have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// The rule or the group.
    pub name: Word,
    /// The grade.
    pub grade: Grade,
}

/// A part of a suppression and where it stands in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<T> {
    /// What it says.
    pub value: T,
    /// Its place.
    pub span: Span,
}

/// A suppression in settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silence {
    /// The name of the settings file.
    pub file: String,
    /// Its text.
    pub text: Arc<str>,
    /// Its folder: globs begin there.
    pub folder: PathBuf,
    /// Where the suppression begins.
    pub span: Span,
    /// The rule.
    pub rule: Option<Part<String>>,
    /// The path of an answer, or its beginning.
    pub path: Option<Part<String>>,
    /// Which files it is for, as a glob; all below the folder where there is none.
    pub glob: Option<Part<String>>,
    /// Why.
    pub reason: Option<Part<String>>,
    /// The last day on which it holds.
    pub until: Option<Part<Date>>,
}

impl Silence {
    /// Whether it names the one file it is for.
    pub fn is_for_one_file(&self) -> bool {
        let glob = self.glob.as_ref();
        glob.is_some_and(|glob| !glob.value.contains(['*', '?', '[', '{']))
    }

    /// File, line and column of a part.
    pub fn place(&self, span: Span) -> String {
        let position = self.source().position(span.start);
        format!("{}:{}:{}", self.file, position.line, position.column)
    }

    /// The settings file.
    pub fn source(&self) -> SourceFile {
        SourceFile::new(self.file.as_str(), self.text.to_string())
    }
}

/// What the settings of a folder ask of a check.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The profile for projects that name none.
    pub profile: Option<Word>,
    /// The lowest level that makes a check fail.
    pub fail_on: Option<Level>,
    /// The grades of rules, a list for each file, the nearest file last.
    pub rules: Vec<Vec<Ruling>>,
    /// The suppressions of all files, those of the nearest last.
    pub silences: Vec<Silence>,
}

impl Asked {
    /// Lays these settings on those of a folder above.
    pub fn lay_on(&mut self, above: Self) {
        let near = std::mem::replace(self, above);
        self.profile = near.profile.or(self.profile.take());
        self.fail_on = near.fail_on.or(self.fail_on);
        self.rules.extend(near.rules);
        self.silences.extend(near.silences);
    }
}

/// What the command line asks of a check; it goes before everything else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flags {
    /// The profile.
    pub profile: Option<String>,
    /// The grades of rules.
    pub rules: Vec<Ruling>,
}
