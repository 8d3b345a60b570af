//! `export`: write a report.

mod kind;

use std::path::Path;

use crate::error::{Exit, Failure, Said, nearest};
use crate::handbook::Texts;
use crate::language::Language;
use crate::project::Project;
use crate::report::{WRITERS, Writer};
use crate::store;

use super::app::App;
use super::cli::ExportArgs;
use super::diff::{Past, Tongue};
use super::open::{OpenFile, show_notes, store_failure};

pub(crate) use kind::DEFAULT;
use kind::{Build, KINDS, Kind, Material};

pub(crate) fn run(app: &mut App, args: &ExportArgs) -> anyhow::Result<Exit> {
    let kind = choose_kind(&args.kind)?;
    if args.since.is_some() && !matches!(kind.build, Build::FromProject(_)) {
        let failure = Failure::new(Exit::Usage, "export-since-kind").with("kind", kind.name);
        return Err(failure.into());
    }
    if args.file.is_none() && matches!(kind.build, Build::FromProject(_)) {
        return Err(file_needed(kind).into());
    }
    let writer = choose_writer(args)?;
    // A dash is the standard output, as everywhere.
    let output = args
        .output
        .as_deref()
        .filter(|path| *path != Path::new("-"));
    if let Some(path) = output {
        if let Some(file) = &args.file {
            check_not_project(path, file)?;
        }
        store::probe_output(path, args.force).map_err(|error| store_failure(&error))?;
    }
    let bytes = match &args.file {
        None => render(app, None, kind, writer)?,
        Some(path) => {
            let mut file = OpenFile::read(path)?;
            let past = match &args.since {
                Some(name) => Some(Past::of(app, &file, name)?),
                None => None,
            };
            file.with_project(app, |app, project| {
                render_since(app, Some((project, path)), kind, writer, past.as_ref())
            })?
        }
    };
    match output {
        None => app.ui.out(&String::from_utf8_lossy(&bytes))?,
        Some(path) => {
            write(app, path, &bytes, args.force)?;
            app.say(&Said::new("export-done").with("file", path.display()));
        }
    }
    Ok(Exit::Done)
}

fn choose_kind(name: &str) -> Result<&'static Kind, Failure> {
    Kind::named(name).ok_or_else(|| {
        let names = KINDS.iter().map(|kind| kind.name);
        let failure = Failure::new(Exit::Usage, "export-unknown-kind").with("kind", name);
        if let Some(near) = nearest(name, names.clone()) {
            return failure.hint(Said::new("hint-did-you-mean").with("word", near));
        }
        let known = names.collect::<Vec<_>>().join(", ");
        failure.hint(Said::new("value-known").with("known", known))
    })
}

fn file_needed(kind: &Kind) -> Failure {
    let failure = Failure::new(Exit::Usage, "export-file-needed").with("kind", kind.name);
    failure.hint(Said::new("hint-export-file"))
}

/// Refuses to write over the project, which `--force` is not meant for.
fn check_not_project(output: &Path, project: &Path) -> Result<(), Failure> {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    if real(output).is_none() || real(output) != real(project) {
        return Ok(());
    }
    let failure = Failure::new(Exit::Output, "export-over-project").with("file", output.display());
    Err(failure.hint(Said::new("hint-name-output")))
}

/// Writes a report in one piece.
pub(crate) fn write(app: &mut App, path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    let saved = store::write_output(path, bytes, force).map_err(|error| store_failure(&error))?;
    show_notes(app, &saved.notes);
    Ok(())
}

fn choose_writer(args: &ExportArgs) -> Result<&'static Writer, Failure> {
    let names: Vec<&str> = WRITERS.iter().map(|writer| writer.name).collect();
    if let Some(name) = &args.to {
        return Writer::named(name).ok_or_else(|| {
            let failure = Failure::new(Exit::Usage, "export-unknown-format").with("format", name);
            match nearest(name, names.iter().copied()) {
                Some(near) => failure.hint(Said::new("hint-did-you-mean").with("word", near)),
                None => failure.hint(Said::new("value-known").with("known", names.join(", "))),
            }
        });
    }
    let ending = args
        .output
        .as_deref()
        .and_then(Path::extension)
        .map(|ending| ending.to_string_lossy().into_owned());
    ending
        .as_deref()
        .and_then(Writer::with_extension)
        .ok_or_else(|| {
            Failure::new(Exit::Usage, "export-format-needed").with("formats", names.join(", "))
        })
}

/// The language of a report: the one asked for, else the project's own.
fn report_language(app: &App, project: Option<&Project<'_>>) -> Language {
    let own = project
        .and_then(|project| project.header.language)
        .and_then(|language| app.offered(language.text));
    app.flag.or(own).unwrap_or_else(|| app.language())
}

/// A report of a kind in a format, from a project and its path where there is one.
pub(crate) fn render(
    app: &App,
    project: Option<(&Project<'_>, &Path)>,
    kind: &Kind,
    writer: &Writer,
) -> anyhow::Result<Vec<u8>> {
    render_since(app, project, kind, writer, None)
}

/// As [`render`], with a part about what changed since a snapshot.
fn render_since(
    app: &App,
    project: Option<(&Project<'_>, &Path)>,
    kind: &Kind,
    writer: &Writer,
    past: Option<&Past>,
) -> anyhow::Result<Vec<u8>> {
    let (project, path) = project.unzip();
    let language = report_language(app, project);
    let messages = app.messages_in(language);
    let texts = Texts::new(&app.handbook, language);
    let name = path
        .and_then(Path::file_name)
        .map(|name| name.to_string_lossy().into_owned());
    let tongue = Tongue {
        handbook: &app.handbook,
        catalogues: &app.catalogues,
        texts: &texts,
        messages: &messages,
    };
    let changes = match (past, project) {
        (Some(past), Some(project)) => Some(past.section(tongue, project)?),
        _ => None,
    };
    let material = Material {
        app,
        texts: &texts,
        messages: &messages,
        today: App::today()?,
        source_name: name.as_deref(),
        changes,
    };
    let report = match (kind.build, project) {
        (Build::FromProject(build), Some(project)) => build(&material, project),
        (Build::WithOrWithout(build), project) => build(&material, project),
        (Build::FromProject(_), None) => return Err(file_needed(kind).into()),
    };
    let mut bytes = Vec::new();
    (writer.write)(&report, &mut bytes)?;
    Ok(bytes)
}
