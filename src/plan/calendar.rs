//! Days: when the text of the plan closes, what is overdue, what lies outside the period.

use std::cmp::Reverse;
use std::collections::HashMap;

use jiff::Unit;
use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};

use super::{Body, Decision, Indicator, Meeting, Milestone, Plan, Reading, Task};
use crate::project::Period;

/// The days of a month, over the four hundred years of the calendar, in hundredths.
const MONTH: Decimal = Decimal::from_parts(3044, 0, 0, false, 2);

/// An indicator whose reading is overdue.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OverdueReading<'s, 'p> {
    /// The indicator.
    pub(crate) indicator: &'s Indicator<'p>,
    /// The last reading; none where nothing was ever measured.
    pub(crate) last: Option<&'s Reading<'p>>,
    /// The day the rhythm is counted from.
    pub(crate) since: Date,
}

/// A body that does not meet as it should.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IdleBody<'s, 'p> {
    /// The body.
    pub(crate) body: &'s Body<'p>,
    /// The last meeting; none where there never was one.
    pub(crate) last: Option<&'s Meeting<'p>>,
    /// The day the rhythm is counted from.
    pub(crate) since: Date,
}

/// Whole days from one day to another; negative where it lies before.
pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    from.until((Unit::Day, to))
        .map_or(0, |span| span.get_days())
}

/// Months from one day to another, as a fraction.
pub(crate) fn months_between(from: Date, to: Date) -> Decimal {
    Decimal::from(days_between(from, to)) / MONTH
}

/// A number without decimals, as people round.
pub(crate) fn whole(number: Decimal) -> Decimal {
    number
        .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
        .normalize()
}

/// A period as people write it between two words: years where it was given in years.
pub(crate) fn period_text(period: Period) -> String {
    if period.by_year {
        format!("{}–{}", period.start.year(), period.end.year())
    } else {
        format!("{}–{}", period.start, period.end)
    }
}

/// Whether a year lies in a period.
pub(crate) fn has_year(period: Period, year: i16) -> bool {
    (period.start.year()..=period.end.year()).contains(&year)
}

/// Whether a day lies in a period.
pub(crate) fn has_day(period: Period, day: Date) -> bool {
    (period.start..=period.end).contains(&day)
}

/// The latest dated of several things by what they belong to; of equals the first.
fn latest<'s, 'p, T>(
    things: &'s [T],
    part: impl Fn(&'s T) -> (Option<&'p str>, Option<Date>),
) -> HashMap<&'p str, (&'s T, Date)> {
    let mut latest: HashMap<&str, (&T, Date)> = HashMap::new();
    for thing in things {
        let (Some(of), Some(date)) = part(thing) else {
            continue;
        };
        let known = latest.entry(of).or_insert((thing, date));
        if date > known.1 {
            *known = (thing, date);
        }
    }
    latest
}

impl<'p> Plan<'p> {
    /// The milestone on which the text of the plan closes: the earliest one.
    pub(crate) fn close(&self) -> Option<(&Milestone<'p>, Date)> {
        let closing = self.milestones.iter();
        let closing = closing.filter(|one| one.closes_text == Some("yes"));
        closing
            .filter_map(|one| Some((one, one.date?)))
            .min_by_key(|(_, date)| *date)
    }

    /// Tasks that end after a day, the latest first.
    pub(crate) fn tasks_after(&self, day: Date) -> Vec<(&Task<'p>, Date)> {
        let ends = self.tasks.iter().filter_map(|task| Some((task, task.end?)));
        let mut late: Vec<_> = ends.filter(|(_, end)| *end > day).collect();
        late.sort_by_key(|(_, end)| Reverse(*end));
        late
    }

    /// The years of a planning cycle, and the last year whose figures are still of this one.
    pub(crate) fn oldest_year(&self, today: Date) -> Option<(i16, i16)> {
        let age = self
            .thresholds
            .figures
            .as_ref()
            .map(|limit| limit.age_years);
        let (years, from) = match self.period {
            Some(period) => {
                let (start, end) = (period.start.year(), period.end.year());
                (end - start + 1, start.min(today.year()))
            }
            None => (age?, today.year()),
        };
        Some((years, from - years))
    }

    /// Indicators not measured for too long; those never measured only where `starts_at_none`.
    pub(crate) fn overdue_readings(
        &self,
        today: Date,
        starts_at_none: bool,
    ) -> Vec<OverdueReading<'_, 'p>> {
        let last = latest(&self.readings, |one| (one.indicator, one.date));
        let late = self.indicators.iter().filter_map(|indicator| {
            let lateness = self.thresholds.readings.as_ref();
            let limit = self.thresholds.late_after(lateness, indicator.frequency?)?;
            let found = last.get(indicator.id).copied();
            let since = match found {
                Some((_, date)) => date,
                None if starts_at_none => self.measured_from(indicator)?,
                None => return None,
            };
            (days_between(since, today) > limit).then_some(OverdueReading {
                indicator,
                last: found.map(|(reading, _)| reading),
                since,
            })
        });
        late.collect()
    }

    /// The day from which an indicator that was never measured is counted.
    fn measured_from(&self, indicator: &Indicator<'_>) -> Option<Date> {
        let begins = self.period.map(|period| period.start);
        let based = indicator
            .baseline_year
            .and_then(|year| Date::new(year, 12, 31).ok());
        begins.max(based)
    }

    /// Bodies that coordinate and have not met for too long; `has_meeting` says whether any meeting,
    /// dated or not, names one.
    pub(crate) fn idle_bodies(
        &self,
        today: Date,
        has_meeting: impl Fn(&str) -> bool,
    ) -> Vec<IdleBody<'_, 'p>> {
        let last = latest(&self.meetings, |one| (one.body, one.date));
        let idle = self.bodies.iter().filter_map(|body| {
            if !body.coordinates() || !body.is_active() {
                return None;
            }
            let lateness = self.thresholds.meetings.as_ref();
            let limit = self.thresholds.late_after(lateness, body.meets?)?;
            let found = last.get(body.id).copied();
            let since = match found {
                Some((_, date)) => date,
                None if has_meeting(body.id) => return None,
                None => body.act_date?,
            };
            (days_between(since, today) > limit).then_some(IdleBody {
                body,
                last: found.map(|(meeting, _)| meeting),
                since,
            })
        });
        idle.collect()
    }
}

impl Decision<'_> {
    /// Whether there is still something to do.
    pub(crate) fn is_open(&self) -> bool {
        !matches!(self.status, Some("done" | "dropped"))
    }
}
