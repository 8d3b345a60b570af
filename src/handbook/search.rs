//! Finding words in all that people read of a handbook, whatever their accents and case.
//!
//! `handbook search` and `find` in the interview both ask here.

use std::borrow::Cow;
use std::ops::Range;

use crate::words::{Fit, Folded, folded};

use super::{Catalogues, Handbook, Kind, Question, Texts, ValueKind, terms};

/// What a hit leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HitPlace {
    /// A stage, by its index.
    Stage(usize),
    /// A step, by its index.
    Step(usize),
    /// A question, by its index.
    Question(usize),
    /// A term of the glossary, by its id.
    Term(String),
}

/// In which of the texts of a place the words stand.
///
/// The order is that of the results: who looks for a word wants the question that says it before
/// the one whose example does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The code, which has to be typed whole.
    Code,
    /// The title of a stage or step, the question, the term.
    Title,
    /// The id.
    Name,
    /// What a stage or step is for, what goes in and comes out, who takes part.
    Intro,
    /// The label of a choice or a field.
    Label,
    /// Why a question is asked; what a term means.
    Why,
    /// The prompt for the note.
    Note,
    /// The example.
    Example,
    /// What teams often get wrong.
    Mistakes,
    /// What the joint programme met.
    Lesson,
}

impl Part {
    /// The word for it in data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Title => "title",
            Self::Name => "id",
            Self::Intro => "intro",
            Self::Label => "label",
            Self::Why => "why",
            Self::Note => "note",
            Self::Example => "example",
            Self::Mistakes => "mistakes",
            Self::Lesson => "lesson",
        }
    }
}

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What it leads to.
    pub place: HitPlace,
    /// Which of its texts has the words, or the first of them.
    pub part: Part,
    /// That text.
    pub text: String,
    /// Where the first word stands in it, in bytes.
    pub range: Range<usize>,
}

/// A piece of a text around a hit, on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// What stands before the word, `…` where something was cut.
    pub before: String,
    /// The word as it is written.
    pub word: String,
    /// What stands after it, `…` where something was cut.
    pub after: String,
}

impl Hit {
    /// The word with about `room` characters around it, cut between words.
    pub fn snippet(&self, room: usize) -> Snippet {
        let text = |range: Range<usize>| self.text[range].replace('\n', " ");
        let before = text(0..self.range.start);
        let after = text(self.range.end..self.text.len());
        let word = text(self.range.clone());
        let room = room.saturating_sub(word.chars().count());
        let long_after = after.chars().count();
        // What one side leaves goes to the other.
        let for_before = (room / 2).max(room.saturating_sub(long_after));
        let before = last_words(&before, for_before);
        let for_after = room.saturating_sub(before.chars().count());
        let after = first_words(&after, for_after);
        Snippet {
            before,
            word,
            after,
        }
    }
}

/// The last words of a text that fit into `room` characters.
fn last_words(text: &str, room: usize) -> String {
    let long = text.chars().count();
    if long <= room {
        return text.to_owned();
    }
    let start = text.char_indices().nth(long - room).map_or(0, |(at, _)| at);
    match text[start..].find(' ') {
        Some(space) => format!("… {}", text[start + space..].trim_start()),
        None => "…".to_owned(),
    }
}

/// The first words of a text that fit into `room` characters.
fn first_words(text: &str, room: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(room) else {
        return text.to_owned();
    };
    match text[..end].rfind(' ') {
        Some(space) => format!("{} …", text[..space].trim_end()),
        None => "…".to_owned(),
    }
}

/// Everything in which all the words stand, the best first; a word of several words is looked for
/// as it is.
pub fn search(
    handbook: &Handbook,
    texts: &Texts,
    catalogues: &Catalogues,
    words: &[impl AsRef<str>],
) -> Vec<Hit> {
    let words: Vec<String> = words
        .iter()
        .map(|word| folded(word.as_ref().trim()))
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (place, passages) in library(handbook, texts, catalogues) {
        found.extend(best(&words, place, &passages));
    }
    // The sort is stable: the order of the handbook decides among equals.
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, hit)| hit).collect()
}

/// How good a hit is, the least the best: whether its words stand in several texts, which text,
/// and how they stand in it.
type Rank = (bool, Part, Fit);

type Passages<'t> = Vec<(Part, Cow<'t, str>)>;

/// The best text of a place, if all the words stand in its texts.
fn best(words: &[String], place: HitPlace, passages: &Passages<'_>) -> Option<(Rank, Hit)> {
    let mut seen = vec![false; words.len()];
    let mut best: Option<(usize, Rank, usize, Range<usize>)> = None;
    for (index, (part, text)) in passages.iter().enumerate() {
        let folded = Folded::of(text);
        let mut first: Option<Range<usize>> = None;
        let (mut n, mut worst) = (0, Fit::Whole);
        for (at, word) in words.iter().enumerate() {
            let Some((range, fit)) = folded.find(word) else {
                continue;
            };
            if *part == Part::Code && range.len() < text.len() {
                continue;
            }
            seen[at] = true;
            n += 1;
            worst = worst.max(fit);
            first.get_or_insert(range);
        }
        let Some(range) = first else { continue };
        let rank = (n < words.len(), *part, worst);
        if best
            .as_ref()
            .is_none_or(|(most, old, ..)| n > *most || n == *most && rank < *old)
        {
            best = Some((n, rank, index, range));
        }
    }
    let (_, rank, index, range) = best.filter(|_| seen.iter().all(|seen| *seen))?;
    let (part, text) = &passages[index];
    let hit = Hit {
        place,
        part: *part,
        text: text.clone().into_owned(),
        range,
    };
    Some((rank, hit))
}

/// All places of the handbook with their texts.
fn library<'t>(
    handbook: &'t Handbook,
    texts: &'t Texts,
    catalogues: &Catalogues,
) -> Vec<(HitPlace, Passages<'t>)> {
    let mut places: Vec<(HitPlace, Passages<'t>)> = Vec::new();
    for (index, stage) in handbook.asked_stages().iter().enumerate() {
        let part = |part| (Part::Intro, texts.stage_part(index, part));
        let mut passages = vec![
            (Part::Title, texts.stage_title(handbook, index)),
            (Part::Name, Cow::Borrowed(stage.id.as_str())),
            part(|text| &text.purpose),
            part(|text| &text.inputs),
            part(|text| &text.outputs),
            part(|text| &text.people),
        ];
        let duration = texts.stage_duration(index);
        passages.extend(duration.map(|text| (Part::Intro, text)));
        places.push((HitPlace::Stage(index), passages));
        for step in stage.steps.clone() {
            places.push((HitPlace::Step(step), step_passages(handbook, texts, step)));
            for question in handbook.steps[step].questions.clone() {
                let passages = question_passages(handbook, texts, question);
                places.push((HitPlace::Question(question), passages));
            }
        }
    }
    for term in terms(catalogues, texts.language()) {
        let mut passages = vec![(Part::Title, Cow::Owned(term.name))];
        passages.extend(term.definition.map(|text| (Part::Why, Cow::Owned(text))));
        places.push((HitPlace::Term(term.id), passages));
    }
    places
}

fn step_passages<'t>(handbook: &'t Handbook, texts: &'t Texts, step: usize) -> Passages<'t> {
    let step = &handbook.steps[step];
    vec![
        (Part::Code, Cow::Borrowed(step.code.as_str())),
        (Part::Title, texts.step_title(step)),
        (Part::Name, Cow::Borrowed(step.id.as_str())),
        (Part::Intro, texts.step_intro(step)),
    ]
}

fn question_passages<'t>(handbook: &'t Handbook, texts: &'t Texts, index: usize) -> Passages<'t> {
    let question = &handbook.questions[index];
    let mut passages = vec![
        (Part::Code, Cow::Borrowed(question.code.as_str())),
        (Part::Title, texts.ask(question)),
        (Part::Name, Cow::Borrowed(question.path.as_str())),
        (Part::Why, texts.why(question)),
    ];
    let others = [
        (Part::Example, texts.example(question)),
        (Part::Note, texts.note_prompt(question)),
        (Part::Mistakes, texts.mistakes(question)),
        (Part::Lesson, texts.lesson(question)),
    ];
    let others = others.into_iter();
    passages.extend(others.filter_map(|(part, text)| Some((part, text?))));
    passages.extend(
        labels(handbook, texts, question)
            .into_iter()
            .map(|label| (Part::Label, label)),
    );
    passages
}

/// The labels of the choices and fields of a question.
fn labels<'t>(handbook: &'t Handbook, texts: &'t Texts, question: &Question) -> Vec<Cow<'t, str>> {
    let choices = |kind: &ValueKind| {
        let options = texts.options(handbook, kind).into_iter();
        options.map(|(_, label)| label).collect::<Vec<_>>()
    };
    let record = match &question.kind {
        Kind::Value(kind) => return choices(kind),
        Kind::Computed { .. } => return Vec::new(),
        Kind::Records { .. } | Kind::Table { .. } => handbook.record_of(question),
    };
    let Some(record) = record else {
        return Vec::new();
    };
    let mut labels = Vec::new();
    for id in question.kind.asked_fields() {
        let Some(field) = record.field(id) else {
            continue;
        };
        labels.push(texts.field_label(&record.id, id));
        labels.extend(texts.field_hint(&record.id, id));
        labels.extend(choices(&field.kind));
    }
    labels
}
