//! `handbook`, `doctor`, `completions`, `man` and help.

use serde_json::Value;

use super::{SMALL, assert_french, refused, with_small};
use crate::sandbox::Sandbox;

#[test]
fn the_handbook_is_listed() {
    insta::assert_snapshot!(Sandbox::new().run(&["handbook", "list"]), @r#"
    0 Prepare
      A   case-file Case file · 12 questions
      B   readiness Readiness · 18 questions
      C   awareness Awareness and support · 12 questions
      D   set-up Institutional set-up · 20 questions
      E   stakeholders Stakeholders and consultation · 13 questions
      F   scoping Scoping and road map · 13 questions
    1 Analyse
      G1  context Migration context · 13 questions
      G2  evidence Data and evidence · 11 questions
      G3  sector-links Links by sector · 10 questions
      G4  policy-framework Policy and legal framework · 19 questions
      G5  institutions Institutions · 10 questions
      G6  resources Resources · 5 questions
      G7  assessment Assessment report · 6 questions
    2 Goals and route
      H   priorities Goals and priorities · 18 questions
      I   route Route and adoption · 12 questions
    3 Plan
      J   action-plan Action plan · 18 questions
    4 Fund
      K   funding Funding · 13 questions
      L   capacity Capacity · 12 questions
    5 Deliver
      M   implementation Implementation · 14 questions
    6 Monitor
      N   monitoring Monitoring and evaluation · 24 questions
      O   lenses Lenses · 22 questions
      P   closing Adoption and close · 8 questions

    Handbook gmg, edition 2026.1, 303 questions. `mainstream handbook show B01` shows one.
    [EOF]
    [exit status: 0]
    "#);
    let shown = Sandbox::new().ok(&["handbook", "show"]);
    assert_eq!(shown, Sandbox::new().ok(&["handbook", "list"]));
}

#[test]
fn a_stage_a_step_and_a_question_are_shown() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!(sandbox.run(&["handbook", "show", "prepare"]), @r"
    0 Prepare
    Find out whether the country is ready, who leads, who takes part and how far the
    exercise reaches. Close with a road map that fits the planning calendar.

    Goes in: The mandate, the planning and budget calendars, the list of existing
      bodies, and earlier plans, profiles and studies
    Comes out: Readiness verdict, named focal point, set-up with terms of reference,
      stakeholder register, scoping note and road map
    Takes part: The sponsor in government, the focal point, the facilitator, the
      support group, and first contacts in ministries and outside
    How long: Our estimate, nothing confirmed: two to four months. Finding a
      sponsor, waiting for founding acts and slow approval stretch it.

      A   case-file Case file
      B   readiness Readiness
      C   awareness Awareness and support
      D   set-up Institutional set-up
      E   stakeholders Stakeholders and consultation
      F   scoping Scoping and road map
    [EOF]
    [exit status: 0]
    ");
    assert_eq!(
        sandbox.ok(&["handbook", "show", "0"]),
        sandbox.ok(&["handbook", "show", "prepare"])
    );
    insta::assert_snapshot!(sandbox.run(&["handbook", "show", "C"]), @r"
    C Awareness and support
    Prepares what is said to whom, so that ministries and partners see migration as
    part of their own work. Begins early and goes on through all stages.

      C01   Whom do you need to reach?
            awareness.audiences
      C02   What does each audience already believe or fear?
            awareness.audience-beliefs
      C03   What is the key message for each audience?
            awareness.audience-messages
      C04   In your country’s own words, why should the plan take migration in?
            awareness.why-mainstream
      C05   Who will speak for the exercise?
            awareness.champions
      C06   Which events will you hold?
            awareness.events
      C07   Who will be trained in the basics of migration and development, and
            when?
            awareness.trainings
      C08   Which materials will you prepare?
            awareness.materials
      C09   What do you say in public, and who says it?
            awareness.public-line
      C10   How will you answer if the public debate turns hostile?
            awareness.hostile-debate
      C11   Which countries or peers could you learn from?
            awareness.peer-exchanges
      C12   How will you measure whether awareness has grown?
            awareness.awareness-measure
    [EOF]
    [exit status: 0]
    ");
    insta::assert_snapshot!(sandbox.run(&["handbook", "show", "B01"]), @r"
    B01 Does the exercise have visible backing at the highest level?
    readiness.political-backing

    The work is split among many ministries, and none of them can order the others.
    Without backing from above, invitations go to junior staff and nothing is
    decided.

    Common mistakes: Taking a polite reply for backing. Count it only if someone can
    be quoted on it or has signed something.

    In the joint programme: One lesson of the pilot (2011–2013): the file is split
    among ministries, so support has to come from high up. Source: Joint Programme:
    two-page sheet in French on phase I, its lessons and phase II (S0)

      yes Yes
      partly Partly
      no No

    Origin: the topic is confirmed by Eldis abstract: drivers, planning stages,
    start of the preconditions list (S3); Joint Programme: two-page sheet in French
    on phase I, its lessons and phase II (S0); the wording is ours.
    [EOF]
    [exit status: 0]
    ");
    let french = Sandbox::new().french();
    insta::assert_snapshot!(french.run(&["handbook", "show", "set-up.bodies"]), @r"
    D01 Quels organes chargés de la migration ou de la planification pourraient
         porter l’exercice ?
    set-up.bodies

    Un nouveau comité à côté d’un comité en sommeil, cela fait deux comités en
    sommeil. C’est aussi dans cette liste que seront choisis plus tard les chefs de
    file, les responsables et les membres.

    Exemple (Sorania, pays fictif) : Ministère de la Planification et de
    l’Économie ; planification ; prépare le plan national ; loi sur la planification
    de 2009 ; actif : oui ; réunion mensuelle

    Erreurs fréquentes : Omettre les organes en sommeil. Inscrivez-les aussi, en
    signalant qu’ils sont inactifs ; on en ranime parfois un plus vite qu’on n’en
    crée un nouveau.

      name Nom
      role Rôle
      mandate Mandat
      legal-base Base légale
      active Actif ?
      meets Rythme des réunions

    Origine : le thème est confirmé par OIM, guide sur la migration et le Programme
    2030 : étape 1, lancement (S21) ; la formulation est la nôtre.
    [EOF]
    [exit status: 0]
    ");
}

#[test]
fn the_handbook_is_given_to_machines() {
    let json = |arguments: &[&str]| -> Value {
        serde_json::from_str(&Sandbox::new().ok(arguments)).expect("JSON")
    };
    let question = json(&["handbook", "show", "B01", "--json"]);
    assert_eq!(question["code"], "B01", "{question}");
    let whole = json(&["handbook", "show", "--json"]);
    let text = whole.to_string();
    assert!(
        text.contains("readiness.political-backing"),
        "every question is there"
    );
}

#[test]
fn a_search_ignores_case_and_accents() {
    let sandbox = Sandbox::new().french();
    let found = sandbox.ok(&["handbook", "search", "stratégie", "sectorielle"]);
    assert_eq!(
        found,
        sandbox.ok(&["handbook", "search", "STRATEGIE", "Sectorielle"])
    );
    insta::assert_snapshot!(found, @r"
    glossaire stratégie sectorielle
    I06   Quelles stratégies sectorielles porteront les objectifs, et quand chacune
          est-elle révisée ?
          route.sector-strategies
    A04   Quels instruments de planification doivent intégrer la migration ?
          case-file.plans
          choix ou champ : Stratégie sectorielle
    I02   Par quelle voie les objectifs entreront-ils dans la planification du
          pays ?
          route.chosen-route
          choix ou champ : Par les stratégies sectorielles
    A02   À quel niveau de planification travaillez-vous ?
          case-file.planning-level
          pourquoi : Un plan national, un plan régional et une stratégie sectorielle
          n’ont ni les mêmes responsables, ni …
    A05   À quel stade se trouve l’instrument principal ?
          case-file.plan-stage
          pourquoi : … la revue à mi-parcours ou passer par les stratégies
          sectorielles. Ce stade fixe donc vos …
    G406  Lesquels de ces textes se renforcent, et lesquels se contredisent ?
          policy-framework.policy-coherence
          exemple : Ingénieures et ingénieurs étrangers ; Stratégie de l’emploi
          2024 ; loi sur le séjour de 2016 ; se …
    ");
}

#[test]
fn a_search_that_finds_nothing_says_so() {
    insta::assert_snapshot!(Sandbox::new().run(&["handbook", "search", "qwertz"]), @r"
    ------- stderr -------
    0 places found
    [EOF]
    [exit status: 1]
    ");
    let french = Sandbox::new()
        .french()
        .run(&["handbook", "search", "qwertz"]);
    assert_french(&french);
}

#[test]
fn an_unknown_part_of_the_handbook_names_the_nearest() {
    let sandbox = Sandbox::new().french();
    let output = refused(&sandbox, &["handbook", "show", "readines"], 2);
    assert_french(&output);
    insta::assert_snapshot!(output, @r"
    ------- stderr -------
    erreur : le manuel n’a ni étape, ni volet, ni question `readines`
    indication : vouliez-vous dire `readiness` ?
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(refused(&sandbox, &["handbook", "show", "zzz"], 2), @r"
    ------- stderr -------
    erreur : le manuel n’a ni étape, ni volet, ni question `zzz`
    indication : `mainstream handbook list` montre ce qui existe
    [EOF]
    [exit status: 2]
    ");
}

#[test]
fn doctor_says_what_it_finds() {
    let sandbox = with_small(Sandbox::new());
    insta::assert_snapshot!(sandbox.run(&["doctor", "small.yaml"]), @r"
    Program: mainstream 0.1.0
    Handbook: gmg 2026.1 · 303 questions
    Language: en (from the locale en-US)
    Settings: none (mainstream.toml in this folder or above)
    Check: profile `draft` · fails from `error` on
    Terminal: 80×24 · no questions can be asked here
    Editor: none; long texts are typed here (set VISUAL or EDITOR)
    File: small.yaml is fine, free and writable
    [EOF]
    [exit status: 0]
    ");
    sandbox.write("mainstream.toml", "language = \"fr\"\n");
    insta::assert_snapshot!(sandbox.run(&["doctor"]), @r"
    Programme : mainstream 0.1.0
    Manuel : gmg 2026.1 · 303 questions
    Langue : fr (d’après les réglages)
    Réglages : [FOLDER]/mainstream.toml
    Vérification : profil `draft` · échoue à partir de `error`
    Terminal : 80×24 · le programme ne peut pas poser de questions ici
    Éditeur de texte : aucun ; les textes longs se saisissent ici (pour en choisir un, définissez la variable VISUAL ou EDITOR)
    [EOF]
    [exit status: 0]
    ");
    let output = sandbox.run(&["doctor", "smal.yaml"]);
    assert_eq!(output.code, 3);
    assert_french(&output);
    assert_eq!(sandbox.read("small.yaml"), SMALL);
}

#[test]
fn help_speaks_the_readers_language() {
    insta::assert_snapshot!(Sandbox::new().run(&["export", "--help"]), @r"
    Write a report

    Usage: mainstream export [OPTIONS] [FILE]

    Arguments:
      [FILE]  The project file; the handbook can be exported without one

    Options:
          --kind <KIND>        Kind of report: dossier, handbook (dossier if not
                               given)
          --since <NAME>       Add a part on what changed since this snapshot
          --to <FORMAT>        Format (markdown, html, json); else by the name of
                               the file
      -o, --output <FILE>      The file to write; standard output if none is named
          --force              Replace an existing file
          --lang <LANGUAGE>    Language of screens and reports (en, fr, es)
          --color <WHEN>       When to use colour (auto, always, never; auto if not
                               given)
      -q, --quiet              Say nothing but results, warnings and errors
          --plain              Write plain lines only, for screen readers
          --handbook <FOLDER>  Folder of an overlay on the handbook; may be given
                               several times
      -h, --help               Show this help
    [EOF]
    [exit status: 0]
    ");
    let french = Sandbox::new().french();
    insta::assert_snapshot!(french.run(&["check", "-h"]), @r#"
    Vérifier des fichiers de projet et indiquer ce qu’il faut corriger

    Utilisation : mainstream check [OPTIONS] [CHEMIN]...

    Arguments:
      [CHEMIN]...  Fichiers, dossiers ou motifs tels que "countries/*.yaml"

    Options:
          --format <FORMAT>
              Forme du résultat ; à défaut human (human, concise, json, sarif,
              junit, github, gitlab, csv)
          --output <FORMAT[=FICHIER]>
              Forme du résultat et fichier où l’écrire ; peut être répété
          --fail-on <NIVEAU>
              Niveau à partir duquel le code de sortie est 1 ; sinon celui des
              réglages, ou error (error, warning, advice)
          --profile <PROFIL>
              Profil de la vérification
          --level <RÈGLE=NIVEAU>
              Niveau d’une règle ou d’un groupe : off, advice, warning ou error
              (peut être répété)
          --baseline <FICHIER>
              N’afficher et ne compter que ce que ce fichier ne connaît pas
          --write-baseline <FICHIER>
              Écrire les constats dans ce fichier pour `--baseline`
          --summary
              Montrer les constats par règle et par pays dans des tableaux (sinon
              dès 21 fichiers)
          --changed-since <RÉVISION>
              Seulement les fichiers que git dit modifiés depuis cette révision
          --projects-only
              Laisser de côté les fichiers indiqués qui ne sont pas des projets,
              même s’il n’en reste aucun
          --stdin
              Vérifier ce qui arrive par l’entrée standard
          --stdin-filename <FICHIER>
              Nom de ce fichier ; les réglages de son dossier valent
          --watch
              Vérifier de nouveau dès qu’un fichier est enregistré, jusqu’à Ctrl-C
          --fix
              Corriger ce qui peut l’être sans risque ; `mainstream undo FICHIER`
              l’annule
          --unsafe
              Avec `--fix` ou `--diff`, faire aussi les autres corrections ; relisez
              le résultat
          --diff
              Montrer ligne par ligne ce que les corrections changeraient, sans rien
              modifier
          --lang <LANGUE>
              Langue des écrans et des rapports (en, fr, es)
          --color <QUAND>
              Quand employer la couleur (auto, always, never ; à défaut auto)
      -q, --quiet
              N’afficher que les résultats, les avertissements et les erreurs
          --plain
              N’écrire que des lignes simples, pour les lecteurs d’écran
          --handbook <DOSSIER>
              Dossier d’une adaptation du manuel ; peut être donné plusieurs fois
      -h, --help
              Afficher cette aide
    [EOF]
    [exit status: 0]
    "#);
    assert_eq!(
        Sandbox::new().ok(&["check", "-h", "--lang", "fr"]),
        french.ok(&["check", "--help"])
    );
    for command in [
        "init",
        "walk",
        "status",
        "next",
        "get",
        "set",
        "undo",
        "explain",
        "export",
        "demo",
        "doctor",
        "completions",
        "man",
    ] {
        assert_french(&french.run(&[command, "--help"]));
    }
    assert_french(&french.run(&["--help"]));
    assert_eq!(
        french.ok(&["--version"]),
        format!("mainstream {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn completions_name_every_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = Sandbox::new().ok(&["completions", shell]);
        for command in ["status", "handbook", "completions"] {
            assert!(script.contains(command), "{shell} lacks {command}");
        }
    }
}

#[test]
fn manual_pages_are_written_for_every_command() {
    let sandbox = Sandbox::new();
    sandbox.write("man/keep", "");
    insta::assert_snapshot!(sandbox.run(&["man", "--out", "man"]), @r"
    ------- stderr -------
    manual pages written to man
    [EOF]
    [exit status: 0]
    ");
    let pages = std::fs::read_dir(sandbox.path("man"))
        .expect("a folder")
        .count();
    assert_eq!(pages, 24);
    assert!(sandbox.read("man/mainstream-set.1").contains("dry\\-run"));
    assert!(sandbox.ok(&["man"]).contains(".TH mainstream 1"));
    let output = refused(&Sandbox::new().french(), &["man", "--out", "nowhere"], 5);
    assert_french(&output);
}
