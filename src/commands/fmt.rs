//! `fmt`: bring project files into the canonical order and layout.

use std::path::PathBuf;

use rayon::prelude::*;

use crate::error::{Exit, Failure, Said};
use crate::handbook::Handbook;
use crate::project::tidy;
use crate::yaml;

use super::app::{App, show_failure};
use super::changes::changes_text;
use super::cli::FmtArgs;
use super::discovery::{Found, discover};
use super::kits::Kits;
use super::open::{OpenFile, is_newer_edition, lock, view};

/// The command as the journal and the lock name it.
const WHAT: &str = "fmt";

/// So many files are laid out before they are written: memory stays bounded.
const BATCH: usize = 64;

/// A file and its text laid out anew.
struct Laid {
    file: OpenFile,
    text: String,
}

pub(crate) fn run(app: &mut App, args: &FmtArgs) -> anyhow::Result<Exit> {
    let Found {
        files, failures, ..
    } = discover(&args.paths)?;
    if files.is_empty() && failures.is_empty() {
        let paths: Vec<String> = args
            .paths
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        return Err(Failure::new(Exit::Input, "fmt-nothing")
            .with("paths", paths.join(", "))
            .into());
    }
    let given = app.flags.clone();
    let kits = Kits::of(app, &files, &given);
    let mut exit = Exit::Done;
    for failure in failures.iter().chain(&kits.failures) {
        show_failure(&mut app.ui, &app.messages, failure);
        exit = worst(exit, failure.exit);
    }
    let mut n_changed = 0;
    for batch in files.chunks(BATCH) {
        for laid in lay_out(&kits, batch) {
            let changed = laid
                .map_err(anyhow::Error::from)
                .and_then(|laid| finish(app, args, laid));
            match changed {
                Ok(changed) => n_changed += usize::from(changed),
                Err(error) => {
                    let failure: Failure = error.downcast()?;
                    show_failure(&mut app.ui, &app.messages, &failure);
                    exit = worst(exit, failure.exit);
                }
            }
        }
    }
    let is_told = n_changed == 1 && files.len() == 1 && !args.check && !args.diff;
    if (exit == Exit::Done || n_changed > 0) && !is_told {
        summarize(app, args, n_changed, files.len());
    }
    if args.check && n_changed > 0 {
        exit = worst(exit, Exit::Findings);
    }
    Ok(exit)
}

/// The exit code that says more.
fn worst(a: Exit, b: Exit) -> Exit {
    if b as u8 > a as u8 { b } else { a }
}

/// Reads files and lays them out, side by side, each with the handbook of its folder.
fn lay_out(kits: &Kits, batch: &[PathBuf]) -> Vec<Result<Laid, Failure>> {
    let handbooks: Vec<(&PathBuf, &Handbook)> = batch
        .iter()
        .map(|path| (path, &kits.get(path).handbook))
        .collect();
    let laid = handbooks.par_iter().map(|(path, handbook)| {
        let mut file = OpenFile::read(path)?;
        let text = laid_out(&file, handbook)?;
        file.allow_writing();
        Ok(Laid { file, text })
    });
    laid.collect()
}

/// The text of a project in its canonical layout.
fn laid_out(file: &OpenFile, handbook: &Handbook) -> Result<String, Failure> {
    let text = file.source.text();
    let parsed = yaml::parse(text);
    let project = view(&file.source, &parsed, handbook)?;
    if is_newer_edition(&project, handbook) {
        let edition = project.header.edition.map_or("", |edition| edition.text);
        return Err(Failure::new(Exit::Input, "edition-newer-unwritable")
            .with("file", file.source.name())
            .with("edition", edition)
            .with("known", &handbook.edition));
    }
    tidy(text, handbook).map_err(|_| {
        Failure::new(Exit::Output, "change-unsafe")
            .with("file", file.source.name())
            .hint(Said::new("hint-report-bug"))
    })
}

/// Writes a file, or says that it would change; whether it does.
fn finish(app: &mut App, args: &FmtArgs, laid: Laid) -> anyhow::Result<bool> {
    let Laid { mut file, text } = laid;
    if file.source.text() == text {
        return Ok(false);
    }
    let name = file.path.display().to_string();
    if args.diff {
        let changes = changes_text(app, &name, file.source.text(), &text);
        app.ui.out(&changes)?;
    } else if args.check {
        app.ui.out(&format!("{name}\n"))?;
    } else {
        let _lock = lock(app, &file.path, WHAT)?;
        file.replace(app, text, WHAT)?;
        app.say(&Said::new("fmt-done").with("file", name));
    }
    Ok(true)
}

fn summarize(app: &mut App, args: &FmtArgs, n_changed: usize, n_files: usize) {
    let key = match (args.check || args.diff, n_changed) {
        (_, 0) => "fmt-clean",
        (true, _) => "files-would-change",
        (false, _) => "fmt-total",
    };
    let n = if n_changed == 0 { n_files } else { n_changed };
    app.say(&Said::new(key).with("n", n));
}
