//! Laying the structure files of one layer on what the layers below have made.

use std::collections::BTreeMap;

use super::fault::{
    BAD_PART_VALUE, CANNOT_DROP, DROP_WITHOUT_REASON, DUPLICATE_PART, INCOMPLETE_PART,
    UNKNOWN_PART, UNKNOWN_PART_KEY,
};
use super::files::FileTree;
use super::layer::stem;
use super::part::{DropSlot, Fault, Holds, Part, Place, Slot, saying};
use crate::error::nearest;
use crate::yaml::{Entry, Mapping, Node};

const STAGE_KEYS: [&str; 5] = ["stage", "phase", "steps", "after", "before"];
const STEP_KEYS: [&str; 7] = [
    "id",
    "code",
    "phase",
    "questions",
    "drop",
    "after",
    "before",
];
const QUESTION_KEYS: [&str; 23] = [
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
    "compute",
    "drop",
    "after",
];
const RECORD_KEYS: [&str; 3] = ["title", "named-by", "fields"];
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
const CHOICE_KEYS: [&str; 3] = ["id", "after", "before"];

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

/// Where one is reading, and what was found.
struct Desk {
    file: usize,
    layer: usize,
    faults: Vec<Fault>,
}

/// An item of a list of parts, taken apart.
struct Incoming<'t> {
    id: &'t str,
    place: Place,
    slots: Vec<Slot<'t>>,
    inner: Option<&'t Node<'t>>,
    drop: Option<Slot<'t>>,
    spot: Option<Slot<'t>>,
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
        let steps = desk.items(top.get("steps"), "steps");
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
    let view = super::part::View {
        part: &record.part,
        top: usize::MAX,
    };
    let names = view.get("title").and_then(Slot::text) == Some(field);
    let field = record.fields.iter().find(|part| part.id == field);
    let required = field.is_some_and(|part| {
        let top = usize::MAX;
        let slot = super::part::View { part, top }.get("required");
        slot.and_then(Slot::text) == Some("true")
    });
    names || required
}

impl Desk {
    fn place(&self, node: &Node<'_>) -> Place {
        Place {
            file: self.file,
            span: node.span,
        }
    }

    fn key_place(&self, entry: &Entry<'_>) -> Place {
        Place {
            file: self.file,
            span: entry.key_span,
        }
    }

    fn slot<'t>(&self, entry: &'t Entry<'t>) -> Slot<'t> {
        Slot {
            key: &entry.key,
            key_span: entry.key_span,
            node: &entry.value,
            file: self.file,
            layer: self.layer,
        }
    }

    fn push(&mut self, finding: crate::diagnostic::Finding) {
        self.faults.push(Fault {
            file: self.file,
            finding,
        });
    }

    fn duplicate(&mut self, place: Place, id: &str) {
        self.push(DUPLICATE_PART.at(place.span).with("found", id));
    }

    /// A value of the wrong form; `wanted` names the form.
    fn bad_value(&mut self, node: &Node<'_>, wanted: &'static str, name: &str) {
        let span = super::files::head(node.span, node);
        self.push(BAD_PART_VALUE.at(span).variant(wanted).with("name", name));
    }

    fn unknown_keys(&mut self, map: &Mapping<'_>, known: &[&'static str]) {
        for entry in map {
            let key = entry.key.as_ref();
            if known.contains(&key) || (key == "before" && known.contains(&"after")) {
                continue;
            }
            let finding = UNKNOWN_PART_KEY.at(entry.key_span).with("found", key);
            let near = nearest(key, known.iter().copied());
            let finding = finding.with_some("nearest", near);
            self.push(finding.with("list", known.join(", ")));
        }
    }

    fn id_of<'t>(
        &mut self,
        map: &'t Mapping<'t>,
        key: &'static str,
        whole: &'t Node<'t>,
    ) -> Option<(&'t str, Place)> {
        let node = map.get(key);
        if let Some(node) = node
            && let Some(id) = node.text().filter(|id| !id.is_empty())
        {
            return Some((id, self.place(node)));
        }
        let span = super::files::head(node.unwrap_or(whole).span, whole);
        self.push(
            INCOMPLETE_PART
                .at(span)
                .variant("no-id")
                .with("missing", key),
        );
        None
    }

    fn items<'t>(&mut self, node: Option<&'t Node<'t>>, name: &str) -> &'t [Node<'t>] {
        let Some(node) = node.filter(|node| !node.is_null()) else {
            return &[];
        };
        if let Some(list) = node.as_sequence() {
            return &list.items;
        }
        self.bad_value(node, "list", name);
        &[]
    }

    fn entries<'t>(&mut self, node: Option<&'t Node<'t>>, name: &str) -> &'t [Entry<'t>] {
        let Some(node) = node.filter(|node| !node.is_null()) else {
            return &[];
        };
        if let Some(map) = node.as_mapping() {
            return &map.entries;
        }
        self.bad_value(node, "mapping", name);
        &[]
    }

    /// Takes an item of a list of parts apart.
    fn incoming<'t>(
        &mut self,
        node: &'t Node<'t>,
        known: &[&'static str],
        inner: &str,
    ) -> Option<Incoming<'t>> {
        let Some(map) = node.as_mapping() else {
            self.bad_value(node, "mapping", node.text().unwrap_or_default());
            return None;
        };
        self.unknown_keys(map, known);
        let (id, place) = self.id_of(map, "id", node)?;
        let own = |key: &str| matches!(key, "id" | "drop" | "after" | "before") || key == inner;
        let entries = map.iter().filter(|entry| !own(&entry.key));
        Some(Incoming {
            id,
            place,
            slots: entries.map(|entry| self.slot(entry)).collect(),
            inner: map.get(inner),
            drop: map.entry("drop").map(|entry| self.slot(entry)),
            spot: self.spot(map),
        })
    }

    fn spot<'t>(&self, map: &'t Mapping<'t>) -> Option<Slot<'t>> {
        let entry = map.entry("after").or_else(|| map.entry("before"))?;
        Some(self.slot(entry))
    }

    /// Puts an item into a list: changes the part that has its id, or adds one. The index of the
    /// part, unless the item was refused.
    fn take<'t, T: Holds<'t>>(
        &mut self,
        list: &mut Vec<T>,
        incoming: Incoming<'t>,
        make: impl FnOnce(Part<'t>) -> T,
        noun: &'static str,
    ) -> Option<usize> {
        let known = list.iter().position(|item| item.part().id == incoming.id);
        if let Some(at) = known
            && list[at].part().last == self.layer
        {
            self.duplicate(incoming.place, incoming.id);
            return None;
        }
        if let Some(slot) = incoming.drop {
            return self.drop_part(list, known, &incoming, slot, noun);
        }
        let mut at = known.unwrap_or_else(|| {
            list.push(make(Part::new(incoming.id, incoming.place, self.layer)));
            list.len() - 1
        });
        let part = list[at].part_mut();
        part.last = self.layer;
        for slot in incoming.slots {
            part.put(slot);
        }
        if let Some(spot) = incoming.spot {
            let names: Vec<&str> = list.iter().map(|item| item.part().id.as_str()).collect();
            if let Some((from, to)) = self.target(&spot, incoming.id, names.into_iter(), noun) {
                let mut item = list.remove(from);
                if known.is_some() {
                    item.part_mut().moved.push(self.layer);
                }
                list.insert(to, item);
                at = to;
            }
        }
        Some(at)
    }

    fn drop_part<'t, T: Holds<'t>>(
        &mut self,
        list: &mut [T],
        known: Option<usize>,
        incoming: &Incoming<'t>,
        slot: Slot<'t>,
        noun: &'static str,
    ) -> Option<usize> {
        let Some(at) = known else {
            let names = list.iter().map(|item| item.part().id.as_str());
            self.unknown(incoming.place, incoming.id, names, noun);
            return None;
        };
        let drop = self.drop_slot(&slot, incoming.id)?;
        let part = list[at].part_mut();
        part.last = self.layer;
        part.dropped = Some(drop);
        None
    }

    fn drop_slot(&mut self, slot: &Slot<'_>, name: &str) -> Option<DropSlot> {
        if let Some(reason) = saying(slot.node) {
            return Some(DropSlot {
                place: slot.key_place(),
                layer: self.layer,
                reason,
            });
        }
        self.push(DROP_WITHOUT_REASON.at(slot.key_span).with("name", name));
        None
    }

    /// A name that nothing in a list has.
    fn unknown<'n>(
        &mut self,
        place: Place,
        found: &str,
        names: impl Iterator<Item = &'n str>,
        noun: &'static str,
    ) {
        let finding = UNKNOWN_PART
            .at(place.span)
            .variant(noun)
            .with("found", found);
        let near = nearest(found, names).map(str::to_owned);
        self.push(finding.with_some("nearest", near));
    }

    /// From where to where a part moves in its list.
    fn target<'n>(
        &mut self,
        spot: &Slot<'_>,
        id: &str,
        names: impl Iterator<Item = &'n str>,
        noun: &'static str,
    ) -> Option<(usize, usize)> {
        let names: Vec<&str> = names.collect();
        let from = names.iter().position(|name| *name == id)?;
        let wanted = spot.text().unwrap_or_default();
        let Some(beside) = names.iter().position(|name| *name == wanted && *name != id) else {
            self.unknown(spot.place(), wanted, names.into_iter(), noun);
            return None;
        };
        let beside = if from < beside { beside - 1 } else { beside };
        let to = if spot.key == "after" {
            beside + 1
        } else {
            beside
        };
        Some((from, to))
    }

    fn choice(&mut self, set: &mut SetDraft, node: &Node<'_>) {
        let map = node.as_mapping();
        if let Some(map) = map {
            self.unknown_keys(map, &CHOICE_KEYS);
        }
        let id_node = map.and_then(|map| map.get("id")).unwrap_or(node);
        let Some(id) = id_node.text() else {
            return self.bad_value(node, "choice", "add");
        };
        let place = self.place(id_node);
        let known = set.choices.iter().position(|choice| choice.id == id);
        if let Some(known) = known {
            if map.is_none() || set.choices[known].layer == self.layer {
                return self.duplicate(place, id);
            }
            set.choices[known].moved.push(self.layer);
        } else {
            set.choices.push(ChoiceDraft {
                id: id.to_owned(),
                place,
                layer: self.layer,
                moved: Vec::new(),
                dropped: None,
            });
        }
        let spot = map.and_then(|map| {
            let entry = map.entry("after").or_else(|| map.entry("before"))?;
            Some((entry.key == "after", entry))
        });
        if let Some((after, entry)) = spot {
            let names: Vec<&str> = set
                .choices
                .iter()
                .map(|choice| choice.id.as_str())
                .collect();
            let slot = Slot {
                key: if after { "after" } else { "before" },
                key_span: entry.key_span,
                node: &entry.value,
                file: self.file,
                layer: self.layer,
            };
            if let Some((from, to)) = self.target(&slot, id, names.into_iter(), "choice") {
                let choice = set.choices.remove(from);
                set.choices.insert(to, choice);
            }
        }
    }

    fn drop_choice(&mut self, set: &mut SetDraft, entry: &Entry<'_>) {
        let id = entry.key.as_ref();
        let place = self.key_place(entry);
        let Some(at) = set.choices.iter().position(|choice| choice.id == id) else {
            let names: Vec<&str> = set
                .choices
                .iter()
                .map(|choice| choice.id.as_str())
                .collect();
            return self.unknown(place, id, names.into_iter(), "choice");
        };
        let slot = Slot {
            key: "drop",
            key_span: entry.key_span,
            node: &entry.value,
            file: self.file,
            layer: self.layer,
        };
        if let Some(drop) = self.drop_slot(&slot, id) {
            set.choices[at].dropped = Some(drop);
        }
    }
}
