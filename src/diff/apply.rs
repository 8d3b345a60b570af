//! Making the changes of one comparison in another file: all of them, or none.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::handbook::Handbook;
use crate::project::{key_order, wrap_answer};
use crate::source::Span;
use crate::yaml::edit::{Draft, Edit, EditError, Task};
use crate::yaml::{Data, Node, Route, parse};

use super::change::{Change, What};
use super::compare::Renames;
use super::locate::{Located, locate, references, routes_of};
use super::meaning;
use super::obstacle::obstacle;
use super::place::{ANSWER, Place, RecordName};
use super::sort::{Sort, is_blank};

/// Why a change cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// What was to be changed is not there.
    Missing,
    /// Something else stands there.
    Different,
    /// Something stands there already.
    Occupied,
    /// The edit would change something else too.
    Unsafe,
}

/// A change that cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Which change, counted from 0.
    pub index: usize,
    /// Why.
    pub why: Refused,
    /// Where in the text, or in what it would stand.
    pub span: Option<Span>,
}

/// Makes changes in the text of a project; only the lines of what changes are touched.
///
/// # Errors
///
/// Every change whose place no longer has the old value; nothing is made then.
pub fn apply(text: &str, handbook: &Handbook, changes: &[Change]) -> Result<String, Vec<Refusal>> {
    let parsed = parse(text);
    let unsafe_all = || {
        vec![Refusal {
            index: 0,
            why: Refused::Unsafe,
            span: None,
        }]
    };
    let root = parsed.root.as_ref().filter(|_| parsed.faults.is_empty());
    let root = root.ok_or_else(unsafe_all)?;
    let keys = meaning::read(root, handbook);
    let refusals: Vec<Refusal> = changes
        .iter()
        .enumerate()
        .filter_map(|(index, change)| {
            let (why, span) = obstacle(&keys, handbook, change)?;
            let span = span.or(Some(root.span));
            Some(Refusal { index, why, span })
        })
        .collect();
    if !refusals.is_empty() {
        return Err(refusals);
    }
    apply_all(text, handbook, changes)
}

/// Makes changes whose old values have been looked at already.
pub(crate) fn apply_all(
    text: &str,
    handbook: &Handbook,
    changes: &[Change],
) -> Result<String, Vec<Refusal>> {
    let mut work = Work {
        handbook,
        text: text.to_owned(),
        renames: Renames::of(changes),
    };
    work.make_all(changes)
}

/// Gives a record another id, which its references follow.
pub(crate) fn rename_in(
    text: &str,
    handbook: &Handbook,
    old: &str,
    new: &str,
) -> Result<String, EditError> {
    let mut work = Work {
        handbook,
        text: text.to_owned(),
        renames: Renames::one(old, new),
    };
    work.refer()?;
    let words = {
        let parsed = parse(&work.text);
        let root = parsed.root.as_ref().ok_or(EditError::Faulty)?;
        let project = crate::project::Project::read(root, handbook);
        let id = project.record(old).and_then(crate::project::Record::id);
        let id = id.ok_or(EditError::Faulty)?;
        routes_of(root, &[(id.span, new.to_owned())])
    };
    work.edit(|draft| draft.respell(&words))?;
    Ok(work.text)
}

struct Work<'w> {
    handbook: &'w Handbook,
    text: String,
    renames: Renames,
}

type Made = Result<(), EditError>;

/// The bare answer that has to be wrapped first, and what is to be done then.
type Todo = (Option<Route>, Vec<Task>);

impl Work<'_> {
    /// Renames first, then values, then records that go (the last first), then those that come.
    fn make_all(&mut self, changes: &[Change]) -> Result<String, Vec<Refusal>> {
        let mut order: Vec<usize> = (0..changes.len()).collect();
        order.sort_by_key(|index| match &changes[*index].what {
            What::Rename { .. } => 0,
            What::Value { .. } | What::Items { .. } => 1,
            What::Record { new: None, .. } => 2,
            What::Record { .. } => 3,
        });
        let going = order
            .iter()
            .position(|index| matches!(changes[*index].what, What::Record { .. }));
        if let Some(first) = going {
            let is_going =
                |index: &usize| matches!(changes[*index].what, What::Record { new: None, .. });
            let n = order[first..]
                .iter()
                .filter(|index| is_going(index))
                .count();
            // Positions count from the beginning: the last goes first, so that the others stay where they are.
            order[first..first + n].reverse();
        }
        self.refer().map_err(|_| refusal(0))?;
        let mut limit = usize::MAX;
        while let Some(first) = order.first().copied() {
            if let Some(made) = self.pass(changes, &order, limit) {
                order.retain(|index| !made.contains(index));
                limit = limit.saturating_mul(2);
            } else {
                self.make(&changes[first]).map_err(|_| refusal(first))?;
                order.remove(0);
                limit = order.len().min(limit).div_ceil(2);
            }
        }
        Ok(std::mem::take(&mut self.text))
    }

    /// Makes as many changes as can be made together; which ones. None where the first has to be made
    /// alone: it is no single place that it changes, or they did not go together.
    fn pass(
        &mut self,
        changes: &[Change],
        order: &[usize],
        limit: usize,
    ) -> Option<BTreeSet<usize>> {
        let mut made = BTreeSet::new();
        let text = {
            let draft = Draft::read(&self.text).ok()?;
            let order_of_keys = |route: &Route| key_order(self.handbook, route);
            let mut pass = draft.pass(&order_of_keys);
            for index in order.iter().take(limit) {
                let change = &changes[*index];
                if matches!(change.what, What::Rename { .. }) {
                    // Places are found by ids, which have to be the new ones.
                    break;
                }
                let Ok((None, tasks)) = self.tasks(draft.root()?, change) else {
                    break;
                };
                match pass.offer(&tasks) {
                    Ok(true) => made.insert(*index),
                    Ok(false) => continue,
                    Err(_) => break,
                };
            }
            if made.is_empty() {
                return None;
            }
            pass.finish().ok()?
        };
        self.text = text;
        Some(made)
    }

    fn edit(&mut self, make: impl FnOnce(&Draft<'_>) -> Result<Edit, EditError>) -> Made {
        let text = {
            let draft = Draft::read(&self.text)?;
            make(&draft)?.apply(&self.text)
        };
        self.text = text;
        Ok(())
    }

    /// References follow their records.
    fn refer(&mut self) -> Made {
        if self.renames.is_empty() {
            return Ok(());
        }
        let words = {
            let parsed = parse(&self.text);
            let root = parsed.root.as_ref().ok_or(EditError::Faulty)?;
            let mut words = Vec::new();
            for (_, part) in &meaning::read(root, self.handbook) {
                references(part, &self.renames, &mut words);
            }
            routes_of(root, &words)
        };
        if words.is_empty() {
            return Ok(());
        }
        self.edit(|draft| draft.respell(&words))
    }

    /// Makes one change alone.
    fn make(&mut self, change: &Change) -> Made {
        let (to_wrap, tasks) = {
            let parsed = parse(&self.text);
            self.tasks(parsed.root.as_ref().ok_or(EditError::Faulty)?, change)?
        };
        if let Some(bare) = to_wrap {
            let draft = Draft::read(&self.text)?;
            let wrapped = wrap_answer(&draft, &bare, &[]).map_err(|_| EditError::Unsafe)?;
            self.text = wrapped;
        }
        tasks.iter().try_for_each(|task| self.fulfil(task))
    }

    fn fulfil(&mut self, task: &Task) -> Made {
        let handbook = self.handbook;
        let order = |route: &Route| key_order(handbook, route);
        self.edit(|draft| match task {
            Task::Set { route, data } => draft.set(route, data, &order),
            Task::Remove { route } => draft.remove(route),
            Task::Append { route, data } => {
                let list = draft.root().and_then(|root| root.at(route));
                let list = list.and_then(Node::as_sequence);
                draft.insert_item(route, list.map_or(0, |list| list.items.len()), data)
            }
        })
    }

    /// What has to be done for a change, in this order; first, where needed, a bare answer is wrapped.
    fn tasks(&self, root: &Node<'_>, change: &Change) -> Result<Todo, EditError> {
        let place = &change.place;
        match &change.what {
            What::Value { new: Some(new), .. } => self.put(root, place, new),
            What::Items { removed, added } => self.change_items(root, place, removed, added),
            What::Value { new: None, .. } | What::Record { new: None, .. } => {
                let route = locate(root, self.handbook, place)?.route;
                Ok((None, vec![Task::Remove { route }]))
            }
            What::Record {
                new: Some(data), ..
            } => {
                let parent = place.segs().split_last().map_or(&[][..], |(_, rest)| rest);
                self.add_item(root, &Place::new(parent.to_vec()), data)
            }
            What::Rename { new, .. } => {
                let located = locate(root, self.handbook, place)?;
                let route = located.route.join("id");
                let task = match new {
                    RecordName::Id(id) => Task::Set {
                        route,
                        data: Data::Text(id.clone()),
                    },
                    RecordName::Index(_) => Task::Remove { route },
                };
                Ok((None, vec![task]))
            }
        }
    }

    /// Puts a value at a place, in the notation its sort has.
    fn put(&self, root: &Node<'_>, place: &Place, data: &Data) -> Result<Todo, EditError> {
        let data = Sort::at(place, self.handbook).spelt(data);
        let is_answer = place.segs().len() == 4
            && place.last_key() == Some(ANSWER)
            && place.question(self.handbook).is_some();
        let Located { route, to_wrap } = locate(root, self.handbook, place)?;
        // A mapping that would be taken for more than the answer needs the key.
        let needs_key = is_answer
            && matches!(&data, Data::Mapping(entries)
                if entries.iter().any(|(key, _)| crate::project::ANSWER_KEYS.contains(&key.as_str())))
            && !matches!(route.last(), Some(crate::yaml::Step::Key(key)) if key == ANSWER);
        let data = if needs_key {
            Data::Mapping(vec![(ANSWER.to_owned(), data)])
        } else {
            data
        };
        Ok((to_wrap, vec![Task::Set { route, data }]))
    }

    fn change_items(
        &self,
        root: &Node<'_>,
        place: &Place,
        removed: &[String],
        added: &[String],
    ) -> Result<Todo, EditError> {
        let Located { route, to_wrap } = locate(root, self.handbook, place)?;
        let node = root.at(&route).filter(|_| to_wrap.is_none());
        let list = node.and_then(Node::as_sequence);
        let text = |node: &Node<'_>| node.text().unwrap_or_default().trim().to_owned();
        let mut left: Vec<String> = match (list, node) {
            (Some(list), _) => list.items.iter().map(text).collect(),
            (None, Some(node)) => node.text().map(|_| text(node)).into_iter().collect(),
            (None, None) => Vec::new(),
        };
        let is_reference = Sort::at(place, self.handbook).is_reference();
        let mut gone = Vec::new();
        for item in removed {
            let item = if is_reference {
                self.renames.new_id(item)
            } else {
                item
            };
            let at = left.iter().position(|other| other == item);
            let at = at.ok_or_else(|| EditError::NoSuchPlace(route.clone()))?;
            gone.push(at);
            // The place is kept, so that the positions of the others stay.
            left[at] = String::new();
        }
        let n_left = left.iter().filter(|item| !item.is_empty()).count();
        let added = added.iter().cloned();
        let tasks = if n_left == 0 && added.len() == 0 {
            vec![Task::Remove { route }]
        } else if list.is_none() || n_left == 0 {
            let all = left.into_iter().filter(|item| !item.is_empty());
            let data = Data::Sequence(all.chain(added).map(Data::Text).collect());
            vec![Task::Set { route, data }]
        } else {
            // The last goes first, so that the others stay where they are.
            gone.sort_unstable_by_key(|at| Reverse(*at));
            let gone = gone.iter().map(|at| Task::Remove {
                route: route.join(*at),
            });
            let added = added.map(|item| Task::Append {
                route: route.clone(),
                data: Data::Text(item),
            });
            gone.chain(added).collect()
        };
        Ok((to_wrap, tasks))
    }

    fn add_item(&self, root: &Node<'_>, list: &Place, data: &Data) -> Result<Todo, EditError> {
        let Located { route, to_wrap } = locate(root, self.handbook, list)?;
        let data = data.clone();
        // What holds only blanks is no list yet: they must not stay among the records.
        let node = root.at(&route).filter(|node| !is_blank(&node.to_data()));
        let has_items = node.and_then(Node::as_sequence).is_some();
        let task = if has_items {
            Task::Append { route, data }
        } else {
            let data = Data::Sequence(vec![data]);
            Task::Set { route, data }
        };
        Ok((to_wrap, vec![task]))
    }
}

fn refusal(index: usize) -> Vec<Refusal> {
    vec![Refusal {
        index,
        why: Refused::Unsafe,
        span: None,
    }]
}
