//! What `check` says about a file: findings as data, without words and without drawing.

use crate::source::Span;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Would make the project better.
    Advice,
    /// Will trouble somebody later.
    Warning,
    /// Cannot stand.
    Error,
}

impl Level {
    /// All levels, the gravest first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Advice];

    /// The word on the command line and in machine output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A second place that belongs to a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// Where.
    pub span: Span,
    /// The name of the rule's text that says what it has to do with the finding.
    pub label: &'static str,
}

/// A change to the file that would end a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// Whether it can be made without asking.
    pub safe: bool,
    /// The bytes to replace.
    pub span: Span,
    /// What to write there.
    pub replacement: String,
}

/// One thing wrong with, or missing from, a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The id of the rule.
    pub rule: &'static str,
    /// How much it matters.
    pub level: Level,
    /// Where.
    pub span: Span,
    /// What fills the placeholders of the rule's texts.
    pub values: Vec<(&'static str, String)>,
    /// Other places that belong to it.
    pub others: Vec<Other>,
    /// The path of the answer, such as `set-up.bodies[steering-committee].chair`.
    pub answer: Option<String>,
    /// The code of the question, such as `D09`.
    pub question: Option<String>,
    /// A change that would end it.
    pub repair: Option<Repair>,
}
