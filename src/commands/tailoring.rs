//! `handbook check`, `handbook new-overlay`, `handbook write-out`: for those who tailor the method.

use std::path::Path;

use crate::assets;
use crate::emit::{Closing, FileReport, Format, Totals};
use crate::error::{Exit, Failure, Said};
use crate::handbook::FaultyFile;
use crate::language::Language;
use crate::lint::check_layers;
use crate::rules::page::Pages;
use crate::store;
use crate::ui::layout;

use super::app::App;
use super::check::outputs::{Outputs, destinations};
use super::check::{audience, level_counts};
use super::cli::{HandbookCheckArgs, NewOverlayArgs, WriteOutArgs};
use super::layers::{load_layer, shown};
use super::open::store_failure;

pub(crate) fn check(app: &mut App, args: &HandbookCheckArgs) -> anyhow::Result<Exit> {
    let destinations = destinations(&args.outputs)?;
    let folders = if args.folders.is_empty() {
        &app.given
    } else {
        &args.folders
    };
    let layers = folders.iter().map(|folder| load_layer(folder));
    let review = check_layers(layers.collect::<Result<_, _>>()?);
    let pages = Pages::new(app.language());
    // Findings about handbooks point at no question.
    let question = |_: &str| None;
    let mut totals = Totals::default();
    let App { ui, messages, .. } = app;
    let audience = audience(&pages, messages)?;
    let mut outputs = Outputs::open(ui, &audience, destinations);
    outputs.begin(ui, review.n_files)?;
    for FaultyFile {
        source, findings, ..
    } in &review.files
    {
        let report = FileReport {
            source,
            findings,
            country: None,
            question: &question,
        };
        totals.add(&report);
        let texts = outputs.render(&report);
        outputs.add(ui, texts)?;
    }
    totals.add_clean(review.n_files);
    let exit = match totals.reaches(args.fail_on.into()) {
        _ if outputs.has_failed() => Exit::Output,
        true => Exit::Findings,
        false => Exit::Done,
    };
    let is_for_people = outputs.on_stdout().is_none_or(Format::is_for_people);
    let closing = Closing {
        totals: &totals,
        exit: exit as u8,
    };
    let (_, all_written) = outputs.finish(ui, &closing, "")?;
    if is_for_people {
        let mut parts = level_counts(messages, &totals.levels);
        parts.push(messages.get("check-summary", &[("n", &review.n_files)]));
        let line = layout::fill(&parts.join(" · "), ui.width(), "", "");
        ui.say(&line);
    }
    Ok(if all_written { exit } else { Exit::Output })
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
