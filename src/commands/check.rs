//! `check`: what to mend in project files.

use std::path::{Path, PathBuf};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

use crate::check::{Checked, Setting, check_text};
use crate::diagnostic::Level;
use crate::emit::human::Human;
use crate::emit::json::Report;
use crate::error::{Exit, Failure, Said};
use crate::handbook::{Handbook, Texts};
use crate::language::Messages;
use crate::rules::page::Pages;
use crate::store::{self, StoreError};
use crate::t;
use crate::ui::{layout, sanitize_line};
use crate::yaml::MAX_BYTES;

use super::app::{App, show_failure};
use super::cli::{CheckArgs, CheckFormat};
use super::discovery::{Found, discover};
use super::kits::{Kit, Kits};
use super::open::store_failure;

/// So many files are checked before their findings are written: memory stays bounded.
const BATCH: usize = 256;

/// From so many files on, a bar shows how far the check is.
const MANY: usize = 20;

/// The counts of a run.
#[derive(Default)]
struct Tally {
    files: usize,
    unreadable: usize,
    levels: [usize; 3],
}

impl Tally {
    fn add(&mut self, checked: &Checked) {
        for finding in &checked.findings {
            self.levels[finding.level as usize] += 1;
        }
    }

    fn reaches(&self, threshold: Level) -> bool {
        self.levels
            .iter()
            .enumerate()
            .any(|(level, n)| *n > 0 && level >= threshold as usize)
    }
}

pub(crate) fn run(app: &mut App, args: &CheckArgs) -> anyhow::Result<Exit> {
    let started = Instant::now();
    let Found {
        files,
        passed_over,
        failures,
    } = discover(&args.paths)?;
    for failure in &failures {
        show_failure(&mut app.ui, &app.messages, failure);
    }
    if files.is_empty() && failures.is_empty() {
        let paths: Vec<String> = args
            .paths
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        return Err(Failure::new(Exit::Input, "check-nothing")
            .with("paths", paths.join(", "))
            .into());
    }
    let given = app.flags.clone();
    let kits = Kits::of(app, &files, &given);
    let pages = Pages::new(app.language()).with_own(&kits.own());
    for (n, folder) in kits.faults() {
        let said = Said::new("overlay-faults").with("n", n);
        app.warn(&said.with("folder", folder));
    }
    for failure in &kits.failures {
        show_failure(&mut app.ui, &app.messages, failure);
    }
    let mut report = Report::default();
    let mut tally = Tally {
        unreadable: failures.len() + kits.failures.len(),
        ..Tally::default()
    };
    let bar = progress_bar(app, files.len());
    let today = App::today()?;
    for batch in files.chunks(BATCH) {
        let settings = batch.iter().map(|path| {
            let Kit {
                handbook,
                catalogues,
                own,
                ..
            } = kits.get(path);
            let setting = Setting {
                handbook,
                catalogues,
                own,
                today,
            };
            (path, setting)
        });
        let settings: Vec<(&PathBuf, Setting<'_>)> = settings.collect();
        let checked: Vec<Result<Checked, StoreError>> = settings
            .par_iter()
            .map(|(path, setting)| check_file(path, setting))
            .collect();
        bar.inc(batch.len() as u64);
        for (path, result) in batch.iter().zip(checked) {
            tally.files += 1;
            match result {
                Ok(checked) => {
                    tally.add(&checked);
                    match args.format {
                        CheckFormat::Human => {
                            bar.suspend(|| show(app, kits.get(path), &pages, &checked))?;
                        }
                        CheckFormat::Json => {
                            report.add(
                                &checked.source,
                                &checked.findings,
                                checked.readable,
                                &pages,
                            );
                        }
                    }
                }
                Err(error) => {
                    tally.unreadable += 1;
                    report.add_unopened();
                    bar.suspend(|| {
                        show_failure(&mut app.ui, &app.messages, &store_failure(&error));
                    });
                }
            }
        }
    }
    bar.finish_and_clear();
    match args.format {
        CheckFormat::Human => summarize(app, &tally, passed_over, started),
        CheckFormat::Json => app.ui.out(&report.to_json()?)?,
    }
    Ok(exit(&tally, args.fail_on.into()))
}

fn exit(tally: &Tally, threshold: Level) -> Exit {
    if tally.unreadable > 0 {
        Exit::Input
    } else if tally.reaches(threshold) {
        Exit::Findings
    } else {
        Exit::Done
    }
}

fn check_file(path: &Path, setting: &Setting<'_>) -> Result<Checked, StoreError> {
    // A file past the limit is a finding with a place in the file, not a failure to read it.
    let loaded = store::load(path, MAX_BYTES as u64 + 1)?;
    Ok(check_text(
        &path.display().to_string(),
        &loaded.bytes,
        setting,
    ))
}

fn progress_bar(app: &App, files: usize) -> ProgressBar {
    if files < MANY || app.ui.is_quiet() || app.ui.is_plain() || !app.ui.has_color() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_message(t!(app.messages, "check-progress"));
    bar
}

fn show(app: &mut App, kit: &Kit, pages: &Pages, checked: &Checked) -> anyhow::Result<()> {
    let text = findings_text(app, (&kit.handbook, kit.texts()), pages, checked);
    app.ui.out(&text)?;
    Ok(())
}

/// The findings of a file for people, drawn or in plain lines.
pub(crate) fn findings_text(
    app: &App,
    (handbook, texts): (&Handbook, &Texts),
    pages: &Pages,
    checked: &Checked,
) -> String {
    let clean = |text: &str| sanitize_line(text).into_owned();
    let question = |code: &str| {
        let question = handbook.question(code)?;
        Some(texts.ask(question).into_owned())
    };
    let human = Human {
        pages,
        messages: &app.messages,
        color: app.ui.has_out_color(),
        width: app.ui.width(),
        clean: &clean,
        question: &question,
    };
    let mut text = String::new();
    for finding in &checked.findings {
        if app.ui.is_plain() {
            text.push_str(&human.render_plain(&checked.source, finding));
        } else {
            text.push_str(&human.render_drawn(&checked.source, finding));
            text.push('\n');
        }
    }
    text
}

/// How many findings of each level there are, or that there is none.
pub(crate) fn level_counts(messages: &Messages, levels: &[usize; 3]) -> Vec<String> {
    let mut parts = counts(messages, levels);
    if parts.is_empty() {
        parts.push(t!(messages, "check-clean"));
    }
    parts
}

fn counts(messages: &Messages, levels: &[usize; 3]) -> Vec<String> {
    let found = Level::ALL
        .into_iter()
        .filter(|level| levels[*level as usize] > 0);
    let words = found.map(|level| {
        let key = match level {
            Level::Error => "check-errors",
            Level::Warning => "check-warnings",
            Level::Advice => "check-advice",
        };
        messages.get(key, &[("n", &levels[level as usize])])
    });
    words.collect()
}

fn summarize(app: &mut App, tally: &Tally, passed_over: usize, started: Instant) {
    let messages = &app.messages;
    let mut parts = counts(messages, &tally.levels);
    // Where a file could not be read, nobody can say that there is nothing to mend.
    if parts.is_empty() && tally.unreadable == 0 {
        parts.push(t!(messages, "check-clean"));
    }
    parts.push(messages.get("check-summary", &[("n", &tally.files)]));
    if tally.unreadable > 0 {
        parts.push(messages.get("check-unreadable", &[("n", &tally.unreadable)]));
    }
    if passed_over > 0 {
        parts.push(messages.get("check-passed-over", &[("n", &passed_over)]));
    }
    if tally.files > MANY {
        let seconds = format!("{:.1}", started.elapsed().as_secs_f64());
        parts.push(t!(messages, "check-seconds", seconds = seconds));
    }
    let line = layout::fill(&parts.join(" · "), app.ui.width(), "", "");
    app.ui.say(&line);
}

/// Checks one text that is in memory, for commands that check what they have just written.
pub(crate) fn check_in_memory(app: &App, name: &str, text: &str) -> Result<Checked, Failure> {
    let setting = Setting {
        handbook: &app.handbook,
        catalogues: &app.catalogues,
        own: app.own(),
        today: App::today()?,
    };
    Ok(check_text(name, text.as_bytes(), &setting))
}
