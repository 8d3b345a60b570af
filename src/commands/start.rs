//! `mainstream` alone: what to do next, here.

use std::path::{Path, PathBuf};

use crate::error::Exit;
use crate::project::Progress;
use crate::t;
use crate::ui::{Style, layout};

use super::app::App;
use super::next::{open_questions, show_open};
use super::open::{OpenFile, view};
use super::snapshot::last_beside;
use super::status::{heading, summary};

pub(crate) fn run(app: &mut App) -> anyhow::Result<Exit> {
    let projects = find_projects(app, Path::new("."))?;
    let text = match projects.as_slice() {
        [] => no_project(app),
        [path] => one_project(app, path)?,
        many => many_projects(app, many)?,
    };
    app.ui.out(&text)?;
    Ok(Exit::Done)
}

/// The project files in a folder, in order of their names.
fn find_projects(app: &App, folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let is_yaml = path
            .extension()
            .is_some_and(|extension| extension == "yaml" || extension == "yml");
        if is_yaml && path.is_file() && is_project(app, &path) {
            found.push(
                path.strip_prefix("./")
                    .map(Path::to_path_buf)
                    .unwrap_or(path),
            );
        }
    }
    found.sort();
    Ok(found)
}

fn is_project(app: &App, path: &Path) -> bool {
    let Ok(file) = OpenFile::read(path) else {
        return false;
    };
    let parsed = crate::yaml::parse(file.source.text());
    view(&file.source, &parsed, &app.handbook).is_ok()
}

fn no_project(app: &App) -> String {
    let width = app.ui.width();
    let mut text = layout::fill(&t!(app.messages, "start-no-project"), width, "", "");
    text.push_str("\n\n");
    text.push_str(&commands(
        app,
        &[
            ("init", "start-init"),
            ("demo", "start-demo"),
            ("handbook", "start-handbook"),
            ("help", "start-help"),
        ],
        "",
    ));
    text
}

/// Aligned lines of commands and what they do.
fn commands(app: &App, entries: &[(&str, &str)], file: &str) -> String {
    let mut text = String::new();
    for (command, key) in entries {
        let call = match *command {
            "init" => "mainstream init country.yaml".to_owned(),
            "demo" => "mainstream demo".to_owned(),
            "handbook" => "mainstream handbook list".to_owned(),
            "help" => "mainstream --help".to_owned(),
            "export" => format!("mainstream export {file} --to html -o report.html"),
            command => format!("mainstream {command} {file}"),
        };
        let what = app.messages.get(key, &[]);
        text.push_str(&format!("  {}\n", app.ui.style_out(Style::Code, &call)));
        text.push_str(&layout::fill(&what, app.ui.width(), "      ", "      "));
        text.push('\n');
    }
    text
}

fn one_project(app: &mut App, path: &Path) -> anyhow::Result<String> {
    let mut file = OpenFile::read(path)?;
    let last = last_beside(path, &file);
    file.with_project(app, |app, project| {
        let progress = Progress::of(project, &app.handbook);
        let name = path.display().to_string();
        let mut text = format!(
            "{} · {}\n",
            app.ui.style_out(Style::Heading, &name),
            heading(app, project)
        );
        text.push_str(&layout::fill(
            &summary(app, &progress.total),
            app.ui.width(),
            "",
            "",
        ));
        if let Some(last) = &last {
            let line = layout::fill(&last.text(app), app.ui.width(), "", "");
            text.push_str(&format!("\n{line}"));
        }
        text.push_str("\n\n");
        text.push_str(&show_open(
            app,
            project,
            &open_questions(app, project, &progress, 3),
        ));
        text.push('\n');
        let entries = [
            ("walk", "start-walk"),
            ("status", "start-status"),
            ("check", "start-check"),
            ("export", "start-export"),
        ];
        text.push_str(&commands(app, &entries, &name));
        Ok(text)
    })
}

fn many_projects(app: &mut App, paths: &[PathBuf]) -> anyhow::Result<String> {
    let mut text = format!("{}\n", super::count(app, "start-projects", paths.len()));
    for path in paths {
        let mut file = OpenFile::read(path)?;
        let line = file.with_project(app, |app, project| {
            let progress = Progress::of(project, &app.handbook);
            Ok(format!(
                "{} · {} · {}",
                path.display(),
                heading(app, project),
                summary(app, &progress.total)
            ))
        })?;
        text.push_str(&layout::fill(&line, app.ui.width(), "  ", "      "));
        text.push('\n');
    }
    text.push('\n');
    text.push_str(&commands(app, &[("check", "start-check-all")], "."));
    Ok(text)
}
