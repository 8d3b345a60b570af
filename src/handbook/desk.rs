//! Where one is while a structure file is laid: reading items, putting them into lists, noting
//! what is wrong.

use super::fault::{
    BAD_PART_VALUE, DROP_WITHOUT_REASON, DUPLICATE_PART, INCOMPLETE_PART, UNKNOWN_PART,
    UNKNOWN_PART_KEY,
};
use super::files;
use super::merge::{ChoiceDraft, SetDraft};
use super::part::{DropSlot, Fault, Holds, Part, Place, Slot, saying};
use crate::diagnostic::Finding;
use crate::error::nearest;
use crate::yaml::{Entry, Mapping, Node};

const CHOICE_KEYS: [&str; 3] = ["id", "after", "before"];

/// Where one is reading, and what was found.
pub(super) struct Desk {
    pub(super) file: usize,
    pub(super) layer: usize,
    pub(super) faults: Vec<Fault>,
}

/// An item of a list of parts, taken apart.
pub(super) struct Incoming<'t> {
    pub(super) id: &'t str,
    pub(super) place: Place,
    pub(super) slots: Vec<Slot<'t>>,
    pub(super) inner: Option<&'t Node<'t>>,
    pub(super) drop: Option<Slot<'t>>,
    pub(super) spot: Option<Slot<'t>>,
}

impl Desk {
    pub(super) fn place(&self, node: &Node<'_>) -> Place {
        Place {
            file: self.file,
            span: node.span,
        }
    }

    pub(super) fn key_place(&self, entry: &Entry<'_>) -> Place {
        Place {
            file: self.file,
            span: entry.key_span,
        }
    }

    pub(super) fn slot<'t>(&self, entry: &'t Entry<'t>) -> Slot<'t> {
        Slot {
            key: &entry.key,
            key_span: entry.key_span,
            node: &entry.value,
            file: self.file,
            layer: self.layer,
        }
    }

    pub(super) fn push(&mut self, finding: Finding) {
        self.faults.push(Fault {
            file: self.file,
            finding,
        });
    }

    pub(super) fn duplicate(&mut self, place: Place, id: &str) {
        self.push(DUPLICATE_PART.at(place.span).with("found", id));
    }

    /// A value of the wrong form; `wanted` names the form.
    pub(super) fn bad_value(&mut self, node: &Node<'_>, wanted: &'static str, name: &str) {
        let span = files::head(node.span, node);
        self.push(BAD_PART_VALUE.at(span).variant(wanted).with("name", name));
    }

    pub(super) fn unknown_keys(&mut self, map: &Mapping<'_>, known: &[&'static str]) {
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

    pub(super) fn id_of<'t>(
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
        let span = files::head(node.unwrap_or(whole).span, whole);
        self.push(
            INCOMPLETE_PART
                .at(span)
                .variant("no-id")
                .with("missing", key),
        );
        None
    }

    pub(super) fn items<'t>(&mut self, node: Option<&'t Node<'t>>, name: &str) -> &'t [Node<'t>] {
        let Some(node) = node.filter(|node| !node.is_null()) else {
            return &[];
        };
        if let Some(list) = node.as_sequence() {
            return &list.items;
        }
        self.bad_value(node, "list", name);
        &[]
    }

    pub(super) fn entries<'t>(
        &mut self,
        node: Option<&'t Node<'t>>,
        name: &str,
    ) -> &'t [Entry<'t>] {
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
    pub(super) fn incoming<'t>(
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

    pub(super) fn spot<'t>(&self, map: &'t Mapping<'t>) -> Option<Slot<'t>> {
        let entry = map.entry("after").or_else(|| map.entry("before"))?;
        Some(self.slot(entry))
    }

    /// Puts an item into a list: changes the part that has its id, or adds one. The index of the
    /// part, unless the item was refused.
    pub(super) fn take<'t, T: Holds<'t>>(
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

    pub(super) fn drop_part<'t, T: Holds<'t>>(
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

    pub(super) fn drop_slot(&mut self, slot: &Slot<'_>, name: &str) -> Option<DropSlot> {
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
    pub(super) fn unknown<'n>(
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
    pub(super) fn target<'n>(
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

    pub(super) fn choice<'t>(&mut self, set: &mut SetDraft, node: &'t Node<'t>) {
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
        if let Some(spot) = map.and_then(|map| self.spot(map)) {
            let names: Vec<&str> = set
                .choices
                .iter()
                .map(|choice| choice.id.as_str())
                .collect();
            if let Some((from, to)) = self.target(&spot, id, names.into_iter(), "choice") {
                let choice = set.choices.remove(from);
                set.choices.insert(to, choice);
            }
        }
    }

    pub(super) fn drop_choice(&mut self, set: &mut SetDraft, entry: &Entry<'_>) {
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
