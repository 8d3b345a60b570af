//! `get`: what stands at a name.

use serde_json::{Map, Value as Json, json};

use crate::error::{Exit, Failure, Said, nearest};
use crate::handbook::{Handbook, Kind};
use crate::plan::{Computed, Plan, compute};
use crate::project::{
    Project, Record, SETTABLE_HEADER, Target, TargetError, parse_target, record_type,
};
use crate::yaml::{EmitOptions, Node, Value, emit};

use super::app::App;
use super::cli::GetArgs;
use super::computed::{computed_json, computed_text};
use super::open::OpenFile;

pub(crate) fn run(app: &mut App, args: &GetArgs) -> anyhow::Result<Exit> {
    let target = parse_target(&args.question, &app.handbook)
        .map_err(|error| target_failure(&app.handbook, &args.question, &error))?;
    let mut file = OpenFile::read(&args.file)?;
    file.with_project(app, |app, project| {
        let text = if args.json {
            let found = json_of(app, project, &target)?;
            format!("{}\n", serde_json::to_string_pretty(&found)?)
        } else {
            text_of(app, project, &target)?
        };
        app.ui.out(&text)?;
        Ok(Exit::Done)
    })
}

/// Why a name leads nowhere, with the nearest that does.
pub(crate) fn target_failure(handbook: &Handbook, name: &str, error: &TargetError) -> Failure {
    match error {
        TargetError::UnknownQuestion(word) => {
            let failure = Failure::new(Exit::Usage, "target-unknown").with("name", word);
            let near = nearest(word, handbook.question_names().chain(SETTABLE_HEADER));
            match near {
                Some(near) => failure.hint(Said::new("hint-did-you-mean").with("word", near)),
                None => failure.hint(Said::new("hint-handbook-list")),
            }
        }
        TargetError::NoList(word) => Failure::new(Exit::Usage, "target-no-list").with("name", word),
        TargetError::UnknownField { field, record } => {
            let failure = Failure::new(Exit::Usage, "target-unknown-field")
                .with("field", field)
                .with("name", name);
            let fields = handbook
                .records
                .get(record)
                .map_or(&[][..], |record| &record.fields);
            let ids: Vec<&str> = fields.iter().map(|field| field.id.as_str()).collect();
            match nearest(field, ids.iter().copied()) {
                Some(near) => failure.hint(Said::new("hint-did-you-mean").with("word", near)),
                None => {
                    failure.hint(Said::new("target-known-fields").with("fields", ids.join(", ")))
                }
            }
        }
        TargetError::Malformed(name) => Failure::new(Exit::Usage, "target-malformed")
            .with("name", name)
            .hint(Said::new("hint-target-form")),
    }
}

/// A record of a list, or a failure that names the nearest id.
pub(crate) fn find_record<'p>(
    project: &Project<'p>,
    home: Option<usize>,
    id: &str,
) -> Result<Record<'p>, Failure> {
    let list = match home {
        None => project.sources(),
        Some(home) => project.list(home),
    };
    project
        .position(home, id)
        .and_then(|position| list.get(position))
        .copied()
        .ok_or_else(|| {
            let failure = Failure::new(Exit::Usage, "record-unknown").with("id", id);
            match nearest(id, project.ids(home)) {
                Some(near) => failure.hint(Said::new("hint-did-you-mean").with("word", near)),
                None => failure.hint(Said::new("hint-new-record").with("id", id)),
            }
        })
}

/// Makes sure that a body exists.
pub(crate) fn find_body(app: &App, project: &Project<'_>, id: &str) -> Result<(), Failure> {
    let home = app
        .handbook
        .home("body")
        .and_then(|home| app.handbook.question_index(&home.path));
    find_record(project, home, id).map(|_| ()).map_err(|_| {
        let failure = Failure::new(Exit::Usage, "record-unknown").with("id", id);
        match nearest(id, project.ids(home)) {
            Some(near) => failure.hint(Said::new("hint-did-you-mean").with("word", near)),
            None => failure,
        }
    })
}

/// The value in the notation of the file; a list of records is one `id  title` a line.
fn text_of(app: &App, project: &Project<'_>, target: &Target) -> Result<String, Failure> {
    let handbook = &app.handbook;
    Ok(match target {
        Target::Header(key) => header_node(project, key).map_or_else(String::new, text_of_node),
        Target::Record(name) => {
            let record = find_record(project, name.home, &name.id)?;
            emit(&record.node.to_data(), 0, EmitOptions::default())
        }
        Target::Field(name, field) => {
            let record = find_record(project, name.home, &name.id)?;
            record.field(field).map_or_else(String::new, text_of_node)
        }
        Target::Question(index) => {
            let question = &handbook.questions[*index];
            match &question.kind {
                Kind::Records { .. } | Kind::Table { .. } => {
                    let home = handbook.home_of(question);
                    let home = home.and_then(|home| handbook.question_index(&home.path));
                    let kind = record_type(handbook, home);
                    let records = project.records_in(handbook, question);
                    let line = |record: &Record<'_>| {
                        let title = kind.map_or("", |kind| record.title(kind));
                        format!("{}\t{title}\n", record.handle())
                    };
                    records.iter().map(line).collect()
                }
                Kind::Computed { compute } => computed(app, project, compute)?
                    .map_or_else(String::new, |result| computed_text(&app.messages, &result)),
                Kind::Value(_) => {
                    let answer = project.answer(*index).and_then(|answer| answer.value);
                    answer.map_or_else(String::new, text_of_node)
                }
            }
        }
    })
}

/// What is worked out for a question; none where nothing is.
fn computed(app: &App, project: &Project<'_>, name: &str) -> Result<Option<Computed>, Failure> {
    let has_code = |catalogue: &str, id: &str| app.has_code(catalogue, id);
    let plan = Plan::of(project, &app.handbook, &has_code);
    Ok(compute(name, &plan, App::today()?))
}

fn header_node<'p>(project: &Project<'p>, key: &str) -> Option<&'p Node<'p>> {
    project.root.as_mapping().and_then(|top| top.get(key))
}

fn text_of_node(node: &Node<'_>) -> String {
    match &node.value {
        Value::Null => String::new(),
        Value::Scalar(scalar) => super::line(&scalar.text),
        Value::Sequence(list) => list.items.iter().map(text_of_node).collect(),
        Value::Mapping(_) => emit(&node.to_data(), 0, EmitOptions::default()),
    }
}

fn json_of(app: &App, project: &Project<'_>, target: &Target) -> Result<Json, Failure> {
    let handbook = &app.handbook;
    Ok(match target {
        Target::Header(key) => {
            json!({"key": key, "value": header_node(project, key).map(json_of_node)})
        }
        Target::Record(name) => json_of_node(find_record(project, name.home, &name.id)?.node),
        Target::Field(name, field) => {
            let record = find_record(project, name.home, &name.id)?;
            json!({"record": name.id, "field": field, "value": record.field(field).map(json_of_node)})
        }
        Target::Question(index) => {
            let question = &handbook.questions[*index];
            let mut found = Map::new();
            found.insert("question".into(), json!(question.path));
            found.insert("code".into(), json!(question.code));
            found.insert("kind".into(), json!(question.kind.name()));
            found.insert("state".into(), json!(project.state(handbook, *index)));
            let answer = project.answer(*index);
            let value = match &question.kind {
                Kind::Table { .. } | Kind::Records { .. } => {
                    let records = project.records_in(handbook, question);
                    Json::Array(
                        records
                            .iter()
                            .map(|record| json_of_node(record.node))
                            .collect(),
                    )
                }
                Kind::Computed { compute } => computed(app, project, compute)?
                    .map_or(Json::Null, |result| computed_json(&app.messages, &result)),
                Kind::Value(_) => answer
                    .and_then(|answer| answer.value)
                    .map_or(Json::Null, json_of_node),
            };
            found.insert("answer".into(), value);
            if let Some(answer) = answer {
                let parts = [
                    ("reason", answer.reason),
                    ("note", answer.note),
                    ("by", answer.by),
                    ("on", answer.on),
                ];
                for (key, part) in parts {
                    if let Some(part) = part {
                        found.insert(key.into(), json!(part.text));
                    }
                }
                let evidence: Vec<&str> =
                    answer.evidence.iter().map(|source| source.text).collect();
                found.insert("evidence".into(), json!(evidence));
            }
            Json::Object(found)
        }
    })
}

/// A node as JSON; scalars stay text, as the file has no types.
fn json_of_node(node: &Node<'_>) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Scalar(scalar) => json!(scalar.text),
        Value::Sequence(list) => Json::Array(list.items.iter().map(json_of_node).collect()),
        Value::Mapping(map) => Json::Object(
            map.iter()
                .map(|entry| (entry.key.to_string(), json_of_node(&entry.value)))
                .collect(),
        ),
    }
}
