//! `merge`: bring two versions together over the one they come from, and settle what is left.

mod driver;
mod listing;

use std::path::{Path, PathBuf};

use crate::diff::{Mark, pieces};
use crate::error::{Exit, Failure, Said};
use crate::merge::{
    Conflict, Disagreement, MergeError, Merged, Side, conflicts, merge, merge_prose, settle,
    settle_with,
};
use crate::project::Project;
use crate::prompt::PromptError;
use crate::prompt::ask::{self, Asked};
use crate::source::SourceFile;
use crate::store;
use crate::t;
use crate::ui::Style;
use crate::yaml::{self, Data};

use super::app::App;
use super::cli::MergeArgs;
use super::diff::fit;
use super::export;
use super::open::{OpenFile, lock, store_failure, view};
pub(crate) use driver::without_settings;
use listing::Listing;

pub(crate) fn run(app: &mut App, args: &MergeArgs) -> anyhow::Result<Exit> {
    let is_settling = !args.ours.is_empty() || !args.theirs.is_empty();
    match args.paths.as_slice() {
        [file] if args.list => list(app, file),
        [file] if args.resolve => resolve(app, file),
        [file] if is_settling => settle_paths(app, args, file),
        [base, ours, theirs] if args.git.driver => {
            driver::run(app, args, [base, ours, theirs].map(PathBuf::as_path))
        }
        [base, ours, theirs] if !args.list && !args.resolve && !is_settling => {
            versions(app, args, [base, ours, theirs].map(PathBuf::as_path))
        }
        _ => {
            let failure = Failure::new(Exit::Usage, "merge-arguments");
            Err(failure.hint(Said::new("hint-merge")).into())
        }
    }
}

fn versions(app: &mut App, args: &MergeArgs, paths: [&Path; 3]) -> anyhow::Result<Exit> {
    let [base, ours, theirs] = paths;
    let is_ours = |path: &Path| {
        let real = |path: &Path| std::fs::canonicalize(path).ok();
        real(path).is_some() && real(path) == real(ours)
    };
    let force = args.force || args.output.as_deref().is_some_and(is_ours);
    if let Some(path) = &args.output {
        store::probe_output(path, force).map_err(|error| store_failure(&error))?;
    }
    let sources = [
        OpenFile::read(base)?.source,
        OpenFile::read(ours)?.source,
        OpenFile::read(theirs)?.source,
    ];
    for source in &sources {
        let parsed = yaml::parse(source.text());
        fit(source, &view(source, &parsed, &app.handbook)?)?;
    }
    let [base, own, other] = &sources;
    let merged = merge(base.text(), own.text(), other.text(), &app.handbook);
    let Merged { text, conflicts } = merged.map_err(|error| merge_failure(&error, &sources))?;
    match &args.output {
        None => app.ui.out(&text)?,
        Some(path) => {
            export::write(app, path, text.as_bytes(), force)?;
            app.say(&Said::new("export-done").with("file", path.display()));
        }
    }
    // What goes to standard output is saved by whoever reads it; the usage calls that file so.
    let name = args
        .output
        .as_deref()
        .unwrap_or(Path::new("OUT"))
        .display()
        .to_string();
    let source = SourceFile::new(name, text);
    {
        let parsed = yaml::parse(source.text());
        let listing = Listing::of(app, &source, &parsed)?;
        let lines: Vec<String> = conflicts.iter().map(|one| listing.head(one)).collect();
        for line in lines {
            app.ui.warn(&line);
        }
    }
    Ok(verdict(app, &source, conflicts.len()))
}

/// Says how many conflicts are left; the exit code that means it.
fn verdict(app: &mut App, source: &SourceFile, n: usize) -> Exit {
    if n == 0 {
        app.say(&Said::new("merge-settled").with("file", source.name()));
        return Exit::Done;
    }
    app.say(
        &Said::new("merge-left")
            .with("n", n)
            .with("file", source.name()),
    );
    Exit::Findings
}

fn merge_failure(error: &MergeError, sources: &[SourceFile; 3]) -> Failure {
    match error {
        MergeError::Faulty(index) => {
            let name = sources[*index].name();
            let failure = Failure::new(Exit::Input, "merge-faulty").with("file", name);
            failure.hint(Said::new("hint-check").with("file", name))
        }
        MergeError::Editions(ours, theirs) => {
            let failure = Failure::new(Exit::Input, "merge-editions");
            let failure = failure
                .with("file", sources[1].name())
                .with("edition", ours);
            let failure = failure.with("other", sources[2].name());
            let failure = failure.with("other_edition", theirs);
            failure.hint(Said::new("hint-merge-editions"))
        }
        MergeError::Unsafe(place) => Failure::new(Exit::Input, "merge-unsafe")
            .with("file", sources[1].name())
            .with("place", place),
    }
}

/// The conflicts of a file that is a project.
fn conflicts_in(app: &App, source: &SourceFile) -> Result<Vec<Conflict>, Failure> {
    let parsed = yaml::parse(source.text());
    let project: Project<'_> = view(source, &parsed, &app.handbook)?;
    Ok(conflicts(project.root))
}

fn list(app: &mut App, path: &Path) -> anyhow::Result<Exit> {
    let source = OpenFile::read(path)?.source;
    let mut lines = Vec::new();
    let n = {
        let parsed = yaml::parse(source.text());
        let listing = Listing::of(app, &source, &parsed)?;
        let found = listing.conflicts();
        if !found.is_empty() {
            lines.extend(listing::origins(app, path));
        }
        for conflict in &found {
            lines.push(listing.head(conflict));
            lines.extend(listing.body(conflict));
        }
        found.len()
    };
    let mut out = lines.join("\n");
    if n > 0 {
        out.push('\n');
    }
    app.ui.out(&out)?;
    Ok(verdict(app, &source, n))
}

/// Whether a path that a person wrote leads to a conflict; `all` leads to every one.
fn is_meant(app: &App, wanted: &str, conflict: &Conflict) -> bool {
    let wanted = wanted.strip_prefix("answers.").unwrap_or(wanted);
    let by_code = app
        .handbook
        .question(wanted)
        .filter(|_| !wanted.contains(['.', '[']));
    let wanted = by_code.map_or(wanted, |question| question.path.as_str());
    let rest = conflict.path.strip_prefix(wanted);
    wanted == "all" || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

fn settle_paths(app: &mut App, args: &MergeArgs, path: &Path) -> anyhow::Result<Exit> {
    let _lock = lock(app, path, "merge")?;
    let mut file = OpenFile::read(path)?;
    let mut text = file.source.text().to_owned();
    let found = conflicts_in(app, &file.source)?;
    let sides = [(&args.ours, Side::Ours), (&args.theirs, Side::Theirs)];
    for (wanted, side) in sides
        .iter()
        .flat_map(|(paths, side)| paths.iter().map(move |path| (path, *side)))
    {
        if !found.iter().any(|conflict| is_meant(app, wanted, conflict)) {
            let failure = Failure::new(Exit::Input, "merge-no-conflict").with("path", wanted);
            return Err(failure.with("file", file.source.name()).into());
        }
        text = settle_all(app, &text, wanted, side)?;
    }
    file.replace(app, text, "merge --ours --theirs")?;
    let left = conflicts_in(app, &file.source)?.len();
    Ok(verdict(app, &file.source, left))
}

/// Settles what a path leads to, one after the other: each may change where the next one is.
fn settle_all(app: &App, text: &str, wanted: &str, side: Side) -> Result<String, Failure> {
    let mut text = text.to_owned();
    loop {
        let next = {
            let parsed = yaml::parse(&text);
            let found = parsed.root.as_ref().map(conflicts).unwrap_or_default();
            found
                .into_iter()
                .rev()
                .find(|conflict| is_meant(app, wanted, conflict))
        };
        let Some(conflict) = next else {
            return Ok(text);
        };
        text = settle(&text, &app.handbook, &conflict, side).map_err(|_| unsettled(&conflict))?;
    }
}

fn unsettled(conflict: &Conflict) -> Failure {
    Failure::new(Exit::Output, "merge-not-settled").with("path", &conflict.path)
}

/// Asks about every conflict, saving after each.
fn resolve(app: &mut App, path: &Path) -> anyhow::Result<Exit> {
    let _lock = lock(app, path, "merge")?;
    let mut file = OpenFile::read(path)?;
    let mut n_passed = 0;
    if !conflicts_in(app, &file.source)?.is_empty() {
        for line in listing::origins(app, path) {
            app.ui.show_line(&line);
        }
    }
    loop {
        let found = conflicts_in(app, &file.source)?;
        let Some(conflict) = found.get(n_passed) else {
            return Ok(verdict(app, &file.source, found.len()));
        };
        match ask_about(app, &file.source, conflict, (n_passed + 1, found.len())) {
            Ok(Asked::Answer(Some(text))) => {
                file.replace(app, text, &format!("merge --resolve {}", conflict.path))?;
            }
            Ok(Asked::Answer(None)) => n_passed += 1,
            Ok(Asked::Back) => return Ok(verdict(app, &file.source, found.len())),
            Ok(Asked::Interrupted) => return Ok(Exit::Interrupted),
            Err(error) => return Err(error),
        }
    }
}

type Answered = Asked<Option<String>>;

/// The text with a conflict settled as the person wants; none where it is left.
fn ask_about(
    app: &mut App,
    source: &SourceFile,
    conflict: &Conflict,
    (n, total): (usize, usize),
) -> anyhow::Result<Answered> {
    let (head, body) = {
        let parsed = yaml::parse(source.text());
        let listing = Listing::of(app, source, &parsed)?;
        (listing.head(conflict), listing.body(conflict))
    };
    let head = app.ui.style(Style::Heading, &head);
    app.ui.show_line(&head);
    for line in body {
        app.ui.show_line(&line);
    }
    let both = both(conflict);
    let mut choices = vec![("merge-choose-ours", Choice::Side(Side::Ours))];
    choices.push(("merge-choose-theirs", Choice::Side(Side::Theirs)));
    if let Some(both) = both {
        choices.push(("merge-choose-both", Choice::Data(both)));
    }
    if let Some(text) = editable(conflict) {
        choices.push(("merge-choose-edit", Choice::Edit(text)));
    }
    choices.push(("merge-choose-later", Choice::Later));
    let items: Vec<String> = choices
        .iter()
        .map(|(key, _)| app.messages.get(key, &[]))
        .collect();
    let title = t!(app.messages, "merge-choose", n = n, total = total);
    let words = app.words();
    let picked = ask::pick(&mut app.ui, &words, &title, &items, 0).map_err(prompt_failure)?;
    let choice = match picked {
        Asked::Answer(index) => choices.swap_remove(index).1,
        Asked::Back => return Ok(Asked::Back),
        Asked::Interrupted => return Ok(Asked::Interrupted),
    };
    let text = source.text();
    let settled = match choice {
        Choice::Later => return Ok(Asked::Answer(None)),
        Choice::Side(side) => settle(text, &app.handbook, conflict, side),
        Choice::Data(data) => settle_with(text, &app.handbook, conflict, &data),
        Choice::Edit(old) => {
            match ask::edit_text(&mut app.ui, &words, &old).map_err(prompt_failure)? {
                Asked::Answer(new) => settle_with(text, &app.handbook, conflict, &Data::Text(new)),
                Asked::Back => return Ok(Asked::Answer(None)),
                Asked::Interrupted => return Ok(Asked::Interrupted),
            }
        }
    };
    let settled = settled.map_err(|_| unsettled(conflict))?;
    Ok(Asked::Answer(Some(settled)))
}

enum Choice {
    Side(Side),
    Data(Data),
    Edit(String),
    Later,
}

/// Both sides in one value: texts one after the other, where neither holds the other already.
fn both(conflict: &Conflict) -> Option<Data> {
    let Disagreement::Value {
        ours: Some(Data::Text(ours)),
        theirs: Some(Data::Text(theirs)),
        ..
    } = &conflict.about
    else {
        return None;
    };
    if let Some(merged) = merge_prose("", ours, theirs) {
        return Some(Data::Text(merged));
    }
    Some(Data::Text(format!(
        "{}\n\n{}",
        ours.trim_end(),
        theirs.trim_end()
    )))
}

/// The text to begin with in an editor: what both share once, and what each says of its own.
fn editable(conflict: &Conflict) -> Option<String> {
    let Disagreement::Value {
        ours: Some(Data::Text(ours)),
        theirs: Some(Data::Text(theirs)),
        ..
    } = &conflict.about
    else {
        return None;
    };
    let pieces = pieces(ours, theirs);
    let has_all = pieces.iter().all(|piece| piece.mark != Mark::Same);
    if has_all {
        return Some(format!("{}\n\n{}", ours.trim_end(), theirs.trim_end()));
    }
    Some(pieces.into_iter().map(|piece| piece.text).collect())
}

fn prompt_failure(error: PromptError) -> anyhow::Error {
    match error {
        PromptError::NotATerminal => {
            let failure = Failure::new(Exit::NoTerminal, "merge-no-terminal");
            failure.hint(Said::new("hint-merge-sides")).into()
        }
        PromptError::Io(error) => Failure::new(Exit::Output, "output-failed")
            .because(&error)
            .into(),
    }
}
