//! `upgrade`: the plan, the change, and its undoing, through the real program.

use serde_json::Value;

#[cfg(target_os = "linux")]
use super::disk::{as_somebody, set_mode};
use super::{assert_french, contents, refused};
use crate::editions::second_edition;
use crate::sandbox::Sandbox;

/// A project of the first edition.
const OLD: &str = "\
# kept by the planning unit
mainstream: 1
handbook: {id: gmg, edition: \"2026.1\"}
country: TUN
title: Migration in the plan
language: fr
answers:
  case-file:
    planning-level: regional # agreed in May
    lead-institution: Ministry of the Plan
    support-programmes:
      - id: fund
        name: Partnership Fund
  readiness:
    ownership: {answer: \"yes\", state: draft, reason: half read}
    vision: |
      One line.
    B08: partly
    sensitive-topics: Something
    unheard-of: kept
  awareness:
    trainings:
      - id: planners
        topic: Planning
  set-up:
    bodies:
      - id: steering
        name: Steering committee
        legal-base: Decree 12
        chair: Prime minister
  stakeholders:
    partner-projects:
      answer:
        # of the north
        - id: fund
          name: Fund for the North
          partner: Maravia
      note: asked in May
    overlap-actions:
      - id: talk
        name: Talk to both
        projects: [fund]
";

const SECOND: [&str; 2] = ["--handbook", "second"];

/// A sandbox with the second edition in a folder and a project of the first.
fn old(sandbox: Sandbox) -> Sandbox {
    for (path, text) in second_edition() {
        sandbox.write(&format!("second/{path}"), text);
    }
    sandbox.write("tunisia.yaml", OLD);
    sandbox
}

fn with_second<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    arguments.iter().copied().chain(SECOND).collect()
}

#[test]
fn the_plan_says_what_becomes_of_every_answer_and_changes_nothing() {
    let sandbox = old(Sandbox::new());
    let before = contents(sandbox.folder());
    insta::assert_snapshot!(
        "upgrade_plan",
        sandbox.run(&with_second(&["upgrade", "--plan", "tunisia.yaml"]))
    );
    assert_eq!(contents(sandbox.folder()), before);
    let sandbox = old(Sandbox::new().french().width(40));
    let output = sandbox.run(&with_second(&["upgrade", "--plan", "tunisia.yaml"]));
    insta::assert_snapshot!("upgrade_plan_french", output);
}

#[test]
fn the_plan_for_machines() {
    let sandbox = old(Sandbox::new());
    let json = sandbox.ok(&with_second(&[
        "upgrade",
        "--plan",
        "--json",
        "tunisia.yaml",
    ]));
    insta::assert_snapshot!("upgrade_plan_json", json);
    let made = sandbox.ok(&with_second(&["upgrade", "--json", "tunisia.yaml"]));
    // What is done is what was planned.
    assert_eq!(made.replace("\"upgraded\"", "\"planned\""), json);
    let again: Value =
        serde_json::from_str(&sandbox.ok(&with_second(&["upgrade", "--json", "tunisia.yaml"])))
            .expect("JSON");
    assert_eq!(again["files"][0]["state"], "current");
}

#[test]
fn an_upgrade_is_written_in_the_projects_language_and_can_be_undone() {
    let sandbox = old(Sandbox::new());
    insta::assert_snapshot!(
        "upgrade_done",
        sandbox.run(&with_second(&["upgrade", "tunisia.yaml"]))
    );
    let new = sandbox.read("tunisia.yaml");
    insta::assert_snapshot!("upgrade_file", new);
    insta::assert_snapshot!(
        "upgrade_checked",
        sandbox.run(&with_second(&["check", "tunisia.yaml"]))
    );
    let report = sandbox.ok(&with_second(&[
        "export",
        "tunisia.yaml",
        "--to",
        "markdown",
    ]));
    let annex = report
        .split("## Réponses mises de côté")
        .nth(1)
        .expect("the annex");
    assert!(
        annex.contains("`readiness.sensitive-topics`") && annex.contains("Something"),
        "{annex}"
    );
    let again = sandbox.run(&with_second(&["upgrade", "tunisia.yaml"]));
    assert_eq!(again.code, 0);
    assert_eq!(sandbox.read("tunisia.yaml"), new);
    sandbox.ok(&with_second(&["upgrade", "--undo", "tunisia.yaml"]));
    assert_eq!(sandbox.read("tunisia.yaml"), OLD);
    // Nothing is left to undo, and nothing happens.
    let output = refused(
        &sandbox,
        &with_second(&["upgrade", "--undo", "tunisia.yaml"]),
        3,
    );
    insta::assert_snapshot!(output.to_string());
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_protected_against_writing_is_not_upgraded_and_the_others_are() {
    let sandbox = old(Sandbox::new());
    sandbox.write("other.yaml", OLD);
    set_mode(&sandbox, ".", 0o777);
    set_mode(&sandbox, "tunisia.yaml", 0o444);
    set_mode(&sandbox, "other.yaml", 0o666);
    let command = with_second(&["upgrade", "tunisia.yaml", "other.yaml"]);
    let Some(output) = as_somebody(&sandbox, &command) else {
        return;
    };
    assert_eq!(output.code, 5, "{output}");
    let told = "/tunisia.yaml; nothing was changed";
    assert!(output.stderr.contains(told), "{output}");
    assert_eq!(sandbox.read("tunisia.yaml"), OLD);
    assert_ne!(sandbox.read("other.yaml"), OLD);
}

#[test]
fn only_an_upgrade_that_was_the_last_change_is_undone() {
    let sandbox = old(Sandbox::new());
    sandbox.ok(&with_second(&["upgrade", "tunisia.yaml"]));
    let upgraded = sandbox.read("tunisia.yaml");
    sandbox.ok(&with_second(&["set", "tunisia.yaml", "B01=yes"]));
    let output = refused(
        &sandbox,
        &with_second(&["upgrade", "--undo", "tunisia.yaml"]),
        3,
    );
    insta::assert_snapshot!(output.to_string());
    sandbox.ok(&with_second(&["undo", "tunisia.yaml"]));
    assert_eq!(sandbox.read("tunisia.yaml"), upgraded);
    sandbox.ok(&with_second(&["upgrade", "--undo", "tunisia.yaml"]));
    assert_eq!(sandbox.read("tunisia.yaml"), OLD);
}

#[test]
fn a_folder_is_upgraded_file_by_file_and_back() {
    let sandbox = old(Sandbox::new().french());
    let files = ["a", "b", "c"].map(|name| format!("countries/{name}.yaml"));
    for file in &files {
        sandbox.write(file, OLD);
    }
    sandbox.write("countries/broken.yaml", "mainstream: 1\nhandbook: [\n");
    sandbox.write("countries/newer.yaml", OLD.replace("2026.1", "2031.1"));
    sandbox.write("countries/odd.yaml", OLD.replace("\"2026.1\"", "spring"));
    sandbox.write(
        "countries/none.yaml",
        OLD.replace(", edition: \"2026.1\"", ""),
    );
    let output = sandbox.run(&with_second(&["upgrade", "countries"]));
    assert_french(&output);
    insta::assert_snapshot!("upgrade_folder", output);
    let back = sandbox.run(&with_second(&[
        "upgrade",
        "--undo",
        "countries/a.yaml",
        "countries/b.yaml",
    ]));
    assert_eq!(back.code, 0, "{back}");
    assert_eq!(sandbox.read(&files[0]), OLD);
    assert_eq!(sandbox.read(&files[1]), OLD);
    assert_ne!(sandbox.read(&files[2]), OLD);
    let nothing = sandbox.run(&with_second(&["upgrade", "second/text"]));
    insta::assert_snapshot!("upgrade_nothing", nothing);
}

#[test]
fn the_present_edition_has_nothing_to_upgrade() {
    let sandbox = Sandbox::new().with_project();
    insta::assert_snapshot!("upgrade_current", sandbox.run(&["upgrade", "tunisia.yaml"]));
    insta::assert_snapshot!(sandbox.run(&["upgrade", "--plan", "--undo", "tunisia.yaml"]).code, @"2");
}

#[test]
fn other_commands_go_on_with_an_older_edition_and_say_so() {
    let sandbox = old(Sandbox::new());
    let status = sandbox.run(&with_second(&["status", "tunisia.yaml"]));
    insta::assert_snapshot!("upgrade_available", status.stderr);
    insta::assert_snapshot!(
        "upgrade_before",
        sandbox.run(&with_second(&["check", "tunisia.yaml"]))
    );
    sandbox.ok(&with_second(&["set", "tunisia.yaml", "B01=yes"]));
}

#[test]
fn a_file_that_somebody_works_on_is_left_alone() {
    let sandbox = old(Sandbox::new());
    let holder =
        mainstream::store::Holder::current("mainstream", "walk", jiff::Timestamp::UNIX_EPOCH);
    let lock =
        mainstream::store::Lock::acquire(&sandbox.path("tunisia.yaml"), holder).expect("the lock");
    let output = sandbox.run(&with_second(&["upgrade", "tunisia.yaml"]));
    assert_eq!(output.code, 5, "{output}");
    assert_eq!(sandbox.read("tunisia.yaml"), OLD);
    drop(lock);
    sandbox.ok(&with_second(&["upgrade", "tunisia.yaml"]));
}

#[test]
fn every_folder_is_upgraded_to_the_handbook_of_its_settings() {
    let sandbox = old(Sandbox::new());
    for folder in ["ahead", "behind"] {
        sandbox.write(&format!("{folder}/tunisia.yaml"), OLD);
    }
    sandbox.write("ahead/mainstream.toml", "handbook = [\"../second\"]\n");
    let json = sandbox.ok(&["upgrade", "--json", "ahead", "behind"]);
    let found: Value = serde_json::from_str(&json).expect("JSON");
    let states: Vec<_> = found["files"]
        .as_array()
        .expect("files")
        .iter()
        .map(|file| {
            (
                file["file"].as_str(),
                file["state"].as_str(),
                file["to"].as_str(),
            )
        })
        .collect();
    assert_eq!(
        states,
        [
            (Some("ahead/tunisia.yaml"), Some("upgraded"), Some("2027.1")),
            (Some("behind/tunisia.yaml"), Some("current"), Some("2026.1")),
        ]
    );
    assert_eq!(sandbox.read("behind/tunisia.yaml"), OLD);
}
