//! What theirs changed, made in ours or turned into conflicts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::diff::{Change, Grade, Place, RecordName, Seg, Sort, What, data_at};
use crate::handbook::Handbook;
use crate::project::{CONFLICT_KEY, Project, Record};
use crate::yaml::{Data, Node};

use super::conflict::{Side, value};
use super::prose::merge_prose;

/// A place seen from the base: records by the name they had there, new ones by the name they have.
pub(super) type Key = Vec<String>;

fn key_of(place: &Place) -> Key {
    let segs = place.segs().iter().map(|seg| match seg {
        Seg::Key(key) => format!(".{key}"),
        Seg::Record {
            old: Some(name), ..
        } => format!("[{name:?}]"),
        Seg::Record { new, .. } => format!("[+{new:?}]"),
    });
    segs.collect()
}

/// The change without its side: what theirs makes of the base is to be made of ours.
pub(super) struct Weaver<'w> {
    pub(super) handbook: &'w Handbook,
    /// Base, ours, theirs.
    roots: [&'w Node<'w>; 3],
    pub(super) theirs: &'w [Change],
    /// What ours did, by place.
    pub(super) own: BTreeMap<Key, Vec<&'w Change>>,
    /// What ours calls the records of the base that it renamed, by list and name.
    pub(super) own_names: HashMap<(Key, RecordName), RecordName>,
    /// What theirs calls a record, and what the result calls it.
    pub(super) ids: HashMap<String, String>,
    /// All ids that ours has.
    pub(super) taken: BTreeSet<String>,
    /// Records that were brought back, each once.
    restored: BTreeSet<Key>,
    out: Vec<Change>,
}

impl<'w> Weaver<'w> {
    pub(super) fn new(
        handbook: &'w Handbook,
        roots: [&'w Node<'w>; 3],
        ours: &'w [Change],
        theirs: &'w [Change],
    ) -> Self {
        let mut own: BTreeMap<Key, Vec<&Change>> = BTreeMap::new();
        let mut own_names = HashMap::new();
        let mut ids = HashMap::new();
        for change in ours {
            own.entry(key_of(&change.place)).or_default().push(change);
            if let What::Rename { old, new } = &change.what {
                own_names.insert((list_key(&change.place), old.clone()), new.clone());
                if let (RecordName::Id(old), RecordName::Id(new)) = (old, new) {
                    ids.insert(old.clone(), new.clone());
                }
            }
        }
        let project = Project::read(roots[1], handbook);
        let taken = project.records().iter().filter_map(Record::id);
        let taken = taken.map(|id| id.text.to_owned()).collect();
        let mut weaver = Self {
            handbook,
            roots,
            theirs,
            own,
            own_names,
            ids,
            taken,
            restored: BTreeSet::new(),
            out: Vec::new(),
        };
        weaver.name_records();
        weaver
    }

    pub(super) fn own_at(&self, place: &Place) -> Option<&'w Change> {
        let found = self.own.get(&key_of(place))?;
        found
            .iter()
            .find(|change| !matches!(change.what, What::Rename { .. }))
            .copied()
    }

    pub(super) fn weave(mut self) -> Vec<Change> {
        for change in self.theirs {
            self.take(change);
        }
        self.out
    }

    fn take(&mut self, change: &Change) {
        if self.restore(change) {
            return;
        }
        // Where ours put something else in the place of what this is in, all of it is in question.
        let is_within = matches!(self.clash(&change.place), Clash::Around(depth) if depth < change.place.segs().len());
        if is_within {
            return self.disagree(&change.place);
        }
        match &change.what {
            What::Rename { new, .. } => self.take_rename(change, new),
            What::Record { old: Some(_), .. } => self.take_removal(change),
            What::Record {
                new: Some(data), ..
            } => self.take_record(change, data),
            What::Items { removed, added } => self.take_items(change, removed, added),
            What::Value { new, .. } => self.take_value(change, new.as_ref()),
            What::Record { .. } => {}
        }
    }

    /// What theirs changed in a record that ours deleted brings the record back, as a conflict.
    fn restore(&mut self, change: &Change) -> bool {
        let segs = change.place.segs();
        for depth in 1..=segs.len() {
            let record = Place::new(segs[..depth].to_vec());
            let Some(Seg::Record { old: Some(_), new }) = segs.get(depth - 1) else {
                continue;
            };
            let is_deleted = self
                .own_at(&record)
                .is_some_and(|own| matches!(own.what, What::Record { new: None, .. }));
            if !is_deleted {
                continue;
            }
            let Some(new) = new else {
                // Both deleted it.
                return true;
            };
            if self.restored.insert(key_of(&record)) {
                let here = self.in_ours(&record);
                let theirs = data_at(self.roots[2], self.handbook, &record.reversed());
                let mut data = theirs.unwrap_or(Data::Null);
                self.respell(&record, &mut data);
                if let Data::Mapping(entries) = &mut data {
                    let deleted = (
                        "deleted".to_owned(),
                        Data::Text(Side::Ours.name().to_owned()),
                    );
                    let inner = Data::Mapping(vec![deleted]);
                    entries.push((CONFLICT_KEY.to_owned(), inner));
                }
                let mut segs = here.segs().to_vec();
                segs.pop();
                segs.push(Seg::Record {
                    old: None,
                    new: Some(new.clone()),
                });
                let what = What::Record {
                    old: None,
                    new: Some(data),
                };
                self.push(Place::new(segs), what);
            }
            return true;
        }
        false
    }

    fn take_rename(&mut self, change: &Change, new: &RecordName) {
        let here = self.in_ours(&change.place);
        match (self.own_rename(&change.place).cloned(), new) {
            (Some(own), new) if own == *new => {}
            (Some(RecordName::Id(ours)), RecordName::Id(theirs)) => {
                let ids = vec![
                    ("ours".to_owned(), Data::Text(ours)),
                    ("theirs".to_owned(), Data::Text(theirs.clone())),
                ];
                let place = here.key(CONFLICT_KEY);
                let new = Some(Data::Mapping(ids));
                self.push(place, What::Value { old: None, new });
            }
            (Some(_), _) => {}
            (None, new) => {
                let Some(Seg::Record { old: Some(old), .. }) = here.segs().last() else {
                    return;
                };
                let old = old.clone();
                let new = self.name(new);
                let mut segs = here.segs().to_vec();
                segs.pop();
                segs.push(Seg::Record {
                    old: Some(old.clone()),
                    new: Some(new.clone()),
                });
                self.push(Place::new(segs), What::Rename { old, new });
            }
        }
    }

    fn take_removal(&mut self, change: &Change) {
        let key = key_of(&change.place);
        let below = self.own.range(key.clone()..);
        let is_edited = below
            .take_while(|(other, _)| other.starts_with(&key))
            .next()
            .is_some();
        let here = self.in_ours(&change.place);
        if is_edited {
            let deleted = (
                "deleted".to_owned(),
                Data::Text(Side::Theirs.name().to_owned()),
            );
            let new = Some(Data::Mapping(vec![deleted]));
            let place = here.key(CONFLICT_KEY);
            self.push(place, What::Value { old: None, new });
        } else {
            let old = Some(Data::Null);
            self.push(here, What::Record { old, new: None });
        }
    }

    fn take_record(&mut self, change: &Change, data: &Data) {
        let place = &change.place;
        let own = self.own_at(place);
        if let Some(own) = own.filter(|own| self.is_one(own, change)) {
            let What::Record {
                new: Some(ours), ..
            } = &own.what
            else {
                return;
            };
            return self.take_fields(place, ours, data);
        }
        let mut data = data.clone();
        self.respell(place, &mut data);
        let what = What::Record {
            old: None,
            new: Some(data),
        };
        let place = self.in_ours(place);
        self.push(place, what);
    }

    /// Both added the record: what only theirs says of it is added, what they say otherwise is a conflict.
    fn take_fields(&mut self, place: &Place, ours: &Data, theirs: &Data) {
        let (Data::Mapping(ours), Data::Mapping(theirs)) = (ours, theirs) else {
            return;
        };
        let record = self.in_ours(place);
        for (key, value_of_theirs) in theirs {
            let field = place.key(key);
            let sort = Sort::at(&field, self.handbook);
            let mut value_of_theirs = value_of_theirs.clone();
            self.respell_value(sort, &mut value_of_theirs);
            let own = ours
                .iter()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value);
            let new = match own {
                None => value_of_theirs,
                Some(own) if sort.same_data(own, &value_of_theirs) => continue,
                Some(own) => value(None, Some(own), Some(&value_of_theirs)),
            };
            let what = What::Value {
                old: None,
                new: Some(new),
            };
            self.push(record.key(key), what);
        }
    }

    fn take_items(&mut self, change: &Change, removed: &[String], added: &[String]) {
        let place = &change.place;
        let is_reference = Sort::at(place, self.handbook).is_reference();
        let (own_removed, own_added) = match self.clash(place) {
            Clash::None => (&[][..], &[][..]),
            Clash::Here(Change {
                what: What::Items { removed, added },
                ..
            }) => (removed.as_slice(), added.as_slice()),
            Clash::Here(_) | Clash::Around(_) => return self.disagree(place),
        };
        let id = |item: &String| {
            if is_reference {
                self.id(item)
            } else {
                item.clone()
            }
        };
        let less = |items: &[String], done: &[String], spell: &dyn Fn(&String) -> String| {
            let mut done = done.to_vec();
            let mut left = Vec::new();
            for item in items {
                let item = spell(item);
                match done.iter().position(|other| *other == item) {
                    Some(at) => drop(done.swap_remove(at)),
                    None => left.push(item),
                }
            }
            left
        };
        let base_spelt = |item: &String| {
            if is_reference {
                self.base_id(item)
            } else {
                item.clone()
            }
        };
        let own_removed: Vec<String> = own_removed.iter().map(base_spelt).collect();
        let removed = less(removed, &own_removed, &base_spelt);
        let added = less(added, own_added, &id);
        if !removed.is_empty() || !added.is_empty() {
            let here = self.in_ours(place);
            self.push(here, What::Items { removed, added });
        }
    }

    fn take_value(&mut self, change: &Change, new: Option<&Data>) {
        let place = &change.place;
        let sort = Sort::at(place, self.handbook);
        let mut new = new.cloned();
        if let Some(new) = &mut new {
            self.respell_value(sort, new);
        }
        let own = match self.clash(place) {
            Clash::None => {
                let old = Some(Data::Null);
                let here = self.in_ours(place);
                return self.push(here, What::Value { old, new });
            }
            Clash::Around(_) => return self.disagree(place),
            Clash::Here(own) => own,
        };
        let What::Value {
            old: base,
            new: ours,
        } = &own.what
        else {
            return self.disagree(place);
        };
        let is_same = match (ours, &new) {
            (None, None) => true,
            (Some(ours), Some(new)) => sort.same_data(ours, new),
            _ => false,
        };
        if is_same {
            return;
        }
        let here = self.in_ours(place);
        let old = Some(Data::Null);
        if let (true, Some(Data::Text(base)), Some(Data::Text(ours)), Some(Data::Text(theirs))) =
            (sort.is_prose(), base, ours, &new)
            && let Some(text) = merge_prose(base, ours, theirs)
        {
            let new = Some(Data::Text(text));
            return self.push(here, What::Value { old, new });
        }
        let new = Some(value(base.as_ref(), ours.as_ref(), new.as_ref()));
        self.push(here, What::Value { old, new });
    }

    /// What ours did at a place, around it or in it.
    fn clash(&self, place: &Place) -> Clash<'w> {
        if let Some(own) = self.own_at(place) {
            return Clash::Here(own);
        }
        let key = key_of(place);
        for depth in (1..key.len()).rev() {
            let above = self.own.get(&key[..depth]);
            let value = above.and_then(|found| {
                found
                    .iter()
                    .find(|own| matches!(own.what, What::Value { .. } | What::Items { .. }))
            });
            if value.is_some() {
                return Clash::Around(depth);
            }
        }
        let mut below = self.own.range(key.clone()..);
        match below.next() {
            Some((other, _)) if other.starts_with(&key) => Clash::Around(key.len()),
            _ => Clash::None,
        }
    }

    /// A conflict about all that stands at a place, or at what ours made of what it is in.
    fn disagree(&mut self, place: &Place) {
        let depth = match self.clash(place) {
            Clash::Around(depth) => depth,
            _ => place.segs().len(),
        };
        let place = Place::new(place.segs()[..depth].to_vec());
        if !self.restored.insert(key_of(&place)) {
            return;
        }
        let here = self.in_ours(&place);
        let base = data_at(self.roots[0], self.handbook, &as_base(&place));
        let ours = data_at(self.roots[1], self.handbook, &here);
        let theirs = data_at(self.roots[2], self.handbook, &place.reversed());
        let new = Some(value(base.as_ref(), ours.as_ref(), theirs.as_ref()));
        let old = Some(Data::Null);
        self.push(here, What::Value { old, new });
    }

    fn push(&mut self, place: Place, what: What) {
        self.out.push(Change {
            place,
            what,
            grade: Grade::Substantive,
            old_span: None,
            new_span: None,
        });
    }
}

/// What ours did where theirs did something.
enum Clash<'w> {
    None,
    Here(&'w Change),
    /// At this many steps from the top.
    Around(usize),
}

/// The key of the list a record is in.
pub(super) fn list_key(place: &Place) -> Key {
    let mut key = key_of(place);
    key.pop();
    key
}

/// A place with the names of the base on both sides.
fn as_base(place: &Place) -> Place {
    let segs = place.segs().iter().map(|seg| match seg {
        Seg::Record { old, new } => Seg::Record {
            old: old.clone().or_else(|| new.clone()),
            new: None,
        },
        key @ Seg::Key(_) => key.clone(),
    });
    Place::new(segs.collect())
}
