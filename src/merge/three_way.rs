//! The three-way merge: what theirs changed is made in ours, or becomes a conflict.

use std::borrow::Cow;

use crate::diff::{apply_all, compare};
use crate::handbook::Handbook;
use crate::project::CONFLICT_KEY;
use crate::yaml::{Node, Route, parse};

use super::comments::with_comments;
use super::conflict::{Conflict, conflicts, forget};
use super::weave::Weaver;

/// Two versions brought together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The text: a project, also where conflicts are left.
    pub text: String,
    /// What people have to decide.
    pub conflicts: Vec<Conflict>,
}

/// Why versions cannot be merged; nothing is made then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// A text has faults: 0 is the base, 1 ours, 2 theirs.
    #[error("text {0} has faults")]
    Faulty(usize),
    /// The two follow different editions of the handbook.
    #[error("editions {0} and {1}")]
    Editions(String, String),
    /// A part could not be written safely.
    #[error("{0} cannot be written safely")]
    Unsafe(String),
}

/// Merges two versions over the one they come from.
///
/// # Errors
///
/// [`MergeError`]. Whoever calls has made sure that ids are not repeated within one version.
pub fn merge(
    base: &str,
    ours: &str,
    theirs: &str,
    handbook: &Handbook,
) -> Result<Merged, MergeError> {
    if base == theirs || ours == theirs {
        return Ok(finished(ours.to_owned()));
    }
    if base == ours {
        return Ok(finished(theirs.to_owned()));
    }
    let base = &without_settled(base, ours, theirs, handbook);
    let parsed = [parse(base), parse(ours), parse(theirs)];
    for (index, parsed) in parsed.iter().enumerate() {
        if !parsed.faults.is_empty() {
            return Err(MergeError::Faulty(index));
        }
    }
    let root = |index: usize| parsed[index].root.as_ref().ok_or(MergeError::Faulty(index));
    let (b, o, t) = (root(0)?, root(1)?, root(2)?);
    let edition = |root: &Node<'_>| {
        let node = root.at(&Route::keys(["handbook", "edition"]));
        node.and_then(Node::text).unwrap_or_default().to_owned()
    };
    if edition(o) != edition(t) {
        return Err(MergeError::Editions(edition(o), edition(t)));
    }
    let (own, other) = (compare(b, o, handbook), compare(b, t, handbook));
    let plan = Weaver::new(handbook, [b, o, t], &own, &other).weave();
    let text = apply_all(ours, handbook, &plan).map_err(|refusals| {
        let index = refusals.first().map_or(0, |refusal| refusal.index);
        let place = plan.get(index).map(|change| change.place.to_string());
        MergeError::Unsafe(place.unwrap_or_default())
    })?;
    Ok(finished(with_comments((base, b), text, (theirs, t))))
}

/// The base without the conflicts that neither side has any more.
///
/// Where branches were merged into each other more than once, git merges their common versions first, and gives that as
/// the base: with conflicts in it that each side has settled since, each in its way. What they were about is what both
/// began with.
fn without_settled<'b>(
    base: &'b str,
    ours: &str,
    theirs: &str,
    handbook: &Handbook,
) -> Cow<'b, str> {
    let old = conflicts_in(base);
    if old.is_empty() {
        return Cow::Borrowed(base);
    }
    let present = [conflicts_in(ours), conflicts_in(theirs)].concat();
    let is_settled = |conflict: &Conflict| !present.iter().any(|one| one.path == conflict.path);
    let mut text = base.to_owned();
    // From the end, so that what stands before stays where it is.
    for conflict in old.iter().rev().filter(|conflict| is_settled(conflict)) {
        if let Ok(without) = forget(&text, handbook, conflict) {
            text = without;
        }
    }
    Cow::Owned(text)
}

fn finished(text: String) -> Merged {
    let conflicts = conflicts_in(&text);
    Merged { text, conflicts }
}

fn conflicts_in(text: &str) -> Vec<Conflict> {
    // A key is written as it is, or in an escape that reads so.
    if !text.contains(CONFLICT_KEY) && !text.contains('\\') {
        return Vec::new();
    }
    let parsed = parse(text);
    parsed.root.as_ref().map(conflicts).unwrap_or_default()
}
