//! The prompts of lists: their records, and what can be done with them.

use crate::handbook::{Kind, ValueKind};
use crate::project::{Project, Record};

use super::Session;
use super::describe::choice;
use super::effect::Action;
use super::entry::{Entry, Gives, Opt};
use super::place::{Mode, Place, Purpose, RecordKey};
use super::prompt::{Fact, PromptKind, Row};

/// How many fields of a record are shown in a list.
const MAX_FACTS: usize = 2;

impl Session<'_> {
    fn row(
        &self,
        project: &Project<'_>,
        record: &Record<'_>,
        index: usize,
        telling: &[String],
    ) -> Row {
        let handbook = self.handbook();
        let question = &handbook.questions[index];
        let asked = self.asked_fields(Some(index), Mode::Changing);
        let of = handbook.record_of(question);
        let facts = telling
            .iter()
            .filter_map(|field| of.and_then(|of| of.field(field)));
        let missing = self.missing_fields(record, index);
        Row {
            key: RecordKey::of(record),
            title: self.lookup.title(project, record),
            facts: facts
                .map(|field| Fact {
                    field: field.id.clone(),
                    present: self.present_field(project, record, &field.kind, &field.id),
                })
                .collect(),
            missing: missing
                .into_iter()
                .map(|field| asked[field].clone())
                .collect(),
        }
    }

    fn menu_rows(&self, project: &Project<'_>, index: usize) -> Vec<Row> {
        let rows = self.rows(project, index);
        let telling = self.telling_fields(&rows, index);
        rows.iter()
            .map(|record| self.row(project, record, index, &telling))
            .collect()
    }

    /// The fields by which records are told apart in a list: asked here, short, and filled at least
    /// once.
    fn telling_fields(&self, rows: &[Record<'_>], index: usize) -> Vec<String> {
        let handbook = self.handbook();
        let of = handbook.record_at(index);
        let tells = |id: &String| {
            let field = of.and_then(|of| of.field(id));
            let is_short = field.is_some_and(|field| field.kind != ValueKind::Text);
            let is_title = of.is_some_and(|of| of.title == *id);
            is_short && !is_title && rows.iter().any(|row| row.field(id).is_some())
        };
        let asked = self.asked_fields(Some(index), Mode::Changing);
        asked.into_iter().filter(tells).take(MAX_FACTS).collect()
    }

    pub(super) fn menu(&self, project: &Project<'_>, index: usize) -> (PromptKind, Entry) {
        let question = &self.handbook().questions[index];
        let rows = self.menu_rows(project, index);
        let is_table = matches!(question.kind, Kind::Table { .. });
        let mut options = Vec::new();
        let incomplete = rows.iter().position(|row| !row.missing.is_empty());
        if is_table && incomplete.is_some() {
            options.push(Opt::action(Action::FillEmpty));
        }
        if self.may_add(project, index) {
            options.push(Opt::action(Action::Add));
        }
        match (rows.len(), incomplete) {
            (0, _) => {}
            (1, _) => options.push(Opt::named(Action::Change(0), rows[0].title.clone())),
            (_, Some(row)) if !is_table => {
                options.push(Opt::named(Action::Change(row), rows[row].title.clone()));
                options.push(Opt::action(Action::ChangeOther));
            }
            _ => options.push(Opt::action(Action::ChangeOther)),
        }
        if !rows.is_empty() && (!is_table || self.may_add(project, index)) {
            options.push(Opt::action(Action::Remove));
        }
        if rows.len() > 1 && !is_table {
            options.push(Opt::action(Action::Reorder));
        }
        options.push(Opt::action(Action::Continue));
        let default = self.menu_default(&options, &rows, is_table);
        let (table_of, computed) = match &question.kind {
            Kind::Table { of, compute, .. } => {
                let home = self.handbook().question(of).map(|home| home.code.clone());
                (home, compute.clone())
            }
            _ => (None, None),
        };
        let standing = self.standing(project, index);
        (
            PromptKind::Menu {
                rows,
                standing,
                table_of,
                computed,
            },
            choice(options, default),
        )
    }

    fn menu_default(&self, options: &[Opt], rows: &[Row], is_table: bool) -> usize {
        let just_added = matches!(
            self.history.last(),
            Some(Place::Field {
                mode: Mode::Adding,
                question: Some(_),
                ..
            })
        );
        let filled = matches!(
            self.history.last(),
            Some(Place::Field {
                mode: Mode::Filling,
                ..
            })
        );
        let wanted = if rows.is_empty() || just_added {
            Action::Add
        } else if is_table && !filled {
            Action::FillEmpty
        } else {
            Action::Continue
        };
        let at = |action: &Action| {
            options
                .iter()
                .position(|option| option.gives == Gives::Action(action.clone()))
        };
        at(&wanted).or_else(|| at(&Action::Continue)).unwrap_or(0)
    }

    pub(super) fn pick(
        &self,
        project: &Project<'_>,
        index: usize,
        purpose: Purpose,
    ) -> (PromptKind, Entry) {
        let rows = self.menu_rows(project, index);
        let option = |(at, row): (usize, &Row)| Opt {
            detail: row.key.id.clone().filter(|id| *id != row.title),
            ..Opt::named(Action::Row(at), row.title.clone())
        };
        let options = rows.iter().enumerate().map(option).collect();
        (PromptKind::Pick { purpose, rows }, choice(options, 0))
    }
}
