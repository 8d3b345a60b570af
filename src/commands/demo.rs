//! `demo`: the whole work on a fictitious country, from interview to report.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::assets;
use crate::error::{Exit, Failure, Said};
use crate::interview::Scope;
use crate::language::Language;
use crate::project::{Change, apply_changes};
use crate::report::Writer;
use crate::rules::page::Pages;
use crate::source::SourceFile;
use crate::store;
use crate::t;
use crate::ui::{Style, layout};
use crate::yaml::{self, Data};

use super::app::App;
use super::check::{check_in_memory, findings_text};
use super::cli::DemoArgs;
use super::export;
use super::init::new_project;
use super::open::{OpenFile, show_notes, store_failure, view};
use super::status::status_text;
use super::walk::replaying::{is_watched, play};

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    project: String,
    screens: BTreeSet<String>,
}

fn broken(detail: impl std::fmt::Display) -> Failure {
    Failure::new(Exit::Internal, "handbook-broken").with("detail", detail)
}

pub(crate) fn run(app: &mut App, args: &DemoArgs) -> anyhow::Result<Exit> {
    let plan: Plan = assets::text("gmg/demo/demo.toml")
        .ok_or_else(|| broken("demo.toml"))
        .and_then(|text| toml::from_str(text).map_err(broken))?;
    let recorded =
        assets::text(&format!("gmg/demo/{}", plan.project)).ok_or_else(|| broken(&plan.project))?;
    let folder = folder(args)?;
    let file = folder.join(&plan.project);
    let report = file.with_extension("html");
    for path in [&file, &report] {
        store::probe_output(path, false).map_err(|error| store_failure(&error))?;
    }
    heading(app, "demo-intro");
    let text = interview(app, recorded, &plan.screens)?;
    let saved = store::create(&file, text.as_bytes()).map_err(|error| store_failure(&error))?;
    show_notes(app, &saved.notes);
    app.say(&Said::new("demo-saved").with("file", file.display()));
    check(app, &file, &text)?;
    show_status_and_report(app, &file, &report)?;
    what_next(app, &file)?;
    Ok(Exit::Done)
}

fn heading(app: &mut App, key: &str) {
    let text = app.messages.get(key, &[]);
    let lines = layout::wrap(&text, app.ui.width(), "", "");
    for line in lines {
        let line = app.ui.style(Style::Heading, &line);
        app.ui.say(&line);
    }
}

/// The folder to write to: the one named, or a new one in the folder for passing files.
fn folder(args: &DemoArgs) -> anyhow::Result<PathBuf> {
    match &args.out {
        Some(folder) => {
            std::fs::create_dir_all(folder).map_err(|error| {
                Failure::new(Exit::Output, "store-no-folder")
                    .with("file", folder.display())
                    .because(&error)
            })?;
            Ok(folder.clone())
        }
        None => Ok(tempfile::Builder::new()
            .prefix("mainstream-demo-")
            .tempdir()?
            .keep()),
    }
}

/// Replays the recorded team through the interview; the text of the project it makes.
fn interview(app: &mut App, recorded: &str, screens: &BTreeSet<String>) -> anyhow::Result<String> {
    let source = SourceFile::new("demo", recorded.to_owned());
    let parsed = yaml::parse(source.text());
    let project = view(&source, &parsed, &app.handbook)?;
    let header = &project.header;
    let of =
        |part: Option<crate::project::Located<'_>>| part.map_or("", |part| part.text).to_owned();
    let language: Language = of(header.language).parse().unwrap_or(Language::En);
    let empty = new_project(
        app,
        &of(header.country),
        &of(header.title),
        language,
        &of(header.currency),
        header.period.map(|period| period.text),
        header.fictitious,
    );
    // What a header says besides what `init` asks for.
    let empty = match header.profile {
        Some(profile) => {
            let change = Change::Header {
                key: "profile".to_owned(),
                value: Data::Text(profile.text.to_owned()),
            };
            apply_changes(&empty, &app.handbook, &[change]).map_err(broken)?
        }
        None => empty,
    };
    let shown = if is_watched(&app.ui) {
        screens.clone()
    } else {
        BTreeSet::new()
    };
    let replayed = play(app, &empty, &project, Scope::default(), &shown)?;
    for left in &replayed.left {
        app.warn(left);
    }
    app.say(&Said::new("demo-replayed").with("n", replayed.n_saved));
    Ok(replayed.text)
}

fn check(app: &mut App, file: &Path, text: &str) -> anyhow::Result<()> {
    let checked = check_in_memory(app, &file.display().to_string(), text)?;
    if checked.findings.is_empty() {
        app.say(&Said::new("demo-checked"));
        return Ok(());
    }
    let pages = Pages::new(app.language()).with_own(app.own());
    app.say(&Said::new("demo-found").with("n", checked.findings.len()));
    let text = findings_text(app, (&app.handbook, app.texts()), &pages, &checked);
    app.ui.out(text.trim_end_matches('\n'))?;
    app.ui.out("\n")?;
    Ok(())
}

fn show_status_and_report(app: &mut App, file: &Path, report: &Path) -> anyhow::Result<()> {
    let mut open = OpenFile::read(file)?;
    let html = Writer::named("html").ok_or_else(|| broken("html"))?;
    let bytes = open.with_project(app, |app, project| {
        let text = format!("\n{}", status_text(app, project, None));
        app.ui.out(&text)?;
        export::render(app, Some((project, file)), export::DEFAULT, html)
    })?;
    export::write(app, report, &bytes, false)?;
    app.say(&Said::new("demo-report").with("file", report.display()));
    Ok(())
}

fn what_next(app: &mut App, file: &Path) -> anyhow::Result<()> {
    let file = file.display();
    let mut text = format!(
        "\n{}\n",
        app.ui
            .style_out(Style::Heading, &t!(app.messages, "demo-try"))
    );
    for command in [
        format!("mainstream walk {file} --step scoping --all"),
        format!("mainstream set {file} B01=no"),
        format!("mainstream check {file}"),
        format!("mainstream undo {file}"),
        "mainstream handbook show B01".to_owned(),
    ] {
        text.push_str(&format!("  {}\n", app.ui.style_out(Style::Code, &command)));
    }
    app.ui.out(&text)?;
    Ok(())
}
