//! Ids made from titles.

use crate::words::folded;

/// The longest id that is proposed, in bytes.
const MAX_LENGTH: usize = 40;

/// A kebab-case id of ASCII letters and digits from a title; `stem` where nothing of it remains.
pub(super) fn slug(title: &str, stem: &str) -> String {
    let mut id = String::new();
    for word in folded(title).split(|c: char| !c.is_ascii_alphanumeric()) {
        if word.is_empty() {
            continue;
        }
        if !id.is_empty() && id.len() + 1 + word.len() > MAX_LENGTH {
            break;
        }
        if !id.is_empty() {
            id.push('-');
        }
        id.push_str(word);
    }
    id.truncate(MAX_LENGTH);
    if id.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return id;
    }
    if id.is_empty() {
        stem.to_owned()
    } else {
        format!("{stem}-{id}")
    }
}

/// The first of `id`, `id-2`, `id-3` … that is not taken.
pub(super) fn unique(id: String, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(&id) {
        return id;
    }
    let mut number = 2_usize;
    loop {
        let next = format!("{id}-{number}");
        if !is_taken(&next) {
            return next;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_short_ascii_ids() {
        assert_eq!(slug("Comité de pilotage", "body"), "comite-de-pilotage");
        assert_eq!(slug("L’œuvre n° 3", "body"), "l-oeuvre-n-3");
        assert_eq!(slug("2030", "target"), "target-2030");
        assert_eq!(slug("移民", "body"), "body");
        let long = slug(
            "Ministry of Planning, Economy, Finance and International Cooperation",
            "x",
        );
        assert_eq!(long, "ministry-of-planning-economy-finance-and");
        assert!(slug(&"ab".repeat(99), "x").len() <= MAX_LENGTH);
    }

    #[test]
    fn a_taken_id_gets_a_number() {
        let taken = ["a", "a-2"];
        assert_eq!(unique("a".into(), |id| taken.contains(&id)), "a-3");
        assert_eq!(unique("b".into(), |id| taken.contains(&id)), "b");
    }
}
