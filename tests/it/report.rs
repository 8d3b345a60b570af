//! The dossier: nothing a team wrote is lost, nothing private gets out, and it reads in both languages.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use mainstream::handbook::{Catalogues, Handbook, Kind, Texts, ValueKind, load_builtin};
use mainstream::language::{Language, Messages};
use mainstream::project::Project;
use mainstream::report::{Audience, DossierOptions, Report, WRITERS, Writer, build_dossier};
use mainstream::yaml::{Data, EmitOptions, emit, parse};

const SMALL: &str = include_str!("../fixtures/small-plan.yaml");

fn dossier(text: &str, language: Language, audience: Audience) -> Report {
    let handbook = load_builtin().expect("no fault");
    let parsed = parse(text);
    assert!(parsed.faults.is_empty(), "{:?}", parsed.faults);
    let root = parsed.root.expect("a root");
    let project = Project::read(&root, &handbook);
    let options = DossierOptions {
        audience,
        organisation: Some("Office of the Prime Minister"),
        today: date(2026, 11, 23),
        source_name: Some("small-plan.yaml"),
        tool_version: "0.0.0",
        changes: None,
    };
    build_dossier(
        &project,
        &handbook,
        &Texts::new(&handbook, language),
        &Catalogues::builtin(),
        &Messages::load(language),
        &options,
    )
}

fn write(report: &Report, format: &str) -> String {
    let mut out = Vec::new();
    let writer = Writer::named(format).expect("a writer");
    (writer.write)(report, &mut out).expect("writes");
    String::from_utf8(out).expect("text")
}

fn markdown(text: &str, language: Language, audience: Audience) -> String {
    write(&dossier(text, language, audience), "markdown")
}

/// Plants tokens that occur nowhere else, and remembers where each was planted.
#[derive(Default)]
struct Planter {
    tokens: BTreeMap<String, String>,
}

impl Planter {
    fn plant(&mut self, place: String) -> Data {
        let token = format!("zq{:05}qz", self.tokens.len());
        self.tokens.insert(token.clone(), place);
        Data::Text(token)
    }

    /// A value of a kind: a token where it holds words, else something readable; or a token in
    /// every place, which nothing but words can hold.
    fn value(
        &mut self,
        kind: &ValueKind,
        place: &str,
        handbook: &Handbook,
        unreadable: bool,
    ) -> Data {
        let text = |text: &str| Data::Text(text.to_owned());
        if unreadable || matches!(kind, ValueKind::Line | ValueKind::Text) {
            let token = self.plant(place.to_owned());
            return if kind.is_many() {
                Data::Sequence(vec![token])
            } else {
                token
            };
        }
        match kind {
            ValueKind::Number { .. } | ValueKind::Percent => text("2"),
            ValueKind::Money => text("1200 USD"),
            ValueKind::Date => text("2026-02-01"),
            ValueKind::Period => text("2027/2031"),
            ValueKind::Year => text("2026"),
            ValueKind::Country => text("TUN"),
            ValueKind::Currency => text("USD"),
            ValueKind::Language { many: true } => Data::Sequence(vec![text("fr"), text("ar")]),
            ValueKind::Language { .. } => text("fr"),
            ValueKind::Code { many: true, .. } => Data::Sequence(vec![text("1.1")]),
            ValueKind::Code { .. } => text("employment"),
            ValueKind::Reference { many: true, .. } => Data::Sequence(vec![text("nobody")]),
            ValueKind::Reference { .. } => text("nobody"),
            kind => {
                let set = kind.set().expect("a set");
                text(handbook.choice_ids(set).first().expect("a choice"))
            }
        }
    }

    fn record(
        &mut self,
        handbook: &Handbook,
        name: &str,
        id: &str,
        fixed: &BTreeMap<String, String>,
        unreadable: bool,
    ) -> Data {
        let mut fields = vec![("id".to_owned(), Data::Text(id.to_owned()))];
        for field in &handbook.records.get(name).expect("known").fields {
            let place = format!("{name} {id} {}", field.id);
            let value = match fixed.get(&field.id) {
                Some(value) => Data::Text(value.clone()),
                None => self.value(&field.kind, &place, handbook, unreadable),
            };
            fields.push((field.id.clone(), value));
        }
        fields.push(("note".to_owned(), self.plant(format!("{name} {id} note"))));
        fields.push((
            "unheard-of".to_owned(),
            self.plant(format!("{name} {id} unheard-of")),
        ));
        let evidence = self.plant(format!("{name} {id} evidence"));
        fields.push(("evidence".to_owned(), Data::Sequence(vec![evidence])));
        Data::Mapping(fields)
    }

    /// One record of each kind that some question of the list is about, and one that none is.
    fn records(&mut self, handbook: &Handbook, home: usize, unreadable: bool) -> Data {
        let question = &handbook.questions[home];
        let Kind::Records { record, preset, .. } = &question.kind else {
            panic!("no list")
        };
        let mut variants = vec![preset.clone()];
        for other in &handbook.questions {
            if let Kind::Table { of, filter, .. } = &other.kind
                && *of == question.path
            {
                let first =
                    |(field, values): (&String, &Vec<String>)| (field.clone(), values[0].clone());
                variants.push(filter.iter().map(first).collect());
            }
        }
        variants.dedup();
        let items = variants.iter().enumerate().map(|(index, fixed)| {
            self.record(
                handbook,
                record,
                &format!("{}-{index}", question.id),
                fixed,
                unreadable,
            )
        });
        Data::Sequence(items.collect())
    }

    fn project(&mut self, handbook: &Handbook, unreadable: bool) -> String {
        let mut steps = Vec::new();
        for step in &handbook.steps {
            let mut answers = Vec::new();
            for index in step.questions.clone() {
                let question = &handbook.questions[index];
                let path = question.path.as_str();
                let value = match &question.kind {
                    Kind::Value(kind) => Some(self.value(kind, path, handbook, unreadable)),
                    Kind::Records { .. } => Some(self.records(handbook, index, unreadable)),
                    Kind::Table { .. } => None,
                    Kind::Computed { .. } => continue,
                };
                let mut parts: Vec<(String, Data)> = value
                    .into_iter()
                    .map(|value| ("answer".to_owned(), value))
                    .collect();
                let state = if index % 2 == 0 {
                    "needs-review"
                } else {
                    "not-applicable"
                };
                parts.push(("state".to_owned(), Data::Text(state.to_owned())));
                for key in ["reason", "note", "dissent", "by", "on", "unheard-of"] {
                    parts.push((key.to_owned(), self.plant(format!("{path} {key}"))));
                }
                let evidence = self.plant(format!("{path} evidence"));
                parts.push(("evidence".to_owned(), Data::Sequence(vec![evidence])));
                answers.push((question.id.clone(), Data::Mapping(parts)));
            }
            answers.push((
                "no-such-question".to_owned(),
                self.plant(format!("{} stray", step.id)),
            ));
            steps.push((step.id.clone(), Data::Mapping(answers)));
        }
        steps.push((
            "no-such-step".to_owned(),
            self.plant("stray step".to_owned()),
        ));
        let source = self.record(handbook, "source", "source-1", &BTreeMap::new(), unreadable);
        let top = vec![
            ("mainstream".to_owned(), Data::Number("1".to_owned())),
            ("title".to_owned(), self.plant("title".to_owned())),
            (
                "contacts".to_owned(),
                Data::Text("confidential-person".to_owned()),
            ),
            ("sources".to_owned(), Data::Sequence(vec![source])),
            ("answers".to_owned(), Data::Mapping(steps)),
        ];
        emit(&Data::Mapping(top), 0, EmitOptions::default())
    }
}

fn nothing_is_lost(unreadable: bool) {
    let handbook = load_builtin().expect("no fault");
    let mut planter = Planter::default();
    let text = planter.project(&handbook, unreadable);
    let report = dossier(&text, Language::En, Audience::Full);
    for format in ["markdown", "html", "json"] {
        let out = write(&report, format);
        let found: BTreeSet<&str> = out
            .match_indices("zq")
            .filter_map(|(at, _)| out.get(at..at + 9))
            .collect();
        let lost: Vec<_> = planter
            .tokens
            .iter()
            .filter(|(token, _)| !found.contains(token.as_str()))
            .collect();
        assert!(
            lost.is_empty(),
            "{format} lost {} of {}: {lost:#?}",
            lost.len(),
            planter.tokens.len()
        );
        assert!(
            !out.contains("confidential-person"),
            "{format} shows contacts"
        );
    }
    assert!(
        planter.tokens.len() > 2000,
        "only {} tokens",
        planter.tokens.len()
    );
}

#[test]
fn every_word_of_a_full_project_is_in_every_format() {
    nothing_is_lost(false);
}

#[test]
fn values_that_cannot_be_read_are_shown_as_written() {
    nothing_is_lost(true);
}

#[test]
fn an_empty_project_gives_a_report_that_reads() {
    for language in Language::ALL {
        for text in ["mainstream: 1\n", "[]\n", "answers: 12\n"] {
            let report = dossier(text, language, Audience::Full);
            for writer in WRITERS {
                let mut out = Vec::new();
                (writer.write)(&report, &mut out).expect("writes");
                assert!(out.len() > 1000);
            }
        }
    }
    let text = markdown("mainstream: 1\n", Language::En, Audience::Full);
    assert!(text.starts_with("# Untitled project\n"), "{}", &text[..80]);
    assert!(text.contains("No objective has been written down yet."));
    assert!(text.contains("**A02**"), "open questions are listed");
    assert!(!text.contains("[en]") && !text.contains("How this was worked out"));
}

#[test]
fn what_stands_where_a_list_or_a_value_belongs_is_kept() {
    let text = "answers:\n  set-up:\n    bodies: just some words\n    founding-acts: {answer: a stray act, note: n}\n  case-file:\n    plans: [{id: a, name: A plan}, a bare word]\n    planning-level: {level: quite national}\n";
    let out = markdown(text, Language::En, Audience::Full);
    for words in [
        "just some words",
        "a stray act",
        "a bare word",
        "quite national",
        "A plan",
    ] {
        assert!(out.contains(words), "{words}");
    }
}

#[test]
fn the_same_project_gives_the_same_report() {
    let one = dossier(SMALL, Language::Fr, Audience::Full);
    let other = dossier(SMALL, Language::Fr, Audience::Full);
    assert_eq!(one, other);
}

#[test]
fn ids_are_shown_as_words_and_figures_by_language() {
    let english = markdown(SMALL, Language::En, Audience::Full);
    let french = markdown(SMALL, Language::Fr, Audience::Full);
    assert!(english.contains("XTS 100,060.50"));
    assert!(french.contains("100\u{202f}060,50\u{a0}XTS"));
    assert!(english.contains("Employment, labour mobility and skills"));
    assert!(french.contains("Emploi, mobilité de la main-d’œuvre et compétences"));
    for raw in ["| o1 |", "| planning |", "| f1 |", "| secured |"] {
        assert!(!english.contains(raw), "{raw}");
    }
    for text in [&english, &french] {
        assert!(!text.contains("Secret Person") && !text.contains("0123456"));
        assert!(
            !text.contains("report-") && !text.contains("plan-") || text.contains("small-plan")
        );
    }
}

#[test]
fn audiences_get_what_is_meant_for_them() {
    let text = "answers:\n  readiness:\n    political-backing: {answer: partly, note: a private remark, by: focal point}\n    ownership: {state: unknown, reason: nobody could say}\n    shared-aims: {state: skipped}\n    vision: {answer: One bright sentence, state: needs-review, reason: the plan moved}\n";
    let full = markdown(text, Language::En, Audience::Full);
    let answers = markdown(text, Language::En, Audience::AnswersOnly);
    let gaps = markdown(text, Language::En, Audience::Gaps);
    let has = |text: &str, words: &[&str]| -> Vec<bool> {
        words.iter().map(|words| text.contains(words)).collect()
    };
    let words = [
        "One bright sentence",
        "a private remark",
        "nobody could say",
        "the plan moved",
        "Threads",
        "**B04**",
    ];
    assert_eq!(has(&full, &words), [true, true, true, true, true, true]);
    assert_eq!(
        has(&answers, &words),
        [true, false, false, false, false, false]
    );
    assert_eq!(has(&gaps, &words), [false, false, true, true, true, true]);
}

#[test]
fn no_part_of_the_report_shows_a_message_key() {
    for language in Language::ALL {
        let text = markdown(SMALL, language, Audience::Full);
        for start in ["report-", "plan-", "thread-", "state-", "month-"] {
            let found = text
                .split(start)
                .skip(1)
                .map(|rest| rest.split_whitespace().next());
            let found: Vec<_> = found.filter(|rest| *rest != Some("")).collect();
            let own = text.matches("small-plan.yaml").count() + text.matches("-plan").count();
            assert!(found.len() <= own, "{start}: {found:?}");
        }
    }
}

#[test]
fn every_message_the_report_may_need_exists_in_both_languages() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![folder.join("plan"), folder.join("report/build")];
    let mut keys = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
                continue;
            }
            let code = std::fs::read_to_string(entry.path()).expect("a file");
            let starts = ["report-", "plan-", "thread-"];
            let quoted = code.split('"').skip(1).step_by(2);
            let found = quoted.filter(|text| starts.iter().any(|start| text.starts_with(start)));
            keys.extend(found.map(str::to_owned));
        }
    }
    assert!(keys.len() > 150, "{}", keys.len());
    for language in Language::ALL {
        let messages = Messages::load(language);
        let missing: Vec<_> = keys.iter().filter(|key| !messages.has(key)).collect();
        assert!(missing.is_empty(), "{language}: {missing:?}");
        let starts = ["report-", "plan-", "thread-"];
        let own = messages
            .keys()
            .filter(|key| starts.iter().any(|start| key.starts_with(start)));
        let unused: Vec<_> = own
            .filter(|key| !keys.iter().any(|used| used == key))
            .collect();
        assert!(unused.is_empty(), "{language}: {unused:?}");
    }
}
