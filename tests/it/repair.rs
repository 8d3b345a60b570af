//! Repairs: each removes its finding, adds none, and leaves everything else as it was.

#![allow(
    clippy::unwrap_used,
    reason = "in a test, a missing value is a failure"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use mainstream::diagnostic::{Finding, Level};
use mainstream::repair::{Mended, mend};
use mainstream::source::Span;
use mainstream::yaml::edit::{Edit, changes_no_more};
use mainstream::yaml::parse;

use crate::rules::{Bench, files};
use crate::sandbox::note;

fn look(text: &str) -> Vec<Finding> {
    Bench::shared()
        .check("mended.yaml", text.as_bytes())
        .findings
}

fn mended(text: &str, all: bool) -> Mended {
    mend(text, all, &look)
}

/// Every fixture that is a text, with its rule.
fn bad_files() -> Vec<(String, PathBuf, String)> {
    let mut found = Vec::new();
    for folder in files("rules") {
        let rule = folder.file_name().unwrap().to_string_lossy().into_owned();
        let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder)
            .unwrap()
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.is_file())
            .collect();
        paths.sort();
        for path in paths {
            if let Ok(text) = std::fs::read_to_string(&path) {
                found.push((rule.clone(), path, text));
            }
        }
    }
    found.extend(written_here());
    found
}

/// Slips that the fixtures do not show.
const SLIPS: [(&str, &str); 7] = [
    ("wrong-kind", "  readiness:\n    ownership: [partly]\n"),
    ("bad-number", "  readiness:\n    months-left: 12 months\n"),
    (
        "bad-year",
        "  readiness:\n    vision: V\nsources:\n  - id: s\n    title: T\n    year: 2013/14 # school year\n",
    ),
    (
        "duplicate-key",
        "  readiness:\n    vision: V\n    vision: V\n    ownership: partly\n",
    ),
    (
        "yaml-tag",
        "  readiness:\n    vision: !!str A vision\n    ownership: !x partly\n",
    ),
    ("missing-header-key", "  readiness:\n    vision: V\n"),
    (
        "stray-text",
        "  readiness:\n    vision: A vision\n      of two lines\n    ownership: partly\n",
    ),
];

fn written_here() -> Vec<(String, PathBuf, String)> {
    let slips = SLIPS.into_iter().map(|(rule, answers)| {
        let handbook = if rule == "missing-header-key" {
            ""
        } else {
            "handbook: {id: gmg, edition: \"2026.1\"}\n"
        };
        let text = format!(
            "# a slip\nmainstream: 1\n{handbook}country: XSO\ntitle: T\nlanguage: en\n\
             currency: XTS\nfictitious: true\nanswers:\n{answers}"
        );
        (rule.to_owned(), PathBuf::from(rule), text)
    });
    slips.collect()
}

#[test]
fn the_slips_are_mended() {
    for (rule, _, text) in written_here() {
        let done = mended(&text, true);
        assert!(
            done.made.iter().any(|one| one.rule == rule.as_str()),
            "{rule}: {:?}",
            done.before
        );
    }
}

fn counts(findings: &[Finding]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.rule.to_string()).or_default() += 1;
    }
    counts
}

fn n_comments(text: &str) -> usize {
    text.lines()
        .filter(|line| line.trim_start().starts_with('#'))
        .count()
}

#[test]
fn every_repair_of_a_fixture_removes_its_finding_and_adds_none() {
    let mut mending: BTreeSet<String> = BTreeSet::new();
    for (_, path, text) in bad_files() {
        let before = look(&text);
        let done = mended(&text, true);
        assert_eq!(done.before, before);
        assert_eq!(done.left, look(&done.text), "{path:?}");
        assert_eq!(n_comments(&done.text), n_comments(&text), "{path:?}");
        let made = counts(&done.made);
        let left = counts(&done.left);
        if parse(&text).faults.is_empty() {
            assert!(parse(&done.text).faults.is_empty(), "{path:?}");
            for (rule, n) in &left {
                let n_before = counts(&before).get(rule).copied().unwrap_or_default();
                let n_made = made.get(rule).copied().unwrap_or_default();
                assert!(*n <= n_before - n_made.min(n_before), "{path:?} {rule}");
            }
        }
        let is_open = |one: &&Finding| one.repair.is_some();
        let open: Vec<_> = done
            .left
            .iter()
            .filter(is_open)
            .map(|one| one.rule.to_string())
            .collect();
        assert_eq!(open.len(), done.n_left_out, "{path:?}: {open:?}");
        assert!(open.is_empty(), "{path:?}: {open:?}");
        // Mending again finds nothing to do.
        assert_eq!(mended(&done.text, true).text, done.text, "{path:?}");
        mending.extend(made.into_keys());
    }
    note(&format!("rules with a repair: {mending:?}"));
    assert!(mending.len() >= 27, "{mending:?}");
}

#[test]
fn without_leave_only_safe_repairs_are_made() {
    let mut n_made = 0;
    for (_, path, text) in bad_files() {
        let done = mended(&text, false);
        for finding in &done.made {
            assert!(finding.repair.as_ref().unwrap().safe, "{path:?}");
            n_made += 1;
        }
        if done.made.is_empty() {
            assert_eq!(done.text, text);
        }
    }
    assert!(n_made > 4, "{n_made}");
}

/// A finding at the first `old` that offers `new` in its place.
fn offer(text: &str, rule: &'static str, old: &str, new: &str) -> Option<Finding> {
    let start = text.find(old)?;
    let span = Span::new(start, start + old.len());
    Some(Finding::new(rule, Level::Error, span).repair(true, span, new))
}

#[test]
fn a_repair_that_brings_another_finding_is_left_out_and_the_others_are_made() {
    let look = |text: &str| {
        let offers = [
            offer(text, "a", "x: bad", "x: good"),
            offer(text, "b", "y: bad", "y: worse"),
            offer(text, "c", "worse", "worse"),
            offer(text, "d", "z: bad", "z: good"),
        ];
        offers.into_iter().flatten().collect()
    };
    let done = mend("x: bad # one\ny: bad\nz: bad\n", true, &look);
    assert_eq!(done.text, "x: good # one\ny: bad\nz: good\n");
    assert_eq!(done.n_left_out, 1);
    assert_eq!(done.made.len(), 2);
}

#[test]
fn repairs_that_undo_each_other_come_to_an_end() {
    let look = |text: &str| {
        let offers = [
            offer(text, "a", "x: 1", "x: 2"),
            offer(text, "a", "x: 2", "x: 1"),
        ];
        offers.into_iter().flatten().collect()
    };
    let done = mend("x: 1\n", true, &look);
    assert!(done.made.is_empty());
    assert_eq!(done.text, "x: 1\n");
}

#[test]
fn a_repair_of_one_place_may_change_that_place_alone() {
    let edit = |text: &str, old: &str, new: &str| {
        let start = text.find(old).unwrap();
        Edit {
            span: Span::new(start, start + old.len()),
            replacement: new.to_owned(),
        }
    };
    let stands = |text: &str, old: &str, new: &str| {
        let edits = [edit(text, old, new)];
        let after = edits[0].apply(text);
        changes_no_more(text, &after, &edits)
    };
    let text = "a: 1 # one\nb:\n  - x\n  - y\nc: 3\n";
    assert!(stands(text, "1", "2"));
    assert!(stands(text, "a:", "z:"));
    assert!(stands(text, "c: 3\n", "d: 4\nc: 3\n"));
    assert!(stands(text, "  - x\n", ""));
    assert!(!stands(text, "1 # one", "2"), "a comment is lost");
    assert!(
        !stands(text, "a: 1", "a: |\n  1"),
        "the comment becomes text"
    );
    assert!(!stands(text, "3\n", "[\n"), "it cannot be read");
    assert!(!stands(text, "b:\n", "b: &x\n"), "a new fault");
}

#[test]
fn line_ends_stay_as_they_are() {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rules/missing-header-key");
    let text = std::fs::read_to_string(folder.join("bad.yaml")).unwrap();
    let text = text.replace('\n', "\r\n");
    let done = mended(&text, true);
    assert_eq!(
        done.text.matches('\n').count(),
        done.text.matches("\r\n").count()
    );
}
