//! The handbook as a booklet: what is asked, why, with what examples and what experience.
//!
//! It needs no project; with one it says which questions are not asked there.

use std::collections::BTreeSet;

use super::super::{Block, Definition, Inlines, Report, Section};
use super::labels;
use super::question::section_id;
use crate::handbook::{Catalogues, Handbook, Kind, Question, Texts, terms};
use crate::language::Messages;
use crate::project::{Progress, Project};
use crate::t;

/// How much of the handbook a booklet holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BookletPart {
    /// All of it, with the glossary.
    #[default]
    All,
    /// One stage.
    Stage(usize),
    /// One step.
    Step(usize),
}

/// What a booklet depends on besides the handbook.
#[derive(Debug, Clone, Copy, Default)]
pub struct BookletOptions<'a> {
    /// How much of it.
    pub part: BookletPart,
    /// The project for which it is made, so that it can say what is not asked there.
    pub project: Option<&'a Project<'a>>,
}

/// Builds the booklet in the language of the messages.
pub fn build_booklet(
    handbook: &Handbook,
    texts: &Texts,
    catalogues: &Catalogues,
    messages: &Messages,
    options: BookletOptions<'_>,
) -> Report {
    let progress = options
        .project
        .map(|project| Progress::of(project, handbook));
    let booklet = Booklet {
        handbook,
        texts,
        catalogues,
        messages,
        options,
        progress,
    };
    booklet.report()
}

/// What every part of the booklet needs.
struct Booklet<'a> {
    handbook: &'a Handbook,
    texts: &'a Texts,
    catalogues: &'a Catalogues,
    messages: &'a Messages,
    options: BookletOptions<'a>,
    progress: Option<Progress>,
}

impl Booklet<'_> {
    fn word(&self, key: &str) -> String {
        self.messages.get(key, &[])
    }

    fn report(&self) -> Report {
        let language = self.messages.language().code();
        let mut report = Report::new(language, self.word("booklet-title"), labels(self.messages));
        report.subtitle = Some(self.word("booklet-subtitle").into());
        let id = self.handbook.id.to_uppercase();
        let edition = &self.handbook.edition;
        let name = t!(
            self.messages,
            "report-handbook-name",
            id = id,
            edition = edition
        );
        report.add_metadata(self.word("report-handbook"), name);
        let title = self
            .options
            .project
            .and_then(|project| project.header.title);
        if let Some(title) = title {
            report.add_metadata(self.word("booklet-project"), title.text.trim());
        }
        let stages = 0..self.handbook.asked_stages().len();
        report.sections = stages.filter_map(|stage| self.stage(stage)).collect();
        if self.options.part == BookletPart::All {
            report.sections.push(self.glossary());
        }
        report.sections.extend(self.sources());
        report.sections.push(self.colophon());
        report
    }

    fn holds(&self, stage: usize, step: Option<usize>) -> bool {
        match self.options.part {
            BookletPart::All => true,
            BookletPart::Stage(only) => stage == only,
            BookletPart::Step(only) => step
                .map_or(self.handbook.steps[only].stage == stage, |step| {
                    step == only
                }),
        }
    }

    fn stage(&self, index: usize) -> Option<Section> {
        if !self.holds(index, None) {
            return None;
        }
        let stage = &self.handbook.stages[index];
        let title = Inlines::text(self.texts.stage_title(self.handbook, index));
        let mut section =
            Section::new(format!("stage-{}", stage.id), title).numbered(index.to_string());
        // A step by itself is read without the introduction of its stage.
        if !matches!(self.options.part, BookletPart::Step(_)) {
            section.blocks = self.introduction(index);
        }
        let steps = stage.steps.clone();
        let steps = steps.filter(|step| self.holds(index, Some(*step)));
        section.sections = steps.map(|step| self.step(step)).collect();
        Some(section)
    }

    /// What a stage is for, what goes in, what comes out, who takes part, how long it takes.
    fn introduction(&self, stage: usize) -> Vec<Block> {
        let texts = self.texts;
        let line = |key: &str, text: &str| self.messages.get(key, &[("text", &text)]);
        let mut facts = vec![
            line(
                "handbook-inputs",
                &texts.stage_part(stage, |part| &part.inputs),
            ),
            line(
                "handbook-outputs",
                &texts.stage_part(stage, |part| &part.outputs),
            ),
            line(
                "handbook-people",
                &texts.stage_part(stage, |part| &part.people),
            ),
        ];
        let duration = texts.stage_duration(stage);
        facts.extend(duration.map(|text| line("handbook-duration", &text)));
        let purpose = texts.stage_part(stage, |part| &part.purpose);
        vec![
            Block::paragraph(Inlines::text(purpose)),
            Block::bullets(facts),
        ]
    }

    fn step(&self, index: usize) -> Section {
        let step = &self.handbook.steps[index];
        let title = Inlines::text(self.texts.step_title(step));
        let intro = Inlines::text(self.texts.step_intro(step));
        let mut section = Section::new(format!("step-{}", step.id), title)
            .numbered(step.code.as_str())
            .block(Block::paragraph(intro));
        let questions = step.questions.clone();
        section.sections = questions.map(|question| self.question(question)).collect();
        section
    }

    fn question(&self, index: usize) -> Section {
        let question = &self.handbook.questions[index];
        let texts = self.texts;
        let title = Inlines::text(texts.ask(question));
        let mut blocks = Vec::new();
        let is_left_out = self
            .progress
            .as_ref()
            .is_some_and(|progress| progress.states[index].is_none());
        if matches!(question.kind, Kind::Computed { .. }) {
            blocks.push(self.remark("handbook-computed"));
        } else if is_left_out {
            blocks.push(self.remark("booklet-not-asked"));
        }
        blocks.push(self.labelled("booklet-why", &texts.why(question)));
        let example = texts.example(question);
        blocks.extend(example.map(|text| self.labelled("booklet-example", &text)));
        let mistakes = texts.mistakes(question);
        blocks.extend(mistakes.map(|text| self.labelled("booklet-mistakes", &text)));
        blocks.extend(self.lesson(question));
        Section::new(section_id(&question.code), title)
            .numbered(question.code.as_str())
            .blocks(blocks)
    }

    fn remark(&self, key: &str) -> Block {
        Block::paragraph(Inlines::emphasis(self.word(key)))
    }

    fn labelled(&self, key: &str, text: &str) -> Block {
        let label = t!(self.messages, "report-labelled", label = self.word(key));
        let text = Inlines::text(text);
        Block::Paragraph(Inlines::strong(label).then(" ").then(text))
    }

    /// What the joint programme met, with the keys of its sources, which the list at the end names.
    fn lesson(&self, question: &Question) -> Option<Block> {
        let lesson = self.texts.lesson(question)?;
        let keys = question.lesson.join(&self.word("list-separator"));
        let text = if keys.is_empty() {
            lesson.into_owned()
        } else {
            t!(
                self.messages,
                "booklet-lesson-sources",
                text = lesson,
                sources = keys
            )
        };
        Some(self.labelled("booklet-lesson", &text))
    }

    fn glossary(&self) -> Section {
        let terms = terms(self.catalogues, self.messages.language());
        let definitions = terms.into_iter().map(|term| {
            let definition = term.definition.map(|text| Block::paragraph(text.as_str()));
            Definition::new(Inlines::text(term.name), definition.into_iter().collect())
        });
        // A term whose meaning lies in its name needs no definition, and a list has no room for it.
        let definitions = definitions.filter(|definition| !definition.blocks.is_empty());
        Section::new("glossary", self.word("booklet-glossary"))
            .block(Block::Definitions(definitions.collect()))
    }

    /// The sources of the lessons that are told; none where none is.
    fn sources(&self) -> Option<Section> {
        let told = self.handbook.questions.iter().filter(|question| {
            self.holds(question.stage, Some(question.step)) && self.texts.lesson(question).is_some()
        });
        let keys: BTreeSet<&str> = told
            .flat_map(|question| question.lesson.iter().map(String::as_str))
            .collect();
        let sources = self.catalogues.get("sources")?;
        // In the order of the catalogue, which counts as people do: S9 before S10.
        let entries = sources.entries.iter();
        let entries = entries.filter(|entry| keys.contains(entry.id.as_str()));
        let definitions: Vec<Definition> = entries
            .map(|entry| {
                let what = entry.what(self.messages.language()).unwrap_or_default();
                let mut text = Inlines::text(what);
                if let Some(address) = &entry.address {
                    text.append(" ");
                    text.append(Inlines::link(address, address.as_str()));
                }
                Definition::new(Inlines::text(&entry.id), vec![Block::Paragraph(text)])
            })
            .collect();
        if definitions.is_empty() {
            return None;
        }
        let section = Section::new("sources", self.word("booklet-sources"));
        Some(section.block(Block::Definitions(definitions)))
    }

    fn colophon(&self) -> Section {
        let id = self.handbook.id.to_uppercase();
        let edition = &self.handbook.edition;
        let method = t!(self.messages, "report-method", id = id, edition = edition);
        Section::new("colophon", self.word("report-colophon")).block(Block::paragraph(method))
    }
}
