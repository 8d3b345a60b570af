//! Unknown words of closed lists, with the word most likely meant.

use crate::diagnostic::Finding;
use crate::handbook::ValueKind;
use crate::project::is_currency;
use crate::yaml::Node;

use super::checker::{Checker, shown};
use super::header::replacement;
use super::{Rule, UNKNOWN_CHOICE};

/// Most words of a list that a message names.
const MOST_NAMED: usize = 12;

/// A word that is none of a choice set.
pub(super) fn choice(checker: &mut Checker<'_>, kind: &ValueKind, node: &Node<'_>) -> Finding {
    let handbook = checker.handbook();
    let ids = handbook.choice_ids(kind.set().unwrap_or_default());
    let found = node.text().unwrap_or_default();
    let meant = truth(found).filter(|meant| ids.iter().any(|id| id == meant));
    let near = meant.or_else(|| checker.nearest(found, ids.iter().map(String::as_str)));
    with_nearest(UNKNOWN_CHOICE.at(node.span), node, near)
        .with("list", list(ids.iter().map(String::as_str)))
}

/// What people and programs write for yes and no.
fn truth(found: &str) -> Option<&'static str> {
    match found.to_lowercase().as_str() {
        "true" | "on" | "y" | "oui" | "sí" | "si" | "vrai" | "verdadero" | "1" | "10" => {
            Some("yes")
        }
        "false" | "off" | "n" | "non" | "faux" | "falso" | "0" => Some("no"),
        "partially" | "partiellement" | "en partie" | "parcialmente" | "en parte" | "5" => {
            Some("partly")
        }
        _ => None,
    }
}

/// A code that its catalogue does not have.
pub(super) fn code(
    checker: &mut Checker<'_>,
    kind: &ValueKind,
    node: &Node<'_>,
    rule: &Rule,
) -> Finding {
    let name = match kind {
        ValueKind::Code { catalogue, .. } => catalogue.as_str(),
        _ => "",
    };
    let entries = checker
        .context
        .catalogues
        .get(name)
        .map_or(&[][..], |catalogue| &catalogue.entries);
    let found = node.text().unwrap_or_default();
    let near = checker
        .nearest(found, entries.iter().map(|entry| entry.id.as_str()))
        .or_else(|| {
            let named = |entry: &&crate::handbook::Entry| {
                entry
                    .label
                    .values()
                    .any(|label| label.eq_ignore_ascii_case(found))
            };
            entries.iter().find(named).map(|entry| entry.id.as_str())
        });
    let finding = with_nearest(rule.at(node.span), node, near).with("catalogue", name);
    if entries.is_empty() {
        finding
    } else {
        finding.with("list", list(entries.iter().map(|entry| entry.id.as_str())))
    }
}

/// No country: perhaps a code of two letters, a name, or a slip.
pub(super) fn country(node: &Node<'_>, rule: &Rule) -> Finding {
    let found = node.text().unwrap_or_default().trim();
    let capitals = found.to_uppercase();
    let by_code =
        rust_iso3166::from_alpha2(&capitals).or_else(|| rust_iso3166::from_alpha3(&capitals));
    let near = by_code.map(|country| country.alpha3).or_else(|| {
        let mut countries = rust_iso3166::ALL_NAME.iter().zip(rust_iso3166::ALL_ALPHA3);
        let by_name = countries
            .find(|(long, _)| starts_alike(long, found))
            .map(|(_, code)| *code);
        by_name.or_else(|| nearest_letters(&capitals, rust_iso3166::ALL_ALPHA3))
    });
    with_nearest(rule.at(node.span), node, near)
}

/// Whether a country's long name begins with what was written (`Moldova`, `Tunisia`).
fn starts_alike(name: &str, found: &str) -> bool {
    found.len() >= 4
        && name
            .get(..found.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(found))
}

/// The code with the same letters in another order, else with one letter changed.
fn nearest_letters<'k>(found: &str, codes: &[&'k str]) -> Option<&'k str> {
    if found.len() > 8 {
        return None;
    }
    let sorted = |code: &str| {
        let mut letters: Vec<char> = code.chars().collect();
        letters.sort_unstable();
        letters
    };
    let wanted = sorted(found);
    let mut one_off = codes
        .iter()
        .filter(|code| strsim::osa_distance(code, found) == 1);
    let anagram = codes.iter().find(|code| sorted(code) == wanted);
    let same_start = |code: &&&str| code.chars().next() == found.chars().next();
    let near = anagram
        .or_else(|| one_off.clone().find(same_start))
        .or_else(|| one_off.next());
    near.copied()
}

/// No currency: perhaps a sign, a name, or a slip.
pub(super) fn currency(node: &Node<'_>, rule: &Rule) -> Finding {
    const USUAL: [&str; 20] = [
        "USD", "EUR", "TND", "MDL", "JMD", "BDT", "XOF", "XAF", "MAD", "DZD", "GBP", "CHF", "SEK",
        "RSD", "KGS", "MWK", "PHP", "EGP", "GEL", "ALL",
    ];
    let text = node
        .text()
        .map_or_else(|| currency_part(node), str::to_owned);
    let written = text
        .trim()
        .trim_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | ',' | '\u{a0}'));
    let capitals = written.to_uppercase();
    let near = match capitals.as_str() {
        "$" | "US$" | "DOLLAR" | "DOLLARS" => Some("USD"),
        "€" | "EURO" | "EUROS" => Some("EUR"),
        "CFA" | "FCFA" => Some("XOF"),
        _ => nearest_letters(&capitals, &USUAL).filter(|near| is_currency(near)),
    };
    let finding = rule
        .at(node.span)
        .with("found", shown(written))
        .with_some("nearest", near);
    match near.filter(|_| text.matches(written).count() == 1 && node.text().is_some()) {
        Some(near) => finding.repair(
            false,
            node.span,
            replacement(node, &text.replace(written, near)),
        ),
        None => finding,
    }
}

fn currency_part(node: &Node<'_>) -> String {
    let part = node
        .as_mapping()
        .and_then(|map| map.get("currency"))
        .and_then(Node::text);
    part.unwrap_or_default().to_owned()
}

/// No language: perhaps its name, or a locale.
pub(super) fn language(checker: &Checker<'_>, node: &Node<'_>, rule: &Rule) -> Finding {
    let found = node.text().unwrap_or_default().trim().to_lowercase();
    let known: Option<&str> = match found.as_str() {
        "english" | "anglais" | "inglés" | "eng" => Some("en"),
        "french" | "français" | "francais" | "francés" | "fra" | "fre" => Some("fr"),
        "spanish" | "espagnol" | "español" | "spa" => Some("es"),
        "arabic" | "arabe" | "árabe" | "ara" => Some("ar"),
        _ => None,
    };
    let entries = checker
        .context
        .catalogues
        .get("languages")
        .map_or(&[][..], |list| &list.entries);
    let start = found.split(['-', '_']).next().unwrap_or_default();
    let by_start = || {
        entries
            .iter()
            .map(|entry| entry.id.as_str())
            .find(|id| *id == start)
    };
    let by_name = || {
        let named = |entry: &&crate::handbook::Entry| {
            entry
                .label
                .values()
                .any(|label| label.to_lowercase() == found)
        };
        entries.iter().find(named).map(|entry| entry.id.as_str())
    };
    let near = known.or_else(by_start).or_else(by_name);
    with_nearest(rule.at(node.span), node, near)
}

/// Names what was found and, where there is one, the word meant; offers to write it.
pub(super) fn with_nearest(finding: Finding, node: &Node<'_>, near: Option<&str>) -> Finding {
    let finding = finding.with("found", shown(node.text().unwrap_or_default()));
    match near {
        Some(near) => {
            finding
                .with("nearest", near)
                .repair(false, node.span, replacement(node, near))
        }
        None => finding,
    }
}

/// The words of a list for a message, not too many of them.
pub(super) fn list<'k>(words: impl Iterator<Item = &'k str>) -> String {
    let words: Vec<&str> = words.collect();
    let mut named: Vec<String> = words
        .iter()
        .take(MOST_NAMED)
        .map(|word| format!("`{word}`"))
        .collect();
    if words.len() > MOST_NAMED {
        named.push("…".into());
    }
    named.join(", ")
}
