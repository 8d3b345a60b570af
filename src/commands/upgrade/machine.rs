//! The plan of an upgrade for programs: the schema `mainstream/upgrade/1`.

use serde_json::{Value, json};

use crate::upgrade::{Fate, Plan, Why};

use super::super::app::App;
use super::super::kits::Kit;
use super::words::why_text;
use super::{Deed, Done};

/// What became of every file.
#[derive(Default)]
pub(super) struct Report {
    files: Vec<Value>,
}

impl Report {
    pub(super) fn add(&mut self, app: &App, kit: &Kit, done: &Done) {
        let mut file = json!({
            "file": done.path.display().to_string(),
            "state": done.deed,
        });
        if let Some(plan) = &done.plan {
            add_plan(app, kit, &mut file, plan);
        } else if done.deed == Deed::Current {
            file["to"] = json!(kit.handbook.edition);
        }
        self.files.push(file);
    }

    pub(super) fn to_json(&self) -> Result<String, serde_json::Error> {
        let whole = json!({"schema": "mainstream/upgrade/1", "files": self.files});
        Ok(format!("{}\n", serde_json::to_string_pretty(&whole)?))
    }
}

fn add_plan(app: &App, kit: &Kit, file: &mut Value, plan: &Plan) {
    let question = |index: usize| &kit.handbook.questions[index];
    let counts = Fate::ALL.map(|fate| (fate.name().to_owned(), json!(plan.count(fate))));
    let answers = plan.answers.iter().map(|answer| {
        let to = answer.to.map(question);
        json!({
            "from": answer.from,
            "to": to.map(|question| &question.path),
            "code": to.map(|question| &question.code),
            "fate": answer.fate,
            "reasons": reasons(app, kit, &answer.why),
        })
    });
    let fields = plan.fields.iter().map(|field| {
        json!({
            "list": field.list,
            "field": field.field,
            "to": field.to,
            "fate": field.fate,
            "records": field.records,
            "reasons": reasons(app, kit, &field.why),
        })
    });
    let words = plan.words.iter().map(
        |word| json!({"place": word.place, "from": word.from, "to": word.to, "count": word.count}),
    );
    file["from"] = json!(plan.from);
    file["to"] = json!(plan.to);
    file["counts"] = Value::Object(counts.into_iter().collect());
    file["answers"] = answers.collect();
    file["fields"] = fields.collect();
    file["words"] = words.collect();
    file["unknown"] = json!(plan.unknown);
    file["added"] = plan
        .added
        .iter()
        .map(|index| json!({"question": question(*index).path, "code": question(*index).code}))
        .collect();
}

fn reasons(app: &App, kit: &Kit, why: &[Why]) -> Vec<Value> {
    let text = |why: &Why| why_text(&app.messages, &kit.handbook.edition, why);
    why.iter()
        .map(|why| json!({"reason": why.name(), "text": text(why)}))
        .collect()
}
