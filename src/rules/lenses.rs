//! Lens reviews: what was not looked at, what is missing in a review, and results nobody followed.

use std::collections::HashSet;

use crate::diagnostic::Finding;
use crate::plan::LensReview;
use crate::project::Record;

use super::checker::{Checker, Owner, shown};
use super::survey::{Survey, at_id, field_place, id_place};
use super::{LENS_IGNORED, LENS_LEFT_OUT, WITHOUT_LENS_REVIEW};

const REVIEW: &str = "lens-review";

pub(super) fn check<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    reviewed(checker, survey);
    let live = still_there(survey);
    let lenses = lenses(survey);
    for review in &survey.plan.lens_reviews {
        let has_waiver = !survey.lacks(review.record, "waiver");
        if has_waiver {
            continue;
        }
        if survey.is_missing(REVIEW, review.record, "result") {
            let finding = at_id(&WITHOUT_LENS_REVIEW, review.record).variant("no-result");
            checker.add_about(Owner::Field(review.record, "result"), finding);
        }
        ignored(checker, survey, review, &live);
        left_out(checker, survey, review.record, &lenses);
    }
}

/// The objectives and actions that are still in the plan.
fn still_there<'c>(survey: &Survey<'c>) -> HashSet<&'c str> {
    let plan = &survey.plan;
    let objectives = plan.retained().map(|one| one.id);
    let live = plan.actions.iter().filter(|one| one.is_live());
    objectives.chain(live.map(|one| one.id)).collect()
}

fn reviewed<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    if !survey.is_settled(REVIEW, "item") {
        return;
    }
    let plan = &survey.plan;
    let objectives = plan.retained().map(|one| one.record);
    let live = plan.actions.iter().filter(|one| one.is_live());
    for record in objectives.chain(live.map(|one| one.record)) {
        let id = record.id().map_or("", |id| id.text);
        if !survey.register.names(REVIEW, "item", id) {
            let finding = at_id(&WITHOUT_LENS_REVIEW, record).variant("none");
            checker.add_about(Owner::Record(record), finding);
        }
    }
}

fn ignored<'c>(
    checker: &mut Checker<'c>,
    survey: &Survey<'c>,
    review: &LensReview<'c>,
    live: &HashSet<&str>,
) {
    let record = review.record;
    let finding = |field, variant| -> Finding {
        let mut finding = at_id(&LENS_IGNORED, record).variant(variant);
        finding.span = field_place(checker, record, field);
        finding
    };
    let result = || field_place(checker, record, "result");
    let is_no = |value: Option<&str>| value == Some("no");
    let (field, finding) = match (review.result, review.item) {
        (Some("stop"), Some(item)) if live.contains(item) => {
            let target = survey.project.record(item).copied();
            let place = target.map_or(record.node.span, id_place);
            let finding = finding("result", "stop").with("item", shown(item));
            ("result", finding.other(place, "item"))
        }
        (Some("pass"), _) if review.gender_class == Some("biased") => {
            let finding = finding("gender-class", "gender");
            ("gender-class", finding.other(result(), "result"))
        }
        (Some("pass"), _) if is_no(review.best_interests) || is_no(review.no_detention) => {
            let field = if is_no(review.best_interests) {
                "best-interests"
            } else {
                "no-detention"
            };
            let finding = finding(field, "children").with("field", field);
            (field, finding.other(result(), "result"))
        }
        (Some("pass"), _) if is_no(review.any_status) && survey.lacks(record, "mitigation") => {
            let finding = finding("any-status", "rights");
            ("any-status", finding.other(result(), "result"))
        }
        _ => return,
    };
    checker.add_about(Owner::Field(record, field), finding);
}

/// A lens that was begun somewhere: the codes of its questions, and the fields they ask for.
struct Lens<'c> {
    codes: String,
    fields: Vec<&'c str>,
    /// Whether a tie to a plan for adaptation says as much.
    is_climate: bool,
}

/// The lenses that any review has looked through, as the handbook asks for them.
fn lenses<'c>(survey: &Survey<'c>) -> Vec<Lens<'c>> {
    let handbook = survey.handbook();
    let of_review = |question: &&&crate::handbook::Question| {
        let record = handbook.record_of(question);
        record.is_some_and(|record| record.id == REVIEW)
    };
    let asked: Vec<_> = handbook.asked().iter().collect();
    let asked: Vec<_> = asked.iter().filter(of_review).copied().collect();
    let lenses = handbook.word_lists().lenses.iter().map(|lens| {
        let questions = asked.iter().filter(|question| lens.has(&question.code));
        let fields = questions.flat_map(|question| question.kind.asked_fields());
        let fields = fields.map(String::as_str);
        Lens {
            codes: format!("{}–{}", lens.first, lens.last),
            // What every review has says nothing about a lens.
            fields: fields
                .filter(|field| !matches!(*field, "name" | "item"))
                .collect(),
            is_climate: lens.adaptation,
        }
    });
    let is_begun = |lens: &Lens<'_>| {
        let mut fields = lens.fields.iter();
        fields.any(|field| survey.register.is_begun(REVIEW, field))
    };
    lenses.filter(is_begun).collect()
}

fn left_out<'c>(
    checker: &mut Checker<'c>,
    survey: &Survey<'c>,
    record: Record<'c>,
    lenses: &[Lens<'_>],
) {
    let item = record.text("item").unwrap_or_default();
    let missing: Vec<&str> = lenses
        .iter()
        .filter(|lens| lens.fields.iter().all(|field| survey.lacks(record, field)))
        .filter(|lens| !(lens.is_climate && survey.register.names("adaptation-tie", "item", item)))
        .map(|lens| lens.codes.as_str())
        .collect();
    if !missing.is_empty() {
        let finding = at_id(&LENS_LEFT_OUT, record).with("missing", missing.join(", "));
        checker.add_about(Owner::Record(record), finding);
    }
}
