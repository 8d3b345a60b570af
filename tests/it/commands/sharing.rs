//! Two at one file.

use mainstream::store::{Holder, Lock};

use super::{SMALL, assert_french, refused, with_small};
use crate::sandbox::Sandbox;

fn holder() -> Holder {
    let mut holder = Holder::current(
        "mainstream",
        "walk",
        "2026-11-23T09:15:00Z".parse().expect("a time"),
    );
    holder.user = Some("amina".to_owned());
    "planning-3".clone_into(&mut holder.host);
    holder.pid = 4711;
    holder
}

#[test]
fn a_file_somebody_works_on_is_read_and_not_written() {
    let sandbox = with_small(Sandbox::new().french());
    let lock = Lock::acquire(&sandbox.path("small.yaml"), holder()).expect("free");
    let output = refused(&sandbox, &["set", "small.yaml", "B01=yes"], 5);
    assert_french(&output);
    insta::assert_snapshot!(output, @r"
    ------- stderr -------
    erreur : small.yaml est en cours de modification par `walk` (compte amina, machine planning-3, processus 4711, depuis le 2026-11-23 09:15 UTC)
    indication : attendez que l’autre programme ait fini, ou arrêtez-le ; le verrou laissé par un programme arrêté est levé d’office
    [EOF]
    [exit status: 5]
    ");
    assert_french(&refused(&sandbox, &["undo", "small.yaml"], 5));
    sandbox.write("other.yaml", SMALL);
    assert_french(&refused(
        &sandbox,
        &["walk", "small.yaml", "--answers", "other.yaml"],
        5,
    ));
    let doctor = sandbox.run(&["doctor", "small.yaml"]);
    assert_eq!(doctor.code, 5, "{doctor}");
    sandbox.ok(&["status", "small.yaml"]);
    sandbox.ok(&["check", "small.yaml"]);
    drop(lock);
    sandbox.ok(&["set", "small.yaml", "B01=yes"]);
}

#[test]
fn writers_at_once_lose_nothing_that_was_said_to_be_saved() {
    let sandbox = with_small(Sandbox::new());
    let fields = ["B03", "B04", "B06", "B07", "B08", "B09"];
    let spawned: Vec<_> = fields
        .iter()
        .map(|code| {
            let assignment = format!("{code}={}", "yes");
            sandbox
                .command(&["set", "small.yaml", &assignment])
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::piped())
                .spawn()
                .expect("the program runs")
        })
        .collect();
    let mut saved = Vec::new();
    for (code, child) in fields.iter().zip(spawned) {
        let output = child.wait_with_output().expect("it ends");
        match output.status.code() {
            Some(0) => saved.push(*code),
            Some(5) => assert!(!output.stderr.is_empty()),
            other => assert_eq!(other, Some(2), "{code}: {output:?}"),
        }
    }
    assert!(!saved.is_empty());
    for code in saved {
        assert_eq!(
            sandbox.ok(&["get", "small.yaml", code]),
            "yes\n",
            "{code} was said to be saved"
        );
    }
    sandbox.ok(&["check", "small.yaml"]);
}
