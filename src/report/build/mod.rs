//! The full dossier: everything a project says, in the order of the handbook.
//!
//! Every word comes from the texts of the handbook or the messages of the program; every figure
//! that is worked out comes from `plan`. The block of contacts is never looked at.

mod adapted;
mod appendix;
mod booklet;
mod computed;
mod ledger;
mod leftover;
mod overview;
mod question;
mod records;
mod value;

use std::cell::Cell as Counter;

use jiff::civil::Date;

pub use booklet::{BookletOptions, BookletPart, build_booklet};

use super::{Block, Inlines, Labels, Notice, NoticeKind, Report, Section};
use crate::handbook::{Catalogues, Handbook, Kind, Texts};
use crate::language::Messages;
use crate::plan::Plan;
use crate::project::{Formatter, Progress, Project, parse_period};
use crate::t;

/// For whom a dossier is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Audience {
    /// The team and those who follow it: answers, notes, states, open questions, threads.
    #[default]
    Full,
    /// Readers of the result: answers with their evidence, and what was worked out.
    AnswersOnly,
    /// Those who have to finish it: what is open, and why.
    Gaps,
}

/// What a dossier depends on besides the project.
#[derive(Debug, Clone)]
pub struct DossierOptions<'a> {
    /// For whom it is written.
    pub audience: Audience,
    /// The organisation named on it.
    pub organisation: Option<&'a str>,
    /// The day it is made.
    pub today: Date,
    /// The name of the project's file, without folders.
    pub source_name: Option<&'a str>,
    /// The version of this program.
    pub tool_version: &'a str,
    /// What changed since an earlier state, to stand before the answers.
    pub changes: Option<&'a Section>,
}

/// Builds the dossier of a project in the language of the messages.
pub fn build_dossier(
    project: &Project<'_>,
    handbook: &Handbook,
    texts: &Texts,
    catalogues: &Catalogues,
    messages: &Messages,
    options: &DossierOptions<'_>,
) -> Report {
    let has_code = |catalogue: &str, id: &str| {
        let catalogue = catalogues.get(catalogue);
        catalogue.is_some_and(|catalogue| catalogue.entry(id).is_some())
    };
    let dossier = Dossier {
        project,
        handbook,
        texts,
        catalogues,
        messages,
        options,
        format: Formatter::new(messages),
        plan: Plan::of(project, handbook, &has_code),
        progress: Progress::of(project, handbook),
        unreadable: Counter::new(0),
    };
    dossier.report()
}

/// What every part of the dossier needs.
struct Dossier<'a, 'p> {
    project: &'a Project<'p>,
    handbook: &'a Handbook,
    texts: &'a Texts,
    catalogues: &'a Catalogues,
    messages: &'a Messages,
    options: &'a DossierOptions<'a>,
    format: Formatter<'a>,
    plan: Plan<'p>,
    progress: Progress,
    /// Values shown as written because they could not be read.
    unreadable: Counter<usize>,
}

impl Dossier<'_, '_> {
    fn report(&self) -> Report {
        let language = self.messages.language();
        let mut report = Report::new(language.code(), self.title(), labels(self.messages));
        report.subtitle = Some(self.word(self.subtitle_key()).into());
        self.add_metadata(&mut report);
        if self.project.header.fictitious {
            let text = Block::paragraph(self.word("report-fictitious-text"));
            let title = self.word("report-fictitious-title");
            report
                .notices
                .push(Notice::new(NoticeKind::Fictitious, title, vec![text]));
        }
        if self.is_for(&[Audience::Full, Audience::Gaps]) {
            report.sections.push(self.overview());
        }
        report.sections.extend(self.options.changes.cloned());
        let stages = 0..self.handbook.asked_stages().len();
        report
            .sections
            .extend(stages.filter_map(|stage| self.stage(stage)));
        if self.is_for(&[Audience::Full, Audience::AnswersOnly]) {
            report.sections.extend(self.unknown_entries());
            report.sections.extend(self.kept_aside());
            report.sections.extend(self.ledger());
        }
        report.sections.extend(self.adapted());
        report.sections.push(self.colophon());
        report
    }

    fn is_for(&self, audiences: &[Audience]) -> bool {
        audiences.contains(&self.options.audience)
    }

    /// A message without values.
    fn word(&self, key: &str) -> String {
        self.messages.get(key, &[])
    }

    fn subtitle_key(&self) -> &'static str {
        match self.options.audience {
            Audience::Full => "report-subtitle-full",
            Audience::AnswersOnly => "report-subtitle-answers",
            Audience::Gaps => "report-subtitle-gaps",
        }
    }

    fn title(&self) -> String {
        let title = self.project.header.title.map(|title| title.text.trim());
        let title = title.filter(|title| !title.is_empty()).map(str::to_owned);
        title
            .or_else(|| self.country_name())
            .unwrap_or_else(|| self.word("report-untitled"))
    }

    /// The country's name; for a code that no catalogue has, the code and what it is.
    fn country_name(&self) -> Option<String> {
        let code = self.project.header.country?.text;
        let known = self
            .catalogues
            .get("countries")
            .and_then(|countries| countries.entry(code));
        Some(match known {
            Some(entry) => entry.label(self.texts.language()),
            None if self.project.header.fictitious => {
                t!(self.messages, "report-fictitious-country", code = code)
            }
            None => code.to_owned(),
        })
    }

    fn add_metadata(&self, report: &mut Report) {
        let header = &self.project.header;
        let mut add = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                report.add_metadata(self.word(key), value);
            }
        };
        add("report-country", self.country_name());
        let period = header.period.map(|period| match parse_period(period.text) {
            Ok(read) => self.format.period(read),
            Err(_) => period.text.to_owned(),
        });
        add("report-period", period);
        add(
            "report-organisation",
            self.options.organisation.map(str::to_owned),
        );
        if self.options.audience != Audience::AnswersOnly {
            add("report-state", Some(self.share_answered()));
        }
        add("report-confidentiality", self.confidentiality());
        add("report-handbook", Some(self.handbook_name()));
        add("report-date", Some(self.format.date(self.options.today)));
    }

    fn share_answered(&self) -> String {
        let total = &self.progress.total;
        let share = self.format.percent(total.percent().into());
        let settled = self.format.number(total.settled().into());
        let asked = self.format.number(total.asked.into());
        t!(
            self.messages,
            "report-share-answered",
            share = share,
            settled = settled,
            n = asked
        )
    }

    fn confidentiality(&self) -> Option<String> {
        let index = self.handbook.question_index("case-file.confidentiality")?;
        let node = self.project.answer(index)?.value?;
        let Kind::Value(kind) = &self.handbook.questions[index].kind else {
            return None;
        };
        Some(self.value_inlines(kind, node).plain_text())
    }

    /// The handbook a project names, else the one it is read with.
    fn handbook_name(&self) -> String {
        let header = &self.project.header;
        let id = header
            .handbook
            .map_or(self.handbook.id.as_str(), |id| id.text);
        let id = id.to_uppercase();
        let edition = header
            .edition
            .map_or(self.handbook.edition.as_str(), |text| text.text);
        t!(
            self.messages,
            "report-handbook-name",
            id = id,
            edition = edition
        )
    }

    fn stage(&self, index: usize) -> Option<Section> {
        let stage = &self.handbook.stages[index];
        let steps: Vec<_> = stage
            .steps
            .clone()
            .filter_map(|step| self.step(step))
            .collect();
        if steps.is_empty() {
            return None;
        }
        let title = Inlines::text(self.texts.stage_title(self.handbook, index));
        let mut section =
            Section::new(format!("stage-{}", stage.id), title).numbered(index.to_string());
        section.sections = steps;
        Some(section)
    }

    fn step(&self, index: usize) -> Option<Section> {
        let step = &self.handbook.steps[index];
        let title = Inlines::text(self.texts.step_title(step));
        let mut section =
            Section::new(format!("step-{}", step.id), title).numbered(step.code.as_str());
        if self.options.audience != Audience::Gaps {
            let questions = step.questions.clone();
            section.sections = questions.filter_map(|index| self.question(index)).collect();
        }
        if self.options.audience != Audience::AnswersOnly {
            section.sections.extend(self.open_questions(index));
        }
        (!section.sections.is_empty()).then_some(section)
    }
}

/// The fixed words that writers need.
pub fn labels(messages: &Messages) -> Labels {
    let label = |key: &str| messages.get(key, &[]).into();
    Labels {
        contents: label("report-label-contents"),
        skip_to_content: label("report-label-skip"),
        about: label("report-label-about"),
        page: label("report-label-page"),
        table: label("report-label-table"),
        info: label("report-label-info"),
        warning: label("report-label-warning"),
        fictitious: label("report-label-fictitious"),
        missing: label("report-label-missing"),
        not_answered: label("report-label-not-answered"),
        yes: label("report-label-yes"),
        no: label("report-label-no"),
    }
}
