//! What a request means for the tree, before any text is touched.

use crate::yaml::edit::EditError;
use crate::yaml::{Data, Node, Route, Step, Value};

/// More differences than this are written as one new value.
const MAX_CHANGES: usize = 24;

/// A change of the tree at one route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// The value at a route that exists (or the root of an empty text).
    Put { route: Route, data: Data },
    /// A new key of the mapping at the route.
    PutKey {
        route: Route,
        key: String,
        data: Data,
    },
    /// A new item of the list at the route.
    PutItem {
        route: Route,
        index: usize,
        data: Data,
    },
    /// The key or item at the route, which has siblings.
    Drop { route: Route },
    /// An item of the list at the route.
    Move {
        route: Route,
        from: usize,
        to: usize,
    },
}

impl Change {
    /// The route that has to exist for the change to be made.
    pub(super) fn route(&self) -> &Route {
        match self {
            Self::Put { route, .. }
            | Self::PutKey { route, .. }
            | Self::PutItem { route, .. }
            | Self::Drop { route }
            | Self::Move { route, .. } => route,
        }
    }
}

fn is_empty(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Scalar(_) => false,
        Value::Sequence(sequence) => sequence.items.is_empty(),
        Value::Mapping(mapping) => mapping.is_empty(),
    }
}

/// The change that puts `data` at `route`, with the parents it lacks.
pub(super) fn put(
    root: Option<&Node<'_>>,
    route: &Route,
    data: &Data,
) -> Result<Change, EditError> {
    let steps = route.steps();
    let Some(mut node) = root else {
        return Ok(Change::Put {
            route: Route::root(),
            data: nest(steps, data).ok_or_else(|| EditError::NoSuchPlace(route.clone()))?,
        });
    };
    for (depth, step) in steps.iter().enumerate() {
        if let Some(child) = node.child(step) {
            node = child;
            continue;
        }
        let here: Route = steps[..depth].iter().cloned().collect();
        let no_place = || EditError::NoSuchPlace(route.clone());
        let below = &steps[depth + 1..];
        if is_empty(node) {
            let data = nest(&steps[depth..], data).ok_or_else(no_place)?;
            return Ok(Change::Put { route: here, data });
        }
        let data = nest(below, data).ok_or_else(no_place)?;
        return match (step, &node.value) {
            (Step::Key(key), Value::Mapping(_)) => Ok(Change::PutKey {
                route: here,
                key: key.clone(),
                data,
            }),
            (Step::Index(index), Value::Sequence(sequence)) => {
                if *index == sequence.items.len() {
                    Ok(Change::PutItem {
                        route: here,
                        index: *index,
                        data,
                    })
                } else {
                    Err(no_place())
                }
            }
            _ => Err(EditError::WrongKind(here)),
        };
    }
    Ok(Change::Put {
        route: route.clone(),
        data: data.clone(),
    })
}

/// `data` inside the mappings and one-item lists that `steps` lead through.
fn nest(steps: &[Step], data: &Data) -> Option<Data> {
    steps
        .iter()
        .rev()
        .try_fold(data.clone(), |data, step| match step {
            Step::Key(key) => Some(Data::Mapping(vec![(key.clone(), data)])),
            Step::Index(0) => Some(Data::Sequence(vec![data])),
            Step::Index(_) => None,
        })
}

/// The single changes that make the value at `route` into `data`, or nothing
/// when it is better written as a whole.
pub(super) fn differences(
    root: Option<&Node<'_>>,
    route: &Route,
    data: &Data,
) -> Option<Vec<Change>> {
    let node = root?.at(route)?;
    let mut changes = Vec::new();
    collect(node, data, route, &mut changes);
    (changes.len() <= MAX_CHANGES).then_some(changes)
}

fn collect(node: &Node<'_>, data: &Data, route: &Route, changes: &mut Vec<Change>) {
    if changes.len() > MAX_CHANGES || data.same_as(node) {
        return;
    }
    match (&node.value, data) {
        (Value::Mapping(mapping), Data::Mapping(entries))
            if entries.iter().any(|(key, _)| mapping.get(key).is_some()) =>
        {
            for (key, value) in entries {
                let here = route.join(key.as_str());
                match mapping.get(key) {
                    Some(old) => collect(old, value, &here, changes),
                    None => changes.push(Change::PutKey {
                        route: route.clone(),
                        key: key.clone(),
                        data: value.clone(),
                    }),
                }
            }
            for entry in mapping {
                if !entries.iter().any(|(key, _)| *key == entry.key) {
                    changes.push(Change::Drop {
                        route: route.join(entry.key.as_ref()),
                    });
                }
            }
        }
        (Value::Sequence(sequence), Data::Sequence(items))
            if !sequence.items.is_empty() && !items.is_empty() =>
        {
            collect_items(&sequence.items, items, route, changes);
        }
        _ => changes.push(Change::Put {
            route: route.clone(),
            data: data.clone(),
        }),
    }
}

/// Items equal at both ends stay; those between are changed pairwise, and the
/// rest is put in or taken out.
fn collect_items(old: &[Node<'_>], new: &[Data], route: &Route, changes: &mut Vec<Change>) {
    let shorter = old.len().min(new.len());
    let same = |(node, data): &(&Node<'_>, &Data)| data.same_as(node);
    let head = old.iter().zip(new).take_while(same).count();
    let tail = old.iter().rev().zip(new.iter().rev());
    let tail = tail.take(shorter - head).take_while(same).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    let paired = (old_end - head).min(new_end - head);
    for index in head..head + paired {
        collect(&old[index], &new[index], &route.join(index), changes);
    }
    for (index, data) in new.iter().enumerate().take(new_end).skip(head + paired) {
        changes.push(Change::PutItem {
            route: route.clone(),
            index,
            data: data.clone(),
        });
    }
    for index in (head + paired..old_end).rev() {
        changes.push(Change::Drop {
            route: route.join(index),
        });
    }
}

/// The change that removes what stands at `route`.
pub(super) fn remove(root: Option<&Node<'_>>, route: &Route) -> Result<Change, EditError> {
    let no_place = || EditError::NoSuchPlace(route.clone());
    let root = root.ok_or_else(no_place)?;
    root.at(route).ok_or_else(no_place)?;
    let mut route = route.clone();
    loop {
        let Some(parent) = route.parent() else {
            return Ok(Change::Put {
                route,
                data: Data::Null,
            });
        };
        let node = root.at(&parent).ok_or_else(no_place)?;
        let (n_children, empty) = match &node.value {
            Value::Mapping(mapping) => (mapping.len(), Data::Mapping(Vec::new())),
            Value::Sequence(sequence) => (sequence.items.len(), Data::Sequence(Vec::new())),
            _ => return Err(no_place()),
        };
        if n_children > 1 {
            return Ok(Change::Drop { route });
        }
        let goes_too = empty == Data::Mapping(Vec::new())
            && parent.len() >= 2
            && matches!(parent.last(), Some(Step::Key(_)));
        if !goes_too {
            return Ok(Change::Put {
                route: parent,
                data: empty,
            });
        }
        route = parent;
    }
}

/// The change that puts an item into the list at `route`.
pub(super) fn insert_item(
    root: Option<&Node<'_>>,
    route: &Route,
    index: usize,
    data: &Data,
) -> Result<Change, EditError> {
    let node = root.and_then(|root| root.at(route));
    let length = match node.map(|node| &node.value) {
        None | Some(Value::Null) => 0,
        Some(Value::Sequence(sequence)) => sequence.items.len(),
        Some(_) => return Err(EditError::WrongKind(route.clone())),
    };
    if index > length {
        return Err(EditError::NoSuchPlace(route.join(index)));
    }
    if length == 0 {
        return put(root, route, &Data::Sequence(vec![data.clone()]));
    }
    Ok(Change::PutItem {
        route: route.clone(),
        index,
        data: data.clone(),
    })
}

/// The change that moves an item of the list at `route`.
pub(super) fn move_item(
    root: Option<&Node<'_>>,
    route: &Route,
    from: usize,
    to: usize,
) -> Result<Change, EditError> {
    let node = root
        .and_then(|root| root.at(route))
        .ok_or_else(|| EditError::NoSuchPlace(route.clone()))?;
    let sequence = node
        .as_sequence()
        .ok_or_else(|| EditError::WrongKind(route.clone()))?;
    let length = sequence.items.len();
    if from >= length || to >= length {
        return Err(EditError::NoSuchPlace(route.join(from.max(to))));
    }
    Ok(Change::Move {
        route: route.clone(),
        from,
        to,
    })
}
