//! What is compared with what: two files, the files of two folders, or states of a repository.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::error::{Exit, Failure, Said};
use crate::source::SourceFile;

use super::super::app::App;
use super::super::discovery::discover;
use super::super::open::OpenFile;
use super::super::snapshot;
use super::git;

/// One project on both sides, or on one.
pub(crate) struct Pairing {
    /// Its name, as people read it.
    pub(crate) name: String,
    pub(crate) old: Option<SourceFile>,
    pub(crate) new: Option<SourceFile>,
}

/// A file of a side, not matched yet.
pub(crate) struct Sheet {
    /// Its name within its side.
    pub(crate) name: String,
    pub(crate) source: SourceFile,
}

/// What is compared, and what could not be read.
#[derive(Default)]
pub(crate) struct Sides {
    pub(crate) pairings: Vec<Pairing>,
    pub(crate) failures: Vec<Failure>,
}

impl Sides {
    /// Two states of one project.
    pub(crate) fn of([old, new]: [SourceFile; 2]) -> Self {
        let pairing = Pairing {
            name: new.name().to_owned(),
            old: Some(old),
            new: Some(new),
        };
        Self {
            pairings: vec![pairing],
            failures: Vec::new(),
        }
    }
}

/// The two sides that arguments name. A place for more kinds of sides: a side is a list of sheets.
pub(crate) fn sides(
    app: &App,
    paths: &[PathBuf],
    revisions: Option<&str>,
) -> Result<Sides, Failure> {
    if let Some(revisions) = revisions {
        if paths.len() > 1 {
            return Err(Failure::new(Exit::Usage, "diff-one-path"));
        }
        let path = paths.first().map_or(Path::new("."), PathBuf::as_path);
        return git::sides(revisions, path);
    }
    let [old, new] = paths else {
        return Err(Failure::new(Exit::Usage, "diff-two-paths").hint(Said::new("hint-diff-git")));
    };
    match (old.is_dir(), new.is_dir()) {
        (true, true) => folders(old, new),
        (false, false) => Ok(Sides::of([state(app, old)?, state(app, new)?])),
        (is_folder, _) => {
            let (folder, file) = if is_folder { (old, new) } else { (new, old) };
            let failure = Failure::new(Exit::Usage, "diff-file-and-folder");
            let failure = failure.with("folder", folder.display());
            Err(failure.with("file", file.display()))
        }
    }
}

/// A file, or a snapshot of one as `FILE@NAME`. What is there under the whole name is that file.
fn state(app: &App, path: &Path) -> Result<SourceFile, Failure> {
    match snapshot::split(path).filter(|_| !path.exists()) {
        Some((file, name)) => snapshot::source(app, file, name),
        None => Ok(OpenFile::read(path)?.source),
    }
}

fn folders(old: &Path, new: &Path) -> Result<Sides, Failure> {
    let mut failures = Vec::new();
    let mut sheets = |folder: &Path| -> Result<Vec<Sheet>, Failure> {
        let found = discover(&[folder.to_owned()])?;
        failures.extend(found.failures);
        let mut sheets = Vec::with_capacity(found.files.len());
        for path in found.files {
            let name = path.strip_prefix(folder).unwrap_or(&path);
            let name = name.display().to_string();
            match OpenFile::read(&path) {
                Ok(file) => sheets.push(Sheet {
                    name,
                    source: file.source,
                }),
                Err(failure) => failures.push(failure),
            }
        }
        Ok(sheets)
    };
    let (old_sheets, new_sheets) = (sheets(old)?, sheets(new)?);
    if old_sheets.is_empty() && new_sheets.is_empty() && failures.is_empty() {
        let paths = format!("{}, {}", old.display(), new.display());
        return Err(Failure::new(Exit::Input, "diff-nothing").with("paths", paths));
    }
    Ok(Sides {
        pairings: matched(old_sheets, new_sheets),
        failures,
    })
}

/// The country a file names, without reading the rest of it.
fn country(source: &SourceFile) -> Option<&str> {
    let line = source
        .text()
        .lines()
        .find_map(|line| line.strip_prefix("country:"))?;
    let value = line.split('#').next()?.trim();
    Some(value.trim_matches(['"', '\'']))
}

/// Pairs files by path, then by country and file name, then by country where only one is left on each side.
pub(crate) fn matched(old: Vec<Sheet>, new: Vec<Sheet>) -> Vec<Pairing> {
    type Key<'k> = &'k dyn Fn(&Sheet) -> Option<String>;
    let file_name = |sheet: &Sheet| {
        let name = Path::new(&sheet.name).file_name()?;
        Some(name.to_string_lossy().into_owned())
    };
    let by_path = |sheet: &Sheet| Some(sheet.name.clone());
    let by_country = |sheet: &Sheet| country(&sheet.source).map(str::to_owned);
    let by_both = |sheet: &Sheet| {
        let country = country(&sheet.source)?;
        Some(format!("{country} {}", file_name(sheet)?))
    };
    let keys: [Key<'_>; 3] = [&by_path, &by_both, &by_country];
    let mut old: Vec<Option<Sheet>> = old.into_iter().map(Some).collect();
    let mut new: Vec<Option<Sheet>> = new.into_iter().map(Some).collect();
    let mut pairings = Vec::new();
    for key in keys {
        let single = |sheets: &[Option<Sheet>]| {
            let mut found: BTreeMap<String, Option<usize>> = BTreeMap::new();
            for (index, sheet) in sheets.iter().enumerate() {
                if let Some(key) = sheet.as_ref().and_then(key) {
                    found
                        .entry(key)
                        .and_modify(|many| *many = None)
                        .or_insert(Some(index));
                }
            }
            found
        };
        let (left, right) = (single(&old), single(&new));
        for (name, index) in left {
            let other = right.get(&name).copied().flatten();
            let (Some(a), Some(b)) = (index, other) else {
                continue;
            };
            if let (Some(a), Some(b)) = (old[a].take(), new[b].take()) {
                pairings.push(Pairing {
                    name: b.name,
                    old: Some(a.source),
                    new: Some(b.source),
                });
            }
        }
    }
    pairings.extend(old.into_iter().flatten().map(|sheet| Pairing {
        name: sheet.name,
        old: Some(sheet.source),
        new: None,
    }));
    pairings.extend(new.into_iter().flatten().map(|sheet| Pairing {
        name: sheet.name,
        old: None,
        new: Some(sheet.source),
    }));
    pairings.sort_by(|a, b| a.name.cmp(&b.name));
    pairings
}
