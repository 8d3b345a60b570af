//! `check --output`: everything goes where it is told, and nothing is lost on the way.

use mainstream::emit::Format;

use super::formats::{counts, json};
use super::{SMALL, assert_french, with_small};
use crate::sandbox::Sandbox;

#[test]
fn outputs_that_make_no_sense_are_refused() {
    let sandbox = with_small(Sandbox::new().french());
    let refused = |outputs: &[&str]| {
        let arguments: Vec<&str> = outputs
            .iter()
            .flat_map(|output| ["--output", output])
            .collect();
        let output = super::refused(
            &sandbox,
            &[&["check", "small.yaml"], &arguments[..]].concat(),
            2,
        );
        assert_french(&output);
        output.stderr
    };
    insta::assert_snapshot!(refused(&["jsno"]), @r"
    erreur : --output : `jsno` ne fait pas partie des valeurs possibles
    indication : vouliez-vous dire `json` ?
    ");
    insta::assert_snapshot!(refused(&["xml"]), @r"
    erreur : --output : `xml` ne fait pas partie des valeurs possibles
    indication : valeurs connues : human, concise, json, sarif, junit, github, gitlab, csv
    ");
    insta::assert_snapshot!(refused(&["json="]), @r"
    erreur : `--output` : il manque un nom de fichier après `json=`
    indication : écrivez `--output FORMAT=FICHIER` pour chaque autre format
    ");
    insta::assert_snapshot!(refused(&["json", "csv"]), @r"
    erreur : un seul format peut aller à l’écran
    indication : écrivez `--output FORMAT=FICHIER` pour chaque autre format
    ");
    insta::assert_snapshot!(refused(&["json", "csv=-"]), @r"
    erreur : un seul format peut aller à l’écran
    indication : écrivez `--output FORMAT=FICHIER` pour chaque autre format
    ");
    insta::assert_snapshot!(refused(&["json=a", "csv=./a"]), @r"
    erreur : deux formats ne peuvent pas aller dans un même fichier : ./a
    indication : écrivez `--output FORMAT=FICHIER` pour chaque autre format
    ");
}

#[test]
fn a_format_is_short_for_an_output() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", SMALL.replace("TUN", "TUX"));
    for format in Format::ALL {
        let name = format.name();
        assert_eq!(
            sandbox.run(&["check", "a.yaml", "--format", name]),
            sandbox.run(&["check", "a.yaml", "--output", name]),
        );
    }
    let both = [
        "check",
        "a.yaml",
        "--format",
        "concise",
        "--output",
        "csv=a.csv",
    ];
    insta::assert_snapshot!(sandbox.run(&both), @r"
    a.yaml:4:10: error[unknown-country] `TUX` is no country: perhaps `TUN`
    ------- stderr -------
    1 error · 1 file checked · profile `draft`: 48 rules wait for a later phase
    written: a.csv
    [EOF]
    [exit status: 1]
    ");
    assert!(sandbox.read("a.csv").contains("unknown-country"));
}

#[test]
fn one_output_that_cannot_be_written_hinders_no_other() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", SMALL.replace("TUN", "TUX"));
    sandbox.write("folder/keep", "");
    sandbox.write("old.csv", "old");
    let arguments = [
        "check",
        "a.yaml",
        "--output",
        "json=no/a.json",
        "--output",
        "sarif=folder",
        "--output",
        "csv=old.csv",
        "--output",
        "junit=a.yaml",
        "--output",
        "gitlab=new.json",
    ];
    insta::assert_snapshot!(sandbox.run(&arguments), @r"
    ------- stderr -------
    error: there is no folder no
    error: folder is a folder, not a file
    hint: name a file in that folder
    error: a.yaml is a project file, and no result is written over it
    1 error · 1 file checked · profile `draft`: 48 rules wait for a later phase
    written: old.csv
    written: new.json
    [EOF]
    [exit status: 5]
    ");
    assert!(sandbox.read("old.csv").starts_with("file,line,"));
    assert_eq!(
        json(&sandbox.read("new.json"))[0]["check_name"],
        "unknown-country"
    );
    assert_eq!(sandbox.read("a.yaml"), SMALL.replace("TUN", "TUX"));
    let mut names: Vec<_> = std::fs::read_dir(sandbox.folder())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["a.yaml", "folder", "new.json", "old.csv"]);
}

/// A device that is always full, where there is one.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_told_and_hinders_no_other() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", SMALL.replace("TUN", "TUX"));
    let arguments = [
        "check",
        "a.yaml",
        "--output",
        "json=/dev/full",
        "--output",
        "csv=a.csv",
    ];
    insta::assert_snapshot!(sandbox.run(&arguments), @r"
    ------- stderr -------
    error: the disk is full; /dev/full is as it was
    1 error · 1 file checked · profile `draft`: 48 rules wait for a later phase
    written: a.csv
    [EOF]
    [exit status: 5]
    ");
    assert!(sandbox.read("a.csv").contains("unknown-country"));
}

#[test]
fn a_closed_pipe_hinders_no_file() {
    use std::process::Stdio;
    let sandbox = Sandbox::new();
    for n in 0..300 {
        sandbox.write(&format!("many/{n}.yaml"), SMALL.replace("TUN", "TUX"));
    }
    let mut command = sandbox.command(&[
        "check",
        "many",
        "--output",
        "concise",
        "--output",
        "json=a.json",
    ]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it runs");
    drop(child.stdout.take());
    let status = child.wait().expect("it ends");
    assert_eq!(status.code(), Some(1));
    assert_eq!(
        counts(Format::Json, &sandbox.read("a.json")),
        [300, 0, 0, 0]
    );
}

#[test]
fn handbook_check_writes_the_same_formats() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["handbook", "new-overlay", "own"]);
    let manifest = sandbox.read("own/handbook.toml");
    sandbox.write("own/handbook.toml", format!("{manifest}\nnonsense = 1\n"));
    for format in Format::ALL {
        let output = sandbox.run(&["handbook", "check", "own", "--output", format.name()]);
        assert_eq!(output.code, 1, "{output}");
        let counted = counts(format, &output.stdout);
        assert!(counted[0] >= 1 && counted[3] == 0, "{format:?}: {output}");
    }
    let output = sandbox.run(&["handbook", "check", "own", "--output", "sarif=own.sarif"]);
    assert_eq!((output.code, output.stdout.as_str()), (1, ""));
    let report = json(&sandbox.read("own.sarif"));
    let rule = &report["runs"][0]["tool"]["driver"]["rules"][0];
    assert!(
        rule["help"]["markdown"]
            .as_str()
            .is_some_and(|text| text.len() > 100),
        "{rule}"
    );
}
