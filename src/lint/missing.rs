//! Texts that a layer owes its readers: for all that it brings, in every language it promises.

use super::Linter;
use crate::diagnostic::{Finding, Level};
use crate::handbook::{
    LESSON_SOURCES, MISSING_TEXT, Origin, QUESTION_TEXTS, Question, STAGE_TEXTS, TextOrigin, Texts,
};
use crate::language::Language;
use crate::source::Span;
use crate::yaml::{Mapping, Node};

/// Positions in [`QUESTION_TEXTS`].
const WHY: usize = 1;
const EXAMPLE: usize = 2;
const LESSON: usize = 5;
/// Position of the duration in [`STAGE_TEXTS`], which a stage need not have.
const DURATION: usize = 5;

impl Linter<'_> {
    pub(super) fn missing(&mut self, layer: usize) {
        for language in self.promised(layer) {
            self.stages(layer, language);
            self.steps(layer, language);
            self.questions(layer, language);
            self.records(layer, language);
            self.choices(layer, language);
            if layer > 0 && language != Language::En {
                self.reworded(layer, language);
            }
        }
        self.lessons(layer);
    }

    fn lacks(&mut self, origin: Origin, name: &str, key: &str, language: Language) {
        let code = language.code();
        let is_offered = self.handbook.languages.iter().any(|known| known == code);
        let level = if is_offered {
            Level::Error
        } else {
            Level::Warning
        };
        self.add_at(origin, |span| {
            let mut finding = missing(span, name, key, language);
            finding.level = level;
            finding
        });
    }

    fn stages(&mut self, layer: usize, language: Language) {
        for (index, stage) in self.handbook.stages.iter().enumerate() {
            if self.handbook.layer_of(stage.origin) != layer {
                continue;
            }
            for (at, key) in STAGE_TEXTS.iter().enumerate() {
                let optional =
                    at == DURATION && self.texts(Language::En).stage_text(index, at).is_none();
                if !optional && self.texts(language).stage_text(index, at).is_none() {
                    self.lacks(stage.origin, &stage.id, key, language);
                }
            }
        }
    }

    fn steps(&mut self, layer: usize, language: Language) {
        for step in self
            .handbook
            .steps
            .iter()
            .filter(|step| step.dropped.is_none())
        {
            if self.handbook.layer_of(step.origin) != layer {
                continue;
            }
            if self
                .texts(language)
                .step_wording(step, |text| &text.title)
                .is_none()
            {
                self.lacks(step.origin, &step.id, "title", language);
            }
            if self
                .texts(language)
                .step_wording(step, |text| &text.intro)
                .is_none()
            {
                self.lacks(step.origin, &step.id, "intro", language);
            }
        }
    }

    fn questions(&mut self, layer: usize, language: Language) {
        for question in self.handbook.asked() {
            if self.handbook.layer_of(question.origin) != layer {
                continue;
            }
            let needs_example = !self
                .limits
                .no_example
                .iter()
                .any(|kind| kind == question.kind.name());
            for (at, key) in QUESTION_TEXTS.iter().enumerate() {
                let needed = at <= WHY
                    || (at == EXAMPLE && needs_example)
                    || (language != Language::En
                        && self
                            .texts(Language::En)
                            .question_text(question, at)
                            .is_some());
                if needed && self.texts(language).question_text(question, at).is_none() {
                    self.lacks(question.origin, &question.path, key, language);
                }
            }
        }
    }

    fn records(&mut self, layer: usize, language: Language) {
        for record in self.handbook.records.values() {
            if self.handbook.layer_of(record.origin) == layer {
                if self
                    .texts(language)
                    .record_wording(&record.id, |text| &text.name)
                    .is_none()
                {
                    self.lacks(record.origin, &record.id, "name", language);
                }
                if self
                    .texts(language)
                    .record_wording(&record.id, |text| &text.plural)
                    .is_none()
                {
                    self.lacks(record.origin, &record.id, "plural", language);
                }
            }
            for field in record.fields.iter().filter(|field| field.dropped.is_none()) {
                if self.handbook.layer_of(field.origin) != layer {
                    continue;
                }
                let name = format!("{}.{}", record.id, field.id);
                let label = self
                    .texts(language)
                    .field_wording(&record.id, &field.id, |text| &text.label);
                if label.is_none() {
                    self.lacks(field.origin, &name, "label", language);
                }
                let hint = |texts: &Texts| {
                    texts
                        .field_wording(&record.id, &field.id, |text| &text.hint)
                        .is_some()
                };
                if hint(self.texts(Language::En)) && !hint(self.texts(language)) {
                    self.lacks(field.origin, &name, "hint", language);
                }
            }
        }
    }

    /// Choices have no place of their own in the handbook: they are found in the file.
    fn choices(&mut self, layer: usize, language: Language) {
        let path = "records.yaml";
        self.with_tree(layer, path, |linter, root| {
            let sets = root.as_mapping().and_then(|top| top.get("choices"));
            let sets = sets.and_then(Node::as_mapping);
            let mut findings = Vec::new();
            for set in sets.into_iter().flat_map(Mapping::iter) {
                let mut seen = std::collections::BTreeSet::new();
                let list = set
                    .value
                    .as_mapping()
                    .and_then(|map| map.get("add"))
                    .unwrap_or(&set.value);
                for item in super::structure::items(Some(list)) {
                    let id = item
                        .as_mapping()
                        .and_then(|map| map.get("id"))
                        .unwrap_or(item);
                    let Some(text) = id.text() else { continue };
                    let is_new = linter.handbook.is_choice(&set.key, text) && seen.insert(text);
                    if is_new
                        && linter
                            .texts(language)
                            .choice_wording(&set.key, text)
                            .is_none()
                    {
                        let name = format!("{}.{text}", set.key);
                        findings.push(missing(id.span, &name, "label", language));
                    }
                }
            }
            for finding in findings {
                linter.add(layer, path, finding);
            }
        });
        self.n_files -= usize::from(self.handbook.store()[layer].text(path).is_some());
    }

    /// A text that a layer words anew in English, and not in another language: readers there go on
    /// reading what lies below.
    fn reworded(&mut self, layer: usize, language: Language) {
        let handbook = self.handbook;
        let mut findings: Vec<(String, Finding)> = Vec::new();
        for question in handbook.asked() {
            for (at, key) in QUESTION_TEXTS.iter().enumerate() {
                let of = |texts: &Texts| -> Option<(usize, String, Span)> {
                    let found = texts.question_text(question, at)?;
                    let TextOrigin { layer, path, .. } = found.origin();
                    Some((layer, path.to_owned(), found.span()))
                };
                let english = of(self.texts(Language::En)).filter(|(from, ..)| *from == layer);
                let other = of(self.texts(language));
                if let (Some((_, path, span)), Some((from, ..))) = (english, other)
                    && from < layer
                {
                    let mut finding =
                        missing(span, &question.path, key, language).variant("reworded");
                    finding.level = Level::Warning;
                    findings.push((path, finding));
                }
            }
        }
        for (path, finding) in findings {
            self.add(layer, &path, finding);
        }
    }

    /// What the joint programme met is told with its sources, or not at all.
    fn lessons(&mut self, layer: usize) {
        let handbook = self.handbook;
        for question in handbook.asked() {
            let told = self.lesson(question);
            match (told, question.lesson.is_empty()) {
                (Some((from, path, span)), true) if from == layer => {
                    let finding = LESSON_SOURCES.at(span).variant("no-sources");
                    self.add(layer, &path, finding.with("name", &question.path));
                }
                (None, false) if handbook.layer_of(question.origin) == layer => {
                    self.add_at(question.origin, |span| {
                        let finding = LESSON_SOURCES.at(span).variant("no-text");
                        finding.with("name", &question.path)
                    });
                }
                _ => {}
            }
        }
    }

    fn lesson(&mut self, question: &Question) -> Option<(usize, String, Span)> {
        let handbook = self.handbook;
        let languages = handbook
            .languages
            .iter()
            .filter_map(|code| Language::of_code(code));
        for language in languages.collect::<Vec<_>>() {
            if let Some(found) = self.texts(language).question_text(question, LESSON) {
                let origin = found.origin();
                return Some((origin.layer, origin.path.to_owned(), found.span()));
            }
        }
        None
    }
}

fn missing(span: Span, name: &str, key: &str, language: Language) -> Finding {
    let finding = MISSING_TEXT.at(span).with("name", name);
    finding.with("key", key).with("language", language.code())
}
