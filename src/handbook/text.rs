//! What people read of the handbook, in their language, loaded by stage when somebody reads it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::{Handbook, Question, Stage, Step, ValueKind};
use crate::assets;
use crate::language::{Language, mark_fallback};

/// A text and the language it was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wording<'t> {
    /// The text as written.
    pub text: &'t str,
    /// The language it stands in, where that is not the one asked for.
    pub fallback: Option<Language>,
}

impl<'t> Wording<'t> {
    /// The text as shown: behind a visible mark where it comes from another language.
    pub fn shown(self) -> Cow<'t, str> {
        match self.fallback {
            None => Cow::Borrowed(self.text),
            Some(language) => Cow::Owned(mark_fallback(self.text, language)),
        }
    }
}

/// The introduction of a stage.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageText {
    /// Its name.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// What goes in.
    pub inputs: String,
    /// What comes out.
    pub outputs: String,
    /// Who takes part.
    pub people: String,
    /// How long it tends to take.
    pub duration: Option<String>,
}

/// The introduction of a step and its questions.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepText {
    /// Its name.
    pub title: String,
    /// What it is for.
    pub intro: String,
    /// The questions by id.
    pub questions: BTreeMap<String, QuestionText>,
}

/// What people read about a question.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionText {
    /// The question.
    pub ask: String,
    /// Why it is asked.
    pub why: String,
    /// An example from the fictitious country.
    pub example: Option<String>,
    /// A prompt for the note that goes with the answer.
    pub note: Option<String>,
    /// What teams often get wrong here.
    pub mistakes: Option<String>,
    /// What the joint programme met here; its sources are [`Question::lesson`].
    pub lesson: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StageFile {
    #[expect(dead_code, reason = "read on its own, from the head of the file")]
    stage: StageText,
    steps: BTreeMap<String, StepText>,
}

#[derive(Debug, Deserialize)]
struct StageHead {
    stage: StageText,
}

/// What people read about a field of a record.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldText {
    /// Its label.
    pub label: String,
    /// What to enter, where the label is not enough.
    pub hint: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordText {
    name: String,
    plural: String,
    fields: BTreeMap<String, FieldText>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordsFile {
    choices: BTreeMap<String, BTreeMap<String, String>>,
    records: BTreeMap<String, RecordText>,
}

/// The texts of one language, each file read when first needed.
#[derive(Debug)]
struct Shelf {
    language: Language,
    stages: Vec<(String, OnceLock<Option<StageFile>>)>,
    /// The introductions of the stages, which stand first in their files.
    heads: Vec<OnceLock<Option<StageText>>>,
    records: OnceLock<Option<RecordsFile>>,
}

impl Shelf {
    fn new(handbook: &Handbook, language: Language) -> Self {
        let stages = handbook
            .stages
            .iter()
            .map(|stage| (stage.file.clone(), OnceLock::new()))
            .collect();
        Self {
            language,
            heads: handbook.stages.iter().map(|_| OnceLock::new()).collect(),
            stages,
            records: OnceLock::new(),
        }
    }

    fn stage(&self, index: usize) -> Option<&StageFile> {
        let (file, slot) = self.stages.get(index)?;
        slot.get_or_init(|| read(&format!("text/{}/{file}", self.language)))
            .as_ref()
    }

    /// The introduction of a stage, without reading its questions: a list of stages needs no more.
    fn head(&self, index: usize) -> Option<&StageText> {
        let slot = self.heads.get(index)?;
        slot.get_or_init(|| {
            let (file, _) = self.stages.get(index)?;
            let head: StageHead = read(&format!("text/{}/{file}", self.language))?;
            Some(head.stage)
        })
        .as_ref()
    }

    fn records(&self) -> Option<&RecordsFile> {
        self.records
            .get_or_init(|| read(&format!("text/{}/records", self.language)))
            .as_ref()
    }
}

fn read<T: serde::de::DeserializeOwned>(path: &str) -> Option<T> {
    assets::read(&format!("gmg/{path}"))?.ok()
}

/// The handbook's texts in the reader's language, with English behind.
#[derive(Debug)]
pub struct Texts {
    own: Shelf,
    english: Shelf,
}

const NO_TEXT: &str = "—";

impl Texts {
    /// The texts for readers of `language`.
    pub fn new(handbook: &Handbook, language: Language) -> Self {
        Self {
            own: Shelf::new(handbook, language),
            english: Shelf::new(handbook, Language::En),
        }
    }

    /// The reader's language.
    pub fn language(&self) -> Language {
        self.own.language
    }

    fn find<'t>(&'t self, get: impl Fn(&'t Shelf) -> Option<&'t str>) -> Option<Wording<'t>> {
        if let Some(text) = get(&self.own) {
            return Some(Wording {
                text,
                fallback: None,
            });
        }
        let fallback = (self.own.language != Language::En).then_some(Language::En);
        get(&self.english).map(|text| Wording { text, fallback })
    }

    fn must<'t>(&'t self, get: impl Fn(&'t Shelf) -> Option<&'t str>) -> Cow<'t, str> {
        self.find(get)
            .map_or(Cow::Borrowed(NO_TEXT), Wording::shown)
    }

    fn step_text<'t>(shelf: &'t Shelf, step: &Step) -> Option<&'t StepText> {
        shelf.stage(step.stage)?.steps.get(&step.id)
    }

    fn question_text<'t>(shelf: &'t Shelf, question: &Question) -> Option<&'t QuestionText> {
        let (step, id) = question.path.split_once('.')?;
        shelf
            .stage(question.stage)?
            .steps
            .get(step)?
            .questions
            .get(id)
    }

    /// The name of a stage.
    pub fn stage_title(&self, handbook: &Handbook, stage: usize) -> Cow<'_, str> {
        debug_assert!(stage < handbook.stages.len());
        self.must(move |shelf| shelf.head(stage).map(|head| head.title.as_str()))
    }

    /// A part of the introduction of a stage.
    pub fn stage_part(&self, stage: usize, part: fn(&StageText) -> &String) -> Cow<'_, str> {
        self.must(move |shelf| shelf.head(stage).map(|head| part(head).as_str()))
    }

    /// How long a stage tends to take, where the texts say it.
    pub fn stage_duration(&self, stage: usize) -> Option<Cow<'_, str>> {
        self.find(|shelf| shelf.head(stage)?.duration.as_deref())
            .map(Wording::shown)
    }

    /// The name of a step.
    pub fn step_title(&self, step: &Step) -> Cow<'_, str> {
        self.must(|shelf| Self::step_text(shelf, step).map(|text| text.title.as_str()))
    }

    /// What a step is for.
    pub fn step_intro(&self, step: &Step) -> Cow<'_, str> {
        self.must(|shelf| Self::step_text(shelf, step).map(|text| text.intro.as_str()))
    }

    /// The question itself.
    pub fn ask(&self, question: &Question) -> Cow<'_, str> {
        self.must(|shelf| Self::question_text(shelf, question).map(|text| text.ask.as_str()))
    }

    /// Why a question is asked.
    pub fn why(&self, question: &Question) -> Cow<'_, str> {
        self.must(|shelf| Self::question_text(shelf, question).map(|text| text.why.as_str()))
    }

    /// The example of a question, if it has one.
    pub fn example(&self, question: &Question) -> Option<Cow<'_, str>> {
        self.find(|shelf| Self::question_text(shelf, question)?.example.as_deref())
            .map(Wording::shown)
    }

    /// What teams often get wrong at a question, where the texts say it.
    pub fn mistakes(&self, question: &Question) -> Option<Cow<'_, str>> {
        self.find(|shelf| Self::question_text(shelf, question)?.mistakes.as_deref())
            .map(Wording::shown)
    }

    /// What the joint programme met at a question; its sources are [`Question::lesson`].
    pub fn lesson(&self, question: &Question) -> Option<Cow<'_, str>> {
        self.find(|shelf| Self::question_text(shelf, question)?.lesson.as_deref())
            .map(Wording::shown)
    }

    /// The prompt for a note, if the question has one.
    pub fn note_prompt(&self, question: &Question) -> Option<Cow<'_, str>> {
        self.find(|shelf| Self::question_text(shelf, question)?.note.as_deref())
            .map(Wording::shown)
    }

    /// The label of a choice.
    pub fn choice(&self, set: &str, id: &str) -> Cow<'_, str> {
        let found = self.find(|shelf| {
            shelf
                .records()?
                .choices
                .get(set)?
                .get(id)
                .map(String::as_str)
        });
        found.map_or_else(|| Cow::Owned(id.to_owned()), Wording::shown)
    }

    /// The name of a record type, in the singular.
    pub fn record_name(&self, record: &str) -> Cow<'_, str> {
        self.must(|shelf| {
            shelf
                .records()?
                .records
                .get(record)
                .map(|text| text.name.as_str())
        })
    }

    /// The name of a record type, in the plural.
    pub fn record_plural(&self, record: &str) -> Cow<'_, str> {
        self.must(|shelf| {
            shelf
                .records()?
                .records
                .get(record)
                .map(|text| text.plural.as_str())
        })
    }

    /// The label of a field.
    pub fn field_label(&self, record: &str, field: &str) -> Cow<'_, str> {
        self.must(|shelf| {
            shelf
                .records()?
                .records
                .get(record)?
                .fields
                .get(field)
                .map(|text| text.label.as_str())
        })
    }

    /// What to enter in a field, where the label is not enough.
    pub fn field_hint(&self, record: &str, field: &str) -> Option<Cow<'_, str>> {
        self.find(|shelf| {
            shelf
                .records()?
                .records
                .get(record)?
                .fields
                .get(field)?
                .hint
                .as_deref()
        })
        .map(Wording::shown)
    }

    /// The labels of the choices a value is taken from, with their ids, in order.
    pub fn options<'t>(
        &'t self,
        handbook: &'t Handbook,
        kind: &ValueKind,
    ) -> Vec<(&'t str, Cow<'t, str>)> {
        let Some(set) = kind.set() else {
            return Vec::new();
        };
        let Some((set, ids)) = handbook.choices.get_key_value(set) else {
            return Vec::new();
        };
        ids.iter()
            .map(|id| (id.as_str(), self.choice(set, id)))
            .collect()
    }

    /// Whether a stage has its texts in the reader's own language.
    pub fn has_stage(&self, stage: &Stage) -> bool {
        self.own
            .stages
            .iter()
            .position(|(file, _)| *file == stage.file)
            .is_some_and(|index| self.own.stage(index).is_some())
    }
}
