//! Own rules: what an overlay looks for, written as expressions in its `rules/*.yaml`.
//!
//! They are read and compiled once for a handbook; a faulty one is left out, and said so. A rule is
//! called by its overlay's id, a slash and its own id: no rule of the program has a slash in its id,
//! so that none can ever clash with one.

mod examples;
mod judge;
mod read;
mod subject;
mod words;

use std::sync::Arc;

use crate::diagnostic::Level;
use crate::expression::{Expression, Subject};
use crate::handbook::{FaultyFile, Handbook, Phase};
use crate::language::Saying;
use crate::source::Span;

use super::Group;

pub(crate) use examples::check_examples;
pub(super) use judge::judge;
use read::Piece;
pub(super) use words::page;

/// The folder of an overlay with its rules.
pub const FOLDER: &str = "rules";

/// The most own rules that are used at once.
const MOST_RULES: usize = 500;

/// What a rule looks at, and where it points.
#[derive(Debug, Clone, PartialEq, Eq)]
enum About {
    /// The whole project.
    Project(Place),
    /// Every record of a type, at one of its fields or at its id.
    Record(String, Option<String>),
    /// The answer to a question.
    Question(usize),
}

impl About {
    fn subject(&self) -> Subject<'_> {
        match self {
            Self::Project(_) => Subject::Project,
            Self::Record(of, _) => Subject::Record(of),
            Self::Question(question) => Subject::Question(*question),
        }
    }
}

/// Where a rule about the whole project points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A key of the header.
    Header(&'static str),
    /// A question.
    Question(usize),
}

/// An expression and where each byte of it stands in its file.
#[derive(Debug, Clone)]
struct Written {
    expression: Expression,
    offsets: Vec<usize>,
}

/// What people read about a rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PageText {
    summary: Saying,
    what: Saying,
    why: Saying,
    mend: Saying,
}

/// Pieces of project files that show a rule.
#[derive(Debug, Clone)]
struct Examples {
    bad: Piece,
    good: Piece,
    today: Option<jiff::civil::Date>,
}

/// A rule of an overlay.
#[derive(Debug, Clone)]
pub struct OwnRule {
    /// The id: the overlay's, a slash, the rule's.
    pub id: Arc<str>,
    /// What it is about.
    pub group: Group,
    /// The level where nobody sets another.
    pub level: Level,
    /// The phase of the work from which on it looks.
    pub phase: Phase,
    /// The index of the layer that brings it, in [`Handbook::layers`].
    pub layer: usize,
    /// Its file, below the layer's folder.
    pub file: String,
    /// The line of its id, counted from 1.
    pub line: usize,
    /// The bytes of its id in the file.
    pub span: Span,
    /// The edition of its overlay.
    pub edition: String,
    about: About,
    when: Option<Written>,
    must: Written,
    message: Saying,
    label: Saying,
    help: Saying,
    page: PageText,
    examples: Option<Examples>,
}

impl OwnRule {
    /// What shows the rule: a piece of a project file it finds something in, and the same, mended.
    pub fn example(&self) -> Option<(&str, &str)> {
        let examples = self.examples.as_ref()?;
        Some((&examples.bad.text, &examples.good.text))
    }

    /// What people read of it, by the key it stands under; a label and a help only where there is
    /// one.
    pub fn texts(&self) -> impl Iterator<Item = (&'static str, &Saying)> {
        let needed = [
            ("message", &self.message),
            ("summary", &self.page.summary),
            ("what", &self.page.what),
            ("why", &self.page.why),
            ("mend", &self.page.mend),
        ];
        let extra = [("label", &self.label), ("help", &self.help)];
        let extra = extra.into_iter().filter(|(_, text)| !text.0.is_empty());
        needed.into_iter().chain(extra)
    }
}

/// The own rules of a handbook and its overlays, in the order of layers and files.
#[derive(Debug, Clone, Default)]
pub struct OwnRules {
    all: Vec<Arc<OwnRule>>,
    /// The ids of those that cannot be used.
    left_out: Vec<Arc<str>>,
}

impl OwnRules {
    /// No rules.
    pub const fn none() -> Self {
        Self {
            all: Vec::new(),
            left_out: Vec::new(),
        }
    }

    /// Reads and compiles the rules of all layers; the files in which something is wrong come
    /// beside those that can be used.
    pub fn load(handbook: &Handbook) -> (Self, Vec<FaultyFile>) {
        read::load(handbook)
    }

    /// The rule with this id.
    pub fn get(&self, id: &str) -> Option<&OwnRule> {
        let mut all = self.all.iter();
        all.find(|rule| *rule.id == *id).map(|rule| &**rule)
    }

    /// All rules.
    pub fn iter(&self) -> impl Iterator<Item = &OwnRule> {
        self.all.iter().map(|rule| &**rule)
    }

    /// Whether an overlay has a rule with this id that cannot be used.
    pub fn is_left_out(&self, id: &str) -> bool {
        self.left_out.iter().any(|known| **known == *id)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Those of several handbooks together; of two with one id, the first.
    #[must_use]
    pub fn together<'o>(several: impl IntoIterator<Item = &'o Self>) -> Self {
        let mut together = Self::default();
        for rule in several.into_iter().flat_map(|rules| &rules.all) {
            if together.get(&rule.id).is_none() {
                together.all.push(Arc::clone(rule));
            }
        }
        together
    }
}
