//! Whatever is typed: no panic, nothing unreadable saved, nothing changed by saying it again.

use mainstream::interview::{Action, Command};
use mainstream::project::Project;
use mainstream::yaml::parse;
use proptest::prelude::*;

use super::*;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("2027-03-31".to_owned()),
        Just("31/02/2027".to_owned()),
        Just("120000 USD".to_owned()),
        Just("yes".to_owned()),
        Just("Comité de pilotage: « oui » # non".to_owned()),
        Just("- [a, b]\n  key: |\n\n\ttab".to_owned()),
        any::<String>(),
    ]
}

fn command() -> impl Strategy<Value = Command> {
    let places = [
        "A06", "D01", "D09", "E01", "H01", "J07", "N03", "O01", "B05", "nowhere", "record",
    ];
    prop_oneof![
        Just(Command::Back),
        Just(Command::Skip),
        Just(Command::Unknown),
        Just(Command::NewSource),
        Just(Command::Note(None)),
        text().prop_map(|text| Command::Note(Some(text))),
        text().prop_map(|text| Command::NotApplicable(Some(text))),
        Just(Command::NotApplicable(None)),
        Just(Command::Source(Some("source".to_owned()))),
        proptest::sample::select(places.to_vec()).prop_map(|to| Command::Go(to.to_owned())),
    ]
}

/// An option of the prompt by number, or something typed, or a command.
#[derive(Debug, Clone)]
enum Move {
    Choose(usize),
    Type(String),
    Command(Command),
    Do(Action),
    Back,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let actions = prop_oneof![
        Just(Action::Add),
        Just(Action::Continue),
        Just(Action::Change(0)),
        Just(Action::Row(1)),
        Just(Action::Position(0)),
        Just(Action::FillEmpty),
    ];
    let one = prop_oneof![
        4 => (0..30_usize).prop_map(Move::Choose),
        4 => text().prop_map(Move::Type),
        2 => command().prop_map(Move::Command),
        1 => actions.prop_map(Move::Do),
        1 => Just(Move::Back),
    ];
    proptest::collection::vec(one, 0..40)
}

fn input(session: &Session<'_>, chosen: Move) -> Input {
    match chosen {
        Move::Type(text) => Input::Value(Given::Text(text)),
        Move::Command(command) => Input::Command(command),
        Move::Do(action) => Input::Action(action),
        Move::Back => Input::Back,
        Move::Choose(number) => match session.prompt().entry {
            Entry::Choice { options, .. } if !options.is_empty() => {
                match &options[number % options.len()].gives {
                    Gives::Value(id) => Input::Value(Given::One(id.clone())),
                    Gives::Action(action) => Input::Action(action.clone()),
                }
            }
            Entry::Choices { options, .. } => {
                let id = options
                    .get(number % options.len().max(1))
                    .map(|option| &option.gives);
                let ids = id.into_iter().filter_map(|gives| match gives {
                    Gives::Value(id) => Some(id.clone()),
                    Gives::Action(_) => None,
                });
                Input::Value(Given::Many(ids.collect()))
            }
            _ => Input::Value(Given::Text(format!("Number {number}"))),
        },
    }
}

fn is_project(text: &str) -> bool {
    let parsed = parse(text);
    parsed.faults.is_empty()
        && parsed
            .root
            .as_ref()
            .is_some_and(|root| Project::read(root, &world().handbook).strays.is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn every_save_is_a_project_whatever_is_done(moves in moves()) {
        let mut run = session(NEW);
        for chosen in moves {
            let input = input(&run, chosen);
            let before = run.text().to_owned();
            let effects = run.handle(input);
            for save in saves(&effects) {
                prop_assert!(is_project(&save.new_text), "{}", save.new_text);
            }
            if saves(&effects).is_empty() {
                prop_assert_eq!(run.text(), before);
            }
            let _ = run.prompt();
        }
    }

    #[test]
    fn the_same_answers_change_no_byte_the_second_time(moves in moves()) {
        let mut run = session(NEW);
        let mut answers = Vec::new();
        for chosen in moves {
            let place = run.place().clone();
            let input = input(&run, chosen);
            let effects = run.handle(input.clone());
            if let (Place::Question(question), Input::Value(_), true) = (&place, &input, !saves(&effects).is_empty()) {
                answers.retain(|(own, _)| own != question);
                answers.push((*question, input));
            }
        }
        let text = run.text().to_owned();
        for (question, input) in answers {
            let mut again = session(&text);
            go(&mut again, &world().handbook.questions[question].code);
            let state = again.with_project(|project| project.state(&world().handbook, question));
            if again.place() == &Place::Question(question) && state == mainstream::project::State::Answered {
                again.handle(input);
                prop_assert_eq!(again.text(), &text);
            }
        }
    }
}
