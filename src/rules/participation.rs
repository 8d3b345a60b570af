//! Who was heard, who is reached, who sits at the table.

use rust_decimal::Decimal;

use crate::diagnostic::Finding;
use crate::plan::whole;
use crate::project::Record;

use super::checker::{Checker, Owner, shown};
use super::survey::{Survey, at_id, field_place};
use super::{CONSULTATION_FINDING_UNANSWERED, FEW_WOMEN, VULNERABLE_GROUP_UNREACHED};

pub(super) fn check<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    answers(checker, survey);
    groups(checker, survey);
    women(checker, survey);
}

fn answers<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let kind = "consultation-finding";
    for heard in &survey.plan.consultation_findings {
        let finding = at_id(&CONSULTATION_FINDING_UNANSWERED, heard.record);
        if survey.is_missing(kind, heard.record, "response") {
            let owner = Owner::Field(heard.record, "response");
            checker.add_about(owner, finding.variant("none"));
        } else if matches!(heard.response, Some("partly" | "not-taken"))
            && survey.is_missing(kind, heard.record, "response-reason")
        {
            let mut finding = finding
                .variant("no-reason")
                .with_some("response", heard.response.map(shown));
            finding.span = field_place(checker, heard.record, "response");
            checker.add_about(Owner::Field(heard.record, "response-reason"), finding);
        }
    }
}

fn groups<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    if !survey.is_settled("action", "groups") || !survey.register.is_whole("action") {
        return;
    }
    let live = survey.plan.actions.iter().filter(|one| one.is_live());
    let reached: std::collections::HashSet<&str> =
        live.flat_map(|one| one.groups.iter().copied()).collect();
    for group in survey.own("vulnerable-group") {
        let is_reached = group.id().is_some_and(|id| reached.contains(id.text));
        if !is_reached && survey.lacks(group, "note") {
            let finding = at_id(&VULNERABLE_GROUP_UNREACHED, group);
            checker.add_about(Owner::Record(group), finding);
        }
    }
}

fn women<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let Some(limit) = survey.plan.thresholds.women.as_ref() else {
        return;
    };
    let min = limit.min_share;
    for body in survey.plan.bodies.iter().filter(|one| one.is_active()) {
        if let Some(share) = body.women_share.filter(|share| *share < min) {
            let finding = few(checker, body.record, "women-share", (share, min));
            let owner = Owner::Field(body.record, "women-share");
            checker.add_about(owner, finding.variant("body"));
        }
    }
    for consultation in &survey.plan.consultations {
        let (Some(women), Some(men)) = (consultation.women, consultation.men) else {
            continue;
        };
        let all = women.saturating_add(men);
        let share = women.saturating_mul(Decimal::ONE_HUNDRED).checked_div(all);
        if let Some(share) = share.filter(|share| all >= limit.min_participants && *share < min) {
            let finding = few(checker, consultation.record, "women", (share, min));
            let owner = Owner::Field(consultation.record, "women");
            checker.add_about(owner, finding.variant("consultation"));
        }
    }
}

fn few(
    checker: &Checker<'_>,
    record: Record<'_>,
    field: &str,
    (share, min): (Decimal, Decimal),
) -> Finding {
    let mut finding = at_id(&FEW_WOMEN, record);
    finding.span = field_place(checker, record, field);
    finding
        .with("share", whole(share).to_string())
        .with("min", min.normalize().to_string())
}
