//! `doctor`: what the program finds around it.

use std::fmt::Display;

use crate::error::{Exit, Failure};
use crate::handbook::Handbook;
use crate::settings;
use crate::t;

use super::app::{App, locale_language};
use super::cli::DoctorArgs;
use super::open::{OpenFile, view};

pub(crate) fn run(app: &mut App, args: &DoctorArgs) -> anyhow::Result<Exit> {
    let mut lines = Vec::new();
    let mut say = |key: &str, value: &dyn Display| {
        lines.push(app.messages.get(key, &[("value", value)]));
    };
    say("doctor-version", &env!("CARGO_PKG_VERSION"));
    say("doctor-handbook", &edition(&app.handbook));
    say("doctor-language", &language_line(app));
    let settings = app
        .settings
        .path
        .as_ref()
        .map(|path| path.display().to_string());
    let none = t!(app.messages, "doctor-none", file = settings::FILE_NAME);
    say("doctor-settings", &settings.unwrap_or(none));
    say("doctor-terminal", &terminal_line(app));
    let editor = ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|name| std::env::var(name).ok());
    say(
        "doctor-editor",
        &editor.unwrap_or_else(|| t!(app.messages, "doctor-no-editor")),
    );
    let mut failure = None;
    if let Some(path) = &args.file {
        match look(app, path) {
            Ok(line) => lines.push(line),
            Err(error) => failure = Some(error),
        }
    }
    let text = lines.join("\n");
    app.ui.out(&super::line(&text))?;
    match failure {
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

fn terminal_line(app: &App) -> String {
    let (columns, rows) = app.ui.terminal_size();
    let prompts = if app.ui.can_prompt() {
        t!(app.messages, "doctor-can-prompt")
    } else {
        t!(app.messages, "doctor-cannot-prompt")
    };
    format!("{columns}×{rows} · {prompts}")
}

/// Whether a project file can be read, is free, and can be written.
fn look(app: &mut App, path: &std::path::Path) -> Result<String, Failure> {
    let file = OpenFile::read(path)?;
    let parsed = crate::yaml::parse(file.source.text());
    view(&file.source, &parsed, &app.handbook)?;
    drop(super::open::lock(app, path, "doctor")?);
    crate::store::probe_output(path, true).map_err(|error| super::open::store_failure(&error))?;
    Ok(t!(app.messages, "doctor-file-fine", value = path.display()))
}
