//! Keys under `answers` go to the places they have today.

use std::collections::{BTreeMap, BTreeSet};

use crate::handbook::{Course, Editions, Handbook, Kind, Question};
use crate::project::{ANSWER_KEYS, key_order};
use crate::yaml::edit::{Draft, EditError, Lifted, Respelling};
use crate::yaml::{Entry, Mapping, Node, Route};

use super::{Fate, PlannedAnswer, UpgradeError, Why, Work, joining};

/// A key under `answers` and what is to become of it.
struct Found {
    /// The key of its step as it is in the file.
    step: String,
    /// Its own key; none for a step that holds no questions.
    key: Option<String>,
    /// The path it had in the older edition.
    path: String,
    goal: Goal,
    /// Whether there is nothing behind its key.
    is_blank: bool,
}

enum Goal {
    /// Stays where it is.
    Stay(usize),
    /// Stays in its step under another key.
    Rename(usize),
    /// Goes to another step.
    Move(usize),
    /// Is a list whose records go to another one.
    Join(usize),
    /// Has no place any more.
    Aside(Why),
    /// Nobody knows it.
    Unknown,
}

impl Goal {
    fn question(&self) -> Option<usize> {
        match self {
            Self::Stay(index) | Self::Rename(index) | Self::Move(index) => Some(*index),
            Self::Join(_) | Self::Aside(_) | Self::Unknown => None,
        }
    }
}

/// Moves every answer to its place of today, or aside.
pub(super) fn place(work: &mut Work<'_>) -> Result<(), UpgradeError> {
    let (found, steps) = {
        let draft = Draft::read(&work.text)?;
        let answers = draft
            .root()
            .and_then(|root| root.at(&Route::keys(["answers"])));
        let Some(answers) = answers.and_then(Node::as_mapping) else {
            return Ok(());
        };
        let survey = Survey::of(answers, work.setting.handbook, work.first);
        (survey.found, survey.steps)
    };
    rename(work, &found, &steps)?;
    let lifted = lift(work, &found, &steps)?;
    // Records are joined to a list once everything else has its place.
    let is_join = |found: &Found| matches!(found.goal, Goal::Join(_));
    for joins in [false, true] {
        let lifted = found.iter().zip(&lifted);
        for (found, lifted) in lifted.filter(|(found, _)| is_join(found) == joins) {
            put(work, found, lifted.as_ref())?;
        }
    }
    Ok(())
}

/// What stands under `answers`, and where it goes.
struct Survey<'s> {
    handbook: &'s Handbook,
    editions: &'s Editions,
    first: usize,
    found: Vec<Found>,
    /// The keys of steps that get another name where they stand.
    steps: BTreeMap<String, String>,
}

impl<'s> Survey<'s> {
    fn of(answers: &Mapping<'_>, handbook: &'s Handbook, first: usize) -> Self {
        let mut survey = Self {
            handbook,
            editions: &handbook.editions,
            first,
            found: Vec::new(),
            steps: BTreeMap::new(),
        };
        survey.name_steps(answers);
        for step in answers {
            match step.value.as_mapping().filter(|map| !map.is_empty()) {
                Some(questions) => questions
                    .iter()
                    .for_each(|entry| survey.add(&step.key, entry)),
                None => survey.add_step(step),
            }
        }
        survey.settle();
        survey
    }

    /// Steps that have another id today are renamed where they stand, unless the new id stands
    /// there too.
    fn name_steps(&mut self, answers: &Mapping<'_>) {
        let mut taken: BTreeSet<String> =
            answers.iter().map(|entry| entry.key.to_string()).collect();
        for entry in answers {
            let is_step = |id: &str| self.handbook.steps.iter().any(|step| step.id == id);
            if let Course::Named(to) = self.editions.follow_step(&entry.key, self.first)
                && to != entry.key
                && is_step(&to)
                && !is_step(&entry.key)
                && taken.insert(to.clone())
            {
                self.steps.insert(entry.key.to_string(), to);
            }
        }
    }

    /// The key a step has once it is renamed.
    fn step_today<'k>(&'k self, key: &'k str) -> &'k str {
        self.steps.get(key).map_or(key, String::as_str)
    }

    /// A step without questions under it: a dropped one goes aside as it is.
    fn add_step(&mut self, step: &Entry<'_>) {
        let is_step = self.handbook.steps.iter().any(|known| known.id == step.key);
        if let Course::Dropped(edition, reason) = self.editions.follow_step(&step.key, self.first)
            && !is_step
        {
            self.found.push(Found {
                step: step.key.to_string(),
                key: None,
                path: step.key.to_string(),
                goal: Goal::Aside(Why::Dropped {
                    edition: edition.name.clone(),
                    reason: reason.clone(),
                }),
                is_blank: false,
            });
        }
    }

    fn add(&mut self, step: &str, entry: &Entry<'_>) {
        let key = entry.key.as_ref();
        let (path, question) = self.question_behind(step, key);
        let goal = match question {
            Err(why) => Goal::Aside(why),
            Ok(None) => Goal::Unknown,
            Ok(Some(index)) if self.is_joined(&path, index) => Goal::Join(index),
            Ok(Some(index)) => self.goal(step, entry, index),
        };
        self.found.push(Found {
            step: step.to_owned(),
            key: Some(key.to_owned()),
            path,
            goal,
            is_blank: entry.value.is_null(),
        });
    }

    /// Whether an edition gave the records of a list to another one.
    fn is_joined(&self, path: &str, index: usize) -> bool {
        let is_list = matches!(self.handbook.questions[index].kind, Kind::Records { .. });
        is_list && !self.editions.mergings(path, self.first).is_empty()
    }

    /// The old path of a key and the question of today it belongs to, if any.
    fn question_behind(&self, step: &str, key: &str) -> (String, Result<Option<usize>, Why>) {
        let former = self.editions.path_of_code(key, self.first);
        let path = match former.filter(|path| path.starts_with(&format!("{step}."))) {
            Some(path) => path.to_owned(),
            None => match self.question_by_code(step, key) {
                Some((path, index)) => return (path, Ok(Some(index))),
                None => format!("{step}.{key}"),
            },
        };
        let own = self.handbook.question_index(&path);
        let own = own.filter(|index| self.handbook.questions[*index].path == path);
        let question = match self.editions.follow(&path, self.first) {
            // An overlay may ask again what an edition dropped.
            Course::Dropped(..) if own.is_some() => Ok(own),
            Course::Dropped(edition, reason) => Err(Why::Dropped {
                edition: edition.name.clone(),
                reason: reason.clone(),
            }),
            Course::Named(today) => {
                let index = self.handbook.question_index(&today);
                Ok(index.filter(|index| self.handbook.questions[*index].path == today))
            }
        };
        (path, question)
    }

    /// The question that still has the code a key is, if it stood in this step.
    fn question_by_code(&self, step: &str, key: &str) -> Option<(String, usize)> {
        let index = self.handbook.question_index(key)?;
        let question = &self.handbook.questions[index];
        if !question.code.eq_ignore_ascii_case(key) {
            return None;
        }
        let moves = self.editions.all.iter().skip(self.first);
        let came_from = moves
            .flat_map(|edition| &edition.questions)
            .find(|(from, _)| {
                let leads_here = || Course::Named(question.path.clone());
                from.starts_with(&format!("{step}."))
                    && self.editions.follow(from, self.first) == leads_here()
            });
        if let Some((from, _)) = came_from {
            return Some((from.clone(), index));
        }
        let own = &self.handbook.steps[question.step].id;
        (own == self.step_today(step)).then(|| (format!("{step}.{}", question.id), index))
    }

    fn goal(&self, step: &str, entry: &Entry<'_>, index: usize) -> Goal {
        let question = &self.handbook.questions[index];
        if question.header.is_some() {
            return Goal::Unknown;
        }
        let has_place = matches!(question.kind, Kind::Value(_) | Kind::Records { .. });
        if !has_place && holds_value(&entry.value) {
            return Goal::Aside(Why::NoPlace {
                path: question.path.clone(),
            });
        }
        if self.handbook.steps[question.step].id != self.step_today(step) {
            return Goal::Move(index);
        }
        let key = entry.key.as_ref();
        if key == question.id || key.eq_ignore_ascii_case(&question.code) {
            Goal::Stay(index)
        } else {
            Goal::Rename(index)
        }
    }

    /// Where several answers have the same place, the one that stands there keeps it.
    fn settle(&mut self) {
        let mut holders: BTreeMap<usize, usize> = BTreeMap::new();
        let rank = |goal: &Goal| match goal {
            Goal::Stay(_) => 0,
            Goal::Rename(_) => 1,
            _ => 2,
        };
        let mut order: Vec<usize> = (0..self.found.len()).collect();
        order.sort_by_key(|position| rank(&self.found[*position].goal));
        for position in order {
            let Some(index) = self.found[position].goal.question() else {
                continue;
            };
            if holders.insert(index, position).is_some() {
                let by = self.handbook.questions[index].path.clone();
                self.found[position].goal = Goal::Aside(Why::PlaceTaken { by });
            }
        }
    }
}

/// Whether an answer says more than a state or a note.
fn holds_value(node: &Node<'_>) -> bool {
    let wrapped = node.as_mapping().filter(|map| {
        let mut entries = map.iter();
        entries.any(|entry| ANSWER_KEYS.contains(&entry.key.as_ref()))
    });
    match wrapped {
        Some(map) => map.get("answer").is_some_and(|answer| !answer.is_null()),
        None => !node.is_null(),
    }
}

/// Gives steps and questions that stay in their place their new keys, all at once.
fn rename(
    work: &mut Work<'_>,
    found: &[Found],
    steps: &BTreeMap<String, String>,
) -> Result<(), UpgradeError> {
    let handbook = work.setting.handbook;
    let step_words = steps
        .iter()
        .map(|(from, to)| Respelling::Key(Route::keys(["answers", from]), to.clone()));
    let question_words = found
        .iter()
        .filter_map(|found| match (&found.goal, &found.key) {
            (Goal::Rename(index), Some(key)) => {
                let route = Route::keys(["answers", &found.step, key]);
                Some(Respelling::Key(
                    route,
                    handbook.questions[*index].id.clone(),
                ))
            }
            _ => None,
        });
    let words: Vec<Respelling> = step_words.chain(question_words).collect();
    if !words.is_empty() {
        let edit = Draft::read(&work.text)?.respell(&words)?;
        work.text = edit.apply(&work.text);
    }
    Ok(())
}

/// Takes out all that goes elsewhere, before anything of it is put anywhere.
fn lift(
    work: &mut Work<'_>,
    found: &[Found],
    steps: &BTreeMap<String, String>,
) -> Result<Vec<Option<Lifted>>, UpgradeError> {
    let mut all = Vec::with_capacity(found.len());
    for found in found {
        let goes = matches!(found.goal, Goal::Move(_) | Goal::Join(_) | Goal::Aside(_));
        if !goes {
            all.push(None);
            continue;
        }
        let step = steps.get(&found.step).unwrap_or(&found.step);
        let mut route = Route::keys(["answers", step]);
        if let Some(key) = &found.key {
            route.push(key.as_str());
        }
        let (lifted, edit) = Draft::read(&work.text)?.take(&route)?;
        work.text = edit.apply(&work.text);
        all.push(Some(lifted));
    }
    Ok(all)
}

/// Puts what was lifted where it goes, and says so in the plan.
fn put(work: &mut Work<'_>, found: &Found, lifted: Option<&Lifted>) -> Result<(), UpgradeError> {
    let handbook = work.setting.handbook;
    let mut answer = PlannedAnswer {
        from: found.path.clone(),
        to: found.goal.question(),
        fate: Fate::Kept,
        why: Vec::new(),
    };
    match (&found.goal, lifted) {
        (Goal::Unknown, _) => {
            work.plan.unknown.push(found.path.clone());
            return Ok(());
        }
        (Goal::Move(index), Some(lifted)) => {
            let question = &handbook.questions[*index];
            answer.fate = Fate::Moved;
            if let Err(error) = plant(work, question, lifted) {
                // What holds the step is no mapping: its place is taken as a whole.
                if !matches!(error, EditError::WrongKind(_)) {
                    return Err(error.into());
                }
                let by = handbook.steps[question.step].id.clone();
                keep_aside(work, &mut answer, Why::PlaceTaken { by }, lifted)?;
            }
        }
        (Goal::Join(index), Some(lifted)) => {
            answer.to = Some(*index);
            joining::join(work, &mut answer, *index, lifted)?;
            if found.is_blank && answer.fate != Fate::KeptAside {
                return Ok(());
            }
        }
        (Goal::Aside(why), Some(lifted)) => keep_aside(work, &mut answer, why.clone(), lifted)?,
        (Goal::Stay(index) | Goal::Rename(index), _)
            if handbook.questions[*index].path != found.path =>
        {
            answer.fate = Fate::Moved;
        }
        _ if found.is_blank => return Ok(()),
        _ => {}
    }
    work.plan.answers.push(answer);
    Ok(())
}

pub(super) fn plant(
    work: &mut Work<'_>,
    question: &Question,
    lifted: &Lifted,
) -> Result<(), EditError> {
    let handbook = work.setting.handbook;
    let step = &handbook.steps[question.step].id;
    let route = Route::keys(["answers", step, &question.id]);
    let order = |route: &Route| key_order(handbook, route);
    let edit = Draft::read(&work.text)?.plant(&route, lifted, &order)?;
    work.text = edit.apply(&work.text);
    Ok(())
}

pub(super) fn keep_aside(
    work: &mut Work<'_>,
    answer: &mut PlannedAnswer,
    why: Why,
    lifted: &Lifted,
) -> Result<(), UpgradeError> {
    let why = vec![why];
    let reason = work.reason(&why, None);
    let edition = work.plan.from.clone();
    work.aside.add(&answer.from, &edition, &reason, lifted)?;
    add_ids(lifted.node(), &mut work.aside_ids);
    answer.to = None;
    answer.fate = Fate::KeptAside;
    answer.why = why;
    Ok(())
}

/// The ids of the records in a list.
fn add_ids(node: &Node<'_>, ids: &mut BTreeSet<String>) {
    for item in list_in(node).into_iter().flatten() {
        let id = item.as_mapping().and_then(|map| map.get("id"));
        ids.extend(id.and_then(Node::text).map(str::to_owned));
    }
}

/// The items of an answer that is a list, bare or in a mapping.
pub(super) fn list_in<'n, 't>(node: &'n Node<'t>) -> Option<&'n [Node<'t>]> {
    let list = node.as_mapping().and_then(|map| map.get("answer"));
    Some(&list.unwrap_or(node).as_sequence()?.items)
}
