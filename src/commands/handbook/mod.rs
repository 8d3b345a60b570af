//! `handbook`: read what is asked, search it, look terms up.

mod glossary;
mod json;
mod provenance;
mod read;
mod search;

use crate::error::{Exit, Failure, Said, nearest};
use crate::handbook::{Kind, Question, Step};
use crate::t;
use crate::ui::{Style, layout};

use super::app::App;
use super::cli::HandbookShowArgs;

pub(crate) use glossary::{run as glossary, term_lines};
pub(crate) use provenance::{lesson_text, provenance_text};
pub(crate) use read::run as read;
pub(crate) use search::{run as search, snippet_text};

pub(crate) fn list(app: &mut App) -> anyhow::Result<Exit> {
    let handbook = &app.handbook;
    let texts = app.texts();
    let mut text = String::new();
    for (index, stage) in handbook.asked_stages().iter().enumerate() {
        let title = format!("{index} {}", texts.stage_title(handbook, index));
        text.push_str(&app.ui.style_out(Style::Heading, &title));
        text.push('\n');
        for step in &handbook.steps[stage.steps.clone()] {
            let n = super::count(app, "handbook-questions", step.questions.len());
            let lead = format!("  {:<3} ", step.code);
            let line = format!("{}  {} · {n}", step.id, texts.step_title(step));
            text.push_str(&layout::fill(&line, app.ui.width(), &lead, "      "));
            text.push('\n');
        }
    }
    text.push('\n');
    text.push_str(&t!(
        app.messages,
        "handbook-edition",
        id = handbook.id,
        edition = handbook.edition,
        n = handbook.asked().len()
    ));
    text.push('\n');
    app.ui.out(&text)?;
    Ok(Exit::Done)
}

pub(crate) fn show(app: &mut App, args: &HandbookShowArgs) -> anyhow::Result<Exit> {
    if args.origin {
        return super::origin::show(app, args);
    }
    let text = if args.json {
        let found = match &args.name {
            None => json::handbook(app),
            Some(name) => json::part(app, name)?,
        };
        format!("{}\n", serde_json::to_string_pretty(&found)?)
    } else {
        match &args.name {
            None => return list(app),
            Some(name) => part_text(app, name)?,
        }
    };
    app.ui.out(&text)?;
    Ok(Exit::Done)
}

pub(crate) fn unknown(app: &App, name: &str) -> Failure {
    let handbook = &app.handbook;
    let steps = handbook.steps.iter().map(|step| step.id.as_str());
    let stages = handbook.stages.iter().map(|stage| stage.id.as_str());
    let near = nearest(name, handbook.question_names().chain(steps).chain(stages));
    let failure = Failure::new(Exit::Usage, "handbook-unknown-name").with("name", name);
    match near {
        Some(near) => failure.hint(Said::new("hint-did-you-mean").with("word", near)),
        None => failure.hint(Said::new("hint-handbook-list")),
    }
}

fn part_text(app: &App, name: &str) -> Result<String, Failure> {
    let handbook = &app.handbook;
    if let Some(question) = handbook.question(name) {
        return Ok(question_text(app, question));
    }
    if let Some(step) = handbook.step_index(name) {
        return Ok(step_text(app, &handbook.steps[step], step));
    }
    let stage = handbook
        .stage_index(name)
        .ok_or_else(|| unknown(app, name))?;
    Ok(stage_text(app, stage))
}

/// Picks one part of the introduction of a stage.
type Part = fn(&crate::handbook::StageText) -> &Option<crate::handbook::Phrase>;

fn stage_text(app: &App, stage: usize) -> String {
    let handbook = &app.handbook;
    let texts = app.texts();
    let width = app.ui.width();
    let title = format!("{stage} {}", texts.stage_title(handbook, stage));
    let mut text = format!("{}\n", app.ui.style_out(Style::Heading, &title));
    text.push_str(&layout::fill(
        &texts.stage_part(stage, |part| &part.purpose),
        width,
        "",
        "",
    ));
    text.push_str("\n\n");
    let part = |part: Part| Some(texts.stage_part(stage, part));
    let parts = [
        ("handbook-inputs", part(|part| &part.inputs)),
        ("handbook-outputs", part(|part| &part.outputs)),
        ("handbook-people", part(|part| &part.people)),
        ("handbook-duration", texts.stage_duration(stage)),
    ];
    for (key, part) in parts {
        let Some(part) = part else { continue };
        let lead = app.messages.get(key, &[("text", &part)]);
        text.push_str(&layout::fill(&lead, width, "", "  "));
        text.push('\n');
    }
    text.push('\n');
    for step in &handbook.steps[handbook.stages[stage].steps.clone()] {
        let line = format!("{}  {}", step.id, texts.step_title(step));
        text.push_str(&layout::fill(
            &line,
            width,
            &format!("  {:<3} ", step.code),
            "      ",
        ));
        text.push('\n');
    }
    text
}

fn step_text(app: &App, step: &Step, index: usize) -> String {
    let width = app.ui.width();
    let texts = app.texts();
    let title = format!("{} {}", step.code, texts.step_title(step));
    let mut text = format!("{}\n", app.ui.style_out(Style::Heading, &title));
    text.push_str(&layout::fill(&texts.step_intro(step), width, "", ""));
    text.push_str("\n\n");
    for question in app.handbook.questions_of(index) {
        let lead = format!("  {:<5} ", question.code);
        let indent = " ".repeat(layout::columns(&lead));
        text.push_str(&layout::fill(&texts.ask(question), width, &lead, &indent));
        text.push('\n');
        text.push_str(&indent);
        text.push_str(&app.ui.style_out(Style::Dim, &question.path));
        text.push('\n');
    }
    text
}

fn question_text(app: &App, question: &Question) -> String {
    let width = app.ui.width();
    let texts = app.texts();
    let title = format!("{}  {}", question.code, texts.ask(question));
    let mut text = String::new();
    for line in layout::wrap(&title, width, "", "     ") {
        text.push_str(&app.ui.style_out(Style::Heading, &line));
        text.push('\n');
    }
    text.push_str(&app.ui.style_out(Style::Dim, &question.path));
    text.push_str("\n\n");
    let example = texts.example(question);
    let mistakes = texts.mistakes(question);
    let parts = [
        Some(texts.why(question).into_owned()),
        example.map(|example| t!(app.messages, "handbook-example", text = example)),
        mistakes.map(|mistakes| t!(app.messages, "handbook-mistakes", text = mistakes)),
        lesson_text(&app.messages, &app.catalogues, texts, question),
    ];
    for part in parts.into_iter().flatten() {
        text.push_str(&layout::fill(&part, width, "", ""));
        text.push_str("\n\n");
    }
    text.push_str(&kind_text(app, question));
    let origin = provenance_text(&app.messages, &app.catalogues, question);
    text.push_str(&layout::fill(&origin, width, "", ""));
    text.push('\n');
    text
}

fn kind_text(app: &App, question: &Question) -> String {
    let texts = app.texts();
    let mut text = String::new();
    match &question.kind {
        Kind::Value(kind) => {
            for (id, label) in texts.options(&app.handbook, kind) {
                let line = if *id == *label {
                    id.to_owned()
                } else {
                    format!("{id}  {label}")
                };
                text.push_str(&layout::fill(&line, app.ui.width(), "  ", "      "));
                text.push('\n');
            }
        }
        Kind::Records { .. } | Kind::Table { .. } => {
            let Some(record) = app.handbook.record_of(question) else {
                return text;
            };
            for field in question.kind.asked_fields() {
                let label = match field.as_str() {
                    "evidence" => t!(app.messages, "field-evidence"),
                    "note" => t!(app.messages, "field-note"),
                    _ => texts.field_label(&record.id, field).into_owned(),
                };
                text.push_str(&layout::fill(
                    &format!("{field}  {label}"),
                    app.ui.width(),
                    "  ",
                    "      ",
                ));
                text.push('\n');
            }
        }
        Kind::Computed { .. } => {
            text.push_str(&super::line(&t!(app.messages, "handbook-computed")));
        }
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}
