//! One change between two projects.

use crate::source::Span;
use crate::yaml::Data;

use super::place::{Place, RecordName};

/// How much a change weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// What there is and what leads where: records, references, what the file is.
    Structural,
    /// What is said.
    Substantive,
    /// How it is said, and who said it when.
    Editorial,
}

impl Grade {
    /// All grades, the weightiest first.
    pub const ALL: [Self; 3] = [Self::Structural, Self::Substantive, Self::Editorial];

    /// The word in machine output and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Structural => "structural",
            Self::Substantive => "substantive",
            Self::Editorial => "editorial",
        }
    }
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A value, by another, from nothing or to nothing.
    Value {
        /// What stood there; none where nothing did.
        old: Option<Data>,
        /// What stands there; none where nothing does.
        new: Option<Data>,
    },
    /// Items of a list whose order means nothing.
    Items {
        /// The items that are gone, as the old project spells them.
        removed: Vec<String>,
        /// The items that came.
        added: Vec<String>,
    },
    /// A whole record that came or went.
    Record {
        /// The record that went.
        old: Option<Data>,
        /// The record that came.
        new: Option<Data>,
    },
    /// A record that goes by another id; what refers to it is no change of its own.
    Rename {
        /// What it was called.
        old: RecordName,
        /// What it is called.
        new: RecordName,
    },
}

/// A change and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The place.
    pub place: Place,
    /// What changed there.
    pub what: What,
    /// How much it weighs.
    pub grade: Grade,
    /// Where it stands in the old text, or what it stood in.
    pub old_span: Option<Span>,
    /// Where it stands in the new text.
    pub new_span: Option<Span>,
}

impl Change {
    /// The change back.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let what = match self.what.clone() {
            What::Value { old, new } => What::Value { old: new, new: old },
            What::Record { old, new } => What::Record { old: new, new: old },
            What::Rename { old, new } => What::Rename { old: new, new: old },
            What::Items { removed, added } => What::Items {
                removed: added,
                added: removed,
            },
        };
        Self {
            place: self.place.reversed(),
            what,
            grade: self.grade,
            old_span: self.new_span,
            new_span: self.old_span,
        }
    }

    /// Whether something is there now that was not there.
    pub fn is_addition(&self) -> bool {
        match &self.what {
            What::Value { old, .. } | What::Record { old, .. } => old.is_none(),
            What::Items { removed, .. } => removed.is_empty(),
            What::Rename { .. } => false,
        }
    }

    /// Whether something that was there is gone.
    pub fn is_removal(&self) -> bool {
        match &self.what {
            What::Value { new, .. } | What::Record { new, .. } => new.is_none(),
            What::Items { added, .. } => added.is_empty(),
            What::Rename { .. } => false,
        }
    }
}
