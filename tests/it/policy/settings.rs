//! `mainstream.toml`: what is wrong with it has a place, and the nearest valid word.

use std::collections::BTreeSet;
use std::path::Path;

use mainstream::settings::{KEYS, KeyKind, parse};

use super::sandbox;
use crate::sandbox::Sandbox;

const FAULTS: [&str; 24] = [
    "chek = 1\n",
    "check = 1\n",
    "[check]\nprofil = \"draft\"\n",
    "[check]\nzzz = \"draft\"\n",
    "[check]\nprofile = \"reviw\"\n",
    "[check]\nprofile = \"zzz\"\n",
    "[check]\nprofile = 1\n",
    "[check]\nfail-on = \"warnings\"\n",
    "[check]\nfail-on = 3\n",
    "[check]\nfail-on = \"off\"\n",
    "[check]\nrules = [\"few-women\"]\n",
    "[check.rules]\nfew-woman = \"off\"\n",
    "[check.rules]\n# a comment with an é\nmoneyy = \"off\"\n",
    "[check.rules]\nfew-women = \"of\"\n",
    "[check.rules]\nfew-women = false\n",
    "[check.rules]\nyaml-syntax = \"warning\"\n",
    "[check.rules]\nsyntax = \"off\"\n",
    "[check]\nsuppress = \"few-women\"\n",
    "[check]\nsuppress = [\"few-women\"]\n",
    "[[check.suppress]]\nrule = \"few-woman\"\npath = \"D09\"\nreason = \"No\"\n",
    "[[check.suppress]]\nrule = \"not-a-project\"\npath = \"D09\"\nreason = \"No\"\n",
    "[[check.suppress]]\nrule = \"few-women\"\npaht = \"D09\"\n",
    "[[check.suppress]]\nuntil = \"2026-02-30\"\n",
    "[[check.suppress]]\nfile = \"a[\"\n",
];

#[test]
fn what_is_wrong_is_said_with_its_place_and_what_was_meant() {
    for (name, sandbox) in [
        ("en", Sandbox::new()),
        ("fr", Sandbox::new().french()),
        ("es", Sandbox::new().spanish()),
    ] {
        sandbox.write("a.yaml", super::faulty());
        let mut all = String::new();
        for text in FAULTS {
            sandbox.write("mainstream.toml", text);
            let output = sandbox.run(&["check", "a.yaml"]);
            assert_eq!(output.code, 3, "{text}{output}");
            all.push_str(&format!("{text}{output}\n"));
        }
        insta::assert_snapshot!(format!("settings_{name}"), all);
    }
}

/// Settings that are wrong in one folder do not keep others from being checked.
#[test]
fn settings_that_are_wrong_in_one_folder_do_not_hide_the_others() {
    let sandbox = sandbox();
    sandbox.write("sub/b.yaml", super::faulty());
    sandbox.write(
        "sub/mainstream.toml",
        "[check.rules]\nfew-woman = \"off\"\n",
    );
    let output = sandbox.run(&["check", ".", "--plain"]);
    assert_eq!(output.code, 3, "{output}");
    let text = output.to_string();
    assert_eq!(text.matches("no rule and no group").count(), 1, "{text}");
    assert!(
        text.contains("a.yaml:") && text.contains("b.yaml:"),
        "{text}"
    );
}

#[test]
fn a_day_may_be_written_both_ways() {
    for day in ["2027-03-31", "\"2027-03-31\""] {
        let text = format!("[[check.suppress]]\nuntil = {day}\n");
        let settings = parse("mainstream.toml", &text).expect("settings");
        let until = settings.check.silences[0].until.as_ref().expect("a day");
        assert_eq!(until.value.to_string(), "2027-03-31");
    }
    let moment = "[[check.suppress]]\nuntil = 2027-03-31T12:00:00Z\n";
    assert!(parse("mainstream.toml", moment).is_err());
}

/// The table of keys is what is read: each key it names is taken, and no other.
#[test]
fn every_key_of_the_table_is_read() {
    let mut paths = BTreeSet::new();
    for key in KEYS {
        assert!(paths.insert(key.path));
        let value = match key.kind {
            KeyKind::Language => "\"fr\"",
            KeyKind::Folders => "[\"overlays\"]",
            KeyKind::Table | KeyKind::Tables => continue,
            KeyKind::Grades => "{few-women = \"off\"}",
            KeyKind::Level => "\"warning\"",
            KeyKind::Date => "\"2027-03-31\"",
            KeyKind::Text | KeyKind::Profile | KeyKind::Rule | KeyKind::Path | KeyKind::Glob => {
                "\"some\""
            }
        };
        let line = format!("{} = {value}\n", key.name());
        let text = match key.table() {
            "" => line,
            "check.suppress" => format!("[[check.suppress]]\n{line}"),
            table => format!("[{table}]\n{line}"),
        };
        assert!(parse("mainstream.toml", &text).is_ok(), "{text}");
        let other = text.replace(key.name(), &format!("{}x", key.name()));
        // The table of a list has its name too.
        if key.table() != "check.suppress" || !other.contains("suppressx") {
            assert!(parse("mainstream.toml", &other).is_err(), "{other}");
        }
    }
}

#[test]
fn the_page_on_settings_shows_settings_that_can_be_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/configuration.md");
    let text = std::fs::read_to_string(path).expect("the page");
    let blocks: Vec<&str> = text
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split_once("```").map(|(block, _)| block))
        .collect();
    assert!(!blocks.is_empty());
    for block in blocks {
        let sandbox = sandbox();
        sandbox.write("overlays/country/handbook.toml", "format = 1\nid = \"country\"\nedition = \"1\"\nbase = {id = \"gmg\", edition = \"2026.1\"}\n");
        sandbox.write("mainstream.toml", block);
        let output = sandbox.run(&["check", "a.yaml"]);
        assert_eq!(output.code, 1, "{block}\n{output}");
    }
}
