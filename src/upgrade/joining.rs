//! Lists whose records another list keeps today: record goes by record, with ids of their own.

use std::collections::BTreeSet;

use crate::handbook::{Handbook, ValueKind, refers_to};
use crate::project::{Project, Record, State, key_order, record_type};
use crate::yaml::edit::{Draft, EditError, Lifted, Respelling};
use crate::yaml::{Data, LineEnding, Node, Route};

use super::fitting::list_route;
use super::marks::Marks;
use super::places::{keep_aside, list_in, plant};
use super::{Fate, PlannedAnswer, PlannedWord, UpgradeError, Why, Work};

/// Records that came from another list.
pub(super) struct Joined {
    /// The index of the question that keeps them now.
    home: usize,
    /// The path of the list they come from, in the older edition.
    from: String,
    /// Their positions in the list.
    positions: std::ops::Range<usize>,
    /// Whether something stood there before them.
    is_beside: bool,
}

/// A list with records from another one, and what may be wrong with it now.
pub(super) struct Doubt {
    home: usize,
    from: String,
    is_beside: bool,
    /// New ids of records that some reference may still mean by their old ones.
    ids: Vec<String>,
}

/// Puts the records of a list behind those of another one; what stood beside them is kept aside.
pub(super) fn join(
    work: &mut Work<'_>,
    answer: &mut PlannedAnswer,
    home: usize,
    lifted: &Lifted,
) -> Result<(), UpgradeError> {
    let question = &work.setting.handbook.questions[home];
    let path = question.path.clone();
    let taken = || Why::PlaceTaken { by: path.clone() };
    answer.fate = Fate::Moved;
    let (is_there, n_there, route) = work.look(|project, handbook| {
        let route = project.value_route(handbook, question);
        (
            project.answer(home).is_some(),
            project.list(home).len(),
            route,
        )
    })?;
    let n_new = list_in(lifted.node()).map_or(0, <[Node<'_>]>::len);
    let positions = n_there..n_there + n_new;
    if is_there && n_new == 0 {
        let node = lifted.node();
        let is_empty = node.is_null() || node.as_sequence().is_some();
        let says_nothing = is_empty && !lifted.has_comments();
        return if says_nothing {
            Ok(())
        } else {
            keep_aside(work, answer, taken(), lifted)
        };
    }
    let rest = if is_there {
        let (list, rest) = apart(lifted, LineEnding::of(&work.text).as_str())?;
        let handbook = work.setting.handbook;
        let order = |route: &Route| key_order(handbook, route);
        match Draft::read(&work.text)?.join(&route, &list, &order) {
            Ok(edit) => work.text = edit.apply(&work.text),
            Err(EditError::WrongKind(_) | EditError::Unsafe) => {
                return keep_aside(work, answer, taken(), lifted);
            }
            Err(error) => return Err(error.into()),
        }
        rest
    } else {
        match plant(work, question, lifted) {
            Ok(()) => None,
            Err(EditError::WrongKind(_)) => return keep_aside(work, answer, taken(), lifted),
            Err(error) => return Err(error.into()),
        }
    };
    work.joined.push(Joined {
        home,
        from: answer.from.clone(),
        positions,
        is_beside: is_there,
    });
    if let Some(rest) = rest {
        let mut beside = answer.clone();
        keep_aside(work, &mut beside, Why::Beside { path }, &rest)?;
        work.plan.answers.push(beside);
    }
    Ok(())
}

/// The list of an answer, and what stands beside it in its mapping.
fn apart(lifted: &Lifted, ending: &str) -> Result<(Lifted, Option<Lifted>), EditError> {
    if lifted.node().as_sequence().is_some() {
        return Ok((lifted.clone(), None));
    }
    // Taken apart in a text of its own, so that comments stay with what they belong to.
    let start = format!("list: here{ending}");
    let route = Route::keys(["answer-of"]);
    let planted = Draft::read(&start)?.plant(&route, lifted, &|_| None)?;
    let text = planted.apply(&start);
    let (list, edit) = Draft::read(&text)?.take(&route.join("answer"))?;
    let text = edit.apply(&text);
    let draft = Draft::read(&text)?;
    let is_left = draft.root().is_some_and(|root| root.at(&route).is_some());
    let rest = is_left.then(|| draft.lift(&route)).transpose()?;
    Ok((list, rest))
}

/// Gives the records that came from other lists what the edition gives them, and ids of their own.
pub(super) fn settle(work: &mut Work<'_>) -> Result<Vec<Doubt>, UpgradeError> {
    let joined = std::mem::take(&mut work.joined).into_iter();
    let doubts = joined.map(|joined| {
        give_fields(work, &joined)?;
        let ids = give_ids(work, &joined)?;
        let Joined {
            home,
            from,
            is_beside,
            ..
        } = joined;
        Ok(Doubt {
            home,
            from,
            is_beside,
            ids,
        })
    });
    doubts.collect()
}

/// Marks lists whose records may be meant by their old ids, and lists of which a state says that
/// there is nothing in them.
pub(super) fn mark(marks: &mut Marks, doubts: Vec<Doubt>) {
    for doubt in doubts {
        let state = marks.before.get(&doubt.home).map(|(state, _)| *state);
        let says_none = [State::Unknown, State::NotApplicable, State::Skipped];
        if doubt.is_beside && state.is_some_and(|state| says_none.contains(&state)) {
            marks.add(doubt.home, Why::Joined { from: doubt.from });
        }
        if !doubt.ids.is_empty() {
            marks.add(doubt.home, Why::NewIds { ids: doubt.ids });
        }
    }
}

fn give_fields(work: &mut Work<'_>, joined: &Joined) -> Result<(), UpgradeError> {
    let handbook = work.setting.handbook;
    let editions = &handbook.editions;
    let mut given: Vec<(String, String)> = Vec::new();
    if let Some(record) = record_type(handbook, Some(joined.home)) {
        for merging in editions.mergings(&joined.from, work.first) {
            given.extend(editions.given(handbook, record, merging));
        }
    }
    for (field, value) in given {
        let routes = work.look(|project, handbook| {
            let list = list_route(project, handbook, Some(joined.home));
            let records = moved(project, joined).filter(|record| record.field(&field).is_none());
            let routes = records.filter(|record| record.fields().is_some());
            let routes = routes.map(|record| list.join(record.index).join(field.as_str()));
            routes.collect::<Vec<_>>()
        })?;
        for route in routes {
            let order = |route: &Route| key_order(handbook, route);
            let value = Data::Text(value.clone());
            let edit = Draft::read(&work.text)?.set(&route, &value, &order)?;
            work.text = edit.apply(&work.text);
        }
    }
    Ok(())
}

fn moved<'p, 'j>(
    project: &'j Project<'p>,
    joined: &'j Joined,
) -> impl Iterator<Item = &'j Record<'p>> {
    let list = project.list(joined.home).iter();
    list.filter(|record| joined.positions.contains(&record.index))
}

/// A record that came with an id which another record of the list has.
struct Renamed {
    route: Route,
    old: String,
    new: String,
}

fn give_ids(work: &mut Work<'_>, joined: &Joined) -> Result<Vec<String>, UpgradeError> {
    let renamed = work.look(|project, handbook| clashes(project, handbook, joined))?;
    if renamed.is_empty() {
        return Ok(Vec::new());
    }
    let mut words: Vec<Respelling> = Vec::new();
    let mut doubtful = Vec::new();
    for one in renamed {
        let first = work.first;
        let (following, others) =
            work.look(|project, handbook| references(project, handbook, joined, &one.old, first))?;
        work.respelt.push(one.old.clone());
        work.respelt
            .extend(following.iter().map(|_| one.old.clone()));
        work.plan.words.push(PlannedWord {
            place: format!("{}.id", joined.from),
            from: one.old,
            to: one.new.clone(),
            count: 1 + following.len(),
        });
        if others > 0 {
            doubtful.push(one.new.clone());
        }
        words.push(Respelling::Scalar(one.route, one.new.clone()));
        let following = following.into_iter();
        words.extend(following.map(|route| Respelling::Scalar(route, one.new.clone())));
    }
    let edit = Draft::read(&work.text)?.respell(&words)?;
    work.text = edit.apply(&work.text);
    Ok(doubtful)
}

fn clashes(project: &Project<'_>, handbook: &Handbook, joined: &Joined) -> Vec<Renamed> {
    let before = project.list(joined.home).iter();
    let before = before.take(joined.positions.start);
    let own: BTreeSet<&str> = before
        .filter_map(|record| Some(record.id()?.text))
        .collect();
    let mut taken: BTreeSet<String> = project
        .records()
        .iter()
        .filter_map(|record| Some(record.id()?.text.to_owned()))
        .collect();
    let list = list_route(project, handbook, Some(joined.home));
    let mut renamed = Vec::new();
    for record in moved(project, joined) {
        let Some(id) = record.id().filter(|id| own.contains(id.text)) else {
            continue;
        };
        let numbered = (2_usize..).map(|n| format!("{}-{n}", id.text));
        let new = numbered.into_iter().find(|new| taken.insert(new.clone()));
        renamed.push(Renamed {
            route: list.join(record.index).join("id"),
            old: id.text.to_owned(),
            new: new.unwrap_or_default(),
        });
    }
    renamed
}

/// The routes to the references that follow a record to its new id, and the number of others that
/// may mean it.
fn references(
    project: &Project<'_>,
    handbook: &Handbook,
    joined: &Joined,
    id: &str,
    first: usize,
) -> (Vec<Route>, usize) {
    let (mut following, mut others) = (Vec::new(), 0);
    let Some(of) = record_type(handbook, Some(joined.home)) else {
        return (following, others);
    };
    let editions = &handbook.editions;
    let mergings = editions.mergings(&joined.from, first);
    let declared = mergings.into_iter();
    let declared: Vec<_> = declared
        .flat_map(|merging| editions.referring(merging))
        .collect();
    for record in project.records() {
        let Some(known) = record_type(handbook, record.home) else {
            continue;
        };
        // Records of the list itself mean their own list by it.
        let is_home = record.home == Some(joined.home);
        let is_moved = is_home && joined.positions.contains(&record.index);
        for field in &known.fields {
            if !refers_to(&field.kind, &of.id) {
                continue;
            }
            let is_declared = declared
                .iter()
                .any(|(of, name)| *of == known.id && *name == field.id);
            let route = list_route(project, handbook, record.home);
            let route = route.join(record.index).join(field.id.as_str());
            let found = routes_to(record, &field.id, &field.kind, &route, id);
            if is_declared && (is_moved || !is_home) {
                following.extend(found);
            } else if !is_declared {
                others += found.len();
            }
        }
    }
    (following, others)
}

/// The routes to the texts of a field that are an id.
fn routes_to(
    record: &Record<'_>,
    field: &str,
    kind: &ValueKind,
    route: &Route,
    id: &str,
) -> Vec<Route> {
    let Some(node) = record.field(field) else {
        return Vec::new();
    };
    match node.as_sequence() {
        Some(list) if kind.is_many() => {
            let items = list.items.iter().enumerate();
            let items = items.filter(|(_, item)| item.text() == Some(id));
            items.map(|(index, _)| route.join(index)).collect()
        }
        _ if node.text() == Some(id) => vec![route.clone()],
        _ => Vec::new(),
    }
}
