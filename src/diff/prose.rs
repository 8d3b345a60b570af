//! Texts compared by paragraph, by sentence and by word.

use std::collections::BTreeMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

use crate::words::folded;

/// Sentences with less than this share of their words in common are shown as replaced, not as mended word by word.
const MENDED: f64 = 0.35;

/// What became of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// It stands in both.
    Same,
    /// It is gone.
    Removed,
    /// It came.
    Added,
}

impl Mark {
    /// The sign that tells it without colour.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Same => "=",
            Self::Removed => "-",
            Self::Added => "+",
        }
    }
}

/// A piece of two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What became of it.
    pub mark: Mark,
    /// The text.
    pub text: String,
}

/// The pieces two texts are made of: those that are not added give the old text, those that are not removed the new.
pub fn pieces(old: &str, new: &str) -> Vec<Piece> {
    let mut out = Pieces::default();
    let (a, b) = (paragraphs(old), paragraphs(new));
    align(&a, &b, &mut out, &mut |old, new, out| {
        let (a, b) = (sentences(&old.concat()), sentences(&new.concat()));
        let (a, b): (Vec<&str>, Vec<&str>) = (
            a.iter().map(String::as_str).collect(),
            b.iter().map(String::as_str).collect(),
        );
        align(&a, &b, out, &mut |old, new, out| {
            by_word(&old.concat(), &new.concat(), out);
        });
    });
    out.finish()
}

/// Whether two texts have the same words: only capitals, accents, marks and blanks differ.
pub fn same_words(old: &str, new: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let text = folded(text);
        text.unicode_words().map(str::to_owned).collect()
    };
    words(old) == words(new)
}

/// The paragraphs of a text, each with the line breaks behind it.
fn paragraphs(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("\n\n") {
        let breaks = rest[at..].len() - rest[at..].trim_start_matches('\n').len();
        let (head, tail) = rest.split_at(at + breaks);
        found.push(head);
        rest = tail;
    }
    if !rest.is_empty() {
        found.push(rest);
    }
    found
}

/// The sentences of a text, each with the blanks behind it.
pub(crate) fn sentences(text: &str) -> Vec<String> {
    text.split_sentence_bounds().map(str::to_owned).collect()
}

type Inner<'i> = &'i mut dyn FnMut(&[&str], &[&str], &mut Pieces);

/// Aligns two lists; what stands in both is kept, what does not is handed on.
fn align(a: &[&str], b: &[&str], out: &mut Pieces, inner: Inner<'_>) {
    for op in capture_diff_slices(Algorithm::Myers, a, b) {
        match op {
            DiffOp::Equal { old_index, len, .. } => {
                out.push(Mark::Same, &a[old_index..old_index + len].concat());
            }
            op => {
                let (old, new) = (&a[op.old_range()], &b[op.new_range()]);
                inner(old, new, out);
            }
        }
    }
}

fn by_word(old: &str, new: &str, out: &mut Pieces) {
    let (a, b): (Vec<&str>, Vec<&str>) = (
        old.split_word_bounds().collect(),
        new.split_word_bounds().collect(),
    );
    if old.is_empty() || new.is_empty() || shared(&a, &b) < MENDED {
        out.push(Mark::Removed, old);
        out.push(Mark::Added, new);
        return;
    }
    let ops = capture_diff_slices(Algorithm::Myers, &a, &b);
    let last = ops.len().saturating_sub(1);
    for (at, op) in ops.iter().enumerate() {
        match *op {
            DiffOp::Equal { old_index, len, .. } => {
                let text = a[old_index..old_index + len].concat();
                // A blank alone between two changes is read as part of them.
                let between = at > 0 && at < last && !text.contains(char::is_alphanumeric);
                if between {
                    out.push(Mark::Removed, &text);
                    out.push(Mark::Added, &text);
                } else {
                    out.push(Mark::Same, &text);
                }
            }
            ref op => {
                out.push(Mark::Removed, &a[op.old_range()].concat());
                out.push(Mark::Added, &b[op.new_range()].concat());
            }
        }
    }
}

/// The share of words two lists have in common, whatever their order.
fn shared(old: &[&str], new: &[&str]) -> f64 {
    let words = |list: &[&str]| -> Vec<String> {
        let words = list
            .iter()
            .filter(|word| word.contains(char::is_alphanumeric));
        words.map(|word| (*word).to_owned()).collect()
    };
    share(&words(old), &words(new))
}

/// The share of equal words in two lists, from 0 to 1, whatever their order; two empty lists are equal.
pub(crate) fn share(old: &[String], new: &[String]) -> f64 {
    let n = old.len() + new.len();
    if n == 0 {
        return 1.0;
    }
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for word in old {
        *counts.entry(word).or_default() += 1;
    }
    let mut common = 0_u32;
    for word in new {
        if let Some(count) = counts.get_mut(word.as_str()).filter(|count| **count > 0) {
            *count -= 1;
            common += 1;
        }
    }
    f64::from(2 * common) / f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// Pieces in the making: neighbours of one mark are joined, what is gone stands before what came.
#[derive(Default)]
struct Pieces {
    done: Vec<Piece>,
    removed: String,
    added: String,
}

impl Pieces {
    fn push(&mut self, mark: Mark, text: &str) {
        if text.is_empty() {
            return;
        }
        match mark {
            Mark::Removed => self.removed.push_str(text),
            Mark::Added => self.added.push_str(text),
            Mark::Same => {
                self.flush();
                match self.done.last_mut() {
                    Some(last) if last.mark == Mark::Same => last.text.push_str(text),
                    _ => self.done.push(Piece {
                        mark,
                        text: text.to_owned(),
                    }),
                }
            }
        }
    }

    fn flush(&mut self) {
        for (mark, text) in [
            (Mark::Removed, std::mem::take(&mut self.removed)),
            (Mark::Added, std::mem::take(&mut self.added)),
        ] {
            if !text.is_empty() {
                self.done.push(Piece { mark, text });
            }
        }
    }

    fn finish(mut self) -> Vec<Piece> {
        self.flush();
        self.done
    }
}
