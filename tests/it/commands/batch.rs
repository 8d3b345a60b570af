//! `check` of many files and of standard input.

use std::io::Write;
use std::process::Stdio;

use super::{SMALL, assert_french, refused, with_small};
use crate::sandbox::{Output, Sandbox};

fn bad() -> String {
    SMALL.replace("TUN", "TUX")
}

/// Runs the program with something on its standard input.
fn with_stdin(sandbox: &Sandbox, arguments: &[&str], text: &[u8]) -> Output {
    let mut command = sandbox.command(arguments);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("it runs");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(text)
        .expect("it reads");
    sandbox.cleaned(&child.wait_with_output().expect("it ends"))
}

#[test]
fn standard_input_is_checked_under_the_name_it_has() {
    let sandbox = Sandbox::new();
    sandbox.write("country/mainstream.toml", "language = \"fr\"\n");
    let arguments = [
        "check",
        "--stdin",
        "--stdin-filename",
        "country/new.yaml",
        "--format",
        "concise",
    ];
    let output = with_stdin(&sandbox, &arguments, bad().as_bytes());
    assert_french(&output);
    insta::assert_snapshot!(output, @r"
    country/new.yaml:4:10: erreur[unknown-country] `TUX` n’est pas un pays : peut-être `TUN`
    ------- stderr -------
    1 erreur · 1 fichier vérifié · profil `draft` : 48 règles attendent une phase
    suivante
    [EOF]
    [exit status: 1]
    ");
    insta::assert_snapshot!(with_stdin(&sandbox, &["check", "--stdin", "--format", "concise"], bad().as_bytes()), @r"
    <stdin>:4:10: error[unknown-country] `TUX` is no country: perhaps `TUN`
    ------- stderr -------
    1 error · 1 file checked · profile `draft`: 48 rules wait for a later phase
    [EOF]
    [exit status: 1]
    ");
    let clean = with_stdin(&sandbox, &["check", "--stdin"], SMALL.as_bytes());
    assert_eq!((clean.code, clean.stdout.as_str()), (0, ""), "{clean}");
    let empty = with_stdin(&sandbox, &["check", "--stdin", "--format", "concise"], b"");
    assert!(empty.stdout.contains("[empty-file]"), "{empty}");
    let latin = with_stdin(
        &sandbox,
        &["check", "--stdin", "--format", "concise"],
        b"title: caf\xe9\n",
    );
    assert!(latin.stdout.contains("[not-text]"), "{latin}");
}

#[test]
fn the_overlays_of_the_folder_hold_for_standard_input() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["handbook", "new-overlay", "country/own", "--id", "own"]);
    sandbox.write("country/mainstream.toml", "handbook = [\"own\"]\n");
    let text = SMALL.replace(
        "edition: \"2026.1\"",
        "edition: \"2026.1\", overlays: [own]",
    );
    let check = |name: &str| {
        let arguments = [
            "check",
            "--stdin",
            "--stdin-filename",
            name,
            "--format",
            "concise",
        ];
        with_stdin(&sandbox, &arguments, text.as_bytes()).stdout
    };
    assert_eq!(check("country/a.yaml"), "");
    assert!(check("a.yaml").contains("[overlay-not-loaded]"));
}

#[test]
fn arguments_that_exclude_each_other_are_refused() {
    let sandbox = with_small(Sandbox::new().french());
    let said = |arguments: &[&str]| {
        let output = refused(&sandbox, &[&["check"], arguments].concat(), 2);
        assert_french(&output);
        output.stderr
    };
    insta::assert_snapshot!(said(&["small.yaml", "--stdin"]), @r"
    erreur : [CHEMIN]... et --stdin ne s’emploient pas ensemble
    indication : `mainstream check --help` montre ce qui peut être indiqué
    ");
    insta::assert_snapshot!(said(&["--stdin", "--watch"]), @r"
    erreur : --stdin et --watch ne s’emploient pas ensemble
    indication : `mainstream check --help` montre ce qui peut être indiqué
    ");
    insta::assert_snapshot!(said(&["small.yaml", "--stdin-filename", "a.yaml"]), @"erreur : non indiqué : --stdin");
    insta::assert_snapshot!(said(&["small.yaml", "--watch", "--format", "json"]), @r"
    erreur : `json` ne peut pas être suivi à l’écran
    indication : valeurs connues : human, concise
    ");
    insta::assert_snapshot!(said(&[]), @r"
    erreur : non indiqué : <CHEMIN>...
    indication : `mainstream check --help` montre ce qui peut être indiqué
    ");
}

/// A folder of good, bad, hostile and unreadable files.
fn mixed(sandbox: &Sandbox) {
    for n in 0..40 {
        let country = ["TUN", "MDA", "XSO", "JAM"][n % 4];
        let text = SMALL.replace("country: TUN", &format!("country: {country}"));
        let text = if n % 5 == 0 {
            text.replace("role: steering", "role: stearing")
        } else {
            text
        };
        sandbox.write(&format!("many/{n:02}.yaml"), text);
    }
    sandbox.write("many/50-binary.yaml", b"mainstream: 1\n\0\xff\xfe");
    sandbox.write(
        "many/51-deep.yaml",
        format!("mainstream: 1\nx: {}\n", "[".repeat(5_000)),
    );
    sandbox.write(
        "many/52-bomb.yaml",
        "mainstream: 1\na: &a [x]\nb: [*a, *a]\n",
    );
    sandbox.write(
        "many/53-large.yaml",
        format!("mainstream: 1\nx: {}\n", "y".repeat(17 * 1024 * 1024)),
    );
    sandbox.write("many/54-other.yaml", "jobs: []\n");
}

#[test]
fn the_order_does_not_depend_on_the_cores() {
    let sandbox = Sandbox::new();
    mixed(&sandbox);
    let run = |threads: &str, format: &str| {
        let mut command = sandbox.command(&["check", "many", "--format", format]);
        let output = command
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .expect("it runs");
        // One is too large to be read.
        assert_eq!(output.status.code(), Some(3));
        output.stdout
    };
    for format in mainstream::emit::Format::ALL {
        let one = run("1", format.name());
        assert!(one == run("4", format.name()), "{format:?}");
    }
    let text = String::from_utf8(run("2", "concise")).expect("text");
    let names: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split(':').next())
        .collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    assert_eq!(names, sorted);
    for rule in [
        "not-text",
        "nesting-too-deep",
        "yaml-alias",
        "unknown-choice",
    ] {
        assert!(text.contains(&format!("[{rule}]")), "{rule}: {text}");
    }
}

#[test]
fn many_files_are_summed_up_by_rule_and_by_country() {
    let sandbox = Sandbox::new();
    mixed(&sandbox);
    for name in ["50-binary", "51-deep", "52-bomb", "53-large"] {
        std::fs::remove_file(sandbox.path(&format!("many/{name}.yaml"))).expect("it was there");
    }
    let tail = |output: &Output| {
        let lines: Vec<&str> = output.stdout.lines().collect();
        lines[lines.len().saturating_sub(10)..].join("\n")
    };
    insta::assert_snapshot!(tail(&sandbox.run(&["check", "many"])), @r"
       = why: `mainstream explain unknown-choice`

    Rule            files  error  warning  advice
    unknown-choice      8      8

    Country        files  error  warning  advice
    Jamaica (JAM)     10      2
    Moldova (MDA)     10      2
    Tunisia (TUN)     10      2
    XSO               10      2
    ");
    // With so few files only where it is asked for, and beside a list of findings on standard error.
    sandbox.write("a.yaml", bad());
    insta::assert_snapshot!(sandbox.run(&["check", "a.yaml", "--format", "concise", "--summary"]), @r"
    a.yaml:4:10: error[unknown-country] `TUX` is no country: perhaps `TUN`
    ------- stderr -------
    Rule             files  error  warning  advice
    unknown-country      1      1

    Country  files  error  warning  advice
    TUX          1      1
    1 error · 1 file checked · profile `draft`: 48 rules wait for a later phase
    [EOF]
    [exit status: 1]
    ");
    let french = Sandbox::new().french().width(60);
    french.write("a.yaml", bad().replace("role: steering", "role: stearing"));
    let output = french.run(&["check", "a.yaml", "--plain", "--summary"]);
    assert_french(&output);
    insta::assert_snapshot!(tail(&output), @r"
      question : D01, Quels organes chargés de la migration ou de la planification pourraient porter l’exercice ?
      aide : choix : `cabinet`, `ministry`, `planning`, `finance`, `statistics`, `centre-of-government`, `agency`, `diaspora-office`, `steering`, `inter-ministerial`, `sub-group`, `support-group`, …
      correction : écrire `steering`, si c’est bien ce que vous voulez dire
      pourquoi : `mainstream explain unknown-choice`
    Règle
      unknown-choice : 1 erreur (1 fichier)
      unknown-country : 1 erreur (1 fichier)

    Pays
      TUX : 2 erreurs (1 fichier)
    ");
    // The same counts for machines.
    let report = sandbox.run(&["check", "many", "--format", "json"]).stdout;
    let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    insta::assert_snapshot!(report["summary"].to_string(), @r#"{"levels":{"advice":0,"error":8,"warning":0},"files_checked":40,"files_with_findings":8,"files_unreadable":0,"rules":{"unknown-choice":{"findings":8,"files":8}},"countries":{"JAM":{"files":10,"levels":{"advice":0,"error":2,"warning":0}},"MDA":{"files":10,"levels":{"advice":0,"error":2,"warning":0}},"TUN":{"files":10,"levels":{"advice":0,"error":2,"warning":0}},"XSO":{"files":10,"levels":{"advice":0,"error":2,"warning":0}}},"suppressed":0,"in_baseline":0,"baseline_stale":null,"profiles":{"draft":{"files":40,"rules_waiting":48}}}"#);
}

#[test]
fn named_files_that_are_no_projects_can_be_passed_over() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", SMALL);
    sandbox.write("jobs.yaml", "jobs: []\n");
    insta::assert_snapshot!(sandbox.run(&["check", "--projects-only", "a.yaml", "jobs.yaml"]), @r"
    ------- stderr -------
    no findings · 1 file checked · profile `draft`: 48 rules wait for a later phase
    · 1 other YAML file passed over, which is no project
    [EOF]
    [exit status: 0]
    ");
    insta::assert_snapshot!(sandbox.run(&["check", "--projects-only", "jobs.yaml"]), @r"
    ------- stderr -------
    no project among the files
    [EOF]
    [exit status: 0]
    ");
    let gone = sandbox.run(&["check", "--projects-only", "gone.yaml"]);
    assert_eq!(gone.code, 3, "{gone}");
}

#[test]
fn without_a_terminal_no_bar_is_drawn() {
    let sandbox = Sandbox::new();
    mixed(&sandbox);
    std::fs::remove_file(sandbox.path("many/53-large.yaml")).expect("it was there");
    let output = sandbox.run(&["check", "many", "--format", "json", "--color", "always"]);
    assert_eq!(output.stderr, "", "{output}");
}
