//! Findings that were there before.

use super::{faulty, report, rules, sandbox};
use crate::sandbox::Sandbox;

#[test]
fn only_new_findings_are_shown_and_count() {
    let sandbox = sandbox();
    insta::assert_snapshot!(
        sandbox.run(&["check", "a.yaml", "--write-baseline", "known.json"]),
        @r"
    ------- stderr -------
    no findings · 1 file checked · profile `draft`: 48 rules wait for a later phase
    · 2 findings written to the baseline
    [EOF]
    [exit status: 0]
    "
    );
    insta::assert_snapshot!(sandbox.read("known.json"), @r#"
    {
      "schema": "mainstream/baseline/1",
      "findings": [
        {
          "file": "a.yaml",
          "rule": "future-date",
          "answer": "readiness.political-backing",
          "fingerprint": "ce46d396473a36170c1b04e6f18d90e9",
          "count": 1
        },
        {
          "file": "a.yaml",
          "rule": "unknown-choice",
          "answer": "case-file.planning-level",
          "fingerprint": "3eda04aea758120a8757ede27dd3fc1c",
          "count": 1
        }
      ]
    }
    "#);
    let with = ["a.yaml", "--baseline", "known.json"];
    insta::assert_snapshot!(sandbox.run(&["check", "a.yaml", "--baseline", "known.json"]), @r"
    ------- stderr -------
    no findings · 1 file checked · profile `draft`: 48 rules wait for a later phase
    · 2 known from the baseline
    [EOF]
    [exit status: 0]
    ");
    // Lines above, and another order of the keys, change nothing.
    let moved = format!("# one\n# two\n# three\n{}", faulty());
    sandbox.write("a.yaml", moved.replace("title: M", "# four\ntitle: M"));
    assert_eq!(rules(&report(&sandbox, &with)), [] as [String; 0]);
    // A new one is shown alone.
    sandbox.write("a.yaml", moved.replace("currency: TND", "currency: TNX"));
    let new = report(&sandbox, &with);
    assert_eq!(rules(&new), ["unknown-currency"]);
    assert_eq!(new["summary"]["in_baseline"], 2);
    assert_eq!(new["summary"]["levels"]["error"], 1);
    sandbox.ends_with(&["check", "a.yaml", "--baseline", "known.json"], 1);
    // Another value at the same place is news.
    sandbox.write("a.yaml", faulty().replace("natoinal", "nationl"));
    assert_eq!(rules(&report(&sandbox, &with)), ["unknown-choice"]);
}

#[test]
fn findings_of_the_baseline_that_are_gone_are_told() {
    let sandbox = sandbox();
    sandbox.write("sub/b.yaml", faulty());
    sandbox.ends_with(&["check", ".", "--write-baseline", "known.json"], 0);
    sandbox.write("a.yaml", faulty().replace("natoinal", "national"));
    let stale = |arguments: &[&str]| {
        let mut all = arguments.to_vec();
        all.extend(["--baseline", "known.json"]);
        report(&sandbox, &all)["summary"]["baseline_stale"].clone()
    };
    assert_eq!(stale(&["a.yaml"]), 1);
    // What was not looked at is not gone.
    assert_eq!(stale(&["sub"]), 0);
    sandbox.write("a.yaml", "mainstream: 1\ncountry: \"TUN\n");
    assert_eq!(stale(&["a.yaml"]), 0);
    // But what is in a file that is gone is.
    std::fs::remove_file(sandbox.path("a.yaml")).expect("removed");
    assert_eq!(stale(&["sub"]), 2);
    insta::assert_snapshot!(sandbox.run(&["check", "sub", "--baseline", "known.json"]), @r"
    ------- stderr -------
    no findings · 1 file checked · profile `draft`: 48 rules wait for a later phase
    · 2 known from the baseline · 2 of the baseline are gone
    [EOF]
    [exit status: 0]
    ");
    assert!(report(&sandbox, &["sub"])["summary"]["baseline_stale"].is_null());
}

#[test]
fn as_many_as_were_there_before_are_known() {
    let sandbox = Sandbox::new();
    let body = |id: &str| {
        format!("      - id: {id}\n        name: One body\n        chair: nobody-known\n")
    };
    let text = |bodies: &[&str]| {
        let all: String = bodies.iter().map(|id| body(id)).collect();
        crate::commands::SMALL.replace("    bodies:\n", &format!("    bodies:\n{all}"))
    };
    sandbox.write("a.yaml", text(&["same", "same"]));
    sandbox.ends_with(&["check", "a.yaml", "--write-baseline", "known.json"], 0);
    let before = rules(&report(&sandbox, &["a.yaml"])).len();
    let with = ["a.yaml", "--baseline", "known.json"];
    assert_eq!(report(&sandbox, &with)["summary"]["in_baseline"], before);
    sandbox.write("a.yaml", text(&["same", "same", "same"]));
    let more = report(&sandbox, &with);
    assert_eq!(more["summary"]["in_baseline"], before);
    assert!(!rules(&more).is_empty());
}

/// Files are named from the baseline's folder, so that it does not matter where one stands.
#[test]
fn a_baseline_knows_files_from_its_own_folder() {
    let sandbox = Sandbox::new();
    sandbox.write("sub/a.yaml", faulty());
    sandbox.write("other/x", "");
    sandbox.ends_with(&["check", "sub", "--write-baseline", "other/known.json"], 0);
    let text = sandbox.read("other/known.json");
    assert!(text.contains("\"file\": \"../sub/a.yaml\""), "{text}");
    let output = sandbox
        .command(&["check", "a.yaml", "--baseline", "../other/known.json"])
        .current_dir(sandbox.path("sub"))
        .output()
        .expect("runs");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

#[test]
fn what_cannot_be_read_is_in_no_baseline() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", "mainstream: 1\ncountry: \"TUN\n");
    let output = sandbox.run(&["check", "a.yaml", "--write-baseline", "known.json"]);
    assert_eq!(output.code, 1, "{output}");
    assert!(!sandbox.read("known.json").contains("yaml-syntax"));
    sandbox.ends_with(&["check", "a.yaml", "--baseline", "known.json"], 1);
}

#[test]
fn a_damaged_or_foreign_baseline_is_refused_with_its_place() {
    let sandbox = sandbox();
    let mut all = String::new();
    for text in [
        "",
        "{\n  \"schema\": \"mainstream/baseline/1\",\n  \"findings\": [}\n}\n",
        "{\"schema\": \"mainstream/baseline/1\", \"findings\": [{\"file\": 1}]}",
        "{\"schema\": \"mainstream/baseline/1\",\n \"findings\": [], \"more\": 1}",
        "{\n  \"schema\": \"mainstream/baseline/2\"\n}",
        "{\"issues\": []}",
        "[]",
    ] {
        sandbox.write("known.json", text);
        let output = sandbox.run(&["check", "a.yaml", "--baseline", "known.json"]);
        assert_eq!(output.code, 3, "{output}");
        all.push_str(&output.to_string());
    }
    insta::assert_snapshot!("baselines_refused", all);
    sandbox.ends_with(&["check", "a.yaml", "--baseline", "none.json"], 3);
    sandbox.ends_with(
        &["check", "a.yaml", "--write-baseline", "no/such/folder.json"],
        5,
    );
}

#[test]
fn a_new_baseline_can_be_written_beside_an_old_one() {
    let sandbox = sandbox();
    sandbox.ends_with(&["check", "a.yaml", "--write-baseline", "known.json"], 0);
    sandbox.write("a.yaml", faulty().replace("currency: TND", "currency: TNX"));
    let both = [
        "check",
        "a.yaml",
        "--baseline",
        "known.json",
        "--write-baseline",
        "known.json",
    ];
    let output = sandbox.run(&both);
    assert_eq!(output.code, 1, "{output}");
    assert!(sandbox.read("known.json").contains("unknown-currency"));
    sandbox.ends_with(&["check", "a.yaml", "--baseline", "known.json"], 0);
}
