//! Overlays given on the command line.

use std::path::Path;

use crate::sandbox::Sandbox;

/// An overlay of the settings that is given by flag again is laid once, and has no fault by that.
#[test]
fn an_overlay_named_twice_is_laid_once() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/overlays");
    let project = examples.join("municipality-project/ostrel.yaml");
    let overlay = examples.join("municipality");
    let (project, overlay) = (project.display().to_string(), overlay.display().to_string());
    let once = Sandbox::new().run(&["status", &project]);
    let twice = Sandbox::new().run(&["status", &project, "--handbook", &overlay]);
    assert_eq!((once.code, twice.code), (0, 0), "{}", twice.stderr);
    assert_eq!(twice.stdout, once.stdout);
    assert_eq!(twice.stderr, once.stderr);
}
