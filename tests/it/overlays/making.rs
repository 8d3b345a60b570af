//! Making overlays: a skeleton to begin with, and the built-in handbook as files.

use crate::sandbox::Sandbox;

#[test]
fn a_new_overlay_is_clean_in_every_language() {
    for code in ["en", "fr", "es"] {
        let sandbox = Sandbox::new();
        sandbox.ok(&["--lang", code, "handbook", "new-overlay", "commune"]);
        let manifest = sandbox.read("commune/handbook.toml");
        assert!(manifest.contains("id = \"commune\""), "{manifest}");
        assert!(
            manifest.contains(&format!("complete = [\"{code}\"]")),
            "{manifest}"
        );
        let check = ["handbook", "check", "commune", "--fail-on", "advice"];
        assert_eq!(sandbox.ok(&check), "");
        let shown = sandbox.ok(&[
            "--lang",
            code,
            "--handbook",
            "commune",
            "handbook",
            "show",
            "A80",
        ]);
        assert!(shown.starts_with("A80"), "{shown}");
        let again = sandbox.run(&["handbook", "new-overlay", "commune"]);
        assert_eq!(again.code, 5, "{again}");
    }
}

#[test]
fn an_id_that_is_none_is_refused() {
    let sandbox = Sandbox::new();
    let refused = sandbox.run(&["handbook", "new-overlay", "x", "--id", "Commune 1"]);
    assert_eq!(refused.code, 2, "{refused}");
    assert!(!sandbox.path("x").exists());
}

#[test]
fn the_handbook_as_files_is_the_same_handbook() {
    let sandbox = Sandbox::new();
    sandbox.write("small.yaml", crate::commands::SMALL);
    sandbox.ok(&["handbook", "write-out", "own"]);
    assert!(!sandbox.path("own/demo").exists());
    assert_eq!(
        sandbox.ok(&["handbook", "check", "own", "--fail-on", "advice"]),
        ""
    );
    for command in [
        ["handbook", "list", "--plain"],
        ["export", "small.yaml", "--to=json"],
        ["export", "small.yaml", "--to=markdown"],
    ] {
        let own = [&["--handbook", "own"], command.as_slice()].concat();
        assert_eq!(sandbox.ok(&own), sandbox.ok(&command), "{command:?}");
    }
    let again = sandbox.run(&["handbook", "write-out", "own"]);
    assert_eq!(again.code, 5, "{again}");
}
