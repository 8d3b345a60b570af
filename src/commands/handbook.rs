//! `handbook list|show|search`: read the handbook.

use serde_json::{Value as Json, json};

use crate::error::{Exit, Failure, Said, nearest};
use crate::handbook::{Kind, Provenance, Question, Step, ValueKind};
use crate::t;
use crate::ui::{Style, layout};

use super::app::App;
use super::cli::{HandbookSearchArgs, HandbookShowArgs};

pub(crate) fn list(app: &mut App) -> anyhow::Result<Exit> {
    let handbook = &app.handbook;
    let texts = app.texts();
    let mut text = String::new();
    for (index, stage) in handbook.stages.iter().enumerate() {
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
            None => handbook_json(app),
            Some(name) => part_json(app, name)?,
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
    let parts: [(&str, Part); 3] = [
        ("handbook-inputs", |part| &part.inputs),
        ("handbook-outputs", |part| &part.outputs),
        ("handbook-people", |part| &part.people),
    ];
    for (key, part) in parts {
        let lead = app
            .messages
            .get(key, &[("text", &texts.stage_part(stage, part))]);
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
    text.push_str(&layout::fill(&texts.why(question), width, "", ""));
    text.push_str("\n\n");
    if let Some(example) = texts.example(question) {
        let example = t!(app.messages, "handbook-example", text = example);
        text.push_str(&layout::fill(&example, width, "", ""));
        text.push_str("\n\n");
    }
    text.push_str(&kind_text(app, question));
    text.push_str(&layout::fill(
        &provenance_text(app, question),
        width,
        "",
        "",
    ));
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

/// Where a question comes from, and how sure that is.
pub(crate) fn provenance_text(app: &App, question: &Question) -> String {
    let key = match question.provenance() {
        Provenance::Confirmed => "provenance-confirmed",
        Provenance::Topic => "provenance-topic",
        Provenance::Proposal => "provenance-proposal",
        Provenance::Unconfirmed => "provenance-unconfirmed",
    };
    let sources = app.catalogues.get("sources");
    let language = app.language();
    let names: Vec<String> = question
        .from
        .iter()
        .filter(|key| *key != "D" && *key != "R")
        .map(|key| {
            let what = sources
                .and_then(|sources| sources.entry(key))
                .and_then(|entry| entry.what(language));
            what.map_or_else(|| key.clone(), |what| format!("{what} ({key})"))
        })
        .collect();
    app.messages.get(key, &[("sources", &names.join("; "))])
}

fn handbook_json(app: &App) -> Json {
    let handbook = &app.handbook;
    let stages: Vec<Json> = (0..handbook.stages.len())
        .map(|stage| stage_json(app, stage))
        .collect();
    json!({
        "schema": "mainstream/handbook/1",
        "id": handbook.id,
        "edition": handbook.edition,
        "language": app.language().code(),
        "stages": stages,
    })
}

fn part_json(app: &App, name: &str) -> Result<Json, Failure> {
    let handbook = &app.handbook;
    if let Some(question) = handbook.question(name) {
        return Ok(question_json(app, question));
    }
    if let Some(step) = handbook.step_index(name) {
        return Ok(step_json(app, step));
    }
    handbook
        .stage_index(name)
        .map(|stage| stage_json(app, stage))
        .ok_or_else(|| unknown(app, name))
}

fn stage_json(app: &App, stage: usize) -> Json {
    let handbook = &app.handbook;
    let texts = app.texts();
    let steps: Vec<Json> = handbook.stages[stage]
        .steps
        .clone()
        .map(|step| step_json(app, step))
        .collect();
    json!({
        "id": handbook.stages[stage].id,
        "number": stage,
        "title": texts.stage_title(handbook, stage),
        "purpose": texts.stage_part(stage, |part| &part.purpose),
        "steps": steps,
    })
}

fn step_json(app: &App, index: usize) -> Json {
    let step = &app.handbook.steps[index];
    let texts = app.texts();
    let questions: Vec<Json> = app
        .handbook
        .questions_of(index)
        .iter()
        .map(|question| question_json(app, question))
        .collect();
    json!({
        "id": step.id,
        "code": step.code,
        "title": texts.step_title(step),
        "intro": texts.step_intro(step),
        "questions": questions,
    })
}

fn question_json(app: &App, question: &Question) -> Json {
    let texts = app.texts();
    let mut found = json!({
        "id": question.path,
        "code": question.code,
        "kind": question.kind.name(),
        "phase": question.phase,
        "texts": {
            "ask": texts.ask(question),
            "why": texts.why(question),
            "example": texts.example(question),
            "note": texts.note_prompt(question),
        },
        "source": question.from,
        "status": question.provenance(),
        "depends": question.depends,
    });
    match &question.kind {
        Kind::Value(kind) => found["choices"] = choices_json(app, kind),
        Kind::Records {
            record,
            ask,
            preset,
            ..
        } => {
            found["record"] = json!(record);
            found["fields"] = fields_json(app, question, ask);
            found["preset"] = json!(preset);
        }
        Kind::Table {
            of,
            filter,
            ask,
            add,
            ..
        } => {
            found["of"] = json!(of);
            found["where"] = json!(filter);
            found["add"] = json!(add);
            found["fields"] = fields_json(app, question, ask);
        }
        Kind::Computed { compute } => found["compute"] = json!(compute),
    }
    found
}

fn choices_json(app: &App, kind: &ValueKind) -> Json {
    let options = app.texts().options(&app.handbook, kind);
    if options.is_empty() {
        return Json::Null;
    }
    Json::Array(
        options
            .iter()
            .map(|(id, label)| json!({"id": id, "label": label}))
            .collect(),
    )
}

fn fields_json(app: &App, question: &Question, ask: &[String]) -> Json {
    let Some(record) = app.handbook.record_of(question) else {
        return Json::Null;
    };
    let field_json = |id: &String| {
        let Some(field) = record.field(id) else {
            return json!({"id": id, "kind": "reference", "to": ["source"]});
        };
        let mut found = json!({
            "id": id,
            "kind": field.kind.name(),
            "many": field.kind.is_many(),
            "required": field.required,
            "label": app.texts().field_label(&record.id, id),
            "hint": app.texts().field_hint(&record.id, id),
            "choices": choices_json(app, &field.kind),
        });
        match &field.kind {
            ValueKind::Reference { to, .. } => found["to"] = json!(to),
            ValueKind::Code { catalogue, .. } => found["catalogue"] = json!(catalogue),
            _ => {}
        }
        found
    };
    Json::Array(ask.iter().map(field_json).collect())
}

pub(crate) fn search(app: &mut App, args: &HandbookSearchArgs) -> anyhow::Result<Exit> {
    let words: Vec<String> = args.words.iter().map(|word| fold(word)).collect();
    let mut text = String::new();
    let mut n_found = 0;
    for question in app.handbook.asked() {
        let texts = app.texts();
        let ask = texts.ask(question);
        let all = format!(
            "{} {} {} {} {}",
            question.code,
            question.path,
            ask,
            texts.why(question),
            texts.example(question).unwrap_or_default()
        );
        let all = fold(&all);
        if words.iter().all(|word| all.contains(word.as_str())) {
            n_found += 1;
            let lead = format!("{:<5} ", question.code);
            text.push_str(&layout::fill(&ask, app.ui.width(), &lead, "      "));
            text.push('\n');
            text.push_str(&format!(
                "      {}\n",
                app.ui.style_out(Style::Dim, &question.path)
            ));
        }
    }
    text.push_str(&glossary_hits(app, &words, &mut n_found));
    app.ui.out(&text)?;
    let summary = super::count(app, "search-found", n_found);
    app.ui.say(&summary);
    Ok(if n_found == 0 {
        Exit::Findings
    } else {
        Exit::Done
    })
}

fn glossary_hits(app: &App, words: &[String], n_found: &mut usize) -> String {
    let language = app.language();
    let mut text = String::new();
    for entry in app
        .catalogues
        .get("glossary")
        .map_or(&[][..], |glossary| &glossary.entries)
    {
        let Some(term) = entry.term(language) else {
            continue;
        };
        let folded = fold(term);
        if !words.iter().all(|word| folded.contains(word.as_str())) {
            continue;
        }
        *n_found += 1;
        let definition = entry.definition(language).unwrap_or_default();
        let line = if definition.is_empty() {
            t!(app.messages, "search-term", term = term)
        } else {
            t!(
                app.messages,
                "search-term-defined",
                term = term,
                definition = definition
            )
        };
        text.push_str(&layout::fill(&line, app.ui.width(), "", "      "));
        text.push('\n');
    }
    text
}

/// Lower case without accents, so that `prevision` finds `prévision`.
pub(crate) fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}
