//! What changes are told with: a handbook and words in one language, that of the screen or that of a report.

use crate::handbook::{Catalogues, Handbook, Texts};
use crate::language::{Language, Messages};
use crate::project::Formatter;

use super::super::app::App;

/// A handbook and words in one language.
#[derive(Clone, Copy)]
pub(crate) struct Tongue<'a> {
    pub(crate) handbook: &'a Handbook,
    pub(crate) catalogues: &'a Catalogues,
    pub(crate) texts: &'a Texts,
    pub(crate) messages: &'a Messages,
}

impl<'a> Tongue<'a> {
    /// The language of the screen.
    pub(crate) fn of_screen(app: &'a App) -> Self {
        Self {
            handbook: &app.handbook,
            catalogues: &app.catalogues,
            texts: app.texts(),
            messages: &app.messages,
        }
    }

    pub(super) fn word(&self, key: &str) -> String {
        self.messages.get(key, &[])
    }

    pub(super) fn language(&self) -> Language {
        self.messages.language()
    }

    pub(super) fn format(&self) -> Formatter<'a> {
        Formatter::new(self.messages)
    }

    /// Whether a catalogue has an entry.
    pub(super) fn has_code(&self, catalogue: &str, id: &str) -> bool {
        let catalogue = self.catalogues.get(catalogue);
        catalogue.is_some_and(|catalogue| catalogue.entry(id).is_some())
    }
}
