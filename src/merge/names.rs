//! What records are called in the result of a merge.

use crate::diff::{Change, Place, RecordName, Seg, Sort, What};
use crate::handbook::SOURCE_RECORD;
use crate::yaml::Data;

use super::weave::{Weaver, list_key};

impl Weaver<'_> {
    /// Decides what the records that theirs renamed or added are called in the result.
    pub(super) fn name_records(&mut self) {
        for change in self.theirs {
            match &change.what {
                What::Rename {
                    old: RecordName::Id(old),
                    new: RecordName::Id(new),
                } => {
                    let kept = self.ids.get(old).cloned();
                    let name = kept.unwrap_or_else(|| self.free(new));
                    self.ids.insert(new.clone(), name);
                }
                What::Record { new: Some(_), .. } => {
                    let Some(Seg::Record {
                        new: Some(RecordName::Id(id)),
                        ..
                    }) = change.place.segs().last()
                    else {
                        continue;
                    };
                    let same = self
                        .own_at(&change.place)
                        .is_some_and(|own| self.is_one(own, change));
                    let name = if same { id.clone() } else { self.free(id) };
                    self.ids.insert(id.clone(), name);
                }
                _ => {}
            }
        }
    }

    /// Whether two records that both sides added under one id are the same one.
    pub(super) fn is_one(&self, own: &Change, other: &Change) -> bool {
        let (What::Record { new: Some(a), .. }, What::Record { new: Some(b), .. }) =
            (&own.what, &other.what)
        else {
            return false;
        };
        let record = match other.place.question(self.handbook) {
            Some(question) => self.handbook.record_of(question),
            None => self.handbook.records.get(SOURCE_RECORD),
        };
        let title = |data: &Data| {
            let (Data::Mapping(entries), Some(record)) = (data, record) else {
                return None;
            };
            let found = entries.iter().find(|(key, _)| *key == record.title);
            found.map(|(_, value)| value.clone())
        };
        Sort::Unknown.same_data(a, b) || (title(a).is_some() && title(a) == title(b))
    }

    /// An id that nothing has yet.
    pub(super) fn free(&mut self, id: &str) -> String {
        let numbered = (2..).map(|n| format!("{id}-{n}"));
        let mut names = std::iter::once(id.to_owned()).chain(numbered);
        let name = names
            .find(|name| !self.taken.contains(name))
            .unwrap_or_default();
        self.taken.insert(name.clone());
        name
    }

    pub(super) fn own_rename(&self, place: &Place) -> Option<&RecordName> {
        let Some(Seg::Record { old: Some(old), .. }) = place.segs().last() else {
            return None;
        };
        self.own_names.get(&(list_key(place), old.clone()))
    }

    /// A place as ours names it, and as the result will.
    pub(super) fn in_ours(&self, place: &Place) -> Place {
        let mut segs: Vec<Seg> = Vec::new();
        for (depth, seg) in place.segs().iter().enumerate() {
            segs.push(match seg {
                Seg::Key(key) => Seg::Key(key.clone()),
                Seg::Record {
                    old: Some(old),
                    new,
                } => {
                    let record = Place::new(place.segs()[..=depth].to_vec());
                    let name = self.own_rename(&record).unwrap_or(old).clone();
                    let new = new.as_ref().map(|new| self.name(new));
                    Seg::Record {
                        new: new.or_else(|| Some(name.clone())),
                        old: Some(name),
                    }
                }
                Seg::Record { new, .. } => {
                    let name = new.as_ref().map(|name| self.name(name));
                    Seg::Record {
                        old: name.clone(),
                        new: name,
                    }
                }
            });
        }
        Place::new(segs)
    }

    /// What the result calls what theirs calls so.
    pub(super) fn id(&self, id: &str) -> String {
        self.ids.get(id).cloned().unwrap_or_else(|| id.to_owned())
    }

    pub(super) fn name(&self, name: &RecordName) -> RecordName {
        match name {
            RecordName::Id(id) => RecordName::Id(self.id(id)),
            index @ RecordName::Index(_) => index.clone(),
        }
    }

    /// What ours calls a record of the base.
    pub(super) fn base_id(&self, id: &str) -> String {
        self.id(id)
    }

    pub(super) fn respell_value(&self, sort: Sort<'_>, data: &mut Data) {
        match data {
            Data::Text(text) if sort.is_reference() => *text = self.id(text),
            Data::Sequence(items) => items
                .iter_mut()
                .for_each(|item| self.respell_value(sort, item)),
            _ => {}
        }
    }

    /// Gives a whole record the ids of the result.
    pub(super) fn respell(&self, record: &Place, data: &mut Data) {
        let Data::Mapping(entries) = data else {
            return;
        };
        for (key, value) in entries {
            if let (true, Data::Text(id)) = (key == "id", &mut *value) {
                *id = self.id(id);
                continue;
            }
            let sort = Sort::at(&record.key(key), self.handbook);
            self.respell_value(sort, value);
        }
    }
}
