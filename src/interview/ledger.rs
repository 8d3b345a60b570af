//! The evidence ledger: attaching its entries, and adding to it.

use crate::handbook::SOURCE_RECORD;
use crate::project::{Change, Project};
use crate::words::nearest;
use crate::yaml::Data;

use super::Session;
use super::effect::{Done, Effect, Given, Notice, Refusal, SourceLine};
use super::place::{Mode, Place, RecordKey, Target};
use super::slug::{slug, unique};

impl Session<'_> {
    /// What a note or source typed now belongs to.
    pub(super) fn target(&self) -> Option<Target> {
        match &self.place {
            Place::Question(question) | Place::Menu(question) => Some(Target::Question(*question)),
            Place::Field {
                question: Some(question),
                key,
                ..
            } if key.home.is_some() => Some(Target::Record {
                question: *question,
                key: key.clone(),
            }),
            Place::Name { question, .. } | Place::AddTo(question) => {
                Some(Target::Question(*question))
            }
            _ => None,
        }
        .filter(|target| match target {
            // The answer to a header question has no room for notes and evidence.
            Target::Question(question) => self.handbook().questions[*question].header.is_none(),
            Target::Record { .. } => true,
        })
    }

    /// The evidence ledger.
    pub(super) fn ledger(&self, project: &Project<'_>, target: Option<&Target>) -> Vec<SourceLine> {
        let attached = target
            .map(|target| attached(project, target))
            .unwrap_or_default();
        let line = |record: &crate::project::Record<'_>| {
            let id = record.id()?.text.to_owned();
            Some(SourceLine {
                title: self.lookup.title(project, record),
                owner: record.text("owner").map(str::to_owned),
                year: record.text("year").map(str::to_owned),
                attached: attached.contains(&id),
                id,
            })
        };
        project.sources().iter().filter_map(line).collect()
    }

    pub(super) fn show_sources(&mut self) {
        let target = self.target();
        let lines = self.with_project(|project| self.ledger(project, target.as_ref()));
        self.effect(Effect::ShowSources(lines));
    }

    /// Attaches the entry with this id, as `source ID` asks.
    pub(super) fn attach_typed(&mut self, typed: &str) {
        let Some(target) = self.target() else {
            return self.say(Notice::NotHere);
        };
        if let Some(id) = self.known_source(typed) {
            self.attach(&target, &id);
        }
    }

    fn known_source(&mut self, typed: &str) -> Option<String> {
        let ledger = self.with_project(|project| self.ledger(project, None));
        let typed = typed.trim();
        let same = |line: &&SourceLine| line.id == typed || line.title.eq_ignore_ascii_case(typed);
        if let Some(line) = ledger.iter().find(same) {
            return Some(line.id.clone());
        }
        let nearest = nearest(typed, ledger.iter().map(|line| line.id.as_str()), 3);
        self.say(Notice::NoSuchSource {
            typed: typed.to_owned(),
            nearest,
        });
        None
    }

    /// Attaches an entry of the ledger; true where it is attached afterwards.
    fn attach(&mut self, target: &Target, id: &str) -> bool {
        let attached = self.with_project(|project| attached(project, target));
        if attached.iter().any(|own| own == id) {
            self.say(Notice::AlreadyAttached(id.to_owned()));
            return true;
        }
        let Some(change) = self.attaching(target, id, &attached) else {
            return false;
        };
        let mut what = self.describe(Done::Attached, Some(target.question()));
        what.record = Some(id.to_owned());
        self.save(vec![change], what, 0)
    }

    fn attaching(&mut self, target: &Target, id: &str, attached: &[String]) -> Option<Change> {
        match target {
            Target::Question(question) => Some(Change::Evidence {
                question: *question,
                source: id.to_owned(),
            }),
            Target::Record { key, .. } => {
                let ids = attached.iter().map(String::as_str).chain([id]);
                let value = Data::Sequence(ids.map(|id| Data::Text(id.to_owned())).collect());
                self.field_change(key, "evidence", Some(value))
            }
        }
    }

    /// Begins a new entry of the ledger that is attached to what is being asked.
    pub(super) fn new_source(&mut self) {
        if matches!(self.place, Place::SourceTitle { .. } | Place::Done) {
            return self.say(Notice::NotHere);
        }
        let target = self.target();
        let then = Box::new(self.place.clone());
        self.go(Place::SourceTitle { target, then });
    }

    pub(super) fn new_source_in_field(
        &mut self,
        question: Option<usize>,
        key: RecordKey,
        field: usize,
        mode: Mode,
    ) {
        let target = self.target();
        let then = Box::new(Place::Field {
            question,
            key,
            field,
            mode,
        });
        self.go(Place::SourceTitle { target, then });
    }

    /// Takes the title of a new source, writes it, attaches it and asks for the rest.
    pub(super) fn take_source(&mut self, target: Option<&Target>, then: Place, given: &Given) {
        let Given::Text(text) = given else {
            return self.say(Notice::NotHere);
        };
        let title = text.trim();
        if title.is_empty() {
            self.settle_draft();
            self.place = then;
            return;
        }
        let proposed = self.proposed_id.clone();
        let (id, index, attached) = self.with_project(|project| {
            let is_taken = |id: &str| project.record(id).is_some();
            let proposed = proposed.filter(|id| crate::project::is_id(id) && !is_taken(id));
            let id = proposed.unwrap_or_else(|| unique(slug(title, SOURCE_RECORD), is_taken));
            let attached = target.map(|target| attached(project, target));
            (id, project.sources().len(), attached.unwrap_or_default())
        });
        let fields = vec![
            ("id".to_owned(), Data::Text(id.clone())),
            ("title".to_owned(), Data::Text(title.to_owned())),
        ];
        let mut changes = vec![Change::AddRecord {
            home: None,
            at: None,
            fields,
        }];
        if let Some(target) = target {
            changes.extend(self.attaching(target, &id, &attached));
        }
        let mut what = self.describe(Done::Added, None);
        what.record = Some(title.to_owned());
        if !self.save(changes, what, 0) {
            return;
        }
        self.settle_draft();
        self.proposed_id = None;
        self.after_source = Some(then);
        let key = RecordKey {
            home: None,
            index,
            id: Some(id),
        };
        self.place = Place::Field {
            question: None,
            key,
            field: 0,
            mode: Mode::Adding,
        };
    }

    /// Goes on where the interview was before the new source.
    pub(super) fn end_of_source(&mut self) {
        let then = self.after_source.take();
        self.history
            .retain(|place| !matches!(place, Place::Field { question: None, .. }));
        match then {
            Some(Place::Field {
                question,
                key,
                field,
                mode,
            }) => {
                let is_evidence = matches!(
                    self.asked_field(question, &key, field, mode),
                    Some(super::field::Asked::Evidence)
                );
                if is_evidence {
                    self.next_field(question, key, field, mode);
                } else {
                    self.place = Place::Field {
                        question,
                        key,
                        field,
                        mode,
                    };
                }
            }
            Some(place) => self.place = place,
            None => self.place = self.next_place(None),
        }
        if self.history.last() == Some(&self.place) {
            self.history.pop();
        }
    }

    /// Takes the entries chosen for the evidence of a record.
    pub(super) fn take_evidence(
        &mut self,
        question: Option<usize>,
        key: &RecordKey,
        field: usize,
        mode: Mode,
        given: &Given,
    ) {
        let typed: Vec<String> = match given {
            Given::Many(ids) => ids.clone(),
            Given::One(text) | Given::Text(text) => {
                let parts = text.split([',', ';']).map(str::trim);
                parts
                    .filter(|part| !part.is_empty())
                    .map(str::to_owned)
                    .collect()
            }
        };
        let target = Target::Record {
            question: question.unwrap_or_default(),
            key: key.clone(),
        };
        for typed in typed {
            let Some(id) = self.known_source(&typed) else {
                let kind = crate::handbook::ValueKind::Reference {
                    to: vec![SOURCE_RECORD.to_owned()],
                    many: true,
                };
                let fault = crate::project::ValueFault::UnknownCode;
                return self.refuse(
                    Refusal::Value {
                        fault,
                        kind,
                        nearest: None,
                    },
                    given,
                );
            };
            if !self.attach(&target, &id) {
                return;
            }
        }
        self.settle_draft();
        self.next_field(question, key.clone(), field, mode);
    }
}

/// The ids attached to something.
fn attached(project: &Project<'_>, target: &Target) -> Vec<String> {
    match target {
        Target::Question(question) => {
            let answer = project.answer(*question);
            let evidence = answer
                .map(|answer| answer.evidence.as_slice())
                .unwrap_or_default();
            evidence.iter().map(|id| id.text.to_owned()).collect()
        }
        Target::Record { key, .. } => {
            let ids = key.find(project).map(|record| record.texts("evidence"));
            ids.unwrap_or_default()
                .iter()
                .map(|id| id.text.to_owned())
                .collect()
        }
    }
}
