//! The words that rules look for, as data: empty phrases, placeholders, people, core ministries.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use serde::Deserialize;

use crate::assets;

/// Most spellings of one phrase that are looked for: each letter beyond ASCII has two cases.
const MOST_SPELLINGS: usize = 64;

/// The lists of `phrases.yaml`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct WordLists {
    #[serde(default)]
    empty: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    placeholders: Placeholders,
    #[serde(default)]
    people: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(crate) core_ministries: Vec<CoreMinistry>,
    #[serde(default)]
    pub(crate) lenses: Vec<LensCodes>,
    /// What looks for phrases, by language; under no language for those without a list.
    #[serde(skip)]
    scanners: BTreeMap<String, OnceLock<Scanner>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
struct Placeholders {
    exact: Vec<String>,
    /// Those of them that are ordinary words of a language.
    ordinary: BTreeMap<String, Vec<String>>,
    any_case: Vec<String>,
    marks: Vec<String>,
}

/// A ministry that the inter-ministerial body needs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CoreMinistry {
    pub(crate) id: String,
    role: String,
    words: BTreeMap<String, Vec<String>>,
}

/// A lens, by the first and last code of its questions.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LensCodes {
    pub(crate) first: String,
    pub(crate) last: String,
    /// Whether a tie to a plan for adaptation counts too.
    #[serde(default)]
    pub(crate) adaptation: bool,
}

impl WordLists {
    /// The built-in lists; a test makes sure that they can be read.
    pub(crate) fn builtin() -> &'static Self {
        static LISTS: OnceLock<WordLists> = OnceLock::new();
        LISTS.get_or_init(|| {
            let read = assets::read::<Self>("gmg/phrases").and_then(Result::ok);
            read.unwrap_or_default().ready()
        })
    }

    /// The lists as layers have made them.
    pub(super) fn from_json(lists: serde_json::Value) -> Option<Self> {
        let read: Self = serde_json::from_value(lists).ok()?;
        Some(read.ready())
    }

    fn ready(mut self) -> Self {
        let languages = self.empty.keys().cloned().chain([String::new()]);
        self.scanners = languages.map(|code| (code, OnceLock::new())).collect();
        self
    }

    /// What looks for the phrases of a language and for placeholders.
    pub(crate) fn scanner(&self, language: &str) -> Option<&Scanner> {
        let (code, slot) = self
            .scanners
            .get_key_value(language)
            .or_else(|| self.scanners.get_key_value(""))?;
        Some(slot.get_or_init(|| Scanner::new(self, code)))
    }

    /// Whether a unit counts people, in any language.
    pub(crate) fn counts_people(&self, unit: &str) -> bool {
        let unit = unit.to_lowercase();
        let mut words = unit.split(|c: char| !c.is_alphanumeric());
        words.any(|word| self.people.values().flatten().any(|known| known == word))
    }
}

impl CoreMinistry {
    /// Whether a body's role makes it this ministry.
    pub(crate) fn has_role(&self, role: Option<&str>) -> bool {
        self.role != "ministry" && role == Some(self.role.as_str())
    }

    /// Whether one of its words begins a word of a text in lower case.
    pub(crate) fn is_named_in(&self, text: &str) -> bool {
        let begins = |at: usize| {
            let before = text[..at].chars().next_back();
            before.is_none_or(|c| !c.is_alphanumeric())
        };
        let mut words = self.words.values().flatten();
        words.any(|word| text.match_indices(word.as_str()).any(|(at, _)| begins(at)))
    }
}

impl LensCodes {
    /// Whether a question belongs to it.
    pub(crate) fn has(&self, code: &str) -> bool {
        (self.first.as_str()..=self.last.as_str()).contains(&code)
    }
}

/// Why something is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Empty,
    Exact,
    AnyCase,
    Mark,
}

/// Looks for all phrases of a language in one walk through a text.
#[derive(Debug)]
pub(crate) struct Scanner {
    automaton: Option<AhoCorasick>,
    sorts: Vec<Sort>,
    spellings: Vec<String>,
}

/// The first of each that a text holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Scan {
    pub(crate) empty: Option<Range<usize>>,
    pub(crate) placeholder: Option<Range<usize>>,
}

impl Scanner {
    fn new(phrases: &WordLists, language: &str) -> Self {
        let (mut sorts, mut all) = (Vec::new(), Vec::new());
        let mut add = |sort, words: Vec<String>| {
            for spelling in words.into_iter().filter(|one| !one.is_empty()) {
                sorts.push(sort);
                all.push(spelling);
            }
        };
        for phrase in phrases.empty.get(language).into_iter().flatten() {
            add(Sort::Empty, spellings(phrase));
        }
        let placeholders = &phrases.placeholders;
        for phrase in &placeholders.any_case {
            add(Sort::AnyCase, spellings(phrase));
        }
        let ordinary = placeholders.ordinary.get(language);
        let is_ordinary = |word: &String| ordinary.is_some_and(|words| words.contains(word));
        let exact = placeholders.exact.iter().filter(|word| !is_ordinary(word));
        add(Sort::Exact, exact.cloned().collect());
        add(Sort::Mark, placeholders.marks.clone());
        // Of the three kinds the one that is quickly made: one file is the usual case.
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .ascii_case_insensitive(true)
            .build(&all);
        Self {
            automaton: automaton.ok(),
            sorts,
            spellings: all,
        }
    }

    /// The first empty phrase and the first placeholder of a text.
    pub(crate) fn scan(&self, text: &str) -> Scan {
        let mut scan = Scan::default();
        let Some(automaton) = &self.automaton else {
            return scan;
        };
        for found in automaton.find_overlapping_iter(text) {
            let (range, pattern) = (found.range(), found.pattern().as_usize());
            let sort = self.sorts[pattern];
            let counts = match sort {
                Sort::Mark => true,
                Sort::Empty => is_whole(text, &range),
                Sort::Exact => {
                    text[range.clone()] == self.spellings[pattern] && is_whole(text, &range)
                }
                Sort::AnyCase => is_whole(text, &range) && stands_alone(text, &range),
            };
            let slot = match sort {
                Sort::Empty => &mut scan.empty,
                _ => &mut scan.placeholder,
            };
            if counts && slot.is_none() {
                *slot = Some(range);
            }
            if scan.empty.is_some() && scan.placeholder.is_some() {
                break;
            }
        }
        scan
    }
}

/// A phrase in the cases that an automaton blind to the case of ASCII does not see, and with both
/// apostrophes.
fn spellings(phrase: &str) -> Vec<String> {
    let mut all = vec![String::with_capacity(phrase.len())];
    for c in phrase.chars() {
        let forms: Vec<String> = match c {
            '’' | '\'' => vec!["’".into(), "'".into()],
            c if c.is_ascii() => vec![c.to_string()],
            c => {
                let (lower, upper) = (c.to_lowercase().to_string(), c.to_uppercase().to_string());
                if lower == upper {
                    vec![lower]
                } else {
                    vec![lower, upper]
                }
            }
        };
        let n = if all.len() * forms.len() > MOST_SPELLINGS {
            1
        } else {
            forms.len()
        };
        all = all
            .iter()
            .flat_map(|start| {
                forms
                    .iter()
                    .take(n)
                    .map(move |form| format!("{start}{form}"))
            })
            .collect();
    }
    all
}

/// Whether a part of a text begins and ends where words do.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '_');
    ends(before) && ends(after)
}

/// Whether a part is all of a text, stands in brackets, or ends the text behind a mark.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].trim_end();
    let after = text[range.end..].trim_start();
    let after = after.strip_prefix(['.', '…']).unwrap_or(after).trim_start();
    let opens = before.is_empty() || before.ends_with(['(', '[']);
    let closes = after.is_empty() || after.starts_with([')', ']']);
    let is_last = after.is_empty() && before.ends_with([':', ',', '–', '—', '-']);
    opens && closes || is_last
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(language: &str, text: &str) -> (Option<String>, Option<String>) {
        let scanner = WordLists::builtin().scanner(language).expect("a scanner");
        let scan = scanner.scan(text);
        let part = |range: Option<Range<usize>>| range.map(|range| text[range].to_owned());
        (part(scan.empty), part(scan.placeholder))
    }

    #[test]
    fn the_lists_can_be_read() {
        let read = assets::read::<WordLists>("gmg/phrases").expect("the file is there");
        let phrases = read.expect("it can be read");
        assert!(phrases.core_ministries.len() == 6 && phrases.lenses.len() == 4);
    }

    #[test]
    fn phrases_are_found_in_any_case_and_only_as_words() {
        let found = |text: &str| scan("en", text).0;
        assert_eq!(
            found("Fees fall, WHERE Possible."),
            Some("WHERE Possible".into())
        );
        assert_eq!(found("Everywhere possible"), None);
        assert_eq!(
            scan("fr", "LE CAS ÉCHÉANT").0,
            Some("LE CAS ÉCHÉANT".into())
        );
        assert_eq!(
            scan("fr", "l'ensemble des acteurs concernés").0,
            Some("l'ensemble des acteurs concernés".into())
        );
        assert_eq!(
            scan("fr", "sera renforcée").0,
            Some("sera renforcée".into())
        );
        assert_eq!(scan("en", "le cas échéant").0, None);
    }

    #[test]
    fn placeholders_are_found_where_they_cannot_be_meant() {
        let found = |text: &str| scan("xx", text).1;
        assert_eq!(found("The fee is TBD"), Some("TBD".into()));
        assert_eq!(found("tbd"), None);
        assert_eq!(found("Todo lo demás"), None);
        assert_eq!(found("TODO later"), Some("TODO".into()));
        assert_eq!(scan("es", "VALE PARA TODO EL PAÍS").1, None);
        assert_eq!(found("À définir."), Some("À définir".into()));
        assert_eq!(found("Le taux (à définir) vaut"), Some("à définir".into()));
        assert_eq!(found("Responsable : à définir…"), Some("à définir".into()));
        assert_eq!(found("L’atelier sert à définir les rôles"), None);
        assert_eq!(found("Reach ???"), Some("???".into()));
    }

    #[test]
    fn a_unit_counts_people_by_a_word_of_its_own() {
        let phrases = WordLists::builtin();
        assert!(phrases.counts_people("Workers a year"));
        assert!(phrases.counts_people("par 1 000 réfugiés"));
        assert!(!phrases.counts_people("manpower hours"));
    }
}
