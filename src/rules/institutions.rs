//! Bodies, focal points and meetings: the set-up that carries the exercise.

use std::collections::HashMap;

use crate::plan::{Body, FocalPoint, plain};
use crate::project::Record;

use super::checker::{Checker, Owner, shown};
use super::survey::{MOST_PLACES, Survey, at_id, field_place, say_all_missing, say_missing};
use super::{
    ACTION_LED_BY_PARTNER, BODY_NOT_MEETING, BODY_WITHOUT_ACT, BODY_WITHOUT_TERMS,
    CORE_MINISTRY_ABSENT, DECISION_WITHOUT_OWNER, FOCAL_POINT_WITHOUT_DEPUTY,
    LEAD_WITHOUT_FOCAL_POINT,
};

pub(super) fn check<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    set_up(checker, survey);
    for body in survey.plan.bodies.iter().filter(|one| one.is_active()) {
        core_ministries(checker, survey, body);
    }
    leads(checker, survey);
    deputies(checker, survey);
    partners(checker, survey);
    meetings(checker, survey);
    for decision in survey.plan.decisions.iter().filter(|one| one.is_open()) {
        let missing = survey.missing("decision", decision.record, &["owner", "due"]);
        say_all_missing(checker, &DECISION_WITHOUT_OWNER, decision.record, &missing);
    }
}

/// Bodies of the set-up without terms of reference or founding act, once others have them.
fn set_up<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let bodies = &survey.plan.bodies;
    let is_begun = |field: &str, counts: &dyn Fn(&Body<'c>) -> bool| {
        let mut counted = bodies.iter().filter(|one| counts(one));
        !survey.register.is_waived("body", field)
            && counted.any(|one| one.record.field(field).is_some())
    };
    let terms = ["purpose", "functions", "meets"];
    let begun: Vec<&'static str> = terms
        .into_iter()
        .filter(|field| is_begun(field, &|one| one.is_of_set_up()))
        .collect();
    let has_chairs = is_begun("chair", &|one| one.needs_chair());
    let has_acts = is_begun("act", &|one| one.is_of_set_up());
    let set_up = bodies.iter();
    for body in set_up.filter(|one| one.is_of_set_up() && one.is_active()) {
        let chair = (has_chairs && body.needs_chair()).then_some("chair");
        let missing: Vec<_> = begun.iter().copied().chain(chair).collect();
        let missing: Vec<_> = missing
            .into_iter()
            .filter(|field| survey.lacks(body.record, field))
            .collect();
        say_all_missing(checker, &BODY_WITHOUT_TERMS, body.record, &missing);
        let lacks = |field| survey.lacks(body.record, field);
        if has_acts && lacks("act") && lacks("act-date") {
            say_missing(checker, &BODY_WITHOUT_ACT, body.record, "act");
        }
    }
}

/// What speaks for a ministry: its role, and its id and name as words.
fn member<'c>(survey: &Survey<'c>, id: &str) -> Option<(Option<&'c str>, String)> {
    let record: Record<'c> = *survey.project.record(id)?;
    let words = [
        id.replace('-', " "),
        record.text("name").unwrap_or_default().to_owned(),
    ];
    Some((record.text("role"), words.join("\n").to_lowercase()))
}

fn core_ministries<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>, body: &Body<'c>) {
    if body.role != Some("inter-ministerial") || body.members.is_empty() {
        return;
    }
    let members: Option<Vec<_>> = body.members.iter().map(|id| member(survey, id)).collect();
    let Some(members) = members.filter(|_| survey.plan.is_read("body", "members")) else {
        return;
    };
    let absent = survey
        .answer("set-up.absent-sectors")
        .and_then(|answer| answer.note);
    let notes = [absent.map(|note| note.text), body.record.text("note")];
    let notes: Vec<String> = notes
        .iter()
        .flatten()
        .map(|note| note.to_lowercase())
        .collect();
    let missing = survey
        .handbook()
        .word_lists()
        .core_ministries
        .iter()
        .filter(|ministry| {
            let sits = members
                .iter()
                .any(|(role, words)| ministry.has_role(*role) || ministry.is_named_in(words));
            !sits && !notes.iter().any(|note| ministry.is_named_in(note))
        });
    let list = super::suggest::list(missing.map(|ministry| ministry.id.as_str()));
    if !list.is_empty() {
        let mut finding = at_id(&CORE_MINISTRY_ABSENT, body.record);
        finding.span = field_place(checker, body.record, "members");
        checker.add_about(
            Owner::Field(body.record, "members"),
            finding.with("missing", list),
        );
    }
}

/// Bodies that lead actions and have no focal point, or none in post.
fn leads<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let plan = &survey.plan;
    let mut points = plan.focal_points.iter();
    let has_sectors = points.any(|point| point.scope == Some("sector"));
    let register = &survey.register;
    let can_tell = register.is_clean("focal-point", "body") && register.is_whole("focal-point");
    if !has_sectors || !can_tell {
        return;
    }
    let mut points: HashMap<&str, Vec<&FocalPoint<'c>>> = HashMap::new();
    for point in &plan.focal_points {
        if let Some(body) = point.body {
            points.entry(body).or_default().push(point);
        }
    }
    let mut led: HashMap<&str, Vec<Record<'c>>> = HashMap::new();
    for action in plan.actions.iter().filter(|one| one.is_live()) {
        if let Some(lead) = action.lead {
            led.entry(lead).or_default().push(action.record);
        }
    }
    for body in plan.bodies.iter().filter(|one| one.is_of_government()) {
        let Some(actions) = led.get(body.id) else {
            continue;
        };
        let mut finding = at_id(&LEAD_WITHOUT_FOCAL_POINT, body.record).variant("none");
        let mut owner = Owner::Record(body.record);
        if let Some(mine) = points.get(body.id) {
            let Some(first) = mine
                .first()
                .filter(|_| mine.iter().all(|one| one.in_post == Some("no")))
            else {
                continue;
            };
            finding.span = field_place(checker, first.record, "in-post");
            finding = finding.variant("vacant");
            owner = Owner::Field(first.record, "in-post");
        }
        for action in actions.iter().take(MOST_PLACES) {
            finding = finding.other(field_place(checker, *action, "lead"), "lead");
        }
        checker.add_about(owner, finding);
    }
}

fn deputies<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    for point in &survey.plan.focal_points {
        let finding = at_id(&FOCAL_POINT_WITHOUT_DEPUTY, point.record);
        let owner = Owner::Field(point.record, "deputy");
        match (point.deputy, point.post) {
            (Some(deputy), Some(post)) if plain(deputy) == plain(post) => {
                let mut finding = finding.variant("same");
                finding.span = field_place(checker, point.record, "deputy");
                let place = field_place(checker, point.record, "post");
                checker.add_about(owner, finding.other(place, "post"));
            }
            _ if survey.is_missing("focal-point", point.record, "deputy") => {
                checker.add_about(owner, finding.variant("none"));
            }
            _ => {}
        }
    }
}

fn partners<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let plan = &survey.plan;
    let outside = plan.bodies.iter().filter(|one| one.is_outside());
    let outside: HashMap<&str, &Body<'c>> = outside.map(|one| (one.id, one)).collect();
    for action in plan.actions.iter().filter(|one| one.is_live()) {
        let Some(body) = action.lead.and_then(|lead| outside.get(lead)) else {
            continue;
        };
        let finding = ACTION_LED_BY_PARTNER
            .at(field_place(checker, action.record, "lead"))
            .with("lead", shown(body.id))
            .with_some("role", body.role.map(shown))
            .other(field_place(checker, body.record, "role"), "role");
        checker.add_about(Owner::Field(action.record, "lead"), finding);
    }
}

fn meetings<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let register = &survey.register;
    let can_tell = survey.is_settled("meeting", "body")
        && register.is_clean("meeting", "date")
        && register.is_whole("meeting")
        && survey.plan.is_read("meeting", "date");
    if !can_tell {
        return;
    }
    let named = |id: &str| register.names("meeting", "body", id);
    for idle in survey.plan.idle_bodies(survey.context.today, named) {
        let body = idle.body;
        let rhythm = field_place(checker, body.record, "meets");
        let (finding, owner) = match idle.last {
            Some(last) => (
                BODY_NOT_MEETING
                    .at(field_place(checker, last.record, "date"))
                    .variant("late")
                    .with("body", shown(body.id)),
                Owner::Field(last.record, "date"),
            ),
            None => (
                at_id(&BODY_NOT_MEETING, body.record).variant("none"),
                Owner::Record(body.record),
            ),
        };
        let finding = finding
            .with("date", idle.since.to_string())
            .with("rhythm", body.meets.unwrap_or_default())
            .other(rhythm, "rhythm");
        checker.add_about(owner, finding);
    }
}
