//! Expressions in CEL, the Common Expression Language, over the answers and records of a project.
//!
//! The `cel` crate reads them; names are looked up and types are checked here, against the handbook,
//! and they run here, under a budget of steps: so a fault has its place inside the expression, numbers
//! and money are exact, and no expression can hang. Nothing in here reaches a file or the clock.

mod budget;
mod check;
mod code;
mod fault;
mod kinds;
mod names;
mod parse;
mod read;
mod reckon;
mod run;
mod tree;
mod value;

use jiff::civil::Date;

use crate::handbook::Handbook;
use crate::project::{Answer, HasCode, Project, Record};
use crate::source::Span;

pub use budget::Budget;
pub use fault::{ExpressionFault, FaultKind, Noun, RunFault};
pub use names::{Described, FUNCTIONS, HEADER, VARIABLES};

use code::Code;
use run::{Runner, Stop};
use value::Value;

/// The most characters of an expression.
pub const MAX_LENGTH: usize = 2_000;

/// The most brackets inside each other.
pub const MAX_NESTING: u16 = 20;

/// The most parts inside each other, brackets or not.
pub const MAX_DEPTH: usize = 64;

/// The most ways through lists inside each other.
pub const MAX_LOOPS: usize = 3;

/// What an expression is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject<'s> {
    /// The whole project.
    Project,
    /// Each record of this type, called `record`.
    Record(&'s str),
    /// The answer to the question with this index, called `answer`.
    Question(usize),
}

/// What an expression that is ready to run runs on.
#[derive(Debug, Clone, Copy)]
pub enum Matter<'w> {
    /// The whole project.
    Project,
    /// One record.
    Record(Record<'w>),
    /// One answer.
    Answer(&'w Answer<'w>),
}

/// The surroundings of a run.
pub struct World<'w> {
    /// The project.
    pub project: &'w Project<'w>,
    /// The handbook it is seen through.
    pub handbook: &'w Handbook,
    /// Whether a catalogue has an entry.
    pub has_code: HasCode<'w>,
    /// The day of the check.
    pub today: Date,
}

/// An expression that was understood and can run any number of times.
#[derive(Debug, Clone)]
pub struct Expression {
    code: Code,
}

/// What became of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// True, or not.
    Is(bool),
    /// Nobody can say: something it needs is not written, or cannot be read.
    Open,
    /// It could not be worked out, because of this part of it.
    Failed(RunFault, Span),
}

/// Reads and checks expressions, each with what it is about: what can run, or all that is wrong.
pub fn compile(
    all: &[(&str, Subject<'_>)],
    handbook: &Handbook,
) -> Vec<Result<Expression, Vec<ExpressionFault>>> {
    let texts: Vec<&str> = all.iter().map(|(text, _)| *text).collect();
    let trees = parse::parse_all(&texts).into_iter();
    trees
        .zip(all)
        .map(|(tree, (_, subject))| {
            let tree = tree.map_err(|fault| vec![fault])?;
            let code = check::check(&tree, *subject, handbook)?;
            Ok(Expression { code })
        })
        .collect()
}

impl Expression {
    /// Runs it, paying for every step.
    pub fn run<'w>(&self, world: &World<'w>, matter: Matter<'w>, budget: &mut Budget) -> Outcome {
        let mut runner = Runner {
            world,
            matter,
            budget,
            items: Vec::new(),
        };
        match runner.value(&self.code) {
            Ok(Value::Flag(flag)) => Outcome::Is(flag),
            Ok(Value::Null) | Err(Stop::Missing | Stop::Unread) => Outcome::Open,
            Ok(_) => Outcome::Failed(RunFault::WrongType, self.code.span),
            Err(Stop::Fault(fault, span)) => Outcome::Failed(fault, span),
        }
    }
}
