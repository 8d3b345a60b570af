//! Making the changes of one comparison in another file: all of them, or none.

use crate::handbook::Handbook;
use crate::project::{key_order, wrap_answer};
use crate::source::Span;
use crate::yaml::edit::{Draft, Edit, EditError};
use crate::yaml::{Data, Node, Route, parse};

use super::change::{Change, What};
use super::compare::Renames;
use super::locate::{locate, references, routes_of};
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
        for index in order {
            self.make(&changes[index]).map_err(|_| refusal(index))?;
        }
        Ok(std::mem::take(&mut self.text))
    }

    fn edit(&mut self, make: impl FnOnce(&Draft<'_>) -> Result<Edit, EditError>) -> Made {
        let text = {
            let draft = Draft::read(&self.text)?;
            make(&draft)?.apply(&self.text)
        };
        self.text = text;
        Ok(())
    }

    fn set(&mut self, route: &Route, data: &Data) -> Made {
        let handbook = self.handbook;
        let order = |route: &Route| key_order(handbook, route);
        self.edit(|draft| draft.set(route, data, &order))
    }

    fn remove(&mut self, route: &Route) -> Made {
        self.edit(|draft| draft.remove(route))
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

    fn make(&mut self, change: &Change) -> Made {
        let place = &change.place;
        match &change.what {
            What::Value { new: Some(new), .. } => self.put(place, new),
            What::Items { removed, added } => self.change_items(place, removed, added),
            What::Value { new: None, .. } | What::Record { new: None, .. } => {
                let route = self.route(place)?;
                self.remove(&route)
            }
            What::Record {
                new: Some(data), ..
            } => {
                let parent = place.segs().split_last().map_or(&[][..], |(_, rest)| rest);
                let parent = Place::new(parent.to_vec());
                self.add_item(&parent, data)
            }
            What::Rename { new, .. } => {
                let route = self.route(place)?.join("id");
                match new {
                    RecordName::Id(id) => self.set(&route, &Data::Text(id.clone())),
                    RecordName::Index(_) => self.remove(&route),
                }
            }
        }
    }

    /// Puts a value at a place, in the notation its sort has.
    fn put(&mut self, place: &Place, data: &Data) -> Made {
        let data = &Sort::at(place, self.handbook).spelt(data);
        let is_answer = place.segs().len() == 4
            && place.last_key() == Some(ANSWER)
            && place.question(self.handbook).is_some();
        let route = self.made_route(place)?;
        // A mapping that would be taken for more than the answer needs the key.
        let needs_key = is_answer
            && matches!(data, Data::Mapping(entries)
                if entries.iter().any(|(key, _)| crate::project::ANSWER_KEYS.contains(&key.as_str())))
            && !matches!(route.last(), Some(crate::yaml::Step::Key(key)) if key == ANSWER);
        if needs_key {
            return self.set(
                &route,
                &Data::Mapping(vec![(ANSWER.to_owned(), data.clone())]),
            );
        }
        self.set(&route, data)
    }

    fn change_items(&mut self, place: &Place, removed: &[String], added: &[String]) -> Made {
        let route = self.made_route(place)?;
        let is_reference = Sort::at(place, self.handbook).is_reference();
        let (list, items) = {
            let parsed = parse(&self.text);
            let node = parsed.root.as_ref().and_then(|root| root.at(&route));
            let list = node.and_then(Node::as_sequence);
            let texts = list.map(|list| {
                let texts = list
                    .items
                    .iter()
                    .map(|item| item.text().unwrap_or_default());
                texts.map(|text| text.trim().to_owned()).collect::<Vec<_>>()
            });
            let single = node
                .and_then(Node::text)
                .map(|text| vec![text.trim().to_owned()]);
            (list.is_some(), texts.or(single).unwrap_or_default())
        };
        let mut left = items;
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
        gone.sort_unstable();
        let n_left = left.iter().filter(|item| !item.is_empty()).count();
        if n_left == 0 && added.is_empty() {
            return self.remove(&route);
        }
        if !list || n_left == 0 {
            let all = left.into_iter().filter(|item| !item.is_empty());
            let all = all.chain(added.iter().cloned()).map(Data::Text);
            return self.set(&route, &Data::Sequence(all.collect()));
        }
        for at in gone.iter().rev() {
            self.remove(&route.join(*at))?;
        }
        for (end, item) in (left.len() - gone.len()..).zip(added) {
            let data = Data::Text(item.clone());
            self.edit(|draft| draft.insert_item(&route, end, &data))?;
        }
        Ok(())
    }

    fn add_item(&mut self, list: &Place, data: &Data) -> Made {
        let route = self.made_route(list)?;
        let n = {
            let parsed = parse(&self.text);
            let node = parsed.root.as_ref().and_then(|root| root.at(&route));
            // What holds only blanks is no list yet: they must not stay among the records.
            let node = node.filter(|node| !is_blank(&node.to_data()));
            node.and_then(Node::as_sequence)
                .map_or(0, |list| list.items.len())
        };
        if n == 0 {
            return self.set(&route, &Data::Sequence(vec![data.clone()]));
        }
        self.edit(|draft| draft.insert_item(&route, n, data))
    }

    fn route(&self, place: &Place) -> Result<Route, EditError> {
        let parsed = parse(&self.text);
        let root = parsed.root.as_ref().ok_or(EditError::Faulty)?;
        Ok(locate(root, self.handbook, place)?.route)
    }

    /// The route to a place that is about to be written; a bare answer is wrapped where it has to be.
    fn made_route(&mut self, place: &Place) -> Result<Route, EditError> {
        let located = {
            let parsed = parse(&self.text);
            let root = parsed.root.as_ref().ok_or(EditError::Faulty)?;
            locate(root, self.handbook, place)?
        };
        if let Some(bare) = &located.to_wrap {
            let draft = Draft::read(&self.text)?;
            let wrapped = wrap_answer(&draft, bare, &[]).map_err(|_| EditError::Unsafe)?;
            self.text = wrapped;
        }
        Ok(located.route)
    }
}

fn refusal(index: usize) -> Vec<Refusal> {
    vec![Refusal {
        index,
        why: Refused::Unsafe,
        span: None,
    }]
}
