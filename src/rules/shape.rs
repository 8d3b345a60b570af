//! Keys and notations against the handbook: what is written where nothing is known to stand.

use crate::handbook::{Kind, Question};
use crate::project::{ANSWER_KEYS, Answer, HANDBOOK_KEYS, HEADER_KEYS, Inside, Project, Stray};
use crate::source::Span;
use crate::yaml::{Entry, Mapping, Node};

use super::checker::{Checker, Owner, each_spot, shown, written};
use super::header::head;
use super::nearest::nearest;
use super::suggest::list;
use super::{
    ANSWERED_ELSEWHERE, ANSWERED_TWICE, COMPUTED_ANSWERED, UNKNOWN_KEY, UNKNOWN_QUESTION,
    UNKNOWN_STEP, WRONG_KIND, aside, reference, value,
};

pub(super) fn check<'c>(checker: &mut Checker<'c>, project: &'c Project<'c>) {
    for stray in &project.strays {
        // An empty key, or one that draws in another mapping, is a fault of the notation.
        let is_word = !stray.key.is_empty() && stray.key != "<<";
        if is_word && !aside::is_former(checker, project, stray) {
            self::stray(checker, project, stray);
        }
    }
    steps(checker, project);
    for answer in project.answers() {
        self::answer(checker, project, answer);
    }
    each_spot(project, checker.handbook(), |spot| {
        value::check(checker, spot);
        reference::check(checker, project, spot);
    });
    reference::check_evidence(checker, project);
}

fn stray<'c>(checker: &mut Checker<'c>, project: &'c Project<'c>, stray: &Stray<'c>) {
    let handbook = checker.handbook();
    let top = project.root.as_mapping();
    match stray.inside {
        Inside::Header => header_key(checker, project, stray),
        Inside::HandbookKey => {
            let siblings = top
                .and_then(|top| top.get("handbook"))
                .and_then(Node::as_mapping);
            unknown_key(
                checker,
                stray.key,
                stray.span,
                &HANDBOOK_KEYS,
                siblings,
                Owner::Header("handbook"),
            );
        }
        Inside::Answers => unknown_step(checker, project, stray),
        Inside::Step(step) => unknown_question(checker, step, stray),
        Inside::Answer(index) => {
            let siblings = project
                .answer(index)
                .and_then(|answer| answer.node.as_mapping());
            let owner = Owner::Answer(&handbook.questions[index]);
            unknown_key(
                checker,
                stray.key,
                stray.span,
                &ANSWER_KEYS,
                siblings,
                owner,
            );
        }
        Inside::Record(home) => {
            let holds = |record: &&crate::project::Record<'_>| {
                record.home == home && record.node.span.contains(stray.span)
            };
            let Some(record) = project.records().iter().find(holds) else {
                return;
            };
            let fields = project
                .type_of(handbook, record)
                .map_or(&[][..], |known| &known.fields);
            let mut known: Vec<&str> = fields.iter().map(|field| field.id.as_str()).collect();
            known.extend(["id", "note", "evidence"]);
            unknown_key(
                checker,
                stray.key,
                stray.span,
                &known,
                record.fields(),
                Owner::Record(*record),
            );
        }
    }
}

/// A key of a closed list of keys that is none of them.
pub(super) fn unknown_key(
    checker: &mut Checker<'_>,
    key: &str,
    span: Span,
    known: &[&str],
    siblings: Option<&Mapping<'_>>,
    owner: Owner<'_>,
) {
    // A key that is there already cannot be what was meant.
    let free = known
        .iter()
        .copied()
        .filter(|known| siblings.is_none_or(|map| map.get(known).is_none()));
    let near = checker.nearest(key, free);
    let finding = UNKNOWN_KEY
        .at(span)
        .with("found", shown(key))
        .with("list", list(known.iter().copied()));
    let finding = match near {
        Some(near) => finding
            .with("nearest", near)
            .repair(false, span, written(near, None)),
        None => finding,
    };
    checker.add_about(owner, finding);
}

fn header_key<'c>(checker: &mut Checker<'c>, project: &'c Project<'c>, stray: &Stray<'c>) {
    let handbook = checker.handbook();
    let known = handbook.step_index(stray.key).is_some() || handbook.question(stray.key).is_some();
    if known {
        let finding = UNKNOWN_KEY
            .at(stray.span)
            .variant("outside-answers")
            .with("found", shown(stray.key));
        checker.add_about(Owner::Header(stray.key), finding);
    } else {
        let siblings = project.root.as_mapping();
        unknown_key(
            checker,
            stray.key,
            stray.span,
            &HEADER_KEYS,
            siblings,
            Owner::Header(stray.key),
        );
    }
}

fn unknown_step<'c>(checker: &mut Checker<'c>, project: &'c Project<'c>, stray: &Stray<'c>) {
    let handbook = checker.handbook();
    let ids = || handbook.steps.iter().map(|step| step.id.as_str());
    let by_code = handbook
        .step_index(stray.key)
        .map(|step| handbook.steps[step].id.as_str());
    let near = by_code.or_else(|| checker.nearest(stray.key, ids()));
    let finding = UNKNOWN_STEP
        .at(stray.span)
        .with("found", shown(stray.key))
        .with("list", list(ids()));
    // A question that stands right under `answers` belongs into its step.
    let question = handbook
        .questions
        .iter()
        .find(|question| question.id == stray.key || question.code == stray.key);
    let siblings = project
        .root
        .as_mapping()
        .and_then(|top| top.get("answers"))
        .and_then(Node::as_mapping);
    let finding = match (near, question) {
        (Some(near), _) => {
            let finding = finding.with("nearest", near);
            let taken = siblings.is_some_and(|map| map.get(near).is_some());
            if taken {
                finding
            } else {
                finding.repair(false, stray.span, near)
            }
        }
        (None, Some(question)) => finding
            .variant("question")
            .with("step", &handbook.steps[question.step].id),
        (None, None) => finding,
    };
    checker.add_about(Owner::Header("answers"), finding);
}

fn unknown_question<'c>(checker: &mut Checker<'c>, step: usize, stray: &Stray<'c>) {
    let handbook = checker.handbook();
    let here = &handbook.steps[step];
    let finding = UNKNOWN_QUESTION
        .at(stray.span)
        .with("found", shown(stray.key))
        .with("step", &here.id);
    let is_it = |question: &&Question| {
        question.id == stray.key || question.code.eq_ignore_ascii_case(stray.key)
    };
    let mut finding = if let Some(elsewhere) = handbook.questions.iter().find(is_it) {
        finding
            .variant("wrong-step")
            .with("there", &handbook.steps[elsewhere.step].id)
            .with("code", &elsewhere.code)
    } else {
        let questions = handbook.questions_of(step);
        let names = || {
            questions
                .iter()
                .flat_map(|question| [question.id.as_str(), question.code.as_str()])
        };
        let near = checker.nearest(stray.key, names());
        let elsewhere = near.is_none().then(|| {
            checker.nearest(
                stray.key,
                handbook
                    .questions
                    .iter()
                    .map(|question| question.id.as_str()),
            )
        });
        let path = elsewhere
            .flatten()
            .and_then(|id| handbook.questions.iter().find(|question| question.id == id));
        let finding = finding.with(
            "list",
            list(questions.iter().map(|question| question.id.as_str())),
        );
        match (near, path) {
            (Some(near), _) => {
                let question = questions
                    .iter()
                    .find(|question| question.id == near || question.code == near);
                let code = question.map(|question| question.code.as_str());
                finding
                    .with("nearest", near)
                    .with_some("code", code)
                    .repair(false, stray.span, near)
            }
            (None, Some(question)) => finding
                .variant("elsewhere")
                .with("path", &question.path)
                .with("code", &question.code),
            (None, None) => finding,
        }
    };
    finding.answer = Some(format!("{}.{}", here.id, stray.key));
    checker.add(finding);
}

/// Steps that hold no questions, and questions answered under both of their names.
fn steps<'c>(checker: &mut Checker<'c>, project: &'c Project<'c>) {
    let handbook = checker.handbook();
    let answers = project
        .root
        .as_mapping()
        .and_then(|top| top.get("answers"))
        .and_then(Node::as_mapping);
    for entry in answers.into_iter().flat_map(Mapping::iter) {
        let Some(step) = handbook.steps.iter().find(|step| step.id == entry.key) else {
            continue;
        };
        let Some(map) = entry.value.as_mapping() else {
            if !entry.value.is_null() {
                let finding = WRONG_KIND
                    .at(head(checker, &entry.value))
                    .variant("questions");
                checker.add_about(Owner::Header("answers"), finding.with("name", &step.id));
            }
            continue;
        };
        let questions = &handbook.questions[step.questions.clone()];
        for (index, entry) in map.iter().enumerate() {
            let by_code = |question: &&Question| question.code.eq_ignore_ascii_case(&entry.key);
            if let Some(question) = questions.iter().find(by_code) {
                answered_twice(checker, map, index, question);
            }
        }
    }
}

fn answered_twice(checker: &mut Checker<'_>, map: &Mapping<'_>, index: usize, question: &Question) {
    let here = &map.entries[index];
    let same = |other: &&Entry<'_>| {
        other.key == question.id
            || (other.key != here.key && other.key.eq_ignore_ascii_case(&question.code))
    };
    let Some(other) = map.iter().find(same) else {
        return;
    };
    let (first, second) = if other.key_span < here.key_span {
        (other, here)
    } else {
        (here, other)
    };
    let finding = ANSWERED_TWICE
        .at(second.key_span)
        .other(first.key_span, "first");
    let finding = finding
        .with("code", &question.code)
        .with("id", &question.id);
    checker.add_about(Owner::Answer(question), finding);
}

/// What stands as an answer where none can.
fn answer<'c>(checker: &mut Checker<'c>, project: &'c Project<'c>, answer: &'c Answer<'c>) {
    let handbook = checker.handbook();
    let question = &handbook.questions[answer.question];
    let owner = Owner::Answer(question);
    if let Some(value) = answer.value {
        if question.header.is_some() {
            let finding = ANSWERED_ELSEWHERE.at(answer.key_span).variant("header");
            checker.add_about(
                owner,
                finding
                    .with("name", &question.id)
                    .with("code", &question.code),
            );
            return;
        }
        match &question.kind {
            Kind::Table { of, .. } => {
                let finding = ANSWERED_ELSEWHERE
                    .at(answer.key_span)
                    .variant("table")
                    .with("code", &question.code);
                checker.add_about(owner, finding.with("name", &question.id).with("there", of));
            }
            Kind::Computed { .. } => {
                let finding = COMPUTED_ANSWERED
                    .at(answer.key_span)
                    .with("code", &question.code);
                checker.add_about(owner, finding.with("name", &question.id));
            }
            Kind::Records { max, .. } => records(checker, project, answer, value, *max),
            Kind::Value(_) => {}
        }
    }
}

fn records<'c>(
    checker: &mut Checker<'c>,
    project: &Project<'c>,
    answer: &Answer<'c>,
    value: &'c Node<'c>,
    max: Option<usize>,
) {
    let question = &checker.handbook().questions[answer.question];
    let owner = Owner::Answer(question);
    if value.as_sequence().is_none() {
        if !misspelt_part(checker, value, owner) {
            let finding = WRONG_KIND
                .at(head(checker, value))
                .variant("records")
                .with("name", &question.id);
            checker.add_about(owner, finding);
        }
        return;
    }
    let n = project.list(answer.question).len();
    if let Some(max) = max.filter(|max| n > *max) {
        let finding = super::TOO_MANY_RECORDS
            .at(answer.key_span)
            .with("n", n.to_string());
        checker.add_about(
            owner,
            finding
                .with("max", max.to_string())
                .with("name", &question.id),
        );
    }
}

/// Whether a mapping is an answer in the long form with a slip in one of its keys; says so.
pub(super) fn misspelt_part(checker: &mut Checker<'_>, node: &Node<'_>, owner: Owner<'_>) -> bool {
    let (Some(map), Owner::Answer(_)) = (node.as_mapping(), owner) else {
        return false;
    };
    let slip = map
        .iter()
        .find(|entry| nearest(&entry.key, ANSWER_KEYS.into_iter()).is_some());
    let Some(entry) = slip else { return false };
    unknown_key(
        checker,
        &entry.key,
        entry.key_span,
        &ANSWER_KEYS,
        Some(map),
        owner,
    );
    true
}
