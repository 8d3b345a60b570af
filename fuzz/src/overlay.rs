//! The folder of an overlay.

use mainstream::check::{Setting, check_text};
use mainstream::handbook::{Catalogues, FaultyFile, Layer, Texts, load_layers};
use mainstream::language::Language;
use mainstream::lint::check_layers;
use mainstream::rules::own::OwnRules;

use super::rules::assert_findings;
use super::tree::is_place;
use super::world::{TODAY, all_rules};

/// What stands before the path of a file, on a line of its own.
const MARK: &str = "=== ";

const PROJECT: &str = r#"mainstream: 1
handbook: {id: gmg, edition: "2026.1", overlays: [small]}
country: XSO
title: A small plan
language: en
currency: XTS
period: "2027/2031"
fictitious: true
answers:
  readiness: {political-backing: "yes", vision: It comes}
  set-up: {bodies: [{id: planning, name: Ministry of Planning, role: planning}]}
  action-plan: {actions: [{id: a1, name: Licence law, lead: planning}]}
"#;

/// What is laid under an overlay unless its input begins with [`ON_BUILTIN`].
const SMALL: &str = include_str!("small-handbook.txt");

/// The first line of inputs that are laid on the built-in handbook, which takes a hundred times as long.
const ON_BUILTIN: &str = "on the built-in handbook\n";

/// Any folder is laid on a handbook and looked over: every fault has a place in its file,
/// and with what is left projects are checked.
pub fn try_bytes(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let files = files(text);
    if files.is_empty() {
        return false;
    }
    let mut layers = vec![Layer::new("overlay", files)];
    if !text.starts_with(ON_BUILTIN) {
        layers.insert(0, Layer::new("small", self::files(SMALL)));
    }
    let review = check_layers(layers.clone());
    assert_files(&review.files);
    let loaded = load_layers(layers);
    assert_files(&loaded.files);
    let handbook = loaded.handbook;
    let (own, faulty) = OwnRules::load(&handbook);
    assert_files(&faulty);
    let catalogues = Catalogues::of(&handbook);
    for name in catalogues.names() {
        let _ = catalogues.get(name);
    }
    let texts = Texts::new(&handbook, Language::Es);
    for question in &handbook.questions {
        let ask = texts.question_wording(question, |texts| &texts.ask);
        assert!(
            ask.is_none_or(|ask| !ask.shown().is_empty()),
            "{}",
            question.path
        );
    }
    let policy = all_rules(&handbook).with_own(&own);
    let checked = check_text(
        "fuzz.yaml",
        PROJECT.as_bytes(),
        &Setting {
            handbook: &handbook,
            catalogues: &catalogues,
            policy: &policy,
            path: None,
            damaged: &[],
            today: TODAY,
        },
    );
    assert_findings(&checked);
    true
}

/// The files that a text holds, each behind a line with its path.
fn files(text: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some(path) = line.strip_prefix(MARK) {
            files.push((path.trim_end().to_owned(), String::new()));
        } else if let Some((_, text)) = files.last_mut() {
            text.push_str(line);
        }
    }
    files
}

fn assert_files(files: &[FaultyFile]) {
    for file in files {
        let text = file.source.text();
        for finding in &file.findings {
            assert!(is_place(finding.span, text), "{}: {finding:?}", file.path);
            let mut others = finding.others.iter();
            assert!(
                others.all(|other| is_place(other.span, text)),
                "{}: {finding:?}",
                file.path
            );
        }
        assert!(!file.errors().is_empty(), "{}: nothing is said", file.path);
    }
}
