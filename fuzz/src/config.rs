//! `mainstream.toml`.

use std::sync::OnceLock;

use mainstream::language::{Language, Messages};
use mainstream::policy::{Flags, Policy};
use mainstream::rules::own::OwnRules;
use mainstream::{error::Failure, settings};

use super::world::World;

/// Any text is read as settings or refused with a place and a wording; what was read makes a policy
/// or is refused likewise.
pub fn try_bytes(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    match settings::parse("mainstream.toml", text) {
        Err(failure) => assert_said(&failure, text),
        Ok(settings) => {
            let own = OwnRules::none();
            let policy = Policy::of(
                &World::shared().handbook,
                &own,
                &settings.check,
                &Flags::default(),
            );
            if let Err(failure) = policy {
                assert_said(&failure, text);
            }
            for silence in &settings.check.silences {
                assert!(
                    text.get(silence.span.start..silence.span.end).is_some(),
                    "{silence:?}"
                );
            }
        }
    }
    true
}

/// A failure names its place, and every language has words for it.
fn assert_said(failure: &Failure, text: &str) {
    static MESSAGES: OnceLock<[Messages; 3]> = OnceLock::new();
    let place = failure.what.value("place").unwrap_or_default();
    let mut numbers = place.rsplit(':').map(str::parse::<usize>);
    let column = numbers.next().and_then(Result::ok);
    let line = numbers.next().and_then(Result::ok);
    let n_lines = text.split('\n').count();
    assert!(
        column.is_some() && line.is_some_and(|line| line <= n_lines),
        "{failure:?}"
    );
    let messages = MESSAGES.get_or_init(|| Language::ALL.map(Messages::load));
    for messages in messages {
        let said = failure
            .hints
            .iter()
            .chain([&failure.what])
            .map(|said| said.text(messages));
        assert!(said.into_iter().all(|said| !said.is_empty()), "{failure:?}");
    }
}
