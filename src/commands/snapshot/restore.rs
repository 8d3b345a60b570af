//! `snapshot restore`: the project as it was, byte for byte; the state before is one undo away.

use std::path::Path;

use crate::error::{Exit, Failure, Said};
use crate::prompt::PromptError;
use crate::prompt::ask::{self, Asked};
use crate::snapshot::Snapshot;
use crate::source::SourceFile;
use crate::store::{self, Loaded, StoreError};
use crate::t;
use crate::yaml::MAX_BYTES;

use super::super::app::App;
use super::super::cli::SnapshotRestoreArgs;
use super::super::open::{decode, lock, saving_failure, show_notes, store_failure};
use super::lookup::{label, same_country, taken};
use super::told::{counts, text_of};

pub(super) fn run(app: &mut App, args: &SnapshotRestoreArgs) -> anyhow::Result<Exit> {
    let file = args.file.as_path();
    let (snapshot, _) = taken(app, file, &args.snapshot)?;
    let _lock = lock(app, file, "snapshot restore")?;
    let now = match store::load(file, MAX_BYTES as u64) {
        Ok(now) => Some(now),
        Err(StoreError::Missing { .. }) => None,
        Err(error) => return Err(store_failure(&error).into()),
    };
    let name = snapshot.head.name.as_str();
    if now.as_ref().is_some_and(|now| now.bytes == snapshot.bytes) {
        let said = Said::new("snapshot-restore-same");
        app.say(&said.with("file", file.display()).with("name", name));
        return Ok(Exit::Done);
    }
    if let Some(now) = &now {
        // Bytes that are no text name no country.
        let text = |bytes: &[u8]| decode(file, bytes).unwrap_or_default();
        let sides = (text(&now.bytes), text(&snapshot.bytes));
        same_country(app, (file, &sides.0), (name, &sides.1))?;
    }
    if !args.yes {
        match confirmed(app, file, now.as_ref(), &snapshot)? {
            Asked::Answer(true) => {}
            Asked::Answer(false) | Asked::Back => {
                app.say(&Said::new("snapshot-restore-left").with("file", file.display()));
                return Ok(Exit::Done);
            }
            Asked::Interrupted => return Ok(Exit::Interrupted),
        }
    }
    write(app, file, now.as_ref(), &snapshot)?;
    if let Some(reason) = super::fault(file, &snapshot.bytes, &app.handbook) {
        app.warn(&Said::new("snapshot-restored-faulty").with_said("reason", reason));
    }
    Ok(Exit::Done)
}

/// Asks whether the present state may go, having said how much that is.
fn confirmed(
    app: &mut App,
    file: &Path,
    now: Option<&Loaded>,
    snapshot: &Snapshot,
) -> anyhow::Result<Asked<bool>> {
    let name = label(&app.catalogues, app.language(), &snapshot.head);
    let name = crate::ui::sanitize_line(&name).into_owned();
    let date = app.formatter().date(snapshot.head.on);
    if let Some(counts) = now.and_then(|now| changes(app, file, now, snapshot)) {
        let said = Said::new("snapshot-restore-changes").with("counts", counts);
        let text = said.with("name", &name).text(&app.messages);
        let text = crate::ui::layout::fill(&text, app.ui.width(), "", "");
        if app.ui.can_prompt() {
            app.ui.show_line(&text);
        }
    }
    let title = t!(
        app.messages,
        "snapshot-restore-ask",
        file = file.display(),
        name = name,
        date = date
    );
    let words = app.words();
    ask::confirm(&mut app.ui, &words, &title, false).map_err(|error| match error {
        PromptError::NotATerminal => {
            let failure = Failure::new(Exit::NoTerminal, "snapshot-restore-no-terminal");
            failure
                .with("file", file.display())
                .hint(Said::new("hint-snapshot-yes"))
                .into()
        }
        PromptError::Io(error) => Failure::new(Exit::Output, "output-failed")
            .because(&error)
            .into(),
    })
}

/// What would be taken back, in numbers.
fn changes(app: &App, file: &Path, now: &Loaded, snapshot: &Snapshot) -> Option<String> {
    let text = decode(file, &now.bytes).ok()?;
    let now = SourceFile::new(file.display().to_string(), text);
    let counts = counts(app, &text_of(snapshot)?, &now)?;
    Some(counts.text(&app.messages))
}

fn write(
    app: &mut App,
    file: &Path,
    now: Option<&Loaded>,
    snapshot: &Snapshot,
) -> Result<(), Failure> {
    let name = snapshot.head.name.as_str();
    let wanted = snapshot.bytes.as_slice();
    let verify = |bytes: &[u8]| {
        let is_same = bytes == wanted;
        is_same
            .then_some(())
            .ok_or_else(|| "read back differently".to_owned())
    };
    let what = format!("snapshot restore {name}");
    let (saved, key) = match now {
        Some(now) => {
            let at = App::now()?;
            let saved = store::save(file, &now.stamp(), wanted, &what, at, &verify);
            (saved, "snapshot-restored")
        }
        None => (store::create(file, wanted), "snapshot-recreated"),
    };
    let saved = saved.map_err(|error| saving_failure(&error, file))?;
    show_notes(app, &saved.notes);
    let date = app.formatter().date(snapshot.head.on);
    app.say(
        &Said::new(key)
            .with("file", file.display())
            .with("name", name)
            .with("date", date),
    );
    Ok(())
}
