//! What overlays do to the handbook, to projects and to reports.

use mainstream::handbook::{
    Catalogues, Deed, Handbook, Kind, Layer, Origin, RecordType, Subject, Texts, load_builtin,
    load_layers, load_on,
};
use mainstream::language::Language;

use super::{layer, load, put};
use crate::sandbox::Sandbox;

/// A handbook without the places of its parts.
fn without_places(mut handbook: Handbook) -> impl PartialEq + std::fmt::Debug {
    let none = Origin::default();
    handbook
        .questions
        .iter_mut()
        .for_each(|question| question.origin = none);
    handbook
        .steps
        .iter_mut()
        .for_each(|step| step.origin = none);
    handbook
        .stages
        .iter_mut()
        .for_each(|stage| stage.origin = none);
    let mut records: Vec<RecordType> = handbook.records.values().cloned().collect();
    for record in &mut records {
        record.origin = none;
        record
            .fields
            .iter_mut()
            .for_each(|field| field.origin = none);
    }
    (
        handbook.stages,
        handbook.steps,
        handbook.questions,
        records,
        handbook.choices,
    )
}

#[test]
fn the_prepared_handbook_is_the_one_people_write() {
    let prepared = load_builtin().expect("no fault");
    let located = load_on(Layer::builtin_located(), Vec::new()).handbook;
    let question = located.question("B01").expect("a question");
    let place = located.place(question.origin).expect("a place");
    assert_eq!(place.path, "stages/0-prepare.yaml");
    assert!(place.line > 20);
    assert_eq!(without_places(prepared), without_places(located));
}

#[test]
fn an_empty_overlay_changes_nothing() {
    let adapted = load("valid", "empty");
    assert!(adapted.files.is_empty());
    assert!(adapted.handbook.adaptations.is_empty());
    assert_eq!(
        without_places(adapted.handbook),
        without_places(load_builtin().expect("no fault"))
    );
    let sandbox = Sandbox::new();
    put(&sandbox, "valid", "empty");
    sandbox.write("small.yaml", crate::commands::SMALL);
    let cut = |report: String| {
        let (before, rest) = report
            .split_once("## How the method was adapted")
            .expect("a section");
        let (_, after) = rest.split_once("\n## ").expect("a section after it");
        let before = before.replace(
            "- [How the method was adapted](#how-the-method-was-adapted)\n",
            "",
        );
        format!("{before}## {after}")
    };
    let with = sandbox.ok(&[
        "--handbook",
        "empty",
        "export",
        "small.yaml",
        "--to",
        "markdown",
    ]);
    assert_eq!(
        cut(with),
        sandbox.ok(&["export", "small.yaml", "--to", "markdown"])
    );
}

#[test]
fn parts_are_added_moved_changed_and_dropped() {
    let handbook = load("valid", "small").handbook;
    let ids: Vec<&str> = handbook
        .questions_of(0)
        .iter()
        .map(|question| question.id.as_str())
        .collect();
    assert_eq!(
        ids[..4],
        ["languages", "country", "planning-level", "wards"]
    );
    assert!(!ids.contains(&"support-programmes"));
    let dropped = handbook.question("A10").expect("it is still known");
    let reason = &dropped.dropped.as_ref().expect("dropped").reason;
    assert_eq!(reason.shown("fr"), "Il n’y en a pas ici.");
    assert_eq!(reason.shown("es"), "[en] None work here.");
    assert_eq!(
        handbook.choice_ids("planning-level"),
        ["regional", "local", "ward", "sector"]
    );
    assert!(handbook.is_choice("planning-level", "national"));
    let body = handbook.records.get("body").expect("known");
    assert_eq!(body.fields[1].id, "ward");
    let asked = handbook.question("D01").expect("a list");
    assert_eq!(
        asked.kind.asked_fields().last().map(String::as_str),
        Some("ward")
    );
    let asks_number = |question: &&mainstream::handbook::Question| {
        question
            .kind
            .asked_fields()
            .iter()
            .any(|field| field == "act-number")
    };
    let is_body = |question: &&mainstream::handbook::Question| {
        handbook
            .record_of(question)
            .is_some_and(|record| record.id == "body")
    };
    assert_eq!(
        handbook.asked().iter().filter(is_body).find(asks_number),
        None
    );
    assert!(
        body.field("act-number").is_some(),
        "what stands in files stays readable"
    );
    let deeds: Vec<(Subject, &str, &str)> = handbook
        .adaptations
        .iter()
        .map(|one| (one.subject, one.name.as_str(), one.deed.name()))
        .collect();
    for wanted in [
        (Subject::Question, "case-file.wards", "added"),
        (Subject::Question, "case-file.support-programmes", "dropped"),
        (Subject::Question, "case-file.languages", "moved"),
        (Subject::Question, "case-file.team", "changed"),
        (Subject::Choice, "planning-level.ward", "added"),
        (Subject::Choice, "planning-level.national", "dropped"),
        (Subject::Field, "body.ward", "added"),
        (Subject::Field, "body.act-number", "dropped"),
        (Subject::Set, "ward-kind", "added"),
    ] {
        assert!(deeds.contains(&wanted), "{wanted:?} is not in {deeds:#?}");
    }
    let texts = Texts::new(&handbook, Language::En);
    let country = handbook.question("A01").expect("a question");
    assert_eq!(texts.ask(country), "Which country are you in?");
    assert!(texts.why(country).starts_with("Every figure"));
    let catalogues = Catalogues::of(&handbook);
    let sources = catalogues.get("sources").expect("sources");
    assert!(sources.entry("W1").is_some() && sources.entry("S7").is_some());
}

#[test]
fn layers_lie_on_each_other_in_order() {
    let manifest = |id: &str| {
        let text = format!(
            "format = 1\nid = \"{id}\"\nedition = \"1\"\nbase = {{id = \"gmg\", edition = \"2026.1\"}}\n"
        );
        ("handbook.toml".to_owned(), text)
    };
    let ask = |text: &str| {
        let text = format!("steps: {{case-file: {{questions: {{country: {{ask: {text}}}}}}}}}\n");
        ("text/en/t.yaml".to_owned(), text)
    };
    let stage = |text: &str| {
        let text = format!("stage: prepare\nsteps: [{{id: case-file, questions: [{text}]}}]\n");
        ("stages/0-prepare.yaml".to_owned(), text)
    };
    let lower = Layer::new(
        "lower",
        [
            manifest("lower"),
            ask("Lower?"),
            stage("{code: A80, id: x, kind: text, from: [D]}"),
        ],
    );
    let upper = Layer::new(
        "upper",
        [
            manifest("upper"),
            ask("Upper?"),
            stage("{id: x, kind: line}, {id: team, kind: tabel}"),
        ],
    );
    let loaded = load_layers(vec![lower.clone(), upper.clone()]);
    assert_eq!(loaded.files.len(), 1);
    let handbook = loaded.handbook;
    let question = handbook
        .question("A80")
        .expect("the question of the lower layer");
    assert_eq!(
        question.kind.name(),
        "line",
        "as the upper layer changed it"
    );
    assert_eq!(
        handbook.layers[handbook.layer_of(question.origin)].id,
        "lower"
    );
    let country = handbook.question("A01").expect("a question");
    assert_eq!(Texts::new(&handbook, Language::En).ask(country), "Upper?");
    // A fault of the upper layer leaves what lies below.
    assert!(matches!(
        handbook.question("A08").expect("a list").kind,
        Kind::Records { .. }
    ));
    let changes = handbook
        .adaptations
        .iter()
        .filter(|one| matches!(one.deed, Deed::Changed { .. }));
    assert_eq!(changes.count(), 1, "{:#?}", handbook.adaptations);
    let handbook = load_layers(vec![upper, lower]).handbook;
    assert_eq!(Texts::new(&handbook, Language::En).ask(country), "Lower?");
}

#[test]
fn a_whole_handbook_replaces_the_built_in_one() {
    let text = "format = 1\nid = \"own\"\nedition = \"3\"\nlanguages = [\"en\"]\ncomplete = [\"en\"]\nstages = [\"only\"]\n";
    let own = Layer::new(
        "own",
        [
            ("handbook.toml".to_owned(), text.to_owned()),
            (
                "stages/0-only.yaml".to_owned(),
                "stage: only\nphase: draft\nsteps: [{id: one, code: A, questions: [{code: A01, id: x, kind: text, from: [D]}]}]\n"
                    .to_owned(),
            ),
        ],
    );
    let loaded = load_layers(vec![own, layer("valid", "small")]);
    assert_eq!(loaded.handbook.id, "own");
    assert_eq!(loaded.handbook.questions.len(), 1);
    assert_eq!(loaded.files.len(), 1, "the overlay is for another handbook");
}

#[test]
fn a_language_that_a_layer_brings_falls_back_visibly() {
    let sandbox = Sandbox::new();
    put(&sandbox, "valid", "romanian");
    let shown = sandbox.ok(&[
        "--handbook",
        "romanian",
        "--lang",
        "ro",
        "handbook",
        "show",
        "A",
    ]);
    assert!(shown.starts_with("A Dosarul\n[en] Says whom"), "{shown}");
    assert!(shown.contains("Despre ce țară"), "{shown}");
    let list = sandbox.ok(&["--handbook", "romanian", "--lang", "ro", "handbook", "list"]);
    assert!(list.starts_with("0 Pregătire\n"), "{list}");
    assert!(list.contains("12 întrebări"), "few: {list}");
    let refused = sandbox.run(&["--lang", "ro", "handbook", "list"]);
    assert_eq!(refused.code, 2, "{refused}");
}

#[test]
fn the_origin_of_every_text_is_shown() {
    let sandbox = Sandbox::new();
    put(&sandbox, "valid", "small");
    let origin =
        |name: &str| sandbox.ok(&["--handbook", "small", "handbook", "show", name, "--origin"]);
    assert!(
        origin("A01").contains("ask          small/text/en/small.yaml:4\n"),
        "{}",
        origin("A01")
    );
    assert!(
        origin("A01").contains("why          gmg/text/en/0-prepare.yaml:"),
        "{}",
        origin("A01")
    );
    assert!(
        origin("A80").contains("described    small/stages/0-prepare.yaml:5\n"),
        "{}",
        origin("A80")
    );
    assert!(
        origin("A10").contains("dropped by small: None work here."),
        "{}",
        origin("A10")
    );
    let json = sandbox.ok(&[
        "--handbook",
        "small",
        "handbook",
        "show",
        "A02",
        "--origin",
        "--json",
    ]);
    let parts: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(parts[0]["origin"]["layer"], "gmg");
    assert_eq!(parts[0]["texts"]["planning-level.ward"]["layer"], "small");
    assert_eq!(parts[0]["texts"]["ask"]["file"], "text/en/0-prepare.yaml");
}

const WITH_DROPPED: &str = "\
mainstream: 1
handbook: {id: gmg, edition: \"2026.1\", overlays: [small]}
country: XSO
title: Migration in the wards
language: en
currency: USD
fictitious: true
answers:
  case-file:
    planning-level: national
    support-programmes:
      - id: fund
        name: Partnership Fund
    wards: 12
  set-up:
    bodies:
      - id: council
        name: Ward council
        ward: suburb
        act-number: \"12\"
";

#[test]
fn answers_to_what_was_dropped_stay_and_are_explained() {
    let sandbox = Sandbox::new();
    put(&sandbox, "valid", "small");
    sandbox.write("p.yaml", WITH_DROPPED);
    sandbox.write("mainstream.toml", "handbook = [\"small\"]\n");
    let told = sandbox.ok(&["check", "p.yaml", "--plain"]);
    for wanted in [
        "p.yaml:11:5: advice[dropped-answer]: `support-programmes` is not asked any more: the overlay `small` dropped it because: None work here.",
        "p.yaml:10:21: advice[dropped-answer]: the choice `national` is not offered any more",
        "p.yaml:20:9: advice[dropped-answer]: the field `act-number` is not asked any more",
    ] {
        assert!(told.contains(wanted), "{told}");
    }
    assert_eq!(told.matches("advice[").count(), 3, "{told}");
    let report = sandbox.ok(&["export", "p.yaml", "--to", "markdown"]);
    for wanted in [
        "## How the method was adapted",
        "| Dropped | A10 ",
        "None work here.",
        "| Added | A80 How many wards does the plan cover? | |",
        "| Reworded | A01 Which country are you in? | |",
        "### Answers to what was dropped",
        "Partnership Fund",
        "Suburb",
    ] {
        assert!(report.contains(wanted), "{wanted}: {report}");
    }
    let status = sandbox.ok(&["status", "p.yaml", "--json"]);
    let status: serde_json::Value = serde_json::from_str(&status).expect("JSON");
    assert_eq!(
        status["stages"][0]["steps"][0]["asked"], 12,
        "one added, one dropped"
    );
}

#[test]
fn a_project_whose_overlay_was_not_given_says_how_to_give_it() {
    let sandbox = Sandbox::new();
    sandbox.write("p.yaml", WITH_DROPPED);
    let output = sandbox.run(&["status", "p.yaml"]);
    assert_eq!(output.code, 0, "{output}");
    assert!(
        output
            .stderr
            .contains("overlay small, which was not given: add `--handbook FOLDER`"),
        "{output}"
    );
}

#[test]
fn settings_of_the_folders_above_lie_below_those_of_the_project() {
    let sandbox = Sandbox::new();
    put(&sandbox, "valid", "small");
    put(&sandbox, "valid", "romanian");
    sandbox.write(
        "mainstream.toml",
        "handbook = [\"small\"]\nlanguage = \"fr\"\n",
    );
    sandbox.write(
        "country/mainstream.toml",
        "handbook = [\"../romanian\"]\nlanguage = \"ro\"\n",
    );
    sandbox.write("country/p.yaml", WITH_DROPPED);
    let list = sandbox.ok(&["status", "country/p.yaml"]);
    assert!(list.contains("0 Pregătire"), "{list}");
    let checked = sandbox.ok(&["check", "country", "--format", "json", "--lang", "en"]);
    assert!(checked.contains("dropped it because"), "{checked}");
    sandbox.write("country/mainstream.toml", "handbook = \"../romanian\"\n");
    let refused = sandbox.run(&["status", "country/p.yaml"]);
    assert_eq!(refused.code, 3);
    assert!(
        refused
            .stderr
            .contains("mainstream.toml:1:12: `handbook` has to be a list of folders"),
        "{refused}"
    );
}

#[test]
fn a_new_project_names_its_overlays() {
    let sandbox = Sandbox::new();
    put(&sandbox, "valid", "small");
    let init = [
        "--handbook",
        "small",
        "init",
        "p.yaml",
        "--country",
        "TUN",
        "--title",
        "Wards",
    ];
    sandbox.ok(&init);
    assert!(
        sandbox.read("p.yaml").contains("overlays:\n    - small\n")
            || sandbox.read("p.yaml").contains("overlays: [small]"),
        "{}",
        sandbox.read("p.yaml")
    );
    sandbox.ok(&["--handbook", "small", "check", "p.yaml"]);
}

#[test]
fn a_dropped_question_is_not_asked_and_says_why() {
    let sandbox = Sandbox::new();
    put(&sandbox, "valid", "small");
    sandbox.write("p.yaml", WITH_DROPPED);
    let next = sandbox.ok(&["--handbook", "small", "next", "p.yaml", "--limit", "300"]);
    assert!(!next.contains("A10"), "{next}");
    assert!(next.contains("A03"), "{next}");
}

/// A stage that is dropped is gone everywhere, and its answers are explained and kept.
#[test]
fn a_whole_stage_is_dropped_with_its_reason() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "short/handbook.toml",
        "format = 1\nid = \"short\"\nedition = \"1\"\nbase = {id = \"gmg\", edition = \"2026.1\"}\ncomplete = [\"en\", \"fr\"]\n",
    );
    sandbox.write(
        "short/stages/4-fund.yaml",
        "stage: fund\ndrop: {en: The treasury funds it., fr: Le Trésor s’en charge.}\n",
    );
    let with_fund = "answers:\n  funding:\n    finance-negotiator: Ask the treasury\n";
    sandbox.write("p.yaml", WITH_DROPPED.replace("answers:\n", with_fund));
    let ok = |args: &[&str]| sandbox.ok(&[&["--handbook", "short"], args].concat());
    let list = ok(&["handbook", "list"]);
    assert!(
        list.contains("3 Plan\n") && list.contains("4 Deliver\n") && !list.contains("Fund"),
        "{list}"
    );
    let status = ok(&["status", "p.yaml", "--json"]);
    let status: serde_json::Value = serde_json::from_str(&status).expect("JSON");
    assert_eq!(status["stages"].as_array().map(Vec::len), Some(6));
    let refused = sandbox.run(&[
        "--handbook",
        "short",
        "--lang",
        "fr",
        "handbook",
        "read",
        "fund",
    ]);
    assert_eq!(refused.code, 2, "{refused}");
    assert!(
        refused.stderr.contains("l’adaptation short") && refused.stderr.contains("Le Trésor"),
        "{refused}"
    );
    let booklet = ok(&["handbook", "read"]);
    assert!(!booklet.contains("K01"), "{booklet}");
    let report = ok(&["export", "p.yaml", "--to", "markdown"]);
    assert!(
        report.contains("| Dropped | Stage: Fund | The treasury funds it. |"),
        "{report}"
    );
    let check = sandbox.run(&["--handbook", "short", "handbook", "check", "short"]);
    assert_eq!(check.code, 0, "{check}");
    assert!(
        check
            .stdout
            .contains("warning[handbook-drop-leaves-gap]: dropping `fund`"),
        "{check}"
    );
}
