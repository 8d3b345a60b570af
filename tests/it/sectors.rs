//! What migration means for each sector, and the catalogues it refers to.

use std::collections::BTreeSet;

use mainstream::handbook::{Catalogues, Layer, Sectors, load_builtin};
use mainstream::language::Language;

use crate::instruments::{LANGUAGES, local};

#[test]
fn sectors_presets_and_what_they_name_exist_in_every_language() {
    let catalogues = Catalogues::builtin();
    let has = |catalogue: &str, id: &str| {
        catalogues
            .get(catalogue)
            .is_some_and(|found| found.entry(id).is_some())
    };
    let handbook = load_builtin().expect("no fault");
    for language in Language::ALL {
        let sectors = Sectors::of(&handbook, language);
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
            let (content, text, fallback) =
                sectors.get(id).unwrap_or_else(|| panic!("{language} {id}"));
            assert_eq!(fallback, None);
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
                .entries
                .iter()
                .chain(preset.parts.iter().flat_map(|part| &part.entries))
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
