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
use mainstream::yaml::{Data, EmitOptions, Node, Route, Style, Value, emit, parse};
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
    assert_eq!(
        old.contains("\r\n"),
        new.contains("\r\n"),
        "{old}\n=>\n{new}"
    );
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
        } else if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            found.push(path);
        }
    }
}

#[test]
fn every_fixture_and_example_is_laid_out_once() {
    let mut files = Vec::new();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in [
        "examples",
        "tests/fixtures/projects",
        "tests/fixtures/rules",
    ] {
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
                assert_eq!(
                    tidy(&new, &HANDBOOK).as_deref(),
                    Ok(new.as_str()),
                    "{path:?}"
                );
                n_done += 1;
            }
            Err(error) => assert_ne!(error, EditError::Unsafe, "{path:?}"),
        }
    }
    assert!(n_done > 150, "{n_done}");
}

/// Numbers that follow from a seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from((self.0 >> 33) % (sides.max(1) as u64)).unwrap()
    }
}

/// The keys of every mapping in another order; items stay where they are.
fn shuffled(data: &Data, dice: &mut Dice) -> Data {
    match data {
        Data::Sequence(items) => {
            Data::Sequence(items.iter().map(|item| shuffled(item, dice)).collect())
        }
        Data::Mapping(entries) => {
            let entries = entries.iter();
            let mut entries: Vec<_> = entries
                .map(|(key, value)| (key.clone(), shuffled(value, dice)))
                .collect();
            for last in (1..entries.len()).rev() {
                entries.swap(last, dice.roll(last + 1));
            }
            Data::Mapping(entries)
        }
        other => other.clone(),
    }
}

/// The text with a comment above some keys, and beside some, that names the key it is about.
fn remarked(text: &str, dice: &mut Dice) -> String {
    let parsed = parse(text);
    let mut blocks = Vec::new();
    block_texts(parsed.root.as_ref().unwrap(), &mut blocks);
    let mut out = String::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let (start, end) = (offset, offset + line.len());
        offset = end;
        let content = line.trim_start_matches([' ', '-']);
        let is_text = blocks
            .iter()
            .any(|(from, to)| *from < start && start <= *to);
        let name = content.split(':').next().unwrap();
        let is_key = !is_text && content.contains(':') && !name.contains([' ', '[', '"', '|']);
        let is_item = line.trim_start().starts_with("- ");
        let indent = line.len() - line.trim_start().len();
        let begins_block = blocks.iter().any(|(from, _)| start <= *from && *from < end);
        if is_key && !is_item && start > 0 && dice.roll(3) == 0 {
            out.push_str(&format!("{:indent$}# of {name}\n", ""));
        }
        if is_key && !begins_block && dice.roll(4) == 0 {
            out.push_str(&format!("{} # with {name}\n", line.trim_end()));
        } else {
            out.push_str(line);
        }
    }
    out
}

fn block_texts(node: &Node<'_>, found: &mut Vec<(usize, usize)>) {
    match &node.value {
        Value::Scalar(_) if node.span.len() > 1 => found.push((node.span.start, node.span.end)),
        Value::Sequence(list) => list.items.iter().for_each(|item| block_texts(item, found)),
        Value::Mapping(map) => map
            .iter()
            .for_each(|entry| block_texts(&entry.value, found)),
        _ => {}
    }
}

/// Every comment stands above, or on the line of, the key it names.
fn comments_are_in_place(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let mut n_found = 0;
    for (n, line) in lines.iter().enumerate() {
        if let Some((_, name)) = line.split_once("# of ") {
            let mut below = lines[n + 1..].iter();
            let next = below
                .find(|line| !line.trim_start().starts_with('#'))
                .unwrap();
            let key = next.trim_start_matches([' ', '-']);
            assert!(
                key.starts_with(&format!("{name}:")),
                "{name} above {next}\n{text}"
            );
            n_found += 1;
        }
        if let Some((before, name)) = line.split_once(" # with ") {
            let key = before.trim_start_matches([' ', '-']);
            assert!(
                key.starts_with(&format!("{name}:")),
                "{name} beside {before}\n{text}"
            );
            n_found += 1;
        }
    }
    n_found
}

/// Numbers stay numbers: the file has no types, its notation has.
fn as_written(node: &Node<'_>) -> Data {
    match &node.value {
        Value::Scalar(scalar) if scalar.style == Style::Plain => {
            if scalar.text == "true" {
                Data::Bool(true)
            } else if scalar.text.bytes().all(|byte| byte.is_ascii_digit()) {
                Data::Number(scalar.text.to_string())
            } else {
                Data::Text(scalar.text.to_string())
            }
        }
        Value::Sequence(list) => Data::Sequence(list.items.iter().map(as_written).collect()),
        Value::Mapping(map) => Data::Mapping(
            map.iter()
                .map(|entry| (entry.key.to_string(), as_written(&entry.value)))
                .collect(),
        ),
        _ => node.to_data(),
    }
}

static TUNISIA: LazyLock<String> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/tunisia.yaml");
    std::fs::read_to_string(path).unwrap()
});

proptest! {
    #![proptest_config(Config { cases: 24, ..config() })]

    #[test]
    fn in_whatever_order_a_project_is_written_it_is_laid_out_alike(
        seed in any::<u64>(),
        step in 1..5_usize,
        flat_lists in any::<bool>(),
    ) {
        let mut dice = Dice(seed);
        let parsed = parse(&TUNISIA);
        let data = as_written(parsed.root.as_ref().unwrap());
        let options = EmitOptions {
            step,
            list_step: if flat_lists { 0 } else { step },
            // So that lines do not become too long, or short enough, by their indentation alone.
            width: EmitOptions::default().width,
            ..EmitOptions::default()
        };
        let canonical = tidy(&emit(&data, 0, EmitOptions::default()), &HANDBOOK).unwrap();
        let messy = emit(&shuffled(&data, &mut dice), 0, options);
        let laid = tidy(&messy, &HANDBOOK).unwrap();
        // A list that fits its line in one notation need not in the other.
        let unfolded = |text: &str| {
            let parsed = parse(text);
            as_written(parsed.root.as_ref().unwrap())
        };
        prop_assert_eq!(unfolded(&laid), unfolded(&canonical));
        let remarks = remarked(&messy, &mut dice);
        let laid = tidy(&remarks, &HANDBOOK).unwrap();
        prop_assert_eq!(comments(&laid).len(), comments(&remarks).len());
        prop_assert!(comments_are_in_place(&laid) > 20);
        prop_assert_eq!(unfolded(&laid), unfolded(&canonical));
        prop_assert_eq!(tidy(&laid, &HANDBOOK).unwrap(), laid);
    }
}

/// What is written and what becomes of it.
fn becomes(old: &str, new: &str) {
    let old = format!("mainstream: 1\n{old}");
    let new = format!("mainstream: 1\n{new}");
    assert_eq!(tidy(&old, &HANDBOOK).as_deref(), Ok(new.as_str()));
}

#[test]
fn comments_stay_with_what_they_belong_to() {
    becomes(
        "answers:\n  set-up:\n    bodies: [{name: A, # short\n      id: a}] # one\n",
        "answers:\n  set-up:\n    bodies:  # one\n      - id: a\n        name: A  # short\n",
    );
    becomes(
        "sources:\n- title: T\n  # which one\n  id: t\n  # end of t\n# end of the ledger\nperiod: x\n",
        "# end of the ledger\nperiod: x\nsources:\n  # which one\n  - id: t\n    title: T\n    # end of t\n",
    );
    becomes(
        "title: |  # long\n    first\n\n    second\n  # below\ncountry: X\n",
        "country: X\n# below\ntitle: |  # long\n  first\n\n  second\n",
    );
    becomes(
        "country:\n  # the code\n  X # three letters\n",
        "# the code\ncountry: X  # three letters\n",
    );
}

#[test]
fn texts_keep_their_lines_and_words_lose_needless_quotes() {
    becomes("title: 'it''s so'\n", "title: it's so\n");
    becomes(
        "title: '1.10'\nlanguage: \"no\"\n",
        "title: \"1.10\"\nlanguage: \"no\"\n",
    );
    becomes("title: no\nx: 1e3\n", "title: no\nx: 1e3\n");
    becomes("title: \"a: b\"\n", "title: \"a: b\"\n");
    becomes(
        "title: >\n   one\n   two\n\n   three\n",
        "title: >\n  one\n  two\n\n  three\n",
    );
    becomes(
        "title: a line that runs on and on until it is longer\n  than a line may be, so that it takes two\n",
        "title: >-\n  a line that runs on and on until it is longer\n  than a line may be, so that it takes two\n",
    );
    becomes("title: |-\n  short\n", "title: short\n");
    becomes(
        "title: |+\n  one\n\n\nlanguage: fr\n",
        "title: |+\n  one\n\n\nlanguage: fr\n",
    );
    becomes(
        "x: [a,\n b]\ny: []\nz: {}\nw: ~\nv:\n",
        "x: [a, b]\ny: []\nz: {}\nw: null\nv:\n",
    );
}

#[test]
fn steps_stand_apart_and_blank_lines_do_not_add_up() {
    becomes(
        "\n\n\ntitle: T\nanswers:\n\n  case-file:\n    planning-level: national\n  readiness:\n    vision: V\n\n\n\n",
        "\ntitle: T\nanswers:\n  case-file:\n    planning-level: national\n\n  readiness:\n    vision: V\n",
    );
    becomes(
        "answers:\n  B:\n    B02: yes\n    political-backing: no\n  A: {}\n",
        "answers:\n  A: {}\n\n  B:\n    political-backing: no\n    B02: yes\n",
    );
}

#[test]
fn what_is_said_about_the_check_stands_in_the_header() {
    becomes(
        "answers: {}\nsuppress:\n- {reason: R, rule: few-women, path: set-up}\nprofile: draft\n",
        "profile: draft\nsuppress:\n  - rule: few-women\n    path: set-up\n    reason: R\nanswers: {}\n",
    );
}

#[test]
fn markers_and_line_ends_stay() {
    let text =
        "\u{feff}%YAML 1.2\r\n# before\r\n---\r\n# head\r\ncountry: X\r\nmainstream: 1\r\n...\r\n";
    let laid = tidy(text, &HANDBOOK).unwrap();
    assert_eq!(
        laid,
        "\u{feff}%YAML 1.2\r\n# before\r\n---\r\n# head\r\nmainstream: 1\r\ncountry: X\r\n...\r\n"
    );
    assert_eq!(tidy("a: 1\na: 2\n", &HANDBOOK), Err(EditError::Faulty));
    assert!(matches!(
        tidy("- a\n", &HANDBOOK),
        Err(EditError::WrongKind(_))
    ));
}

/// The first is written by the program itself: `set`, `walk` and `fmt` agree.
#[test]
fn examples_are_laid_out_already() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["sorania", "tunisia", "jamaica"] {
        let text = std::fs::read_to_string(here.join(format!("examples/{name}.yaml"))).unwrap();
        assert!(tidy(&text, &HANDBOOK).as_ref() == Ok(&text), "{name}");
    }
}
