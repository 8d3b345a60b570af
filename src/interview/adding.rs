//! Adding records to lists and tables.

use crate::handbook::{Kind, RecordType};
use crate::project::{Change, Project, Value};
use crate::yaml::Data;

use super::Session;
use super::effect::{Done, Given, Notice, Refusal};
use super::place::{Mode, Place, RecordKey};
use super::slug::{slug, unique};

impl Session<'_> {
    pub(super) fn begin_adding(&mut self, question: usize) {
        let may_add = self.with_project(|project| self.may_add(project, question));
        if !may_add {
            return self.say(Notice::ListFull(question));
        }
        match &self.handbook().questions[question].kind {
            Kind::Records { preset, .. } => {
                let fixed = preset.clone().into_iter().collect();
                self.go(Place::Name { question, fixed });
            }
            Kind::Table { filter, .. } => {
                let single = filter.iter().all(|(_, values)| values.len() == 1);
                if single {
                    let first = |(field, values): (&String, &Vec<String>)| {
                        values.first().map(|value| (field.clone(), value.clone()))
                    };
                    let fixed = filter.iter().filter_map(first).collect();
                    self.go(Place::Name { question, fixed });
                } else {
                    self.go(Place::AddTo(question));
                }
            }
            _ => self.say(Notice::NotHere),
        }
    }

    /// The field that decides which table a record belongs to, and its values there.
    pub(super) fn part_field(&self, question: usize) -> Option<(&str, &[String])> {
        let Kind::Table { filter, .. } = &self.handbook().questions[question].kind else {
            return None;
        };
        let (field, values) = filter.iter().find(|(_, values)| values.len() > 1)?;
        Some((field, values))
    }

    /// Takes the part of the list that a new record belongs to.
    pub(super) fn take_part(&mut self, question: usize, given: &Given) {
        let (_, of) = match self.home(question) {
            Some((home, of)) => (home, of.clone()),
            None => return self.say(Notice::NotHere),
        };
        let Some((field, values)) = self.part_field(question) else {
            return self.say(Notice::NotHere);
        };
        let (field, values) = (field.to_owned(), values.to_vec());
        let Some(kind) = of.field(&field).map(|field| field.kind.clone()) else {
            return self.say(Notice::NotHere);
        };
        let read = self.with_project(|project| self.lookup.read(&kind, given, project));
        let value = match read {
            Ok(Some(Value::Choice(value) | Value::Code(value))) if values.contains(&value) => value,
            Ok(None) => {
                self.place = Place::Menu(question);
                return;
            }
            Ok(Some(_)) => {
                let fault = crate::project::ValueFault::UnknownChoice;
                return self.refuse(
                    Refusal::Value {
                        fault,
                        kind,
                        nearest: None,
                    },
                    given,
                );
            }
            Err(refusal) => return self.refuse(refusal, given),
        };
        let Kind::Table { filter, .. } = &self.handbook().questions[question].kind else {
            return;
        };
        let fixed = filter.iter().filter_map(|(own, values)| {
            let value = if *own == field {
                Some(&value)
            } else {
                values.first()
            };
            value.map(|value| (own.clone(), value.clone()))
        });
        let fixed = fixed.collect();
        self.go(Place::Name { question, fixed });
    }

    /// Takes the name of a new record and writes it; an empty one ends the adding.
    pub(super) fn take_name(&mut self, question: usize, fixed: &[(String, String)], given: &Given) {
        let Some((home, of)) = self.home(question).map(|(home, of)| (home, of.clone())) else {
            return self.say(Notice::NotHere);
        };
        let Some(first) = self.first_field(question, &of).cloned() else {
            return self.say(Notice::NotHere);
        };
        let read = self.with_project(|project| {
            self.lookup.read(&first.kind, given, project).map(|value| {
                value.map(|value| {
                    let name = self.name_from(project, &of, &first, &value);
                    (
                        self.new_id(project, &of, &name),
                        project.list(home).len(),
                        value,
                        name,
                    )
                })
            })
        });
        let (id, index, value, name) = match read {
            Ok(Some(read)) => read,
            Ok(None) => {
                self.settle_draft();
                self.place = Place::Menu(question);
                return;
            }
            Err(refusal) => return self.refuse(refusal, given),
        };
        let mut fields = vec![
            ("id".to_owned(), Data::Text(id.clone())),
            (first.id.clone(), value.to_data()),
        ];
        if first.id != of.title {
            fields.insert(1, (of.title.clone(), Data::Text(name.clone())));
        }
        let fixed = fixed.iter().filter(|(field, _)| *field != first.id);
        fields.extend(fixed.map(|(field, value)| (field.clone(), Data::Text(value.clone()))));
        let changes = vec![Change::AddRecord {
            home: Some(home),
            at: None,
            fields,
        }];
        if !self.save_list_change(question, home, changes, Done::Added, name, None) {
            return;
        }
        self.settle_draft();
        self.proposed_id = None;
        let key = RecordKey {
            home: Some(home),
            index,
            id: Some(id),
        };
        self.after_adding(question, key, &first.id);
    }

    /// The name of a new record: what was given, or the name of what was given.
    fn name_from(
        &self,
        project: &Project<'_>,
        of: &RecordType,
        first: &crate::handbook::Field,
        value: &Value,
    ) -> String {
        let present = self.lookup.present(&first.kind, value.clone(), project);
        let label = present
            .labels
            .into_iter()
            .next()
            .filter(|_| first.id != of.title);
        label.unwrap_or_else(|| value.canonical())
    }

    /// Goes to the field after the first; the way back leads to that one.
    fn after_adding(&mut self, question: usize, key: RecordKey, first: &str) {
        let mode = Mode::Adding;
        let asked = self.asked_fields(Some(question), mode);
        let at = asked.iter().position(|field| field == first);
        match at {
            Some(field) => {
                self.place = Place::Field {
                    question: Some(question),
                    key: key.clone(),
                    field,
                    mode,
                };
                self.next_field(Some(question), key, field, mode);
            }
            None if asked.is_empty() => self.place = Place::Menu(question),
            None => {
                self.place = Place::Field {
                    question: Some(question),
                    key,
                    field: 0,
                    mode,
                };
                self.settle_field();
            }
        }
    }

    fn new_id(&self, project: &Project<'_>, of: &RecordType, name: &str) -> String {
        let is_taken = |id: &str| project.record(id).is_some();
        let proposed = self
            .proposed_id
            .clone()
            .filter(|id| crate::project::is_id(id) && !is_taken(id));
        proposed.unwrap_or_else(|| unique(slug(name, &of.id), is_taken))
    }
}
