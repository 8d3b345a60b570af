//! How much the plan depends on its largest fund.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::super::{DependenceLevel, Fund, Plan, Rate};
use super::{Computed, Typed, share};
use crate::project::Money;

/// The largest fund and its share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependence<'p> {
    /// The id of the largest fund, empty where it has none.
    pub fund: &'p str,
    /// What it is called.
    pub name: Option<&'p str>,
    /// What it brings, in the common currency.
    pub amount: Money,
    /// What all funds bring.
    pub total: Money,
    /// Its share in percent, rounded to one decimal.
    pub share: Decimal,
    /// What that share is called; none where the handbook has no thresholds.
    pub level: Option<DependenceLevel>,
    /// The rates used to bring the funds to one currency.
    pub rates: Vec<Rate>,
}

impl<'p> Plan<'p> {
    /// The funds with money: those noted as a gap are none.
    fn paying_funds(&self) -> impl Iterator<Item = (&Fund<'p>, Money)> {
        let funds = self.funds.iter().filter(|fund| fund.status != Some("gap"));
        funds.filter_map(|fund| fund.amount.map(|amount| (fund, amount)))
    }

    /// The dependence on the largest fund; none without amounts, or where they stand in several
    /// currencies and a rate is missing.
    pub fn dependence(&self) -> Option<Dependence<'p>> {
        let funds: Vec<_> = self.paying_funds().collect();
        let currency = funds.first()?.1.currency;
        let is_uniform = funds.iter().all(|(_, money)| money.currency == currency);
        let mut amounts = Vec::with_capacity(funds.len());
        let mut rates = Vec::new();
        for (fund, money) in funds {
            let amount = if is_uniform {
                money
            } else {
                let year = fund.period.map(|period| period.start.year());
                let conversion = self.rates().convert([(money, year)])?;
                rates.extend(conversion.rates);
                conversion.sum
            };
            amounts.push((fund, amount));
        }
        rates.sort();
        rates.dedup();
        let total: Decimal = amounts.iter().map(|(_, money)| money.amount).sum();
        // Of several equal ones the first in the file.
        let (fund, amount) = amounts
            .into_iter()
            .rev()
            .max_by_key(|(_, money)| money.amount)?;
        let share = share(amount.amount, total)?;
        let thresholds = self.thresholds.donor_dependence.as_ref();
        Some(Dependence {
            fund: fund.id,
            name: fund.name,
            amount,
            total: Money {
                amount: total,
                ..amount
            },
            share,
            level: thresholds.map(|thresholds| thresholds.level(share)),
            rates,
        })
    }
}

pub(super) fn computed(plan: &Plan<'_>, _: Date) -> Computed {
    let mut result = Computed::new("donor-dependence", "plan-formula-donor-dependence");
    let without = plan
        .funds
        .iter()
        .filter(|fund| fund.amount.is_none())
        .count();
    result.leave_out("plan-left-out-no-amount", without);
    let Some(dependence) = plan.dependence() else {
        let n = plan.paying_funds().count();
        result.leave_out("plan-left-out-no-rate", n);
        return result;
    };
    if let Some(level) = dependence.level {
        let id = level.name().to_owned();
        result.figure("plan-dependence", Typed::Choice { set: "level3", id });
    }
    let name = match (dependence.name, dependence.fund) {
        (Some(name), _) => Typed::Words(name.to_owned()),
        (None, id) => Typed::Words(id.to_owned()),
    };
    result.figure("plan-largest-fund", name);
    result.figure("plan-share", Typed::Percent(dependence.share));
    result.input("plan-largest-amount", Typed::Money(dependence.amount));
    result.input("plan-all-funds", Typed::Money(dependence.total));
    if let Some(thresholds) = &plan.thresholds.donor_dependence {
        result.input("plan-medium-from", Typed::Percent(thresholds.medium_from));
        result.input("plan-high-above", Typed::Percent(thresholds.high_above));
    }
    result.use_rates(&dependence.rates);
    result
}
