//! The values of a part's keys, each read as what it has to be, or the place where it is not.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::fault::{BAD_CONDITION, BAD_PART_VALUE, INCOMPLETE_PART, UNKNOWN_KIND};
use super::part::{Fault, Slot, View};
use super::{Condition, Fills, HeaderKey, Kind, Phase, ValueKind};
use crate::diagnostic::Finding;
use crate::error::nearest;
use crate::yaml::{Mapping, Node};

pub(super) type Read<T> = Result<T, Box<Fault>>;

/// The kinds of value, in the order people read them.
pub(super) const VALUE_KINDS: [&str; 16] = [
    "choice",
    "choices",
    "scale",
    "line",
    "text",
    "number",
    "percent",
    "money",
    "date",
    "period",
    "year",
    "country",
    "currency",
    "language",
    "code",
    "reference",
];
const QUESTION_KINDS: [&str; 3] = ["records", "table", "computed"];
const PHASES: [(&str, Phase); 5] = [
    ("draft", Phase::Draft),
    ("review", Phase::Review),
    ("adoption", Phase::Adoption),
    ("monitoring", Phase::Monitoring),
    ("optional", Phase::Optional),
];

fn bad(slot: &Slot<'_>, node: &Node<'_>, wanted: &'static str) -> Box<Fault> {
    let place = slot.place_of(node);
    let finding = BAD_PART_VALUE.at(place.span).variant(wanted);
    let finding = finding
        .with("name", slot.key)
        .with_some("found", node.text());
    Box::new(Fault::new(place, finding))
}

impl<'t> View<'_, 't> {
    pub(super) fn text(&self, key: &str) -> Read<Option<&'t str>> {
        let Some(slot) = self.get(key) else {
            return Ok(None);
        };
        let text = slot.text().filter(|text| !text.is_empty());
        text.map(Some).ok_or_else(|| bad(slot, slot.node, "text"))
    }

    /// A key that has to be there.
    pub(super) fn needed(&self, key: &'static str) -> Read<&'t str> {
        self.text(key)?.ok_or_else(|| self.lacking(key))
    }

    /// What a part lacks to be one.
    pub(super) fn lacking(&self, key: &'static str) -> Box<Fault> {
        let place = self.part.place;
        let finding = INCOMPLETE_PART.at(place.span).with("name", &self.part.id);
        Box::new(Fault::new(place, finding.with("missing", key)))
    }

    pub(super) fn texts(&self, key: &str) -> Read<Vec<String>> {
        self.get(key)
            .map_or(Ok(Vec::new()), |slot| texts(slot, slot.node))
    }

    pub(super) fn flag(&self, key: &str) -> Read<bool> {
        let Some(slot) = self.get(key) else {
            return Ok(false);
        };
        match slot.text() {
            Some("true") => Ok(true),
            Some("false") => Ok(false),
            _ => Err(bad(slot, slot.node, "flag")),
        }
    }

    pub(super) fn integer(&self, key: &str) -> Read<Option<i64>> {
        let Some(slot) = self.get(key) else {
            return Ok(None);
        };
        let number = slot.text().and_then(|text| text.parse().ok());
        number
            .map(Some)
            .ok_or_else(|| bad(slot, slot.node, "number"))
    }

    pub(super) fn phase(&self, key: &str) -> Read<Option<Phase>> {
        let Some(slot) = self.get(key) else {
            return Ok(None);
        };
        let word = slot.text().unwrap_or_default();
        let phase = PHASES.iter().find(|(name, _)| *name == word);
        if let Some((_, phase)) = phase {
            return Ok(Some(*phase));
        }
        Err(one_of(
            slot,
            word,
            "one-of",
            PHASES.iter().map(|(name, _)| *name),
        ))
    }

    pub(super) fn header(&self) -> Read<Option<HeaderKey>> {
        let Some(slot) = self.get("header") else {
            return Ok(None);
        };
        match slot.text() {
            Some("country") => Ok(Some(HeaderKey::Country)),
            found => Err(one_of(
                slot,
                found.unwrap_or_default(),
                "one-of",
                std::iter::once("country"),
            )),
        }
    }

    /// The list that the answer fills.
    pub(super) fn fills(&self) -> Read<Option<Fills>> {
        let Some(slot) = self.get("fills").filter(|slot| !slot.node.is_null()) else {
            return Ok(None);
        };
        let map = mapping(slot)?;
        let key = |key: &str| map.get(key)?.text().map(str::to_owned);
        let both = key("list").zip(key("field")).filter(|_| map.len() == 2);
        let (list, field) = both.ok_or_else(|| bad(slot, slot.node, "fills"))?;
        Ok(Some(Fills { list, field }))
    }

    pub(super) fn condition(&self) -> Read<Option<Condition>> {
        let slot = self.get("when").filter(|slot| !slot.node.is_null());
        slot.map(|slot| condition(slot, slot.node)).transpose()
    }

    /// What a value is made of: the kind of a field or of a simple question.
    pub(super) fn value_kind(&self) -> Read<ValueKind> {
        let name = self.needed("kind")?;
        self.value_kind_of(name)?
            .ok_or_else(|| self.unknown_kind(name, &VALUE_KINDS))
    }

    fn value_kind_of(&self, name: &str) -> Read<Option<ValueKind>> {
        let need = |key: &'static str| {
            let text = self.text(key)?;
            text.map(str::to_owned)
                .ok_or_else(|| self.kind_lacks(name, key))
        };
        Ok(Some(match name {
            "choice" => ValueKind::Choice { set: need("set")? },
            "choices" => ValueKind::Choices { set: need("set")? },
            "scale" => ValueKind::Scale,
            "line" => ValueKind::Line,
            "text" => ValueKind::Text,
            "number" => ValueKind::Number {
                min: self.integer("min")?.map(Decimal::from),
                max: self.integer("max")?.map(Decimal::from),
            },
            "percent" => ValueKind::Percent,
            "money" => ValueKind::Money,
            "date" => ValueKind::Date,
            "period" => ValueKind::Period,
            "year" => ValueKind::Year,
            "country" => ValueKind::Country,
            "currency" => ValueKind::Currency,
            "language" => ValueKind::Language {
                many: self.flag("many")?,
            },
            "code" => ValueKind::Code {
                catalogue: need("catalogue")?,
                many: self.flag("many")?,
            },
            "reference" => {
                let to = self.texts("to")?;
                if to.is_empty() {
                    return Err(self.kind_lacks(name, "to"));
                }
                ValueKind::Reference {
                    to,
                    many: self.flag("many")?,
                }
            }
            _ => return Ok(None),
        }))
    }

    /// What the answer to a question is made of.
    pub(super) fn kind(&self) -> Read<Kind> {
        let name = self.needed("kind")?;
        let need = |key: &'static str| {
            let text = self.text(key)?;
            text.map(str::to_owned)
                .ok_or_else(|| self.kind_lacks(name, key))
        };
        Ok(match name {
            "records" => Kind::Records {
                record: need("record")?,
                ask: self.ask()?,
                preset: self.preset()?,
                max: self
                    .integer("max")?
                    .and_then(|max| usize::try_from(max).ok()),
            },
            "table" => Kind::Table {
                of: need("of")?,
                filter: self.filter()?,
                ask: self.ask()?,
                add: self.flag("add")?,
                whole: self.flag("whole")?,
                compute: self.text("compute")?.map(str::to_owned),
            },
            "computed" => Kind::Computed {
                compute: need("compute")?,
            },
            _ => match self.value_kind_of(name)? {
                Some(kind) if name != "reference" => Kind::Value(kind),
                _ => {
                    let kinds: Vec<&str> = VALUE_KINDS[..VALUE_KINDS.len() - 1]
                        .iter()
                        .chain(&QUESTION_KINDS)
                        .copied()
                        .collect();
                    return Err(self.unknown_kind(name, &kinds));
                }
            },
        })
    }

    fn unknown_kind(&self, name: &str, kinds: &[&'static str]) -> Box<Fault> {
        match self.get("kind") {
            Some(slot) => {
                let place = slot.place();
                let finding = UNKNOWN_KIND.at(place.span).with("found", name);
                let near = nearest(name, kinds.iter().copied());
                let finding = finding.with_some("nearest", near);
                let finding = finding.with("list", kinds.join(", "));
                let finding = match near {
                    Some(near) => finding.repair(false, place.span, near),
                    None => finding,
                };
                Box::new(Fault::new(place, finding))
            }
            None => self.lacking("kind"),
        }
    }

    fn kind_lacks(&self, kind: &str, key: &'static str) -> Box<Fault> {
        let place = self.get("kind").map_or(self.part.place, Slot::place);
        let finding = UNKNOWN_KIND.at(place.span).variant("lacks");
        let finding = finding.with("found", kind).with("missing", key);
        Box::new(Fault::new(place, finding))
    }

    /// The fields asked of a record: the list of the uppermost layer that gives one, and what layers
    /// above add.
    fn ask(&self) -> Read<Vec<String>> {
        let mut fields: Vec<String> = Vec::new();
        for slot in self.all("ask") {
            match slot.node.as_mapping() {
                None if slot.node.as_sequence().is_none() => {
                    return Err(bad(slot, slot.node, "ask"));
                }
                None => fields = texts(slot, slot.node)?,
                Some(map) => {
                    let more = map.entries.iter().find(|entry| entry.key != "add");
                    let add = map.get("add").filter(|_| more.is_none());
                    let add = add.ok_or_else(|| bad(slot, slot.node, "ask"))?;
                    for field in texts(slot, add)? {
                        if !fields.contains(&field) {
                            fields.push(field);
                        }
                    }
                }
            }
        }
        Ok(fields)
    }

    fn preset(&self) -> Read<BTreeMap<String, String>> {
        let Some(slot) = self.get("preset") else {
            return Ok(BTreeMap::new());
        };
        let map = mapping(slot)?;
        let texts = map.iter().map(|entry| {
            let text = entry.value.text();
            let text = text.ok_or_else(|| bad(slot, &entry.value, "text"))?;
            Ok((entry.key.to_string(), text.to_owned()))
        });
        texts.collect()
    }

    fn filter(&self) -> Read<BTreeMap<String, Vec<String>>> {
        let Some(slot) = self.get("where") else {
            return Ok(BTreeMap::new());
        };
        let lists = mapping(slot)?.iter();
        let lists = lists.map(|entry| Ok((entry.key.to_string(), texts(slot, &entry.value)?)));
        lists.collect()
    }
}

fn mapping<'s, 't>(slot: &'s Slot<'t>) -> Read<&'s Mapping<'t>> {
    let map = slot.node.as_mapping();
    map.ok_or_else(|| bad(slot, slot.node, "mapping"))
}

fn texts(slot: &Slot<'_>, node: &Node<'_>) -> Read<Vec<String>> {
    if node.is_null() {
        return Ok(Vec::new());
    }
    let list = node.as_sequence().ok_or_else(|| bad(slot, node, "list"))?;
    let texts = list.items.iter().map(|item| {
        let text = item.text().map(str::to_owned);
        text.ok_or_else(|| bad(slot, item, "text"))
    });
    texts.collect()
}

fn one_of<'n>(
    slot: &Slot<'_>,
    found: &str,
    variant: &'static str,
    names: impl Iterator<Item = &'n str> + Clone,
) -> Box<Fault> {
    let place = slot.place();
    let names_list: Vec<&str> = names.clone().collect();
    let finding = BAD_PART_VALUE.at(place.span).variant(variant);
    let finding = finding.with("name", slot.key).with("found", found);
    let finding = finding.with_some("nearest", nearest(found, names));
    Box::new(Fault::new(
        place,
        finding.with("list", names_list.join(", ")),
    ))
}

fn no_condition(slot: &Slot<'_>, node: &Node<'_>) -> Box<Fault> {
    let place = slot.place_of(node);
    let finding: Finding = BAD_CONDITION.at(place.span);
    Box::new(Fault::new(place, finding))
}

/// A condition in one of its forms: `{question, is}`, `{question, answered}`, `{all}`, `{any}`, `{not}`.
fn condition(slot: &Slot<'_>, node: &Node<'_>) -> Read<Condition> {
    let map = node.as_mapping().ok_or_else(|| no_condition(slot, node))?;
    let mut keys: Vec<&str> = map.iter().map(|entry| entry.key.as_ref()).collect();
    keys.sort_unstable();
    let inner = |key: &str| map.get(key).unwrap_or(node);
    let question = || {
        let text = inner("question").text().map(str::to_owned);
        text.ok_or_else(|| no_condition(slot, node))
    };
    let list = |key: &str| {
        let list = inner(key)
            .as_sequence()
            .ok_or_else(|| no_condition(slot, node))?;
        list.items
            .iter()
            .map(|item| condition(slot, item))
            .collect::<Read<Vec<_>>>()
    };
    match keys.as_slice() {
        ["is", "question"] => {
            let values = texts(slot, inner("is"))?;
            Ok(Condition::Is {
                question: question()?,
                values,
            })
        }
        ["answered", "question"] => {
            let condition = Condition::Answered {
                question: question()?,
            };
            match inner("answered").text() {
                Some("true") => Ok(condition),
                Some("false") => Ok(Condition::Not(Box::new(condition))),
                _ => Err(no_condition(slot, inner("answered"))),
            }
        }
        ["all"] => Ok(Condition::All(list("all")?)),
        ["any"] => Ok(Condition::Any(list("any")?)),
        ["not"] => Ok(Condition::Not(Box::new(condition(slot, inner("not"))?))),
        _ => Err(no_condition(slot, node)),
    }
}
