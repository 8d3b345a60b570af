//! Values as readers see them: labels for ids, titles for references, figures by language.

use super::super::{Block, Cell, Column, Inlines, StateKind, markdown_answer};
use super::Dossier;
use crate::handbook::ValueKind;
use crate::project::{Record, Value, read_value};
use crate::yaml::{Node, Value as NodeValue};

/// Catalogues whose codes people know by number.
const NUMBERED: [&str; 2] = ["sdg-targets", "compact-objectives"];

/// A list longer than this reads better with one item a line.
const LONG_LIST: usize = 3;

/// A text as it stands in a file, whatever it is.
pub(super) fn written(node: &Node<'_>) -> String {
    match &node.value {
        NodeValue::Null => String::new(),
        NodeValue::Scalar(scalar) => scalar.text.to_string(),
        NodeValue::Sequence(list) => {
            let items: Vec<_> = list.items.iter().map(written).collect();
            items.join(", ")
        }
        NodeValue::Mapping(map) => {
            let entry = |entry: &crate::yaml::Entry<'_>| {
                format!("{}: {}", entry.key, written(&entry.value))
            };
            let entries: Vec<_> = map.iter().map(entry).collect();
            entries.join("; ")
        }
    }
}

impl Dossier<'_, '_> {
    pub(super) fn has_code(&self, catalogue: &str, id: &str) -> bool {
        let catalogue = self.catalogues.get(catalogue);
        catalogue.is_some_and(|catalogue| catalogue.entry(id).is_some())
    }

    pub(super) fn read(&self, kind: &ValueKind, node: &Node<'_>) -> Option<Value> {
        let has_code = |catalogue: &str, id: &str| self.has_code(catalogue, id);
        read_value(kind, node, self.handbook, &has_code).ok()
    }

    /// What cannot be read is shown as it is written, and counted.
    fn as_written(&self, node: &Node<'_>) -> Inlines {
        self.unreadable.set(self.unreadable.get() + 1);
        Inlines::text(written(node).trim())
    }

    /// The label of one id, or the id as written where nothing has it.
    fn label(&self, kind: &ValueKind, id: &str) -> Inlines {
        let language = self.texts.language();
        match kind {
            ValueKind::Reference { to, .. } => self.referred(to, id),
            ValueKind::Code { catalogue, .. } => {
                let label = self.catalogues.label(catalogue, id, language);
                let is_numbered = NUMBERED.contains(&catalogue.as_str()) && label != id;
                if is_numbered {
                    Inlines::text(format!("{id} {label}"))
                } else {
                    label.into()
                }
            }
            ValueKind::Country => self.catalogues.label("countries", id, language).into(),
            ValueKind::Language { .. } => self.catalogues.label("languages", id, language).into(),
            _ => match kind.set() {
                Some(set)
                    if self
                        .handbook
                        .choice_ids(set)
                        .iter()
                        .any(|known| known == id) =>
                {
                    Inlines::text(self.texts.choice(set, id))
                }
                _ => Inlines::text(id),
            },
        }
    }

    fn referred(&self, to: &[String], id: &str) -> Inlines {
        let record = self.project.record(id).filter(|record| {
            let kind = self.project.type_of(self.handbook, record);
            kind.is_some_and(|kind| to.contains(&kind.id))
        });
        if let Some(record) = record {
            return self.record_title(*record);
        }
        self.unreadable.set(self.unreadable.get() + 1);
        Inlines::text(id)
    }

    /// What a record is called, in words.
    pub(super) fn record_title(&self, record: Record<'_>) -> Inlines {
        let kind = self.project.type_of(self.handbook, &record);
        let title =
            kind.and_then(|kind| Some((kind.field(&kind.title)?, record.field(&kind.title)?)));
        match title {
            Some((field, node)) => self.value_inlines(&field.kind, node),
            None => Inlines::text(record.handle()),
        }
    }

    /// The items of a value that may have several.
    fn items(&self, kind: &ValueKind, node: &Node<'_>) -> Vec<Inlines> {
        let items = node
            .as_sequence()
            .map_or(std::slice::from_ref(node), |list| &list.items);
        let item = |item: &Node<'_>| match item.text() {
            Some(text) => self.label(kind, text),
            None => self.as_written(item),
        };
        items.iter().map(item).collect()
    }

    /// A value as a run of text.
    pub(super) fn value_inlines(&self, kind: &ValueKind, node: &Node<'_>) -> Inlines {
        if kind.is_many() {
            let separator = Inlines::text(self.word("report-list-separator"));
            return Inlines::join(self.items(kind, node), &separator);
        }
        match self.read(kind, node) {
            Some(Value::Text(text)) => line(&text),
            Some(Value::Choice(id) | Value::Code(id)) => self.label(kind, &id),
            Some(Value::Number(number)) if *kind == ValueKind::Percent => {
                self.format.percent(number).into()
            }
            Some(Value::Year(year)) => Inlines::text(year.to_string()),
            Some(value) => self.format.value(&value).into(),
            None => self.as_written(node),
        }
    }

    /// A value as blocks: long texts with their paragraphs, long lists one item a line.
    pub(super) fn value_blocks(&self, kind: &ValueKind, node: &Node<'_>) -> Vec<Block> {
        if *kind == ValueKind::Text
            && let Some(text) = node.text()
        {
            return markdown_answer(text);
        }
        if kind.is_many() {
            let items = self.items(kind, node);
            if items.len() > LONG_LIST {
                return vec![Block::bullets(items)];
            }
        }
        let is_state = *kind == ValueKind::Scale;
        let value = self.value_inlines(kind, node);
        vec![Block::Paragraph(if is_state {
            Inlines::strong(value)
        } else {
            value
        })]
    }

    /// A value as a cell that keeps it.
    pub(super) fn cell(&self, kind: &ValueKind, node: &Node<'_>) -> Cell {
        let content = self.value_inlines(kind, node);
        match self.read(kind, node) {
            Some(Value::Number(number)) if *kind == ValueKind::Percent => {
                Cell::percent(number, content)
            }
            Some(Value::Number(number)) => Cell::number(number, content),
            Some(Value::Money(money)) => Cell::money(money.amount, money.currency(), content),
            Some(Value::Date(date)) => Cell::date(date, content),
            Some(Value::Choice(id)) if *kind == ValueKind::Scale => {
                let state = match id.as_str() {
                    "yes" => StateKind::Good,
                    "partly" => StateKind::Fair,
                    _ => StateKind::Poor,
                };
                Cell::state(state, content)
            }
            _ => Cell::text(content),
        }
    }
}

/// A line of text; an address alone becomes a link.
fn line(text: &str) -> Inlines {
    let text = text.trim();
    if text.contains(char::is_whitespace) {
        Inlines::text(text)
    } else {
        Inlines::link(text, text)
    }
}

/// A column for values of a kind.
pub(super) fn column(title: impl Into<Inlines>, kind: &ValueKind) -> Column {
    match kind {
        ValueKind::Number { .. } => Column::number(title),
        ValueKind::Percent => Column::percent(title),
        ValueKind::Money => Column::money(title),
        ValueKind::Date => Column::date(title),
        ValueKind::Scale => Column::state(title),
        _ => Column::text(title),
    }
}

/// A text with a capital at its beginning.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
