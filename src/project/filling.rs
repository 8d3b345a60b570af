//! A choice that fills a list: the entries of its ready-made list become records.

use crate::handbook::{Catalogues, FilledList, Handbook, Kind};
use crate::yaml::Data;

use super::{Change, Project, Record, State};

/// What choosing something adds to a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filling {
    /// The index of the question that keeps the list.
    pub list: usize,
    /// The catalogue of the entries.
    pub catalogue: String,
    /// The entries that are added, in order.
    pub entries: Vec<String>,
    /// The changes that add them.
    pub changes: Vec<Change>,
}

impl Filling {
    /// What the choice of a question adds to its list; none where it fills none, or has nothing to
    /// add.
    ///
    /// Entries that a record has already are not added again, and nothing is ever taken away. A
    /// choice that is not new to the project fills only an empty list, so that what a person took
    /// out does not come back; a list that people said does not apply or is not known stays so.
    pub fn of(
        project: &Project<'_>,
        handbook: &Handbook,
        catalogues: &Catalogues,
        question: usize,
        (choice, is_new): (&str, bool),
    ) -> Option<Self> {
        let fills = handbook.filled_list(&handbook.questions[question])?;
        let records = project.list(fills.index);
        if !is_open(project, fills.index) || !(is_new || records.is_empty()) {
            return None;
        }
        let mut entries = catalogues.preset(fills.catalogue, choice)?;
        let has = |entry: &str| {
            let mut texts = records.iter().filter_map(|record| record.text(fills.field));
            texts.any(|text| text == entry)
        };
        entries.retain(|entry| !has(entry));
        if entries.is_empty() {
            return None;
        }
        let mut changes = added(project, &fills, &entries);
        changes.extend(drafted(project, &fills, records));
        Some(Self {
            list: fills.index,
            catalogue: fills.catalogue.to_owned(),
            entries,
            changes,
        })
    }
}

/// Whether nobody said that there is nothing to list, and no other value stands in its place.
fn is_open(project: &Project<'_>, list: usize) -> bool {
    let Some(answer) = project.answer(list) else {
        return true;
    };
    let state = answer.state.and_then(|state| State::parse(state.text));
    let value = answer.value.filter(|value| !value.is_null());
    let is_list = value.is_none_or(|value| value.as_sequence().is_some());
    is_list && !matches!(state, Some(State::Unknown | State::NotApplicable))
}

fn added(project: &Project<'_>, fills: &FilledList<'_>, entries: &[String]) -> Vec<Change> {
    let preset = match &fills.list.kind {
        Kind::Records { preset, .. } => Some(preset),
        _ => None,
    };
    let preset = preset.into_iter().flatten();
    let preset = preset.map(|(field, value)| (field.clone(), Data::Text(value.clone())));
    let preset: Vec<(String, Data)> = preset.collect();
    let mut ids: Vec<String> = Vec::new();
    let records = entries.iter().map(|entry| {
        let id = free_id(&fills.record.id, entry, |id| {
            project.record(id).is_some() || ids.iter().any(|known| known == id)
        });
        ids.push(id.clone());
        let mut fields = vec![
            ("id".to_owned(), Data::Text(id)),
            (fills.field.to_owned(), Data::Text(entry.clone())),
        ];
        fields.extend(preset.iter().cloned());
        Change::AddRecord {
            home: Some(fills.index),
            at: None,
            fields,
        }
    });
    records.collect()
}

/// The id of the record of an entry: the entry’s own where it is free, else with the record type
/// before it, so that it depends on neither language nor order.
fn free_id(record: &str, entry: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let words = entry.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    let own = words.join("-");
    let full = format!("{record}-{own}");
    let own = Some(own).filter(|own| super::is_id(own));
    let numbered = (2..).map(|n: usize| format!("{full}-{n}"));
    let mut all = own.into_iter().chain([full.clone()]).chain(numbered);
    all.find(|id| !is_taken(id)).unwrap_or(full)
}

/// A list that a person has not begun is a draft until somebody has gone through it.
fn drafted(
    project: &Project<'_>,
    fills: &FilledList<'_>,
    records: &[Record<'_>],
) -> Option<Change> {
    let state = project.answer(fills.index).and_then(|answer| answer.state);
    let state = state.and_then(|state| State::parse(state.text));
    let is_begun = !records.is_empty() || matches!(state, Some(State::Draft | State::NeedsReview));
    (!is_begun).then_some(Change::State {
        question: fills.index,
        state: Some(State::Draft),
        reason: None,
    })
}
