//! Instruments: their data against the handbook, and their arithmetic against figures by hand.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use jiff::civil::date;
use mainstream::handbook::{
    Blanks, Catalogues, Class, Handbook, Instruments, Layer, LocalText, Overall, Sectors, Texts,
    load_builtin,
};
use mainstream::language::Language;
use mainstream::plan::{Computed, Mark, Plan, ResultRow, Typed, compute};
use mainstream::project::{Project, State};
use mainstream::yaml::parse;
use proptest::prelude::*;
use rust_decimal::Decimal;

const SMALL: &str = include_str!("../fixtures/small-plan.yaml");

fn handbook() -> Handbook {
    load_builtin().expect("no fault")
}

fn with_plan<T>(text: &str, look: impl FnOnce(&Plan<'_>) -> T) -> T {
    let handbook = handbook();
    let parsed = parse(text);
    assert!(parsed.faults.is_empty(), "{:?}", parsed.faults);
    let root = parsed.root.expect("a root");
    let project = Project::read(&root, &handbook);
    look(&Plan::of(&project, &handbook, &|_, _| true))
}

fn number(text: &str) -> Decimal {
    text.parse().expect("a number")
}

fn computed(text: &str, name: &str) -> Computed {
    with_plan(text, |plan| {
        compute(name, plan, date(2026, 11, 23)).expect("a result")
    })
}

const LANGUAGES: [&str; 3] = ["en", "fr", "es"];

#[test]
fn the_instruments_load_and_agree_with_the_record_types_and_questions() {
    let instruments = Instruments::load().expect("they load");
    assert_eq!(&instruments, Instruments::builtin());
    let handbook = handbook();
    let ids: Vec<&str> = instruments.all.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["coherence", "sdg-10-7-2", "sdg-17-14-1"]);
    for instrument in &instruments.all {
        assert_eq!(instrument.faults(&handbook), Vec::<String>::new());
    }
}

#[test]
fn the_instruments_are_of_the_size_and_method_that_was_decided() {
    let all = Instruments::builtin();
    let sdg = all.get("sdg-10-7-2").expect("the diagnosis");
    assert_eq!(sdg.domains.len(), 6);
    assert!(sdg.domains.iter().all(|domain| domain.items.len() == 5));
    assert_eq!((sdg.overall, sdg.blanks), (Overall::Items, Blanks::Refuse));
    let coherence = all.get("coherence").expect("the self-score");
    assert_eq!(coherence.domains.len(), 5);
    assert!(
        coherence
            .domains
            .iter()
            .all(|domain| (5..=12).contains(&domain.items.len()))
    );
    let marks: Vec<_> = coherence.scores["coherence-level"].values().collect();
    assert_eq!(marks, [&number("0"), &number("10"), &number("5")]);
    assert_eq!(
        (coherence.overall, coherence.blanks),
        (Overall::None, Blanks::LeaveOut)
    );
    let mechanisms = all.get("sdg-17-14-1").expect("the mechanisms");
    assert_eq!(mechanisms.domains.len(), 8);
    let editions = &mechanisms.editions.as_ref().expect("editions").highest;
    let totals: Vec<_> = editions
        .values()
        .map(|highest| highest * number("8"))
        .collect();
    assert_eq!(totals, [number("80"), number("96")]);
}

#[test]
fn an_instrument_that_differs_from_the_handbook_says_how() {
    let layer = Layer::builtin();
    let file = layer.text("instruments/sdg-10-7-2.yaml").expect("the file");
    let handbook = handbook();
    for (from, to, wanted) in [
        (
            "record: policy-diagnosis",
            "record: policy",
            "no record type",
        ),
        ("{id: schooling,", "{id: school,", "the items"),
        ("\"no\": 0}", "never: 0}", "has no `never`"),
        ("highest: 1", "highest: 0.5", "above the highest"),
        ("diagnosis-rights", "diagnosis-government", "does not ask"),
        ("at-least: 80", "at-least: 10", "do not go up"),
    ] {
        assert!(file.contains(from), "{from}");
        let text = file.replacen(from, to, 1);
        let instrument: mainstream::handbook::Instrument =
            serde_yaml::from_str(&text).expect("it reads");
        let faults = instrument.faults(&handbook);
        assert!(
            faults.iter().any(|fault| fault.contains(wanted)),
            "{wanted}: {faults:?}"
        );
    }
}

fn local(text: &LocalText, of: &str) -> Vec<String> {
    let missing = LANGUAGES.iter().filter(|code| {
        let written = text.written(code).unwrap_or_default();
        written.trim().is_empty()
    });
    missing.map(|code| format!("{of}: no {code}")).collect()
}

#[test]
fn everything_people_read_of_an_instrument_is_there_in_three_languages_with_its_source() {
    let catalogues = Catalogues::builtin();
    let sources = catalogues.get("sources").expect("sources");
    let mut wrong = Vec::new();
    for one in &Instruments::builtin().all {
        let mut from = vec![(&one.id, &one.from)];
        for (part, text) in [
            ("name", &one.name),
            ("standing", &one.standing),
            ("formula", &one.formula),
        ] {
            wrong.extend(local(text, &format!("{} {part}", one.id)));
        }
        for domain in &one.domains {
            wrong.extend(local(&domain.label, &domain.id));
            from.push((&domain.id, &domain.from));
            from.extend(domain.items.iter().map(|item| (&item.id, &item.from)));
        }
        for class in &one.classes {
            wrong.extend(local(&class.label, &class.id));
            from.push((&class.id, &class.from));
        }
        for (id, from) in from {
            if from.is_empty() {
                wrong.push(format!("{}: {id} says not where it comes from", one.id));
            }
            let documents = from.iter().filter(|key| *key != "D" && *key != "R");
            let unknown = documents.filter(|key| sources.entry(key).is_none());
            wrong.extend(unknown.map(|key| format!("{id}: no source {key}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A diagnosis of one day with these lines.
fn diagnosis(fields: &str) -> String {
    format!(
        "mainstream: 1\nanswers:\n  policy-framework:\n    policy-diagnoses:\n      - id: d1\n        date: \"2026-01-01\"\n{fields}"
    )
}

#[test]
fn values_are_worked_out_as_by_hand() {
    with_plan(SMALL, |plan| {
        let series = plan.series("sdg-10-7-2");
        // The one without a date is left out, the earlier comes first whatever the order of the file.
        let ids: Vec<&str> = series.iter().map(|one| one.diagnosis.id).collect();
        assert_eq!(ids, ["d1", "d2"]);
        let shown = series.iter().fold(String::new(), |mut text, one| {
            for domain in &one.domains {
                let class = domain.class.map_or("–", |class| class.id.as_str());
                let value = domain.value.map_or("–".into(), |value| value.to_string());
                let _ = writeln!(
                    text,
                    "{} {} {value} {class} {}+{}",
                    one.diagnosis.id, domain.domain.id, domain.marked, domain.open
                );
            }
            let class = one.class.map_or("–", |class| class.id.as_str());
            let _ = writeln!(
                text,
                "{:?} {class}",
                one.overall.map(|value| value.to_string())
            );
            text
        });
        // d1: 1.5, 2, 4, 0, 2 and 5 of 5; together 14.5 of 30.
        insta::assert_snapshot!(shown, @r#"
        d1 rights 30 further-progress 5+0
        d1 government 40 partially-meets 5+0
        d1 cooperation 80 meets 5+0
        d1 well-being 0 further-progress 5+0
        d1 crises 40 partially-meets 5+0
        d1 safe-migration 100 fully-meets 5+0
        Some("48.3") partially-meets
        d2 rights 90 meets 5+0
        d2 government 40 partially-meets 5+0
        d2 cooperation 100 fully-meets 5+0
        d2 well-being 80 meets 5+0
        d2 crises 20 further-progress 5+0
        d2 safe-migration – – 3+2
        None –
        "#);
        assert_eq!(series[1].change(&series[0], 0), Some(number("60")));
        assert_eq!(series[1].change(&series[0], 4), Some(number("-20")));
        // What has no value has not changed by anything.
        assert_eq!(series[1].change(&series[0], 5), None);
        assert_eq!(series[1].overall_change(&series[0]), None);
        assert_eq!(series[1].open(), 2);
    });
}

#[test]
fn a_mean_that_allows_it_leaves_open_items_out_and_ignores_what_does_not_concern_the_country() {
    with_plan(SMALL, |plan| {
        let series = plan.series("coherence");
        let [one] = series.as_slice() else {
            panic!("one diagnosis")
        };
        let shown: Vec<_> = one
            .domains
            .iter()
            .map(|domain| (domain.value.map(|value| value.to_string()), domain.open))
            .collect();
        // 35 of 10 items; 60 of 8; 55 of 8, one open and one outside; all outside; all open.
        let some = |value: &str| Some(value.to_owned());
        assert_eq!(
            shown,
            [
                (some("3.5"), 0),
                (some("7.5"), 0),
                (some("6.9"), 1),
                (None, 0),
                (None, 6)
            ]
        );
        // 6.875 is shown as 6.9 and still is below 7.
        let class = one.domains[2].class.expect("a class");
        assert_eq!(class.id, "partly");
        assert_eq!(one.overall, None);
        assert_eq!(one.diagnosis.marks[2][0], Mark::Outside);
        assert_eq!(one.diagnosis.marks[2][1], Mark::Open);
        assert_eq!(one.diagnosis.marks[2][2], Mark::Given(number("10")));
    });
}

#[test]
fn two_editions_of_a_scoring_give_shares_of_their_own_and_are_not_compared() {
    with_plan(SMALL, |plan| {
        let series = plan.series("sdg-17-14-1");
        // 40 of 80, then 59 of 96.
        let overall: Vec<_> = series.iter().filter_map(|one| one.overall).collect();
        assert_eq!(overall, [number("50"), number("61.5")]);
        assert_eq!(series[1].overall_change(&series[0]), None);
        assert_eq!(series[1].change(&series[0], 0), None);
    });
    let result = computed(SMALL, "sdg-17-14-1");
    let left: Vec<_> = result
        .left_out
        .iter()
        .map(|left| (left.key, left.n))
        .collect();
    assert_eq!(left, [("plan-left-out-edition", 1)]);
    // Of the same edition they are.
    let same = SMALL.replace("scoring: out-of-80", "scoring: out-of-96");
    with_plan(&same, |plan| {
        let series = plan.series("sdg-17-14-1");
        // 40 of 96 is 41.7 as shown; the difference is that of the values shown.
        assert_eq!(series[1].overall_change(&series[0]), Some(number("19.8")));
    });
}

#[test]
fn points_that_the_scoring_does_not_have_leave_their_theme_open() {
    let text = SMALL.replace("commitment: 10,", "commitment: 11,");
    with_plan(&text, |plan| {
        let series = plan.series("sdg-17-14-1");
        assert_eq!(series[0].domains[0].value, None);
        assert_eq!(series[0].overall, None);
        assert_eq!(series[1].overall, Some(number("61.5")));
    });
    let text = SMALL.replace("scoring: out-of-80", "scoring: out-of-100");
    with_plan(&text, |plan| {
        assert_eq!(plan.series("sdg-17-14-1")[0].open(), 8);
    });
}

#[test]
fn a_value_outside_the_set_counts_as_open() {
    let text = diagnosis("        health-care: perhaps\n        schooling: any-status\n");
    with_plan(&text, |plan| {
        let series = plan.series("sdg-10-7-2");
        assert_eq!(
            (series[0].domains[0].marked, series[0].domains[0].open),
            (1, 4)
        );
        assert_eq!(series[0].domains[0].value, None);
    });
}

#[test]
fn classes_begin_at_their_cut_offs() {
    let all = Instruments::builtin();
    let class = |instrument: &str, value: &str| {
        let found = all.get(instrument).expect("an instrument");
        let class: Option<&Class> = found.class(number(value));
        class.map(|class| class.id.as_str())
    };
    for (value, wanted) in [
        ("0", "further-progress"),
        ("39.99", "further-progress"),
        ("40", "partially-meets"),
        ("79.99", "partially-meets"),
        ("80", "meets"),
        ("99.99", "meets"),
        ("100", "fully-meets"),
    ] {
        assert_eq!(class("sdg-10-7-2", value), Some(wanted), "{value}");
    }
    for (value, wanted) in [
        ("3.99", "little"),
        ("4", "partly"),
        ("6.99", "partly"),
        ("7", "largely"),
    ] {
        assert_eq!(class("coherence", value), Some(wanted), "{value}");
    }
    assert_eq!(class("sdg-17-14-1", "50"), None);
}

/// The title and the cells of every table of a result, without languages.
fn shape(result: &Computed) -> String {
    let mut text = String::new();
    for table in &result.tables {
        let _ = writeln!(text, "{} ({})", table.caption, table.columns.len());
        for row in &table.rows {
            let (ResultRow::Body(cells) | ResultRow::Total(cells)) = row else {
                panic!("no groups here")
            };
            assert_eq!(cells.len(), table.columns.len());
            let cells: Vec<String> = cells
                .iter()
                .map(|cell| match cell {
                    Typed::Text(text) => text.shown(Language::En),
                    Typed::Percent(value) | Typed::Number(value) => value.normalize().to_string(),
                    Typed::Change(value) => format!("{:+}", value.normalize()),
                    Typed::Words(words) => words.clone(),
                    Typed::Message(key) => (*key).to_owned(),
                    Typed::Date(date) => date.to_string(),
                    Typed::Nothing => "–".to_owned(),
                    other => panic!("{other:?}"),
                })
                .collect();
            let _ = writeln!(text, "  {}", cells.join(" | "));
        }
    }
    text
}

#[test]
fn results_stand_by_domain_and_by_date() {
    let result = computed(SMALL, "sdg-10-7-2");
    insta::assert_snapshot!(shape(&result), @r#"
    plan-caption-diagnosis-latest (5)
      Migrants’ rights | 90 | Meets | 5/5 | +60
      Whole of government and evidence | 40 | Partially meets | 5/5 | +0
      Cooperation and partnerships | 100 | Fully meets | 5/5 | +20
      Socio-economic well-being | 80 | Meets | 5/5 | +80
      Mobility in crises | 20 | Requires further progress | 5/5 | -20
      Safe, orderly and regular migration | – | – | 3/5 | –
    plan-caption-diagnosis-series (3)
      Migrants’ rights | 30 | 90
      Whole of government and evidence | 40 | 40
      Cooperation and partnerships | 80 | 100
      Socio-economic well-being | 0 | 80
      Mobility in crises | 40 | 20
      Safe, orderly and regular migration | 100 | –
      plan-overall | 48.3 | –
    plan-caption-diagnosis-classes (2)
      Requires further progress | 0
      Partially meets | 40
      Meets | 80
      Fully meets | 100
    "#);
    assert_eq!(result.remarks.len(), 1);
    let undated = &result.left_out[0];
    assert_eq!((undated.key, undated.n), ("plan-left-out-undated", 1));
    let one = computed(SMALL, "sdg-10-7-2:crises");
    insta::assert_snapshot!(shape(&one), @r#"
    plan-caption-diagnosis-domain (5)
      2024-03-01 | 40 | Partially meets | 5/5 | –
      2026-03-01 | 20 | Requires further progress | 5/5 | -20
    "#);
    with_plan(SMALL, |plan| {
        let today = date(2026, 11, 23);
        assert!(compute("sdg-10-7-2:no-such-domain", plan, today).is_none());
    });
}

#[test]
fn more_dates_than_fit_leave_out_the_earliest_and_say_so() {
    let mut text = String::from("mainstream: 1\nanswers:\n  monitoring:\n    coherence-scores:\n");
    for year in 2015..2022 {
        let _ = writeln!(
            text,
            "      - {{id: y{year}, date: \"{year}-01-01\", plan-objective: full}}"
        );
    }
    let result = computed(&text, "coherence");
    assert_eq!(result.tables[1].columns.len(), 6);
    assert_eq!(result.tables[1].columns[1], Typed::Date(date(2017, 1, 1)));
    assert_eq!(result.left_out[0].n, 2);
}

#[test]
fn a_diagnosis_is_settled_domain_by_domain_and_only_as_a_whole() {
    let handbook = handbook();
    let state = |fields: &str, code: &str| {
        let text = diagnosis(fields);
        let parsed = parse(&text);
        let root = parsed.root.expect("a root");
        let project = Project::read(&root, &handbook);
        project.state(
            &handbook,
            handbook.question_index(code).expect("a question"),
        )
    };
    let four = "        health-care: any-status\n        schooling: \"no\"\n        equal-pay: \"no\"\n        social-security: \"no\"\n";
    assert_eq!(state("", "G413"), State::Blank);
    assert_eq!(state(four, "G413"), State::Draft);
    let five = format!("{four}        justice: not-known\n");
    assert_eq!(state(&five, "G413"), State::Answered);
    assert_eq!(state(&five, "G414"), State::Blank);
}

#[test]
fn sectors_presets_and_what_they_name_exist_in_every_language() {
    let catalogues = Catalogues::builtin();
    let has = |catalogue: &str, id: &str| {
        catalogues
            .get(catalogue)
            .is_some_and(|found| found.entry(id).is_some())
    };
    let handbook = handbook();
    for language in Language::ALL {
        let sectors = Sectors::load(language).expect("they load");
        assert_eq!(sectors.fallback, None);
        let known: Vec<&str> = catalogues
            .get("sectors")
            .expect("sectors")
            .entries
            .iter()
            .map(|entry| entry.id.as_str())
            .collect();
        let told: Vec<&str> = sectors.content.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(told, known);
        for id in known {
            let (content, text) = sectors.get(id).unwrap_or_else(|| panic!("{language} {id}"));
            assert!(
                text.questions.len() >= 3 && text.measures.len() >= 3,
                "{id}"
            );
            for one in &content.indicators {
                assert!(has("indicators", one), "{id}: {one}");
            }
            for one in &content.sdg_targets {
                assert!(has("sdg-targets", one), "{id}: {one}");
            }
            for one in &content.compact_objectives {
                assert!(has("compact-objectives", one), "{id}: {one}");
            }
            for key in content.from.iter().filter(|key| *key != "D") {
                assert!(has("sources", key), "{id}: {key}");
            }
        }
        let offered: BTreeSet<&String> = handbook.choices["sector-preset"].iter().collect();
        for preset in &sectors.presets {
            assert!(offered.contains(&preset.id), "{}", preset.id);
            for sector in preset
                .sectors
                .iter()
                .chain(preset.parts.iter().flat_map(|part| &part.sectors))
            {
                assert!(has("sectors", sector), "{}: {sector}", preset.id);
            }
            for part in &preset.parts {
                assert_eq!(local(&part.label, &preset.id), Vec::<String>::new());
            }
        }
        assert_eq!(
            sectors.presets.len() + 1,
            offered.len(),
            "all but our own list"
        );
    }
}

#[test]
fn every_language_says_the_same_about_every_sector() {
    let layer = Layer::builtin();
    let file = |language: &str| -> std::collections::BTreeMap<String, serde_yaml::Value> {
        let text = layer.text(&format!("sectors/{language}.yaml"));
        serde_yaml::from_str(text.expect("the file")).expect("it reads")
    };
    let english = file("en");
    for language in ["fr", "es"] {
        let other = file(language);
        assert!(english.keys().eq(other.keys()), "{language}");
        for (sector, text) in &english {
            for part in ["questions", "measures"] {
                let count = |of: &serde_yaml::Value| of[part].as_sequence().map_or(0, Vec::len);
                assert_eq!(
                    count(text),
                    count(&other[sector]),
                    "{language} {sector} {part}"
                );
            }
            for part in ["effect", "cause", "risk"] {
                assert_ne!(
                    text[part], other[sector][part],
                    "{language} {sector} {part}"
                );
            }
        }
    }
}

#[test]
fn entries_of_the_new_catalogues_have_labels_in_three_languages_and_known_sources() {
    let catalogues = Catalogues::builtin();
    let sources = catalogues.get("sources").expect("sources");
    for (name, n) in [
        ("sdg-goals", 17),
        ("sdg-targets", 64),
        ("compact-objectives", 23),
        ("compact-principles", 10),
        ("profile-indicators", 92),
        ("sectors", 22),
        ("criteria", 12),
        ("indicators", 42),
    ] {
        let found = catalogues.get(name).expect(name);
        assert_eq!(found.entries.len(), n, "{name}");
        for entry in &found.entries {
            for code in LANGUAGES {
                assert!(entry.label.contains_key(code), "{name} {} {code}", entry.id);
            }
            assert!(!entry.from.is_empty(), "{name} {}", entry.id);
            for key in entry.from.iter().filter(|key| *key != "D" && *key != "R") {
                assert!(sources.entry(key).is_some(), "{name} {}: {key}", entry.id);
            }
        }
    }
}

#[test]
fn every_target_belongs_to_a_goal_of_the_catalogue() {
    #[derive(serde::Deserialize)]
    struct Target {
        id: String,
        goal: u32,
    }
    #[derive(serde::Deserialize)]
    struct File {
        entries: Vec<Target>,
    }
    let layer = Layer::builtin();
    let text = layer.text("catalogues/sdg-targets.yaml").expect("the file");
    let file: File = serde_yaml::from_str(text).expect("it reads");
    let catalogues = Catalogues::builtin();
    let goals = catalogues.get("sdg-goals").expect("goals");
    for target in file.entries {
        let goal = target.goal.to_string();
        assert!(goals.entry(&goal).is_some(), "{}", target.id);
        assert_eq!(target.id.split('.').next(), Some(goal.as_str()));
    }
}

#[test]
fn items_have_their_words_in_the_handbooks_texts() {
    let handbook = handbook();
    for language in Language::ALL {
        let texts = Texts::new(&handbook, language);
        for one in &Instruments::builtin().all {
            for item in one.items() {
                let label = texts.field_label(&one.record, &item.id);
                assert!(
                    label.len() > 3 && !label.starts_with('['),
                    "{}: {label}",
                    item.id
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Values lie on the scale, a better answer never lowers one, and nothing panics.
    #[test]
    fn values_lie_on_the_scale(choices in proptest::collection::vec(0..5_usize, 41), better in 0..41_usize) {
        let instrument = Instruments::builtin().get("coherence").expect("coherence");
        let words = ["absent", "partial", "full", "not-known", "not-applicable"];
        let text = |choices: &[usize]| {
            let mut text = String::from(
                "mainstream: 1\nanswers:\n  monitoring:\n    coherence-scores:\n      - id: h1\n        date: \"2026-01-01\"\n",
            );
            for (item, choice) in instrument.items().zip(choices) {
                let _ = writeln!(text, "        {}: {}", item.id, words[*choice]);
            }
            text
        };
        let values = |choices: &[usize]| with_plan(&text(choices), |plan| {
            let series = plan.series("coherence");
            series[0].domains.iter().map(|domain| domain.value).collect::<Vec<_>>()
        });
        let before = values(&choices);
        for value in before.iter().flatten() {
            prop_assert!(*value >= Decimal::ZERO && *value <= Decimal::TEN);
        }
        if choices[better] < 2 {
            let mut raised = choices.clone();
            raised[better] += 1;
            for (now, then) in values(&raised).iter().zip(&before) {
                prop_assert!(now >= then);
            }
        }
    }
}
