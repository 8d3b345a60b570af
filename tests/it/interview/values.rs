//! Questions that hold one value: answering, refusing, states, conditions, the queue.

use mainstream::interview::{Action, Command, Effect, Entry, Given, Input, Place, Refusal, Scope};
use mainstream::interview::{Notice, Options};
use mainstream::project::{State, ValueFault};

use super::*;

fn state_of(session: &Session<'_>, code: &str) -> State {
    session.with_project(|project| project.state(&world().handbook, world().index(code)))
}

#[test]
fn a_new_project_begins_with_the_introduction_and_the_first_open_question() {
    let mut session = session(NEW);
    assert_eq!(
        session.place(),
        &Place::Intro {
            question: world().index("A02")
        }
    );
    act(&mut session, Action::Continue);
    assert_eq!(here(&session), "A02");
    let position = session.prompt().position.expect("a position");
    assert_eq!((position.stage, position.number, position.of), (0, 2, 12));
}

#[test]
fn a_chosen_answer_is_saved_and_the_next_question_comes() {
    let mut session = asking(NEW, "B01");
    let effects = session.handle(Input::Value(Given::One("partly".into())));
    let saves = saves(&effects);
    assert_eq!(saves.len(), 1);
    assert_eq!(
        saves[0].new_text,
        format!("{NEW}answers:\n  readiness:\n    political-backing: partly\n")
    );
    assert_eq!(saves[0].what.code.as_deref(), Some("B01"));
    assert_eq!(session.text(), saves[0].new_text);
    assert_eq!(session.place(), &Place::Done);
}

#[test]
fn choices_are_taken_by_label_too_whatever_case_and_accents() {
    let scope = Scope {
        questions: vec![world().index("A02")],
        ..Scope::default()
    };
    let lookup = world().lookup(Language::Fr);
    let mut session = Session::new(lookup, NEW, Options { scope, ..options() });
    begin(&mut session);
    typed(&mut session, "RÉGIONAL");
    assert!(
        session.text().contains("planning-level: regional"),
        "{}",
        session.text()
    );
}

#[test]
fn a_day_that_does_not_exist_is_refused_and_kept_as_the_draft() {
    let mut session = asking(NEW, "I12");
    let effects = typed(&mut session, "31/02/2027");
    let Some(Effect::Refused {
        refusal: Refusal::Value { fault, .. },
        typed: kept,
    }) = effects.first()
    else {
        panic!("not refused: {effects:?}");
    };
    assert_eq!((fault, kept.as_str()), (&ValueFault::BadDate, "31/02/2027"));
    let Entry::Line { initial, .. } = session.prompt().entry else {
        panic!("a line")
    };
    assert_eq!(initial.as_deref(), Some("31/02/2027"));
    typed(&mut session, "28/02/2027");
    assert!(
        session.text().contains("review-date: \"2027-02-28\""),
        "{}",
        session.text()
    );
}

#[test]
fn a_country_is_taken_by_code_or_name_and_the_nearest_is_suggested() {
    let mut session = asking(NEW, "A01");
    let effects = typed(&mut session, "Tunisa");
    assert!(
        matches!(&effects[..], [Effect::Refused { refusal: Refusal::Value { nearest: Some(near), .. }, .. }] if near == "Tunisia"),
        "{effects:?}"
    );
    typed(&mut session, "Tunisia");
    assert!(session.text().contains("country: TUN"));
}

#[test]
fn conditions_are_looked_at_when_their_turn_comes() {
    let mut session = session(NEW);
    go(&mut session, "B01");
    session.handle(Input::Value(Given::One("no".into())));
    assert_eq!(
        here(&session),
        "B03",
        "B02 asks of what forms the backing takes"
    );
    go(&mut session, "B01");
    session.handle(Input::Value(Given::One("yes".into())));
    assert_eq!(here(&session), "B02");
}

#[test]
fn a_question_that_is_not_asked_says_why() {
    let mut session = session(NEW);
    let effects = go(&mut session, "B02");
    let (question, because) = (world().index("B02"), vec![world().index("B01")]);
    assert_eq!(
        effects,
        [Effect::Say(Notice::NotAsked { question, because })]
    );
}

#[test]
fn only_a_real_change_makes_dependants_stale() {
    let text = project(
        "  set-up:\n    focal-point-seat: planning\n    calling-rank: with-sponsor # said in May\n",
    );
    let mut same = asking(&text, "D04");
    let effects = same.handle(Input::Value(Given::One("planning".into())));
    assert_eq!(effects, []);
    assert_eq!(same.text(), text);

    let mut other = asking(&text, "D04");
    other.handle(Input::Value(Given::One("labour".into())));
    assert_eq!(state_of(&other, "D06"), State::NeedsReview);
    assert!(
        other.text().contains("reason: D04 has changed since"),
        "{}",
        other.text()
    );
    assert!(other.text().contains("# said in May"));
    let d06 = world().index("D06");
    assert_eq!(
        other.place(),
        &Place::Stale {
            cause: world().index("D04"),
            stale: vec![d06]
        }
    );
    act(&mut other, Action::ReviewNow);
    assert_eq!(here(&other), "D06");
    other.handle(Input::Value(Given::One("with-sponsor".into())));
    assert_eq!(state_of(&other, "D06"), State::Answered);
    assert!(!other.text().contains("has changed since"));
}

#[test]
fn the_run_goes_on_where_it_stopped() {
    let mut first = session(NEW);
    begin(&mut first);
    first.handle(Input::Value(Given::One("national".into())));
    first.handle(Input::Value(Given::Many(vec!["origin".into()])));
    let next = first.place().clone();
    let mut second = session(first.text());
    begin(&mut second);
    assert_eq!(second.place(), &next);
}

#[test]
fn skipped_questions_come_again_in_the_next_run_only() {
    let mut run = session(NEW);
    begin(&mut run);
    let effects = obey(&mut run, Command::Skip);
    assert_eq!(saves(&effects).len(), 1);
    assert_eq!(here(&run), "A03");
    assert_eq!(state_of(&run, "A02"), State::Skipped);
    let mut next = session(run.text());
    begin(&mut next);
    assert_eq!(here(&next), "A02");
    next.handle(Input::Value(Given::One("national".into())));
    assert!(!next.text().contains("skipped"), "{}", next.text());
}

#[test]
fn what_does_not_apply_needs_a_reason() {
    let mut run = asking(NEW, "A07");
    let question = world().index("A07");
    obey(&mut run, Command::NotApplicable(None));
    assert_eq!(run.place(), &Place::Reason(question));
    let effects = typed(&mut run, "  ");
    assert!(matches!(
        effects[..],
        [Effect::Refused {
            refusal: Refusal::ReasonNeeded,
            ..
        }]
    ));
    typed(&mut run, "a municipal plan");
    assert_eq!(state_of(&run, "A07"), State::NotApplicable);
    assert!(run.text().contains("reason: a municipal plan"));
}

#[test]
fn back_leads_through_the_prompts_shown_before() {
    let mut run = session(NEW);
    begin(&mut run);
    run.handle(Input::Value(Given::One("national".into())));
    assert_eq!(here(&run), "A03");
    run.handle(Input::Back);
    assert_eq!(here(&run), "A02");
    let Entry::Choice { default, .. } = run.prompt().entry else {
        panic!("a choice")
    };
    assert_eq!(
        default,
        Some(0),
        "the answer given is where the cursor starts"
    );
    run.handle(Input::Back);
    assert!(matches!(run.place(), Place::Intro { .. }));
    assert_eq!(run.handle(Input::Back), [Effect::Say(Notice::AtStart)]);
}

#[test]
fn a_text_begun_and_left_is_kept_in_the_file() {
    let mut run = asking(NEW, "B05");
    run.keep_draft("By 2035 leaving is a".into());
    let effects = obey(&mut run, Command::Quit);
    assert_eq!(saves(&effects).len(), 1);
    assert_eq!(effects.last(), Some(&Effect::Quit));
    assert_eq!(state_of(&run, "B05"), State::Draft);
    let mut next = session(run.text());
    go(&mut next, "B05");
    let Entry::Text { initial } = next.prompt().entry else {
        panic!("a text")
    };
    assert_eq!(initial.as_deref(), Some("By 2035 leaving is a"));
}

#[test]
fn a_refused_save_gives_back_what_was_typed() {
    let mut run = asking(NEW, "A07");
    typed(&mut run, "Ministry of Planning");
    run.take_back();
    assert_eq!(here(&run), "A07");
    assert_eq!(run.text(), NEW);
    let Entry::Line { initial, .. } = run.prompt().entry else {
        panic!("a line")
    };
    assert_eq!(initial.as_deref(), Some("Ministry of Planning"));
}

#[test]
fn the_scope_narrows_and_all_asks_again() {
    let text = project("  readiness:\n    political-backing: yes\n");
    let step = world().handbook.step_index("B").expect("step B");
    let scope = Scope {
        steps: vec![step],
        ..Scope::default()
    };
    let mut run = session_with(
        &text,
        Options {
            scope: scope.clone(),
            ..options()
        },
    );
    begin(&mut run);
    assert_eq!(here(&run), "B02");
    let mut all = session_with(
        &text,
        Options {
            scope: Scope { all: true, ..scope },
            ..options()
        },
    );
    begin(&mut all);
    assert_eq!(here(&all), "B01");
}

#[test]
fn money_without_a_currency_is_in_that_of_the_project() {
    let mut run = asking(NEW, "A10");
    act(&mut run, Action::Add);
    typed(&mut run, "Partnership Fund");
    typed(&mut run, "Donor");
    typed(&mut run, "3600000");
    assert!(run.text().contains("amount: 3600000 XTS"), "{}", run.text());
}
