//! `status`: how far a project has come.

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde_json::json;

use crate::error::Exit;
use crate::project::{Count, Progress, Project, State};
use crate::t;
use crate::ui::{Style, layout};

use super::app::App;
use super::cli::FileArgs;
use super::next::{open_questions, show_open};
use super::open::OpenFile;
use super::snapshot::{Last, last_beside};

pub(crate) fn run(app: &mut App, args: &FileArgs) -> anyhow::Result<Exit> {
    let mut file = OpenFile::read(&args.file)?;
    let last = last_beside(&args.file, &file);
    file.with_project(app, |app, project| {
        let text = if args.json {
            status_json(app, project, last.as_ref())?
        } else {
            super::upgrade::note_older(app, project, &args.file);
            status_text(app, project, last.as_ref())
        };
        app.ui.out(&text)?;
        Ok(Exit::Done)
    })
}

/// The line that says which project this is.
pub(crate) fn heading(app: &App, project: &Project<'_>) -> String {
    let header = &project.header;
    let country = header
        .country
        .map_or_else(|| "—".to_owned(), |code| app.country(code.text));
    let title = header.title.map_or("", |title| title.text);
    let unnamed = header.country.is_some_and(|code| code.text == country);
    let text = if title.contains(&country) || title.is_empty() || unnamed {
        if title.is_empty() {
            country
        } else {
            title.to_owned()
        }
    } else {
        format!("{country} · {title}")
    };
    crate::ui::sanitize_line(&text).into_owned()
}

pub(crate) fn status_text(app: &App, project: &Project<'_>, last: Option<&Last>) -> String {
    let progress = Progress::of(project, &app.handbook);
    let mut text = String::new();
    for line in layout::wrap(&heading(app, project), app.ui.width(), "", "") {
        text.push_str(&app.ui.style_out(Style::Heading, &line));
        text.push('\n');
    }
    if header_is_fictitious(project) {
        text.push_str(
            &app.ui
                .style_out(Style::Warn, &t!(app.messages, "status-fictitious")),
        );
        text.push('\n');
    }
    text.push_str(&layout::fill(
        &summary(app, &progress.total),
        app.ui.width(),
        "",
        "",
    ));
    text.push_str("\n\n");
    text.push_str(&if app.ui.is_plain() {
        plain_stages(app, &progress)
    } else {
        stage_table(app, &progress)
    });
    text.push_str(&thread_line(app, project));
    if let Some(last) = last {
        let line = layout::fill(&last.text(app), app.ui.width(), "", "");
        text.push_str(&format!("\n{line}\n"));
    }
    text.push('\n');
    text.push_str(&show_open(
        app,
        project,
        &open_questions(app, project, &progress, 3),
    ));
    text
}

fn header_is_fictitious(project: &Project<'_>) -> bool {
    project.header.fictitious
}

/// `41 % · 118 of 303 questions settled · 3 to review`.
pub(crate) fn summary(app: &App, count: &Count) -> String {
    let messages = &app.messages;
    let share = app.formatter().percent(count.percent().into());
    let mut parts = vec![t!(
        messages,
        "status-share",
        share = share,
        settled = count.settled(),
        asked = count.asked
    )];
    for (state, key) in [
        (State::NeedsReview, "status-needs-review"),
        (State::Draft, "status-draft"),
        (State::Skipped, "status-skipped"),
        (State::Unknown, "status-unknown"),
        (State::NotApplicable, "status-not-applicable"),
    ] {
        let n = count.of(state);
        if n > 0 {
            parts.push(messages.get(key, &[("n", &n)]));
        }
    }
    parts.join(" · ")
}

fn stage_table(app: &App, progress: &Progress) -> String {
    let messages = &app.messages;
    let narrow = app.ui.width() < 60;
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled);
    let mut header = vec![
        t!(messages, "status-stage"),
        t!(messages, "status-answered"),
    ];
    if !narrow {
        header.push(String::new());
        header.push(t!(messages, "status-review"));
    }
    // Titles are wrapped here, since the table would wrap them without their indent.
    let others: usize = header[1..]
        .iter()
        .map(|title| layout::columns(title).max(10) + 2)
        .sum();
    let room = app.ui.width().saturating_sub(others + 2).max(12);
    table.set_header(header);
    for (index, stage) in app.handbook.asked_stages().iter().enumerate() {
        let title = app.texts().stage_title(&app.handbook, index);
        let lines = layout::wrap(&title, room, &format!("{index} "), "  ");
        let count = &progress.stages[index];
        add_row(app, &mut table, &lines.join("\n"), count, narrow);
        // Steps are listed where work is under way.
        if count.settled() > 0 && count.settled() < count.asked {
            for index in stage.steps.clone() {
                let step = &app.handbook.steps[index];
                let lead = format!("  {} ", step.code);
                let indent = " ".repeat(layout::columns(&lead));
                let lines = layout::wrap(&app.texts().step_title(step), room, &lead, &indent);
                add_row(
                    app,
                    &mut table,
                    &lines.join("\n"),
                    &progress.steps[index],
                    narrow,
                );
            }
        }
    }
    if let Some(column) = table.column_mut(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    format!("{}\n", table.trim_fmt())
}

fn add_row(app: &App, table: &mut Table, title: &str, count: &Count, narrow: bool) {
    let answered = format!("{}/{}", count.settled(), count.asked);
    let mut row = vec![title.to_owned(), answered];
    if !narrow {
        row.push(bar(app, count));
        let review = count.of(State::NeedsReview);
        row.push(if review == 0 {
            String::new()
        } else {
            review.to_string()
        });
    }
    table.add_row(row);
}

/// Ten signs, as many of them full as tenths are settled.
fn bar(app: &App, count: &Count) -> String {
    let full = count.percent() / 10;
    let (done, open) = if app.ui.is_unicode() {
        ("█", "░")
    } else {
        ("#", ".")
    };
    format!("{}{}", done.repeat(full), open.repeat(10 - full))
}

fn plain_stages(app: &App, progress: &Progress) -> String {
    let mut text = String::new();
    for index in 0..app.handbook.asked_stages().len() {
        let count = &progress.stages[index];
        let title = app.texts().stage_title(&app.handbook, index);
        text.push_str(&t!(
            app.messages,
            "status-plain-stage",
            number = index,
            title = title,
            settled = count.settled(),
            asked = count.asked
        ));
        text.push('\n');
    }
    text
}

/// One line on the threads from problem to reading, where there are objectives.
fn thread_line(app: &App, project: &Project<'_>) -> String {
    let (complete, all) = super::threads(app, project);
    if all == 0 {
        return String::new();
    }
    format!(
        "\n{}\n",
        t!(app.messages, "status-threads", complete = complete, n = all)
    )
}

fn status_json(app: &App, project: &Project<'_>, last: Option<&Last>) -> anyhow::Result<String> {
    let handbook = &app.handbook;
    let progress = Progress::of(project, handbook);
    let stages: Vec<_> = handbook
        .asked_stages()
        .iter()
        .enumerate()
        .map(|(index, stage)| {
            let steps: Vec<_> = stage
                .steps
                .clone()
                .map(|step| {
                    let mut found = count_json(&progress.steps[step]);
                    found["step"] = json!(handbook.steps[step].id);
                    found["code"] = json!(handbook.steps[step].code);
                    found
                })
                .collect();
            let mut found = count_json(&progress.stages[index]);
            found["stage"] = json!(stage.id);
            found["steps"] = json!(steps);
            found
        })
        .collect();
    let (complete, all) = super::threads(app, project);
    let open = open_questions(app, project, &progress, 5);
    let next: Vec<_> = open
        .iter()
        .map(|open| {
            let question = &handbook.questions[open.question];
            json!({"question": question.path, "code": question.code, "state": open.state})
        })
        .collect();
    let found = json!({
        "schema": "mainstream/status/1",
        "country": project.header.country.map(|code| code.text),
        "title": project.header.title.map(|title| title.text),
        "edition": project.header.edition.map(|edition| edition.text),
        "fictitious": project.header.fictitious,
        "total": count_json(&progress.total),
        "stages": stages,
        "threads": {"complete": complete, "objectives": all},
        "snapshot": last.map(Last::json),
        "next": next,
    });
    Ok(format!("{}\n", serde_json::to_string_pretty(&found)?))
}

fn count_json(count: &Count) -> serde_json::Value {
    let states: serde_json::Map<String, serde_json::Value> = State::ALL
        .into_iter()
        .map(|state| (state.name().to_owned(), json!(count.of(state))))
        .collect();
    json!({"asked": count.asked, "settled": count.settled(), "percent": count.percent(), "states": states})
}
