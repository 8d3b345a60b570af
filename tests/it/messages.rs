//! The program's own words: every language has every message, with the same placeholders, all used.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use mainstream::language::{Language, Messages, fill, placeholders};

type Catalogue = BTreeMap<String, serde_yaml::Value>;

fn catalogue(language: &str) -> Catalogue {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("handbook/messages/{language}.yaml"));
    serde_yaml::from_str(&std::fs::read_to_string(path).expect("the catalogue"))
        .expect("a catalogue")
}

fn forms(value: &serde_yaml::Value) -> Vec<String> {
    match value {
        serde_yaml::Value::String(text) => vec![text.clone()],
        serde_yaml::Value::Mapping(map) => map
            .values()
            .map(|form| form.as_str().expect("a text").to_owned())
            .collect(),
        other => panic!("neither text nor forms: {other:?}"),
    }
}

fn names(value: &serde_yaml::Value) -> BTreeSet<String> {
    forms(value)
        .iter()
        .flat_map(|form| placeholders(form))
        .map(str::to_owned)
        .collect()
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_placeholders() {
    let (english, french) = (catalogue("en"), catalogue("fr"));
    let keys = |catalogue: &Catalogue| catalogue.keys().cloned().collect::<BTreeSet<_>>();
    let missing: Vec<_> = keys(&english)
        .symmetric_difference(&keys(&french))
        .cloned()
        .collect();
    assert!(missing.is_empty(), "in one language only: {missing:?}");
    for (key, text) in &english {
        assert_eq!(names(text), names(&french[key]), "placeholders of {key}");
        for form in forms(text).iter().chain(&forms(&french[key])) {
            assert!(!form.is_empty(), "{key} is empty");
        }
    }
}

#[test]
fn plural_messages_have_the_forms_their_language_needs() {
    for (language, needed) in [
        ("en", ["one", "other"].as_slice()),
        ("fr", &["one", "other"]),
    ] {
        for (key, value) in catalogue(language) {
            if let serde_yaml::Value::Mapping(map) = value {
                for form in needed {
                    assert!(map.contains_key(*form), "{language}: {key} lacks `{form}`");
                }
            }
        }
    }
}

/// Messages that are the same in both languages for good reason.
const SAME: [&str; 8] = [
    "word-",
    "money",
    "date",
    "number-",
    "list-separator",
    "command-",
    "finding-explain-command",
    "walk-new-record",
];

#[test]
fn no_french_message_is_left_in_english() {
    let (english, french) = (catalogue("en"), catalogue("fr"));
    let same: Vec<_> = english
        .iter()
        .filter(|(key, text)| {
            french.get(*key) == Some(text) && !SAME.iter().any(|start| key.starts_with(start))
        })
        .filter(|(_, text)| {
            forms(text)
                .iter()
                .any(|form| form.chars().filter(|c| c.is_alphabetic()).count() > 12)
        })
        .map(|(key, _)| key)
        .collect();
    assert!(same.is_empty(), "the same in both languages: {same:?}");
}

#[test]
fn french_messages_keep_to_french_typography() {
    for (key, value) in catalogue("fr") {
        for form in forms(&value) {
            let prose: String = form.split('`').step_by(2).collect();
            assert!(
                !prose.contains('\''),
                "{key}: straight apostrophe in {form:?}"
            );
            // A sign between dots is the name of a key: `· ? help`, and its space a no-break one.
            let prose = prose.replace("· ?\u{a0}", "· ");
            for mark in [" ;", " !", " ?", " »", "« ", " %"] {
                assert!(
                    !prose.contains(mark),
                    "{key}: plain space at {mark:?} in {form:?}"
                );
            }
        }
    }
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_message_is_used_and_every_used_message_exists() {
    let english = catalogue("en");
    let mut files = Vec::new();
    rust_files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    let code: String = files
        .iter()
        .map(|file| std::fs::read_to_string(file).expect("a source file"))
        .flat_map(|text| {
            text.lines()
                .map(|line| format!("{line}\n"))
                .collect::<Vec<_>>()
        })
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let quoted: BTreeSet<&str> = code.split('"').collect();
    // Keys put together from parts: the start and what fills the rest.
    let built = [
        "cli-", "month-", "state-", "thread-", "command-", "plan-", "report-", "walk-", "finding-",
        "syntax-",
    ];
    let unused: Vec<_> = english
        .keys()
        .filter(|key| {
            !quoted.contains(key.as_str()) && !built.iter().any(|start| key.starts_with(start))
        })
        .collect();
    assert!(unused.is_empty(), "never used: {unused:?}");
    let mut missing = Vec::new();
    // `t!(` stands at the end of `format!(` too.
    for (at, _) in code.match_indices("t!(") {
        let is_own = !code[..at].ends_with(|c: char| c.is_alphanumeric());
        let mut parts = code[at..].splitn(3, '"');
        let (call, key) = (
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
        );
        if is_own && call.len() < 60 && !call.contains(')') && !english.contains_key(key) {
            missing.push(key.to_owned());
        }
    }
    for call in code.split("Said::new(\"").skip(1) {
        let key = call.split('"').next().unwrap_or_default();
        if !english.contains_key(key) {
            missing.push(key.to_owned());
        }
    }
    assert!(missing.is_empty(), "used but not written: {missing:?}");
}

#[test]
fn the_plural_form_follows_the_language() {
    let english = Messages::load(Language::En);
    let french = Messages::load(Language::Fr);
    let n = |n: usize, messages: &Messages| messages.get("handbook-questions", &[("n", &n)]);
    assert_eq!(n(0, &english), "0 questions");
    assert_eq!(n(1, &english), "1 question");
    assert_eq!(n(0, &french), "0 question");
    assert_eq!(n(2, &french), "2 questions");
}

#[test]
fn a_placeholder_without_a_value_stays_visible() {
    assert_eq!(fill("a {b} c {d}", &[("b", &1)]), "a 1 c {d}");
    assert_eq!(fill("open { brace", &[]), "open { brace");
}

/// Words of the program that name a command, in all that people read.
#[test]
fn every_command_a_text_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let help = crate::sandbox::Sandbox::new().ok(&["--help"]);
    let commands: BTreeSet<&str> = help
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .collect();
    assert!(commands.contains("status"), "{help}");
    for name in ["messages/en", "messages/fr", "rules/en", "rules/fr"] {
        let text =
            std::fs::read_to_string(root.join(format!("handbook/{name}.yaml"))).expect("texts");
        for call in text.split("`mainstream ").skip(1) {
            let word = call.split([' ', '`']).next().unwrap_or_default();
            let known = commands.contains(word) || word.starts_with("--");
            assert!(
                known,
                "{name} names `mainstream {word}`, which does not exist"
            );
        }
        assert!(
            !text.contains("--fix"),
            "{name} names a flag that does not exist"
        );
    }
}
