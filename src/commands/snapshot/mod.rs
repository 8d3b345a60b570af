//! `snapshot`: name a state of a project, look at it, compare with it, go back to it.

mod list;
mod lookup;
mod restore;
mod show;
mod told;

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::error::{Exit, Failure, Said};
use crate::handbook::Handbook;
use crate::snapshot::Head;
use crate::source::SourceFile;
use crate::store;
use crate::yaml::{self, MAX_BYTES};

use super::app::App;
use super::cli::{SnapshotArgs, SnapshotCommand, SnapshotDiffArgs};
use super::diff;
use super::open::{OpenFile, lock, show_notes, store_failure, view};

pub(crate) use lookup::{
    STANDARD, about, damaged_beside, label, same_country, source, split, taken,
};
pub(crate) use told::{Last, last_beside, on_shelf};

pub(crate) fn run(app: &mut App, args: &SnapshotArgs) -> anyhow::Result<Exit> {
    let is_bare = args.file.is_none() && args.note.is_none() && args.on.is_none() && !args.replace;
    match (&args.command, &args.file, &args.snapshot) {
        (Some(command), _, _) if is_bare => match command {
            SnapshotCommand::List(args) => list::run(app, args),
            SnapshotCommand::Show(args) => show::run(app, args),
            SnapshotCommand::Restore(args) => restore::run(app, args),
            SnapshotCommand::Diff(args) => compare(app, args),
        },
        (None, Some(file), Some(name)) => take(app, file, name, args),
        _ => {
            let failure = Failure::new(Exit::Usage, "snapshot-arguments");
            Err(failure.hint(Said::new("hint-snapshot-usage")).into())
        }
    }
}

impl SnapshotArgs {
    /// The project file it is about.
    pub(crate) fn file(&self) -> Option<&Path> {
        let file = match &self.command {
            Some(SnapshotCommand::List(args)) => Some(&args.file),
            Some(SnapshotCommand::Show(args)) => Some(&args.file),
            Some(SnapshotCommand::Restore(args)) => Some(&args.file),
            Some(SnapshotCommand::Diff(args)) => Some(&args.file),
            None => self.file.as_ref(),
        };
        file.map(PathBuf::as_path)
    }
}

fn take(app: &mut App, file: &Path, name: &str, args: &SnapshotArgs) -> anyhow::Result<Exit> {
    let (id, title) = lookup::named(app, name)?;
    let on = match &args.on {
        Some(text) => day(text)?,
        None => App::today()?,
    };
    // That there is no such file is said before a lock is made for it.
    store::load(file, MAX_BYTES as u64).map_err(|error| missing_said(&error, file, name))?;
    let _lock = lock(app, file, "snapshot")?;
    let loaded = store::load(file, MAX_BYTES as u64).map_err(|error| store_failure(&error))?;
    let shelf = lookup::shelf(file)?;
    let project = file.file_name().unwrap_or(file.as_os_str());
    let head = Head {
        name: id.clone(),
        title,
        project: project.to_string_lossy().into_owned(),
        on,
        taken: App::now()?,
        note: args.note.as_deref().map(str::trim).map(str::to_owned),
    };
    let head = Head {
        note: head.note.filter(|note| !note.is_empty()),
        ..head
    };
    let was_there = shelf.names().is_ok_and(|names| names.contains(&id));
    let saved = shelf.keep(&head, &loaded.bytes, args.replace);
    let saved = saved.map_err(|error| lookup::keeping_failure(&error, file, &id))?;
    show_notes(app, &saved.notes);
    if let Some(said) = fault(file, &loaded.bytes, &app.handbook) {
        app.warn(&Said::new("snapshot-faulty").with_said("reason", said));
    }
    let key = if was_there {
        "snapshot-replaced"
    } else {
        "snapshot-kept"
    };
    let date = app.formatter().date(on);
    app.say(
        &Said::new(key)
            .with("name", &id)
            .with("file", file.display())
            .with("date", date),
    );
    Ok(Exit::Done)
}

/// Where the file that is missing has the name of a command, the words may stand in another order.
fn missing_said(error: &store::StoreError, file: &Path, name: &str) -> Failure {
    let failure = store_failure(error);
    let commands = ["list", "show", "restore", "diff"];
    let word = file.to_string_lossy();
    match crate::error::nearest(&word, commands) {
        Some(command) if Path::new(name).exists() => {
            let call = format!("mainstream snapshot {command} {name}");
            let hints = vec![Said::new("hint-did-you-mean").with("word", call)];
            Failure { hints, ..failure }
        }
        _ => failure,
    }
}

fn day(text: &str) -> Result<Date, Failure> {
    let bad = || Failure::new(Exit::Usage, "snapshot-bad-date").with("text", text);
    crate::project::parse_date(text.trim()).map_err(|_| bad())
}

/// Why bytes cannot be read as a project; none where they can.
fn fault(file: &Path, bytes: &[u8], handbook: &Handbook) -> Option<Said> {
    let text = match super::open::decode(file, bytes) {
        Ok(text) => text,
        Err(failure) => return Some(failure.what),
    };
    let source = SourceFile::new(file.display().to_string(), text);
    let parsed = yaml::parse(source.text());
    let found = view(&source, &parsed, handbook).err();
    found.map(|failure| failure.what)
}

fn compare(app: &mut App, args: &SnapshotDiffArgs) -> anyhow::Result<Exit> {
    let old = source(app, &args.file, &args.snapshot)?;
    let new = match &args.other {
        Some(name) => source(app, &args.file, name)?,
        None => OpenFile::read(&args.file)?.source,
    };
    let countries = [&old, &new].map(|side| lookup::country(side.text()));
    if let [Some(old_country), Some(new_country)] = &countries
        && old_country != new_country
    {
        let said = Said::new("snapshot-two-countries")
            .with("country", app.country(old_country))
            .with("other", app.country(new_country));
        app.warn(&said);
    }
    diff::run_on(app, &args.view, [old, new])
}
