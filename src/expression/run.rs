//! Running an expression: on one project, about one record, answer or the whole.

use std::cmp::Ordering;
use std::rc::Rc;

use super::budget::Budget;
use super::code::{AnswerPart, Code, Each, FieldRead, Loop, Part, Work};
use super::fault::RunFault;
use super::read;
use super::value::{Text, Value};
use super::{Matter, World};
use crate::source::Span;

/// Why there is no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stop {
    /// Something it needs is not written.
    Missing,
    /// Something it needs is written and cannot be read.
    Unread,
    /// It cannot be worked out.
    Fault(RunFault, Span),
}

pub(super) type Run<'w> = Result<Value<'w>, Stop>;

/// One run.
pub(super) struct Runner<'w, 'b> {
    pub(super) world: &'b World<'w>,
    pub(super) matter: Matter<'w>,
    pub(super) budget: &'b mut Budget,
    /// The items that ways through lists are at.
    pub(super) items: Vec<Value<'w>>,
}

impl<'w> Runner<'w, '_> {
    pub(super) fn pay(&mut self, steps: usize, span: Span) -> Result<(), Stop> {
        let paid = self.budget.spend(steps);
        paid.then_some(())
            .ok_or(Stop::Fault(RunFault::TooMuchWork, span))
    }

    pub(super) fn pay_for(&mut self, value: &Value<'w>, span: Span) -> Result<(), Stop> {
        let paid = self.budget.spend_value(value);
        paid.then_some(())
            .ok_or(Stop::Fault(RunFault::TooMuchWork, span))
    }

    /// The value of a part of an expression.
    pub(super) fn value(&mut self, code: &Code) -> Run<'w> {
        self.pay(1, code.span)?;
        Ok(match &code.work {
            Work::Null => Value::Null,
            Work::Flag(flag) => Value::Flag(*flag),
            Work::Number(number) => Value::Number(*number),
            Work::Text(text) => {
                self.pay(text.len(), code.span)?;
                Value::text(text)
            }
            Work::Date(date) => Value::Date(*date),
            Work::Today => Value::Date(self.world.today),
            Work::Record => match self.matter {
                Matter::Record(record) => Value::Record(record),
                _ => Value::Null,
            },
            Work::Variable(slot) => self.items.get(*slot).cloned().unwrap_or(Value::Null),
            Work::Answer(question, part) => return self.answer(*question, part, code.span),
            Work::Records(of) => {
                let records = self.world.project.records_of(self.world.handbook, of);
                self.pay(records.len(), code.span)?;
                records
                    .iter()
                    .map(|record| Value::Record(*record))
                    .collect()
            }
            Work::Header(part) => read::header(self.world, *part)?,
            Work::Field(of, field) => return self.field(of, field),
            Work::Part(of, part) => return self.part(of, *part),
            Work::Follow(of) => match self.present(of)? {
                Value::Text(id) => {
                    let record = self.world.project.record(id.as_str());
                    record.map_or(Value::Null, |record| Value::Record(*record))
                }
                _ => return Err(Stop::Fault(RunFault::WrongType, of.span)),
            },
            Work::Has(of) => match self.value(of) {
                Ok(value) => Value::Flag(!value.is_nothing()),
                Err(Stop::Missing) => Value::Flag(false),
                // What is written is there, be it readable or not.
                Err(Stop::Unread) => Value::Flag(true),
                Err(fault) => return Err(fault),
            },
            Work::Not(of) => Value::Flag(!self.flag(of)?),
            Work::And(both) => return self.joined(both, false),
            Work::Or(both) => return self.joined(both, true),
            Work::If(parts) => {
                let [test, yes, no] = &**parts;
                let chosen = if self.flag(test)? { yes } else { no };
                return self.value(chosen);
            }
            Work::Same(both, wanted) => {
                let [left, right] = self.both(both)?;
                self.pay_for(&left, code.span)?;
                self.pay_for(&right, code.span)?;
                Value::Flag(left.is_same(&right) == *wanted)
            }
            Work::In(both) => return self.is_in(both),
            Work::Index(both) => return self.item(both),
            Work::List(items) => {
                let items = items.iter().map(|item| self.value(item));
                Value::list(items.collect::<Result<_, _>>()?)
            }
            Work::Each(each, way) => return self.through(*each, way),
            Work::Negate(_)
            | Work::Compare(..)
            | Work::Reckon(..)
            | Work::Size(_)
            | Work::Matches(..)
            | Work::ReadDate(_)
            | Work::Call(..) => return self.reckoned(code),
        })
    }

    /// The value of a part that has to be there.
    pub(super) fn present(&mut self, code: &Code) -> Run<'w> {
        match self.value(code)? {
            Value::Null => Err(Stop::Missing),
            value => Ok(value),
        }
    }

    pub(super) fn flag(&mut self, code: &Code) -> Result<bool, Stop> {
        match self.present(code)? {
            Value::Flag(flag) => Ok(flag),
            _ => Err(Stop::Fault(RunFault::WrongType, code.span)),
        }
    }

    pub(super) fn items(&mut self, code: &Code) -> Result<Rc<[Value<'w>]>, Stop> {
        match self.present(code)? {
            Value::List(items) => Ok(items),
            _ => Err(Stop::Fault(RunFault::WrongType, code.span)),
        }
    }

    pub(super) fn words(&mut self, code: &Code) -> Result<Text<'w>, Stop> {
        match self.present(code)? {
            Value::Text(text) => {
                self.pay(1 + text.as_str().len() / 16, code.span)?;
                Ok(text)
            }
            _ => Err(Stop::Fault(RunFault::WrongType, code.span)),
        }
    }

    pub(super) fn both(&mut self, both: &[Code; 2]) -> Result<[Value<'w>; 2], Stop> {
        Ok([self.value(&both[0])?, self.value(&both[1])?])
    }

    /// `&&` where `decides` is false, `||` where it is true: one side is enough to decide, whatever
    /// became of the other.
    fn joined(&mut self, both: &[Code; 2], decides: bool) -> Run<'w> {
        let first = self.flag(&both[0]);
        if first == Ok(decides) {
            return Ok(Value::Flag(decides));
        }
        let second = self.flag(&both[1]);
        if second == Ok(decides) {
            return Ok(Value::Flag(decides));
        }
        first?;
        second.map(Value::Flag)
    }

    fn answer(&mut self, question: Option<usize>, part: &AnswerPart, span: Span) -> Run<'w> {
        let world = self.world;
        let answer = match (question, self.matter) {
            (None, Matter::Answer(answer)) => Some(answer),
            (None, _) => None,
            (Some(question), _) => world.project.answer(question),
        };
        let index = question.or_else(|| answer.map(|answer| answer.question));
        match part {
            AnswerPart::Value(kind) => match answer.and_then(|answer| answer.value) {
                Some(node) => read::node(world, kind, node),
                None => Ok(read::absent(kind)),
            },
            AnswerPart::Records => {
                let question = index.and_then(|index| world.handbook.questions.get(index));
                let Some(question) = question else {
                    return Ok(Value::list(Vec::new()));
                };
                let home = world.handbook.home_of(question);
                let home = home.and_then(|home| world.handbook.question_index(&home.path));
                self.pay(home.map_or(0, |home| world.project.list(home).len()), span)?;
                let records = world.project.records_in(world.handbook, question);
                Ok(records.into_iter().map(Value::Record).collect())
            }
            AnswerPart::State => Ok(index.map_or(Value::Null, |index| {
                let state = world.project.state(world.handbook, index);
                Value::Text(Text::Of(state.name()))
            })),
            AnswerPart::Note => {
                let note = answer.and_then(|answer| answer.note);
                Ok(note.map_or(Value::Null, |note| Value::Text(Text::Of(note.text))))
            }
            AnswerPart::Evidence => {
                let evidence = answer.map_or(&[][..], |answer| &answer.evidence);
                self.pay(evidence.len(), span)?;
                let ids = evidence.iter().map(|id| Value::Text(Text::Of(id.text)));
                Ok(ids.collect())
            }
        }
    }

    fn field(&mut self, of: &Code, field: &FieldRead) -> Run<'w> {
        match self.present(of)? {
            Value::Record(record) => read::field(self.world, record, field),
            _ => Err(Stop::Fault(RunFault::WrongType, of.span)),
        }
    }

    fn part(&mut self, of: &Code, part: Part) -> Run<'w> {
        match (self.present(of)?, part) {
            (Value::Money(money), Part::Amount) => Ok(Value::Number(money.amount)),
            (Value::Money(money), Part::Currency) => Ok(Value::text(money.currency())),
            (Value::Period(period), Part::Start) => Ok(Value::Date(period.start)),
            (Value::Period(period), Part::End) => Ok(Value::Date(period.end)),
            _ => Err(Stop::Fault(RunFault::WrongType, of.span)),
        }
    }

    fn is_in(&mut self, both: &[Code; 2]) -> Run<'w> {
        let one = self.present(&both[0])?;
        match (&one, self.present(&both[1])?) {
            (Value::Date(date), Value::Period(period)) => {
                Ok(Value::Flag((period.start..=period.end).contains(date)))
            }
            (one, Value::List(items)) => {
                for item in items.iter() {
                    self.pay_for(item, both[1].span)?;
                    if item.is_same(one) {
                        return Ok(Value::Flag(true));
                    }
                }
                Ok(Value::Flag(false))
            }
            _ => Err(Stop::Fault(RunFault::WrongType, both[1].span)),
        }
    }

    /// The item of a list at a place; a place behind the end holds nothing.
    fn item(&mut self, both: &[Code; 2]) -> Run<'w> {
        let items = self.items(&both[0])?;
        let Value::Number(place) = self.present(&both[1])? else {
            return Err(Stop::Fault(RunFault::WrongType, both[1].span));
        };
        let place = Some(place).filter(rust_decimal::Decimal::is_integer);
        let place = place.and_then(|place| usize::try_from(place).ok());
        let item = place.and_then(|place| items.get(place));
        item.cloned().ok_or(Stop::Missing)
    }

    fn through(&mut self, each: Each, way: &Loop) -> Run<'w> {
        let items = self.items(&way.list)?;
        let mut kept = Vec::new();
        let (mut n_true, mut doubt) = (0_usize, None);
        for item in items.iter() {
            self.pay(1, way.list.span)?;
            self.items.push(item.clone());
            let come = self.at_item(each, way);
            let item = self.items.pop().unwrap_or(Value::Null);
            match (each, come) {
                (_, Err(Stop::Fault(fault, span))) => return Err(Stop::Fault(fault, span)),
                (Each::All, Ok(Some(Value::Flag(false)))) => return Ok(Value::Flag(false)),
                (Each::Exists, Ok(Some(Value::Flag(true)))) => return Ok(Value::Flag(true)),
                (Each::All | Each::Exists, Err(stop)) => doubt = doubt.or(Some(stop)),
                (_, Err(stop)) => return Err(stop),
                (Each::ExistsOne, Ok(Some(Value::Flag(true)))) => n_true += 1,
                (Each::Filter, Ok(Some(Value::Flag(true)))) => kept.push(item),
                (Each::Map, Ok(Some(value))) => kept.push(value),
                _ => {}
            }
        }
        match (each, doubt) {
            // No item decided, and of one nobody knows.
            (_, Some(stop)) => Err(stop),
            (Each::All, None) => Ok(Value::Flag(true)),
            (Each::Exists, None) => Ok(Value::Flag(false)),
            (Each::ExistsOne, None) => Ok(Value::Flag(n_true == 1)),
            (Each::Filter | Each::Map, None) => Ok(Value::list(kept)),
        }
    }

    /// What an item comes to; none where `map` leaves it out.
    fn at_item(&mut self, each: Each, way: &Loop) -> Result<Option<Value<'w>>, Stop> {
        if let Some(test) = &way.test
            && !self.flag(test)?
        {
            return Ok(None);
        }
        match each {
            Each::Map => self.value(&way.value).map(Some),
            _ => self.flag(&way.value).map(|flag| Some(Value::Flag(flag))),
        }
    }

    pub(super) fn order(&mut self, both: &[Code; 2]) -> Result<Ordering, Stop> {
        let (left, right) = (self.present(&both[0])?, self.present(&both[1])?);
        self.pay_for(&left, both[0].span)?;
        self.pay_for(&right, both[1].span)?;
        // Amounts in two currencies do not stand to each other in any way that is known.
        left.order(&right).ok_or(Stop::Missing)
    }
}

impl<'w> FromIterator<Value<'w>> for Value<'w> {
    fn from_iter<I: IntoIterator<Item = Self>>(items: I) -> Self {
        Self::list(items.into_iter().collect())
    }
}
