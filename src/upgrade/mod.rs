//! Taking a project to the present edition of its handbook, without losing an answer.
//!
//! The structure of the older edition is not needed: the handbook declares what each edition
//! renamed, moved, dropped and changed ([`crate::handbook::Editions`]), and everything else is held
//! against the handbook of today. It goes in three stages, each made by edits that are read back:
//! keys go to their new places (`places`), and records to the lists that keep theirs (`joining`); words and fields get their new names, and what does
//! not fit is marked (`fitting`); what has no place any more goes to the end of the file, word for
//! word (`aside`). Before the text is handed out, `keeping` makes sure that nothing that was
//! written is missing from it.

mod aside;
mod fitting;
mod joining;
mod keeping;
mod marks;
mod names;
mod places;
mod plan;

pub use plan::{Fate, Plan, PlannedAnswer, PlannedField, PlannedWord, Why};

use std::collections::BTreeSet;

use crate::handbook::{Handbook, Standing};
use crate::project::{HasCode, State};
use crate::yaml::edit::{Draft, EditError};
use crate::yaml::{Data, Node, Route};

use aside::AsideBlock;

/// What stood beside an answer before it was marked for a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before<'b> {
    /// Its state.
    pub state: State,
    /// The reason for the state.
    pub reason: Option<&'b str>,
}

/// The words an upgrade writes into a project, in the project's language.
pub trait Words {
    /// The reason kept with an answer; what stood there before has to be in it.
    fn reason(&self, why: &[Why], before: Option<&Before<'_>>) -> String;
}

/// What a project is upgraded with.
#[derive(Clone, Copy)]
pub struct Setting<'s> {
    /// The handbook of today.
    pub handbook: &'s Handbook,
    /// Whether a catalogue has an entry.
    pub has_code: HasCode<'s>,
    /// The words written into the file.
    pub words: &'s dyn Words,
}

/// A project in the present edition, and what was done to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upgrade {
    /// What was done.
    pub plan: Plan,
    /// The new text.
    pub text: String,
}

/// Why a project cannot be upgraded; nothing is changed then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UpgradeError {
    /// It follows the present edition already.
    #[error("the project follows the present edition")]
    Current,
    /// It names no edition.
    #[error("the project names no edition")]
    NoEdition,
    /// It follows an edition that this program does not know yet.
    #[error("edition {0} is newer")]
    Newer(String),
    /// It names an edition that never was.
    #[error("no edition {0}")]
    Unknown(String),
    /// The text has faults.
    #[error("the text has faults")]
    Faulty,
    /// Something would not have read as it did before.
    #[error("the upgrade cannot be written safely: {0}")]
    Unsafe(String),
}

impl From<EditError> for UpgradeError {
    fn from(error: EditError) -> Self {
        match error {
            EditError::Faulty => Self::Faulty,
            error => Self::Unsafe(error.to_string()),
        }
    }
}

/// Upgrades the text of a project to the edition of the handbook.
///
/// # Errors
///
/// [`UpgradeError`].
pub fn upgrade(text: &str, setting: &Setting<'_>) -> Result<Upgrade, UpgradeError> {
    let handbook = setting.handbook;
    let draft = Draft::read(text)?;
    let root = draft.root().ok_or(UpgradeError::Faulty)?;
    let route = Route::keys(["handbook", "edition"]);
    let from = root.at(&route).and_then(Node::text);
    let from = from.ok_or(UpgradeError::NoEdition)?.to_owned();
    let first = match handbook.editions.standing(&from) {
        Standing::Older(first) => first,
        Standing::Current => return Err(UpgradeError::Current),
        Standing::Newer => return Err(UpgradeError::Newer(from)),
        Standing::Unknown => return Err(UpgradeError::Unknown(from)),
    };
    let added = handbook.editions.added(first);
    let mut work = Work {
        setting: *setting,
        first,
        text: text.to_owned(),
        plan: Plan {
            to: handbook.edition.clone(),
            added: added
                .filter_map(|path| handbook.question_index(&path))
                .collect(),
            from,
            ..Plan::default()
        },
        aside: AsideBlock::of(&draft)?,
        aside_ids: BTreeSet::new(),
        joined: Vec::new(),
        respelt: Vec::new(),
    };
    places::place(&mut work)?;
    fitting::fit(&mut work)?;
    work.finish(root)
}

/// An upgrade under way.
struct Work<'w> {
    setting: Setting<'w>,
    /// The index of the first edition after the project's.
    first: usize,
    text: String,
    plan: Plan,
    aside: AsideBlock,
    /// The ids of records that are kept aside.
    aside_ids: BTreeSet<String>,
    /// Records that came from other lists.
    joined: Vec<joining::Joined>,
    /// Words that gave way to others: they need not be found any more.
    respelt: Vec<String>,
}

impl Work<'_> {
    /// Writes the block kept aside and the name of the edition, and looks whether all is there.
    fn finish(mut self, old: &Node<'_>) -> Result<Upgrade, UpgradeError> {
        self.text = self.aside.written_into(&self.text)?;
        let route = Route::keys(["handbook", "edition"]);
        let edition = Data::Text(self.plan.to.clone());
        let draft = Draft::read(&self.text)?;
        let edit = draft.set(&route, &edition, &|_| None)?;
        let text = edit.apply(&self.text);
        self.respelt.push(self.plan.from.clone());
        keeping::check(old, &text, &self.respelt).map_err(UpgradeError::Unsafe)?;
        Ok(Upgrade {
            plan: self.plan,
            text,
        })
    }

    fn reason(&self, why: &[Why], before: Option<&Before<'_>>) -> String {
        self.setting.words.reason(why, before)
    }
}
