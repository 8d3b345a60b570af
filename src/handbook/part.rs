//! A part of the structure while layers are laid on each other: every key with the layers that gave
//! it, so that a faulty layer can be left out of this one part.

use crate::diagnostic::Finding;
use crate::language::Saying;
use crate::source::Span;
use crate::yaml::{Mapping, Node};

/// A place in one of the files that are loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// The index of the file.
    pub(super) file: usize,
    pub(super) span: Span,
}

/// A finding and the file it is in.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub(super) file: usize,
    pub(super) finding: Finding,
}

impl Fault {
    pub(super) fn new(place: Place, finding: Finding) -> Self {
        debug_assert_eq!(place.span, finding.span);
        Self {
            file: place.file,
            finding,
        }
    }
}

/// A key of a part as one layer gives it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot<'t> {
    pub(super) key: &'t str,
    pub(super) key_span: Span,
    pub(super) node: &'t Node<'t>,
    pub(super) file: usize,
    pub(super) layer: usize,
}

impl<'t> Slot<'t> {
    pub(super) fn place(&self) -> Place {
        self.place_of(self.node)
    }

    pub(super) fn key_place(&self) -> Place {
        Place {
            file: self.file,
            span: self.key_span,
        }
    }

    /// The place of a node inside the value, cut to its first line.
    pub(super) fn place_of(&self, node: &Node<'_>) -> Place {
        let span = if node.span.is_empty() {
            self.key_span
        } else {
            node.span
        };
        Place {
            file: self.file,
            span,
        }
    }

    pub(super) fn text(&self) -> Option<&'t str> {
        self.node.text()
    }
}

/// What takes a part out of the handbook.
#[derive(Debug, Clone)]
pub(super) struct DropSlot {
    pub(super) place: Place,
    pub(super) layer: usize,
    pub(super) reason: Saying,
}

/// A stage, step, question, record type or field as its layers describe it.
#[derive(Debug, Clone)]
pub(super) struct Part<'t> {
    pub(super) id: String,
    /// Where its id is first written.
    pub(super) place: Place,
    /// The layer that brought it.
    pub(super) layer: usize,
    /// The last layer that names it.
    pub(super) last: usize,
    /// The layers that gave it another place in its list.
    pub(super) moved: Vec<usize>,
    pub(super) dropped: Option<DropSlot>,
    slots: Vec<Slot<'t>>,
}

impl<'t> Part<'t> {
    pub(super) fn new(id: &str, place: Place, layer: usize) -> Self {
        Self {
            id: id.to_owned(),
            place,
            layer,
            last: layer,
            moved: Vec::new(),
            dropped: None,
            slots: Vec::new(),
        }
    }

    pub(super) fn put(&mut self, slot: Slot<'t>) {
        self.slots.push(slot);
    }

    /// The keys a layer gives.
    pub(super) fn keys_of(&self, layer: usize) -> impl Iterator<Item = &'t str> + '_ {
        let own = self.slots.iter().filter(move |slot| slot.layer == layer);
        own.map(|slot| slot.key)
    }

    /// Where a layer gives its first key.
    pub(super) fn place_in(&self, layer: usize) -> Option<Place> {
        let slot = self.slots.iter().find(|slot| slot.layer == layer);
        slot.map(Slot::key_place)
    }

    /// The layers that give keys, the uppermost first.
    pub(super) fn layers(&self) -> Vec<usize> {
        let mut layers: Vec<usize> = self.slots.iter().map(|slot| slot.layer).collect();
        layers.push(self.layer);
        layers.sort_unstable_by(|a, b| b.cmp(a));
        layers.dedup();
        layers
    }
}

/// A part seen up to one of its layers.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'d, 't> {
    pub(super) part: &'d Part<'t>,
    pub(super) top: usize,
}

impl<'d, 't> View<'d, 't> {
    /// A key as the uppermost layer gives it.
    pub(super) fn get(&self, key: &str) -> Option<&'d Slot<'t>> {
        let mut slots = self.part.slots.iter().rev();
        slots.find(|slot| slot.key == key && slot.layer <= self.top)
    }

    /// All that the layers say of a key, the lowest first.
    pub(super) fn all<'k>(
        &self,
        key: &'k str,
    ) -> impl Iterator<Item = &'d Slot<'t>> + use<'d, 't, 'k> {
        let top = self.top;
        let slots = self.part.slots.iter();
        slots.filter(move |slot| slot.key == key && slot.layer <= top)
    }

    /// The place of a key, else of the part.
    pub(super) fn place(&self, key: &str) -> Place {
        self.get(key).map_or(self.part.place, Slot::key_place)
    }
}

/// A part inside something with more to it.
pub(super) trait Holds<'t> {
    fn part(&self) -> &Part<'t>;
    fn part_mut(&mut self) -> &mut Part<'t>;
}

impl<'t> Holds<'t> for Part<'t> {
    fn part(&self) -> &Part<'t> {
        self
    }

    fn part_mut(&mut self) -> &mut Part<'t> {
        self
    }
}

/// Reads a text, or a mapping of texts by language; none where nothing is said.
pub(crate) fn saying(node: &Node<'_>) -> Option<Saying> {
    if let Some(text) = node.text() {
        let said = !text.trim().is_empty() && !matches!(text, "true" | "yes" | "false" | "no");
        return said.then(|| Saying::plain(text.trim()));
    }
    let map: &Mapping<'_> = node.as_mapping()?;
    let texts = map.iter().filter_map(|entry| {
        let text = entry.value.text()?.trim();
        (!text.is_empty()).then(|| (entry.key.to_string(), text.to_owned()))
    });
    let saying = Saying(texts.collect());
    (!saying.0.is_empty()).then_some(saying)
}
