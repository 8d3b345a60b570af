//! How long a check takes beside reading alone, on files of the usual and of a large size.

use std::fmt::Write as _;
use std::path::Path;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use jiff::civil::date;
use mainstream::check::{Setting, check_text};
use mainstream::handbook::{Catalogues, Layer, Profiles, Texts, load_builtin, load_layers};
use mainstream::language::Language;
use mainstream::policy::{Grade, Policy};
use mainstream::{project::Project, yaml};

fn main() {
    divan::main();
}

/// A good project of about so many bytes: bodies, tasks that refer to them, stakeholders, long texts.
fn project(bytes: usize) -> String {
    let mut text = String::from(
        "mainstream: 1\nhandbook: {id: gmg, edition: \"2026.1\"}\ncountry: XSO\ntitle: Migration in the plan\nlanguage: en\ncurrency: USD\nsources:\n  - id: census\n    title: Census of population\n    year: 2023\nanswers:\n  readiness:\n    political-backing: partly\n    usable-data: {answer: \"yes\", evidence: [census]}\n",
    );
    let n = bytes / 760;
    text.push_str("    vision: |\n");
    for _ in 0..n {
        text.push_str(
            "      Leaving is a choice: returning is possible, and every region gains.\n",
        );
    }
    text.push_str("  set-up:\n    bodies:\n");
    for i in 0..n {
        let _ = write!(
            text,
            "      - id: body-{i}\n        name: Ministry of matters {i}\n        role: ministry\n        mandate: Work permits, recruitment abroad and the protection of workers\n        active: \"yes\"\n        staff-women: 120\n        budget: 120000 USD\n        evidence: [census]\n"
        );
    }
    text.push_str("  stakeholders:\n    register:\n");
    for i in 0..n {
        let _ = write!(
            text,
            "      - id: stakeholder-{i}\n        name: Association of migrants {i}\n        kind: diaspora\n        influence: 4\n        support: 1\n        leads: [prepare, plan]\n"
        );
    }
    text.push_str("  scoping:\n    work-plan:\n");
    for i in 0..n {
        let _ = write!(
            text,
            "      - id: task-{i}\n        name: Write chapter {i}\n        start: 2026-01-01\n        end: 2026-03-31\n        lead: body-{i}\n        output: A draft of the chapter\n        cost: 4500 USD\n"
        );
    }
    text
}

const SIZES: [usize; 2] = [50_000, 350_000];

#[divan::bench(args = SIZES)]
fn parse(bencher: Bencher, bytes: usize) {
    let text = project(bytes);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| black_box(yaml::parse(&text)).faults.len());
}

#[divan::bench(args = SIZES)]
fn parse_and_read(bencher: Bencher, bytes: usize) {
    let text = project(bytes);
    let handbook = load_builtin().expect("the built-in handbook is consistent");
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let parsed = yaml::parse(&text);
        parsed
            .root
            .as_ref()
            .map(|root| black_box(Project::read(root, &handbook)).records().len())
    });
}

#[divan::bench(args = SIZES)]
fn check(bencher: Bencher, bytes: usize) {
    let text = project(bytes);
    let handbook = load_builtin().expect("the built-in handbook is consistent");
    let catalogues = Catalogues::builtin();
    let policy = Policy::plain(Profiles::builtin()).under("monitoring");
    let policy = policy.with("answer-missing", Grade::Off);
    let setting = Setting {
        handbook: &handbook,
        catalogues: &catalogues,
        policy: &policy,
        path: None,
        damaged: &[],
        today: date(2026, 6, 1),
    };
    // The long text is too long for its place.
    let findings = check_text("bench.yaml", text.as_bytes(), &setting).findings;
    assert!(findings.iter().all(|one| one.rule == "text-too-long"));
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        black_box(check_text("bench.yaml", text.as_bytes(), &setting))
            .findings
            .len()
    });
}

/// The complete example.
const EXAMPLE: &str = include_str!("../examples/sorania.yaml");

#[divan::bench]
fn parse_example(bencher: Bencher) {
    bencher
        .counter(BytesCount::of_str(EXAMPLE))
        .bench(|| black_box(yaml::parse(EXAMPLE)).faults.len());
}

#[divan::bench]
fn check_example(bencher: Bencher) {
    let handbook = load_builtin().expect("the built-in handbook is consistent");
    let catalogues = Catalogues::builtin();
    let policy = Policy::plain(Profiles::builtin()).under("monitoring");
    let policy = policy.with("answer-missing", Grade::Off);
    let setting = Setting {
        handbook: &handbook,
        catalogues: &catalogues,
        policy: &policy,
        path: None,
        damaged: &[],
        today: date(2026, 11, 23),
    };
    bencher.counter(BytesCount::of_str(EXAMPLE)).bench(|| {
        black_box(check_text("example.yaml", EXAMPLE.as_bytes(), &setting))
            .findings
            .len()
    });
}

/// The handbook with two overlays and every text of one language.
#[divan::bench]
fn load_handbook_with_two_overlays() -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/overlays");
    let layers = ["municipality", "health"].map(|name| overlay(&folder.join(name)));
    let handbook = load_layers(layers.to_vec()).handbook;
    let texts = Texts::new(&handbook, Language::Fr);
    let labels = handbook.choices.iter().map(|(set, ids)| {
        ids.iter()
            .map(|id| texts.choice(set, id).len())
            .sum::<usize>()
    });
    let asks = handbook
        .questions
        .iter()
        .map(|question| texts.ask(question).len());
    asks.sum::<usize>() + labels.sum::<usize>()
}

fn overlay(folder: &Path) -> Layer {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(inner) = open.pop() {
        for entry in std::fs::read_dir(inner).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let below = path
                .strip_prefix(folder)
                .expect("below")
                .display()
                .to_string();
            files.push((below, std::fs::read_to_string(&path).expect("a text")));
        }
    }
    Layer::new(folder.display().to_string(), files)
}

#[divan::bench]
fn load_handbook() -> usize {
    load_builtin().map_or(0, |handbook| handbook.questions.len())
}
