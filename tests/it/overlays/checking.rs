//! What `handbook check` says of each faulty overlay, and that it never stops a project from opening.

use std::collections::{BTreeMap, BTreeSet};

use insta::assert_snapshot;
use mainstream::diagnostic::RuleId;
use mainstream::handbook::{CONTENT_RULES, FaultyFile};
use mainstream::language::{Language, placeholders};
use mainstream::lint::check_layers;
use mainstream::rules::page::{Page, Pages};

use super::{layer, names, put};
use crate::commands::SMALL;
use crate::sandbox::Sandbox;

#[test]
fn every_faulty_overlay_is_told_in_full() {
    let sandbox = Sandbox::new();
    for name in names("invalid") {
        put(&sandbox, "invalid", &name);
        let output = sandbox.run(&["handbook", "check", &name]);
        assert_snapshot!(
            format!("invalid_{}", name.replace('-', "_")),
            output.to_string()
        );
    }
}

/// Faults of own rules and of data files in the other languages too.
#[test]
fn faulty_rules_and_data_files_are_told_in_every_language() {
    for (language, sandbox) in [
        ("fr", Sandbox::new().french()),
        ("es", Sandbox::new().spanish()),
    ] {
        for name in [
            "own-rules",
            "own-expressions",
            "own-examples",
            "data-texts",
            "drops",
            "editions",
            "instruments",
            "phrases",
            "sectors",
        ] {
            put(&sandbox, "invalid", name);
            let output = sandbox.run(&["handbook", "check", name]);
            let snapshot = format!("invalid_{}_{language}", name.replace('-', "_"));
            assert_snapshot!(snapshot, output.to_string());
        }
    }
}

#[test]
fn a_project_opens_with_what_is_sound() {
    for name in names("invalid") {
        let sandbox = Sandbox::new();
        sandbox.write("small.yaml", SMALL);
        put(&sandbox, "invalid", &name);
        let output = sandbox.run(&["--handbook", &name, "status", "small.yaml"]);
        assert_eq!(output.code, 0, "{name}: {output}");
        let count = output.stderr.matches("handbook check").count();
        let has_load_faults = !super::load("invalid", &name).files.is_empty();
        assert_eq!(count, usize::from(has_load_faults), "{name}: {output}");
    }
}

#[test]
fn valid_overlays_have_no_fault() {
    for name in names("valid") {
        let review = check_layers(vec![layer("valid", &name)]);
        assert!(review.files.is_empty(), "{name}: {:#?}", review.files);
    }
}

#[test]
fn the_built_in_handbook_is_clean() {
    let review = check_layers(Vec::new());
    let errors: Vec<_> = review.files.iter().flat_map(FaultyFile::errors).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert!(review.n_files > 30);
}

/// Every rule is shown by a fixture, and every variant of its wording is used.
#[test]
fn every_rule_and_variant_is_shown_by_a_fixture() {
    let mut seen: BTreeMap<RuleId, BTreeSet<&str>> = BTreeMap::new();
    for name in names("invalid") {
        for file in check_layers(vec![layer("invalid", &name)]).files {
            for finding in file.findings {
                seen.entry(finding.rule)
                    .or_default()
                    .insert(finding.variant.unwrap_or("other"));
            }
        }
    }
    let pages = Pages::new(Language::En);
    let mut unseen = Vec::new();
    for rule in CONTENT_RULES {
        let found = seen
            .get(rule.id)
            .unwrap_or_else(|| panic!("no fixture shows {}", rule.id));
        let (page, _) = pages.page(rule.id).expect("a page");
        let texts = [Some(&page.message), Some(&page.label), page.help.as_ref()];
        let texts = texts
            .into_iter()
            .flatten()
            .flat_map(|wording| wording.texts());
        for variant in texts.filter_map(|(variant, _)| variant) {
            if variant != "other" && !found.contains(variant) {
                unseen.push(format!("{}: {variant}", rule.id));
            }
        }
    }
    assert!(unseen.is_empty(), "{unseen:?}");
}

fn texts(page: &Page) -> Vec<(String, BTreeSet<String>)> {
    let wordings = [
        ("message", Some(&page.message)),
        ("label", Some(&page.label)),
        ("help", page.help.as_ref()),
    ];
    let mut all = Vec::new();
    for (part, wording) in wordings {
        for (index, (variant, text)) in wording
            .into_iter()
            .flat_map(|wording| wording.texts())
            .enumerate()
        {
            assert!(!text.is_empty() && !text.ends_with('.'), "{part}: {text}");
            let is_name = |name: &&str| name.chars().all(|c| c.is_ascii_lowercase());
            let names = placeholders(text).into_iter().filter(is_name);
            let names = names.map(str::to_owned).collect();
            all.push((
                format!("{part} {} {index}", variant.unwrap_or("all")),
                names,
            ));
        }
    }
    for text in [&page.summary, &page.what, &page.why, &page.mend] {
        assert!(!text.trim().is_empty());
    }
    all
}

#[test]
fn every_language_tells_the_same_of_every_rule() {
    let ids: BTreeSet<&str> = CONTENT_RULES.iter().map(|rule| rule.id).collect();
    let english = Pages::new(Language::En);
    for code in ["en", "fr", "es"] {
        let pages = Pages::new(Language::of_code(code).expect("a language"));
        assert_eq!(pages.content_ids().collect::<BTreeSet<_>>(), ids, "{code}");
        for id in &ids {
            let (page, fallback) = pages.page(id).expect("a page");
            assert_eq!(fallback, None);
            let (wanted, _) = english.page(id).expect("a page");
            assert_eq!(texts(page), texts(wanted), "{code} {id}");
        }
    }
}

#[test]
fn findings_come_as_json_too() {
    let sandbox = Sandbox::new();
    put(&sandbox, "invalid", "circles");
    let text = sandbox.ends_with(&["handbook", "check", "circles", "--format", "json"], 1);
    let report: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(report["schema"], "mainstream/findings/1");
    assert_eq!(report["findings"][0]["rule"], "handbook-circular");
    assert_eq!(
        report["findings"][0]["file"],
        "circles/stages/0-prepare.yaml"
    );
}

#[test]
fn the_exit_code_follows_the_threshold() {
    let sandbox = Sandbox::new();
    put(&sandbox, "invalid", "unused-parts");
    let _ = sandbox.ends_with(&["handbook", "check", "unused-parts"], 0);
    let _ = sandbox.ends_with(
        &["handbook", "check", "unused-parts", "--fail-on", "advice"],
        1,
    );
    let _ = sandbox.ends_with(&["handbook", "check", "nowhere"], 3);
}

#[test]
fn rules_of_the_handbook_have_pages() {
    let sandbox = Sandbox::new();
    let page = sandbox.ok(&["explain", "handbook-drop-leaves-gap"]);
    assert!(
        page.contains("handbook-drop-leaves-gap (warning)"),
        "{page}"
    );
}
