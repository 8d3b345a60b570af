//! Changes to a project, and the edits of the file's text that make them.

use crate::handbook::{Handbook, RecordType, SOURCE_RECORD};
use crate::yaml::edit::{self, Draft, EditError};
use crate::yaml::{Data, Node, Route, Step};

use super::wrap::wrap_answer;
use super::{ANSWER_KEYS, HEADER_KEYS, Project, State};

/// One change to a project, named by what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Sets the answer to a question that holds one value or a list of values.
    Answer {
        /// The index of the question.
        question: usize,
        /// The value in the notation of the file.
        value: Data,
    },
    /// Sets or clears the state of an answer; `answered` is what an answer is without a state.
    State {
        /// The index of the question.
        question: usize,
        /// The state; none clears it together with the reason.
        state: Option<State>,
        /// The reason, required for what does not apply.
        reason: Option<String>,
    },
    /// Sets or removes the note of an answer.
    Note {
        /// The index of the question.
        question: usize,
        /// The note.
        note: Option<String>,
    },
    /// Adds an entry of the evidence ledger to an answer.
    Evidence {
        /// The index of the question.
        question: usize,
        /// The id in the ledger.
        source: String,
    },
    /// Removes the whole entry of a question.
    Clear {
        /// The index of the question.
        question: usize,
    },
    /// Adds a record to a list; none adds to the evidence ledger.
    AddRecord {
        /// The index of the question that keeps the list.
        home: Option<usize>,
        /// Where in the list; none adds at the end.
        at: Option<usize>,
        /// The fields, `id` first.
        fields: Vec<(String, Data)>,
    },
    /// Sets or removes a field of a record.
    Field {
        /// The index of the question that keeps the list.
        home: Option<usize>,
        /// The position in the list.
        record: usize,
        /// The field.
        field: String,
        /// The value; none removes the field.
        value: Option<Data>,
    },
    /// Removes a record.
    RemoveRecord {
        /// The index of the question that keeps the list.
        home: Option<usize>,
        /// The position in the list.
        record: usize,
    },
    /// Moves a record inside its list.
    MoveRecord {
        /// The index of the question that keeps the list.
        home: Option<usize>,
        /// The position it has.
        from: usize,
        /// The position it gets.
        to: usize,
    },
    /// Sets a key at the top of the file.
    Header {
        /// The key.
        key: String,
        /// The value.
        value: Data,
    },
}

/// Why a change cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// The text is not the project that was looked at: a list or record is not where it was.
    #[error("the file has no such place: {0}")]
    NoPlace(String),
    /// The edit would have changed something else too, or would not read back; nothing is written.
    #[error("the change cannot be written safely: {0}")]
    Unsafe(String),
}

/// Makes changes one after another and returns the new text.
///
/// Only the lines of what changes are touched; comments, order, blank lines and quoting stay.
///
/// # Errors
///
/// [`ChangeError`]; no change is made then.
pub fn apply_changes(
    text: &str,
    handbook: &Handbook,
    changes: &[Change],
) -> Result<String, ChangeError> {
    let mut text = text.to_owned();
    for change in changes {
        text = apply_change(&text, handbook, change)?;
    }
    Ok(text)
}

fn apply_change(text: &str, handbook: &Handbook, change: &Change) -> Result<String, ChangeError> {
    match change {
        Change::Answer { question, value } => {
            let route = draft(text, handbook, |project| {
                project.value_route(handbook, &handbook.questions[*question])
            })?;
            set(text, handbook, &route, value)
        }
        Change::State {
            question,
            state,
            reason,
        } => set_state(text, handbook, *question, *state, reason.as_deref()),
        Change::Note { question, note } => {
            let note = note.as_ref().map(|note| Data::Text(note.clone()));
            set_part(text, handbook, *question, "note", note)
        }
        Change::Evidence { question, source } => add_evidence(text, handbook, *question, source),
        Change::Clear { question } => {
            let route = route_of(text, handbook, *question)?;
            remove(text, &route)
        }
        Change::AddRecord { home, at, fields } => add_record(text, handbook, *home, *at, fields),
        Change::Field {
            home,
            record,
            field,
            value,
        } => {
            let route = list_route(text, handbook, *home)?
                .join(*record)
                .join(field.as_str());
            match value {
                Some(value) => set(text, handbook, &route, value),
                None => remove(text, &route),
            }
        }
        Change::RemoveRecord { home, record } => {
            let route = list_route(text, handbook, *home)?;
            let edit = edit::remove_item(text, &route, *record);
            Ok(edit.map_err(|error| refused(&error))?.apply(text))
        }
        Change::MoveRecord { home, from, to } => {
            let route = list_route(text, handbook, *home)?;
            let edit = edit::move_item(text, &route, *from, *to);
            Ok(edit.map_err(|error| refused(&error))?.apply(text))
        }
        Change::Header { key, value } => set(text, handbook, &Route::keys([key.as_str()]), value),
    }
}

fn refused(error: &EditError) -> ChangeError {
    match error {
        EditError::NoSuchPlace(route) | EditError::WrongKind(route) => {
            ChangeError::NoPlace(route.to_string())
        }
        EditError::Faulty | EditError::Unsafe => ChangeError::Unsafe(error.to_string()),
    }
}

/// Looks at the text as a project.
fn draft<T>(
    text: &str,
    handbook: &Handbook,
    look: impl FnOnce(&Project<'_>) -> T,
) -> Result<T, ChangeError> {
    let draft = Draft::read(text).map_err(|error| refused(&error))?;
    let root = draft
        .root()
        .ok_or_else(|| ChangeError::NoPlace(String::new()))?;
    Ok(look(&Project::read(root, handbook)))
}

fn route_of(text: &str, handbook: &Handbook, question: usize) -> Result<Route, ChangeError> {
    draft(text, handbook, |project| {
        project.route(handbook, &handbook.questions[question])
    })
}

fn list_route(text: &str, handbook: &Handbook, home: Option<usize>) -> Result<Route, ChangeError> {
    let Some(home) = home else {
        return Ok(Route::keys(["sources"]));
    };
    draft(text, handbook, |project| {
        project.value_route(handbook, &handbook.questions[home])
    })
}

fn set(text: &str, handbook: &Handbook, route: &Route, data: &Data) -> Result<String, ChangeError> {
    let order = |route: &Route| key_order(handbook, route);
    let edit = edit::set_with_order(text, route, data, &order);
    Ok(edit.map_err(|error| refused(&error))?.apply(text))
}

fn remove(text: &str, route: &Route) -> Result<String, ChangeError> {
    match edit::remove(text, route) {
        Ok(edit) => Ok(edit.apply(text)),
        Err(EditError::NoSuchPlace(_)) => Ok(text.to_owned()),
        Err(error) => Err(refused(&error)),
    }
}

fn add_record(
    text: &str,
    handbook: &Handbook,
    home: Option<usize>,
    at: Option<usize>,
    fields: &[(String, Data)],
) -> Result<String, ChangeError> {
    let route = list_route(text, handbook, home)?;
    let data = Data::Mapping(fields.to_vec());
    let n_items = draft(text, handbook, |project| {
        project
            .root
            .at(&route)
            .and_then(Node::as_sequence)
            .map(|list| list.items.len())
    })?;
    match n_items {
        // The key has to go to its place in the handbook's order.
        None => set(text, handbook, &route, &Data::Sequence(vec![data])),
        Some(n) => {
            let edit = edit::insert_item(text, &route, at.unwrap_or(n).min(n), &data);
            Ok(edit.map_err(|error| refused(&error))?.apply(text))
        }
    }
}

fn set_state(
    text: &str,
    handbook: &Handbook,
    question: usize,
    state: Option<State>,
    reason: Option<&str>,
) -> Result<String, ChangeError> {
    let written = state.filter(|state| !matches!(state, State::Answered | State::Blank));
    let name = written.map(|state| Data::Text(state.name().to_owned()));
    let text = set_part(text, handbook, question, "state", name)?;
    let reason = reason
        .filter(|_| written.is_some())
        .map(|reason| Data::Text(reason.to_owned()));
    set_part(&text, handbook, question, "reason", reason)
}

fn add_evidence(
    text: &str,
    handbook: &Handbook,
    question: usize,
    source: &str,
) -> Result<String, ChangeError> {
    let mut sources = draft(text, handbook, |project| {
        let answer = project.answer(question);
        let evidence = answer
            .map(|answer| answer.evidence.as_slice())
            .unwrap_or_default();
        evidence
            .iter()
            .map(|source| source.text.to_owned())
            .collect::<Vec<_>>()
    })?;
    if sources.iter().any(|known| known == source) {
        return Ok(text.to_owned());
    }
    sources.push(source.to_owned());
    let data = Data::Sequence(sources.into_iter().map(Data::Text).collect());
    set_part(text, handbook, question, "evidence", Some(data))
}

/// Sets or removes a part of an answer beside the answer itself, wrapping a bare one first.
fn set_part(
    text: &str,
    handbook: &Handbook,
    question: usize,
    part: &str,
    value: Option<Data>,
) -> Result<String, ChangeError> {
    let route = route_of(text, handbook, question)?;
    let shape = draft(text, handbook, |project| {
        let answer = project.answer(question);
        answer.map(|answer| (answer.wrapped, answer.node.is_null()))
    })?;
    let route_part = route.join(part);
    match (shape, value) {
        (Some((true, _)), None) => remove(text, &route_part),
        (_, None) => Ok(text.to_owned()),
        (Some((false, false)), Some(value)) => {
            let wrapped = wrap_answer(text, &route)?;
            set(&wrapped, handbook, &route_part, &value)
        }
        (_, Some(value)) => set(text, handbook, &route_part, &value),
    }
}

/// The keys of the mapping at a route, in the order they are written.
fn key_order(handbook: &Handbook, route: &Route) -> Option<Vec<String>> {
    let owned = |keys: &[&str]| Some(keys.iter().map(|key| (*key).to_owned()).collect());
    let keys: Vec<&str> = route
        .steps()
        .iter()
        .map(|step| match step {
            Step::Key(key) => key.as_str(),
            Step::Index(_) => "",
        })
        .collect();
    match keys.as_slice() {
        [] => owned(&HEADER_KEYS),
        ["answers"] => Some(handbook.steps.iter().map(|step| step.id.clone()).collect()),
        ["answers", step] => {
            let step = handbook.step_index(step)?;
            Some(
                handbook
                    .questions_of(step)
                    .iter()
                    .map(|question| question.id.clone())
                    .collect(),
            )
        }
        ["sources", ""] => record_order(handbook.records.get(SOURCE_RECORD)?),
        ["answers", _, _] => owned(&ANSWER_KEYS),
        ["answers", step, question, ..] if keys.last() == Some(&"") => {
            let question = handbook.question(&format!("{step}.{question}"))?;
            record_order(handbook.record_of(question)?)
        }
        _ => None,
    }
}

fn record_order(record: &RecordType) -> Option<Vec<String>> {
    let fields = record.fields.iter().map(|field| field.id.as_str());
    let ends = ["note", "evidence"];
    Some(
        std::iter::once("id")
            .chain(fields)
            .chain(ends)
            .map(str::to_owned)
            .collect(),
    )
}
