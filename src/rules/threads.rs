//! The red thread: what nothing answers, serves, leads, pays for or measures.

use super::checker::{Checker, Owner};
use super::survey::{
    MOST_PLACES, Survey, at_id, field_place, id_place, say_all_missing, say_missing,
};
use super::{
    ACTION_WITHOUT_BUDGET, ACTION_WITHOUT_LEAD, INDICATOR_WITHOUT_BASELINE,
    INDICATOR_WITHOUT_OWNER, INDICATOR_WITHOUT_TARGET, OBJECTIVE_WITHOUT_ACTION,
    OBJECTIVE_WITHOUT_INDICATOR, PROBLEM_WITHOUT_OBJECTIVE,
};

pub(super) fn check<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    problems(checker, survey);
    objectives(checker, survey);
    actions(checker, survey);
    measured(checker, survey);
    for indicator in &survey.plan.indicators {
        let owner = survey.missing("indicator", indicator.record, &["owner", "frequency"]);
        say_all_missing(checker, &INDICATOR_WITHOUT_OWNER, indicator.record, &owner);
    }
    baselines(checker, survey);
    targets(checker, survey);
}

fn problems<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    if !survey.is_settled("objective", "problems") {
        return;
    }
    for problem in &survey.plan.problems {
        let is_answered = survey.register.names("objective", "problems", problem.id);
        if !is_answered && survey.lacks(problem.record, "parked") {
            let finding = at_id(&PROBLEM_WITHOUT_OBJECTIVE, problem.record);
            checker.add_about(Owner::Record(problem.record), finding);
        }
    }
}

fn objectives<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    if !survey.is_settled("action", "objective") {
        return;
    }
    for objective in survey.plan.retained() {
        if !survey.register.names("action", "objective", objective.id) {
            let finding = at_id(&OBJECTIVE_WITHOUT_ACTION, objective.record);
            checker.add_about(Owner::Record(objective.record), finding);
        }
    }
}

fn actions<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let is_budgeted = survey.is_settled("budget-line", "action");
    let live = survey.plan.actions.iter().filter(|one| one.is_live());
    for action in live {
        if survey.is_missing("action", action.record, "lead") {
            say_missing(checker, &ACTION_WITHOUT_LEAD, action.record, "lead");
        }
        if is_budgeted && !survey.register.names("budget-line", "action", action.id) {
            let finding = at_id(&ACTION_WITHOUT_BUDGET, action.record);
            checker.add_about(Owner::Record(action.record), finding);
        }
    }
}

/// Objectives without an indicator, or with none that shows a change.
fn measured<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let register = &survey.register;
    let is_begun =
        register.is_begun("indicator", "objective") || register.is_begun("indicator", "action");
    let is_clean = register.is_clean("indicator", "objective")
        && register.is_clean("indicator", "action")
        && register.is_clean("action", "objective");
    if !is_begun || !is_clean || !register.is_whole("indicator") || !register.is_whole("action") {
        return;
    }
    let measured = survey.plan.indicators_by_objective();
    for objective in survey.plan.retained() {
        let finding = at_id(&OBJECTIVE_WITHOUT_INDICATOR, objective.record);
        let finding = match measured.get(objective.id) {
            None => finding.variant("none"),
            Some(all) if all.iter().all(|one| one.is_of_work()) => {
                let places = all.iter().take(MOST_PLACES);
                places.fold(finding.variant("no-outcome"), |finding, one| {
                    finding.other(id_place(one.record), "indicator")
                })
            }
            Some(_) => continue,
        };
        checker.add_about(Owner::Record(objective.record), finding);
    }
}

fn baselines<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    for indicator in &survey.plan.indicators {
        let record = indicator.record;
        if survey.is_missing("indicator", record, "baseline") {
            let finding = at_id(&INDICATOR_WITHOUT_BASELINE, record).variant("value");
            checker.add_about(Owner::Field(record, "baseline"), finding);
        } else if record.field("baseline").is_some()
            && survey.is_missing("indicator", record, "baseline-year")
        {
            let mut finding = at_id(&INDICATOR_WITHOUT_BASELINE, record).variant("year");
            finding.span = field_place(checker, record, "baseline");
            checker.add_about(Owner::Field(record, "baseline-year"), finding);
        }
    }
}

fn targets<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    if survey.is_settled("target", "indicator") {
        let shows_change = survey
            .plan
            .indicators
            .iter()
            .filter(|one| !one.is_of_work());
        for indicator in shows_change {
            if !survey.register.names("target", "indicator", indicator.id) {
                let finding = at_id(&INDICATOR_WITHOUT_TARGET, indicator.record).variant("none");
                checker.add_about(Owner::Record(indicator.record), finding);
            }
        }
    }
    if !survey.register.is_begun("target", "value") {
        return;
    }
    for target in &survey.plan.targets {
        let fields = ["year", "value"].into_iter();
        let missing: Vec<_> = fields
            .filter(|field| survey.lacks(target.record, field))
            .collect();
        if let Some(first) = missing.first() {
            let list = super::suggest::list(missing.iter().copied());
            let finding = at_id(&INDICATOR_WITHOUT_TARGET, target.record).variant("incomplete");
            let owner = Owner::Field(target.record, first);
            checker.add_about(owner, finding.with("missing", list));
        }
    }
}
