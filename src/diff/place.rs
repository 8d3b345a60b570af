//! Where a change is: a path that goes by ids, the same in every way to write a file.

use std::fmt;

use crate::handbook::{Handbook, Question};

/// What a record is called in its list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordName {
    /// Its id.
    Id(String),
    /// Its position, counted from 0, where it has no id.
    Index(usize),
}

impl fmt::Display for RecordName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => f.write_str(id),
            Self::Index(index) => write!(f, "{index}"),
        }
    }
}

/// One step of a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seg {
    /// Under a key; questions go by their id, also where the file has their code.
    Key(String),
    /// A record, by its name on each side; none on the side that does not have it.
    Record {
        /// Its name in the old project.
        old: Option<RecordName>,
        /// Its name in the new project.
        new: Option<RecordName>,
    },
}

/// A path from the top of a project.
///
/// An answer is always `answers`, step, question, part: the part is `answer` where it is written bare.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place(Vec<Seg>);

/// The key under which steps stand.
pub(crate) const ANSWERS: &str = "answers";

/// The part of an answer that is the answer itself.
pub(crate) const ANSWER: &str = "answer";

/// The key of the evidence ledger.
pub(crate) const SOURCES: &str = "sources";

impl Place {
    /// The path along some steps.
    pub fn new(segs: Vec<Seg>) -> Self {
        Self(segs)
    }

    /// The steps.
    pub fn segs(&self) -> &[Seg] {
        &self.0
    }

    /// This place and a key more.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.join(Seg::Key(key.to_owned()))
    }

    /// This place and a step more.
    #[must_use]
    pub fn join(&self, seg: Seg) -> Self {
        let mut segs = self.0.clone();
        segs.push(seg);
        Self(segs)
    }

    /// The key at a depth.
    pub fn key_at(&self, depth: usize) -> Option<&str> {
        match self.0.get(depth)? {
            Seg::Key(key) => Some(key),
            Seg::Record { .. } => None,
        }
    }

    /// The last key.
    pub fn last_key(&self) -> Option<&str> {
        self.key_at(self.0.len().checked_sub(1)?)
    }

    /// The id of the step it is in.
    pub fn step(&self) -> Option<&str> {
        (self.key_at(0) == Some(ANSWERS)).then(|| self.key_at(1))?
    }

    /// The question it is about, if the handbook has it.
    pub fn question<'h>(&self, handbook: &'h Handbook) -> Option<&'h Question> {
        let step = handbook
            .steps
            .iter()
            .position(|step| Some(step.id.as_str()) == self.step())?;
        let index = handbook.question_in(step, self.key_at(2)?)?;
        handbook.questions.get(index)
    }

    /// The same place seen from the other side.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let segs = self.0.iter().map(|seg| match seg {
            Seg::Key(key) => Seg::Key(key.clone()),
            Seg::Record { old, new } => Seg::Record {
                old: new.clone(),
                new: old.clone(),
            },
        });
        Self(segs.collect())
    }

    /// Whether a path that a person wrote leads here or to something this is in: a question's code or path, a step,
    /// a key of the header, a path as it is shown.
    pub fn is_under(&self, path: &str, handbook: &Handbook) -> bool {
        let path = path.strip_prefix("answers.").unwrap_or(path);
        let by_code = handbook
            .question(path)
            .filter(|_| !path.contains(['.', '[']));
        let path = by_code.map_or(path, |question| question.path.as_str());
        let shown = self.to_string();
        let rest = shown.strip_prefix(path);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    }
}

impl fmt::Display for Place {
    /// `set-up.bodies[steering].chair`, `readiness.vision.note`, `sources[census].year`, `title`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let in_answers = self.key_at(0) == Some(ANSWERS) && self.0.len() > 1;
        let mut first = true;
        for (depth, seg) in self.0.iter().enumerate() {
            match seg {
                Seg::Key(key) => {
                    let is_silent = in_answers && (depth == 0 || (depth == 3 && key == ANSWER));
                    if is_silent {
                        continue;
                    }
                    if !first {
                        f.write_str(".")?;
                    }
                    f.write_str(key)?;
                }
                Seg::Record { old, new } => match new.as_ref().or(old.as_ref()) {
                    Some(name) => write!(f, "[{name}]")?,
                    None => f.write_str("[]")?,
                },
            }
            first = false;
        }
        Ok(())
    }
}
