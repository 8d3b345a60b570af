//! Values from the file: an absent one is nothing, one that cannot be read stops the expression.

use super::World;
use super::code::{FieldRead, HeaderPart};
use super::kinds::Type;
use super::run::{Run, Stop};
use super::value::{Text, Value};
use crate::handbook::ValueKind;
use crate::project::{Located, Record, Value as Written, parse_period, read_value};
use crate::yaml::Node;

/// What a value of a kind is where nothing is written.
pub(super) fn absent<'w>(kind: &ValueKind) -> Value<'w> {
    match Type::of(kind) {
        Type::List(_) => Value::list(Vec::new()),
        _ => Value::Null,
    }
}

/// A field of a record.
pub(super) fn field<'w>(world: &World<'w>, record: Record<'w>, field: &FieldRead) -> Run<'w> {
    match field {
        FieldRead::Id => Ok(text(record.id())),
        FieldRead::Note => Ok(record
            .text("note")
            .map_or(Value::Null, |note| Value::Text(Text::Of(note)))),
        FieldRead::Evidence => {
            let ids = record.texts("evidence").into_iter();
            Ok(ids.map(|id| Value::Text(Text::Of(id.text))).collect())
        }
        FieldRead::Value(name, kind) => match record.field(name) {
            Some(found) => node(world, kind, found),
            None => Ok(absent(kind)),
        },
    }
}

/// What is written as a value of a kind.
pub(super) fn node<'w>(world: &World<'w>, kind: &ValueKind, node: &'w Node<'w>) -> Run<'w> {
    if let (ValueKind::Line | ValueKind::Text, Some(text)) = (kind, node.text()) {
        return Ok(Value::Text(Text::Of(text)));
    }
    let read = read_value(kind, node, world.handbook, world.has_code);
    let read = read.map_err(|_| Stop::Unread)?;
    Ok(match read {
        Written::Choice(text) | Written::Text(text) | Written::Code(text) => Value::text(&text),
        Written::Many(all) => all.iter().map(|one| Value::text(one)).collect(),
        Written::Number(number) => Value::Number(number),
        Written::Money(money) => Value::Money(money),
        Written::Date(date) => Value::Date(date),
        Written::Period(period) => Value::Period(period),
        Written::Year(year) => Value::Number(year.into()),
    })
}

/// A key of the header.
pub(super) fn header<'w>(world: &World<'w>, part: HeaderPart) -> Run<'w> {
    let header = &world.project.header;
    Ok(match part {
        HeaderPart::Country => text(header.country),
        HeaderPart::Title => text(header.title),
        HeaderPart::Language => text(header.language),
        HeaderPart::Currency => text(header.currency),
        HeaderPart::Edition => text(header.edition),
        HeaderPart::Fictitious => Value::Flag(header.fictitious),
        HeaderPart::Period => match header.period {
            Some(period) => Value::Period(parse_period(period.text).map_err(|_| Stop::Unread)?),
            None => Value::Null,
        },
        HeaderPart::Overlays => {
            let overlays = header.overlays.iter();
            overlays
                .map(|one| Value::Text(Text::Of(one.text)))
                .collect()
        }
    })
}

fn text(found: Option<Located<'_>>) -> Value<'_> {
    found.map_or(Value::Null, |found| Value::Text(Text::Of(found.text)))
}
