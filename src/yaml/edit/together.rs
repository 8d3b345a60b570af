//! Several changes in one pass: the text is read once before and once after.

use std::cmp::Reverse;

use crate::yaml::emit::Blocks;
use crate::yaml::{Data, Route, Value, parse};

use super::plan::{self, Change};
use super::{Draft, Edit, EditError, Order, patch, verify};

/// One of several changes; routes are those of the text as it is before all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// Gives the value at the route a new content, as [`Draft::set`].
    Set {
        /// The route.
        route: Route,
        /// The content.
        data: Data,
    },
    /// Removes the key or item at the route, as [`Draft::remove`].
    Remove {
        /// The route.
        route: Route,
    },
    /// Puts an item at the end of the list at the route, as [`Draft::insert_item`].
    Append {
        /// The route of the list.
        route: Route,
        /// The item.
        data: Data,
    },
}

/// Changes that do not touch each other, to be made in one pass.
pub struct Pass<'d, 't> {
    draft: &'d Draft<'t>,
    order: &'d Order<'d>,
    changes: Vec<Change>,
    edits: Vec<(Rank, Edit)>,
    /// What the changes of this pass touch.
    taken: Vec<Target>,
    /// What the changes touch that wait for a later one.
    waiting: Vec<Target>,
}

/// Where an edit stands among those at the same place: what lies deeper ends first, and new keys stand
/// in their order.
type Rank = (Reverse<usize>, usize);

/// What a change touches: a node that is there, or one that comes.
#[derive(Clone)]
struct Target {
    route: Route,
    /// Whether it comes at the end of a list, where others may come too.
    is_end: bool,
}

impl Target {
    fn of(change: &Change) -> Self {
        let (route, is_end) = match change {
            Change::Put { route, .. } | Change::Drop { route } | Change::Move { route, .. } => {
                (route.clone(), false)
            }
            Change::PutKey { route, key, .. } => (route.join(key.as_str()), false),
            Change::PutItem { route, index, .. } => (route.join(*index), true),
        };
        Self { route, is_end }
    }

    /// Whether one of the two lies in the other.
    fn meets(&self, other: &Self) -> bool {
        let (a, b) = (self.route.steps(), other.route.steps());
        a.iter().zip(b).all(|(a, b)| a == b)
    }
}

impl<'t> Draft<'t> {
    /// Begins a pass in which several changes are made together.
    pub fn pass<'d>(&'d self, order: &'d Order<'d>) -> Pass<'d, 't> {
        Pass {
            draft: self,
            order,
            changes: Vec::new(),
            edits: Vec::new(),
            taken: Vec::new(),
            waiting: Vec::new(),
        }
    }
}

impl Pass<'_, '_> {
    /// Takes tasks into this pass, all of them or none: none where they touch what another one touches
    /// that is in the pass or waits already, so that they have to wait for a later pass.
    ///
    /// # Errors
    ///
    /// As [`Draft::set`] and the others; nothing is taken then.
    pub fn offer(&mut self, tasks: &[Task]) -> Result<bool, EditError> {
        let mut changes = Vec::new();
        for task in tasks {
            self.plan(task, &mut changes)?;
        }
        let targets: Vec<Target> = changes.iter().map(Target::of).collect();
        let may_stand = |one: &Target| {
            let with_taken = |other: &Target| !one.meets(other) || (one.is_end && other.is_end);
            self.taken.iter().all(with_taken) && !self.waiting.iter().any(|other| one.meets(other))
        };
        if !targets.iter().all(may_stand) {
            self.waiting.extend(targets);
            return Ok(false);
        }
        let mut edits = Vec::with_capacity(changes.len());
        for (change, target) in changes.iter().zip(&targets) {
            let edit = self.draft.splice(change, self.order, Blocks::NoKeep)?;
            edits.push((self.rank(change, target), edit));
        }
        self.edits.extend(edits);
        self.changes.extend(changes);
        self.taken.extend(targets);
        Ok(true)
    }

    fn plan(&self, task: &Task, changes: &mut Vec<Change>) -> Result<(), EditError> {
        let root = self.draft.root.as_ref();
        match task {
            Task::Set { route, data } => {
                let whole = plan::put(root, route, data)?;
                let Some(parts) = plan::differences(root, route, data) else {
                    changes.push(whole);
                    return Ok(());
                };
                changes.extend(as_seen_before(parts));
            }
            Task::Remove { route } => changes.push(plan::remove(root, route)?),
            Task::Append { route, data } => {
                let list = root.and_then(|root| root.at(route));
                let n = match list.map(|list| &list.value) {
                    Some(Value::Sequence(list)) => list.items.len(),
                    _ => 0,
                };
                changes.push(plan::insert_item(root, route, n, data)?);
            }
        }
        Ok(())
    }

    fn rank(&self, change: &Change, target: &Target) -> Rank {
        let depth = Reverse(target.route.len());
        let Change::PutKey { route, key, .. } = change else {
            return (depth, 0);
        };
        let order = (self.order)(route).unwrap_or_default();
        let place = order.iter().position(|known| known == key);
        (depth, place.unwrap_or(order.len()))
    }

    /// The text with all changes of the pass.
    ///
    /// # Errors
    ///
    /// [`EditError::Unsafe`] where they cannot be made together, or not as they are meant; each of them
    /// may still be made alone.
    pub fn finish(mut self) -> Result<String, EditError> {
        self.edits
            .sort_by_key(|(rank, edit)| (edit.span.start, edit.span.end, *rank));
        let edits: Vec<Edit> = self.edits.into_iter().map(|(_, edit)| edit).collect();
        let text = patch(self.draft.text, &edits).ok_or(EditError::Unsafe)?;
        let is_right = {
            let parsed = parse(&text);
            let changes: Vec<&Change> = self.changes.iter().collect();
            let (old, new) = (self.draft.root.as_ref(), parsed.root.as_ref());
            parsed.faults.is_empty() && verify::is_changed_as_meant(old, new, &changes)
        };
        if is_right {
            Ok(text)
        } else {
            Err(EditError::Unsafe)
        }
    }
}

/// Items that come one after the other, each placed as if those before it were there, placed as before
/// all of them.
fn as_seen_before(mut changes: Vec<Change>) -> Vec<Change> {
    let mut first: Option<(Route, usize)> = None;
    for change in &mut changes {
        let Change::PutItem { route, index, .. } = change else {
            continue;
        };
        match &first {
            Some((list, at)) if list == route => *index = *at,
            _ => first = Some((route.clone(), *index)),
        }
    }
    changes
}
