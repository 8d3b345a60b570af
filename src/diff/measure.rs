//! By how much a figure or a day changed.

use rust_decimal::Decimal;

use crate::handbook::ValueKind;
use crate::project::{Money, parse_date, parse_money, parse_number, parse_year};

use super::sort::Sort;

/// The distance between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Of two numbers.
    Number(Decimal),
    /// Of two percentages, in percentage points.
    Points(Decimal),
    /// Of two amounts in one currency.
    Money(Money),
    /// Of two dates.
    Days(i64),
    /// Of two years.
    Years(i64),
}

/// How far the new value is from the old one; none where that cannot be said.
pub fn measure(sort: Sort<'_>, old: &str, new: &str) -> Option<Measure> {
    let Sort::Kind(kind) = sort else {
        return None;
    };
    let percent = |text: &str| parse_number(text.trim().trim_end_matches('%')).ok();
    match kind {
        ValueKind::Number { .. } => {
            let difference = parse_number(new)
                .ok()?
                .checked_sub(parse_number(old).ok()?)?;
            Some(Measure::Number(difference))
        }
        ValueKind::Percent => percent(new)?
            .checked_sub(percent(old)?)
            .map(Measure::Points),
        ValueKind::Money => {
            let (old, new) = (parse_money(old).ok()?, parse_money(new).ok()?);
            let amount = new.amount.checked_sub(old.amount)?;
            (old.currency == new.currency).then_some(Measure::Money(Money {
                amount,
                currency: new.currency,
            }))
        }
        ValueKind::Date => {
            let days = parse_date(new).ok()?.since(parse_date(old).ok()?).ok()?;
            Some(Measure::Days(i64::from(days.get_days())))
        }
        ValueKind::Year => {
            let years = parse_year(new).ok()? - parse_year(old).ok()?;
            Some(Measure::Years(i64::from(years)))
        }
        _ => None,
    }
}
