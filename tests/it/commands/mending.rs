//! `check --fix`: what it mends, shows, leaves alone and says.

use super::contents;
use crate::sandbox::Sandbox;

/// Three slips: a date that can be read in one way, a word without quotes, and a misspelt choice.
const SLIPS: &str = "\
# kept by the planning unit
mainstream: 1
handbook: {id: gmg, edition: \"2026.1\"}
country: TUN
title: Migration in the plan
language: en
currency: TND
answers:
  case-file:
    planning-level: natinal # agreed in May
    milestones:
      - id: text-closes
        name: The text of the plan closes
        date: 25/4/2027 # fixed
  readiness:
    ownership: yes
";

fn slips(sandbox: Sandbox) -> Sandbox {
    sandbox.write("slips.yaml", SLIPS);
    sandbox
}

#[test]
fn diff_shows_the_repairs_and_changes_nothing() {
    let sandbox = slips(Sandbox::new());
    let before = contents(sandbox.folder());
    insta::assert_snapshot!(
        "fix_diff_safe",
        sandbox.run(&["check", "--diff", "slips.yaml"])
    );
    insta::assert_snapshot!(
        "fix_diff_all",
        sandbox.run(&["check", "--fix", "--unsafe", "--diff", "slips.yaml"])
    );
    assert_eq!(contents(sandbox.folder()), before);
}

#[test]
fn fix_mends_what_is_safe_says_what_is_left_and_can_be_undone() {
    let sandbox = slips(Sandbox::new());
    insta::assert_snapshot!("fix_safe", sandbox.run(&["check", "--fix", "slips.yaml"]));
    let text = sandbox.read("slips.yaml");
    assert!(text.contains("date: \"2027-04-25\" # fixed\n"), "{text}");
    assert!(text.contains("ownership: \"yes\"\n"), "{text}");
    assert!(
        text.contains("planning-level: natinal # agreed in May\n"),
        "{text}"
    );
    sandbox.ok(&["undo", "slips.yaml"]);
    assert_eq!(sandbox.read("slips.yaml"), SLIPS);
}

#[test]
fn unsafe_mends_the_rest() {
    let sandbox = slips(Sandbox::new());
    insta::assert_snapshot!(
        "fix_all",
        sandbox.run(&["check", "--fix", "--unsafe", "slips.yaml"])
    );
    let text = sandbox.read("slips.yaml");
    assert!(
        text.contains("planning-level: national # agreed in May\n"),
        "{text}"
    );
    let again = sandbox.run(&["check", "--fix", "--unsafe", "slips.yaml"]);
    assert_eq!(again.code, 0, "{again}");
    assert!(!again.stderr.contains("mended"), "{again}");
    assert_eq!(
        sandbox.ok(&["check", "--diff", "--unsafe", "slips.yaml"]),
        ""
    );
}

#[test]
fn unsafe_alone_is_a_wrong_argument() {
    let sandbox = slips(Sandbox::new());
    let output = sandbox.run(&["check", "--unsafe", "slips.yaml"]);
    assert_eq!(output.code, 2, "{output}");
    assert!(output.stderr.contains("`--fix`"), "{output}");
}

#[test]
fn what_is_no_project_or_follows_a_later_edition_is_left_alone() {
    let sandbox = Sandbox::new();
    sandbox.write("later.yaml", SLIPS.replace("2026.1", "2099.1"));
    sandbox.write("none.yaml", "a: 25/4/2027\n");
    sandbox.write("image.yaml", b"\x89PNG\0\0");
    let before = contents(sandbox.folder());
    let output = sandbox.run(&[
        "check",
        "--fix",
        "--unsafe",
        "later.yaml",
        "none.yaml",
        "image.yaml",
    ]);
    assert_eq!(output.code, 1, "{output}");
    assert_eq!(contents(sandbox.folder()), before);
}

#[test]
fn a_file_with_faults_of_notation_is_mended_as_far_as_it_reads_better() {
    let sandbox = Sandbox::new();
    let text = SLIPS.replace("ownership: yes", "ownership: !x yes\n    vision: [open");
    sandbox.write("slips.yaml", &text);
    let output = sandbox.run(&["check", "--fix", "slips.yaml"]);
    assert_eq!(output.code, 1, "{output}");
    let mended = sandbox.read("slips.yaml");
    assert!(mended.contains("vision: [open"), "{mended}");
    assert!(!mended.contains("!x"), "{mended}");
}

#[test]
fn many_files_are_each_mended_and_one_that_cannot_be_written_hides_none() {
    let sandbox = Sandbox::new();
    for name in ["a/one.yaml", "b/two.yaml", "c/three.yaml"] {
        sandbox.write(name, SLIPS);
    }
    sandbox.write("b/broken.yaml", "mainstream: 1\n\"\n");
    let output = sandbox.run(&["check", "--fix", "."]);
    assert_eq!(output.code, 1, "{output}");
    for name in ["a/one.yaml", "b/two.yaml", "c/three.yaml"] {
        assert!(sandbox.read(name).contains("\"2027-04-25\""), "{name}");
        assert!(
            output
                .stderr
                .contains(&format!("mended in {name}: 2 findings")),
            "{output}"
        );
    }
}

#[test]
fn fix_speaks_french_and_spanish() {
    let french = slips(Sandbox::new().french());
    let output = french.run(&["check", "--fix", "slips.yaml"]);
    assert!(
        output.stderr.contains("corrigés dans slips.yaml"),
        "{output}"
    );
    let spanish = slips(Sandbox::new().spanish());
    let output = spanish.run(&["check", "--fix", "slips.yaml"]);
    assert!(
        output.stderr.contains("corregidos en slips.yaml"),
        "{output}"
    );
}
