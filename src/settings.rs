//! `mainstream.toml`: what a folder of projects has in common.

use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use crate::error::{Exit, Failure, Said, nearest};
use crate::language::Language;
use crate::source::SourceFile;

/// The name of the file.
pub const FILE_NAME: &str = "mainstream.toml";

const KEYS: [&str; 3] = ["handbook", "language", "organisation"];

/// The settings that hold for a project file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// Where they were found.
    pub path: Option<PathBuf>,
    /// The language of screens and reports.
    pub language: Option<Language>,
    /// Where the language is written.
    pub language_place: Option<String>,
    /// The organisation named on reports.
    pub organisation: Option<String>,
    /// The folders with overlays, the lowest first: those of the settings above come before.
    pub handbook: Vec<PathBuf>,
}

/// The settings files of a folder and of those above it, the nearest first.
fn find(folder: &Path) -> Vec<PathBuf> {
    let Ok(folder) = std::path::absolute(folder) else {
        return Vec::new();
    };
    let above = folder.ancestors().map(|above| above.join(FILE_NAME));
    above.filter(|path| path.is_file()).collect()
}

/// Reads the settings that hold for a folder; none is no error.
///
/// The nearest file holds. Only the overlays of the files above it count too, and lie below its own.
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
    settings.path = Some(path.to_owned());
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
                let language = text.and_then(Language::of_code);
                let language = language
                    .ok_or_else(|| wrong("settings-language").with("known", Language::known()))?;
                settings.language = Some(language);
                settings.language_place = Some(place(value.span().start));
            }
            "organisation" => {
                let text = text.ok_or_else(|| wrong("settings-not-text"))?;
                settings.organisation = Some(text.to_owned());
            }
            "handbook" => {
                let DeValue::Array(items) = value.get_ref() else {
                    return Err(wrong("settings-not-folders"));
                };
                for item in items {
                    let text = item.get_ref().as_str().filter(|text| !text.is_empty());
                    let text = text.ok_or_else(|| wrong("settings-not-folders"))?;
                    settings.handbook.push(PathBuf::from(text));
                }
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
