//! A fault of the program itself: told in the person's words, never as a trace.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Mutex;

use crate::error::{Exit, Failure, Said};
use crate::language::Messages;
use crate::ui::{Ui, UiOptions};

use super::app::show_failure;

/// Runs the program; where it breaks, says what and where in one line, and that the file is safe:
/// saving replaces files as a whole, so whatever was saved before still stands.
pub(crate) fn guard(messages: &Messages, program: impl FnOnce() -> u8) -> u8 {
    static DETAIL: Mutex<String> = Mutex::new(String::new());
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string);
        let what = info.payload_as_str().unwrap_or_default();
        if let Ok(mut detail) = DETAIL.lock()
            && detail.is_empty()
        {
            *detail = format!("{what} ({})", place.unwrap_or_default());
        }
    }));
    panic::catch_unwind(AssertUnwindSafe(program)).unwrap_or_else(|_| {
        let detail = DETAIL.lock().map(|detail| detail.clone());
        let failure = Failure::new(Exit::Internal, "internal-error")
            .with("detail", detail.unwrap_or_default())
            .hint(Said::new("hint-report-bug"));
        show_failure(&mut Ui::new(UiOptions::default()), messages, &failure);
        Exit::Internal as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn a_broken_program_ends_in_words() {
        let messages = Messages::load(Language::Fr);
        let code = guard(&messages, || panic!("no such thing"));
        assert_eq!(code, Exit::Internal as u8);
        let _ = panic::take_hook();
    }
}
