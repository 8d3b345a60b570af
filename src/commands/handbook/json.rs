//! Parts of the handbook as JSON.

use serde_json::{Value as Json, json};

use crate::error::Failure;
use crate::handbook::{Kind, Question, ValueKind};

use super::super::app::App;
use super::unknown;

pub(super) fn handbook(app: &App) -> Json {
    let handbook = &app.handbook;
    let stages: Vec<Json> = (0..handbook.asked_stages().len())
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

pub(super) fn part(app: &App, name: &str) -> Result<Json, Failure> {
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
        "inputs": texts.stage_part(stage, |part| &part.inputs),
        "outputs": texts.stage_part(stage, |part| &part.outputs),
        "people": texts.stage_part(stage, |part| &part.people),
        "duration": texts.stage_duration(stage),
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
            "mistakes": texts.mistakes(question),
            "lesson": texts.lesson(question),
        },
        "source": question.from,
        "lesson-source": question.lesson,
        "status": question.provenance(),
        "depends": question.depends,
    });
    match &question.kind {
        Kind::Value(kind) => {
            found["choices"] = choices_json(app, kind);
            if let Some(fills) = &question.fills {
                found["fills"] = json!({"list": fills.list, "field": fills.field});
            }
        }
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
