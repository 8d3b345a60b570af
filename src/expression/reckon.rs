//! Arithmetic, comparisons and functions of values.

use std::cmp::Ordering;
use std::collections::HashSet;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::code::{Code, Function, Work};
use super::fault::RunFault;
use super::run::{Run, Runner, Stop};
use super::tree::Operator;
use super::value::Value;
use crate::project::{Money, parse_date};
use crate::source::Span;

impl<'w> Runner<'w, '_> {
    pub(super) fn reckoned(&mut self, code: &Code) -> Run<'w> {
        match &code.work {
            Work::Negate(of) => match self.present(of)? {
                Value::Number(number) => Ok(Value::Number(-number)),
                _ => wrong(of.span),
            },
            Work::Compare(operator, both) => {
                let order = self.order(both)?;
                Ok(Value::Flag(match operator {
                    Operator::Less => order == Ordering::Less,
                    Operator::LessOrEqual => order != Ordering::Greater,
                    Operator::Greater => order == Ordering::Greater,
                    _ => order != Ordering::Less,
                }))
            }
            Work::Reckon(operator, both) => {
                let (left, right) = (self.present(&both[0])?, self.present(&both[1])?);
                self.pay_for(&left, code.span)?;
                self.pay_for(&right, code.span)?;
                reckon(*operator, &left, &right, code.span)
            }
            Work::Size(of) => match self.present(of)? {
                Value::List(items) => Ok(number(items.len())),
                Value::Text(text) => {
                    self.pay(1 + text.as_str().len() / 16, of.span)?;
                    Ok(number(text.as_str().chars().count()))
                }
                _ => wrong(of.span),
            },
            Work::Matches(of, pattern) => {
                let text = self.words(of)?;
                // A pattern is looked for in steps that are dearer than those through a text.
                self.pay(text.as_str().len(), code.span)?;
                Ok(Value::Flag(pattern.is_match(text.as_str())))
            }
            Work::ReadDate(of) => {
                let text = self.words(of)?;
                let date = parse_date(text.as_str());
                date.map(Value::Date)
                    .map_err(|_| Stop::Fault(RunFault::BadDate, of.span))
            }
            Work::Call(function, arguments) => self.call(*function, arguments, code.span),
            // All else is not reckoned.
            _ => wrong(code.span),
        }
    }

    fn call(&mut self, function: Function, arguments: &[Code], span: Span) -> Run<'w> {
        let [first, ..] = arguments else {
            return wrong(span);
        };
        match function {
            Function::Distinct => self.distinct(first),
            Function::Sum => self.sum(first, span),
            Function::Min => self.extreme(first, Ordering::Less),
            Function::Max => self.extreme(first, Ordering::Greater),
            Function::Contains | Function::StartsWith | Function::EndsWith => {
                let text = self.words(first)?;
                let other = self.words(arguments.get(1).unwrap_or(first))?;
                let (text, other) = (text.as_str(), other.as_str());
                Ok(Value::Flag(match function {
                    Function::Contains => text.contains(other),
                    Function::StartsWith => text.starts_with(other),
                    _ => text.ends_with(other),
                }))
            }
            Function::Lower => {
                let text = self.words(first)?;
                self.pay(text.as_str().len(), span)?;
                Ok(Value::text(&text.as_str().to_lowercase()))
            }
            Function::Year => self
                .day(first)
                .map(|date| Value::Number(date.year().into())),
            Function::Month => self
                .day(first)
                .map(|date| Value::Number(date.month().into())),
        }
    }

    fn day(&mut self, code: &Code) -> Result<Date, Stop> {
        match self.present(code)? {
            Value::Date(date) => Ok(date),
            _ => Err(Stop::Fault(RunFault::WrongType, code.span)),
        }
    }

    /// Each value once, in the order of the first ones.
    fn distinct(&mut self, list: &Code) -> Run<'w> {
        let items = self.items(list)?;
        let mut seen = HashSet::new();
        let mut kept = Vec::new();
        for item in items.iter() {
            self.pay_for(item, list.span)?;
            let key = match item {
                Value::Null => "0".to_owned(),
                Value::Flag(flag) => format!("f{flag}"),
                Value::Number(number) => format!("n{}", number.normalize()),
                Value::Text(text) => format!("t{}", text.as_str()),
                Value::Date(date) => format!("d{date}"),
                Value::Money(money) => {
                    format!("m{} {}", money.amount.normalize(), money.currency())
                }
                Value::Period(period) => format!("p{}/{}", period.start, period.end),
                Value::Record(record) => format!("r{}", record.node.span.start),
                Value::List(_) => return wrong(list.span),
            };
            if seen.insert(key) {
                kept.push(item.clone());
            }
        }
        Ok(Value::list(kept))
    }

    /// The sum; nothing where a part is missing, or where amounts are in several currencies.
    fn sum(&mut self, list: &Code, span: Span) -> Run<'w> {
        let items = self.items(list)?;
        let mut sum = None;
        for item in items.iter() {
            self.pay(1, list.span)?;
            sum = Some(match (sum, item) {
                (_, Value::Null) => return Err(Stop::Missing),
                (None, first) => first.clone(),
                (Some(sum), item) => reckon(Operator::Add, &sum, item, span)?,
            });
        }
        match sum {
            Some(sum @ (Value::Number(_) | Value::Money(_))) => Ok(sum),
            Some(_) => wrong(list.span),
            None => Ok(Value::Number(Decimal::ZERO)),
        }
    }

    /// The smallest or the largest; nothing where there is none.
    fn extreme(&mut self, list: &Code, wanted: Ordering) -> Run<'w> {
        let items = self.items(list)?;
        let mut best: Option<&Value<'w>> = None;
        for item in items.iter() {
            self.pay_for(item, list.span)?;
            let better = match best {
                _ if matches!(item, Value::Null) => return Err(Stop::Missing),
                None => true,
                Some(best) => item.order(best).ok_or(Stop::Missing)? == wanted,
            };
            if better {
                best = Some(item);
            }
        }
        Ok(best.cloned().unwrap_or(Value::Null))
    }
}

fn wrong<'w>(span: Span) -> Run<'w> {
    Err(Stop::Fault(RunFault::WrongType, span))
}

fn number<'w>(count: usize) -> Value<'w> {
    Value::Number(Decimal::from(count))
}

/// A calculation on two values.
fn reckon<'w>(operator: Operator, left: &Value<'w>, right: &Value<'w>, span: Span) -> Run<'w> {
    let overflow = Stop::Fault(RunFault::Overflow, span);
    let of_numbers = |left: Decimal, right: Decimal| {
        if right.is_zero() && matches!(operator, Operator::Divide | Operator::Remainder) {
            return Err(Stop::Fault(RunFault::DivisionByZero, span));
        }
        let result = match operator {
            Operator::Add => left.checked_add(right),
            Operator::Subtract => left.checked_sub(right),
            Operator::Multiply => left.checked_mul(right),
            Operator::Divide => left.checked_div(right),
            _ => left.checked_rem(right),
        };
        result.ok_or_else(|| overflow.clone())
    };
    let money = |amount: Decimal, like: &Money| {
        Value::Money(Money {
            amount,
            currency: like.currency,
        })
    };
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => of_numbers(*left, *right).map(Value::Number),
        (Value::Money(left), Value::Money(right)) if left.currency != right.currency => {
            Err(Stop::Missing)
        }
        (Value::Money(left), Value::Money(right)) => {
            let amount = of_numbers(left.amount, right.amount)?;
            Ok(match operator {
                Operator::Divide => Value::Number(amount),
                _ => money(amount, left),
            })
        }
        (Value::Money(left), Value::Number(right)) => {
            of_numbers(left.amount, *right).map(|amount| money(amount, left))
        }
        (Value::Number(left), Value::Money(right)) => {
            of_numbers(*left, right.amount).map(|amount| money(amount, right))
        }
        (Value::Text(left), Value::Text(right)) => {
            Ok(Value::text(&format!("{}{}", left.as_str(), right.as_str())))
        }
        (Value::Date(left), Value::Date(right)) => days_between(*right, *left).ok_or(overflow),
        (Value::Date(date), Value::Number(days)) => {
            let days = if operator == Operator::Subtract {
                -*days
            } else {
                *days
            };
            later(*date, days).map(Value::Date).ok_or(overflow)
        }
        _ => wrong(span),
    }
}

fn days_between<'w>(from: Date, to: Date) -> Option<Value<'w>> {
    let span = from.until(to).ok()?;
    Some(Value::Number(span.get_days().into()))
}

/// So many whole days later, where the calendar goes so far.
fn later(date: Date, days: Decimal) -> Option<Date> {
    let days = i64::try_from(days.trunc()).ok()?;
    date.checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()
}
