//! What people read, as one file of one layer says it: every text with its place in the file.

use std::collections::HashMap;

use super::layer::Layer;
use crate::yaml::{self, Mapping, Node};

/// A text and the byte at which it begins in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The text.
    pub text: String,
    pub(super) offset: usize,
}

/// The introduction of a stage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StageText {
    /// Its name.
    pub title: Option<Phrase>,
    /// What it is for.
    pub purpose: Option<Phrase>,
    /// What goes in.
    pub inputs: Option<Phrase>,
    /// What comes out.
    pub outputs: Option<Phrase>,
    /// Who takes part.
    pub people: Option<Phrase>,
    /// How long it tends to take.
    pub duration: Option<Phrase>,
}

/// The introduction of a step and its questions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StepText {
    /// Its name.
    pub title: Option<Phrase>,
    /// What it is for.
    pub intro: Option<Phrase>,
    /// The questions by id.
    pub questions: HashMap<String, QuestionText>,
}

/// What people read about a question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuestionText {
    /// The question.
    pub ask: Option<Phrase>,
    /// Why it is asked.
    pub why: Option<Phrase>,
    /// An example from the fictitious country.
    pub example: Option<Phrase>,
    /// A prompt for the note that goes with the answer.
    pub note: Option<Phrase>,
    /// What teams often get wrong here.
    pub mistakes: Option<Phrase>,
    /// What the joint programme met here; its sources are [`super::Question::lesson`].
    pub lesson: Option<Phrase>,
}

/// What people read about a field of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldText {
    /// Its label.
    pub label: Option<Phrase>,
    /// What to enter, where the label is not enough.
    pub hint: Option<Phrase>,
}

/// What people read about a record type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordText {
    /// One of it.
    pub name: Option<Phrase>,
    /// Several of it.
    pub plural: Option<Phrase>,
    /// Its fields by id.
    pub fields: HashMap<String, FieldText>,
}

/// The texts of one file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TextFile {
    pub(super) stage: StageText,
    pub(super) steps: HashMap<String, StepText>,
    pub(super) choices: HashMap<String, HashMap<String, Phrase>>,
    pub(super) records: HashMap<String, RecordText>,
}

/// The parts of the introduction of a stage, as files spell them.
pub(crate) const STAGE_TEXTS: [&str; 6] = [
    "title", "purpose", "inputs", "outputs", "people", "duration",
];
/// The texts of a question.
pub(crate) const QUESTION_TEXTS: [&str; 6] =
    ["ask", "why", "example", "note", "mistakes", "lesson"];

impl TextFile {
    /// All that can be read; what cannot is for `handbook check` to say.
    pub(super) fn read(layer: &Layer, path: &str) -> Self {
        if let Some(json) = layer.prepared(path) {
            let root = yaml::parse_prepared(json);
            return root.as_ref().map(Self::of).unwrap_or_default();
        }
        let parsed = yaml::parse(layer.text(path).unwrap_or_default());
        parsed.root.as_ref().map(Self::of).unwrap_or_default()
    }

    fn of(root: &Node<'_>) -> Self {
        let mut file = Self::default();
        let Some(root) = root.as_mapping() else {
            return file;
        };
        if let Some(stage) = inner(root, "stage") {
            file.stage = stage_text(stage);
        }
        file.steps = each(inner(root, "steps"), |step| StepText {
            title: phrase(step, "title"),
            intro: phrase(step, "intro"),
            questions: each(inner(step, "questions"), question_text),
        });
        let sets = inner(root, "choices").into_iter().flat_map(Mapping::iter);
        file.choices = sets
            .map(|entry| {
                let labels = entry.value.as_mapping().into_iter().flat_map(Mapping::iter);
                let labels = labels
                    .filter_map(|label| Some((label.key.to_string(), text_of(&label.value)?)));
                (entry.key.to_string(), labels.collect())
            })
            .collect();
        file.records = each(inner(root, "records"), |record| RecordText {
            name: phrase(record, "name"),
            plural: phrase(record, "plural"),
            fields: each(inner(record, "fields"), |field| FieldText {
                label: phrase(field, "label"),
                hint: phrase(field, "hint"),
            }),
        });
        file
    }
}

fn inner<'m, 't>(map: &'m Mapping<'t>, key: &str) -> Option<&'m Mapping<'t>> {
    map.get(key).and_then(Node::as_mapping)
}

/// The mappings in a mapping, each read as what it is.
fn each<T>(map: Option<&Mapping<'_>>, read: impl Fn(&Mapping<'_>) -> T) -> HashMap<String, T> {
    let entries = map.into_iter().flat_map(Mapping::iter);
    let entries =
        entries.filter_map(|entry| Some((entry.key.to_string(), read(entry.value.as_mapping()?))));
    entries.collect()
}

fn text_of(node: &Node<'_>) -> Option<Phrase> {
    node.text()
        .filter(|text| !text.trim().is_empty())
        .map(|text| Phrase {
            text: text.to_owned(),
            offset: node.span.start,
        })
}

fn phrase(map: &Mapping<'_>, key: &str) -> Option<Phrase> {
    map.get(key).and_then(text_of)
}

impl StageText {
    /// All texts in the order of [`STAGE_TEXTS`].
    pub(super) fn all(&self) -> [&Option<Phrase>; 6] {
        [
            &self.title,
            &self.purpose,
            &self.inputs,
            &self.outputs,
            &self.people,
            &self.duration,
        ]
    }
}

impl QuestionText {
    /// All texts in the order of [`QUESTION_TEXTS`].
    pub(super) fn all(&self) -> [&Option<Phrase>; 6] {
        [
            &self.ask,
            &self.why,
            &self.example,
            &self.note,
            &self.mistakes,
            &self.lesson,
        ]
    }
}

fn stage_text(map: &Mapping<'_>) -> StageText {
    let [title, purpose, inputs, outputs, people, duration] =
        STAGE_TEXTS.map(|key| phrase(map, key));
    StageText {
        title,
        purpose,
        inputs,
        outputs,
        people,
        duration,
    }
}

fn question_text(map: &Mapping<'_>) -> QuestionText {
    let [ask, why, example, note, mistakes, lesson] = QUESTION_TEXTS.map(|key| phrase(map, key));
    QuestionText {
        ask,
        why,
        example,
        note,
        mistakes,
        lesson,
    }
}
