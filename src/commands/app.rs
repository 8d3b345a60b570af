//! What every command works with: the terminal, the words, the handbook, the clock.

use std::cell::OnceCell;
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::clock;
use crate::error::{Exit, Failure, Said};
use crate::handbook::{Catalogues, Handbook, Texts, load_builtin};
use crate::language::{Language, Messages};
use crate::project::Formatter;
use crate::prompt::Words;
use crate::settings::{self, Settings};
use crate::t;
use crate::ui::{Style, Ui};

/// The surroundings of a command.
pub(crate) struct App {
    pub(crate) ui: Ui,
    pub(crate) messages: Messages,
    pub(crate) handbook: Handbook,
    pub(crate) catalogues: Catalogues,
    pub(crate) settings: Settings,
    /// The language asked for by flag, which wins over everything.
    pub(crate) flag: Option<Language>,
    texts: OnceCell<Texts>,
}

impl App {
    /// Surroundings in a language, for files in a folder.
    pub(crate) fn new(ui: Ui, flag: Option<Language>, folder: &Path) -> Result<Self, Failure> {
        let settings = settings::load(folder)?;
        let handbook = load_builtin().map_err(|errors| {
            let detail = errors.first().map(ToString::to_string).unwrap_or_default();
            Failure::new(Exit::Internal, "handbook-broken").with("detail", detail)
        })?;
        let language = flag
            .or(settings.language)
            .or_else(locale_language)
            .unwrap_or(Language::En);
        Ok(Self {
            ui,
            messages: Messages::load(language),
            catalogues: Catalogues::of(&handbook),
            handbook,
            settings,
            flag,
            texts: OnceCell::new(),
        })
    }

    pub(crate) fn language(&self) -> Language {
        self.messages.language()
    }

    /// The handbook's texts in the reader's language.
    pub(crate) fn texts(&self) -> &Texts {
        self.texts
            .get_or_init(|| Texts::new(&self.handbook, self.messages.language()))
    }

    pub(crate) fn formatter(&self) -> Formatter<'_> {
        Formatter::new(&self.messages)
    }

    /// Whether a catalogue has an entry.
    pub(crate) fn has_code(&self, catalogue: &str, id: &str) -> bool {
        self.catalogues
            .get(catalogue)
            .is_some_and(|catalogue| catalogue.entry(id).is_some())
    }

    /// The name of a country in the reader's language, or its code.
    pub(crate) fn country(&self, code: &str) -> String {
        self.catalogues.label("countries", code, self.language())
    }

    pub(crate) fn now() -> Result<Timestamp, Failure> {
        clock::now().map_err(|error| Failure::new(Exit::Usage, "clock-bad").with("detail", error))
    }

    pub(crate) fn today() -> Result<Date, Failure> {
        clock::today().map_err(|error| Failure::new(Exit::Usage, "clock-bad").with("detail", error))
    }

    /// Shows a note about something that went less well than it should.
    pub(crate) fn warn(&mut self, said: &Said) {
        let word = t!(self.messages, "word-warning");
        let line = t!(
            self.messages,
            "labelled",
            word = word,
            text = said.text(&self.messages)
        );
        self.ui.warn(&line);
    }

    /// Shows a status line.
    pub(crate) fn say(&mut self, said: &Said) {
        let text = said.text(&self.messages);
        self.ui.say(&text);
    }

    /// The words prompts need.
    pub(crate) fn words(&self) -> Words {
        let word = |key: &str| self.messages.get(key, &[]);
        Words {
            more_above: word("prompt-more-above"),
            more_below: word("prompt-more-below"),
            none_chosen: word("prompt-none-chosen"),
            separator: word("list-separator"),
            chosen: word("prompt-chosen"),
            out_of_range: word("prompt-out-of-range"),
            no_match: word("prompt-no-match"),
            no_editor: word("prompt-no-editor"),
            editor_failed: word("prompt-editor-failed"),
            commands: super::walk::vocabulary(&self.messages)
                .words()
                .map(str::to_owned)
                .collect(),
            yes: word("word-yes"),
            no: word("word-no"),
        }
    }
}

/// The language of the person's locale, if it is one of ours.
pub(crate) fn locale_language() -> Option<Language> {
    sys_locale::get_locale()
        .as_deref()
        .and_then(Language::of_locale)
}

/// Shows a failure: what happened, then what to do.
pub(crate) fn show_failure(ui: &mut Ui, messages: &Messages, failure: &Failure) {
    let word = t!(messages, "word-error");
    ui.error(&t!(
        messages,
        "labelled",
        word = word,
        text = failure.what.text(messages)
    ));
    let hint_word = ui.style(Style::Dim, &t!(messages, "word-hint"));
    for hint in &failure.hints {
        let line = t!(
            messages,
            "labelled",
            word = hint_word,
            text = hint.text(messages)
        );
        ui.show_line(&line);
    }
}
