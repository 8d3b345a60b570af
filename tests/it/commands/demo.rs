//! `demo` without a terminal: everything at once.

use super::refused;
use crate::sandbox::Sandbox;

fn example() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/sorania.yaml");
    std::fs::read_to_string(path).expect("the example")
}

/// One run for all that is held about it, since the interview is long.
///
/// `MAINSTREAM_UPDATE_DOCS=1` writes the example anew.
#[test]
fn the_demonstration_writes_the_example_and_its_report() {
    let sandbox = Sandbox::new();
    let output = sandbox.run(&["demo", "--out", "shown"]);
    assert_eq!(output.code, 0, "{output}");
    let written = sandbox.read("shown/sorania.yaml");
    if std::env::var_os("MAINSTREAM_UPDATE_DOCS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/sorania.yaml");
        std::fs::write(path, &written).expect("the example is written");
    }
    assert!(
        written == example(),
        "examples/sorania.yaml is out of date: run MAINSTREAM_UPDATE_DOCS=1 cargo test demo"
    );
    assert!(
        sandbox
            .read("shown/sorania.html")
            .to_lowercase()
            .starts_with("<!doctype html>")
    );
    insta::assert_snapshot!(output, @r#"
    warning[decision-overdue]: the decision `dec-agriculture` was due on 2026-11-15 and is still open
        --> shown/sorania.yaml:5256:14
         |
    5256 |         due: "2026-11-15"
         |              ^^^^^^^^^^^^ 8 days ago
         |
         = question: M03, What was decided, who must act and by when?
         = help: mark it `done` or `dropped`, or agree on a new date with its owner
         = why: `mainstream explain decision-overdue`

    Sorania: migration in the National Development Plan 2027–2031
    Fictitious country; all figures are invented.
    100% · 290 of 290 questions settled · 1 unknown · 2 not applicable

     Stage              Settled              To review
     0 Prepare            88/88  ██████████
     1 Analyse            71/71  ██████████
     2 Goals and route    27/27  ██████████
     3 Plan               17/17  ██████████
     4 Fund               22/22  ██████████
     5 Deliver            13/13  ██████████
     6 Monitor            52/52  ██████████

    Threads: 7 of 7 objectives followed through from problem to reading.

    Nothing is left to answer.

    Try next
      mainstream walk shown/sorania.yaml --step scoping --all
      mainstream set shown/sorania.yaml B01=no
      mainstream check shown/sorania.yaml
      mainstream undo shown/sorania.yaml
      mainstream handbook show B01
    ------- stderr -------
    Sorania is a fictitious country. A recorded team is now interviewed; then its
    project is checked and reported.
    404 answers given through the interview
    project saved: shown/sorania.yaml
    checked: 1 finding
    report written: shown/sorania.html
    [EOF]
    [exit status: 0]
    "#);
    insta::assert_snapshot!(refused(&sandbox, &["demo", "--out", "shown"], 5), @r"
    ------- stderr -------
    error: shown/sorania.yaml exists already and is not overwritten
    hint: choose another name, or remove the file first
    [EOF]
    [exit status: 5]
    ");
}
