//! `diff`: what changed from one state of projects to another.

mod counts;
mod document;
mod git;
mod human;
mod sides;
mod since;
mod telling;
mod tongue;
mod values;

use rayon::prelude::*;
use serde_json::{Value, json};

use crate::diff::{Change, SCHEMA, change_to_json, compare, find_twice};
use crate::error::{Exit, Failure, Said};
use crate::handbook::Handbook;
use crate::project::Project;
use crate::report::Writer;
use crate::source::SourceFile;
use crate::store;
use crate::t;
use crate::ui::{Style, layout};
use crate::yaml::{self, Node, Parsed};

use super::app::{App, show_failure};
use super::cli::{DiffArgs, DiffFormat, DiffView};
use super::export;
use super::open::{store_failure, view};
use super::snapshot;
pub(crate) use counts::Counts;
use document::Chapter;
use sides::{Pairing, Sides, sides};
pub(crate) use since::Past;
use telling::Teller;
pub(crate) use tongue::Tongue;

/// A project that was compared.
struct Compared {
    pairing: Pairing,
    changes: Vec<Change>,
}

pub(crate) fn run(app: &mut App, args: &DiffArgs) -> anyhow::Result<Exit> {
    let filter = prepared(app, &args.view)?;
    let sides = sides(app, &args.paths, args.git.as_deref())?;
    tell(app, &args.view, &filter, sides)
}

/// Compares two states of one project.
pub(crate) fn run_on(
    app: &mut App,
    view: &DiffView,
    [old, new]: [SourceFile; 2],
) -> anyhow::Result<Exit> {
    let filter = prepared(app, view)?;
    tell(app, view, &filter, Sides::of([old, new]))
}

/// Looks at everything that can be wrong with what is asked for, before the long work.
fn prepared(app: &App, args: &DiffView) -> Result<Filter, Failure> {
    let filter = Filter::of(app, args)?;
    if let Some(path) = &args.output {
        store::probe_output(path, args.force).map_err(|error| store_failure(&error))?;
    }
    Ok(filter)
}

fn tell(app: &mut App, args: &DiffView, filter: &Filter, sides: Sides) -> anyhow::Result<Exit> {
    let Sides { pairings, failures } = sides;
    let n_failed = failures.len();
    for failure in &failures {
        show_failure(&mut app.ui, &app.messages, failure);
    }
    let handbook = &app.handbook;
    let results: Vec<Result<Compared, Failure>> = pairings
        .into_par_iter()
        .map(|pairing| compared(pairing, handbook, filter))
        .collect();
    let mut all = Vec::with_capacity(results.len());
    let mut exit = if n_failed > 0 {
        Exit::Input
    } else {
        Exit::Done
    };
    for result in results {
        match result {
            Ok(compared) => all.push(compared),
            Err(failure) => {
                show_failure(&mut app.ui, &app.messages, &failure);
                exit = Exit::Input;
            }
        }
    }
    let differs = |one: &Compared| one.is_single() || !one.changes.is_empty();
    let has_changes = all.iter().any(differs);
    if !all.is_empty() {
        let text = render(app, args, &all)?;
        match &args.output {
            None => app.ui.out(&text)?,
            Some(path) => {
                export::write(app, path, text.as_bytes(), args.force)?;
                app.say(&Said::new("export-done").with("file", path.display()));
            }
        }
    }
    Ok(match exit {
        Exit::Done if args.exit_code && has_changes => Exit::Findings,
        exit => exit,
    })
}

impl Compared {
    /// Whether the project is there on one side only.
    fn is_single(&self) -> bool {
        self.pairing.old.is_none() || self.pairing.new.is_none()
    }
}

/// Which changes are asked for.
struct Filter {
    grades: Vec<crate::diff::Grade>,
    stages: Vec<usize>,
    only: Vec<String>,
}

impl Filter {
    fn of(app: &App, args: &DiffView) -> Result<Self, Failure> {
        let handbook = &app.handbook;
        let stages = args.stage.iter().map(|name| {
            handbook.stage_index(name).ok_or_else(|| {
                let known = handbook.stages.iter().map(|stage| stage.id.as_str());
                let known: Vec<&str> = known.collect();
                let failure = Failure::new(Exit::Usage, "diff-unknown-stage").with("stage", name);
                failure.hint(Said::new("value-known").with("known", known.join(", ")))
            })
        });
        Ok(Self {
            grades: args.grade.iter().map(|grade| (*grade).into()).collect(),
            stages: stages.collect::<Result<_, _>>()?,
            only: args.only.clone(),
        })
    }

    fn takes(&self, change: &Change, handbook: &Handbook) -> bool {
        let place = &change.place;
        let stage = || {
            let step = handbook
                .steps
                .iter()
                .find(|step| Some(step.id.as_str()) == place.step());
            step.is_some_and(|step| self.stages.contains(&step.stage))
        };
        let under = |path: &String| place.is_under(path, handbook);
        (self.grades.is_empty() || self.grades.contains(&change.grade))
            && (self.stages.is_empty() || stage())
            && (self.only.is_empty() || self.only.iter().any(under))
    }
}

/// Compares the two states of a project; each has to be one.
fn compared(pairing: Pairing, handbook: &Handbook, filter: &Filter) -> Result<Compared, Failure> {
    let mut changes = Vec::new();
    {
        let (old, new) = (parsed(pairing.old.as_ref()), parsed(pairing.new.as_ref()));
        for (source, parsed) in [(&pairing.old, &old), (&pairing.new, &new)] {
            if let (Some(source), Some(parsed)) = (source, parsed) {
                let seen = view(source, parsed, handbook);
                let fits = seen.and_then(|project| fit(source, &project));
                fits.map_err(|failure| snapshot::about(failure, source))?;
            }
        }
        if let (Some(old), Some(new)) = (root(old.as_ref()), root(new.as_ref())) {
            changes = compare(old, new, handbook);
        }
    }
    changes.retain(|change| filter.takes(change, handbook));
    Ok(Compared { pairing, changes })
}

fn parsed(side: Option<&SourceFile>) -> Option<Parsed<'_>> {
    side.map(|side| yaml::parse(side.text()))
}

fn root<'p>(parsed: Option<&'p Parsed<'p>>) -> Option<&'p Node<'p>> {
    parsed.and_then(|parsed| parsed.root.as_ref())
}

/// Refuses a project in which an id does not tell which record is meant.
pub(super) fn fit(source: &SourceFile, project: &Project<'_>) -> Result<(), Failure> {
    let Some(twice) = find_twice(project) else {
        return Ok(());
    };
    let position = source.position(twice.span.start);
    let failure = Failure::new(Exit::Input, "diff-id-twice").with("file", source.name());
    let failure = failure
        .with("line", position.line)
        .with("column", position.column);
    let hint = Said::new("hint-check").with("file", source.name());
    Err(failure.with("id", twice.id).hint(hint))
}

fn render(app: &App, args: &DiffView, all: &[Compared]) -> anyhow::Result<String> {
    if args.to == DiffFormat::Json {
        return Ok(format!(
            "{}\n",
            serde_json::to_string_pretty(&json_of(app, all))?
        ));
    }
    if args.stat {
        return Ok(stat(app, all));
    }
    let chapters = all.iter().map(|one| chapter(app, one));
    let chapters: Vec<Chapter> = chapters.collect();
    let writer = match args.to {
        DiffFormat::Markdown => "markdown",
        DiffFormat::Html => "html",
        _ => return Ok(screen(app, args, all, &chapters)),
    };
    let mut bytes = Vec::new();
    if let Some(writer) = Writer::named(writer) {
        (writer.write)(
            &document::report(Tongue::of_screen(app), &chapters),
            &mut bytes,
        )?;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The changes of one project in words.
fn chapter(app: &App, one: &Compared) -> Chapter {
    let Pairing { name, old, new } = &one.pairing;
    let remark = match (old, new) {
        (Some(_), None) => Some(t!(app.messages, "diff-file-removed")),
        (None, _) => Some(t!(app.messages, "diff-file-added")),
        _ if one.changes.is_empty() => Some(t!(app.messages, "diff-none")),
        _ => None,
    };
    let title = match (old, new) {
        (Some(old), Some(new)) if old.name() != new.name() => {
            format!("{} → {}", old.name(), new.name())
        }
        (Some(_), Some(new)) => new.name().to_owned(),
        _ => name.clone(),
    };
    // Titles are looked up only where something is told.
    let is_needed = |_: &&SourceFile| !one.changes.is_empty();
    let old = parsed(old.as_ref().filter(is_needed));
    let new = parsed(new.as_ref().filter(is_needed));
    let (old, new) = (
        root(old.as_ref()).map(|root| Project::read(root, &app.handbook)),
        root(new.as_ref()).map(|root| Project::read(root, &app.handbook)),
    );
    let teller = Teller {
        tongue: Tongue::of_screen(app),
        old: old.as_ref(),
        new: new.as_ref(),
    };
    Chapter {
        title,
        counts: Counts::of(&one.changes),
        groups: teller.groups(&one.changes),
        remark,
    }
}

fn screen(app: &App, args: &DiffView, all: &[Compared], chapters: &[Chapter]) -> String {
    let mut out = String::new();
    let several = all.len() > 1;
    let mut total = Counts::default();
    for chapter in chapters {
        total.add(&chapter.counts);
        // Among many projects, those without a change are only counted.
        let is_same = chapter.groups.is_empty();
        let is_told = chapter.remark.is_none() || !several || all_single(all, chapter);
        if !is_told {
            continue;
        }
        if args.to == DiffFormat::Concise {
            if several || is_same {
                let line = chapter.remark.as_ref().map_or_else(
                    || chapter.title.clone(),
                    |remark| {
                        t!(
                            app.messages,
                            "labelled",
                            word = chapter.title,
                            text = remark
                        )
                    },
                );
                out.push_str(&format!("{line}\n"));
            }
            out.push_str(&human::concise(app, &chapter.groups));
            continue;
        }
        let title = app.ui.style_out(Style::Heading, &chapter.title);
        out.push_str(&format!("{title}\n"));
        let text = chapter.remark.clone();
        let text = text.unwrap_or_else(|| chapter.counts.text(&app.messages));
        out.push_str(&layout::fill(&text, app.ui.width(), "", ""));
        out.push_str("\n\n");
        out.push_str(&human::text(app, &chapter.groups));
        if several {
            out.push('\n');
        }
    }
    if several {
        let n = all.len();
        let summary = app.messages.get(
            "diff-summary",
            &[("n", &n), ("counts", &total.text(&app.messages))],
        );
        out.push_str(&format!("{summary}\n"));
    }
    let trimmed = out.trim_end();
    format!("{trimmed}\n")
}

/// Whether a project without changes is there on one side only.
fn all_single(all: &[Compared], chapter: &Chapter) -> bool {
    all.iter()
        .any(|one| one.is_single() && one.pairing.name == chapter.title)
}

fn stat(app: &App, all: &[Compared]) -> String {
    let mut out = String::new();
    let mut total = Counts::default();
    let width = all
        .iter()
        .map(|one| layout::columns(&one.pairing.name))
        .max();
    for one in all {
        let counts = Counts::of(&one.changes);
        total.add(&counts);
        let text = match (&one.pairing.old, &one.pairing.new) {
            (Some(_), None) => t!(app.messages, "diff-file-removed"),
            (None, _) => t!(app.messages, "diff-file-added"),
            _ => counts.text(&app.messages),
        };
        let name = layout::pad(&one.pairing.name, width.unwrap_or_default());
        out.push_str(&format!("{name}  {text}\n"));
    }
    if all.len() > 1 {
        let counts = total.text(&app.messages);
        let n = all.len();
        out.push_str(
            &app.messages
                .get("diff-summary", &[("n", &n), ("counts", &counts)]),
        );
        out.push('\n');
    }
    out
}

fn json_of(app: &App, all: &[Compared]) -> Value {
    let files = all.iter().map(|one| {
        let Pairing { name, old, new } = &one.pairing;
        let counts = Counts::of(&one.changes);
        let state = match (old, new) {
            (Some(_), None) => "removed",
            (None, _) => "added",
            _ if counts.total() == 0 => "same",
            _ => "changed",
        };
        let side = |side: &Option<SourceFile>| side.as_ref().map(|side| side.name().to_owned());
        let counted: serde_json::Map<String, Value> = counts
            .each()
            .map(|(grade, n)| (grade.name().to_owned(), json!(n)))
            .collect();
        let changes = one
            .changes
            .iter()
            .map(|change| change_to_json(change, &app.handbook, old.as_ref(), new.as_ref()));
        json!({
            "name": name,
            "old": side(old),
            "new": side(new),
            "state": state,
            "counts": counted,
            "changes": changes.collect::<Vec<_>>(),
        })
    });
    json!({"schema": SCHEMA, "files": files.collect::<Vec<_>>()})
}
