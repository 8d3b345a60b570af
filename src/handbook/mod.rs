//! The handbook: stages, steps, questions and record types, as data.
//!
//! The structure is small and loaded whole; texts and catalogues are loaded when somebody reads them.
//! No question, wording, list or threshold lives in code.

mod adaptation;
mod catalogue;
mod condition;
mod data_files;
mod data_forms;
mod desk;
mod edition;
mod edition_check;
mod edition_file;
mod edition_merge;
mod fault;
mod files;
mod fills;
mod glossary;
mod instrument;
mod instrument_files;
mod kind;
mod layer;
mod load;
mod manifest;
mod merge;
mod names;
mod origin;
mod part;
mod phrase;
mod profile;
mod reading;
mod record_types;
mod search;
mod sector;
mod sector_files;
mod sheet;
mod sheet_items;
mod shelf;
mod structure;
mod text;
mod word_lists;

use std::collections::BTreeMap;
use std::sync::Arc;

use foldhash::HashMap;

use crate::language::Saying;

pub use adaptation::{Adaptation, Deed, Subject};
pub use catalogue::{Catalogue, Catalogues, Entry};
pub use condition::Condition;
pub use data_files::PHRASES_FILE;
pub use edition::{Course, Edition, Editions, Removal, Review, Standing, compare_editions};
pub use edition_file::EDITIONS_FILE;
pub use edition_merge::Merging;
pub(crate) use edition_merge::refers_to;
pub(crate) use fault::{
    BAD_ADDRESS, BAD_PART_ID, BAD_PART_VALUE, DROP_LEAVES_GAP, DUPLICATE_PART, EMPTY_TEXT,
    INCOMPLETE_PART, LESSON_SOURCES, LONG_TEXT, MISSING_TEXT, RULE_EXAMPLE, RULE_EXPRESSION,
    UNKNOWN_PART, UNKNOWN_PART_KEY, UNTRANSLATED_TEXT, UNUSED_PART, UNUSED_TEXT,
    WRONG_PLACEHOLDERS,
};
pub use fault::{CONTENT_RULES, ContentRule, content_rule};
pub use fills::{FilledList, Fills};
pub use glossary::{Form, LookedUp, Term, look_up, terms};
pub use instrument::{
    Blanks, Class, Domain, Instrument, Instruments, Item, LocalText, Overall, ScoringEditions,
};
pub use kind::{Kind, ValueKind};
pub use layer::{Layer, MANIFEST};
pub use load::{FaultyFile, LoadError, Loaded, load_builtin, load_layers, load_on};
pub use origin::{Dropped, LayerInfo, Origin, OriginPlace};
pub(crate) use part::saying;
pub use phrase::{FieldText, Phrase, QuestionText, RecordText, StageText, StepText};
pub(crate) use phrase::{QUESTION_TEXTS, STAGE_TEXTS};
pub use profile::{PROFILES_FILE, Profile, Profiles};
pub use record_types::RecordTypes;
pub use search::{Hit, HitPlace, Part, Snippet, search};
pub use sector::{PresetPart, SECTOR_CATALOGUE, SectorContent, SectorPreset, SectorText, Sectors};
pub use text::{TextOrigin, Texts, Wording};
pub(crate) use word_lists::{Scanner, WordLists};

/// From which phase of the work on something has to be complete.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize, serde::Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// While the team is preparing.
    Draft,
    /// When the analysis and the goals are reviewed.
    Review,
    /// When the plan is adopted.
    Adoption,
    /// While the plan is carried out.
    Monitoring,
    /// Never required.
    Optional,
}

/// How sure it is where a question comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Provenance {
    /// A source names the topic; the wording is ours.
    Confirmed,
    /// A source names the topic; the precise question is our proposal.
    Topic,
    /// Our own proposal.
    Proposal,
    /// Recalled from general knowledge; no source at hand shows it.
    Unconfirmed,
}

impl Provenance {
    /// Reads the list of source keys: `D` marks our design, `R` what is only recalled.
    pub fn of(from: &[String]) -> Self {
        let has = |key: &str| from.iter().any(|from| from == key);
        let sourced = from.iter().any(|from| from != "D" && from != "R");
        match (has("R"), has("D"), sourced) {
            (true, _, false) => Self::Unconfirmed,
            (_, true, true) | (true, _, true) => Self::Topic,
            (_, false, true) => Self::Confirmed,
            _ => Self::Proposal,
        }
    }
}

/// A header key of the project file that answers a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeaderKey {
    /// The country or territory of the project.
    Country,
}

/// A record as a question asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The short code people say aloud, such as `B01`.
    pub code: String,
    /// The readable id inside its step, such as `political-backing`.
    pub id: String,
    /// The full name, such as `readiness.political-backing`.
    pub path: String,
    /// What an answer is made of.
    pub kind: Kind,
    /// The header key that holds the answer, where it is not under `answers`.
    pub header: Option<HeaderKey>,
    /// From which phase on it has to be answered.
    pub phase: Phase,
    /// Whether it is asked at all.
    pub when: Option<Condition>,
    /// Paths of the questions whose change makes the answer need a review.
    pub depends: Vec<String>,
    /// The list that its answers fill, if any.
    pub fills: Option<Fills>,
    /// Keys of the catalogue of sources; `D` our design, `R` recalled.
    pub from: Vec<String>,
    /// Keys of the sources of what the joint programme met here, where the texts tell it.
    pub lesson: Vec<String>,
    /// Where the question stands: stage and step index.
    pub stage: usize,
    /// The index of its step in [`Handbook::steps`].
    pub step: usize,
    /// Where it was first described.
    pub origin: Origin,
    /// Whether a layer took it out: then it is not asked, and answers to it stay.
    pub dropped: Option<Dropped>,
}

impl Question {
    /// How sure the origin of the question is.
    pub fn provenance(&self) -> Provenance {
        Provenance::of(&self.from)
    }
}

/// A step: questions that belong together and are kept under one key of the project file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The readable id, also the key under `answers`.
    pub id: String,
    /// The letter or letter and digit before its questions' codes.
    pub code: String,
    /// The index of its stage.
    pub stage: usize,
    /// The indices of its questions in [`Handbook::questions`], but for those that are dropped.
    pub questions: std::ops::Range<usize>,
    /// Where it was first described.
    pub origin: Origin,
    /// Whether a layer took it out with all its questions.
    pub dropped: Option<Dropped>,
}

/// A stage of the handbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// The readable id.
    pub id: String,
    /// The file below `stages/` and `text/LANGUAGE/` that holds it, without extension.
    pub file: String,
    /// The indices of its steps in [`Handbook::steps`], but for those that are dropped.
    pub steps: std::ops::Range<usize>,
    /// Where it was first described.
    pub origin: Origin,
    /// Whether a layer took it out with all its steps.
    pub dropped: Option<Dropped>,
}

/// A field of a record type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The key in the record.
    pub id: String,
    /// What its value is made of.
    pub kind: ValueKind,
    /// Whether a record without it cannot be understood.
    pub required: bool,
    /// Where it was first described.
    pub origin: Origin,
    /// Whether a layer took it out: then no question asks it, and what stands in it stays.
    pub dropped: Option<Dropped>,
}

/// A record type: what one item of a list answer is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordType {
    /// The name of the type, such as `body`.
    pub id: String,
    /// The field that names a record in lists.
    pub title: String,
    /// The fields in their order.
    pub fields: Vec<Field>,
    /// The fields that say all there is to a record's name, the first one a reference: they are
    /// asked before the name, which is then only proposed.
    pub named_by: Vec<String>,
    /// A field in which no two records may say the same.
    pub unique: Option<String>,
    /// Where it was first described.
    pub origin: Origin,
}

impl RecordType {
    /// The field with this id.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }
}

/// A loaded handbook.
#[derive(Debug, Default)]
pub struct Handbook {
    /// The name projects refer to.
    pub id: String,
    /// The version projects follow.
    pub edition: String,
    /// The languages it has texts in.
    pub languages: Vec<String>,
    /// The languages in which no text is missing.
    pub complete: Vec<String>,
    /// All stages in order; those that a layer dropped stand at the end.
    pub stages: Vec<Stage>,
    /// All steps in order; those that a layer dropped stand at the end, in no stage's range.
    pub steps: Vec<Step>,
    /// All questions in order; those that a layer dropped stand at the end, in no step's range.
    pub questions: Vec<Question>,
    /// The record types by name.
    pub records: RecordTypes,
    /// The choice sets by name, with the choices that are offered.
    pub choices: BTreeMap<String, Vec<String>>,
    /// What each edition changed.
    pub editions: Editions,
    /// The choices that a layer dropped, by set: they are not offered, and stay where they were chosen.
    pub retired: BTreeMap<String, Vec<String>>,
    /// What it is made of, the lowest layer first.
    pub layers: Vec<LayerInfo>,
    /// What the layers above the lowest one changed in the structure.
    pub adaptations: Vec<Adaptation>,
    /// The structure files: layer and path.
    files: Vec<(usize, String)>,
    /// The files of the layers.
    store: Arc<[Layer]>,
    own_instruments: Option<Instruments>,
    own_words: Option<WordLists>,
    n_asked: usize,
    n_stages: usize,
    by_name: HashMap<String, usize>,
    homes: HashMap<String, usize>,
    /// For each question, the place of the record type it is about.
    types: Vec<Option<usize>>,
}

/// The record type of the evidence ledger, kept at the top of the project file.
pub const SOURCE_RECORD: &str = "source";

impl Handbook {
    /// A question by full path or by code, whatever the case of the code.
    pub fn question(&self, name: &str) -> Option<&Question> {
        self.question_index(name)
            .map(|index| &self.questions[index])
    }

    /// The index of a question by full path or by code.
    pub fn question_index(&self, name: &str) -> Option<usize> {
        self.by_name
            .get(name)
            .or_else(|| self.by_name.get(&name.to_uppercase()))
            .copied()
    }

    /// The index of a step by id or by its code.
    pub fn step_index(&self, name: &str) -> Option<usize> {
        self.steps
            .iter()
            .position(|step| step.id == name || step.code.eq_ignore_ascii_case(name))
    }

    /// The index of a stage by id or by its number from 0.
    pub fn stage_index(&self, name: &str) -> Option<usize> {
        let number = name
            .parse::<usize>()
            .ok()
            .filter(|number| *number < self.n_stages);
        self.stages
            .iter()
            .position(|stage| stage.id == name)
            .or(number)
    }

    /// The questions of a step, in order.
    pub fn questions_of(&self, step: usize) -> &[Question] {
        &self.questions[self.steps[step].questions.clone()]
    }

    /// The question whose list holds the records of this type.
    pub fn home(&self, record: &str) -> Option<&Question> {
        self.homes.get(record).map(|index| &self.questions[*index])
    }

    /// The record type a list or table question is about.
    pub fn record_of(&self, question: &Question) -> Option<&RecordType> {
        let Kind::Table { of, .. } = &question.kind else {
            return self.own_record(question);
        };
        self.question(of).and_then(|home| self.own_record(home))
    }

    fn own_record(&self, question: &Question) -> Option<&RecordType> {
        match &question.kind {
            Kind::Records { record, .. } => self.records.get(record),
            _ => None,
        }
    }

    /// The record type a list or table question is about, by the question's index.
    pub fn record_at(&self, question: usize) -> Option<&RecordType> {
        self.types[question].map(|place| self.records.at(place))
    }

    /// The question that holds the records a list or table question is about.
    pub fn home_of<'h>(&'h self, question: &'h Question) -> Option<&'h Question> {
        match &question.kind {
            Kind::Records { .. } => Some(question),
            Kind::Table { of, .. } => self.question(of),
            _ => None,
        }
    }

    /// The instruments, as the layers have made them.
    pub fn instruments(&self) -> &Instruments {
        match &self.own_instruments {
            Some(own) => own,
            None => Instruments::builtin(),
        }
    }

    /// The words that rules look for, as the layers have made them.
    pub(crate) fn word_lists(&self) -> &WordLists {
        match &self.own_words {
            Some(own) => own,
            None => WordLists::builtin(),
        }
    }

    /// The stages that are worked through, in order: all but those that a layer dropped.
    pub fn asked_stages(&self) -> &[Stage] {
        &self.stages[..self.n_stages]
    }

    /// The questions that are asked, in order: all but those that a layer dropped.
    pub fn asked(&self) -> &[Question] {
        &self.questions[..self.n_asked]
    }

    /// The question under a key of a step, by id or by code, dropped ones included.
    pub fn question_in(&self, step: usize, key: &str) -> Option<usize> {
        let is_it = |index: &usize| {
            let question = &self.questions[*index];
            question.step == step && (question.id == key || question.code.eq_ignore_ascii_case(key))
        };
        let mut asked = self.steps[step].questions.clone();
        let mut dropped = self.n_asked..self.questions.len();
        asked.find(is_it).or_else(|| dropped.find(is_it))
    }

    /// Whether a choice set has a choice, be it one that is not offered any more.
    pub fn is_choice(&self, set: &str, id: &str) -> bool {
        let retired = self.retired.get(set).map_or(&[][..], Vec::as_slice);
        self.choice_ids(set)
            .iter()
            .chain(retired)
            .any(|known| known == id)
    }

    /// The layers it is made of, with their files.
    pub fn store(&self) -> &Arc<[Layer]> {
        &self.store
    }

    /// Why and by which layer a field, as `body.budget`, or a choice, as `rank.mayor`, was dropped.
    pub fn dropped(&self, subject: Subject, name: &str) -> Option<(&LayerInfo, &Saying)> {
        let mut all = self.adaptations.iter().rev();
        all.find_map(|one| match &one.deed {
            Deed::Dropped { reason } if one.subject == subject && one.name == name => {
                Some((&self.layers[one.layer], reason))
            }
            _ => None,
        })
    }

    /// The layer above the lowest one that has this id.
    pub fn overlay(&self, id: &str) -> Option<&LayerInfo> {
        self.layers.iter().skip(1).find(|layer| layer.id == id)
    }

    /// The stage whose introduction a text file may have, by the name of the file.
    pub(crate) fn stage_of(&self, path: &str) -> Option<usize> {
        let stem = layer::stem(path);
        self.stages
            .iter()
            .position(|stage| shelf::is_for(stem, stage))
    }

    /// The layer that first described a part.
    pub fn layer_of(&self, origin: Origin) -> usize {
        self.files.get(origin.file).map_or(0, |(layer, _)| *layer)
    }

    /// Whether anything lies above the lowest layer.
    pub fn is_adapted(&self) -> bool {
        self.layers.len() > 1
    }

    /// The place of a part in the files people can open.
    pub fn place(&self, origin: Origin) -> Option<OriginPlace<'_>> {
        let (layer, path) = self.files.get(origin.file)?;
        let text = self.store.get(*layer)?.text(path)?;
        let before = text.get(..origin.span.start)?;
        Some(OriginPlace {
            layer: *layer,
            path,
            line: before.matches('\n').count() + 1,
            span: origin.span,
        })
    }

    /// The ids of a choice set that are offered, in order.
    pub fn choice_ids(&self, set: &str) -> &[String] {
        self.choices.get(set).map_or(&[], Vec::as_slice)
    }

    /// Everything a question can be called, for suggestions.
    pub fn question_names(&self) -> impl Iterator<Item = &str> {
        self.questions
            .iter()
            .flat_map(|question| [question.path.as_str(), question.code.as_str()])
    }

    /// The indices of the questions whose answers depend on this one.
    pub fn dependants<'h>(&'h self, path: &'h str) -> impl Iterator<Item = usize> + 'h {
        self.questions
            .iter()
            .enumerate()
            .filter(move |(_, question)| question.depends.iter().any(|depends| depends == path))
            .map(|(index, _)| index)
    }

    fn index(&mut self) {
        for (index, question) in self.questions.iter().enumerate() {
            self.by_name.insert(question.path.clone(), index);
            self.by_name.insert(question.code.clone(), index);
            if let Kind::Records { record, .. } = &question.kind {
                self.homes.insert(record.clone(), index);
            }
        }
        let place = |question| self.records.position(&self.record_of(question)?.id);
        self.types = self.questions.iter().map(place).collect();
    }
}
