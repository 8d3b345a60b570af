//! A country's project: header, evidence ledger, answers and records, seen through a handbook.
//!
//! A [`Project`] is a view over the tree of a file: it copies no text and judges nothing.
//! What is wrong with a file is said by `rules`; what can be read is here.

mod change;
mod code;
mod filling;
mod format;
mod progress;
mod reading;
mod spacing;
mod state;
mod target;
mod tidy;
mod value;
mod wrap;

use foldhash::HashMap;

pub(crate) use change::key_order;
pub use change::{Change, ChangeError, apply_changes};
pub use code::{is_country, is_currency, is_user_country};
pub use filling::Filling;
pub use format::Formatter;
pub use progress::{Count, Progress};
pub use reading::{Readings, with_point};
pub use state::State;
pub use target::{
    RecordName, SETTABLE_HEADER, Target, TargetError, field_kind, header_kind, parse_target,
    record_type,
};
pub use tidy::tidy;
pub use value::{
    HasCode, Money, Period, Value, ValueFault, is_id, parse_date, parse_money, parse_number,
    parse_period, parse_value, parse_year, read_value,
};
pub(crate) use wrap::wrap_answer;

use crate::handbook::{Handbook, HeaderKey, Kind, Question, RecordType, SOURCE_RECORD};
use crate::source::Span;
use crate::yaml::{Entry, Mapping, Node, Route};

/// The format this program reads and writes.
pub const FORMAT: u32 = 1;

/// The keys at the top of a project file, in the order they are written.
pub const HEADER_KEYS: [&str; 14] = [
    "mainstream",
    "handbook",
    "country",
    "title",
    "language",
    "currency",
    "period",
    "fictitious",
    "profile",
    "suppress",
    "slices",
    "contacts",
    "sources",
    "answers",
];

/// The key at the end of a project file for what an upgrade kept aside.
pub const ASIDE_KEY: &str = "aside";

/// The key of a value that two merged versions disagree about.
pub const CONFLICT_KEY: &str = "conflict";

/// The keys of what an upgrade kept aside, in the order they are written.
pub const ASIDE_KEYS: [&str; 3] = ["edition", "reason", "was"];

/// The keys under `handbook` at the top of a project file.
pub const HANDBOOK_KEYS: [&str; 3] = ["id", "edition", "overlays"];

/// The keys of an answer written as a mapping, in the order they are written.
pub const ANSWER_KEYS: [&str; 8] = [
    "answer", "state", "reason", "note", "evidence", "by", "on", "dissent",
];

/// The keys of an item of `suppress`, in the order they are written.
pub const SUPPRESS_KEYS: [&str; 4] = ["rule", "path", "reason", "until"];

/// A text and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Located<'p> {
    /// The text.
    pub text: &'p str,
    /// Its place.
    pub span: Span,
}

impl<'p> Located<'p> {
    fn of(node: &'p Node<'_>) -> Option<Self> {
        node.text().map(|text| Self {
            text,
            span: node.span,
        })
    }
}

/// What one question was answered.
#[derive(Debug, Clone)]
pub struct Answer<'p> {
    /// The index of the question in the handbook.
    pub question: usize,
    /// The key as written: the id of the question or its code.
    pub key: &'p str,
    /// The place of the key.
    pub key_span: Span,
    /// The whole entry's value, wrapped or bare.
    pub node: &'p Node<'p>,
    /// The answer itself, where there is one.
    pub value: Option<&'p Node<'p>>,
    /// Whether it is written as a mapping with `answer`, `state`, `note` and so on.
    pub wrapped: bool,
    /// The state as written.
    pub state: Option<Located<'p>>,
    /// The reason, for what does not apply or needs a review.
    pub reason: Option<Located<'p>>,
    /// The note.
    pub note: Option<Located<'p>>,
    /// The ids of the evidence ledger.
    pub evidence: Vec<Located<'p>>,
    /// Who answered: a role or an institution.
    pub by: Option<Located<'p>>,
    /// The day it was answered.
    pub on: Option<Located<'p>>,
}

/// One item of a list answer, or of the evidence ledger.
#[derive(Debug, Clone, Copy)]
pub struct Record<'p> {
    /// The index of the question that keeps it; none for the evidence ledger.
    pub home: Option<usize>,
    /// Its position in its list.
    pub index: usize,
    /// The item as it stands in the file.
    pub node: &'p Node<'p>,
}

impl<'p> Record<'p> {
    /// The fields; none where the item is no mapping.
    pub fn fields(&self) -> Option<&'p Mapping<'p>> {
        self.node.as_mapping()
    }

    /// The entry of a field, if it is written.
    pub fn entry(&self, field: &str) -> Option<&'p Entry<'p>> {
        self.fields()?.entry(field)
    }

    /// The value of a field; an empty one counts as not there.
    pub fn field(&self, field: &str) -> Option<&'p Node<'p>> {
        self.entry(field)
            .map(|entry| &entry.value)
            .filter(|node| !is_blank(node))
    }

    /// The text of a field that holds one value.
    pub fn text(&self, field: &str) -> Option<&'p str> {
        self.field(field).and_then(Node::text)
    }

    /// The texts of a field that holds one value or a list of them.
    pub fn texts(&self, field: &str) -> Vec<Located<'p>> {
        self.field(field).map(located_texts).unwrap_or_default()
    }

    /// The id, if it has one.
    pub fn id(&self) -> Option<Located<'p>> {
        self.field("id").and_then(Located::of)
    }

    /// What the record is called: its title field, else its id.
    pub fn title(&self, record: &RecordType) -> &'p str {
        self.text(&record.title)
            .or_else(|| self.id().map(|id| id.text))
            .unwrap_or("—")
    }

    /// The id, or a position such as `[2]` where it has none.
    pub fn handle(&self) -> String {
        self.id()
            .map_or_else(|| format!("[{}]", self.index), |id| id.text.to_owned())
    }
}

/// Whether nothing is written: no value, an empty text or an empty list.
pub(crate) fn is_blank(node: &Node<'_>) -> bool {
    node.is_null()
        || node.text().is_some_and(|text| text.trim().is_empty())
        || node.as_sequence().is_some_and(|list| list.items.is_empty())
}

fn located_texts<'p>(node: &'p Node<'p>) -> Vec<Located<'p>> {
    match node.as_sequence() {
        Some(list) => list.items.iter().filter_map(Located::of).collect(),
        None => Located::of(node).into_iter().collect(),
    }
}

/// What stands at the top of a project file.
#[derive(Debug, Clone, Default)]
pub struct Header<'p> {
    /// The format number.
    pub format: Option<Located<'p>>,
    /// The handbook's id.
    pub handbook: Option<Located<'p>>,
    /// The handbook's edition.
    pub edition: Option<Located<'p>>,
    /// The ids of the overlays the project was worked on with.
    pub overlays: Vec<Located<'p>>,
    /// The country or territory.
    pub country: Option<Located<'p>>,
    /// The title.
    pub title: Option<Located<'p>>,
    /// The project's language.
    pub language: Option<Located<'p>>,
    /// The currency amounts are in where none is said.
    pub currency: Option<Located<'p>>,
    /// The planning period.
    pub period: Option<Located<'p>>,
    /// Whether the country and its figures are invented.
    pub fictitious: bool,
    /// The profile it is checked under.
    pub profile: Option<Located<'p>>,
    /// Findings the team does not want to hear of again.
    pub suppress: Vec<Suppression<'p>>,
}

/// An item of `suppress`: findings of a rule at an answer, and below it, are not shown.
#[derive(Debug, Clone, Copy)]
pub struct Suppression<'p> {
    /// The item as it stands in the file.
    pub node: &'p Node<'p>,
    /// The rule.
    pub rule: Option<Located<'p>>,
    /// The path of the answer, or its beginning.
    pub path: Option<Located<'p>>,
    /// Why.
    pub reason: Option<Located<'p>>,
    /// The last day on which it holds.
    pub until: Option<Located<'p>>,
}

impl<'p> Suppression<'p> {
    fn of(node: &'p Node<'p>) -> Option<Self> {
        let map = node.as_mapping()?;
        let part = |key: &str| {
            let part = map.get(key).filter(|node| !is_blank(node));
            part.and_then(Located::of)
        };
        Some(Self {
            node,
            rule: part("rule"),
            path: part("path"),
            reason: part("reason"),
            until: part("until"),
        })
    }
}

/// A key that nothing in the handbook or the format explains.
#[derive(Debug, Clone, Copy)]
pub struct Stray<'p> {
    /// The key.
    pub key: &'p str,
    /// Its place.
    pub span: Span,
    /// Where it was found.
    pub inside: Inside,
}

/// Where a key was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inside {
    /// At the top of the file.
    Header,
    /// Under `handbook`.
    HandbookKey,
    /// Under `answers`, where the steps are.
    Answers,
    /// In a step, by its index.
    Step(usize),
    /// In an answer written as a mapping, by the question's index.
    Answer(usize),
    /// In a record, by the question that keeps it; none for the evidence ledger.
    Record(Option<usize>),
}

/// A project file seen through a handbook.
#[derive(Debug, Clone)]
pub struct Project<'p> {
    /// The root of the file's tree.
    pub root: &'p Node<'p>,
    /// What stands at the top.
    pub header: Header<'p>,
    /// Keys nobody knows.
    pub strays: Vec<Stray<'p>>,
    answers: Vec<Option<Answer<'p>>>,
    records: Vec<Record<'p>>,
    lists: Vec<std::ops::Range<usize>>,
    ledger: std::ops::Range<usize>,
    by_id: HashMap<&'p str, usize>,
}

impl<'p> Project<'p> {
    /// Sees a tree through a handbook. Never fails: what cannot be read is not there.
    pub fn read(root: &'p Node<'p>, handbook: &Handbook) -> Self {
        let mut project = Self {
            root,
            header: Header::default(),
            strays: Vec::new(),
            answers: vec![None; handbook.questions.len()],
            records: Vec::new(),
            lists: vec![0..0; handbook.questions.len()],
            ledger: 0..0,
            by_id: HashMap::default(),
        };
        if let Some(top) = root.as_mapping() {
            project.read_header(top);
            project.read_ledger(top, handbook);
            project.read_answers(top, handbook);
            project.index_records();
        }
        project
    }

    fn read_header(&mut self, top: &'p Mapping<'p>) {
        let text = |key: &str| top.get(key).and_then(Located::of);
        let handbook = top.get("handbook").and_then(Node::as_mapping);
        let part = |key: &str| handbook.and_then(|map| map.get(key)).and_then(Located::of);
        self.header = Header {
            format: text("mainstream"),
            handbook: part("id"),
            edition: part("edition"),
            overlays: handbook
                .and_then(|map| map.get("overlays"))
                .map(located_texts)
                .unwrap_or_default(),
            country: text("country"),
            title: text("title"),
            language: text("language"),
            currency: text("currency"),
            period: text("period"),
            fictitious: text("fictitious").is_some_and(|flag| flag.text == "true"),
            profile: text("profile"),
            suppress: top
                .get("suppress")
                .and_then(Node::as_sequence)
                .map(|list| list.items.iter().filter_map(Suppression::of).collect())
                .unwrap_or_default(),
        };
        let known: Vec<&str> = HEADER_KEYS.into_iter().chain([ASIDE_KEY]).collect();
        self.stray_keys(top, &known, Inside::Header);
        if let Some(map) = handbook {
            self.stray_keys(map, &HANDBOOK_KEYS, Inside::HandbookKey);
        }
    }

    fn stray_keys(&mut self, map: &'p Mapping<'p>, known: &[&str], inside: Inside) {
        let strays = map
            .iter()
            .filter(|entry| !known.contains(&entry.key.as_ref()));
        self.strays.extend(strays.map(|entry| Stray {
            key: &entry.key,
            span: entry.key_span,
            inside,
        }));
    }

    fn read_ledger(&mut self, top: &'p Mapping<'p>, handbook: &Handbook) {
        if let Some(node) = top.get("sources") {
            self.ledger = self.read_list(node, None, handbook);
        }
    }

    fn read_list(
        &mut self,
        node: &'p Node<'p>,
        home: Option<usize>,
        handbook: &Handbook,
    ) -> std::ops::Range<usize> {
        let first = self.records.len();
        let items = node
            .as_sequence()
            .map_or(&[][..], |list| list.items.as_slice());
        for (index, item) in items.iter().enumerate() {
            let record = Record {
                home,
                index,
                node: item,
            };
            let known = record_type(handbook, home);
            for entry in record.fields().into_iter().flat_map(Mapping::iter) {
                let key = entry.key.as_ref();
                let common = matches!(key, "id" | "note" | "evidence");
                if !common && known.is_none_or(|known| known.field(key).is_none()) {
                    let inside = Inside::Record(home);
                    self.strays.push(Stray {
                        key,
                        span: entry.key_span,
                        inside,
                    });
                }
            }
            self.records.push(record);
        }
        first..self.records.len()
    }

    fn read_answers(&mut self, top: &'p Mapping<'p>, handbook: &Handbook) {
        let steps = top.get("answers").and_then(Node::as_mapping);
        for step_entry in steps.into_iter().flat_map(Mapping::iter) {
            let Some(step) = handbook
                .steps
                .iter()
                .position(|step| step.id == step_entry.key)
            else {
                let span = step_entry.key_span;
                self.strays.push(Stray {
                    key: &step_entry.key,
                    span,
                    inside: Inside::Answers,
                });
                continue;
            };
            let questions = step_entry.value.as_mapping();
            for entry in questions.into_iter().flat_map(Mapping::iter) {
                self.read_answer(entry, step, handbook);
            }
        }
    }

    fn read_answer(&mut self, entry: &'p Entry<'p>, step: usize, handbook: &Handbook) {
        let key = entry.key.as_ref();
        let Some(index) = handbook.question_in(step, key) else {
            let inside = Inside::Step(step);
            self.strays.push(Stray {
                key,
                span: entry.key_span,
                inside,
            });
            return;
        };
        let answer = self.wrapped_answer(entry, index);
        let question = &handbook.questions[index];
        // Of two entries the one under the id holds, else the first, as where an edit looks for it.
        let is_second = self.answers[index]
            .as_ref()
            .is_some_and(|first| first.key == question.id || key != question.id);
        let records = match (answer.value, &question.kind) {
            (Some(value), Kind::Records { .. }) => self.read_list(value, Some(index), handbook),
            _ => 0..0,
        };
        if !is_second {
            self.lists[index] = records;
            self.answers[index] = Some(answer);
        }
    }

    fn wrapped_answer(&mut self, entry: &'p Entry<'p>, question: usize) -> Answer<'p> {
        let node = &entry.value;
        let wrapper = node.as_mapping().filter(|map| {
            map.iter()
                .any(|inner| ANSWER_KEYS.contains(&inner.key.as_ref()))
        });
        let part = |key: &str| wrapper.and_then(|map| map.get(key)).and_then(Located::of);
        let evidence = wrapper.and_then(|map| map.get("evidence"));
        if let Some(map) = wrapper {
            self.stray_keys(map, &ANSWER_KEYS, Inside::Answer(question));
        }
        let value = match wrapper {
            Some(map) => map.get("answer"),
            None => Some(node),
        };
        Answer {
            question,
            key: &entry.key,
            key_span: entry.key_span,
            node,
            value: value.filter(|node| !is_blank(node)),
            wrapped: wrapper.is_some(),
            state: part("state"),
            reason: part("reason"),
            note: part("note"),
            evidence: evidence.map(located_texts).unwrap_or_default(),
            by: part("by"),
            on: part("on"),
        }
    }

    fn index_records(&mut self) {
        for (position, record) in self.records.iter().enumerate() {
            if let Some(id) = record.id() {
                self.by_id.entry(id.text).or_insert(position);
            }
        }
    }

    /// What a question was answered, if anything is written for it.
    pub fn answer(&self, question: usize) -> Option<&Answer<'p>> {
        self.answers.get(question).and_then(Option::as_ref)
    }

    /// All answers that are written, in handbook order.
    pub fn answers(&self) -> impl Iterator<Item = &Answer<'p>> {
        self.answers.iter().flatten()
    }

    /// All records with the evidence ledger first, then in handbook order of reading.
    pub fn records(&self) -> &[Record<'p>] {
        &self.records
    }

    /// The evidence ledger.
    pub fn sources(&self) -> &[Record<'p>] {
        &self.records[self.ledger.clone()]
    }

    /// The records a list question keeps.
    pub fn list(&self, question: usize) -> &[Record<'p>] {
        self.lists
            .get(question)
            .map_or(&[], |range| &self.records[range.clone()])
    }

    /// All records of a type.
    pub fn records_of(&self, handbook: &Handbook, record: &str) -> &[Record<'p>] {
        if record == SOURCE_RECORD {
            return self.sources();
        }
        let home = handbook
            .home(record)
            .and_then(|home| handbook.question_index(&home.path));
        home.map_or(&[], |home| self.list(home))
    }

    /// The first record with this id.
    pub fn record(&self, id: &str) -> Option<&Record<'p>> {
        self.by_id.get(id).map(|position| &self.records[*position])
    }

    /// Whether a record has an id that no record before it has.
    pub(crate) fn is_own(&self, record: Record<'_>) -> bool {
        let first = record.id().and_then(|id| self.record(id.text));
        first.is_some_and(|first| std::ptr::eq(first.node, record.node))
    }

    /// The records a list or table question is about, in the order of the file.
    pub fn records_in(&self, handbook: &Handbook, question: &Question) -> Vec<Record<'p>> {
        let home = handbook
            .home_of(question)
            .and_then(|home| handbook.question_index(&home.path));
        let records = home.map_or(&[][..], |home| self.list(home));
        let records = records.iter().copied();
        match &question.kind {
            Kind::Table { filter, .. } => {
                records.filter(|record| matches(record, filter)).collect()
            }
            // What was added through another question belongs to that question.
            Kind::Records { preset, .. } => {
                records.filter(|record| belongs(record, preset)).collect()
            }
            _ => records.collect(),
        }
    }

    /// The values a condition sees: ids, or texts; none where the question has no answer.
    pub fn values(&self, handbook: &Handbook, name: &str) -> Option<Vec<String>> {
        let index = handbook.question_index(name)?;
        if let Some(HeaderKey::Country) = handbook.questions[index].header {
            return self
                .header
                .country
                .map(|country| vec![country.text.to_owned()]);
        }
        let answer = self.answer(index)?;
        let texts = located_texts(answer.value?);
        Some(texts.iter().map(|text| text.text.to_owned()).collect())
    }

    /// Whether a question is asked at all: no layer dropped it, its condition holds, and a table has
    /// something to ask of.
    pub fn applies(&self, handbook: &Handbook, question: &Question) -> bool {
        let holds = question
            .when
            .as_ref()
            .is_none_or(|when| when.holds(&|name| self.values(handbook, name)));
        let has_rows = match &question.kind {
            Kind::Table { add, .. } => *add || !self.records_in(handbook, question).is_empty(),
            Kind::Computed { .. } => false,
            _ => true,
        };
        question.dropped.is_none() && holds && has_rows
    }

    /// The route to a question's entry in the file.
    pub fn route(&self, handbook: &Handbook, question: &Question) -> Route {
        if question.header.is_some() {
            return Route::keys([question.id.as_str()]);
        }
        let step = &handbook.steps[question.step];
        // A question may be written under its code; that entry is the one to change.
        let written = handbook
            .question_index(&question.path)
            .and_then(|index| self.answer(index));
        let key = written.map_or(question.id.as_str(), |answer| answer.key);
        Route::keys(["answers", step.id.as_str(), key])
    }

    /// The route to the answer itself, inside its mapping where it is written as one.
    pub fn value_route(&self, handbook: &Handbook, question: &Question) -> Route {
        let route = self.route(handbook, question);
        let index = handbook.question_index(&question.path);
        let wrapped = index
            .and_then(|index| self.answer(index))
            .is_some_and(|answer| answer.wrapped);
        if wrapped { route.join("answer") } else { route }
    }

    /// The record types a record of this file belongs to.
    pub fn type_of<'h>(
        &self,
        handbook: &'h Handbook,
        record: &Record<'_>,
    ) -> Option<&'h RecordType> {
        record_type(handbook, record.home)
    }
}

fn matches(record: &Record<'_>, filter: &std::collections::BTreeMap<String, Vec<String>>) -> bool {
    filter.iter().all(|(field, values)| {
        let texts = record.texts(field);
        texts
            .iter()
            .any(|text| values.iter().any(|value| value == text.text))
    })
}

fn belongs(record: &Record<'_>, preset: &std::collections::BTreeMap<String, String>) -> bool {
    preset
        .iter()
        .all(|(field, value)| record.text(field).is_none_or(|text| text == value))
}
