//! Which snapshot is meant, and why it cannot be had.

use std::path::{Path, PathBuf};

use crate::error::{Exit, Failure, Said, nearest};
use crate::handbook::Catalogues;
use crate::language::Language;
use crate::snapshot::{BadName, Damage, Damaged, Head, MAX_NAME, Shelf, Snapshot, normalised};
use crate::source::SourceFile;
use crate::store::StoreError;
use crate::words::folded;
use crate::yaml::{self, MAX_BYTES};

use super::super::app::App;
use super::super::open::{decode, failure_about, saving_failure, store_failure};
use super::told::damage_said;

/// The catalogue of the names that teams share.
pub(crate) const STANDARD: &str = "snapshots";

/// What divides a file and the name of a snapshot of it.
const AT: char = '@';

/// The snapshots of a project.
pub(super) fn shelf(file: &Path) -> Result<Shelf, Failure> {
    Shelf::beside(file, MAX_BYTES as u64).map_err(|error| store_failure(&error))
}

/// The id that a person's words mean, and the words where they say more: a standard name by its id or its label in any
/// language, else the words themselves as an id.
pub(super) fn named(app: &App, words: &str) -> Result<(String, Option<String>), Failure> {
    let id = normalised(words).map_err(|why| bad_name(words, why))?;
    let standard = app.catalogues.get(STANDARD);
    let mut standard = standard.into_iter().flat_map(|found| &found.entries);
    let spoken = folded(words.trim());
    let known = standard.find(|entry| {
        let mut labels = entry.label.values();
        entry.id == id || labels.any(|label| folded(label) == spoken)
    });
    if let Some(entry) = known {
        return Ok((entry.id.clone(), None));
    }
    let words = words.trim();
    let title = (words != id).then(|| words.to_owned());
    Ok((id, title))
}

fn bad_name(words: &str, why: BadName) -> Failure {
    let key = match why {
        BadName::Empty => "snapshot-name-empty",
        BadName::TooLong => "snapshot-name-too-long",
        BadName::Control => "snapshot-name-control",
        BadName::Device => "snapshot-name-device",
    };
    let shown = crate::ui::sanitize_line(words);
    Failure::new(Exit::Usage, key)
        .with("name", shown)
        .with("limit", MAX_NAME)
        .hint(Said::new("hint-snapshot-names"))
}

/// What people read instead of a snapshot's id.
pub(crate) fn label(catalogues: &Catalogues, language: Language, head: &Head) -> String {
    let standard = catalogues.get(STANDARD);
    let entry = standard.and_then(|standard| standard.entry(&head.name));
    let label = entry.map(|entry| entry.label(language));
    label
        .or_else(|| head.title.clone())
        .unwrap_or_else(|| head.name.clone())
}

/// A project file and the name of a snapshot, of what is written `FILE@NAME`.
pub(crate) fn split(path: &Path) -> Option<(&Path, &str)> {
    let (file, name) = path.to_str()?.rsplit_once(AT)?;
    let is_file = !file.is_empty() && !name.is_empty() && !name.contains(['/', '\\']);
    is_file.then_some((Path::new(file), name))
}

/// A snapshot that a person named.
pub(crate) fn taken(app: &App, file: &Path, words: &str) -> Result<(Snapshot, PathBuf), Failure> {
    let (id, _) = named(app, words)?;
    let shelf = shelf(file)?;
    let found = shelf.get(&id).map_err(|error| store_failure(&error))?;
    let Some(kept) = found else {
        return Err(unknown(app, &shelf, file, &id));
    };
    let path = shown_path(file, &kept.path);
    match kept.state {
        Ok(snapshot) => Ok((snapshot, path)),
        Err(damage) => Err(damaged(&kept.name, &path, &damage)),
    }
}

/// A snapshot as something to compare, named `FILE@NAME`; the bytes have to be text.
pub(crate) fn source(app: &App, file: &Path, words: &str) -> Result<SourceFile, Failure> {
    let (snapshot, _) = taken(app, file, words)?;
    let name = format!("{}{AT}{}", file.display(), snapshot.head.name);
    let text = decode(Path::new(&name), &snapshot.bytes)?;
    Ok(SourceFile::new(name, text))
}

/// A failure about a text, with a hint that can be followed where the text is a snapshot's.
pub(crate) fn about(failure: Failure, source: &SourceFile) -> Failure {
    let path = Path::new(source.name());
    match split(path).filter(|_| !path.exists()) {
        Some((file, name)) => Failure {
            hints: vec![
                Said::new("hint-snapshot-raw")
                    .with("file", file.display())
                    .with("name", name),
            ],
            ..failure
        },
        None => failure,
    }
}

fn unknown(app: &App, shelf: &Shelf, file: &Path, id: &str) -> Failure {
    let names = shelf.names().unwrap_or_default();
    if names.is_empty() {
        // That the file is missing too says more than that it has no snapshots.
        if let Err(error) = crate::store::load(file, MAX_BYTES as u64) {
            return store_failure(&error);
        }
        return none(file);
    }
    let failure = Failure::new(Exit::Input, "snapshot-unknown");
    let failure = failure.with("name", id).with("file", file.display());
    if let Some(near) = nearest(id, names.iter().map(String::as_str)) {
        return failure.hint(Said::new("hint-did-you-mean").with("word", near));
    }
    let separator = app.messages.get("list-separator", &[]);
    failure.hint(Said::new("value-known").with("known", names.join(&separator)))
}

/// That there is no snapshot at all.
pub(super) fn none(file: &Path) -> Failure {
    let file = file.display();
    let failure = Failure::new(Exit::Input, "snapshot-none").with("file", &file);
    failure.hint(Said::new("hint-snapshot").with("file", file))
}

/// That a snapshot cannot be used.
pub(super) fn damaged(name: &str, path: &Path, damage: &Damage) -> Failure {
    let failure = Failure::new(Exit::Input, "snapshot-damaged")
        .with("name", name)
        .with("file", path.display());
    let failure = Failure {
        what: failure.what.with_said("reason", damage_said(damage)),
        ..failure
    };
    match damage {
        Damage::Newer { .. } => failure.hint(Said::new("hint-update-program")),
        Damage::Renamed { name } => {
            failure.hint(Said::new("hint-snapshot-rename").with("name", name))
        }
        _ => failure.hint(Said::new("hint-snapshot-damaged")),
    }
}

/// Why a snapshot could not be kept.
pub(super) fn keeping_failure(error: &StoreError, file: &Path, name: &str) -> Failure {
    match error {
        StoreError::Exists { .. } => Failure::new(Exit::Output, "snapshot-exists")
            .with("name", name)
            .with("file", file.display())
            .hint(Said::new("hint-snapshot-replace")),
        StoreError::NoPermission { .. } => saving_failure(error, file),
        error => failure_about(error, &shown_path(file, error.path())),
    }
}

/// The path of a snapshot as the person who named the project would write it.
pub(super) fn shown_path(file: &Path, path: &Path) -> PathBuf {
    let beside = file.parent().unwrap_or(Path::new(""));
    let here = if beside.as_os_str().is_empty() {
        Path::new(".")
    } else {
        beside
    };
    let real = std::fs::canonicalize(here);
    let below = real
        .ok()
        .and_then(|real| path.strip_prefix(real).ok().map(Path::to_owned));
    below.map_or_else(|| path.to_owned(), |below| beside.join(below))
}

/// The snapshots beside a file that cannot be used; that nobody can look counts as one.
pub(crate) fn damaged_beside(file: &Path) -> Vec<Damaged> {
    let looked = Shelf::beside(file, MAX_BYTES as u64).and_then(|shelf| shelf.damaged());
    looked.unwrap_or_else(|reason| {
        let path = reason.path().to_owned();
        let name = path.file_name().unwrap_or(path.as_os_str());
        vec![Damaged {
            name: name.to_string_lossy().into_owned(),
            path,
            damage: Damage::Unreadable { reason },
        }]
    })
}

/// The code of the country that a text says it is about.
pub(super) fn country(text: &str) -> Option<String> {
    let parsed = yaml::parse(text);
    let top = parsed.root.as_ref()?.as_mapping()?;
    let code = top.get("country")?.text()?.trim();
    (!code.is_empty()).then(|| code.to_owned())
}

/// Refuses a snapshot that is about another country than the project.
pub(crate) fn same_country(
    app: &App,
    (file, project): (&Path, &str),
    (name, then): (&str, &str),
) -> Result<(), Failure> {
    let (Some(then), Some(now)) = (country(then), country(project)) else {
        return Ok(());
    };
    if then == now {
        return Ok(());
    }
    Err(Failure::new(Exit::Input, "snapshot-other-country")
        .with("name", name)
        .with("country", app.country(&then))
        .with("file", file.display())
        .with("other", app.country(&now))
        .hint(Said::new("hint-snapshot-other-country")))
}
