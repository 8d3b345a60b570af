//! What may stand in the data files of layers, as tables of forms.

use super::sheet::{Form, Slot, may, needs};

const ITEM: &[Slot] = &[may("weight", Form::Number), needs("from", Form::Words)];
const DOMAIN: &[Slot] = &[
    needs("question", Form::Text),
    may("weight", Form::Number),
    needs("from", Form::Words),
    needs("label", Form::Texts),
    needs("items", Form::Items(ITEM)),
];
const CLASS: &[Slot] = &[
    needs("at-least", Form::Number),
    needs("from", Form::Words),
    needs("label", Form::Texts),
];
const EDITIONS: &[Slot] = &[
    needs("field", Form::Text),
    needs("highest", Form::Each(&Form::Number)),
];
/// One instrument.
pub(super) const INSTRUMENT: &[Slot] = &[
    needs("id", Form::Text),
    needs("record", Form::Text),
    needs("from", Form::Words),
    needs("name", Form::Texts),
    needs("standing", Form::Texts),
    needs("formula", Form::Texts),
    needs("scale", Form::Number),
    may("highest", Form::Number),
    may("editions", Form::Keys(EDITIONS)),
    needs("overall", Form::OneOf(&["items", "domains", "none"])),
    needs("blanks", Form::OneOf(&["refuse", "leave-out"])),
    may("scores", Form::Each(&Form::Each(&Form::Number))),
    may("outside", Form::Words),
    may("classes", Form::Items(CLASS)),
    needs("domains", Form::Items(DOMAIN)),
];

const MINISTRY: &[Slot] = &[
    needs("role", Form::Text),
    needs("words", Form::Each(&Form::Words)),
];
const LENS: &[Slot] = &[
    needs("first", Form::Text),
    needs("last", Form::Text),
    may("adaptation", Form::Flag),
];
const PLACEHOLDERS: &[Slot] = &[
    may("exact", Form::Words),
    may("any-case", Form::Words),
    may("marks", Form::Words),
    may("ordinary", Form::Each(&Form::Words)),
];
/// The words that rules look for.
pub(super) const PHRASES: &[Slot] = &[
    may("empty", Form::Each(&Form::Words)),
    may("placeholders", Form::Keys(PLACEHOLDERS)),
    may("people", Form::Each(&Form::Words)),
    may("core-ministries", Form::Items(MINISTRY)),
    may("lenses", Form::List(LENS)),
];

const CONTENT: &[Slot] = &[
    needs("from", Form::Words),
    needs("indicators", Form::Words),
    needs("sdg-targets", Form::Words),
    needs("compact-objectives", Form::Words),
];
const TEXT: &[Slot] = &[
    may("effect", Form::Text),
    may("cause", Form::Text),
    may("questions", Form::Words),
    may("measures", Form::Words),
    may("risk", Form::Text),
];
const PART: &[Slot] = &[needs("label", Form::Texts), needs("entries", Form::Words)];
const PRESET: &[Slot] = &[
    needs("from", Form::Words),
    needs("entries", Form::Words),
    may("dimensions", Form::Words),
    may("parts", Form::List(PART)),
];
/// What belongs to each sector, as the file has it.
pub(super) const CONTENT_FILE: Form =
    Form::Keys(&[may("id", Form::Text), may("entries", Form::Items(CONTENT))]);
/// What people read about each sector, in one language.
pub(super) const TEXT_FILE: Form = Form::Each(&Form::Keys(TEXT));
/// Ready-made lists of entries of a catalogue.
pub(super) const PRESETS: Form = Form::Items(PRESET);
