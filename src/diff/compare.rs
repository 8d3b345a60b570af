//! Walking two meanings side by side.

use std::collections::{HashMap, HashSet};

use crate::handbook::Handbook;
use crate::project::{ASIDE_KEY, key_order};
use crate::source::Span;
use crate::yaml::{Data, Route, Step};

use super::change::{Change, Grade, What};
use super::matching::pairs;
use super::meaning::{Body, Keys, Part, Rec, Records, get};
use super::place::{ANSWERS, Place, RecordName, SOURCES, Seg};
use super::prose::same_words;
use super::sort::Sort;

/// Which ids became which: what refers to the one and to the other refers to the same.
#[derive(Debug, Default)]
pub(crate) struct Renames {
    to: HashMap<String, String>,
    names: HashSet<String>,
}

impl Renames {
    pub(crate) fn of(changes: &[Change]) -> Self {
        let mut renames = Self::default();
        for change in changes {
            if let What::Rename {
                old: RecordName::Id(old),
                new: RecordName::Id(new),
            } = &change.what
                && is_home(&change.place)
            {
                renames.to.insert(old.clone(), new.clone());
                renames.names.insert(new.clone());
            }
        }
        renames
    }

    pub(crate) fn one(old: &str, new: &str) -> Self {
        let mut renames = Self::default();
        renames.to.insert(old.to_owned(), new.to_owned());
        renames.names.insert(new.to_owned());
        renames
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.to.is_empty()
    }

    /// The new id of an old one.
    pub(crate) fn new_id<'i>(&'i self, id: &'i str) -> &'i str {
        self.to.get(id).map_or(id, String::as_str)
    }

    /// What a reference of the old project means; ids that mean the same compare equal.
    fn old_token<'i>(&'i self, id: &'i str) -> (bool, &'i str) {
        match self.to.get(id) {
            Some(new) => (true, new),
            None => (false, id),
        }
    }

    fn new_token<'i>(&'i self, id: &'i str) -> (bool, &'i str) {
        (self.names.contains(id), id)
    }
}

/// Whether a list of records is one that references lead to.
fn is_home(place: &Place) -> bool {
    match place.key_at(0) {
        Some(SOURCES) => place.segs().len() == 2,
        Some(ANSWERS) => place.segs().len() == 5,
        _ => false,
    }
}

/// Compares two readings; the changes stand in the order of the handbook.
pub(crate) fn compare(handbook: &Handbook, old: &Keys<'_>, new: &Keys<'_>) -> Vec<Change> {
    let run = |renames: Renames| {
        let mut walk = Walk {
            handbook,
            renames,
            changes: Vec::new(),
        };
        walk.keys(&Place::default(), Some(old), Some(new), (None, None));
        walk.changes
    };
    let changes = run(Renames::default());
    let renames = Renames::of(&changes);
    if renames.is_empty() {
        return changes;
    }
    run(renames)
}

struct Walk<'h> {
    handbook: &'h Handbook,
    renames: Renames,
    changes: Vec<Change>,
}

type Spans = (Option<Span>, Option<Span>);

impl Walk<'_> {
    fn keys(
        &mut self,
        place: &Place,
        old: Option<&Keys<'_>>,
        new: Option<&Keys<'_>>,
        spans: Spans,
    ) {
        let (old, new) = (
            old.map_or(&[][..], Vec::as_slice),
            new.map_or(&[][..], Vec::as_slice),
        );
        for key in self.ordered(place, old, new) {
            self.parts(&place.key(&key), get(old, &key), get(new, &key), spans);
        }
    }

    /// The keys of both sides in the order of the handbook, unknown ones behind by name.
    fn ordered(
        &self,
        place: &Place,
        old: &[(&str, Part<'_>)],
        new: &[(&str, Part<'_>)],
    ) -> Vec<String> {
        // Most of two versions is the same: it is passed over before anything is sorted or named.
        let differs = |(key, part): &&(&str, Part<'_>)| {
            get(new, key).is_none_or(|other| !self.is_plainly_same(part, other))
        };
        let mut keys: Vec<&str> = old.iter().filter(differs).map(|(key, _)| *key).collect();
        // The keys that only the new side has are looked for where they are few.
        keys.extend(
            new.iter()
                .map(|(key, _)| *key)
                .filter(|key| get(old, key).is_none()),
        );
        if keys.len() > 1 {
            let order = key_order(self.handbook, &route_like(place)).unwrap_or_default();
            let rank = |key: &str| {
                let known = order.iter().position(|known| known == key);
                let last = key == ASIDE_KEY;
                (known.unwrap_or(usize::MAX), last)
            };
            let mut ranked: Vec<_> = keys.into_iter().map(|key| (rank(key), key)).collect();
            ranked.sort_unstable();
            keys = ranked.into_iter().map(|(_, key)| key).collect();
        }
        keys.into_iter().map(str::to_owned).collect()
    }

    fn parts(
        &mut self,
        place: &Place,
        old: Option<&Part<'_>>,
        new: Option<&Part<'_>>,
        around: Spans,
    ) {
        let spans = (
            old.map(Part::span).or(around.0),
            new.map(Part::span).or(around.1),
        );
        let body = |part: Option<&Part<'_>>| part.map(|part| shape(&part.body));
        let (Some(kind), true) = (
            body(old).or(body(new)),
            body(old).is_none() || body(new).is_none() || body(old) == body(new),
        ) else {
            self.value(place, old, new, spans);
            return;
        };
        match kind {
            Shape::Keys => {
                let keys = |part| as_keys(part);
                self.keys(place, keys(old), keys(new), spans);
            }
            Shape::Records => self.lists(place, as_records(old), as_records(new), spans),
            Shape::Items => self.items(place, old, new, spans),
            Shape::Text | Shape::Other => self.value(place, old, new, spans),
        }
    }

    /// Whether two values are the same letter by letter, so that nothing has to be worked out.
    fn is_plainly_same(&self, old: &Part<'_>, new: &Part<'_>) -> bool {
        let is_settled = self.renames.is_empty() || !old.sort.is_reference();
        match (&old.body, &new.body) {
            (Body::Text(old), Body::Text(new)) => is_settled && old == new,
            (Body::Items(old), Body::Items(new)) => is_settled && old == new,
            _ => false,
        }
    }

    fn value(
        &mut self,
        place: &Place,
        old: Option<&Part<'_>>,
        new: Option<&Part<'_>>,
        spans: Spans,
    ) {
        if let (Some(old), Some(new)) = (old, new)
            && self.is_same(old, new)
        {
            return;
        }
        let what = What::Value {
            old: old.map(Part::data),
            new: new.map(Part::data),
        };
        self.push(place, what, spans);
    }

    fn is_same(&self, old: &Part<'_>, new: &Part<'_>) -> bool {
        match (&old.body, &new.body) {
            (Body::Text(a), Body::Text(b)) if old.sort.is_reference() => {
                self.renames.old_token(a.trim()) == self.renames.new_token(b.trim())
            }
            (Body::Text(a), Body::Text(b)) => old.sort.same_text(a, b),
            _ => old.sort.same_data(&old.data(), &new.data()),
        }
    }

    fn items(
        &mut self,
        place: &Place,
        old: Option<&Part<'_>>,
        new: Option<&Part<'_>>,
        spans: Spans,
    ) {
        let sort = old.or(new).map_or(Sort::Unknown, |part| part.sort);
        let list = |part: Option<&Part<'_>>| -> Vec<String> {
            match part.map(|part| &part.body) {
                Some(Body::Items(items)) => {
                    items.iter().map(|item| item.trim().to_owned()).collect()
                }
                _ => Vec::new(),
            }
        };
        let (mut removed, mut added) = (list(old), list(new));
        let is_reference = sort.is_reference();
        let renames = &self.renames;
        removed.retain(|item| {
            let same = |other: &String| {
                if is_reference {
                    renames.old_token(item) == renames.new_token(other)
                } else {
                    item == other
                }
            };
            match added.iter().position(same) {
                Some(at) => {
                    added.remove(at);
                    false
                }
                None => true,
            }
        });
        if !removed.is_empty() || !added.is_empty() {
            removed.sort();
            added.sort();
            self.push(place, What::Items { removed, added }, spans);
        }
    }

    fn lists(
        &mut self,
        place: &Place,
        old: Option<&Records<'_>>,
        new: Option<&Records<'_>>,
        spans: Spans,
    ) {
        let empty: [Rec<'_>; 0] = [];
        let a = old.map_or(&empty[..], |list| list.items.as_slice());
        let b = new.map_or(&empty[..], |list| list.items.as_slice());
        let kind = old.or(new).and_then(|list| list.kind);
        let title = kind.map(|kind| kind.title.as_str());
        for (x, y) in pairs(a, b, title) {
            let (left, right) = (x.map(|x| &a[x]), y.map(|y| &b[y]));
            let seg = Seg::Record {
                old: left.map(|rec| rec.name.clone()),
                new: right.map(|rec| rec.name.clone()),
            };
            let here = place.join(seg);
            let own = (
                left.map(|rec| rec.node.span).or(spans.0),
                right.map(|rec| rec.node.span).or(spans.1),
            );
            if let (Some(left), Some(right)) = (left, right) {
                let by_id = |name: &RecordName| matches!(name, RecordName::Id(_));
                if left.name != right.name && (by_id(&left.name) || by_id(&right.name)) {
                    let what = What::Rename {
                        old: left.name.clone(),
                        new: right.name.clone(),
                    };
                    self.push(&here, what, own);
                }
                self.keys(&here, Some(&left.keys), Some(&right.keys), own);
            } else {
                let data =
                    |rec: Option<&Rec<'_>>| rec.map(|rec| crate::yaml::edit::typed(rec.node));
                let what = What::Record {
                    old: data(left),
                    new: data(right),
                };
                self.push(&here, what, own);
            }
        }
    }

    fn push(&mut self, place: &Place, what: What, spans: Spans) {
        let grade = grade(place, &what, self.handbook);
        self.changes.push(Change {
            place: place.clone(),
            what,
            grade,
            old_span: spans.0,
            new_span: spans.1,
        });
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Text,
    Items,
    Records,
    Keys,
    Other,
}

fn shape(body: &Body<'_>) -> Shape {
    match body {
        Body::Text(_) => Shape::Text,
        Body::Items(_) => Shape::Items,
        Body::Records(_) => Shape::Records,
        Body::Keys(_) => Shape::Keys,
        Body::Other => Shape::Other,
    }
}

fn as_keys<'k, 'a>(part: Option<&'k Part<'a>>) -> Option<&'k Keys<'a>> {
    match part.map(|part| &part.body) {
        Some(Body::Keys(keys)) => Some(keys),
        _ => None,
    }
}

fn as_records<'k, 'a>(part: Option<&'k Part<'a>>) -> Option<&'k Records<'a>> {
    match part.map(|part| &part.body) {
        Some(Body::Records(records)) => Some(records),
        _ => None,
    }
}

/// The route whose keys the handbook orders as those at a place.
pub(crate) fn route_like(place: &Place) -> Route {
    let steps = place.segs().iter().map(|seg| match seg {
        Seg::Key(key) => Step::Key(key.clone()),
        Seg::Record { .. } => Step::Index(0),
    });
    steps.collect()
}

/// How much a change weighs.
fn grade(place: &Place, what: &What, handbook: &Handbook) -> Grade {
    if matches!(what, What::Record { .. } | What::Rename { .. }) {
        return Grade::Structural;
    }
    let top = place.key_at(0).unwrap_or_default();
    let is_header = !matches!(top, ANSWERS | SOURCES | "title" | "contacts" | "slices");
    let sort = Sort::at(place, handbook);
    let cites = place.last_key() == Some("evidence");
    if is_header || (sort.is_reference() && !cites) {
        return Grade::Structural;
    }
    let is_stamp = place.question(handbook).is_some()
        && place.segs().len() == 4
        && matches!(place.last_key(), Some("by" | "on"));
    if is_stamp {
        return Grade::Editorial;
    }
    match what {
        What::Value {
            old: Some(Data::Text(old)),
            new: Some(Data::Text(new)),
        } if sort.is_prose() && same_words(old, new) => Grade::Editorial,
        _ => Grade::Substantive,
    }
}
