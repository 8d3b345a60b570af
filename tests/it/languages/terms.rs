//! One word per thing, in every language: the agreed terms, and what may not stand in their place.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use mainstream::handbook::Catalogues;
use mainstream::language::Language;
use serde::Deserialize;

use super::{NAMES, none, read, texts};

/// A term with what may not stand in its place.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Agreed {
    /// A form of the glossary.
    term: Option<String>,
    /// A word of the program that is no term of the glossary.
    word: Option<String>,
    not: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
}

fn agreed() -> BTreeMap<String, Vec<Agreed>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/languages/terms.yaml");
    serde_yaml::from_value(read(&path)).expect("lists of terms")
}

/// Whether a form stands in a text as a word of its own, in the singular or the plural.
fn stands_in(form: &str, text: &str) -> bool {
    let text = text.to_lowercase();
    let is_letter = |c: &char| c.is_alphanumeric();
    text.match_indices(form).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let rest = &text[at + form.len()..];
        let ending: String = rest.chars().take_while(is_letter).collect();
        !before.as_ref().is_some_and(is_letter) && ["", "s", "es", "x"].contains(&ending.as_str())
    })
}

/// Code is the same in every language: `set-up.bodies`, `outcome`.
fn without_code(text: &str) -> String {
    text.split('`').step_by(2).collect::<Vec<_>>().join("`")
}

#[test]
fn no_other_word_stands_in_the_place_of_an_agreed_term() {
    let agreed = agreed();
    let mut faults = Vec::new();
    for language in Language::ALL {
        let texts = texts(language);
        for rule in &agreed[language.code()] {
            for form in &rule.not {
                let form = form.to_lowercase();
                for (place, text) in &texts {
                    let is_named = NAMES.iter().any(|names| place.starts_with(names))
                        // Titles of sources are quoted as they are.
                        || place.starts_with("catalogues/sources")
                        || rule.except.iter().any(|start| place.starts_with(start.as_str()));
                    if !is_named && stands_in(&form, &without_code(text)) {
                        let term = rule.term.as_ref().or(rule.word.as_ref());
                        faults.push(format!(
                            "{language} {place}: {form}, not {term:?}: {text:?}"
                        ));
                    }
                }
            }
        }
    }
    none("against the glossary", &faults);
}

#[test]
fn every_agreed_term_is_in_the_glossary_or_in_use() {
    let catalogues = Catalogues::builtin();
    let glossary = catalogues.get("glossary").expect("the glossary");
    for (code, rules) in agreed() {
        let language: Language = code.parse().expect("a language");
        let terms = glossary
            .entries
            .iter()
            .filter_map(|entry| entry.term(language));
        let forms: BTreeSet<String> = terms
            .flat_map(|term| term.split(';'))
            .map(|form| form.trim().to_lowercase())
            .collect();
        let texts = texts(language);
        for rule in rules {
            assert!(
                rule.term.is_some() != rule.word.is_some(),
                "{code}: one of the two"
            );
            assert!(!rule.not.is_empty(), "{code}: nothing is forbidden");
            if let Some(term) = rule.term {
                assert!(forms.contains(&term), "{code}: no term {term:?}");
            }
            if let Some(word) = rule.word {
                let used = texts.values().any(|text| stands_in(&word, text));
                assert!(used, "{code}: {word:?} is used nowhere");
            }
        }
    }
}

#[test]
fn a_forbidden_word_is_found_as_a_word_only() {
    assert!(stands_in("gap", "The Gap between"));
    assert!(stands_in("coste", "los costes"));
    assert!(!stands_in("coste", "la llanura costera"));
    assert!(!stands_in("gap", "stopgap"));
    assert!(!stands_in("output", &without_code("the field `output` of")));
}
