//! From faults of expressions to findings, and from the texts of a rule to its page.

use crate::diagnostic::Finding;
use crate::expression::{ExpressionFault, FaultKind, Noun};
use crate::handbook::RULE_EXPRESSION;
use crate::language::Saying;
use crate::rules::page::{Page, Wording};

use super::OwnRule;
use super::judge::place;
use super::read::Piece;

/// What people write from habit, and how CEL has it.
const HABITS: [(&str, &str); 7] = [
    ("=", "=="),
    ("and", "&&"),
    ("or", "||"),
    ("not", "!"),
    ("&", "&&"),
    ("|", "||"),
    (";", "&&"),
];

/// The finding for a fault, at its place in the file.
pub(super) fn finding(fault: &ExpressionFault, piece: &Piece) -> Finding {
    let at = RULE_EXPRESSION.at(place(&piece.offsets, fault.span));
    match &fault.kind {
        FaultKind::TooLong { limit } => at.variant("too-long").with("limit", limit.to_string()),
        FaultKind::TooDeep { limit } => at.variant("too-deep").with("limit", limit.to_string()),
        FaultKind::TooManyLoops { limit } => at
            .variant("too-many-loops")
            .with("limit", limit.to_string()),
        FaultKind::Unfinished => at.variant("unfinished"),
        FaultKind::OpenText => at.variant("open-text"),
        FaultKind::Unexpected { found } => {
            let habit = HABITS.iter().find(|(habit, _)| habit == found);
            let meant = habit.map(|(_, meant)| *meant);
            at.variant("unexpected")
                .with("found", found)
                .with_some("nearest", meant)
        }
        FaultKind::Reserved { found } => at.variant("reserved").with("found", found),
        FaultKind::BadNumber { found } => at.variant("bad-number").with("found", found),
        FaultKind::BadDate { found } => at.variant("bad-date").with("found", found),
        FaultKind::BadPattern { found } => at
            .variant("bad-pattern")
            .with_some("found", Some(found).filter(|found| !found.is_empty())),
        FaultKind::Unsupported => at.variant("unsupported"),
        FaultKind::Unknown {
            noun,
            found,
            of,
            nearest,
        } => at
            .variant(if of.is_empty() && *noun == Noun::Field {
                "hyphen"
            } else {
                unknown(*noun)
            })
            .with("found", found)
            .with("of", of)
            .with_some("nearest", nearest.as_ref()),
        FaultKind::Incomplete { found, form } => at
            .variant("incomplete")
            .with("found", found)
            .with("form", *form),
        FaultKind::WrongUse { function, form } => at
            .variant("wrong-use")
            .with("found", *function)
            .with("form", *form),
        FaultKind::WrongType { of, found, wanted } => at
            .variant("wrong-type")
            .with("of", of)
            .with("found", found)
            .with("wanted", wanted),
        FaultKind::Unlike { of, left, right } => at
            .variant("unlike")
            .with("of", *of)
            .with("left", left)
            .with("right", right),
        FaultKind::SeveralTypes { types } => at.variant("several-types").with("list", types),
        FaultKind::NeverNull => at.variant("never-null"),
        FaultKind::NotTrueOrFalse { found } => at.variant("no-test").with("found", found),
    }
}

const fn unknown(noun: Noun) -> &'static str {
    match noun {
        Noun::Name => "name",
        Noun::Field => "field",
        Noun::Step => "step",
        Noun::Question => "question",
        Noun::Record => "record",
        Noun::Header => "header",
        Noun::Function => "function",
        Noun::Choice => "choice",
    }
}

/// The page of a rule for readers of a language; a text that is missing in it stands in another
/// one, behind a mark.
pub(in crate::rules) fn page(rule: &OwnRule, language: &str) -> Page {
    let shown = |saying: &Saying| saying.shown(language).into_owned();
    let help = Some(shown(&rule.help)).filter(|help| !help.is_empty());
    Page {
        summary: shown(&rule.page.summary),
        // The finding brings the message in every language, filled.
        message: Wording::One("{message}".to_owned()),
        label: Wording::One(shown(&rule.label)),
        help: help.map(Wording::One),
        labels: std::collections::BTreeMap::default(),
        what: shown(&rule.page.what),
        why: shown(&rule.page.why),
        mend: shown(&rule.page.mend),
    }
}
