//! What people read of the handbook, in their language, loaded by stage when somebody reads it.

use std::borrow::Cow;
use std::sync::Arc;

use super::layer::Layer;
use super::phrase::{
    FieldText, Phrase, QUESTION_TEXTS, QuestionText, RecordText, StageText, StepText, TextFile,
};
use super::shelf::{Found, Shelf, Want};
use super::{Handbook, Question, Step, ValueKind};
use crate::language::{Language, mark_fallback};
use crate::source::Span;

/// A text, the language it was found in, and where.
#[derive(Debug, Clone, Copy)]
pub struct Wording<'t> {
    /// The text as written.
    pub text: &'t str,
    /// The language it stands in, where that is not the one asked for.
    pub fallback: Option<Language>,
    found: Found<'t>,
    store: &'t Arc<[Layer]>,
}

/// Where a text stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextOrigin<'t> {
    /// The index of the layer in [`Handbook::layers`].
    pub layer: usize,
    /// The path below the layer's folder.
    pub path: &'t str,
    /// The line, counted from 1.
    pub line: usize,
}

impl<'t> Wording<'t> {
    /// The text as shown: behind a visible mark where it comes from another language.
    pub fn shown(self) -> Cow<'t, str> {
        match self.fallback {
            None => Cow::Borrowed(self.text),
            Some(language) => Cow::Owned(mark_fallback(self.text, language)),
        }
    }

    /// The first byte of the text in its file.
    pub(crate) fn span(&self) -> Span {
        Span::at(self.found.phrase.offset)
    }

    /// Where the text stands.
    pub fn origin(&self) -> TextOrigin<'t> {
        let layer = self.store.get(self.found.layer);
        let text = layer.and_then(|layer| layer.text(self.found.path));
        let before = text.and_then(|text| text.get(..self.found.phrase.offset));
        TextOrigin {
            layer: self.found.layer,
            path: self.found.path,
            line: before.unwrap_or_default().matches('\n').count() + 1,
        }
    }
}

/// The handbook's texts in the reader's language, with English behind, and behind that whatever
/// language a text exists in.
#[derive(Debug)]
pub struct Texts {
    own: Shelf,
    others: Vec<Shelf>,
    store: Arc<[Layer]>,
}

const NO_TEXT: &str = "—";

impl Texts {
    /// The texts for readers of `language`.
    pub fn new(handbook: &Handbook, language: Language) -> Self {
        let codes = handbook.languages.iter().map(String::as_str);
        let others = std::iter::once("en").chain(codes.filter(|code| *code != "en"));
        let others = others
            .filter_map(Language::of_code)
            .filter(|other| *other != language);
        Self {
            own: Shelf::new(handbook, language),
            others: others.map(|other| Shelf::new(handbook, other)).collect(),
            store: Arc::clone(handbook.store()),
        }
    }

    /// The texts in one language, without those of other languages behind them.
    pub(crate) fn only(handbook: &Handbook, language: Language) -> Self {
        Self {
            own: Shelf::new(handbook, language),
            others: Vec::new(),
            store: Arc::clone(handbook.store()),
        }
    }

    /// The reader's language.
    pub fn language(&self) -> Language {
        self.own.language
    }

    fn wording<'t>(
        &'t self,
        search: impl Fn(&'t Shelf) -> Option<Found<'t>>,
    ) -> Option<Wording<'t>> {
        let (found, fallback) = match search(&self.own) {
            Some(found) => (found, None),
            None => self
                .others
                .iter()
                .find_map(|shelf| Some((search(shelf)?, Some(shelf.language))))?,
        };
        Some(Wording {
            text: &found.phrase.text,
            fallback,
            found,
            store: &self.store,
        })
    }

    fn find<'t>(
        &'t self,
        want: Want,
        get: impl Fn(&'t TextFile) -> Option<&'t Phrase>,
    ) -> Option<Wording<'t>> {
        self.wording(|shelf| shelf.find(want, &get))
    }

    /// A part of the introduction of a stage, with where it stands.
    pub fn stage_wording(
        &self,
        stage: usize,
        part: fn(&StageText) -> &Option<Phrase>,
    ) -> Option<Wording<'_>> {
        self.wording(|shelf| shelf.head(stage, &|head| part(head).as_ref()))
    }

    /// The text of a stage at a position of the keys of its texts.
    pub(crate) fn stage_text(&self, stage: usize, key: usize) -> Option<Wording<'_>> {
        self.wording(|shelf| shelf.head(stage, &|head| head.all()[key].as_ref()))
    }

    /// The text of a question at a position of the keys of its texts.
    pub(crate) fn question_text(&self, question: &Question, key: usize) -> Option<Wording<'_>> {
        let (step, id) = question.path.split_once('.')?;
        self.find(Want::Stage(question.stage), |file| {
            file.steps.get(step)?.questions.get(id)?.all()[key].as_ref()
        })
    }

    /// A part of the introduction of a step, with where it stands.
    pub fn step_wording(
        &self,
        step: &Step,
        part: fn(&StepText) -> &Option<Phrase>,
    ) -> Option<Wording<'_>> {
        self.find(Want::Stage(step.stage), |file| {
            part(file.steps.get(&step.id)?).as_ref()
        })
    }

    /// A text of a question, with where it stands.
    pub fn question_wording(
        &self,
        question: &Question,
        part: fn(&QuestionText) -> &Option<Phrase>,
    ) -> Option<Wording<'_>> {
        let (step, id) = question.path.split_once('.')?;
        self.find(Want::Stage(question.stage), |file| {
            part(file.steps.get(step)?.questions.get(id)?).as_ref()
        })
    }

    /// The label of a choice, with where it stands.
    pub fn choice_wording(&self, set: &str, id: &str) -> Option<Wording<'_>> {
        self.find(Want::Records, |file| file.choices.get(set)?.get(id))
    }

    /// A text of a record type, with where it stands.
    pub fn record_wording(
        &self,
        record: &str,
        part: fn(&RecordText) -> &Option<Phrase>,
    ) -> Option<Wording<'_>> {
        self.find(Want::Records, |file| {
            part(file.records.get(record)?).as_ref()
        })
    }

    /// A text of a field, with where it stands.
    pub fn field_wording(
        &self,
        record: &str,
        field: &str,
        part: fn(&FieldText) -> &Option<Phrase>,
    ) -> Option<Wording<'_>> {
        self.find(Want::Records, |file| {
            part(file.records.get(record)?.fields.get(field)?).as_ref()
        })
    }

    /// The name of a stage.
    pub fn stage_title(&self, handbook: &Handbook, stage: usize) -> Cow<'_, str> {
        debug_assert!(stage < handbook.stages.len());
        self.stage_part(stage, |head| &head.title)
    }

    /// A part of the introduction of a stage.
    pub fn stage_part(
        &self,
        stage: usize,
        part: fn(&StageText) -> &Option<Phrase>,
    ) -> Cow<'_, str> {
        must(self.stage_wording(stage, part))
    }

    /// How long a stage tends to take, where the texts say it.
    pub fn stage_duration(&self, stage: usize) -> Option<Cow<'_, str>> {
        self.stage_wording(stage, |text| &text.duration)
            .map(Wording::shown)
    }

    /// The name of a step.
    pub fn step_title(&self, step: &Step) -> Cow<'_, str> {
        must(self.step_wording(step, |text| &text.title))
    }

    /// What a step is for.
    pub fn step_intro(&self, step: &Step) -> Cow<'_, str> {
        must(self.step_wording(step, |text| &text.intro))
    }

    /// The question itself.
    pub fn ask(&self, question: &Question) -> Cow<'_, str> {
        must(self.question_wording(question, |text| &text.ask))
    }

    /// Why a question is asked.
    pub fn why(&self, question: &Question) -> Cow<'_, str> {
        must(self.question_wording(question, |text| &text.why))
    }

    /// The example of a question, if it has one.
    pub fn example(&self, question: &Question) -> Option<Cow<'_, str>> {
        self.question_wording(question, |text| &text.example)
            .map(Wording::shown)
    }

    /// What teams often get wrong at a question, where the texts say it.
    pub fn mistakes(&self, question: &Question) -> Option<Cow<'_, str>> {
        self.question_wording(question, |text| &text.mistakes)
            .map(Wording::shown)
    }

    /// What the joint programme met at a question; its sources are [`Question::lesson`].
    pub fn lesson(&self, question: &Question) -> Option<Cow<'_, str>> {
        self.question_wording(question, |text| &text.lesson)
            .map(Wording::shown)
    }

    /// The prompt for a note, if the question has one.
    pub fn note_prompt(&self, question: &Question) -> Option<Cow<'_, str>> {
        self.question_wording(question, |text| &text.note)
            .map(Wording::shown)
    }

    /// The label of a choice.
    pub fn choice(&self, set: &str, id: &str) -> Cow<'_, str> {
        let found = self.choice_wording(set, id);
        found.map_or_else(|| Cow::Owned(id.to_owned()), Wording::shown)
    }

    /// The name of a record type, in the singular.
    pub fn record_name(&self, record: &str) -> Cow<'_, str> {
        must(self.record_wording(record, |text| &text.name))
    }

    /// The name of a record type, in the plural.
    pub fn record_plural(&self, record: &str) -> Cow<'_, str> {
        must(self.record_wording(record, |text| &text.plural))
    }

    /// The label of a field.
    pub fn field_label(&self, record: &str, field: &str) -> Cow<'_, str> {
        must(self.field_wording(record, field, |text| &text.label))
    }

    /// What to enter in a field, where the label is not enough.
    pub fn field_hint(&self, record: &str, field: &str) -> Option<Cow<'_, str>> {
        self.field_wording(record, field, |text| &text.hint)
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

    /// The questions of lower layers that a layer words anew in the reader's own language: layer and
    /// index of the question, in the order of the handbook.
    pub fn reworded(&self, handbook: &Handbook) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        if !handbook.is_adapted() {
            return found;
        }
        for (index, question) in handbook.asked().iter().enumerate() {
            let described = handbook.layer_of(question.origin);
            let wordings =
                (0..QUESTION_TEXTS.len()).filter_map(|key| self.question_text(question, key));
            let own = wordings.filter(|wording| wording.fallback.is_none());
            let top = own.map(|wording| wording.found.layer).max();
            found.extend(
                top.filter(|layer| *layer > described)
                    .map(|layer| (layer, index)),
            );
        }
        found
    }

    /// Whether a stage has its texts in the reader's own language.
    pub fn has_stage(&self, stage: usize) -> bool {
        self.own.has_stage(stage)
    }
}

fn must(found: Option<Wording<'_>>) -> Cow<'_, str> {
    found.map_or(Cow::Borrowed(NO_TEXT), Wording::shown)
}
