//! The instruments of layers, laid on each other and held against the structure.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::data_files::Reader;
use super::data_forms::INSTRUMENT;
use super::fault::{INCOMPLETE_PART, INSTRUMENT_FAULT};
use super::instrument::{Instrument, Instruments, Mismatch};
use super::sheet::Sheet;
use super::{Deed, Handbook, Subject};
use crate::source::Span;
use crate::yaml::{self, Node, Value};

/// The folder with the instruments.
const INSTRUMENTS: &str = "instruments";

impl Reader<'_> {
    pub(super) fn instruments(&mut self) {
        let has_files = self.any_layer(|layer| !layer.names(INSTRUMENTS).is_empty());
        if self.is_builtin_below() && !has_files && !self.drops_items() {
            return;
        }
        let mut all: Vec<Versions> = Vec::new();
        if self.is_builtin_below() {
            for one in &Instruments::builtin().all {
                let value = self.base(&format!("{INSTRUMENTS}/{}", one.id));
                all.push(Versions::new(&one.id, value));
            }
        }
        let store = Arc::clone(self.handbook.store());
        for index in self.layers() {
            for name in store[index].names(INSTRUMENTS) {
                let path = format!("{INSTRUMENTS}/{name}");
                self.instrument(index, &path, &mut all);
            }
        }
        let all = all
            .into_iter()
            .filter_map(|versions| self.fitting(versions));
        let all = all.collect();
        self.handbook.own_instruments = Some(Instruments { all });
    }

    /// The uppermost version of an instrument that fits the structure.
    fn fitting(&mut self, mut versions: Versions) -> Option<Instrument> {
        while let Some(version) = versions.all.pop() {
            let Some(read) = read(version.value, self.handbook) else {
                continue;
            };
            let mismatches = read.mismatches(self.handbook);
            let Some(place) = version.place.filter(|_| !mismatches.is_empty()) else {
                return Some(read);
            };
            for mismatch in mismatches {
                self.mismatch(&versions.id, &place, mismatch);
            }
        }
        None
    }

    fn mismatch(&mut self, id: &str, place: &Place, mismatch: Mismatch) {
        let store = Arc::clone(self.handbook.store());
        let text = store[place.layer].text(&place.path).unwrap_or_default();
        let root = yaml::parse(text).root;
        let found = mismatch.found.as_deref().filter(|found| *found != id);
        let span = found.zip(root.as_ref());
        let span = span.and_then(|(found, root)| span_of(root, found));
        let finding = INSTRUMENT_FAULT.at(span.unwrap_or(place.span));
        let finding = finding.variant(mismatch.variant).with("name", id);
        let finding = finding.with_some("found", mismatch.found);
        let finding = finding.with_some("of", mismatch.of);
        self.add(place.layer, &place.path, finding);
    }

    /// Whether a field that is an item of a built-in instrument was dropped.
    fn drops_items(&self) -> bool {
        self.handbook.adaptations.iter().any(|one| {
            let is_drop = matches!(one.deed, Deed::Dropped { .. });
            let record = one.name.split_once('.').map(|(record, _)| record);
            is_drop
                && one.subject == Subject::Field
                && record.is_some_and(|record| Instruments::builtin().of_record(record).is_some())
        })
    }

    fn instrument(&mut self, layer: usize, path: &str, all: &mut Vec<Versions>) {
        let mut laid = None;
        self.file(layer, path, Subject::Instrument, |sheet, root| {
            laid = lay_instrument(sheet, root, all);
        });
        if let Some((at, span)) = laid
            && let Some(version) = all[at].all.last_mut()
        {
            let path = path.to_owned();
            version.place = Some(Place { layer, path, span });
        }
    }
}

/// What each layer made of an instrument, the lowest first.
struct Versions {
    id: String,
    all: Vec<Version>,
}

struct Version {
    value: Json,
    /// None in the built-in handbook.
    place: Option<Place>,
}

/// Where a layer names an instrument.
struct Place {
    layer: usize,
    path: String,
    span: Span,
}

impl Versions {
    fn new(id: &str, value: Json) -> Self {
        Self {
            id: id.to_owned(),
            all: vec![Version { value, place: None }],
        }
    }
}

/// The place of the first key or value that is a word.
fn span_of(node: &Node<'_>, word: &str) -> Option<Span> {
    match &node.value {
        Value::Mapping(map) => map.iter().find_map(|entry| {
            let is_key = entry.key.as_ref() == word;
            let own = is_key.then_some(entry.key_span);
            own.or_else(|| span_of(&entry.value, word))
        }),
        Value::Sequence(list) => list.items.iter().find_map(|item| span_of(item, word)),
        _ => (node.text() == Some(word)).then_some(node.span),
    }
}

/// Lays one instrument on what is there; its position and the place of its id, where it is to be
/// held against the structure.
fn lay_instrument(
    sheet: &mut Sheet,
    root: &Node<'_>,
    all: &mut Vec<Versions>,
) -> Option<(usize, Span)> {
    let map = root.as_mapping();
    let id = map.and_then(|map| map.get("id"));
    let Some((map, id)) = map.zip(id.filter(|id| id.text().is_some())) else {
        let finding = INCOMPLETE_PART.at(super::files::head(root.span, root));
        let finding = finding.variant("no-id").with("missing", "id");
        sheet.findings.push(finding);
        return None;
    };
    let name = id.text().unwrap_or_default();
    let known = all.iter().position(|versions| versions.id == name);
    if map.get("drop").is_some() {
        // A list of all that there is drops one of them, as lists do everywhere.
        let mut list: Json = all.iter().map(|one| json!({"id": one.id})).collect();
        sheet.drop_from(&mut list, map, (name, id.span));
        let is_gone = list.as_array().is_some_and(|list| list.len() < all.len());
        if is_gone && let Some(known) = known {
            all.remove(known);
        }
        return None;
    }
    let below = known.and_then(|at| all[at].all.last());
    let before = below.map(|version| version.value.clone());
    let mut value = before.clone().unwrap_or(Json::Null);
    let faults = sheet.findings.len();
    sheet.keys(&mut value, map, INSTRUMENT, &["drop"]);
    if known.is_none() {
        let is_told = sheet.findings.len() > faults;
        let ids: Vec<&str> = all.iter().map(|one| one.id.as_str()).collect();
        let near = crate::error::nearest(name, ids);
        if !is_told && !sheet.is_whole(&value, INSTRUMENT, (id.span, name, near)) {
            return None;
        }
        all.push(Versions {
            id: name.to_owned(),
            all: Vec::new(),
        });
    }
    sheet.tell_instrument((name, id.span), before.as_ref(), &value, INSTRUMENT);
    let at = known.unwrap_or(all.len() - 1);
    all[at].all.push(Version { value, place: None });
    Some((at, id.span))
}

/// An instrument from its data, without the items whose fields a layer dropped.
fn read(value: Json, handbook: &Handbook) -> Option<Instrument> {
    let mut read: Instrument = serde_json::from_value(value).ok()?;
    let record = handbook.records.get(&read.record);
    let is_gone = |item: &str| {
        let field = record.and_then(|record| record.field(item));
        field.is_some_and(|field| field.dropped.is_some())
    };
    for domain in &mut read.domains {
        domain.items.retain(|item| !is_gone(&item.id));
    }
    read.domains.retain(|domain| !domain.items.is_empty());
    Some(read)
}
