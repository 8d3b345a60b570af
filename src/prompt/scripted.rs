//! Prompters without a person: a script for tests and replays, and nobody.

use std::collections::VecDeque;

use super::{PromptError, Prompter, Reply, Request, RequestKind};
use crate::ui::Ui;

/// Answers from a queue and remembers what it was asked; [`Reply::End`] when
/// the queue is empty.
#[derive(Debug, Default)]
pub struct ScriptedPrompter {
    replies: VecDeque<Reply>,
    seen: Vec<Seen>,
    drafts: VecDeque<String>,
}

/// A request a [`ScriptedPrompter`] was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// What kind of answer was wanted.
    pub kind: RequestKind,
    /// The short prompt text.
    pub label: String,
    /// The line about keys or commands.
    pub hint: String,
}

impl ScriptedPrompter {
    /// A script of replies, the first one first.
    pub fn new(replies: impl IntoIterator<Item = Reply>) -> ScriptedPrompter {
        ScriptedPrompter {
            replies: replies.into_iter().collect(),
            ..ScriptedPrompter::default()
        }
    }

    /// Adds a reply to the end.
    pub fn push(&mut self, reply: Reply) {
        self.replies.push_back(reply);
    }

    /// Adds a draft that the next call of `take_draft` returns.
    pub fn push_draft(&mut self, draft: impl Into<String>) {
        self.drafts.push_back(draft.into());
    }

    /// What it was asked so far, in order.
    pub fn seen(&self) -> &[Seen] {
        &self.seen
    }

    /// How many replies have not been used.
    pub fn remaining(&self) -> usize {
        self.replies.len()
    }
}

impl Prompter for ScriptedPrompter {
    fn ask(&mut self, _ui: &mut Ui, request: &Request<'_>) -> Result<Reply, PromptError> {
        self.seen.push(Seen {
            kind: request.kind.clone(),
            label: request.label.clone(),
            hint: request.hint.clone(),
        });
        Ok(self.replies.pop_front().unwrap_or(Reply::End))
    }

    fn take_draft(&mut self) -> Option<String> {
        self.drafts.pop_front()
    }
}

/// Stands where there is no terminal: every question is an error.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoPrompter;

impl Prompter for NoPrompter {
    fn ask(&mut self, _ui: &mut Ui, _request: &Request<'_>) -> Result<Reply, PromptError> {
        Err(PromptError::NotATerminal)
    }
}
