//! Lists of a data file: their items are found by their ids, added, changed, moved and dropped.

use serde_json::{Map, Value as Json};

use super::adaptation::Deed;
use super::fault::{DROP_WITHOUT_REASON, DUPLICATE_PART, INCOMPLETE_PART, UNKNOWN_PART};
use super::part::saying;
use super::sheet::{Form, Sheet, Slot, items};
use crate::error::nearest;
use crate::source::Span;
use crate::yaml::{Entry, Mapping, Node};

/// The keys that say what becomes of an item.
const OWN_KEYS: [&str; 4] = ["id", "drop", "after", "before"];

impl Sheet {
    pub(super) fn list(&mut self, base: &mut Json, node: &Node<'_>, slots: &[Slot], name: &str) {
        if node.as_sequence().is_none() {
            return self.bad_value(node, "list", name);
        }
        let mut made = Vec::new();
        for item in items(node) {
            let Some(map) = self.mapping(item, name) else {
                continue;
            };
            let mut one = Json::Object(Map::new());
            self.keys(&mut one, map, slots, &[]);
            if self.is_whole(&one, slots, (item.span, name, None)) {
                made.push(one);
            }
        }
        *base = Json::from(made);
    }

    /// Whether something new has all that it needs; says what it lacks.
    pub(super) fn is_whole(
        &mut self,
        made: &Json,
        slots: &[Slot],
        (span, name, near): (Span, &str, Option<&str>),
    ) -> bool {
        let needed = slots.iter().filter(|slot| slot.needed);
        let missing = needed.filter(|slot| made.get(slot.key).is_none());
        let missing: Vec<&str> = missing.map(|slot| slot.key).collect();
        if missing.is_empty() {
            return true;
        }
        let finding = INCOMPLETE_PART.at(span).with("name", name);
        let finding = finding.with("missing", missing.join("`, `"));
        self.findings.push(finding.with_some("nearest", near));
        false
    }

    pub(super) fn items(&mut self, base: &mut Json, node: &Node<'_>, slots: &[Slot], name: &str) {
        if node.as_sequence().is_none() {
            if !node.is_null() {
                self.bad_value(node, "list", name);
            }
            return;
        }
        let mut list = match base.take() {
            Json::Array(list) => list,
            _ => Vec::new(),
        };
        let mut seen: Vec<String> = Vec::new();
        for item in items(node) {
            let Some(map) = self.mapping(item, name) else {
                continue;
            };
            let Some((id, place)) = self.id(item, map) else {
                continue;
            };
            if seen.contains(&id) {
                self.findings
                    .push(DUPLICATE_PART.at(place).with("found", &id));
                continue;
            }
            seen.push(id.clone());
            self.item(&mut list, map, (&id, place), (slots, name));
        }
        *base = Json::Array(list);
    }

    fn id(&mut self, item: &Node<'_>, map: &Mapping<'_>) -> Option<(String, Span)> {
        let id = map
            .get("id")
            .filter(|id| id.text().is_some_and(|id| !id.is_empty()));
        if let Some(id) = id {
            return Some((id.text()?.to_owned(), id.span));
        }
        let span = super::files::head(item.span, item);
        let finding = INCOMPLETE_PART.at(span).variant("no-id");
        self.findings.push(finding.with("missing", "id"));
        None
    }

    fn item(
        &mut self,
        list: &mut Vec<Json>,
        map: &Mapping<'_>,
        (id, place): (&str, Span),
        (slots, name): (&[Slot], &str),
    ) {
        let known = list.iter().position(|one| id_of(one) == id);
        let path = if name.is_empty() {
            id.to_owned()
        } else {
            format!("{name}.{id}")
        };
        if let Some(drop) = map.entry("drop") {
            return self.drop_item(list, known, drop, (id, &path, place));
        }
        let at = if let Some(at) = known {
            let before = list[at].clone();
            self.keys(&mut list[at], map, slots, &OWN_KEYS);
            let keys = changed(&before, &list[at], slots);
            if !keys.is_empty() {
                self.did(path.clone(), Deed::Changed { keys }, place);
            }
            at
        } else {
            let Some(made) = self.new_item(list, map, (id, place), slots) else {
                return;
            };
            list.push(made);
            self.did(path.clone(), Deed::Added, place);
            list.len() - 1
        };
        let is_moved = self.move_item(list, at, map);
        if is_moved && known.is_some() {
            self.did(path, Deed::Moved, place);
        }
    }

    fn drop_item(
        &mut self,
        list: &mut Vec<Json>,
        known: Option<usize>,
        drop: &Entry<'_>,
        (id, path, place): (&str, &str, Span),
    ) {
        let Some(at) = known else {
            return self.no_item(list, id, place);
        };
        let Some(reason) = saying(&drop.value) else {
            let finding = DROP_WITHOUT_REASON.at(drop.key_span);
            self.findings.push(finding.with("name", id));
            return;
        };
        list.remove(at);
        self.did(path.to_owned(), Deed::Dropped { reason }, place);
    }

    fn no_item(&mut self, list: &[Json], id: &str, place: Span) {
        let finding = UNKNOWN_PART.at(place).variant("part").with("found", id);
        let near = near(list, id);
        self.findings.push(finding.with_some("nearest", near));
    }

    /// An item that no layer below has, if it has all it needs; what it is made of comes with it.
    fn new_item(
        &mut self,
        list: &[Json],
        map: &Mapping<'_>,
        (id, place): (&str, Span),
        slots: &[Slot],
    ) -> Option<Json> {
        let mut made = Json::Object(Map::from_iter([("id".to_owned(), Json::from(id))]));
        let (faults, deeds) = (self.findings.len(), self.done.len());
        self.keys(&mut made, map, slots, &OWN_KEYS);
        self.done.truncate(deeds);
        // What is there and does not fit was said already.
        let is_told = self.findings.len() > faults && lacks(&made, slots);
        let near = near(list, id);
        let is_whole = !is_told && self.is_whole(&made, slots, (place, id, near.as_deref()));
        is_whole.then_some(made)
    }

    /// Puts an item where it is to stand; whether it was told to.
    fn move_item(&mut self, list: &mut Vec<Json>, at: usize, map: &Mapping<'_>) -> bool {
        let spot = map.entry("after").or_else(|| map.entry("before"));
        let Some(spot) = spot else { return false };
        let beside = spot.value.text().unwrap_or_default();
        let is_there = list.iter().any(|other| id_of(other) == beside);
        if !is_there || id_of(&list[at]) == beside {
            self.no_item(list, beside, spot.value.span);
            return false;
        }
        let one = list.remove(at);
        let to = list.iter().position(|other| id_of(other) == beside);
        let to = to.unwrap_or(list.len()) + usize::from(spot.key == "after");
        list.insert(to.min(list.len()), one);
        true
    }

    /// Drops an item from a list by a mapping of its own.
    pub(super) fn drop_from(
        &mut self,
        list: &mut Json,
        map: &Mapping<'_>,
        (id, place): (&str, Span),
    ) {
        if let Json::Array(list) = list {
            self.item(list, map, (id, place), (&[], ""));
        }
    }
}

/// Whether something lacks a key that it needs.
fn lacks(made: &Json, slots: &[Slot]) -> bool {
    let mut needed = slots.iter().filter(|slot| slot.needed);
    needed.any(|slot| made.get(slot.key).is_none())
}

/// The keys in which two mappings differ, but for lists whose items tell it themselves.
pub(super) fn changed(before: &Json, after: &Json, slots: &[Slot]) -> Vec<String> {
    let slots = slots
        .iter()
        .filter(|slot| !matches!(slot.form, Form::Items(_)));
    let keys = slots.filter(|slot| before.get(slot.key) != after.get(slot.key));
    keys.map(|slot| slot.key.to_owned()).collect()
}

/// The id of an item that is most like one.
fn near(list: &[Json], id: &str) -> Option<String> {
    let ids: Vec<String> = list.iter().map(id_of).collect();
    nearest(id, ids.iter().map(String::as_str)).map(str::to_owned)
}

fn id_of(item: &Json) -> String {
    let id = item.get("id").and_then(Json::as_str);
    id.unwrap_or_default().to_owned()
}
