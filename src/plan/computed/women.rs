//! The share of women in the bodies.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::super::{Body, Plan};
use super::{Computed, HALF_UP, ResultRow, Typed, headings, share};

/// The share of women, by members and by staff.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WomenShare {
    /// The mean of the shares that bodies state, in percent, rounded to one decimal.
    pub members: Option<Decimal>,
    /// Bodies that state a share.
    pub stating: usize,
    /// Women among the staff counted, in percent, rounded to one decimal.
    pub staff: Option<Decimal>,
    /// Women on the staff of bodies that count both.
    pub women: Decimal,
    /// Men on the staff of those bodies.
    pub men: Decimal,
}

fn staff(body: &Body<'_>) -> Option<(Decimal, Decimal)> {
    body.staff_women.zip(body.staff_men)
}

impl Plan<'_> {
    /// The share of women; bodies that state nothing are left out of the means.
    pub fn women_share(&self) -> WomenShare {
        let shares: Vec<_> = self
            .bodies
            .iter()
            .filter_map(|body| body.women_share)
            .collect();
        let sum: Decimal = shares.iter().sum();
        let average = sum.checked_div(Decimal::from(shares.len()));
        let counted = self.bodies.iter().filter_map(staff);
        let (women, men) = counted.fold((Decimal::ZERO, Decimal::ZERO), |sum, one| {
            (sum.0 + one.0, sum.1 + one.1)
        });
        WomenShare {
            members: average.map(|average| average.round_dp_with_strategy(1, HALF_UP)),
            stating: shares.len(),
            staff: share(women, women + men),
            women,
            men,
        }
    }
}

pub(super) fn computed(plan: &Plan<'_>, _: Date) -> Computed {
    let mut result = Computed::new("women-share", "plan-formula-women-share");
    let found = plan.women_share();
    if let Some(members) = found.members {
        result.figure("plan-women-members", Typed::Percent(members));
    }
    if let Some(staff) = found.staff {
        result.figure("plan-women-staff", Typed::Percent(staff));
    }
    result.input("plan-input-bodies", Typed::Count(plan.bodies.len()));
    result.input("plan-input-bodies-stating", Typed::Count(found.stating));
    let number = |number: Option<Decimal>| number.map_or(Typed::Nothing, Typed::Number);
    let stated = |body: &&Body<'_>| {
        body.women_share.is_some() || body.staff_women.is_some() || body.staff_men.is_some()
    };
    let row = |body: &Body<'_>| {
        let staff = staff(body).and_then(|(women, men)| share(women, women + men));
        let percent = |share: Option<Decimal>| share.map_or(Typed::Nothing, Typed::Percent);
        ResultRow::Body(vec![
            Typed::Words(body.name.unwrap_or(body.id).to_owned()),
            percent(body.women_share),
            number(body.staff_women),
            number(body.staff_men),
            percent(staff),
        ])
    };
    let rows: Vec<_> = plan.bodies.iter().filter(stated).map(row).collect();
    result.leave_out("plan-left-out-no-share", plan.bodies.len() - rows.len());
    let columns = [
        "plan-body",
        "plan-women-members-column",
        "plan-women",
        "plan-men",
        "plan-women-staff-column",
    ];
    result.table("plan-caption-women-share", headings(&columns), rows);
    result
}
