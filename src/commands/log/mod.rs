//! `log`: the history of a project in words: who changed which answers, when.

mod contents;
mod telling;
mod version;

use std::path::Path;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::error::{Exit, Failure, Said};
use crate::repository::{Commit, Repository};
use crate::t;

use super::app::App;
use super::cli::LogArgs;
use super::git::git_failure;
use super::progress;
use contents::Contents;
use version::{Job, State, Version};

/// So many versions are read and compared before the next are.
const PART: usize = 64;

pub(crate) fn run(app: &mut App, args: &LogArgs) -> anyhow::Result<Exit> {
    let since = args.since.as_deref().map(day).transpose()?;
    if args.file.is_dir() {
        let failure =
            Failure::new(Exit::Input, "store-is-folder").with("file", args.file.display());
        return Err(failure.hint(Said::new("hint-name-a-file")).into());
    }
    let repository = Repository::around(&args.file).map_err(git_failure)?;
    let inside = repository.inside(&args.file).ok_or_else(|| {
        Failure::new(Exit::Input, "git-no-repository").with("folder", args.file.display())
    })?;
    let history = repository.history(&inside, args.limit, since.as_deref());
    let history = history.map_err(git_failure)?;
    if history.is_empty() && since.is_none() && args.limit != Some(0) {
        let failure = Failure::new(Exit::Input, "log-nothing").with("file", args.file.display());
        return Err(failure.hint(Said::new("hint-git-commit")).into());
    }
    let mut versions = self::versions(app, &repository, &history)?;
    // What stands before those that are asked for may be needed to tell what the first of them changed.
    let is_limited = args.limit.is_some() || since.is_some();
    let all = if is_limited && versions.iter().any(|one| matches!(one.state, State::Alone)) {
        repository
            .history(&inside, None, None)
            .map_err(git_failure)?
    } else {
        Vec::new()
    };
    if !all.is_empty() {
        versions = self::versions(app, &repository, &all)?;
        versions.truncate(history.len());
    }
    let is_cut = is_cut(&repository, args);
    let name = args.file.display().to_string();
    let text = if args.json {
        let json = telling::json(app, &name, &versions, is_cut);
        format!("{}\n", serde_json::to_string_pretty(&json)?)
    } else {
        telling::text(app, &name, &versions)
    };
    app.ui.out(&text)?;
    if let (true, Some(since)) = (versions.is_empty(), since) {
        app.say(&Said::new("log-nothing-since").with("date", since));
    }
    if is_cut && !args.json {
        app.say(&Said::new("log-cut"));
    }
    Ok(Exit::Done)
}

/// A day as it is written everywhere else: git takes anything for some day, and says nothing.
fn day(text: &str) -> Result<String, Failure> {
    match text.trim().parse::<Date>() {
        Ok(day) => Ok(day.to_string()),
        Err(_) => Err(Failure::new(Exit::Usage, "log-bad-date").with("date", text)),
    }
}

/// Whether the clone lacks the history before what is shown.
fn is_cut(repository: &Repository, args: &LogArgs) -> bool {
    args.limit.is_none() && args.since.is_none() && repository.is_shallow().unwrap_or_default()
}

/// Every version compared with the one before it.
fn versions<'h>(
    app: &App,
    repository: &Repository,
    history: &'h [Commit],
) -> Result<Vec<Version<'h>>, Failure> {
    let word = t!(app.messages, "log-progress");
    let bar = progress::bar(&app.ui, word, history.len());
    let mut contents = Contents::of(repository)?;
    let mut versions = Vec::with_capacity(history.len());
    for (n, part) in history.chunks(PART).enumerate() {
        contents.load(part, &app.handbook)?;
        let mut jobs = Vec::with_capacity(part.len());
        for (index, commit) in part.iter().enumerate() {
            let older = &history[n * PART + index + 1..];
            let job = Job::of(commit, older, repository, &mut contents, &app.handbook)?;
            jobs.push(job);
        }
        let handbook = &app.handbook;
        let done: Vec<Version<'h>> = jobs
            .into_par_iter()
            .map(|job| job.version(handbook))
            .collect();
        versions.extend(done);
        bar.inc(part.len() as u64);
    }
    bar.finish_and_clear();
    Ok(versions)
}

/// The path of a version, with slashes, as people read it.
fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}
