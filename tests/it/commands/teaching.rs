//! The handbook as something to read: booklet, search, glossary.

use serde_json::Value;

use super::{assert_french, refused, small};
use crate::sandbox::Sandbox;

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn the_booklet_holds_every_stage_step_and_question_in_every_language() {
    for (language, title, example) in [
        ("en", "the handbook", "Example (Sorania, fictitious): "),
        ("fr", "le manuel", "Exemple (Sorania, pays fictif)\u{a0}: "),
        ("es", "el manual", "Ejemplo (Sorania, país ficticio): "),
    ] {
        let text = Sandbox::new().ok(&["handbook", "read", "--lang", language]);
        assert!(text.lines().next().expect("a title").ends_with(title));
        assert!(
            !text.contains("[en]") && !text.contains('\u{1b}'),
            "{language}"
        );
        let handbook = mainstream::handbook::load_builtin().expect("no fault");
        for question in &handbook.questions {
            let begins = format!("\n{:<5} ", question.code);
            assert!(text.contains(&begins), "{language}: {}", question.code);
        }
        let n_examples = text.replace("\n      ", " ").matches(example).count();
        assert!(n_examples > 200, "{language}: {n_examples} examples");
        for line in text.lines() {
            let used = mainstream::ui::layout::columns(line);
            assert!(used <= 80, "{language}: {used} columns: {line}");
        }
    }
}

#[test]
fn a_stage_or_a_step_is_read_by_itself() {
    let sandbox = Sandbox::new();
    let stage = sandbox.ok(&["handbook", "read", "plan"]);
    assert_eq!(stage, sandbox.ok(&["handbook", "read", "3"]));
    assert!(stage.contains("\nJ01 ") && !stage.contains("\nA01 ") && !stage.contains("Glossary"));
    assert!(stage.contains("How long: "), "{stage}");
    let step = sandbox.ok(&["handbook", "read", "readiness"]);
    assert_eq!(step, sandbox.ok(&["handbook", "read", "b"]));
    assert!(step.contains("\nB01 ") && !step.contains("\nA01 ") && !step.contains("How long: "));
    insta::assert_snapshot!(refused(&sandbox, &["handbook", "read", "fnud"], 2), @r"
    ------- stderr -------
    error: the handbook has no stage `fnud`
    hint: did you mean `fund`?
    [EOF]
    [exit status: 2]
    ");
    let french = Sandbox::new().french();
    assert_french(&refused(&french, &["handbook", "read", "9"], 2));
}

#[test]
fn the_booklet_is_laid_out_for_narrow_screens_and_for_the_ear() {
    let narrow = Sandbox::new().french().width(40);
    let text = narrow.ok(&["handbook", "read", "fund"]);
    for line in text.lines() {
        assert!(mainstream::ui::layout::columns(line) <= 40, "{line}");
    }
    let plain = narrow.ok(&["handbook", "read", "fund", "--plain"]);
    assert!(!plain.contains("==") && text.contains("=="));
    let wide = Sandbox::new().width(120).ok(&["handbook", "read", "fund"]);
    let longest = wide.lines().map(mainstream::ui::layout::columns).max();
    assert!(longest.is_some_and(|columns| columns <= 80), "{longest:?}");
}

#[test]
fn the_beginning_of_the_booklet_reads_well() {
    let text = Sandbox::new().ok(&["handbook", "read", "A"]);
    let beginning: Vec<&str> = text.lines().take(46).collect();
    insta::assert_snapshot!(beginning.join("\n"), @r"
    Migration in development planning: the handbook
    ===============================================
    What is asked, why, with examples, common mistakes and lessons
    Handbook · GMG, edition 2026.1

    0 Prepare
    =========

    A Case file
    -----------

    Says whom this file is about, which plan it serves and when that plan closes.
    Everything later is measured against these dates, so it comes first.

    A01   Which country or territory is this project about?
          Why: Every figure, law and date in this file is read as belonging to this
          territory. If that is vague, numbers are compared with the wrong
          population.
          Example (Sorania, fictitious): Republic of Sorania, code XSO

    A02   At which level of planning do you work?
          Why: A national plan, a regional plan and a sector strategy have different
          owners, calendars and powers. A team that mixes them writes measures that
          its plan cannot order or pay for.

    A03   Which roles does migration play in your country?
          Why: Most countries play several roles at once, yet plans often mention
          only one. A role left out here stays out of the analysis, and the people
          concerned stay out of the plan.
          In the joint programme: Morocco’s programme, launched in November 2014,
          had two strands, Moroccans abroad and foreigners in Morocco, to match its
          two national strategies. (S62, S63)

    A04   Which planning instruments should take migration in?
          Why: Migration enters through named documents with an owner and a period.
          Without them the team writes a good study that no plan has to use.
          Example (Sorania, fictitious): National Development Plan 2027–2031,
          national plan, owned by the Ministry of Planning and Economy
          Common mistakes: Listing every document that mentions people abroad. Keep
          the few whose owners would take text from you, and give their periods.
          In the joint programme: Bangladesh brought migration into its Seventh
          Five-Year Plan (financial years 2016–2020). (S45, S46)

    A05   What stage has the main instrument reached?
          Why: Before or during drafting you can still shape goals and chapters.
          After adoption you wait for the mid-term review or work through sector
    ");
}

#[test]
fn a_pager_is_never_started_where_nobody_sees_it() {
    let sandbox = Sandbox::new();
    let output = sandbox
        .command(&["handbook", "read", "plan"])
        .env("PAGER", "a-program-that-does-not-exist")
        .output()
        .expect("runs");
    assert!(output.status.success() && output.stdout.len() > 2000);
}

#[test]
fn the_handbook_is_exported_without_a_project_in_every_format() {
    let sandbox = Sandbox::new();
    for language in ["en", "fr", "es"] {
        for (format, ending) in [("markdown", "md"), ("html", "html"), ("json", "json")] {
            let arguments = ["export", "--kind", "handbook", "--lang", language];
            let shown = sandbox.ok(&[&arguments[..], &["--to", format]].concat());
            let file = format!("booklet-{language}.{ending}");
            let output = sandbox.run(&[&arguments[..], &["-o", &file]].concat());
            assert_eq!((output.code, output.stdout.as_str()), (0, ""), "{output}");
            assert_eq!(sandbox.read(&file), shown, "{file}");
            assert!(shown.contains("P14") || shown.contains("O01"), "{file}");
            assert!(
                !shown.contains("[en]") && !shown.contains("booklet-"),
                "{file}"
            );
        }
        let html = sandbox.read(&format!("booklet-{language}.html"));
        assert!(html.contains(&format!("<html lang=\"{language}\"")));
        let report = json(&sandbox.read(&format!("booklet-{language}.json")));
        let sections = report["sections"].as_array().expect("sections");
        // Seven stages, the glossary, the sources and where it comes from.
        assert_eq!(sections.len(), 10, "{language}");
    }
}

#[test]
fn with_a_project_the_booklet_says_what_is_not_asked() {
    let sandbox = small();
    let with = sandbox.ok(&[
        "export",
        "small.yaml",
        "--kind",
        "handbook",
        "--to",
        "markdown",
    ]);
    let without = sandbox.ok(&["export", "--kind", "handbook", "--to", "markdown"]);
    assert!(with.matches("Not asked in this project.").count() > 20);
    assert!(with.contains("Migration in the plan"));
    assert!(!without.contains("Not asked in this project."));
}

#[test]
fn the_kind_of_a_report_is_one_of_those_there_are() {
    let sandbox = small();
    let dossier = ["export", "small.yaml", "--to", "json"];
    assert_eq!(
        sandbox.ok(&dossier),
        sandbox.ok(&[&dossier[..], &["--kind", "dossier"]].concat())
    );
    insta::assert_snapshot!(refused(&sandbox, &["export", "--kind", "handbok"], 2), @r"
    ------- stderr -------
    error: there is no kind of report `handbok`
    hint: did you mean `handbook`?
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(refused(&sandbox, &["export", "--to", "html"], 2), @r"
    ------- stderr -------
    error: a report of the kind `dossier` needs a project file
    hint: write `mainstream export FILE`, or `mainstream export --kind handbook` for the handbook itself
    [EOF]
    [exit status: 2]
    ");
    let help = sandbox.ok(&["export", "--help"]);
    assert!(help.contains("dossier, handbook"), "{help}");
    let french = Sandbox::new().french();
    assert_french(&refused(&french, &["export", "--kind", "tout"], 2));
    assert_french(&refused(&french, &["export"], 2));
}

#[test]
fn a_search_finds_what_stands_in_any_text() {
    let sandbox = Sandbox::new();
    let found = |word: &str| -> Vec<(String, String)> {
        let found = json(&sandbox.ok(&["handbook", "search", word, "--json"]));
        let hits = found["hits"].as_array().expect("hits").clone();
        let text = |hit: &Value, key: &str| hit[key].as_str().expect("a text").to_owned();
        hits.iter()
            .map(|hit| (text(hit, "id"), text(hit, "in")))
            .collect()
    };
    let has = |word: &str, id: &str, part: &str| {
        let hits = found(word);
        let hit = hits.iter().find(|(own, _)| own == id);
        assert_eq!(
            hit.map(|(_, part)| part.as_str()),
            Some(part),
            "{word}: {hits:?}"
        );
    };
    has("b01", "readiness.political-backing", "code");
    has("polite", "readiness.political-backing", "mistakes");
    has("high up", "readiness.political-backing", "lesson");
    has("junior staff", "readiness.political-backing", "why");
    has("Prepare", "prepare", "title");
    has("stretch", "prepare", "intro");
    has("baseline", "baseline", "title");
    let ranked = found("baseline");
    let rank = |part: &str| ranked.iter().position(|(_, own)| own == part);
    assert!(rank("title") < rank("why"), "{ranked:?}");
    let hit = &json(&sandbox.ok(&["handbook", "search", "polite", "--json"]))["hits"][0];
    assert_eq!(hit["snippet"]["word"], "polite");
    assert_eq!(hit["kind"], "question");
    assert_eq!(hit["code"], "B01");
}

#[test]
fn all_the_words_of_a_search_have_to_stand_somewhere() {
    let sandbox = Sandbox::new();
    let n = |words: &[&str]| {
        let arguments = [&["handbook", "search", "--json"], words].concat();
        let output = sandbox.run(&arguments);
        json(&output.stdout)["hits"].as_array().map_or(0, Vec::len)
    };
    let (one, other, both) = (n(&["budget"]), n(&["ministry"]), n(&["budget", "ministry"]));
    assert!(
        both > 0 && both < one && both < other,
        "{one} {other} {both}"
    );
    assert_eq!(n(&["budget", "qwertz"]), 0);
}

#[test]
fn a_term_is_explained_in_the_readers_language_whatever_language_it_is_typed_in() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!(sandbox.run(&["handbook", "glossary", "Línea", "de", "base"]), @r"
    baseline
      The value of an indicator before the actions start.
      French: niveau de référence ; valeur de référence (our proposal)
      Spanish: línea de base (our proposal)
      Origin: no single source; the definition is ours.
    [EOF]
    [exit status: 0]
    ");
    insta::assert_snapshot!(refused(&sandbox, &["handbook", "glossary", "plan"], 2), @r"
    ------- stderr -------
    error: the glossary has no term “plan”
    hint: terms that come near: mainstreaming migration into development planning; national development plan; work plan; action plan
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(refused(&sandbox, &["handbook", "glossary", "qwertz"], 2), @r"
    ------- stderr -------
    error: the glossary has no term “qwertz”
    hint: `mainstream handbook glossary` lists all terms
    [EOF]
    [exit status: 2]
    ");
    let spanish = Sandbox::new().spanish();
    let same = spanish.ok(&["handbook", "glossary", "NIVEAU DE REFERENCE"]);
    assert_eq!(same, spanish.ok(&["handbook", "glossary", "línea de base"]));
    assert!(
        same.contains("francés: ") && same.contains("inglés: "),
        "{same}"
    );
    let all = json(&sandbox.ok(&["handbook", "glossary", "--json"]));
    let terms = all["terms"].as_array().expect("terms");
    assert!(terms.len() > 70, "{}", terms.len());
    for term in terms {
        assert_eq!(
            term["forms"].as_object().map(serde_json::Map::len),
            Some(3),
            "{term}"
        );
    }
    let french = Sandbox::new().french();
    assert_french(&refused(&french, &["handbook", "glossary", "qwertz"], 2));
}

#[test]
fn a_question_is_shown_with_its_mistakes_and_its_lesson() {
    let sandbox = Sandbox::new();
    let shown = json(&sandbox.ok(&["handbook", "show", "B01", "--json"]));
    for part in ["mistakes", "lesson"] {
        assert!(
            shown["texts"][part]
                .as_str()
                .is_some_and(|text| text.len() > 20),
            "{shown}"
        );
    }
    assert!(shown["lesson-source"][0].is_string(), "{shown}");
    let stage = json(&sandbox.ok(&["handbook", "show", "0", "--json"]));
    for part in ["purpose", "inputs", "outputs", "people", "duration"] {
        assert!(
            stage[part].as_str().is_some_and(|text| text.len() > 20),
            "{part}"
        );
    }
}

#[test]
fn a_number_with_one_point_is_refused_where_a_comma_stands_before_decimals() {
    let sandbox = small();
    let set = |language: &str, value: &str| {
        let value = format!("B07={value}");
        sandbox.run(&["--lang", language, "set", "small.yaml", &value, "--dry-run"])
    };
    insta::assert_snapshot!(set("es", "1.234"), @r"
    ------- stderr -------
    error: B07: `1.234` se puede leer de dos maneras: escriba `1234` o `1,2340`
    sugerencia: no se escribió nada
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(set("fr", "120.000"), @r"
    ------- stderr -------
    erreur : B07 : `120.000` peut se lire de deux façons ; écrivez `120000` ou `120`
    indication : rien n’a été écrit
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(set("es", "1,234"), @r"
    ------- stderr -------
    error: B07: `1,234` se puede leer de dos maneras: escriba `1234` o `1,2340`
    sugerencia: no se escribió nada
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(set("en", "1,234"), @r"
    ------- stderr -------
    error: B07: `1,234` can be read in two ways: write `1234` or `1.234`
    hint: nothing was written
    [EOF]
    [exit status: 2]
    ");
    for (language, value) in [
        ("en", "1.234"),
        ("es", "12.5"),
        ("es", "12,5"),
        ("fr", "0.125"),
        ("fr", "1,2340"),
    ] {
        let output = set(language, value);
        assert_eq!(output.code, 0, "{language} {value}: {output}");
    }
    // In a file a point always stands before the decimals.
    let text = super::SMALL.replace("backing-forms: [speech]", "months-left: 1.234");
    sandbox.write("point.yaml", text);
    let output = sandbox.run(&["--lang", "es", "get", "point.yaml", "B07"]);
    assert_eq!(
        (output.code, output.stdout.as_str()),
        (0, "1.234\n"),
        "{output}"
    );
    sandbox.write(
        "new.yaml",
        super::SMALL.split("answers:").next().expect("a head"),
    );
    let arguments = [
        "--lang",
        "es",
        "walk",
        "new.yaml",
        "--answers",
        "point.yaml",
    ];
    let output = sandbox.run(&arguments);
    assert!(
        sandbox.read("new.yaml").contains("months-left: 1.234"),
        "{output}"
    );
}
