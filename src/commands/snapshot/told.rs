//! Snapshots in words.

use std::path::Path;

use serde_json::{Value, json};

use crate::diff::compare;
use crate::error::{Failure, Said};
use crate::project::Progress;
use crate::snapshot::{Damage, Kept, Shelf, Snapshot};
use crate::source::SourceFile;
use crate::store::Stamp;
use crate::t;
use crate::yaml::{self, MAX_BYTES};

use super::super::app::App;
use super::super::diff::{Counts, fit};
use super::super::open::{OpenFile, decode, store_failure, view};
use super::super::status::summary;
use super::lookup::{self, label};

/// What is wrong with a snapshot, as the end of a sentence.
pub(crate) fn damage_said(damage: &Damage) -> Said {
    let key = match damage {
        Damage::NotOne => "snapshot-damage-not-one",
        Damage::Newer { .. } => "snapshot-damage-newer",
        Damage::Head => "snapshot-damage-head",
        Damage::CutShort { .. } => "snapshot-damage-cut-short",
        Damage::Content => "snapshot-damage-content",
        Damage::Renamed { .. } => "snapshot-damage-renamed",
        Damage::Unreadable { .. } => "snapshot-damage-unreadable",
    };
    let values = damage.values().into_iter();
    values.fold(Said::new(key), |said, (name, value)| said.with(name, value))
}

/// The latest snapshot of a project, and whether the file is as it was then.
pub(crate) struct Last {
    snapshot: Snapshot,
    is_present: bool,
}

/// The latest snapshot beside a file; none where there is none that can be used.
pub(crate) fn last_beside(path: &Path, file: &OpenFile) -> Option<Last> {
    let shelf = Shelf::beside(path, MAX_BYTES as u64).ok()?;
    last_of(shelf.all().ok()?, || file.stamp())
}

fn last_of(all: Vec<Kept>, stamp: impl Fn() -> Stamp) -> Option<Last> {
    let sound = all.into_iter();
    let snapshot = sound.filter_map(|kept| kept.state.ok()).next_back()?;
    Some(Last {
        is_present: snapshot.stamp == stamp(),
        snapshot,
    })
}

/// What `doctor` says of the snapshots beside a file: how many there are and which is the last, and what is wrong with
/// some; nothing where there are none.
pub(crate) fn on_shelf(
    app: &App,
    path: &Path,
    file: &OpenFile,
) -> Result<(Vec<String>, Vec<Failure>), Failure> {
    let all = lookup::shelf(path)?.all();
    let all = all.map_err(|error| store_failure(&error))?;
    let mut lines = Vec::new();
    if all.is_empty() {
        return Ok((lines, Vec::new()));
    }
    let n = all.len();
    lines.push(app.messages.get("doctor-snapshots", &[("n", &n)]));
    let wrong = all.iter().filter_map(|kept| {
        let damage = kept.state.as_ref().err()?;
        let place = lookup::shown_path(path, &kept.path);
        Some(lookup::damaged(&kept.name, &place, damage))
    });
    let failures: Vec<Failure> = wrong.collect();
    lines.extend(last_of(all, || file.stamp()).map(|last| last.text(app)));
    Ok((lines, failures))
}

impl Last {
    /// One line about it.
    pub(crate) fn text(&self, app: &App) -> String {
        let head = &self.snapshot.head;
        let name = label(&app.catalogues, app.language(), head);
        let name = crate::ui::sanitize_line(&name).into_owned();
        let date = app.formatter().date(head.on);
        let key = if self.is_present {
            "snapshot-last-same"
        } else {
            "snapshot-last-changed"
        };
        app.messages.get(key, &[("name", &name), ("date", &date)])
    }

    /// The same for machines.
    pub(crate) fn json(&self) -> Value {
        let head = &self.snapshot.head;
        json!({
            "name": head.name,
            "on": head.on.to_string(),
            "same": self.is_present,
        })
    }
}

/// How far the project had come, in words; none where it cannot be read as one.
pub(super) fn progress(app: &App, source: &SourceFile) -> Option<String> {
    let parsed = yaml::parse(source.text());
    let project = view(source, &parsed, &app.handbook).ok()?;
    let progress = Progress::of(&project, &app.handbook);
    Some(summary(app, &progress.total))
}

/// A snapshot's text, where it is text.
pub(super) fn text_of(snapshot: &Snapshot) -> Option<SourceFile> {
    let name = snapshot.head.name.as_str();
    let text = decode(Path::new(name), &snapshot.bytes).ok()?;
    Some(SourceFile::new(name, text))
}

/// How many changes lead from one text to another; none where one of them is no project that can be compared.
pub(super) fn counts(app: &App, old: &SourceFile, new: &SourceFile) -> Option<Counts> {
    let (before, after) = (yaml::parse(old.text()), yaml::parse(new.text()));
    for (source, parsed) in [(old, &before), (new, &after)] {
        fit(source, &view(source, parsed, &app.handbook).ok()?).ok()?;
    }
    let changes = compare(before.root.as_ref()?, after.root.as_ref()?, &app.handbook);
    Some(Counts::of(&changes))
}

/// A line of a word and what there is to say, hanging below each other.
pub(super) fn line(app: &App, key: &str, text: &str) -> String {
    let word = app.messages.get(key, &[]);
    let clean = crate::ui::sanitize(text);
    let text = t!(app.messages, "labelled", word = word, text = clean);
    let filled = crate::ui::layout::fill(&text, app.ui.width(), "  ", "    ");
    format!("{filled}\n")
}
