//! The commands: each in its file, with the same parameters; no logic that could live lower.

mod app;
mod baseline;
mod catalogue;
mod changes;
mod check;
mod cli;
mod completions;
mod computed;
mod demo;
mod diff;
mod discovery;
mod doctor;
mod dropped;
mod explain;
mod export;
mod filling;
mod fmt;
mod get;
mod git;
mod given;
mod handbook;
mod init;
mod instrument;
mod internal;
mod judging;
mod kits;
mod layers;
mod log;
mod mending;
mod merge;
mod next;
mod open;
mod origin;
mod patch;
mod progress;
mod schema;
mod sector;
mod set;
mod snapshot;
mod start;
mod status;
mod tailoring;
mod undo;
mod upgrade;
mod usage;
pub mod walk;

use std::ffi::OsString;
use std::path::Path;

use clap::{CommandFactory, FromArgMatches};

use crate::error::{Exit, Failure};
use crate::language::{Language, Messages};
use crate::t;
use crate::ui::{OutputError, Ui, UiOptions};

use app::{App, locale_language, show_failure};
use cli::{Cli, Command, GitCommand, HandbookCommand};

/// Runs the program with its arguments and returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let asked = language_flag(&arguments);
    let messages = Messages::load(asked.or_else(locale_language).unwrap_or(Language::En));
    internal::guard(&messages, || run_line(&arguments, &messages))
}

fn run_line(arguments: &[OsString], messages: &Messages) -> u8 {
    let parse = |command: clap::Command| {
        let matches = command.try_get_matches_from(arguments);
        matches.and_then(|matches| Cli::from_arg_matches(&matches))
    };
    // The words are put in only where they are read: in help and in what is wrong with arguments.
    let cli = if let Ok(cli) = parse(Cli::command()) {
        cli
    } else {
        let command = cli::put_words(Cli::command(), messages);
        match parse(command.clone()) {
            Ok(cli) => cli,
            Err(error) => return show_usage(messages, &error, arguments, &command),
        }
    };
    let options = UiOptions {
        color: cli.global.color.into(),
        quiet: cli.global.quiet,
        plain: cli.global.plain,
        width: None,
    };
    let mut ui = Ui::new(options);
    match dispatch(cli, &mut ui, messages) {
        Ok(exit) => exit as u8,
        Err(error) => show_error(&mut ui, messages, &error) as u8,
    }
}

/// The value of `--lang` before the arguments are parsed, so that help and errors speak it too.
fn language_flag(arguments: &[OsString]) -> Option<Language> {
    let mut words = arguments.iter().filter_map(|argument| argument.to_str());
    while let Some(word) = words.next() {
        let value = match word.strip_prefix("--lang") {
            Some("") => words.next(),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        if let Some(language) = value.and_then(|value| value.parse().ok()) {
            return Some(language);
        }
    }
    None
}

/// Shows help, the version or what is wrong with the arguments; a closed pipe is no error.
fn show_usage(
    messages: &Messages,
    error: &clap::Error,
    arguments: &[OsString],
    command: &clap::Command,
) -> u8 {
    if !error.use_stderr() {
        let mut ui = Ui::new(UiOptions::default());
        let text = help_text(messages, error, ui.has_out_color());
        let _ = ui.out(&text);
        return Exit::Done as u8;
    }
    if error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let mut ui = Ui::new(UiOptions::default());
        let text = help_text(messages, error, ui.has_color());
        ui.show(&text);
    } else {
        let mut ui = Ui::new(UiOptions::default());
        show_failure(
            &mut ui,
            messages,
            &usage::usage_failure(error, arguments, command),
        );
    }
    Exit::Usage as u8
}

/// Help as clap lays it out, with the one word in it that clap knows only in English.
fn help_text(messages: &Messages, error: &clap::Error, color: bool) -> String {
    let text = error.render();
    let text = if color {
        text.ansi().to_string()
    } else {
        text.to_string()
    };
    text.replace(
        "[OPTIONS]",
        &format!("[{}]", t!(messages, "cli-value-options")),
    )
}

fn show_error(ui: &mut Ui, messages: &Messages, error: &anyhow::Error) -> Exit {
    if let Some(failure) = error.downcast_ref::<Failure>() {
        show_failure(ui, messages, failure);
        return failure.exit;
    }
    match error.downcast_ref::<OutputError>() {
        Some(OutputError::Closed) => Exit::Done,
        Some(OutputError::Io(source)) => {
            let failure = Failure::new(Exit::Output, "output-failed").because(source);
            show_failure(ui, messages, &failure);
            Exit::Output
        }
        None => {
            let failure =
                Failure::new(Exit::Internal, "internal-error").with("detail", format!("{error:#}"));
            show_failure(ui, messages, &failure);
            Exit::Internal
        }
    }
}

/// The folder whose settings hold for a command about this file or folder.
fn settings_folder(path: Option<&Path>) -> &Path {
    let folder = path.and_then(|path| {
        if path.is_dir() {
            Some(path)
        } else {
            path.parent()
        }
    });
    folder
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

fn dispatch(cli: Cli, ui: &mut Ui, messages: &Messages) -> anyhow::Result<Exit> {
    let folder = settings_folder(cli.command.as_ref().and_then(Command::file));
    let options = ui.options();
    let flag = cli.global.lang.as_deref();
    // The demonstration is of the handbook itself.
    let is_demo = matches!(cli.command, Some(Command::Demo(_)));
    let overlays = (!is_demo).then_some(cli.global.handbook.as_slice());
    let mut app = match (
        App::new(Ui::new(options), flag, folder, overlays),
        &cli.command,
    ) {
        (Ok(app), _) => app,
        // Git has to get a file with both sides in it, whatever is wrong around it.
        (Err(failure), Some(Command::Merge(args))) if args.git.driver => {
            show_failure(ui, messages, &failure);
            return Ok(merge::without_settings(ui, messages, args)?);
        }
        (Err(failure), _) => return Err(failure.into()),
    };
    if cli.command.as_ref().is_none_or(Command::reads_handbook) {
        app.warn_of_faults();
    }
    let result = run_command(cli.command, &mut app);
    // The language may come from the settings, which `run` could not know yet.
    let result = result.or_else(|error| Ok(show_error(&mut app.ui, &app.messages, &error)));
    // The process ends: giving the handbook back piece by piece would only take time.
    std::mem::forget(app);
    result
}

fn run_command(command: Option<Command>, app: &mut App) -> anyhow::Result<Exit> {
    match command {
        None => start::run(app),
        Some(Command::Check(args)) => check::run(app, &args),
        Some(Command::Fmt(args)) => fmt::run(app, &args),
        Some(Command::Explain(args)) => explain::run(app, &args),
        Some(Command::Walk(args)) => walk::run(app, &args),
        Some(Command::Export(args)) => export::run(app, &args),
        Some(Command::Schema(args)) => schema::run(app, &args),
        Some(Command::Demo(args)) => demo::run(app, &args),
        Some(Command::Init(args)) => init::run(app, &args),
        Some(Command::Status(args)) => status::run(app, &args),
        Some(Command::Next(args)) => next::run(app, &args),
        Some(Command::Get(args)) => get::run(app, &args),
        Some(Command::Set(args)) => set::run(app, &args),
        Some(Command::Undo(args)) => undo::run(app, &args),
        Some(Command::Diff(args)) => diff::run(app, &args),
        Some(Command::Patch(args)) => patch::run(app, &args),
        Some(Command::Merge(args)) => merge::run(app, &args),
        Some(Command::Snapshot(args)) => snapshot::run(app, &args),
        Some(Command::Upgrade(args)) => upgrade::run(app, &args),
        Some(Command::Handbook(args)) => match args.command {
            HandbookCommand::List => handbook::list(app),
            HandbookCommand::Show(args) => handbook::show(app, &args),
            HandbookCommand::Read(args) => handbook::read(app, &args),
            HandbookCommand::Search(args) => handbook::search(app, &args),
            HandbookCommand::Check(args) => tailoring::check(app, &args),
            HandbookCommand::NewOverlay(args) => tailoring::new_overlay(app, &args),
            HandbookCommand::WriteOut(args) => tailoring::write_out(app, &args),
            HandbookCommand::Sector(args) => sector::run(app, &args),
            HandbookCommand::Instrument(args) => instrument::run(app, &args),
            HandbookCommand::Catalogue(args) => catalogue::run(app, &args),
            HandbookCommand::Glossary(args) => handbook::glossary(app, &args),
        },
        Some(Command::Doctor(args)) => doctor::run(app, &args),
        Some(Command::Git(args)) => match args.command {
            GitCommand::Setup(args) => git::setup(app, &args),
            GitCommand::DiffDriver(args) => git::diff_driver(app, &args),
            GitCommand::Textconv(args) => git::textconv(app, &args),
        },
        Some(Command::Log(args)) => log::run(app, &args),
        Some(Command::Completions(args)) => completions::run(app, &args),
        Some(Command::Man(args)) => completions::man(app, &args),
    }
}

impl Command {
    /// Whether faults of overlays matter to a command that does not show them itself.
    fn reads_handbook(&self) -> bool {
        let tailors = |args: &cli::HandbookArgs| {
            matches!(
                args.command,
                HandbookCommand::Check(_)
                    | HandbookCommand::NewOverlay(_)
                    | HandbookCommand::WriteOut(_)
            )
        };
        match self {
            Self::Handbook(args) => !tailors(args),
            Self::Explain(_) | Self::Completions(_) | Self::Man(_) => false,
            _ => true,
        }
    }

    /// The project file a command is about; the settings beside it hold.
    fn file(&self) -> Option<&Path> {
        match self {
            Self::Init(args) => Some(&args.file),
            Self::Walk(args) => Some(&args.file),
            Self::Status(args) => Some(&args.file),
            Self::Next(args) => Some(&args.file),
            Self::Get(args) => Some(&args.file),
            Self::Set(args) => Some(&args.file),
            Self::Undo(args) => Some(&args.file),
            Self::Diff(args) => args.paths.last().map(std::path::PathBuf::as_path),
            Self::Patch(args) => Some(&args.file),
            // Ours, where there are several: git gives the others as temporary files.
            Self::Merge(args) => {
                let own = args.git.path.as_ref().filter(|_| args.git.driver);
                own.or(args.paths.get(1).or(args.paths.first()))
                    .map(std::path::PathBuf::as_path)
            }
            Self::Snapshot(args) => args.file(),
            Self::Export(args) => args.file.as_deref(),
            Self::Check(args) => {
                let named = args.stdin_filename.as_ref().or(args.paths.first());
                named.map(std::path::PathBuf::as_path)
            }
            Self::Fmt(args) => args.paths.first().map(std::path::PathBuf::as_path),
            Self::Upgrade(args) => args.paths.first().map(std::path::PathBuf::as_path),
            Self::Doctor(args) => args.file.as_deref(),
            Self::Log(args) => Some(&args.file),
            Self::Git(args) => match &args.command {
                GitCommand::DiffDriver(args) => args.words.first().map(std::path::PathBuf::as_path),
                // Both versions that git compares are read alike: those of a revision have no folder.
                GitCommand::Setup(_) | GitCommand::Textconv(_) => None,
            },
            _ => None,
        }
    }
}

/// The words for a count of something, with its number.
fn count(app: &App, key: &str, n: usize) -> String {
    app.messages.get(key, &[("n", &n)])
}

/// A line feed, where the text does not end with one.
fn line(text: &str) -> String {
    if text.ends_with('\n') {
        text.to_owned()
    } else {
        format!("{text}\n")
    }
}

/// The word "error", "warning" or "advice".
fn level_word(messages: &Messages, level: crate::diagnostic::Level) -> String {
    match level {
        crate::diagnostic::Level::Error => t!(messages, "level-error"),
        crate::diagnostic::Level::Warning => t!(messages, "level-warning"),
        crate::diagnostic::Level::Advice => t!(messages, "level-advice"),
    }
}

/// How many threads are complete, and how many objectives there are.
fn threads(app: &App, project: &crate::project::Project<'_>) -> (usize, usize) {
    let has_code = |catalogue: &str, id: &str| app.has_code(catalogue, id);
    let plan = crate::plan::Plan::of(project, &app.handbook, &has_code);
    let today = App::today().unwrap_or_default();
    let threads = plan.threads(today);
    (
        threads.iter().filter(|thread| thread.is_complete()).count(),
        threads.len(),
    )
}
