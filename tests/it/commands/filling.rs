//! A choice that fills a list: from the command line, in one change.

use crate::commands::{SMALL, small};
use crate::overlays;
use crate::sandbox::Sandbox;

const LISTED: &str = "  sector-links:
    sectors:
      # ours from before
      - id: care
        sector: health # with the nurses
        emigration: negative
";

fn project(more: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("p.yaml", format!("{SMALL}{more}"));
    sandbox
}

#[test]
fn a_choice_adds_the_entries_of_its_list() {
    let sandbox = small();
    let before = sandbox.read("small.yaml");
    insta::assert_snapshot!(sandbox.run(&["set", "small.yaml", "G301=oecd-five"]));
    insta::assert_snapshot!(sandbox.read("small.yaml"));
    assert_eq!(sandbox.run(&["check", "small.yaml"]).code, 0);
    // What was added is a draft until somebody has gone through it.
    let status = sandbox.ok(&["get", "small.yaml", "G302", "--json"]);
    assert!(status.contains("\"draft\""), "{status}");
    sandbox.ok(&["undo", "small.yaml"]);
    assert_eq!(sandbox.read("small.yaml"), before);
}

#[test]
fn what_is_there_stays_and_is_not_added_again() {
    let sandbox = project(LISTED);
    let said = sandbox.run(&["set", "p.yaml", "G301=oecd-five"]);
    assert!(
        said.stderr.contains("5 entries added to G302") && !said.stderr.contains("Health"),
        "{said}"
    );
    let text = sandbox.read("p.yaml");
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let ours =
        "# ours from before\n- id: care\nsector: health # with the nurses\nemigration: negative\n";
    assert!(lines.join("\n").contains(ours), "{text}");
    assert!(!text.contains("state: draft"), "{text}");
    // Another choice adds what it has more; the same one again adds nothing.
    let said = sandbox.run(&["set", "p.yaml", "G301=bangladesh-four"]);
    assert!(said.stderr.contains("3 entries added"), "{said}");
    let text = sandbox.read("p.yaml");
    let same = sandbox.run(&["set", "p.yaml", "G301=bangladesh-four"]);
    assert!(!same.stderr.contains("added"), "{same}");
    assert_eq!(sandbox.read("p.yaml"), text);
    // One that stands for no list adds nothing either.
    let own = sandbox.run(&["set", "p.yaml", "G301=own"]);
    assert!(!own.stderr.contains("added"), "{own}");
}

#[test]
fn a_list_that_does_not_apply_stays_so() {
    for more in [
        "    sectors: {state: not-applicable, reason: Done elsewhere}\n",
        "    sectors: {state: unknown}\n",
    ] {
        let sandbox = project(&format!("  sector-links:\n{more}"));
        let said = sandbox.run(&["set", "p.yaml", "G301=general"]);
        assert!(!said.stderr.contains("added"), "{said}");
        assert!(sandbox.read("p.yaml").contains(more));
    }
    let sandbox = project("  sector-links:\n    sectors: all of them\n");
    let said = sandbox.run(&["set", "p.yaml", "G301=general"]);
    assert!(!said.stderr.contains("added"), "{said}");
    assert!(sandbox.read("p.yaml").contains("all of them"));
    let sandbox = project("  sector-links:\n    sectors: {state: skipped}\n");
    let said = sandbox.run(&["set", "p.yaml", "G301=bangladesh-four"]);
    assert!(said.stderr.contains("4 entries added"), "{said}");
    let text = sandbox.read("p.yaml");
    assert!(
        text.contains("state: draft") && !text.contains("skipped"),
        "{text}"
    );
}

/// Ids depend on neither language nor order, and are taken by nothing else.
#[test]
fn ids_are_those_of_the_entries() {
    let sandbox = project(
        "  assessment:\n    findings:\n      - id: poverty\n        name: Poverty drives departures\n",
    );
    sandbox.ok(&["set", "p.yaml", "G301=bangladesh-four", "--lang", "fr"]);
    let text = sandbox.read("p.yaml");
    assert!(
        text.contains("- id: sector-poverty\n          sector: poverty"),
        "{text}"
    );
    assert!(
        text.contains("- id: environment\n          sector: environment"),
        "{text}"
    );
    assert_eq!(sandbox.run(&["check", "p.yaml"]).code, 0);
}

/// Records that the same command adds count too.
#[test]
fn what_else_is_set_comes_first() {
    let sandbox = small();
    let set = [
        "set",
        "small.yaml",
        "G301=bangladesh-four",
        "sector-links.sectors[+ours].sector=poverty",
    ];
    let said = sandbox.run(&set);
    assert!(said.stderr.contains("3 entries added"), "{said}");
    let text = sandbox.read("small.yaml");
    assert_eq!(text.matches("sector: poverty").count(), 1, "{text}");
    // A trial run shows all of it and writes nothing.
    let sandbox = small();
    let shown = sandbox.ok(&["set", "small.yaml", "G301=bangladesh-four", "--dry-run"]);
    assert_eq!(shown.matches("sector: ").count(), 4, "{shown}");
    assert_eq!(sandbox.read("small.yaml"), SMALL);
}

/// Every ready-made list makes a sound project, in every language.
#[test]
fn every_list_makes_a_sound_project() {
    for preset in ["general", "jamaica-nine", "bangladesh-four", "local-five"] {
        for language in ["en", "fr", "es"] {
            let sandbox = small();
            let said = sandbox.run(&[
                "set",
                "small.yaml",
                &format!("G301={preset}"),
                "--lang",
                language,
            ]);
            assert_eq!(said.code, 0, "{said}");
            assert!(said.stderr.contains("G302"), "{said}");
            let check = sandbox.run(&["check", "small.yaml", "--fail-on", "warning"]);
            assert_eq!(check.code, 0, "{check}");
        }
    }
}

#[test]
fn lists_of_overlays_fill_too() {
    let sandbox = small();
    overlays::put(&sandbox, "valid", "data-files");
    let set = [
        "--handbook",
        "data-files",
        "set",
        "small.yaml",
        "G301=coast",
    ];
    let said = sandbox.run(&set);
    assert!(
        said.stderr
            .contains("3 entries added to G302: Fisheries; Trade"),
        "{said}"
    );
    assert!(sandbox.read("small.yaml").contains("sector: fisheries"));
}
