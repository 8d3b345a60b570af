//! Data files that layers lay on each other key by key: what may stand in them is a table of forms,
//! and what does not fit is left as the layer below has it, and said so.

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json};

use super::adaptation::Deed;
use super::fault::{BAD_PART_VALUE, UNKNOWN_PART, UNKNOWN_PART_KEY};
use super::sheet_items::changed;
use crate::diagnostic::Finding;
use crate::error::nearest;
use crate::source::Span;
use crate::yaml::{Mapping, Node};

/// What stands under a key.
#[derive(Debug, Clone, Copy)]
pub(super) enum Form {
    /// A text.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Flag,
    /// One of a few words.
    OneOf(&'static [&'static str]),
    /// A text for each language.
    Texts,
    /// A list of words: another list takes its place, `add` and `drop` change it.
    Words,
    /// Any keys with values of one form.
    Each(&'static Form),
    /// These keys.
    Keys(&'static [Slot]),
    /// A list of mappings without ids; another list takes its place.
    List(&'static [Slot]),
    /// A list of mappings that are found by their ids.
    Items(&'static [Slot]),
}

/// A key of a mapping.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    pub(super) key: &'static str,
    pub(super) form: Form,
    /// Whether nothing new can do without it.
    pub(super) needed: bool,
}

/// A key that may be missing.
pub(super) const fn may(key: &'static str, form: Form) -> Slot {
    Slot {
        key,
        form,
        needed: false,
    }
}

/// A key that something new needs.
pub(super) const fn needs(key: &'static str, form: Form) -> Slot {
    Slot {
        key,
        form,
        needed: true,
    }
}

/// What a layer did to a part of a file.
#[derive(Debug, Clone)]
pub(super) struct Done {
    /// The ids that lead to the part.
    pub(super) name: String,
    pub(super) deed: Deed,
    pub(super) span: Span,
}

/// One file being laid on what the layers below have made.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) findings: Vec<Finding>,
    pub(super) done: Vec<Done>,
}

impl Sheet {
    /// Lays a value on what is there; what does not fit changes nothing.
    pub(super) fn lay(&mut self, base: &mut Json, node: &Node<'_>, form: Form, name: &str) {
        match form {
            Form::Text => {
                let text = node.text().filter(|text| !text.trim().is_empty());
                self.put(base, node, text.map(Json::from), ("text", name));
            }
            Form::Number => {
                let number = node
                    .text()
                    .filter(|text| Decimal::from_str_exact(text).is_ok());
                self.put(base, node, number.map(Json::from), ("decimal", name));
            }
            Form::Flag => {
                let flag = match node.text() {
                    Some("true") => Some(Json::Bool(true)),
                    Some("false") => Some(Json::Bool(false)),
                    _ => None,
                };
                self.put(base, node, flag, ("flag", name));
            }
            Form::OneOf(known) => self.one_of(base, node, known, name),
            Form::Texts => self.texts(base, node, name),
            Form::Words => self.words(base, node, name),
            Form::Each(form) => {
                let Some(map) = self.mapping(node, name) else {
                    return;
                };
                for entry in map {
                    let slot = slot(base, &entry.key);
                    self.lay(slot, &entry.value, *form, &entry.key);
                    tidy(base, &entry.key);
                }
            }
            Form::Keys(slots) => {
                if let Some(map) = self.mapping(node, name) {
                    self.keys(base, map, slots, &[]);
                }
            }
            Form::List(slots) => self.list(base, node, slots, name),
            Form::Items(slots) => self.items(base, node, slots, name),
        }
    }

    fn put(
        &mut self,
        base: &mut Json,
        node: &Node<'_>,
        value: Option<Json>,
        (wanted, name): (&'static str, &str),
    ) {
        match value {
            Some(value) => *base = value,
            None => self.bad_value(node, wanted, name),
        }
    }

    pub(super) fn bad_value(&mut self, node: &Node<'_>, wanted: &'static str, name: &str) {
        let span = super::files::head(node.span, node);
        let finding = BAD_PART_VALUE.at(span).variant(wanted);
        self.findings.push(finding.with("name", name));
    }

    pub(super) fn mapping<'n, 't>(
        &mut self,
        node: &'n Node<'t>,
        name: &str,
    ) -> Option<&'n Mapping<'t>> {
        let map = node.as_mapping();
        if map.is_none() && !node.is_null() {
            self.bad_value(node, "mapping", name);
        }
        map
    }

    fn one_of(&mut self, base: &mut Json, node: &Node<'_>, known: &[&'static str], name: &str) {
        let word = node.text().unwrap_or_default();
        if known.contains(&word) {
            *base = Json::from(word);
            return;
        }
        let finding = BAD_PART_VALUE.at(node.span).variant("one-of");
        let finding = finding.with("name", name).with("found", word);
        let finding = finding.with_some("nearest", nearest(word, known.iter().copied()));
        self.findings.push(finding.with("list", known.join(", ")));
    }

    fn texts(&mut self, base: &mut Json, node: &Node<'_>, name: &str) {
        let Some(map) = node.as_mapping() else {
            return self.bad_value(node, "texts", name);
        };
        for entry in map {
            let text = entry.value.text().filter(|text| !text.trim().is_empty());
            match text {
                Some(text) => *slot(base, &entry.key) = Json::from(text.trim()),
                None => self.bad_value(&entry.value, "text", &entry.key),
            }
        }
    }

    fn words(&mut self, base: &mut Json, node: &Node<'_>, name: &str) {
        let Some(map) = node.as_mapping() else {
            let words = self.plain_words(node, name);
            if let Some(words) = words {
                *base = Json::from(words);
            }
            return;
        };
        self.unknown_keys(map, &["add", "drop"]);
        let mut words: Vec<String> = base
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|word| word.as_str().map(str::to_owned))
            .collect();
        let drop = map
            .get("drop")
            .map(|drop| (drop, self.plain_words(drop, "drop")));
        if let Some((node, Some(gone))) = drop {
            for (word, node) in gone.iter().zip(items(node)) {
                if !words.contains(word) {
                    let near = nearest(word, words.iter().map(String::as_str));
                    let finding = UNKNOWN_PART.at(node.span).variant("word");
                    let finding = finding.with("found", word).with_some("nearest", near);
                    self.findings.push(finding);
                }
            }
            words.retain(|word| !gone.contains(word));
        }
        let add = map.get("add").and_then(|add| self.plain_words(add, "add"));
        let new = add.into_iter().flatten();
        for word in new {
            if !words.contains(&word) {
                words.push(word);
            }
        }
        *base = Json::from(words);
    }

    fn plain_words(&mut self, node: &Node<'_>, name: &str) -> Option<Vec<String>> {
        let words: Option<Vec<String>> = node.as_sequence().and_then(|list| {
            let words = list.items.iter();
            words.map(|word| word.text().map(str::to_owned)).collect()
        });
        if words.is_none() {
            self.bad_value(node, "list", name);
        }
        words
    }

    fn unknown_keys(&mut self, map: &Mapping<'_>, known: &[&str]) {
        for entry in map {
            let key: &str = &entry.key;
            if !known.contains(&key) {
                let finding = UNKNOWN_PART_KEY.at(entry.key_span).with("found", key);
                let near = nearest(key, known.iter().copied());
                let finding = finding.with_some("nearest", near);
                self.findings.push(finding.with("list", known.join(", ")));
            }
        }
    }

    /// Lays the keys of a mapping; `more` may stand in it too.
    pub(super) fn keys(
        &mut self,
        base: &mut Json,
        map: &Mapping<'_>,
        slots: &[Slot],
        more: &[&'static str],
    ) {
        let known: Vec<&str> = more
            .iter()
            .copied()
            .chain(slots.iter().map(|slot| slot.key))
            .collect();
        self.unknown_keys(map, &known);
        for known in slots {
            if let Some(value) = map.get(known.key) {
                self.lay(slot(base, known.key), value, known.form, known.key);
                tidy(base, known.key);
            }
        }
    }

    /// Says what a layer did to an instrument as a whole, beside what it did to parts of it.
    pub(super) fn tell_instrument(
        &mut self,
        (id, span): (&str, Span),
        before: Option<&Json>,
        after: &Json,
        slots: &[Slot],
    ) {
        for done in &mut self.done {
            done.name = format!("{id}.{}", done.name);
        }
        let deed = match before {
            None => {
                // What a new one is made of comes with it.
                self.done.clear();
                Deed::Added
            }
            Some(before) => {
                let keys = changed(before, after, slots);
                if keys.is_empty() {
                    return;
                }
                Deed::Changed { keys }
            }
        };
        self.did(id.to_owned(), deed, span);
    }

    /// Says which texts a layer gives, by the names of what they are about.
    pub(super) fn tell_texts(&mut self, root: &Node<'_>, before: &str) {
        for entry in root.as_mapping().into_iter().flat_map(Mapping::iter) {
            let keys = entry.value.as_mapping().into_iter().flat_map(Mapping::iter);
            let keys: Vec<String> = keys.map(|entry| entry.key.to_string()).collect();
            if !keys.is_empty() {
                let name = format!("{before}.{}", entry.key);
                self.did(name, Deed::Changed { keys }, entry.key_span);
            }
        }
    }

    /// Says that a layer changed what stands under a key, and where below it.
    pub(super) fn tell_key(&mut self, root: &Node<'_>, key: &str) {
        let entry = root.as_mapping().and_then(|top| top.entry(key));
        let Some(entry) = entry else { return };
        let keys = entry.value.as_mapping().into_iter().flat_map(Mapping::iter);
        let keys = keys.map(|entry| entry.key.to_string()).collect();
        self.did(key.to_owned(), Deed::Changed { keys }, entry.key_span);
    }

    pub(super) fn did(&mut self, name: String, deed: Deed, span: Span) {
        self.done.push(Done { name, deed, span });
    }
}

/// The value under a key; nothing, for the time being, where there is none.
fn slot<'b>(base: &'b mut Json, key: &str) -> &'b mut Json {
    if !base.is_object() {
        *base = Json::Object(Map::new());
    }
    &mut base[key]
}

/// Takes a key out again under which nothing could be laid.
fn tidy(base: &mut Json, key: &str) {
    if base.get(key).is_some_and(Json::is_null)
        && let Some(map) = base.as_object_mut()
    {
        map.shift_remove(key);
    }
}

pub(super) fn items<'n, 't>(node: &'n Node<'t>) -> &'n [Node<'t>] {
    node.as_sequence().map_or(&[], |list| &list.items)
}
