//! Lists and tables, record by record.

use mainstream::interview::{
    Action, Command, Effect, Entry, Given, Input, Notice, Place, PromptKind,
};
use mainstream::interview::{Mode, Refusal};

use super::*;

fn body(id: &str, name: &str, more: &str) -> String {
    format!("      - id: {id}\n        name: {name}\n{more}")
}

#[test]
fn a_record_is_written_with_its_name_and_its_fields_are_asked() {
    let mut run = asking(NEW, "D01");
    assert_eq!(offered(&run), ["Add", "Continue"]);
    act(&mut run, Action::Add);
    let effects = typed(&mut run, "Comité de pilotage");
    assert_eq!(saves(&effects).len(), 1);
    assert!(
        run.text()
            .contains("- id: comite-de-pilotage\n        name: Comité de pilotage\n"),
        "{}",
        run.text()
    );
    run.handle(Input::Value(Given::One("steering".into())));
    typed(&mut run, "Decides on the text.");
    obey(&mut run, Command::Skip);
    run.handle(Input::Value(Given::One("yes".into())));
    act(&mut run, Action::LeaveEmpty);
    assert!(matches!(run.place(), Place::Menu(_)));
    let PromptKind::Menu { rows, .. } = run.prompt().kind else {
        panic!("a list")
    };
    assert_eq!(rows[0].title, "Comité de pilotage");
    assert_eq!(rows[0].missing, ["legal-base", "meets"]);
    act(&mut run, Action::Add);
    typed(&mut run, "Comité de pilotage");
    assert!(run.text().contains("id: comite-de-pilotage-2"));
}

#[test]
fn an_empty_name_ends_the_adding() {
    let mut run = asking(NEW, "D01");
    act(&mut run, Action::Add);
    assert_eq!(typed(&mut run, ""), []);
    assert!(matches!(run.place(), Place::Menu(_)));
    assert_eq!(run.text(), NEW);
}

#[test]
fn a_required_field_cannot_be_emptied() {
    let text = project(&format!(
        "  set-up:\n    bodies:\n{}",
        body("cabinet", "Cabinet", "")
    ));
    let mut run = asking(&text, "D01");
    act(&mut run, Action::Change(0));
    let effects = typed(&mut run, "");
    assert!(
        matches!(
            effects[..],
            [Effect::Refused {
                refusal: Refusal::Required,
                ..
            }]
        ),
        "{effects:?}"
    );
    assert_eq!(run.text(), text);
}

#[test]
fn back_leads_through_the_fields_of_a_record_to_its_name() {
    let mut run = asking(NEW, "D01");
    act(&mut run, Action::Add);
    typed(&mut run, "Cabinet");
    run.handle(Input::Value(Given::One("steering".into())));
    run.handle(Input::Back);
    run.handle(Input::Back);
    let Entry::Line { initial, .. } = run.prompt().entry else {
        panic!("a line")
    };
    assert_eq!(initial.as_deref(), Some("Cabinet"));
    typed(&mut run, "The Cabinet");
    assert!(
        run.text()
            .contains("id: cabinet\n        name: The Cabinet\n"),
        "{}",
        run.text()
    );
    run.handle(Input::Back);
    run.handle(Input::Back);
    assert!(matches!(run.place(), Place::Menu(_)), "{:?}", run.place());
}

#[test]
fn records_are_removed_and_moved() {
    let bodies = [body("a", "A", ""), body("b", "B", ""), body("c", "C", "")].concat();
    let text = project(&format!("  set-up:\n    bodies:\n{bodies}"));
    let mut run = asking(&text, "D01");
    act(&mut run, Action::Reorder);
    act(&mut run, Action::Row(2));
    act(&mut run, Action::Position(0));
    act(&mut run, Action::Remove);
    act(&mut run, Action::Row(1));
    act(&mut run, Action::KeepIt);
    assert!(matches!(run.place(), Place::Menu(_)));
    act(&mut run, Action::Remove);
    act(&mut run, Action::Row(1));
    act(&mut run, Action::RemoveIt);
    let moved = [body("c", "C", ""), body("b", "B", "")].concat();
    assert_eq!(
        run.text(),
        project(&format!("  set-up:\n    bodies:\n{moved}"))
    );
}

#[test]
fn a_record_that_others_name_is_removed_only_after_these_are_shown() {
    let text = project(&format!(
        "  set-up:\n    bodies:\n{}    focal-points:\n      - id: head\n        post: Head of unit\n        body: planning\n",
        body("planning", "Planning", ""),
    ));
    let mut run = asking(&text, "D01");
    act(&mut run, Action::Remove);
    act(&mut run, Action::Row(0));
    let PromptKind::Remove { references, .. } = run.prompt().kind else {
        panic!("a removal")
    };
    assert_eq!(
        references,
        [(
            "D05".to_owned(),
            "Head of unit".to_owned(),
            "body".to_owned()
        )]
    );
    let Entry::Choice {
        default: Some(0),
        options,
    } = run.prompt().entry
    else {
        panic!("a choice")
    };
    assert_eq!(options[0].gives, Gives::Action(Action::KeepIt));
}

#[test]
fn a_table_asks_the_empty_fields_of_its_records() {
    let bodies = [
        body(
            "a",
            "A",
            "        role: steering\n        chair: The minister\n",
        ),
        body("b", "B", "        role: ministry\n"),
        body("c", "C", "        role: inter-ministerial\n"),
    ]
    .concat();
    let text = project(&format!("  set-up:\n    bodies:\n{bodies}"));
    let mut run = asking(&text, "D09");
    let PromptKind::Menu { rows, table_of, .. } = run.prompt().kind else {
        panic!("a table")
    };
    assert_eq!(table_of.as_deref(), Some("D01"));
    assert_eq!(
        rows.iter()
            .map(|row| row.title.as_str())
            .collect::<Vec<_>>(),
        ["A", "C"]
    );
    act(&mut run, Action::FillEmpty);
    let PromptKind::Field { field, record, .. } = run.prompt().kind else {
        panic!("a field")
    };
    assert_eq!((record.as_str(), field.as_str()), ("A", "chair-rank"));
    for _ in 0..4 {
        obey(&mut run, Command::Skip);
    }
    let PromptKind::Field {
        field,
        record,
        mode,
        ..
    } = run.prompt().kind
    else {
        panic!("a field")
    };
    assert_eq!(
        (record.as_str(), field.as_str(), mode),
        ("C", "chair", Mode::Filling)
    );
}

#[test]
fn a_record_added_to_a_table_belongs_to_it() {
    let mut run = asking(NEW, "D09");
    act(&mut run, Action::Add);
    assert_eq!(offered(&run), ["steering", "inter-ministerial"]);
    run.handle(Input::Value(Given::One("steering".into())));
    typed(&mut run, "Steering committee");
    assert!(
        run.text().contains(
            "id: steering-committee\n        name: Steering committee\n        role: steering\n"
        ),
        "{}",
        run.text()
    );
    let PromptKind::Field { field, .. } = run.prompt().kind else {
        panic!("a field")
    };
    assert_eq!(field, "chair");
    let rows = run.with_project(|project| {
        project
            .records_in(
                &world().handbook,
                world().handbook.question("D09").expect("D09"),
            )
            .len()
    });
    assert_eq!(rows, 1);
}

#[test]
fn a_record_added_to_a_list_with_a_preset_has_it() {
    let mut run = asking(NEW, "A06");
    act(&mut run, Action::Add);
    typed(&mut run, "Text closes");
    assert!(run.text().contains("calendar: plan\n"), "{}", run.text());
}

#[test]
fn references_are_offered_by_title_and_nothing_yet_is_said() {
    let mut run = asking(NEW, "D05");
    act(&mut run, Action::Add);
    typed(&mut run, "Head of unit");
    let PromptKind::Field { created_in, .. } = run.prompt().kind else {
        panic!("a field")
    };
    assert_eq!(created_in, ["D01"]);
    assert_eq!(offered(&run), ["LeaveEmpty"]);

    let text = project(&format!(
        "  set-up:\n    bodies:\n{}",
        body("planning", "Ministry of Planning", "")
    ));
    let mut run = asking(&text, "D05");
    act(&mut run, Action::Add);
    typed(&mut run, "Head of unit");
    assert_eq!(offered(&run), ["planning", "LeaveEmpty"]);
    typed(&mut run, "ministry of planning");
    assert!(run.text().contains("body: planning\n"));
}

#[test]
fn a_source_can_be_entered_attached_and_listed() {
    let mut run = asking(NEW, "B01");
    obey(&mut run, Command::NewSource);
    let effects = typed(&mut run, "Population census 2024");
    assert_eq!(saves(&effects).len(), 1);
    assert!(
        run.text().contains("evidence: [population-census-2024]")
            || run.text().contains("- population-census-2024"),
        "{}",
        run.text()
    );
    typed(&mut run, "Statistics office");
    typed(&mut run, "2024");
    typed(&mut run, "");
    assert_eq!(run.place(), &Place::Question(world().index("B01")));
    let effects = obey(&mut run, Command::Source(None));
    let [Effect::ShowSources(lines)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(
        (lines[0].owner.as_deref(), lines[0].attached),
        (Some("Statistics office"), true)
    );
    let effects = obey(&mut run, Command::Source(Some("population-census".into())));
    let Effect::Say(Notice::NoSuchSource { nearest, .. }) = &effects[0] else {
        panic!("{effects:?}")
    };
    assert_eq!(nearest, &["population-census-2024"]);
}

#[test]
fn the_evidence_of_a_record_is_chosen_from_the_ledger() {
    let text = format!(
        "{NEW}sources:\n  - id: census\n    title: Census 2024\nanswers:\n  scoping:\n    facts:\n      - id: f\n        fact: One in ten lives abroad\n        year: 2024\n"
    );
    let mut run = asking(&text, "F04");
    act(&mut run, Action::Change(0));
    typed(&mut run, "One in ten lives abroad");
    typed(&mut run, "2024");
    assert_eq!(offered(&run), ["census", "NewSource", "Continue"]);
    run.handle(Input::Value(Given::One("census".into())));
    assert!(run.text().contains("evidence:"), "{}", run.text());
    assert!(matches!(run.place(), Place::Menu(_)));
}

#[test]
fn a_changed_list_makes_dependants_stale_when_it_is_left() {
    let text = project(
        "  case-file:\n    milestones:\n      - id: close\n        name: Text closes\n        date: \"2027-03-31\"\n  readiness:\n    calendar-match: \"yes\"\n    months-left: 4\n",
    );
    let mut run = asking(&text, "A06");
    act(&mut run, Action::Change(0));
    typed(&mut run, "Text closes");
    typed(&mut run, "2027-06-30");
    assert!(
        matches!(run.place(), Place::Field { .. }),
        "not interrupted"
    );
    go(&mut run, "A06");
    act(&mut run, Action::Continue);
    let stale = ["B06", "B07"].map(|code| world().index(code)).to_vec();
    assert_eq!(
        run.place(),
        &Place::Stale {
            cause: world().index("A06"),
            stale
        }
    );
}

#[test]
fn a_name_that_only_repeats_a_reference_is_proposed() {
    let text = project(
        "  monitoring:\n    indicators:\n      - {id: cost, name: Cost of sending money}\n",
    );
    let mut run = asking(&text, "N03");
    act(&mut run, Action::Add);
    assert_eq!(offered(&run), ["cost", "LeaveEmpty"]);
    run.handle(Input::Value(Given::One("cost".into())));
    assert!(run.text().contains("- id: cost-of-sending-money\n        name: Cost of sending money\n        indicator: cost\n"), "{}", run.text());
    typed(&mut run, "2030");
    let Entry::Line { initial, .. } = run.prompt().entry else {
        panic!("a line")
    };
    assert_eq!(initial.as_deref(), Some("Cost of sending money – 2030"));
    typed(&mut run, "Cost of sending money – 2030");
    typed(&mut run, "3");
    assert!(
        run.text().contains("name: Cost of sending money – 2030\n"),
        "{}",
        run.text()
    );
    assert!(matches!(run.place(), Place::Menu(_)));

    let mut none = asking(NEW, "N03");
    act(&mut none, Action::Add);
    let PromptKind::Name { created_in, .. } = none.prompt().kind else {
        panic!("a name")
    };
    assert_eq!(created_in, ["N01"]);
    assert_eq!(offered(&none), ["LeaveEmpty"]);
}

#[test]
fn a_list_with_records_is_neither_unknown_nor_beside_the_point() {
    let text = project(&format!(
        "  set-up:\n    bodies:\n{}",
        body("cabinet", "Cabinet", "")
    ));
    let mut run = asking(&text, "D01");
    let question = run.lookup().handbook.question_index("D01").expect("D01");
    let refused = [Effect::Say(Notice::HasRecords { question, n: 1 })];
    for command in [
        Command::Unknown,
        Command::NotApplicable(None),
        Command::NotApplicable(Some("no bodies".into())),
    ] {
        assert_eq!(obey(&mut run, command), refused);
        assert!(matches!(run.place(), Place::Menu(_)));
    }
    assert_eq!(run.text(), text);
}

#[test]
fn an_empty_list_can_be_unknown() {
    let text = project("  set-up:\n    bodies: []\n");
    let mut run = asking(&text, "D01");
    assert_eq!(saves(&obey(&mut run, Command::Unknown)).len(), 1);
    assert!(run.text().contains("state: unknown"), "{}", run.text());
}
