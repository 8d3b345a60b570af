//! `fmt`: what it writes, shows and refuses, through the real program.

use super::{SMALL, assert_french, contents};
use crate::sandbox::Sandbox;

const LAID: &str = "\
# kept by the planning unit
mainstream: 1
country: TUN
";

fn messy(sandbox: Sandbox) -> Sandbox {
    sandbox.write("small.yaml", SMALL);
    sandbox
}

#[test]
fn fmt_shows_what_it_would_change_and_changes_nothing() {
    let sandbox = messy(Sandbox::new());
    let before = contents(sandbox.folder());
    insta::assert_snapshot!("fmt_diff", sandbox.run(&["fmt", "--diff", "small.yaml"]));
    insta::assert_snapshot!(sandbox.run(&["fmt", "--check", "small.yaml"]), @r"
    small.yaml
    ------- stderr -------
    1 file would change
    [EOF]
    [exit status: 1]
    ");
    let both = sandbox.run(&["fmt", "--check", "--diff", "small.yaml"]);
    assert_eq!(both.code, 1);
    assert!(
        both.stdout
            .starts_with("--- a/small.yaml\n+++ b/small.yaml\n@@")
    );
    assert_eq!(contents(sandbox.folder()), before);
}

#[test]
fn fmt_writes_once_and_undo_takes_it_back() {
    let sandbox = messy(Sandbox::new());
    insta::assert_snapshot!(sandbox.run(&["fmt", "small.yaml"]), @r"
    ------- stderr -------
    laid out: small.yaml; `mainstream undo small.yaml` gives the old file back
    [EOF]
    [exit status: 0]
    ");
    let laid = sandbox.read("small.yaml");
    assert_ne!(laid, SMALL);
    insta::assert_snapshot!(sandbox.run(&["fmt", "--check", "small.yaml"]), @r"
    ------- stderr -------
    1 file is in order; nothing to change
    [EOF]
    [exit status: 0]
    ");
    sandbox.ok(&["undo", "small.yaml"]);
    assert_eq!(sandbox.read("small.yaml"), SMALL);
}

#[test]
fn what_set_writes_is_laid_out_already() {
    let sandbox = Sandbox::new().with_project();
    let assignments = [
        "B01=no",
        "B05=One line\n\nand another",
        "A02=national",
        "set-up.bodies[+steering].name=Steering committee",
        "sources[+decree].title=Decree 12",
        "A02=regional",
    ];
    for assignment in assignments {
        sandbox.ok(&["set", "tunisia.yaml", assignment]);
        sandbox.ok(&["fmt", "--check", "tunisia.yaml"]);
    }
    let whole = sandbox.read("tunisia.yaml");
    assert!(whole.contains("\n\n  readiness:"), "{whole}");
}

#[test]
fn a_broken_file_is_refused_with_its_place_and_the_others_are_laid_out() {
    let sandbox = messy(Sandbox::new());
    sandbox.write("broken.yaml", "mainstream: 1\ncountry: [TUN\ntitle: x\n");
    sandbox.write("laid.yaml", LAID);
    sandbox.write("other.yaml", "a: 1\n");
    sandbox.write("newer.yaml", SMALL.replace("2026.1", "2099.1"));
    insta::assert_snapshot!("fmt_broken", sandbox.run(&["fmt", "."]));
    assert!(
        sandbox
            .read("small.yaml")
            .contains("handbook:\n  id: gmg\n")
    );
    assert!(sandbox.read("broken.yaml").contains("[TUN\n"));
    assert_eq!(sandbox.read("other.yaml"), "a: 1\n");
}

#[test]
fn lines_keep_their_ends() {
    let sandbox = Sandbox::new();
    sandbox.write("small.yaml", SMALL.replace('\n', "\r\n"));
    sandbox.ok(&["fmt", "small.yaml"]);
    let text = sandbox.read("small.yaml");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert!(text.contains("handbook:\r\n  id: gmg\r\n"));
}

#[test]
fn nothing_to_lay_out_is_a_failure() {
    let sandbox = Sandbox::new();
    sandbox.write("notes/other.yaml", "a: 1\n");
    insta::assert_snapshot!(sandbox.run(&["fmt", "notes"]), @r"
    ------- stderr -------
    error: nothing to lay out: no project file in notes
    [EOF]
    [exit status: 3]
    ");
}

#[test]
fn fmt_speaks_french() {
    let sandbox = messy(Sandbox::new().french());
    assert_french(&sandbox.run(&["fmt", "--check", "small.yaml"]));
    assert_french(&sandbox.run(&["fmt", "small.yaml"]));
    assert_french(&sandbox.run(&["fmt", "small.yaml"]));
}
