//! Answers that do not fit each other: the verdict, priorities, the route.

use crate::project::Record;

use super::checker::{Checker, Owner, shown};
use super::header::head;
use super::survey::{Survey, at_id, field_place, say_missing};
use super::{
    ACTION_OF_DROPPED_OBJECTIVE, GO_WITHOUT_BACKING, OBJECTIVE_WITHOUT_NATIONAL_GOAL,
    PRIORITIES_ABOVE_LIMIT, ROUTE_WITHOUT_TEXTS, WEIGHTS_NOT_100,
};

pub(super) fn check<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    verdict(checker, survey);
    weights(checker, survey);
    limit(checker, survey);
    national_goals(checker, survey);
    route(checker, survey);
    dropped(checker, survey);
}

fn verdict<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let path = "readiness.verdict";
    let (Some(question), Some(node)) = (survey.question(path), survey.value(path)) else {
        return;
    };
    let refused = |path| {
        survey
            .value(path)
            .filter(|node| node.text() == Some("no"))
            .map(|node| node.span)
    };
    let backing = refused("readiness.political-backing");
    let ownership = refused("readiness.ownership");
    let variant = match (backing, ownership) {
        (Some(_), Some(_)) => "both",
        (Some(_), None) => "backing",
        (None, Some(_)) => "ownership",
        (None, None) => return,
    };
    if node.text() != Some("go") {
        return;
    }
    let mut finding = GO_WITHOUT_BACKING.at(head(checker, node)).variant(variant);
    for (place, label) in [(backing, "no-backing"), (ownership, "no-ownership")] {
        if let Some(place) = place {
            finding = finding.other(place, label);
        }
    }
    checker.add_about(Owner::Answer(question), finding);
}

fn weights<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let Some(home) = survey.handbook().home("criterion") else {
        return;
    };
    let (Some(sum), Some(answer)) = (survey.plan.weight_sum(), survey.answer(&home.path)) else {
        return;
    };
    let slip = !survey.register.is_clean("criterion", "weight");
    if slip || !survey.register.is_whole("criterion") || !survey.plan.is_off_100(sum) {
        return;
    }
    let finding = WEIGHTS_NOT_100
        .at(answer.key_span)
        .with("sum", sum.normalize().to_string());
    checker.add_about(Owner::Answer(home), finding);
}

fn limit<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let path = "priorities.capacity-limit";
    let (Some((max, node)), Some(question)) = (survey.number(path), survey.question(path)) else {
        return;
    };
    let n = survey.plan.n_kept();
    if max < n.into() {
        let finding = PRIORITIES_ABOVE_LIMIT
            .at(head(checker, node))
            .with("n", n.to_string())
            .with("max", max.normalize().to_string());
        checker.add_about(Owner::Answer(question), finding);
    }
}

fn national_goals<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    for objective in survey.plan.retained() {
        if survey.is_missing("objective", objective.record, "national-goal") {
            let rule = &OBJECTIVE_WITHOUT_NATIONAL_GOAL;
            say_missing(checker, rule, objective.record, "national-goal");
        }
    }
}

fn route<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let route = survey.text("route.chosen-route");
    if matches!(route, Some("national-plan" | "both")) {
        national_plan(checker, survey);
    }
    if matches!(route, Some("stand-alone" | "both")) {
        stand_alone(checker, survey);
    }
    let is_open = survey.register.count("sector-strategy") == 0
        && !survey.is_waived("route.sector-strategies");
    if route == Some("sector-strategies") && is_open {
        at_route(checker, survey, "strategies");
    }
}

fn national_plan<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let register = &survey.register;
    if register.count("insertion") == 0 {
        if !survey.is_waived("route.insertions") {
            at_route(checker, survey, "insertions");
        }
        return;
    }
    let links = [
        ("insertion", "indicator"),
        ("indicator", "objective"),
        ("indicator", "action"),
        ("action", "objective"),
    ];
    let can_tell = links
        .iter()
        .all(|(kind, field)| register.is_clean(kind, field) && register.is_whole(kind));
    if !register.is_begun("insertion", "indicator") || !can_tell {
        return;
    }
    let served = survey.plan.inserted_objectives();
    for objective in survey.plan.retained() {
        if !served.contains(objective.id) {
            without_text(checker, survey, objective.record, "objective");
        }
    }
}

fn stand_alone<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let has_slip = !survey.register.is_clean("objective", "plan-goal");
    if survey.register.is_begun("objective", "plan-goal") {
        for objective in survey.plan.retained() {
            if survey.lacks(objective.record, "plan-goal") {
                without_text(checker, survey, objective.record, "plan-goal");
            }
        }
    } else if survey.plan.retained().next().is_some()
        && !has_slip
        && !survey.is_waived("route.plan-goals-served")
    {
        at_route(checker, survey, "plan-goals");
    }
}

/// An objective that the route has no text for.
fn without_text<'c>(
    checker: &mut Checker<'c>,
    survey: &Survey<'c>,
    record: Record<'c>,
    variant: &'static str,
) {
    let mut finding = at_id(&ROUTE_WITHOUT_TEXTS, record).variant(variant);
    if let Some(route) = survey.value("route.chosen-route") {
        finding = finding.other(head(checker, route), "route");
    }
    let owner = if variant == "plan-goal" {
        Owner::Field(record, "plan-goal")
    } else {
        Owner::Record(record)
    };
    checker.add_about(owner, finding);
}

/// A route without any text, once there are actions to write about.
fn at_route<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>, variant: &'static str) {
    let path = "route.chosen-route";
    let (Some(question), Some(node)) = (survey.question(path), survey.value(path)) else {
        return;
    };
    if survey.register.count("action") > 0 {
        let finding = ROUTE_WITHOUT_TEXTS.at(head(checker, node)).variant(variant);
        checker.add_about(Owner::Answer(question), finding);
    }
}

fn dropped<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let live = survey.plan.actions.iter().filter(|one| one.is_live());
    for action in live {
        let Some(id) = action.objective else { continue };
        let target = survey.project.record(id).copied();
        let target = target.filter(|target| target.text("retained") == Some("no"));
        let Some(target) = target.filter(|_| survey.type_of(id) == Some("objective")) else {
            continue;
        };
        let place = field_place(checker, action.record, "objective");
        let finding = ACTION_OF_DROPPED_OBJECTIVE
            .at(place)
            .with("objective", shown(id))
            .other(field_place(checker, target, "retained"), "dropped");
        checker.add_about(Owner::Field(action.record, "objective"), finding);
    }
}
