//! Others change, break, remove or hold the file while the interview waits.

use super::*;

/// Writes what another editor would have made of the file.
fn edit(office: &Sandbox, from: &str, to: &str) -> String {
    let text = office.read("tunisia.yaml").replace(from, to);
    office.write("tunisia.yaml", &text);
    text
}

fn answered() -> Sandbox {
    let office = office();
    office.ok(&["set", "tunisia.yaml", "A02=national", "A05=drafting"]);
    office
}

#[test]
fn another_answer_given_meanwhile_is_kept_beside_ours() {
    let office = answered();
    let mut walk = walk(&office, &["A07"]);
    walk.until("A07  ");
    edit(
        &office,
        "planning-level: national",
        "planning-level: regional # à l’atelier",
    );
    walk.at(LINE, "Ministère")
        .at("> Ministère", ENTER)
        .until("les vôtres aussi");
    leave(&mut walk);
    assert_eq!(answer(&office, "A02"), "regional");
    assert_eq!(answer(&office, "A07"), "Ministère");
    assert!(office.read("tunisia.yaml").contains("# à l’atelier"));
    assert_whole(&office);
}

#[test]
fn the_same_answer_given_meanwhile_stays_until_it_is_replaced_knowingly() {
    let office = answered();
    let mut walk = walk(&office, &["A02"]);
    walk.until("actuelle : National");
    let theirs = edit(
        &office,
        "planning-level: national",
        "planning-level: regional",
    );
    walk.at(KEYS, "3")
        .at("❯ 3  Local", ENTER)
        .at("la sienne y reste", "")
        .until("actuelle : Régional");
    assert_eq!(office.read("tunisia.yaml"), theirs);
    walk.at("❯ 2  Régional", "3").at("❯ 3  Local", ENTER);
    leave(&mut walk);
    assert_eq!(answer(&office, "A02"), "local");
    assert_whole(&office);
}

#[test]
fn a_file_broken_meanwhile_is_not_overwritten() {
    let office = answered();
    let whole = office.read("tunisia.yaml");
    let mut walk = walk(&office, &["A07"]);
    walk.until("A07  ");
    let broken = edit(
        &office,
        "planning-level: national",
        "planning-level: \"national",
    );
    walk.at(LINE, "Ministère")
        .at("> Ministère", ENTER)
        .at("rien n’a été écrasé", "");
    assert_eq!(office.read("tunisia.yaml"), broken);
    // Mended, the answer that was typed is still there and is taken.
    office.write("tunisia.yaml", whole);
    walk.until_screen("the text again", |screen| {
        screen.joined().matches("> Ministère").count() == 2
    });
    walk.send(ENTER);
    leave(&mut walk);
    assert_eq!(answer(&office, "A07"), "Ministère");
    assert_whole(&office);
}

#[test]
fn a_file_removed_meanwhile_is_told_and_not_made_again() {
    let office = answered();
    let whole = office.read("tunisia.yaml");
    let mut walk = walk(&office, &["A07"]);
    walk.until("A07  ");
    std::fs::remove_file(office.path("tunisia.yaml")).unwrap();
    walk.at(LINE, "Ministère")
        .at("> Ministère", ENTER)
        .at("Rien n’a été enregistré", "");
    assert!(!office.path("tunisia.yaml").exists());
    office.write("tunisia.yaml", whole);
    walk.until_screen("the text again", |screen| {
        screen.joined().matches("> Ministère").count() == 2
    });
    walk.send(ENTER);
    leave(&mut walk);
    assert_eq!(answer(&office, "A07"), "Ministère");
}

#[test]
fn the_second_interview_names_the_first() {
    let office = answered();
    let mut first = walk(&office, &["A07"]);
    first.until("A07  ");
    let mut second = walk(&office, &["A07"]);
    assert_eq!(second.exit_code(), 5);
    let screen = second.screen.joined();
    assert!(
        screen.contains("officer") && screen.contains("walk"),
        "{screen}"
    );
    first.at(LINE, "Ministère").at("> Ministère", ENTER);
    leave(&mut first);
    assert_eq!(answer(&office, "A07"), "Ministère");
}
