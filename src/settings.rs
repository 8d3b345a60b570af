//! `mainstream.toml`: what a folder of projects has in common.

use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use crate::error::{Exit, Failure, Said, nearest};
use crate::language::Language;
use crate::source::SourceFile;

/// The name of the file.
pub const FILE_NAME: &str = "mainstream.toml";

const KEYS: [&str; 2] = ["language", "organisation"];

/// The settings that hold for a project file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// Where they were found.
    pub path: Option<PathBuf>,
    /// The language of screens and reports.
    pub language: Option<Language>,
    /// The organisation named on reports.
    pub organisation: Option<String>,
}

/// The settings file that holds for a folder: its own, or the nearest above it.
pub fn find(folder: &Path) -> Option<PathBuf> {
    let folder = std::path::absolute(folder).ok()?;
    folder
        .ancestors()
        .map(|above| above.join(FILE_NAME))
        .find(|path| path.is_file())
}

/// Reads the settings that hold for a folder; none is no error.
///
/// # Errors
///
/// The file cannot be read, is no TOML, or says what nobody knows, with line and column.
pub fn load(folder: &Path) -> Result<Settings, Failure> {
    let Some(path) = find(folder) else {
        return Ok(Settings::default());
    };
    let bytes = std::fs::read(&path).map_err(|error| {
        Failure::new(Exit::Input, "settings-unreadable")
            .with("file", path.display())
            .because(&error)
    })?;
    let text = String::from_utf8(bytes).map_err(|error| not_utf8(&path, &error))?;
    let mut settings = parse(&path.display().to_string(), &text)?;
    settings.path = Some(path);
    Ok(settings)
}

/// Reads settings from text; `name` is what the file is called in messages.
///
/// # Errors
///
/// As [`load`].
pub fn parse(name: &str, text: &str) -> Result<Settings, Failure> {
    let source = SourceFile::new(name, text.to_owned());
    let place = |start: usize| {
        let position = source.position(start);
        format!("{name}:{}:{}", position.line, position.column)
    };
    let table = DeTable::parse(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        Failure::new(Exit::Input, "settings-syntax")
            .with("place", place(start))
            .with("detail", error.message())
    })?;
    let mut settings = Settings::default();
    for (key, value) in table.get_ref() {
        let word: &str = key.get_ref();
        let text = match value.get_ref() {
            DeValue::String(text) => Some(text.as_ref()),
            _ => None,
        };
        let wrong = |key: &'static str| {
            Failure::new(Exit::Input, key)
                .with("place", place(value.span().start))
                .with("key", word)
        };
        match word {
            "language" => {
                let language = text.and_then(|text| text.parse().ok());
                settings.language =
                    Some(language.ok_or_else(|| {
                        wrong("settings-language").with("known", Language::known())
                    })?);
            }
            "organisation" => {
                let text = text.ok_or_else(|| wrong("settings-not-text"))?;
                settings.organisation = Some(text.to_owned());
            }
            _ => return Err(unknown_key(word, &place(key.span().start))),
        }
    }
    Ok(settings)
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

fn unknown_key(word: &str, place: &str) -> Failure {
    let failure = Failure::new(Exit::Input, "settings-unknown-key")
        .with("place", place)
        .with("key", word);
    match nearest(word, KEYS) {
        Some(near) => failure.hint(Said::new("hint-did-you-mean").with("word", near)),
        None => failure.hint(Said::new("settings-known-keys").with("keys", KEYS.join(", "))),
    }
}
