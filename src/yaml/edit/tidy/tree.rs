//! The tree to be written: parts in their order, each with its comments, every value in its form.

use crate::yaml::edit::tidy::Manner;
use crate::yaml::edit::tidy::form::{self, Form};
use crate::yaml::edit::tidy::remark::{Notes, Remark, Remarks};
use crate::yaml::{Mapping, Node, Route, Sequence, Value};

/// Columns by which a level is indented.
pub(super) const STEP: usize = 2;

/// An entry or an item.
pub(super) struct Part {
    /// The key as it is written; none for an item.
    pub(super) key: Option<String>,
    pub(super) notes: Notes,
    pub(super) body: Body,
}

pub(super) enum Body {
    Scalar(Form),
    Mapping(Vec<Part>),
    List(Vec<Part>),
}

/// The whole text.
pub(super) struct File {
    pub(super) notes: Notes,
    pub(super) parts: Vec<Part>,
}

pub(super) struct Builder<'b> {
    text: &'b str,
    manner: &'b Manner<'b>,
    remarks: Remarks,
    /// The number of the next part, counted as [`Remarks`] counts.
    next: usize,
    route: Route,
}

impl<'b> Builder<'b> {
    pub(super) fn new(text: &'b str, manner: &'b Manner<'b>, remarks: Remarks) -> Self {
        Self {
            text,
            manner,
            remarks,
            next: 1,
            route: Route::root(),
        }
    }

    pub(super) fn file(mut self, mapping: &Mapping<'_>) -> File {
        let mut notes = self.remarks.take(0);
        if let Some(line) = notes.line.take() {
            notes.foot.push(Remark::Comment(line));
        }
        let parts = self.entries(mapping, 0);
        File { notes, parts }
    }

    fn entries(&mut self, mapping: &Mapping<'_>, column: usize) -> Vec<Part> {
        let mut ranked = Vec::with_capacity(mapping.len());
        for entry in mapping {
            let rank = (self.manner.rank)(&self.route, &entry.key).unwrap_or(usize::MAX);
            let notes = self.take_notes();
            let key = form::key(self.text, entry);
            self.route.push(entry.key.as_ref());
            let used = column + key.chars().count() + 1;
            let body = self.body(&entry.value, column, used);
            self.route.pop();
            let mut part = Part {
                key: Some(key),
                notes,
                body,
            };
            part.lift_feet();
            ranked.push((rank, part));
        }
        ranked.sort_by_key(|(rank, _)| *rank);
        let mut parts: Vec<Part> = ranked.into_iter().map(|(_, part)| part).collect();
        if (self.manner.is_spaced)(&self.route) {
            for part in &mut parts {
                part.notes.lead.insert(0, Remark::Blank);
            }
        }
        parts
    }

    fn items(&mut self, list: &Sequence<'_>, column: usize) -> Vec<Part> {
        let mut parts = Vec::with_capacity(list.items.len());
        for (index, item) in list.items.iter().enumerate() {
            let notes = self.take_notes();
            self.route.push(index);
            let body = self.body(item, column, column + 1);
            self.route.pop();
            let mut part = Part {
                key: None,
                notes,
                body,
            };
            part.lift_feet();
            part.lift_first();
            parts.push(part);
        }
        parts
    }

    fn take_notes(&mut self) -> Notes {
        self.next += 1;
        self.remarks.take(self.next - 1)
    }

    /// The value of a key or dash at a column, of whose line `used` columns are taken.
    fn body(&mut self, node: &Node<'_>, column: usize, used: usize) -> Body {
        let below = column + STEP;
        match &node.value {
            Value::Mapping(mapping) if !mapping.is_empty() => {
                Body::Mapping(self.entries(mapping, below))
            }
            Value::Sequence(list) if !list.items.is_empty() => {
                let parts = self.next..self.next + list.items.len();
                let in_brackets = list.flow && self.remarks.are_empty(parts.clone());
                let line = in_brackets.then(|| form::brackets(self.text, node, list, used));
                match line.flatten() {
                    Some(line) => {
                        self.next = parts.end;
                        Body::Scalar(Form::Inline(line))
                    }
                    None => Body::List(self.items(list, below)),
                }
            }
            _ => Body::Scalar(form::scalar(self.text, node, used)),
        }
    }
}

impl Part {
    /// Comments below a block of text would become text: they go above it.
    fn lift_feet(&mut self) {
        if matches!(self.body, Body::Scalar(Form::Block { .. })) {
            let feet = std::mem::take(&mut self.notes.foot);
            self.notes.lead.extend(feet);
        }
    }

    /// What belongs to the first thing on the line of a dash stands above the dash.
    fn lift_first(&mut self) {
        let (Body::Mapping(parts) | Body::List(parts)) = &mut self.body else {
            return;
        };
        if let Some(line) = self.notes.line.take() {
            self.notes.lead.push(Remark::Comment(line));
        }
        if let Some(first) = parts.first_mut() {
            let mut lead = std::mem::take(&mut first.notes.lead);
            let blank = lead.iter().take_while(|remark| **remark == Remark::Blank);
            lead.drain(..blank.count());
            self.notes.lead.append(&mut lead);
        }
    }
}
