//! Expressions of own rules: what they come to, what is wrong with them and where, and that none
//! hangs or breaks.

mod faults;
mod limits;
mod oracle;
mod outcomes;

use jiff::civil::date;
use mainstream::expression::{Budget, Expression, Matter, Outcome, Subject, World, compile};
use mainstream::project::Project;
use mainstream::yaml;

use crate::rules::Bench;

/// Enough for every expression that is no attempt to hang.
const STEPS: u64 = 1_000_000;

const PROJECT: &str = r#"
mainstream: 1
handbook: {id: gmg, edition: "2026.1", overlays: [commune]}
country: XSO
title: A small plan
language: en
currency: XTS
period: "2027/2031"
fictitious: true
sources: [{id: census, title: Census, year: 2018}]
answers:
  readiness:
    political-backing: {answer: "yes", note: By decree, evidence: [census]}
    vision: Ça vient
    leader: {state: unknown, reason: Nobody knows}
  set-up:
    bodies:
      - {id: planning, name: Ministry of Planning, role: planning, legal-base: Act 12/2019}
      - {id: labour, name: Ministry of Labour, role: ministry, members: [planning]}
  priorities:
    objectives: [{id: o1, name: Fair recruitment, retained: "yes", year: 2031}]
  action-plan:
    actions:
      - {id: a1, name: Licence law, objective: o1, lead: labour, start: "2027-01-01", end: "2027-03-31", progress: 40, note: Urgent, groups: []}
      - {id: a2, name: Help desk, objective: o1, lead: nobody, start: "soon", partners: [planning, labour]}
    budget-lines:
      - {id: b1, name: Law, action: a1, amount: 100.10 XTS}
      - {id: b2, name: Desk, action: a2, amount: 0.20 XTS}
      - {id: b3, name: Trip, action: a2, amount: 5 USD}
"#;

/// Compiles one expression about something.
fn compiled(text: &str, subject: Subject<'_>) -> Result<Expression, String> {
    let mut all = compile(&[(text, subject)], &Bench::shared().handbook);
    let one = all.pop().expect("one for one");
    one.map_err(|faults| {
        let fault = |fault: &mainstream::expression::ExpressionFault| {
            format!("{}: {:?}", fault.span.slice(text), fault.kind)
        };
        faults.iter().map(fault).collect::<Vec<_>>().join("\n")
    })
}

/// What an expression comes to on a record of the project, or on the whole of it.
fn run(text: &str, on: &str) -> Outcome {
    let mut budget = Budget::new(STEPS);
    run_with(text, on, &mut budget)
}

fn run_with(text: &str, on: &str, budget: &mut Budget) -> Outcome {
    let handbook = &Bench::shared().handbook;
    let parsed = yaml::parse(PROJECT);
    let project = Project::read(parsed.root.as_ref().expect("a tree"), handbook);
    let question = handbook.question_index(on);
    let record = project.record(on).copied();
    let (subject, matter) = match (record, question) {
        (Some(record), _) => {
            let of = project.type_of(handbook, &record).expect("a type");
            (Subject::Record(&of.id), Matter::Record(record))
        }
        (None, Some(question)) => {
            let answer = project.answer(question).expect("an answer");
            (Subject::Question(question), Matter::Answer(answer))
        }
        (None, None) => (Subject::Project, Matter::Project),
    };
    let expression = compiled(text, subject).unwrap_or_else(|faults| panic!("{text}: {faults}"));
    let world = World {
        project: &project,
        handbook,
        has_code: &|_, _| true,
        today: date(2027, 2, 15),
    };
    expression.run(&world, matter, budget)
}
