//! `check --fix`: makes the repairs that findings offer, before the check says what is left.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::check::{Setting, check_source};
use crate::diagnostic::{Finding, Level};
use crate::error::{Exit, Failure, Said};
use crate::project::Project;
use crate::repair::{Mended, mend};
use crate::settings;
use crate::snapshot::Damaged;
use crate::source::SourceFile;
use crate::yaml;

use super::app::{App, show_failure};
use super::changes::changes_text;
use super::cli::CheckArgs;
use super::judging::Judges;
use super::kits::Kits;
use super::open::{OpenFile, is_newer_edition, lock};
use super::snapshot::damaged_beside;

/// The command as the journal and the lock name it.
const WHAT: &str = "check --fix";

/// So many files are mended before they are written: memory stays bounded.
const BATCH: usize = 64;

/// A file and what its repairs make of it.
struct Made {
    file: OpenFile,
    mended: Mended,
}

/// How the mending of all files ended.
pub(crate) struct Outcome {
    exit: Exit,
}

impl Outcome {
    /// The exit code of a run that shows changes only, of which so many paths cannot be read.
    pub(crate) fn worse(&self, n_unreadable: usize) -> Exit {
        let unreadable = if n_unreadable > 0 {
            Exit::Input
        } else {
            Exit::Done
        };
        self.or_worse(unreadable)
    }

    /// The exit code of this and of what came after.
    pub(crate) fn or_worse(&self, other: Exit) -> Exit {
        if other as u8 > self.exit as u8 {
            other
        } else {
            self.exit
        }
    }
}

/// Mends files, or with `--diff` shows what would become of them; nothing where nobody asked.
pub(crate) fn run(
    app: &mut App,
    args: &CheckArgs,
    (kits, judges): (&Kits, &Judges<'_>),
    files: &[PathBuf],
    today: Date,
) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome { exit: Exit::Done };
    if !args.fix && !args.diff {
        if args.risky {
            return Err(Failure::new(Exit::Usage, "check-unsafe-alone").into());
        }
        return Ok(outcome);
    }
    let mut n_changed = 0;
    let mut n_risky = 0;
    for batch in files.chunks(BATCH) {
        for made in mend_batch(args, (kits, judges), batch, today) {
            let made = match made {
                Ok(made) => made,
                // Without `--diff` the check that follows says why.
                Err(_) if !args.diff => continue,
                Err(failure) => {
                    show_failure(&mut app.ui, &app.messages, &failure);
                    outcome.exit = outcome.or_worse(failure.exit);
                    continue;
                }
            };
            n_risky += made
                .mended
                .left
                .iter()
                .filter(|one| is_offered(one))
                .count();
            let own = judges.get(&made.file.path).fail_on();
            let threshold = args.fail_on.map_or(own, Level::from);
            match finish(app, args, made, threshold) {
                Ok((changed, exit)) => {
                    n_changed += usize::from(changed);
                    outcome.exit = outcome.or_worse(exit);
                }
                Err(error) => {
                    let failure: Failure = error.downcast()?;
                    show_failure(&mut app.ui, &app.messages, &failure);
                    outcome.exit = outcome.or_worse(failure.exit);
                }
            }
        }
    }
    summarize(app, args, n_changed, n_risky);
    Ok(outcome)
}

fn is_offered(finding: &Finding) -> bool {
    finding.repair.as_ref().is_some_and(|repair| !repair.safe)
}

/// Reads files and mends them in memory, side by side, each with the handbook of its folder.
fn mend_batch(
    args: &CheckArgs,
    (kits, judges): (&Kits, &Judges<'_>),
    batch: &[PathBuf],
    today: Date,
) -> Vec<Result<Made, Failure>> {
    let places: Vec<PathBuf> = batch.iter().map(|path| settings::absolute(path)).collect();
    let damaged: Vec<Vec<Damaged>> = batch.iter().map(|path| damaged_beside(path)).collect();
    let settings: Vec<(&PathBuf, Setting<'_>)> = batch
        .iter()
        .zip(places.iter().zip(&damaged))
        .map(|(path, (place, damaged))| {
            let kit = kits.get(path);
            let setting = Setting {
                handbook: &kit.handbook,
                catalogues: &kit.catalogues,
                policy: judges.get(path),
                path: Some(place),
                damaged,
                today,
            };
            (path, setting)
        })
        .collect();
    let made = settings.par_iter().map(|(path, setting)| {
        let mut file = OpenFile::read(path)?;
        let text = file.source.text();
        let mended = if may_be_mended(text, setting) {
            mend(text, args.risky, &|text| look(path, text, setting))
        } else {
            as_it_is(text, look(path, text, setting))
        };
        // Nothing of a later edition is ever mended.
        file.allow_writing();
        Ok(Made { file, mended })
    });
    made.collect()
}

/// What is found in a text, as the check that follows finds it.
fn look(path: &std::path::Path, text: &str, setting: &Setting<'_>) -> Vec<Finding> {
    let source = SourceFile::new(path.display().to_string(), text.to_owned());
    check_source(source, setting).findings
}

/// Whether a text is a project, and of no edition that this program does not know yet.
fn may_be_mended(text: &str, setting: &Setting<'_>) -> bool {
    let source = SourceFile::new(String::new(), text.to_owned());
    if !check_source(source, setting).readable {
        return false;
    }
    let parsed = yaml::parse(text);
    let root = parsed.root.as_ref();
    root.is_some_and(|root| {
        !is_newer_edition(&Project::read(root, setting.handbook), setting.handbook)
    })
}

fn as_it_is(text: &str, found: Vec<Finding>) -> Mended {
    Mended {
        text: text.to_owned(),
        made: Vec::new(),
        n_left_out: 0,
        before: found.clone(),
        left: found,
    }
}

/// Writes a file or shows its changes; whether there are any, and with `--diff` the exit code that
/// the check of the file as it is would have.
fn finish(
    app: &mut App,
    args: &CheckArgs,
    made: Made,
    threshold: Level,
) -> anyhow::Result<(bool, Exit)> {
    let Made { mut file, mended } = made;
    let fails = mended
        .before
        .iter()
        .any(|finding| finding.level >= threshold);
    let exit = if args.diff && fails {
        Exit::Findings
    } else {
        Exit::Done
    };
    if mended.text == file.source.text() {
        return Ok((false, exit));
    }
    let name = file.path.display().to_string();
    if args.diff {
        let changes = changes_text(app, &name, file.source.text(), &mended.text);
        app.ui.out(&changes)?;
        return Ok((true, exit));
    }
    let _lock = lock(app, &file.path, WHAT)?;
    file.replace(app, mended.text, WHAT)?;
    let said = Said::new("check-mended").with("file", name);
    app.say(
        &said
            .with("n", mended.made.len())
            .with("rules", rules_of(&mended.made)),
    );
    if mended.n_left_out > 0 {
        app.say(&Said::new("check-left-out").with("n", mended.n_left_out));
    }
    Ok((true, exit))
}

/// The rules of some findings, each once, with how often it was mended.
fn rules_of(findings: &[Finding]) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.rule.to_string()).or_default() += 1;
    }
    let counted = counts.iter().map(|(rule, n)| match n {
        1 => rule.clone(),
        n => format!("{rule} ({n})"),
    });
    counted.collect::<Vec<_>>().join(", ")
}

fn summarize(app: &mut App, args: &CheckArgs, n_changed: usize, n_risky: usize) {
    if args.diff {
        let key = if n_changed == 0 {
            "check-nothing-to-mend"
        } else {
            "files-would-change"
        };
        app.say(&Said::new(key).with("n", n_changed));
    }
    if n_risky > 0 && !args.risky {
        app.say(&Said::new("check-more-unsafe").with("n", n_risky));
    }
}
