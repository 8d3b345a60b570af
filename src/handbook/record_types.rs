//! The record types of a handbook: found by name, or at once by their place.

use super::RecordType;

/// The record types, in the order of their ids.
#[derive(Debug, Default)]
pub struct RecordTypes(Vec<RecordType>);

impl RecordTypes {
    /// The type with this id.
    pub fn get(&self, id: &str) -> Option<&RecordType> {
        Some(&self.0[self.position(id)?])
    }

    /// Whether there is a type with this id.
    pub fn contains_key(&self, id: &str) -> bool {
        self.position(id).is_some()
    }

    /// The ids in their order.
    pub fn keys(&self) -> impl Iterator<Item = &String> + Clone {
        self.0.iter().map(|known| &known.id)
    }

    /// The types in the order of their ids.
    pub fn values(&self) -> std::slice::Iter<'_, RecordType> {
        self.0.iter()
    }

    /// Takes a type in, in place of the one that has the same id.
    pub(super) fn insert(&mut self, record: RecordType) {
        match self.search(&record.id) {
            Ok(place) => self.0[place] = record,
            Err(place) => self.0.insert(place, record),
        }
    }

    /// Where a type stands, for [`Self::at`]; it holds as long as nothing is inserted.
    pub(super) fn position(&self, id: &str) -> Option<usize> {
        self.search(id).ok()
    }

    /// The type at a place that [`Self::position`] gave.
    pub(super) fn at(&self, place: usize) -> &RecordType {
        &self.0[place]
    }

    fn search(&self, id: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|known| known.id.as_str().cmp(id))
    }
}
