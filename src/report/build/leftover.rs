//! Fields of records that no question shows, so that nothing written is lost.

use super::super::{Block, Cell, Column, Inlines, Table};
use super::Dossier;
use super::records::Asked;
use super::value::{capitalised, written};
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
        let mut table = Table::new([
            Column::text(capitalised(&self.texts.record_name(record))),
            Column::text(self.word("report-field")),
            Column::text(self.word("report-content")),
        ])
        .caption(self.word("report-also-recorded"));
        for record in self.project.list(home) {
            let holding = || showing.iter().filter(|one| one.holds(*record));
            let is_shown = |field: &str| match field {
                "evidence" => holding()
                    .any(|one| one.shows(*record, field) || self.cites(one.question, *record)),
                _ => holding().any(|one| one.shows(*record, field)),
            };
            for (label, content) in self.rest_of(record_type, *record, &is_shown) {
                let title = self.record_title(*record);
                table = table.row([title, label, content].map(Cell::text));
            }
        }
        if table.rows().is_empty() {
            Vec::new()
        } else {
            vec![table.into()]
        }
    }

    /// The fields of a record that are not shown elsewhere, unknown keys included, each with its
    /// label.
    pub(super) fn rest_of(
        &self,
        record_type: &RecordType,
        record: Record<'_>,
        is_shown: &dyn Fn(&str) -> bool,
    ) -> Vec<(Inlines, Inlines)> {
        let mut fields = Vec::new();
        for entry in record.fields().into_iter().flat_map(Mapping::iter) {
            let key = entry.key.as_ref();
            // The title stands beside the other fields; the id is for the file.
            if key == "id" || key == record_type.title || is_shown(key) {
                continue;
            }
            let value = written(&entry.value);
            if let Some(asked) = Asked::of(record_type, key) {
                fields.extend(self.labelled_field(record_type, record, asked));
            } else if !value.trim().is_empty() {
                fields.push((Inlines::code(key), Inlines::text(value)));
            }
        }
        // A record that appears nowhere is at least named.
        if fields.is_empty() && !is_shown(&record_type.title) {
            let title = Asked::of(record_type, &record_type.title);
            fields.extend(title.and_then(|it| self.labelled_field(record_type, record, it)));
        }
        fields
    }

    fn labelled_field(
        &self,
        record_type: &RecordType,
        record: Record<'_>,
        asked: Asked<'_>,
    ) -> Option<(Inlines, Inlines)> {
        let content = self.field_inlines(record, asked)?;
        Some((self.field_label(record_type, asked).into(), content))
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
        asks && self.holds(record)
    }

    fn holds(&self, record: Record<'_>) -> bool {
        self.indices.binary_search(&record.index).is_ok()
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
