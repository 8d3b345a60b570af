//! The text files of a layer: everything in them has to be for something, readable and translated.

use super::Linter;
use super::catalogues::differing;
use crate::error::nearest;
use crate::handbook::{
    EMPTY_TEXT, LONG_TEXT, QUESTION_TEXTS, STAGE_TEXTS, Step, UNKNOWN_PART_KEY, UNTRANSLATED_TEXT,
    UNUSED_TEXT,
};
use crate::language::Language;
use crate::yaml::{Entry, Mapping, Node};

const STEP_TEXTS: [&str; 2] = ["title", "intro"];
const RECORD_TEXTS: [&str; 2] = ["name", "plural"];
const FIELD_TEXTS: [&str; 2] = ["label", "hint"];
const FILE_KEYS: [&str; 4] = ["stage", "steps", "choices", "records"];

/// The file that is looked at.
#[derive(Clone, Copy)]
struct Page<'p> {
    layer: usize,
    path: &'p str,
    language: Language,
}

impl Linter<'_> {
    pub(super) fn text_file(&mut self, layer: usize, path: &str, code: &str, root: &Node<'_>) {
        let Some(language) = Language::of_code(code) else {
            return;
        };
        let page = Page {
            layer,
            path,
            language,
        };
        let Some(top) = root.as_mapping() else {
            return;
        };
        for entry in top {
            let inner = entries(&entry.value);
            match entry.key.as_ref() {
                "stage" => self.stage_texts(page, entry),
                "steps" => inner.for_each(|step| self.step_texts(page, step)),
                "choices" => inner.for_each(|set| self.choice_texts(page, set)),
                "records" => inner.for_each(|record| self.record_texts(page, record)),
                _ => self.unknown_key(page, entry, &FILE_KEYS),
            }
        }
    }

    fn unknown_key(&mut self, page: Page<'_>, entry: &Entry<'_>, known: &[&'static str]) {
        let finding = UNKNOWN_PART_KEY
            .at(entry.key_span)
            .with("found", entry.key.as_ref());
        let finding = finding.with_some("nearest", nearest(&entry.key, known.iter().copied()));
        self.add(
            page.layer,
            page.path,
            finding.with("list", known.join(", ")),
        );
    }

    fn for_nothing<'n>(
        &mut self,
        page: Page<'_>,
        entry: &Entry<'_>,
        noun: &'static str,
        known: impl Iterator<Item = &'n str>,
    ) {
        let finding = UNUSED_TEXT.at(entry.key_span).variant(noun);
        let finding = finding.with("found", entry.key.as_ref());
        let near = nearest(&entry.key, known);
        self.add(page.layer, page.path, finding.with_some("nearest", near));
    }

    fn stage_texts(&mut self, page: Page<'_>, entry: &Entry<'_>) {
        let handbook = self.handbook;
        let Some(stage) = handbook.stage_of(page.path) else {
            let known = handbook.stages.iter().map(|stage| stage.file.as_str());
            return self.for_nothing(page, entry, "stage", known);
        };
        for text in entries(&entry.value) {
            let Some(at) = STAGE_TEXTS.iter().position(|key| *key == text.key) else {
                self.unknown_key(page, text, &STAGE_TEXTS);
                continue;
            };
            let english = self.texts(Language::En).stage_text(stage, at);
            let english = english.map(|found| found.text.to_owned());
            self.phrase(
                page,
                ("stage", STAGE_TEXTS[at]),
                &text.value,
                english.as_deref(),
            );
        }
    }

    fn step_texts(&mut self, page: Page<'_>, entry: &Entry<'_>) {
        let handbook = self.handbook;
        let Some(step) = handbook.steps.iter().find(|step| step.id == entry.key) else {
            let known = handbook.steps.iter().map(|step| step.id.as_str());
            return self.for_nothing(page, entry, "step", known);
        };
        for text in entries(&entry.value) {
            match text.key.as_ref() {
                "questions" => {
                    for question in entries(&text.value) {
                        self.question_texts(page, step, question);
                    }
                }
                key if STEP_TEXTS.contains(&key) => {
                    let english = self.texts(Language::En);
                    let english = match key {
                        "title" => english.step_wording(step, |text| &text.title),
                        _ => english.step_wording(step, |text| &text.intro),
                    };
                    let english = english.map(|found| found.text.to_owned());
                    self.phrase(page, ("step", key), &text.value, english.as_deref());
                }
                _ => self.unknown_key(page, text, &["title", "intro", "questions"]),
            }
        }
    }

    fn question_texts(&mut self, page: Page<'_>, step: &Step, entry: &Entry<'_>) {
        let handbook = self.handbook;
        let path = format!("{}.{}", step.id, entry.key);
        let question = handbook
            .question(&path)
            .filter(|question| question.path == path);
        let Some(question) = question else {
            let known = handbook
                .questions
                .iter()
                .filter(|it| it.path.starts_with(&step.id));
            return self.for_nothing(page, entry, "question", known.map(|it| it.id.as_str()));
        };
        for text in entries(&entry.value) {
            let Some(at) = QUESTION_TEXTS.iter().position(|key| *key == text.key) else {
                self.unknown_key(page, text, &QUESTION_TEXTS);
                continue;
            };
            let english = self.texts(Language::En).question_text(question, at);
            let english = english.map(|found| found.text.to_owned());
            self.phrase(
                page,
                ("question", QUESTION_TEXTS[at]),
                &text.value,
                english.as_deref(),
            );
        }
    }

    fn choice_texts(&mut self, page: Page<'_>, entry: &Entry<'_>) {
        let handbook = self.handbook;
        let set: &str = &entry.key;
        if !handbook.choices.contains_key(set) {
            let known = handbook.choices.keys().map(String::as_str);
            return self.for_nothing(page, entry, "set", known);
        }
        for label in entries(&entry.value) {
            if !handbook.is_choice(set, &label.key) {
                let known = handbook.choice_ids(set).iter().map(String::as_str);
                self.for_nothing(page, label, "choice", known);
                continue;
            }
            let english = self.texts(Language::En).choice_wording(set, &label.key);
            let english = english.map(|found| found.text.to_owned());
            self.phrase(page, ("choice", "label"), &label.value, english.as_deref());
        }
    }

    fn record_texts(&mut self, page: Page<'_>, entry: &Entry<'_>) {
        let handbook = self.handbook;
        let Some(record) = handbook.records.get(entry.key.as_ref()) else {
            let known = handbook.records.keys().map(String::as_str);
            return self.for_nothing(page, entry, "record", known);
        };
        for text in entries(&entry.value) {
            match text.key.as_ref() {
                "fields" => {
                    for field in entries(&text.value) {
                        if record.field(&field.key).is_none() {
                            let known = record.fields.iter().map(|field| field.id.as_str());
                            self.for_nothing(page, field, "field", known);
                            continue;
                        }
                        self.field_texts(page, &record.id, field);
                    }
                }
                key if RECORD_TEXTS.contains(&key) => {
                    self.phrase(page, ("record", key), &text.value, None);
                }
                _ => self.unknown_key(page, text, &["name", "plural", "fields"]),
            }
        }
    }

    fn field_texts(&mut self, page: Page<'_>, record: &str, entry: &Entry<'_>) {
        for text in entries(&entry.value) {
            let key: &str = &text.key;
            if !FIELD_TEXTS.contains(&key) {
                self.unknown_key(page, text, &FIELD_TEXTS);
                continue;
            }
            let english = self.texts(Language::En);
            let english = match key {
                "label" => english.field_wording(record, &entry.key, |text| &text.label),
                _ => english.field_wording(record, &entry.key, |text| &text.hint),
            };
            let english = english.map(|found| found.text.to_owned());
            self.phrase(page, ("field", key), &text.value, english.as_deref());
        }
    }

    /// One text: there, not too long, translated, with the placeholders of the English one.
    fn phrase(
        &mut self,
        page: Page<'_>,
        (of, key): (&str, &str),
        node: &Node<'_>,
        english: Option<&str>,
    ) {
        let Page {
            layer,
            path,
            language,
        } = page;
        let Some(text) = node.text().filter(|text| !text.trim().is_empty()) else {
            let finding = EMPTY_TEXT.at(node.span).with("name", key);
            return self.add(layer, path, finding);
        };
        let n = text.chars().count();
        if let Some(most) = self
            .limits
            .length(of, key, language)
            .filter(|most| n > *most)
        {
            let finding = LONG_TEXT.at(node.span).with("name", key);
            let finding = finding
                .with("n", n.to_string())
                .with("max", most.to_string());
            self.add(layer, path, finding);
        }
        let Some(english) = english.filter(|_| language != Language::En) else {
            return;
        };
        if text == english && !self.limits.may_be_same(text) {
            self.add(layer, path, UNTRANSLATED_TEXT.at(node.span));
        }
        if let Some(finding) = differing(node, text, english) {
            self.add(layer, path, finding);
        }
    }
}

fn entries<'n, 't>(node: &'n Node<'t>) -> impl Iterator<Item = &'n Entry<'t>> {
    node.as_mapping().into_iter().flat_map(Mapping::iter)
}
