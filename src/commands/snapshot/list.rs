//! `snapshot list`: what there is, the oldest first, and what is wrong with some.

use std::path::Path;

use serde_json::{Value, json};

use crate::error::{Exit, Said};
use crate::snapshot::{Kept, Snapshot};
use crate::store::{self, Stamp};
use crate::t;
use crate::ui::{Style, layout, sanitize, sanitize_line};
use crate::yaml::MAX_BYTES;

use super::super::app::App;
use super::super::cli::FileArgs;
use super::super::open::store_failure;
use super::lookup::{self, label, shown_path};
use super::told::{damage_said, progress, text_of};

/// The schema of the JSON.
const SCHEMA: &str = "mainstream/snapshots/1";

pub(super) fn run(app: &mut App, args: &FileArgs) -> anyhow::Result<Exit> {
    let file = args.file.as_path();
    let shelf = lookup::shelf(file)?;
    let all = shelf.all().map_err(|error| store_failure(&error))?;
    let present = match store::load(file, MAX_BYTES as u64) {
        Ok(loaded) => Some(loaded.stamp()),
        Err(error) if all.is_empty() => return Err(store_failure(&error).into()),
        // Snapshots outlive their project.
        Err(_) => None,
    };
    let n_damaged = all.iter().filter(|kept| kept.state.is_err()).count();
    if args.json {
        let list: Vec<Value> = all
            .iter()
            .map(|kept| json_of(kept, file, present))
            .collect();
        let json = json!({"schema": SCHEMA, "file": file.display().to_string(), "snapshots": list});
        let text = serde_json::to_string_pretty(&json)?;
        app.ui.out(&format!("{text}\n"))?;
    } else if all.is_empty() {
        let file = file.display();
        app.say(&Said::new("snapshot-none").with("file", &file));
        app.say(&Said::new("hint-snapshot").with("file", file));
    } else {
        let text = text(app, file, &all, present);
        app.ui.out(&text)?;
    }
    if n_damaged > 0 {
        app.warn(&Said::new("snapshot-n-damaged").with("n", n_damaged));
        return Ok(Exit::Input);
    }
    Ok(Exit::Done)
}

fn text(app: &App, file: &Path, all: &[Kept], present: Option<Stamp>) -> String {
    let title = t!(app.messages, "snapshot-heading", file = file.display());
    let mut text = format!("{}\n", app.ui.style_out(Style::Heading, &title));
    let width = app.ui.width();
    let longest = all.iter().map(|kept| layout::columns(&kept.name)).max();
    // On a narrow screen, and where it is read aloud, names stand on lines of their own.
    let column = longest.filter(|longest| longest + 40 <= width && !app.ui.is_plain());
    for kept in all {
        let name = sanitize_line(&kept.name);
        let mut lines = match &kept.state {
            Ok(snapshot) => sound(app, snapshot, present),
            Err(damage) => {
                let said = damage_said(damage).text(&app.messages);
                let path = shown_path(file, &kept.path);
                let values: [(&str, &dyn std::fmt::Display); 2] =
                    [("reason", &said), ("file", &path.display())];
                vec![app.messages.get("snapshot-row-damaged", &values)]
            }
        };
        let (first, rest) = if let Some(column) = column {
            (
                format!("  {}  ", layout::pad(&name, column)),
                " ".repeat(column + 4),
            )
        } else {
            lines.insert(0, name.to_string());
            ("  ".to_owned(), "    ".to_owned())
        };
        text.push_str(&layout::fill(&lines.join("\n"), width, &first, &rest));
        text.push('\n');
    }
    text
}

/// What is said of a snapshot that is whole: when and what, how far the work was, and its note.
fn sound(app: &App, snapshot: &Snapshot, present: Option<Stamp>) -> Vec<String> {
    let head = &snapshot.head;
    let name = label(&app.catalogues, app.language(), head);
    let mut parts = vec![app.formatter().date(head.on)];
    if name != head.name {
        parts.push(sanitize_line(&name).into_owned());
    }
    if present == Some(snapshot.stamp) {
        parts.push(t!(app.messages, "snapshot-as-now"));
    }
    let mut lines = vec![parts.join(" · ")];
    lines.push(
        text_of(snapshot)
            .and_then(|source| progress(app, &source))
            .unwrap_or_else(|| t!(app.messages, "snapshot-no-project")),
    );
    if let Some(note) = &head.note {
        lines.push(sanitize(note).into_owned());
    }
    lines
}

fn json_of(kept: &Kept, file: &Path, present: Option<Stamp>) -> Value {
    let path = shown_path(file, &kept.path).display().to_string();
    match &kept.state {
        Ok(snapshot) => {
            let mut json = super::show::json_of(snapshot);
            json["file"] = json!(path);
            json["same"] = json!(present == Some(snapshot.stamp));
            json
        }
        Err(damage) => json!({
            "name": kept.name,
            "state": "damaged",
            "damage": damage.name(),
            "file": path,
        }),
    }
}
