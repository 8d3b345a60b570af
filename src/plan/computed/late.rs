//! Bodies whose actions are late, or have begun without a word on how they go.

use jiff::civil::Date;

use super::super::Plan;
use super::{Computed, ResultRow, Typed, headings};

/// Why an action is on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LateReason {
    /// Its status says late.
    Late,
    /// It should have begun, and nothing is said about it.
    NoStatus,
}

impl LateReason {
    const fn key(self) -> &'static str {
        match self {
            Self::Late => "plan-late",
            Self::NoStatus => "plan-late-no-status",
        }
    }
}

/// An action on the list, under the body that answers for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late<'p> {
    /// The id of the lead body; none where the action has no lead that exists.
    pub lead: Option<&'p str>,
    /// The id of the action, empty where it has none.
    pub action: &'p str,
    /// What the action is called.
    pub name: Option<&'p str>,
    /// Why it is here.
    pub reason: LateReason,
    /// The day it began.
    pub start: Option<Date>,
    /// The day it ends.
    pub end: Option<Date>,
}

impl<'p> Plan<'p> {
    /// Actions that are late or past their start without a status, grouped by lead: the body with
    /// the most first, then in the order of the bodies; actions without a lead last.
    pub fn late_actions(&self, today: Date) -> Vec<Late<'p>> {
        let mut late: Vec<Late<'p>> = Vec::new();
        for action in &self.actions {
            let has_begun = action.start.is_some_and(|start| start < today);
            let reason = match action.status {
                Some("late") => LateReason::Late,
                None if has_begun => LateReason::NoStatus,
                _ => continue,
            };
            late.push(Late {
                lead: action.lead.and_then(|id| self.body(id)).map(|body| body.id),
                action: action.id,
                name: action.name,
                reason,
                start: action.start,
                end: action.end,
            });
        }
        let leads: Vec<_> = late.iter().map(|one| one.lead).collect();
        late.sort_by_key(|one| {
            let n = leads.iter().filter(|lead| **lead == one.lead).count();
            let body = self
                .bodies
                .iter()
                .position(|body| Some(body.id) == one.lead);
            (one.lead.is_none(), usize::MAX - n, body)
        });
        late
    }
}

pub(super) fn computed(plan: &Plan<'_>, today: Date) -> Computed {
    let mut result = Computed::new("late-leads", "plan-formula-late-leads");
    result.input("plan-today", Typed::Date(today));
    result.input("plan-input-actions", Typed::Count(plan.actions.len()));
    if plan.actions.is_empty() {
        return result;
    }
    let late = plan.late_actions(today);
    let mut rows = Vec::new();
    let mut n_bodies = 0;
    for group in late.chunk_by(|one, next| one.lead == next.lead) {
        let lead = group.first().and_then(|one| one.lead);
        n_bodies += usize::from(lead.is_some());
        rows.push(ResultRow::Group(
            lead.map_or(Typed::Message("plan-no-lead"), |id| {
                Typed::Record(id.to_owned())
            }),
        ));
        rows.extend(group.iter().map(|one| {
            let date = |date: Option<Date>| date.map_or(Typed::Nothing, Typed::Date);
            let name = one.name.unwrap_or(one.action).to_owned();
            let reason = Typed::Message(one.reason.key());
            ResultRow::Body(vec![
                Typed::Words(name),
                reason,
                date(one.start),
                date(one.end),
            ])
        }));
    }
    result.figure("plan-late-bodies", Typed::Count(n_bodies));
    result.figure("plan-late-actions", Typed::Count(late.len()));
    let columns = ["plan-action", "plan-why-late", "plan-start", "plan-end"];
    result.table("plan-caption-late-leads", headings(&columns), rows);
    result
}
