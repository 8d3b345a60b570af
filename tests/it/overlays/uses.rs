//! What results need of a project, held against the sources: a drop is reported where it hurts.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use mainstream::handbook::{Instruments, Kind, load_builtin};
use mainstream::plan::{USES, VIEWS, computations};

fn sources(folder: &str) -> Vec<(String, String)> {
    let mut open = vec![
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("src")
            .join(folder),
    ];
    let mut found: Vec<(String, String)> = Vec::new();
    while let Some(inner) = open.pop() {
        let paths: Vec<PathBuf> = std::fs::read_dir(inner)
            .expect("a folder")
            .flatten()
            .map(|entry| entry.path())
            .collect();
        for path in paths {
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).expect("a source");
                found.push((path.display().to_string(), text));
            }
        }
    }
    found
}

#[test]
fn every_computation_and_every_typed_view_is_in_the_table() {
    let names: BTreeSet<&str> = USES.iter().map(|uses| uses.name).collect();
    // Instruments name their record types themselves.
    let is_instrument = |name: &String| {
        let id = name.split(':').next().unwrap_or_default();
        Instruments::builtin().get(id).is_some()
    };
    for name in computations(Instruments::builtin())
        .iter()
        .filter(|name| !is_instrument(name))
    {
        assert!(names.contains(name.as_str()), "{name} is not in the table");
    }
    let used: BTreeSet<&str> = USES.iter().flat_map(|uses| uses.records).copied().collect();
    // Views that only single screens show, and no result is worked out from.
    let shown: BTreeSet<&str> = ["goal", "output", "target", "risk"].into();
    for view in VIEWS {
        let is_listed = used.contains(view.record) || shown.contains(view.record);
        assert!(is_listed, "no result in the table uses `{}`", view.record);
    }
}

#[test]
fn the_table_names_only_what_the_handbook_has() {
    let handbook = load_builtin().expect("no fault");
    for uses in USES {
        for record in uses.records {
            assert!(
                handbook.records.contains_key(record),
                "{}: {record}",
                uses.name
            );
        }
        for path in uses.questions {
            assert!(handbook.question(path).is_some(), "{}: {path}", uses.name);
        }
    }
    let known: BTreeSet<&str> = USES.iter().map(|uses| uses.name).collect();
    for question in &handbook.questions {
        if let Kind::Computed { compute } = &question.kind {
            let is_known = known.contains(compute.as_str());
            assert!(
                is_known || computations(Instruments::builtin()).contains(compute),
                "{compute}"
            );
        }
    }
}

/// A question that code names by its path is missed when it is dropped.
#[test]
fn every_question_that_code_names_is_in_the_table() {
    let handbook = load_builtin().expect("no fault");
    let listed: BTreeSet<&str> = USES
        .iter()
        .flat_map(|uses| uses.questions)
        .copied()
        .collect();
    for folder in ["plan", "rules", "report", "interview", "commands"] {
        for (file, text) in sources(folder) {
            let code = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            let code: String = code.collect::<Vec<_>>().join("\n");
            for word in code.split('"').skip(1).step_by(2) {
                let is_path = word.contains('.')
                    && handbook
                        .question(word)
                        .is_some_and(|question| question.path == word);
                assert!(!is_path || listed.contains(word), "{file} names {word}");
            }
        }
    }
}
