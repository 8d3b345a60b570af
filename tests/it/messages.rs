//! The program's own words: their plural forms, their order, and that every one is used.
//!
//! What holds for all texts in all languages is in `languages`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use mainstream::language::{Language, Messages, fill};

type Catalogue = BTreeMap<String, serde_yaml::Value>;

fn text(language: &str) -> String {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("handbook/messages/{language}.yaml"));
    std::fs::read_to_string(path).expect("the catalogue")
}

fn catalogue(language: &str) -> Catalogue {
    serde_yaml::from_str(&text(language)).expect("a catalogue")
}

#[test]
fn plural_messages_have_the_forms_their_language_needs() {
    for language in Language::ALL {
        // French and Spanish say `un millón de preguntas` of a million.
        let needed: &[&str] = match language {
            Language::En | Language::Other(_) => &["one", "other"],
            Language::Fr | Language::Es => &["one", "many", "other"],
        };
        for (key, value) in catalogue(language.code()) {
            if let serde_yaml::Value::Mapping(map) = value {
                let forms: BTreeSet<&str> = map.keys().filter_map(|form| form.as_str()).collect();
                let needed: BTreeSet<&str> = needed.iter().copied().collect();
                assert_eq!(forms, needed, "{language}: {key}");
            }
        }
    }
}

#[test]
fn messages_stand_in_the_same_order_in_every_language() {
    let keys = |language: Language| {
        let text = text(language.code());
        let keys = text.lines().filter_map(|line| line.split_once(':'));
        keys.map(|(key, _)| key.to_owned())
            .filter(|key| !key.starts_with([' ', '#', '"']))
            .collect::<Vec<_>>()
    };
    let english = keys(Language::En);
    for language in Language::ALL {
        for (own, wanted) in keys(language).iter().zip(&english) {
            assert_eq!(own, wanted, "{language}");
        }
    }
}

/// The words of the command line are put together from its parts; all of them stand in some help.
#[test]
fn every_word_of_the_command_line_stands_in_a_help() {
    let sandbox = crate::sandbox::Sandbox::new().width(400);
    let mut help = String::new();
    for command in crate::docs::COMMANDS.iter().chain(&[""]) {
        let mut arguments: Vec<&str> = command.split_whitespace().collect();
        arguments.push("--help");
        help.push_str(&sandbox.ok(&arguments));
    }
    let help: Vec<&str> = help.split_whitespace().collect();
    let help = help.join(" ");
    let unused: Vec<_> = catalogue("en")
        .into_iter()
        .filter(|(key, _)| key.starts_with("cli-") && !key.starts_with("cli-value-"))
        .filter_map(|(key, text)| Some((key, text.as_str()?.to_owned())))
        .filter(|(_, text)| !text.contains('{') && !help.contains(text.as_str()))
        .collect();
    assert!(unused.is_empty(), "in no help: {unused:?}");
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
    // Keys put together from parts: what stands before the first part that is filled in.
    let built: BTreeSet<&str> = quoted
        .iter()
        .filter_map(|text| text.split_once('{'))
        .map(|(start, _)| start)
        .filter(|start| start.ends_with('-') && english.keys().any(|key| key.starts_with(start)))
        .collect();
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
    let spanish = Messages::load(Language::Es);
    assert_eq!(n(0, &spanish), "0 preguntas");
    assert_eq!(n(1, &spanish), "1 pregunta");
    assert_eq!(n(2_000_000, &spanish), "2000000 de preguntas");
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
    let names = ["messages", "rules"].into_iter();
    let names =
        names.flat_map(|folder| Language::ALL.map(|language| format!("{folder}/{language}")));
    for name in names {
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
    }
}
