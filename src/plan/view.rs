//! From a field of a record to a value of the right type, or a note that it cannot be read.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::handbook::{Handbook, RecordType, ValueKind};
use crate::project::{HasCode, Money, Period, Project, Record, Value, read_value};
use crate::yaml::Node;

/// Amounts and numbers beyond this are slips of the keyboard; sums of them could not be held.
const LARGEST: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0);

/// A value that stands in the file and cannot be read as what its field is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The record type.
    pub record: &'static str,
    /// The record's id, or its position such as `[2]`.
    pub id: String,
    /// The field.
    pub field: &'static str,
}

/// What a field of a typed view is read as.
pub(crate) trait Shape {
    /// The Rust type; its default means that nothing readable stands there.
    type Of<'p>: Default;
    /// Whether values of a kind can be read so.
    fn fits(kind: &ValueKind) -> bool;
    /// The value; none where it is out of bounds.
    fn take<'p>(value: &Value, node: &'p Node<'p>) -> Option<Self::Of<'p>>;
}

/// A line or a text.
pub(crate) struct Words;
/// The id of a choice, of a catalogue entry or of one record.
pub(crate) struct Id;
/// Several ids.
pub(crate) struct Ids;
/// A number.
pub(crate) struct Number;
/// A percentage.
pub(crate) struct Percent;
/// An amount of money.
pub(crate) struct Amount;
/// A day.
pub(crate) struct Day;
/// A year.
pub(crate) struct Year;
/// A span of time.
pub(crate) struct Interval;

impl Shape for Words {
    type Of<'p> = Option<&'p str>;

    fn fits(kind: &ValueKind) -> bool {
        matches!(kind, ValueKind::Line | ValueKind::Text)
    }

    fn take<'p>(_: &Value, node: &'p Node<'p>) -> Option<Self::Of<'p>> {
        Some(node.text())
    }
}

impl Shape for Id {
    type Of<'p> = Option<&'p str>;

    fn fits(kind: &ValueKind) -> bool {
        let has_ids = kind.set().is_some()
            || matches!(
                kind,
                ValueKind::Code { .. }
                    | ValueKind::Reference { .. }
                    | ValueKind::Currency
                    | ValueKind::Country
            );
        has_ids && !kind.is_many()
    }

    fn take<'p>(_: &Value, node: &'p Node<'p>) -> Option<Self::Of<'p>> {
        Some(node.text())
    }
}

impl Shape for Ids {
    type Of<'p> = Vec<&'p str>;

    fn fits(kind: &ValueKind) -> bool {
        kind.is_many()
    }

    fn take<'p>(_: &Value, node: &'p Node<'p>) -> Option<Self::Of<'p>> {
        Some(match node.as_sequence() {
            Some(list) => list.items.iter().filter_map(Node::text).collect(),
            None => node.text().into_iter().collect(),
        })
    }
}

fn small(number: Decimal) -> Option<Decimal> {
    (number.abs() <= LARGEST).then_some(number)
}

impl Shape for Number {
    type Of<'p> = Option<Decimal>;

    fn fits(kind: &ValueKind) -> bool {
        matches!(kind, ValueKind::Number { .. })
    }

    fn take<'p>(value: &Value, _: &'p Node<'p>) -> Option<Self::Of<'p>> {
        match value {
            Value::Number(number) => small(*number).map(Some),
            _ => None,
        }
    }
}

impl Shape for Percent {
    type Of<'p> = Option<Decimal>;

    fn fits(kind: &ValueKind) -> bool {
        matches!(kind, ValueKind::Percent)
    }

    fn take<'p>(value: &Value, node: &'p Node<'p>) -> Option<Self::Of<'p>> {
        Number::take(value, node)
    }
}

impl Shape for Amount {
    type Of<'p> = Option<Money>;

    fn fits(kind: &ValueKind) -> bool {
        matches!(kind, ValueKind::Money)
    }

    fn take<'p>(value: &Value, _: &'p Node<'p>) -> Option<Self::Of<'p>> {
        match value {
            Value::Money(money) => small(money.amount).map(|_| Some(*money)),
            _ => None,
        }
    }
}

impl Shape for Day {
    type Of<'p> = Option<Date>;

    fn fits(kind: &ValueKind) -> bool {
        matches!(kind, ValueKind::Date)
    }

    fn take<'p>(value: &Value, _: &'p Node<'p>) -> Option<Self::Of<'p>> {
        match value {
            Value::Date(date) => Some(Some(*date)),
            _ => None,
        }
    }
}

impl Shape for Year {
    type Of<'p> = Option<i16>;

    fn fits(kind: &ValueKind) -> bool {
        matches!(kind, ValueKind::Year)
    }

    fn take<'p>(value: &Value, _: &'p Node<'p>) -> Option<Self::Of<'p>> {
        match value {
            Value::Year(year) => Some(Some(*year)),
            _ => None,
        }
    }
}

impl Shape for Interval {
    type Of<'p> = Option<Period>;

    fn fits(kind: &ValueKind) -> bool {
        matches!(kind, ValueKind::Period)
    }

    fn take<'p>(value: &Value, _: &'p Node<'p>) -> Option<Self::Of<'p>> {
        match value {
            Value::Period(period) => Some(Some(*period)),
            _ => None,
        }
    }
}

/// Reads records through the handbook, and remembers what could not be read.
pub(crate) struct Reader<'h> {
    pub(crate) handbook: &'h Handbook,
    pub(crate) has_code: HasCode<'h>,
    pub(crate) unread: Vec<Unread>,
    /// Whether records without an id of their own are passed over.
    pub(crate) own_only: bool,
}

impl Reader<'_> {
    /// Whether a record is read at all: an item that is no mapping has no fields to see.
    pub(crate) fn takes(&self, project: &Project<'_>, record: Record<'_>) -> bool {
        record.fields().is_some() && (!self.own_only || project.is_own(record))
    }

    /// The value of a field; its default where nothing readable stands there.
    pub(crate) fn field<'p, S: Shape>(
        &mut self,
        record: Record<'p>,
        (type_name, declared): (&'static str, Option<&RecordType>),
        field: &'static str,
    ) -> S::Of<'p> {
        let Some(node) = record.field(field) else {
            return S::Of::default();
        };
        let value = declared
            .and_then(|declared| declared.field(field))
            .filter(|declared| S::fits(&declared.kind))
            .and_then(|declared| {
                read_value(&declared.kind, node, self.handbook, self.has_code).ok()
            })
            .and_then(|value| S::take(&value, node));
        value.unwrap_or_else(|| {
            self.unread.push(Unread {
                record: type_name,
                id: record.handle(),
                field,
            });
            S::Of::default()
        })
    }
}

/// Whether values of a kind can be read as a view wants them.
pub type Fits = fn(&ValueKind) -> bool;

/// A typed view as it is declared, to be held against the handbook.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// The record type it reads.
    pub record: &'static str,
    /// The fields it reads, each with the question whether a kind can be read so.
    pub fields: &'static [(&'static str, Fits)],
}

/// The type of a field, spelled out so that readers of the documentation see it.
macro_rules! field_type {
    (Words, $p:lifetime) => { Option<&$p str> };
    (Id, $p:lifetime) => { Option<&$p str> };
    (Ids, $p:lifetime) => { Vec<&$p str> };
    (Number, $p:lifetime) => { Option<rust_decimal::Decimal> };
    (Percent, $p:lifetime) => { Option<rust_decimal::Decimal> };
    (Amount, $p:lifetime) => { Option<$crate::project::Money> };
    (Day, $p:lifetime) => { Option<jiff::civil::Date> };
    (Year, $p:lifetime) => { Option<i16> };
    (Interval, $p:lifetime) => { Option<$crate::project::Period> };
}
pub(crate) use field_type;

/// Declares typed views: a struct with a reader, and its place in the list of all views.
macro_rules! views {
    ($($(#[$doc:meta])* $name:ident = $record:literal {
        $($(#[$field_doc:meta])* $field:ident: $shape:ident = $key:literal,)*
    })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone)]
            pub struct $name<'p> {
                /// The id, empty where the record has none.
                pub id: &'p str,
                /// The record it was read from.
                pub record: $crate::project::Record<'p>,
                $($(#[$field_doc])* pub $field: $crate::plan::view::field_type!($shape, 'p),)*
            }

            impl<'p> $name<'p> {
                /// The record type.
                pub const RECORD: &'static str = $record;

                fn read(
                    record: $crate::project::Record<'p>,
                    declared: Option<&$crate::handbook::RecordType>,
                    reader: &mut $crate::plan::view::Reader<'_>,
                ) -> Self {
                    let declared = ($record, declared);
                    Self {
                        id: record.id().map_or("", |id| id.text),
                        record,
                        $($field: reader.field::<$shape>(record, declared, $key),)*
                    }
                }

                pub(crate) fn list(
                    project: &$crate::project::Project<'p>,
                    reader: &mut $crate::plan::view::Reader<'_>,
                ) -> Vec<Self> {
                    let records = project.records_of(reader.handbook, $record);
                    let declared = reader.handbook.records.get($record);
                    let mut list = Vec::with_capacity(records.len());
                    for record in records {
                        if reader.takes(project, *record) {
                            list.push(Self::read(*record, declared, reader));
                        }
                    }
                    list
                }
            }
        )*

        /// Every typed view.
        pub static VIEWS: &[$crate::plan::view::View] = &[
            $($crate::plan::view::View {
                record: $record,
                fields: &[$(($key, <$shape as $crate::plan::view::Shape>::fits),)*],
            },)*
        ];
    };
}
pub(crate) use views;
