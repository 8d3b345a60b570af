//! The interview on a screen: shows what a [`Session`] says, asks, and hands the answers back.
//!
//! All branching is in the session; this is a loop, a painter and a table of words.

mod asking;
mod canvas;
mod command;
mod fit;
mod list;
mod notice;
mod outcome;
mod page;
mod record_screen;
pub(crate) mod replaying;
mod saver;
mod screen;
mod sector_hint;
mod telling;
mod values;
mod worked_out;

use crate::interview::{Command, Effect, Input, Session, Vocabulary};
use crate::language::Messages;
use crate::project::Formatter;
use crate::prompt::{PromptError, Prompter, Words};
use crate::ui::Ui;

use page::PageRead;

pub(crate) use command::run;
pub use outcome::{SaveOutcome, SaveRequest, WalkEnd};

/// What the view is made with.
#[derive(Debug, Clone, Copy)]
pub struct View<'v> {
    /// The program's words in the reader's language.
    pub messages: &'v Messages,
    /// The words prompts need.
    pub words: &'v Words,
}

/// The commands' words in the reader's language.
pub fn vocabulary(messages: &Messages) -> Vocabulary {
    let word_of = |verb: crate::interview::Verb| {
        let key = format!("command-{}", verb.word());
        messages.has(&key).then(|| messages.get(&key, &[]))
    };
    Vocabulary::new(word_of, &messages.get("command-new", &[]))
}

/// Interviews a person until they leave, saving after every answer.
///
/// # Errors
///
/// [`PromptError`] when there is nobody to ask or the terminal fails; every answer given before is
/// saved.
pub fn run_walk(
    ui: &mut Ui,
    prompter: &mut dyn Prompter,
    view: View<'_>,
    session: &mut Session<'_>,
    saver: &mut dyn FnMut(&SaveRequest) -> SaveOutcome,
) -> Result<WalkEnd, PromptError> {
    let mut walk = Walk {
        view,
        vocabulary: vocabulary(view.messages),
        formatter: Formatter::new(view.messages),
        n_saved: 0,
        page: None,
    };
    walk.run(ui, prompter, session, saver)
}

/// Shows the screen of a session as it stands, without asking.
pub(crate) fn show_screen(ui: &mut Ui, view: View<'_>, session: &Session<'_>) {
    let walk = Walk {
        view,
        vocabulary: vocabulary(view.messages),
        formatter: Formatter::new(view.messages),
        n_saved: 0,
        page: None,
    };
    walk.show_prompt(ui, session, &session.prompt(), false);
}

/// A walk under way.
struct Walk<'v> {
    view: View<'v>,
    vocabulary: Vocabulary,
    formatter: Formatter<'v>,
    n_saved: usize,
    /// What a command has to show before the next prompt.
    page: Option<String>,
}

impl Walk<'_> {
    fn run(
        &mut self,
        ui: &mut Ui,
        prompter: &mut dyn Prompter,
        session: &mut Session<'_>,
        saver: &mut dyn FnMut(&SaveRequest) -> SaveOutcome,
    ) -> Result<WalkEnd, PromptError> {
        let mut shown = None;
        loop {
            let prompt = session.prompt();
            // After a command that only tells something the question is not painted again in full.
            let mut again = shown.as_ref() == Some(&(session.place().clone(), prompt.kind.clone()));
            let read = self.show_page(ui, prompter, &prompt)?;
            again &= read.is_beside();
            let (input, interrupted) = if read == PageRead::Interrupted {
                (Some(Input::End), true)
            } else {
                let above = self.show_prompt(ui, session, &prompt, again) + read.rows();
                shown = Some((session.place().clone(), prompt.kind.clone()));
                self.ask(ui, prompter, session, &prompt, above)?
            };
            let Some(input) = input else { continue };
            let quits = self.carry_out(ui, session, input, saver);
            let n_saved = self.n_saved;
            if interrupted {
                return Ok(WalkEnd::Interrupted { n_saved });
            }
            if quits {
                return Ok(WalkEnd::Left { n_saved });
            }
        }
    }

    /// Handles an input and does what comes of it; true where the person leaves.
    fn carry_out(
        &mut self,
        ui: &mut Ui,
        session: &mut Session<'_>,
        input: Input,
        saver: &mut dyn FnMut(&SaveRequest) -> SaveOutcome,
    ) -> bool {
        let is_note = matches!(input, Input::Command(Command::Note(Some(_))));
        let effects = session.handle(input);
        // Who leaves is let go even where a draft could not be saved.
        let quits = effects.contains(&Effect::Quit);
        for effect in effects {
            match effect {
                Effect::Save(save) => {
                    let request = SaveRequest::Save {
                        what: self.described(session, &save.what),
                        changes: save.changes,
                        new_text: save.new_text,
                    };
                    let outcome = saver(&request);
                    if !self.saved(ui, session, outcome, is_note) {
                        return quits;
                    }
                }
                Effect::Undo => {
                    let outcome = saver(&SaveRequest::Undo);
                    self.undone(ui, session, outcome);
                }
                other => self.tell(ui, session, other),
            }
        }
        quits
    }
}
