//! Merging: every text of both sides is in the result, and what people have to decide is a conflict in it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use mainstream::diff::compare;
use mainstream::handbook::{Handbook, load_builtin};
use mainstream::merge::{Disagreement, Merged, Side, conflicts, merge, merge_prose, settle};
use mainstream::yaml::{Node, Value, parse};
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::diff::generated::{drawn, file, project, strokes};
use crate::sandbox::Sandbox;

thread_local! {
    static HANDBOOK: Handbook = load_builtin().expect("no fault");
}

fn merged(base: &str, ours: &str, theirs: &str) -> Merged {
    HANDBOOK.with(|handbook| merge(base, ours, theirs, handbook).expect("merged"))
}

fn differs(old: &str, new: &str) -> Vec<String> {
    let (old, new) = (parse(old), parse(new));
    assert!(new.faults.is_empty(), "{:?}", new.faults);
    let (old, new) = (old.root.expect("a tree"), new.root.expect("a tree"));
    let changes = HANDBOOK.with(|handbook| compare(&old, &new, handbook));
    changes.iter().map(|change| format!("{change:?}")).collect()
}

fn settled(merged: &Merged, side: Side) -> String {
    let mut text = merged.text.clone();
    loop {
        let next = {
            let parsed = parse(&text);
            conflicts(&parsed.root.expect("a tree")).pop()
        };
        let Some(conflict) = next else {
            return text;
        };
        text = HANDBOOK.with(|handbook| settle(&text, handbook, &conflict, side).expect("settled"));
    }
}

/// The sentences of all texts with a blank in them: what people wrote, not ids.
fn sentences(text: &str) -> BTreeSet<String> {
    fn visit(node: &Node<'_>, found: &mut BTreeSet<String>) {
        match &node.value {
            Value::Scalar(scalar) => {
                let sentences = scalar.text.split_inclusive(['.', '\n']);
                let sentences = sentences.map(|sentence| sentence.trim().to_owned());
                found.extend(sentences.filter(|sentence| sentence.contains(' ')));
            }
            Value::Sequence(list) => list.items.iter().for_each(|item| visit(item, found)),
            Value::Mapping(map) => map.iter().for_each(|entry| visit(&entry.value, found)),
            Value::Null => {}
        }
    }
    let parsed = parse(text);
    let mut found = BTreeSet::new();
    visit(&parsed.root.expect("a tree"), &mut found);
    found
}

fn comments(text: &str) -> BTreeSet<&str> {
    let comments = text
        .lines()
        .filter_map(|line| line.find('#').map(|at| &line[at..]));
    comments.collect()
}

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/merge");
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the fixtures")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    found.sort();
    found
}

/// `MAINSTREAM_UPDATE_DOCS=1` writes what is expected anew.
#[test]
fn everyday_cases_merge_as_expected() {
    for folder in fixtures() {
        let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_default();
        let (base, ours, theirs) = (read("base.yaml"), read("ours.yaml"), read("theirs.yaml"));
        let merged = merged(&base, &ours, &theirs);
        if std::env::var_os("MAINSTREAM_UPDATE_DOCS").is_some() {
            fs::write(folder.join("expected.yaml"), &merged.text).expect("written");
        }
        let name = folder.display();
        assert_eq!(merged.text, read("expected.yaml"), "{name}");
        let kept = sentences(&merged.text);
        for side in [&ours, &theirs] {
            let new = &sentences(side) - &sentences(&base);
            assert!(new.is_subset(&kept), "{name}: lost {:?}", &new - &kept);
            let new = &comments(side) - &comments(&base);
            let kept = comments(&merged.text);
            assert!(new.is_subset(&kept), "{name}: lost {:?}", &new - &kept);
        }
        for side in [Side::Ours, Side::Theirs] {
            assert!(parse(&settled(&merged, side)).faults.is_empty(), "{name}");
        }
    }
}

#[test]
fn sentences_of_both_sides_are_kept_and_rewritten_ones_are_left_to_people() {
    let base = "One stays. Two stays.";
    let merged = merge_prose(
        base,
        "One stays. Two stays. Ours came.",
        "Theirs begins. One stays. Two stays.",
    );
    assert_eq!(
        merged.as_deref(),
        Some("Theirs begins. One stays. Two stays. Ours came.")
    );
    let both = merge_prose(
        base,
        "One stays. Two stays. Bread rises.",
        "One stays. Two stays. Rivers flood.",
    );
    assert_eq!(
        both.as_deref(),
        Some("One stays. Two stays. Bread rises. Rivers flood.")
    );
    let alike = merge_prose(
        base,
        "One stays. Two stays. Wages rise by half.",
        "One stays. Two stays. Wages rise by a third.",
    );
    assert_eq!(alike, None, "two ways to say one thing");
    assert_eq!(
        merge_prose(base, "One goes. Two stays.", "One is left. Two stays."),
        None
    );
    assert_eq!(
        merge_prose(base, "Two stays.", "One stays still. Two stays."),
        None
    );
}

fn few() -> Config {
    Config {
        cases: 40,
        failure_persistence: None,
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn a_version_that_did_not_change_has_no_say(before in strokes(4), after in strokes(6)) {
        let base = drawn(&project(), &before);
        let x = file(&drawn(&base, &after));
        let base = file(&base);
        prop_assert_eq!(merged(&base, &x, &base).text, x.clone());
        prop_assert_eq!(merged(&base, &base, &x).text, x.clone());
        prop_assert_eq!(merged(&base, &x, &x).text, x);
    }

    #[test]
    fn no_sentence_is_lost(
        before in strokes(3), ours in strokes(5), theirs in strokes(5),
    ) {
        let base = drawn(&project(), &before);
        let (ours, theirs) = (file(&drawn(&base, &ours)), file(&drawn(&base, &theirs)));
        let base = file(&base);
        let merged = merged(&base, &ours, &theirs);
        prop_assert!(parse(&merged.text).faults.is_empty());
        let kept = sentences(&merged.text);
        for side in [&ours, &theirs] {
            let new = &sentences(side) - &sentences(&base);
            prop_assert!(new.is_subset(&kept), "lost {:?} in\n{}", &new - &kept, merged.text);
        }
    }

    #[test]
    fn sides_change_nothing_but_their_names(
        before in strokes(3), ours in strokes(4), theirs in strokes(4),
    ) {
        let base = drawn(&project(), &before);
        let (ours, theirs) = (file(&drawn(&base, &ours)), file(&drawn(&base, &theirs)));
        let base = file(&base);
        let (one, other) = (merged(&base, &ours, &theirs), merged(&base, &theirs, &ours));
        prop_assert_eq!(sentences(&one.text), sentences(&other.text));
        prop_assert_eq!(one.conflicts.len(), other.conflicts.len(), "{}\n---\n{}", one.text, other.text);
    }

    #[test]
    fn conflicts_settled_one_way_give_that_side(
        before in strokes(3), ours in strokes(5), theirs in strokes(5),
    ) {
        let base = drawn(&project(), &before);
        let (ours, theirs) = (file(&drawn(&base, &ours)), file(&drawn(&base, &theirs)));
        let merged = merged(&file(&base), &ours, &theirs);
        for side in [Side::Ours, Side::Theirs] {
            for conflict in &merged.conflicts {
                let Disagreement::Value { ours, theirs, .. } = &conflict.about else {
                    continue;
                };
                let wanted = if side == Side::Ours { ours } else { theirs };
                let text = HANDBOOK.with(|handbook| {
                    settle(&merged.text, handbook, conflict, side).expect("settled")
                });
                let parsed = parse(&text);
                let root = parsed.root.expect("a tree");
                let found = root.at(&conflict.route);
                match (found, wanted) {
                    (Some(node), Some(data)) => prop_assert!(data.same_as(node), "{text}"),
                    (found, wanted) => prop_assert_eq!(found.is_none(), wanted.is_none(), "{}", text),
                }
            }
            let text = settled(&merged, side);
            prop_assert!(parse(&text).faults.is_empty());
        }
        if ours == theirs {
            prop_assert!(differs(&merged.text, &ours).is_empty());
        }
    }
}

fn case(name: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/merge")
        .join(name);
    for version in ["base", "ours", "theirs"] {
        let text = fs::read_to_string(folder.join(format!("{version}.yaml"))).expect("a fixture");
        sandbox.write(&format!("{version}.yaml"), text);
    }
    sandbox
}

const THREE: [&str; 4] = ["merge", "base.yaml", "ours.yaml", "theirs.yaml"];

#[test]
fn the_command_writes_ours_lists_conflicts_and_settles_them() {
    let sandbox = case("both-change-one-value");
    let theirs = sandbox.read("theirs.yaml");
    let output = sandbox.run(&[&THREE[..], &["-o", "ours.yaml"]].concat());
    insta::assert_snapshot!("merge_output", output);
    insta::assert_snapshot!("merge_list", sandbox.run(&["merge", "--list", "ours.yaml"]));
    let checked = sandbox.run(&["check", "ours.yaml"]);
    assert!(checked.stdout.contains("conflict-left-over"), "{checked}");
    assert_eq!(sandbox.run(&["status", "ours.yaml"]).code, 0);
    let nobody = sandbox.run(&["merge", "--resolve", "ours.yaml"]);
    assert_eq!(nobody.code, 4, "{nobody}");
    let wrong = sandbox.run(&["merge", "ours.yaml", "--ours", "B02"]);
    assert_eq!(wrong.code, 3, "{wrong}");
    let settled = sandbox.run(&["merge", "ours.yaml", "--theirs", "B01"]);
    assert_eq!(settled.code, 0, "{settled}");
    assert_eq!(
        differs(&theirs, &sandbox.read("ours.yaml")),
        Vec::<String>::new()
    );
}

#[test]
fn a_deleted_record_can_be_settled_both_ways() {
    for (name, keeper) in [
        ("one-deletes-the-other-edits", Side::Theirs),
        ("theirs-deletes-ours-edits", Side::Ours),
    ] {
        for side in [Side::Ours, Side::Theirs] {
            let sandbox = case(name);
            let output = sandbox.run(&[&THREE[..], &["-o", "out.yaml"]].concat());
            assert_eq!(output.code, 1, "{output}");
            let flag = format!("--{}", side.name());
            sandbox.ok(&["merge", "out.yaml", &flag, "set-up.bodies[steering]"]);
            let text = sandbox.read("out.yaml");
            assert_eq!(
                text.contains("id: steering"),
                side == keeper,
                "{name} {side:?}\n{text}"
            );
            assert!(!text.contains("conflict"), "{text}");
        }
    }
}

#[test]
fn what_cannot_be_merged_is_refused_and_nothing_is_written() {
    let sandbox = case("both-change-one-value");
    let ours = sandbox.read("ours.yaml");
    let theirs = sandbox.read("theirs.yaml");
    let mut said = String::new();
    for text in [
        theirs.replace("2026.1", "2025.1"),
        theirs.replace("answers:", "answers: ["),
        theirs.replace("mainstream: 1", "mainstream: 7"),
        theirs.replace("id: steering", "id: ministry-labour"),
    ] {
        sandbox.write("theirs.yaml", text);
        let output = sandbox.run(&[&THREE[..], &["-o", "ours.yaml"]].concat());
        assert_eq!(output.code, 3, "{output}");
        said.push_str(&output.stderr);
        assert_eq!(sandbox.read("ours.yaml"), ours);
    }
    insta::assert_snapshot!("merge_refused", said);
    assert_eq!(
        sandbox
            .run(&["merge", "nowhere.yaml", "ours.yaml", "ours.yaml"])
            .code,
        3
    );
    assert_eq!(sandbox.run(&["merge", "ours.yaml"]).code, 2);
}
