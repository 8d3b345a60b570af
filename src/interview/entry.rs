//! Values as they are offered and as they are typed: options with labels, and labels read back.

use crate::handbook::{Catalogues, Handbook, RecordType, Texts, ValueKind};
use crate::project::{Project, Readings, Record, Value, with_point};

use super::effect::Action;

/// The most options of a catalogue that are offered as a list to choose from.
const MAX_LISTED: usize = 12;

/// One thing that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opt {
    /// What choosing it gives.
    pub gives: Gives,
    /// Its label, where it comes from the handbook or the file.
    pub label: Option<String>,
    /// More about it: an id.
    pub detail: Option<String>,
}

/// What choosing an option gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gives {
    /// A value by its id.
    Value(String),
    /// Something to do.
    Action(Action),
}

impl Opt {
    /// An option that does something.
    pub fn action(action: Action) -> Self {
        Self {
            gives: Gives::Action(action),
            label: None,
            detail: None,
        }
    }

    /// An option that does something to a thing with a name.
    pub fn named(action: Action, label: impl Into<String>) -> Self {
        Self {
            gives: Gives::Action(action),
            label: Some(label.into()),
            detail: None,
        }
    }

    fn value(id: &str, label: String) -> Self {
        let detail = None;
        Self {
            gives: Gives::Value(id.to_owned()),
            label: Some(label),
            detail,
        }
    }
}

/// How a value is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// By choosing one option.
    Choice {
        /// The options.
        options: Vec<Opt>,
        /// Where the cursor starts.
        default: Option<usize>,
    },
    /// By choosing any number of options.
    Choices {
        /// The options.
        options: Vec<Opt>,
        /// Those chosen now.
        chosen: Vec<usize>,
    },
    /// By typing a line.
    Line {
        /// What it starts from.
        initial: Option<String>,
        /// Words that can be completed.
        completions: Vec<String>,
    },
    /// By typing a text.
    Text {
        /// What it starts from.
        initial: Option<String>,
    },
}

/// What stands in the file now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Present {
    /// The value, if it can be read.
    pub value: Option<Value>,
    /// The labels of the ids in it.
    pub labels: Vec<String>,
    /// The text as written, where it is no value of its kind.
    pub unreadable: Option<String>,
}

impl Present {
    /// Whether nothing stands there.
    pub fn is_empty(&self) -> bool {
        self.value.is_none() && self.unreadable.is_none()
    }
}

/// What values are looked up in.
#[derive(Debug, Clone, Copy)]
pub struct Lookup<'a> {
    /// The handbook.
    pub handbook: &'a Handbook,
    /// Its texts in the reader's language.
    pub texts: &'a Texts,
    /// Its catalogues.
    pub catalogues: &'a Catalogues,
    /// Whether what is typed comes from people who put a comma before decimals, to whom a point
    /// before three digits may divide thousands.
    pub decimal_comma: bool,
}

fn catalogue_of(kind: &ValueKind) -> Option<&str> {
    match kind {
        ValueKind::Code { catalogue, .. } => Some(catalogue),
        ValueKind::Country => Some("countries"),
        ValueKind::Currency => Some("currencies"),
        ValueKind::Language { .. } => Some("languages"),
        _ => None,
    }
}

impl Lookup<'_> {
    /// Whether a catalogue has an entry.
    pub(super) fn has_code(&self, catalogue: &str, id: &str) -> bool {
        self.catalogues
            .get(catalogue)
            .is_some_and(|catalogue| catalogue.entry(id).is_some())
    }

    /// The ids and labels a value is taken from; none where it is not taken from anything.
    pub(super) fn candidates(
        &self,
        kind: &ValueKind,
        project: &Project<'_>,
    ) -> Vec<(String, String)> {
        if kind.set().is_some() {
            let options = self.texts.options(self.handbook, kind).into_iter();
            return options
                .map(|(id, label)| (id.to_owned(), label.into_owned()))
                .collect();
        }
        if let ValueKind::Reference { to, .. } = kind {
            let records = to
                .iter()
                .flat_map(|to| project.records_of(self.handbook, to));
            return records
                .filter_map(|record| {
                    record
                        .id()
                        .map(|id| (id.text.to_owned(), self.title(project, record)))
                })
                .collect();
        }
        let entries = catalogue_of(kind).and_then(|name| self.catalogues.get(name));
        let language = self.texts.language();
        entries.map_or_else(Vec::new, |catalogue| {
            catalogue
                .entries
                .iter()
                .map(|e| (e.id.clone(), e.label(language)))
                .collect()
        })
    }

    /// What a record is called, a choice or code by its label.
    pub fn title(&self, project: &Project<'_>, record: &Record<'_>) -> String {
        let Some(of) = project.type_of(self.handbook, record) else {
            return record.handle();
        };
        self.title_as(of, record)
    }

    pub(super) fn title_as(&self, of: &RecordType, record: &Record<'_>) -> String {
        let title = record.title(of);
        match of.field(&of.title).map(|field| &field.kind) {
            Some(kind) if kind.set().is_some() => self
                .texts
                .choice(kind.set().unwrap_or_default(), title)
                .into_owned(),
            Some(ValueKind::Code { catalogue, .. }) => {
                self.catalogues
                    .label(catalogue, title, self.texts.language())
            }
            _ => title.to_owned(),
        }
    }

    /// The value with its labels.
    pub(super) fn present(&self, kind: &ValueKind, value: Value, project: &Project<'_>) -> Present {
        let candidates = if takes_ids(kind) {
            self.candidates(kind, project)
        } else {
            Vec::new()
        };
        let label = |id: &str| {
            let found = candidates.iter().find(|(own, _)| own == id);
            found.map_or_else(|| id.to_owned(), |(_, label)| label.clone())
        };
        let labels = if takes_ids(kind) {
            value.ids().into_iter().map(label).collect()
        } else {
            Vec::new()
        };
        Present {
            value: Some(value),
            labels,
            unreadable: None,
        }
    }

    /// How a value of this kind is given, starting from what stands there.
    pub(super) fn entry(
        &self,
        kind: &ValueKind,
        present: &Present,
        draft: Option<&str>,
        project: &Project<'_>,
    ) -> Entry {
        let initial = || {
            draft
                .map(str::to_owned)
                .or_else(|| initial_text(kind, present, self.decimal_comma))
        };
        if *kind == ValueKind::Text {
            return Entry::Text { initial: initial() };
        }
        let candidates = self.candidates(kind, project);
        let listed = kind.set().is_some()
            || matches!(kind, ValueKind::Reference { .. })
            || (!candidates.is_empty() && candidates.len() <= MAX_LISTED);
        if !listed {
            let words = candidates.into_iter().flat_map(|(id, label)| [label, id]);
            return Entry::Line {
                initial: initial(),
                completions: words.collect(),
            };
        }
        let ids = present.value.as_ref().map(Value::ids).unwrap_or_default();
        let is_present = |(id, _): &(String, String)| ids.contains(&id.as_str());
        let marked: Vec<usize> = (0..candidates.len())
            .filter(|i| is_present(&candidates[*i]))
            .collect();
        let is_record = matches!(kind, ValueKind::Reference { .. });
        let option = |(id, label): (String, String)| {
            let detail = (is_record && id != label).then(|| id.clone());
            Opt {
                detail,
                ..Opt::value(&id, label)
            }
        };
        let options = candidates.into_iter().map(option).collect();
        if kind.is_many() {
            Entry::Choices {
                options,
                chosen: marked,
            }
        } else {
            Entry::Choice {
                options,
                default: marked.first().copied(),
            }
        }
    }
}

/// Whether values of the kind are ids with labels.
pub(super) fn takes_ids(kind: &ValueKind) -> bool {
    kind.set().is_some()
        || catalogue_of(kind).is_some()
        || matches!(kind, ValueKind::Reference { .. })
}

/// The text a typed value starts from.
fn initial_text(kind: &ValueKind, present: &Present, decimal_comma: bool) -> Option<String> {
    if let Some(raw) = &present.unreadable {
        return Some(raw.clone());
    }
    let value = present.value.as_ref()?;
    if takes_ids(kind) {
        return Some(present.labels.join("; "));
    }
    let text = value.canonical();
    if decimal_comma && with_point(kind, &text).is_err() {
        // What stands in the file has one reading only, and keeps it when it is entered again.
        return Some(Readings::of(&text, true).decimal);
    }
    Some(text)
}
