//! Changes to a project, and the edits of the file's text that make them.

use crate::handbook::{Handbook, RecordType, SOURCE_RECORD};
use crate::yaml::edit::{Draft, Edit, EditError};
use crate::yaml::{Data, Node, Route, Step, parse};

use super::spacing::{close_gap, has_step, set_apart, step_of};
use super::wrap::wrap_answer;
use super::{ANSWER_KEYS, HEADER_KEYS, Project, SUPPRESS_KEYS, State};

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
        /// The value; null removes the key.
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
    let mut rest = changes;
    while let [change, tail @ ..] = rest {
        let n_together = begin_list(&mut text, handbook, rest)?;
        if n_together == 0 {
            text = apply_change(&text, handbook, change)?;
        }
        rest = if n_together == 0 {
            tail
        } else {
            &rest[n_together..]
        };
    }
    Ok(text)
}

/// Writes several records that begin a list in one piece; the number of changes made.
fn begin_list(
    text: &mut String,
    handbook: &Handbook,
    changes: &[Change],
) -> Result<usize, ChangeError> {
    let Some(Change::AddRecord { home: list, .. }) = changes.first() else {
        return Ok(0);
    };
    let together = changes.iter().map_while(|change| match change {
        Change::AddRecord {
            home,
            at: None,
            fields,
        } if home == list => Some(Data::Mapping(fields.clone())),
        _ => None,
    });
    let items: Vec<Data> = together.collect();
    if items.len() < 2 {
        return Ok(0);
    }
    let made = {
        let draft = Draft::read(text).map_err(|error| refused(&error))?;
        let sheet = Sheet {
            text,
            draft,
            handbook,
        };
        let route = sheet.list_route(*list)?;
        let found = sheet.draft.root().and_then(|root| root.at(&route));
        if found.and_then(Node::as_sequence).is_some() {
            return Ok(0);
        }
        let n_items = items.len();
        (sheet.set(&route, &Data::Sequence(items))?, n_items)
    };
    *text = made.0;
    Ok(made.1)
}

/// A text read once, with the view of it that tells where things are.
struct Sheet<'s> {
    text: &'s str,
    draft: Draft<'s>,
    handbook: &'s Handbook,
}

fn apply_change(text: &str, handbook: &Handbook, change: &Change) -> Result<String, ChangeError> {
    let draft = Draft::read(text).map_err(|error| refused(&error))?;
    let sheet = Sheet {
        text,
        draft,
        handbook,
    };
    match change {
        Change::Answer { question, value } => {
            let question = &handbook.questions[*question];
            let route = sheet.look(|project| project.value_route(handbook, question))?;
            sheet.set(&route, value)
        }
        Change::State {
            question,
            state,
            reason,
        } => sheet.set_state(*question, *state, reason.as_deref()),
        Change::Note { question, note } => {
            let note = note.as_ref().map(|note| Data::Text(note.clone()));
            sheet.set_parts(*question, &[("note", note)])
        }
        Change::Evidence { question, source } => sheet.add_evidence(*question, source),
        Change::Clear { question } => sheet.remove(&sheet.route_of(*question)?),
        Change::AddRecord { home, at, fields } => sheet.add_record(*home, *at, fields),
        Change::Field {
            home,
            record,
            field,
            value,
        } => {
            let route = sheet.list_route(*home)?.join(*record).join(field.as_str());
            match value {
                Some(value) => sheet.set(&route, value),
                None => sheet.remove(&route),
            }
        }
        Change::RemoveRecord { home, record } => {
            let route = sheet.list_route(*home)?.join(*record);
            sheet.made(sheet.draft.remove(&route))
        }
        Change::MoveRecord { home, from, to } => {
            let route = sheet.list_route(*home)?;
            sheet.made(sheet.draft.move_item(&route, *from, *to))
        }
        Change::Header {
            key,
            value: Data::Null,
        } => sheet.remove(&Route::keys([key.as_str()])),
        Change::Header { key, value } => sheet.set(&Route::keys([key.as_str()]), value),
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

impl Sheet<'_> {
    /// Looks at the text as a project.
    fn look<T>(&self, look: impl FnOnce(&Project<'_>) -> T) -> Result<T, ChangeError> {
        let root = self.draft.root();
        let root = root.ok_or_else(|| ChangeError::NoPlace(String::new()))?;
        Ok(look(&Project::read(root, self.handbook)))
    }

    fn made(&self, edit: Result<Edit, EditError>) -> Result<String, ChangeError> {
        Ok(edit.map_err(|error| refused(&error))?.apply(self.text))
    }

    fn route_of(&self, question: usize) -> Result<Route, ChangeError> {
        let question = &self.handbook.questions[question];
        self.look(|project| project.route(self.handbook, question))
    }

    fn list_route(&self, home: Option<usize>) -> Result<Route, ChangeError> {
        let Some(home) = home else {
            return Ok(Route::keys(["sources"]));
        };
        let question = &self.handbook.questions[home];
        self.look(|project| project.value_route(self.handbook, question))
    }

    fn set(&self, route: &Route, data: &Data) -> Result<String, ChangeError> {
        let order = |route: &Route| key_order(self.handbook, route);
        let text = self.made(self.draft.set(route, data, &order))?;
        Ok(match step_of(route) {
            Some(step) if !has_step(self.draft.root(), step) => set_apart(text, step),
            _ => text,
        })
    }

    fn remove(&self, route: &Route) -> Result<String, ChangeError> {
        let edit = match self.draft.remove(route) {
            Err(EditError::NoSuchPlace(_)) => return Ok(self.text.to_owned()),
            edit => edit.map_err(|error| refused(&error))?,
        };
        let text = edit.apply(self.text);
        let Some(step) = step_of(route) else {
            return Ok(text);
        };
        let is_gone = !has_step(parse(&text).root.as_ref(), step);
        Ok(if is_gone {
            close_gap(text, &edit)
        } else {
            text
        })
    }

    fn add_record(
        &self,
        home: Option<usize>,
        at: Option<usize>,
        fields: &[(String, Data)],
    ) -> Result<String, ChangeError> {
        let route = self.list_route(home)?;
        let data = Data::Mapping(fields.to_vec());
        let list = self.draft.root().and_then(|root| root.at(&route));
        match list.and_then(Node::as_sequence) {
            // The key has to go to its place in the handbook's order.
            None => self.set(&route, &Data::Sequence(vec![data])),
            Some(list) => {
                let n = list.items.len();
                self.made(
                    self.draft
                        .insert_item(&route, at.unwrap_or(n).min(n), &data),
                )
            }
        }
    }

    fn set_state(
        &self,
        question: usize,
        state: Option<State>,
        reason: Option<&str>,
    ) -> Result<String, ChangeError> {
        let is_written = |state: &State| !matches!(state, State::Answered | State::Blank);
        let written = state.filter(is_written);
        let name = written.map(|state| Data::Text(state.name().to_owned()));
        let reason = reason.filter(|_| written.is_some());
        let reason = reason.map(|reason| Data::Text(reason.to_owned()));
        self.set_parts(question, &[("state", name), ("reason", reason)])
    }

    fn add_evidence(&self, question: usize, source: &str) -> Result<String, ChangeError> {
        let mut sources = self.look(|project| {
            let evidence = project
                .answer(question)
                .map(|answer| answer.evidence.clone());
            let evidence = evidence.unwrap_or_default().into_iter();
            evidence
                .map(|source| source.text.to_owned())
                .collect::<Vec<_>>()
        })?;
        if sources.iter().any(|known| known == source) {
            return Ok(self.text.to_owned());
        }
        sources.push(source.to_owned());
        let data = Data::Sequence(sources.into_iter().map(Data::Text).collect());
        self.set_parts(question, &[("evidence", Some(data))])
    }

    /// Sets or removes parts of an answer beside the answer itself, wrapping a bare one.
    fn set_parts(
        &self,
        question: usize,
        parts: &[(&str, Option<Data>)],
    ) -> Result<String, ChangeError> {
        let route = self.route_of(question)?;
        let shape = self.look(|project| {
            let answer = project.answer(question);
            answer.map(|answer| (answer.wrapped, answer.node.is_null()))
        })?;
        if let Some((false, false)) = shape {
            let set = parts.iter().filter_map(|(part, value)| {
                let value = value.clone()?;
                Some(((*part).to_owned(), value))
            });
            let set: Vec<(String, Data)> = set.collect();
            if set.is_empty() {
                return Ok(self.text.to_owned());
            }
            return wrap_answer(&self.draft, &route, &set);
        }
        let wrapped = matches!(shape, Some((true, _)));
        let [(part, value), rest @ ..] = parts else {
            return Ok(self.text.to_owned());
        };
        let route_part = route.join(*part);
        let text = match value {
            None if wrapped => self.remove(&route_part)?,
            None => self.text.to_owned(),
            Some(value) => self.set(&route_part, value)?,
        };
        if rest.is_empty() {
            return Ok(text);
        }
        self.then(&text)?.set_parts(question, rest)
    }

    /// The sheet after a first edit.
    fn then<'t>(&'t self, text: &'t str) -> Result<Sheet<'t>, ChangeError> {
        let draft = Draft::read(text).map_err(|error| refused(&error))?;
        Ok(Sheet {
            text,
            draft,
            handbook: self.handbook,
        })
    }
}

/// The keys of the mapping at a route, in the order they are written.
pub(crate) fn key_order(handbook: &Handbook, route: &Route) -> Option<Vec<String>> {
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
        ["suppress", ""] => owned(&SUPPRESS_KEYS),
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
        ["sources", ""] => Some(record_order(handbook.records.get(SOURCE_RECORD)?)),
        ["answers", _, _] => owned(&ANSWER_KEYS),
        ["answers", step, question, ..] if keys.last() == Some(&"") => {
            let question = handbook.question(&format!("{step}.{question}"))?;
            Some(record_order(handbook.record_of(question)?))
        }
        _ => None,
    }
}

fn record_order(record: &RecordType) -> Vec<String> {
    let fields = record.fields.iter().map(|field| field.id.as_str());
    let ends = ["note", "evidence"];
    std::iter::once("id")
        .chain(fields)
        .chain(ends)
        .map(str::to_owned)
        .collect()
}
