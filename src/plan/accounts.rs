//! Money held against money: what funds hold and pay, what the plan costs, which currencies stand
//! beside each other.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{BudgetLine, ExchangeRate, Fund, Plan};
use crate::project::{Money, Period, Record};

/// A fund with the lines paid from it, in one currency.
#[derive(Debug, Clone)]
pub(crate) struct Account<'s, 'p> {
    /// The fund.
    pub(crate) fund: &'s Fund<'p>,
    /// The lines with what they take, in the order of the file.
    pub(crate) lines: Vec<(&'s BudgetLine<'p>, Decimal)>,
    /// What the fund holds.
    pub(crate) amount: Money,
    /// What the lines take.
    pub(crate) sum: Money,
}

/// How what is paid stands to what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Less is paid, or just as much.
    Covered,
    /// The difference may come from rounding.
    Rounded,
    /// More is paid.
    Overdrawn,
}

/// An amount and the field it stands in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stated<'p> {
    /// The amount.
    pub(crate) money: Money,
    /// The record.
    pub(crate) record: Record<'p>,
    /// The field.
    pub(crate) field: &'static str,
}

impl Account<'_, '_> {
    /// What the lines take beyond what the fund holds; negative where something is left.
    pub(crate) fn excess(&self) -> Decimal {
        self.sum.amount.saturating_sub(self.amount.amount)
    }
}

fn year_of(period: Option<Period>) -> Option<i16> {
    period.map(|period| period.start).map(Date::year)
}

impl<'p> Plan<'p> {
    /// The largest difference from an amount that rounding explains.
    fn slack(&self, amount: Decimal) -> Decimal {
        let percent = self.thresholds.rounding.as_ref().map(|limit| limit.percent);
        amount.saturating_mul(percent.unwrap_or_default()) / Decimal::ONE_HUNDRED
    }

    /// Amounts in one currency: as they are where they share it, else in the plan's; none where a
    /// rate is missing.
    fn in_one(&self, amounts: &[(Money, Option<i16>)]) -> Option<([u8; 3], Vec<Decimal>)> {
        let currency = amounts.first()?.0.currency;
        if amounts.iter().all(|(money, _)| money.currency == currency) {
            let amounts = amounts.iter().map(|(money, _)| money.amount);
            return Some((currency, amounts.collect()));
        }
        let rates = self.rates();
        let into = self.currency?;
        let amounts = amounts.iter();
        let amounts = amounts.map(|one| Some(rates.convert([*one])?.sum.amount));
        Some((into, amounts.collect::<Option<_>>()?))
    }

    /// The funds with what is paid from them; those whose lines cannot be added up are left out.
    pub(crate) fn accounts(&self) -> Vec<Account<'_, 'p>> {
        let mut by_fund: HashMap<&str, Vec<&BudgetLine<'p>>> = HashMap::new();
        for line in &self.budget_lines {
            if let Some(fund) = line.fund {
                by_fund.entry(fund).or_default().push(line);
            }
        }
        let accounts = self.funds.iter().filter_map(|fund| {
            let lines = by_fund.remove(fund.id)?;
            self.account(fund, lines)
        });
        accounts.collect()
    }

    fn account<'s>(
        &self,
        fund: &'s Fund<'p>,
        lines: Vec<&'s BudgetLine<'p>>,
    ) -> Option<Account<'s, 'p>> {
        let mut amounts = vec![(fund.amount?, year_of(fund.period))];
        for line in &lines {
            amounts.push((line.amount?, line.year));
        }
        let (currency, amounts) = self.in_one(&amounts)?;
        let (held, taken) = amounts.split_first()?;
        let money = |amount| Money { amount, currency };
        let sum = taken.iter().copied();
        Some(Account {
            fund,
            amount: money(*held),
            sum: money(sum.fold(Decimal::ZERO, Decimal::saturating_add)),
            lines: lines.into_iter().zip(taken.iter().copied()).collect(),
        })
    }

    /// How an account stands, rounding aside.
    pub(crate) fn standing(&self, account: &Account<'_, '_>) -> Standing {
        let (excess, slack) = (account.excess(), self.slack(account.amount.amount));
        if excess > slack {
            Standing::Overdrawn
        } else if !excess.is_zero() && excess.abs() <= slack {
            Standing::Rounded
        } else {
            Standing::Covered
        }
    }

    /// What the funds hold and what the plan costs, where the funds hold more than rounding
    /// explains; none while an action still in the plan has no line with an amount.
    pub(crate) fn surplus(&self) -> Option<(Money, Money)> {
        let costed = self
            .budget_lines
            .iter()
            .filter(|line| line.amount.is_some());
        let costed: HashSet<&str> = costed.filter_map(|line| line.action).collect();
        let mut live = self.actions.iter().filter(|action| action.is_live());
        if !live.all(|action| costed.contains(action.id)) {
            return None;
        }
        let mut amounts = Vec::new();
        for line in &self.budget_lines {
            amounts.push((line.amount?, line.year));
        }
        let n_lines = amounts.len();
        let funds = self.funds.iter().filter(|fund| fund.status != Some("gap"));
        amounts.extend(funds.filter_map(|fund| Some((fund.amount?, year_of(fund.period)))));
        let (currency, amounts) = self.in_one(&amounts)?;
        let (lines, funds) = amounts.split_at(n_lines);
        let sum = |amounts: &[Decimal]| {
            let amounts = amounts.iter().copied();
            amounts.fold(Decimal::ZERO, Decimal::saturating_add)
        };
        let (cost, funds) = (sum(lines), sum(funds));
        let money = |amount| Money { amount, currency };
        let is_surplus = cost > Decimal::ZERO && funds.saturating_sub(cost) > self.slack(cost);
        is_surplus.then(|| (money(funds), money(cost)))
    }

    /// The share of the budget lines that the state's own funds pay, in percent; none where a line
    /// lacks an amount or a fund, or they stand in several currencies.
    pub(crate) fn domestic_share(&self) -> Option<Decimal> {
        let funds: HashMap<&str, &Fund<'p>> =
            self.funds.iter().map(|fund| (fund.id, fund)).collect();
        let currency = self.budget_lines.first()?.amount?.currency;
        let (mut all, mut own) = (Decimal::ZERO, Decimal::ZERO);
        for line in &self.budget_lines {
            let amount = line.amount.filter(|money| money.currency == currency)?;
            let fund = funds.get(line.fund?)?;
            all = all.checked_add(amount.amount)?;
            if fund.is_domestic() {
                own = own.checked_add(amount.amount)?;
            }
        }
        own.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(all)
    }

    /// All amounts of money that are held against each other.
    pub(crate) fn stated(&self) -> Vec<Stated<'p>> {
        let mut all = Vec::new();
        let mut add = |record, field, money: Option<Money>| {
            all.extend(money.map(|money| Stated {
                money,
                record,
                field,
            }));
        };
        for line in &self.budget_lines {
            add(line.record, "amount", line.amount);
            add(line.record, "committed", line.committed);
            add(line.record, "spent", line.spent);
        }
        for fund in &self.funds {
            add(fund.record, "amount", fund.amount);
        }
        for one in &self.spending {
            add(one.record, "amount", one.amount);
        }
        for one in &self.external_funds {
            add(one.record, "amount", one.amount);
        }
        for one in &self.needs {
            add(one.record, "amount", one.amount);
        }
        all
    }

    /// Rates for the same currency and year that differ, each with the first.
    pub(crate) fn rates_twice(&self) -> Vec<(&ExchangeRate<'p>, &ExchangeRate<'p>)> {
        let mut seen: HashMap<(&str, i16), &ExchangeRate<'p>> = HashMap::new();
        let mut twice = Vec::new();
        for rate in &self.exchange_rates {
            let (Some(currency), Some(year), Some(_)) = (rate.currency, rate.year, rate.rate)
            else {
                continue;
            };
            let first = *seen.entry((currency, year)).or_insert(rate);
            if first.rate != rate.rate {
                twice.push((first, rate));
            }
        }
        twice
    }
}

impl Fund<'_> {
    /// Whether the money is the state's own.
    pub(crate) fn is_domestic(&self) -> bool {
        matches!(self.kind, Some("state" | "local"))
    }
}
