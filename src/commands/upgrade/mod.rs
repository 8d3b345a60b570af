//! `upgrade`: bring projects to the present edition of the handbook, all or nothing for each file.

mod machine;
mod text;
mod words;

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::error::{Exit, Failure, Said, nearest};
use crate::handbook::{Catalogues, Handbook, Standing};
use crate::project::Project;
use crate::store::{self, Journal};
use crate::t;
use crate::upgrade::{Plan, Setting, Upgrade, UpgradeError, upgrade};
use crate::yaml;

use super::app::{App, show_failure};
use super::cli::UpgradeArgs;
use super::discovery::{Found, discover};
use super::kits::{Kit, Kits};
use super::open::{OpenFile, lock, saving_failure, show_notes, store_failure, view};
use super::progress;
use words::Reasons;

/// What an entry of the journal begins with.
const WHAT: &str = "upgrade";

/// So many files are worked out before they are written: memory stays bounded.
const BATCH: usize = 64;

/// What was done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
enum Deed {
    /// Shown, and not made.
    Planned,
    /// Written.
    Upgraded,
    /// It follows the present edition already.
    Current,
    /// Taken back.
    Undone,
    /// Nothing could be done.
    Failed,
}

/// A file and what became of it.
struct Done {
    path: PathBuf,
    deed: Deed,
    plan: Option<Plan>,
}

pub(crate) fn run(app: &mut App, args: &UpgradeArgs) -> anyhow::Result<Exit> {
    let Found {
        files, failures, ..
    } = discover(&args.paths)?;
    let mut exit = Exit::Done;
    for failure in &failures {
        show_failure(&mut app.ui, &app.messages, failure);
        exit = worst(exit, failure.exit);
    }
    if files.is_empty() && failures.is_empty() {
        let paths = args.paths.iter().map(|path| path.display().to_string());
        let paths: Vec<String> = paths.collect();
        return Err(Failure::new(Exit::Input, "upgrade-nothing")
            .with("paths", paths.join(", "))
            .into());
    }
    let given = app.flags.clone();
    let kits = Kits::of(app, &files, &given);
    for failure in &kits.failures {
        show_failure(&mut app.ui, &app.messages, failure);
        exit = worst(exit, failure.exit);
    }
    let word = t!(app.messages, "upgrade-progress");
    let bar = progress::bar(&app.ui, word, files.len());
    let mut report = machine::Report::default();
    let mut n_upgraded = 0;
    for batch in files.chunks(BATCH) {
        for (path, made) in batch.iter().zip(work(app, args, &kits, batch)) {
            let kit = kits.get(path);
            bar.inc(1);
            let done = match bar.suspend(|| finish(app, args, made)) {
                Ok(done) => done,
                Err(failure) => {
                    bar.suspend(|| show_failure(&mut app.ui, &app.messages, &failure));
                    exit = worst(exit, failure.exit);
                    Done {
                        path: path.clone(),
                        deed: Deed::Failed,
                        plan: None,
                    }
                }
            };
            n_upgraded += usize::from(done.deed == Deed::Upgraded);
            if args.json {
                report.add(app, kit, &done);
            } else {
                bar.suspend(|| show(app, kit, &done, files.len()))?;
            }
        }
    }
    bar.finish_and_clear();
    if args.json {
        app.ui.out(&report.to_json()?)?;
    } else if files.len() > 1 && !args.plan && !args.undo {
        app.say(&Said::new("upgrade-total").with("n", n_upgraded));
    }
    Ok(exit)
}

/// The exit code that says more: an output that cannot be written comes before an input.
fn worst(a: Exit, b: Exit) -> Exit {
    if b as u8 > a as u8 { b } else { a }
}

/// A file read and worked out, not written yet.
struct Made {
    file: OpenFile,
    upgrade: Option<Upgrade>,
    /// Overlays that the project names and nobody gave: what they ask is known to neither edition.
    missing: Vec<String>,
}

type Attempt = Result<Made, Failure>;

/// Reads files and works out their upgrades, side by side, each with the handbook of its folder.
fn work(app: &App, args: &UpgradeArgs, kits: &Kits, batch: &[PathBuf]) -> Vec<Attempt> {
    let handbooks: Vec<(&PathBuf, &Handbook, &Catalogues)> = batch
        .iter()
        .map(|path| {
            let kit = kits.get(path);
            (path, &kit.handbook, &kit.catalogues)
        })
        .collect();
    let reader = app.language();
    let attempts = handbooks.par_iter().map(|(path, handbook, catalogues)| {
        let file = OpenFile::read(path)?;
        let (upgrade, missing) = if args.undo {
            (None, Vec::new())
        } else {
            // Words know about plurals, which threads cannot share.
            let reasons = Reasons::of(handbook, reader);
            work_out((handbook, catalogues), &reasons, &file)?
        };
        Ok(Made {
            file,
            upgrade,
            missing,
        })
    });
    attempts.collect()
}

/// The upgrade of a file, none where it follows the present edition, and the overlays it lacks.
fn work_out(
    (handbook, catalogues): (&Handbook, &Catalogues),
    reasons: &Reasons,
    file: &OpenFile,
) -> Result<(Option<Upgrade>, Vec<String>), Failure> {
    let text = file.source.text();
    let parsed = yaml::parse(text);
    let project = view(&file.source, &parsed, handbook)?;
    let has_code = |catalogue: &str, id: &str| {
        let catalogue = catalogues.get(catalogue);
        catalogue.is_some_and(|catalogue| catalogue.entry(id).is_some())
    };
    let words = reasons.in_language(project.header.language.map(|language| language.text));
    let setting = Setting {
        handbook,
        has_code: &has_code,
        words: &words,
    };
    let named = project.header.overlays.iter().map(|named| named.text);
    let missing = named.filter(|id| handbook.overlay(id).is_none());
    let missing: Vec<String> = missing.map(str::to_owned).collect();
    match upgrade(text, &setting) {
        Ok(upgrade) => Ok((Some(upgrade), missing)),
        Err(UpgradeError::Current) => Ok((None, Vec::new())),
        Err(error) => Err(failure(handbook, &file.path, error)),
    }
}

fn failure(handbook: &Handbook, path: &Path, error: UpgradeError) -> Failure {
    let names: Vec<&str> = handbook.editions.names().collect();
    let known = names.join(", ");
    let of = |exit, key| Failure::new(exit, key).with("file", path.display());
    let check = Said::new("hint-check").with("file", path.display());
    match error {
        UpgradeError::NoEdition => of(Exit::Input, "upgrade-no-edition")
            .with("known", known)
            .hint(check),
        UpgradeError::Newer(edition) => of(Exit::Input, "edition-newer-unwritable")
            .with("edition", edition)
            .with("known", &handbook.edition),
        UpgradeError::Unknown(edition) => {
            let near = nearest(&edition, names.iter().copied());
            let failure = of(Exit::Input, "upgrade-unknown-edition")
                .with("edition", &edition)
                .with("known", known);
            match near {
                Some(near) => failure.hint(Said::new("hint-did-you-mean").with("word", near)),
                None => failure.hint(check),
            }
        }
        UpgradeError::Unsafe(detail) => of(Exit::Output, "upgrade-unsafe")
            .with("detail", detail)
            .hint(Said::new("hint-report-bug")),
        // Whoever could see the file as a project has seen no faults.
        UpgradeError::Faulty | UpgradeError::Current => {
            of(Exit::Output, "change-unsafe").hint(check)
        }
    }
}

/// Writes what was worked out, or takes it back.
fn finish(app: &mut App, args: &UpgradeArgs, made: Attempt) -> Result<Done, Failure> {
    let Made {
        mut file,
        upgrade,
        missing,
    } = made?;
    let path = file.path.clone();
    if !missing.is_empty() {
        let said = Said::new("overlay-not-given").with("file", path.display());
        app.warn(
            &said
                .with("n", missing.len())
                .with("ids", missing.join(", ")),
        );
    }
    let deed = if args.undo {
        take_back(app, &file).map(|()| Deed::Undone)
    } else if let Some(upgrade) = &upgrade {
        if args.plan {
            Ok(Deed::Planned)
        } else {
            save(app, &mut file, upgrade).map(|()| Deed::Upgraded)
        }
    } else {
        Ok(Deed::Current)
    };
    Ok(Done {
        path,
        deed: deed?,
        plan: upgrade.map(|upgrade| upgrade.plan),
    })
}

fn save(app: &mut App, file: &mut OpenFile, upgrade: &Upgrade) -> Result<(), Failure> {
    let _lock = lock(app, &file.path, WHAT)?;
    let plan = &upgrade.plan;
    let what = format!("{WHAT} {} {}", plan.from, plan.to);
    // Only a project of an older edition is ever upgraded.
    file.allow_writing();
    file.replace(app, upgrade.text.clone(), &what).map(|_| ())
}

/// Takes the last change back, if it was an upgrade.
fn take_back(app: &mut App, file: &OpenFile) -> Result<(), Failure> {
    let path = &file.path;
    let _lock = lock(app, path, WHAT)?;
    let bytes = store::load(path, yaml::MAX_BYTES as u64)
        .map_err(|error| store_failure(&error))?
        .bytes;
    let journal = Journal::of(path).map_err(|error| store_failure(&error))?;
    let last = journal
        .find(&bytes)
        .map_err(|error| saving_failure(&error, path))?;
    if !last.what.starts_with(WHAT) {
        return Err(Failure::new(Exit::Input, "upgrade-not-last")
            .with("file", path.display())
            .with("what", &last.what)
            .hint(Said::new("hint-undo-first").with("file", path.display())));
    }
    let verify = |bytes: &[u8]| {
        let read = std::str::from_utf8(bytes);
        read.map(|_| ()).map_err(|error| error.to_string())
    };
    let undone =
        store::undo(path, &file.stamp(), &verify).map_err(|error| saving_failure(&error, path))?;
    show_notes(app, &undone.saved.notes);
    app.say(
        &Said::new("undo-done")
            .with("file", path.display())
            .with("what", &undone.what)
            .with("at", undone.at.strftime("%Y-%m-%d %H:%M UTC")),
    );
    Ok(())
}

/// Says what became of a file.
fn show(app: &mut App, kit: &Kit, done: &Done, n_files: usize) -> anyhow::Result<()> {
    let file = done.path.display();
    match (done.deed, &done.plan) {
        (Deed::Planned, Some(plan)) => {
            let text = text::whole(app, kit, &done.path, plan);
            app.ui.out(&text)?;
        }
        (Deed::Upgraded, Some(plan)) => {
            let text = if n_files > 1 {
                text::head(app, &done.path, plan)
            } else {
                text::to_do(app, kit, &done.path, plan)
            };
            app.ui.out(&text)?;
            if n_files == 1 {
                app.say(&Said::new("upgrade-done").with("file", file));
            }
        }
        (Deed::Current, _) => {
            let edition = kit.handbook.edition.clone();
            app.say(
                &Said::new("upgrade-current")
                    .with("file", file)
                    .with("edition", edition),
            );
        }
        _ => {}
    }
    Ok(())
}

/// Says in a line that a project can be upgraded.
pub(crate) fn note_older(app: &mut App, project: &Project<'_>, file: &Path) {
    let Some(edition) = project.header.edition else {
        return;
    };
    if let Standing::Older(_) = app.handbook.editions.standing(edition.text) {
        let known = app.handbook.edition.clone();
        app.say(
            &Said::new("edition-older")
                .with("file", file.display())
                .with("edition", edition.text)
                .with("known", known),
        );
    }
}
