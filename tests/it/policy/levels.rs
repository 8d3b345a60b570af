//! Levels of rules and groups, and the level from which on a check fails.

use jiff::civil::date;
use mainstream::check::check_text;
use mainstream::diagnostic::Level;
use mainstream::handbook::Profiles;
use mainstream::policy::{Grade, Policy};
use mainstream::rules::RULES;
use proptest::prelude::*;

use super::{found, report, sandbox};
use crate::rules::Bench;
use crate::sandbox::Sandbox;

fn pair(rule: &str, level: &str) -> (String, String) {
    (rule.to_owned(), level.to_owned())
}

#[test]
fn a_rule_goes_before_its_group_and_the_flag_before_the_settings() {
    let sandbox = sandbox();
    let faults = [
        pair("unknown-choice", "error"),
        pair("future-date", "warning"),
    ];
    assert_eq!(found(&report(&sandbox, &["a.yaml"])), faults);
    sandbox.write(
        "mainstream.toml",
        "[check.rules]\nshape = \"advice\"\nunknown-choice = \"warning\"\nstate = \"off\"\n",
    );
    let found_now = found(&report(&sandbox, &["a.yaml"]));
    assert_eq!(found_now, [pair("unknown-choice", "warning")]);
    let flags = [
        "a.yaml",
        "--level",
        "future-date=error",
        "--level",
        "shape=off",
    ];
    let found_now = found(&report(&sandbox, &flags));
    assert_eq!(found_now, [pair("future-date", "error")]);
}

#[test]
fn what_the_nearer_folder_says_goes_before_the_farther_one() {
    let sandbox = Sandbox::new();
    sandbox.write("sub/a.yaml", super::faulty());
    sandbox.write(
        "mainstream.toml",
        "[check]\nfail-on = \"warning\"\nprofile = \"review\"\n[check.rules]\nunknown-choice = \"warning\"\nfuture-date = \"advice\"\n",
    );
    // A group in the nearer file goes before a rule in the farther one; the rest still holds.
    sandbox.write(
        "sub/mainstream.toml",
        "[check]\nprofile = \"draft\"\n[check.rules]\nshape = \"advice\"\n",
    );
    let report = report(&sandbox, &["sub/a.yaml"]);
    let wanted = [
        pair("unknown-choice", "advice"),
        pair("future-date", "advice"),
    ];
    assert_eq!(found(&report), wanted);
    assert_eq!(report["summary"]["profiles"]["draft"]["files"], 1);
    sandbox.ends_with(&["check", "sub/a.yaml"], 0);
    sandbox.ends_with(&["check", "sub/a.yaml", "--level", "shape=warning"], 1);
}

#[test]
fn each_folder_has_its_own_threshold_unless_the_flag_says_it() {
    let sandbox = Sandbox::new();
    let warned = super::faulty().replace("natoinal", "national");
    sandbox.write("strict/a.yaml", &warned);
    sandbox.write("strict/mainstream.toml", "[check]\nfail-on = \"warning\"\n");
    sandbox.write("lenient/a.yaml", &warned);
    sandbox.ends_with(&["check", "lenient"], 0);
    sandbox.ends_with(&["check", "strict"], 1);
    sandbox.ends_with(&["check", "lenient", "strict"], 1);
    sandbox.ends_with(&["check", "strict", "--fail-on", "error"], 0);
    sandbox.ends_with(&["check", "lenient", "--fail-on", "warning"], 1);
}

#[test]
fn what_the_command_line_asks_for_has_to_exist() {
    let sandbox = sandbox();
    let mut all = String::new();
    for arguments in [
        ["--profile", "reviw"],
        ["--profile", "zzz"],
        ["--level", "few-woman=off"],
        ["--level", "moneyy=off"],
        ["--level", "few-women=of"],
        ["--level", "few-women"],
        ["--level", "yaml-syntax=off"],
        ["--level", "syntax=warning"],
    ] {
        let output = sandbox.run(&["check", "a.yaml", arguments[0], arguments[1]]);
        assert_eq!(output.code, 2, "{output}");
        all.push_str(&output.to_string());
    }
    insta::assert_snapshot!("unknown_on_the_command_line", all);
}

#[test]
fn what_means_that_a_file_cannot_be_read_stays_an_error() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", "mainstream: 1\ncountry: \"TUN\n");
    sandbox.ends_with(&["check", "a.yaml", "--level", "yaml-syntax=error"], 1);
    // A group is set but for the rules in it that stay.
    sandbox.write("b.yaml", "no: project\n");
    let output = sandbox
        .run(&["check", "b.yaml", "--level", "project=off"])
        .to_string();
    assert!(output.contains("error[not-a-project]"), "{output}");
}

#[test]
fn explain_and_doctor_tell_what_the_settings_change() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "mainstream.toml",
        "organisation = \"Planning\"\n[check]\nprofile = \"review\"\nfail-on = \"warning\"\n[check.rules]\nfew-women = \"error\"\nlens-ignored = \"off\"\n[[check.suppress]]\nrule = \"few-women\"\npath = \"D09\"\nreason = \"Elections are in June.\"\n",
    );
    let tail = |rule: &str| {
        let text = sandbox.ok(&["explain", rule]);
        let lines: Vec<&str> = text.lines().collect();
        let start = lines
            .iter()
            .position(|line| line.starts_with("Since"))
            .expect("there");
        format!("{}\n{}\n", lines[0], lines[start..].join("\n"))
    };
    let all = ["few-women", "lens-ignored", "yaml-syntax", "wrong-kind"].map(tail);
    insta::assert_snapshot!("explain_in_a_folder", all.join("\n"));
    let group = sandbox.ok(&["explain", "lenses"]);
    let ids: Vec<&str> = group
        .lines()
        .filter(|line| !line.starts_with(' '))
        .collect();
    assert_eq!(
        ids,
        [
            "without-lens-review (warning)",
            "lens-ignored (off)",
            "lens-left-out (advice)"
        ]
    );
    let doctor = sandbox.ok(&["doctor"]);
    let lines = doctor.lines().filter(|line| {
        ["Settings", "Organisation", "Check"]
            .iter()
            .any(|start| line.starts_with(start))
    });
    let shown = lines.collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!(shown.replace(&*sandbox.folder().to_string_lossy(), "[FOLDER]"), @r"
    Settings: [FOLDER]/mainstream.toml
    Organisation: Planning
    Check: profile `review` · fails from `warning` on · 2 rules set otherwise · 1 suppression
    ");
}

fn grade() -> impl Strategy<Value = Grade> {
    prop::sample::select(vec![
        Grade::Off,
        Grade::At(Level::Advice),
        Grade::At(Level::Warning),
        Grade::At(Level::Error),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// Whatever grades are asked for, what is found differs in nothing but its level, and what is
    /// off is not there.
    #[test]
    fn grades_change_levels_and_nothing_else(
        grades in prop::collection::vec((0..RULES.len(), grade()), 0..60),
    ) {
        let bench = Bench::shared();
        let text = super::faulty_with("suppress:\n  - {rule: x}\n  - {rule: future-date, path: B09, reason: No}\n");
        let plain = Policy::plain(Profiles::of(&bench.handbook)).under("adoption");
        let before = check_text("a.yaml", text.as_bytes(), &bench.setting(&plain, date(2026, 6, 1)));
        let mut policy = Policy::plain(Profiles::of(&bench.handbook)).under("adoption");
        let mut wanted = before.findings.clone();
        for (index, grade) in grades {
            let rule = &RULES[index];
            policy = policy.with(rule.id, grade);
            // The last grade of a rule holds.
            wanted = before_graded(&before.findings, &policy);
        }
        let after = check_text("a.yaml", text.as_bytes(), &bench.setting(&policy, date(2026, 6, 1)));
        // A suppression is called unused only where its rule looks.
        let looks = |rule: &str| {
            let rule = mainstream::rules::rule(rule).expect("a rule");
            policy.grade(rule) != Grade::Off
        };
        if !looks("future-date") {
            wanted.retain(|one| one.rule != "suppression-unused");
        }
        prop_assert_eq!(after.findings, wanted);
    }
}

fn before_graded(
    findings: &[mainstream::diagnostic::Finding],
    policy: &Policy,
) -> Vec<mainstream::diagnostic::Finding> {
    let graded = findings.iter().filter_map(|finding| {
        let rule = mainstream::rules::rule(&finding.rule).expect("a rule");
        match policy.grade(rule) {
            Grade::Off => None,
            Grade::At(level) => {
                let mut finding = finding.clone();
                finding.level = level;
                Some(finding)
            }
        }
    });
    graded.collect()
}
