//! `undo`: take the last change back.

use crate::error::{Exit, Said};
use crate::store;
use crate::yaml;

use super::app::App;
use super::cli::UndoArgs;
use super::open::{OpenFile, lock, saving_failure, show_notes};

pub(crate) fn run(app: &mut App, args: &UndoArgs) -> anyhow::Result<Exit> {
    let file = OpenFile::read(&args.file)?;
    let _lock = lock(app, &args.file, "undo")?;
    let verify = |bytes: &[u8]| {
        // What was there before need not be a project: undo gives back exactly what was.
        std::str::from_utf8(bytes)
            .map(|_| ())
            .map_err(|error| error.to_string())
    };
    let undone = store::undo(&args.file, &file.stamp(), &verify)
        .map_err(|error| saving_failure(&error, &args.file))?;
    show_notes(app, &undone.saved.notes);
    let text = String::from_utf8_lossy(&undone.bytes);
    app.say(
        &Said::new("undo-done")
            .with("file", args.file.display())
            .with("what", &undone.what)
            .with("at", undone.at.strftime("%Y-%m-%d %H:%M UTC")),
    );
    if !yaml::parse(&text).faults.is_empty() {
        app.warn(&Said::new("undo-faulty").with("file", args.file.display()));
    }
    Ok(Exit::Done)
}
