//! Every command through the real program, without a terminal.

mod bad_arguments;
mod bad_input;
mod batch;
mod changed;
mod changing;
mod checking;
mod comparing;
mod demo;
mod disk;
mod examples;
mod exporting;
mod filling;
mod formats;
mod formatting;
mod instruments;
mod mending;
mod outputs;
mod reading;
mod sharing;
mod snapshotting;
mod starting;
mod tailoring;
mod teaching;
mod upgrading;
mod watching;

use std::collections::BTreeMap;
use std::path::Path;

use crate::sandbox::{Output, Sandbox};

/// A project of a few answers, written by hand: comments, order and quoting are to survive.
pub(crate) const SMALL: &str = "\
# kept by the planning unit
mainstream: 1
handbook: {id: gmg, edition: \"2026.1\"}
country: TUN
title: Migration in the plan
language: en
currency: TND
sources:
  - id: decree
    title: Decree 12 of 2026
answers:
  case-file:
    planning-level: national # agreed in May

  readiness:
    political-backing:
      answer: 'partly'
      note: The minister spoke, the cabinet did not.
      evidence: [decree]
    backing-forms: [speech]
  set-up:
    bodies:
      - id: steering
        name: Steering committee
        role: steering
        reports-to: cabinet-office
      - id: cabinet-office
        name: Cabinet office
";

/// A sandbox with `small.yaml`.
fn small() -> Sandbox {
    with_small(Sandbox::new())
}

fn with_small(sandbox: Sandbox) -> Sandbox {
    sandbox.write("small.yaml", SMALL);
    sandbox
}

/// The bytes of every file, but for the program's own locks and journals.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            let own = path.file_name().is_some_and(|name| name == ".mainstream");
            if path.is_dir() && !own {
                folders.push(path);
            } else if path.is_file() {
                let bytes = std::fs::read(&path).unwrap_or_default();
                found.insert(path.display().to_string(), bytes);
            }
        }
    }
    found
}

/// Runs what has to fail, and holds that no file changed, nothing went to standard output, and
/// what was said begins as an error does.
#[track_caller]
fn refused(sandbox: &Sandbox, arguments: &[&str], code: i32) -> Output {
    let before = contents(sandbox.folder());
    let output = sandbox.run(arguments);
    assert_eq!(output.code, code, "{arguments:?}: {output}");
    assert!(
        contents(sandbox.folder()) == before,
        "{arguments:?} changed a file"
    );
    assert_eq!(output.stdout, "", "{arguments:?}");
    let first = output
        .stderr
        .lines()
        .find(|line| !line.starts_with(['w', 'a']))
        .unwrap_or_default();
    assert!(
        first.starts_with("error: ") || first.starts_with("erreur\u{a0}: "),
        "{arguments:?}: {output}"
    );
    output
}

/// English words that no French screen has, but for what stands between backticks.
#[track_caller]
pub(crate) fn assert_french(output: &Output) {
    let text = format!("{}{}", output.stdout, output.stderr);
    // What stands in backticks, drawn lines of the file, and rule ids are nobody's prose.
    let is_drawn = |line: &&str| {
        line.trim_start_matches(|c: char| c == ' ' || c.is_numeric())
            .starts_with('|')
    };
    let lines: Vec<&str> = text.lines().filter(|line| !is_drawn(line)).collect();
    let text = lines.join("\n");
    let prose: String = text.split('`').step_by(2).collect();
    // The body that leads is “chef de file” in French.
    let prose = prose.replace("chef de file", "chef");
    let english = [
        "the", "is", "not", "no", "error", "file", "with", "and", "such", "denied", "usage",
        "hint", "line", "found", "for", "os", "write", "of", "there",
    ];
    for word in prose.split(|c: char| !c.is_alphanumeric() && c != '-') {
        assert!(
            !english.contains(&word.to_lowercase().as_str()),
            "English `{word}` in: {output}"
        );
    }
    for (mark, wrong) in [
        (':', " :"),
        ('?', " ?"),
        ('!', " !"),
        (';', " ;"),
        ('»', " »"),
    ] {
        assert!(
            !prose.contains(wrong),
            "plain space before {mark}: {output}"
        );
    }
}
