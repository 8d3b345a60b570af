//! Which record of one list is which of another.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::words::folded;

use super::meaning::{Body, Part, Rec, get};
use super::place::RecordName;

/// Records with this share of their words in common are the same one under another id.
const ALIKE: f64 = 0.6;

/// Where their names are the same, this share is enough.
const ALIKE_BY_NAME: f64 = 0.3;

/// Longer lists of leftover records are not compared each with each.
const MOST_PAIRS: usize = 1_000_000;

/// A record of the old list, of the new list, or of both.
pub(crate) type Pair = (Option<usize>, Option<usize>);

/// Pairs the records of two lists: by id, then by likeness. In the order of the old list, new records behind.
pub(crate) fn pairs(old: &[Rec<'_>], new: &[Rec<'_>], title: Option<&str>) -> Vec<Pair> {
    let mut by_id: HashMap<&str, usize> = HashMap::new();
    for (index, rec) in new.iter().enumerate() {
        if let RecordName::Id(id) = &rec.name {
            by_id.entry(id).or_insert(index);
        }
    }
    let mut partner: Vec<Option<usize>> = vec![None; old.len()];
    let mut taken = vec![false; new.len()];
    for (index, rec) in old.iter().enumerate() {
        if let RecordName::Id(id) = &rec.name
            && let Some(&found) = by_id.get(id.as_str())
            && !taken[found]
        {
            partner[index] = Some(found);
            taken[found] = true;
        }
    }
    let left_old: Vec<usize> = (0..old.len()).filter(|at| partner[*at].is_none()).collect();
    let left_new: Vec<usize> = (0..new.len()).filter(|at| !taken[*at]).collect();
    if !left_old.is_empty() && left_old.len() * left_new.len() <= MOST_PAIRS {
        let profiles = |list: &[Rec<'_>], left: &[usize]| -> Vec<Profile> {
            left.iter()
                .map(|at| Profile::of(&list[*at], title))
                .collect()
        };
        let (a, b) = (profiles(old, &left_old), profiles(new, &left_new));
        for (x, y) in alike(&a, &b) {
            partner[left_old[x]] = Some(left_new[y]);
            taken[left_new[y]] = true;
        }
    }
    let kept = partner
        .iter()
        .enumerate()
        .map(|(at, other)| (Some(at), *other));
    let come = (0..new.len()).filter(|at| !taken[*at]);
    kept.chain(come.map(|at| (None, Some(at)))).collect()
}

/// What a record says, to be compared with others.
struct Profile {
    name: RecordName,
    title: String,
    /// Hashes of its words, sorted.
    words: Vec<u64>,
}

impl Profile {
    fn of(rec: &Rec<'_>, title: Option<&str>) -> Self {
        let mut words = Vec::new();
        for (key, part) in &rec.keys {
            add_words(key, part, &mut words);
        }
        words.sort_unstable();
        let named = title.and_then(|title| get(&rec.keys, title));
        let title = match named.map(|part| &part.body) {
            Some(Body::Text(text)) => folded(text.trim()),
            _ => String::new(),
        };
        Self {
            name: rec.name.clone(),
            title,
            words,
        }
    }

    /// The share of words in common, from 0 to 1; the same from both sides.
    fn likeness(&self, other: &Self) -> f64 {
        let (mut a, mut b) = (self.words.iter().peekable(), other.words.iter().peekable());
        let mut common = 0_u32;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => {
                    common += 1;
                    a.next();
                    b.next();
                }
            }
        }
        let n = u32::try_from(self.words.len() + other.words.len()).unwrap_or(u32::MAX);
        if n == 0 {
            // Two records with nothing in them say the same.
            return 1.0;
        }
        f64::from(2 * common) / f64::from(n)
    }

    fn is_alike(&self, other: &Self, likeness: f64) -> bool {
        let same_title = !self.title.is_empty() && self.title == other.title;
        likeness >= ALIKE || (same_title && likeness >= ALIKE_BY_NAME)
    }
}

fn add_words(key: &str, part: &Part<'_>, words: &mut Vec<u64>) {
    let mut add = |text: &str| {
        for word in text.split_whitespace() {
            let mut hasher = DefaultHasher::new();
            (key, word).hash(&mut hasher);
            words.push(hasher.finish());
        }
    };
    match &part.body {
        Body::Text(text) => add(text),
        Body::Items(items) => items.iter().for_each(|item| add(item)),
        Body::Keys(keys) => keys
            .iter()
            .for_each(|(key, part)| add_words(key, part, words)),
        Body::Records(records) => {
            for (key, part) in records.items.iter().flat_map(|rec| &rec.keys) {
                add_words(key, part, words);
            }
        }
        Body::Other => add(&format!("{:?}", part.data())),
    }
}

/// The likest pairs first, each record once; the same pairs from both sides.
fn alike(a: &[Profile], b: &[Profile]) -> Vec<(usize, usize)> {
    let mut found: Vec<(f64, usize, usize)> = Vec::new();
    for (x, left) in a.iter().enumerate() {
        for (y, right) in b.iter().enumerate() {
            let likeness = left.likeness(right);
            if left.is_alike(right, likeness) {
                found.push((likeness, x, y));
            }
        }
    }
    let names = |(_, x, y): &(f64, usize, usize)| {
        let (left, right) = (&a[*x].name, &b[*y].name);
        (left.min(right).clone(), left.max(right).clone())
    };
    found.sort_by(|one, other| {
        other
            .0
            .total_cmp(&one.0)
            .then_with(|| names(one).cmp(&names(other)))
    });
    let (mut used_a, mut used_b) = (vec![false; a.len()], vec![false; b.len()]);
    found.retain(|(_, x, y)| {
        let free = !used_a[*x] && !used_b[*y];
        if free {
            (used_a[*x], used_b[*y]) = (true, true);
        }
        free
    });
    found.into_iter().map(|(_, x, y)| (x, y)).collect()
}
