//! `get`, `set` and `undo`.

use serde_json::Value;

use super::{SMALL, assert_french, refused, small, with_small};
use crate::sandbox::Sandbox;

/// The lines of the file that are new, behind `+`, and those that are gone, behind `-`.
fn change(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let before = sandbox.read("small.yaml");
    let set: Vec<&str> = ["set", "small.yaml"]
        .iter()
        .chain(arguments)
        .copied()
        .collect();
    sandbox.ok(&set);
    let after = sandbox.read("small.yaml");
    let mut old = before.lines().peekable();
    let mut text = String::new();
    let mut new = after.lines().peekable();
    while old.peek().is_some() || new.peek().is_some() {
        if old.peek() == new.peek() {
            old.next();
            new.next();
            continue;
        }
        let ahead = new.clone().any(|line| old.peek() == Some(&line));
        match (old.peek(), new.peek()) {
            (Some(line), _) if !ahead => {
                text.push_str(&format!("-{line}\n"));
                old.next();
            }
            (_, Some(line)) => {
                text.push_str(&format!("+{line}\n"));
                new.next();
            }
            (Some(line), None) => {
                text.push_str(&format!("-{line}\n"));
                old.next();
            }
            (None, None) => {}
        }
    }
    text
}

#[test]
fn get_prints_what_stands_there() {
    let sandbox = small();
    let get = |name: &str| sandbox.ok(&["get", "small.yaml", name]);
    assert_eq!(get("B01"), "partly\n");
    assert_eq!(get("readiness.political-backing"), "partly\n");
    assert_eq!(get("B02"), "speech\n");
    assert_eq!(get("B03"), "");
    assert_eq!(get("country"), "TUN\n");
    assert_eq!(get("A01"), "TUN\n");
    assert_eq!(
        get("set-up.bodies"),
        "steering\tSteering committee\ncabinet-office\tCabinet office\n"
    );
    assert_eq!(get("set-up.bodies[steering].role"), "steering\n");
    assert_eq!(get("set-up.bodies[cabinet-office].role"), "");
    insta::assert_snapshot!(get("set-up.bodies[steering]"), @r"
    id: steering
    name: Steering committee
    role: steering
    reports-to: cabinet-office
    ");
    assert_eq!(get("sources[decree].title"), "Decree 12 of 2026\n");
}

#[test]
fn get_for_machines() {
    let sandbox = small();
    let get = |name: &str| sandbox.ok(&["get", "small.yaml", name, "--json"]);
    insta::assert_snapshot!(get("B01"), @r#"
    {
      "question": "readiness.political-backing",
      "code": "B01",
      "kind": "scale",
      "state": "answered",
      "answer": "partly",
      "note": "The minister spoke, the cabinet did not.",
      "evidence": [
        "decree"
      ]
    }
    "#);
    insta::assert_snapshot!(get("B03"), @r#"
    {
      "question": "readiness.ownership",
      "code": "B03",
      "kind": "scale",
      "state": "blank",
      "answer": null
    }
    "#);
    insta::assert_snapshot!(get("country"), @r#"
    {
      "key": "country",
      "value": "TUN"
    }
    "#);
    insta::assert_snapshot!(get("set-up.bodies[steering].reports-to"), @r#"
    {
      "record": "steering",
      "field": "reports-to",
      "value": "cabinet-office"
    }
    "#);
    let list: Value = serde_json::from_str(&get("set-up.bodies")).expect("JSON");
    assert_eq!(list["answer"][1]["name"], "Cabinet office");
}

#[test]
fn get_works_out_what_is_never_asked() {
    let sandbox = Sandbox::new();
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/sorania.yaml");
    insta::assert_snapshot!(sandbox.run(&["get", example, "K10"]), @r"
    Dependence on one source	low
    Largest source	State budget, agreed ceilings 2028–2031
    Share of all funds	34.4
    [EOF]
    [exit status: 0]
    ");
    let found: Value =
        serde_json::from_str(&sandbox.ok(&["get", example, "K01", "--json"])).expect("JSON");
    assert_eq!(found["kind"], "computed");
    assert!(
        !found["answer"]["figures"]
            .as_array()
            .expect("figures")
            .is_empty(),
        "{found}"
    );
}

#[test]
fn get_says_what_does_not_exist_and_what_is_near() {
    let sandbox = with_small(Sandbox::new().french());
    let get = |name: &str| {
        let output = refused(&sandbox, &["get", "small.yaml", name], 2);
        assert_french(&output);
        output.to_string()
    };
    insta::assert_snapshot!(get("B0l"), @r"
    ------- stderr -------
    erreur : la question `B0l` n’existe pas
    indication : vouliez-vous dire `B01` ?
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(get("zzz"), @r"
    ------- stderr -------
    erreur : la question `zzz` n’existe pas
    indication : `mainstream handbook list` montre ce qui existe
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(get("set-up.bodies[steerin]"), @r"
    ------- stderr -------
    erreur : la fiche `steerin` n’existe pas
    indication : vouliez-vous dire `steering` ?
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(get("set-up.bodies[steering].rol"), @r"
    ------- stderr -------
    erreur : le champ `rol` n’existe pas dans `set-up.bodies[steering].rol`
    indication : vouliez-vous dire `role` ?
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(get("set-up.bodies[steering"), @r"
    ------- stderr -------
    erreur : `set-up.bodies[steering` n’est ni une question, ni une fiche, ni un champ
    indication : écrivez volet.question, un code tel que B01, ou liste[id].champ, par exemple set-up.bodies[cabinet].chair
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(get("B01[steering]"), @r"
    ------- stderr -------
    erreur : `B01` ne contient pas de fiches
    [EOF]
    [exit status: 2]
    ");
}

#[test]
fn set_touches_the_lines_of_what_it_changes_and_no_others() {
    let sandbox = small();
    insta::assert_snapshot!(change(&sandbox, &["A02=regional"]), @r"
    -    planning-level: national # agreed in May
    +    planning-level: regional # agreed in May
    ");
    insta::assert_snapshot!(change(&sandbox, &["B01=yes", "B03=no"]), @r#"
    -      answer: 'partly'
    +      answer: "yes"
    +    ownership: "no"
    "#);
    insta::assert_snapshot!(change(&sandbox, &["set-up.bodies[steering].chair=Prime minister: \"acting\""]), @r#"+        chair: "Prime minister: \"acting\"""#);
    insta::assert_snapshot!(change(&sandbox, &["title=1.10"]), @r#"
    -title: Migration in the plan
    +title: "1.10"
    "#);
    insta::assert_snapshot!(change(&sandbox, &["period=2027/2031"]), @"+period: 2027/2031");
    insta::assert_snapshot!(change(&sandbox, &["period="]), @"-period: 2027/2031");
    insta::assert_snapshot!(change(&sandbox, &["set-up.bodies[steering].chair="]), @r#"-        chair: "Prime minister: \"acting\"""#);
    insta::assert_snapshot!(change(&sandbox, &["readiness.ownership="]), @r#"-    ownership: "no""#);
    insta::assert_snapshot!(sandbox.run(&["check", "small.yaml"]), @r"
    ------- stderr -------
    no findings · 1 file checked · profile `draft`: 48 rules wait for a later phase
    [EOF]
    [exit status: 0]
    ");
}

#[test]
fn set_adds_records_and_refers_to_them_at_once() {
    let sandbox = small();
    let arguments = [
        "set-up.bodies[+support].name=Support group",
        "set-up.bodies[support].role=support-group",
        "sources[+minutes].title=Minutes of 3 June",
    ];
    insta::assert_snapshot!(change(&sandbox, &arguments), @r"
    +  - id: minutes
    +    title: Minutes of 3 June
    +      - id: support
    +        name: Support group
    +        role: support-group
    ");
    insta::assert_snapshot!(change(&sandbox, &["B01", "--source", "minutes"]), @r"
    -      evidence: [decree]
    +      evidence: [decree, minutes]
    ");
    assert_eq!(
        sandbox.ok(&["get", "small.yaml", "set-up.bodies[support].role"]),
        "support-group\n"
    );
}

#[test]
fn set_keeps_notes_sources_and_states() {
    let sandbox = small();
    insta::assert_snapshot!(change(&sandbox, &["A02", "--note", "To be confirmed: 12:30"]), @r#"
    -    planning-level: national # agreed in May
    +    planning-level:
    +      answer: national # agreed in May
    +      note: "To be confirmed: 12:30"
    "#);
    insta::assert_snapshot!(change(&sandbox, &["B03", "--state", "not-applicable", "--reason", "no"]), @r#"
    +    ownership:
    +      state: not-applicable
    +      reason: "no"
    "#);
    insta::assert_snapshot!(change(&sandbox, &["B03=yes"]), @r#"
    -      state: not-applicable
    -      reason: "no"
    +      answer: "yes"
    "#);
    insta::assert_snapshot!(change(&sandbox, &["B01=", "--state", "unknown"]), @r"
    -      answer: 'partly'
    +      answer: null
    +      state: unknown
    ");
    insta::assert_snapshot!(change(&sandbox, &["A02", "--note", ""]), @r#"-      note: "To be confirmed: 12:30""#);
}

#[test]
fn what_depends_on_a_changed_answer_needs_a_review() {
    let sandbox = small();
    sandbox.ok(&["set", "small.yaml", "B17=wait"]);
    insta::assert_snapshot!(change(&sandbox, &["B01=yes"]), @r#"
    -      answer: 'partly'
    +      answer: "yes"
    -    verdict: wait
    +    verdict:
    +      answer: wait
    +      state: needs-review
    +      reason: B01 has changed since
    "#);
    insta::assert_snapshot!(sandbox.run(&["next", "small.yaml", "--limit", "1"]), @r"
    Next
      B17   Your verdict: go, go with conditions, or wait? (to review)
            B01 has changed since
    [EOF]
    [exit status: 0]
    ");
    sandbox.ok(&["set", "small.yaml", "B17=wait"]);
    insta::assert_snapshot!(change(&sandbox, &["B01="]), @r#"
    -      answer: "yes"
    +      answer: null
    +      state: needs-review
    +      reason: B01 has changed since
    "#);
}

#[test]
fn set_says_what_it_saved_or_that_nothing_changed() {
    let sandbox = small();
    insta::assert_snapshot!(sandbox.run(&["set", "small.yaml", "A02=regional", "B01=yes"]), @r"
    ------- stderr -------
    saved: A02, B01 in small.yaml
    [EOF]
    [exit status: 0]
    ");
    insta::assert_snapshot!(sandbox.run(&["set", "small.yaml", "A02=regional"]), @r"
    ------- stderr -------
    A02: already so, small.yaml is as it was
    [EOF]
    [exit status: 0]
    ");
    let french = with_small(Sandbox::new().french());
    assert_french(&french.run(&["set", "small.yaml", "A02=regional"]));
    assert_eq!(
        french
            .run(&["set", "small.yaml", "A02=local", "--quiet"])
            .stderr,
        ""
    );
}

#[test]
fn a_dry_run_shows_the_file_and_writes_nothing() {
    let sandbox = small();
    let shown = sandbox.ok(&["set", "small.yaml", "A02=regional", "--dry-run"]);
    assert_eq!(
        shown,
        SMALL.replace("planning-level: national", "planning-level: regional")
    );
    assert_eq!(sandbox.read("small.yaml"), SMALL);
    assert!(
        !sandbox.path(".mainstream").exists(),
        "a lock or journal was left"
    );
}

#[test]
fn set_refuses_all_or_nothing_and_names_every_fault() {
    let sandbox = with_small(Sandbox::new().french());
    let set = |arguments: &[&str]| {
        let set: Vec<&str> = ["set", "small.yaml"]
            .iter()
            .chain(arguments)
            .copied()
            .collect();
        let output = refused(&sandbox, &set, 2);
        assert_french(&output);
        output.to_string()
    };
    insta::assert_snapshot!(set(&["A02=regional", "B01=parly", "B99=yes", "currency=XYZ"]), @r"
    ------- stderr -------
    erreur : B01 : `parly` ne fait pas partie des choix
    indication : vouliez-vous dire `partly` ?
    erreur : la question `B99` n’existe pas
    indication : `mainstream handbook list` montre ce qui existe
    erreur : currency : `XYZ` n’est pas un code de monnaie ISO 4217
    indication : rien n’a été écrit
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(set(&["B01", "--state", "unknown"]), @r"
    ------- stderr -------
    erreur : `B01` a une réponse, que l’état `unknown` contredirait
    indication : pour supprimer aussi la réponse, écrivez `B01= --state unknown`
    indication : rien n’a été écrit
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(set(&["B01=yes", "--state", "not-applicable", "--reason", "x"]), @r"
    ------- stderr -------
    erreur : `B01` a une réponse, que l’état `not-applicable` contredirait
    indication : pour supprimer aussi la réponse, écrivez `B01= --state not-applicable`
    indication : rien n’a été écrit
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(set(&["B03", "--state", "not-applicable"]), @r"
    ------- stderr -------
    erreur : ce qui est sans objet demande un motif : ajoutez --reason TEXTE
    indication : rien n’a été écrit
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(set(&["B03", "--state", "unknwon"]), @r"
    ------- stderr -------
    erreur : l’état `unknwon` n’existe pas
    indication : vouliez-vous dire `unknown` ?
    indication : rien n’a été écrit
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(set(&["B03", "--reason", "x"]), @r"
    ------- stderr -------
    erreur : aucune valeur pour `B03` : écrivez NOM=VALEUR
    indication : rien n’a été écrit
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(set(&["B03", "--source", "decre"]), @r"
    ------- stderr -------
    erreur : la fiche `decre` n’existe pas
    indication : vouliez-vous dire `decree` ?
    indication : rien n’a été écrit
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(set(&["B03"]), @r"
    ------- stderr -------
    erreur : aucune valeur pour `B03` : écrivez NOM=VALEUR
    indication : rien n’a été écrit
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(set(&["title="]), @r"
    ------- stderr -------
    erreur : `title` est indispensable à un projet : on peut le modifier, non le supprimer
    indication : rien n’a été écrit
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(set(&["title=x", "--note", "x"]), @r"
    ------- stderr -------
    erreur : --note, --source, --state et --reason s’appliquent aux questions, et `title` n’en est pas une
    indication : rien n’a été écrit
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(set(&["set-up.bodies[steering].name=x", "--note", "x"]), @r"
    ------- stderr -------
    erreur : --note, --source, --state et --reason s’appliquent aux questions, et `set-up.bodies[steering].name` n’en est pas une
    indication : rien n’a été écrit
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(set(&["set-up.bodies=x"]), @r"
    ------- stderr -------
    erreur : `set-up.bodies` est une liste de fiches : modifiez les champs de ces fiches
    indication : écrivez volet.question, un code tel que B01, ou liste[id].champ, par exemple set-up.bodies[cabinet].chair
    indication : rien n’a été écrit
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(set(&["set-up.bodies[steering]=x"]), @r"
    ------- stderr -------
    erreur : `set-up.bodies[steering]` est une fiche entière : modifiez ses champs un par un
    indication : rien n’a été écrit
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(set(&["set-up.bodies[+steering].name=x"]), @r"
    ------- stderr -------
    erreur : `steering` ne peut pas être l’identifiant d’une nouvelle fiche : il est déjà pris ou mal formé
    indication : rien n’a été écrit
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(set(&["set-up.bodies[+Über uns].name=x"]), @r"
    ------- stderr -------
    erreur : `Über uns` ne peut pas être l’identifiant d’une nouvelle fiche : il est déjà pris ou mal formé
    indication : rien n’a été écrit
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(set(&["readiness.risks[+r].owner=decree"]), @r"
    ------- stderr -------
    erreur : `decree` désigne une fiche du type « source » ; attendu : organe
    indication : rien n’a été écrit
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(set(&["readiness.risks[+r].owner=cabinet-ofice"]), @r"
    ------- stderr -------
    erreur : rien ne porte l’identifiant `cabinet-ofice` ; attendu : organe
    indication : vouliez-vous dire `cabinet-office` ?
    indication : rien n’a été écrit
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(set(&["K01=3"]), @r"
    ------- stderr -------
    erreur : `K01` est calculé à partir d’autres réponses et ne peut pas être modifié directement
    indication : écrivez volet.question, un code tel que B01, ou liste[id].champ, par exemple set-up.bodies[cabinet].chair
    indication : rien n’a été écrit
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(set(&["period=2031/2027"]), @r"
    ------- stderr -------
    erreur : period : `2031/2027` finit avant de commencer
    indication : rien n’a été écrit
    [EOF]
    [exit status: 2]
    ");
}

#[test]
fn undo_gives_back_the_bytes_step_by_step() {
    let sandbox = small();
    let mut texts = vec![SMALL.to_owned()];
    for value in [
        "A02=regional",
        "B01=yes",
        "title=Plan",
        "set-up.bodies[+x].name=X",
    ] {
        sandbox.ok(&["set", "small.yaml", value]);
        texts.push(sandbox.read("small.yaml"));
    }
    insta::assert_snapshot!(sandbox.run(&["undo", "small.yaml"]), @r"
    ------- stderr -------
    taken back in small.yaml: set set-up.bodies[+x].name (2026-11-23 10:00 UTC)
    [EOF]
    [exit status: 0]
    ");
    texts.pop();
    while texts.len() > 1 {
        assert_eq!(Some(&sandbox.read("small.yaml")), texts.last());
        sandbox.ok(&["undo", "small.yaml"]);
        texts.pop();
    }
    assert_eq!(sandbox.read("small.yaml"), SMALL);
    insta::assert_snapshot!(refused(&sandbox, &["undo", "small.yaml"], 3), @r"
    ------- stderr -------
    error: no change of small.yaml is on record
    [EOF]
    [exit status: 3]
    ");
}

#[test]
fn undo_refuses_after_an_edit_from_elsewhere() {
    let sandbox = with_small(Sandbox::new().french());
    sandbox.ok(&["set", "small.yaml", "A02=regional"]);
    let edited = sandbox
        .read("small.yaml")
        .replace("agreed in May", "agreed in June");
    sandbox.write("small.yaml", &edited);
    let output = refused(&sandbox, &["undo", "small.yaml"], 3);
    assert_french(&output);
    insta::assert_snapshot!(output, @r"
    ------- stderr -------
    erreur : small.yaml a été modifié autrement depuis la dernière modification consignée (set A02) ; celle-ci ne peut donc plus être annulée
    indication : annulez la dernière modification dans le programme qui l’a faite
    [EOF]
    [exit status: 3]
    ");
}

#[test]
fn a_list_with_records_gets_no_state_that_denies_them() {
    let office = Sandbox::new().with_project();
    office.ok(&["set", "tunisia.yaml", "D01[+cabinet].name=Cabinet"]);
    let before = office.read("tunisia.yaml");
    let run = office.run(&["set", "tunisia.yaml", "D01", "--state", "unknown"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr
            .contains("remove its records first: `mainstream walk tunisia.yaml --question D01`"),
        "{}",
        run.stderr
    );
    assert_eq!(office.read("tunisia.yaml"), before);
}

#[test]
fn a_note_may_begin_with_a_dash() {
    let office = Sandbox::new().with_project();
    office.ok(&[
        "set",
        "tunisia.yaml",
        "B01=partly",
        "--note",
        "- first point",
    ]);
    assert!(
        office
            .read("tunisia.yaml")
            .contains("note: \"- first point\"")
    );
}
