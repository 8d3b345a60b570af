//! Operators: what may stand on their sides, and what comes of it.

use super::{Checked, Checker, code};
use crate::expression::code::{Code, Work};
use crate::expression::fault::FaultKind;
use crate::expression::kinds::Type;
use crate::expression::tree::{Operator, Tree, TreeKind};
use crate::project::parse_date;

impl Checker<'_> {
    pub(super) fn operation(&mut self, tree: &Tree, operator: Operator, parts: &[Tree]) -> Checked {
        match (operator, parts) {
            (Operator::Not, [of]) => {
                let of = self.flag(operator, of)?;
                Some((code(tree.span, Work::Not(Box::new(of))), Type::Flag))
            }
            (Operator::Negate, [of]) => {
                let (negated, found) = self.part(of)?;
                if !matches!(found, Type::Number | Type::Any) {
                    self.wrong_type(of.span, operator.sign(), &found, "number");
                    return None;
                }
                let work = Work::Negate(Box::new(negated));
                Some((code(tree.span, work), Type::Number))
            }
            (Operator::And | Operator::Or, [left, right]) => {
                let (left, right) = (self.flag(operator, left), self.flag(operator, right));
                let both = Box::new([left?, right?]);
                let work = match operator {
                    Operator::And => Work::And(both),
                    _ => Work::Or(both),
                };
                Some((code(tree.span, work), Type::Flag))
            }
            (Operator::If, [test, yes, no]) => self.choose(tree, test, yes, no),
            (Operator::Index, [of, key]) => self.index(tree, of, key),
            (_, [left, right]) => self.pair(tree, operator, left, right),
            _ => {
                self.fault(tree.span, FaultKind::Unsupported);
                None
            }
        }
    }

    /// A part that has to be true or false.
    pub(super) fn flag(&mut self, operator: Operator, tree: &Tree) -> Option<Code> {
        let (code, found) = self.part(tree)?;
        if matches!(found, Type::Flag | Type::Any) {
            return Some(code);
        }
        self.wrong_type(tree.span, operator.sign(), &found, "bool");
        None
    }

    fn choose(&mut self, tree: &Tree, test: &Tree, yes: &Tree, no: &Tree) -> Checked {
        let test = self.flag(Operator::If, test);
        let (yes, no) = (self.part(yes), self.part(no));
        let (test, (yes, one), (no, other)) = (test?, yes?, no?);
        let Some(found) = one.common(&other) else {
            self.unlike(tree, Operator::If, &one, &other);
            return None;
        };
        let work = Work::If(Box::new([test, yes, no]));
        Some((code(tree.span, work), found))
    }

    fn index(&mut self, tree: &Tree, of: &Tree, key: &Tree) -> Checked {
        if let TreeKind::Text(field) = &key.kind {
            let named = Tree {
                span: tree.span,
                name: key.span,
                kind: TreeKind::Null,
            };
            return self.select(&named, of, field);
        }
        let (of_code, found) = self.part(of)?;
        let item = match found {
            Type::List(item) => *item,
            Type::Any => Type::Any,
            _ => {
                self.wrong_type(of.span, "[ ]", &found, "list");
                return None;
            }
        };
        let (place, found) = self.part(key)?;
        if !matches!(found, Type::Number | Type::Any) {
            self.wrong_type(key.span, "[ ]", &found, "number");
            return None;
        }
        let work = Work::Index(Box::new([of_code, place]));
        Some((code(tree.span, work), item))
    }

    fn unlike(&mut self, tree: &Tree, operator: Operator, left: &Type, right: &Type) {
        self.fault(
            tree.name,
            FaultKind::Unlike {
                of: operator.sign(),
                left: left.to_string(),
                right: right.to_string(),
            },
        );
    }

    fn pair(&mut self, tree: &Tree, operator: Operator, left: &Tree, right: &Tree) -> Checked {
        if operator == Operator::Subtract && self.is_hyphenated(tree) {
            return None;
        }
        let (one, other) = (self.part(left), self.part(right));
        let ((one, left_type), (other, right_type)) = (one?, other?);
        let (one, left_type) = self.as_date(one, left_type, left, &right_type)?;
        let (other, right_type) = self.as_date(other, right_type, right, &left_type)?;
        let (other, right_type) = self.as_dates(other, right_type, right, &left_type)?;
        let both = Box::new([one, other]);
        let (work, found) = match operator {
            Operator::Equal | Operator::NotEqual => {
                if is_null_and_list(&left_type, &right_type) {
                    self.fault(tree.name, FaultKind::NeverNull);
                    return None;
                }
                if !left_type.is_like(&right_type) {
                    self.unlike(tree, operator, &left_type, &right_type);
                    return None;
                }
                self.choices(&left_type, right);
                self.choices(&right_type, left);
                (Work::Same(both, operator == Operator::Equal), Type::Flag)
            }
            Operator::In => {
                let of = match &right_type {
                    Type::List(of) => (**of).clone(),
                    Type::Period => Type::Date,
                    Type::Any => Type::Any,
                    _ => {
                        self.wrong_type(right.span, "in", &right_type, "list, period");
                        return None;
                    }
                };
                if !left_type.is_like(&of) {
                    self.unlike(tree, operator, &left_type, &right_type);
                    return None;
                }
                self.choices(&left_type, right);
                self.choices(&of, left);
                (Work::In(both), Type::Flag)
            }
            Operator::Less
            | Operator::LessOrEqual
            | Operator::Greater
            | Operator::GreaterOrEqual => {
                let common = left_type.common(&right_type);
                let is_ordered = common.is_some_and(|common| common.is_ordered());
                if !is_ordered || left_type == Type::Null || right_type == Type::Null {
                    self.unlike(tree, operator, &left_type, &right_type);
                    return None;
                }
                (Work::Compare(operator, both), Type::Flag)
            }
            _ => {
                let Some(found) = reckoned(operator, &left_type, &right_type) else {
                    self.unlike(tree, operator, &left_type, &right_type);
                    return None;
                };
                (Work::Reckon(operator, both), found)
            }
        };
        Some((code(tree.span, work), found))
    }

    /// A text beside a day is a day too.
    fn as_date(
        &mut self,
        own: Code,
        found: Type,
        tree: &Tree,
        other: &Type,
    ) -> Option<(Code, Type)> {
        let TreeKind::Text(text) = &tree.kind else {
            return Some((own, found));
        };
        if *other != Type::Date {
            return Some((own, found));
        }
        let date = self.read_date(tree, text)?;
        Some((code(tree.span, Work::Date(date)), Type::Date))
    }

    /// Texts in a list in which a day is looked for are days too.
    fn as_dates(
        &mut self,
        own: Code,
        found: Type,
        tree: &Tree,
        other: &Type,
    ) -> Option<(Code, Type)> {
        let TreeKind::List(items) = &tree.kind else {
            return Some((own, found));
        };
        if *other != Type::Date || found != Type::list(Type::Text) {
            return Some((own, found));
        }
        let mut dates = Vec::with_capacity(items.len());
        for item in items {
            let TreeKind::Text(text) = &item.kind else {
                return Some((own, found));
            };
            let date = self.read_date(item, text)?;
            dates.push(code(item.span, Work::Date(date)));
        }
        let work = Work::List(dates);
        Some((code(tree.span, work), Type::list(Type::Date)))
    }

    /// The day a text says.
    pub(super) fn read_date(&mut self, tree: &Tree, text: &str) -> Option<jiff::civil::Date> {
        let date = parse_date(text);
        if date.is_err() {
            let found = text.to_owned();
            self.fault(tree.span, FaultKind::BadDate { found });
        }
        date.ok()
    }

    /// Texts beside a choice have to be choices of its set.
    fn choices(&mut self, of: &Type, tree: &Tree) {
        let set = match of {
            Type::Choice(set) => set,
            Type::List(of) => match &**of {
                Type::Choice(set) => set,
                _ => return,
            },
            _ => return,
        };
        self.choice(set, tree);
    }
}

const fn is_null_and_list(left: &Type, right: &Type) -> bool {
    matches!(
        (left, right),
        (Type::Null, Type::List(_)) | (Type::List(_), Type::Null)
    )
}

/// What a calculation comes to; nothing where these two cannot be reckoned with.
fn reckoned(operator: Operator, left: &Type, right: &Type) -> Option<Type> {
    use Operator::{Add, Divide, Multiply, Subtract};
    Some(match (operator, left, right) {
        (_, Type::Any, other) | (_, other, Type::Any) => other.clone(),
        (_, Type::Number, Type::Number)
        | (Divide, Type::Money, Type::Money)
        | (Subtract, Type::Date, Type::Date) => Type::Number,
        (Add | Subtract, Type::Money, Type::Money)
        | (Multiply | Divide, Type::Money, Type::Number)
        | (Multiply, Type::Number, Type::Money) => Type::Money,
        (Add | Subtract, Type::Date, Type::Number) => Type::Date,
        (Add, left, right) if left.is_text() && right.is_text() => Type::Text,
        _ => return None,
    })
}
