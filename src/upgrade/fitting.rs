//! Words and fields get their names of today; what does not fit is marked for a review.

use std::collections::{BTreeMap, BTreeSet};

use crate::handbook::{Course, Editions, Handbook, Kind, Question, RecordType, ValueKind};
use crate::project::{Change, Project, Record, State, apply_changes, read_value, record_type};
use crate::yaml::edit::{Draft, Lifted, Portion, Respelling};
use crate::yaml::{Data, Entry, Mapping, Node, Route};

use super::{Before, Fate, PlannedAnswer, PlannedField, PlannedWord, UpgradeError, Why, Work};

/// Fits all answers and records to the handbook of today.
pub(super) fn fit(work: &mut Work<'_>) -> Result<(), UpgradeError> {
    let names = work.look(|project, handbook| Names::of(project, handbook, work.first))?;
    respell(work, &names)?;
    work.plan.words = names.words();
    note_renamed_fields(work, &names);
    let cuts = note_cuts(work, names.cuts);
    let marks = work.look(|project, handbook| {
        let mut marks = Marks::of(project, work, handbook);
        marks.add_declared(project, handbook);
        marks
    })?;
    note_misfits(work, &marks);
    rework(work, &cuts, &marks)
}

impl<'w> Work<'w> {
    /// Looks at the text as it is now through the handbook of today.
    fn look<T>(
        &self,
        look: impl FnOnce(&Project<'_>, &'w Handbook) -> T,
    ) -> Result<T, UpgradeError> {
        let draft = Draft::read(&self.text)?;
        let root = draft.root().ok_or(UpgradeError::Faulty)?;
        let handbook = self.setting.handbook;
        Ok(look(&Project::read(root, handbook), handbook))
    }

    /// The path a list had in the older edition.
    fn old_path(&self, home: Option<usize>) -> String {
        let Some(home) = home else {
            return "sources".to_owned();
        };
        let mut answers = self.plan.answers.iter();
        let answer = answers.find(|answer| answer.to == Some(home));
        answer.map_or_else(
            || self.setting.handbook.questions[home].path.clone(),
            |answer| answer.from.clone(),
        )
    }
}

/// The list a record is kept in.
type Home = Option<usize>;

/// The route to a list in the file.
fn list_route(project: &Project<'_>, handbook: &Handbook, home: Home) -> Route {
    match home {
        None => Route::keys(["sources"]),
        Some(home) => project.value_route(handbook, &handbook.questions[home]),
    }
}

/// A field that leaves its record.
struct Cut {
    home: Home,
    /// The route to the field.
    route: Route,
    record: String,
    field: String,
    why: Why,
}

/// The names that are others today.
struct Names<'n> {
    editions: &'n Editions,
    first: usize,
    words: Vec<Respelling>,
    /// Lists in which two words became one.
    merged: Vec<(Route, Vec<String>)>,
    cuts: Vec<Cut>,
    /// Place, old and new word.
    respelt: Vec<(String, String, String)>,
    /// List, old and new field, record.
    fields: Vec<(Home, String, String, String)>,
}

impl<'n> Names<'n> {
    fn of(project: &Project<'_>, handbook: &'n Handbook, first: usize) -> Self {
        let mut names = Self {
            editions: &handbook.editions,
            first,
            words: Vec::new(),
            merged: Vec::new(),
            cuts: Vec::new(),
            respelt: Vec::new(),
            fields: Vec::new(),
        };
        for answer in project.answers() {
            let question = &handbook.questions[answer.question];
            if let (Kind::Value(kind), Some(node)) = (&question.kind, answer.value) {
                let route = project.value_route(handbook, question);
                names.add_choices(handbook, kind, node, &route, &question.path);
            }
        }
        for record in project.records() {
            if let (Some(fields), Some(known)) =
                (record.fields(), record_type(handbook, record.home))
            {
                let route = list_route(project, handbook, record.home).join(record.index);
                names.add_record(handbook, (*record, known), fields, &route);
            }
        }
        names
    }

    fn add_record(
        &mut self,
        handbook: &Handbook,
        (record, known): (Record<'_>, &RecordType),
        fields: &Mapping<'_>,
        route: &Route,
    ) {
        let mut taken: BTreeSet<&str> = fields.iter().map(|entry| entry.key.as_ref()).collect();
        for entry in fields {
            let key = entry.key.as_ref();
            let here = route.join(key);
            let is_known = matches!(key, "id" | "note" | "evidence") || known.field(key).is_some();
            let field = if is_known {
                known.field(key)
            } else {
                match self.editions.follow_field(&known.id, key, self.first) {
                    Course::Dropped(edition, reason) => {
                        let why = Why::Dropped {
                            edition: edition.name.clone(),
                            reason: reason.clone(),
                        };
                        self.cut(record, entry, here, why);
                        continue;
                    }
                    Course::Named(to) => match known.field(&to) {
                        Some(field) if taken.insert(&field.id) => {
                            self.words.push(Respelling::Key(here.clone(), to.clone()));
                            let (home, id) = (record.home, record.handle());
                            self.fields.push((home, key.to_owned(), to, id));
                            Some(field)
                        }
                        Some(field) => {
                            let by = field.id.clone();
                            self.cut(record, entry, here, Why::PlaceTaken { by });
                            continue;
                        }
                        None => None,
                    },
                }
            };
            if let Some(field) = field {
                let list = record
                    .home
                    .map_or("sources", |home| &handbook.questions[home].path);
                let place = format!("{list}.{}", field.id);
                self.add_choices(handbook, &field.kind, &entry.value, &here, &place);
            }
        }
    }

    fn cut(&mut self, record: Record<'_>, entry: &Entry<'_>, route: Route, why: Why) {
        self.cuts.push(Cut {
            home: record.home,
            route,
            record: record.handle(),
            field: entry.key.to_string(),
            why,
        });
    }

    fn add_choices(
        &mut self,
        handbook: &Handbook,
        kind: &ValueKind,
        node: &Node<'_>,
        route: &Route,
        place: &str,
    ) {
        let Some(set) = kind.set() else { return };
        let today = |text: &str| -> Option<String> {
            if handbook.is_choice(set, text) {
                return None;
            }
            let to = self.editions.follow_choice(set, text, self.first);
            (to != text).then_some(to)
        };
        let mut respelt = Vec::new();
        if let Some(text) = node.text() {
            if let Some(to) = today(text) {
                respelt.push((route.clone(), text.to_owned(), to));
            }
        } else if let Some(list) = node.as_sequence() {
            let mut all = Vec::new();
            for (index, item) in list.items.iter().enumerate() {
                let Some(text) = item.text() else { return };
                let to = today(text);
                all.push(to.clone().unwrap_or_else(|| text.to_owned()));
                if let Some(to) = to {
                    respelt.push((route.join(index), text.to_owned(), to));
                }
            }
            let distinct: BTreeSet<&String> = all.iter().collect();
            if !respelt.is_empty() && distinct.len() < all.len() {
                let mut seen = BTreeSet::new();
                all.retain(|word| seen.insert(word.clone()));
                self.merged.push((route.clone(), all));
                for (_, from, to) in respelt {
                    self.respelt.push((place.to_owned(), from, to));
                }
                return;
            }
        }
        for (route, from, to) in respelt {
            self.words.push(Respelling::Scalar(route, to.clone()));
            self.respelt.push((place.to_owned(), from, to));
        }
    }

    /// The words, those of one place together.
    fn words(&self) -> Vec<PlannedWord> {
        let mut words: Vec<PlannedWord> = Vec::new();
        for (place, from, to) in &self.respelt {
            let same = |word: &&mut PlannedWord| word.place == *place && word.from == *from;
            match words.iter_mut().find(same) {
                Some(word) => word.count += 1,
                None => words.push(PlannedWord {
                    place: place.clone(),
                    from: from.clone(),
                    to: to.clone(),
                    count: 1,
                }),
            }
        }
        words
    }
}

/// Writes the names of today.
fn respell(work: &mut Work<'_>, names: &Names<'_>) -> Result<(), UpgradeError> {
    // Lists are written before the keys of their fields change, while their routes still lead there.
    for (route, words) in &names.merged {
        let data = Data::Sequence(words.iter().cloned().map(Data::Text).collect());
        let edit = Draft::read(&work.text)?.set(route, &data, &|_| None)?;
        work.text = edit.apply(&work.text);
    }
    if !names.words.is_empty() {
        let edit = Draft::read(&work.text)?.respell(&names.words)?;
        work.text = edit.apply(&work.text);
    }
    let gone = names.respelt.iter().map(|(_, from, _)| from.clone());
    work.respelt.extend(gone);
    Ok(())
}

fn note_renamed_fields(work: &mut Work<'_>, names: &Names<'_>) {
    for (home, from, to, record) in &names.fields {
        let list = work.old_path(*home);
        let field = PlannedField {
            list,
            field: from.clone(),
            to: Some(to.clone()),
            fate: Fate::Moved,
            records: vec![record.clone()],
            why: Vec::new(),
        };
        add_field(&mut work.plan.fields, field);
    }
}

/// Says in the plan which fields leave their records, and orders them by the entry they are in.
fn note_cuts(work: &mut Work<'_>, cuts: Vec<Cut>) -> BTreeMap<Route, Vec<Cut>> {
    let mut by_entry: BTreeMap<Route, Vec<Cut>> = BTreeMap::new();
    for cut in cuts {
        let list = work.old_path(cut.home);
        let field = PlannedField {
            list,
            field: cut.field.clone(),
            to: None,
            fate: Fate::KeptAside,
            records: vec![cut.record.clone()],
            why: vec![cut.why.clone()],
        };
        add_field(&mut work.plan.fields, field);
        by_entry
            .entry(entry_route(&cut.route))
            .or_default()
            .push(cut);
    }
    by_entry
}

/// The route to the entry of a question, or to the ledger, from one inside it.
fn entry_route(route: &Route) -> Route {
    let is_answer = route.steps().first() == Some(&"answers".into());
    let depth = if is_answer { 3 } else { 1 };
    route.steps().iter().take(depth).cloned().collect()
}

/// Adds a field to those of the same list, name and fate.
fn add_field(fields: &mut Vec<PlannedField>, field: PlannedField) {
    let same = |known: &&mut PlannedField| {
        known.list == field.list
            && known.field == field.field
            && known.fate == field.fate
            && known.why == field.why
    };
    match fields.iter_mut().find(same) {
        Some(known) => known.records.extend(field.records),
        None => fields.push(field),
    }
}

/// What needs a review.
#[derive(Default)]
struct Marks {
    /// By question.
    why: BTreeMap<usize, Vec<Why>>,
    /// What stood beside the answers before.
    before: BTreeMap<usize, (State, Option<String>)>,
    /// Fields that do not fit: list, field, record.
    fields: Vec<(Home, String, String)>,
    /// The reviews the handbook asks for.
    declared: Vec<(usize, Why)>,
}

impl Marks {
    fn of(project: &Project<'_>, work: &Work<'_>, handbook: &Handbook) -> Self {
        let mut marks = Self::default();
        for answer in project.answers() {
            let question = &handbook.questions[answer.question];
            let state = answer.state.and_then(|state| State::parse(state.text));
            if let Some(state) = state {
                let reason = answer.reason.map(|reason| reason.text.to_owned());
                marks.before.insert(answer.question, (state, reason));
            }
            let Some(node) = answer.value else { continue };
            let fits = match &question.kind {
                Kind::Value(kind) => {
                    read_value(kind, node, handbook, work.setting.has_code).is_ok()
                }
                Kind::Records { .. } => node.as_sequence().is_some(),
                _ => true,
            };
            if !fits && question.header.is_none() {
                marks.add(answer.question, Why::DoesNotFit);
            }
        }
        for record in project.records() {
            marks.add_record(project, work, handbook, *record);
        }
        let reviews = handbook.editions.reviews(work.first);
        marks.declared = reviews
            .filter_map(|(edition, path, reason)| {
                let why = Why::Changed {
                    edition: edition.name.clone(),
                    reason: reason.clone(),
                };
                Some((handbook.question_index(&path)?, why))
            })
            .collect();
        marks
    }

    fn add(&mut self, question: usize, why: Why) {
        let known = self.why.entry(question).or_default();
        if !known.contains(&why) {
            known.push(why);
        }
    }

    fn add_record(
        &mut self,
        project: &Project<'_>,
        work: &Work<'_>,
        handbook: &Handbook,
        record: Record<'_>,
    ) {
        let (Some(fields), Some(known)) = (record.fields(), record_type(handbook, record.home))
        else {
            return;
        };
        for entry in fields {
            let Some(field) = known.field(&entry.key).filter(|_| !entry.value.is_null()) else {
                continue;
            };
            if read_value(&field.kind, &entry.value, handbook, work.setting.has_code).is_err() {
                self.fields
                    .push((record.home, field.id.clone(), record.handle()));
                if let Some(question) = asking(handbook, record.home, &field.id) {
                    self.add_field(question, &field.id, record.handle());
                }
            }
            if let ValueKind::Reference { .. } = field.kind {
                let ids: Vec<String> = record
                    .texts(&field.id)
                    .iter()
                    .filter(|id| {
                        work.aside_ids.contains(id.text) && project.record(id.text).is_none()
                    })
                    .map(|id| id.text.to_owned())
                    .collect();
                if let (false, Some(question)) =
                    (ids.is_empty(), asking(handbook, record.home, &field.id))
                {
                    self.add_references(question, &field.id, ids);
                }
            }
        }
    }

    fn add_field(&mut self, question: usize, name: &str, record: String) {
        let why = self.why.entry(question).or_default();
        for known in &mut *why {
            if let Why::FieldDoesNotFit { field, records } = known
                && field == name
            {
                records.push(record);
                return;
            }
        }
        why.push(Why::FieldDoesNotFit {
            field: name.to_owned(),
            records: vec![record],
        });
    }

    fn add_references(&mut self, question: usize, name: &str, new: Vec<String>) {
        let why = self.why.entry(question).or_default();
        for known in &mut *why {
            if let Why::RefersAside { field, ids } = known
                && field == name
            {
                let new = new.into_iter().filter(|id| !ids.contains(id));
                let new: Vec<String> = new.collect();
                ids.extend(new);
                return;
            }
        }
        why.push(Why::RefersAside {
            field: name.to_owned(),
            ids: new,
        });
    }

    /// Adds the reviews that the handbook asks for, of what was answered.
    fn add_declared(&mut self, project: &Project<'_>, handbook: &Handbook) {
        for (question, why) in std::mem::take(&mut self.declared) {
            let state = project.state(handbook, question);
            let is_header = handbook.questions[question].header.is_some();
            let is_computed = matches!(handbook.questions[question].kind, Kind::Computed { .. });
            if !is_header && !is_computed && !matches!(state, State::Blank | State::Skipped) {
                self.add(question, why);
            }
        }
    }
}

/// The question that asks for a field: the list's own where it does, else a table of it, else the
/// list's own; none for the evidence ledger.
fn asking(handbook: &Handbook, home: Home, field: &str) -> Option<usize> {
    let home = home?;
    let asks = |index: &usize| {
        let question: &Question = &handbook.questions[*index];
        let of_list = handbook
            .home_of(question)
            .is_some_and(|list| list.path == handbook.questions[home].path);
        of_list
            && question
                .kind
                .asked_fields()
                .iter()
                .any(|asked| asked == field)
    };
    let all = 0..handbook.questions.len();
    let found = Some(home)
        .filter(asks)
        .or_else(|| all.into_iter().find(asks));
    found.or(Some(home))
}

/// Says in the plan what needs a review.
fn note_misfits(work: &mut Work<'_>, marks: &Marks) {
    for (home, field, record) in &marks.fields {
        let list = work.old_path(*home);
        let planned = PlannedField {
            list,
            field: field.clone(),
            to: Some(field.clone()),
            fate: Fate::NeedsReview,
            records: vec![record.clone()],
            why: Vec::new(),
        };
        add_field(&mut work.plan.fields, planned);
    }
    for (question, why) in &marks.why {
        let path = &work.setting.handbook.questions[*question].path;
        let mut answers = work.plan.answers.iter_mut();
        match answers.find(|answer| answer.to == Some(*question)) {
            Some(answer) => {
                answer.fate = Fate::NeedsReview;
                answer.why.clone_from(why);
            }
            None => work.plan.answers.push(PlannedAnswer {
                from: path.clone(),
                to: Some(*question),
                fate: Fate::NeedsReview,
                why: why.clone(),
            }),
        }
    }
}

/// Takes fields out of their records and marks answers, each in a small text of its own.
fn rework(
    work: &mut Work<'_>,
    cuts: &BTreeMap<Route, Vec<Cut>>,
    marks: &Marks,
) -> Result<(), UpgradeError> {
    let entries = work.look(|project, handbook| {
        let marked = marks.why.keys().map(|question| {
            let route = project.route(handbook, &handbook.questions[*question]);
            let route = project.root.at(&route).is_some().then_some(route);
            (route, Some(*question))
        });
        let cut = cuts.keys().map(|route| (Some(route.clone()), None));
        marked.chain(cut).collect::<Vec<_>>()
    })?;
    let mut by_route: BTreeMap<Route, Option<usize>> = BTreeMap::new();
    let mut unwritten = Vec::new();
    for (route, question) in entries {
        match route {
            Some(route) => {
                let known = by_route.entry(route).or_default();
                *known = known.or(question);
            }
            None => unwritten.extend(question),
        }
    }
    let cut_out: Vec<Option<Portion>> = {
        let draft = Draft::read(&work.text)?;
        by_route.keys().map(|route| draft.portion(route)).collect()
    };
    let mut portions = Vec::new();
    let mut crowded = Vec::new();
    for ((route, question), portion) in by_route.into_iter().zip(cut_out) {
        let Some(mut portion) = portion else {
            crowded.push((route, question));
            continue;
        };
        let cuts = cuts.get(&route).map_or(&[][..], Vec::as_slice);
        portion.text = reworked(work, portion.text, cuts, question, marks)?;
        portions.push(portion);
    }
    let edit = Draft::read(&work.text)?.put_back(&portions)?;
    work.text = edit.apply(&work.text);
    // Entries that share their lines with others are edited in the whole text.
    for (route, question) in crowded {
        let cuts = cuts.get(&route).map_or(&[][..], Vec::as_slice);
        let text = std::mem::take(&mut work.text);
        work.text = reworked(work, text, cuts, question, marks)?;
    }
    for question in unwritten {
        let text = std::mem::take(&mut work.text);
        work.text = marked(work, &text, question, marks)?;
    }
    Ok(())
}

/// A text with the fields of one entry taken out and its question marked.
fn reworked(
    work: &mut Work<'_>,
    mut text: String,
    cuts: &[Cut],
    question: Option<usize>,
    marks: &Marks,
) -> Result<String, UpgradeError> {
    for cut in cuts {
        let (lifted, edit): (Lifted, _) = Draft::read(&text)?.take(&cut.route)?;
        text = edit.apply(&text);
        let list = work.old_path(cut.home);
        let path = if cut.record.starts_with('[') {
            format!("{list}{}.{}", cut.record, cut.field)
        } else {
            format!("{list}[{}].{}", cut.record, cut.field)
        };
        let reason = work.reason(std::slice::from_ref(&cut.why), None);
        let edition = work.plan.from.clone();
        work.aside.add(&path, &edition, &reason, &lifted)?;
    }
    match question {
        Some(question) => marked(work, &text, question, marks),
        None => Ok(text),
    }
}

/// A text with the answer to a question marked for a review.
fn marked(
    work: &Work<'_>,
    text: &str,
    question: usize,
    marks: &Marks,
) -> Result<String, UpgradeError> {
    let why = marks.why.get(&question).map_or(&[][..], Vec::as_slice);
    let before = marks.before.get(&question).map(|(state, reason)| Before {
        state: *state,
        reason: reason.as_deref(),
    });
    let change = Change::State {
        question,
        state: Some(State::NeedsReview),
        reason: Some(work.reason(why, before.as_ref())),
    };
    apply_changes(text, work.setting.handbook, &[change])
        .map_err(|error| UpgradeError::Unsafe(error.to_string()))
}
