//! From a tree to code that can run: every name is found, every type fits, or there is a fault at
//! the place where it is not so.

mod calls;
mod operations;
mod paths;

use super::code::{AnswerPart, Code, Work};
use super::fault::{ExpressionFault, FaultKind, Noun};
use super::kinds::{STATE_SET, Type};
use super::tree::{Tree, TreeKind};
use super::{Subject, names};
use crate::error::nearest;
use crate::handbook::{Handbook, Kind};
use crate::project::State;
use crate::source::Span;

/// A part that was understood; none where a fault says why it was not.
pub(super) type Checked = Option<(Code, Type)>;

/// Checks the parts of one expression.
pub(super) struct Checker<'h> {
    handbook: &'h Handbook,
    subject: Subject<'h>,
    /// The names that ways through lists give, with their types.
    variables: Vec<(String, Type)>,
    faults: Vec<ExpressionFault>,
}

/// The code of an expression that has to be true or false, or all that is wrong with it.
pub(super) fn check(
    tree: &Tree,
    subject: Subject<'_>,
    handbook: &Handbook,
) -> Result<Code, Vec<ExpressionFault>> {
    let mut checker = Checker {
        handbook,
        subject,
        variables: Vec::new(),
        faults: Vec::new(),
    };
    let whole = checker.part(tree);
    if let Some((_, found)) = &whole
        && !matches!(found, Type::Flag | Type::Any)
    {
        let found = found.to_string();
        checker.fault(tree.span, FaultKind::NotTrueOrFalse { found });
    }
    match whole {
        Some((code, _)) if checker.faults.is_empty() => Ok(code),
        _ => Err(checker.faults),
    }
}

/// Names as expressions have them: CEL takes a hyphen for a minus.
pub(super) fn underscored(name: &str) -> String {
    name.replace('-', "_")
}

/// Names as the handbook has them.
pub(super) fn hyphened(name: &str) -> String {
    name.replace('_', "-")
}

fn code(span: Span, work: Work) -> Code {
    Code { span, work }
}

impl Checker<'_> {
    fn fault(&mut self, span: Span, kind: FaultKind) {
        self.faults.push(ExpressionFault::new(span, kind));
    }

    /// Says that nothing has a name, with the nearest one that something has.
    fn unknown<'n>(
        &mut self,
        span: Span,
        (noun, of): (Noun, &str),
        found: &str,
        known: impl Iterator<Item = &'n str>,
    ) {
        let known: Vec<String> = match noun {
            Noun::Choice => known.map(str::to_owned).collect(),
            _ => known.map(underscored).collect(),
        };
        let near = nearest(found, known.iter().map(String::as_str)).map(str::to_owned);
        self.fault(
            span,
            FaultKind::Unknown {
                noun,
                found: found.to_owned(),
                of: of.to_owned(),
                nearest: near,
            },
        );
    }

    /// Says that a value is of another type than it has to be.
    fn wrong_type(&mut self, span: Span, of: &str, found: &Type, wanted: &str) {
        self.fault(
            span,
            FaultKind::WrongType {
                of: of.to_owned(),
                found: found.to_string(),
                wanted: wanted.to_owned(),
            },
        );
    }

    fn part(&mut self, tree: &Tree) -> Checked {
        let span = tree.span;
        match &tree.kind {
            TreeKind::Null => Some((code(span, Work::Null), Type::Null)),
            TreeKind::Flag(flag) => Some((code(span, Work::Flag(*flag)), Type::Flag)),
            TreeKind::Number(number) => Some((code(span, Work::Number(*number)), Type::Number)),
            TreeKind::Text(text) => Some((code(span, Work::Text(text.clone())), Type::Text)),
            TreeKind::Name(name) => self.name(tree, name),
            TreeKind::Select(of, field) => self.select(tree, of, field),
            TreeKind::Call {
                function,
                target,
                arguments,
            } => self.call(tree, function, target.as_deref(), arguments),
            TreeKind::Operation(operator, parts) => self.operation(tree, *operator, parts),
            TreeKind::List(items) => self.list(tree, items),
            TreeKind::Unsupported => {
                self.fault(span, FaultKind::Unsupported);
                None
            }
        }
    }

    fn list(&mut self, tree: &Tree, items: &[Tree]) -> Checked {
        let mut of = Type::Any;
        let mut codes = Vec::with_capacity(items.len());
        let mut is_whole = true;
        for item in items {
            let Some((code, found)) = self.part(item) else {
                is_whole = false;
                continue;
            };
            if let Some(common) = of.common(&found) {
                of = common;
                codes.push(code);
            } else {
                self.wrong_type(item.span, "[ ]", &found, &of.to_string());
                is_whole = false;
            }
        }
        is_whole.then(|| (code(tree.span, Work::List(codes)), Type::list(of)))
    }

    /// A name that stands alone.
    fn name(&mut self, tree: &Tree, name: &str) -> Checked {
        if let Some(found) = self.variable(tree.span, name) {
            return Some(found);
        }
        let question = match self.subject {
            Subject::Question(question) => Some(question),
            _ => None,
        };
        let answer = |part| Work::Answer(None, part);
        let (work, found) = match (name, self.subject, question) {
            ("today", ..) => (Work::Today, Type::Date),
            ("record", Subject::Record(of), _) => (Work::Record, Type::Record(of.to_owned())),
            ("answer", _, Some(question)) => {
                let (part, found) = self.answer_part(question)?;
                (answer(part), found)
            }
            ("state", _, Some(_)) => {
                let found = Type::Choice(STATE_SET.to_owned());
                (answer(AnswerPart::State), found)
            }
            ("note", _, Some(_)) => (answer(AnswerPart::Note), Type::Text),
            _ => return self.no_value(tree, name),
        };
        Some((code(tree.span, work), found))
    }

    /// A name that is no value: it needs more behind it, or nothing has it.
    fn no_value(&mut self, tree: &Tree, name: &str) -> Checked {
        let is_path = [
            "answers", "states", "notes", "evidence", "records", "header",
        ];
        if let Some(known) = names::VARIABLES.iter().find(|known| known.name == name)
            && is_path.contains(&name)
        {
            let found = name.to_owned();
            let form = known.form;
            self.fault(tree.span, FaultKind::Incomplete { found, form });
            return None;
        }
        if let Subject::Record(of) = self.subject
            && let Some(record) = self.handbook.records.get(of)
            && record.field(&hyphened(name)).is_some()
        {
            // A field alone was meant to be that of the record.
            let kind = FaultKind::Unknown {
                noun: Noun::Name,
                found: name.to_owned(),
                of: String::new(),
                nearest: Some(format!("record.{name}")),
            };
            self.fault(tree.span, kind);
            return None;
        }
        let own = self.variables.iter().map(|(name, _)| name.clone());
        let known: Vec<String> = own.chain(self.known_names()).collect();
        let known = known.iter().map(String::as_str);
        self.unknown(tree.span, (Noun::Name, ""), name, known);
        None
    }

    /// The names there are for the subject of the expression.
    fn known_names(&self) -> impl Iterator<Item = String> + use<> {
        let subject = match self.subject {
            Subject::Project => &[][..],
            Subject::Record(_) => &["record"],
            Subject::Question(_) => &["answer", "state", "note"],
        };
        let always = [
            "answers", "states", "notes", "evidence", "records", "header", "today",
        ];
        let all: Vec<&str> = subject.iter().copied().chain(always).collect();
        all.into_iter().map(str::to_owned)
    }

    /// What a way through a list calls by a name.
    fn variable(&self, span: Span, name: &str) -> Option<(Code, Type)> {
        let slot = self
            .variables
            .iter()
            .rposition(|(known, _)| known == name)?;
        let found = self.variables[slot].1.clone();
        Some((code(span, Work::Variable(slot)), found))
    }

    fn is_variable(&self, name: &str) -> bool {
        self.variables.iter().any(|(known, _)| known == name)
    }

    /// What the answer to a question is; nothing where it is worked out and never written.
    fn answer_part(&self, question: usize) -> Option<(AnswerPart, Type)> {
        let question = self.handbook.questions.get(question)?;
        match &question.kind {
            Kind::Value(kind) => Some((AnswerPart::Value(kind.clone()), Type::of(kind))),
            Kind::Records { .. } | Kind::Table { .. } => {
                let record = self.handbook.record_of(question)?;
                let of = Type::list(Type::Record(record.id.clone()));
                Some((AnswerPart::Records, of))
            }
            Kind::Computed { .. } => None,
        }
    }

    /// Checks that a text is a choice of a set.
    fn choice(&mut self, set: &str, tree: &Tree) {
        match &tree.kind {
            TreeKind::Text(text) => {
                let is_known = if set == STATE_SET {
                    State::parse(text).is_some()
                } else {
                    self.handbook.is_choice(set, text)
                };
                if !is_known {
                    let states = State::ALL.map(State::name);
                    let offered = self.handbook.choice_ids(set).to_vec();
                    let (of, known): (&str, Vec<&str>) = if set == STATE_SET {
                        ("state", states.to_vec())
                    } else {
                        (set, offered.iter().map(String::as_str).collect())
                    };
                    self.unknown(tree.span, (Noun::Choice, of), text, known.into_iter());
                }
            }
            TreeKind::List(items) => items.iter().for_each(|item| self.choice(set, item)),
            _ => {}
        }
    }
}
