//! Whether the tree read back differs from the old one only where it should.

use crate::yaml::edit::plan::Change;
use crate::yaml::{Data, Mapping, Node, Sequence, Step, Value};

/// Compares the trees before and after changes that do not touch each other, whose routes are those of
/// the old tree.
pub(super) fn is_changed_as_meant(
    old: Option<&Node<'_>>,
    new: Option<&Node<'_>>,
    changes: &[&Change],
) -> bool {
    match (old, new, changes) {
        (None, Some(new), [Change::Put { data, .. }]) => data.same_as(new),
        (Some(old), Some(new), _) => {
            let below: Vec<Below<'_>> = changes
                .iter()
                .map(|change| (change.route().steps(), *change))
                .collect();
            agrees(old, new, &below)
        }
        // A text may become empty only if nothing was to be left.
        (_, None, [Change::Put { data, .. }]) => *data == Data::Null,
        _ => false,
    }
}

/// What is left of the route of a change, and the change.
type Below<'c> = (&'c [Step], &'c Change);

/// Whether a node became what the changes at it and in it make of it.
fn agrees(old: &Node<'_>, new: &Node<'_>, changes: &[Below<'_>]) -> bool {
    match (changes, &old.value, &new.value) {
        ([], ..) => is_same(old, new),
        ([([], Change::Put { data, .. })], ..) => data.same_as(new),
        ([([], Change::Move { from, to, .. })], ..) => has_moved(old, new, *from, *to),
        (_, Value::Mapping(old), Value::Mapping(new)) => agree_keys(old, new, changes),
        (_, Value::Sequence(old), Value::Sequence(new)) => agree_items(old, new, changes),
        _ => false,
    }
}

fn agree_keys(old: &Mapping<'_>, new: &Mapping<'_>, changes: &[Below<'_>]) -> bool {
    let put: Vec<(&str, &Data)> = changes
        .iter()
        .filter_map(|change| match change {
            ([], Change::PutKey { key, data, .. }) => Some((key.as_str(), data)),
            _ => None,
        })
        .collect();
    let is_put = |key: &str| put.iter().any(|(new, _)| *new == key);
    let mut rest = new.iter().filter(|entry| !is_put(&entry.key));
    let mut n_done = put.len();
    let is_kept = old.iter().all(|entry| {
        let below = below(
            changes,
            |step| matches!(step, Step::Key(key) if *key == entry.key),
        );
        n_done += below.len();
        is_dropped(&below)
            || rest.next().is_some_and(|other| {
                entry.key == other.key && agrees(&entry.value, &other.value, &below)
            })
    });
    let has_new = |(key, data): &(&str, &Data)| {
        old.get(key).is_none() && new.get(key).is_some_and(|value| data.same_as(value))
    };
    old.flow == new.flow
        && is_kept
        && rest.next().is_none()
        && n_done == changes.len()
        && put.iter().all(has_new)
}

fn agree_items(old: &Sequence<'_>, new: &Sequence<'_>, changes: &[Below<'_>]) -> bool {
    let mut rest = new.items.iter();
    let mut n_done = 0;
    let mut is_right = old.flow == new.flow;
    for index in 0..=old.items.len() {
        for change in changes {
            if let (
                [],
                Change::PutItem {
                    index: at, data, ..
                },
            ) = change
                && *at == index
            {
                n_done += 1;
                is_right &= rest.next().is_some_and(|item| data.same_as(item));
            }
        }
        let Some(item) = old.items.get(index) else {
            break;
        };
        let below = below(changes, |step| *step == Step::Index(index));
        n_done += below.len();
        is_right &=
            is_dropped(&below) || rest.next().is_some_and(|other| agrees(item, other, &below));
    }
    is_right && rest.next().is_none() && n_done == changes.len()
}

/// The changes at or in the child that a step leads to.
fn below<'c>(changes: &[Below<'c>], is_here: impl Fn(&Step) -> bool) -> Vec<Below<'c>> {
    let below = changes.iter().filter_map(|(steps, change)| {
        let (step, rest) = steps.split_first()?;
        is_here(step).then_some((rest, *change))
    });
    below.collect()
}

/// Whether the child that these changes are about goes, and nothing else is wanted of it.
fn is_dropped(below: &[Below<'_>]) -> bool {
    matches!(below, [([], Change::Drop { .. })])
}

/// Whether two nodes are equal but for what stands at the route, in both.
pub(super) fn is_same_but_at(old: &Node<'_>, new: &Node<'_>, steps: &[Step]) -> bool {
    match steps {
        [] => true,
        [step, below @ ..] => {
            differs_at(old, new, step, |old, new| is_same_but_at(old, new, below))
        }
    }
}

/// Whether two nodes are equal in all but one child, and that one differs as it should.
fn differs_at(
    old: &Node<'_>,
    new: &Node<'_>,
    step: &Step,
    as_it_should: impl Fn(&Node<'_>, &Node<'_>) -> bool,
) -> bool {
    match (&old.value, &new.value, step) {
        (Value::Mapping(old), Value::Mapping(new), Step::Key(key)) => {
            old.flow == new.flow
                && old.len() == new.len()
                && old.iter().zip(new).all(|(a, b)| {
                    a.key == b.key
                        && if a.key == *key {
                            as_it_should(&a.value, &b.value)
                        } else {
                            is_same(&a.value, &b.value)
                        }
                })
        }
        (Value::Sequence(old), Value::Sequence(new), Step::Index(index)) => {
            old.flow == new.flow
                && old.items.len() == new.items.len()
                && old
                    .items
                    .iter()
                    .zip(&new.items)
                    .enumerate()
                    .all(|(at, (a, b))| {
                        if at == *index {
                            as_it_should(a, b)
                        } else {
                            is_same(a, b)
                        }
                    })
        }
        _ => false,
    }
}

fn has_moved(old: &Node<'_>, new: &Node<'_>, from: usize, to: usize) -> bool {
    let (Value::Sequence(old), Value::Sequence(new)) = (&old.value, &new.value) else {
        return false;
    };
    let moved = match (old.items.get(from), new.items.get(to)) {
        (Some(a), Some(b)) => is_same(a, b),
        _ => false,
    };
    moved
        && old.items.len() == new.items.len()
        && without(&old.items, from)
            .zip(without(&new.items, to))
            .all(|(a, b)| is_same(a, b))
}

fn without<'n, 't>(
    items: &'n [Node<'t>],
    index: usize,
) -> impl Iterator<Item = &'n Node<'t>> + use<'n, 't> {
    let kept = items.iter().enumerate().filter(move |(at, _)| *at != index);
    kept.map(|(_, item)| item)
}

/// Whether two nodes are equal in all but their place.
pub(super) fn is_same(a: &Node<'_>, b: &Node<'_>) -> bool {
    match (&a.value, &b.value) {
        (Value::Null, Value::Null) => true,
        (Value::Scalar(a), Value::Scalar(b)) => a == b,
        (Value::Sequence(a), Value::Sequence(b)) => {
            a.flow == b.flow
                && a.items.len() == b.items.len()
                && a.items.iter().zip(&b.items).all(|(a, b)| is_same(a, b))
        }
        (Value::Mapping(a), Value::Mapping(b)) => {
            a.flow == b.flow
                && a.len() == b.len()
                && a.iter()
                    .zip(b)
                    .all(|(a, b)| a.key == b.key && is_same(&a.value, &b.value))
        }
        _ => false,
    }
}
