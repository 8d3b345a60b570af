//! One diagnosis taken in the interview, and one replayed.

use mainstream::interview::{PromptKind, replay};
use mainstream::project::{Project, State};
use mainstream::yaml::parse;

use super::*;

fn choose(session: &mut Session<'_>, id: &str) {
    session.handle(Input::Value(Given::One(id.into())));
}

fn state_of(text: &str, code: &str) -> State {
    let parsed = parse(text);
    let root = parsed.root.expect("a root");
    let handbook = &world().handbook;
    Project::read(&root, handbook).state(handbook, world().index(code))
}

#[test]
fn a_diagnosis_is_added_by_its_date_and_answered_domain_by_domain() {
    let mut session = session(NEW);
    begin(&mut session);
    go(&mut session, "G412");
    begin(&mut session);
    // Nothing is asked about a diagnosis that is not there.
    go(&mut session, "G413");
    assert_eq!(here(&session), "G412");
    act(&mut session, Action::Add);
    typed(&mut session, "2026-04-16");
    typed(&mut session, "Planning unit");
    typed(&mut session, "");
    assert!(
        session.text().contains("- id: policy-diagnosis-2026-04-16"),
        "{}",
        session.text()
    );
    act(&mut session, Action::Continue);
    assert_eq!(here(&session), "G413");
    act(&mut session, Action::FillEmpty);
    let prompt = session.prompt();
    let PromptKind::Field { field, total, .. } = &prompt.kind else {
        panic!("{:?}", prompt.kind)
    };
    assert_eq!((field.as_str(), *total), ("health-care", 5));
    for answer in ["any-status", "any-status", "regular-status"] {
        choose(&mut session, answer);
    }
    // Left in the middle it is a draft, and what was answered is there.
    assert_eq!(state_of(session.text(), "G413"), State::Draft);
    choose(&mut session, "no");
    choose(&mut session, "not-known");
    assert_eq!(state_of(session.text(), "G413"), State::Answered);
    let PromptKind::Menu { computed, .. } = session.prompt().kind else {
        panic!("the list again")
    };
    assert_eq!(computed.as_deref(), Some("sdg-10-7-2:rights"));
    act(&mut session, Action::Continue);
    assert_eq!(here(&session), "G414");
}

#[test]
fn a_recorded_diagnosis_is_replayed_as_it_was() {
    let recorded = project(
        "  monitoring:
    coherence-scores:
      - id: first
        date: \"2026-05-21\"
        by: Data group
        plan-objective: full
        sector-plans: partial
        joint-body: absent
        conventions: not-applicable
        note: One meeting.
",
    );
    let parsed = parse(&recorded);
    let root = parsed.root.expect("a root");
    let handbook = &world().handbook;
    let answers = Project::read(&root, handbook);
    let mut session = session(NEW);
    let left = replay(&mut session, &answers, &mut |_, _| true);
    let monitoring = |text: &str| {
        text.split("  monitoring:")
            .nth(1)
            .unwrap_or_default()
            .to_owned()
    };
    let mut lines: Vec<String> = monitoring(session.text())
        .lines()
        .map(str::to_owned)
        .collect();
    let mut wanted: Vec<String> = monitoring(&recorded).lines().map(str::to_owned).collect();
    lines.sort();
    wanted.sort();
    assert_eq!(lines, wanted, "{left:?}");
}
