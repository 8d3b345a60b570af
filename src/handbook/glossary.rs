//! Terms of the glossary, looked up by any of their forms in any language.

use crate::language::Language;
use crate::words::{folded, nearest};

use super::{Catalogues, Entry};

/// The most terms that are proposed in place of one that nobody knows.
const MAX_NEAR: usize = 5;

/// A term in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its id in the catalogue.
    pub id: String,
    /// The term, forms that may replace each other after each other.
    pub name: String,
    /// What it means.
    pub definition: Option<String>,
    /// The term in the other languages.
    pub others: Vec<Form>,
    /// Keys of the catalogue of sources; `D` our proposal.
    pub from: Vec<String>,
}

/// A term in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The language.
    pub language: Language,
    /// The term.
    pub text: String,
    /// Whether a source uses it; otherwise we propose it.
    pub seen: bool,
}

/// What came of looking a word up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookedUp {
    /// The terms that are called so; seldom more than one.
    Found(Vec<Term>),
    /// No term is called so; those that come nearest, the best first.
    Near(Vec<String>),
}

impl Term {
    fn of(entry: &Entry, language: Language) -> Self {
        let others = Language::ALL.into_iter().filter(|other| *other != language);
        let form = |other: Language| {
            let text = entry.term(other)?.to_owned();
            // English is what the forms of the other languages are proposed for.
            let seen = other == Language::En || entry.seen.get(other.code()) == Some(&true);
            Some(Form {
                language: other,
                text,
                seen,
            })
        };
        Self {
            id: entry.id.clone(),
            name: name(entry, language).to_owned(),
            definition: entry.definition(language),
            others: others.filter_map(form).collect(),
            from: entry.from.clone(),
        }
    }
}

/// All terms in the reader's language, in alphabetical order whatever their accents.
pub fn terms(catalogues: &Catalogues, language: Language) -> Vec<Term> {
    let mut terms: Vec<Term> = entries(catalogues)
        .iter()
        .map(|entry| Term::of(entry, language))
        .collect();
    terms.sort_by_key(|term| folded(&term.name));
    terms
}

/// Looks a term up: by one of its forms in any language, its abbreviation or its id, else by words
/// that it begins with or contains, whatever their accents and case.
pub fn look_up(catalogues: &Catalogues, word: &str, language: Language) -> LookedUp {
    let plain = folded(word.trim());
    let entries = entries(catalogues);
    let found = |fits: &dyn Fn(&str) -> bool, all: bool| -> Vec<Term> {
        let languages: Vec<Language> = if all {
            Language::ALL.to_vec()
        } else {
            vec![language]
        };
        let fitting = entries.iter().filter(|entry| {
            let forms = languages
                .iter()
                .flat_map(|language| forms(entry, *language));
            forms.chain([entry.id.clone()]).any(|form| fits(&form))
        });
        fitting.map(|entry| Term::of(entry, language)).collect()
    };
    let exact = found(&|form| form == plain, true);
    if !exact.is_empty() {
        return LookedUp::Found(exact);
    }
    let parts: Vec<&str> = plain.split_whitespace().collect();
    let begins = |form: &str| {
        let words: Vec<&str> = form.split(|c: char| !c.is_alphanumeric()).collect();
        let begun = |part: &&str| words.iter().any(|word| word.starts_with(*part));
        !parts.is_empty() && parts.iter().all(begun)
    };
    let containing = found(&begins, false);
    match containing.len() {
        1 => return LookedUp::Found(containing),
        0 => {}
        _ => {
            let names = containing.into_iter().map(|term| term.name);
            return LookedUp::Near(names.collect());
        }
    }
    let names: Vec<&str> = entries.iter().map(|entry| name(entry, language)).collect();
    LookedUp::Near(nearest(word, names.into_iter(), MAX_NEAR))
}

fn entries(catalogues: &Catalogues) -> &[Entry] {
    let glossary = catalogues.get("glossary");
    glossary.map_or(&[], |glossary| glossary.entries.as_slice())
}

fn name(entry: &Entry, language: Language) -> &str {
    let own = entry.term(language).or(entry.en.as_deref());
    own.unwrap_or(entry.id.as_str())
}

/// The forms of a term that may replace each other, and its abbreviation, folded.
fn forms(entry: &Entry, language: Language) -> Vec<String> {
    let all = entry.term(language).unwrap_or_default();
    let mut forms = Vec::new();
    for form in all.split(';').map(|form| folded(form.trim())) {
        if let Some((long, short)) = form.split_once(" (") {
            forms.push(long.trim().to_owned());
            forms.push(short.trim_end_matches(')').to_owned());
        }
        forms.push(form);
    }
    forms
}
