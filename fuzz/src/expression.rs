//! Expressions of own rules.

use std::sync::OnceLock;

use mainstream::expression::{
    Budget, Expression, ExpressionFault, Matter, Outcome, Subject, World as Surroundings, compile,
};
use mainstream::project::Project;
use mainstream::yaml::{Node, parse};

use super::tree::is_place;
use super::world::{TODAY, World};

/// More than own rules get in a check is not needed to see whether a budget holds.
const STEPS: u64 = 20_000;

const QUESTION: &str = "readiness.political-backing";

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
      - {id: a1, name: Licence law, objective: o1, lead: labour, start: "2027-01-01", end: "2027-03-31", progress: 40}
      - {id: a2, name: Help desk, objective: o1, lead: nobody, start: "soon", partners: [planning, labour]}
    budget-lines:
      - {id: b1, name: Law, action: a1, amount: 100.10 XTS}
      - {id: b2, name: Desk, action: a2, amount: 0.20 XTS}
      - {id: b3, name: Trip, action: a2, amount: 5 USD}
"#;

/// Any text is read or refused with places; what is read comes to the same every time, and to an end.
pub fn try_bytes(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let handbook = &World::shared().handbook;
    let question = handbook.question_index(QUESTION);
    let subjects = [
        Subject::Project,
        Subject::Record("action"),
        Subject::Question(question.unwrap_or_default()),
    ];
    let all = subjects.map(|subject| (text, subject));
    let together = compile(&all, handbook);
    assert_eq!(together.len(), all.len());
    for (one, result) in all.iter().zip(&together) {
        let alone = compile(&[*one], handbook).pop();
        assert_eq!(
            faults(result),
            alone.as_ref().and_then(faults),
            "alone and among others"
        );
        match result {
            Err(faults) => assert_faults(faults, text),
            Ok(expression) => run_all(expression, text, question),
        }
    }
    true
}

fn faults(result: &Result<Expression, Vec<ExpressionFault>>) -> Option<&Vec<ExpressionFault>> {
    result.as_ref().err()
}

fn assert_faults(faults: &[ExpressionFault], text: &str) {
    assert!(!faults.is_empty());
    for fault in faults {
        assert!(is_place(fault.span, text), "{fault:?}");
    }
}

/// Runs an expression on all it could be about: one that asks for something else is refused, not run
/// wild.
fn run_all(expression: &Expression, text: &str, question: Option<usize>) {
    static ROOT: OnceLock<Node<'static>> = OnceLock::new();
    let root = ROOT.get_or_init(|| parse(PROJECT).root.expect("a tree"));
    let world = World::shared();
    let project = Project::read(root, &world.handbook);
    let surroundings = Surroundings {
        project: &project,
        handbook: &world.handbook,
        has_code: &|_, _| true,
        today: TODAY,
    };
    let actions = project.records().iter().filter(|record| {
        let of = project.type_of(&world.handbook, record);
        of.is_some_and(|of| of.id == "action")
    });
    let answer = question.and_then(|question| project.answer(question));
    let matters = [Matter::Project]
        .into_iter()
        .chain(actions.map(|action| Matter::Record(*action)))
        .chain(answer.map(Matter::Answer));
    for matter in matters {
        let outcome = expression.run(&surroundings, matter, &mut Budget::new(STEPS));
        let again = expression.run(&surroundings, matter, &mut Budget::new(STEPS));
        assert_eq!(outcome, again);
        if let Outcome::Failed(fault, span) = &outcome {
            assert!(is_place(*span, text), "{fault:?} at {span:?}");
        }
    }
}
