//! Every rule there is, of the program and of overlays, for those who set levels or explain them.

use crate::diagnostic::Level;
use crate::handbook::Phase;

use super::own::{OwnRule, OwnRules};
use super::{Group, RULES, Rule};

/// A rule of the program, or one that an overlay brings.
#[derive(Debug, Clone, Copy)]
pub struct Known<'r> {
    /// The id.
    pub id: &'r str,
    /// What it is about.
    pub group: Group,
    /// The level where nobody sets another.
    pub level: Level,
    /// The phase of the work from which on it looks.
    pub phase: Phase,
    /// The rule of an overlay, where it is one.
    pub own: Option<&'r OwnRule>,
}

impl Known<'_> {
    /// Whether nothing can silence it, as without it nobody would know that a file cannot be read.
    pub fn is_fixed(&self) -> bool {
        self.own.is_none() && super::rule(self.id).is_some_and(Rule::is_fixed)
    }
}

impl From<&'static Rule> for Known<'static> {
    fn from(rule: &'static Rule) -> Self {
        Self {
            id: rule.id,
            group: rule.group,
            level: rule.level,
            phase: rule.phase,
            own: None,
        }
    }
}

impl<'r> From<&'r OwnRule> for Known<'r> {
    fn from(rule: &'r OwnRule) -> Self {
        Self {
            id: &rule.id,
            group: rule.group,
            level: rule.level,
            phase: rule.phase,
            own: Some(rule),
        }
    }
}

/// What is known of the rule with this id, be it one of ours or one of an overlay.
pub fn known<'r>(id: &str, own: &'r OwnRules) -> Option<Known<'r>> {
    match super::rule(id) {
        Some(rule) => Some(Known::from(rule)),
        None => own.get(id).map(Known::from),
    }
}

/// All rules: ours in the order of their pages, then those of overlays.
pub fn all_known(own: &OwnRules) -> impl Iterator<Item = Known<'_>> {
    let ours = RULES.iter().map(|rule| -> Known<'_> { rule.into() });
    ours.chain(own.iter().map(Known::from))
}
