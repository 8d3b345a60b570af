//! Words and fields get their names of today; what does not fit is marked for a review.

use std::collections::BTreeMap;

use crate::handbook::Handbook;
use crate::project::{Change, Project, State, apply_changes};
use crate::yaml::edit::{Draft, Lifted, Portion};
use crate::yaml::{Data, Route};

use super::marks::Marks;
use super::names::{Cut, Names};
use super::{Before, Fate, PlannedAnswer, PlannedField, UpgradeError, Work, joining};

/// Fits all answers and records to the handbook of today.
pub(super) fn fit(work: &mut Work<'_>) -> Result<(), UpgradeError> {
    let names = work.look(|project, handbook| Names::of(project, handbook, work.first))?;
    respell(work, &names)?;
    work.plan.words = names.words();
    let doubts = joining::settle(work)?;
    note_renamed_fields(work, &names);
    let cuts = note_cuts(work, names.cuts);
    let marks = work.look(|project, handbook| {
        let mut marks = Marks::of(project, work, handbook);
        marks.add_declared(project, handbook);
        marks
    })?;
    let mut marks = marks;
    joining::mark(&mut marks, doubts);
    note_misfits(work, &marks);
    rework(work, &cuts, &marks)
}

impl<'w> Work<'w> {
    /// Looks at the text as it is now through the handbook of today.
    pub(super) fn look<T>(
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
        self.planned(home).map_or_else(
            || self.setting.handbook.questions[home].path.clone(),
            |position| self.plan.answers[position].from.clone(),
        )
    }

    /// The position in the plan of the answer to a question: its own before one that joined it.
    fn planned(&self, question: usize) -> Option<usize> {
        let editions = &self.setting.handbook.editions;
        let answers = self.plan.answers.iter().enumerate();
        let mut answers: Vec<_> = answers
            .filter(|(_, one)| one.to == Some(question))
            .collect();
        answers.sort_by_key(|(_, one)| !editions.mergings(&one.from, self.first).is_empty());
        answers.first().map(|(position, _)| *position)
    }
}

/// The list a record is kept in.
pub(super) type Home = Option<usize>;

/// The route to a list in the file.
pub(super) fn list_route(project: &Project<'_>, handbook: &Handbook, home: Home) -> Route {
    match home {
        None => Route::keys(["sources"]),
        Some(home) => project.value_route(handbook, &handbook.questions[home]),
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
        match work.planned(*question) {
            Some(position) => {
                let answer = &mut work.plan.answers[position];
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
