//! `snapshot show`: what one snapshot is, and its bytes.

use std::path::Path;

use serde_json::{Value, json};

use crate::error::Exit;
use crate::snapshot::Snapshot;
use crate::store;
use crate::t;
use crate::ui::Style;
use crate::yaml::{self, MAX_BYTES};

use super::super::app::App;
use super::super::cli::SnapshotShowArgs;
use super::super::open::{decode, view};
use super::super::status::heading;
use super::lookup::{label, taken};
use super::told::{counts, line, progress, text_of};

/// The schema of the JSON.
const SCHEMA: &str = "mainstream/snapshot/1";

pub(super) fn run(app: &mut App, args: &SnapshotShowArgs) -> anyhow::Result<Exit> {
    let (snapshot, path) = taken(app, &args.file, &args.snapshot)?;
    if args.raw {
        app.ui.out_bytes(&snapshot.bytes)?;
        return Ok(Exit::Done);
    }
    if args.json {
        let mut json = json_of(&snapshot);
        json["schema"] = json!(SCHEMA);
        json["file"] = json!(path.display().to_string());
        let text = serde_json::to_string_pretty(&json)?;
        app.ui.out(&format!("{text}\n"))?;
        return Ok(Exit::Done);
    }
    let text = text(app, &args.file, &path, &snapshot);
    app.ui.out(&text)?;
    Ok(Exit::Done)
}

fn text(app: &App, file: &Path, path: &Path, snapshot: &Snapshot) -> String {
    let head = &snapshot.head;
    let title = label(&app.catalogues, app.language(), head);
    let title = crate::ui::sanitize_line(&title).into_owned();
    let mut text = format!("{}\n", app.ui.style_out(Style::Heading, &title));
    let mut say = |key: &str, value: &str| text.push_str(&line(app, key, value));
    say("snapshot-word-name", &head.name);
    say("snapshot-word-day", &app.formatter().date(head.on));
    let at = head.taken.strftime("%Y-%m-%d %H:%M UTC").to_string();
    say("snapshot-word-taken", &at);
    if let Some(note) = &head.note {
        say("field-note", note);
    }
    let then = text_of(snapshot);
    match &then {
        Some(source) => {
            let parsed = yaml::parse(source.text());
            match view(source, &parsed, &app.handbook) {
                Ok(project) => say("snapshot-word-project", &heading(app, &project)),
                Err(_) => say(
                    "snapshot-word-project",
                    &t!(app.messages, "snapshot-no-project"),
                ),
            }
            if let Some(progress) = progress(app, source) {
                say("snapshot-word-state", &progress);
            }
        }
        None => say(
            "snapshot-word-project",
            &t!(app.messages, "snapshot-no-project"),
        ),
    }
    if let Some(since) = since(app, file, snapshot) {
        say("snapshot-word-since", &since);
    }
    say("snapshot-word-file", &path.display().to_string());
    let n = snapshot.stamp.len();
    let size = app.formatter().number(n.into());
    let size = app
        .messages
        .get("snapshot-bytes", &[("n", &n), ("number", &size)]);
    say("snapshot-word-size", &size);
    say("snapshot-word-digest", &snapshot.stamp.sha256());
    text
}

/// What has changed since, in numbers; none where that cannot be said.
fn since(app: &App, file: &Path, snapshot: &Snapshot) -> Option<String> {
    let now = store::load(file, MAX_BYTES as u64).ok()?;
    if now.stamp() == snapshot.stamp {
        return Some(t!(app.messages, "snapshot-as-now"));
    }
    let text = decode(file, &now.bytes).ok()?;
    let now = crate::source::SourceFile::new(file.display().to_string(), text);
    let counts = counts(app, &text_of(snapshot)?, &now)?;
    Some(counts.text(&app.messages))
}

pub(super) fn json_of(snapshot: &Snapshot) -> Value {
    let head = &snapshot.head;
    json!({
        "name": head.name,
        "state": "sound",
        "title": head.title,
        "on": head.on.to_string(),
        "taken": head.taken.to_string(),
        "note": head.note,
        "project": head.project,
        "bytes": snapshot.stamp.len(),
        "sha256": snapshot.stamp.sha256(),
    })
}
