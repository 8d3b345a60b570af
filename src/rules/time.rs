//! Days and years: what lies outside its period, in the wrong order, or is overdue.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::diagnostic::Finding;
use crate::plan::{days_between, has_day, has_year, period_text};
use crate::project::{Period, Record};

use super::checker::{Checker, Owner, shown};
use super::header::head;
use super::survey::{MOST_PLACES, Survey, at_id, field_place, id_text};
use super::{
    DECISION_OVERDUE, ENDS_BEFORE_START, OUTSIDE_PLAN_PERIOD, READING_OVERDUE,
    WORK_ENDS_AFTER_CLOSE,
};

pub(super) fn check<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    outside(checker, survey);
    reversed(checker, survey);
    readings(checker, survey);
    decisions(checker, survey);
    close(checker, survey);
}

/// A day or a year of a record.
#[derive(Clone, Copy)]
enum Time {
    Day(Date),
    Year(i16),
}

impl Time {
    fn is_in(self, period: Period) -> bool {
        match self {
            Self::Day(day) => has_day(period, day),
            Self::Year(year) => has_year(period, year),
        }
    }

    fn text(self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::Year(year) => year.to_string(),
        }
    }
}

/// A record with the fields of it that are times.
type Timed<'c> = (Record<'c>, [(&'static str, Option<Time>); 2]);

/// The times that have to lie in the planning period, record by record.
fn times<'c>(survey: &Survey<'c>) -> Vec<Timed<'c>> {
    let plan = &survey.plan;
    let year = |field, year: Option<i16>| [(field, year.map(Time::Year)), (field, None)];
    let mut times = Vec::new();
    times.extend(plan.actions.iter().map(|one| {
        let (start, end) = (one.start.map(Time::Day), one.end.map(Time::Day));
        (one.record, [("start", start), ("end", end)])
    }));
    times.extend(
        plan.outputs
            .iter()
            .map(|one| (one.record, year("year", one.year))),
    );
    times.extend(
        plan.retained()
            .map(|one| (one.record, year("year", one.year))),
    );
    times.extend(
        plan.targets
            .iter()
            .map(|one| (one.record, year("year", one.year))),
    );
    times.extend(
        plan.goals
            .iter()
            .map(|one| (one.record, year("horizon", one.horizon))),
    );
    times
}

fn outside<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    for (record, fields) in times(survey) {
        outside_plan(checker, survey, record, &fields);
    }
    let funds = survey.plan.funds.iter();
    let funds: HashMap<&str, _> = funds
        .filter_map(|fund| Some((fund.id, (fund.record, fund.period?))))
        .collect();
    for line in &survey.plan.budget_lines {
        let Some(year) = line.year else { continue };
        let time = Time::Year(year);
        if outside_plan(checker, survey, line.record, &[("year", Some(time))]) {
            continue;
        }
        let fund = line.fund.and_then(|id| funds.get(id).copied());
        let Some((fund, period)) = fund else { continue };
        if !time.is_in(period) {
            let finding = outside_of(checker, line.record, ("year", time), period);
            let finding = finding
                .variant("fund")
                .with("fund", id_text(fund))
                .other(field_place(checker, fund, "period"), "fund");
            checker.add_about(Owner::Field(line.record, "year"), finding);
        }
    }
}

fn outside_of(
    checker: &Checker<'_>,
    record: Record<'_>,
    (field, time): (&'static str, Time),
    period: Period,
) -> Finding {
    OUTSIDE_PLAN_PERIOD
        .at(field_place(checker, record, field))
        .with("value", time.text())
        .with("period", period_text(period))
}

/// Says that the first of these fields outside the planning period is there; whether there is one.
fn outside_plan<'c>(
    checker: &mut Checker<'c>,
    survey: &Survey<'c>,
    record: Record<'c>,
    fields: &[(&'static str, Option<Time>)],
) -> bool {
    let (Some(period), Some(place)) = (survey.plan.period, survey.project.header.period) else {
        return false;
    };
    let mut times = fields
        .iter()
        .filter_map(|(field, time)| Some((*field, (*time)?)));
    let Some((field, time)) = times.find(|(_, time)| !time.is_in(period)) else {
        return false;
    };
    let finding = outside_of(checker, record, (field, time), period)
        .variant("plan")
        .other(place.span, "period");
    checker.add_about(Owner::Field(record, field), finding);
    true
}

fn reversed<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let plan = &survey.plan;
    let actions = plan
        .actions
        .iter()
        .map(|one| (one.record, one.start, one.end));
    let tasks = plan
        .tasks
        .iter()
        .map(|one| (one.record, one.start, one.end));
    for (record, start, end) in actions.chain(tasks) {
        let (Some(start), Some(end)) = (start, end) else {
            continue;
        };
        if end < start {
            let mut finding = at_id(&ENDS_BEFORE_START, record).variant("dates");
            finding.span = field_place(checker, record, "end");
            let finding = finding
                .with("start", start.to_string())
                .with("end", end.to_string())
                .other(field_place(checker, record, "start"), "start");
            checker.add_about(Owner::Field(record, "end"), finding);
        }
    }
    let baselines: HashMap<&str, _> = plan
        .indicators
        .iter()
        .filter_map(|one| Some((one.id, (one.record, one.baseline_year?))))
        .collect();
    for target in &plan.targets {
        let (Some(year), Some(id)) = (target.year, target.indicator) else {
            continue;
        };
        let Some((indicator, start)) = baselines.get(id).filter(|(_, start)| year <= *start) else {
            continue;
        };
        let finding = ENDS_BEFORE_START
            .at(field_place(checker, target.record, "year"))
            .variant("target")
            .with("start", start.to_string())
            .with("end", year.to_string())
            .other(
                field_place(checker, *indicator, "baseline-year"),
                "baseline",
            );
        checker.add_about(Owner::Field(target.record, "year"), finding);
    }
}

fn readings<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let register = &survey.register;
    let can_tell = register.is_clean("reading", "indicator")
        && register.is_clean("reading", "date")
        && register.is_whole("reading")
        && survey.plan.is_read("reading", "date");
    if !can_tell {
        return;
    }
    let starts_at_none = register.is_begun("reading", "indicator");
    for late in survey
        .plan
        .overdue_readings(survey.context.today, starts_at_none)
    {
        let indicator = late.indicator;
        let rhythm = field_place(checker, indicator.record, "frequency");
        let since = late.since.to_string();
        let (finding, owner) = match late.last {
            Some(last) => (
                READING_OVERDUE
                    .at(field_place(checker, last.record, "date"))
                    .variant("late")
                    .with("indicator", shown(indicator.id))
                    .with("date", since),
                Owner::Field(last.record, "date"),
            ),
            None => (
                at_id(&READING_OVERDUE, indicator.record)
                    .variant("none")
                    .with("since", since),
                Owner::Record(indicator.record),
            ),
        };
        let finding = finding
            .with("frequency", indicator.frequency.unwrap_or_default())
            .other(rhythm, "frequency");
        checker.add_about(owner, finding);
    }
}

fn decisions<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let today = survey.context.today;
    for decision in survey.plan.decisions.iter().filter(|one| one.is_open()) {
        let Some(due) = decision.due.filter(|due| *due < today) else {
            continue;
        };
        let mut finding = at_id(&DECISION_OVERDUE, decision.record);
        finding.span = field_place(checker, decision.record, "due");
        let finding = finding
            .with("due", due.to_string())
            .with("days", days_between(due, today).to_string());
        checker.add_about(Owner::Field(decision.record, "due"), finding);
    }
}

/// The day the text closes against the work that is still to be done.
fn close<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let stage = survey.value("case-file.plan-stage");
    let named = stage.and_then(|node| node.text());
    let Some((milestone, close)) = survey.plan.close() else {
        return;
    };
    if matches!(named, Some("adopted" | "mid-term-review" | "closing")) {
        return;
    }
    let finding = WORK_ENDS_AFTER_CLOSE
        .at(field_place(checker, milestone.record, "date"))
        .with("date", close.to_string());
    let finding = if close < survey.context.today {
        let (Some(node), Some(named)) = (stage, named) else {
            return;
        };
        finding
            .variant("passed")
            .with("stage", shown(named))
            .other(head(checker, node), "stage")
    } else {
        let late = survey.plan.tasks_after(close);
        let Some((_, end)) = late.first() else { return };
        let finding = finding
            .variant("late")
            .with("end", end.to_string())
            .with("days", days_between(close, *end).to_string());
        late.iter()
            .take(MOST_PLACES)
            .fold(finding, |finding, (task, _)| {
                finding.other(field_place(checker, task.record, "end"), "task")
            })
    };
    checker.add_about(Owner::Field(milestone.record, "date"), finding);
}
