//! The one place that asks what time it is.
//!
//! `MAINSTREAM_NOW` (RFC 3339) wins over `SOURCE_DATE_EPOCH` (seconds since 1970), which wins over the system clock.
//! Times are in UTC and whole seconds, because no zone database is compiled in and nobody reads fractions.

use std::env::{self, VarError};
use std::time::SystemTime;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{RoundMode, Timestamp, TimestampRound, Unit};
use thiserror::Error;

/// The environment variable that fixes the time, as RFC 3339.
pub const NOW_VARIABLE: &str = "MAINSTREAM_NOW";

/// The environment variable of reproducible builds, in seconds since 1970.
pub const EPOCH_VARIABLE: &str = "SOURCE_DATE_EPOCH";

/// Why there is no present time; displayed as its message key.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClockError {
    /// A variable is set to something that is no time.
    #[error("clock-bad-variable")]
    BadVariable {
        /// The variable's name.
        variable: &'static str,
        /// What it is set to.
        value: String,
    },
    /// The system clock is outside the years that can be written.
    #[error("clock-out-of-range")]
    OutOfRange,
}

/// The present moment in UTC, in whole seconds.
///
/// # Errors
/// A variable that is set but cannot be read is an error, since ignoring it would give other output than asked for.
pub fn now() -> Result<Timestamp, ClockError> {
    let fixed = variable(NOW_VARIABLE)?;
    let epoch = variable(EPOCH_VARIABLE)?;
    match parse_fixed(fixed.as_deref(), epoch.as_deref())? {
        Some(moment) => Ok(moment),
        None => Timestamp::try_from(SystemTime::now())
            .ok()
            .and_then(whole_seconds)
            .ok_or(ClockError::OutOfRange),
    }
}

/// The present day in UTC.
///
/// # Errors
/// As [`now`].
pub fn today() -> Result<Date, ClockError> {
    Ok(now()?.to_zoned(TimeZone::UTC).date())
}

/// The moment that the two variables' values ask for, if either is set; an empty value counts as unset.
///
/// # Errors
/// A value that is no time is named with its variable.
pub fn parse_fixed(
    now: Option<&str>,
    epoch: Option<&str>,
) -> Result<Option<Timestamp>, ClockError> {
    if let Some(value) = now.filter(|value| !value.is_empty()) {
        let moment = value.parse::<Timestamp>().ok().and_then(whole_seconds);
        return moment.map(Some).ok_or_else(|| bad(NOW_VARIABLE, value));
    }
    if let Some(value) = epoch.filter(|value| !value.is_empty()) {
        let seconds = value.parse::<i64>().ok();
        let moment = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
        return moment.map(Some).ok_or_else(|| bad(EPOCH_VARIABLE, value));
    }
    Ok(None)
}

fn variable(name: &'static str) -> Result<Option<String>, ClockError> {
    match env::var(name) {
        Ok(value) => Ok(Some(value)),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(value)) => Err(bad(name, &value.to_string_lossy())),
    }
}

fn bad(variable: &'static str, value: &str) -> ClockError {
    ClockError::BadVariable {
        variable,
        value: value.to_owned(),
    }
}

fn whole_seconds(moment: Timestamp) -> Option<Timestamp> {
    let down = TimestampRound::new()
        .smallest(Unit::Second)
        .mode(RoundMode::Floor);
    moment.round(down).ok()
}
