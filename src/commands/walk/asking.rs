//! From a prompt to a request, and from a reply to an input.

use crate::interview::{
    Action, Command, CommandFault, Entry, Given, Gives, Input, Opt, Prompt, PromptKind, Session,
};
use crate::prompt::{Choice, PromptError, Prompter, Reply, Request, RequestKind};
use crate::t;
use crate::ui::{Style, Ui};

use super::Walk;
use super::list::status;

impl Walk<'_> {
    /// Asks once. No input where what was typed is no command; true where the person broke off.
    pub(super) fn ask(
        &mut self,
        ui: &mut Ui,
        prompter: &mut dyn Prompter,
        session: &mut Session<'_>,
        prompt: &Prompt,
        above: usize,
    ) -> Result<(Option<Input>, bool), PromptError> {
        let kind = self.request(session, prompt);
        let hint = self.hint(ui, &kind);
        let request = Request {
            kind,
            label: String::new(),
            hint,
            above,
            words: self.view.words,
        };
        let reply = prompter.ask(ui, &request)?;
        if let Some(draft) = prompter.take_draft() {
            session.keep_draft(draft);
        }
        let input = match reply {
            Reply::Interrupted => return Ok((Some(Input::End), true)),
            Reply::End => Some(Input::End),
            Reply::Back => Some(Input::Back),
            Reply::Chosen(at) => chosen(&prompt.entry, at),
            Reply::ChosenMany(at) => Some(chosen_many(&prompt.entry, &at)),
            Reply::Line(text) | Reply::Text(text) => Some(Input::Value(Given::Text(text))),
            Reply::Command(typed) => self.command(ui, session, &typed),
        };
        Ok((input, false))
    }

    pub(super) fn request(&self, session: &Session<'_>, prompt: &Prompt) -> RequestKind {
        let choices = |options: &[Opt]| -> Vec<Choice> {
            options
                .iter()
                .map(|option| self.choice(session, prompt, option))
                .collect()
        };
        match &prompt.entry {
            Entry::Choice { options, default } => RequestKind::Choice {
                options: choices(options),
                default: *default,
            },
            Entry::Choices { options, chosen } => RequestKind::Choices {
                options: choices(options),
                chosen: chosen.clone(),
            },
            Entry::Line {
                initial,
                completions,
            } => RequestKind::Line {
                initial: initial.clone(),
                completions: completions.clone(),
            },
            Entry::Text { initial } => RequestKind::Text {
                initial: initial.clone(),
            },
        }
    }

    fn choice(&self, session: &Session<'_>, prompt: &Prompt, option: &Opt) -> Choice {
        let label = match &option.gives {
            Gives::Value(id) => option.label.clone().unwrap_or_else(|| id.clone()),
            Gives::Action(action) => self.action(session, prompt, action, option.label.as_deref()),
        };
        Choice {
            label,
            detail: option.detail.clone(),
        }
    }

    fn action(
        &self,
        session: &Session<'_>,
        prompt: &Prompt,
        action: &Action,
        name: Option<&str>,
    ) -> String {
        let messages = self.view.messages;
        let name = name.unwrap_or_default();
        let missing = |row: usize| match &prompt.kind {
            PromptKind::Menu { rows, .. } => rows.get(row).map_or(0, |row| row.missing.len()),
            _ => 0,
        };
        match action {
            Action::Continue if matches!(prompt.kind, PromptKind::Intro { .. }) => {
                t!(messages, "walk-action-begin")
            }
            Action::Continue => t!(messages, "walk-action-continue"),
            Action::Add => {
                t!(
                    messages,
                    "walk-action-add",
                    record = record_name(session, prompt)
                )
            }
            Action::FillEmpty => t!(messages, "walk-action-fill"),
            Action::Change(row) => match missing(*row) {
                0 => t!(messages, "walk-action-change", record = name),
                n => t!(messages, "walk-action-complete", record = name, n = n),
            },
            Action::ChangeOther => t!(messages, "walk-action-change-other"),
            Action::Remove => t!(messages, "walk-action-remove"),
            Action::Reorder => t!(messages, "walk-action-reorder"),
            Action::Row(_) => name.to_owned(),
            Action::Position(at) => {
                t!(
                    messages,
                    "walk-action-position",
                    number = at + 1,
                    record = name
                )
            }
            Action::RemoveIt => t!(messages, "walk-action-remove-it"),
            Action::KeepIt => t!(messages, "walk-action-keep-it"),
            Action::LeaveEmpty if matches!(prompt.kind, PromptKind::Name { .. }) => {
                t!(messages, "walk-action-add-none")
            }
            Action::LeaveEmpty => t!(messages, "walk-action-leave-empty"),
            Action::NewSource => t!(messages, "walk-action-new-source"),
            Action::ReviewNow => t!(messages, "walk-action-review-now"),
            Action::ReviewLater => t!(messages, "walk-action-review-later"),
            Action::AskAgain => t!(messages, "walk-action-ask-again"),
            Action::Quit => t!(messages, "walk-action-quit"),
        }
    }

    pub(super) fn hint(&self, ui: &Ui, kind: &RequestKind) -> String {
        let plain = ui.is_plain();
        let key = match (kind, plain) {
            (RequestKind::Choice { .. }, false) => "walk-keys-choice",
            (RequestKind::Choices { .. }, false) => "walk-keys-choices",
            (
                RequestKind::Line {
                    initial: Some(_), ..
                },
                false,
            ) => "walk-keys-edit",
            (RequestKind::Line { .. }, false) => "walk-keys-line",
            (RequestKind::Text { .. }, false) => "walk-keys-text",
            (RequestKind::Choice { .. }, true) => "walk-plain-choice",
            (RequestKind::Choices { .. }, true) => "walk-plain-choices",
            (RequestKind::Line { .. }, true) => "walk-plain-line",
            (RequestKind::Text { .. }, true) => "walk-plain-text",
        };
        let hint = self.view.messages.get(key, &[]);
        if ui.is_unicode() {
            hint
        } else {
            hint.replace("↑↓", "^v").replace('·', "-")
        }
    }

    fn command(&self, ui: &mut Ui, session: &Session<'_>, typed: &str) -> Option<Input> {
        let messages = self.view.messages;
        let said = match self.vocabulary.parse(typed) {
            Ok(command) => return Some(Input::Command(command)),
            // A code alone goes where it says.
            Err(CommandFault::Unknown { .. }) if session.knows(typed) => {
                return Some(Input::Command(Command::Go(typed.trim().to_owned())));
            }
            Err(CommandFault::Unknown {
                typed,
                nearest: Some(word),
            }) => {
                t!(
                    messages,
                    "walk-unknown-command-near",
                    typed = typed,
                    word = word
                )
            }
            Err(CommandFault::Unknown {
                typed,
                nearest: None,
            }) => {
                t!(
                    messages,
                    "walk-unknown-command",
                    typed = typed,
                    help = self.typed("help")
                )
            }
            Err(CommandFault::NeedsArgument(verb)) => {
                let key = format!("walk-needs-{}", verb.word());
                messages.get(&key, &[("command", &self.typed(verb.word()))])
            }
        };
        status(ui, Style::Warn, &said);
        None
    }
}

fn chosen(entry: &Entry, at: usize) -> Option<Input> {
    let Entry::Choice { options, .. } = entry else {
        return None;
    };
    options.get(at).map(|option| match &option.gives {
        Gives::Value(id) => Input::Value(Given::One(id.clone())),
        Gives::Action(action) => Input::Action(action.clone()),
    })
}

fn chosen_many(entry: &Entry, at: &[usize]) -> Input {
    let options = match entry {
        Entry::Choices { options, .. } => options.as_slice(),
        _ => &[],
    };
    let ids = at.iter().filter_map(|at| match &options.get(*at)?.gives {
        Gives::Value(id) => Some(id.clone()),
        Gives::Action(_) => None,
    });
    Input::Value(Given::Many(ids.collect()))
}

/// What one record of the list is called.
pub(super) fn record_name(session: &Session<'_>, prompt: &Prompt) -> String {
    let lookup = session.lookup();
    let question = prompt
        .question
        .map(|index| &lookup.handbook.questions[index]);
    let of = question.and_then(|question| lookup.handbook.record_of(question));
    of.map_or_else(String::new, |of| {
        lookup.texts.record_name(&of.id).into_owned()
    })
}
