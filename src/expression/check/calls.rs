//! Functions and ways through lists.

use regex::RegexBuilder;

use super::{Checked, Checker, code};
use crate::expression::MAX_LOOPS;
use crate::expression::code::{Code, Each, Function, Loop, Work};
use crate::expression::fault::{FaultKind, Noun};
use crate::expression::kinds::Type;
use crate::expression::names::{self, FUNCTIONS};
use crate::expression::tree::{Operator, Tree, TreeKind};

/// The most memory a pattern may take, in bytes.
const PATTERN_SIZE: usize = 256 * 1024;

impl Checker<'_> {
    pub(super) fn call(
        &mut self,
        tree: &Tree,
        name: &str,
        target: Option<&Tree>,
        arguments: &[Tree],
    ) -> Checked {
        let Some(known) = names::form(name) else {
            let known = FUNCTIONS.iter().map(|known| known.name);
            self.unknown_function(tree, name, known);
            return None;
        };
        let wrong_use = FaultKind::WrongUse {
            function: known.name,
            form: known.form,
        };
        if let Some(each) = names::each(name) {
            return match target {
                Some(list) => self.through(tree, (each, wrong_use), list, arguments),
                None => self.misused(tree, wrong_use),
            };
        }
        // `size` is written both ways in CEL.
        let all: Vec<&Tree> = target.into_iter().chain(arguments).collect();
        match (name, target, all.as_slice()) {
            ("has", None, [of]) if Self::selection(of).is_some() => {
                let (of, _) = self.part(of)?;
                Some((code(tree.span, Work::Has(Box::new(of))), Type::Flag))
            }
            ("size", _, [of]) => self.size(tree, of),
            ("follow", None, [of]) => self.follow(tree, of),
            ("date", None, [of]) => self.date(tree, of),
            ("matches", Some(_), [text, pattern]) => self.matches(tree, text, pattern),
            _ => match names::function(name) {
                Some((function, is_method)) if is_method == target.is_some() => {
                    self.function(tree, (function, wrong_use), &all)
                }
                _ => self.misused(tree, wrong_use),
            },
        }
    }

    /// Functions keep their underscores, which names of the handbook have none of.
    fn unknown_function<'n>(
        &mut self,
        tree: &Tree,
        name: &str,
        known: impl Iterator<Item = &'n str>,
    ) {
        self.unknown(tree.name, (Noun::Function, ""), name, known);
    }

    fn misused(&mut self, tree: &Tree, wrong_use: FaultKind) -> Checked {
        self.fault(tree.name, wrong_use);
        None
    }

    /// A part of a type, for a function.
    fn wanted(
        &mut self,
        function: &str,
        tree: &Tree,
        wanted: &str,
        fits: impl Fn(&Type) -> bool,
    ) -> Option<(Code, Type)> {
        let (code, found) = self.part(tree)?;
        if found == Type::Any || fits(&found) {
            return Some((code, found));
        }
        self.wrong_type(tree.span, function, &found, wanted);
        None
    }

    fn size(&mut self, tree: &Tree, of: &Tree) -> Checked {
        let fits = |found: &Type| found.is_text() || matches!(found, Type::List(_));
        let (of, _) = self.wanted("size", of, "list, text", fits)?;
        Some((code(tree.span, Work::Size(Box::new(of))), Type::Number))
    }

    fn follow(&mut self, tree: &Tree, of: &Tree) -> Checked {
        let fits = |found: &Type| matches!(found, Type::Reference(_));
        let (of_code, found) = self.wanted("follow", of, "reference", fits)?;
        let to = match found {
            Type::Reference(to) => to,
            _ => Vec::new(),
        };
        let [to] = to.as_slice() else {
            let types = to.join(", ");
            self.fault(of.span, FaultKind::SeveralTypes { types });
            return None;
        };
        let work = Work::Follow(Box::new(of_code));
        Some((code(tree.span, work), Type::Record(to.clone())))
    }

    fn date(&mut self, tree: &Tree, of: &Tree) -> Checked {
        if let TreeKind::Text(text) = &of.kind {
            let date = self.read_date(of, text)?;
            return Some((code(tree.span, Work::Date(date)), Type::Date));
        }
        let (of, _) = self.wanted("date", of, "text", Type::is_text)?;
        Some((code(tree.span, Work::ReadDate(Box::new(of))), Type::Date))
    }

    /// A pattern is read once, before anything runs: it has to stand there as it is.
    fn matches(&mut self, tree: &Tree, text: &Tree, pattern: &Tree) -> Checked {
        let (text, _) = self.wanted("matches", text, "text", Type::is_text)?;
        let TreeKind::Text(written) = &pattern.kind else {
            let found = String::new();
            self.fault(pattern.span, FaultKind::BadPattern { found });
            return None;
        };
        let read = RegexBuilder::new(written).size_limit(PATTERN_SIZE).build();
        let Ok(read) = read else {
            let found = written.clone();
            self.fault(pattern.span, FaultKind::BadPattern { found });
            return None;
        };
        let work = Work::Matches(Box::new(text), read);
        Some((code(tree.span, work), Type::Flag))
    }

    fn function(
        &mut self,
        tree: &Tree,
        (function, wrong_use): (Function, FaultKind),
        all: &[&Tree],
    ) -> Checked {
        let n_wanted = match function {
            Function::Contains | Function::StartsWith | Function::EndsWith => 2,
            _ => 1,
        };
        let [first, rest @ ..] = all else {
            return self.misused(tree, wrong_use);
        };
        if all.len() != n_wanted {
            return self.misused(tree, wrong_use);
        }
        let name = match &wrong_use {
            FaultKind::WrongUse { function, .. } => *function,
            _ => "",
        };
        let (first, found) = match function {
            Function::Distinct => {
                let fits = |found: &Type| matches!(found, Type::List(of) if !matches!(**of, Type::List(_)));
                self.wanted(name, first, "list", fits)?
            }
            Function::Sum | Function::Min | Function::Max => {
                let wanted = if function == Function::Sum {
                    "list(number), list(money)"
                } else {
                    "list(number), list(money), list(date)"
                };
                let fits = |found: &Type| match found {
                    Type::List(of) => {
                        matches!(**of, Type::Number | Type::Money | Type::Any)
                            || **of == Type::Date && function != Function::Sum
                    }
                    _ => false,
                };
                self.wanted(name, first, wanted, fits)?
            }
            Function::Year | Function::Month => {
                self.wanted(name, first, "date", |found| *found == Type::Date)?
            }
            _ => self.wanted(name, first, "text", Type::is_text)?,
        };
        let mut arguments = vec![first];
        for other in rest {
            arguments.push(self.wanted(name, other, "text", Type::is_text)?.0);
        }
        let item = match &found {
            Type::List(of) => (**of).clone(),
            _ => Type::Any,
        };
        let result = match function {
            Function::Distinct => found,
            Function::Sum | Function::Min | Function::Max => item,
            Function::Contains | Function::StartsWith | Function::EndsWith => Type::Flag,
            Function::Lower => Type::Text,
            Function::Year | Function::Month => Type::Number,
        };
        Some((code(tree.span, Work::Call(function, arguments)), result))
    }

    fn through(
        &mut self,
        tree: &Tree,
        (each, wrong_use): (Each, FaultKind),
        list: &Tree,
        arguments: &[Tree],
    ) -> Checked {
        let (name, test, value) = match (each, arguments) {
            (_, [name, value]) => (name, None, value),
            (Each::Map, [name, test, value]) => (name, Some(test), value),
            _ => return self.misused(tree, wrong_use),
        };
        let TreeKind::Name(variable) = &name.kind else {
            return self.misused(tree, wrong_use);
        };
        let function = match &wrong_use {
            FaultKind::WrongUse { function, .. } => *function,
            _ => "",
        };
        let fits = |found: &Type| matches!(found, Type::List(_));
        let (list, found) = self.wanted(function, list, "list", fits)?;
        if self.variables.len() >= MAX_LOOPS {
            let limit = MAX_LOOPS;
            self.fault(tree.name, FaultKind::TooManyLoops { limit });
            return None;
        }
        let item = match &found {
            Type::List(of) => (**of).clone(),
            _ => Type::Any,
        };
        self.variables.push((variable.clone(), item));
        let test = test.map(|test| self.flag(Operator::If, test));
        let value = match each {
            Each::Map => self.part(value),
            _ => self.test(function, value),
        };
        self.variables.pop();
        let (value, kind) = value?;
        let test = match test {
            Some(test) => Some(test?),
            None => None,
        };
        let result = match each {
            Each::Map => Type::list(kind),
            Each::Filter => found,
            _ => Type::Flag,
        };
        let way = Loop { list, test, value };
        Some((code(tree.span, Work::Each(each, Box::new(way))), result))
    }

    /// What has to be true or false of every item.
    fn test(&mut self, function: &str, tree: &Tree) -> Checked {
        self.wanted(function, tree, "bool", |found| *found == Type::Flag)
    }
}
