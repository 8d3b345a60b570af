//! What a drop leaves without input.

use super::Linter;
use crate::handbook::{Condition, DROP_LEAVES_GAP, Deed, Handbook, Kind, Question, Subject};
use crate::plan::USES;

/// What loses its input, by codes and names.
#[derive(Default)]
struct Losses {
    questions: Vec<String>,
    results: Vec<String>,
}

impl Linter<'_> {
    pub(super) fn drops(&mut self) {
        let handbook = self.handbook;
        for adaptation in &handbook.adaptations {
            if !matches!(adaptation.deed, Deed::Dropped { .. })
                || !self.layers.contains(&adaptation.layer)
            {
                continue;
            }
            let losses = losses(handbook, adaptation.subject, &adaptation.name);
            if losses.questions.is_empty() && losses.results.is_empty() {
                continue;
            }
            self.add_at(adaptation.origin, |span| {
                let list = |names: &[String]| (!names.is_empty()).then(|| names.join(", "));
                let finding = DROP_LEAVES_GAP.at(span).with("name", &adaptation.name);
                let finding = finding.with_some("questions", list(&losses.questions));
                finding.with_some("results", list(&losses.results))
            });
        }
    }
}

fn losses(handbook: &Handbook, subject: Subject, name: &str) -> Losses {
    match subject {
        Subject::Question => handbook
            .question(name)
            .map(|question| of_questions(handbook, &[question]))
            .unwrap_or_default(),
        Subject::Step => {
            let step = handbook.step_index(name);
            let gone = handbook.questions.iter().filter(|it| Some(it.step) == step);
            of_questions(handbook, &gone.collect::<Vec<_>>())
        }
        Subject::Stage => {
            let stage = handbook.stages.iter().position(|stage| stage.id == name);
            let gone = handbook
                .questions
                .iter()
                .filter(|it| Some(it.stage) == stage);
            of_questions(handbook, &gone.collect::<Vec<_>>())
        }
        Subject::Field => of_field(handbook, name),
        Subject::Choice => of_choice(handbook, name),
        Subject::Instrument => of_instrument(handbook, name),
        _ => Losses::default(),
    }
}

fn of_questions(handbook: &Handbook, gone: &[&Question]) -> Losses {
    let is_gone = |path: &str| gone.iter().any(|question| question.path == path);
    let mut losses = Losses::default();
    for other in handbook.asked() {
        let mut conditions = other.when.iter().flat_map(Condition::questions);
        let of = matches!(&other.kind, Kind::Table { of, .. } if is_gone(of))
            || other
                .fills
                .as_ref()
                .is_some_and(|fills| is_gone(&fills.list));
        if of || conditions.any(is_gone) || other.depends.iter().any(|path| is_gone(path)) {
            losses.questions.push(other.code.clone());
        }
    }
    let records: Vec<&str> = gone
        .iter()
        .filter_map(|question| match &question.kind {
            Kind::Records { record, .. } => Some(record.as_str()),
            _ => None,
        })
        .collect();
    for user in USES {
        let by_record = user.records.iter().any(|record| records.contains(record));
        if by_record || user.questions.iter().any(|path| is_gone(path)) {
            losses.results.push(user.name.to_owned());
        }
    }
    let instruments = handbook.instruments().all.iter();
    let gone = instruments.filter(|instrument| records.contains(&instrument.record.as_str()));
    losses
        .results
        .extend(gone.map(|instrument| instrument.id.clone()));
    losses
}

fn of_field(handbook: &Handbook, name: &str) -> Losses {
    let (record, field) = name.split_once('.').unwrap_or_default();
    let mut losses = Losses::default();
    for other in handbook.asked() {
        if let Kind::Table { filter, .. } = &other.kind
            && filter.contains_key(field)
            && handbook.record_of(other).is_some_and(|of| of.id == record)
        {
            losses.questions.push(other.code.clone());
        }
    }
    let views = crate::plan::VIEWS.iter();
    let mut views = views.filter(|view| view.record == record);
    if views.any(|view| view.fields.iter().any(|(known, _)| *known == field)) {
        let needs = USES.iter().filter(|user| user.records.contains(&record));
        losses
            .results
            .extend(needs.map(|user| user.name.to_owned()));
    }
    losses
}

/// Questions that show what comes of an instrument or of one of its domains.
fn of_instrument(handbook: &Handbook, name: &str) -> Losses {
    let instruments = handbook.instruments();
    let known = crate::plan::computations(instruments);
    let is_gone = |compute: &str| {
        let id = compute.split(':').next().unwrap_or_default();
        let is_part = name == id
            || name
                .rsplit_once('.')
                .is_some_and(|(of, _)| of.starts_with(id));
        is_part && !known.iter().any(|known| known == compute)
    };
    let asked = handbook.asked().iter();
    let gone = asked.filter(|question| question.kind.compute().is_some_and(is_gone));
    Losses {
        questions: gone.map(|question| question.code.clone()).collect(),
        ..Losses::default()
    }
}

fn of_choice(handbook: &Handbook, name: &str) -> Losses {
    let (set, choice) = name.split_once('.').unwrap_or_default();
    let mut losses = Losses::default();
    for other in handbook.asked() {
        let by_condition = other
            .when
            .as_ref()
            .is_some_and(|when| waits(handbook, when, set, choice));
        let by_filter = match &other.kind {
            Kind::Table { filter, .. } => filter.iter().any(|(field, values)| {
                let of = handbook
                    .record_of(other)
                    .and_then(|record| record.field(field));
                of.and_then(|field| field.kind.set()) == Some(set)
                    && values.iter().any(|value| value == choice)
            }),
            _ => false,
        };
        if by_condition || by_filter {
            losses.questions.push(other.code.clone());
        }
    }
    losses
}

/// Whether a condition waits for a choice of a set.
fn waits(handbook: &Handbook, condition: &Condition, set: &str, choice: &str) -> bool {
    match condition {
        Condition::Is { question, values } => {
            let kind = handbook.question(question).map(|question| &question.kind);
            let of = match kind {
                Some(Kind::Value(kind)) => kind.set(),
                _ => None,
            };
            of == Some(set) && values.iter().any(|value| value == choice)
        }
        Condition::Answered { .. } => false,
        Condition::All(all) | Condition::Any(all) => {
            all.iter().any(|one| waits(handbook, one, set, choice))
        }
        Condition::Not(one) => waits(handbook, one, set, choice),
    }
}
