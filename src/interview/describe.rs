//! From a place to the prompt that is shown there.

use crate::handbook::{Kind, ValueKind};
use crate::project::{Progress, Project, Record, State};

use super::Session;
use super::effect::Action;
use super::entry::{Entry, Opt};
use super::place::{Place, RecordKey, Target};
use super::prompt::{Position, Prompt, PromptKind, Standing};

impl Session<'_> {
    /// What is to be shown now.
    pub fn prompt(&self) -> Prompt {
        self.with_project(|project| {
            let progress = Progress::of(project, self.handbook());
            let (kind, entry) = self.shown(project, &progress);
            let question = self.place.question();
            let position = question.map(|question| self.position(&progress, question));
            Prompt {
                position,
                question,
                kind,
                entry,
                draft: self.draft().map(str::to_owned),
            }
        })
    }

    pub(super) fn draft(&self) -> Option<&str> {
        let here = self.drafts.iter().find(|draft| draft.place == self.place);
        here.map(|draft| draft.text.as_str())
    }

    fn position(&self, progress: &Progress, index: usize) -> Position {
        let handbook = self.handbook();
        let question = &handbook.questions[index];
        let step = &progress.steps[question.step];
        let range = handbook.steps[question.step].questions.clone();
        let before = range.take_while(|other| *other < index);
        Position {
            stage: question.stage,
            step: question.step,
            number: 1 + before
                .filter(|other| progress.states[*other].is_some())
                .count(),
            of: step.asked,
            stage_percent: progress.stages[question.stage].percent(),
            step_percent: step.percent(),
            total_percent: progress.total.percent(),
        }
    }

    fn shown(&self, project: &Project<'_>, progress: &Progress) -> (PromptKind, Entry) {
        match &self.place {
            Place::Intro { question } => self.intro(progress, *question),
            Place::Question(question) => self.question(project, *question),
            Place::Reason(question) => {
                let answer = project.answer(*question);
                let reason = answer
                    .and_then(|answer| answer.reason)
                    .map(|reason| reason.text);
                (PromptKind::Reason, self.line(reason))
            }
            Place::Note(target) => {
                let record = match target {
                    Target::Question(_) => None,
                    Target::Record { key, .. } => Some(self.name_of(project, key)),
                };
                (
                    PromptKind::Note { record },
                    self.line(self.note_of(target).as_deref()),
                )
            }
            Place::Menu(question) => self.menu(project, *question),
            Place::Pick { question, purpose } => self.pick(project, *question, *purpose),
            Place::MoveTo { question, key } => self.positions(project, *question, key),
            Place::Remove { key, .. } => self.removal(project, key),
            Place::AddTo(question) => self.parts(project, *question),
            Place::Name { question, .. } => self.name(project, *question),
            Place::Field {
                question,
                key,
                field,
                mode,
            } => self.field(project, *question, key, *field, *mode),
            Place::SourceTitle { .. } => (PromptKind::SourceTitle, self.line(None)),
            Place::Stale { cause, stale } => {
                let actions = [Action::ReviewNow, Action::ReviewLater];
                let kind = PromptKind::Stale {
                    cause: *cause,
                    stale: stale.clone(),
                };
                (kind, choice(actions.map(Opt::action).into(), 0))
            }
            Place::Done => end(progress),
        }
    }

    pub(super) fn line(&self, present: Option<&str>) -> Entry {
        let initial = self.draft().or(present).map(str::to_owned);
        Entry::Line {
            initial,
            completions: Vec::new(),
        }
    }

    pub(super) fn name_of(&self, project: &Project<'_>, key: &RecordKey) -> String {
        let record = key.find(project);
        record.map_or_else(
            || "—".to_owned(),
            |record| self.lookup.title(project, record),
        )
    }

    fn intro(&self, progress: &Progress, question: usize) -> (PromptKind, Entry) {
        let handbook = self.handbook();
        let question = &handbook.questions[question];
        let untouched = handbook.stages[question.stage].steps.clone().all(|step| {
            let asked = handbook.steps[step].questions.clone();
            let mut asked = asked.filter(|index| handbook.questions[*index].header.is_none());
            asked.all(|index| progress.states[index].is_none_or(|state| state == State::Blank))
        });
        let first = handbook.stages[question.stage].steps.start == question.step;
        let count = progress.steps[question.step];
        let kind = PromptKind::Intro {
            stage: (untouched && first).then_some(question.stage),
            step: question.step,
            open: count.asked - count.settled(),
        };
        (kind, choice(vec![Opt::action(Action::Continue)], 0))
    }

    pub(super) fn standing(&self, project: &Project<'_>, index: usize) -> Standing {
        let answer = project.answer(index);
        let target = Target::Question(index);
        let mut evidence = self.ledger(project, Some(&target));
        evidence.retain(|line| line.attached);
        Standing {
            state: project.state(self.handbook(), index),
            reason: answer
                .and_then(|a| a.reason)
                .map(|reason| reason.text.to_owned()),
            note: answer.and_then(|a| a.note).map(|note| note.text.to_owned()),
            evidence,
        }
    }

    fn question(&self, project: &Project<'_>, index: usize) -> (PromptKind, Entry) {
        let present = self.present_answer(project, index);
        let entry = match &self.handbook().questions[index].kind {
            Kind::Value(kind) => self.lookup.entry(kind, &present, self.draft(), project),
            _ => choice(vec![Opt::action(Action::Continue)], 0),
        };
        let created_in = match &self.handbook().questions[index].kind {
            Kind::Value(kind) => self.created_in(project, kind),
            _ => Vec::new(),
        };
        let standing = self.standing(project, index);
        (
            PromptKind::Question {
                present,
                standing,
                created_in,
            },
            entry,
        )
    }

    /// The codes of the questions that create what a reference could name, where nothing is there.
    pub(super) fn created_in(&self, project: &Project<'_>, kind: &ValueKind) -> Vec<String> {
        let ValueKind::Reference { to, .. } = kind else {
            return Vec::new();
        };
        if to
            .iter()
            .any(|to| !project.records_of(self.handbook(), to).is_empty())
        {
            return Vec::new();
        }
        let homes = to.iter().filter_map(|to| self.handbook().home(to));
        homes.map(|home| home.code.clone()).collect()
    }

    fn positions(
        &self,
        project: &Project<'_>,
        index: usize,
        key: &RecordKey,
    ) -> (PromptKind, Entry) {
        let rows = self.rows(project, index);
        let here = rows.iter().position(|row| RecordKey::of(row) == *key);
        let option = |(at, row): (usize, &Record<'_>)| {
            Opt::named(Action::Position(at), self.lookup.title(project, row))
        };
        let options: Vec<Opt> = rows.iter().enumerate().map(option).collect();
        let kind = PromptKind::MoveTo {
            record: self.name_of(project, key),
        };
        (kind, choice(options, here.unwrap_or(0)))
    }

    fn removal(&self, project: &Project<'_>, key: &RecordKey) -> (PromptKind, Entry) {
        let references = self.references(project, key);
        let actions = [Action::KeepIt, Action::RemoveIt];
        let kind = PromptKind::Remove {
            record: self.name_of(project, key),
            references,
        };
        (kind, choice(actions.map(Opt::action).into(), 0))
    }
}

/// What is shown where nothing is left to ask.
fn end(progress: &Progress) -> (PromptKind, Entry) {
    let open = [
        State::Blank,
        State::Skipped,
        State::Draft,
        State::NeedsReview,
        State::Unknown,
    ];
    let with = |state: State| {
        let states = progress.states.iter().enumerate();
        let in_state = states
            .filter(|(_, own)| **own == Some(state))
            .map(|(index, _)| index);
        (state, in_state.collect::<Vec<usize>>())
    };
    let left: Vec<_> = open
        .map(with)
        .into_iter()
        .filter(|(_, found)| !found.is_empty())
        .collect();
    let mut options = vec![Opt::action(Action::Quit)];
    if left.iter().any(|(state, _)| *state != State::Unknown) {
        options.push(Opt::action(Action::AskAgain));
    }
    let total_percent = progress.total.percent();
    (
        PromptKind::Done {
            left,
            total_percent,
        },
        choice(options, 0),
    )
}

pub(super) fn choice(options: Vec<Opt>, default: usize) -> Entry {
    Entry::Choice {
        options,
        default: Some(default),
    }
}
