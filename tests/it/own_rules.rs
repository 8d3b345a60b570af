//! Own rules of overlays at work: in `check`, in `explain`, in machine output, and on files of all
//! sorts.

use std::fs;

use insta::assert_snapshot;
use jiff::civil::date;
use mainstream::check::{Checked, Setting, check_text};
use mainstream::diagnostic::RuleId;
use mainstream::handbook::{Catalogues, Handbook, Layer, Profiles, load_layers};
use mainstream::policy::{Grade, Policy};
use mainstream::rules::own::OwnRules;
use mainstream::rules::{RULES, all_known, known};

use crate::rules::{files, fixtures, overlay_files};
use crate::sandbox::Sandbox;

const MANIFEST: &str = r#"
format = 1
id = "ministry"
edition = "3"
base = {id = "gmg", edition = "2026.1"}
"#;

const PROJECT: &str = r#"mainstream: 1
handbook: {id: gmg, edition: "2026.1", overlays: [ministry]}
country: XSO
title: Migration in the plan
language: es
currency: USD
fictitious: true
answers:
  readiness:
    vision: {answer: Growth, note: "Said in a speech"}
  set-up:
    bodies: [{id: fund, name: A fund, role: partner}]
  action-plan:
    actions:
      - {id: law, name: A law, lead: fund, start: "2026-01-01", partners: [fund]}
      - {id: desk, name: A desk}
"#;

/// A handbook with one overlay, and its own rules.
struct Ministry {
    handbook: Handbook,
    own: OwnRules,
    faults: usize,
}

impl Ministry {
    fn with(files: Vec<(String, String)>) -> Self {
        let loaded = load_layers(vec![Layer::new("ministry", files)]);
        assert!(loaded.files.is_empty(), "{:?}", loaded.files);
        let (own, faulty) = OwnRules::load(&loaded.handbook);
        Self {
            handbook: loaded.handbook,
            own,
            faults: faulty.iter().map(|file| file.findings.len()).sum(),
        }
    }

    fn of_rules(rules: &str) -> Self {
        Self::with(vec![
            ("handbook.toml".to_owned(), MANIFEST.to_owned()),
            ("rules/a.yaml".to_owned(), rules.to_owned()),
        ])
    }

    fn fixture() -> Self {
        Self::with(overlay_files(&fixtures("overlays/valid/own-rules")))
    }

    fn check(&self, bytes: &[u8]) -> Checked {
        let catalogues = Catalogues::of(&self.handbook);
        let setting = Setting {
            handbook: &self.handbook,
            catalogues: &catalogues,
            policy: &Policy::plain(Profiles::of(&self.handbook))
                .under("monitoring")
                .with("answer-missing", Grade::Off)
                .with_own(&self.own),
            path: None,
            damaged: &[],
            today: date(2026, 6, 1),
        };
        check_text("project.yaml", bytes, &setting)
    }
}

fn ids(checked: &Checked) -> Vec<&str> {
    let own = checked.findings.iter().map(|finding| &finding.rule);
    let own = own.filter(|rule| rule.is_own());
    own.map(RuleId::as_str).collect()
}

/// A rule about actions with this expression.
fn rule(id: &str, must: &str) -> String {
    format!(
        "  - {{id: {id}, level: warning, group: time, for: action, must: {must:?}, message: m}}\n"
    )
}

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    for (path, text) in overlay_files(&fixtures("overlays/valid/own-rules")) {
        sandbox.write(&format!("ministry/{path}"), text);
    }
    sandbox.write("mainstream.toml", "handbook = [\"ministry\"]\n");
    sandbox.write("project.yaml", PROJECT);
    sandbox
}

#[test]
fn own_rules_are_told_like_those_of_the_program() {
    let sandbox = sandbox();
    let output = sandbox.run(&[
        "check",
        "project.yaml",
        "--fail-on",
        "advice",
        "--profile=monitoring",
        "--level=answer-missing=off",
    ]);
    assert_eq!(output.code, 1, "{output}");
    assert_snapshot!("check", output.to_string());
    let plain = sandbox.run(&[
        "check",
        "project.yaml",
        "--plain",
        "--profile=adoption",
        "--level=answer-missing=off",
    ]);
    assert_snapshot!("check_plain", plain.to_string());
    let output = sandbox.run(&["explain", "ministry/late-start"]);
    assert_snapshot!("explain", output.to_string());
    let list = sandbox.ok(&["explain"]);
    assert!(
        list.contains("ministry/no-vision (error)\n    No vision"),
        "{list}"
    );
}

#[test]
fn own_rules_stand_in_machine_output() {
    let sandbox = sandbox();
    let output = sandbox.run(&[
        "check",
        "project.yaml",
        "--format",
        "json",
        "--profile",
        "adoption",
    ]);
    let report: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    let findings = report["findings"].as_array().expect("findings");
    let late = findings
        .iter()
        .find(|finding| finding["rule"] == "ministry/late-start")
        .expect("the rule");
    assert_eq!(late["level"], "warning");
    assert_eq!(late["answer"], "action-plan.actions[law].start");
    assert_eq!(late["question"], "J03");
    assert_eq!(
        late["message"],
        "A law begins on 2026-01-01, led by fund, with fund"
    );
}

#[test]
fn every_place_is_the_one_the_rule_names() {
    let checked = Ministry::fixture().check(PROJECT.as_bytes());
    let places: Vec<(&str, &str)> = checked
        .findings
        .iter()
        .filter(|finding| finding.rule.is_own())
        .map(|finding| {
            let place = finding.span.slice(checked.source.text());
            (finding.rule.as_str(), place)
        })
        .collect();
    assert_eq!(
        places,
        [
            ("ministry/language", "es"),
            ("ministry/vision-in-a-word", "Growth"),
            ("ministry/silent-lead", "law"),
            ("ministry/late-start", "\"2026-01-01\""),
        ]
    );
    // Where the answer is missing too, at the title.
    let without = PROJECT.replace(
        "vision: {answer: Growth, note: \"Said in a speech\"}",
        "ownership: partly",
    );
    let checked = Ministry::fixture().check(without.as_bytes());
    let finding = &checked.findings[0];
    assert_eq!(finding.rule, "ministry/no-vision");
    assert_eq!(
        finding.span.slice(checked.source.text()),
        "Migration in the plan"
    );
    assert_eq!(finding.answer.as_deref(), Some("readiness.vision"));
}

#[test]
fn rules_are_known_through_one_function() {
    let own = Ministry::fixture().own;
    assert!(known("ministry/late-start", &own).is_some_and(|rule| rule.own.is_some()));
    assert!(known("missing-name", &own).is_some_and(|rule| rule.own.is_none()));
    assert!(known("ministry/late", &own).is_none());
    assert!(known("ministry/late-start", &OwnRules::none()).is_none());
    assert_eq!(all_known(&own).count(), RULES.len() + own.iter().count());
    // No rule of the program has a slash in its id: none can clash with an own one.
    assert!(RULES.iter().all(|rule| !rule.id.contains('/')));
    assert!(own.iter().all(|rule| rule.id.contains('/')));
}

#[test]
fn what_is_not_written_keeps_a_rule_silent() {
    let rules = format!(
        "rules:\n{}{}{}",
        rule("order", "record.start < record.end"),
        rule("unread", "record.progress >= 50"),
        rule("other", "record.progress < 0 || has(record.start)"),
    );
    let ministry = Ministry::of_rules(&rules);
    let project = PROJECT.replace("name: A desk", "name: A desk, progress: half");
    let checked = ministry.check(project.as_bytes());
    assert_eq!(ids(&checked), [""; 0], "{:?}", checked.findings);
}

#[test]
fn a_rule_that_fails_says_so_where_it_failed() {
    let rules = format!(
        "rules:\n{}{}",
        rule("zero", "1 / (size(record.name) - 5) <= 1"),
        rule("good", "record.id != 'desk'"),
    );
    let checked = Ministry::of_rules(&rules).check(PROJECT.as_bytes());
    let found: Vec<_> = checked
        .findings
        .iter()
        .filter(|finding| finding.rule == "rule-failed" || finding.rule.is_own())
        .map(|finding| {
            let place = finding.span.slice(checked.source.text());
            (finding.rule.as_str(), place, finding.value("place"))
        })
        .collect();
    assert_eq!(
        found,
        [
            ("rule-failed", "law", Some("ministry/rules/a.yaml:2:65")),
            ("ministry/good", "desk", None),
        ]
    );
}

/// A rule that takes too long stops, and is told once in a file, whatever the number of records.
#[test]
fn a_rule_that_takes_too_long_is_told_once() {
    let list = vec!["1"; 150].join(",");
    let must = format!("[{list}].all(a, [{list}].all(b, [{list}].all(c, a + b + c > 0)))");
    let rules = format!(
        "rules:\n{}{}",
        rule("endless", &must),
        rule("good", "record.id != 'desk'")
    );
    let checked = Ministry::of_rules(&rules).check(PROJECT.as_bytes());
    let failed = checked.findings.iter();
    let failed = failed.filter(|finding| finding.rule == "rule-failed");
    let failed: Vec<_> = failed.map(|finding| finding.variant).collect();
    assert_eq!(failed, [Some("too-much-work")]);
    assert_eq!(ids(&checked), ["ministry/good"]);
}

#[test]
fn a_faulty_rule_leaves_the_others_alone_and_is_told_of() {
    let rules = format!(
        "rules:\n{}{}",
        rule("faulty", "record.nmae != ''"),
        rule("good", "record.id != 'desk'"),
    );
    let ministry = Ministry::of_rules(&rules);
    assert_eq!(ministry.faults, 1);
    assert_eq!(ids(&ministry.check(PROJECT.as_bytes())), ["ministry/good"]);
    let sandbox = Sandbox::new();
    sandbox.write("ministry/handbook.toml", MANIFEST);
    sandbox.write("ministry/rules/a.yaml", &rules);
    sandbox.write("project.yaml", PROJECT);
    let output = sandbox.run(&["--handbook", "ministry", "check", "project.yaml"]);
    assert!(output.stdout.contains("ministry/good"), "{output}");
    assert_eq!(
        output.stderr.matches("handbook check ministry").count(),
        1,
        "{output}"
    );
}

#[test]
fn a_file_that_cannot_be_read_to_its_end_is_not_judged() {
    let ministry = Ministry::fixture();
    let broken = format!("{PROJECT}  broken: [\n");
    let checked = ministry.check(broken.as_bytes());
    assert!(!checked.findings.is_empty());
    assert_eq!(ids(&checked), [""; 0]);
}

#[test]
fn texts_of_an_overlay_are_harmless_on_a_terminal() {
    let rules = "rules:\n  - {id: red, level: warning, group: time, for: action, must: 'false', \
        message: \"\\e[31mred {name}\", label: \"\\e[2J\", help: \"\\a bell\", \
        page: {en: {summary: \"\\e]0;x\", what: \"\\e[31m\", why: y, mend: z}}}\n";
    let sandbox = Sandbox::new();
    sandbox.write("ministry/handbook.toml", MANIFEST);
    sandbox.write("ministry/rules/a.yaml", rules);
    sandbox.write("project.yaml", PROJECT);
    for arguments in [
        &["check", "project.yaml"][..],
        &["check", "project.yaml", "--plain"],
        &["explain", "ministry/red"],
        &["explain"],
    ] {
        let output = sandbox.run(&[&["--handbook", "ministry"], arguments].concat());
        let text = format!("{}{}", output.stdout, output.stderr);
        assert!(text.contains("red"), "{text}");
        assert!(!text.contains(['\u{1b}', '\u{7}']), "{text:?}");
    }
}

/// Rules run on whatever files there are, and none breaks.
#[test]
fn own_rules_run_on_every_fixture() {
    let ministry = Ministry::fixture();
    let mut n = 0;
    for folder in files("rules") {
        for name in ["bad.yaml", "good.yaml"] {
            let bytes = fs::read(folder.join(name)).expect("a fixture");
            n += ids(&ministry.check(&bytes)).len();
        }
    }
    assert!(n > 10, "{n}");
}

#[test]
fn settings_reach_own_rules_as_they_reach_others() {
    let sandbox = sandbox();
    let check = |settings: &str, more: &[&str]| {
        sandbox.write(
            "mainstream.toml",
            format!("handbook = [\"ministry\"]\n{settings}"),
        );
        let base = ["check", ".", "--output=concise", "--profile=monitoring"];
        sandbox.run(&[&base, more].concat())
    };
    assert!(
        check("", &[])
            .stdout
            .contains("warning[ministry/silent-lead]")
    );
    // A level of its own, or of its group, from the settings or the command line.
    let off = check("[check.rules]\n\"ministry/silent-lead\" = \"off\"\n", &[]);
    assert!(!off.stdout.contains("silent-lead"), "{off}");
    let error = check("[check.rules]\ninstitutions = \"error\"\n", &[]);
    assert!(
        error.stdout.contains("error[ministry/silent-lead]"),
        "{error}"
    );
    let flag = check("", &["--level", "ministry/silent-lead=advice"]);
    assert!(
        flag.stdout.contains("advice[ministry/silent-lead]"),
        "{flag}"
    );
    // One finding suppressed; and a suppression that has nothing to suppress.
    let silence = |path: &str| {
        format!(
            "[[check.suppress]]\nrule = \"ministry/silent-lead\"\npath = \"{path}\"\n\
             reason = \"The ministry pays.\"\n"
        )
    };
    let silent = check(&silence("action-plan.actions[law]"), &[]);
    assert!(!silent.stdout.contains("silent-lead"), "{silent}");
    let unused = check(&silence("action-plan.actions[desk]"), &[]);
    assert!(unused.stdout.contains("suppression-unused"), "{unused}");
    // A name that nothing has.
    let unknown = check("[check.rules]\n\"ministry/silent-led\" = \"off\"\n", &[]);
    assert_eq!(unknown.code, 3, "{unknown}");
    assert!(unknown.stderr.contains("ministry/silent-lead"), "{unknown}");
}

#[test]
fn a_project_and_a_baseline_silence_own_rules_too() {
    let sandbox = sandbox();
    let check = [
        "check",
        "project.yaml",
        "--output=concise",
        "--profile=monitoring",
    ];
    let with = |more: &[&str]| sandbox.run(&[&check, more].concat());
    let written = with(&["--write-baseline", "known.json"]);
    assert!(
        sandbox.read("known.json").contains("ministry/silent-lead"),
        "{written}"
    );
    let known = with(&["--baseline", "known.json"]);
    assert!(!known.stdout.contains("ministry/"), "{known}");
    let suppress = "suppress:\n  - {rule: ministry/silent-lead, path: action-plan, reason: Paid by us}\n  - {rule: ministry/silent-led, path: action-plan, reason: Paid by us}\nanswers:\n";
    sandbox.write("project.yaml", PROJECT.replace("answers:\n", suppress));
    let silent = with(&[]);
    assert!(
        !silent.stdout.contains("[ministry/silent-lead]"),
        "{silent}"
    );
    assert!(silent.stdout.contains("error[unknown-rule]"), "{silent}");
}

/// A rule with a fault is left out; settings that name it are no fault of theirs.
#[test]
fn settings_may_name_a_rule_that_is_left_out() {
    let sandbox = Sandbox::new();
    sandbox.write("ministry/handbook.toml", MANIFEST);
    let rules = format!("rules:\n{}", rule("faulty", "record.nmae != ''"));
    sandbox.write("ministry/rules/a.yaml", rules);
    sandbox.write("project.yaml", PROJECT);
    sandbox.write(
        "mainstream.toml",
        "handbook = [\"ministry\"]\n[check.rules]\n\"ministry/faulty\" = \"off\"\n",
    );
    let output = sandbox.run(&["check", "project.yaml"]);
    assert_eq!(output.code, 0, "{output}");
}

/// Schemas for editors know the rules of the overlays they are made for.
#[test]
fn schemas_know_own_rules() {
    let sandbox = sandbox();
    for kind in ["config", "project"] {
        let schema = sandbox.ok(&["schema", kind]);
        assert!(schema.contains("\"ministry/silent-lead\""), "{kind}");
    }
}

/// What SARIF says of an own rule: its page, its level, its group.
#[test]
fn sarif_describes_own_rules() {
    let sandbox = sandbox();
    let output = sandbox.run(&[
        "check",
        "project.yaml",
        "--format=sarif",
        "--profile=monitoring",
    ]);
    let sarif: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .expect("rules");
    let rule = rules
        .iter()
        .find(|rule| rule["id"] == "ministry/late-start")
        .expect("the rule");
    assert_eq!(rule["name"], "MinistryLateStart");
    assert_eq!(rule["shortDescription"]["text"], "Begun before today");
    assert_eq!(rule["defaultConfiguration"]["level"], "warning");
    assert_eq!(rule["properties"]["tags"][0], "time");
}
