//! `doctor`: what the program finds around it.

use std::fmt::Display;

use crate::error::{Exit, Failure};
use crate::handbook::Handbook;
use crate::policy::{Flags, Policy};
use crate::rules::all_known;
use crate::settings;
use crate::t;

use super::app::{App, locale_language, show_failure};
use super::cli::DoctorArgs;
use super::open::{OpenFile, view};
use super::snapshot::on_shelf;

pub(crate) fn run(app: &mut App, args: &DoctorArgs) -> anyhow::Result<Exit> {
    let mut lines = Vec::new();
    let mut say = |key: &str, value: &dyn Display| {
        lines.push(app.messages.get(key, &[("value", value)]));
    };
    say("doctor-version", &env!("CARGO_PKG_VERSION"));
    say("doctor-handbook", &edition(&app.handbook));
    say("doctor-language", &language_line(app));
    say("doctor-settings", &settings_line(app));
    if let Some(organisation) = &app.settings.organisation {
        say("doctor-organisation", organisation);
    }
    say("doctor-check", &check_line(app)?);
    say("doctor-terminal", &terminal_line(app));
    let editor = ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|name| std::env::var(name).ok());
    say(
        "doctor-editor",
        &editor.unwrap_or_else(|| t!(app.messages, "doctor-no-editor")),
    );
    let mut failures = Vec::new();
    if let Some(path) = &args.file {
        match look(app, path) {
            Ok((found, wrong)) => {
                lines.extend(found);
                failures = wrong;
            }
            Err(error) => failures.push(error),
        }
    }
    let text = lines.join("\n");
    app.ui.out(&super::line(&text))?;
    let last = failures.pop();
    for failure in &failures {
        show_failure(&mut app.ui, &app.messages, failure);
    }
    match last {
        None => Ok(Exit::Done),
        Some(failure) => Err(failure.into()),
    }
}

fn edition(handbook: &Handbook) -> String {
    let layers = handbook.layers.iter();
    let layers: Vec<String> = layers
        .map(|layer| format!("{} {}", layer.id, layer.edition))
        .collect();
    format!("{} · {}", layers.join(" + "), handbook.asked().len())
}

fn language_line(app: &App) -> String {
    let locale = sys_locale::get_locale().unwrap_or_else(|| "—".to_owned());
    let from = if app.flag.is_some() {
        t!(app.messages, "doctor-from-flag")
    } else if app.settings.language.is_some() {
        t!(app.messages, "doctor-from-settings")
    } else if locale_language().is_some() {
        t!(app.messages, "doctor-from-locale", locale = locale)
    } else {
        t!(app.messages, "doctor-from-nothing", locale = locale)
    };
    format!("{} ({from})", app.language())
}

/// The settings files that hold, the nearest first.
fn settings_line(app: &App) -> String {
    let files: Vec<String> = app
        .settings
        .files
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    if files.is_empty() {
        return t!(app.messages, "doctor-none", file = settings::FILE_NAME);
    }
    files.join(" + ")
}

/// What the settings ask of a check.
fn check_line(app: &App) -> Result<String, Failure> {
    let asked = &app.settings.check;
    let policy = Policy::of(&app.handbook, app.own(), asked, &Flags::default())?;
    let profile = &policy.profile(None).id;
    let mut parts = vec![t!(app.messages, "check-profile", profile = profile)];
    let level = policy.fail_on().name();
    parts.push(t!(app.messages, "doctor-fail-on", level = level));
    let rules = all_known(policy.own()).filter(|rule| policy.changed(*rule).is_some());
    for (key, n) in [
        ("doctor-rules", rules.count()),
        ("doctor-suppressions", asked.silences.len()),
    ] {
        if n > 0 {
            parts.push(app.messages.get(key, &[("n", &n)]));
        }
    }
    Ok(parts.join(" · "))
}

fn terminal_line(app: &App) -> String {
    let (columns, rows) = app.ui.terminal_size();
    let prompts = if app.ui.can_prompt() {
        t!(app.messages, "doctor-can-prompt")
    } else {
        t!(app.messages, "doctor-cannot-prompt")
    };
    format!("{columns}×{rows} · {prompts}")
}

/// Whether a project file can be read, is free, and can be written, and what lies beside it.
fn look(app: &mut App, path: &std::path::Path) -> Result<(Vec<String>, Vec<Failure>), Failure> {
    let file = OpenFile::read(path)?;
    let parsed = crate::yaml::parse(file.source.text());
    view(&file.source, &parsed, &app.handbook)?;
    drop(super::open::lock(app, path, "doctor")?);
    crate::store::probe_output(path, true).map_err(|error| super::open::store_failure(&error))?;
    let mut lines = vec![t!(app.messages, "doctor-file-fine", value = path.display())];
    let (beside, wrong) = on_shelf(app, path, &file)?;
    lines.extend(beside);
    Ok((lines, wrong))
}
