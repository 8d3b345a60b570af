//! Who may use whom: dependencies between modules point one way.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Each module with the modules of ours it may use. A module not listed here fails the test.
const MAY_USE: [(&str, &[&str]); 31] = [
    ("source", &[]),
    ("words", &[]),
    ("assets", &[]),
    ("clock", &[]),
    ("yaml", &["source"]),
    ("diagnostic", &["source", "language"]),
    ("fingerprint", &["diagnostic"]),
    ("language", &["assets"]),
    ("store", &[]),
    ("snapshot", &["store", "words"]),
    (
        "handbook",
        &[
            "source",
            "yaml",
            "diagnostic",
            "language",
            "assets",
            "error",
            "words",
        ],
    ),
    ("project", &["source", "yaml", "language", "handbook"]),
    ("plan", &["source", "yaml", "handbook", "project", "assets"]),
    (
        "rules",
        &[
            "expression",
            "source",
            "yaml",
            "diagnostic",
            "language",
            "assets",
            "handbook",
            "project",
            "plan",
            "snapshot",
        ],
    ),
    (
        "expression",
        &["source", "yaml", "error", "handbook", "project"],
    ),
    (
        "interview",
        &["source", "yaml", "language", "handbook", "project", "words"],
    ),
    (
        "report",
        &["source", "yaml", "language", "handbook", "project", "plan"],
    ),
    (
        "emit",
        &["source", "diagnostic", "fingerprint", "language", "rules"],
    ),
    (
        "check",
        &[
            "source",
            "yaml",
            "diagnostic",
            "handbook",
            "project",
            "rules",
            "policy",
            "snapshot",
        ],
    ),
    (
        "policy",
        &[
            "source",
            "diagnostic",
            "fingerprint",
            "error",
            "handbook",
            "project",
            "rules",
        ],
    ),
    (
        "lint",
        &[
            "source",
            "yaml",
            "diagnostic",
            "language",
            "assets",
            "error",
            "handbook",
            "plan",
            "rules",
        ],
    ),
    ("upgrade", &["language", "yaml", "handbook", "project"]),
    ("repair", &["diagnostic", "yaml"]),
    (
        "schema",
        &[
            "source",
            "yaml",
            "language",
            "diagnostic",
            "handbook",
            "project",
            "settings",
            "rules",
            "policy",
        ],
    ),
    ("diff", &["source", "words", "yaml", "handbook", "project"]),
    ("merge", &["source", "yaml", "handbook", "project", "diff"]),
    ("ui", &[]),
    ("prompt", &["ui"]),
    ("error", &["language"]),
    (
        "settings",
        &[
            "source",
            "language",
            "error",
            "diagnostic",
            "project",
            "policy",
        ],
    ),
    ("commands", &["*"]),
];

/// Crates that only some modules may touch: they reach the disk, the terminal or the command line.
const KEPT_TO: [(&str, &[&str]); 7] = [
    ("std::fs", &["store", "settings", "commands"]),
    ("clap", &["commands"]),
    ("dialoguer", &["prompt"]),
    ("rustyline", &["prompt"]),
    ("granit_parser", &["yaml"]),
    ("cel", &["expression"]),
    ("anyhow", &["commands"]),
];

fn source_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The text of every file of a module, by module name; comments are left out.
fn modules() -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut folders = vec![source_folder()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let below = path.strip_prefix(source_folder()).expect("below src");
            let first = below
                .components()
                .next()
                .expect("a name")
                .as_os_str()
                .to_string_lossy();
            let module = first.trim_end_matches(".rs").to_owned();
            let text = std::fs::read_to_string(&path).expect("a source file");
            let code = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            found
                .entry(module)
                .or_default()
                .push_str(&code.collect::<Vec<_>>().join("\n"));
        }
    }
    found
}

fn used(code: &str) -> BTreeSet<String> {
    let after = code.split("crate::").skip(1);
    let names = after.map(|rest| {
        rest.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect::<String>()
    });
    names
        .filter(|name| name != "t" && !name.is_empty())
        .collect()
}

#[test]
fn dependencies_between_modules_point_one_way() {
    let allowed: BTreeMap<&str, &[&str]> = MAY_USE.into_iter().collect();
    let mut wrong = Vec::new();
    for (module, code) in modules() {
        if module == "lib" || module == "main" {
            continue;
        }
        let Some(may) = allowed.get(module.as_str()) else {
            wrong.push(format!("{module} has no row in the table"));
            continue;
        };
        for name in used(&code) {
            if name != module && !may.contains(&name.as_str()) && !may.contains(&"*") {
                wrong.push(format!("{module} uses {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_table_has_no_cycle() {
    let allowed: BTreeMap<&str, &[&str]> = MAY_USE.into_iter().collect();
    let mut placed: BTreeSet<&str> = BTreeSet::new();
    while placed.len() < allowed.len() {
        let next: Vec<&str> = allowed
            .iter()
            .filter(|(module, may)| {
                let free = may.contains(&"*") && placed.len() + 1 == allowed.len();
                !placed.contains(*module) && (free || may.iter().all(|name| placed.contains(name)))
            })
            .map(|(module, _)| *module)
            .collect();
        assert!(
            !next.is_empty(),
            "a cycle among {:?}",
            allowed.keys().filter(|name| !placed.contains(*name))
        );
        placed.extend(next);
    }
}

#[test]
fn disk_terminal_and_command_line_stay_at_the_edge() {
    let mut wrong = Vec::new();
    for (module, code) in modules() {
        for (name, keepers) in KEPT_TO {
            let uses =
                code.contains(&format!("{name}::")) || code.contains(&format!("use {name};"));
            if uses && !keepers.contains(&module.as_str()) {
                wrong.push(format!("{module} uses {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn main_is_thin() {
    let main = std::fs::read_to_string(source_folder().join("main.rs")).expect("main.rs");
    assert!(main.lines().count() < 30);
}

#[test]
fn no_test_file_is_forgotten() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let main = std::fs::read_to_string(folder.join("main.rs")).expect("main.rs");
    for entry in std::fs::read_dir(folder).expect("tests/it").flatten() {
        let name = entry
            .file_name()
            .to_string_lossy()
            .trim_end_matches(".rs")
            .to_owned();
        if name != "main" && name != "snapshots" {
            assert!(main.contains(&format!("mod {name};")), "{name} is not run");
        }
    }
}
