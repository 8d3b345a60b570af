//! One question with what was answered, and the list of those that are open.

use super::super::{Block, Inlines, NoticeKind, Section, markdown_answer};
use super::value::{capitalised, written};
use super::{Audience, Dossier};
use crate::handbook::{HeaderKey, Kind};
use crate::plan;
use crate::project::{Answer, State};
use crate::t;
use crate::yaml::Node;

/// The id of the section of a question.
pub(super) fn section_id(code: &str) -> String {
    format!("question-{}", code.to_lowercase())
}

impl Dossier<'_, '_> {
    /// Whether a question has a section of its own: it was asked and touched, or something is
    /// written for it although it is not asked.
    pub(super) fn is_shown(&self, index: usize) -> bool {
        let is_open = |state| matches!(state, State::Blank | State::Skipped);
        let question = &self.handbook.questions[index];
        let is_written = self.project.answer(index).is_some_and(has_words);
        match self.progress.states[index] {
            Some(state) if !is_open(state) => true,
            Some(_) => is_written,
            None => is_written && !matches!(question.kind, Kind::Computed { .. }),
        }
    }

    /// The section of a question; none where there is nothing to say.
    pub(super) fn question(&self, index: usize) -> Option<Section> {
        let question = &self.handbook.questions[index];
        let blocks = match &question.kind {
            Kind::Computed { compute } => self.computation(compute),
            _ if self.is_shown(index) => self.answer(index),
            _ => self.leftovers(index),
        };
        if blocks.is_empty() {
            return None;
        }
        let title = Inlines::text(self.texts.ask(question));
        let section = Section::new(section_id(&question.code), title);
        Some(section.numbered(question.code.as_str()).blocks(blocks))
    }

    fn answer(&self, index: usize) -> Vec<Block> {
        let is_full = self.options.audience == Audience::Full;
        let answer = self.project.answer(index);
        let mut blocks = if is_full {
            self.state_blocks(index, answer)
        } else {
            Vec::new()
        };
        blocks.extend(self.answer_blocks(index, answer));
        if let Kind::Table {
            compute: Some(compute),
            ..
        } = &self.handbook.questions[index].kind
        {
            blocks.extend(self.computation(compute));
        }
        blocks.extend(self.leftovers(index));
        if let Some(answer) = answer {
            if is_full {
                blocks.extend(self.remarks(answer));
            }
            if !answer.evidence.is_empty() {
                let evidence = self.evidence_inlines(&answer.evidence);
                blocks.push(self.labelled("report-evidence", evidence));
            }
            if is_full {
                blocks.extend(self.signature(answer));
            }
        }
        blocks
    }

    /// `Label: content` as a paragraph.
    pub(super) fn labelled(&self, key: &str, content: impl Into<Inlines>) -> Block {
        let label = t!(self.messages, "report-labelled", label = self.word(key));
        Block::Paragraph(Inlines::strong(label).then(" ").then(content))
    }

    /// Blocks with a label before their first words.
    pub(super) fn with_label(&self, label: &str, mut blocks: Vec<Block>) -> Vec<Block> {
        let label = Inlines::strong(t!(self.messages, "report-labelled", label = label));
        match blocks.first_mut() {
            None => {}
            Some(Block::Paragraph(first)) => {
                let content = std::mem::take(first);
                *first = label.then(" ").then(content);
            }
            Some(_) => blocks.insert(0, Block::Paragraph(label)),
        }
        blocks
    }

    /// What has to be known before the answer is read, where it is not simply answered.
    fn state_blocks(&self, index: usize, answer: Option<&Answer<'_>>) -> Vec<Block> {
        let state = self.project.state(self.handbook, index);
        let reason = answer
            .and_then(|answer| answer.reason)
            .map(|reason| reason.text.trim());
        let mut blocks = Vec::new();
        if self.progress.states[index].is_none() {
            let key = match self.handbook.questions[index].dropped {
                Some(_) => "report-dropped",
                None => "report-not-asked",
            };
            blocks.push(Block::paragraph(Inlines::emphasis(self.word(key))));
        }
        let word = self.state_word(state);
        match state {
            State::NeedsReview => {
                let reason = reason.map(markdown_answer).unwrap_or_default();
                blocks.push(Block::callout(NoticeKind::Warning, word, reason));
            }
            State::Answered | State::Blank if reason.is_none() => {}
            _ => {
                let mut text = Inlines::strong(word);
                if let Some(reason) = reason {
                    let reason = t!(self.messages, "report-state-reason", reason = reason);
                    text.append(reason);
                }
                blocks.push(Block::Paragraph(text));
            }
        }
        if let Some(written) = answer.and_then(|answer| answer.state)
            && State::parse(written.text).is_none()
        {
            blocks.push(self.labelled("report-state-written", written.text));
        }
        blocks
    }

    /// The word for a state, with a capital where it stands alone.
    pub(super) fn state_word(&self, state: State) -> String {
        capitalised(&self.word(&format!("state-{}", state.name())))
    }

    fn answer_blocks(&self, index: usize, answer: Option<&Answer<'_>>) -> Vec<Block> {
        let question = &self.handbook.questions[index];
        let value = answer.and_then(|answer| answer.value);
        match &question.kind {
            Kind::Value(_) if question.header == Some(HeaderKey::Country) => {
                let country = self.country_name().map(Block::paragraph);
                // The header answers it; what stands under `answers` as well is not lost.
                let other = value.map(|node| Block::paragraph(written(node)));
                country.into_iter().chain(other).collect()
            }
            Kind::Value(kind) => value
                .map(|node| self.value_blocks(kind, node))
                .unwrap_or_default(),
            Kind::Records { .. } => {
                let mut blocks = self.records(question);
                blocks.extend(value.map(stray_items).unwrap_or_default());
                blocks
            }
            Kind::Table { .. } => {
                let mut blocks = self.records(question);
                blocks.extend(value.map(|node| Block::paragraph(written(node))));
                blocks
            }
            Kind::Computed { .. } => Vec::new(),
        }
    }

    /// The note and a dissenting view.
    fn remarks(&self, answer: &Answer<'_>) -> Vec<Block> {
        let mut blocks = Vec::new();
        let wrapper = answer.node.as_mapping().filter(|_| answer.wrapped);
        for (key, label) in [("note", "report-note"), ("dissent", "report-dissent")] {
            let Some(node) = wrapper.and_then(|wrapper| wrapper.get(key)) else {
                continue;
            };
            let text = markdown_answer(written(node).trim());
            blocks.extend(self.with_label(&self.word(label), text));
        }
        blocks
    }

    /// Who answered, and when.
    fn signature(&self, answer: &Answer<'_>) -> Option<Block> {
        let date = answer
            .on
            .map(|on| match crate::project::parse_date(on.text) {
                Ok(date) => self.format.date(date),
                Err(_) => on.text.to_owned(),
            });
        let text = match (answer.by, date) {
            (Some(by), Some(on)) => {
                t!(
                    self.messages,
                    "report-answered-by-on",
                    by = by.text,
                    on = on
                )
            }
            (Some(by), None) => t!(self.messages, "report-answered-by", by = by.text),
            (None, Some(on)) => t!(self.messages, "report-answered-on", on = on),
            (None, None) => return None,
        };
        Some(Block::paragraph(Inlines::emphasis(text)))
    }

    /// The result of a computation, unless there is nothing to work out.
    fn computation(&self, name: &str) -> Vec<Block> {
        plan::compute(name, &self.plan, self.options.today)
            .filter(|result| !result.is_empty() || !result.left_out.is_empty())
            .map(|result| self.computed_blocks(&result))
            .unwrap_or_default()
    }

    /// What a step still asks for, as a section after what was answered.
    pub(super) fn open_questions(&self, step: usize) -> Option<Section> {
        let is_gaps = self.options.audience == Audience::Gaps;
        let mut items = Vec::new();
        for index in self.handbook.steps[step].questions.clone() {
            let Some(state) = self.progress.states[index] else {
                continue;
            };
            let is_open = match state {
                State::Blank | State::Skipped => is_gaps || !self.is_shown(index),
                State::Answered | State::NotApplicable => false,
                State::Draft | State::Unknown | State::NeedsReview => is_gaps,
            };
            if is_open {
                items.push(self.open_question(index, state));
            }
        }
        if items.is_empty() {
            return None;
        }
        let title = t!(self.messages, "report-open-questions", n = items.len());
        let id = format!("open-{}", self.handbook.steps[step].id);
        Some(Section::new(id, title).block(Block::bullets(items)))
    }

    fn open_question(&self, index: usize, state: State) -> Inlines {
        let question = &self.handbook.questions[index];
        let mut item = Inlines::strong(question.code.as_str()).then(" ");
        item.append(Inlines::text(self.texts.ask(question)));
        if state != State::Blank {
            let word = self.word(&format!("state-{}", state.name()));
            item.append(t!(self.messages, "report-in-brackets", words = word));
        }
        let reason = self.project.answer(index).and_then(|answer| answer.reason);
        if let Some(reason) = reason {
            item.append(" ");
            item.append(Inlines::emphasis(reason.text.trim()));
        }
        item
    }
}

/// Whether something is written for a question besides an empty key.
fn has_words(answer: &Answer<'_>) -> bool {
    let wrapper = answer.node.as_mapping().filter(|_| answer.wrapped);
    let has_dissent = wrapper.is_some_and(|wrapper| wrapper.get("dissent").is_some());
    answer.value.is_some()
        || answer.note.is_some()
        || answer.reason.is_some()
        || !answer.evidence.is_empty()
        || has_dissent
}

/// What stands in the place of a list, or of records in it, and is none.
fn stray_items(node: &Node<'_>) -> Vec<Block> {
    let Some(list) = node.as_sequence() else {
        return vec![Block::paragraph(written(node))];
    };
    let strays = list
        .items
        .iter()
        .filter(|item| item.as_mapping().is_none() && !item.is_null());
    let items: Vec<_> = strays.map(|item| Inlines::text(written(item))).collect();
    if items.is_empty() {
        Vec::new()
    } else {
        vec![Block::bullets(items)]
    }
}
