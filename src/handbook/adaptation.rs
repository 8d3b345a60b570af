//! How layers adapt the method: what was added, changed, moved and dropped, and why.

use std::collections::BTreeSet;

use super::merge::Draft;
use super::part::{DropSlot, Part, Place};
use super::structure::{LeftOut, PartKey};
use super::{Handbook, Origin};
use crate::language::Saying;

/// What an adaptation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// A stage, by its id.
    Stage,
    /// A step, by its id.
    Step,
    /// A question, by its path.
    Question,
    /// A record type, by its name.
    Record,
    /// A field, as `body.budget`.
    Field,
    /// A choice, as `rank.mayor`.
    Choice,
    /// A choice set, by its name.
    Set,
    /// An instrument, or a part of one, as `coherence.items.pensions`.
    Instrument,
    /// What is told about a sector, as `entries.health`.
    Sector,
    /// A ready-made list of entries of a catalogue, as `presets.general`.
    Preset,
    /// A word that rules look for, as `core-ministries.interior`.
    Word,
}

impl Subject {
    /// The word in machine output, and the end of its message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stage => "stage",
            Self::Step => "step",
            Self::Question => "question",
            Self::Record => "record",
            Self::Field => "field",
            Self::Choice => "choice",
            Self::Set => "set",
            Self::Instrument => "instrument",
            Self::Sector => "sector",
            Self::Preset => "preset",
            Self::Word => "word",
        }
    }
}

/// What a layer did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Brought something new.
    Added,
    /// Gave some keys another value.
    Changed {
        /// The keys.
        keys: Vec<String>,
    },
    /// Gave another place in the order.
    Moved,
    /// Took something out.
    Dropped {
        /// Why.
        reason: Saying,
    },
}

impl Deed {
    /// The word in machine output, and the end of its message keys.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed { .. } => "changed",
            Self::Moved => "moved",
            Self::Dropped { .. } => "dropped",
        }
    }
}

/// One thing a layer did to the method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adaptation {
    /// The index of the layer in [`Handbook::layers`].
    pub layer: usize,
    /// What kind of thing it is about.
    pub subject: Subject,
    /// Its name.
    pub name: String,
    /// What was done.
    pub deed: Deed,
    /// Where the layer says so.
    pub origin: Origin,
}

/// All that the layers above the lowest one did, in the order of the handbook.
pub(super) fn of(draft: &Draft<'_>, handbook: &Handbook, left_out: &LeftOut) -> Vec<Adaptation> {
    let mut list = List(Vec::new());
    for stage in &draft.stages {
        list.part(&stage.part, Subject::Stage, &stage.part.id);
        for step in &stage.steps {
            let id = &step.part.id;
            if !handbook.steps.iter().any(|step| step.id == *id) {
                continue;
            }
            list.part(&step.part, Subject::Step, id);
            for question in &step.questions {
                let path = format!("{id}.{}", question.id);
                if handbook.question_index(&path).is_some() {
                    list.part(question, Subject::Question, &path);
                }
            }
        }
    }
    for (name, record) in &draft.records {
        let Some(known) = handbook.records.get(name) else {
            continue;
        };
        list.part(&record.part, Subject::Record, name);
        // What a new record type is made of comes with it.
        for field in record
            .fields
            .iter()
            .filter(|field| field.layer != record.part.layer || field.dropped.is_some())
        {
            if known.field(&field.id).is_some() {
                list.part(field, Subject::Field, &format!("{name}.{}", field.id));
            }
        }
    }
    for (name, set) in &draft.sets {
        if set.layer > 0 {
            list.push(set.layer, Subject::Set, name, Deed::Added, set.place);
        }
        for choice in &set.choices {
            let path = format!("{name}.{}", choice.id);
            if choice.layer != set.layer {
                list.push(
                    choice.layer,
                    Subject::Choice,
                    &path,
                    Deed::Added,
                    choice.place,
                );
            }
            for layer in &choice.moved {
                list.push(*layer, Subject::Choice, &path, Deed::Moved, choice.place);
            }
            list.drop(choice.dropped.as_ref(), Subject::Choice, &path);
        }
    }
    // What could not be applied was not done.
    let key = |one: &Adaptation| match one.subject {
        Subject::Step => Some(PartKey::Step(one.name.clone())),
        Subject::Question => Some(PartKey::Question(one.name.clone())),
        Subject::Record => Some(PartKey::Record(one.name.clone())),
        Subject::Field => {
            let (record, field) = one.name.split_once('.')?;
            Some(PartKey::Field(record.to_owned(), field.to_owned()))
        }
        _ => None,
    };
    let is_change = |one: &Adaptation| matches!(one.deed, Deed::Added | Deed::Changed { .. });
    list.0.retain(|one| {
        let key = key(one).filter(|_| is_change(one));
        key.is_none_or(|key| !left_out.contains(&(key, one.layer)))
    });
    list.0
}

struct List(Vec<Adaptation>);

impl List {
    fn push(&mut self, layer: usize, subject: Subject, name: &str, deed: Deed, place: Place) {
        self.0.push(Adaptation {
            layer,
            subject,
            name: name.to_owned(),
            deed,
            origin: Origin {
                file: place.file,
                span: place.span,
            },
        });
    }

    fn drop(&mut self, drop: Option<&DropSlot>, subject: Subject, name: &str) {
        if let Some(drop) = drop {
            let reason = drop.reason.clone();
            self.push(
                drop.layer,
                subject,
                name,
                Deed::Dropped { reason },
                drop.place,
            );
        }
    }

    fn part(&mut self, part: &Part<'_>, subject: Subject, name: &str) {
        if part.layer > 0 {
            self.push(part.layer, subject, name, Deed::Added, part.place);
        }
        for layer in part
            .layers()
            .into_iter()
            .rev()
            .filter(|layer| *layer > part.layer)
        {
            let keys: BTreeSet<&str> = part.keys_of(layer).collect();
            let Some(place) = part.place_in(layer).filter(|_| !keys.is_empty()) else {
                continue;
            };
            let keys = keys.into_iter().map(str::to_owned).collect();
            self.push(layer, subject, name, Deed::Changed { keys }, place);
        }
        for layer in &part.moved {
            self.push(
                *layer,
                subject,
                name,
                Deed::Moved,
                part.place_in(*layer).unwrap_or(part.place),
            );
        }
        self.drop(part.dropped.as_ref(), subject, name);
    }
}
