//! Questions that have to be settled by now, and that nobody has settled.

use std::collections::HashSet;

use crate::handbook::{Handbook, Kind, Phase};
use crate::project::{Inside, Project, State, Stray};
use crate::source::Span;
use crate::yaml::{Mapping, Node};

use super::ANSWER_MISSING;
use super::checker::{Checker, Owner};
use super::nearest::nearest;

/// One finding for each question up to a phase that is blank or skipped.
pub(super) fn check<'c>(checker: &mut Checker<'c>, project: &'c Project<'c>, last: Phase) {
    let handbook = checker.handbook();
    let mut meant: Option<Meant> = None;
    let top = project.root.as_mapping();
    let answers = top.and_then(|top| top.entry("answers"));
    let steps = answers.and_then(|entry| entry.value.as_mapping());
    for (index, question) in handbook.questions.iter().enumerate() {
        let is_asked = question.phase <= last
            && question.dropped.is_none()
            && !matches!(question.kind, Kind::Computed { .. })
            && project.applies(handbook, question);
        if !is_asked {
            continue;
        }
        let state = project.state(handbook, index);
        if !matches!(state, State::Blank | State::Skipped) {
            continue;
        }
        // A header key that is missing is said by another rule.
        if question.header.is_some() {
            continue;
        }
        let answer = project.answer(index);
        let meant = meant.get_or_insert_with(|| Meant::of(project, handbook));
        if meant.has(index, question.step) {
            continue;
        }
        let step = &handbook.steps[question.step];
        let place = answer
            .map(|answer| answer.key_span)
            .or_else(|| Some(steps?.entry(&step.id)?.key_span))
            .or_else(|| answers.map(|entry| entry.key_span))
            .unwrap_or_else(|| first_key(top));
        let variant = match state {
            State::Skipped => "skipped",
            _ => "blank",
        };
        let finding = ANSWER_MISSING.at(place).variant(variant);
        let finding = finding
            .with("code", &question.code)
            .with("name", &question.id);
        checker.add_about(Owner::Answer(question), finding);
    }
}

fn first_key(top: Option<&Mapping<'_>>) -> Span {
    let first = top.and_then(|top| top.iter().next());
    first.map_or_else(|| Span::at(0), |entry| entry.key_span)
}

/// What stands under keys with a slip: it is not missing, and the slip is said already.
struct Meant {
    questions: HashSet<usize>,
    steps: HashSet<usize>,
}

impl Meant {
    fn of(project: &Project<'_>, handbook: &Handbook) -> Self {
        let mut meant = Self {
            questions: HashSet::new(),
            steps: HashSet::new(),
        };
        for stray in project.strays.iter().take(MOST_STRAYS) {
            meant.add(stray, handbook);
        }
        let aside = project
            .root
            .as_mapping()
            .and_then(|top| top.get(crate::project::ASIDE_KEY))
            .and_then(Node::as_mapping);
        for entry in aside.into_iter().flat_map(Mapping::iter) {
            meant.questions.extend(handbook.question_index(&entry.key));
        }
        meant
    }

    fn add(&mut self, stray: &Stray<'_>, handbook: &Handbook) {
        let is_named = |index: &usize| {
            let question = &handbook.questions[*index];
            question.id == stray.key || question.code.eq_ignore_ascii_case(stray.key)
        };
        let all = 0..handbook.questions.len();
        match stray.inside {
            Inside::Answers => {
                let ids = handbook.steps.iter().map(|step| step.id.as_str());
                let near = nearest(stray.key, ids).and_then(|id| handbook.step_index(id));
                self.steps.extend(near.or(handbook.step_index(stray.key)));
                self.questions.extend(all.filter(is_named));
            }
            Inside::Step(step) => {
                let own = handbook.questions_of(step).iter();
                let names = own.flat_map(|question| [question.id.as_str(), &question.code]);
                match nearest(stray.key, names) {
                    Some(near) => {
                        self.questions.extend(handbook.question_in(step, near));
                    }
                    None => self.questions.extend(all.filter(is_named)),
                }
            }
            Inside::Header => {
                self.steps.extend(handbook.step_index(stray.key));
                self.questions.extend(all.filter(is_named));
            }
            Inside::HandbookKey | Inside::Answer(_) | Inside::Record(_) => {}
        }
    }

    fn has(&self, question: usize, step: usize) -> bool {
        self.steps.contains(&step) || self.questions.contains(&question)
    }
}

/// Most keys with a slip that are looked at, so that a hostile file cannot take hours.
const MOST_STRAYS: usize = 200;
