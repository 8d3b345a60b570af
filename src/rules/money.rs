//! Money: what funds bring and pay, in which currencies, and costs that are not complete.

use crate::plan::{Account, Standing, Stated, whole};
use crate::project::Money;

use super::checker::{Checker, Owner, shown};
use super::survey::{MOST_PLACES, Survey, at_id, field_place, money_text, say_all_missing};
use super::{
    COST_INCOMPLETE, CURRENCY_WITHOUT_RATE, DEPENDS_ON_ONE_FUND, FUND_OFF_BY_ROUNDING,
    FUND_OVERDRAWN, FUNDING_ABOVE_COST,
};

pub(super) fn check<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    for line in &survey.plan.budget_lines {
        let missing = survey.missing("budget-line", line.record, &["amount", "year"]);
        say_all_missing(checker, &COST_INCOMPLETE, line.record, &missing);
    }
    currencies(checker, survey);
    rates(checker, survey);
    if can_add_up(survey) {
        surplus(checker, survey);
        accounts(checker, survey);
        dependence(checker, survey);
    }
}

/// Whether every amount of the budget and the funds can be read and belongs to a record of its own,
/// so that sums say something.
fn can_add_up(survey: &Survey<'_>) -> bool {
    ["budget-line", "fund"].iter().all(|kind| {
        let register = &survey.register;
        register.is_whole(kind)
            && register.is_clean(kind, "amount")
            && survey.plan.is_read(kind, "amount")
    })
}

fn surplus<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let Some(home) = survey.handbook().home("fund") else {
        return;
    };
    let (Some(answer), Some((funds, cost))) = (survey.answer(&home.path), survey.plan.surplus())
    else {
        return;
    };
    let excess = Money {
        amount: funds.amount.saturating_sub(cost.amount),
        ..funds
    };
    let finding = FUNDING_ABOVE_COST
        .at(answer.key_span)
        .with("funds", money_text(funds))
        .with("cost", money_text(cost))
        .with("excess", money_text(excess));
    checker.add_about(Owner::Answer(home), finding);
}

fn accounts<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    for account in survey.plan.accounts() {
        match survey.plan.standing(&account) {
            Standing::Covered => {}
            Standing::Rounded => rounded(checker, &account),
            Standing::Overdrawn => overdrawn(checker, &account),
        }
    }
}

fn rounded<'c>(checker: &mut Checker<'c>, account: &Account<'_, 'c>) {
    let difference = Money {
        amount: account.excess().abs(),
        ..account.sum
    };
    let mut finding = at_id(&FUND_OFF_BY_ROUNDING, account.fund.record);
    finding.span = field_place(checker, account.fund.record, "amount");
    let finding = finding
        .with("sum", money_text(account.sum))
        .with("amount", money_text(account.amount))
        .with("difference", money_text(difference));
    checker.add_about(Owner::Field(account.fund.record, "amount"), finding);
}

fn overdrawn<'c>(checker: &mut Checker<'c>, account: &Account<'_, 'c>) {
    let excess = Money {
        amount: account.excess(),
        ..account.sum
    };
    let mut finding = at_id(&FUND_OVERDRAWN, account.fund.record);
    finding.span = field_place(checker, account.fund.record, "amount");
    finding = finding
        .with("sum", money_text(account.sum))
        .with("amount", money_text(account.amount))
        .with("excess", money_text(excess));
    let mut lines: Vec<_> = account.lines.iter().collect();
    lines.sort_by_key(|(_, amount)| std::cmp::Reverse(*amount));
    for (line, _) in lines.into_iter().take(MOST_PLACES) {
        finding = finding.other(field_place(checker, line.record, "amount"), "line");
    }
    checker.add_about(Owner::Field(account.fund.record, "amount"), finding);
}

fn dependence<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let plan = &survey.plan;
    let limit = plan.thresholds.donor_dependence.as_ref();
    let Some((dependence, limit)) = plan.dependence().zip(limit) else {
        return;
    };
    let fund = plan.funds.iter().find(|fund| fund.id == dependence.fund);
    let Some(fund) = fund.filter(|fund| !fund.is_domestic()) else {
        return;
    };
    if plan.budget_lines.is_empty() || dependence.share <= limit.high_above {
        return;
    }
    let mut finding = at_id(&DEPENDS_ON_ONE_FUND, fund.record);
    finding.span = field_place(checker, fund.record, "amount");
    let finding = finding
        .with("share", whole(dependence.share).to_string())
        .with("max", limit.high_above.normalize().to_string());
    checker.add_about(Owner::Field(fund.record, "amount"), finding);
}

/// Currencies that stand beside each other and cannot be compared.
fn currencies<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let mut stated = survey.plan.stated();
    stated.sort_by_key(|one| field_place(checker, one.record, one.field).start);
    let mut seen = std::collections::HashSet::new();
    let firsts: Vec<_> = stated
        .into_iter()
        .filter(|one| seen.insert(one.money.currency))
        .collect();
    let [first, second, ..] = firsts.as_slice() else {
        return;
    };
    let header = survey.project.header.currency;
    let Some(header) = header else {
        let other = first.money.currency().to_owned();
        without_rate(checker, second, "no-currency", other, None);
        return;
    };
    if survey.plan.currency.is_none() {
        return;
    }
    let has_rate = |currency: &str| {
        let mut rates = survey.plan.exchange_rates.iter();
        rates.any(|rate| rate.currency == Some(currency) && !survey.lacks(rate.record, "rate"))
    };
    // A rate of a currency that cannot be read may be the one.
    if !survey.plan.is_read("exchange-rate", "currency")
        || !survey.register.is_whole("exchange-rate")
    {
        return;
    }
    for one in &firsts {
        let currency = one.money.currency();
        if currency != header.text && !has_rate(currency) {
            let other = shown(header.text);
            without_rate(checker, one, "no-rate", other, Some(header.span));
        }
    }
}

fn without_rate<'c>(
    checker: &mut Checker<'c>,
    stated: &Stated<'c>,
    variant: &'static str,
    other: String,
    header: Option<crate::source::Span>,
) {
    let mut finding = CURRENCY_WITHOUT_RATE
        .at(field_place(checker, stated.record, stated.field))
        .variant(variant)
        .with("currency", stated.money.currency())
        .with("other", other);
    if let Some(header) = header {
        finding = finding.other(header, "header");
    }
    checker.add_about(Owner::Field(stated.record, stated.field), finding);
}

/// Rates of no year, and two rates for the same.
fn rates<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    for rate in &survey.plan.exchange_rates {
        let lacks = |field| survey.lacks(rate.record, field);
        if rate.rate.is_some() && lacks("year") && lacks("prices") {
            let finding = at_id(&CURRENCY_WITHOUT_RATE, rate.record).variant("no-year");
            checker.add_about(Owner::Field(rate.record, "year"), finding);
        }
    }
    for (first, second) in survey.plan.rates_twice() {
        let finding = CURRENCY_WITHOUT_RATE
            .at(field_place(checker, second.record, "rate"))
            .variant("twice")
            .with_some("currency", second.currency.map(shown))
            .other(field_place(checker, first.record, "rate"), "first");
        checker.add_about(Owner::Field(second.record, "rate"), finding);
    }
}
