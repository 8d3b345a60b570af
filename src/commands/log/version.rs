//! One version of a project beside the one before it.

use std::sync::Arc;

use crate::diff::{Change, Grade, Place, What, compare};
use crate::error::Failure;
use crate::handbook::Handbook;
use crate::project::FORMAT;
use crate::repository::{Commit, Repository};
use crate::source::SourceFile;
use crate::yaml;

use super::super::diff::{Counts, part_key};
use super::super::git::git_failure;
use super::contents::{Content, Contents};

/// What a commit did to the project.
#[derive(Debug, Clone)]
pub(super) enum State {
    /// The file came.
    Begun,
    /// What it says changed.
    Changed,
    /// What it says is what it said.
    Layout,
    /// The file is gone.
    Removed,
    /// It is no project that can be read; why.
    Unreadable(Failure),
    /// It can be read, and nothing before it can.
    Alone,
}

impl State {
    /// The word in JSON.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Changed => "changed",
            Self::Layout => "layout",
            Self::Removed => "removed",
            Self::Unreadable(_) => "unreadable",
            Self::Alone => "alone",
        }
    }
}

/// How often something changed in a question, or in a part of the file without questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Touched {
    pub(super) stage: Option<usize>,
    /// The question by its index; else the message that names the part.
    pub(super) what: Result<usize, &'static str>,
    pub(super) how: How,
    pub(super) n: usize,
}

/// What the changes of a question have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    Added,
    Removed,
    Changed,
}

/// A version and what it changed.
#[derive(Debug, Clone)]
pub(super) struct Version<'h> {
    pub(super) commit: &'h Commit,
    pub(super) state: State,
    pub(super) counts: Counts,
    /// In the order of the handbook.
    pub(super) touched: Vec<Touched>,
    /// The commit it was compared with, where that is not the one before it.
    pub(super) compared_with: Option<&'h str>,
}

/// A version to be compared, with what it takes.
pub(super) struct Job<'h> {
    commit: &'h Commit,
    new: Option<Content>,
    old: Vec<Content>,
    compared_with: Option<&'h str>,
}

impl<'h> Job<'h> {
    /// Finds what a version is compared with: what stood before it, or the nearest older one that can be read.
    pub(super) fn of(
        commit: &'h Commit,
        older: &'h [Commit],
        repository: &Repository,
        contents: &mut Contents,
        handbook: &Handbook,
    ) -> Result<Self, Failure> {
        let mut job = Self {
            commit,
            new: None,
            old: Vec::new(),
            compared_with: None,
        };
        let touch = &commit.touch;
        if let Some(name) = &touch.new {
            job.new = Some(contents.get(name, commit, handbook)?);
        }
        let mut has_unreadable = false;
        for name in touch.old.iter().flatten() {
            let old = contents.get(name, commit, handbook)?;
            has_unreadable |= old.is_err();
            if old.is_ok() {
                job.old.push(old);
            }
        }
        let is_readable = job.new.as_ref().is_some_and(|new| new.is_ok());
        if job.old.is_empty() && has_unreadable && is_readable {
            for other in older {
                let Some(name) = &other.touch.new else {
                    continue;
                };
                let content = contents.get(name, other, handbook)?;
                // Beside it there may be versions of other branches.
                let is_before = || repository.is_ancestor(&other.name, &commit.name);
                if content.is_ok() && is_before().map_err(git_failure)? {
                    job.old.push(content);
                    job.compared_with = Some(&other.name);
                    break;
                }
            }
        }
        Ok(job)
    }

    /// Compares.
    pub(super) fn version(self, handbook: &Handbook) -> Version<'h> {
        let mut version = Version {
            commit: self.commit,
            state: State::Removed,
            counts: Counts::default(),
            touched: Vec::new(),
            compared_with: self.compared_with,
        };
        let Some(new) = &self.new else {
            return version;
        };
        let new = match Arc::as_ref(new) {
            Ok(new) => new,
            Err(failure) => {
                version.state = State::Unreadable(failure.clone());
                return version;
            }
        };
        let (state, changes) = self.compared(new, handbook);
        version.state = state;
        version.counts = Counts::of(&changes);
        version.touched = touched(&changes, handbook);
        version
    }

    /// What changed to this version from the one it is compared with.
    fn compared(&self, new: &SourceFile, handbook: &Handbook) -> (State, Vec<Change>) {
        let mut sides = self
            .old
            .iter()
            .filter_map(|old| Arc::as_ref(old).as_ref().ok());
        let Some(first) = sides.next() else {
            if self.commit.touch.old.iter().any(Option::is_some) {
                return (State::Alone, Vec::new());
            }
            let nothing = SourceFile::new("", format!("mainstream: {FORMAT}\n"));
            return (State::Begun, changes(&nothing, new, handbook));
        };
        let mut found = changes(first, new, handbook);
        // What a merge itself decided differs from every version it brought together.
        for other in sides {
            let others = changes(other, new, handbook).into_iter();
            let places: Vec<Place> = others.map(|change| change.place).collect();
            found.retain(|change| places.contains(&change.place));
        }
        let state = if found.is_empty() {
            State::Layout
        } else {
            State::Changed
        };
        (state, found)
    }
}

fn changes(old: &SourceFile, new: &SourceFile, handbook: &Handbook) -> Vec<Change> {
    let (old, new) = (yaml::parse(old.text()), yaml::parse(new.text()));
    match (&old.root, &new.root) {
        (Some(old), Some(new)) => compare(old, new, handbook),
        _ => Vec::new(),
    }
}

/// The changes counted by question.
fn touched(changes: &[Change], handbook: &Handbook) -> Vec<Touched> {
    let mut found: Vec<Touched> = Vec::new();
    for change in changes {
        let place = &change.place;
        let question = place
            .question(handbook)
            .and_then(|question| handbook.question_index(&question.path));
        let what = question.ok_or_else(|| part_key(place));
        let stage = match question {
            Some(index) => Some(handbook.questions[index].stage),
            None => place
                .step()
                .and_then(|id| handbook.step_index(id))
                .map(|step| handbook.steps[step].stage),
        };
        let how = match &change.what {
            What::Rename { .. } => How::Changed,
            _ if change.is_addition() => How::Added,
            _ if change.is_removal() => How::Removed,
            _ => How::Changed,
        };
        match found
            .iter_mut()
            .find(|one| one.what == what && one.stage == stage)
        {
            Some(one) => {
                one.n += 1;
                if one.how != how {
                    one.how = How::Changed;
                }
            }
            None => found.push(Touched {
                stage,
                what,
                how,
                n: 1,
            }),
        }
    }
    // Parts without questions stand before the stages, as in the file.
    found.sort_by_key(|one| (one.stage.is_some(), one.stage));
    found
}

/// The grades in JSON.
pub(super) fn grades(counts: &Counts) -> impl Iterator<Item = (Grade, usize)> {
    counts.each()
}
