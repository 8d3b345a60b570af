//! What comes of an input: things to save, to say and to show, as data.

use crate::handbook::{Hit, Term, ValueKind};
use crate::project::{Change, ChangeError, State, ValueFault};

use super::pasted::Pasted;
use super::place::Place;

/// What is given in answer to a prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// Typed text: a value of the kind asked for, or the label or id of an option.
    Text(String),
    /// The id of an option.
    One(String),
    /// The ids of several options.
    Many(Vec<String>),
}

/// Something to do, offered beside or instead of values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Go on with what comes next.
    Continue,
    /// Add a record.
    Add,
    /// Go through the fields of tables that are empty.
    FillEmpty,
    /// Change the record at this row.
    Change(usize),
    /// Choose a record to change.
    ChangeOther,
    /// Choose a record to remove.
    Remove,
    /// Choose a record to move.
    Reorder,
    /// Choose this row for what was asked.
    Row(usize),
    /// Put the record at this position, counted from 0.
    Position(usize),
    /// Remove the record after all.
    RemoveIt,
    /// Leave the record where it is.
    KeepIt,
    /// Leave the field empty.
    LeaveEmpty,
    /// Enter a new source.
    NewSource,
    /// Look at stale answers at once.
    ReviewNow,
    /// Look at them when their turn comes.
    ReviewLater,
    /// Ask once more what was passed over in this session.
    AskAgain,
    /// Leave the interview.
    Quit,
}

/// What a person can type at every prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Go to the prompt before.
    Back,
    /// Pass over the question, or the field.
    Skip,
    /// List the questions of a step, the present one if none is named.
    List(Option<String>),
    /// Go to a question, step, stage or record.
    Go(String),
    /// Find questions and terms.
    Find(String),
    /// Look a term up; without one, list them all.
    Glossary(Option<String>),
    /// Say why the question is asked and where it comes from.
    Why,
    /// Show the example.
    Example,
    /// Set the note; without a text, ask for it.
    Note(Option<String>),
    /// Attach a source; without an id, list the ledger.
    Source(Option<String>),
    /// Enter a new source and attach it.
    NewSource,
    /// The question does not apply; without a reason, ask for it.
    NotApplicable(Option<String>),
    /// The team looked and does not know.
    Unknown,
    /// Take the last change back.
    Undo,
    /// List the commands.
    Help,
    /// Leave the interview.
    Quit,
}

/// What a person did at a prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Gave a value.
    Value(Given),
    /// Gave whole records of the list that is shown, as from a table.
    Records(Vec<Pasted>),
    /// Chose something to do.
    Action(Action),
    /// Typed a command.
    Command(Command),
    /// Pressed Esc.
    Back,
    /// Ended the input.
    End,
}

/// What a save does, for the journal of changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// What was done.
    pub what: Done,
    /// The code of the question, none for the evidence ledger.
    pub code: Option<String>,
    /// The record's name.
    pub record: Option<String>,
    /// The field's id.
    pub field: Option<String>,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// A question was answered.
    Answered,
    /// An answer was emptied.
    Cleared,
    /// An answer got a state.
    Marked(State),
    /// An answer was found to hold still.
    Confirmed,
    /// A note was set.
    Noted,
    /// A source was attached.
    Attached,
    /// A record was added.
    Added,
    /// A field was changed.
    Changed,
    /// A record was removed.
    Removed,
    /// A record was moved.
    Moved,
}

/// Something to tell, without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// There is no prompt before the first.
    AtStart,
    /// The command has no meaning at this prompt.
    NotHere,
    /// Nothing has this name; what comes nearest.
    NoSuchPlace {
        /// What was typed.
        typed: String,
        /// Codes of questions that come nearest.
        nearest: Vec<String>,
    },
    /// The question is not asked because of another answer.
    NotAsked {
        /// The index of the question.
        question: usize,
        /// The indices of the questions its condition looks at.
        because: Vec<usize>,
    },
    /// An overlay dropped the question.
    Dropped {
        /// The index of the question.
        question: usize,
    },
    /// The question is worked out from other answers.
    Computed {
        /// The index of the question.
        question: usize,
    },
    /// The question has no example.
    NoExample,
    /// Nothing was found.
    NothingFound(String),
    /// The glossary has no such term.
    NoSuchTerm {
        /// What was typed.
        typed: String,
        /// Terms that come nearest.
        nearest: Vec<String>,
    },
    /// The question was passed over.
    Skipped(usize),
    /// The field stays empty.
    FieldLeftEmpty,
    /// Nothing was changed.
    Unchanged,
    /// No entry of the ledger has this id.
    NoSuchSource {
        /// What was typed.
        typed: String,
        /// Ids that come nearest.
        nearest: Vec<String>,
    },
    /// The source is attached already.
    AlreadyAttached(String),
    /// The list has all the records that make sense.
    ListFull(usize),
    /// The list has records, which a state in their place would contradict.
    HasRecords {
        /// The index of the question.
        question: usize,
        /// How many records it has.
        n: usize,
    },
    /// The record is gone: somebody else removed it.
    RecordGone,
    /// A text that had been begun was kept as a draft.
    DraftKept(usize),
    /// A choice filled a list.
    Filled {
        /// The index of the question that keeps the list.
        list: usize,
        /// The catalogue of the entries.
        catalogue: String,
        /// The entries that were added, in order.
        entries: Vec<String>,
    },
}

/// Why something typed was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It is no value of its kind.
    Value {
        /// What is wrong with it.
        fault: ValueFault,
        /// The kind that was asked for.
        kind: ValueKind,
        /// What was perhaps meant.
        nearest: Option<String>,
    },
    /// The record cannot do without it.
    Required,
    /// It has to be said.
    ReasonNeeded,
    /// The file cannot be changed this way.
    Unwritable(ChangeError),
}

/// What was found for a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The word.
    pub word: String,
    /// Questions with the texts that have the word, the best first.
    pub questions: Vec<(usize, Hit)>,
    /// Terms of the glossary with their meanings.
    pub terms: Vec<(String, String)>,
    /// Records: id, title, code of the question that keeps them.
    pub records: Vec<(String, String, String)>,
    /// How many more there are.
    pub left_out: usize,
}

/// The questions of a step and how far they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// The step.
    pub step: usize,
    /// Its questions that are asked, with their states.
    pub questions: Vec<(usize, State)>,
    /// All steps with questions asked: step, settled, asked.
    pub steps: Vec<(usize, usize, usize)>,
}

/// An entry of the evidence ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLine {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whose it is.
    pub owner: Option<String>,
    /// Its year.
    pub year: Option<String>,
    /// Whether it is attached to what is being asked.
    pub attached: bool,
}

/// A change to be written before anything else is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Save {
    /// The changes.
    pub changes: Vec<Change>,
    /// The file's text with the changes made.
    pub new_text: String,
    /// What they do.
    pub what: Description,
    /// How many answers became stale by it.
    pub stale: usize,
}

/// What is to be done about an input, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Write the file.
    Save(Save),
    /// Say something.
    Say(Notice),
    /// Show why a question is asked and where it comes from.
    ShowWhy(usize),
    /// Show the example of a question.
    ShowExample(usize),
    /// Show the questions of a step.
    ShowList(Overview),
    /// Show what was found.
    ShowFound(Found),
    /// Show what terms of the glossary mean.
    ShowTerms(Vec<Term>),
    /// List the terms of the glossary.
    ListTerms(Vec<String>),
    /// Show the evidence ledger.
    ShowSources(Vec<SourceLine>),
    /// Show the commands.
    ShowHelp,
    /// Say why something was not taken; the prompt keeps what was typed.
    Refused {
        /// Why.
        refusal: Refusal,
        /// What was typed.
        typed: String,
    },
    /// Take the last change back.
    Undo,
    /// Leave.
    Quit,
}

/// What was typed and not taken, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) place: Place,
    pub(super) text: String,
}
