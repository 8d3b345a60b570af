//! What `check` says about a file: findings as data, without words and without drawing.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use crate::language::Saying;
use crate::source::Span;

/// The id of a rule: one of the program's, or one that an overlay brings. It reads and compares as
/// its text, and copying it costs next to nothing.
#[derive(Clone)]
pub struct RuleId(Id);

#[derive(Clone)]
enum Id {
    Builtin(&'static str),
    Own(Arc<str>),
}

impl RuleId {
    /// The text.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Id::Builtin(id) => id,
            Id::Own(id) => id,
        }
    }

    /// Whether an overlay brings the rule.
    pub fn is_own(&self) -> bool {
        matches!(self.0, Id::Own(_))
    }
}

impl From<&'static str> for RuleId {
    fn from(id: &'static str) -> Self {
        Self(Id::Builtin(id))
    }
}

impl From<Arc<str>> for RuleId {
    fn from(id: Arc<str>) -> Self {
        Self(Id::Own(id))
    }
}

impl Deref for RuleId {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl Borrow<str> for RuleId {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl fmt::Debug for RuleId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), formatter)
    }
}

impl PartialEq for RuleId {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for RuleId {}

impl PartialEq<str> for RuleId {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for RuleId {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl PartialOrd for RuleId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for RuleId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for RuleId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl serde::Serialize for RuleId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

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
    pub rule: RuleId,
    /// How much it matters.
    pub level: Level,
    /// Which of the rule's wordings fits, where it has several.
    pub variant: Option<&'static str>,
    /// Where.
    pub span: Span,
    /// What fills the placeholders of the rule's texts.
    pub values: Vec<(&'static str, String)>,
    /// What fills placeholders in the reader's own language, where a person wrote it in several.
    pub sayings: Vec<(&'static str, Saying)>,
    /// Other places that belong to it.
    pub others: Vec<Other>,
    /// The path of the answer, such as `set-up.bodies[steering-committee].chair`.
    pub answer: Option<String>,
    /// The code of the question, such as `D09`.
    pub question: Option<String>,
    /// A change that would end it.
    pub repair: Option<Repair>,
}

impl Finding {
    /// A finding of a rule at a place, with nothing else said yet.
    pub fn new(rule: impl Into<RuleId>, level: Level, span: Span) -> Self {
        Self {
            rule: rule.into(),
            level,
            variant: None,
            span,
            values: Vec::new(),
            sayings: Vec::new(),
            others: Vec::new(),
            answer: None,
            question: None,
            repair: None,
        }
    }

    /// Chooses one of the rule's wordings.
    #[must_use]
    pub fn variant(mut self, name: &'static str) -> Self {
        self.variant = Some(name);
        self
    }

    /// Fills a placeholder.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    /// Fills a placeholder where there is something to fill it with.
    #[must_use]
    pub fn with_some(self, name: &'static str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Fills a placeholder with what a person wrote in one or several languages.
    #[must_use]
    pub fn with_saying(mut self, name: &'static str, saying: Saying) -> Self {
        self.sayings.push((name, saying));
        self
    }

    /// Points at a second place, named by a text of the rule.
    #[must_use]
    pub fn other(mut self, span: Span, label: &'static str) -> Self {
        self.others.push(Other { span, label });
        self
    }

    /// Offers a change that would end it.
    #[must_use]
    pub fn repair(mut self, safe: bool, span: Span, replacement: impl Into<String>) -> Self {
        self.repair = Some(Repair {
            safe,
            span,
            replacement: replacement.into(),
        });
        self
    }

    /// The value of a placeholder that is the same in every language.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether a placeholder has something to fill it.
    pub fn fills(&self, name: &str) -> bool {
        self.value(name).is_some() || self.sayings.iter().any(|(known, _)| *known == name)
    }
}
