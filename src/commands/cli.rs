//! The command line: its shape is here, its words are in the message catalogue.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::diagnostic::Level;
use crate::diff::Grade;
use crate::emit::Format;
use crate::language::Messages;
use crate::ui::ColorChoice;

#[derive(Debug, Parser)]
#[command(
    name = "mainstream",
    version,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Args)]
pub(crate) struct Global {
    #[arg(long, global = true, value_name = "LANGUAGE")]
    pub(crate) lang: Option<String>,
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    #[arg(long, global = true)]
    pub(crate) plain: bool,
    #[arg(
        id = "overlays",
        long = "handbook",
        global = true,
        value_name = "FOLDER"
    )]
    pub(crate) handbook: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

impl From<Color> for ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(InitArgs),
    Walk(WalkArgs),
    Status(FileArgs),
    Next(NextArgs),
    Get(GetArgs),
    Set(SetArgs),
    Undo(UndoArgs),
    Upgrade(UpgradeArgs),
    Diff(DiffArgs),
    Patch(PatchArgs),
    Merge(MergeArgs),
    Snapshot(SnapshotArgs),
    Check(CheckArgs),
    Fmt(FmtArgs),
    Explain(ExplainArgs),
    Export(ExportArgs),
    Handbook(HandbookArgs),
    Schema(SchemaArgs),
    Demo(DemoArgs),
    Doctor(DoctorArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    pub(crate) file: PathBuf,
    #[arg(long, value_name = "CODE")]
    pub(crate) country: Option<String>,
    #[arg(long, value_name = "TITLE")]
    pub(crate) title: Option<String>,
    #[arg(long, value_name = "CODE")]
    pub(crate) currency: Option<String>,
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: Option<String>,
    #[arg(long)]
    pub(crate) schema: bool,
}

#[derive(Debug, Args)]
pub(crate) struct WalkArgs {
    pub(crate) file: PathBuf,
    #[arg(long, value_name = "STAGE")]
    pub(crate) stage: Vec<String>,
    #[arg(long, value_name = "STEP")]
    pub(crate) step: Vec<String>,
    #[arg(long, value_name = "QUESTION")]
    pub(crate) question: Vec<String>,
    #[arg(long)]
    pub(crate) all: bool,
    #[arg(long = "for", value_name = "BODY")]
    pub(crate) for_body: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) answers: Option<PathBuf>,
    #[arg(long)]
    pub(crate) no_input: bool,
}

#[derive(Debug, Args)]
pub(crate) struct FileArgs {
    pub(crate) file: PathBuf,
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct NextArgs {
    pub(crate) file: PathBuf,
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(crate) limit: usize,
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct GetArgs {
    pub(crate) file: PathBuf,
    pub(crate) question: String,
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SetArgs {
    pub(crate) file: PathBuf,
    #[arg(required = true, value_name = "QUESTION=VALUE")]
    pub(crate) assignments: Vec<String>,
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) note: Option<String>,
    #[arg(long, value_name = "ID")]
    pub(crate) source: Vec<String>,
    #[arg(long, value_name = "STATE")]
    pub(crate) state: Option<String>,
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) reason: Option<String>,
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct UndoArgs {
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct UpgradeArgs {
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[arg(long, conflicts_with = "undo")]
    pub(crate) plan: bool,
    #[arg(long)]
    pub(crate) undo: bool,
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    Human,
    Concise,
    Markdown,
    Html,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffGrade {
    Structural,
    Substantive,
    Editorial,
}

impl From<DiffGrade> for Grade {
    fn from(grade: DiffGrade) -> Self {
        match grade {
            DiffGrade::Structural => Self::Structural,
            DiffGrade::Substantive => Self::Substantive,
            DiffGrade::Editorial => Self::Editorial,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[arg(long, value_name = "REVISION", allow_hyphen_values = false)]
    pub(crate) git: Option<String>,
    #[command(flatten)]
    pub(crate) view: DiffView,
}

/// Which changes are shown, in what form, and where.
#[derive(Debug, Args)]
pub(crate) struct DiffView {
    #[arg(long, value_enum, default_value_t = DiffFormat::Human, value_name = "FORMAT")]
    pub(crate) to: DiffFormat,
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[arg(long)]
    pub(crate) force: bool,
    #[arg(long, value_enum, value_name = "GRADE")]
    pub(crate) grade: Vec<DiffGrade>,
    #[arg(long, value_name = "STAGE")]
    pub(crate) stage: Vec<String>,
    #[arg(long, value_name = "PATH")]
    pub(crate) only: Vec<String>,
    #[arg(long)]
    pub(crate) stat: bool,
    #[arg(long)]
    pub(crate) exit_code: bool,
}

#[derive(Debug, Args)]
pub(crate) struct PatchArgs {
    pub(crate) file: PathBuf,
    #[arg(value_name = "DIFF")]
    pub(crate) diff: PathBuf,
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct MergeArgs {
    #[arg(required = true, value_name = "FILE")]
    pub(crate) paths: Vec<PathBuf>,
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[arg(long)]
    pub(crate) force: bool,
    #[arg(long, conflicts_with_all = ["resolve", "ours", "theirs", "output"])]
    pub(crate) list: bool,
    #[arg(long, conflicts_with_all = ["ours", "theirs", "output"])]
    pub(crate) resolve: bool,
    #[arg(long, value_name = "PATH", conflicts_with = "output")]
    pub(crate) ours: Vec<String>,
    #[arg(long, value_name = "PATH", conflicts_with = "output")]
    pub(crate) theirs: Vec<String>,
}

#[derive(Debug, Args)]
#[command(subcommand_negates_reqs = true)]
pub(crate) struct SnapshotArgs {
    #[arg(required = true)]
    pub(crate) file: Option<PathBuf>,
    #[arg(required = true, value_name = "NAME")]
    pub(crate) snapshot: Option<String>,
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) note: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<String>,
    #[arg(long)]
    pub(crate) replace: bool,
    #[command(subcommand)]
    pub(crate) command: Option<SnapshotCommand>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SnapshotCommand {
    List(FileArgs),
    Show(SnapshotShowArgs),
    Restore(SnapshotRestoreArgs),
    Diff(SnapshotDiffArgs),
}

#[derive(Debug, Args)]
pub(crate) struct SnapshotShowArgs {
    pub(crate) file: PathBuf,
    #[arg(value_name = "NAME")]
    pub(crate) snapshot: String,
    #[arg(long)]
    pub(crate) json: bool,
    #[arg(long, conflicts_with = "json")]
    pub(crate) raw: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SnapshotRestoreArgs {
    pub(crate) file: PathBuf,
    #[arg(value_name = "NAME")]
    pub(crate) snapshot: String,
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SnapshotDiffArgs {
    pub(crate) file: PathBuf,
    #[arg(value_name = "NAME")]
    pub(crate) snapshot: String,
    #[arg(value_name = "NAME")]
    pub(crate) other: Option<String>,
    #[command(flatten)]
    pub(crate) view: DiffView,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    Human,
    Concise,
    Json,
    Sarif,
    Junit,
    Github,
    Gitlab,
    Csv,
}

impl From<CheckFormat> for Format {
    fn from(format: CheckFormat) -> Self {
        match format {
            CheckFormat::Human => Self::Human,
            CheckFormat::Concise => Self::Concise,
            CheckFormat::Json => Self::Json,
            CheckFormat::Sarif => Self::Sarif,
            CheckFormat::Junit => Self::Junit,
            CheckFormat::Github => Self::Github,
            CheckFormat::Gitlab => Self::Gitlab,
            CheckFormat::Csv => Self::Csv,
        }
    }
}

/// In which formats findings are written, and where to.
#[derive(Debug, Default, Args)]
pub(crate) struct OutputArgs {
    #[arg(long, value_enum)]
    pub(crate) format: Option<CheckFormat>,
    #[arg(long, value_name = "FORMAT=FILE")]
    pub(crate) output: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Threshold {
    Error,
    Warning,
    Advice,
}

impl From<Threshold> for Level {
    fn from(threshold: Threshold) -> Self {
        match threshold {
            Threshold::Error => Self::Error,
            Threshold::Warning => Self::Warning,
            Threshold::Advice => Self::Advice,
        }
    }
}

#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of its own on the command line"
)]
pub(crate) struct CheckArgs {
    #[arg(required_unless_present_any = ["stdin", "changed_since"], value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) outputs: OutputArgs,
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub(crate) fail_on: Option<Threshold>,
    #[arg(long, value_name = "PROFILE")]
    pub(crate) profile: Option<String>,
    #[arg(long, value_name = "RULE=LEVEL")]
    pub(crate) level: Vec<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(crate) write_baseline: Option<PathBuf>,
    #[arg(long)]
    pub(crate) summary: bool,
    #[arg(long, value_name = "REVISION", conflicts_with = "stdin")]
    pub(crate) changed_since: Option<String>,
    #[arg(long, conflicts_with = "stdin")]
    pub(crate) projects_only: bool,
    #[arg(long, conflicts_with = "paths")]
    pub(crate) stdin: bool,
    #[arg(long, value_name = "FILE")]
    pub(crate) stdin_filename: Option<PathBuf>,
    #[arg(long, conflicts_with = "stdin")]
    pub(crate) watch: bool,
    #[arg(long, conflicts_with_all = ["stdin", "watch"])]
    pub(crate) fix: bool,
    #[arg(long = "unsafe")]
    pub(crate) risky: bool,
    #[arg(long, conflicts_with_all = ["stdin", "watch"])]
    pub(crate) diff: bool,
}

#[derive(Debug, Args)]
pub(crate) struct FmtArgs {
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[arg(long)]
    pub(crate) check: bool,
    #[arg(long)]
    pub(crate) diff: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    #[arg(value_name = "RULE")]
    pub(crate) rule: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    pub(crate) file: Option<PathBuf>,
    #[arg(long, value_name = "KIND", default_value = "dossier")]
    pub(crate) kind: String,
    #[arg(long, value_name = "NAME")]
    pub(crate) since: Option<String>,
    #[arg(long, value_name = "FORMAT")]
    pub(crate) to: Option<String>,
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct HandbookArgs {
    #[command(subcommand)]
    pub(crate) command: HandbookCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum HandbookCommand {
    List,
    Show(HandbookShowArgs),
    Read(HandbookReadArgs),
    Search(HandbookSearchArgs),
    Sector(HandbookListArgs),
    Instrument(HandbookListArgs),
    Catalogue(HandbookListArgs),
    Glossary(HandbookGlossaryArgs),
    Check(HandbookCheckArgs),
    NewOverlay(NewOverlayArgs),
    WriteOut(WriteOutArgs),
}

#[derive(Debug, Args)]
pub(crate) struct HandbookCheckArgs {
    #[arg(value_name = "FOLDER")]
    pub(crate) folders: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) outputs: OutputArgs,
    #[arg(long, value_enum, default_value_t = Threshold::Error, value_name = "LEVEL")]
    pub(crate) fail_on: Threshold,
}

#[derive(Debug, Args)]
pub(crate) struct NewOverlayArgs {
    pub(crate) folder: PathBuf,
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct WriteOutArgs {
    pub(crate) folder: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct HandbookShowArgs {
    #[arg(value_name = "STEP|QUESTION")]
    pub(crate) name: Option<String>,
    #[arg(long)]
    pub(crate) origin: bool,
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct HandbookListArgs {
    pub(crate) name: Option<String>,
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct HandbookReadArgs {
    #[arg(value_name = "STAGE")]
    pub(crate) stage: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct HandbookSearchArgs {
    #[arg(required = true)]
    pub(crate) words: Vec<String>,
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct HandbookGlossaryArgs {
    #[arg(value_name = "TERM")]
    pub(crate) term: Vec<String>,
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaKind {
    Project,
    Config,
    Findings,
}

#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    #[arg(value_enum, value_name = "WHAT")]
    pub(crate) what: SchemaKind,
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
}

/// Options that every command has stand after its own, `--help` and `--version` last.
const SHARED: usize = 100;
const LAST: usize = 200;

/// Gives a command, its arguments and its subcommands their words.
///
/// Keys: `cli-COMMAND` for a command, `cli-COMMAND-ARGUMENT` for its argument, else `cli-arg-ARGUMENT`, else that of
/// the command that the last part of its name is;
/// `cli-value-NAME` for what stands for a value.
pub(crate) fn put_words(command: clap::Command, messages: &Messages) -> clap::Command {
    let version = clap::Arg::new("version")
        .short('V')
        .long("version")
        .display_order(LAST + 1)
        .action(clap::ArgAction::Version);
    put_words_at(command.arg(version), "", messages)
}

fn put_words_at(command: clap::Command, prefix: &str, messages: &Messages) -> clap::Command {
    let word = |key: &str| messages.get(key, &[]);
    let name = command.get_name().to_owned();
    let path = match (prefix, name.as_str()) {
        (_, "mainstream") => "main".to_owned(),
        ("main", name) => name.to_owned(),
        (prefix, name) => format!("{prefix}-{name}"),
    };
    let help = clap::Arg::new("help")
        .short('h')
        .long("help")
        .display_order(LAST)
        .action(clap::ArgAction::Help);
    let template = format!(
        "{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}",
        word("cli-usage")
    );
    let mut order = 0;
    let command = command
        .about(word(&format!("cli-{path}")))
        .help_template(template)
        .subcommand_help_heading(word("cli-heading-commands"))
        .subcommand_value_name(word("cli-value-command"))
        .disable_help_flag(true)
        .arg(help)
        .mut_args(|arg| {
            order += 1;
            put_argument_words(arg, &path, order, messages)
        });
    let command = match usage_of_both(&command, messages) {
        Some(usage) => command.override_usage(usage),
        None => command,
    };
    command.mut_subcommands(|inner| put_words_at(inner, &path, messages))
}

/// How a command is called that can be called by itself or with one of its own commands: on a line each.
fn usage_of_both(command: &clap::Command, messages: &Messages) -> Option<String> {
    let own: Vec<String> = command
        .get_positionals()
        .filter_map(|arg| Some(format!("<{}>", arg.get_value_names()?.join(" "))))
        .collect();
    if own.is_empty() || !command.has_subcommands() {
        return None;
    }
    let name = command.get_name();
    let inner = messages.get("cli-value-command", &[]);
    let indent = " ".repeat(messages.get("cli-usage", &[]).chars().count() + 1);
    Some(format!(
        "mainstream {name} [OPTIONS] {}\n{indent}mainstream {name} <{inner}>",
        own.join(" ")
    ))
}

fn put_argument_words(arg: clap::Arg, path: &str, order: usize, messages: &Messages) -> clap::Arg {
    let own = format!("cli-{path}-{}", arg.get_id());
    let shared = format!("cli-arg-{}", arg.get_id());
    // `snapshot diff` has the options of `diff`, and its words for them.
    let alike = path
        .rsplit_once('-')
        .map(|(_, name)| format!("cli-{name}-{}", arg.get_id()));
    let keys = [Some(own), Some(shared.clone()), alike]
        .into_iter()
        .flatten();
    let key = keys
        .into_iter()
        .find(|key| messages.has(key))
        .unwrap_or(shared);
    let heading = if arg.is_positional() {
        "cli-heading-arguments"
    } else {
        "cli-heading-options"
    };
    let help = help_with_values(&arg, messages.get(&key, &[]), messages);
    let names: Vec<String> = arg
        .get_value_names()
        .unwrap_or_default()
        .iter()
        .map(|name| value_name(name, messages))
        .collect();
    let takes_value = arg.get_action().takes_values();
    let order = match arg.get_id().as_str() {
        "help" | "version" => None,
        _ if arg.is_global_set() => Some(SHARED + order),
        _ => Some(order),
    };
    let id = arg.get_id().to_string();
    let arg = arg.help(help).help_heading(messages.get(heading, &[]));
    let arg = match order {
        Some(order) => arg.display_order(order),
        None => arg,
    };
    if !takes_value {
        return arg;
    }
    // Both are said in the help's own words.
    let arg = arg.hide_default_value(true).hide_possible_values(true);
    if names.is_empty() {
        arg.value_name(value_name(&id, messages))
    } else {
        arg.value_names(names)
    }
}

/// What a value is called in the reader's language.
fn value_name(name: &str, messages: &Messages) -> String {
    let key = format!("cli-value-{}", name.to_lowercase().replace(['=', '|'], "-"));
    if messages.has(&key) {
        messages.get(&key, &[])
    } else {
        name.to_uppercase()
    }
}

/// The help of an argument with the values it can have and the one it has if not given.
fn help_with_values(arg: &clap::Arg, help: String, messages: &Messages) -> String {
    if !arg.get_action().takes_values() {
        return help;
    }
    let values: Vec<String> = arg
        .get_possible_values()
        .iter()
        .map(|value| value.get_name().to_owned())
        .collect();
    let values = values.join(", ");
    let default = arg
        .get_default_values()
        .first()
        .map(|value| value.to_string_lossy().into_owned());
    match (values.is_empty(), default) {
        (true, None) => help,
        (true, Some(default)) => {
            messages.get("cli-default", &[("help", &help), ("default", &default)])
        }
        (false, None) => messages.get("cli-values", &[("help", &help), ("values", &values)]),
        (false, Some(default)) => messages.get(
            "cli-values-default",
            &[("help", &help), ("values", &values), ("default", &default)],
        ),
    }
}
