//! Lists and tables, record by record: add, change, remove, move.

use crate::handbook::{Kind, RecordType, ValueKind};
use crate::project::{Change, Project, Record, State, Value};
use crate::yaml::Data;

use super::Session;
use super::answer::clearing;
use super::effect::{Action, Done, Effect, Given, Notice, Refusal};
use super::place::{Mode, Place, Purpose, RecordKey};
use super::slug::{slug, unique};

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
        let of = handbook.record_of(&handbook.questions[index]);
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
            Kind::Records { max, .. } => max.is_none_or(|max| self.rows(project, index).len() < max),
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
            (Place::MoveTo { question, key }, Action::Position(to)) => self.move_to(question, &key, to),
            (Place::Remove { question, key }, Action::RemoveIt) => self.remove(question, &key),
            (Place::Remove { question, .. }, Action::KeepIt) => self.place = Place::Menu(question),
            (Place::Field { question, key, field, mode }, Action::LeaveEmpty) => {
                self.set_field(question, &key, field, mode, None);
            }
            (Place::Field { question, key, field, mode }, Action::Continue) => {
                self.next_field(question, key, field, mode);
            }
            (Place::Field { question, key, field, mode }, Action::NewSource) => {
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
            Action::ChangeOther => self.go(Place::Pick { question, purpose: Purpose::Change }),
            Action::Remove => self.go(Place::Pick { question, purpose: Purpose::Remove }),
            Action::Reorder => self.go(Place::Pick { question, purpose: Purpose::Move }),
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
            project.answer(question).is_some_and(|answer| answer.state.is_some())
        });
        if reviewed && said_to_be_open && !self.confirm(question, state) {
            return;
        }
        self.leave(question);
    }

    fn begin_adding(&mut self, question: usize) {
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
                return self.refuse(Refusal::Value { fault, kind, nearest: None }, given);
            }
            Err(refusal) => return self.refuse(refusal, given),
        };
        let Kind::Table { filter, .. } = &self.handbook().questions[question].kind else { return };
        let fixed = filter.iter().filter_map(|(own, values)| {
            let value = if *own == field { Some(&value) } else { values.first() };
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
                    (self.new_id(project, &of, &name), project.list(home).len(), value, name)
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
        let changes = vec![Change::AddRecord { home: Some(home), at: None, fields }];
        if !self.save_list_change(question, home, changes, Done::Added, name, None) {
            return;
        }
        self.settle_draft();
        self.proposed_id = None;
        let key = RecordKey { home: Some(home), index, id: Some(id) };
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
        let label = present.labels.into_iter().next().filter(|_| first.id != of.title);
        label.unwrap_or_else(|| value.canonical())
    }

    /// Goes to the field after the first; the way back leads to that one.
    fn after_adding(&mut self, question: usize, key: RecordKey, first: &str) {
        let mode = Mode::Adding;
        let asked = self.asked_fields(Some(question), mode);
        let at = asked.iter().position(|field| field == first);
        match at {
            Some(field) => {
                self.place = Place::Field { question: Some(question), key: key.clone(), field, mode };
                self.next_field(Some(question), key, field, mode);
            }
            None if asked.is_empty() => self.place = Place::Menu(question),
            None => {
                self.place = Place::Field { question: Some(question), key, field: 0, mode };
                self.settle_field();
            }
        }
    }

    fn new_id(&self, project: &Project<'_>, of: &RecordType, name: &str) -> String {
        let is_taken = |id: &str| project.record(id).is_some();
        let proposed = self.proposed_id.clone().filter(|id| crate::project::is_id(id) && !is_taken(id));
        proposed.unwrap_or_else(|| unique(slug(name, &of.id), is_taken))
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
            answer.and_then(|answer| answer.state).and_then(|state| State::parse(state.text))
        });
        // A list that was skipped has its first answer; one in review stays so until it is left.
        let begun = matches!(state, Some(State::Skipped | State::Unknown | State::NotApplicable));
        if let (true, Some(state)) = (begun && done != Done::Removed, state) {
            changes.extend(clearing(question, state));
        }
        let paths: &[&str] = if path == home_path { &[path] } else { &[path, home_path] };
        let marks = self.stale_marks(paths, question);
        let n = marks.len();
        changes.extend(marks);
        let mut what = self.describe(done, Some(question));
        what.record = Some(record);
        what.field = field;
        self.save(changes, what, n)
    }

    fn picked(&mut self, question: usize, purpose: Purpose, row: usize) {
        let key = self.with_project(|project| self.rows(project, question).get(row).map(RecordKey::of));
        let Some(key) = key else { return self.say(Notice::RecordGone) };
        match purpose {
            Purpose::Change => {
                let mode = Mode::Changing;
                self.go(Place::Field { question: Some(question), key, field: 0, mode });
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
        let Some((from, to)) = ends else { return self.say(Notice::RecordGone) };
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
            key.find(project).map(|record| (record.index, self.lookup.title(project, record)))
        });
        let (Some((record, title)), Some(home)) = (found, key.home) else {
            self.place = Place::Menu(question);
            return self.say(Notice::RecordGone);
        };
        let changes = vec![Change::RemoveRecord { home: Some(home), record }];
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
        let Some(id) = key.id.as_deref() else { return Vec::new() };
        let handbook = self.handbook();
        let mut found = Vec::new();
        for record in project.records() {
            let Some(of) = project.type_of(handbook, record) else { continue };
            let code = record.home.map_or("", |home| handbook.questions[home].code.as_str());
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
            Place::Field { question, key, field, mode } => {
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
