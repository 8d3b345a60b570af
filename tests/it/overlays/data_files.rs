//! Overlays that change instruments, what is told about sectors, and the words that rules look for.

use std::collections::BTreeSet;

use mainstream::handbook::{Deed, FaultyFile, Layer, Sectors, Subject, load_layers};
use mainstream::language::Language;

use super::{load, put};
use crate::commands::SMALL;
use crate::sandbox::Sandbox;

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    put(&sandbox, "valid", "data-files");
    sandbox.write("mainstream.toml", "handbook = [\"data-files\"]\n");
    sandbox
}

#[test]
fn instruments_are_changed_added_and_dropped() {
    let handbook = load("valid", "data-files").handbook;
    let instruments = handbook.instruments();
    let ids: Vec<&str> = instruments.all.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["coherence", "sdg-10-7-2", "short"]);
    let coherence = instruments.get("coherence").expect("an instrument");
    assert_eq!(coherence.name.shown(Language::Fr), "Note de cohérence");
    let ids = |ids: Vec<&str>| ids.join(" ");
    let domains = coherence.domains.iter().map(|one| one.id.as_str());
    assert!(ids(domains.collect()).starts_with("rights institutions "));
    let classes = coherence.classes.iter().map(|one| one.id.as_str());
    assert_eq!(ids(classes.take(2).collect()), "little half");
    let weighted = coherence.items().find(|item| item.id == "budget-line");
    assert_eq!(weighted.expect("an item").weight.to_string(), "2");
    // Its field is dropped, so the item is too.
    assert!(coherence.items().all(|item| item.id != "worker-fees"));
    let class = coherence.class("6".parse().expect("a number"));
    assert_eq!(
        class.map(|class| class.label.shown(Language::En)),
        Some("Half in place".to_owned())
    );
}

const DIAGNOSIS: &str = "  monitoring:
    coherence-scores:
      - id: first
        date: \"2026-05-01\"
        joint-body: full
        consultation: partial
        budget-line: absent
";

/// What is worked out follows the marks and weights of the overlay.
#[test]
fn results_follow_the_instrument_of_the_overlay() {
    let sandbox = sandbox();
    let project = format!("{SMALL}{DIAGNOSIS}");
    sandbox.write("p.yaml", &project);
    let report = |args: &[&str]| {
        let args = [args, &["export", "p.yaml", "--to", "markdown"]].concat();
        sandbox.ok(&args)
    };
    // The mean of 10, 5 and twice 0; without the overlay that of 10, 5 and 0.
    let own = report(&[]);
    assert!(own.contains("3.8"), "{own}");
    sandbox.write("mainstream.toml", "");
    let below = report(&[]);
    assert!(below.contains("| 5 |") && !below.contains("3.8"), "{below}");
}

#[test]
fn sectors_are_told_anew_added_moved_and_dropped() {
    let sandbox = sandbox();
    let list = sandbox.ok(&["handbook", "sector"]);
    let place = |name: &str| list.find(&format!("  {name}  "));
    assert!(place("health") < place("governance"), "{list}");
    assert!(place("fisheries") > place("agriculture"), "{list}");
    assert_eq!(place("security"), None, "{list}");
    let health = sandbox.ok(&["handbook", "sector", "health"]);
    for wanted in [
        "Newcomers need care",
        "Less fish is landed.",
        "X07  ",
        "texts.health: changed by sorania: risk (data-files/sectors/en.yaml:7)",
    ] {
        assert!(health.contains(wanted), "{wanted}: {health}");
    }
    let french = sandbox.ok(&["handbook", "sector", "fisheries", "--lang", "fr"]);
    assert!(
        french.contains("Des bateaux sans équipage") && !french.contains("[en]"),
        "{french}"
    );
}

/// A sector in one language only is told in that one, behind a mark.
#[test]
fn a_sector_without_texts_in_a_language_is_marked() {
    let loaded = load("invalid", "sectors").handbook;
    let english = Sectors::of(&loaded, Language::En);
    assert!(english.get("fisheries").is_none(), "it has no text at all");
    let handbook = load("valid", "data-files").handbook;
    let store = handbook.store();
    let french_only = store[1].clone().with("sectors/en.yaml", "{}");
    let french_only = french_only.with("sectors/es.yaml", "{}");
    let handbook = load_layers(vec![french_only]).handbook;
    let english = Sectors::of(&handbook, Language::En);
    let (_, text, fallback) = english.get("fisheries").expect("its French text");
    assert_eq!(fallback, Some(Language::Fr));
    assert_eq!(text.risk, "On débarque moins de poisson.");
}

#[test]
fn words_that_rules_look_for_are_those_of_the_overlay() {
    let sandbox = sandbox();
    let vision = "    vision: We move the needle where possible.\n  set-up:\n";
    sandbox.write("p.yaml", SMALL.replace("  set-up:\n", vision));
    let found = |sandbox: &Sandbox| {
        let output = sandbox.run(&["check", "p.yaml", "--profile=review", "--output=concise"]);
        let lines = output.stdout.lines();
        let lines = lines.filter(|line| line.contains("empty-phrase"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let own = found(&sandbox);
    assert!(
        own.len() == 1 && own[0].contains("move the needle"),
        "{own:?}"
    );
    sandbox.write("mainstream.toml", "");
    let below = found(&sandbox);
    assert!(
        below.len() == 1 && below[0].contains("where possible"),
        "{below:?}"
    );
}

#[test]
fn reports_say_what_was_done_to_them() {
    let sandbox = sandbox();
    sandbox.write("p.yaml", SMALL);
    let report = sandbox.ok(&["export", "p.yaml", "--to", "markdown", "--lang", "es"]);
    let (_, adapted) = report
        .split_once("## Cómo se adaptó el método")
        .expect("a section");
    for wanted in [
        "| Retirado | Instrumento: ",
        "| Retirado | Instrumento Puntuación de coherencia: ",
        "| Añadido | Sector: Pesca | |",
        "| Añadido | Instrumento: Puntuación corta | |",
        "| Modificado | Lista de sectores: Lista general | `entries` |",
        "| Reformulado | Sector: Salud y personal sanitario | `risk` |",
        "| Modificado | Palabras que se buscan: empty | `en`, `ro` |",
    ] {
        assert!(adapted.contains(wanted), "{wanted}: {adapted}");
    }
    assert_eq!(adapted.matches("Sector: Pesca").count(), 1, "{adapted}");
    // Places lead into the files of the overlay.
    let handbook = load("valid", "data-files").handbook;
    let dropped = handbook
        .adaptations
        .iter()
        .find(|one| one.subject == Subject::Instrument && matches!(one.deed, Deed::Dropped { .. }));
    let place = handbook.place(dropped.expect("a drop").origin);
    let place = place.map(|place| (place.path.to_owned(), place.line));
    assert_eq!(place, Some(("instruments/coherence.yaml".to_owned(), 7)));
}

/// A fault in one part of an instrument leaves the rest as the layer below has it.
#[test]
fn a_faulty_instrument_is_the_one_below() {
    let handbook = load("invalid", "instruments").handbook;
    let ids: Vec<&str> = handbook
        .instruments()
        .all
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    assert_eq!(ids, ["coherence", "sdg-10-7-2"]);
    let below = mainstream::handbook::Instruments::builtin();
    assert_eq!(
        handbook.instruments().get("coherence"),
        below.get("coherence")
    );
}

/// What the page shows can be applied as it stands.
#[test]
fn the_examples_of_the_page_can_be_applied() {
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/overlays.md");
    let page = std::fs::read_to_string(page).expect("the page");
    let mut files: Vec<(String, String)> = Vec::new();
    for block in page.split("```").skip(1).step_by(2) {
        let (kind, text) = block.split_once('\n').expect("a block");
        let path = match kind {
            "toml" => "handbook.toml".to_owned(),
            "yaml" => {
                let first = text.lines().next().unwrap_or_default();
                let path = first.trim_start_matches("# ").split([':', ' ']).next();
                path.unwrap_or_default().to_owned()
            }
            _ => continue,
        };
        assert!(
            files.iter().all(|(known, _)| *known != path),
            "{path} twice"
        );
        files.push((path, text.to_owned()));
    }
    assert!(files.len() >= 8, "{files:#?}");
    let loaded = load_layers(vec![Layer::new("page", files)]);
    let errors: Vec<_> = loaded.files.iter().flat_map(FaultyFile::errors).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let subjects: BTreeSet<&str> = loaded
        .handbook
        .adaptations
        .iter()
        .map(|one| one.subject.name())
        .collect();
    for wanted in [
        "stage",
        "question",
        "field",
        "choice",
        "instrument",
        "sector",
        "preset",
        "word",
    ] {
        assert!(subjects.contains(wanted), "{wanted}: {subjects:?}");
    }
}
