//! Texts merged by paragraph and sentence.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

use crate::diff::share;

/// New sentences with this share of words in common may be two ways to say one thing: people have to choose.
const ALIKE: f64 = 0.5;

/// A sentence and the blanks behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Unit {
    core: String,
    gap: String,
}

/// Two texts brought together over the one they come from; none where both changed the same sentence.
///
/// Sentences that both sides put into the same place are all kept, ours first.
pub fn merge_prose(base: &str, ours: &str, theirs: &str) -> Option<String> {
    let versions = Versions {
        base: units(base),
        ours: units(ours),
        theirs: units(theirs),
    };
    Some(joined(&versions.merged()?, ours))
}

/// The three texts in sentences.
struct Versions {
    base: Vec<Unit>,
    ours: Vec<Unit>,
    theirs: Vec<Unit>,
}

impl Versions {
    fn merged(&self) -> Option<Vec<Unit>> {
        let (in_ours, in_theirs) = (
            matches(&self.base, &self.ours),
            matches(&self.base, &self.theirs),
        );
        let mut merged: Vec<Unit> = Vec::new();
        // What stands before these has been dealt with: in the base, in ours, in theirs.
        let mut done = [0; 3];
        for anchor in 0..self.base.len() {
            if let (Some(own), Some(other)) = (in_ours[anchor], in_theirs[anchor]) {
                merged.extend(self.region(done, [anchor, own, other])?);
                merged.push(self.kept(anchor, own, other));
                done = [anchor + 1, own + 1, other + 1];
            }
        }
        let end = [self.base.len(), self.ours.len(), self.theirs.len()];
        merged.extend(self.region(done, end)?);
        Some(merged)
    }

    fn region(&self, from: [usize; 3], to: [usize; 3]) -> Option<Vec<Unit>> {
        region(
            &self.base[from[0]..to[0]],
            &self.ours[from[1]..to[1]],
            &self.theirs[from[2]..to[2]],
        )
    }

    /// A sentence that all three have; where it was the last one, nothing stood behind it.
    fn kept(&self, base: usize, own: usize, other: usize) -> Unit {
        let gaps = [
            &self.base[base].gap,
            &self.ours[own].gap,
            &self.theirs[other].gap,
        ];
        let gap = gaps.into_iter().max_by_key(|gap| gap.len());
        Unit {
            core: self.base[base].core.clone(),
            gap: gap.cloned().unwrap_or_default(),
        }
    }
}

/// What stands between two sentences that all three have.
fn region(base: &[Unit], ours: &[Unit], theirs: &[Unit]) -> Option<Vec<Unit>> {
    let same = |a: &[Unit], b: &[Unit]| {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.core == b.core)
    };
    if same(base, theirs) || same(ours, theirs) {
        return Some(ours.to_vec());
    }
    if same(base, ours) {
        return Some(theirs.to_vec());
    }
    if !base.is_empty() {
        return one_by_one(base, ours, theirs);
    }
    let is_new = |unit: &&Unit| !ours.iter().any(|own| own.core == unit.core);
    let new: Vec<Unit> = theirs.iter().filter(is_new).cloned().collect();
    let likest = |unit: &Unit| {
        ours.iter()
            .any(|own| likeness(&own.core, &unit.core) >= ALIKE)
    };
    if new.iter().any(likest) {
        return None;
    }
    let mut both = ours.to_vec();
    // What was the last sentence is followed by the gap that stood before it, or by a blank.
    both.extend(new);
    Some(both)
}

/// Neighbouring sentences, where every one was rewritten by one side at most.
fn one_by_one(base: &[Unit], ours: &[Unit], theirs: &[Unit]) -> Option<Vec<Unit>> {
    if base.len() != ours.len() || base.len() != theirs.len() {
        return None;
    }
    let chosen = base
        .iter()
        .zip(ours)
        .zip(theirs)
        .map(|((base, ours), theirs)| {
            if ours.core == theirs.core || base.core == theirs.core {
                Some(ours.clone())
            } else {
                (base.core == ours.core).then(|| theirs.clone())
            }
        });
    chosen.collect()
}

fn likeness(one: &str, other: &str) -> f64 {
    let words =
        |text: &str| -> Vec<String> { text.unicode_words().map(str::to_lowercase).collect() };
    share(&words(one), &words(other))
}

fn units(text: &str) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    for sentence in text.split_sentence_bounds() {
        let core = sentence.trim_end();
        let gap = &sentence[core.len()..];
        match units.last_mut() {
            Some(last) if core.is_empty() => last.gap.push_str(gap),
            _ => units.push(Unit {
                core: core.to_owned(),
                gap: gap.to_owned(),
            }),
        }
    }
    units
}

/// For each unit of the base, where it stands in another version.
fn matches(base: &[Unit], other: &[Unit]) -> Vec<Option<usize>> {
    let cores =
        |units: &[Unit]| -> Vec<String> { units.iter().map(|unit| unit.core.clone()).collect() };
    let mut found = vec![None; base.len()];
    for op in capture_diff_slices(Algorithm::Myers, &cores(base), &cores(other)) {
        if let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = op
        {
            for at in 0..len {
                found[old_index + at] = Some(new_index + at);
            }
        }
    }
    found
}

/// The units as one text that ends as ours does.
fn joined(units: &[Unit], ours: &str) -> String {
    let mut out = String::new();
    let is_lines = ours.trim_end().contains('\n');
    for (at, unit) in units.iter().enumerate() {
        out.push_str(&unit.core);
        if at + 1 == units.len() {
            continue;
        }
        if unit.gap.is_empty() {
            out.push_str(if is_lines { "\n" } else { " " });
        } else {
            out.push_str(&unit.gap);
        }
    }
    let end = &ours[ours.trim_end().len()..];
    out.push_str(end);
    out
}
