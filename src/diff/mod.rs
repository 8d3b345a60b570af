//! Two projects compared by what they say: records by id, then by likeness; prose by word; order is no change.
//!
//! [`compare()`] reads two trees to what they mean (`meaning`) and walks them side by side (`compare`). A [`Change`] names
//! its [`Place`] by ids and holds both values, so that it can be shown, written as JSON (`exchange`), taken back
//! ([`Change::reversed`]) and made in another file ([`apply()`]).

mod apply;
mod change;
mod compare;
mod exchange;
mod locate;
mod matching;
mod meaning;
mod measure;
mod obstacle;
mod place;
mod prose;
mod sort;

pub use apply::{Refusal, Refused, apply};
pub(crate) use apply::{apply_all, rename_in};
pub use change::{Change, Grade, What};
pub use exchange::{ExchangeError, SCHEMA, change_to_json, parse_changes};
pub use measure::{Measure, measure};
pub(crate) use obstacle::data_at;
pub use place::{Place, RecordName, Seg};
pub(crate) use prose::share;
pub use prose::{Mark, Piece, pieces, same_words};
pub use sort::Sort;

use crate::handbook::Handbook;
use crate::source::Span;
use crate::yaml::Node;

/// What changed from one project to another, in the order of the handbook.
pub fn compare(old: &Node<'_>, new: &Node<'_>, handbook: &Handbook) -> Vec<Change> {
    let (old, new) = (meaning::read(old, handbook), meaning::read(new, handbook));
    compare::compare(handbook, &old, &new)
}

/// An id that two records of a project have, and where it stands the second time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twice {
    /// The id.
    pub id: String,
    /// The record that has it too.
    pub span: Span,
}

/// The first id that two records have: such projects cannot be compared, since ids tell which record is which.
pub fn find_twice(project: &crate::project::Project<'_>) -> Option<Twice> {
    let mut seen = std::collections::HashSet::new();
    let found = project.records().iter().find_map(|record| {
        let id = record.id()?;
        (!seen.insert(id.text)).then_some(id)
    })?;
    Some(Twice {
        id: found.text.to_owned(),
        span: found.span,
    })
}
