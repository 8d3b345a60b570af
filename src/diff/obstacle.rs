//! What stands at a place of a file, and whether a change fits it.

use crate::handbook::Handbook;
use crate::source::Span;
use crate::yaml::edit::typed;
use crate::yaml::{Data, Node};

use super::apply::Refused;
use super::change::{Change, What};
use super::meaning::{self, Body, Keys, Part, Rec, get};
use super::place::{Place, RecordName, Seg};
use super::sort::Sort;

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

/// Why a change does not fit, and where that is seen.
pub(super) type Obstacle = Option<(Refused, Option<Span>)>;

/// What is in the way of a change, if something is.
pub(super) fn obstacle(keys: &Keys<'_>, handbook: &Handbook, change: &Change) -> Obstacle {
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
