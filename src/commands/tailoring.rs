//! `handbook check`, `handbook new-overlay`, `handbook write-out`: for those who tailor the method.

use std::path::Path;

use crate::assets;
use crate::check::Checked;
use crate::diagnostic::Level;
use crate::emit::json::Report;
use crate::error::{Exit, Failure, Said};
use crate::handbook::FaultyFile;
use crate::language::Language;
use crate::lint::check_layers;
use crate::policy::Outcome;
use crate::rules::page::Pages;
use crate::store;
use crate::ui::layout;

use super::app::App;
use super::check::{findings_text, level_counts};
use super::cli::{CheckFormat, HandbookCheckArgs, NewOverlayArgs, WriteOutArgs};
use super::layers::{load_layer, shown};
use super::open::store_failure;

pub(crate) fn check(app: &mut App, args: &HandbookCheckArgs) -> anyhow::Result<Exit> {
    let folders = if args.folders.is_empty() {
        &app.given
    } else {
        &args.folders
    };
    let layers = folders.iter().map(|folder| load_layer(folder));
    let review = check_layers(layers.collect::<Result<_, _>>()?);
    let pages = Pages::new(app.language());
    let mut levels = [0; 3];
    let mut report = Report::default();
    let mut text = String::new();
    for FaultyFile {
        source, findings, ..
    } in review.files
    {
        for finding in &findings {
            levels[finding.level as usize] += 1;
        }
        let checked = Checked {
            source,
            findings,
            readable: true,
            outcome: Outcome::default(),
        };
        match args.format {
            CheckFormat::Human => text.push_str(&findings_text(
                app,
                (&app.handbook, app.texts()),
                &pages,
                &checked,
            )),
            CheckFormat::Json => report.add(&checked.source, &checked.findings, true, &pages),
        }
    }
    match args.format {
        CheckFormat::Human => {
            app.ui.out(&text)?;
            let mut parts = level_counts(&app.messages, &levels);
            parts.push(super::count(app, "check-summary", review.n_files));
            let line = layout::fill(&parts.join(" · "), app.ui.width(), "", "");
            app.ui.say(&line);
        }
        CheckFormat::Json => {
            report.add_clean(review.n_files);
            app.ui.out(&report.to_json()?)?;
        }
    }
    let threshold: Level = args.fail_on.into();
    let reached = levels[threshold as usize..].iter().any(|n| *n > 0);
    Ok(if reached { Exit::Findings } else { Exit::Done })
}

/// A new folder has to be new, or empty.
fn refuse_full(folder: &Path) -> Result<(), Failure> {
    let is_empty = match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(_) => !folder.exists(),
    };
    if is_empty {
        return Ok(());
    }
    let failure = Failure::new(Exit::Output, "folder-not-empty").with("folder", shown(folder));
    Err(failure.hint(Said::new("hint-other-name")))
}

/// Writes files below a folder, which is made.
fn write_all(
    folder: &Path,
    files: impl IntoIterator<Item = (String, String)>,
) -> Result<usize, Failure> {
    let mut n = 0;
    for (path, text) in files {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(|error| {
                Failure::new(Exit::Output, "folder-not-made")
                    .with("folder", shown(parent))
                    .because(&error)
            })?;
        }
        store::create(&path, text.as_bytes()).map_err(|error| store_failure(&error))?;
        n += 1;
    }
    Ok(n)
}

pub(crate) fn write_out(app: &mut App, args: &WriteOutArgs) -> anyhow::Result<Exit> {
    refuse_full(&args.folder)?;
    // The demonstration is a project, no part of the handbook.
    let files = assets::texts("gmg").filter(|(path, _)| !path.starts_with("demo/"));
    let n = write_all(&args.folder, files)?;
    let folder = shown(&args.folder);
    app.say(
        &Said::new("write-out-done")
            .with("n", n)
            .with("folder", &folder),
    );
    app.say(&Said::new("write-out-next").with("folder", folder));
    Ok(Exit::Done)
}

pub(crate) fn new_overlay(app: &mut App, args: &NewOverlayArgs) -> anyhow::Result<Exit> {
    refuse_full(&args.folder)?;
    let id = overlay_id(&args.folder, args.id.as_deref())?;
    let own = assets::texts(&format!("skeleton/{}", app.language()));
    let mut files: Vec<(String, String)> = own.collect();
    if files.is_empty() {
        files = assets::texts(&format!("skeleton/{}", Language::En)).collect();
    }
    for (_, text) in &mut files {
        *text = text.replace("OVERLAY-ID", &id);
        *text = text.replace("HANDBOOK-ID", &app.handbook.id);
        *text = text.replace("HANDBOOK-EDITION", &app.handbook.edition);
    }
    write_all(&args.folder, files)?;
    let folder = shown(&args.folder);
    app.say(
        &Said::new("new-overlay-done")
            .with("folder", &folder)
            .with("id", id),
    );
    app.say(&Said::new("new-overlay-next").with("folder", folder));
    Ok(Exit::Done)
}

/// The id asked for, else the folder's name.
fn overlay_id(folder: &Path, asked: Option<&str>) -> Result<String, Failure> {
    let name = folder
        .file_name()
        .map(|name| name.to_string_lossy().to_lowercase());
    let id = asked.map_or_else(
        || name.unwrap_or_default().replace([' ', '_'], "-"),
        str::to_owned,
    );
    if crate::lint::is_kebab(&id) {
        return Ok(id);
    }
    Err(Failure::new(Exit::Usage, "new-overlay-bad-id").with("id", id))
}
