//! Whether git is set up for projects here, for `doctor` and `check`.

use std::collections::HashSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::repository::attributes::places;
use crate::repository::setup::{Drivers, is_there};
use crate::repository::{Git, GitError, Repository};
use crate::settings::absolute;
use crate::source::{SourceFile, Span};
use crate::t;

use super::super::app::App;
use super::super::layers::shown;
use super::attributes::{AttributesFile, NAME};

/// What `doctor` says about git, and about a file where one is named.
pub(crate) fn lines(app: &App, file: Option<&Path>) -> Vec<String> {
    let messages = &app.messages;
    let git = |value: String| app.messages.get("doctor-git", &[("value", &value)]);
    let Ok(version) = Git::in_folder(Path::new(".")).version() else {
        return vec![git(t!(messages, "doctor-git-none"))];
    };
    let version = version
        .strip_prefix("git version ")
        .unwrap_or(&version)
        .to_owned();
    let around = file.unwrap_or(Path::new("."));
    let (repository, drivers) = match Repository::around(around) {
        Ok(repository) => {
            let drivers = repository.git().drivers().unwrap_or_default();
            (Some(repository), drivers)
        }
        Err(GitError::NoRepository { .. }) => {
            let drivers = Git::in_folder(Path::new(".")).drivers();
            (None, drivers.unwrap_or_default())
        }
        Err(_) => (None, Drivers::default()),
    };
    let mut parts = vec![version];
    if repository.is_none() {
        parts.push(t!(messages, "doctor-git-outside"));
    }
    parts.push(if drivers.are_installed() {
        t!(messages, "doctor-git-set-up")
    } else {
        t!(messages, "doctor-git-not-set-up")
    });
    let mut lines = vec![git(parts.join(" · "))];
    if let Some(gone) = drivers.commands.iter().find(|command| !is_there(command)) {
        let program = gone.split(' ').next().unwrap_or_default();
        lines.push(t!(messages, "doctor-git-gone", program = program));
    }
    if let Some(repository) = &repository {
        lines.extend(about_attributes(app, &drivers, around));
        if let Some(file) = file.filter(|file| file.is_file()) {
            lines.extend(about_file(app, repository, &drivers, file));
        }
    }
    lines
}

/// Lines of attributes that name a driver which is not there.
fn about_attributes(app: &App, drivers: &Drivers, around: &Path) -> Vec<String> {
    let found = files_naming(&folder_of(around), &mut HashSet::new());
    let lines = found.into_iter().filter_map(|file| {
        let place = file.missing(drivers).into_iter().next()?;
        let line = file.source.position(place.start).line;
        let name = file.source.name();
        Some(t!(
            app.messages,
            "doctor-git-attributes",
            file = name,
            line = line
        ))
    });
    lines.collect()
}

fn about_file(
    app: &App,
    repository: &Repository,
    drivers: &Drivers,
    file: &Path,
) -> Option<String> {
    if !drivers.are_installed() {
        return None;
    }
    let given = repository.drivers_of(file).ok()?;
    let name = file.display();
    Some(if given == [true; 2] {
        t!(app.messages, "doctor-git-given", file = name)
    } else {
        t!(app.messages, "doctor-git-not-given", file = name)
    })
}

/// A file of attributes that gives files to our drivers.
pub(crate) struct Naming {
    pub(crate) source: SourceFile,
    places: Vec<Range<usize>>,
    /// The folder it lies in.
    folder: PathBuf,
}

impl Naming {
    /// The places that name a driver which is not there.
    fn missing(&self, drivers: &Drivers) -> Vec<Span> {
        let text = self.source.text();
        let is_missing = |place: &&Range<usize>| {
            if text[(*place).clone()].starts_with("merge") {
                !drivers.merge
            } else {
                !drivers.diff
            }
        };
        let missing = self.places.iter().filter(is_missing);
        missing
            .map(|place| Span::new(place.start, place.end))
            .collect()
    }
}

/// The files of attributes above these files that name a driver of ours which is not installed, and where.
///
/// Git is asked only where some file names one; where there is no git, nothing is merged by it.
pub(crate) fn uninstalled(files: &[PathBuf]) -> Vec<(SourceFile, Vec<Span>)> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for file in files {
        let naming = files_naming(&folder_of(file), &mut seen);
        for file in naming {
            let drivers =
                Repository::around(&file.folder).and_then(|repository| repository.git().drivers());
            let Ok(drivers) = drivers else {
                continue;
            };
            let missing = file.missing(&drivers);
            if !missing.is_empty() {
                found.push((file.source, missing));
            }
        }
    }
    found
}

fn folder_of(path: &Path) -> PathBuf {
    let path = absolute(path);
    if path.is_dir() {
        return path;
    }
    path.parent().map(Path::to_owned).unwrap_or(path)
}

/// The files of attributes from a folder up to the top of its repository, without those in folders that were seen.
fn files_naming(folder: &Path, seen: &mut HashSet<PathBuf>) -> Vec<Naming> {
    let mut chain = Vec::new();
    for above in folder.ancestors() {
        if !seen.insert(above.to_owned()) {
            // From here up everything was looked at, and was in a repository or not.
            break;
        }
        chain.push(above);
        if above.join(".git").exists() {
            break;
        }
    }
    let namings = chain.into_iter().filter_map(|folder| {
        let path = folder.join(NAME);
        let file = AttributesFile::load(&path).ok()?;
        let text = file.text?;
        let places = places(&text);
        (!places.is_empty()).then(|| Naming {
            source: SourceFile::new(shown(&path), text),
            places,
            folder: folder.to_owned(),
        })
    });
    namings.collect()
}
