//! The overlays of the examples, and the projects that use them.

use std::path::Path;

use mainstream::handbook::{FaultyFile, Layer};
use mainstream::lint::check_layers;

use crate::rules::overlay_files;
use crate::sandbox::Sandbox;

/// Overlay, project, a text of the overlay in English and in French, a reason in French.
const EXAMPLES: [(&str, &str, [&str; 3]); 2] = [
    (
        "municipality",
        "municipality-project/ostrel.yaml",
        [
            "Local check",
            "Examen local",
            "Une commune planifie pour son propre territoire.",
        ],
    ),
    (
        "health",
        "health-project/sorania-health.yaml",
        [
            "Health workers and care",
            "Personnel de santé et soins",
            "la santé est financée par le budget",
        ],
    ),
];

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/overlays")
}

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    for (path, text) in overlay_files(&folder()) {
        sandbox.write(&format!("overlays/{path}"), text);
    }
    sandbox
}

#[test]
fn the_overlays_are_clean() {
    for (name, ..) in EXAMPLES {
        let layer = Layer::new(name, overlay_files(&folder().join(name)));
        let review = check_layers(vec![layer]);
        assert!(review.files.is_empty(), "{name}: {:#?}", review.files);
    }
    let layers = EXAMPLES.map(|(name, ..)| Layer::new(name, overlay_files(&folder().join(name))));
    let review = check_layers(layers.to_vec());
    let faults: Vec<_> = review.files.iter().flat_map(FaultyFile::errors).collect();
    assert!(
        faults.len() <= 1,
        "together only what both drop is said twice: {faults:#?}"
    );
}

#[test]
fn the_projects_are_checked_and_exported_with_them() {
    let sandbox = sandbox();
    // Each project shows the own rule of its overlay, and nothing else.
    let checked = sandbox.ok(&["check", "overlays", "--fail-on", "warning"]);
    let lines = checked
        .lines()
        .filter(|line| line.contains('[') && line.contains("]:"));
    let rules: Vec<&str> = lines
        .filter_map(|line| line.split(['[', ']']).nth(1))
        .collect();
    assert_eq!(
        rules,
        ["health/posts-empty", "municipality/service-not-looked-at"]
    );
    for (name, project, [english, french, reason]) in EXAMPLES {
        let project = format!("overlays/{project}");
        let checked = sandbox.ok(&["check", &project]);
        assert!(checked.contains(&format!("advice[{name}/")), "{checked}");
        let status = sandbox.ok(&["status", &project]);
        assert!(status.contains(english), "{status}");
        assert!(status.contains("invented"), "{status}");
        let report = sandbox.ok(&["export", &project, "--to", "markdown", "--lang", "en"]);
        assert!(
            report.contains(english) && report.contains("## How the method was adapted"),
            "{report}"
        );
        assert!(!report.contains("could not be read"), "{report}");
        let report = sandbox.ok(&["export", &project, "--to", "markdown", "--lang", "fr"]);
        assert!(
            report.contains(french) && report.contains(reason),
            "{name}: {report}"
        );
        for format in ["html", "json"] {
            let report = sandbox.ok(&["export", &project, "--to", format, "--lang", "fr"]);
            assert!(
                report.contains("Comment la méthode a été adaptée"),
                "{format}"
            );
        }
    }
}

/// What the overlays say of sectors, of ready-made lists and of empty phrases.
#[test]
fn the_overlays_tell_of_their_sectors() {
    let sandbox = sandbox();
    let health = ["--handbook", "overlays/health", "handbook", "sector"];
    assert!(sandbox.ok(&health).starts_with("  health  "));
    let shown = sandbox.ok(&[&health[..], &["health"]].concat());
    for wanted in ["Does any clinic report", "Do foreign diplomas", "  XH1  "] {
        assert!(shown.contains(wanted), "{wanted}: {shown}");
    }
    let local = ["--handbook", "overlays/municipality"];
    let project = "overlays/municipality-project/ostrel.yaml";
    let why = [&local[..], &["handbook", "sector"]].concat();
    assert!(
        sandbox
            .ok(&why)
            .contains("municipal-services  Municipal: sectors of our own services"),
    );
    let text = sandbox.read(project);
    assert!(text.contains("sector-preset: municipal-services"), "{text}");
    for sector in [
        "urban",
        "education",
        "health",
        "social-protection",
        "displacement",
        "data",
    ] {
        assert!(text.contains(&format!("sector: {sector}\n")), "{sector}");
    }
    let empty = text.replace(
        "a doctor and a roof",
        "a doctor and a roof, as resources allow",
    );
    sandbox.write(project, empty);
    let checked = sandbox.ok(&[
        "check",
        project,
        "--profile",
        "review",
        "--fail-on",
        "error",
    ]);
    assert!(checked.contains("as resources allow"), "{checked}");
}
