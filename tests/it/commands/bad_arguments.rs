//! Arguments, settings and surroundings that cannot be.

use super::{SMALL, assert_french, refused, small, with_small};
use crate::sandbox::Sandbox;

#[test]
fn wrong_arguments_are_named_in_the_readers_language() {
    let sandbox = with_small(Sandbox::new().french());
    let wrong = |arguments: &[&str]| {
        let output = refused(&sandbox, arguments, 2);
        assert_french(&output);
        output.to_string()
    };
    insta::assert_snapshot!(wrong(&["statsu"]), @r"
    ------- stderr -------
    erreur : la commande `statsu` n’existe pas
    indication : vouliez-vous dire `status` ?
    indication : `mainstream --help` montre ce qui peut être indiqué
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(wrong(&["zzz"]), @r"
    ------- stderr -------
    erreur : la commande `zzz` n’existe pas
    indication : `mainstream --help` montre ce qui peut être indiqué
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(wrong(&["status"]), @r"
    ------- stderr -------
    erreur : non indiqué : <FICHIER>
    indication : `mainstream status --help` montre ce qui peut être indiqué
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(wrong(&["set", "small.yaml"]), @r"
    ------- stderr -------
    erreur : non indiqué : <QUESTION=VALEUR>...
    indication : `mainstream set --help` montre ce qui peut être indiqué
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(wrong(&["status", "small.yaml", "--jsn"]), @r"
    ------- stderr -------
    erreur : l’argument `--jsn` n’existe pas ici
    indication : vouliez-vous dire `--json` ?
    indication : `mainstream status --help` montre ce qui peut être indiqué
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(wrong(&["status", "small.yaml", "more"]), @r"
    ------- stderr -------
    erreur : l’argument `more` n’existe pas ici
    indication : `mainstream status --help` montre ce qui peut être indiqué
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(wrong(&["status", "small.yaml", "--json", "--json"]), @r"
    ------- stderr -------
    erreur : --json ne s’emploie qu’une fois
    indication : `mainstream status --help` montre ce qui peut être indiqué
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(wrong(&["next", "small.yaml", "--limit", "few"]), @r"
    ------- stderr -------
    erreur : --limit : `few` n’est pas un nombre entier
    indication : `mainstream next --help` montre ce qui peut être indiqué
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(wrong(&["check", "small.yaml", "--format", "xml"]), @r"
    ------- stderr -------
    erreur : --format : `xml` ne fait pas partie des valeurs possibles
    indication : valeurs connues : human, concise, json, sarif, junit, github, gitlab, csv
    indication : `mainstream check --help` montre ce qui peut être indiqué
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(wrong(&["check", "small.yaml", "--fail-on", "warnin"]), @r"
    ------- stderr -------
    erreur : --fail-on : `warnin` ne fait pas partie des valeurs possibles
    indication : vouliez-vous dire `warning` ?
    indication : `mainstream check --help` montre ce qui peut être indiqué
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(wrong(&["export", "small.yaml", "--to"]), @r"
    ------- stderr -------
    erreur : --to demande une valeur
    indication : `mainstream export --help` montre ce qui peut être indiqué
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(wrong(&["handbook", "shwo"]), @r"
    ------- stderr -------
    erreur : la commande `shwo` n’existe pas
    indication : vouliez-vous dire `show` ?
    indication : `mainstream handbook --help` montre ce qui peut être indiqué
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(wrong(&["completions", "tcsh"]), @r"
    ------- stderr -------
    erreur : <INTERPRÉTEUR> : `tcsh` ne fait pas partie des valeurs possibles
    indication : vouliez-vous dire `zsh` ?
    indication : `mainstream completions --help` montre ce qui peut être indiqué
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(wrong(&["--lang", "xx", "status", "small.yaml"]), @r"
    ------- stderr -------
    erreur : langue `xx` inconnue : langues connues : en, fr, es
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(wrong(&["--lang", "pt"]), @r"
    ------- stderr -------
    erreur : langue `pt` inconnue : langues connues : en, fr, es
    [EOF]
    [exit status: 2]
    ");
}

#[test]
fn wrong_arguments_in_english() {
    let sandbox = small();
    insta::assert_snapshot!(refused(&sandbox, &["set"], 2), @r"
    ------- stderr -------
    error: not given: <FILE>, <QUESTION=VALUE>...
    hint: `mainstream set --help` shows what can be given
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(refused(&sandbox, &["check", "small.yaml", "--format", "jsno"], 2), @r"
    ------- stderr -------
    error: --format: `jsno` is not one of its values
    hint: did you mean `json`?
    hint: `mainstream check --help` shows what can be given
    [EOF]
    [exit status: 2]
    ");
}

#[test]
fn settings_that_are_wrong_are_shown_with_their_place() {
    let sandbox = with_small(Sandbox::new().french());
    let with = |settings: &[u8]| {
        sandbox.write("mainstream.toml", settings);
        let output = refused(&sandbox, &["status", "small.yaml"], 3);
        output.to_string()
    };
    insta::assert_snapshot!(with(b"# ours\nlangage = \"fr\"\n"), @r"
    ------- stderr -------
    erreur : [FOLDER]/mainstream.toml:2:1 : clé `langage` inconnue
    indication : vouliez-vous dire `language` ?
    [EOF]
    [exit status: 3]
    ");
    insta::assert_snapshot!(with(b"zzz = 1\n"), @r"
    ------- stderr -------
    erreur : [FOLDER]/mainstream.toml:1:1 : clé `zzz` inconnue
    indication : clés connues : language, organisation, handbook, check
    [EOF]
    [exit status: 3]
    ");
    insta::assert_snapshot!(with(b"language = \"pt\"\n"), @r"
    ------- stderr -------
    erreur : [FOLDER]/mainstream.toml:1:12 : `language` doit être une langue connue, entre guillemets droits : en, fr, es
    [EOF]
    [exit status: 3]
    ");
    insta::assert_snapshot!(with(b"organisation = 3\n"), @r"
    ------- stderr -------
    erreur : [FOLDER]/mainstream.toml:1:16 : `organisation` doit être un texte entre guillemets droits
    [EOF]
    [exit status: 3]
    ");
    insta::assert_snapshot!(with(b"language = fr\n"), @r"
    ------- stderr -------
    erreur : [FOLDER]/mainstream.toml:1:12 : ce texte n’est pas du TOML (invalid boolean, expected `false`)
    [EOF]
    [exit status: 3]
    ");
    insta::assert_snapshot!(with(b"organisation = \"caf\xe9\"\n"), @r"
    ------- stderr -------
    erreur : [FOLDER]/mainstream.toml:1:20 : ce texte n’est pas en UTF-8
    indication : enregistrez le fichier en UTF-8 dans votre éditeur de texte
    [EOF]
    [exit status: 3]
    ");
}

#[test]
fn what_the_settings_say_wrong_is_said_in_french() {
    let sandbox = with_small(Sandbox::new().french());
    for settings in [
        b"langage = 1\n".as_slice(),
        b"language = \"pt\"",
        b"organisation = 3",
        b"language = fr\n",
        b"a = \"\xe9\"",
    ] {
        sandbox.write("mainstream.toml", settings);
        assert_french(&refused(&sandbox, &["status", "small.yaml"], 3));
    }
}

#[test]
fn an_interview_without_a_terminal_names_what_to_do_instead() {
    let sandbox = with_small(Sandbox::new().french());
    let output = refused(&sandbox, &["walk", "small.yaml"], 4);
    assert_french(&output);
    insta::assert_snapshot!(output, @r"
    ------- stderr -------
    erreur : l’entretien nécessite un terminal : donnez les réponses avec --answers FICHIER, ou écrivez-les avec `mainstream set`
    [EOF]
    [exit status: 4]
    ");
    assert_french(&refused(&sandbox, &["walk", "small.yaml", "--no-input"], 4));
    insta::assert_snapshot!(refused(&sandbox, &["walk", "small.yaml", "--stage", "prepar"], 2), @r"
    ------- stderr -------
    erreur : le manuel n’a pas d’étape `prepar`
    indication : vouliez-vous dire `prepare` ?
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(refused(&sandbox, &["walk", "small.yaml", "--step", "readines"], 2), @r"
    ------- stderr -------
    erreur : le manuel n’a pas de volet `readines`
    indication : vouliez-vous dire `readiness` ?
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(refused(&sandbox, &["walk", "small.yaml", "--question", "B0"], 2), @r"
    ------- stderr -------
    erreur : la question `B0` n’existe pas
    indication : vouliez-vous dire `B01` ?
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(refused(&sandbox, &["walk", "small.yaml", "--for", "steerin"], 2), @r"
    ------- stderr -------
    erreur : la fiche `steerin` n’existe pas
    indication : vouliez-vous dire `steering` ?
    [EOF]
    [exit status: 2]
    ");
    assert!(!sandbox.path(".mainstream").exists(), "a lock was left");
}

#[test]
fn recorded_answers_are_taken_in_one_step() {
    let sandbox = Sandbox::new().with_project();
    let empty = sandbox.read("tunisia.yaml");
    sandbox.write("small.yaml", SMALL);
    insta::assert_snapshot!(sandbox.run(&["walk", "tunisia.yaml", "--answers", "small.yaml"]), @r"
    ------- stderr -------
    7 changes saved in tunisia.yaml
    [EOF]
    [exit status: 0]
    ");
    insta::assert_snapshot!(sandbox.read("tunisia.yaml"), @r#"
    # projet de mainstream ; répondez aux questions avec `mainstream walk`, ou modifiez ce fichier
    mainstream: 1
    handbook:
      id: gmg
      edition: "2026.1"
    country: TUN
    title: Migration et plan
    language: fr
    currency: TND
    sources:
      - id: decree
        title: Decree 12 of 2026
    answers:
      case-file:
        planning-level: national

      readiness:
        political-backing:
          answer: partly
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
    "#);
    sandbox.ok(&["undo", "tunisia.yaml"]);
    assert_eq!(sandbox.read("tunisia.yaml"), empty);
    assert_eq!(sandbox.read("small.yaml"), SMALL);
}

#[test]
fn recorded_answers_that_are_partly_wrong_are_named_and_the_rest_is_taken() {
    let sandbox = Sandbox::new().french().with_project();
    sandbox.write(
        "small.yaml",
        SMALL
            .replace("'partly'", "perhaps")
            .replace("national #", "regional #"),
    );
    let output = sandbox.run(&["walk", "tunisia.yaml", "--answers", "small.yaml"]);
    assert_eq!(output.code, 1);
    assert_french(&output);
    insta::assert_snapshot!(output, @r"
    ------- stderr -------
    avertissement : B01 : la réponse enregistrée a été refusée
    avertissement : B01 state : la réponse enregistrée a été refusée
    avertissement : B02 : enregistré, mais la question n’est pas posée dans ce projet
    avertissement : B02 state : enregistré, mais la question n’est pas posée dans ce projet
    5 modifications enregistrées dans tunisia.yaml
    [EOF]
    [exit status: 1]
    ");
    assert_eq!(sandbox.ok(&["get", "tunisia.yaml", "A02"]), "regional\n");
    assert_eq!(sandbox.ok(&["get", "tunisia.yaml", "B01"]), "");
    insta::assert_snapshot!(refused(&sandbox, &["walk", "tunisia.yaml", "--answers", "smal.yaml"], 3), @r"
    ------- stderr -------
    erreur : le fichier smal.yaml n’existe pas
    indication : vouliez-vous dire `small.yaml` ?
    [EOF]
    [exit status: 3]
    ");
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error() {
    use std::process::Stdio;

    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/jamaica.yaml");
    let sandbox = Sandbox::new();
    for arguments in [
        &["export", example, "--to", "html"][..],
        &["explain"],
        &["handbook", "list"],
        &["--help"],
    ] {
        let mut child = sandbox
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {output:?}");
        assert!(output.stderr.is_empty(), "{arguments:?}: {output:?}");
    }
}

#[test]
fn a_clock_that_cannot_be_read_is_said_so() {
    let sandbox = small();
    let output = sandbox
        .command(&["check", "small.yaml"])
        .env("MAINSTREAM_NOW", "noon")
        .output()
        .expect("runs");
    assert_eq!(output.status.code(), Some(2));
}
