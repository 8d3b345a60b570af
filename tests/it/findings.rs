//! What findings look like, and that any file at all gives findings of some kind.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use insta::assert_snapshot;
use mainstream::check::Checked;
use mainstream::diagnostic::Finding;
use mainstream::emit::human::Human;
use mainstream::emit::{Audience, Base, Closing, FileReport, Format, Look, Totals, Unreadable};
use mainstream::handbook::Texts;
use mainstream::language::{Language, Messages, placeholders};
use mainstream::rules::page::Pages;
use mainstream::rules::{Group, rule};
use mainstream::ui::sanitize_line;
use proptest::prelude::*;

use crate::rules::{Bench, files, fixtures};

/// How a test shows findings.
struct View {
    language: Language,
    color: bool,
    plain: bool,
}

const DRAWN: View = View {
    language: Language::En,
    color: false,
    plain: false,
};

fn render(bench: &Bench, checked: &Checked, view: &View) -> String {
    static ENGLISH: OnceLock<(Pages, Texts)> = OnceLock::new();
    static FRENCH: OnceLock<(Pages, Texts)> = OnceLock::new();
    static SPANISH: OnceLock<(Pages, Texts)> = OnceLock::new();
    let slot = match view.language {
        Language::Fr => &FRENCH,
        Language::Es => &SPANISH,
        Language::En | Language::Other(_) => &ENGLISH,
    };
    let messages = Messages::load(view.language);
    let (pages, texts) = slot.get_or_init(|| {
        let texts = Texts::new(&bench.handbook, view.language);
        (Pages::new(view.language), texts)
    });
    let question = |code: &str| {
        bench
            .handbook
            .question(code)
            .map(|question| texts.ask(question).into_owned())
    };
    let clean = |text: &str| sanitize_line(text).into_owned();
    let human = Human {
        pages,
        messages: &messages,
        color: view.color,
        width: 80,
        clean: &clean,
        question: &question,
    };
    let blocks = checked.findings.iter().map(|finding| {
        if view.plain {
            human.render_plain(&checked.source, finding)
        } else {
            human.render_drawn(&checked.source, finding)
        }
    });
    blocks
        .collect::<Vec<_>>()
        .join(if view.plain { "" } else { "\n" })
}

fn invalid(bench: &Bench, name: &str) -> Checked {
    let path = fixtures("projects/invalid").join(name);
    bench.check(name, &fs::read(path).expect("the fixture is there"))
}

#[test]
fn invalid_projects_have_exactly_these_findings() {
    let bench = Bench::shared();
    for path in files("projects/invalid") {
        let name = path
            .file_name()
            .expect("named")
            .to_string_lossy()
            .into_owned();
        let checked = invalid(bench, &name);
        assert!(!checked.findings.is_empty(), "{name}");
        let stem = name.trim_end_matches(".yaml").replace('-', "_");
        assert_snapshot!(format!("invalid_{stem}"), render(bench, &checked, &DRAWN));
    }
}

#[test]
fn valid_projects_have_no_finding() {
    let bench = Bench::shared();
    for path in files("projects/valid") {
        let checked = bench.check("valid.yaml", &fs::read(&path).expect("readable"));
        assert_eq!(checked.findings, [], "{}", path.display());
        assert!(checked.readable);
    }
}

/// The bar other tools were held against: eight faults, eight findings, eight places, eight repairs.
#[test]
fn eight_planted_faults_give_eight_findings() {
    let bench = Bench::shared();
    let checked = invalid(bench, "eight-faults.yaml");
    let found: Vec<(&str, &str, &str)> = checked
        .findings
        .iter()
        .map(|finding| {
            let repair = finding.repair.as_ref().expect("a repair");
            (
                finding.rule.as_str(),
                finding.span.slice(checked.source.text()),
                repair.replacement.as_str(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("unknown-country", "TNU", "TUN"),
            ("impossible-date", "2014-02-30", "2014-02-28"),
            ("unknown-key", "amont", "amount"),
            ("unknown-choice", "partyl", "partly"),
            ("unknown-key", "mandat", "mandate"),
            ("unknown-key", "nmae", "name"),
            ("yaml-trap", "no", "\"no\""),
            (
                "dangling-reference",
                "minstere-travail",
                "ministere-travail"
            ),
        ]
    );
}

#[test]
fn other_views_of_the_same_findings() {
    let bench = Bench::shared();
    let checked = invalid(bench, "eight-faults.yaml");
    let view = View {
        language: Language::En,
        color: true,
        plain: false,
    };
    assert_snapshot!(
        "coloured",
        render(bench, &checked, &view).replace('\u{1b}', "␛")
    );
    let view = View {
        language: Language::Fr,
        color: false,
        plain: false,
    };
    assert_snapshot!("french", render(bench, &checked, &view));
    let view = View {
        language: Language::Fr,
        color: false,
        plain: true,
    };
    assert_snapshot!("plain_french", render(bench, &checked, &view));
    let view = View {
        language: Language::Es,
        ..DRAWN
    };
    assert_snapshot!("spanish", render(bench, &checked, &view));
    let (messages, pages) = (Messages::load(Language::En), Pages::new(Language::En));
    let audience = Audience {
        pages: &pages,
        messages: &messages,
        clean: &|text| sanitize_line(text).into_owned(),
        base: Base::new(Path::new("/plans")),
        version: "1.2.3",
    };
    for format in Format::ALL {
        let name = format!("format_{}", format.name());
        assert_snapshot!(name, written(&audience, format, &checked));
    }
}

/// A run over one file and one that could not be opened, in a format.
fn written(audience: &Audience<'_>, format: Format, checked: &Checked) -> String {
    let look = Look {
        color: false,
        plain: false,
        width: 80,
    };
    let writer = format.writer(audience, look);
    let report = FileReport {
        source: &checked.source,
        findings: &checked.findings,
        country: checked.country.as_deref(),
        question: &|_| None,
    };
    let unreadable = Unreadable {
        file: "gone.yaml".to_owned(),
        message: "there is no file gone.yaml".to_owned(),
    };
    let mut totals = Totals::default();
    totals.add(&report);
    totals.add_unreadable(unreadable.clone());
    let closing = Closing {
        totals: &totals,
        exit: 3,
    };
    let parts = [writer.file(&report), writer.unreadable(&unreadable)];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let parts = parts.join(writer.separator());
    format!("{}{parts}{}", writer.head(2), writer.tail(&closing))
}

/// No wording is shown with a placeholder that nothing filled, in any language.
#[test]
fn every_shown_text_is_filled() {
    let bench = Bench::shared();
    let paths = files("rules")
        .into_iter()
        .map(|folder| folder.join("bad.yaml"));
    let paths: Vec<_> = paths.chain(files("projects/invalid")).collect();
    for language in Language::ALL {
        let pages = Pages::new(language);
        for path in &paths {
            let checked = bench.check("bad.yaml", &fs::read(path).expect("readable"));
            for finding in &checked.findings {
                let told = pages.tell(finding, &|_| "x".to_owned());
                let help = told.help.clone().unwrap_or_default();
                for text in told
                    .others
                    .iter()
                    .chain([&told.message, &told.label, &help])
                {
                    assert!(placeholders(text).is_empty(), "{}: {text}", finding.rule);
                }
                assert!(
                    !told.message.is_empty() && !told.label.is_empty(),
                    "{}",
                    finding.rule
                );
                assert_ne!(told.message, finding.rule.as_str());
                assert!(
                    told.others.iter().all(|text| !text.is_empty()),
                    "{}",
                    finding.rule
                );
            }
        }
    }
}

/// A good file broken at any line has that one fault: what was not read is missed by nobody.
#[test]
fn after_a_break_nothing_is_reported_missing() {
    let bench = Bench::shared();
    let path = fixtures("projects/valid").join("sorania.yaml");
    let good = fs::read_to_string(path).expect("there");
    let lines: Vec<&str> = good.split_inclusive('\n').collect();
    let breaks = [
        "@oops\n",
        "\t\tx: [\n",
        "      x: \"never closed\n",
        "   y: a: b\n",
        "]\n",
    ];
    let mut n_broken = 0;
    for at in 0..lines.len() {
        for piece in breaks {
            let text = format!("{}{piece}{}", lines[..at].concat(), lines[at..].concat());
            let checked = bench.check("broken.yaml", text.as_bytes());
            let group = |finding: &Finding| rule(&finding.rule).map(|rule| rule.group);
            let (syntax, others): (Vec<_>, Vec<_>) = checked
                .findings
                .iter()
                .partition(|finding| group(finding) == Some(Group::Syntax));
            if !syntax.is_empty() {
                n_broken += 1;
                assert!(others.is_empty(), "line {at}, {piece:?}: {others:#?}");
                assert_eq!(syntax.len(), 1, "line {at}, {piece:?}: {syntax:#?}");
            }
        }
    }
    assert!(n_broken > 200, "{n_broken}");
}

fn assert_places(checked: &Checked) {
    let text = checked.source.text();
    let fits = |span: mainstream::source::Span| {
        span.start <= span.end
            && text.is_char_boundary(span.start)
            && text.is_char_boundary(span.end)
    };
    for Finding {
        rule,
        span,
        others,
        repair,
        ..
    } in &checked.findings
    {
        assert!(fits(*span), "{rule}: {span:?}");
        assert!(
            others.iter().all(|other| fits(other.span)),
            "{rule}: {others:?}"
        );
        assert!(
            repair.iter().all(|repair| fits(repair.span)),
            "{rule}: {repair:?}"
        );
    }
    let sorted = checked
        .findings
        .windows(2)
        .all(|two| two[0].span.start <= two[1].span.start);
    assert!(sorted, "findings come in the order of the text");
}

/// The text of a good project with some of it cut out, repeated or replaced.
fn damaged() -> impl Strategy<Value = String> {
    let good = fs::read_to_string(fixtures("projects/valid").join("sorania.yaml")).expect("there");
    let piece = prop_oneof![
        Just(String::new()),
        "[ \t\n:{}\\[\\]#&*!|>'\"%@`-]{1,4}",
        "\\PC{0,6}",
        Just("é\u{301}国🇹🇳".to_owned()),
        Just("<<<<<<< a\n=======\n>>>>>>> b\n".to_owned()),
        Just("{conflict: {ours: a}}".to_owned()),
        Just("  - id: labour-ministry\n".to_owned()),
    ];
    proptest::collection::vec((0.0..1.0_f64, 0_usize..40, piece), 1..5).prop_map(move |edits| {
        let mut text = good.clone();
        for (at, length, piece) in edits {
            let floor = |mut offset: usize| {
                while !text.is_char_boundary(offset) {
                    offset -= 1;
                }
                offset
            };
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "a share of a short text"
            )]
            let start = floor((at * text.len() as f64) as usize);
            let end = floor((start + length).min(text.len()));
            text.replace_range(start..end, &piece);
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_can_be_checked(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        assert_places(&Bench::shared().check("any.yaml", &bytes));
    }

    #[test]
    fn any_damage_can_be_checked_and_shown(text in damaged()) {
        let bench = Bench::shared();
        let checked = bench.check("damaged.yaml", text.as_bytes());
        assert_places(&checked);
        prop_assert_eq!(&checked.findings, &bench.check("damaged.yaml", text.as_bytes()).findings);
        for plain in [true, false] {
            let view = View { language: Language::En, color: false, plain };
            let shown = render(bench, &checked, &view);
            prop_assert!(!shown.chars().any(|c| c.is_control() && c != '\n'), "{}", shown);
        }
    }
}

/// Files made to be slow: many slips, many references to nothing, many equal ids, deep conflicts.
#[test]
fn hostile_files_take_bounded_time() {
    use std::fmt::Write as _;
    let head = "mainstream: 1\nhandbook: {id: gmg, edition: \"2026.1\"}\ncountry: XSO\ntitle: x\nlanguage: en\nanswers:\n";
    let mut records = format!("{head}  set-up:\n    bodies:\n");
    let mut strays = format!("{head}  readiness:\n");
    let mut equal = format!("{head}  set-up:\n    bodies:\n");
    for n in 0..3_000 {
        let _ = writeln!(
            records,
            "      - {{id: body-{n}, name: x, members: [bodi-{n}, bady-{n}]}}"
        );
        let _ = writeln!(strays, "    political-bakcing-{n}: x");
        equal.push_str("      - {id: same, name: x}\n");
    }
    let conflicts = format!(
        "{head}  readiness:\n    vision: {}x{}\n",
        "{conflict: ".repeat(50),
        "}".repeat(50)
    );
    let bench = Bench::shared();
    for text in [records, strays, equal, conflicts] {
        let start = Instant::now();
        let checked = bench.check("hostile.yaml", text.as_bytes());
        assert!(!checked.findings.is_empty() && checked.findings.len() <= 10_000);
        assert!(
            start.elapsed() < Duration::from_secs(10),
            "{:.40}",
            &text[head.len()..]
        );
    }
}
