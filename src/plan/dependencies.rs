//! What waits for what: circles, and pairs whose order in time can be compared.

use std::collections::HashMap;

/// The waiting of records of one type for each other; records are known by their position.
#[derive(Debug)]
pub(crate) struct Dependencies {
    awaited: Vec<Vec<usize>>,
    /// The circle each record is in; records in none are alone under their number.
    set: Vec<usize>,
}

impl Dependencies {
    /// Reads off who waits for whom; ids that are not in the list are passed over.
    pub(crate) fn of<'p>(ids: &[&'p str], waits_for: &[&[&'p str]]) -> Self {
        let places: HashMap<&str, usize> =
            ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let known = |awaited: &&[&str]| {
            let mut known: Vec<usize> = awaited
                .iter()
                .filter_map(|id| places.get(id).copied())
                .collect();
            known.sort_unstable();
            known.dedup();
            known
        };
        let awaited: Vec<Vec<usize>> = waits_for.iter().map(known).collect();
        let set = sets(&awaited);
        Self { awaited, set }
    }

    /// Records that wait for each other, or for themselves: each circle in the order of the records.
    pub(crate) fn circles(&self) -> Vec<Vec<usize>> {
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); self.set.len()];
        for (record, set) in self.set.iter().enumerate() {
            members[*set].push(record);
        }
        members.retain(|circle| match circle.as_slice() {
            [] => false,
            [alone] => self.awaited[*alone].contains(alone),
            _ => true,
        });
        members.sort_unstable();
        members
    }

    /// Each record with one it waits for, where the two are in no circle together.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        self.awaited.iter().enumerate().flat_map(move |(one, all)| {
            let apart = all
                .iter()
                .filter(move |other| !self.share_set(one, **other));
            apart.map(move |other| (one, *other))
        })
    }

    fn share_set(&self, one: usize, other: usize) -> bool {
        self.set.get(one) == self.set.get(other)
    }
}

/// For each point the number of its strongly connected set: Tarjan's walk, kept on a stack of its
/// own so that a long chain cannot overflow that of the program.
fn sets(edges: &[Vec<usize>]) -> Vec<usize> {
    const UNSEEN: usize = usize::MAX;
    let n = edges.len();
    let (mut order, mut low, mut set) = (vec![UNSEEN; n], vec![UNSEEN; n], vec![UNSEEN; n]);
    let (mut open, mut walk) = (Vec::new(), Vec::new());
    let (mut n_seen, mut n_sets) = (0, 0);
    for start in 0..n {
        if order[start] == UNSEEN {
            walk.push((start, 0));
        }
        while let Some((at, next)) = walk.pop() {
            if next == 0 {
                (order[at], low[at]) = (n_seen, n_seen);
                n_seen += 1;
                open.push(at);
            } else {
                // The walk is back from the edge before.
                low[at] = low[at].min(low_of(&low, &set, edges[at][next - 1]));
            }
            if let Some(&to) = edges[at].get(next) {
                walk.push((at, next + 1));
                if order[to] == UNSEEN {
                    walk.push((to, 0));
                }
            } else if low[at] == order[at] {
                while let Some(member) = open.pop() {
                    set[member] = n_sets;
                    if member == at {
                        break;
                    }
                }
                n_sets += 1;
            }
        }
    }
    set
}

/// How far back a point leads; one whose set is closed leads nowhere any more.
fn low_of(low: &[usize], set: &[usize], point: usize) -> usize {
    if set[point] == usize::MAX {
        low[point]
    } else {
        usize::MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(waits_for: &[(&'static str, &[&'static str])]) -> Dependencies {
        let ids: Vec<_> = waits_for.iter().map(|(id, _)| *id).collect();
        let awaited: Vec<_> = waits_for.iter().map(|(_, awaited)| *awaited).collect();
        Dependencies::of(&ids, &awaited)
    }

    #[test]
    fn circles_are_found_whatever_leads_into_them() {
        let found = of(&[
            ("start", &["a"]),
            ("a", &["b"]),
            ("b", &["c", "end"]),
            ("c", &["a"]),
            ("end", &[]),
            ("self", &["self", "gone"]),
            ("x", &["y", "a"]),
            ("y", &["x"]),
        ]);
        assert_eq!(found.circles(), [vec![1, 2, 3], vec![5], vec![6, 7]]);
        let pairs: Vec<_> = found.pairs().collect();
        assert_eq!(pairs, [(0, 1), (2, 4), (6, 1)]);
    }

    #[test]
    fn a_long_chain_is_no_trouble() {
        let names: Vec<String> = (0..200_000).map(|n| n.to_string()).collect();
        let ids: Vec<&str> = names.iter().map(String::as_str).collect();
        let next: Vec<Vec<&str>> = (1..=ids.len()).map(|n| vec![ids[n % ids.len()]]).collect();
        let next: Vec<&[&str]> = next.iter().map(Vec::as_slice).collect();
        let found = Dependencies::of(&ids, &next);
        assert_eq!(found.circles().len(), 1);
        assert_eq!(found.pairs().count(), 0);
    }
}
