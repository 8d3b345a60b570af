//! The examples: sound, shown, exported; and what they state about real countries has a source.

use std::path::PathBuf;

use mainstream::handbook::{Kind, load_builtin};
use mainstream::project::Project;
use mainstream::yaml;

use crate::sandbox::Sandbox;

const EXAMPLES: [&str; 3] = ["jamaica.yaml", "sorania.yaml", "tunisia.yaml"];

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(name)
}

#[test]
fn the_list_of_examples_is_complete() {
    let folder = std::fs::read_dir(path("")).expect("the examples").flatten();
    let mut names: Vec<String> = folder
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names.retain(|name| name != "overlays");
    assert_eq!(names, EXAMPLES);
}

/// The fictitious country has one thing to mend, so that the demonstration shows a finding; each
/// project of an overlay shows the overlay's own rule.
#[test]
fn the_examples_are_without_a_finding_but_one() {
    let sandbox = Sandbox::new();
    let folder = path("").display().to_string();
    let output = sandbox.run(&["check", &folder, "--format", "json"]);
    let findings = output.stdout.matches("\"rule\":").count();
    assert_eq!((output.code, findings), (0, 3), "{output}");
    assert!(output.stdout.contains("decision-overdue"), "{output}");
    assert!(output.stdout.contains("sorania.yaml"), "{output}");
    for own in ["health/posts-empty", "municipality/service-not-looked-at"] {
        assert!(output.stdout.contains(own), "{output}");
    }
    // The projects of the overlays are checked too, each with its own.
    assert!(output.stdout.contains("\"files\": 5"), "{output}");
}

#[test]
fn the_examples_have_a_status_and_reports_in_every_format() {
    let sandbox = Sandbox::new();
    for name in EXAMPLES {
        let path = path(name).display().to_string();
        assert!(sandbox.ok(&["status", &path]).contains('%'), "{name}");
        for writer in mainstream::report::WRITERS {
            for language in ["en", "fr"] {
                let text = sandbox.ok(&["export", &path, "--to", writer.name, "--lang", language]);
                assert!(text.len() > 10_000, "{name} {} {language}", writer.name);
            }
        }
    }
}

#[test]
fn sorania_is_complete_and_says_that_it_is_invented() {
    let sandbox = Sandbox::new();
    let path = path("sorania.yaml").display().to_string();
    insta::assert_snapshot!(sandbox.run(&["status", &path]), @r#"
    Sorania: migration in the National Development Plan 2027–2031
    Fictitious country; all figures are invented.
    100% · 290 of 290 questions settled · 1 unknown · 2 not applicable

     Stage              Settled              To review
     0 Prepare            88/88  ██████████
     1 Analyse            71/71  ██████████
     2 Goals and route    27/27  ██████████
     3 Plan               17/17  ██████████
     4 Fund               22/22  ██████████
     5 Deliver            13/13  ██████████
     6 Monitor            52/52  ██████████

    Threads: 7 of 7 objectives followed through from problem to reading.

    Nothing is left to answer.
    [EOF]
    [exit status: 0]
    "#);
}

#[test]
fn every_fact_about_a_real_country_has_a_source_of_the_ledger() {
    let handbook = load_builtin().expect("no fault");
    for name in ["tunisia.yaml", "jamaica.yaml"] {
        let text = std::fs::read_to_string(path(name)).expect("the example");
        let parsed = yaml::parse(&text);
        let root = parsed.root.as_ref().expect("a project");
        let project = Project::read(root, &handbook);
        let sources: Vec<&str> = project.ids(None);
        assert!(!sources.is_empty(), "{name} has no sources");
        let mut n_facts = 0;
        for answer in project.answers() {
            let question = &handbook.questions[answer.question];
            if answer.value.is_some() && matches!(question.kind, Kind::Value(_)) {
                n_facts += 1;
                assert!(
                    !answer.evidence.is_empty(),
                    "{name}: {} has no source",
                    question.code
                );
            }
            for source in &answer.evidence {
                assert!(
                    sources.contains(&source.text),
                    "{name}: {} names {}",
                    question.code,
                    source.text
                );
            }
        }
        for record in project
            .records()
            .iter()
            .filter(|record| record.home.is_some())
        {
            n_facts += 1;
            let evidence = record.texts("evidence");
            assert!(
                !evidence.is_empty(),
                "{name}: record {} has no source",
                record.handle()
            );
            for source in evidence {
                assert!(
                    sources.contains(&source.text),
                    "{name}: {} names {}",
                    record.handle(),
                    source.text
                );
            }
        }
        assert!(n_facts > 20, "{name} states {n_facts} facts only");
    }
}
