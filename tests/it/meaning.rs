//! The rules on the meaning of answers: each variant, one finding for one root fault, any values.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::time::{Duration, Instant};

use jiff::civil::date;
use mainstream::check::check_text;
use mainstream::diagnostic::RuleId;
use mainstream::handbook::Phase;
use mainstream::language::Language;
use mainstream::rules::page::{EXAMPLE_HEADER, Pages};
use mainstream::rules::{Group, RULES};
use proptest::prelude::*;
use serde::Deserialize;

use crate::rules::{Bench, files, fixtures};

/// Whether a group looks at what answers mean, and not at how they are written.
fn is_of_meaning(group: Group) -> bool {
    !matches!(
        group,
        Group::Syntax | Group::Project | Group::Shape | Group::Reference | Group::State
    )
}

#[derive(Deserialize)]
struct Case {
    #[serde(default)]
    head: String,
    /// A key of the header to leave out.
    without: Option<String>,
    place: String,
    bad: String,
}

fn table<T: serde::de::DeserializeOwned>(name: &str) -> BTreeMap<String, T> {
    let text = fs::read_to_string(fixtures(name)).expect("the table is there");
    serde_yaml::from_str(&text).expect("a table")
}

#[test]
fn every_variant_is_found_where_it_stands() {
    let bench = Bench::shared();
    let pages = Pages::new(Language::En);
    let mut seen: BTreeSet<(RuleId, &str)> = BTreeSet::new();
    for (name, case) in table::<Case>("rules-variants.yaml") {
        let left_out = case.without.map(|key| format!("{key}:"));
        let header = EXAMPLE_HEADER.lines().filter(|line| {
            let left_out = left_out.as_ref();
            !left_out.is_some_and(|key| line.starts_with(key))
        });
        let header = header.collect::<Vec<_>>().join("\n");
        let text = format!("{header}\n{}\n{}", case.head, case.bad);
        let checked = bench.check("case.yaml", text.as_bytes());
        let found: Vec<_> = checked
            .findings
            .iter()
            .map(|one| one.rule.as_str())
            .collect();
        let (id, variant) = name.split_once('/').expect("a rule and a variant");
        assert_eq!(found, [id], "{name}");
        let finding = &checked.findings[0];
        let place = finding.span.slice(checked.source.text());
        assert_eq!(place.trim_matches(['"', '\'']), case.place, "{name}");
        let (page, _) = pages.page(id).expect("a page");
        let mut known = page.message.texts().into_iter();
        if known.any(|(known, _)| known == Some(variant)) {
            assert_eq!(finding.variant, Some(variant), "{name}");
        }
        let told = pages.tell(finding, &str::to_owned);
        assert!(
            !told.message.contains('{') && !told.label.contains('{'),
            "{name}: {told:?}"
        );
        seen.extend(
            finding
                .variant
                .map(|variant| (finding.rule.clone(), variant)),
        );
    }
    for folder in files("rules") {
        let bad = fs::read(folder.join("bad.yaml")).expect("a fixture");
        for finding in bench.check("bad.yaml", &bad).findings {
            seen.extend(
                finding
                    .variant
                    .map(|variant| (finding.rule.clone(), variant)),
            );
        }
    }
    let mut unseen = Vec::new();
    for rule in RULES.iter().filter(|rule| is_of_meaning(rule.group)) {
        let (page, _) = pages.page(rule.id).expect("a page");
        let texts = page.message.texts();
        let variants = texts.into_iter().filter_map(|(variant, _)| variant);
        unseen.extend(
            variants
                .filter(|variant| !seen.contains(&(rule.id.into(), variant)))
                .map(|variant| format!("{}/{variant}", rule.id)),
        );
    }
    assert!(unseen.is_empty(), "{unseen:#?}");
}

/// Every finding of a rule on meaning can be told: nothing is left to fill.
#[test]
fn every_finding_has_all_that_its_texts_ask_for() {
    let bench = Bench::shared();
    for language in Language::ALL {
        let pages = Pages::new(language);
        for folder in files("rules") {
            let bad = fs::read(folder.join("bad.yaml")).expect("a fixture");
            for finding in bench.check("bad.yaml", &bad).findings {
                let rule = mainstream::rules::rule(&finding.rule).expect("a rule");
                if !is_of_meaning(rule.group) {
                    continue;
                }
                let told = pages.tell(&finding, &str::to_owned);
                assert_ne!(told.message, finding.rule.as_str(), "{language}");
                assert!(!told.label.is_empty(), "{language} {}", finding.rule);
                let texts = [Some(&told.message), Some(&told.label), told.help.as_ref()];
                for text in texts.into_iter().flatten().chain(&told.others) {
                    assert!(
                        !text.contains('{') && !text.is_empty(),
                        "{}: {text}",
                        finding.rule
                    );
                }
                let in_ledger = finding.rule == "source-unused";
                assert!(in_ledger || finding.question.is_some(), "{}", finding.rule);
            }
        }
    }
}

#[derive(Deserialize)]
struct Fault {
    only: Vec<String>,
    piece: String,
}

#[test]
fn what_follows_from_another_fault_is_not_said() {
    let bench = Bench::shared();
    let mut wrong = BTreeMap::new();
    for (name, case) in table::<Fault>("rules-root-faults.yaml") {
        let text = format!("{EXAMPLE_HEADER}{}", case.piece);
        let checked = bench.check("case.yaml", text.as_bytes());
        let found: Vec<String> = checked
            .findings
            .iter()
            .map(|one| one.rule.to_string())
            .collect();
        if found != case.only {
            wrong.insert(name, found);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn rules_on_the_file_itself_look_from_the_first_phase_on() {
    for rule in RULES {
        assert_ne!(rule.phase, Phase::Optional, "{}", rule.id);
        if !is_of_meaning(rule.group) {
            assert_eq!(rule.phase, Phase::Draft, "{}", rule.id);
        }
    }
}

#[test]
fn no_example_has_an_error_on_any_day() {
    let bench = Bench::shared();
    for day in [
        date(2020, 1, 1),
        date(2026, 6, 1),
        date(2029, 12, 31),
        date(2100, 1, 1),
    ] {
        let setting = bench.setting(&bench.policy, day);
        for name in ["jamaica", "sorania", "tunisia"] {
            let path = format!("{}/examples/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
            let checked = check_text(name, &fs::read(path).expect("an example"), &setting);
            let level = mainstream::diagnostic::Level::Error;
            let errors = checked.findings.iter().filter(|one| one.level == level);
            assert_eq!(errors.count(), 0, "{name} {day}");
        }
    }
}

/// A complete project with the values of some lines replaced, so that it can still be read.
fn changed() -> impl Strategy<Value = String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/sorania.yaml");
    let good = fs::read_to_string(path).expect("the example");
    let values = [
        "",
        "\"no\"",
        "\"yes\"",
        "x",
        "[]",
        "[x, x]",
        "{}",
        "2026",
        "0",
        "-1",
        "\"9999-12-31\"",
        "\"0001-01-01\"",
        "0001",
        "9999",
        "999999999999999999 XTS",
        "-999999999999999999 EUR",
        "1 XAF",
        "2027/2031",
        "2031/2027",
        "yearly",
        "on-demand",
        "stop",
        "\"???\"",
        "EUR",
    ];
    let edit = (
        any::<prop::sample::Index>(),
        prop::sample::select(values.to_vec()),
    );
    prop::collection::vec(edit, 1..60).prop_map(move |edits| {
        let mut lines: Vec<String> = good.lines().map(str::to_owned).collect();
        for (at, value) in edits {
            let line = at.get_mut(&mut lines);
            if let Some((key, rest)) = line.split_once(": ")
                && !rest.starts_with(['|', '>'])
            {
                *line = format!("{key}: {value}");
            }
        }
        lines.join("\n")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_values_can_be_checked(text in changed(), late in any::<bool>()) {
        let bench = Bench::shared();
        let today = if late { date(9999, 12, 31) } else { date(2026, 6, 1) };
        let setting = bench.setting(&bench.policy, today);
        let checked = check_text("changed.yaml", text.as_bytes(), &setting);
        for finding in &checked.findings {
            prop_assert!(finding.span.end <= text.len());
        }
        let sorted = checked.findings.windows(2).all(|two| two[0].span.start <= two[1].span.start);
        prop_assert!(sorted);
    }
}

/// Joins of many records with many others take no longer than reading them.
#[test]
fn many_records_take_bounded_time() {
    use std::fmt::Write as _;
    let n = 4_000;
    let list = |head: &str, line: &dyn Fn(usize) -> String| {
        let mut text = format!("    {head}:\n");
        for at in 0..n {
            let _ = writeln!(text, "      - {}", line(at));
        }
        text
    };
    let mut text = format!("{EXAMPLE_HEADER}period: 2027/2031\nanswers:\n  context:\n");
    text += &list("key-figures", &|n| {
        format!(
            "{{id: f{n}, name: Figure f{n}, indicator: X05, value: {n}, year: 2025, unit: people, split: [region]}}"
        )
    });
    text += "  action-plan:\n";
    text += &list("actions", &|n| {
        format!(
            "{{id: a{n}, name: Action {n}, objective: o{n}, lead: b{n}, start: \"2027-01-01\", end: \"2027-12-31\", depends-on: [a{}, a{}]}}",
            n + 1,
            n / 2
        )
    });
    text += &list("budget-lines", &|n| {
        format!(
            "{{id: l{n}, name: Line {n}, action: a{n}, amount: {n} USD, fund: u{n}, year: 2028}}"
        )
    });
    text += "  funding:\n";
    text += &list("funds", &|n| {
        format!("{{id: u{n}, name: Fund {n}, amount: 1 EUR, kind: donor, period: 2027/2028}}")
    });
    text += &list("exchange-rates", &|n| {
        format!("{{id: x{n}, name: Rate {n}, currency: EUR, rate: 1.{n}, year: 2027}}")
    });
    text += "  monitoring:\n";
    text += &list("indicators", &|n| {
        format!(
            "{{id: i{n}, name: Indicator {n}, code: X05, action: a{n}, baseline: 1, baseline-year: 2025, frequency: weekly}}"
        )
    });
    text += &list("readings", &|n| {
        format!("{{id: r{n}, name: Reading {n}, indicator: i{n}, date: \"2025-01-01\", value: 1}}")
    });
    text += "  priorities:\n";
    text += &list("objectives", &|n| {
        format!("{{id: o{n}, name: Objective {n}}}")
    });
    text += "  set-up:\n";
    text += &list("bodies", &|n| {
        format!(
            "{{id: b{n}, name: Body {n}, role: inter-ministerial, members: [b1, b2, b3], meets: weekly}}"
        )
    });
    let start = Instant::now();
    let checked = Bench::shared().check("many.yaml", text.as_bytes());
    assert!(checked.findings.len() > 4_000, "{}", checked.findings.len());
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
}
