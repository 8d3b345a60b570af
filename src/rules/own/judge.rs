//! Own rules at work on one file.

use std::fmt::Display;

use crate::diagnostic::{Finding, RuleId};
use crate::expression::{Budget, Matter, Outcome, RunFault, World};
use crate::language::{Saying, fill};
use crate::project::{Answer, Project, Record, is_blank};
use crate::rules::checker::{Checker, Owner, shown};
use crate::rules::header::head;
use crate::rules::survey::{Survey, field_place, id_place};
use crate::rules::value::has_code;
use crate::rules::{Context, RULE_FAILED};
use crate::source::{SourceFile, Span};
use crate::yaml::Node;

use super::{About, OwnRule, OwnRules, Place, Written};

/// The steps one rule may take on one file: on a slow machine a fraction of a second.
const STEPS: u64 = 2_000_000;

/// What stands for a value that is not written.
const NOTHING: &str = "—";

/// Runs all rules.
pub(in crate::rules) fn judge<'c>(
    checker: &mut Checker<'c>,
    survey: &Survey<'c>,
    rules: &OwnRules,
) {
    if rules.is_empty() {
        return;
    }
    let catalogues = checker.context.catalogues;
    let has_code = |catalogue: &str, id: &str| has_code(catalogues, catalogue, id);
    let world = World {
        project: survey.project,
        handbook: checker.context.handbook,
        has_code: &has_code,
        today: checker.context.today,
    };
    for rule in rules.iter() {
        Bench::new(&world, rule).rule(checker, survey);
    }
}

/// Why a rule could not be worked out on a project, with the places in the overlay's file.
pub(super) fn failures(
    context: &Context<'_>,
    project: &Project<'_>,
    rule: &OwnRule,
) -> Vec<(&'static str, Span)> {
    let mut checker = Checker::new(context);
    let survey = Survey::of(&mut checker, project);
    let has_code = |catalogue: &str, id: &str| has_code(context.catalogues, catalogue, id);
    let world = World {
        project,
        handbook: context.handbook,
        has_code: &has_code,
        today: context.today,
    };
    let mut bench = Bench::new(&world, rule);
    bench.rule(&mut checker, &survey);
    bench.failures
}

/// One rule on one file.
struct Bench<'b, 'w> {
    world: &'b World<'w>,
    rule: &'b OwnRule,
    budget: Budget,
    /// Why it could not be worked out so far.
    failures: Vec<(&'static str, Span)>,
}

/// What a rule has to say at a place.
#[derive(Clone, Copy)]
enum Verdict {
    /// The rule is broken.
    Broken,
    /// It could not be worked out: why, and where in the overlay's file.
    Failed(&'static str, Span),
}

impl<'b, 'w> Bench<'b, 'w> {
    fn new(world: &'b World<'w>, rule: &'b OwnRule) -> Self {
        Self {
            world,
            rule,
            budget: Budget::new(STEPS),
            failures: Vec::new(),
        }
    }

    fn rule<'c>(&mut self, checker: &mut Checker<'c>, survey: &Survey<'c>)
    where
        'c: 'w,
    {
        match &self.rule.about {
            About::Project(place) => {
                if let Some(verdict) = self.verdict(Matter::Project) {
                    let (owner, span) = at_place(checker, survey, *place);
                    let finding = self.finding(verdict, span, &|name| header(survey, name));
                    checker.add_about(owner, finding.with_context(checker, self.rule));
                }
            }
            About::Question(question) => {
                let Some(answer) = survey.project.answer(*question) else {
                    return;
                };
                let Some(node) = answer.value else { return };
                if let Some(verdict) = self.verdict(Matter::Answer(answer)) {
                    let span = head(checker, node);
                    let finding = self.finding(verdict, span, &|name| of_answer(answer, name));
                    let owner = Owner::Answer(&survey.handbook().questions[*question]);
                    checker.add_about(owner, finding.with_context(checker, self.rule));
                }
            }
            About::Record(of, field) => {
                for record in survey.own(of) {
                    let Some(verdict) = self.verdict(Matter::Record(record)) else {
                        continue;
                    };
                    let span = match field {
                        Some(field) => field_place(checker, record, field),
                        None => id_place(record),
                    };
                    let finding = self.finding(verdict, span, &|name| of_record(record, name));
                    let owner = match field {
                        Some(field) if field != "id" => Owner::Field(record, field),
                        _ => Owner::Record(record),
                    };
                    checker.add_about(owner, finding.with_context(checker, self.rule));
                    if self.budget.is_spent() {
                        // It was said once that the rule takes too long.
                        return;
                    }
                }
            }
        }
    }

    /// What the rule says of something; nothing where it holds, or where nobody can say.
    fn verdict(&mut self, matter: Matter<'w>) -> Option<Verdict> {
        let rule = self.rule;
        if let Some(when) = &rule.when {
            match self.run(when, matter) {
                Outcome::Is(true) => {}
                Outcome::Is(false) | Outcome::Open => return None,
                Outcome::Failed(fault, span) => return Some(self.failed(&fault, span)),
            }
        }
        match self.run(&rule.must, matter) {
            Outcome::Is(false) => Some(Verdict::Broken),
            Outcome::Is(true) | Outcome::Open => None,
            Outcome::Failed(fault, span) => Some(self.failed(&fault, span)),
        }
    }

    fn failed(&mut self, fault: &RunFault, span: Span) -> Verdict {
        let variant = match fault {
            RunFault::DivisionByZero => "division-by-zero",
            RunFault::Overflow => "too-large",
            RunFault::BadDate => "no-date",
            RunFault::WrongType => "wrong-type",
            RunFault::TooMuchWork => "too-much-work",
        };
        self.failures.push((variant, span));
        Verdict::Failed(variant, span)
    }

    /// What an expression comes to; the place of a fault is one of the overlay's file.
    fn run(&mut self, written: &Written, matter: Matter<'w>) -> Outcome {
        let outcome = written.expression.run(self.world, matter, &mut self.budget);
        match outcome {
            Outcome::Failed(fault, span) => Outcome::Failed(fault, written.place(span)),
            other => other,
        }
    }

    fn finding(
        &self,
        verdict: Verdict,
        span: Span,
        value: &dyn Fn(&str) -> Option<String>,
    ) -> Said {
        match verdict {
            Verdict::Broken => {
                let id = RuleId::from(std::sync::Arc::clone(&self.rule.id));
                let finding = Finding::new(id, self.rule.level, span);
                Said {
                    finding: finding.with_saying("message", filled(&self.rule.message, value)),
                    failed_at: None,
                }
            }
            Verdict::Failed(variant, place) => {
                let finding = RULE_FAILED.at(span).variant(variant);
                Said {
                    finding: finding.with("rule", &*self.rule.id),
                    failed_at: Some(place),
                }
            }
        }
    }
}

/// A finding, and the place in the overlay's file that it has to name.
struct Said {
    finding: Finding,
    failed_at: Option<Span>,
}

impl Said {
    fn with_context(self, checker: &Checker<'_>, rule: &OwnRule) -> Finding {
        let Some(span) = self.failed_at else {
            return self.finding;
        };
        let layer = checker.context.handbook.store().get(rule.layer);
        let text = layer.and_then(|layer| layer.text(&rule.file));
        let source = SourceFile::new(&rule.file, text.unwrap_or_default().to_owned());
        let position = source.position(span.start);
        let name = layer.map_or_else(|| rule.file.clone(), |layer| layer.display(&rule.file));
        let place = format!("{name}:{}:{}", position.line, position.column);
        self.finding.with("place", place)
    }
}

impl Written {
    /// The place in the file of a place in the expression.
    pub(super) fn place(&self, span: Span) -> Span {
        place(&self.offsets, span)
    }
}

/// The place in the file of a place in a text of it.
pub(super) fn place(offsets: &[usize], span: Span) -> Span {
    let byte = |at: usize| {
        let last = offsets.last().copied().unwrap_or_default();
        offsets.get(at).copied().unwrap_or(last)
    };
    let start = byte(span.start);
    // The end is where the last byte ends, not where the next one, perhaps on another line, begins.
    let end = match span.end.checked_sub(1).filter(|last| *last >= span.start) {
        Some(last) => byte(last) + 1,
        None => start,
    };
    Span::new(start, end.max(start))
}

fn at_place<'c>(checker: &Checker<'c>, survey: &Survey<'c>, place: Place) -> (Owner<'c>, Span) {
    let header = &survey.project.header;
    let title = || {
        let first = survey.project.root.as_mapping();
        let first = first.and_then(|top| top.entries.first());
        let first = first.map_or(Span::at(0), |entry| entry.key_span);
        header.title.map_or(first, |title| title.span)
    };
    match place {
        Place::Header(key) => {
            let found = match key {
                "country" => header.country,
                "language" => header.language,
                "currency" => header.currency,
                "period" => header.period,
                _ => header.title,
            };
            (
                Owner::Header(key),
                found.map_or_else(title, |found| found.span),
            )
        }
        Place::Question(question) => {
            let answer = survey.project.answer(question);
            let node = answer.and_then(|answer| answer.value);
            let span = match (node, answer) {
                (Some(node), _) => head(checker, node),
                (None, Some(answer)) => answer.key_span,
                (None, None) => title(),
            };
            (Owner::Answer(&survey.handbook().questions[question]), span)
        }
    }
}

/// A message with its placeholders filled, in each language it has.
fn filled(message: &Saying, value: &dyn Fn(&str) -> Option<String>) -> Saying {
    let texts = message.0.iter().map(|(language, text)| {
        let names = crate::language::placeholders(text);
        let values: Vec<(&str, String)> = names
            .into_iter()
            .map(|name| (name, value(name).unwrap_or_else(|| NOTHING.to_owned())))
            .collect();
        let values: Vec<(&str, &dyn Display)> = values
            .iter()
            .map(|(name, value)| (*name, value as &dyn Display))
            .collect();
        (language.clone(), fill(text, &values))
    });
    Saying(texts.collect())
}

fn node_text(node: &Node<'_>) -> Option<String> {
    if is_blank(node) {
        return None;
    }
    if let Some(text) = node.text() {
        return Some(shown(text));
    }
    let list = node.as_sequence()?;
    let texts: Vec<&str> = list.items.iter().filter_map(Node::text).collect();
    Some(shown(&texts.join(", ")))
}

fn of_record(record: Record<'_>, name: &str) -> Option<String> {
    record.field(name).and_then(node_text)
}

fn of_answer(answer: &Answer<'_>, name: &str) -> Option<String> {
    match name {
        "note" => answer.note.map(|note| shown(note.text)),
        _ => answer.value.and_then(node_text),
    }
}

fn header(survey: &Survey<'_>, name: &str) -> Option<String> {
    let header = &survey.project.header;
    let found = match name {
        "country" => header.country,
        "language" => header.language,
        "currency" => header.currency,
        "period" => header.period,
        _ => header.title,
    };
    found.map(|found| shown(found.text))
}
