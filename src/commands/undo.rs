//! `undo`: take the last change back.

use crate::error::{Exit, Said};
use crate::store;
use crate::yaml::{self, MAX_BYTES};

use super::app::App;
use super::cli::UndoArgs;
use super::open::{lock, saving_failure, show_notes, store_failure};

pub(crate) fn run(app: &mut App, args: &UndoArgs) -> anyhow::Result<Exit> {
    let load = || store::load(&args.file, MAX_BYTES as u64).map_err(|error| store_failure(&error));
    // That there is no such file is said before a lock is made for it.
    load()?;
    let _lock = lock(app, &args.file, "undo")?;
    let file = load()?;
    // What was there before need not be a project: undo gives back exactly what was, proven by its digest.
    let undone = store::undo(&args.file, &file.stamp(), &|_| Ok(()))
        .map_err(|error| saving_failure(&error, &args.file))?;
    show_notes(app, &undone.saved.notes);
    let text = yaml::decode(&undone.bytes).map(|decoded| decoded.text);
    app.say(
        &Said::new("undo-done")
            .with("file", args.file.display())
            .with("what", &undone.what)
            .with("at", undone.at.strftime("%Y-%m-%d %H:%M UTC")),
    );
    if text.map_or(true, |text| !yaml::parse(text).faults.is_empty()) {
        app.warn(&Said::new("undo-faulty").with("file", args.file.display()));
    }
    Ok(Exit::Done)
}
