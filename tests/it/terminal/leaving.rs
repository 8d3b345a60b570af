//! However a person leaves, everything answered is in the file, and the interview goes on there.

use std::thread::sleep;
use std::time::Duration;

use super::*;

#[test]
fn ctrl_c_leaves_every_prompt_with_everything_saved() {
    for (question, keys) in [("A03", KEYS), ("A04", KEYS), ("A07", LINE), ("B05", LINE)] {
        let office = office();
        let mut walk = walk(&office, &["A02", question]);
        walk.at("❯ 1  National", "2").at("❯ 2", ENTER);
        walk.at(&format!("{question}  "), "").at(keys, CTRL_C);
        assert_eq!(walk.exit_code(), 130, "{question}");
        assert!(walk.screen.cursor_visible(), "{question}");
        assert_eq!(answer(&office, "A02"), "regional");
        let screen = walk.screen.joined();
        assert!(
            screen.contains("1 modification enregistrée"),
            "{question}\n{screen}"
        );
        assert!(
            screen.contains("mainstream walk tunisia.yaml"),
            "{question}\n{screen}"
        );
    }
}

#[test]
fn a_text_that_was_begun_is_kept_as_a_draft() {
    let office = office();
    let mut walk = walk(&office, &["B05"]);
    walk.at(LINE, "Partir est un choix")
        .at("un choix", ENTER)
        .at("… ", "rev")
        .at("… rev", CTRL_C);
    assert_eq!(walk.exit_code(), 130);
    assert!(office.read("tunisia.yaml").contains("state: draft"));
    let mut walk = super::walk(&office, &["B05"]);
    walk.at("rev", "enir aussi")
        .at("revenir aussi", ENTER)
        .at("… ", ENTER);
    leave(&mut walk);
    assert_eq!(answer(&office, "B05"), "Partir est un choix\nrevenir aussi");
    assert!(!office.read("tunisia.yaml").contains("draft"));
}

#[test]
fn ctrl_d_leaves_quietly() {
    let office = office();
    let mut walk = walk(&office, &["A02"]);
    walk.at("❯ 1  National", CTRL_D);
    assert_eq!(walk.exit_code(), 0);
    assert!(walk.screen.cursor_visible());
}

/// The interview about what is open in the first step.
fn walk_step(office: &Sandbox) -> Terminal {
    open(
        office,
        &["walk", "tunisia.yaml", "--step", "A"],
        (80, 24),
        &[],
    )
}

/// Goes on after a kill: the file is whole and the next open question is asked, without a word
/// about the one who held the file.
fn goes_on(office: &Sandbox) {
    assert_whole(office);
    let text = office.read("tunisia.yaml");
    let next = if text.contains("migration-roles:") {
        "A04  "
    } else if text.contains("planning-level:") {
        "A03  "
    } else {
        "A02  "
    };
    let mut walk = walk_step(office);
    walk.at(next, "").at(KEYS, CTRL_D);
    assert_eq!(walk.exit_code(), 0);
    let screen = walk.screen.text();
    assert!(!screen.to_lowercase().contains("avertissement"), "{screen}");
}

#[test]
fn a_killed_interview_loses_no_answer() {
    let office = office();
    // While the first prompt waits, in the middle of a choice, and after an answer.
    let mut first = walk_step(&office);
    first.at("❯ 1  National", DOWN).at("❯ 2", "").kill();
    goes_on(&office);
    assert!(!office.read("tunisia.yaml").contains("planning-level:"));
    let mut second = walk_step(&office);
    second
        .at("❯ 1  National", ENTER)
        .at("A03  ", "")
        .at(KEYS, " ")
        .at("[x]", "")
        .kill();
    goes_on(&office);
    assert_eq!(answer(&office, "A02"), "national");
    assert!(!office.read("tunisia.yaml").contains("migration-roles:"));
}

#[test]
fn a_kill_at_any_moment_of_saving_leaves_a_whole_file() {
    for microseconds in [0, 200, 700, 1500, 2500, 4000, 6000, 9000] {
        let office = office();
        let before = office.read("tunisia.yaml");
        let mut walk = walk_step(&office);
        walk.at("❯ 1  National", ENTER);
        sleep(Duration::from_micros(microseconds));
        walk.kill();
        let after = office.read("tunisia.yaml");
        let saved = before.replace(
            "  case-file:\n",
            "  case-file:\n    planning-level: national\n",
        );
        assert!(
            after == before || after == saved,
            "after {microseconds} µs:\n{after}"
        );
        goes_on(&office);
    }
}
