//! What of a recorded project the interview did not take.

use crate::handbook::Kind;
use crate::project::Project;

use super::effect::Refusal;
use super::replay::{Obstacle, Replay, Spot, Unanswered};

impl Replay<'_, '_, '_> {
    /// What is recorded and not in the session.
    pub(super) fn left(&self) -> Vec<Unanswered> {
        let handbook = self.session.handbook();
        let mut left = Vec::new();
        self.session.with_project(|project| {
            for record in self.recorded.records() {
                let id = record.handle();
                let own = project.record(&id);
                let of = self.recorded.type_of(handbook, record);
                for entry in record
                    .fields()
                    .into_iter()
                    .flat_map(crate::yaml::Mapping::iter)
                {
                    let key = entry.key.as_ref();
                    let kind = of.and_then(|of| of.field(key)).map(|field| &field.kind);
                    let own = own.and_then(|own| own.field(key));
                    if !self.is_same(kind, own, record.field(key)) {
                        left.push(self.unanswered(record.home, Some(&id), Some(key)));
                    }
                }
            }
            self.left_of_answers(project, &mut left);
        });
        left
    }

    fn left_of_answers(&self, project: &Project<'_>, left: &mut Vec<Unanswered>) {
        let handbook = self.session.handbook();
        for (index, question) in handbook.questions.iter().enumerate() {
            let Some(answer) = self.recorded.answer(index) else {
                continue;
            };
            let own = project.answer(index);
            let value = own.and_then(|own| own.value);
            if let Kind::Value(kind) = &question.kind
                && !self.is_same(Some(kind), value, answer.value)
            {
                left.push(self.unanswered(Some(index), None, None));
            }
            let note = own
                .and_then(|own| own.note)
                .map(|note| note.text.trim_end());
            let state = project.state(handbook, index);
            let parts = [
                ("note", note != answer.note.map(|note| note.text.trim_end())),
                ("state", state != self.recorded.state(handbook, index)),
                ("by", answer.by.is_some()),
                ("on", answer.on.is_some()),
            ];
            let parts = parts.into_iter().filter(|(_, is_left)| *is_left);
            left.extend(parts.map(|(part, _)| self.unanswered(Some(index), None, Some(part))));
        }
    }

    fn unanswered(
        &self,
        home: Option<usize>,
        record: Option<&str>,
        field: Option<&str>,
    ) -> Unanswered {
        let matching = |(spot, _): &(&Spot, &Refusal)| {
            spot.1.as_deref() == record
                && match (record, spot.2.as_deref()) {
                    (Some(_), own) => own.is_none() || own == field,
                    (None, _) => spot.0 == home,
                }
        };
        let refusal = self
            .refused
            .iter()
            .find(matching)
            .map(|(_, refusal)| refusal.clone());
        let why = match refusal {
            Some(refusal) => Obstacle::Refused(refusal),
            None if self.stopped => Obstacle::Stopped,
            None => Obstacle::NotAsked,
        };
        Unanswered {
            question: home,
            record: record.map(str::to_owned),
            field: field.map(str::to_owned),
            why,
        }
    }
}
