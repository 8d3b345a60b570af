//! The built-in handbook: loads without a fault, is complete, and says where everything comes from.

use std::collections::BTreeSet;

use mainstream::handbook::{
    Catalogues, FaultyFile, Kind, Layer, LoadError, Phase, Provenance, Texts, load_builtin,
    load_layers,
};
use mainstream::language::Language;

#[test]
fn the_built_in_handbook_has_no_fault() {
    let handbook = load_builtin().expect("no fault");
    assert_eq!(handbook.stages.len(), 7);
    assert_eq!(handbook.steps.len(), 22);
    assert_eq!(handbook.questions.len(), 303);
}

#[test]
fn every_question_has_its_english_texts() {
    let handbook = load_builtin().expect("no fault");
    let texts = Texts::new(&handbook, Language::En);
    for question in &handbook.questions {
        for text in [texts.ask(question), texts.why(question)] {
            assert!(
                text.len() > 10 && !text.starts_with('['),
                "{}: {text}",
                question.path
            );
        }
        let needs_example = match &question.kind {
            Kind::Value(kind) => {
                kind.set().is_none() && !matches!(kind.name(), "country" | "language")
            }
            Kind::Records { .. } | Kind::Table { .. } => true,
            Kind::Computed { .. } => false,
        };
        assert!(
            !needs_example || texts.example(question).is_some(),
            "{} has no example",
            question.path
        );
    }
}

#[test]
fn nothing_falls_back_in_a_complete_language() {
    let handbook = load_builtin().expect("no fault");
    for language in Language::ALL {
        if !handbook.complete.iter().any(|code| code == language.code()) {
            continue;
        }
        let texts = Texts::new(&handbook, language);
        for question in &handbook.questions {
            let parts = [
                Some(texts.ask(question)),
                Some(texts.why(question)),
                texts.example(question),
                texts.mistakes(question),
                texts.lesson(question),
                texts.note_prompt(question),
            ];
            for text in parts.into_iter().flatten() {
                assert!(
                    !text.starts_with("[en]"),
                    "{language} {}: {text}",
                    question.path
                );
            }
        }
        for stage in 0..handbook.stages.len() {
            let duration = texts.stage_duration(stage);
            assert!(duration.is_none_or(|text| !text.starts_with("[en]")));
        }
    }
}

#[test]
fn every_lesson_names_its_sources_and_no_source_is_left_over() {
    let handbook = load_builtin().expect("no fault");
    let catalogues = Catalogues::builtin();
    let sources = catalogues.get("sources").expect("the catalogue of sources");
    let texts = Texts::new(&handbook, Language::En);
    for question in &handbook.questions {
        let told = texts.lesson(question).is_some();
        assert_eq!(told, !question.lesson.is_empty(), "{}", question.path);
        for key in &question.lesson {
            assert!(sources.entry(key).is_some(), "{}: {key}", question.path);
        }
    }
}

#[test]
fn a_text_missing_in_a_language_falls_back_visibly() {
    let layer = Layer::builtin();
    let french = layer.text("text/fr/6-monitor.yaml").expect("the file");
    let cut = french.split_once("\nsteps:").expect("steps").0.to_owned();
    let loaded = load_layers(vec![layer.with("text/fr/6-monitor.yaml", cut)]);
    let texts = Texts::new(&loaded.handbook, Language::Fr);
    let question = loaded
        .handbook
        .question("N01")
        .expect("a question of stage 6");
    assert!(
        texts.ask(question).starts_with("[en] "),
        "{}",
        texts.ask(question)
    );
}

#[test]
fn every_label_is_there_in_english() {
    let handbook = load_builtin().expect("no fault");
    let texts = Texts::new(&handbook, Language::En);
    for (set, ids) in &handbook.choices {
        for id in ids {
            assert_ne!(
                texts.choice(set, id),
                id.as_str(),
                "{set}: {id} has no label"
            );
        }
    }
    for kind in handbook.records.values() {
        let record = &kind.id;
        assert_ne!(texts.record_name(record), "—", "{record}");
        assert_ne!(texts.record_plural(record), "—", "{record}");
        for field in &kind.fields {
            assert_ne!(
                texts.field_label(record, &field.id),
                "—",
                "{record}.{}",
                field.id
            );
        }
    }
}

#[test]
fn every_source_named_is_in_the_catalogue() {
    let handbook = load_builtin().expect("no fault");
    let catalogues = Catalogues::builtin();
    let sources = catalogues.get("sources").expect("the catalogue of sources");
    for question in &handbook.questions {
        assert!(
            !question.from.is_empty(),
            "{} names no source",
            question.path
        );
        for key in question
            .from
            .iter()
            .filter(|key| *key != "D" && *key != "R")
        {
            assert!(
                sources.entry(key).is_some(),
                "{}: no source {key}",
                question.path
            );
        }
    }
}

#[test]
fn every_catalogue_loads_and_names_no_code_twice() {
    let catalogues = Catalogues::builtin();
    let names: Vec<&str> = catalogues.names().collect();
    assert!(
        names.contains(&"sectors") && names.contains(&"countries"),
        "{names:?}"
    );
    for name in names {
        let catalogue = catalogues
            .get(name)
            .unwrap_or_else(|| panic!("{name} does not load"));
        let mut seen = BTreeSet::new();
        for entry in &catalogue.entries {
            assert!(seen.insert(entry.id.as_str()), "{name}: {} twice", entry.id);
        }
    }
    let criteria = catalogues.get("criteria").expect("criteria");
    let weights: u32 = criteria
        .entries
        .iter()
        .filter_map(|entry| entry.weight)
        .sum();
    assert_eq!(weights, 100);
}

#[test]
fn catalogue_kinds_name_catalogues_that_exist() {
    let handbook = load_builtin().expect("no fault");
    let catalogues = Catalogues::builtin();
    let fields = handbook
        .records
        .values()
        .flat_map(|record| record.fields.iter().map(|field| &field.kind));
    let questions = handbook
        .questions
        .iter()
        .filter_map(|question| match &question.kind {
            Kind::Value(kind) => Some(kind),
            _ => None,
        });
    for kind in fields.chain(questions) {
        if let mainstream::handbook::ValueKind::Code { catalogue, .. } = kind {
            assert!(
                catalogues.get(catalogue).is_some(),
                "no catalogue {catalogue}"
            );
        }
    }
}

#[test]
fn what_is_only_recalled_is_never_called_confirmed() {
    let of = |keys: &[&str]| {
        Provenance::of(&keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(of(&["S7"]), Provenance::Confirmed);
    assert_eq!(of(&["S7", "D"]), Provenance::Topic);
    assert_eq!(of(&["D"]), Provenance::Proposal);
    assert_eq!(of(&["R"]), Provenance::Unconfirmed);
    assert_eq!(of(&["S3", "R"]), Provenance::Topic);
}

/// What is wrong with the built-in files when one of them is changed.
fn faults(path: &'static str, from: &str, to: &str) -> Vec<LoadError> {
    let layer = Layer::builtin();
    let text = layer.text(path).expect("the file").to_owned();
    assert!(text.contains(from), "{path} does not contain {from}");
    let loaded = load_layers(vec![layer.with(path, text.replacen(from, to, 1))]);
    let errors: Vec<_> = loaded.files.iter().flat_map(FaultyFile::errors).collect();
    assert!(!errors.is_empty(), "no fault");
    errors
}

#[test]
fn inconsistencies_are_named_with_their_place() {
    let cases = [
        (
            "stages/0-prepare.yaml",
            "kind: country",
            "kind: contry",
            "stages/0-prepare.yaml:11:40: handbook-unknown-kind: found `contry`",
        ),
        (
            "stages/0-prepare.yaml",
            "set: planning-level",
            "set: planing-level",
            "handbook-unknown-id: set, found `planing-level`, nearest `planning-level`",
        ),
        (
            "stages/0-prepare.yaml",
            "record: plan,",
            "record: plann,",
            "handbook-unknown-id: record, found `plann`, nearest `plan`",
        ),
        (
            "stages/0-prepare.yaml",
            "depends: [case-file.milestones]",
            "depends: [case-file.dates]",
            "handbook-unknown-id: question, found `case-file.dates`",
        ),
        (
            "stages/0-prepare.yaml",
            "code: A02",
            "code: A01",
            "handbook-duplicate-id: found `A01`",
        ),
        (
            "stages/0-prepare.yaml",
            "ask: [name, type, period, owner]",
            "ask: [name, typ]",
            "handbook-unknown-id: field, found `typ`, nearest `type`",
        ),
        (
            "records.yaml",
            "to: [plan]",
            "to: [plans]",
            "handbook-unknown-id: record, found `plans`, nearest `plan`",
        ),
        (
            "records.yaml",
            "{title: name, fields: [{id: name, kind: line, required: true}, {id: type",
            "{title: nam, fields: [{id: name, kind: line, required: true}, {id: type",
            "handbook-unknown-id: field, found `nam`, nearest `name`",
        ),
    ];
    for (path, from, to, wanted) in cases {
        let found = faults(path, from, to);
        assert!(
            found.iter().any(|fault| fault.to_string().contains(wanted)),
            "{wanted}: {found:?}"
        );
    }
}

#[test]
fn a_misspelt_key_of_a_handbook_file_is_refused_with_its_line() {
    let found = faults("stages/0-prepare.yaml", "depends:", "depend:");
    let wanted = "handbook-unknown-key: found `depend`, nearest `depends`";
    assert!(found[0].to_string().contains(wanted), "{}", found[0]);
    assert!(found[0].line > 1);
}

#[test]
fn a_condition_of_no_known_form_is_refused() {
    let found = faults(
        "stages/0-prepare.yaml",
        "is: [go-with-conditions]}",
        "are: [go-with-conditions]}",
    );
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn questions_are_found_by_path_and_by_code_in_any_case() {
    let handbook = load_builtin().expect("no fault");
    let by_code = handbook.question("b01").expect("by code");
    let by_path = handbook
        .question("readiness.political-backing")
        .expect("by path");
    assert_eq!(by_code, by_path);
    assert_eq!(by_code.phase, Phase::Draft);
    assert!(handbook.question("B99").is_none());
}
