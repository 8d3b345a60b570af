//! `init`, `status`, `next`, and `mainstream` alone.

use serde_json::Value;

use super::{SMALL, assert_french, refused, small, with_small};
use crate::sandbox::Sandbox;

#[test]
fn init_writes_a_project_and_says_what_is_next() {
    let sandbox = Sandbox::new();
    let arguments = [
        "init",
        "tunisia.yaml",
        "--country",
        "tun",
        "--title",
        "Migration: \"no\"",
        "--period",
        "2027/2031",
    ];
    insta::assert_snapshot!(sandbox.run(&arguments), @r"
    ------- stderr -------
    tunisia.yaml is ready: a project for Tunisia
    go on with `mainstream walk tunisia.yaml`
    [EOF]
    [exit status: 0]
    ");
    insta::assert_snapshot!(sandbox.read("tunisia.yaml"), @r#"
    # a project of mainstream; answer the questions with `mainstream walk`, or edit this file
    mainstream: 1
    handbook:
      id: gmg
      edition: "2026.1"
    country: TUN
    title: "Migration: \"no\""
    language: en
    currency: TND
    period: 2027/2031
    "#);
    insta::assert_snapshot!(sandbox.run(&["check", "tunisia.yaml"]), @r"
    ------- stderr -------
    no findings · 1 file checked · profile `draft`: 48 rules wait for a later phase
    [EOF]
    [exit status: 0]
    ");
}

#[test]
fn init_takes_the_country_by_its_name_in_the_readers_language() {
    let sandbox = Sandbox::new().french();
    insta::assert_snapshot!(sandbox.run(&["init", "a.yaml", "--country", "Tunisie", "--title", "Plan"]), @r"
    ------- stderr -------
    a.yaml est prêt (pays ou territoire : Tunisie)
    continuez avec `mainstream walk a.yaml`
    [EOF]
    [exit status: 0]
    ");
    insta::assert_snapshot!(sandbox.read("a.yaml"), @r#"
    # projet de mainstream ; répondez aux questions avec `mainstream walk`, ou modifiez ce fichier
    mainstream: 1
    handbook:
      id: gmg
      edition: "2026.1"
    country: TUN
    title: Plan
    language: fr
    currency: TND
    "#);
    assert_french(&sandbox.run(&["init", "b.yaml", "--country", "MAR", "--title", "Plan"]));
}

#[test]
fn init_replaces_nothing_and_names_the_flag_it_lacks() {
    let sandbox = with_small(Sandbox::new().french());
    let init = |rest: &[&str], code: i32| {
        let arguments: Vec<&str> = ["init"].iter().chain(rest).copied().collect();
        let output = refused(&sandbox, &arguments, code);
        assert_french(&output);
        output.to_string()
    };
    insta::assert_snapshot!(init(&["small.yaml", "--country", "TUN", "--title", "x"], 5), @r"
    ------- stderr -------
    erreur : small.yaml existe déjà et n’est pas remplacé
    indication : choisissez un autre nom, ou supprimez d’abord le fichier
    [EOF]
    [exit status: 5]
    ");
    insta::assert_snapshot!(init(&["nowhere/x.yaml", "--country", "TUN", "--title", "x"], 5), @r"
    ------- stderr -------
    erreur : le dossier nowhere n’existe pas
    [EOF]
    [exit status: 5]
    ");
    insta::assert_snapshot!(init(&["x.yaml"], 4), @r"
    ------- stderr -------
    erreur : une réponse est nécessaire et il n’y a pas de terminal : donnez-la avec --country
    [EOF]
    [exit status: 4]
    ");
    insta::assert_snapshot!(init(&["x.yaml", "--country", "TUN"], 4), @r"
    ------- stderr -------
    erreur : une réponse est nécessaire et il n’y a pas de terminal : donnez-la avec --title
    [EOF]
    [exit status: 4]
    ");
    insta::assert_snapshot!(init(&["x.yaml", "--country", "Tunsie", "--title", "x"], 2), @r"
    ------- stderr -------
    erreur : le pays `Tunsie` est inconnu
    indication : vouliez-vous dire `TUN (Tunisie)` ?
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(init(&["x.yaml", "--country", "TUN", "--currency", "ABC", "--title", "x"], 2), @r"
    ------- stderr -------
    erreur : la monnaie `ABC` est inconnue : indiquez un code ISO 4217, par exemple USD
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(init(&["x.yaml", "--country", "TUN", "--period", "2031/2027", "--title", "x"], 2), @r"
    ------- stderr -------
    erreur : `2031/2027` n’est pas une période : écrivez par exemple 2027/2031
    [EOF]
    [exit status: 2]
    ");
}

#[test]
fn status_shows_the_whole_work() {
    insta::assert_snapshot!(small().run(&["status", "small.yaml"]), @r#"
    Tunisia · Migration in the plan
    2% · 6 of 213 questions settled

     Stage                              Settled              To review
     0 Prepare                             6/79  ░░░░░░░░░░
       A Case file                         2/12  █░░░░░░░░░
       B Readiness                         2/17  █░░░░░░░░░
       C Awareness and support             0/10  ░░░░░░░░░░
       D Institutional set-up              2/19  █░░░░░░░░░
       E Stakeholders and consultation      0/9  ░░░░░░░░░░
       F Scoping and road map              0/12  ░░░░░░░░░░
     1 Analyse                             0/52  ░░░░░░░░░░
     2 Goals and route                     0/20  ░░░░░░░░░░
     3 Plan                                 0/7  ░░░░░░░░░░
     4 Fund                                0/22  ░░░░░░░░░░
     5 Deliver                              0/9  ░░░░░░░░░░
     6 Monitor                             0/24  ░░░░░░░░░░

    Next
      A03   Which roles does migration play in your country? (not answered)
      A04   Which planning instruments should take migration in? (not answered)
      A05   What stage has the main instrument reached? (not answered)
    [EOF]
    [exit status: 0]
    "#);
}

#[test]
fn status_is_at_home_in_forty_columns() {
    let sandbox = with_small(Sandbox::new().width(40));
    let output = sandbox.run(&["status", "small.yaml"]);
    for line in output.stdout.lines() {
        assert!(line.chars().count() <= 40, "{line:?}");
    }
    insta::assert_snapshot!(output, @r#"
    Tunisia · Migration in the plan
    2% · 6 of 213 questions settled

     Stage                      Settled
     0 Prepare                     6/79
       A Case file                 2/12
       B Readiness                 2/17
       C Awareness and support     0/10
       D Institutional set-up      2/19
       E Stakeholders and           0/9
         consultation
       F Scoping and road map      0/12
     1 Analyse                     0/52
     2 Goals and route             0/20
     3 Plan                         0/7
     4 Fund                        0/22
     5 Deliver                      0/9
     6 Monitor                     0/24

    Next
      A03   Which roles does migration play
            in your country? (not answered)
      A04   Which planning instruments
            should take migration in? (not
            answered)
      A05   What stage has the main
            instrument reached? (not
            answered)
    [EOF]
    [exit status: 0]
    "#);
}

#[test]
fn status_speaks_french() {
    insta::assert_snapshot!(with_small(Sandbox::new().french()).run(&["status", "small.yaml"]), @r#"
    Tunisie · Migration in the plan
    2 % · questions traitées : 6 sur 213

     Étape                                  Traitées              À revoir
     0 Préparer                                 6/79  ░░░░░░░░░░
       A Dossier                                2/12  █░░░░░░░░░
       B État de préparation                    2/17  █░░░░░░░░░
       C Sensibilisation et soutien             0/10  ░░░░░░░░░░
       D Dispositif institutionnel              2/19  █░░░░░░░░░
       E Parties prenantes et consultation       0/9  ░░░░░░░░░░
       F Cadrage et feuille de route            0/12  ░░░░░░░░░░
     1 Analyser                                 0/52  ░░░░░░░░░░
     2 Buts et voie                             0/20  ░░░░░░░░░░
     3 Planifier                                 0/7  ░░░░░░░░░░
     4 Financer                                 0/22  ░░░░░░░░░░
     5 Mettre en œuvre                           0/9  ░░░░░░░░░░
     6 Suivre                                   0/24  ░░░░░░░░░░

    À faire
      A03   Quels rôles la migration joue-t-elle dans votre pays ? (sans réponse)
      A04   Quels instruments de planification doivent intégrer la migration ? (sans
            réponse)
      A05   À quel stade se trouve l’instrument principal ? (sans réponse)
    [EOF]
    [exit status: 0]
    "#);
    let narrow = with_small(Sandbox::new().french().width(40));
    insta::assert_snapshot!(narrow.run(&["status", "small.yaml"]), @r#"
    Tunisie · Migration in the plan
    2 % · questions traitées : 6 sur 213

     Étape                      Traitées
     0 Préparer                     6/79
       A Dossier                    2/12
       B État de préparation        2/17
       C Sensibilisation et         0/10
         soutien
       D Dispositif                 2/19
         institutionnel
       E Parties prenantes et        0/9
         consultation
       F Cadrage et feuille de      0/12
         route
     1 Analyser                     0/52
     2 Buts et voie                 0/20
     3 Planifier                     0/7
     4 Financer                     0/22
     5 Mettre en œuvre               0/9
     6 Suivre                       0/24

    À faire
      A03   Quels rôles la migration
            joue-t-elle dans votre pays ?
            (sans réponse)
      A04   Quels instruments de
            planification doivent intégrer
            la migration ? (sans réponse)
      A05   À quel stade se trouve
            l’instrument principal ? (sans
            réponse)
    [EOF]
    [exit status: 0]
    "#);
}

#[test]
fn plain_status_has_sentences_and_no_table() {
    insta::assert_snapshot!(small().run(&["status", "small.yaml", "--plain"]), @r#"
    Tunisia · Migration in the plan
    2% · 6 of 213 questions settled

    Stage 0, Prepare: 6 of 79 questions settled.
    Stage 1, Analyse: 0 of 52 questions settled.
    Stage 2, Goals and route: 0 of 20 questions settled.
    Stage 3, Plan: 0 of 7 questions settled.
    Stage 4, Fund: 0 of 22 questions settled.
    Stage 5, Deliver: 0 of 9 questions settled.
    Stage 6, Monitor: 0 of 24 questions settled.

    Next
      A03   Which roles does migration play in your country? (not answered)
      A04   Which planning instruments should take migration in? (not answered)
      A05   What stage has the main instrument reached? (not answered)
    [EOF]
    [exit status: 0]
    "#);
}

#[test]
fn status_without_utf8_draws_with_ascii() {
    let sandbox = small();
    let output = sandbox
        .command(&["status", "small.yaml"])
        .env("LANG", "C")
        .output()
        .expect("runs");
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.contains("..........") && !text.contains('░'), "{text}");
}

#[test]
fn status_for_machines_has_these_keys() {
    let found: Value =
        serde_json::from_str(&small().ok(&["status", "small.yaml", "--json"])).expect("JSON");
    let keys: Vec<&String> = found.as_object().expect("an object").keys().collect();
    assert_eq!(
        keys,
        [
            "schema",
            "country",
            "title",
            "edition",
            "fictitious",
            "total",
            "stages",
            "threads",
            "snapshot",
            "next"
        ]
    );
    assert_eq!(found["schema"], "mainstream/status/1");
    let stages = found["stages"].as_array().expect("stages");
    assert_eq!(stages.len(), 7);
    let sum = |key: &str| {
        stages
            .iter()
            .filter_map(|stage| stage[key].as_u64())
            .sum::<u64>()
    };
    assert_eq!(Some(sum("asked")), found["total"]["asked"].as_u64());
    assert_eq!(Some(sum("settled")), found["total"]["settled"].as_u64());
    assert!(sum("settled") >= 4, "{found}");
}

#[test]
fn next_lists_what_is_open() {
    let sandbox = small();
    insta::assert_snapshot!(sandbox.run(&["next", "small.yaml", "--limit", "2"]), @r"
    Next
      A03   Which roles does migration play in your country? (not answered)
      A04   Which planning instruments should take migration in? (not answered)
    [EOF]
    [exit status: 0]
    ");
    insta::assert_snapshot!(sandbox.run(&["next", "small.yaml", "--limit", "1", "--json"]), @r#"
    {
      "schema": "mainstream/next/1",
      "next": [
        {
          "question": "case-file.migration-roles",
          "code": "A03",
          "state": "blank",
          "ask": "Which roles does migration play in your country?"
        }
      ]
    }
    [EOF]
    [exit status: 0]
    "#);
    let french = with_small(Sandbox::new().french());
    insta::assert_snapshot!(french.run(&["next", "small.yaml", "--limit", "1"]), @r"
    À faire
      A03   Quels rôles la migration joue-t-elle dans votre pays ? (sans réponse)
    [EOF]
    [exit status: 0]
    ");
}

#[test]
fn alone_the_program_says_what_to_do_here() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!(sandbox.run(&[]), @r"
    mainstream writes migration into development planning. There is no project file
    in this folder yet.

      mainstream init country.yaml
          start a project
      mainstream demo
          see the whole work on a fictitious country
      mainstream handbook list
          read what is asked
      mainstream --help
          all commands
    [EOF]
    [exit status: 0]
    ");
    sandbox.write("list.yaml", "- not\n- a project\n");
    sandbox.write("small.yaml", SMALL);
    insta::assert_snapshot!(sandbox.run(&[]), @r#"
    small.yaml · Tunisia · Migration in the plan
    2% · 6 of 213 questions settled

    Next
      A03   Which roles does migration play in your country? (not answered)
      A04   Which planning instruments should take migration in? (not answered)
      A05   What stage has the main instrument reached? (not answered)

      mainstream walk small.yaml
          go on with the interview
      mainstream status small.yaml
          see how far you are
      mainstream check small.yaml
          check the file
      mainstream export small.yaml --to html -o report.html
          write the report
    [EOF]
    [exit status: 0]
    "#);
    sandbox.write("other.yml", SMALL.replace("TUN", "JAM"));
    insta::assert_snapshot!(sandbox.run(&[]), @r#"
    2 projects in this folder
      other.yml · Jamaica · Migration in the plan · 2% · 6 of 213 questions settled
      small.yaml · Tunisia · Migration in the plan · 2% · 6 of 213 questions settled

      mainstream check .
          check all of them
    [EOF]
    [exit status: 0]
    "#);
    let french = Sandbox::new().french();
    assert_french(&french.run(&[]));
}

#[test]
fn the_settings_choose_the_language_and_the_flag_wins() {
    let sandbox = small();
    sandbox.write("mainstream.toml", "language = \"fr\"\n");
    assert!(sandbox.ok(&["next", "small.yaml"]).starts_with("À faire\n"));
    assert!(
        sandbox
            .ok(&["next", "small.yaml", "--lang", "en"])
            .starts_with("Next\n")
    );
    sandbox.write("inner/small.yaml", SMALL);
    assert!(
        sandbox
            .ok(&["next", "inner/small.yaml"])
            .starts_with("À faire\n")
    );
}

#[test]
fn a_locale_without_screens_falls_back_to_english_as_a_whole() {
    let sandbox = small();
    let output = sandbox
        .command(&["status", "small.yaml"])
        .env("LANG", "pt_PT.UTF-8")
        .output()
        .expect("runs");
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.contains("Tunisia") && !text.contains("[en]"), "{text}");
}
