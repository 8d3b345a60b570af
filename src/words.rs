//! Words as people compare them: whatever their accents and case, and by likeness.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How alike a word has to be to be suggested, from 0 to 1.
const ALIKE: f64 = 0.7;

/// Letters without marks, in lower case: what people compare words by.
pub fn folded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        fold_into(c, &mut plain);
    }
    plain
}

/// How a word stands in a text, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// As a word of its own.
    Whole,
    /// At the beginning of a word.
    Begins,
    /// Inside a word.
    Inside,
}

/// A text folded, with the place in the text that each byte of it comes from.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    plain: String,
    from: Vec<usize>,
}

impl Folded {
    /// Folds a text.
    pub fn of(text: &str) -> Self {
        let mut folded = Self::default();
        for (at, c) in text.char_indices() {
            fold_into(c, &mut folded.plain);
            folded.from.resize(folded.plain.len(), at);
        }
        folded.from.push(text.len());
        folded
    }

    /// Where a folded word stands, as a range of bytes of the text, and how well: the best place,
    /// and the first of equals.
    pub fn find(&self, word: &str) -> Option<(Range<usize>, Fit)> {
        let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let fit = |at: usize| {
            let begins = ends(self.plain[..at].chars().next_back());
            let whole = begins && ends(self.plain[at + word.len()..].chars().next());
            match (whole, begins) {
                (true, _) => Fit::Whole,
                (_, true) => Fit::Begins,
                _ => Fit::Inside,
            }
        };
        let places = self.plain.match_indices(word);
        let (fit, at) = places.map(|(at, _)| (fit(at), at)).min()?;
        // The end is where the next letter of the text begins, so that no letter is cut.
        let end = at + word.len();
        let last = self.from[end.saturating_sub(1).max(at)];
        let end = self.from[end..].iter().copied().find(|from| *from > last);
        let end = end.unwrap_or(self.from[self.plain.len()]);
        Some((self.from[at]..end, fit))
    }
}

fn fold_into(c: char, plain: &mut String) {
    let letters = std::iter::once(c).nfkd();
    for c in letters
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
    {
        match c {
            'œ' => plain.push_str("oe"),
            'æ' => plain.push_str("ae"),
            'ß' => plain.push_str("ss"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' => plain.push('d'),
            '’' => plain.push('\''),
            c => plain.push(c),
        }
    }
}

/// The words most like a text, the best first.
pub fn nearest<'w>(text: &str, words: impl Iterator<Item = &'w str>, most: usize) -> Vec<String> {
    let text = folded(text.trim());
    let mut scored: Vec<(f64, &str)> = words
        .map(|word| {
            let plain = folded(word);
            let begins = !text.is_empty() && plain.starts_with(&text);
            (
                if begins {
                    1.0
                } else {
                    strsim::jaro_winkler(&text, &plain)
                },
                word,
            )
        })
        .filter(|(score, _)| *score >= ALIKE)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.dedup_by(|a, b| a.1 == b.1);
    scored
        .into_iter()
        .take(most)
        .map(|(_, word)| word.to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_whatever_its_accents_and_where_it_stands_is_told() {
        let text = "L’Œuvre: une PRÉVISION, puis";
        let folded = Folded::of(text);
        let (range, fit) = folded.find("prevision").expect("found");
        assert_eq!((&text[range], fit), ("PRÉVISION", Fit::Whole));
        let (range, fit) = folded.find("oeuvre").expect("found");
        assert_eq!((&text[range], fit), ("Œuvre", Fit::Whole));
        let (range, fit) = folded.find("vision").expect("found");
        assert_eq!((&text[range], fit), ("VISION", Fit::Inside));
        let (range, _) = folded.find("puis").expect("found");
        assert_eq!(&text[range], "puis");
        assert!(folded.find("avenir").is_none());
    }

    #[test]
    fn the_place_where_it_is_a_word_is_preferred() {
        let text = "replan the plan";
        let (range, fit) = Folded::of(text).find("plan").expect("found");
        assert_eq!((range, fit), (11..15, Fit::Whole));
    }
}
