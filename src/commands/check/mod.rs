//! `check`: what to mend in project files.

mod batch;
mod changed;
mod input;
pub(crate) mod outputs;
mod summary;
mod watch;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::check::{Checked, Setting, check_text};
use crate::diagnostic::Level;
use crate::emit::human::Human;
use crate::emit::{Audience, Base, Closing, FileReport, Format, Totals, Unreadable};
use crate::error::{Exit, Failure, Said};
use crate::handbook::{Handbook, Profiles, Texts};
use crate::language::Messages;
use crate::policy::Policy;
use crate::prompt::InterruptWatch;
use crate::rules::page::Pages;
use crate::store::StoreError;
use crate::t;
use crate::ui::{Ui, layout, sanitize_line};

use super::app::{App, show_failure};
use super::baseline::{self, Comparison};
use super::cli::CheckArgs;
use super::judging::{self, Judged, Judges};
use super::kits::Kits;
use super::mending;
use super::open::store_failure;

use batch::Bench;
use input::{Input, gather, paths};
use outputs::{Destination, Outputs, destinations};
use summary::Summary;
pub(crate) use summary::level_counts;

/// From so many files on, a bar shows how far the check is, and tables say what was found where.
const MANY: usize = 20;

pub(crate) fn run(app: &mut App, args: &CheckArgs) -> anyhow::Result<Exit> {
    let destinations = destinations(&args.outputs)?;
    if args.watch {
        return watch::run(app, args, &destinations);
    }
    let input = gather(args)?;
    let interrupts = InterruptWatch::start();
    run_once(app, args, &input, destinations, &interrupts)
}

/// Checks everything once.
fn run_once(
    app: &mut App,
    args: &CheckArgs,
    input: &Input,
    destinations: Vec<Destination>,
    interrupts: &InterruptWatch,
) -> anyhow::Result<Exit> {
    let started = Instant::now();
    let today = App::today()?;
    for failure in &input.failures {
        show_failure(&mut app.ui, &app.messages, failure);
    }
    let flags = judging::flags(args.profile.as_deref(), &args.level)?;
    let comparison = Comparison::of(args.baseline.as_deref(), args.write_baseline.as_deref())?;
    let kits = find_kits(app, &input.files);
    let judges = Judges::of(&kits, &input.files, &flags)?;
    for failure in &judges.failures {
        show_failure(&mut app.ui, &app.messages, failure);
    }
    let mended = mending::run(app, args, (&kits, &judges), &input.files, today)?;
    if args.diff {
        return Ok(mended.worse(input.failures.len() + kits.failures.len()));
    }
    let pages = Pages::new(app.language()).with_own(&kits.own());
    let App { ui, messages, .. } = app;
    let audience = audience(&pages, messages)?;
    let mut outputs = Outputs::open(ui, &audience, destinations);
    let bench = Bench {
        kits: &kits,
        judges: &judges,
        today,
        stdin: input.stdin.as_deref(),
        interrupts,
    };
    let mut sieve = Sieve {
        judges: &judges,
        comparison,
        judged: Judged::default(),
        threshold: args.fail_on.map(Level::from),
    };
    let early = input.failures.iter().chain(&kits.failures);
    let early = early.chain(&judges.failures);
    let early: Vec<Unreadable> = early.map(|failure| unreadable(messages, failure)).collect();
    let run = (&bench, &mut sieve);
    let totals = check_all(ui, messages, run, &input.files, early, &mut outputs)?;
    let Some(mut totals) = totals else {
        return Ok(Exit::Interrupted);
    };
    // Where not all files were looked at, nobody knows which suppressions are of no use.
    let is_all = !args.stdin && args.changed_since.is_none();
    let looked_at = if is_all { paths(args) } else { Vec::new() };
    for checked in sieve.reviews(&looked_at, today) {
        let report = FileReport {
            source: &checked.source,
            findings: &checked.findings,
            country: None,
            question: &|_| None,
        };
        totals.add_beside(&report);
        let texts = outputs.render(&report);
        outputs.add(ui, texts)?;
    }
    let Sieve {
        comparison, judged, ..
    } = sieve;
    let known = comparison.finish(args.write_baseline.as_deref())?;
    totals.judged = judged.for_machines(&known);
    let mut what_is_not_shown = judging::summary(messages, &judged);
    what_is_not_shown.extend(baseline::summary(messages, &known));
    let exit = exit(&totals, &judged, &outputs);
    let closing = Closing {
        totals: &totals,
        exit: exit as u8,
    };
    let tables = Summary {
        messages,
        catalogues: kits.catalogues(),
        language: pages.language(),
        plain: ui.is_plain(),
        width: ui.width(),
    };
    let tables = if args.summary || totals.checked > MANY {
        tables.text(&totals)
    } else {
        String::new()
    };
    let on_stdout = outputs.on_stdout();
    let has_human = outputs.has_human();
    let (written, all_written) = outputs.finish(ui, &closing, &tables)?;
    if args.summary && !has_human {
        ui.show(&tables);
    }
    if on_stdout.is_none_or(Format::is_for_people) {
        let times = started.elapsed();
        say_summary(ui, messages, input, &totals, what_is_not_shown, times);
    }
    for file in written {
        let said = Said::new("export-done").with("file", file.display());
        ui.say(&said.text(messages));
    }
    let exit = if all_written { exit } else { Exit::Output };
    app.handbook = kits.into_handbook();
    Ok(mended.or_worse(exit))
}

/// What becomes of findings after their file was checked: those of the baseline are taken away, and
/// what is not shown is counted.
struct Sieve<'s> {
    judges: &'s Judges<'s>,
    comparison: Comparison,
    judged: Judged,
    /// The level of the command line from which on a check fails.
    threshold: Option<Level>,
}

impl Sieve<'_> {
    fn sift(&mut self, files: &[PathBuf], checked: &mut [Option<Result<Checked, StoreError>>]) {
        for (file, checked) in files.iter().zip(checked) {
            if let Some(Ok(checked)) = checked {
                let policy = self.judges.get(file);
                self.comparison.sift(checked, file, policy);
                self.judged.add(checked, policy, self.threshold);
            }
        }
    }

    /// What is wrong with the suppressions of the settings.
    fn reviews(&mut self, paths: &[PathBuf], today: jiff::civil::Date) -> Vec<Checked> {
        let mut reviews = self.judged.reviews(self.judges, paths, today);
        let policy = self.judges.first();
        for checked in &mut reviews {
            let file = Path::new(checked.source.name()).to_owned();
            self.comparison.sift(checked, &file, policy);
            let threshold = self.threshold.unwrap_or(policy.fail_on());
            self.judged.count(checked, threshold);
        }
        reviews
    }
}

/// For whom findings are written; names are relative to the folder the program was called in.
pub(crate) fn audience<'a>(
    pages: &'a Pages,
    messages: &'a Messages,
) -> Result<Audience<'a>, Failure> {
    let here = std::env::current_dir().map_err(|error| {
        Failure::new(Exit::Input, "store-io")
            .with("file", ".")
            .because(&error)
    })?;
    Ok(Audience {
        pages,
        messages,
        clean: &clean,
        base: Base::new(&here),
        version: env!("CARGO_PKG_VERSION"),
    })
}

fn clean(text: &str) -> String {
    sanitize_line(text).into_owned()
}

/// The handbooks of all files; what is wrong with overlays and settings is told.
fn find_kits(app: &mut App, files: &[PathBuf]) -> Kits {
    let given = app.flags.clone();
    let kits = Kits::of(app, files, &given);
    for (n, folder) in kits.faults() {
        let said = Said::new("overlay-faults").with("n", n);
        app.warn(&said.with("folder", folder));
    }
    for failure in &kits.failures {
        show_failure(&mut app.ui, &app.messages, failure);
    }
    kits
}

/// The counts of all files, each written as soon as it is its turn; none after Ctrl-C.
fn check_all(
    ui: &mut Ui,
    messages: &Messages,
    (bench, sieve): (&Bench<'_>, &mut Sieve<'_>),
    files: &[PathBuf],
    early: Vec<Unreadable>,
    outputs: &mut Outputs<'_>,
) -> anyhow::Result<Option<Totals>> {
    let mut totals = Totals::default();
    outputs.begin(ui, files.len() + early.len())?;
    for unreadable in early {
        outputs.add_unreadable(ui, &unreadable)?;
        totals.add_unreadable(unreadable);
    }
    let bar = progress_bar(ui, messages, files.len());
    for part in batch::parts(files) {
        let mut checked = bench.check_all(part);
        sieve.sift(part, &mut checked);
        let pieces = bench.render_all(part, checked, outputs);
        bar.inc(part.len() as u64);
        let written = bar.suspend(|| -> anyhow::Result<Option<()>> {
            for piece in pieces {
                match piece {
                    None => return Ok(None),
                    Some(Ok(piece)) => {
                        totals.append(piece.totals);
                        outputs.add(ui, piece.texts)?;
                    }
                    Some(Err(error)) => {
                        let failure = store_failure(&error);
                        show_failure(ui, messages, &failure);
                        let unreadable = unreadable(messages, &failure);
                        outputs.add_unreadable(ui, &unreadable)?;
                        totals.add_unreadable(unreadable);
                    }
                }
            }
            Ok(Some(()))
        })?;
        if written.is_none() || bench.interrupts.was_pressed() {
            bar.finish_and_clear();
            return Ok(None);
        }
    }
    bar.finish_and_clear();
    Ok(Some(totals))
}

/// What could not be read, with the name of what it is about.
fn unreadable(messages: &Messages, failure: &Failure) -> Unreadable {
    let names = ["file", "place", "folder"];
    let name = names.into_iter().find_map(|name| failure.what.value(name));
    Unreadable {
        file: name.unwrap_or_default().to_owned(),
        message: failure.what.text(messages),
    }
}

fn exit(totals: &Totals, judged: &Judged, outputs: &Outputs<'_>) -> Exit {
    if outputs.has_failed() {
        Exit::Output
    } else if !totals.unreadable.is_empty() {
        Exit::Input
    } else if judged.fails {
        Exit::Findings
    } else {
        Exit::Done
    }
}

fn progress_bar(ui: &Ui, messages: &Messages, files: usize) -> ProgressBar {
    if files < MANY || ui.is_quiet() || ui.is_plain() {
        return ProgressBar::hidden();
    }
    // On what is no terminal it draws nothing by itself.
    let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_message(t!(messages, "check-progress"));
    bar
}

fn say_summary(
    ui: &mut Ui,
    messages: &Messages,
    input: &Input,
    totals: &Totals,
    judged: Vec<String>,
    time: Duration,
) {
    let line = match &input.nothing {
        Some(said) if totals.files() == 0 => said.text(messages),
        _ => {
            let seconds = time.as_secs_f64();
            let seconds = (totals.checked > MANY).then_some(seconds);
            summary::line(messages, totals, judged, input.passed_over, seconds)
        }
    };
    ui.say(&layout::fill(&line, ui.width(), "", ""));
}

/// The findings of a file for people, drawn or in plain lines.
pub(crate) fn findings_text(
    app: &App,
    (handbook, texts): (&Handbook, &Texts),
    pages: &Pages,
    checked: &Checked,
) -> String {
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
    human.render_all(&checked.source, &checked.findings, app.ui.is_plain())
}

/// Checks one text that is in memory, for commands that check what they have just written.
pub(crate) fn check_in_memory(app: &App, name: &str, text: &str) -> Result<Checked, Failure> {
    let policy = Policy::plain(Profiles::of(&app.handbook)).with_own(app.own());
    let setting = Setting {
        handbook: &app.handbook,
        catalogues: &app.catalogues,
        policy: &policy,
        path: None,
        damaged: &[],
        today: App::today()?,
    };
    Ok(check_text(name, text.as_bytes(), &setting))
}
