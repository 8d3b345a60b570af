//! The contents of versions, each read once while it is needed.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::error::Failure;
use crate::handbook::Handbook;
use crate::repository::{Blob, Blobs, Commit, Repository};
use crate::source::SourceFile;
use crate::yaml::{self, MAX_BYTES};

use super::super::diff::{fit, text_of};
use super::super::git::git_failure;
use super::super::open::view;

/// A version's text, or why it is no project that can be read.
pub(super) type Content = Arc<Result<SourceFile, Failure>>;

/// What was read of a repository.
pub(super) struct Contents {
    blobs: Blobs,
    by_name: HashMap<String, Content>,
}

impl Contents {
    pub(super) fn of(repository: &Repository) -> Result<Self, Failure> {
        Ok(Self {
            blobs: repository.blobs(MAX_BYTES as u64).map_err(git_failure)?,
            by_name: HashMap::new(),
        })
    }

    /// Reads what these commits need, and forgets the rest.
    pub(super) fn load(&mut self, commits: &[Commit], handbook: &Handbook) -> Result<(), Failure> {
        // A content goes by the commit that made it, where that is among these.
        let new = commits
            .iter()
            .flat_map(|commit| commit.touch.new.iter().map(move |name| (name, commit)));
        let old = commits.iter().flat_map(|commit| {
            let names = commit.touch.old.iter().flatten();
            names.map(move |name| (name, commit))
        });
        let mut needed: HashSet<&String> = HashSet::new();
        let mut missing: Vec<(String, String)> = Vec::new();
        for (name, commit) in new.chain(old) {
            if needed.insert(name) && !self.by_name.contains_key(name) {
                missing.push((name.clone(), shown(commit)));
            }
        }
        self.by_name.retain(|name, _| needed.contains(name));
        let mut read: Vec<(String, String, Blob)> = Vec::with_capacity(missing.len());
        for (name, shown) in missing {
            let blob = self.blobs.read(&name).map_err(git_failure)?;
            read.push((name, shown, blob));
        }
        let judged: Vec<(String, Content)> = read
            .into_par_iter()
            .map(|(name, shown, blob)| (name, Arc::new(judged(&shown, blob, handbook))))
            .collect();
        self.by_name.extend(judged);
        Ok(())
    }

    /// The content of a version of a commit.
    pub(super) fn get(
        &mut self,
        name: &str,
        commit: &Commit,
        handbook: &Handbook,
    ) -> Result<Content, Failure> {
        if let Some(known) = self.by_name.get(name) {
            return Ok(Arc::clone(known));
        }
        let blob = self.blobs.read(name).map_err(git_failure)?;
        let content = Arc::new(judged(&shown(commit), blob, handbook));
        self.by_name.insert(name.to_owned(), Arc::clone(&content));
        Ok(content)
    }
}

/// What a version is called where something is wrong with it.
fn shown(commit: &Commit) -> String {
    let short = commit.name.get(..10).unwrap_or(&commit.name);
    format!("{short}:{}", super::shown(&commit.touch.path))
}

fn judged(shown: &str, blob: Blob, handbook: &Handbook) -> Result<SourceFile, Failure> {
    let source = SourceFile::new(shown.to_owned(), text_of(shown, blob)?);
    {
        let parsed = yaml::parse(source.text());
        fit(&source, &view(&source, &parsed, handbook)?)?;
    }
    Ok(source)
}
