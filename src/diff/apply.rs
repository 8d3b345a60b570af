//! Making the changes of one comparison in another file: all of them, or none.

use crate::handbook::Handbook;
use crate::project::{key_order, wrap_answer};
use crate::source::Span;
use crate::yaml::edit::{Draft, Edit, EditError, Respelling, typed};
use crate::yaml::{Data, Node, Route, parse};

use super::change::{Change, What};
use super::compare::Renames;
use super::meaning::{self, Body, Keys, Part, Rec, get, is_wrapped};
use super::place::{ANSWER, ANSWERS, Place, RecordName, Seg};
use super::sort::Sort;

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

/// What stands at a place, by the old names of records.
pub(crate) fn data_at(root: &Node<'_>, handbook: &Handbook, place: &Place) -> Option<Data> {
    let keys = meaning::read(root, handbook);
    let found = find(&keys, place);
    let part = found.part.map(Part::data);
    part.or_else(|| found.rec.map(|rec| typed(rec.node)))
}

/// What stands at a place on its old side.
struct Found<'k, 'a> {
    part: Option<&'k Part<'a>>,
    rec: Option<&'k Rec<'a>>,
    /// The innermost thing that is there.
    near: Option<Span>,
    /// Whether everything the place is in is there, as far as it cannot be made.
    has_parents: bool,
}

fn find<'k, 'a>(keys: &'k Keys<'a>, place: &Place) -> Found<'k, 'a> {
    let mut found = Found {
        part: None,
        rec: None,
        near: None,
        has_parents: true,
    };
    let mut keys = Some(keys);
    let last = place.segs().len().saturating_sub(1);
    for (depth, seg) in place.segs().iter().enumerate() {
        match seg {
            Seg::Key(key) => {
                found.rec = None;
                found.part = keys.and_then(|keys| get(keys, key));
                keys = match found.part.map(|part| &part.body) {
                    Some(Body::Keys(keys)) => Some(keys),
                    _ => None,
                };
            }
            Seg::Record { old, .. } => {
                let records = meaning::records(found.part);
                let name = old.as_ref();
                found.rec = name.and_then(|name| records.iter().find(|rec| rec.name == *name));
                found.part = None;
                keys = found.rec.map(|rec| &rec.keys);
                found.has_parents &= found.rec.is_some() || depth == last;
            }
        }
        let here = found.part.map(Part::span);
        found.near = here.or(found.rec.map(|rec| rec.node.span)).or(found.near);
    }
    found
}

/// The list a record stands in.
fn list_of<'k, 'a>(keys: &'k Keys<'a>, place: &Place) -> &'k [Rec<'a>] {
    let parent = place.segs().split_last().map_or(&[][..], |(_, rest)| rest);
    let found = find(keys, &Place::new(parent.to_vec()));
    meaning::records(found.part)
}

type Obstacle = Option<(Refused, Option<Span>)>;

fn obstacle(keys: &Keys<'_>, handbook: &Handbook, change: &Change) -> Obstacle {
    let place = &change.place;
    let found = find(keys, place);
    let refuse = |why| Some((why, found.near));
    if !found.has_parents {
        return refuse(Refused::Missing);
    }
    match &change.what {
        What::Value { old, .. } => match (old, found.part) {
            (None, None) => None,
            (None, Some(_)) => refuse(Refused::Occupied),
            (Some(_), None) => refuse(Refused::Missing),
            (Some(old), Some(part)) => {
                let same = Sort::at(place, handbook).same_data(old, &part.data());
                if same {
                    None
                } else {
                    refuse(Refused::Different)
                }
            }
        },
        What::Items { removed, .. } => {
            let mut items: Vec<&str> = match found.part.map(|part| &part.body) {
                Some(Body::Items(items)) => items.iter().map(|item| item.trim()).collect(),
                Some(_) => return refuse(Refused::Different),
                None => Vec::new(),
            };
            for item in removed {
                match items.iter().position(|other| other == item) {
                    Some(at) => drop(items.remove(at)),
                    None => return refuse(Refused::Missing),
                }
            }
            None
        }
        What::Record { old: Some(old), .. } => match found.rec {
            None => refuse(Refused::Missing),
            Some(rec) if !Sort::Unknown.same_data(old, &typed(rec.node)) => {
                refuse(Refused::Different)
            }
            Some(_) => None,
        },
        What::Record { old: None, .. } => {
            let Some(Seg::Record {
                new: Some(name), ..
            }) = place.segs().last()
            else {
                return refuse(Refused::Missing);
            };
            taken(list_of(keys, place), name)
        }
        What::Rename { new, .. } => match found.rec {
            None => refuse(Refused::Missing),
            Some(_) => taken(list_of(keys, place), new),
        },
    }
}

/// Whether a record has an id already that another is to get.
fn taken(list: &[Rec<'_>], name: &RecordName) -> Obstacle {
    let by_id = matches!(name, RecordName::Id(_));
    let other = list.iter().find(|rec| by_id && rec.name == *name);
    other.map(|rec| (Refused::Occupied, Some(rec.node.span)))
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
            let wrapped = wrap_answer(&self.text, bare).map_err(|_| EditError::Unsafe)?;
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

/// Where a place is in a file.
pub(crate) struct Located {
    pub(crate) route: Route,
    /// A bare answer that has to become a mapping before something can stand beside it.
    pub(crate) to_wrap: Option<Route>,
}

/// Finds a place, by the new names of records where they have one.
pub(crate) fn locate(
    root: &Node<'_>,
    handbook: &Handbook,
    place: &Place,
) -> Result<Located, EditError> {
    let mut route = Route::root();
    let mut to_wrap = None;
    let question = place.question(handbook);
    for (depth, seg) in place.segs().iter().enumerate() {
        let node = root.at(&route);
        match seg {
            Seg::Key(key)
                if depth == 2 && question.is_some() && place.key_at(0) == Some(ANSWERS) =>
            {
                let question = question.filter(|question| question.id == *key);
                let map = node.and_then(Node::as_mapping);
                let has = |key: &str| map.is_some_and(|map| map.get(key).is_some());
                let code = question.map(|question| &question.code);
                let by_code = code.filter(|code| !has(key) && has(code));
                route.push(by_code.unwrap_or(key).as_str());
            }
            Seg::Key(key) if depth == 3 && question.is_some() => {
                let is_bare = node.is_some_and(|node| !node.is_null() && !is_wrapped(node));
                match (node, key.as_str()) {
                    // A bare answer is the answer; so is one that is yet to be written.
                    (None, ANSWER) => {}
                    (Some(node), ANSWER) if !is_wrapped(node) => {}
                    _ => {
                        if is_bare {
                            to_wrap = Some(route.clone());
                        }
                        route.push(key.as_str());
                    }
                }
            }
            Seg::Key(key) => route.push(key.as_str()),
            Seg::Record { old, new } => {
                let list = node.and_then(Node::as_sequence);
                let items = list.map_or(&[][..], |list| list.items.as_slice());
                let is_named = |name: &RecordName| {
                    items
                        .iter()
                        .enumerate()
                        .position(|(index, item)| match name {
                            RecordName::Index(at) => index == *at,
                            RecordName::Id(id) => {
                                let own = item.as_mapping().and_then(|map| map.get("id"));
                                own.and_then(Node::text).map(str::trim) == Some(id)
                            }
                        })
                };
                let by_id = |name: &&RecordName| matches!(name, RecordName::Id(_));
                let mut names = new.iter().filter(by_id).chain(old.iter());
                let at = names.find_map(is_named);
                let at = at.ok_or_else(|| EditError::NoSuchPlace(route.clone()))?;
                route.push(at);
            }
        }
    }
    Ok(Located { route, to_wrap })
}

/// Where references to renamed records stand, and what they become.
fn references(part: &Part<'_>, renames: &Renames, words: &mut Vec<(Span, String)>) {
    let mut refer = |node: &Node<'_>| {
        let text = node.text().map(str::trim).unwrap_or_default();
        let new = renames.new_id(text);
        if new != text {
            words.push((node.span, new.to_owned()));
        }
    };
    match &part.body {
        Body::Text(_) if part.sort.is_reference() => refer(part.node),
        Body::Items(_) if part.sort.is_reference() => match part.node.as_sequence() {
            Some(list) => list.items.iter().for_each(refer),
            None => refer(part.node),
        },
        Body::Keys(keys) => {
            for (_, part) in keys {
                references(part, renames, words);
            }
        }
        Body::Records(records) => {
            for (_, part) in records.items.iter().flat_map(|rec| &rec.keys) {
                references(part, renames, words);
            }
        }
        _ => {}
    }
}

/// The routes of the nodes at some places of the text.
fn routes_of(root: &Node<'_>, words: &[(Span, String)]) -> Vec<Respelling> {
    fn visit(
        node: &Node<'_>,
        here: &mut Route,
        words: &[(Span, String)],
        found: &mut Vec<Respelling>,
    ) {
        match &node.value {
            crate::yaml::Value::Mapping(map) => {
                for entry in map {
                    here.push(entry.key.as_ref());
                    visit(&entry.value, here, words, found);
                    here.pop();
                }
            }
            crate::yaml::Value::Sequence(list) => {
                for (index, item) in list.items.iter().enumerate() {
                    here.push(index);
                    visit(item, here, words, found);
                    here.pop();
                }
            }
            _ => {
                if let Some((_, word)) = words.iter().find(|(span, _)| *span == node.span) {
                    found.push(Respelling::Scalar(here.clone(), word.clone()));
                }
            }
        }
    }
    let mut found = Vec::new();
    visit(root, &mut Route::root(), words, &mut found);
    found
}
