//! Laying the structure files of one layer on what the layers below have made.

use std::collections::BTreeMap;

use super::desk::Desk;
use super::fault::{CANNOT_DROP, INCOMPLETE_PART, UNKNOWN_PART};
use super::files::FileTree;
use super::layer::stem;
use super::part::{DropSlot, Fault, Holds, Part, Place, Slot, View};
use crate::error::nearest;
use crate::yaml::{Entry, Mapping, Node};

const STAGE_KEYS: [&str; 6] = ["stage", "phase", "steps", "drop", "after", "before"];
const STEP_KEYS: [&str; 7] = [
    "id",
    "code",
    "phase",
    "questions",
    "drop",
    "after",
    "before",
];
const QUESTION_KEYS: [&str; 25] = [
    "code",
    "id",
    "kind",
    "from",
    "lesson",
    "header",
    "phase",
    "when",
    "depends",
    "set",
    "min",
    "max",
    "many",
    "catalogue",
    "record",
    "ask",
    "preset",
    "of",
    "where",
    "add",
    "whole",
    "compute",
    "fills",
    "drop",
    "after",
];
const RECORD_KEYS: [&str; 4] = ["title", "named-by", "unique", "fields"];
const FIELD_KEYS: [&str; 12] = [
    "id",
    "kind",
    "required",
    "set",
    "min",
    "max",
    "to",
    "many",
    "catalogue",
    "drop",
    "after",
    "before",
];
const RECORDS_FILE_KEYS: [&str; 2] = ["choices", "records"];
const SET_KEYS: [&str; 2] = ["add", "drop"];

/// The structure as far as it has been laid.
#[derive(Debug, Default)]
pub(super) struct Draft<'t> {
    pub(super) stages: Vec<StageDraft<'t>>,
    pub(super) sets: BTreeMap<String, SetDraft>,
    pub(super) records: BTreeMap<String, RecordDraft<'t>>,
    pub(super) faults: Vec<Fault>,
}

#[derive(Debug)]
pub(super) struct StageDraft<'t> {
    pub(super) part: Part<'t>,
    /// The name of its files, without ending.
    pub(super) file: String,
    pub(super) steps: Vec<StepDraft<'t>>,
}

#[derive(Debug)]
pub(super) struct StepDraft<'t> {
    pub(super) part: Part<'t>,
    pub(super) questions: Vec<Part<'t>>,
}

#[derive(Debug)]
pub(super) struct RecordDraft<'t> {
    pub(super) part: Part<'t>,
    pub(super) fields: Vec<Part<'t>>,
}

#[derive(Debug)]
pub(super) struct SetDraft {
    pub(super) layer: usize,
    pub(super) place: Place,
    pub(super) choices: Vec<ChoiceDraft>,
}

#[derive(Debug)]
pub(super) struct ChoiceDraft {
    pub(super) id: String,
    pub(super) place: Place,
    pub(super) layer: usize,
    pub(super) moved: Vec<usize>,
    pub(super) dropped: Option<DropSlot>,
}

impl<'t> Holds<'t> for StepDraft<'t> {
    fn part(&self) -> &Part<'t> {
        &self.part
    }

    fn part_mut(&mut self) -> &mut Part<'t> {
        &mut self.part
    }
}

/// Lays the files of one layer, one after the other.
pub(super) struct Merger<'d, 't> {
    draft: &'d mut Draft<'t>,
    desk: Desk,
}

/// Lays one structure file.
pub(super) fn lay<'t>(draft: &mut Draft<'t>, file: &'t FileTree<'t>, index: usize) {
    let Some(root) = file.root() else {
        return;
    };
    let mut merger = Merger {
        draft,
        desk: Desk {
            file: index,
            layer: file.layer,
            faults: Vec::new(),
        },
    };
    match root.as_mapping() {
        Some(top) if file.path == "records.yaml" => merger.records_file(top),
        Some(top) => merger.stage(top, root, stem(&file.path)),
        None => merger.desk.bad_value(root, "mapping", stem(&file.path)),
    }
    let faults = merger.desk.faults;
    draft.faults.extend(faults);
}

impl<'t> Merger<'_, 't> {
    fn stage(&mut self, top: &'t Mapping<'t>, root: &'t Node<'t>, file: &str) {
        let desk = &mut self.desk;
        desk.unknown_keys(top, &STAGE_KEYS);
        let Some((id, place)) = desk.id_of(top, "stage", root) else {
            return;
        };
        let known = self
            .draft
            .stages
            .iter()
            .position(|stage| stage.part.id == id);
        if let (None, Some(_)) = (known, top.get("drop")) {
            let names = self.draft.stages.iter().map(|stage| stage.part.id.as_str());
            return desk.unknown(place, id, names, "stage");
        }
        if known.is_none() && top.get("phase").is_none() {
            // A new stage says from when on it has to be complete; this is a misspelt one.
            let names = self.draft.stages.iter().map(|stage| stage.part.id.as_str());
            let finding = INCOMPLETE_PART.at(place.span).with("name", id);
            let finding = finding.with("missing", "phase");
            return desk.push(finding.with_some("nearest", nearest(id, names)));
        }
        let index = known.unwrap_or_else(|| {
            self.draft.stages.push(StageDraft {
                part: Part::new(id, place, desk.layer),
                file: file.to_owned(),
                steps: Vec::new(),
            });
            self.draft.stages.len() - 1
        });
        if known.is_some() && self.draft.stages[index].part.layer == desk.layer && desk.layer == 0 {
            desk.duplicate(place, id);
        }
        if let Some(entry) = top.entry("phase") {
            let slot = desk.slot(entry);
            self.draft.stages[index].part.put(slot);
        }
        if let Some(entry) = top.entry("drop") {
            let slot = desk.slot(entry);
            let drop = desk.drop_slot(&slot, id);
            self.draft.stages[index].part.dropped = drop;
        }
        let steps = self.desk.items(top.get("steps"), "steps");
        for node in steps {
            self.step(index, node);
        }
        if let Some(spot) = self.desk.spot(top) {
            let names: Vec<String> = self
                .draft
                .stages
                .iter()
                .map(|s| s.part.id.clone())
                .collect();
            let names = names.iter().map(String::as_str);
            if let Some((from, to)) = self.desk.target(&spot, id, names, "stage") {
                let stage = self.draft.stages.remove(from);
                self.draft.stages.insert(to, stage);
            }
        }
    }

    fn step(&mut self, stage: usize, node: &'t Node<'t>) {
        let desk = &mut self.desk;
        let Some(incoming) = desk.incoming(node, &STEP_KEYS, "questions") else {
            return;
        };
        let elsewhere = self.draft.stages.iter().enumerate().find(|(index, other)| {
            *index != stage && other.steps.iter().any(|step| step.part.id == incoming.id)
        });
        if let Some((_, other)) = elsewhere {
            let finding = UNKNOWN_PART
                .at(incoming.place.span)
                .variant("step-elsewhere");
            let finding = finding.with("found", incoming.id);
            desk.faults.push(Fault::new(
                incoming.place,
                finding.with("nearest", &other.part.id),
            ));
            return;
        }
        let questions = desk.items(incoming.inner, "questions");
        let steps = &mut self.draft.stages[stage].steps;
        let is_known = steps.iter().any(|step| step.part.id == incoming.id);
        let has_code = incoming.slots.iter().any(|slot| slot.key == "code");
        if !is_known && !has_code && incoming.drop.is_none() {
            // One fault: what is said of its questions would only repeat it.
            let names = steps.iter().map(|step| step.part.id.as_str());
            let near = nearest(incoming.id, names).map(str::to_owned);
            let finding = INCOMPLETE_PART
                .at(incoming.place.span)
                .with("name", incoming.id);
            let finding = finding.with("missing", "code").with_some("nearest", near);
            return desk.push(finding);
        }
        let make = |part| StepDraft {
            part,
            questions: Vec::new(),
        };
        let at = desk.take(steps, incoming, make, "step");
        let Some(at) = at else { return };
        for node in questions {
            let Some(incoming) = desk.incoming(node, &QUESTION_KEYS, "") else {
                continue;
            };
            desk.take(&mut steps[at].questions, incoming, |part| part, "question");
        }
    }

    fn records_file(&mut self, top: &'t Mapping<'t>) {
        self.desk.unknown_keys(top, &RECORDS_FILE_KEYS);
        for entry in self.desk.entries(top.get("choices"), "choices") {
            self.set(entry);
        }
        for entry in self.desk.entries(top.get("records"), "records") {
            self.record(entry);
        }
    }

    fn record(&mut self, entry: &'t Entry<'t>) {
        let desk = &mut self.desk;
        let Some(map) = entry.value.as_mapping() else {
            return desk.bad_value(&entry.value, "mapping", &entry.key);
        };
        desk.unknown_keys(map, &RECORD_KEYS);
        let place = desk.key_place(entry);
        let id = entry.key.as_ref();
        let layer = desk.layer;
        let record = self.draft.records.entry(id.to_owned());
        let record = record.or_insert_with(|| RecordDraft {
            part: Part::new(id, place, layer),
            fields: Vec::new(),
        });
        record.part.last = layer;
        for entry in map.iter().filter(|entry| entry.key != "fields") {
            record.part.put(desk.slot(entry));
        }
        for node in desk.items(map.get("fields"), "fields") {
            let Some(incoming) = desk.incoming(node, &FIELD_KEYS, "") else {
                continue;
            };
            let title = map.get("title").and_then(Node::text);
            if let Some(slot) = incoming.drop
                && (title == Some(incoming.id) || is_needed(record, incoming.id))
            {
                let finding = CANNOT_DROP.at(slot.key_span).with("name", incoming.id);
                desk.faults
                    .push(Fault::new(slot.key_place(), finding.variant("field")));
                continue;
            }
            desk.take(&mut record.fields, incoming, |part| part, "field");
        }
    }

    fn set(&mut self, entry: &'t Entry<'t>) {
        let desk = &mut self.desk;
        let place = desk.key_place(entry);
        let name = entry.key.as_ref();
        let layer = desk.layer;
        let set = self.draft.sets.entry(name.to_owned());
        let set = set.or_insert_with(|| SetDraft {
            layer,
            place,
            choices: Vec::new(),
        });
        if entry.value.as_sequence().is_some() {
            if set.layer == layer {
                for node in desk.items(Some(&entry.value), name) {
                    desk.choice(set, node);
                }
            } else {
                desk.bad_value(&entry.value, "set", name);
            }
            return;
        }
        let Some(map) = entry.value.as_mapping() else {
            return desk.bad_value(&entry.value, "set", name);
        };
        desk.unknown_keys(map, &SET_KEYS);
        for node in desk.items(map.get("add"), "add") {
            desk.choice(set, node);
        }
        for entry in desk.entries(map.get("drop"), "drop") {
            desk.drop_choice(set, entry);
        }
    }
}

/// Whether a record cannot be understood without a field.
fn is_needed(record: &RecordDraft<'_>, field: &str) -> bool {
    let view = View {
        part: &record.part,
        top: usize::MAX,
    };
    let names = view.get("title").and_then(Slot::text) == Some(field);
    let field = record.fields.iter().find(|part| part.id == field);
    let required = field.is_some_and(|part| {
        let top = usize::MAX;
        let slot = View { part, top }.get("required");
        slot.and_then(Slot::text) == Some("true")
    });
    names || required
}
