//! Costs, and what is missing to pay them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::super::{BudgetLine, Plan, Sums};
use super::{Computed, ResultRow, Typed, headings};
use crate::project::Money;

/// What the budget lines come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cost {
    /// In all.
    pub total: Sums,
    /// By year; lines without a year under none.
    pub years: BTreeMap<Option<i16>, Sums>,
    /// Lines without a readable amount.
    pub without_amount: usize,
}

/// Needs of the next period against what was spent and received, in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResourceRow {
    /// The currency.
    pub currency: [u8; 3],
    /// What is needed.
    pub needs: Decimal,
    /// What the state spent.
    pub spending: Decimal,
    /// What came from outside.
    pub external: Decimal,
    /// Needs minus both; negative where there is more than is needed.
    pub gap: Decimal,
}

/// The money of one objective in one year and currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundingRow<'p> {
    /// The objective's id; none for lines that lead to no objective.
    pub objective: Option<&'p str>,
    /// The year; none for lines without one.
    pub year: Option<i16>,
    /// The currency.
    pub currency: [u8; 3],
    /// What the lines cost.
    pub cost: Decimal,
    /// Of that, secured.
    pub secured: Decimal,
    /// Of that, asked for.
    pub asked: Decimal,
}

impl FundingRow<'_> {
    /// What is not secured.
    pub fn gap(&self) -> Decimal {
        self.cost - self.secured
    }

    fn is_same_place(&self, other: &Self) -> bool {
        self.objective == other.objective
            && self.year == other.year
            && self.currency == other.currency
    }

    fn add(&mut self, other: &Self) {
        self.cost += other.cost;
        self.secured += other.secured;
        self.asked += other.asked;
    }
}

impl<'p> Plan<'p> {
    /// What the plan costs.
    pub fn cost(&self) -> Cost {
        let mut cost = Cost::default();
        for line in &self.budget_lines {
            match line.amount {
                Some(money) => {
                    cost.total.add(money);
                    cost.years.entry(line.year).or_default().add(money);
                }
                None => cost.without_amount += 1,
            }
        }
        cost
    }

    /// The objective a budget line pays for, through its action.
    pub fn objective_of_line(&self, line: &BudgetLine<'p>) -> Option<&'p str> {
        let objective = self.action(line.action?)?.objective?;
        self.objective(objective).map(|objective| objective.id)
    }

    /// Cost, secured and asked-for money by objective, year and currency: objectives in the order
    /// of the file, then lines without one; years in order, lines without one last.
    pub fn funding(&self) -> Vec<FundingRow<'p>> {
        let mut rows: Vec<FundingRow<'p>> = Vec::new();
        for line in &self.budget_lines {
            let Some(money) = line.amount else { continue };
            let status = self.money_status(line);
            let part = |wanted| {
                if status == Some(wanted) {
                    money.amount
                } else {
                    Decimal::ZERO
                }
            };
            let row = FundingRow {
                objective: self.objective_of_line(line),
                year: line.year,
                currency: money.currency,
                cost: money.amount,
                secured: part("secured"),
                asked: part("asked"),
            };
            match rows.iter_mut().find(|other| other.is_same_place(&row)) {
                Some(other) => other.add(&row),
                None => rows.push(row),
            }
        }
        let order = |id: Option<&str>| {
            let position = self.objectives.iter().position(|one| Some(one.id) == id);
            position.unwrap_or(usize::MAX)
        };
        rows.sort_by_key(|row| {
            (
                order(row.objective),
                row.year.is_none(),
                row.year,
                row.currency,
            )
        });
        rows
    }

    /// Needs minus public spending and external funds, by currency.
    pub fn resources(&self) -> Vec<ResourceRow> {
        let needs: Sums = self.needs.iter().filter_map(|need| need.amount).collect();
        let spending: Sums = self.spending.iter().filter_map(|one| one.amount).collect();
        let external: Sums = self
            .external_funds
            .iter()
            .filter_map(|one| one.amount)
            .collect();
        let sums = [&needs, &spending, &external];
        let currencies: BTreeSet<_> = sums.iter().flat_map(|sums| sums.currencies()).collect();
        let gap = needs.minus(&spending).minus(&external);
        let row = |currency| ResourceRow {
            currency,
            needs: needs.of(currency),
            spending: spending.of(currency),
            external: external.of(currency),
            gap: gap.of(currency),
        };
        currencies.into_iter().map(row).collect()
    }
}

fn money(amount: Decimal, currency: [u8; 3]) -> Typed {
    Typed::Money(Money { amount, currency })
}

fn year(year: Option<i16>) -> Typed {
    year.map_or(Typed::Message("plan-no-year"), Typed::Year)
}

pub(super) fn resource_gap(plan: &Plan<'_>, _: Date) -> Computed {
    let mut result = Computed::new("resource-gap", "plan-formula-resource-gap");
    let rows = plan.resources();
    for row in &rows {
        result.figure("plan-resource-gap", money(row.gap, row.currency));
    }
    let gap = |money: Money, negative: bool| Money {
        amount: if negative {
            -money.amount
        } else {
            money.amount
        },
        ..money
    };
    let needs = plan
        .needs
        .iter()
        .filter_map(|one| Some((gap(one.amount?, false), None)));
    let spending = plan
        .spending
        .iter()
        .filter_map(|one| Some((gap(one.amount?, true), one.year)));
    let external = &plan.external_funds;
    let external = external
        .iter()
        .filter_map(|one| Some((gap(one.amount?, true), one.year)));
    result.converted(
        "plan-resource-gap-converted",
        plan.rates().convert(needs.chain(spending).chain(external)),
    );
    let columns = [
        "plan-needs",
        "plan-public-spending",
        "plan-external-funds",
        "plan-gap",
    ];
    let body = |row: &ResourceRow| {
        let amounts = [row.needs, row.spending, row.external, row.gap];
        ResultRow::Body(amounts.map(|amount| money(amount, row.currency)).into())
    };
    result.table(
        "plan-caption-resource-gap",
        headings(&columns),
        rows.iter().map(body).collect(),
    );
    let without = [
        plan.needs.iter().filter(|one| one.amount.is_none()).count(),
        plan.spending
            .iter()
            .filter(|one| one.amount.is_none())
            .count(),
        plan.external_funds
            .iter()
            .filter(|one| one.amount.is_none())
            .count(),
    ];
    result.leave_out("plan-left-out-no-amount", without.iter().sum());
    result
}

pub(super) fn total_cost(plan: &Plan<'_>, _: Date) -> Computed {
    let mut result = Computed::new("total-cost", "plan-formula-total-cost");
    let cost = plan.cost();
    for total in cost.total.iter() {
        result.figure("plan-total-cost", Typed::Money(total));
    }
    let amounts = plan
        .budget_lines
        .iter()
        .filter_map(|line| Some((line.amount?, line.year)));
    result.converted("plan-total-cost-converted", plan.rates().convert(amounts));
    let currencies: Vec<_> = cost.total.currencies().collect();
    let cells = |first: Typed, sums: &Sums| {
        let amounts = currencies
            .iter()
            .map(|currency| money(sums.of(*currency), *currency));
        std::iter::once(first).chain(amounts).collect()
    };
    // Lines without a year come last, whatever the order of none.
    let (dated, undated): (Vec<_>, Vec<_>) =
        cost.years.iter().partition(|(year, _)| year.is_some());
    let years = dated.into_iter().chain(undated);
    let mut rows: Vec<_> = years
        .map(|(one, sums)| ResultRow::Body(cells(year(*one), sums)))
        .collect();
    if !rows.is_empty() {
        rows.push(ResultRow::Total(cells(
            Typed::Message("plan-total"),
            &cost.total,
        )));
    }
    let mut columns = headings(&["plan-year"]);
    columns.extend(
        cost.total
            .iter()
            .map(|money| Typed::Words(money.currency().to_owned())),
    );
    result.table("plan-caption-total-cost", columns, rows);
    result.input(
        "plan-input-budget-lines",
        Typed::Count(plan.budget_lines.len()),
    );
    result.leave_out("plan-left-out-no-amount", cost.without_amount);
    result
}

pub(super) fn funding_gap(plan: &Plan<'_>, _: Date) -> Computed {
    let mut result = Computed::new("funding-gap", "plan-formula-funding-gap");
    let rows = plan.funding();
    let totals = totals(&rows);
    for total in &totals {
        result.figure("plan-funding-gap", money(total.gap(), total.currency));
    }
    let amounts = plan.budget_lines.iter().filter_map(|line| {
        let is_open = plan.money_status(line) != Some("secured");
        line.amount
            .filter(|_| is_open)
            .map(|amount| (amount, line.year))
    });
    result.converted("plan-funding-gap-converted", plan.rates().convert(amounts));
    let columns = [
        "plan-year",
        "plan-cost",
        "plan-secured",
        "plan-asked",
        "plan-gap",
    ];
    result.table(
        "plan-caption-funding-gap",
        headings(&columns),
        table_rows(&rows, &totals),
    );
    result.input(
        "plan-input-budget-lines",
        Typed::Count(plan.budget_lines.len()),
    );
    let lines = plan.budget_lines.iter();
    let open = lines.filter(|line| line.amount.is_some() && plan.money_status(line).is_none());
    result.leave_out("plan-left-out-no-amount", plan.cost().without_amount);
    result.leave_out("plan-counted-as-gap", open.count());
    result
}

/// The sums of rows, currency by currency.
fn totals<'p>(rows: &[FundingRow<'p>]) -> Vec<FundingRow<'p>> {
    let mut totals: BTreeMap<[u8; 3], FundingRow<'p>> = BTreeMap::new();
    for row in rows {
        match totals.get_mut(&row.currency) {
            Some(total) => total.add(row),
            None => {
                totals.insert(row.currency, row.clone());
            }
        }
    }
    totals.into_values().collect()
}

fn table_rows(rows: &[FundingRow<'_>], grand: &[FundingRow<'_>]) -> Vec<ResultRow> {
    let cells = |first: Typed, row: &FundingRow<'_>| {
        let amounts = [row.cost, row.secured, row.asked, row.gap()];
        let amounts = amounts.map(|amount| money(amount, row.currency));
        std::iter::once(first).chain(amounts).collect()
    };
    let mut table = Vec::new();
    for group in rows.chunk_by(|one, next| one.objective == next.objective) {
        let heading = group
            .first()
            .and_then(|row| row.objective)
            .map_or(Typed::Message("plan-no-objective"), |id| {
                Typed::Record(id.to_owned())
            });
        table.push(ResultRow::Group(heading));
        table.extend(
            group
                .iter()
                .map(|row| ResultRow::Body(cells(year(row.year), row))),
        );
        if group.len() > 1 {
            let sums = totals(group);
            let sum = |sum| ResultRow::Total(cells(Typed::Message("plan-subtotal"), sum));
            table.extend(sums.iter().map(sum));
        }
    }
    let total = |row| ResultRow::Total(cells(Typed::Message("plan-total"), row));
    table.extend(grand.iter().map(total));
    table
}
