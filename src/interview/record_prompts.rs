//! The prompts of a record: its part of the list, its name, its fields.

use crate::handbook::SOURCE_RECORD;
use crate::project::Project;

use super::Session;
use super::describe::choice;
use super::effect::Action;
use super::entry::{Entry, Gives, Opt, Present};
use super::field::Asked;
use super::place::{Mode, RecordKey, Target};
use super::prompt::PromptKind;

impl Session<'_> {
    pub(super) fn parts(&self, project: &Project<'_>, index: usize) -> (PromptKind, Entry) {
        let nothing = || (String::new(), String::new(), Vec::new());
        let (of, field, options) = self.home(index).zip(self.part_field(index)).map_or_else(
            nothing,
            |((_, of), (field, values))| {
                let kind = of.field(field).map(|field| field.kind.clone());
                let labels = kind.map(|kind| self.lookup.candidates(&kind, project));
                let options = labels.unwrap_or_default().into_iter();
                let options = options.filter(|(id, _)| values.contains(id));
                let option = |(id, label)| Opt {
                    gives: Gives::Value(id),
                    label: Some(label),
                    detail: None,
                };
                (
                    of.id.clone(),
                    field.to_owned(),
                    options.map(option).collect(),
                )
            },
        );
        (
            PromptKind::AddTo { of, field },
            Entry::Choice {
                options,
                default: None,
            },
        )
    }

    pub(super) fn name(&self, project: &Project<'_>, index: usize) -> (PromptKind, Entry) {
        let n = self.rows(project, index).len();
        let Some((_, of)) = self.home(index) else {
            let (of, field, created_in) = (String::new(), String::new(), Vec::new());
            let kind = PromptKind::Name {
                of,
                field,
                n,
                created_in,
            };
            return (kind, self.line(None));
        };
        let field = self.first_field(index, of);
        let name = field.map_or(&of.title, |field| &field.id).clone();
        let created_in = field.map(|field| self.created_in(project, &field.kind));
        let created_in = created_in.unwrap_or_default();
        let kind = PromptKind::Name {
            of: of.id.clone(),
            field: name,
            n,
            created_in,
        };
        let entry = field.map(|field| {
            self.lookup
                .entry(&field.kind, &Present::default(), self.draft(), project)
        });
        let mut entry = entry.unwrap_or_else(|| self.line(None));
        if let Entry::Choice { options, .. } = &mut entry {
            options.push(Opt::action(Action::LeaveEmpty));
        }
        (kind, entry)
    }

    pub(super) fn field(
        &self,
        project: &Project<'_>,
        question: Option<usize>,
        key: &RecordKey,
        field: usize,
        mode: Mode,
    ) -> (PromptKind, Entry) {
        let ids = self.asked_fields(question, mode);
        let id = ids.get(field).cloned().unwrap_or_default();
        let of = match key.home {
            Some(home) => self
                .home(home)
                .map(|(_, of)| of.id.clone())
                .unwrap_or_default(),
            None => SOURCE_RECORD.to_owned(),
        };
        let record = key.find(project);
        let asked = self.asked_field(question, key, field, mode);
        let (kind, present, entry) = match (asked, record) {
            (Some(Asked::Own(own)), Some(record)) => {
                let present = self.present_field(project, record, &own.kind, &own.id);
                let is_name = self
                    .handbook()
                    .records
                    .get(&of)
                    .is_some_and(|of| of.title == own.id);
                let proposed = is_name
                    .then(|| self.proposed_name(project, record))
                    .flatten();
                let begun = self.draft().or(proposed.as_deref());
                let mut entry = self.lookup.entry(&own.kind, &present, begun, project);
                complete(&mut entry, own.required);
                (Some(own.kind), present, entry)
            }
            (Some(Asked::Evidence), Some(_)) => (
                None,
                Present::default(),
                self.evidence(project, question, key),
            ),
            (_, record) => {
                let note = record.and_then(|record| record.text("note"));
                (None, Present::default(), self.line(note))
            }
        };
        let created_in = kind.as_ref().map(|kind| self.created_in(project, kind));
        let prompt = PromptKind::Field {
            of,
            field: id,
            kind,
            record: self.name_of(project, key),
            number: field + 1,
            total: ids.len(),
            mode,
            present,
            created_in: created_in.unwrap_or_default(),
        };
        (prompt, entry)
    }

    fn evidence(&self, project: &Project<'_>, question: Option<usize>, key: &RecordKey) -> Entry {
        let target = Target::Record {
            question: question.unwrap_or_default(),
            key: key.clone(),
        };
        let ledger = self.ledger(project, Some(&target));
        let attached = ledger.iter().filter(|line| line.attached).count();
        let free = ledger.into_iter().filter(|line| !line.attached);
        let option = |line: super::SourceLine| Opt {
            detail: Some(line.id.clone()),
            label: Some(line.title),
            gives: Gives::Value(line.id),
        };
        let mut options: Vec<Opt> = free.map(option).collect();
        options.push(Opt::action(Action::NewSource));
        options.push(Opt::action(Action::Continue));
        let last = options.len() - 1;
        choice(options, if attached > 0 { last } else { 0 })
    }
}

/// Lets a field that may be empty be left so.
fn complete(entry: &mut Entry, required: bool) {
    if required {
        return;
    }
    match entry {
        Entry::Choice { options, default } => {
            options.push(Opt::action(Action::LeaveEmpty));
            if default.is_none() && options.len() == 1 {
                *default = Some(0);
            }
        }
        // A list to choose several from needs at least one option.
        Entry::Choices { options, .. } if options.is_empty() => {
            let options = vec![Opt::action(Action::LeaveEmpty)];
            *entry = Entry::Choice {
                options,
                default: Some(0),
            };
        }
        _ => {}
    }
}
