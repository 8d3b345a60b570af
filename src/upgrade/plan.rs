//! What an upgrade does to a project, answer by answer.

use crate::language::Saying;

/// What becomes of an answer or a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It stays as it is.
    Kept,
    /// It stands under another name, its value as it was.
    Moved,
    /// It stays word for word and has to be looked at.
    NeedsReview,
    /// It stands in the block `aside`, word for word.
    KeptAside,
}

impl Fate {
    /// All fates, the one that asks most of people first.
    pub const ALL: [Self; 4] = [Self::KeptAside, Self::NeedsReview, Self::Moved, Self::Kept];

    /// The word in machine output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Moved => "moved",
            Self::NeedsReview => "needs-review",
            Self::KeptAside => "kept-aside",
        }
    }
}

/// Why something needs a review or is kept aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The handbook says that it is no longer asked.
    Dropped {
        /// The edition that dropped it.
        edition: String,
        /// What the handbook says.
        reason: Saying,
    },
    /// The handbook says that its meaning changed.
    Changed {
        /// The edition that changed it.
        edition: String,
        /// What the handbook says.
        reason: Saying,
    },
    /// Its new place is held by another answer.
    PlaceTaken {
        /// The path of the place.
        by: String,
    },
    /// Where it would stand, an answer is worked out or asked of records.
    NoPlace {
        /// The path of the place.
        path: String,
    },
    /// The value is none that the question takes.
    DoesNotFit,
    /// The values of a field are none that it takes.
    FieldDoesNotFit {
        /// The field.
        field: String,
        /// The ids of the records.
        records: Vec<String>,
    },
    /// Its records are in another list now; this stood beside them.
    Beside {
        /// The path of the list.
        path: String,
    },
    /// Records came from another list, where a state said that there are none.
    Joined {
        /// The path they had.
        from: String,
    },
    /// Records that came from another list got other ids, and references may mean the old ones.
    NewIds {
        /// The ids they got.
        ids: Vec<String>,
    },
    /// A field refers to records that are kept aside.
    RefersAside {
        /// The field.
        field: String,
        /// The ids that are kept aside.
        ids: Vec<String>,
    },
}

impl Why {
    /// The word in machine output.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Dropped { .. } => "dropped",
            Self::Changed { .. } => "changed",
            Self::PlaceTaken { .. } => "place-taken",
            Self::NoPlace { .. } => "no-place",
            Self::DoesNotFit => "does-not-fit",
            Self::FieldDoesNotFit { .. } => "field-does-not-fit",
            Self::Beside { .. } => "beside",
            Self::Joined { .. } => "joined",
            Self::NewIds { .. } => "new-ids",
            Self::RefersAside { .. } => "refers-aside",
        }
    }
}

/// What becomes of the answer to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedAnswer {
    /// The path it had.
    pub from: String,
    /// The index of the question it answers now, if any.
    pub to: Option<usize>,
    /// What becomes of it.
    pub fate: Fate,
    /// Why, where it needs a review or is kept aside.
    pub why: Vec<Why>,
}

/// What becomes of one field in all records of a list that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedField {
    /// The path the list had, or `sources`.
    pub list: String,
    /// The field.
    pub field: String,
    /// The name it has now, where it still is one.
    pub to: Option<String>,
    /// What becomes of it; never [`Fate::Kept`].
    pub fate: Fate,
    /// The ids of the records.
    pub records: Vec<String>,
    /// Why, where it needs a review or is kept aside.
    pub why: Vec<Why>,
}

/// A word of a choice set that is called otherwise now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedWord {
    /// The path of the question, with the field behind it for records.
    pub place: String,
    /// The old word.
    pub from: String,
    /// The new word.
    pub to: String,
    /// How often it stands there.
    pub count: usize,
}

/// What an upgrade does to a project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The edition the project follows.
    pub from: String,
    /// The edition it is to follow.
    pub to: String,
    /// All answers that are written, in the order of the file; those that join a list come last.
    pub answers: Vec<PlannedAnswer>,
    /// The fields that do not stay as they are.
    pub fields: Vec<PlannedField>,
    /// The words that are called otherwise.
    pub words: Vec<PlannedWord>,
    /// Paths under `answers` that neither edition knows; they stay as they are.
    pub unknown: Vec<String>,
    /// The indices of questions asked for the first time.
    pub added: Vec<usize>,
}

impl Plan {
    /// How many answers have a fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.answers
            .iter()
            .filter(|answer| answer.fate == fate)
            .count()
    }

    /// Whether nothing changes but the name of the edition.
    pub fn is_plain(&self) -> bool {
        self.fields.is_empty()
            && self.words.is_empty()
            && self.answers.iter().all(|answer| answer.fate == Fate::Kept)
    }
}
