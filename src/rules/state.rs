//! What is said about answers: their state, reason, day, and whether they are asked for.

use crate::handbook::Kind;
use crate::project::{Answer, Located, Project, State, parse_date};

use super::checker::{Checker, Owner, Spot, shown, written};
use super::header::head;
use super::suggest::list;
use super::{
    CONTRADICTING_STATE, DROPPED_ANSWER, FUTURE_DATE, MISSING_REASON, UNASKED_ANSWER,
    UNKNOWN_STATE, WRONG_KIND, value,
};

pub(super) fn check<'c>(checker: &mut Checker<'c>, project: &'c Project<'c>) {
    for answer in project.answers() {
        if answer.wrapped {
            wrapped(checker, answer);
        }
        dropped(checker, answer);
        unasked(checker, project, answer);
    }
    for record in project
        .records()
        .iter()
        .filter(|record| record.home.is_none())
    {
        if let Some(node) = record.field("accessed")
            && let Some(text) = node.text()
        {
            future(
                checker,
                Located {
                    text,
                    span: node.span,
                },
                Owner::Field(*record, "accessed"),
            );
        }
    }
}

fn wrapped<'c>(checker: &mut Checker<'c>, answer: &'c Answer<'c>) {
    let question = &checker.handbook().questions[answer.question];
    let owner = Owner::Answer(question);
    if let Some(state) = answer.state {
        match State::parse(state.text) {
            None => unknown_state(checker, state, owner),
            Some(known) => {
                contradiction(checker, answer, state, known);
                reason(checker, answer, state, known);
            }
        }
    }
    parts(checker, answer, owner);
    if let Some(on) = answer.on {
        future(checker, on, owner);
    }
}

/// The keys around an answer have kinds too.
fn parts<'c>(checker: &mut Checker<'c>, answer: &'c Answer<'c>, owner: Owner<'c>) {
    let Some(map) = answer.node.as_mapping() else {
        return;
    };
    for entry in map {
        let node = &entry.value;
        match entry.key.as_ref() {
            "on" => value::check(
                checker,
                Spot {
                    kind: &crate::handbook::ValueKind::Date,
                    node,
                    owner,
                },
            ),
            "state" | "reason" | "note" | "by" => match node.text() {
                Some(_) => value::trap(checker, node, owner),
                None if !node.is_null() => {
                    let finding = WRONG_KIND.at(head(checker, node)).variant("one-value");
                    checker.add_about(owner, finding.with("name", entry.key.as_ref()));
                }
                None => {}
            },
            "evidence" if node.as_mapping().is_some() => {
                let finding = WRONG_KIND
                    .at(head(checker, node))
                    .variant("words")
                    .with("name", "evidence");
                checker.add_about(owner, finding);
            }
            _ => {}
        }
    }
}

fn unknown_state(checker: &mut Checker<'_>, state: Located<'_>, owner: Owner<'_>) {
    let names = || State::ALL.into_iter().map(State::name);
    let near = match state.text.to_lowercase().as_str() {
        "na" | "n/a" | "not applicable" => Some(State::NotApplicable.name()),
        "done" | "complete" | "final" => Some(State::Answered.name()),
        "todo" | "open" => Some(State::Blank.name()),
        _ => checker.nearest(state.text, names()),
    };
    let finding = UNKNOWN_STATE
        .at(state.span)
        .with("found", shown(state.text))
        .with("list", list(names()));
    let finding = match near {
        Some(near) => finding
            .with("nearest", near)
            .repair(false, state.span, written(near, None)),
        None => finding,
    };
    checker.add_about(owner, finding);
}

/// A state that an answer, or its absence, gives the lie.
fn contradiction(checker: &mut Checker<'_>, answer: &Answer<'_>, state: Located<'_>, known: State) {
    let question = &checker.handbook().questions[answer.question];
    let says_none = matches!(
        known,
        State::Blank | State::Skipped | State::Unknown | State::NotApplicable
    );
    let variant = match (says_none, answer.value) {
        (true, Some(_)) => "answer-stands",
        (false, None) if known == State::Answered && matches!(question.kind, Kind::Value(_)) => {
            "no-answer"
        }
        _ => return,
    };
    if checker.is_unfinished(answer.node) {
        return;
    }
    let finding = CONTRADICTING_STATE
        .at(state.span)
        .variant(variant)
        .with("state", known.name());
    let finding = match answer.value {
        Some(value) => finding.other(head(checker, value), "answer"),
        None => finding,
    };
    checker.add_about(Owner::Answer(question), finding.with("name", &question.id));
}

fn reason(checker: &mut Checker<'_>, answer: &Answer<'_>, state: Located<'_>, known: State) {
    let given = answer
        .reason
        .is_some_and(|reason| !reason.text.trim().is_empty());
    let map = answer.node.as_mapping();
    let misspelt = map.is_some_and(|map| {
        let mut keys = map.iter().map(|entry| entry.key.as_ref());
        keys.any(|key| {
            key != "reason" && super::nearest::nearest(key, ["reason"].into_iter()).is_some()
        })
    });
    let entry = map.and_then(|map| map.entry("reason"));
    let odd = entry.is_some_and(|entry| !entry.value.is_null() && entry.value.text().is_none());
    if known != State::NotApplicable
        || given
        || misspelt
        || odd
        || checker.is_unfinished(answer.node)
    {
        return;
    }
    let question = &checker.handbook().questions[answer.question];
    let finding = MISSING_REASON.at(state.span).with("name", &question.id);
    checker.add_about(Owner::Answer(question), finding);
}

/// An answer to a question that an overlay dropped: it stays, and nobody asks for it.
fn dropped(checker: &mut Checker<'_>, answer: &Answer<'_>) {
    let handbook = checker.handbook();
    let question = &handbook.questions[answer.question];
    if let Some(dropped) = &question.dropped {
        let finding = DROPPED_ANSWER.at(answer.key_span).variant("question");
        let finding = finding.with("name", &question.id);
        let finding = finding.with("layer", &handbook.layers[dropped.layer].id);
        let finding = finding.with_saying("reason", dropped.reason.clone());
        checker.add_about(Owner::Answer(question), finding);
    }
}

/// An answer to a question that other answers make needless.
fn unasked<'c>(checker: &mut Checker<'c>, project: &Project<'c>, answer: &Answer<'c>) {
    let handbook = checker.handbook();
    let question = &handbook.questions[answer.question];
    let (Some(when), Some(_), None) = (&question.when, answer.value, checker.cut) else {
        return;
    };
    if when.holds(&|name| project.values(handbook, name)) {
        return;
    }
    let paths = when.questions();
    let deciding: Vec<_> = paths
        .iter()
        .filter_map(|path| handbook.question_index(path))
        .collect();
    let codes: Vec<&str> = deciding
        .iter()
        .map(|index| handbook.questions[*index].code.as_str())
        .collect();
    let mut finding = UNASKED_ANSWER
        .at(answer.key_span)
        .with("name", &question.id);
    finding = finding
        .with("code", &question.code)
        .with("condition", codes.join(", "));
    for index in deciding {
        // A condition that cannot be read yet is another finding.
        let Some(other) = project.answer(index) else {
            continue;
        };
        finding = finding.other(other.key_span, "condition");
    }
    checker.add_about(Owner::Answer(question), finding);
}

pub(super) fn future(checker: &mut Checker<'_>, day: Located<'_>, owner: Owner<'_>) {
    let today = checker.context.today;
    if parse_date(day.text).is_ok_and(|date| date > today) {
        let finding = FUTURE_DATE
            .at(day.span)
            .with("found", shown(day.text))
            .with("today", today.to_string());
        checker.add_about(owner, finding);
    }
}
