//! What `check` looks for: every rule declared once, and the functions that look.
//!
//! A rule names the state it finds. Its wording is data (`handbook/rules/LANGUAGE.yaml`, read by
//! [`page`]); the functions here only say where, and what fills the placeholders.

mod aside;
mod checker;
mod date;
mod diagnosis;
mod filter;
mod header;
mod marks;
mod nearest;
pub mod page;
mod record;
mod reference;
mod shape;
mod state;
mod suggest;
mod syntax;
mod value;

use jiff::civil::Date;

use crate::diagnostic::{Finding, Level};
use crate::handbook::{Catalogues, Handbook};
use crate::project::Project;
use crate::source::{SourceFile, Span};
use crate::yaml::{DecodeError, Parsed};

use checker::Checker;

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// The notation of the file.
    Syntax,
    /// The file as a whole and its header.
    Project,
    /// Keys and values against the handbook.
    Shape,
    /// Ids and what points at them.
    Reference,
    /// What is said about answers.
    State,
}

impl Group {
    /// The word in machine output and on rule pages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Project => "project",
            Self::Shape => "shape",
            Self::Reference => "reference",
            Self::State => "state",
        }
    }
}

/// One thing `check` looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The id, for ever.
    pub id: &'static str,
    /// What it is about.
    pub group: Group,
    /// The level where nobody sets another.
    pub level: Level,
    /// The version of the program that first had it.
    pub since: &'static str,
}

impl Rule {
    /// A finding of this rule at a place.
    pub(crate) fn at(&self, span: Span) -> Finding {
        Finding::new(self.id, self.level, span)
    }
}

macro_rules! declare_rules {
    ($($name:ident = $id:literal, $group:ident, $level:ident, $since:literal;)*) => {
        $(const $name: Rule =
            Rule { id: $id, group: Group::$group, level: Level::$level, since: $since };)*
        /// All rules, in the order of their pages.
        pub static RULES: &[Rule] = &[$($name),*];
    };
}

declare_rules! {
    NOT_TEXT = "not-text", Syntax, Error, "0.1.0";
    FILE_TOO_LARGE = "file-too-large", Syntax, Error, "0.1.0";
    EMPTY_FILE = "empty-file", Syntax, Error, "0.1.0";
    YAML_SYNTAX = "yaml-syntax", Syntax, Error, "0.1.0";
    TAB_INDENTATION = "tab-indentation", Syntax, Error, "0.1.0";
    NESTING_TOO_DEEP = "nesting-too-deep", Syntax, Error, "0.1.0";
    SEVERAL_DOCUMENTS = "several-documents", Syntax, Error, "0.1.0";
    DUPLICATE_KEY = "duplicate-key", Syntax, Error, "0.1.0";
    LIST_AS_KEY = "list-as-key", Syntax, Error, "0.1.0";
    YAML_ALIAS = "yaml-alias", Syntax, Error, "0.1.0";
    YAML_TAG = "yaml-tag", Syntax, Error, "0.1.0";
    YAML_MERGE_KEY = "yaml-merge-key", Syntax, Error, "0.1.0";
    CONFLICT_LEFT_OVER = "conflict-left-over", Project, Error, "0.1.0";
    NOT_A_PROJECT = "not-a-project", Project, Error, "0.1.0";
    MISSING_HEADER_KEY = "missing-header-key", Project, Error, "0.1.0";
    WRONG_FORMAT = "wrong-format", Project, Error, "0.1.0";
    UNKNOWN_HANDBOOK = "unknown-handbook", Project, Error, "0.1.0";
    NEWER_EDITION = "newer-edition", Project, Error, "0.1.0";
    OLDER_EDITION = "older-edition", Project, Advice, "0.1.0";
    OVERLAY_NOT_LOADED = "overlay-not-loaded", Project, Warning, "0.1.0";
    UNKNOWN_KEY = "unknown-key", Shape, Error, "0.1.0";
    UNKNOWN_STEP = "unknown-step", Shape, Error, "0.1.0";
    UNKNOWN_QUESTION = "unknown-question", Shape, Error, "0.1.0";
    ANSWERED_TWICE = "answered-twice", Shape, Error, "0.1.0";
    ANSWERED_ELSEWHERE = "answered-elsewhere", Shape, Error, "0.1.0";
    COMPUTED_ANSWERED = "computed-answered", Shape, Warning, "0.1.0";
    WRONG_KIND = "wrong-kind", Shape, Error, "0.1.0";
    UNKNOWN_CHOICE = "unknown-choice", Shape, Error, "0.1.0";
    UNKNOWN_CODE = "unknown-code", Shape, Error, "0.1.0";
    UNKNOWN_COUNTRY = "unknown-country", Shape, Error, "0.1.0";
    UNKNOWN_CURRENCY = "unknown-currency", Shape, Error, "0.1.0";
    UNKNOWN_LANGUAGE = "unknown-language", Shape, Error, "0.1.0";
    BAD_NUMBER = "bad-number", Shape, Error, "0.1.0";
    NUMBER_OUT_OF_RANGE = "number-out-of-range", Shape, Error, "0.1.0";
    BAD_MONEY = "bad-money", Shape, Error, "0.1.0";
    MONEY_WITHOUT_CURRENCY = "money-without-currency", Shape, Error, "0.1.0";
    IMPOSSIBLE_DATE = "impossible-date", Shape, Error, "0.1.0";
    DATE_NOT_ISO = "date-not-iso", Shape, Warning, "0.1.0";
    BAD_PERIOD = "bad-period", Shape, Error, "0.1.0";
    BAD_YEAR = "bad-year", Shape, Error, "0.1.0";
    BAD_FLAG = "bad-flag", Shape, Error, "0.1.0";
    YAML_TRAP = "yaml-trap", Shape, Advice, "0.1.0";
    MISSING_ID = "missing-id", Reference, Error, "0.1.0";
    BAD_ID = "bad-id", Reference, Error, "0.1.0";
    DUPLICATE_ID = "duplicate-id", Reference, Error, "0.1.0";
    MISSING_NAME = "missing-name", Shape, Error, "0.1.0";
    REPEATED_VALUE = "repeated-value", Shape, Error, "0.1.0";
    TOO_MANY_RECORDS = "too-many-records", Shape, Warning, "0.1.0";
    DANGLING_REFERENCE = "dangling-reference", Reference, Error, "0.1.0";
    REFERENCE_TO_WRONG_TYPE = "reference-to-wrong-type", Reference, Error, "0.1.0";
    DANGLING_SOURCE = "dangling-source", Reference, Error, "0.1.0";
    UNKNOWN_STATE = "unknown-state", State, Error, "0.1.0";
    MISSING_REASON = "missing-reason", State, Error, "0.1.0";
    CONTRADICTING_STATE = "contradicting-state", State, Error, "0.1.0";
    UNASKED_ANSWER = "unasked-answer", State, Advice, "0.1.0";
    KEPT_ASIDE = "kept-aside", State, Advice, "0.1.0";
    DROPPED_ANSWER = "dropped-answer", State, Advice, "0.1.0";
    FUTURE_DATE = "future-date", State, Warning, "0.1.0";
}

/// The rule with this id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

/// What the rules look at.
#[derive(Debug, Clone, Copy)]
pub struct Context<'c> {
    /// The text.
    pub source: &'c SourceFile,
    /// The tree, as far as it could be read.
    pub parsed: &'c Parsed<'c>,
    /// The tree seen as a project, where there is a tree.
    pub project: Option<&'c Project<'c>>,
    /// The handbook it is held against.
    pub handbook: &'c Handbook,
    /// The lists of codes.
    pub catalogues: &'c Catalogues,
    /// The day of the check.
    pub today: Date,
}

/// All that the rules find, in the order of the text: one finding for each root fault.
pub fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut checker = Checker::new(context);
    syntax::check(&mut checker);
    marks::check(&mut checker);
    if let Some(project) = context.project
        && header::check(&mut checker, project)
    {
        shape::check(&mut checker, project);
        record::check(&mut checker, project);
        diagnosis::check(&mut checker, project);
        state::check(&mut checker, project);
        aside::check(&mut checker, project);
    }
    filter::one_per_fault(checker)
}

/// Where the first fault of the notation stands, in bytes, for whoever only says that there is one.
pub(crate) fn first_fault(
    source: &SourceFile,
    parsed: &Parsed<'_>,
    handbook: &Handbook,
) -> Option<usize> {
    let catalogues = Catalogues::builtin();
    let context = Context {
        source,
        parsed,
        project: None,
        handbook,
        catalogues: &catalogues,
        today: Date::ZERO,
    };
    check(&context).first().map(|finding| finding.span.start)
}

/// The finding for bytes that are no text of ours.
pub(crate) fn undecoded(error: &DecodeError, span: Span) -> Finding {
    let finding = NOT_TEXT.at(span);
    match error {
        DecodeError::TooLarge { .. } => FILE_TOO_LARGE.at(span).variant("bytes"),
        DecodeError::Utf16 => finding.variant("utf16"),
        DecodeError::Binary { .. } => finding.variant("binary"),
        DecodeError::NotUtf8 { byte, .. } => {
            // What the byte is in the older encoding of Western Europe: the usual case.
            let letter = (*byte >= 0xA0).then(|| char::from(*byte).to_string());
            finding
                .variant("not-utf8")
                .with("byte", format!("{byte:02X}"))
                .with_some("letter", letter)
        }
    }
}

/// Whether a finding says that the file is no project of ours.
pub(crate) fn means_no_project(finding: &Finding) -> bool {
    finding.rule == NOT_A_PROJECT.id
        || finding.rule == FILE_TOO_LARGE.id
        || finding.rule == EMPTY_FILE.id
}
