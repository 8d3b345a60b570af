//! `diff` and `patch` as people use them.

use std::process::Command;

use crate::sandbox::Sandbox;

const OLD: &str = "\
mainstream: 1
handbook: {id: gmg, edition: \"2026.1\"}
country: XSO
title: Migration in the plan
answers:
  case-file:
    planning-level: national
    migration-roles: [origin, return]
  readiness:
    political-backing: partly # a remark
    vision: |
      People move safely. Their money helps their families.

      The plan says how.
  set-up:
    bodies:
      # the first one
      - id: ministry-labour
        name: Ministry of Labour
        role: ministry
        act-date: \"2026-03-31\"
      - id: steering
        name: Steering committee
";

const NEW: &str = "\
mainstream: 1
handbook: {id: gmg, edition: \"2026.1\"}
country: XSO
title: Migration in the Plan
answers:
  set-up:
    bodies:
      - id: council
        name: Migration council
        role: council
      - id: ministry-work
        role: ministry
        name: Ministry of Labour
        chair: The minister
        act-date: \"2026-04-30\"
  readiness:
    political-backing: {answer: \"yes\", note: The cabinet decided.}
    vision: |
      People move safely. Their money helps their home towns.

      The plan says how.
  case-file:
    migration-roles: [return, transit]
    planning-level: national
";

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("old.yaml", OLD);
    sandbox.write("new.yaml", NEW);
    sandbox
}

#[test]
fn a_comparison_on_the_screen() {
    let sandbox = sandbox();
    insta::assert_snapshot!("diff_human", sandbox.ok(&["diff", "old.yaml", "new.yaml"]));
    let concise = sandbox.ok(&["diff", "old.yaml", "new.yaml", "--to", "concise"]);
    insta::assert_snapshot!("diff_concise", concise);
    let plain = sandbox.ok(&["diff", "old.yaml", "new.yaml", "--plain", "--lang", "es"]);
    insta::assert_snapshot!("diff_plain", plain);
    let markdown = sandbox.ok(&[
        "diff", "old.yaml", "new.yaml", "--to", "markdown", "--lang", "fr",
    ]);
    insta::assert_snapshot!("diff_markdown", markdown);
    let wide = sandbox.width(120);
    insta::assert_snapshot!("diff_wide", wide.ok(&["diff", "old.yaml", "new.yaml"]));
}

#[test]
fn a_comparison_in_a_browser_needs_nothing_else_and_has_signs() {
    let page = sandbox().ok(&["diff", "old.yaml", "new.yaml", "--to", "html"]);
    for part in ["<ins>", "<del>", "content: \"[+\"", "lang=\"en\"", "<main"] {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("<script") && !page.contains("http://"));
}

#[test]
fn colour_adds_nothing_that_signs_do_not_say() {
    let sandbox = sandbox();
    let plain = sandbox.ok(&["diff", "old.yaml", "new.yaml"]);
    let painted = sandbox.ok(&["diff", "old.yaml", "new.yaml", "--color", "always"]);
    assert!(painted.contains('\u{1b}'));
    let mut stripped = String::new();
    let mut inside = false;
    for character in painted.chars() {
        match character {
            '\u{1b}' => inside = true,
            'm' if inside => inside = false,
            _ if inside => {}
            other => stripped.push(other),
        }
    }
    assert_eq!(stripped, plain);
}

#[test]
fn exit_codes_counts_and_filters() {
    let sandbox = sandbox();
    let same = ["diff", "old.yaml", "old.yaml", "--exit-code"];
    assert_eq!(sandbox.ok(&same).lines().last(), Some("nothing changed"));
    let stat = sandbox.ends_with(
        &["diff", "old.yaml", "new.yaml", "--stat", "--exit-code"],
        1,
    );
    insta::assert_snapshot!(stat, @"new.yaml  3 structural · 6 of substance · 1 editorial");
    let only = |arguments: &[&str]| {
        let all = [
            &["diff", "old.yaml", "new.yaml", "--to", "concise"],
            arguments,
        ]
        .concat();
        let out = sandbox.ok(&all);
        let paths = out.lines().filter_map(|line| line.split(": ").next());
        paths.collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(only(&["--grade", "editorial"]), @"~ title");
    insta::assert_snapshot!(only(&["--only", "B01"]), @r"
    ~ readiness.political-backing
    + readiness.political-backing.note
    ");
    insta::assert_snapshot!(only(&["--only", "set-up.bodies[council]"]), @"+ set-up.bodies[council]");
    assert!(!only(&["--stage", "0"]).contains("title"));
    let wrong = sandbox.run(&["diff", "old.yaml", "new.yaml", "--stage", "9"]);
    assert_eq!(wrong.code, 2, "{wrong}");
}

#[test]
fn json_follows_its_schema_and_is_what_patch_reads() {
    let sandbox = sandbox();
    sandbox.ok(&[
        "diff", "old.yaml", "new.yaml", "--to", "json", "-o", "d.json",
    ]);
    let json: serde_json::Value = serde_json::from_str(&sandbox.read("d.json")).expect("JSON");
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schema/diff.json");
    let schema = std::fs::read_to_string(schema).expect("the schema");
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
    let keys = |value: &serde_json::Value| -> Vec<String> {
        value
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect()
    };
    let known = |part: &str| keys(&schema["$defs"][part]["properties"]);
    let file = &json["files"][0];
    assert!(keys(file).iter().all(|key| known("file").contains(key)));
    for change in file["changes"].as_array().expect("a list") {
        assert!(
            keys(change).iter().all(|key| known("change").contains(key)),
            "{change}"
        );
        let verbs = schema["$defs"]["change"]["properties"]["change"]["enum"].as_array();
        assert!(verbs.expect("a list").contains(&change["change"]));
    }
    let all = file["changes"].as_array().expect("a list");
    let day = all
        .iter()
        .find(|change| change["path"] == "set-up.bodies[ministry-work].act-date");
    assert_eq!(day.expect("the change")["difference"]["by"], "30");

    let all = sandbox.ok(&["patch", "old.yaml", "d.json", "--dry-run"]);
    assert_eq!(all, "");
    assert_eq!(sandbox.read("old.yaml"), OLD);
    sandbox.ok(&["patch", "old.yaml", "d.json"]);
    let patched = sandbox.read("old.yaml");
    assert!(
        patched.contains("# a remark") && patched.contains("# the first one"),
        "{patched}"
    );
    sandbox.ok(&["diff", "old.yaml", "new.yaml", "--exit-code"]);
    sandbox.ok(&["undo", "old.yaml"]);
    assert_eq!(sandbox.read("old.yaml"), OLD);
}

#[test]
fn a_patch_that_does_not_fit_changes_nothing_and_says_where() {
    let sandbox = sandbox();
    sandbox.ok(&[
        "diff", "old.yaml", "new.yaml", "--to", "json", "-o", "d.json",
    ]);
    let moved_on = OLD.replace("partly", "\"no\"").replace("steering", "helm");
    sandbox.write("old.yaml", &moved_on);
    insta::assert_snapshot!(
        "patch_refused",
        sandbox.run(&["patch", "old.yaml", "d.json"])
    );
    assert_eq!(sandbox.read("old.yaml"), moved_on);
    for (text, code) in [
        ("{", 3),
        ("{\"schema\": \"other/1\"}", 3),
        ("\u{0}\u{1}", 3),
    ] {
        sandbox.write("bad.json", text);
        let output = sandbox.run(&["patch", "old.yaml", "bad.json"]);
        assert_eq!(output.code, code, "{output}");
    }
    assert_eq!(sandbox.read("old.yaml"), moved_on);
}

#[test]
fn sides_that_cannot_be_compared_are_named_with_their_place() {
    let sandbox = sandbox();
    sandbox.write("faulty.yaml", "mainstream: 1\ncountry: [\n");
    sandbox.write("binary.yaml", b"\x00\x01\x02mainstream: 1\n");
    sandbox.write("other.yaml", "name: nothing of ours\n");
    sandbox.write("newer.yaml", OLD.replace("mainstream: 1", "mainstream: 9"));
    sandbox.write(
        "twice.yaml",
        OLD.replace("id: steering", "id: ministry-labour"),
    );
    let mut said = String::new();
    for name in ["faulty", "binary", "other", "newer", "twice", "missing"] {
        let output = sandbox.run(&["diff", "old.yaml", &format!("{name}.yaml")]);
        assert_eq!(output.code, 3, "{output}");
        said.push_str(output.stderr.lines().next().unwrap_or_default());
        said.push('\n');
    }
    insta::assert_snapshot!("diff_bad_sides", said);
    sandbox.write("folder/a.yaml", OLD);
    assert_eq!(sandbox.run(&["diff", "folder", "old.yaml"]).code, 2);
    assert_eq!(sandbox.run(&["diff", "old.yaml"]).code, 2);
}

#[test]
fn folders_are_matched_by_country_and_file_name() {
    let sandbox = Sandbox::new();
    let of = |country: &str| OLD.replace("XSO", country);
    for (name, text) in [
        ("old/a.yaml", of("TUN")),
        ("old/deep/b.yaml", of("JAM")),
        ("old/gone.yaml", of("MDA")),
        ("new/a.yaml", of("TUN").replace("partly", "\"yes\"")),
        ("new/b.yaml", of("JAM")),
        ("new/come.yaml", of("SRB")),
        ("new/notes.yaml", "a: b\n".to_owned()),
    ] {
        sandbox.write(name, text);
    }
    let output = sandbox.run(&["diff", "old", "new", "--stat"]);
    insta::assert_snapshot!("diff_folders", output);
    let again = sandbox.run(&["diff", "old", "new", "--stat"]);
    assert_eq!(output, again);
}

fn git(sandbox: &Sandbox, arguments: &[&str]) -> bool {
    let identity = [
        "-c",
        "user.name=Officer",
        "-c",
        "user.email=officer@example.org",
    ];
    let run = Command::new("git")
        .arg("-C")
        .arg(sandbox.folder())
        .args(identity)
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output();
    run.is_ok_and(|output| output.status.success())
}

/// Runs the program with `git` on its path.
fn with_git(sandbox: &Sandbox, arguments: &[&str]) -> crate::sandbox::Output {
    let mut command = sandbox.command(arguments);
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    sandbox.cleaned(&command.output().expect("the program runs"))
}

#[test]
fn revisions_in_git_are_compared_with_the_file_and_with_each_other() {
    let sandbox = Sandbox::new();
    if !git(&sandbox, &["init", "-q"]) {
        return crate::sandbox::note("git is not installed: revisions were not compared");
    }
    let name = "our countries/Côte d’Ivoire.yaml";
    sandbox.write(name, OLD);
    sandbox.write("our countries/unrelated.yaml", "a: b\n");
    assert!(git(&sandbox, &["add", "-A"]) && git(&sandbox, &["commit", "-qm", "first"]));
    sandbox.write(name, OLD.replace("partly", "\"yes\""));
    assert!(git(&sandbox, &["commit", "-qam", "second"]));
    sandbox.write(name, OLD.replace("partly", "\"no\""));
    let concise = |arguments: &[&str]| {
        let all = [&["diff", "--to", "concise"], arguments].concat();
        let output = with_git(&sandbox, &all);
        assert_eq!(output.code, 0, "{output}");
        output.stdout
    };
    insta::assert_snapshot!(concise(&["--git", "HEAD", name]), @"~ readiness.political-backing: Yes → No");
    insta::assert_snapshot!(concise(&["--git", "HEAD~1..HEAD", name]), @"~ readiness.political-backing: Partly → Yes");
    insta::assert_snapshot!(concise(&["--git", "HEAD~1", "our countries"]), @"~ readiness.political-backing: Partly → No");
    let wrong = with_git(&sandbox, &["diff", "--git", "nowhere", name]);
    assert_eq!(wrong.code, 2, "{wrong}");
    let option = with_git(&sandbox, &["diff", "--git=--output=x", name]);
    assert_eq!(option.code, 2, "{option}");
    assert!(!sandbox.path("x").exists());
}

/// Every project goes by the handbook of its own folder.
#[test]
fn folders_with_overlays_of_their_own_are_each_read_with_theirs() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["handbook", "new-overlay", "own", "--id", "own"]);
    let text = |more: &str| OLD.replace("  case-file:\n", &format!("  case-file:\n{more}"));
    let mandate = "    local-mandate: MANDATE\n";
    for (side, value) in [("old", "Housing."), ("new", "Housing and permits.")] {
        let text = text(&mandate.replace("MANDATE", value));
        sandbox.write(&format!("{side}/tailored/a.yaml"), &text);
        sandbox.write(&format!("{side}/plain/b.yaml"), &text);
        let settings = "handbook = [\"../../own\"]\nlanguage = \"fr\"\n";
        sandbox.write(&format!("{side}/tailored/mainstream.toml"), settings);
    }
    let json = sandbox.ok(&["diff", "old", "new", "--to", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let code = |file: usize| json["files"][file]["changes"][0]["code"].clone();
    assert_eq!(
        (code(0), code(1)),
        (serde_json::Value::Null, "A80".into()),
        "{json:#}"
    );
    let shown = sandbox.ok(&["diff", "old", "new"]);
    assert!(shown.contains("A80 What does the law let"), "{shown}");
    assert!(
        shown.contains("Keys that the handbook does not know"),
        "{shown}"
    );
    assert!(
        !shown.contains("Préparer"),
        "the command speaks one language: {shown}"
    );
    sandbox.write("new/plain/mainstream.toml", "languag = \"fr\"\n");
    let broken = sandbox.run(&["diff", "old", "new"]);
    assert_eq!(broken.code, 3, "{broken}");
    assert!(broken.stderr.contains("languag"), "{broken}");
}
