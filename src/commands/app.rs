//! What every command works with: the terminal, the words, the handbook, the clock.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::clock;
use crate::error::{Exit, Failure, Said};
use crate::handbook::{Catalogues, FaultyFile, Handbook, Loaded, Texts, load_layers};
use crate::language::{Language, Messages};
use crate::project::Formatter;
use crate::prompt::Words;
use crate::rules::own::OwnRules;
use crate::settings::{self, Settings};
use crate::t;
use crate::ui::{Style, Ui};

use super::layers::{load_layer, shown};

/// The surroundings of a command.
pub(crate) struct App {
    pub(crate) ui: Ui,
    pub(crate) messages: Messages,
    pub(crate) handbook: Handbook,
    pub(crate) catalogues: Catalogues,
    /// The files of overlays in which something is wrong.
    pub(crate) faulty: Vec<FaultyFile>,
    /// The folders of the overlays, the lowest first: of the settings, then of the command line.
    pub(crate) given: Vec<PathBuf>,
    /// The folders that were given by flag, which every other folder of a command gets too.
    pub(crate) flags: Vec<PathBuf>,
    pub(crate) settings: Settings,
    /// The language asked for by flag, which wins over everything.
    pub(crate) flag: Option<Language>,
    texts: OnceCell<Texts>,
    own: OnceCell<OwnRules>,
}

/// The folders in their order, one that is named twice (in the settings and by flag) only where it
/// is named first.
fn without_repeats<'f>(folders: impl Iterator<Item = &'f PathBuf>) -> Vec<PathBuf> {
    let same = |folder: &PathBuf| folder.canonicalize().unwrap_or_else(|_| folder.clone());
    let mut seen = std::collections::HashSet::new();
    folders
        .filter(|folder| seen.insert(same(folder)))
        .cloned()
        .collect()
}

impl App {
    /// Surroundings for files in a folder: in a language asked for by its code, with overlays laid
    /// on those that the settings name; without any where they do not matter.
    pub(crate) fn new(
        ui: Ui,
        flag: Option<&str>,
        folder: &Path,
        overlays: Option<&[PathBuf]>,
    ) -> Result<Self, Failure> {
        let mut settings = settings::load(folder)?;
        if overlays.is_none() {
            settings.handbook.clear();
        }
        let overlays = overlays.unwrap_or_default();
        let given = without_repeats(settings.handbook.iter().chain(overlays));
        let layers = given.iter().map(|folder| load_layer(folder));
        let Loaded { handbook, files } = load_layers(layers.collect::<Result<_, _>>()?);
        if let Some(error) = files
            .iter()
            .filter(|file| file.layer.is_none())
            .flat_map(FaultyFile::errors)
            .next()
        {
            return Err(Failure::new(Exit::Internal, "handbook-broken").with("detail", error));
        }
        let offered = |code: &str| offered(&handbook, code);
        let flag = match flag {
            None => None,
            Some(code) => Some(offered(code).ok_or_else(|| {
                Failure::new(Exit::Usage, "language-unknown")
                    .with("language", code)
                    .with("known", known(&handbook))
            })?),
        };
        if let (Some(language), Some(place)) = (settings.language, &settings.language_place)
            && offered(language.code()).is_none()
        {
            let failure = Failure::new(Exit::Input, "settings-language").with("place", place);
            let failure = failure.with("known", known(&handbook));
            return Err(failure.with("key", "language"));
        }
        let language = flag
            .or(settings.language)
            .or_else(|| offered(locale_code()?.as_str()))
            .unwrap_or(Language::En);
        Ok(Self {
            ui,
            messages: messages_in(&handbook, language),
            catalogues: Catalogues::of(&handbook),
            handbook,
            faulty: files,
            given,
            flags: overlays.to_vec(),
            settings,
            flag,
            texts: OnceCell::new(),
            own: OnceCell::new(),
        })
    }

    /// The language of this code, if the program or a layer of the handbook has texts in it.
    pub(crate) fn offered(&self, code: &str) -> Option<Language> {
        offered(&self.handbook, code)
    }

    /// The program's words in a language.
    pub(crate) fn messages_in(&self, language: Language) -> Messages {
        messages_in(&self.handbook, language)
    }

    /// Says in a line that overlays have faults, and where to read about them.
    pub(crate) fn warn_of_faults(&mut self) {
        let n: usize = self.faulty.iter().map(FaultyFile::count).sum();
        if n == 0 {
            return;
        }
        // A fault may come of one overlay on another: all of them show it.
        let folders: Vec<String> = self.folders().collect();
        self.warn(
            &Said::new("overlay-faults")
                .with("n", n)
                .with("folder", folders.join(" ")),
        );
    }

    /// The folders of the layers that were given, the lowest first.
    fn folders(&self) -> impl Iterator<Item = String> {
        self.given.iter().map(|folder| shown(folder))
    }

    pub(crate) fn language(&self) -> Language {
        self.messages.language()
    }

    /// The handbook's texts in the reader's language.
    pub(crate) fn texts(&self) -> &Texts {
        self.texts
            .get_or_init(|| Texts::new(&self.handbook, self.messages.language()))
    }

    /// The rules of overlays, without those in which something is wrong.
    pub(crate) fn own(&self) -> &OwnRules {
        self.own.get_or_init(|| OwnRules::load(&self.handbook).0)
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

pub(crate) fn offered(handbook: &Handbook, code: &str) -> Option<Language> {
    let brought = handbook.languages.iter().any(|known| known == code);
    match Language::of_code(code)? {
        Language::Other(_) if !brought => None,
        language => Some(language),
    }
}

/// The codes of the languages that are offered, the program's own first.
fn known(handbook: &Handbook) -> String {
    let own = Language::ALL.map(Language::code);
    let brought = handbook.languages.iter().map(String::as_str);
    let brought = brought.filter(|code| !own.contains(code));
    own.into_iter()
        .chain(brought)
        .collect::<Vec<_>>()
        .join(", ")
}

pub(crate) fn messages_in(handbook: &Handbook, language: Language) -> Messages {
    let path = format!("messages/{language}.yaml");
    let mut layers = handbook.store().iter().rev();
    let own = match language {
        Language::Other(_) => layers.find_map(|layer| layer.text(&path)),
        _ => None,
    };
    Messages::load_with(language, own)
}

/// The language code of the person's locale.
fn locale_code() -> Option<String> {
    let locale = sys_locale::get_locale()?;
    locale.get(..2).map(str::to_ascii_lowercase)
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
