//! `check --watch`: checks again whenever something it looks at is saved.
//!
//! The files are asked for their time and length a few times a second, which works on every file system
//! and needs no service of the system.

use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use crate::emit::Format;
use crate::error::{Exit, Failure, Said};
use crate::prompt::InterruptWatch;
use crate::settings;
use crate::ui::Ui;

use super::super::app::{App, show_failure};
use super::super::cli::CheckArgs;
use super::super::discovery::discover;
use super::super::{settings_folder, show_error};
use super::input::{gather, paths};
use super::outputs::Destination;
use super::run_once;

/// How long to wait between two looks.
const PAUSE: Duration = Duration::from_millis(300);

/// After so many looks, files that are new or gone are looked for too.
const LOOKS: usize = 10;

/// Moves to the upper left corner and clears the screen and what scrolled off it.
const CLEAR: &str = "\u{1b}[H\u{1b}[2J\u{1b}[3J";

/// Everything that matters to a check, with what it looked like.
#[derive(PartialEq, Eq)]
struct State(Vec<(PathBuf, Option<(SystemTime, u64)>)>);

/// Checks until Ctrl-C. Only the first check can fail; later ones say what is wrong and go on.
pub(super) fn run(
    app: &mut App,
    args: &CheckArgs,
    destinations: &[Destination],
) -> anyhow::Result<Exit> {
    let machine = |to: &&Destination| to.file.is_none() && !to.format.is_for_people();
    if let Some(to) = destinations.iter().find(machine) {
        let failure = Failure::new(Exit::Usage, "watch-format").with("format", to.format.name());
        let known = [Format::Human, Format::Concise]
            .map(Format::name)
            .join(", ");
        return Err(failure
            .hint(Said::new("value-known").with("known", known))
            .into());
    }
    let interrupts = InterruptWatch::start();
    let mut is_first = true;
    loop {
        let state = State::of(app, args);
        if app.ui.out_is_terminal() && !app.ui.is_plain() {
            app.ui.out(CLEAR)?;
        }
        let checked = gather(args)
            .map_err(anyhow::Error::from)
            .and_then(|input| run_once(app, args, &input, destinations.to_vec(), &interrupts));
        match checked {
            Ok(Exit::Interrupted) => return Ok(Exit::Interrupted),
            Ok(_) => {}
            Err(error) if is_first || error.is::<crate::ui::OutputError>() => return Err(error),
            Err(error) => {
                show_error(&mut app.ui, &app.messages, &error);
            }
        }
        is_first = false;
        app.say(&Said::new("watch-waiting"));
        if !wait(&state, app, args, &interrupts) {
            return Ok(Exit::Interrupted);
        }
        renew(app, args, &interrupts);
    }
}

/// Waits for a change; false after Ctrl-C.
fn wait(state: &State, app: &App, args: &CheckArgs, interrupts: &InterruptWatch) -> bool {
    for look in 1.. {
        sleep(PAUSE);
        if interrupts.was_pressed() {
            return false;
        }
        let changed = if look % LOOKS == 0 {
            *state != State::of(app, args)
        } else {
            *state != state.again()
        };
        if changed {
            break;
        }
    }
    true
}

/// Reads settings and overlays again; while they cannot be read, the old ones stay.
fn renew(app: &mut App, args: &CheckArgs, interrupts: &InterruptWatch) {
    let flag = app.flag.map(|language| language.code().to_owned());
    let paths = paths(args);
    let folder = settings_folder(paths.first().map(PathBuf::as_path));
    loop {
        let ui = Ui::new(app.ui.options());
        match App::new(ui, flag.as_deref(), folder, Some(&app.flags)) {
            Ok(fresh) => {
                *app = fresh;
                app.warn_of_faults();
                return;
            }
            Err(failure) => {
                show_failure(&mut app.ui, &app.messages, &failure);
                let state = State::of(app, args);
                app.say(&Said::new("watch-waiting"));
                if !wait(&state, app, args, interrupts) {
                    return;
                }
            }
        }
    }
}

impl State {
    fn of(app: &App, args: &CheckArgs) -> Self {
        let files = discover(&paths(args)).map_or_else(|_| Vec::new(), |found| found.files);
        let mut all: Vec<PathBuf> = Vec::new();
        for file in &files {
            // Settings may come to stand in any folder above.
            let folder = std::path::absolute(file).unwrap_or_else(|_| file.clone());
            let above = folder.ancestors().skip(1);
            all.extend(above.map(|above| above.join(settings::FILE_NAME)));
        }
        for overlay in &app.given {
            add_files(overlay, &mut all);
        }
        // Files named outright belong to it even while an editor has taken them away to write anew.
        all.extend(args.paths.iter().cloned());
        all.extend(files);
        all.sort();
        all.dedup();
        Self(
            all.into_iter()
                .map(|path| (path.clone(), look(&path)))
                .collect(),
        )
    }

    /// The same files as they look now.
    fn again(&self) -> Self {
        let files = self.0.iter();
        Self(files.map(|(path, _)| (path.clone(), look(path))).collect())
    }
}

fn look(path: &Path) -> Option<(SystemTime, u64)> {
    let metadata = path.metadata().ok().filter(std::fs::Metadata::is_file)?;
    Some((metadata.modified().ok()?, metadata.len()))
}

fn add_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => add_files(&path, found),
            _ => found.push(path),
        }
    }
}
