//! A choice that fills a list, in the interview.

use mainstream::interview::{Notice, replay};
use mainstream::project::{Project, State};
use mainstream::prompt::Reply;
use mainstream::ui::Ui;
use mainstream::yaml::parse;

use super::screens::seen;
use super::*;

fn choose(session: &mut Session<'_>, id: &str) -> Vec<Effect> {
    session.handle(Input::Value(Given::One(id.into())))
}

fn filled(effects: &[Effect]) -> Vec<String> {
    let filled = effects.iter().find_map(|effect| match effect {
        Effect::Say(Notice::Filled { entries, .. }) => Some(entries.clone()),
        _ => None,
    });
    filled.unwrap_or_default()
}

#[test]
fn choosing_a_list_adds_its_entries_in_one_save() {
    let mut session = asking(NEW, "G301");
    let effects = choose(&mut session, "bangladesh-four");
    assert_eq!(saves(&effects).len(), 1, "one undo step");
    assert_eq!(
        filled(&effects),
        [
            "poverty",
            "social-protection",
            "environment",
            "human-resource-planning"
        ]
    );
    let parsed = parse(session.text());
    let handbook = &world().handbook;
    let project = Project::read(parsed.root.as_ref().expect("a tree"), handbook);
    let sectors = world().index("G302");
    assert_eq!(project.list(sectors).len(), 4);
    // Nobody has gone through it, so that it is still asked.
    assert_eq!(project.state(handbook, sectors), State::Draft);
    // The team takes one out, and keeps its choice: it does not come back.
    let text = session
        .text()
        .replace("        - id: poverty\n          sector: poverty\n", "");
    let mut session = asking(&text, "G301");
    assert_eq!(
        filled(&choose(&mut session, "bangladesh-four")),
        Vec::<String>::new()
    );
    assert_eq!(session.text(), text);
    let effects = choose(&mut asking(&text, "G301"), "oecd-five");
    assert_eq!(
        filled(&effects),
        [
            "employment",
            "agriculture",
            "education",
            "remittances",
            "health"
        ]
    );
}

#[test]
fn going_through_the_list_settles_it() {
    let mut session = session(NEW);
    begin(&mut session);
    go(&mut session, "G301");
    begin(&mut session);
    choose(&mut session, "oecd-five");
    assert_eq!(here(&session), "G302");
    act(&mut session, Action::Continue);
    let parsed = parse(session.text());
    let handbook = &world().handbook;
    let project = Project::read(parsed.root.as_ref().expect("a tree"), handbook);
    assert_eq!(
        project.state(handbook, world().index("G302")),
        State::Answered
    );
}

/// Recorded answers are given as they are: a list that is recorded is not filled, another is.
#[test]
fn recorded_lists_are_not_filled() {
    let replayed = |recorded: &str| {
        let parsed = parse(recorded);
        let project = Project::read(parsed.root.as_ref().expect("a tree"), &world().handbook);
        let mut session = session(NEW);
        let left = replay(&mut session, &project, &mut |_, _| true);
        assert_eq!(left, Vec::new());
        session.text().to_owned()
    };
    let choice = "  sector-links:\n    sector-preset: oecd-five\n";
    let listed = format!("{choice}    sectors:\n      - id: clinics\n        sector: health\n");
    let text = replayed(&project(&listed));
    assert_eq!(text.matches("sector: ").count(), 1, "{text}");
    let text = replayed(&project(choice));
    assert_eq!(text.matches("sector: ").count(), 6, "{text}");
}

#[test]
fn the_screen_says_what_was_added() {
    for language in [Language::En, Language::Fr, Language::Es] {
        let replies = vec![Reply::Chosen(0), Reply::Chosen(2)];
        let ui = Ui::for_test(80);
        let (screen, ..) = seen(ui, language, "G301", NEW, replies);
        insta::assert_snapshot!(format!("filled_{}", language.code()), screen);
    }
}
