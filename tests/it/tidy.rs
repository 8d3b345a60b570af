//! The canonical layout of project files: its laws on generated files, and what it looks like.

#![allow(
    clippy::unwrap_used,
    reason = "in a test, a missing value is a failure"
)]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use mainstream::handbook::{Handbook, load_builtin};
use mainstream::project::tidy;
use mainstream::yaml::edit::{self, EditError, Manner};
use mainstream::yaml::{Node, Route, Value, parse};
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::yaml_generated::{file, scribbled};

static HANDBOOK: LazyLock<Handbook> = LazyLock::new(|| load_builtin().unwrap());

fn config() -> Config {
    Config {
        failure_persistence: None,
        ..Config::default()
    }
}

/// Keys by their last letter: an order that generated files never have by themselves.
fn by_last_letter(text: &str) -> Result<String, EditError> {
    let rank = |_: &Route, key: &str| {
        let last = key.chars().last().filter(char::is_ascii_lowercase)?;
        Some(last as usize)
    };
    let is_spaced = |route: &Route| route.len() == 1;
    let manner = Manner {
        rank: &rank,
        is_spaced: &is_spaced,
    };
    edit::tidy(text, &manner)
}

/// The comments of a text in which no value has a `#`, sorted.
fn comments(text: &str) -> Vec<String> {
    let lines = text.lines().filter_map(|line| line.split_once('#'));
    let mut comments: Vec<String> = lines.map(|(_, rest)| rest.trim_end().to_owned()).collect();
    comments.sort();
    comments
}

/// Whether a value has the sign that comments begin with.
fn has_hash(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Null => false,
        Value::Scalar(scalar) => scalar.text.contains('#'),
        Value::Sequence(list) => list.items.iter().any(has_hash),
        Value::Mapping(map) => map.iter().any(|entry| has_hash(&entry.value)),
    }
}

/// What a typed reader sees, where it can read the text. Of a block at the end of a text without a
/// last line break it thinks otherwise than we do.
fn typed(text: &str) -> Option<serde_yaml::Value> {
    let read = text.ends_with('\n').then(|| serde_yaml::from_str(text));
    read?.ok()
}

/// The laws: the same meaning to us and to a typed reader, and nothing left to do.
fn holds_the_laws(old: &str, new: &str) {
    let (before, after) = (parse(old), parse(new));
    assert!(after.faults.is_empty(), "{old}\n=>\n{new}");
    let (before, after) = (before.root.unwrap(), after.root.unwrap());
    assert!(edit::is_equal(&before, &after), "{old}\n=>\n{new}");
    if let Some(old_value) = typed(old) {
        assert_eq!(Some(old_value), typed(new), "{old}\n=>\n{new}");
    }
    assert_eq!(old.contains("\r\n"), new.contains("\r\n"), "{old}\n=>\n{new}");
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_file_is_laid_out_once_and_says_the_same((text, _) in file()) {
        match by_last_letter(&text) {
            Ok(new) => {
                if !text.contains("\r\n") || text.lines().count() == text.matches("\r\n").count() {
                    holds_the_laws(&text, &new);
                }
                let again = by_last_letter(&new);
                prop_assert_eq!(again.as_deref(), Ok(new.as_str()), "from\n{}", text);
                for mark in ["# own line", "# apart", "# beside", "# the end", "# a project"] {
                    prop_assert!(text.matches(mark).count() <= new.matches(mark).count());
                }
            }
            Err(error) => prop_assert_ne!(error, EditError::Unsafe, "{}", text),
        }
    }

    #[test]
    fn scribbles_are_refused_or_laid_out_once(text in scribbled()) {
        match by_last_letter(&text) {
            Ok(new) => {
                let again = by_last_letter(&new);
                prop_assert_eq!(again.as_deref(), Ok(new.as_str()), "from\n{}", text);
                if !has_hash(&parse(&text).root.unwrap()) {
                    prop_assert_eq!(comments(&text), comments(&new), "from\n{}\nto\n{}", text, new);
                }
                if let Some(value) = typed(&text) {
                    prop_assert_eq!(Some(value), typed(&new), "from\n{}\nto\n{}", text, new);
                }
            }
            Err(error) => prop_assert_ne!(error, EditError::Unsafe, "{}", text),
        }
    }
}

fn yaml_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            yaml_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            found.push(path);
        }
    }
}

#[test]
fn every_fixture_and_example_is_laid_out_once() {
    let mut files = Vec::new();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["examples", "tests/fixtures/projects", "tests/fixtures/rules"] {
        yaml_files(&here.join(folder), &mut files);
    }
    let mut n_done = 0;
    for path in files {
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        match tidy(&text, &HANDBOOK) {
            Ok(new) => {
                holds_the_laws(&text, &new);
                assert_eq!(tidy(&new, &HANDBOOK).as_deref(), Ok(new.as_str()), "{path:?}");
                n_done += 1;
            }
            Err(error) => assert_ne!(error, EditError::Unsafe, "{path:?}"),
        }
    }
    assert!(n_done > 150, "{n_done}");
}
