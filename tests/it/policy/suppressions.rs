//! Findings that the team does not want to hear of again.

use std::fmt::Write as _;

use super::{faulty, faulty_with, report, rules, sandbox};
use crate::commands::SMALL;
use crate::rules::Bench;
use crate::sandbox::Sandbox;

const BOTH: &str = "\
suppress:
  - rule: unknown-choice
    path: case-file
    reason: The word is that of the law of 1998.
  - {rule: future-date, path: B01, reason: The day is agreed.} # see the minutes
";

#[test]
fn what_is_suppressed_is_counted_and_does_not_fail() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", faulty_with(BOTH));
    insta::assert_snapshot!(sandbox.run(&["check", "a.yaml"]), @r"
    ------- stderr -------
    no findings · 1 file checked · profile `draft`: 48 rules wait for a later phase
    · 2 findings suppressed
    [EOF]
    [exit status: 0]
    ");
    let report = report(&sandbox, &["a.yaml"]);
    assert_eq!(report["summary"]["suppressed"], 2);
    assert_eq!(rules(&report), [] as [String; 0]);
}

#[test]
fn suppressions_survive_edits() {
    let sandbox = Sandbox::new();
    let text = faulty_with(BOTH);
    sandbox.write("a.yaml", &text);
    sandbox.ok(&["set", "a.yaml", "B03=yes", "title=Another title"]);
    let edited = sandbox.read("a.yaml");
    assert!(edited.contains(BOTH), "{edited}");
    assert_eq!(report(&sandbox, &["a.yaml"])["summary"]["suppressed"], 2);
}

/// A path is that of an answer or of what it lies in, and ends where a part of it ends.
#[test]
fn a_path_means_all_that_lies_below_it() {
    let sandbox = Sandbox::new();
    let text = SMALL.replace("reports-to: cabinet-office", "evidence: [decre]");
    let suppressed = |path: &str| {
        let line = format!("suppress: [{{rule: dangling-source, path: \"{path}\", reason: No}}]\n");
        sandbox.write(
            "a.yaml",
            text.replace("currency:", &format!("{line}currency:")),
        );
        report(&sandbox, &["a.yaml"])["summary"]["suppressed"] == 1
    };
    for path in [
        "set-up",
        "set-up.bodies",
        "D01",
        "d01",
        "set-up.bodies[steering]",
        "D01[steering]",
        "set-up.bodies[steering].evidence",
    ] {
        assert!(suppressed(path), "{path}");
    }
    for path in [
        "set",
        "set-up.bod",
        "set-up.bodies[steer",
        "set-up.bodies[cabinet-office]",
        // A table that asks for other fields of the same records.
        "D09",
        "set-up.bodies[steering].evid",
        "evidence",
    ] {
        assert!(!suppressed(path), "{path}");
    }
}

#[test]
fn a_suppression_that_does_nothing_is_a_finding_in_every_language() {
    let text = faulty_with(
        "suppress:\n  - {rule: unknown-choice, path: case-file}\n  - {rule: future-date, path: B01, reason: Soon., until: \"2026-11-22\"}\n  - {rule: bad-money, path: D09, reason: No.}\n  - {rule: yaml-tag, path: D09, reason: No.}\n  - {rule: bad-mony, path: D09, reason: No.}\n  - {path: D09, reason: No.}\n  - {rule: bad-money, reason: No.}\n  - {rule: bad-money, path: D09, raeson: No.}\n  - D09\n  - {rule: [a], path: D09, reason: No., until: 31.12.2026}\n",
    );
    for (name, sandbox) in [
        ("en", Sandbox::new()),
        ("fr", Sandbox::new().french()),
        ("es", Sandbox::new().spanish()),
    ] {
        sandbox.write("a.yaml", &text);
        let output = sandbox.run(&["check", "a.yaml", "--plain"]);
        insta::assert_snapshot!(format!("suppressions_{name}"), output);
    }
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", faulty_with("suppress: D09\n"));
    assert!(rules(&report(&sandbox, &["a.yaml"])).contains(&"wrong-kind".to_owned()));
}

/// The last day of a suppression is one on which it holds.
#[test]
fn a_suppression_holds_through_its_last_day() {
    let sandbox = Sandbox::new();
    for (until, is_suppressed) in [
        ("2026-11-22", false),
        ("2026-11-23", true),
        ("2026-13-01", false),
    ] {
        let line = format!(
            "suppress: [{{rule: future-date, path: B01, reason: No, until: \"{until}\"}}]\n"
        );
        sandbox.write("a.yaml", faulty_with(&line));
        let found = rules(&report(&sandbox, &["a.yaml"]));
        assert_eq!(
            !found.contains(&"future-date".to_owned()),
            is_suppressed,
            "{until}"
        );
    }
}

#[test]
fn whether_a_suppression_is_of_use_is_known_only_where_its_rule_looked() {
    let sandbox = Sandbox::new();
    let unused = |header: &str, arguments: &[&str]| {
        sandbox.write("a.yaml", faulty_with(header));
        let found = rules(&report(&sandbox, arguments));
        found.contains(&"suppression-unused".to_owned())
    };
    let line = "suppress: [{rule: few-women, path: D09, reason: No}]\n";
    assert!(!unused(line, &["a.yaml"]));
    assert!(unused(line, &["a.yaml", "--profile", "review"]));
    assert!(!unused(
        line,
        &["a.yaml", "--profile", "review", "--level", "few-women=off"]
    ));
    // Where the notation is broken, rules on meaning do not look.
    let broken = format!("{line}fictitious: \"true\n");
    assert!(!unused(&broken, &["a.yaml", "--profile", "review"]));
}

#[test]
fn faults_of_the_notation_cannot_be_suppressed() {
    let sandbox = Sandbox::new();
    let text = faulty_with("suppress: [{rule: yaml-tag, path: case-file, reason: No}]\n");
    sandbox.write("a.yaml", text.replace("natoinal", "!x national"));
    let report = report(&sandbox, &["a.yaml"]);
    assert!(rules(&report).contains(&"yaml-tag".to_owned()));
    assert_eq!(report["summary"]["suppressed"], 0);
}

const SETTINGS: &str = "\
[[check.suppress]]
rule = \"unknown-choice\"
path = \"case-file.planning-level\"
file = \"countries/*.yaml\"
reason = \"The word is that of the law of 1998.\"
until = 2027-03-31

[[check.suppress]]
rule = \"future-date\"
path = \"readiness\"
reason = \"Days are planned ahead.\"
";

#[test]
fn suppressions_of_the_settings_hold_for_the_files_they_name() {
    let sandbox = Sandbox::new();
    for name in ["countries/a.yaml", "countries/deep/b.yaml", "c.yaml"] {
        sandbox.write(name, faulty());
    }
    sandbox.write("mainstream.toml", SETTINGS);
    let suppressed = |file: &str| report(&sandbox, &[file])["summary"]["suppressed"].clone();
    assert_eq!(suppressed("countries/a.yaml"), 2);
    assert_eq!(suppressed("countries/../countries/a.yaml"), 2);
    assert_eq!(suppressed("countries/deep/b.yaml"), 1);
    assert_eq!(suppressed("c.yaml"), 1);
    assert_eq!(suppressed("."), 4);
}

/// Settings are judged where the check has seen every file they may be for.
#[test]
fn suppressions_of_the_settings_are_judged_where_all_files_were_looked_at() {
    let sandbox = Sandbox::new();
    sandbox.write("countries/a.yaml", SMALL);
    sandbox.write("countries/b.yaml", SMALL);
    sandbox.write("mainstream.toml", SETTINGS);
    assert_eq!(
        rules(&report(&sandbox, &["countries/a.yaml"])),
        [] as [String; 0]
    );
    assert_eq!(rules(&report(&sandbox, &["countries"])), [] as [String; 0]);
    let whole = report(&sandbox, &["."]);
    assert_eq!(rules(&whole), ["suppression-unused", "suppression-unused"]);
    assert_eq!(whole["summary"]["files_checked"], 2);
    insta::assert_snapshot!(sandbox.run(&["check", "."]), @r#"
    warning[suppression-unused]: `unknown-choice` finds nothing at `case-file.planning-level` that could be suppressed
     --> mainstream.toml:3:8
      |
    3 | path = "case-file.planning-level"
      |        ^^^^^^^^^^^^^^^^^^^^^^^^^^ nothing to suppress
      |
      = help: delete the suppression, or correct its path
      = why: `mainstream explain suppression-unused`

    warning[suppression-unused]: `future-date` finds nothing at `readiness` that could be suppressed
      --> mainstream.toml:10:8
       |
    10 | path = "readiness"
       |        ^^^^^^^^^^^ nothing to suppress
       |
       = help: delete the suppression, or correct its path
       = why: `mainstream explain suppression-unused`

    ------- stderr -------
    2 warnings · 2 files checked · profile `draft`: 48 rules wait for a later phase
    [EOF]
    [exit status: 0]
    "#);
    // One file that nobody could read may be the one it is for.
    sandbox.write("countries/b.yaml", "mainstream: 1\ncountry: \"TUN\n");
    let open = rules(&report(&sandbox, &["."]));
    assert!(!open.contains(&"suppression-unused".to_owned()), "{open:?}");
    // A suppression for one named file needs that file only.
    sandbox.write(
        "mainstream.toml",
        SETTINGS.replace("countries/*.yaml", "countries/a.yaml"),
    );
    let one = rules(&report(&sandbox, &["countries/a.yaml"]));
    assert_eq!(one, ["suppression-unused"]);
}

#[test]
fn suppressions_of_the_settings_are_incomplete_or_expired_where_they_stand() {
    let sandbox = sandbox();
    sandbox.write(
        "mainstream.toml",
        SETTINGS
            .replace("2027-03-31", "2026-03-31")
            .replace("countries/*.yaml", "*.yaml")
            .replace("reason = \"Days are planned ahead.\"\n", ""),
    );
    insta::assert_snapshot!(sandbox.run(&["check", "a.yaml", "--plain"]), @r"
    a.yaml:13:21: error[unknown-choice]: `natoinal` is not a possible answer to `planning-level`: perhaps `national`
      question: A02, At which level of planning do you work?
      help: choices: `national`, `regional`, `local`, `sector`
      repair: write `national`, if that is what is meant
      why: `mainstream explain unknown-choice`
    a.yaml:18:11: warning[future-date]: 2126-01-01 is later than today, 2026-11-23
      question: B01, Does the exercise have visible backing at the highest level?
      help: write the day on which it happened; see whether the year is right
      why: `mainstream explain future-date`
    mainstream.toml:6:9: warning[suppression-expired]: the suppression of `unknown-choice` ended on 2026-03-31
      help: mend what it was for, or give it a new day and say why
      why: `mainstream explain suppression-expired`
    mainstream.toml:9:8: warning[suppression-incomplete]: the suppression of `future-date` gives no reason
      help: write `rule`, `path` and `reason`; without one of them nothing is suppressed
      why: `mainstream explain suppression-incomplete`
    ------- stderr -------
    1 error · 3 warnings · 1 file checked · profile `draft`: 48 rules wait for a
    later phase
    [EOF]
    [exit status: 1]
    ");
}

/// Thousands of suppressions of thousands of findings take no longer than reading them.
#[test]
fn many_suppressions_take_bounded_time() {
    let mut text = String::from(mainstream::rules::page::EXAMPLE_HEADER);
    text.push_str("suppress:\n");
    for n in 0..20_000 {
        let _ = writeln!(
            text,
            "  - {{rule: dangling-reference, path: \"set-up.bodies[b{n}].members\", reason: No}}"
        );
    }
    text.push_str("answers:\n  set-up:\n    bodies:\n");
    for n in 0..9_000 {
        let _ = writeln!(
            text,
            "      - {{id: b{n}, name: Body {n}, members: [x{n}]}}"
        );
    }
    let start = std::time::Instant::now();
    let checked = Bench::shared().check("many.yaml", text.as_bytes());
    assert_eq!(checked.outcome.suppressed, 9_000);
    assert!(start.elapsed() < std::time::Duration::from_secs(20));
}
