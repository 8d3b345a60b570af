//! Lists and tables, record by record: add, change, remove, move.

use crate::handbook::{Kind, RecordType, ValueKind};
use crate::project::{Change, Project, Record, State};

use super::Session;
use super::answer::clearing;
use super::effect::{Action, Done, Effect, Notice};
use super::place::{Mode, Place, Purpose, RecordKey};

impl Session<'_> {
    /// The records a question is about in this run.
    pub(super) fn rows<'p>(&self, project: &Project<'p>, index: usize) -> Vec<Record<'p>> {
        let question = &self.handbook().questions[index];
        let mut rows = match question.kind {
            Kind::Records { .. } | Kind::Table { .. } => {
                project.records_in(self.handbook(), question)
            }
            _ => Vec::new(),
        };
        if let Some(body) = &self.options.scope.for_body {
            rows.retain(|record| self.names(record, index, body));
        }
        rows
    }

    fn names(&self, record: &Record<'_>, index: usize, body: &str) -> bool {
        let handbook = self.handbook();
        let of = handbook.record_at(index);
        let fields = of.map_or(&[][..], |of| of.fields.as_slice());
        let is_body = |to: &[String]| to.iter().any(|to| to == "body");
        let named = fields.iter().any(|field| match &field.kind {
            ValueKind::Reference { to, .. } if is_body(to) => {
                record.texts(&field.id).iter().any(|id| id.text == body)
            }
            _ => false,
        });
        named || record.id().is_some_and(|id| id.text == body)
    }

    /// The index of the question that keeps the records, and their type.
    pub(super) fn home(&self, index: usize) -> Option<(usize, &RecordType)> {
        let handbook = self.handbook();
        let question = &handbook.questions[index];
        let home = handbook.question_index(&handbook.home_of(question)?.path)?;
        Some((home, handbook.record_of(question)?))
    }

    /// Whether records may be added here.
    pub(super) fn may_add(&self, project: &Project<'_>, index: usize) -> bool {
        match &self.handbook().questions[index].kind {
            Kind::Records { max, .. } => {
                max.is_none_or(|max| self.rows(project, index).len() < max)
            }
            Kind::Table { add, .. } => *add,
            _ => false,
        }
    }

    /// Does what was chosen.
    pub(super) fn act(&mut self, action: Action) {
        match (self.place.clone(), action) {
            (_, Action::Quit) | (Place::Done, Action::Continue) => self.quit(),
            (Place::Intro { question }, Action::Continue) => {
                let place = self.opening(question);
                self.go(place);
            }
            (Place::Stale { cause, stale }, Action::ReviewNow) => {
                self.review = stale;
                self.go_on(cause);
            }
            (Place::Stale { cause, .. }, Action::ReviewLater | Action::Continue) => {
                self.go_on(cause);
            }
            (Place::Done, Action::AskAgain) => {
                self.passed.clear();
                let place = self.next_place(None);
                self.go(place);
            }
            (Place::Menu(question), action) => self.act_on_list(question, &action),
            (Place::Pick { question, purpose }, Action::Row(row)) => {
                self.picked(question, purpose, row);
            }
            (Place::MoveTo { question, key }, Action::Position(to)) => {
                self.move_to(question, &key, to);
            }
            (Place::Remove { question, key }, Action::RemoveIt) => self.remove(question, &key),
            (Place::Remove { question, .. }, Action::KeepIt) => self.place = Place::Menu(question),
            (
                Place::Field {
                    question,
                    key,
                    field,
                    mode,
                },
                Action::LeaveEmpty,
            ) => {
                self.set_field(question, &key, field, mode, None);
            }
            (
                Place::Field {
                    question,
                    key,
                    field,
                    mode,
                },
                Action::Continue,
            ) => {
                self.next_field(question, key, field, mode);
            }
            (
                Place::Field {
                    question,
                    key,
                    field,
                    mode,
                },
                Action::NewSource,
            ) => {
                self.new_source_in_field(question, key, field, mode);
            }
            (Place::AddTo(question) | Place::Name { question, .. }, Action::LeaveEmpty) => {
                self.place = Place::Menu(question);
            }
            _ => self.say(Notice::NotHere),
        }
    }

    fn go_on(&mut self, after: usize) {
        let place = self.next_place(Some(after));
        self.go(place);
    }

    fn act_on_list(&mut self, question: usize, action: &Action) {
        match action {
            Action::Add => self.begin_adding(question),
            Action::FillEmpty => self.fill_empty(question),
            Action::Change(row) => self.picked(question, Purpose::Change, *row),
            Action::ChangeOther => self.go(Place::Pick {
                question,
                purpose: Purpose::Change,
            }),
            Action::Remove => self.go(Place::Pick {
                question,
                purpose: Purpose::Remove,
            }),
            Action::Reorder => self.go(Place::Pick {
                question,
                purpose: Purpose::Move,
            }),
            Action::Continue => self.finish_list(question),
            _ => self.say(Notice::NotHere),
        }
    }

    /// Leaves a list: one with records is settled by that.
    fn finish_list(&mut self, question: usize) {
        let (state, has_rows) = self.with_project(|project| {
            let state = project.state(self.handbook(), question);
            (state, !self.rows(project, question).is_empty())
        });
        let reviewed = has_rows || state == State::NeedsReview;
        let said_to_be_open = self.with_project(|project| {
            project
                .answer(question)
                .is_some_and(|answer| answer.state.is_some())
        });
        if reviewed && said_to_be_open && !self.confirm(question, state) {
            return;
        }
        self.leave(question);
    }

    /// Saves a change to a list, with everything that it settles and makes stale.
    pub(super) fn save_list_change(
        &mut self,
        question: usize,
        home: usize,
        mut changes: Vec<Change>,
        done: Done,
        record: String,
        field: Option<String>,
    ) -> bool {
        let handbook = self.handbook();
        let path = handbook.questions[question].path.as_str();
        let home_path = handbook.questions[home].path.as_str();
        let state = self.with_project(|project| {
            let answer = project.answer(question);
            answer
                .and_then(|answer| answer.state)
                .and_then(|state| State::parse(state.text))
        });
        // A list that was skipped has its first answer; one in review stays so until it is left.
        let begun = matches!(
            state,
            Some(State::Skipped | State::Unknown | State::NotApplicable)
        );
        if let (true, Some(state)) = (begun && done != Done::Removed, state) {
            changes.extend(clearing(question, state));
        }
        let paths: &[&str] = if path == home_path {
            &[path]
        } else {
            &[path, home_path]
        };
        let marks = self.stale_marks(paths, question);
        let n = marks.len();
        changes.extend(marks);
        let mut what = self.describe(done, Some(question));
        what.record = Some(record);
        what.field = field;
        self.save(changes, what, n)
    }

    fn picked(&mut self, question: usize, purpose: Purpose, row: usize) {
        let key =
            self.with_project(|project| self.rows(project, question).get(row).map(RecordKey::of));
        let Some(key) = key else {
            return self.say(Notice::RecordGone);
        };
        match purpose {
            Purpose::Change => {
                let mode = Mode::Changing;
                self.go(Place::Field {
                    question: Some(question),
                    key,
                    field: 0,
                    mode,
                });
                self.settle_field();
            }
            Purpose::Remove => self.go(Place::Remove { question, key }),
            Purpose::Move => self.go(Place::MoveTo { question, key }),
        }
    }

    fn move_to(&mut self, question: usize, key: &RecordKey, row: usize) {
        let ends = self.with_project(|project| {
            let from = key.find(project)?.index;
            let to = self.rows(project, question).get(row)?.index;
            Some((from, to))
        });
        let Some((from, to)) = ends else {
            return self.say(Notice::RecordGone);
        };
        if from != to {
            let home = key.home;
            let changes = vec![Change::MoveRecord { home, from, to }];
            let mut what = self.describe(Done::Moved, Some(question));
            what.record = self.title_of(key);
            if !self.save(changes, what, 0) {
                return;
            }
        }
        self.place = Place::Menu(question);
    }

    fn remove(&mut self, question: usize, key: &RecordKey) {
        let found = self.with_project(|project| {
            key.find(project)
                .map(|record| (record.index, self.lookup.title(project, record)))
        });
        let (Some((record, title)), Some(home)) = (found, key.home) else {
            self.place = Place::Menu(question);
            return self.say(Notice::RecordGone);
        };
        let changes = vec![Change::RemoveRecord {
            home: Some(home),
            record,
        }];
        if self.save_list_change(question, home, changes, Done::Removed, title, None) {
            self.place = Place::Menu(question);
        }
    }

    /// The places that refer to a record: code, record title, field id.
    pub(super) fn references(
        &self,
        project: &Project<'_>,
        key: &RecordKey,
    ) -> Vec<(String, String, String)> {
        let Some(id) = key.id.as_deref() else {
            return Vec::new();
        };
        let handbook = self.handbook();
        let mut found = Vec::new();
        for record in project.records() {
            let Some(of) = project.type_of(handbook, record) else {
                continue;
            };
            let code = record
                .home
                .map_or("", |home| handbook.questions[home].code.as_str());
            for field in &of.fields {
                let refers = matches!(field.kind, ValueKind::Reference { .. })
                    && record.texts(&field.id).iter().any(|text| text.text == id);
                if refers {
                    let title = self.lookup.title(project, record);
                    found.push((code.to_owned(), title, field.id.clone()));
                }
            }
        }
        found
    }

    pub(super) fn skip_in_list(&mut self) -> bool {
        match self.place.clone() {
            Place::Field {
                question,
                key,
                field,
                mode,
            } => {
                self.next_field(question, key, field, mode);
            }
            Place::Name { question, .. }
            | Place::AddTo(question)
            | Place::Pick { question, .. }
            | Place::MoveTo { question, .. }
            | Place::Remove { question, .. } => self.place = Place::Menu(question),
            Place::Reason(_) | Place::Note(_) => self.back(),
            Place::SourceTitle { then, .. } => self.place = *then,
            _ => return false,
        }
        true
    }

    pub(super) fn effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }
}
