//! From a place to the prompt that is shown there.

use crate::handbook::{Kind, SOURCE_RECORD, ValueKind};
use crate::project::{Progress, Project, Record, State};

use super::Session;
use super::effect::Action;
use super::entry::{Entry, Gives, Opt, Present};
use super::field::Asked;
use super::place::{Mode, Place, RecordKey, Target};
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

    fn draft(&self) -> Option<&str> {
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

    fn line(&self, present: Option<&str>) -> Entry {
        let initial = self.draft().or(present).map(str::to_owned);
        Entry::Line {
            initial,
            completions: Vec::new(),
        }
    }

    fn name_of(&self, project: &Project<'_>, key: &RecordKey) -> String {
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
    fn created_in(&self, project: &Project<'_>, kind: &ValueKind) -> Vec<String> {
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

    fn parts(&self, project: &Project<'_>, index: usize) -> (PromptKind, Entry) {
        let nothing = || (String::new(), String::new(), Vec::new());
        let (of, field, options) = self.home(index).zip(self.part_field(index)).map_or_else(
            nothing,
            |((_, of), (field, values))| {
                let kind = of.field(field).map(|field| field.kind.clone());
                let labels = kind.map(|kind| self.lookup.candidates(&kind, project));
                let options = labels.unwrap_or_default().into_iter();
                let options = options.filter(|(id, _)| values.contains(id));
                let option = |(id, label)| Opt {
                    gives: Gives::Value(id),
                    label: Some(label),
                    detail: None,
                };
                (
                    of.id.clone(),
                    field.to_owned(),
                    options.map(option).collect(),
                )
            },
        );
        (
            PromptKind::AddTo { of, field },
            Entry::Choice {
                options,
                default: None,
            },
        )
    }

    fn name(&self, project: &Project<'_>, index: usize) -> (PromptKind, Entry) {
        let n = self.rows(project, index).len();
        let Some((_, of)) = self.home(index) else {
            let (of, field, created_in) = (String::new(), String::new(), Vec::new());
            let kind = PromptKind::Name {
                of,
                field,
                n,
                created_in,
            };
            return (kind, self.line(None));
        };
        let field = self.first_field(index, of);
        let name = field.map_or(&of.title, |field| &field.id).clone();
        let created_in = field.map(|field| self.created_in(project, &field.kind));
        let created_in = created_in.unwrap_or_default();
        let kind = PromptKind::Name {
            of: of.id.clone(),
            field: name,
            n,
            created_in,
        };
        let entry = field.map(|field| {
            self.lookup
                .entry(&field.kind, &Present::default(), self.draft(), project)
        });
        let mut entry = entry.unwrap_or_else(|| self.line(None));
        if let Entry::Choice { options, .. } = &mut entry {
            options.push(Opt::action(Action::LeaveEmpty));
        }
        (kind, entry)
    }

    fn field(
        &self,
        project: &Project<'_>,
        question: Option<usize>,
        key: &RecordKey,
        field: usize,
        mode: Mode,
    ) -> (PromptKind, Entry) {
        let ids = self.asked_fields(question, mode);
        let id = ids.get(field).cloned().unwrap_or_default();
        let of = match key.home {
            Some(home) => self
                .home(home)
                .map(|(_, of)| of.id.clone())
                .unwrap_or_default(),
            None => SOURCE_RECORD.to_owned(),
        };
        let record = key.find(project);
        let asked = self.asked_field(question, key, field, mode);
        let (kind, present, entry) = match (asked, record) {
            (Some(Asked::Own(own)), Some(record)) => {
                let present = self.present_field(project, record, &own.kind, &own.id);
                let is_name = self
                    .handbook()
                    .records
                    .get(&of)
                    .is_some_and(|of| of.title == own.id);
                let proposed = is_name
                    .then(|| self.proposed_name(project, record))
                    .flatten();
                let begun = self.draft().or(proposed.as_deref());
                let mut entry = self.lookup.entry(&own.kind, &present, begun, project);
                complete(&mut entry, own.required);
                (Some(own.kind), present, entry)
            }
            (Some(Asked::Evidence), Some(_)) => (
                None,
                Present::default(),
                self.evidence(project, question, key),
            ),
            (_, record) => {
                let note = record.and_then(|record| record.text("note"));
                (None, Present::default(), self.line(note))
            }
        };
        let created_in = kind.as_ref().map(|kind| self.created_in(project, kind));
        let prompt = PromptKind::Field {
            of,
            field: id,
            kind,
            record: self.name_of(project, key),
            number: field + 1,
            total: ids.len(),
            mode,
            present,
            created_in: created_in.unwrap_or_default(),
        };
        (prompt, entry)
    }

    fn evidence(&self, project: &Project<'_>, question: Option<usize>, key: &RecordKey) -> Entry {
        let target = Target::Record {
            question: question.unwrap_or_default(),
            key: key.clone(),
        };
        let ledger = self.ledger(project, Some(&target));
        let attached = ledger.iter().filter(|line| line.attached).count();
        let free = ledger.into_iter().filter(|line| !line.attached);
        let option = |line: super::SourceLine| Opt {
            detail: Some(line.id.clone()),
            label: Some(line.title),
            gives: Gives::Value(line.id),
        };
        let mut options: Vec<Opt> = free.map(option).collect();
        options.push(Opt::action(Action::NewSource));
        options.push(Opt::action(Action::Continue));
        let last = options.len() - 1;
        choice(options, if attached > 0 { last } else { 0 })
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

/// Lets a field that may be empty be left so.
fn complete(entry: &mut Entry, required: bool) {
    if required {
        return;
    }
    match entry {
        Entry::Choice { options, default } => {
            options.push(Opt::action(Action::LeaveEmpty));
            if default.is_none() && options.len() == 1 {
                *default = Some(0);
            }
        }
        // A list to choose several from needs at least one option.
        Entry::Choices { options, .. } if options.is_empty() => {
            let options = vec![Opt::action(Action::LeaveEmpty)];
            *entry = Entry::Choice {
                options,
                default: Some(0),
            };
        }
        _ => {}
    }
}
