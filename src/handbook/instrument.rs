//! Instruments: questionnaires whose answers are marks, with the method that adds them up.
//!
//! An instrument is taken as a dated record whose fields are its items. Marks, weights, formula and
//! classes are data of the handbook and never stand in a project.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::{Handbook, Kind, Provenance, RecordType, ValueKind};
use crate::assets;
use crate::language::{Language, mark_fallback};

/// A text in several languages, by language code.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct LocalText(BTreeMap<String, String>);

impl LocalText {
    /// The text in a language, in English behind a mark where it is missing; empty where there is
    /// none.
    pub fn shown(&self, language: Language) -> String {
        let own = self.0.get(language.code()).cloned();
        own.or_else(|| {
            let english = self.0.get("en")?;
            Some(mark_fallback(english, Language::En))
        })
        .unwrap_or_default()
    }

    /// The text in a language, only where it is written in it.
    pub fn written(&self, code: &str) -> Option<&str> {
        self.0.get(code).map(String::as_str)
    }
}

/// Which values make the overall value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Overall {
    /// The mean of all items.
    Items,
    /// The mean of the domains.
    Domains,
    /// There is none: the domains stand beside each other.
    None,
}

/// What an item without a mark does to its domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Blanks {
    /// The domain has no value: the method needs every item.
    Refuse,
    /// The item is left out of the mean and counted beside it.
    LeaveOut,
}

/// A name for values from a mark on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Class {
    /// The id.
    pub id: String,
    /// The lowest value of the class.
    pub at_least: Decimal,
    /// Keys of the catalogue of sources; `D` our design, `R` recalled.
    pub from: Vec<String>,
    /// What the class is called.
    pub label: LocalText,
}

/// One thing that is marked: a field of the instrument's record type, where its wording is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Item {
    /// The field.
    pub id: String,
    /// How much it counts in the mean of its domain.
    #[serde(default = "one")]
    pub weight: Decimal,
    /// Keys of the catalogue of sources.
    pub from: Vec<String>,
}

/// Items that make one value.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Domain {
    /// The id.
    pub id: String,
    /// The path of the table question that asks its items.
    pub question: String,
    /// How much it counts in a mean of domains.
    #[serde(default = "one")]
    pub weight: Decimal,
    /// Keys of the catalogue of sources.
    pub from: Vec<String>,
    /// What it is called.
    pub label: LocalText,
    /// Its items in order.
    pub items: Vec<Item>,
}

/// Ways of scoring that are in use beside each other, told apart by a field of the record.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ScoringEditions {
    /// The field, a choice.
    pub field: String,
    /// The highest mark of an item, by choice.
    pub highest: BTreeMap<String, Decimal>,
}

/// A questionnaire with its method.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Instrument {
    /// The id, also the name of its computation.
    pub id: String,
    /// The record type that holds one diagnosis.
    pub record: String,
    /// Keys of the catalogue of sources.
    pub from: Vec<String>,
    /// What it is called.
    pub name: LocalText,
    /// What kind of figure comes out, printed with every result.
    pub standing: LocalText,
    /// How the figures are worked out, in words.
    pub formula: LocalText,
    /// What the highest mark comes to: 100 for percentages.
    pub scale: Decimal,
    /// The highest mark of an item, where there are no editions.
    pub highest: Option<Decimal>,
    /// Ways of scoring in use beside each other.
    pub editions: Option<ScoringEditions>,
    /// What makes the overall value.
    pub overall: Overall,
    /// What an item without a mark does.
    pub blanks: Blanks,
    /// The marks of the choices, by choice set; a choice without a mark leaves the item open.
    #[serde(default)]
    pub scores: BTreeMap<String, BTreeMap<String, Decimal>>,
    /// Choices by which an item does not count at all.
    #[serde(default)]
    pub outside: Vec<String>,
    /// Names of values, from the lowest up.
    #[serde(default)]
    pub classes: Vec<Class>,
    /// The domains in order.
    pub domains: Vec<Domain>,
}

/// In what an instrument does not fit the structure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mismatch {
    /// What kind of disagreement it is, by the name of its wording.
    pub(super) variant: &'static str,
    /// What was looked for.
    pub(super) found: Option<String>,
    /// What it was looked for in.
    pub(super) of: Option<String>,
}

impl Mismatch {
    fn new(variant: &'static str, found: &str, of: Option<&str>) -> Self {
        Self {
            variant,
            found: Some(found.to_owned()).filter(|found| !found.is_empty()),
            of: of.map(str::to_owned),
        }
    }
}

const fn one() -> Decimal {
    Decimal::ONE
}

/// The fields of a diagnosis that are no items.
const OWN_FIELDS: [&str; 2] = ["date", "by"];

impl Instrument {
    /// The items of all domains, in order.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.domains.iter().flat_map(|domain| &domain.items)
    }

    /// Every text of its own, with the id of what it is about and its key.
    pub(crate) fn local_texts(&self) -> impl Iterator<Item = (&str, &'static str, &LocalText)> {
        let own = [
            ("name", &self.name),
            ("standing", &self.standing),
            ("formula", &self.formula),
        ];
        let own = own.map(|(key, text)| (self.id.as_str(), key, text));
        let domains = self.domains.iter();
        let domains = domains.map(|domain| (domain.id.as_str(), "label", &domain.label));
        let classes = self.classes.iter();
        let classes = classes.map(|class| (class.id.as_str(), "label", &class.label));
        own.into_iter().chain(domains).chain(classes)
    }

    /// The class of a value: the last one that begins at or below it.
    pub fn class(&self, value: Decimal) -> Option<&Class> {
        let reached = self.classes.iter().filter(|class| class.at_least <= value);
        reached.max_by_key(|class| class.at_least)
    }

    /// Whether its values are percentages.
    pub fn is_percent(&self) -> bool {
        self.scale == Decimal::ONE_HUNDRED
    }

    /// The highest mark of an item, in an edition of the scoring where there are several.
    pub fn highest(&self, edition: Option<&str>) -> Option<Decimal> {
        match &self.editions {
            Some(editions) => editions.highest.get(edition?).copied(),
            None => self.highest,
        }
    }

    /// How sure it is where it comes from.
    pub fn provenance(&self) -> Provenance {
        Provenance::of(&self.from)
    }

    /// Everything in which the instrument and the handbook's structure disagree.
    pub fn faults(&self, handbook: &Handbook) -> Vec<String> {
        let Some(record) = handbook.records.get(&self.record) else {
            return vec![format!("{}: no record type `{}`", self.id, self.record)];
        };
        let mut faults = Vec::new();
        let is_date = |kind: &ValueKind| matches!(kind, ValueKind::Date);
        if !record
            .field("date")
            .is_some_and(|date| date.required && is_date(&date.kind))
        {
            faults.push("the record has no required date".to_owned());
        }
        let edition = self
            .editions
            .as_ref()
            .map(|editions| editions.field.as_str());
        let own = record.fields.iter().map(|field| field.id.as_str());
        let own: Vec<&str> = own
            .filter(|id| !OWN_FIELDS.contains(id) && Some(*id) != edition)
            .collect();
        let items: Vec<&str> = self.items().map(|item| item.id.as_str()).collect();
        if own != items {
            faults.push(format!("the fields are {own:?}, the items {items:?}"));
        }
        for item in self.items() {
            if let Some(field) = record.field(&item.id) {
                faults.extend(self.mark_fault(handbook, &field.id, &field.kind));
            }
        }
        faults.extend(
            self.domains
                .iter()
                .filter_map(|domain| self.question_fault(handbook, domain)),
        );
        if !self.classes.is_sorted_by_key(|class| class.at_least) {
            faults.push("the classes do not go up".to_owned());
        }
        faults
            .iter()
            .map(|fault| format!("{}: {fault}", self.id))
            .collect()
    }

    /// In what the instrument, as layers have made it, does not fit the structure they make: then
    /// its values would be wrong. Fields that are no items are left alone.
    pub(super) fn mismatches(&self, handbook: &Handbook) -> Vec<Mismatch> {
        let Some(record) = handbook.records.get(&self.record) else {
            return vec![Mismatch::new("record", &self.record, None)];
        };
        let mut found = Vec::new();
        let date = record.field("date");
        if !date.is_some_and(|date| matches!(date.kind, ValueKind::Date)) {
            found.push(Mismatch::new("date", &self.record, None));
        }
        for item in self.items() {
            found.extend(self.item_mismatch(handbook, record, &item.id));
        }
        for domain in &self.domains {
            let question = handbook.question(&domain.question);
            let of = question.and_then(|question| handbook.record_of(question));
            if of.is_none_or(|of| of.id != self.record) {
                found.push(Mismatch::new("question", &domain.question, None));
            }
        }
        if !self.classes.is_sorted_by_key(|class| class.at_least) {
            found.push(Mismatch::new("classes", "", None));
        }
        found
    }

    fn item_mismatch(
        &self,
        handbook: &Handbook,
        record: &RecordType,
        item: &str,
    ) -> Option<Mismatch> {
        let Some(field) = record.field(item) else {
            return Some(Mismatch::new("item", item, Some(&self.record)));
        };
        if matches!(field.kind, ValueKind::Number { .. }) {
            return None;
        }
        let Some((set, scores)) = field
            .kind
            .set()
            .and_then(|set| self.scores.get_key_value(set))
        else {
            return Some(Mismatch::new("marks", item, None));
        };
        let unknown = scores
            .keys()
            .find(|choice| !handbook.is_choice(set, choice));
        let beyond = scores
            .iter()
            .find(|(_, mark)| self.highest.is_some_and(|highest| **mark > highest));
        let unknown = unknown.map(|choice| Mismatch::new("choice", choice, Some(set)));
        unknown.or_else(|| beyond.map(|(choice, _)| Mismatch::new("beyond", choice, None)))
    }

    /// What is wrong with the marks of an item.
    fn mark_fault(&self, handbook: &Handbook, item: &str, kind: &ValueKind) -> Option<String> {
        if let ValueKind::Number { max, .. } = kind {
            let highest = self
                .editions
                .iter()
                .flat_map(|editions| editions.highest.values());
            let highest = highest.chain(&self.highest).max();
            return (max.as_ref() != highest)
                .then(|| format!("`{item}` goes up to {max:?}, the marks to {highest:?}"));
        }
        let Some((set, scores)) = kind.set().and_then(|set| self.scores.get_key_value(set)) else {
            return Some(format!("`{item}` has no marks"));
        };
        let known = handbook.choice_ids(set);
        let unknown = scores
            .keys()
            .chain(&self.outside)
            .find(|id| !known.contains(id));
        let beyond = scores.values().find(|mark| Some(**mark) > self.highest);
        unknown
            .map(|id| format!("the set `{set}` has no `{id}`"))
            .or_else(|| beyond.map(|mark| format!("a mark of {mark} is above the highest")))
    }

    /// Whether a domain's question asks its items and nothing else.
    fn question_fault(&self, handbook: &Handbook, domain: &Domain) -> Option<String> {
        let Some(question) = handbook.question(&domain.question) else {
            return Some(format!("no question `{}`", domain.question));
        };
        let is_table = matches!(question.kind, Kind::Table { .. })
            && handbook
                .record_of(question)
                .is_some_and(|record| record.id == self.record);
        let asked = question.kind.asked_fields();
        let items = self
            .domains
            .iter()
            .filter(|other| other.question == domain.question);
        let items = items.flat_map(|other| &other.items).map(|item| &item.id);
        let is_asked = is_table && asked.iter().eq(items);
        (!is_asked).then(|| format!("`{}` does not ask the items of its domains", question.path))
    }
}

/// The instruments of a handbook.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Instruments {
    /// All of them, by file name.
    pub all: Vec<Instrument>,
}

impl Instruments {
    /// The instruments of the built-in handbook, read once; a test makes sure that they can be.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Instruments> = OnceLock::new();
        BUILTIN.get_or_init(|| Self::load().unwrap_or_default())
    }

    /// Reads the files below `instruments/` of the built-in handbook.
    ///
    /// # Errors
    ///
    /// The file and what the reader says of it.
    pub fn load() -> Result<Self, String> {
        let names = assets::names("gmg/instruments").into_iter();
        let all = names.filter_map(|name| {
            let path = format!("gmg/instruments/{}", name.strip_suffix(".yaml")?);
            let read = assets::read(&path)?;
            Some(read.map_err(|error| format!("{path}: {error}")))
        });
        all.collect::<Result<_, _>>().map(|all| Self { all })
    }

    /// The instrument with this id.
    pub fn get(&self, id: &str) -> Option<&Instrument> {
        self.all.iter().find(|instrument| instrument.id == id)
    }

    /// The instrument whose diagnoses are records of this type.
    pub fn of_record(&self, record: &str) -> Option<&Instrument> {
        self.all
            .iter()
            .find(|instrument| instrument.record == record)
    }
}
