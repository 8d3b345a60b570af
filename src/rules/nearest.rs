//! The word a person most likely meant.

use std::borrow::Cow;

use strsim::{normalized_damerau_levenshtein, osa_distance};

/// Longest word compared, in bytes: nobody mistypes an id longer than this.
const LONGEST: usize = 80;

/// The candidate nearest to `word`, where one is near enough to be meant.
///
/// Case, blanks, underscores and hyphens make no difference; ties go to the earlier candidate.
pub(crate) fn nearest<'k>(
    word: &str,
    candidates: impl Iterator<Item = &'k str>,
) -> Option<&'k str> {
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let word = plain(word);
    let allowed = allowed_distance(word.chars().count());
    let mut best: Option<(usize, f64, &str)> = None;
    for candidate in candidates {
        if candidate.len().abs_diff(word.len()) > allowed * 4 {
            continue;
        }
        let known = plain(candidate);
        let distance = osa_distance(&word, &known);
        if distance > allowed {
            continue;
        }
        if best.is_some_and(|(least, _, _)| distance > least) {
            continue;
        }
        let likeness = normalized_damerau_levenshtein(&word, &known);
        if best.is_none_or(|(least, most, _)| (distance, -likeness) < (least, -most)) {
            best = Some((distance, likeness, candidate));
        }
    }
    best.map(|(_, _, candidate)| candidate)
}

/// How many slips a word of this length may have and still be meant.
fn allowed_distance(length: usize) -> usize {
    match length {
        0..=2 => 0,
        3..=5 => 1,
        6..=8 => 2,
        _ => length / 4 + 1,
    }
}

fn plain(word: &str) -> Cow<'_, str> {
    if word
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    {
        return Cow::Borrowed(word);
    }
    let letters = word.trim().chars().flat_map(char::to_lowercase);
    letters
        .map(|c| if c == ' ' || c == '_' { '-' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_what_was_meant() {
        let known = ["political-backing", "ownership", "shared-aims", "yes", "no"];
        let near = |word| nearest(word, known.into_iter());
        assert_eq!(near("politcal-backing"), Some("political-backing"));
        assert_eq!(near("Political Backing"), Some("political-backing"));
        assert_eq!(near("owenrship"), Some("ownership"));
        assert_eq!(near("yse"), Some("yes"));
        assert_eq!(near("budget"), None);
        assert_eq!(near(""), None);
    }
}
