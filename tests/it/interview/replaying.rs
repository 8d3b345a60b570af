//! Recorded answers given through the interview.

use mainstream::interview::{Obstacle, replay};
use mainstream::project::Project;
use mainstream::yaml::{Data, parse};

use super::*;

const RECORDED: &str = "\
mainstream: 1
handbook: {id: gmg, edition: \"2026.1\"}
country: ZZS
title: Migration in the plan
language: en
currency: XTS
sources:
  - id: census
    title: Census 2024
    owner: Statistics office
    year: 2024
    kind: statistics
  - id: decree
    title: Decree 12
answers:
  case-file:
    planning-level: national
    migration-roles: [origin, return]
    plans:
      - id: ndp
        name: National Development Plan
        type: national-plan
        period: 2027/2031
        note: in force from January
    milestones:
      - id: text-closes
        name: Text closes
        calendar: plan
        date: \"2027-03-31\"
        plan: ndp
        closes-text: \"yes\"
      - id: budget-call
        name: Budget call
        calendar: budget
        date: \"2027-05-02\"
    lead-institution:
      answer: Ministry of Planning
      note: by decree
      evidence: [decree]
    migration-scope:
      state: unknown
  readiness:
    political-backing: partly
    vision: |
      By 2035 leaving is a choice.

      Returning is possible.
    calendar-match: \"yes\"
    months-left: 4
    sensitive-topics:
      state: not-applicable
      reason: settled in cabinet
    verdict: go-with-conditions
    conditions:
      - id: decree-signed
        name: Decree signed
        owner: planning
        date: \"2027-01-15\"
  awareness:
    audiences:
      - id: ministers
        group: ministers
        message: Jobs abroad and at home
        evidence: [census]
  set-up:
    bodies:
      - id: planning
        name: Ministry of Planning
        role: planning
        active: \"yes\"
      - id: committee
        name: Steering committee
        role: steering
        chair: The minister
        members: [planning]
        meets: quarterly
    set-up-choice: mixed
    absent-sectors: [health]
  scoping:
    approvals:
      - id: note-approved
        name: Scoping note approved
        subject: scoping-note
        body: committee
      - id: plan-approved
        name: Action plan approved
        subject: action-plan
        body: committee
        date: \"2027-06-01\"
";

/// What a file says, whatever the order of keys, the end of texts, and the wrapping of answers.
fn meaning(data: Data) -> Data {
    match data {
        Data::Text(text) => Data::Text(text.trim_end().to_owned()),
        Data::Sequence(items) => Data::Sequence(items.into_iter().map(meaning).collect()),
        Data::Mapping(entries) => match entries.as_slice() {
            [(key, value)] if key == "answer" => meaning(value.clone()),
            _ => {
                let mut entries: Vec<_> = entries
                    .into_iter()
                    .map(|(key, value)| (key, meaning(value)))
                    .collect();
                entries.sort_by(|a, b| a.0.cmp(&b.0));
                Data::Mapping(entries)
            }
        },
        other => other,
    }
}

fn replayed(recorded: &str) -> (String, Vec<mainstream::interview::Unanswered>, usize) {
    let parsed = parse(recorded);
    assert_eq!(parsed.faults, []);
    let project = Project::read(parsed.root.as_ref().expect("a root"), &world().handbook);
    let mut run = session_with(NEW, options());
    let mut n_saved = 0;
    let left = replay(&mut run, &project, &mut |_, effects| {
        n_saved += saves(effects).len();
        true
    });
    (run.text().to_owned(), left, n_saved)
}

#[test]
fn a_recorded_project_comes_out_as_it_was_recorded() {
    let (text, left, n_saved) = replayed(RECORDED);
    assert_eq!(left, [], "{text}");
    assert!(
        n_saved > 25,
        "one save for each answer and each list, not {n_saved}"
    );
    let data = |text: &str| parse(text).root.map(|root| meaning(root.to_data()));
    assert_eq!(data(&text), data(RECORDED), "{text}");
}

#[test]
fn what_the_interview_does_not_take_is_named_with_the_reason() {
    let odd = "\
mainstream: 1
handbook: {id: gmg, edition: \"2026.1\"}
country: ZZS
answers:
  case-file:
    planning-level: galactic
  readiness:
    backing-forms: [law]
    conditions:
      - {id: c, name: Condition, owner: nobody}
  set-up:
    bodies:
      - {id: a, name: A, chair: X, colour: red}
    review-date: soon
";
    let (text, left, _) = replayed(odd);
    let found: Vec<String> = left
        .iter()
        .map(|left| {
            let code = left
                .question
                .map_or("", |index| &world().handbook.questions[index].code);
            let part = left.field.clone().unwrap_or_default();
            let refused = matches!(left.why, Obstacle::Refused(_));
            format!(
                "{code} {part} {}",
                if refused { "refused" } else { "not asked" }
            )
        })
        .collect();
    assert!(found.contains(&"A02  refused".to_owned()), "{found:?}");
    assert!(found.contains(&"B02  not asked".to_owned()), "{found:?}");
    assert!(
        found.contains(&"D01 colour not asked".to_owned()),
        "{found:?}"
    );
    assert!(text.contains("id: a"));
}

#[test]
fn a_listener_can_stop() {
    let parsed = parse(RECORDED);
    let project = Project::read(parsed.root.as_ref().expect("a root"), &world().handbook);
    let mut run = session_with(NEW, options());
    let mut n = 0;
    let left = replay(&mut run, &project, &mut |_, _| {
        n += 1;
        n < 5
    });
    assert_eq!(n, 5);
    assert!(left.iter().all(|left| left.why == Obstacle::Stopped) && !left.is_empty());
}

#[test]
fn a_project_in_several_notations_is_taken_whole() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/projects/valid/sorania.yaml");
    let (text, left, n_saved) = replayed(&std::fs::read_to_string(path).expect("the fixture"));
    assert_eq!(left, [], "{text}");
    assert!(n_saved > 20, "{n_saved}");
}
