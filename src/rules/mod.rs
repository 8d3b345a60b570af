//! What `check` looks for: every rule declared once, and the functions that look.
//!
//! A rule names the state it finds. Its wording is data (`handbook/rules/LANGUAGE.yaml`, read by
//! [`page`]); the functions here only say where, and what fills the placeholders.

mod answers;
mod aside;
mod checker;
mod date;
mod diagnosis;
mod evidence;
mod filter;
mod header;
mod institutions;
mod known;
mod lenses;
mod links;
mod marks;
mod missing;
mod money;
mod nearest;
mod order;
pub mod own;
pub mod page;
mod participation;
mod quantity;
mod record;
mod reference;
mod shape;
mod snapshot;
mod state;
mod stray;
mod suggest;
mod suppression;
mod survey;
mod syntax;
mod text;
mod threads;
mod time;
mod value;

use jiff::civil::Date;

use crate::diagnostic::{Finding, Level};
use crate::handbook::{Catalogues, Handbook, Phase, Profile};
use crate::project::Project;
use crate::snapshot::Damaged;
use crate::source::{SourceFile, Span};
use crate::yaml::{DecodeError, Parsed};

use checker::Checker;
pub use known::{Known, all_known, known};
pub(crate) use marks::first_mark;
use own::OwnRules;
use survey::Survey;

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
    /// Answers that do not fit each other.
    Answers,
    /// The red thread from problem to reading.
    Threads,
    /// Figures, claims and what they rest on.
    Evidence,
    /// Days, years and what waits for what.
    Time,
    /// Money.
    Money,
    /// Bodies, focal points, meetings.
    Institutions,
    /// Who is heard, reached, and at the table.
    Participation,
    /// Rights, gender, children, environment.
    Lenses,
    /// How texts are written.
    Text,
}

impl Group {
    /// All groups, in the order of their pages.
    pub const ALL: [Self; 14] = [
        Self::Syntax,
        Self::Project,
        Self::Shape,
        Self::Reference,
        Self::State,
        Self::Answers,
        Self::Threads,
        Self::Evidence,
        Self::Time,
        Self::Money,
        Self::Institutions,
        Self::Participation,
        Self::Lenses,
        Self::Text,
    ];

    /// The word in machine output and on rule pages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Project => "project",
            Self::Shape => "shape",
            Self::Reference => "reference",
            Self::State => "state",
            Self::Answers => "answers",
            Self::Threads => "threads",
            Self::Evidence => "evidence",
            Self::Time => "time",
            Self::Money => "money",
            Self::Institutions => "institutions",
            Self::Participation => "participation",
            Self::Lenses => "lenses",
            Self::Text => "text",
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
    /// The phase of the work from which on it looks.
    pub phase: Phase,
}

impl Rule {
    /// Whether nothing can silence it: what it finds keeps the file from being read, or means that
    /// there is no project to read.
    pub fn is_fixed(&self) -> bool {
        self.group == Group::Syntax || self.id == NOT_A_PROJECT.id
    }

    /// A finding of this rule at a place.
    pub(crate) fn at(&self, span: Span) -> Finding {
        Finding::new(self.id, self.level, span)
    }
}

macro_rules! declare_rules {
    // Without a phase a rule looks from the first one on.
    (@phase) => { Phase::Draft };
    (@phase $phase:ident) => { Phase::$phase };
    ($($name:ident = $id:literal, $group:ident, $level:ident, $since:literal $(, $phase:ident)?;)*) => {
        $(pub(crate) const $name: Rule = Rule {
            id: $id,
            group: Group::$group,
            level: Level::$level,
            since: $since,
            phase: declare_rules!(@phase $($phase)?),
        };)*
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
    GO_WITHOUT_BACKING = "go-without-backing", Answers, Error, "0.2.0", Draft;
    WEIGHTS_NOT_100 = "weights-not-100", Answers, Warning, "0.2.0", Review;
    PRIORITIES_ABOVE_LIMIT = "priorities-above-limit", Answers, Warning, "0.2.0", Review;
    OBJECTIVE_WITHOUT_NATIONAL_GOAL = "objective-without-national-goal", Answers, Warning, "0.2.0", Review;
    ROUTE_WITHOUT_TEXTS = "route-without-texts", Answers, Warning, "0.2.0", Adoption;
    ACTION_OF_DROPPED_OBJECTIVE = "action-of-dropped-objective", Answers, Error, "0.2.0", Adoption;
    PROBLEM_WITHOUT_OBJECTIVE = "problem-without-objective", Threads, Warning, "0.2.0", Review;
    OBJECTIVE_WITHOUT_ACTION = "objective-without-action", Threads, Warning, "0.2.0", Adoption;
    ACTION_WITHOUT_LEAD = "action-without-lead", Threads, Warning, "0.2.0", Adoption;
    ACTION_WITHOUT_BUDGET = "action-without-budget", Threads, Warning, "0.2.0", Adoption;
    OBJECTIVE_WITHOUT_INDICATOR = "objective-without-indicator", Threads, Warning, "0.2.0", Adoption;
    INDICATOR_WITHOUT_BASELINE = "indicator-without-baseline", Threads, Warning, "0.2.0", Adoption;
    INDICATOR_WITHOUT_TARGET = "indicator-without-target", Threads, Warning, "0.2.0", Adoption;
    INDICATOR_WITHOUT_OWNER = "indicator-without-owner", Threads, Warning, "0.2.0", Adoption;
    LINK_MISSING = "link-missing", Threads, Warning, "0.2.0", Review;
    NOTHING_POINTS_HERE = "nothing-points-here", Threads, Advice, "0.2.0", Review;
    FIGURE_INCOMPLETE = "figure-incomplete", Evidence, Warning, "0.2.0", Review;
    CLAIM_WITHOUT_EVIDENCE = "claim-without-evidence", Evidence, Warning, "0.2.0", Review;
    FIGURE_OUTDATED = "figure-outdated", Evidence, Advice, "0.2.0", Review;
    QUANTITY_WITH_TWO_VALUES = "quantity-with-two-values", Evidence, Warning, "0.2.0", Review;
    SOURCE_UNUSED = "source-unused", Evidence, Advice, "0.2.0", Review;
    FIGURE_NOT_SPLIT = "figure-not-split", Evidence, Warning, "0.2.0", Review;
    OUTSIDE_PLAN_PERIOD = "outside-plan-period", Time, Warning, "0.2.0", Adoption;
    ENDS_BEFORE_START = "ends-before-start", Time, Error, "0.2.0", Draft;
    DEPENDENCY_CYCLE = "dependency-cycle", Time, Error, "0.2.0", Draft;
    DEPENDENCY_OUT_OF_ORDER = "dependency-out-of-order", Time, Warning, "0.2.0", Draft;
    READING_OVERDUE = "reading-overdue", Time, Warning, "0.2.0", Monitoring;
    DECISION_OVERDUE = "decision-overdue", Time, Warning, "0.2.0", Monitoring;
    WORK_ENDS_AFTER_CLOSE = "work-ends-after-close", Time, Warning, "0.2.0", Draft;
    FUNDING_ABOVE_COST = "funding-above-cost", Money, Warning, "0.2.0", Adoption;
    FUND_OVERDRAWN = "fund-overdrawn", Money, Error, "0.2.0", Adoption;
    FUND_OFF_BY_ROUNDING = "fund-off-by-rounding", Money, Advice, "0.2.0", Adoption;
    CURRENCY_WITHOUT_RATE = "currency-without-rate", Money, Warning, "0.2.0", Adoption;
    DEPENDS_ON_ONE_FUND = "depends-on-one-fund", Money, Warning, "0.2.0", Adoption;
    COST_INCOMPLETE = "cost-incomplete", Money, Warning, "0.2.0", Adoption;
    BODY_WITHOUT_TERMS = "body-without-terms", Institutions, Warning, "0.2.0", Review;
    BODY_WITHOUT_ACT = "body-without-act", Institutions, Warning, "0.2.0", Review;
    CORE_MINISTRY_ABSENT = "core-ministry-absent", Institutions, Warning, "0.2.0", Review;
    LEAD_WITHOUT_FOCAL_POINT = "lead-without-focal-point", Institutions, Warning, "0.2.0", Adoption;
    FOCAL_POINT_WITHOUT_DEPUTY = "focal-point-without-deputy", Institutions, Warning, "0.2.0", Review;
    ACTION_LED_BY_PARTNER = "action-led-by-partner", Institutions, Warning, "0.2.0", Adoption;
    BODY_NOT_MEETING = "body-not-meeting", Institutions, Warning, "0.2.0", Monitoring;
    DECISION_WITHOUT_OWNER = "decision-without-owner", Institutions, Warning, "0.2.0", Monitoring;
    CONSULTATION_FINDING_UNANSWERED = "consultation-finding-unanswered", Participation, Warning, "0.2.0", Review;
    VULNERABLE_GROUP_UNREACHED = "vulnerable-group-unreached", Participation, Warning, "0.2.0", Adoption;
    FEW_WOMEN = "few-women", Participation, Advice, "0.2.0", Review;
    WITHOUT_LENS_REVIEW = "without-lens-review", Lenses, Warning, "0.2.0", Adoption;
    LENS_IGNORED = "lens-ignored", Lenses, Warning, "0.2.0", Adoption;
    LENS_LEFT_OUT = "lens-left-out", Lenses, Advice, "0.2.0", Adoption;
    EMPTY_PHRASE = "empty-phrase", Text, Advice, "0.2.0", Review;
    TEXT_TOO_LONG = "text-too-long", Text, Advice, "0.2.0", Review;
    PARAGRAPH_TWICE = "paragraph-twice", Text, Advice, "0.2.0", Review;
    PLACEHOLDER_LEFT = "placeholder-left", Text, Warning, "0.2.0", Adoption;
    STRAY_TEXT = "stray-text", Shape, Warning, "0.2.0", Draft;
    RULE_FAILED = "rule-failed", Project, Warning, "0.2.0", Draft;
    ANSWER_MISSING = "answer-missing", State, Warning, "0.2.0", Draft;
    UNKNOWN_RULE = "unknown-rule", Shape, Error, "0.2.0", Draft;
    SUPPRESSION_INCOMPLETE = "suppression-incomplete", State, Warning, "0.2.0", Draft;
    SUPPRESSION_EXPIRED = "suppression-expired", State, Warning, "0.2.0", Draft;
    DRIVER_NOT_INSTALLED = "driver-not-installed", Project, Advice, "0.2.0", Draft;
    SUPPRESSION_UNUSED = "suppression-unused", State, Warning, "0.2.0", Draft;
    SNAPSHOT_DAMAGED = "snapshot-damaged", Project, Warning, "0.2.0", Draft;
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
    /// The rules of overlays.
    pub own: &'c OwnRules,
    /// The profiles a project may name.
    pub profiles: &'c [Profile],
    /// The last phase whose questions have to be settled; none where nothing has to be.
    pub answers: Option<Phase>,
    /// The snapshots beside the file that cannot be used.
    pub damaged: &'c [Damaged],
    /// The day of the check.
    pub today: Date,
}

/// All that the rules find, in the order of the text: one finding for each root fault.
pub fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut checker = Checker::new(context);
    syntax::check(&mut checker);
    marks::check(&mut checker);
    snapshot::check(&mut checker);
    if let Some(project) = context.project
        && header::check(&mut checker, project)
    {
        if can_be_understood(&checker) {
            understood(&mut checker, project);
        } else {
            form(&mut checker, project);
        }
    }
    filter::one_per_fault(checker)
}

/// Whether the file was read to its end and says what it is: else what seems to be missing may
/// stand where it could not be read.
fn can_be_understood(checker: &Checker<'_>) -> bool {
    checker.cut.is_none() && !checker.findings.iter().any(blinds)
}

/// Looks at what the answers mean and, on another core if one is free, at how they are written.
///
/// The meaning stays on this thread, because it takes the more memory and the memory of the first
/// thread grows in larger steps.
fn understood<'c>(checker: &mut Checker<'c>, project: &'c Project<'c>) {
    let mut other = Checker::new(checker.context);
    let survey = rayon::in_place_scope(|scope| {
        scope.spawn(|_| {
            // The last rule on meaning needs it, and this thread has less to do.
            text::scanner(project, checker.context.handbook);
            form(checker, project);
            if let Some(last) = checker.context.answers {
                missing::check(checker, project, last);
            }
        });
        meaning(&mut other, project)
    });
    stray::check(checker, &survey);
    for finding in other.findings {
        checker.add(finding);
    }
}

/// Whether a finding means that rules on meaning did not look.
pub(crate) fn blinds(finding: &Finding) -> bool {
    let group = rule(&finding.rule).map(|rule| rule.group);
    finding.level == Level::Error && matches!(group, Some(Group::Syntax | Group::Project))
}

/// Puts findings in the order of the text.
pub(crate) fn sort(findings: &mut [Finding]) {
    findings.sort_by_cached_key(filter::key);
}

/// The rules that look at how the answers are written.
fn form<'c>(checker: &mut Checker<'c>, project: &'c Project<'c>) {
    shape::check(checker, project);
    record::check(checker, project);
    diagnosis::check(checker, project);
    state::check(checker, project);
    aside::check(checker, project);
    suppression::check(checker, project);
}

/// The rules that look at what the answers mean; gives what they share.
fn meaning<'c>(checker: &mut Checker<'c>, project: &'c Project<'c>) -> Survey<'c> {
    let survey = Survey::of(checker, project);
    answers::check(checker, &survey);
    threads::check(checker, &survey);
    links::check(checker, &survey);
    evidence::check(checker, &survey);
    quantity::check(checker, &survey);
    time::check(checker, &survey);
    order::check(checker, &survey);
    money::check(checker, &survey);
    institutions::check(checker, &survey);
    participation::check(checker, &survey);
    lenses::check(checker, &survey);
    text::check(checker, &survey);
    own::judge(checker, &survey, checker.context.own);
    survey
}

/// That a file of attributes gives projects to a driver that is not installed, at the first place that does.
///
/// Whether it is installed is for the caller to know: rules look at texts.
pub fn driver_not_installed(places: &[Span]) -> Option<Finding> {
    let first = places.first()?;
    Some(DRIVER_NOT_INSTALLED.at(*first))
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
        own: &OwnRules::none(),
        profiles: &[],
        answers: None,
        damaged: &[],
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
