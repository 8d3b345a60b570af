//! The interview as a pure state machine: inputs in, things to save, say and show out.
//!
//! A [`Session`] holds the text of a project file and the place where the person is. It reads and
//! writes nothing, prints nothing and asks no clock; every word comes from the handbook or is left
//! to the view. [`Session::prompt`] says what is to be shown now, [`Session::handle`] what comes of
//! an input. Nothing typed is lost: what is refused stays as the draft of its prompt.

mod adding;
mod answer;
mod command;
mod describe;
mod effect;
mod entry;
mod field;
mod ledger;
mod lookup;
mod menu;
mod notes;
mod obey;
mod pasted;
mod place;
mod prompt;
mod queue;
mod reading;
mod record_prompts;
mod records;
mod remainder;
mod replay;
mod replay_records;
mod slug;

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

pub use command::{CommandFault, Verb, Vocabulary};
pub use effect::{
    Action, Command, Description, Done, Effect, Found, Given, Input, Notice, Overview, Refusal,
    Save, SourceLine,
};
pub use entry::{Entry, Gives, Lookup, Opt, Present};
pub use pasted::Pasted;
pub use place::{Mode, Place, Purpose, RecordKey, Target};
pub use prompt::{Fact, Position, Prompt, PromptKind, Row, Standing};
pub use queue::Scope;
pub use replay::{Listener, Obstacle, Unanswered, replay};

use crate::handbook::Handbook;
use crate::project::{Change, Project, apply_changes};
use crate::source::Span;
use crate::yaml::{Node, Value as NodeValue, parse};
use effect::Draft;

/// What a session is told at its beginning.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Which questions are asked.
    pub scope: Scope,
    /// The day it is, for the alarms of the calendar.
    pub today: Option<Date>,
    /// The reason written beside a stale answer; `{code}` is the question that changed.
    pub stale_reason: String,
}

/// An interview about one project.
#[derive(Debug, Clone)]
pub struct Session<'h> {
    lookup: Lookup<'h>,
    options: Options,
    text: Arc<str>,
    /// The tree of the text, read when first looked at.
    tree: OnceCell<Arc<Node<'static>>>,
    place: Place,
    history: Vec<Place>,
    /// Questions that had their turn in this session.
    passed: BTreeSet<usize>,
    /// Steps that were introduced in this session.
    introduced: BTreeSet<usize>,
    /// Stale answers that are looked at before anything else.
    review: Vec<usize>,
    /// Answers made stale by the question that is being asked.
    stale: Vec<usize>,
    drafts: Vec<Draft>,
    proposed_id: Option<String>,
    /// Lists that no choice fills, because their records are given.
    kept_lists: BTreeSet<usize>,
    /// Where the interview goes on after the fields of a new source.
    after_source: Option<Place>,
    /// Where the saves of this session were made, for the way back of undo.
    saved_at: Vec<Place>,
    effects: Vec<Effect>,
    before: Option<Box<Before>>,
}

/// What a refused save goes back to.
#[derive(Debug, Clone)]
struct Before {
    text: Arc<str>,
    place: Place,
    history: Vec<Place>,
    passed: BTreeSet<usize>,
    review: Vec<usize>,
    stale: Vec<usize>,
    n_saved: usize,
    typed: Option<String>,
}

impl<'h> Session<'h> {
    /// Begins an interview about the project in `text`, at the first question that is to be asked.
    pub fn new(lookup: Lookup<'h>, text: impl Into<Arc<str>>, options: Options) -> Self {
        let mut session = Self {
            lookup,
            options,
            text: text.into(),
            tree: OnceCell::new(),
            place: Place::Done,
            history: Vec::new(),
            passed: BTreeSet::new(),
            introduced: BTreeSet::new(),
            review: Vec::new(),
            stale: Vec::new(),
            drafts: Vec::new(),
            proposed_id: None,
            kept_lists: BTreeSet::new(),
            after_source: None,
            saved_at: Vec::new(),
            effects: Vec::new(),
            before: None,
        };
        session.place = session.next_place(None);
        session
    }

    /// The text of the project file, with every change so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The handbook, its texts and its catalogues.
    pub fn lookup(&self) -> Lookup<'h> {
        self.lookup
    }

    /// The day it is, if it was told.
    pub fn today(&self) -> Option<Date> {
        self.options.today
    }

    /// Where the person is.
    pub fn place(&self) -> &Place {
        &self.place
    }

    fn handbook(&self) -> &'h Handbook {
        self.lookup.handbook
    }

    /// Looks at the project as it is now.
    pub fn with_project<R>(&self, look: impl FnOnce(&Project<'_>) -> R) -> R {
        let tree = self.tree.get_or_init(|| {
            let root = parse(&self.text).root.map(Node::into_owned);
            Arc::new(root.unwrap_or(Node {
                span: Span::at(0),
                value: NodeValue::Null,
            }))
        });
        look(&Project::read(tree, self.lookup.handbook))
    }

    fn set_text(&mut self, text: Arc<str>) {
        self.text = text;
        self.tree = OnceCell::new();
    }

    /// Takes the text as somebody else has changed it; the place stays where it can.
    pub fn replace_text(&mut self, text: impl Into<Arc<str>>) {
        self.set_text(text.into());
        self.before = None;
        self.settle();
    }

    /// Takes the text as it was before the last change, and goes back to where that was made.
    pub fn undone(&mut self, text: impl Into<Arc<str>>) {
        self.replace_text(text);
        self.stale.clear();
        if let Some(place) = self.saved_at.pop() {
            if let Some(question) = place.question() {
                self.passed.remove(&question);
            }
            if place != self.place {
                self.go(place);
                self.settle();
            }
        }
    }

    /// Goes back to before the last input, because its save was refused; what was typed is kept.
    pub fn take_back(&mut self) {
        let Some(before) = self.before.take() else {
            return;
        };
        self.saved_at.truncate(before.n_saved);
        self.set_text(before.text);
        self.place = before.place;
        self.history = before.history;
        self.passed = before.passed;
        self.review = before.review;
        self.stale = before.stale;
        if let Some(typed) = before.typed {
            self.keep_draft(typed);
        }
    }

    /// Keeps a text that was begun at this prompt, to start from when the prompt comes again.
    pub fn keep_draft(&mut self, text: String) {
        self.drafts.retain(|draft| draft.place != self.place);
        if !text.trim().is_empty() {
            self.drafts.push(Draft {
                place: self.place.clone(),
                text,
            });
        }
    }

    /// The id that the next record added is to get, if nothing has it yet.
    pub fn propose_id(&mut self, id: impl Into<String>) {
        self.proposed_id = Some(id.into());
    }

    /// Takes what the person did, and says what is to be done about it, in order.
    pub fn handle(&mut self, input: Input) -> Vec<Effect> {
        let typed = match &input {
            Input::Value(Given::Text(text)) => Some(text.clone()),
            _ => None,
        };
        self.before = Some(Box::new(Before {
            text: Arc::clone(&self.text),
            place: self.place.clone(),
            history: self.history.clone(),
            passed: self.passed.clone(),
            review: self.review.clone(),
            stale: self.stale.clone(),
            n_saved: self.saved_at.len(),
            typed,
        }));
        match input {
            Input::Value(given) => self.take(&given),
            Input::Records(records) => self.take_records(&records),
            Input::Action(action) => self.act(action),
            Input::Command(command) => self.obey(command),
            Input::Back => self.back(),
            Input::End => self.quit(),
        }
        std::mem::take(&mut self.effects)
    }

    fn take(&mut self, given: &Given) {
        match self.place.clone() {
            Place::Question(question) => self.answer(question, given),
            Place::Reason(question) => self.take_reason(question, given),
            Place::Note(target) => self.take_note(&target, given),
            Place::AddTo(question) => self.take_part(question, given),
            Place::Name { question, fixed } => self.take_name(question, &fixed, given),
            Place::Field {
                question,
                key,
                field,
                mode,
            } => {
                self.take_field(question, &key, field, mode, given);
            }
            Place::SourceTitle { target, then } => self.take_source(target.as_ref(), *then, given),
            Place::Intro { .. }
            | Place::Menu(_)
            | Place::Pick { .. }
            | Place::MoveTo { .. }
            | Place::Remove { .. }
            | Place::Stale { .. }
            | Place::Done => self.say(Notice::NotHere),
        }
    }

    fn say(&mut self, notice: Notice) {
        self.effects.push(Effect::Say(notice));
    }

    fn refuse(&mut self, refusal: Refusal, given: &Given) {
        let typed = match given {
            Given::Text(text) => text.clone(),
            Given::One(id) => id.clone(),
            Given::Many(ids) => ids.join(", "),
        };
        if matches!(given, Given::Text(_)) {
            self.keep_draft(typed.clone());
        }
        self.effects.push(Effect::Refused { refusal, typed });
    }

    /// Makes changes and asks for them to be saved; false where they cannot be made.
    fn save(&mut self, changes: Vec<Change>, what: Description, stale: usize) -> bool {
        match apply_changes(&self.text, self.lookup.handbook, &changes) {
            Ok(new_text) => {
                self.set_text(Arc::from(new_text.as_str()));
                let place = self.before.as_ref().map(|before| before.place.clone());
                self.saved_at.extend(place);
                self.effects.push(Effect::Save(Save {
                    changes,
                    new_text,
                    what,
                    stale,
                }));
                true
            }
            Err(error) => {
                let typed = self.before.as_ref().and_then(|before| before.typed.clone());
                if let Some(typed) = &typed {
                    self.keep_draft(typed.clone());
                }
                let typed = typed.unwrap_or_default();
                self.effects.push(Effect::Refused {
                    refusal: Refusal::Unwritable(error),
                    typed,
                });
                false
            }
        }
    }

    fn describe(&self, what: Done, question: Option<usize>) -> Description {
        let code = question.map(|question| self.handbook().questions[question].code.clone());
        Description {
            what,
            code,
            record: None,
            field: None,
        }
    }

    /// Goes to a place and remembers the way back.
    fn go(&mut self, place: Place) {
        let left = std::mem::replace(&mut self.place, place);
        if left.is_lasting() && self.history.last() != Some(&left) {
            self.history.push(left);
        }
    }

    /// Forgets what was typed here: it has been taken.
    fn settle_draft(&mut self) {
        let place = self.place.clone();
        self.drafts.retain(|draft| draft.place != place);
    }
}
