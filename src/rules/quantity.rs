//! The same quantity in two places, with two values.

use rust_decimal::Decimal;

use crate::diagnostic::Finding;
use crate::plan::{months_between, whole};
use crate::project::{Record, parse_date};
use crate::yaml::Node;

use super::QUANTITY_WITH_TWO_VALUES;
use super::checker::{Checker, Owner, shown};
use super::header::{head, replacement};
use super::survey::{Survey, field_place};

pub(super) fn check<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    for (first, second) in survey.plan.figures_twice() {
        let values = (second.value, first.value);
        let finding = with_values(
            QUANTITY_WITH_TWO_VALUES.at(field_place(checker, second.record, "value")),
            values,
        )
        .variant("figures");
        let place = (second.record, "value");
        twice(
            checker,
            place,
            first.record,
            finding,
            (second.indicator, second.year),
        );
    }
    for (figure, indicator) in survey.plan.baselines_twice() {
        let values = (indicator.baseline, figure.value);
        let finding = with_values(
            QUANTITY_WITH_TWO_VALUES.at(field_place(checker, indicator.record, "baseline")),
            values,
        )
        .variant("baseline");
        let place = (indicator.record, "baseline");
        twice(
            checker,
            place,
            figure.record,
            finding,
            (figure.indicator, figure.year),
        );
    }
    domestic_share(checker, survey);
    months_left(checker, survey);
}

fn with_values(finding: Finding, (value, other): (Option<Decimal>, Option<Decimal>)) -> Finding {
    let text = |value: Option<Decimal>| value.map(|value| value.normalize().to_string());
    finding
        .with_some("value", text(value))
        .with_some("other", text(other))
}

fn twice<'c>(
    checker: &mut Checker<'c>,
    (record, field): (Record<'c>, &'static str),
    first: Record<'c>,
    finding: Finding,
    (code, year): (Option<&str>, Option<i16>),
) {
    let finding = finding
        .with_some("code", code.map(shown))
        .with_some("year", year.map(|year| year.to_string()))
        .other(field_place(checker, first, "value"), "first");
    checker.add_about(Owner::Field(record, field), finding);
}

fn domestic_share<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let path = "funding.domestic-share";
    let limit = survey.plan.thresholds.domestic_share.as_ref();
    let (Some((answer, node)), Some(limit)) = (survey.number(path), limit) else {
        return;
    };
    let is_whole = survey.register.is_whole("budget-line") && survey.register.is_whole("fund");
    let Some(share) = survey.plan.domestic_share().filter(|_| is_whole) else {
        return;
    };
    if (share - answer).abs() > limit.tolerance {
        let values = (Some(answer), Some(whole(share)));
        let finding = with_values(at_answer(checker, node), values).variant("domestic-share");
        about(checker, survey, path, finding);
    }
}

fn months_left<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let path = "readiness.months-left";
    let limit = survey.plan.thresholds.months_left.as_ref();
    let (Some((answer, node)), Some(limit)) = (survey.number(path), limit) else {
        return;
    };
    let Some((milestone, close)) = survey.plan.close() else {
        return;
    };
    let on = survey.answer(path).and_then(|answer| answer.on);
    let on = on.and_then(|on| parse_date(on.text).ok());
    let day = on.unwrap_or(survey.context.today);
    let months = months_between(day, close);
    if close < day || (months - answer).abs() <= limit.tolerance {
        return;
    }
    let months = whole(months);
    let finding = with_values(at_answer(checker, node), (Some(answer), Some(months)))
        .variant("months-left")
        .other(field_place(checker, milestone.record, "date"), "closes")
        .repair(false, node.span, replacement(node, &months.to_string()));
    about(checker, survey, path, finding);
}

fn at_answer(checker: &Checker<'_>, node: &Node<'_>) -> Finding {
    QUANTITY_WITH_TWO_VALUES.at(head(checker, node))
}

fn about<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>, path: &str, finding: Finding) {
    if let Some(question) = survey.question(path) {
        checker.add_about(Owner::Answer(question), finding);
    }
}
