//! Findings for people and for machines; what is found is decided elsewhere.
//!
//! Every format is a [`Writer`] over the same model: a [`FileReport`] for each file, an [`Unreadable`]
//! for what could not be opened, and the [`Totals`] of the run. Writers keep nothing between files, so
//! that files can be written while others are still being checked.

mod concise;
mod csv;
mod entry;
mod github;
mod gitlab;
pub mod human;
pub mod json;
mod junit;
mod place;
mod sarif;
mod sarif_rules;
pub mod schema;
mod screen;
mod totals;
pub mod unified;

use std::fmt;

use crate::diagnostic::Finding;
use crate::language::Messages;
use crate::rules::page::Pages;
use crate::source::SourceFile;

pub use place::Base;
pub use totals::{Count, JudgedReport, Totals};

/// A form in which findings can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The lines of the file with the findings drawn into them, or plain lines.
    Human,
    /// One line for each finding.
    Concise,
    /// `mainstream/findings/1`.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// `JUnit` XML, for test reports.
    Junit,
    /// Workflow commands, which GitHub shows beside the lines.
    Github,
    /// Code quality reports of GitLab.
    Gitlab,
    /// A table for spreadsheets, as RFC 4180 has it.
    Csv,
}

impl Format {
    /// All of them, in the order of the help.
    pub const ALL: [Self; 8] = [
        Self::Human,
        Self::Concise,
        Self::Json,
        Self::Sarif,
        Self::Junit,
        Self::Github,
        Self::Gitlab,
        Self::Csv,
    ];

    /// The word on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Junit => "junit",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Csv => "csv",
        }
    }

    /// Whether people read it as it comes, so that a line of counts may follow.
    pub const fn is_for_people(self) -> bool {
        matches!(self, Self::Human | Self::Concise | Self::Github)
    }

    /// The writer of this format.
    pub fn writer<'a>(self, audience: &'a Audience<'a>, look: Look) -> Box<dyn Writer + 'a> {
        match self {
            Self::Human => Box::new(screen::Screen { audience, look }),
            Self::Concise => Box::new(concise::Concise { audience }),
            Self::Json => Box::new(json::Json { audience }),
            Self::Sarif => Box::new(sarif::Sarif { audience }),
            Self::Junit => Box::new(junit::Junit { audience }),
            Self::Github => Box::new(github::Github { audience }),
            Self::Gitlab => Box::new(gitlab::Gitlab { audience }),
            Self::Csv => Box::new(csv::Csv { audience }),
        }
    }
}

/// How findings for people look.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Whether to colour.
    pub color: bool,
    /// Whether nothing is drawn.
    pub plain: bool,
    /// Columns to keep within.
    pub width: usize,
}

/// For whom, and from where, findings are written.
pub struct Audience<'a> {
    /// The texts of the rules.
    pub pages: &'a Pages,
    /// The program's words.
    pub messages: &'a Messages,
    /// Makes one line of text from a file harmless for a terminal.
    pub clean: &'a (dyn Fn(&str) -> String + Sync),
    /// The folder that names are relative to.
    pub base: Base,
    /// The version of the program.
    pub version: &'a str,
}

impl fmt::Debug for Audience<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Audience")
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}

/// A file that was checked.
pub struct FileReport<'f> {
    /// The text the findings point into.
    pub source: &'f SourceFile,
    /// What was found, in the order of the text.
    pub findings: &'f [Finding],
    /// The code of the country the file says it is about.
    pub country: Option<&'f str>,
    /// The question a finding is about, in a line, by its code.
    pub question: &'f dyn Fn(&str) -> Option<String>,
}

impl fmt::Debug for FileReport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileReport")
            .field("file", &self.source.name())
            .field("findings", &self.findings.len())
            .finish_non_exhaustive()
    }
}

/// Something that could not be opened, so that there was nothing to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Its name, where it has one.
    pub file: String,
    /// Why, in the reader's language.
    pub message: String,
}

/// What is known at the end of a run.
#[derive(Debug, Clone, Copy)]
pub struct Closing<'c> {
    /// What was counted.
    pub totals: &'c Totals,
    /// The exit code that follows.
    pub exit: u8,
}

/// One format. What the parts of a run become is put one behind the other, with the separator between
/// those that are not empty.
pub trait Writer: Sync {
    /// What comes first; `files` are looked at in all.
    fn head(&self, _files: usize) -> String {
        String::new()
    }

    /// The findings of a file, with the separator between them.
    fn file(&self, file: &FileReport<'_>) -> String;

    /// Something that could not be opened.
    fn unreadable(&self, unreadable: &Unreadable) -> String;

    /// What stands between two parts.
    fn separator(&self) -> &'static str {
        ""
    }

    /// What comes last.
    fn tail(&self, _closing: &Closing<'_>) -> String {
        String::new()
    }
}

/// JSON that stands inside other JSON, so many columns further in.
fn indented(value: &impl serde::Serialize, columns: usize) -> String {
    // The types here have text keys only, so that nothing can go wrong.
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    let margin = " ".repeat(columns);
    format!("{margin}{}", text.replace('\n', &format!("\n{margin}")))
}
