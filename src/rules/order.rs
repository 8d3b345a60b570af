//! What waits for what: circles, and what begins too early.

use jiff::civil::Date;

use crate::plan::Dependencies;
use crate::project::Record;
use crate::source::Span;

use super::checker::{Checker, Owner, shown};
use super::survey::{MOST_PLACES, Survey, at_id, field_place};
use super::{DEPENDENCY_CYCLE, DEPENDENCY_OUT_OF_ORDER};

/// Something that may have to wait.
struct Waiting<'s, 'c> {
    record: Record<'c>,
    id: &'c str,
    start: Option<Date>,
    end: Option<Date>,
    waits_for: &'s [&'c str],
}

impl Waiting<'_, '_> {
    fn is_reversed(&self) -> bool {
        matches!((self.start, self.end), (Some(start), Some(end)) if end < start)
    }
}

pub(super) fn check<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let actions = survey.plan.actions.iter().map(|one| Waiting {
        record: one.record,
        id: one.id,
        start: one.start,
        end: one.end,
        waits_for: &one.depends_on,
    });
    of_type(checker, &actions.collect::<Vec<_>>());
    let tasks = survey.plan.tasks.iter().map(|one| Waiting {
        record: one.record,
        id: one.id,
        start: one.start,
        end: one.end,
        waits_for: &one.depends_on,
    });
    of_type(checker, &tasks.collect::<Vec<_>>());
}

fn of_type<'c>(checker: &mut Checker<'c>, all: &[Waiting<'_, 'c>]) {
    let ids: Vec<&str> = all.iter().map(|one| one.id).collect();
    let waits_for: Vec<&[&str]> = all.iter().map(|one| one.waits_for).collect();
    let dependencies = Dependencies::of(&ids, &waits_for);
    for circle in dependencies.circles() {
        let members: Vec<&Waiting<'_, 'c>> = circle.iter().map(|at| &all[*at]).collect();
        self::circle(checker, &members);
    }
    for (one, other) in dependencies.pairs() {
        pair(checker, &all[one], &all[other]);
    }
}

/// The place where a record names one of its circle.
fn into_circle(one: &Waiting<'_, '_>, ids: &std::collections::HashSet<&str>) -> Option<Span> {
    let named = one.record.texts("depends-on");
    let item = named.iter().find(|item| ids.contains(item.text));
    item.map(|item| item.span)
}

fn circle<'c>(checker: &mut Checker<'c>, members: &[&Waiting<'_, 'c>]) {
    let Some((first, others)) = members.split_first() else {
        return;
    };
    let ids = members.iter().map(|one| one.id).collect();
    let Some(place) = into_circle(first, &ids) else {
        return;
    };
    let mut finding = DEPENDENCY_CYCLE.at(place);
    finding = if others.is_empty() {
        finding.with("id", shown(first.id))
    } else {
        finding.with(
            "list",
            super::suggest::list(members.iter().map(|one| one.id)),
        )
    };
    let places = others.iter().filter_map(|one| into_circle(one, &ids));
    for place in places.take(MOST_PLACES) {
        finding = finding.other(place, "next");
    }
    checker.add_about(Owner::Field(first.record, "depends-on"), finding);
}

fn pair<'c>(checker: &mut Checker<'c>, one: &Waiting<'_, 'c>, other: &Waiting<'_, 'c>) {
    let (Some(start), Some(end)) = (one.start, other.end) else {
        return;
    };
    if start >= end || one.is_reversed() || other.is_reversed() {
        return;
    }
    let mut finding = at_id(&DEPENDENCY_OUT_OF_ORDER, one.record);
    finding.span = field_place(checker, one.record, "start");
    let finding = finding
        .with("other", shown(other.id))
        .with("start", start.to_string())
        .with("end", end.to_string())
        .other(field_place(checker, other.record, "end"), "awaited");
    checker.add_about(Owner::Field(one.record, "start"), finding);
}
