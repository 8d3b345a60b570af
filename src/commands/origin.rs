//! `handbook show --origin`: which layer, file and line each part and each text comes from.

use serde_json::{Value as Json, json};

use crate::error::Exit;
use crate::handbook::{
    Adaptation, Deed, Handbook, Kind, Layer, Origin, OriginPlace, Question, Step, Subject, Texts,
    Wording, load_on,
};
use crate::t;
use crate::ui::{Style, layout};

use super::app::App;
use super::cli::HandbookShowArgs;

/// A part of the handbook with the places of all that makes it.
struct Part<'h> {
    title: String,
    name: String,
    described: Option<OriginPlace<'h>>,
    texts: Vec<(String, Wording<'h>)>,
    adaptations: Vec<&'h Adaptation>,
}

pub(crate) fn show(app: &mut App, args: &HandbookShowArgs) -> anyhow::Result<Exit> {
    let layers = app
        .handbook
        .store()
        .iter()
        .filter(|layer| !layer.is_builtin());
    // Only what is read from its text has lines.
    let handbook = load_on(Layer::builtin_located(), layers.cloned().collect()).handbook;
    let texts = Texts::new(&handbook, app.language());
    let look = Look {
        handbook: &handbook,
        texts: &texts,
    };
    let parts = match &args.name {
        None => look.everything(),
        Some(name) => look
            .named(name)
            .ok_or_else(|| super::handbook::unknown(app, name))?,
    };
    let text = if args.json {
        let parts: Vec<Json> = parts
            .iter()
            .map(|part| part_json(app, &handbook, part))
            .collect();
        format!("{}\n", serde_json::to_string_pretty(&parts)?)
    } else {
        let parts: Vec<String> = parts
            .iter()
            .map(|part| part_text(app, &handbook, part))
            .collect();
        parts.join("\n")
    };
    app.ui.out(&text)?;
    Ok(Exit::Done)
}

struct Look<'h> {
    handbook: &'h Handbook,
    texts: &'h Texts,
}

impl<'h> Look<'h> {
    fn everything(&self) -> Vec<Part<'h>> {
        let steps = 0..self.handbook.steps.len();
        steps.flat_map(|step| self.step(step)).collect()
    }

    fn named(&self, name: &str) -> Option<Vec<Part<'h>>> {
        let handbook = self.handbook;
        if let Some(question) = handbook.question(name) {
            return Some(vec![self.question(question)]);
        }
        if let Some(step) = handbook.step_index(name) {
            return Some(self.step(step));
        }
        let stage = handbook.stage_index(name)?;
        let mut parts = vec![self.stage(stage)];
        let steps = handbook.stages[stage].steps.clone();
        parts.extend(steps.flat_map(|step| self.step(step)));
        Some(parts)
    }

    fn adaptations(&self, subject: Subject, name: &str) -> Vec<&'h Adaptation> {
        let all = self.handbook.adaptations.iter();
        all.filter(|one| one.subject == subject && one.name == name)
            .collect()
    }

    fn described(&self, origin: Origin) -> Option<OriginPlace<'h>> {
        self.handbook.place(origin)
    }

    fn stage(&self, index: usize) -> Part<'h> {
        let stage = &self.handbook.stages[index];
        let wording =
            |name: &str, part| Some((name.to_owned(), self.texts.stage_wording(index, part)?));
        let texts = [
            wording("title", |text| &text.title),
            wording("purpose", |text| &text.purpose),
            wording("inputs", |text| &text.inputs),
            wording("outputs", |text| &text.outputs),
            wording("people", |text| &text.people),
            wording("duration", |text| &text.duration),
        ];
        Part {
            title: format!("{index} {}", self.texts.stage_title(self.handbook, index)),
            name: stage.id.clone(),
            described: self.described(stage.origin),
            texts: texts.into_iter().flatten().collect(),
            adaptations: self.adaptations(Subject::Stage, &stage.id),
        }
    }

    /// A step and its questions, those that a layer dropped at the end.
    fn step(&self, index: usize) -> Vec<Part<'h>> {
        let step: &Step = &self.handbook.steps[index];
        let wording =
            |name: &str, part| Some((name.to_owned(), self.texts.step_wording(step, part)?));
        let texts = [
            wording("title", |text| &text.title),
            wording("intro", |text| &text.intro),
        ];
        let head = Part {
            title: format!("{} {}", step.code, self.texts.step_title(step)),
            name: step.id.clone(),
            described: self.described(step.origin),
            texts: texts.into_iter().flatten().collect(),
            adaptations: self.adaptations(Subject::Step, &step.id),
        };
        let questions = self.handbook.questions.iter();
        let questions = questions.filter(|question| question.step == index);
        std::iter::once(head)
            .chain(questions.map(|question| self.question(question)))
            .collect()
    }

    fn question(&self, question: &'h Question) -> Part<'h> {
        let wording = |name: &str, part| {
            Some((
                name.to_owned(),
                self.texts.question_wording(question, part)?,
            ))
        };
        let mut texts: Vec<_> = [
            wording("ask", |text| &text.ask),
            wording("why", |text| &text.why),
            wording("example", |text| &text.example),
            wording("note", |text| &text.note),
            wording("mistakes", |text| &text.mistakes),
            wording("lesson", |text| &text.lesson),
        ]
        .into_iter()
        .flatten()
        .collect();
        let mut adaptations = self.adaptations(Subject::Question, &question.path);
        if let Kind::Value(kind) = &question.kind
            && let Some(set) = kind.set()
        {
            for id in self.handbook.choice_ids(set) {
                let label = self.texts.choice_wording(set, id);
                texts.extend(label.map(|label| (format!("{set}.{id}"), label)));
                adaptations.extend(self.adaptations(Subject::Choice, &format!("{set}.{id}")));
            }
        }
        if let Some(record) = self.handbook.record_of(question) {
            for field in question.kind.asked_fields() {
                let name = format!("{}.{field}", record.id);
                let label = self
                    .texts
                    .field_wording(&record.id, field, |text| &text.label);
                texts.extend(label.map(|label| (name.clone(), label)));
                adaptations.extend(self.adaptations(Subject::Field, &name));
            }
        }
        Part {
            title: format!("{} {}", question.code, self.texts.ask(question)),
            name: question.path.clone(),
            described: self.described(question.origin),
            texts,
            adaptations,
        }
    }
}

fn place(handbook: &Handbook, layer: usize, path: &str, line: usize) -> String {
    let display = handbook.store().get(layer).map(|layer| layer.display(path));
    format!("{}:{line}", display.unwrap_or_default())
}

/// What a layer did, in a line.
fn deed_text(app: &App, handbook: &Handbook, adaptation: &Adaptation) -> String {
    let layer = &handbook.layers[adaptation.layer].id;
    match &adaptation.deed {
        Deed::Added => t!(app.messages, "origin-added", layer = layer),
        Deed::Moved => t!(app.messages, "origin-moved", layer = layer),
        Deed::Changed { keys } => {
            t!(
                app.messages,
                "origin-changed",
                layer = layer,
                keys = keys.join(", ")
            )
        }
        Deed::Dropped { reason } => {
            let reason = reason.shown(app.language().code());
            t!(
                app.messages,
                "origin-dropped",
                layer = layer,
                reason = reason
            )
        }
    }
}

/// What layers did to the parts of something that is no part of the structure, a line each with its
/// place; `is_about` says by its name which are.
pub(crate) fn deeds_text(app: &App, subject: Subject, is_about: impl Fn(&str) -> bool) -> String {
    let handbook = &app.handbook;
    let mut text = String::new();
    let all = handbook.adaptations.iter();
    for one in all.filter(|one| one.subject == subject && is_about(&one.name)) {
        let Some(at) = handbook.place(one.origin) else {
            continue;
        };
        let place = place(handbook, at.layer, at.path, at.line);
        let deed = deed_text(app, handbook, one);
        let line = format!("{}: {deed} ({place})", one.name);
        let line = layout::fill(&line, app.ui.width(), "", "  ");
        text.push_str(&app.ui.style_out(Style::Dim, &line));
        text.push('\n');
    }
    text
}

fn part_text(app: &App, handbook: &Handbook, part: &Part<'_>) -> String {
    let width = app.ui.width();
    let mut text = String::new();
    for line in layout::wrap(&part.title, width, "", "     ") {
        text.push_str(&app.ui.style_out(Style::Heading, &line));
        text.push('\n');
    }
    text.push_str(&app.ui.style_out(Style::Dim, &part.name));
    text.push('\n');
    let mut add = |name: &str, value: &str| {
        let lead = format!("  {name:<12} ");
        text.push_str(&layout::fill(value, width, &lead, "      "));
        text.push('\n');
    };
    if let Some(described) = &part.described {
        let place = place(handbook, described.layer, described.path, described.line);
        add(&t!(app.messages, "origin-structure"), &place);
    }
    for (name, wording) in &part.texts {
        let origin = wording.origin();
        let mut value = place(handbook, origin.layer, origin.path, origin.line);
        if let Some(language) = wording.fallback {
            value.push_str(&format!(" [{language}]"));
        }
        add(name, &value);
    }
    for adaptation in &part.adaptations {
        text.push_str(&layout::fill(
            &deed_text(app, handbook, adaptation),
            width,
            "  ",
            "      ",
        ));
        text.push('\n');
    }
    text
}

fn part_json(app: &App, handbook: &Handbook, part: &Part<'_>) -> Json {
    let of = |layer: usize, path: &str, line: usize| {
        let id = &handbook.layers[layer].id;
        json!({"layer": id, "file": path, "line": line})
    };
    let texts: serde_json::Map<String, Json> = part
        .texts
        .iter()
        .map(|(name, wording)| {
            let origin = wording.origin();
            let mut found = of(origin.layer, origin.path, origin.line);
            let language = wording.fallback.unwrap_or(app.language());
            found["language"] = json!(language.code());
            found["text"] = json!(wording.text);
            (name.clone(), found)
        })
        .collect();
    let adaptations: Vec<Json> = part
        .adaptations
        .iter()
        .map(|one| adaptation_json(handbook, one))
        .collect();
    let described = part.described.as_ref();
    json!({
        "id": part.name,
        "origin": described.map(|at| of(at.layer, at.path, at.line)),
        "texts": texts,
        "adaptations": adaptations,
    })
}

/// What a layer did, for machines.
pub(crate) fn adaptation_json(handbook: &Handbook, one: &Adaptation) -> Json {
    let mut found = json!({
        "layer": handbook.layers[one.layer].id,
        "subject": one.subject,
        "name": one.name,
        "deed": one.deed.name(),
    });
    match &one.deed {
        Deed::Changed { keys } => found["keys"] = json!(keys),
        Deed::Dropped { reason } => found["reason"] = json!(reason.0),
        Deed::Added | Deed::Moved => {}
    }
    found
}
