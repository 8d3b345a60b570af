//! The reasons an upgrade writes into a project, in the project's language, and shows to its reader.

use std::collections::BTreeMap;

use crate::handbook::Handbook;
use crate::language::{Language, Messages};
use crate::project::State;
use crate::t;
use crate::upgrade::{Before, Why, Words};

use super::super::app::{messages_in, offered};

/// The program's words in every language projects may be in.
pub(super) struct Reasons {
    by_language: BTreeMap<Language, Messages>,
    /// The language of whoever runs the upgrade.
    reader: Language,
    edition: String,
}

impl Reasons {
    pub(super) fn of(handbook: &Handbook, reader: Language) -> Self {
        let codes = handbook.languages.iter();
        let offered = codes.filter_map(|code| offered(handbook, code));
        let all = offered.chain([Language::En, reader]);
        Self {
            by_language: all
                .map(|language| (language, messages_in(handbook, language)))
                .collect(),
            reader,
            edition: handbook.edition.clone(),
        }
    }

    /// The words for a project in a language, else in the reader's.
    pub(super) fn in_language(&self, code: Option<&str>) -> ReasonWords<'_> {
        let own = code.and_then(Language::of_code);
        let own = own.and_then(|language| self.by_language.get(&language));
        let reader = || self.by_language.get(&self.reader);
        ReasonWords {
            messages: own.or_else(reader),
            edition: &self.edition,
        }
    }
}

/// The words in one language.
pub(super) struct ReasonWords<'w> {
    messages: Option<&'w Messages>,
    edition: &'w str,
}

impl Words for ReasonWords<'_> {
    fn reason(&self, why: &[Why], before: Option<&Before<'_>>) -> String {
        let Some(messages) = self.messages else {
            return String::new();
        };
        let said: Vec<String> = why
            .iter()
            .map(|why| why_text(messages, self.edition, why))
            .collect();
        let reason = said.join("; ");
        let Some(before) = before.filter(|before| before.state != State::Answered) else {
            return reason;
        };
        let state = messages.get(&format!("state-{}", before.state.name()), &[]);
        match before.reason.map(str::trim).filter(|text| !text.is_empty()) {
            Some(old) => t!(
                messages,
                "upgrade-reason-before-why",
                reason = reason,
                state = state,
                old = old
            ),
            None => t!(
                messages,
                "upgrade-reason-before",
                reason = reason,
                state = state
            ),
        }
    }
}

/// Why something needs a review or is kept aside, in a line.
pub(super) fn why_text(messages: &Messages, edition: &str, why: &Why) -> String {
    let language = messages.language();
    match why {
        Why::Dropped { edition, reason } => {
            let text = reason.shown(language.code());
            t!(
                messages,
                "upgrade-why-dropped",
                edition = edition,
                text = text
            )
        }
        Why::Changed { edition, reason } => {
            let text = reason.shown(language.code());
            t!(
                messages,
                "upgrade-why-changed",
                edition = edition,
                text = text
            )
        }
        Why::PlaceTaken { by } => {
            t!(messages, "upgrade-why-taken", edition = edition, path = by)
        }
        Why::NoPlace { path } => {
            t!(
                messages,
                "upgrade-why-no-place",
                edition = edition,
                path = path
            )
        }
        Why::DoesNotFit => t!(messages, "upgrade-why-no-fit", edition = edition),
        Why::FieldDoesNotFit { field, records } => {
            let records = named(messages, records);
            t!(
                messages,
                "upgrade-why-field",
                edition = edition,
                field = field,
                records = records
            )
        }
        Why::Beside { path } => t!(messages, "upgrade-why-beside", path = path),
        Why::Joined { from } => t!(messages, "upgrade-why-joined", path = from),
        Why::NewIds { ids } => {
            t!(messages, "upgrade-why-new-ids", ids = named(messages, ids))
        }
        Why::RefersAside { field, ids } => {
            let ids = named(messages, ids);
            t!(messages, "upgrade-why-refers", field = field, ids = ids)
        }
    }
}

/// The first of many ids, with a sign that there are more.
pub(super) fn named(messages: &Messages, ids: &[String]) -> String {
    const MOST: usize = 8;
    let mut shown: Vec<&str> = ids.iter().take(MOST).map(String::as_str).collect();
    if ids.len() > MOST {
        shown.push("…");
    }
    shown.join(&messages.get("list-separator", &[]))
}
