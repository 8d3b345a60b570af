//! `check` and `explain`.

use serde_json::Value;

use super::{SMALL, assert_french, refused, small, with_small};
use crate::sandbox::Sandbox;

/// One finding of each level, each in its place.
fn faulty() -> String {
    SMALL.replace("country: TUN", "country: TUX").replace(
        "title: Decree 12 of 2026",
        "title: Decree 12 of 2026\n    year: 2026\n    kind: decre",
    )
}

fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn check_finds_nothing_in_a_sound_file() {
    insta::assert_snapshot!(small().run(&["check", "small.yaml"]), @r"
    ------- stderr -------
    no findings · 1 file checked · profile `draft`: 48 rules wait for a later phase
    [EOF]
    [exit status: 0]
    ");
    assert_french(&with_small(Sandbox::new().french()).run(&["check", "small.yaml"]));
}

#[test]
fn check_draws_each_finding_at_its_place() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", faulty());
    insta::assert_snapshot!(sandbox.run(&["check", "a.yaml"]), @r"
    error[unknown-country]: `TUX` is no country: perhaps `TUN`
     --> a.yaml:4:10
      |
    4 | country: TUX
      |          ^^^ perhaps `TUN`
      |
      = question: A01, Which country or territory is this project about?
      = help: countries are written with the three capital letters of ISO 3166-1,
              such as `TUN` or `MDA`
      = repair: write `TUN`, if that is what is meant
      = why: `mainstream explain unknown-country`

    error[unknown-choice]: `decre` is not a possible answer to `kind`
      --> a.yaml:12:11
       |
    12 |     kind: decre
       |           ^^^^^ not one of the choices
       |
       = help: choices: `article`, `report`, `law`, `statistics`, `web-page`,
               `minutes`, `other`
       = why: `mainstream explain unknown-choice`

    ------- stderr -------
    2 errors · 1 file checked · profile `draft`: 48 rules wait for a later phase
    [EOF]
    [exit status: 1]
    ");
    insta::assert_snapshot!(sandbox.run(&["check", "a.yaml", "--plain"]), @r"
    a.yaml:4:10: error[unknown-country]: `TUX` is no country: perhaps `TUN`
      question: A01, Which country or territory is this project about?
      help: countries are written with the three capital letters of ISO 3166-1, such as `TUN` or `MDA`
      repair: write `TUN`, if that is what is meant
      why: `mainstream explain unknown-country`
    a.yaml:12:11: error[unknown-choice]: `decre` is not a possible answer to `kind`
      help: choices: `article`, `report`, `law`, `statistics`, `web-page`, `minutes`, `other`
      why: `mainstream explain unknown-choice`
    ------- stderr -------
    2 errors · 1 file checked · profile `draft`: 48 rules wait for a later phase
    [EOF]
    [exit status: 1]
    ");
    let french = Sandbox::new().french();
    french.write("a.yaml", faulty());
    let output = french.run(&["check", "a.yaml"]);
    assert_french(&output);
    insta::assert_snapshot!(output, @r"
    erreur[unknown-country]: `TUX` n’est pas un pays : peut-être `TUN`
     --> a.yaml:4:10
      |
    4 | country: TUX
      |          ^^^ peut-être `TUN`
      |
      = question : A01, Sur quel pays ou territoire porte ce projet ?
      = aide : les pays s’écrivent avec les trois majuscules de la norme ISO 3166-1,
               par exemple `TUN` ou `MDA`
      = correction : écrire `TUN`, si c’est bien ce que vous voulez dire
      = pourquoi : `mainstream explain unknown-country`

    erreur[unknown-choice]: `decre` n’est pas une réponse possible à `kind`
      --> a.yaml:12:11
       |
    12 |     kind: decre
       |           ^^^^^ pas un des choix
       |
       = aide : choix : `article`, `report`, `law`, `statistics`, `web-page`,
                `minutes`, `other`
       = pourquoi : `mainstream explain unknown-choice`

    ------- stderr -------
    2 erreurs · 1 fichier vérifié · profil `draft` : 48 règles attendent une phase
    suivante
    [EOF]
    [exit status: 1]
    ");
}

#[test]
fn check_is_coloured_where_that_is_asked_for() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", SMALL.replace("TUN", "TUX"));
    let output = sandbox.ends_with(&["check", "a.yaml", "--color", "always"], 1);
    insta::assert_snapshot!(output.replace('\u{1b}', "␛"), @r"
    ␛[1m␛[91merror[unknown-country]␛[0m␛[1m: `TUX` is no country: perhaps `TUN`␛[0m
     ␛[1m␛[94m--> ␛[0ma.yaml:4:10
      ␛[1m␛[94m|␛[0m
    ␛[1m␛[94m4␛[0m ␛[1m␛[94m|␛[0m country: TUX
      ␛[1m␛[94m|␛[0m          ␛[1m␛[91m^^^␛[0m ␛[1m␛[91mperhaps `TUN`␛[0m
      ␛[1m␛[94m|␛[0m
      ␛[1m␛[94m= ␛[0m␛[1mquestion␛[0m: A01, Which country or territory is this project about?
      ␛[1m␛[94m= ␛[0m␛[1mhelp␛[0m: countries are written with the three capital letters of ISO 3166-1,
              such as `TUN` or `MDA`
      ␛[1m␛[94m= ␛[0m␛[1mrepair␛[0m: write `TUN`, if that is what is meant
      ␛[1m␛[94m= ␛[0m␛[1mwhy␛[0m: `mainstream explain unknown-country`
    ");
    let never = sandbox.ends_with(&["check", "a.yaml", "--color", "never"], 1);
    assert!(!never.contains('\u{1b}'));
}

#[test]
fn the_report_for_machines_has_exactly_these_keys() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", SMALL.replace("TUN", "TUX"));
    let text = sandbox.ends_with(&["check", "a.yaml", "--format", "json"], 1);
    let report: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(
        keys(&report),
        ["schema", "files", "findings", "unreadable", "summary"]
    );
    assert_eq!(
        keys(&report["summary"]),
        [
            "levels",
            "files_checked",
            "files_with_findings",
            "files_unreadable",
            "rules",
            "countries",
            "suppressed",
            "in_baseline",
            "baseline_stale",
            "profiles"
        ]
    );
    assert_eq!(
        keys(&report["summary"]["levels"]),
        ["advice", "error", "warning"]
    );
    let finding = &report["findings"][0];
    assert_eq!(
        keys(finding),
        [
            "rule",
            "level",
            "message",
            "file",
            "line",
            "column",
            "end_line",
            "end_column",
            "answer",
            "question",
            "help",
            "repair",
            "fingerprint"
        ]
    );
    let repair = [
        "safe",
        "replacement",
        "start_line",
        "start_column",
        "end_line",
        "end_column",
    ];
    assert_eq!(keys(&finding["repair"]), repair);
    assert_eq!(finding["rule"], "unknown-country");
    assert_eq!(
        (finding["line"].as_u64(), finding["column"].as_u64()),
        (Some(4), Some(10))
    );
}

#[test]
fn a_folder_is_searched_for_projects_and_others_are_counted() {
    let sandbox = Sandbox::new();
    sandbox.write("countries/b.yaml", SMALL);
    sandbox.write("countries/inner/a.yml", SMALL.replace("TUN", "TUX"));
    sandbox.write("countries/ci.yaml", "jobs: []\n");
    sandbox.write("countries/readme.md", "mainstream: 1\n");
    insta::assert_snapshot!(sandbox.run(&["check", "countries"]), @r"
    error[unknown-country]: `TUX` is no country: perhaps `TUN`
     --> countries/inner/a.yml:4:10
      |
    4 | country: TUX
      |          ^^^ perhaps `TUN`
      |
      = question: A01, Which country or territory is this project about?
      = help: countries are written with the three capital letters of ISO 3166-1,
              such as `TUN` or `MDA`
      = repair: write `TUN`, if that is what is meant
      = why: `mainstream explain unknown-country`

    ------- stderr -------
    1 error · 2 files checked · profile `draft`: 48 rules wait for a later phase · 1
    other YAML file passed over, which is no project
    [EOF]
    [exit status: 1]
    ");
    insta::assert_snapshot!(sandbox.run(&["check", "countries/*.yaml"]), @r"
    error[not-a-project]: the file is no project: none of its keys is one that projects begin with
     --> countries/ci.yaml:1:1
      |
    1 | jobs: []
      | ^^^^^^^^ not a project
      |
      = help: `mainstream init` writes a new project; other YAML files are left out
              by pattern
      = why: `mainstream explain not-a-project`

    ------- stderr -------
    1 error · 2 files checked · profile `draft`: 48 rules wait for a later phase
    [EOF]
    [exit status: 1]
    ");
    insta::assert_snapshot!(sandbox.run(&["check", "countries/**/a.*", "countries/b.yaml", "countries/b.yaml"]), @r"
    error[unknown-country]: `TUX` is no country: perhaps `TUN`
     --> countries/inner/a.yml:4:10
      |
    4 | country: TUX
      |          ^^^ perhaps `TUN`
      |
      = question: A01, Which country or territory is this project about?
      = help: countries are written with the three capital letters of ISO 3166-1,
              such as `TUN` or `MDA`
      = repair: write `TUN`, if that is what is meant
      = why: `mainstream explain unknown-country`

    ------- stderr -------
    1 error · 2 files checked · profile `draft`: 48 rules wait for a later phase
    [EOF]
    [exit status: 1]
    ");
    sandbox.write(".gitignore", "inner/\n");
    insta::assert_snapshot!(sandbox.run(&["check", "countries"]), @r"
    ------- stderr -------
    no findings · 1 file checked · profile `draft`: 48 rules wait for a later phase
    · 1 other YAML file passed over, which is no project
    [EOF]
    [exit status: 0]
    ");
}

#[test]
fn the_threshold_decides_the_exit_code_in_every_format() {
    let sandbox = Sandbox::new();
    let level = |name: &str, text: String| {
        sandbox.write(name, text);
        let text = sandbox.run(&["check", name, "--format", "json"]).stdout;
        let report: Value = serde_json::from_str(&text).expect("JSON");
        let levels: Vec<&str> = report["findings"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|found| found["level"].as_str())
            .collect();
        levels.join(" ")
    };
    assert_eq!(level("error.yaml", SMALL.replace("TUN", "TUX")), "error");
    assert_eq!(
        level(
            "warning.yaml",
            SMALL.replace("[decree]", "[decree]\n      on: 2030-01-01")
        ),
        "warning"
    );
    assert_eq!(
        level("advice.yaml", SMALL.replace("'partly'", "\"no\"")),
        "advice"
    );
    for (file, codes) in [
        ("error.yaml", [1, 1, 1]),
        ("warning.yaml", [0, 1, 1]),
        ("advice.yaml", [0, 0, 1]),
    ] {
        for (threshold, code) in ["error", "warning", "advice"].into_iter().zip(codes) {
            for format in ["human", "json"] {
                let output =
                    sandbox.run(&["check", file, "--fail-on", threshold, "--format", format]);
                assert_eq!(output.code, code, "{file} {threshold} {format}: {output}");
            }
        }
    }
}

#[test]
fn one_broken_file_never_hides_the_others() {
    let sandbox = Sandbox::new().french();
    sandbox.write("a.yaml", SMALL.replace("TUN", "TUX"));
    sandbox.write("b.yaml", "mainstream: 1\nhandbook: {id: gmg\n");
    sandbox.write("c.yaml", b"mainstream: 1\ntitle: caf\xe9\n");
    sandbox.write("d.yaml", SMALL);
    let output = sandbox.run(&["check", "a.yaml", "b.yaml", "c.yaml", "d.yaml", "d2.yaml"]);
    assert_eq!(output.code, 3);
    assert_french(&output);
    insta::assert_snapshot!(output, @r"
    erreur[unknown-country]: `TUX` n’est pas un pays : peut-être `TUN`
     --> a.yaml:4:10
      |
    4 | country: TUX
      |          ^^^ peut-être `TUN`
      |
      = question : A01, Sur quel pays ou territoire porte ce projet ?
      = aide : les pays s’écrivent avec les trois majuscules de la norme ISO 3166-1,
               par exemple `TUN` ou `MDA`
      = correction : écrire `TUN`, si c’est bien ce que vous voulez dire
      = pourquoi : `mainstream explain unknown-country`

    erreur[yaml-syntax]: un crochet ou une accolade ne correspond pas : il en manque, ou ce n’est pas le bon
     --> b.yaml:2:11
      |
    2 | handbook: {id: gmg
      |           ^ ne correspond pas
      |
      = aide : comptez les crochets en remontant depuis ici ; une liste à raison
               d’un élément par ligne n’en demande pas
      = pourquoi : `mainstream explain yaml-syntax`

    erreur[not-text]: l’octet E9 n’est pas de l’UTF-8 : le fichier a été enregistré dans un ancien encodage, où il vaut « é »
     --> c.yaml:2:11
      |
    2 | title: caf�
      |           ^ « é » dans un ancien encodage
      |
      = aide : ouvrez-le avec l’encodage Europe occidentale (Windows-1252) et
               enregistrez-le de nouveau en UTF-8
      = pourquoi : `mainstream explain not-text`

    ------- stderr -------
    erreur : le fichier d2.yaml n’existe pas
    indication : vouliez-vous dire `d.yaml` ?
    3 erreurs · 4 fichiers vérifiés · 1 fichier illisible · profil `draft` : 48
    règles attendent une phase suivante
    [EOF]
    [exit status: 3]
    ");
    let again = sandbox.run(&["check", "a.yaml", "b.yaml", "c.yaml", "d.yaml", "d2.yaml"]);
    assert_eq!(output, again);
}

#[test]
fn nothing_to_check_is_a_failure() {
    let sandbox = Sandbox::new().french();
    sandbox.write("empty/notes.txt", "x");
    sandbox.write("other/list.yaml", "- x\n");
    let check = |path: &str, code: i32| {
        let output = refused(&sandbox, &["check", path], code);
        assert_french(&output);
        output.to_string()
    };
    insta::assert_snapshot!(check("empty", 3), @r"
    ------- stderr -------
    erreur : rien à vérifier : aucun fichier de projet dans empty
    [EOF]
    [exit status: 3]
    ");
    insta::assert_snapshot!(check("other", 3), @r"
    ------- stderr -------
    erreur : rien à vérifier : aucun fichier de projet dans other
    [EOF]
    [exit status: 3]
    ");
    insta::assert_snapshot!(check("empty/*.yaml", 3), @r"
    ------- stderr -------
    erreur : rien à vérifier : aucun fichier de projet dans empty/*.yaml
    [EOF]
    [exit status: 3]
    ");
    insta::assert_snapshot!(check("empty/[a", 2), @r"
    ------- stderr -------
    erreur : `empty/[a` n’est pas un motif de noms de fichiers
    [EOF]
    [exit status: 2]
    ");
    let gone = sandbox.run(&["check", "nowhere/*.yaml"]);
    assert_eq!(gone.code, 3);
    assert_french(&gone);
    insta::assert_snapshot!(gone, @r"
    ------- stderr -------
    erreur : le dossier nowhere n’existe pas
    0 fichier vérifié · 1 fichier illisible
    [EOF]
    [exit status: 3]
    ");
}

#[test]
fn explain_shows_a_rule_with_an_example() {
    insta::assert_snapshot!(Sandbox::new().run(&["explain", "duplicate-key"]), @r#"
    duplicate-key (error)

    What is looked for
    Looks for keys that occur twice in one mapping: a step, a question, a field of a
    record.

    Why it matters
    Programs differ in which of the two they take, so two ministries could read two
    different plans from one file. It happens when a block is copied to be changed,
    or two people write the same step.

    How to mend it
    Compare both, keep the valid one, or put the records of both lists under one
    key.

    Before
        answers:
          readiness:
            ownership: partly
            ownership: "yes"

    After
        answers:
          readiness:
            ownership: "yes"

    Since version 0.1.0.
    Group: syntax.
    No setting and no suppression silences it.
    [EOF]
    [exit status: 0]
    "#);
    let french = Sandbox::new().french();
    insta::assert_snapshot!(french.run(&["explain", "contradicting-state"]), @r"
    contradicting-state (erreur)

    Ce qui est recherché
    Cherche les réponses dont l’état dit qu’il n’y en a pas, et les états qui disent
    qu’il y en a une quand il n’y en a pas.

    Pourquoi c’est important
    L’avancement se compte d’après les états, les rapports impriment les réponses.
    Une question comptée en suspens, mais imprimée avec une réponse, fait douter de
    l’un et des autres.

    Comment corriger
    Décidez lequel des deux est juste et effacez l’autre.

    Avant correction
        answers:
          readiness:
            ownership: {answer: partly, state: unknown}

    Après correction
        answers:
          readiness:
            ownership: {answer: partly}

    Depuis la version 0.1.0.
    Groupe : state.
    [EOF]
    [exit status: 0]
    ");
}

#[test]
fn explain_lists_every_rule() {
    let all = Sandbox::new().ok(&["explain"]);
    for rule in mainstream::rules::RULES {
        assert!(
            all.lines()
                .any(|line| line.starts_with(&format!("{} (", rule.id))),
            "{}",
            rule.id
        );
    }
    assert_eq!(all, Sandbox::new().ok(&["explain", "all"]));
    assert_french(&Sandbox::new().french().run(&["explain"]));
}

#[test]
fn explain_knows_what_was_meant() {
    let sandbox = Sandbox::new().french();
    let output = refused(&sandbox, &["explain", "duplicate-kye"], 2);
    assert_french(&output);
    insta::assert_snapshot!(output, @r"
    ------- stderr -------
    erreur : la règle `duplicate-kye` n’existe pas
    indication : vouliez-vous dire `duplicate-key` ?
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(refused(&sandbox, &["explain", "zzz"], 2), @r"
    ------- stderr -------
    erreur : la règle `zzz` n’existe pas
    indication : `mainstream explain` donne la liste des règles
    [EOF]
    [exit status: 2]
    ");
}
