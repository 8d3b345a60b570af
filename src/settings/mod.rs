//! `mainstream.toml`: what a folder of projects has in common.

mod check;
mod keys;

use std::path::{Component, Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::{Exit, Failure, Said, nearest};
use crate::language::Language;
use crate::policy::{Asked, Word};
use crate::source::SourceFile;

pub use keys::{KEYS, Key, KeyKind};

/// The name of the file.
pub const FILE_NAME: &str = "mainstream.toml";

/// The settings that hold for a project file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The files they come from, the nearest first.
    pub files: Vec<PathBuf>,
    /// The language of screens and reports.
    pub language: Option<Language>,
    /// Where the language is written.
    pub language_place: Option<String>,
    /// The organisation named on reports.
    pub organisation: Option<String>,
    /// The folders with overlays, the lowest first: those of the settings above come before.
    pub handbook: Vec<PathBuf>,
    /// What a check is asked for: the settings above count too, those of the nearest go before.
    pub check: Asked,
}

/// The settings files of a folder and of those above it, the nearest first.
fn find(folder: &Path) -> Vec<PathBuf> {
    let folder = absolute(folder);
    let above = folder.ancestors().map(|above| above.join(FILE_NAME));
    above.filter(|path| path.is_file()).collect()
}

/// A path from the root of the disk, without `..`: the folders above a path are those it lies in.
pub fn absolute(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let goes_up = whole.components().any(|part| part == Component::ParentDir);
    if goes_up {
        whole.canonicalize().unwrap_or(whole)
    } else {
        whole
    }
}

/// Reads the settings that hold for a folder; none is no error.
///
/// The nearest file holds for language and organisation. What the files above it say about overlays
/// and about `check` counts too: overlays lie below its own, and a rule, a profile or a threshold that
/// the nearer file says goes before that of the farther one.
///
/// # Errors
///
/// A file cannot be read, is no TOML, or says what nobody knows, with line and column.
pub fn load(folder: &Path) -> Result<Settings, Failure> {
    let mut found: Option<Settings> = None;
    for path in find(folder) {
        let mut above = load_file(&path)?;
        match &mut found {
            None => found = Some(above),
            Some(found) => {
                above.handbook.append(&mut found.handbook);
                found.handbook = above.handbook;
                found.check.lay_on(above.check);
                found.files.append(&mut above.files);
            }
        }
    }
    Ok(found.unwrap_or_default())
}

fn load_file(path: &Path) -> Result<Settings, Failure> {
    let bytes = std::fs::read(path).map_err(|error| {
        Failure::new(Exit::Input, "settings-unreadable")
            .with("file", path.display())
            .because(&error)
    })?;
    let text = String::from_utf8(bytes).map_err(|error| not_utf8(path, &error))?;
    let mut settings = parse(&path.display().to_string(), &text)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    for overlay in &mut settings.handbook {
        *overlay = folder.join(&overlay);
    }
    for silence in &mut settings.check.silences {
        folder.clone_into(&mut silence.folder);
    }
    settings.files.push(path.to_owned());
    Ok(settings)
}

/// Reads settings from text; `name` is what the file is called in messages.
///
/// # Errors
///
/// As [`load`].
pub fn parse(name: &str, text: &str) -> Result<Settings, Failure> {
    let reader = Reader {
        source: SourceFile::new(name, text.to_owned()),
    };
    let table = DeTable::parse(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        Failure::new(Exit::Input, "settings-syntax")
            .with("place", reader.place(start))
            .with("detail", error.message())
    })?;
    let mut settings = Settings::default();
    for (key, value) in table.get_ref() {
        match key.get_ref().as_ref() {
            "language" => {
                let language = value.get_ref().as_str().and_then(Language::of_code);
                let language = language.ok_or_else(|| {
                    let failure = reader.wrong("settings-language", "language", value);
                    failure.with("known", Language::known())
                })?;
                settings.language = Some(language);
                settings.language_place = Some(reader.place(value.span().start));
            }
            "organisation" => {
                settings.organisation = Some(reader.text("organisation", value)?.to_owned());
            }
            "handbook" => settings.handbook = folders(&reader, value)?,
            "check" => settings.check = check::read(&reader, value)?,
            _ => return Err(reader.unknown_key("", key)),
        }
    }
    Ok(settings)
}

fn folders(reader: &Reader, value: &Spanned<DeValue<'_>>) -> Result<Vec<PathBuf>, Failure> {
    let wrong = || reader.wrong("settings-not-folders", "handbook", value);
    let DeValue::Array(items) = value.get_ref() else {
        return Err(wrong());
    };
    let texts = items
        .iter()
        .map(|item| item.get_ref().as_str().filter(|text| !text.is_empty()));
    texts
        .map(|text| text.map(PathBuf::from).ok_or_else(wrong))
        .collect()
}

/// A settings file while it is read: what is wrong with a value has a place.
struct Reader {
    source: SourceFile,
}

impl Reader {
    /// File, line and column of a byte.
    fn place(&self, start: usize) -> String {
        let position = self.source.position(start);
        format!(
            "{}:{}:{}",
            self.source.name(),
            position.line,
            position.column
        )
    }

    /// That a value is not what its key takes.
    fn wrong(&self, message: &'static str, key: &str, value: &Spanned<DeValue<'_>>) -> Failure {
        Failure::new(Exit::Input, message)
            .with("place", self.place(value.span().start))
            .with("key", key)
    }

    fn text<'t>(&self, key: &str, value: &'t Spanned<DeValue<'_>>) -> Result<&'t str, Failure> {
        let text = value.get_ref().as_str();
        text.ok_or_else(|| self.wrong("settings-not-text", key, value))
    }

    /// A text that is looked up later, with its place.
    fn word(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Result<Word, Failure> {
        Ok(Word {
            text: self.text(key, value)?.to_owned(),
            place: Some(self.place(value.span().start)),
        })
    }

    fn table<'t, 'v>(
        &self,
        key: &str,
        value: &'v Spanned<DeValue<'t>>,
    ) -> Result<&'v DeTable<'t>, Failure> {
        match value.get_ref() {
            DeValue::Table(table) => Ok(table),
            _ => Err(self.wrong("settings-not-a-table", key, value)),
        }
    }

    /// A word of a closed list.
    fn one_of<'t>(
        &self,
        key: &str,
        value: &'t Spanned<DeValue<'_>>,
        known: &[&str],
    ) -> Result<&'t str, Failure> {
        let found = value.get_ref().as_str();
        if let Some(found) = found.filter(|found| known.contains(found)) {
            return Ok(found);
        }
        let failure = self.wrong("settings-not-one-of", key, value);
        let failure = failure.with("known", known.join(", "));
        let near = nearest(found.unwrap_or_default(), known.iter().copied());
        Err(match near {
            Some(near) => failure.hint(Said::new("hint-did-you-mean").with("word", near)),
            None => failure,
        })
    }

    /// That a table has no such key.
    fn unknown_key(&self, table: &str, key: &Spanned<toml::de::DeString<'_>>) -> Failure {
        let word: &str = key.get_ref();
        let known = keys::names_in(table);
        let failure = Failure::new(Exit::Input, "settings-unknown-key")
            .with("place", self.place(key.span().start))
            .with("key", word);
        match nearest(word, known.iter().copied()) {
            Some(near) => failure.hint(Said::new("hint-did-you-mean").with("word", near)),
            None => failure.hint(Said::new("settings-known-keys").with("keys", known.join(", "))),
        }
    }
}

fn not_utf8(path: &Path, error: &std::string::FromUtf8Error) -> Failure {
    let start = error.utf8_error().valid_up_to();
    let text = String::from_utf8_lossy(error.as_bytes());
    let position = SourceFile::new(path.display().to_string(), text.into_owned()).position(start);
    Failure::new(Exit::Input, "file-not-utf8")
        .with("file", path.display())
        .with("line", position.line)
        .with("column", position.column)
        .hint(Said::new("hint-save-as-utf8"))
}
