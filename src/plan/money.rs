//! Sums by currency, and conversion with the rates that the plan states.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::records::ExchangeRate;
use crate::project::Money;

/// Amounts added up, each currency by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums(BTreeMap<[u8; 3], Decimal>);

impl Sums {
    /// Adds an amount.
    pub fn add(&mut self, money: Money) {
        let sum = self.0.entry(money.currency).or_default();
        *sum = sum.saturating_add(money.amount);
    }

    /// Adds other sums, currency by currency.
    pub fn add_all(&mut self, other: &Self) {
        other.iter().for_each(|money| self.add(money));
    }

    /// What is left after taking other sums away, currency by currency; may be negative.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        let mut rest = self.clone();
        for money in other.iter() {
            let amount = -money.amount;
            rest.add(Money { amount, ..money });
        }
        rest
    }

    /// The sum in one currency, zero where there is none.
    pub fn of(&self, currency: [u8; 3]) -> Decimal {
        self.0.get(&currency).copied().unwrap_or_default()
    }

    /// The sums in the order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = Money> {
        self.0.iter().map(|(currency, amount)| Money {
            amount: *amount,
            currency: *currency,
        })
    }

    /// The currencies.
    pub fn currencies(&self) -> impl Iterator<Item = [u8; 3]> {
        self.0.keys().copied()
    }

    /// Whether no amount was added.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Money> for Sums {
    fn from_iter<I: IntoIterator<Item = Money>>(amounts: I) -> Self {
        let mut sums = Self::default();
        amounts.into_iter().for_each(|money| sums.add(money));
        sums
    }
}

/// A rate that was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rate {
    /// The currency converted from.
    pub currency: [u8; 3],
    /// The year the rate is for.
    pub year: Option<i16>,
    /// What one unit is worth in the plan's currency.
    pub rate: Decimal,
}

/// The rates of a plan.
#[derive(Debug, Clone, Default)]
pub struct Rates {
    into: Option<[u8; 3]>,
    rates: Vec<Rate>,
}

/// A sum in the plan's currency, and the rates it took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversion {
    /// The sum in the plan's currency.
    pub sum: Money,
    /// The rates that were used, each once.
    pub rates: Vec<Rate>,
}

impl Rates {
    /// Rates into the plan's currency; a rate without currency or value, or of zero, is no rate.
    pub fn new(into: Option<[u8; 3]>, stated: &[ExchangeRate<'_>]) -> Self {
        let rates = stated.iter().filter_map(|stated| {
            Some(Rate {
                currency: stated.currency?.as_bytes().try_into().ok()?,
                year: stated.year,
                rate: stated.rate.filter(|rate| !rate.is_zero())?,
            })
        });
        Self {
            into,
            rates: rates.collect(),
        }
    }

    /// The rate for an amount: of its year, else one without a year, else the latest.
    pub fn rate(&self, currency: [u8; 3], year: Option<i16>) -> Option<Rate> {
        let of_currency = || self.rates.iter().filter(|rate| rate.currency == currency);
        let of_year = of_currency().find(|rate| year.is_some() && rate.year == year);
        let undated = of_currency().find(|rate| rate.year.is_none());
        of_year
            .or(undated)
            .or_else(|| of_currency().max_by_key(|rate| rate.year))
            .copied()
    }

    /// All amounts as one sum in the plan's currency; none where a rate is missing.
    pub fn convert(
        &self,
        amounts: impl IntoIterator<Item = (Money, Option<i16>)>,
    ) -> Option<Conversion> {
        let into = self.into?;
        let mut total = Decimal::ZERO;
        let mut used = Vec::new();
        for (money, year) in amounts {
            let mut amount = money.amount;
            if money.currency != into {
                let rate = self.rate(money.currency, year)?;
                amount = amount.checked_mul(rate.rate)?;
                used.push(rate);
            }
            total = total.checked_add(amount)?;
        }
        used.sort();
        used.dedup();
        let sum = Money {
            amount: total,
            currency: into,
        };
        Some(Conversion { sum, rates: used })
    }
}
