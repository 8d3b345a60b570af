//! Whether the tree read back differs from the old one only where it should.

use crate::yaml::edit::plan::Change;
use crate::yaml::{Data, Node, Step, Value};

/// Compares the trees before and after a change.
pub(super) fn is_changed_as_meant(
    old: Option<&Node<'_>>,
    new: Option<&Node<'_>>,
    change: &Change,
) -> bool {
    match (old, new) {
        (None, Some(new)) => matches!(change, Change::Put { data, .. } if data.same_as(new)),
        (Some(old), Some(new)) => along(old, new, change.route().steps(), change),
        // A text may become empty only if nothing was to be left.
        (_, None) => matches!(
            change,
            Change::Put {
                data: Data::Null,
                ..
            }
        ),
    }
}

fn along(old: &Node<'_>, new: &Node<'_>, steps: &[Step], change: &Change) -> bool {
    match (steps, change) {
        ([], Change::Put { data, .. }) => data.same_as(new),
        ([], Change::PutKey { key, data, .. }) => has_new_key(old, new, key, data),
        ([], Change::PutItem { index, data, .. }) => has_new_item(old, new, *index, data),
        ([], Change::Move { from, to, .. }) => has_moved(old, new, *from, *to),
        ([], Change::Drop { .. }) => false,
        ([step], Change::Drop { .. }) => lacks(old, new, step),
        ([step, below @ ..], _) => {
            differs_at(old, new, step, |old, new| along(old, new, below, change))
        }
    }
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

fn has_new_key(old: &Node<'_>, new: &Node<'_>, key: &str, data: &Data) -> bool {
    let (Value::Mapping(old), Value::Mapping(new)) = (&old.value, &new.value) else {
        return false;
    };
    let rest = new.iter().filter(|entry| entry.key != key);
    new.len() == old.len() + 1
        && new.get(key).is_some_and(|value| data.same_as(value))
        && old
            .iter()
            .zip(rest)
            .all(|(a, b)| a.key == b.key && is_same(&a.value, &b.value))
}

fn has_new_item(old: &Node<'_>, new: &Node<'_>, index: usize, data: &Data) -> bool {
    let (Value::Sequence(old), Value::Sequence(new)) = (&old.value, &new.value) else {
        return false;
    };
    let rest = without(&new.items, index);
    new.items.len() == old.items.len() + 1
        && new.items.get(index).is_some_and(|item| data.same_as(item))
        && old.items.iter().zip(rest).all(|(a, b)| is_same(a, b))
}

fn lacks(old: &Node<'_>, new: &Node<'_>, step: &Step) -> bool {
    match (&old.value, &new.value, step) {
        (Value::Mapping(old), Value::Mapping(new), Step::Key(key)) => {
            let rest = old.iter().filter(|entry| entry.key != *key);
            new.len() + 1 == old.len()
                && rest
                    .zip(new)
                    .all(|(a, b)| a.key == b.key && is_same(&a.value, &b.value))
        }
        (Value::Sequence(old), Value::Sequence(new), Step::Index(index)) => {
            new.items.len() + 1 == old.items.len()
                && without(&old.items, *index)
                    .zip(&new.items)
                    .all(|(a, b)| is_same(a, b))
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
