//! Choices that fill a list: each stands for entries of a catalogue, which become its records.

use super::{Handbook, Kind, Question, RecordType, ValueKind};

/// A list that the answers to a question fill, as the handbook's files say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fills {
    /// The path of the question that keeps the records.
    pub list: String,
    /// The field that gets the entry.
    pub field: String,
}

/// The same, found in the handbook.
#[derive(Debug, Clone, Copy)]
pub struct FilledList<'h> {
    /// The index of the question that keeps the records.
    pub index: usize,
    /// The question that keeps the records.
    pub list: &'h Question,
    /// The type of the records.
    pub record: &'h RecordType,
    /// The field that gets the entry.
    pub field: &'h str,
    /// The catalogue whose ready-made lists have the names of the choices.
    pub catalogue: &'h str,
}

impl Handbook {
    /// The list that the answers to a question fill; none where it cannot be filled or a layer
    /// dropped it.
    pub fn filled_list<'h>(&'h self, question: &'h Question) -> Option<FilledList<'h>> {
        let Kind::Value(ValueKind::Choice { .. }) = question.kind else {
            return None;
        };
        let fills = question.fills.as_ref()?;
        let index = self.question_index(&fills.list)?;
        let list = &self.questions[index];
        let Kind::Records { record, .. } = &list.kind else {
            return None;
        };
        let record = self.records.get(record)?;
        let field = record.field(&fills.field)?;
        let is_there = list.dropped.is_none() && field.dropped.is_none();
        match &field.kind {
            ValueKind::Code {
                catalogue,
                many: false,
            } if is_there => Some(FilledList {
                index,
                list,
                record,
                field: &field.id,
                catalogue,
            }),
            _ => None,
        }
    }

    /// The choice set whose choices are the ready-made lists of a catalogue.
    pub fn preset_set(&self, catalogue: &str) -> Option<&str> {
        self.questions.iter().find_map(|question| {
            let fills = self.filled_list(question)?;
            let Kind::Value(kind) = &question.kind else {
                return None;
            };
            kind.set().filter(|_| fills.catalogue == catalogue)
        })
    }
}
