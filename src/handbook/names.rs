//! Every name that a part uses has to exist, none may be given twice, and nothing may wait for itself.

use std::collections::{BTreeMap, HashMap};

use super::fault::{BAD_PART_VALUE, CIRCULAR_PARTS, DUPLICATE_PART, UNKNOWN_PART};
use super::part::{Fault, Place, Slot, View};
use super::structure::{Built, PartKey};
use super::{Condition, Fills, Handbook, Kind, Question, ValueKind};
use crate::error::nearest;
use crate::yaml::{Node, Value};

/// A part that cannot be applied as a layer gives it.
pub(super) type Refusal = (PartKey, usize, Fault);

/// What a record has besides the fields of its type.
const COMMON_FIELDS: [&str; 3] = ["evidence", "note", "id"];

/// All names that nothing has, all that are given twice, and all circles.
pub(super) fn check(built: &Built<'_, '_>) -> Vec<Refusal> {
    let mut checker = Checker {
        handbook: &built.handbook,
        refusals: Vec::new(),
    };
    for view in &built.records {
        checker.record(*view);
    }
    for (record, view) in &built.fields {
        let key = PartKey::Field((*record).to_owned(), view.part.id.clone());
        let field = built
            .handbook
            .records
            .get(record)
            .and_then(|of| of.field(&view.part.id));
        if let Some(field) = field {
            checker.value(&field.kind, *view, &key);
        }
    }
    let mut seen: HashMap<&str, Place> = HashMap::new();
    for (question, view) in built.handbook.questions.iter().zip(&built.questions) {
        let key = PartKey::Question(question.path.clone());
        if seen.insert(&question.code, view.place("code")).is_some() {
            let place = view.get("code").map_or(view.part.place, Slot::place);
            checker.refuse_at(place, *view, &key, |span| {
                DUPLICATE_PART.at(span).with("found", &question.code)
            });
        }
        checker.question(question, *view, &key);
    }
    if checker.refusals.is_empty() {
        checker.circles(built);
    }
    checker.refusals
}

struct Checker<'h> {
    handbook: &'h Handbook,
    refusals: Vec<Refusal>,
}

/// The place of a text inside the value of a key, else of the value.
fn place_of(slot: &Slot<'_>, text: &str) -> Place {
    fn find<'n, 't>(node: &'n Node<'t>, text: &str) -> Option<&'n Node<'t>> {
        match &node.value {
            Value::Scalar(scalar) => (scalar.text == text).then_some(node),
            Value::Sequence(list) => list.items.iter().find_map(|item| find(item, text)),
            Value::Mapping(map) => map.iter().find_map(|entry| find(&entry.value, text)),
            Value::Null => None,
        }
    }
    find(slot.node, text).map_or_else(|| slot.place(), |node| slot.place_of(node))
}

impl Checker<'_> {
    fn refuse_at(
        &mut self,
        place: Place,
        view: View<'_, '_>,
        key: &PartKey,
        finding: impl FnOnce(crate::source::Span) -> crate::diagnostic::Finding,
    ) {
        let fault = Fault::new(place, finding(place.span));
        self.refusals.push((key.clone(), view.top, fault));
    }

    /// A name under a key that nothing has.
    fn unknown<'n>(
        &mut self,
        view: View<'_, '_>,
        (slot_key, key): (&str, &PartKey),
        (noun, found): (&'static str, &str),
        known: impl Iterator<Item = &'n str>,
    ) {
        let slot = view
            .all(slot_key)
            .find(|slot| place_of(slot, found) != slot.place());
        let slot = slot.or_else(|| view.get(slot_key));
        let place = slot.map_or(view.part.place, |slot| place_of(slot, found));
        let near = nearest(found, known);
        self.refuse_at(place, view, key, |span| {
            let finding = UNKNOWN_PART.at(span).variant(noun).with("found", found);
            match near {
                Some(near) => finding.with("nearest", near).repair(false, span, near),
                None => finding,
            }
        });
    }

    fn record(&mut self, view: View<'_, '_>) {
        let Some(record) = self.handbook.records.get(&view.part.id) else {
            return;
        };
        let fields = || record.fields.iter().map(|field| field.id.as_str());
        let key = PartKey::Record(record.id.clone());
        if record.field(&record.title).is_none() {
            self.unknown(view, ("title", &key), ("field", &record.title), fields());
        }
        for name in record
            .named_by
            .iter()
            .filter(|name| record.field(name).is_none())
        {
            self.unknown(view, ("named-by", &key), ("field", name), fields());
        }
        if let Some(unique) = record.unique.as_ref()
            && record.field(unique).is_none()
        {
            self.unknown(view, ("unique", &key), ("field", unique), fields());
        }
    }

    fn value(&mut self, kind: &ValueKind, view: View<'_, '_>, key: &PartKey) {
        if let Some(set) = kind.set()
            && !self.handbook.choices.contains_key(set)
        {
            let known = self.handbook.choices.keys().map(String::as_str);
            self.unknown(view, ("set", key), ("set", set), known);
        }
        if let ValueKind::Reference { to, .. } = kind {
            for record in to
                .iter()
                .filter(|to| !self.handbook.records.contains_key(to))
            {
                let known = self.handbook.records.keys().map(String::as_str);
                self.unknown(view, ("to", key), ("record", record), known);
            }
        }
    }

    fn question(&mut self, question: &Question, view: View<'_, '_>, key: &PartKey) {
        for path in &question.depends {
            self.path(view, ("depends", key), path);
        }
        if let Some(when) = &question.when {
            self.condition(when, view, key);
        }
        if let Some(fills) = &question.fills {
            self.fills(question, fills, view, key);
        }
        match &question.kind {
            Kind::Value(kind) => self.value(kind, view, key),
            Kind::Computed { .. } => {}
            Kind::Records {
                record,
                ask,
                preset,
                ..
            } => {
                if self.handbook.records.contains_key(record) {
                    self.fields(record, view, key, ("ask", ask));
                    self.fields(record, view, key, ("preset", preset.keys()));
                    self.values(record, view, key, ("preset", preset.iter()));
                } else {
                    let known = self.handbook.records.keys().map(String::as_str);
                    self.unknown(view, ("record", key), ("record", record), known);
                }
            }
            Kind::Table {
                of, ask, filter, ..
            } => {
                let home = self.handbook.question(of);
                let record = home.and_then(|home| match &home.kind {
                    Kind::Records { record, .. } => Some(record),
                    _ => None,
                });
                match (home, record) {
                    (None, _) => self.path(view, ("of", key), of),
                    (Some(_), None) => {
                        let place = view.get("of").map_or(view.part.place, Slot::place);
                        self.refuse_at(place, view, key, |span| {
                            let finding = BAD_PART_VALUE.at(span).variant("no-list");
                            finding.with("name", "of").with("found", of)
                        });
                    }
                    (_, Some(record)) => {
                        self.fields(record, view, key, ("ask", ask));
                        self.fields(record, view, key, ("where", filter.keys()));
                        let values = filter.iter().flat_map(|(field, values)| {
                            values.iter().map(move |value| (field, value))
                        });
                        self.values(record, view, key, ("where", values));
                    }
                }
            }
        }
    }

    /// Only a choice fills a list, and only by a field that takes its value from a catalogue.
    fn fills(&mut self, question: &Question, fills: &Fills, view: View<'_, '_>, key: &PartKey) {
        let handbook = self.handbook;
        let list = handbook.question(&fills.list);
        let record = list.and_then(|list| match &list.kind {
            Kind::Records { record, .. } => handbook.records.get(record),
            _ => None,
        });
        if list.is_none() {
            self.path(view, ("fills", key), &fills.list);
        } else if let Some(record) = record.filter(|of| of.field(&fills.field).is_none()) {
            self.fields(&record.id, view, key, ("fills", [&fills.field]));
        } else {
            let field = record.and_then(|record| record.field(&fills.field));
            let is_code = field
                .is_some_and(|field| matches!(field.kind, ValueKind::Code { many: false, .. }));
            let is_choice = matches!(question.kind, Kind::Value(ValueKind::Choice { .. }));
            if !is_code || !is_choice {
                let place = view.get("fills").map_or(view.part.place, Slot::place);
                self.refuse_at(place, view, key, |span| {
                    BAD_PART_VALUE
                        .at(span)
                        .variant("fills")
                        .with("name", "fills")
                });
            }
        }
    }

    fn path(&mut self, view: View<'_, '_>, keys: (&str, &PartKey), path: &str) {
        let handbook = self.handbook;
        let is_path = handbook
            .question(path)
            .is_some_and(|question| question.path == path);
        if !is_path {
            let known = handbook
                .questions
                .iter()
                .map(|question| question.path.as_str());
            self.unknown(view, keys, ("question", path), known);
        }
    }

    fn fields<'n>(
        &mut self,
        record: &str,
        view: View<'_, '_>,
        key: &PartKey,
        (slot, fields): (&str, impl IntoIterator<Item = &'n String>),
    ) {
        let handbook = self.handbook;
        let Some(record) = handbook.records.get(record) else {
            return;
        };
        for field in fields {
            if !COMMON_FIELDS.contains(&field.as_str()) && record.field(field).is_none() {
                let known = record.fields.iter().map(|field| field.id.as_str());
                self.unknown(view, (slot, key), ("field", field), known);
            }
        }
    }

    /// Values of fields that are choices have to be choices of their sets.
    fn values<'n>(
        &mut self,
        record: &str,
        view: View<'_, '_>,
        key: &PartKey,
        (slot, values): (&str, impl Iterator<Item = (&'n String, &'n String)>),
    ) {
        let handbook = self.handbook;
        let record = handbook.records.get(record);
        for (field, value) in values {
            let field = record.and_then(|record| record.field(field));
            let set = field.and_then(|field| field.kind.set());
            if let Some(set) = set.filter(|set| !handbook.is_choice(set, value)) {
                let known = handbook.choice_ids(set).iter().map(String::as_str);
                self.unknown(view, (slot, key), ("choice", value), known);
            }
        }
    }

    fn condition(&mut self, condition: &Condition, view: View<'_, '_>, key: &PartKey) {
        match condition {
            Condition::Is { question, values } => {
                self.path(view, ("when", key), question);
                let handbook = self.handbook;
                let set = handbook
                    .question(question)
                    .and_then(|other| match &other.kind {
                        Kind::Value(kind) => kind.set(),
                        _ => None,
                    });
                let Some(set) = set else { return };
                for value in values
                    .iter()
                    .filter(|value| !handbook.is_choice(set, value))
                {
                    let known = handbook.choice_ids(set).iter().map(String::as_str);
                    self.unknown(view, ("when", key), ("choice", value), known);
                }
            }
            Condition::Answered { question } => self.path(view, ("when", key), question),
            Condition::All(all) | Condition::Any(all) => {
                for one in all {
                    self.condition(one, view, key);
                }
            }
            Condition::Not(one) => self.condition(one, view, key),
        }
    }

    /// Questions that wait for each other: none of them would ever be asked.
    fn circles(&mut self, built: &Built<'_, '_>) {
        let handbook = &built.handbook;
        let mut edges: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, question) in handbook.questions.iter().enumerate() {
            let conditions = question.when.iter().flat_map(Condition::questions);
            let of = match &question.kind {
                Kind::Table { of, .. } => Some(of.as_str()),
                _ => None,
            };
            let others = conditions.chain(of);
            let others: Vec<usize> = others
                .filter_map(|path| handbook.question_index(path))
                .collect();
            if !others.is_empty() {
                edges.insert(index, others);
            }
        }
        for circle in circles(&edges) {
            // The uppermost layer closed the circle.
            let Some(last) = circle
                .iter()
                .copied()
                .max_by_key(|at| (built.questions[*at].top, *at))
            else {
                continue;
            };
            let view = built.questions[last];
            let question = &handbook.questions[last];
            let turn = circle.iter().position(|at| *at == last).unwrap_or_default();
            let names = circle[turn..]
                .iter()
                .chain(&circle[..turn])
                .chain(std::iter::once(&last));
            let names: Vec<&str> = names
                .map(|at| handbook.questions[*at].path.as_str())
                .collect();
            let key = PartKey::Question(question.path.clone());
            let slot = view.get("when").or_else(|| view.get("of"));
            let place = slot.map_or(view.part.place, Slot::key_place);
            self.refuse_at(place, view, &key, |span| {
                let finding = CIRCULAR_PARTS.at(span).with("name", &question.path);
                finding.with("circle", names.join(" → "))
            });
        }
    }
}

/// The circles in a graph, each once; a node on several of them is named on the first.
fn circles(edges: &BTreeMap<usize, Vec<usize>>) -> Vec<Vec<usize>> {
    let mut done: BTreeMap<usize, bool> = BTreeMap::new();
    let mut found = Vec::new();
    for start in edges.keys() {
        let mut path: Vec<(usize, usize)> = Vec::new();
        if !done.contains_key(start) {
            done.insert(*start, false);
            path.push((*start, 0));
        }
        while let Some((node, next)) = path.last_mut() {
            let Some(other) = edges.get(node).and_then(|others| others.get(*next)) else {
                done.insert(*node, true);
                path.pop();
                continue;
            };
            *next += 1;
            match done.get(other) {
                None => {
                    done.insert(*other, false);
                    path.push((*other, 0));
                }
                Some(false) => {
                    let from = path
                        .iter()
                        .position(|(node, _)| node == other)
                        .unwrap_or_default();
                    found.push(path[from..].iter().map(|(node, _)| *node).collect());
                }
                Some(true) => {}
            }
        }
    }
    found
}
