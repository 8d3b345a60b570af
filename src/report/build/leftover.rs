//! Fields of records that no question shows, so that nothing written is lost.

use super::super::{Block, Definition, Inlines};
use super::Dossier;
use super::records::Asked;
use super::value::written;
use crate::handbook::{Kind, Question, RecordType};
use crate::project::Record;
use crate::yaml::Mapping;

impl Dossier<'_, '_> {
    /// What the records of a list hold beyond the fields its questions show; shown where the list
    /// is at home.
    pub(super) fn leftovers(&self, home: usize) -> Vec<Block> {
        let question = &self.handbook.questions[home];
        let Kind::Records { record, .. } = &question.kind else {
            return Vec::new();
        };
        let Some(record_type) = self.handbook.records.get(record) else {
            return Vec::new();
        };
        let showing = self.showing(question);
        let mut definitions = Vec::new();
        for record in self.project.list(home) {
            let is_shown = |field: &str| showing.iter().any(|one| one.shows(*record, field));
            let fields = self.rest_of(record_type, *record, &is_shown);
            if !fields.is_empty() {
                let title = Inlines::strong(self.record_title(*record));
                definitions.push(Definition::new(title, vec![Block::Definitions(fields)]));
            }
        }
        if definitions.is_empty() {
            return Vec::new();
        }
        let heading = Inlines::strong(self.word("report-also-recorded"));
        vec![Block::Paragraph(heading), Block::Definitions(definitions)]
    }

    /// The fields of a record that are not shown elsewhere, unknown keys included.
    pub(super) fn rest_of(
        &self,
        record_type: &RecordType,
        record: Record<'_>,
        is_shown: &dyn Fn(&str) -> bool,
    ) -> Vec<Definition> {
        let mut fields = Vec::new();
        for entry in record.fields().into_iter().flat_map(Mapping::iter) {
            let key = entry.key.as_ref();
            // The title stands above the other fields; the id is for the file.
            if key == "id" || is_shown(key) {
                continue;
            }
            let asked = Asked::of(record_type, key);
            let definition = match asked {
                Some(_) if key == record_type.title => None,
                Some(asked) => self.field_definition(record_type, record, asked),
                None => {
                    let value = written(&entry.value);
                    let block = Block::paragraph(value.as_str());
                    let is_empty = value.trim().is_empty();
                    (!is_empty).then(|| Definition::new(Inlines::code(key), vec![block]))
                }
            };
            fields.extend(definition);
        }
        // A record that appears nowhere is at least named.
        if fields.is_empty() && !is_shown(&record_type.title) {
            let asked = Asked::of(record_type, &record_type.title);
            let title = asked.and_then(|asked| self.field_definition(record_type, record, asked));
            fields.extend(title);
        }
        fields
    }

    /// The questions that show fields of a list, each with the records it shows.
    fn showing<'s>(&'s self, home: &'s Question) -> Vec<Showing<'s>> {
        let mut showing = Vec::new();
        for (index, question) in self.handbook.questions.iter().enumerate() {
            let is_about = match &question.kind {
                Kind::Records { .. } => question.path == home.path,
                Kind::Table { of, .. } => *of == home.path,
                _ => false,
            };
            if is_about && self.is_shown(index) {
                let records = self.project.records_in(self.handbook, question);
                let indices = records.iter().map(|record| record.index).collect();
                let title = self
                    .handbook
                    .record_of(home)
                    .map(|record| record.title.as_str());
                showing.push(Showing {
                    question,
                    indices,
                    title,
                });
            }
        }
        showing
    }
}

struct Showing<'s> {
    question: &'s Question,
    /// Positions of the records in their list, in order.
    indices: Vec<usize>,
    title: Option<&'s str>,
}

impl Showing<'_> {
    fn shows(&self, record: Record<'_>, field: &str) -> bool {
        let asks = self.title == Some(field)
            || self
                .question
                .kind
                .asked_fields()
                .iter()
                .any(|asked| asked == field)
            || self.implies(record, field);
        asks && self.indices.binary_search(&record.index).is_ok()
    }

    /// Whether being in this question's list says the value of a field by itself.
    fn implies(&self, record: Record<'_>, field: &str) -> bool {
        match &self.question.kind {
            Kind::Records { preset, .. } => preset
                .get(field)
                .is_some_and(|value| record.text(field) == Some(value)),
            Kind::Table { filter, .. } => filter.get(field).is_some_and(|values| values.len() == 1),
            _ => false,
        }
    }
}
