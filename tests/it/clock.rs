//! What time it is, and who may say so.

use mainstream::clock::{ClockError, parse_fixed};

fn fixed(now: Option<&str>, epoch: Option<&str>) -> Result<Option<String>, ClockError> {
    parse_fixed(now, epoch).map(|moment| moment.map(|moment| moment.to_string()))
}

#[test]
fn our_variable_wins_over_the_one_of_reproducible_builds() {
    let both = fixed(Some("2026-03-01T10:00:00+02:00"), Some("86400"));
    assert_eq!(both, Ok(Some("2026-03-01T08:00:00Z".to_owned())));
    let epoch = fixed(None, Some("86400"));
    assert_eq!(epoch, Ok(Some("1970-01-02T00:00:00Z".to_owned())));
}

#[test]
fn unset_and_empty_variables_leave_it_to_the_system() {
    assert_eq!(fixed(None, None), Ok(None));
    assert_eq!(fixed(Some(""), Some("")), Ok(None));
}

#[test]
fn fractions_of_a_second_are_cut_off() {
    let moment = fixed(Some("2026-03-01T10:00:00.999Z"), None);
    assert_eq!(moment, Ok(Some("2026-03-01T10:00:00Z".to_owned())));
}

#[test]
fn a_value_that_is_no_time_is_named_with_its_variable() {
    let bad = |variable, value: &str| {
        Err(ClockError::BadVariable {
            variable,
            value: value.to_owned(),
        })
    };
    assert_eq!(
        fixed(Some("yesterday"), Some("0")),
        bad("MAINSTREAM_NOW", "yesterday")
    );
    assert_eq!(fixed(None, Some("1e9")), bad("SOURCE_DATE_EPOCH", "1e9"));
}
