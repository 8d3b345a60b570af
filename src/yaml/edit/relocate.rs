//! Taking a key with all that belongs to it out of one place and putting it into another.

use crate::source::Span;
use crate::yaml::edit::layout::Layout;
use crate::yaml::edit::verify::is_same;
use crate::yaml::edit::{Draft, Edit, EditError, Order, chain, difference, is_in_flow};
use crate::yaml::emit::Blocks;
use crate::yaml::place::after_colon;
use crate::yaml::plain::is_decimal;
use crate::yaml::{Data, Entry, Mapping, Node, Route, Step, Style, Value, parse};

/// A value taken from under its key, as it was written, with the comments that belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lifted {
    /// The comment lines above the key, without their indentation.
    pub comments: Vec<String>,
    /// What stood behind the key, from the colon on; none where it cannot stand under another key
    /// as it is.
    body: Option<String>,
    /// The column of the key, by which the lines of the body are indented at least.
    column: usize,
    node: Node<'static>,
}

impl Lifted {
    /// The value.
    pub fn node(&self) -> &Node<'static> {
        &self.node
    }

    pub(super) fn body(&self) -> Option<&str> {
        self.body.as_deref()
    }

    pub(super) const fn column(&self) -> usize {
        self.column
    }
}

impl Draft<'_> {
    /// Copies the value at a route as it is written.
    ///
    /// # Errors
    ///
    /// [`EditError::NoSuchPlace`] where there is no such key.
    pub fn lift(&self, route: &Route) -> Result<Lifted, EditError> {
        let no_place = || EditError::NoSuchPlace(route.clone());
        let root = self.root.as_ref().ok_or_else(no_place)?;
        let layout = Layout::of(self.text, self.root.as_ref(), Blocks::NoKeep);
        let chain = chain(root, route)?;
        let (mapping, entry) = entry_at(root, route).ok_or_else(no_place)?;
        let node = entry.value.clone().into_owned();
        if mapping.flow || is_in_flow(&chain) {
            return Ok(Lifted {
                comments: Vec::new(),
                body: Some(flow_body(self.text, &entry.value)),
                column: 0,
                node,
            });
        }
        let start = entry.key_span.start;
        let column = layout.column(start);
        let end = layout.tail_end(&entry.value, column);
        let colon = after_colon(self.text, entry.key_span.end, false).checked_sub(1);
        let body = colon.map(|colon| Span::new(colon, end).slice(self.text));
        // A key announced by `?` has its colon on a line of its own.
        let gap = colon.map(|colon| Span::new(entry.key_span.end, colon).slice(self.text));
        let is_plain = gap.is_some_and(|gap| !gap.contains('\n'));
        let comments = if layout.begins_line(start) {
            let above = Span::new(layout.head_start(start), layout.line_start(start));
            comment_lines(above.slice(self.text))
        } else {
            Vec::new()
        };
        Ok(Lifted {
            comments,
            body: body.filter(|_| is_plain).map(str::to_owned),
            column,
            node,
        })
    }

    /// Takes what stands at a route out of the text; the comments of parents that go with it come
    /// along.
    ///
    /// # Errors
    ///
    /// As [`super::remove`].
    pub fn take(&self, route: &Route) -> Result<(Lifted, Edit), EditError> {
        let mut lifted = self.lift(route)?;
        let edit = self.remove(route)?;
        let start = self
            .root
            .as_ref()
            .and_then(|root| entry_at(root, route))
            .map_or(edit.span.start, |(_, entry)| entry.key_span.start);
        if lifted.body.is_some() && edit.span.start < start {
            let above = Span::new(edit.span.start, start).slice(self.text);
            let mut lost = comment_lines(above);
            lost.truncate(lost.len().saturating_sub(lifted.comments.len()));
            // Some edits keep the comments of what they replace.
            for kept in comment_lines(&edit.replacement) {
                if let Some(position) = lost.iter().position(|comment| *comment == kept) {
                    lost.remove(position);
                }
            }
            lifted.comments.splice(0..0, lost);
        }
        Ok((lifted, edit))
    }

    /// Puts what was lifted under a key that is not there yet, with its comments and in its own
    /// notation where that can be.
    ///
    /// # Errors
    ///
    /// [`EditError::WrongKind`] where the key is there already, else as [`super::set`].
    pub fn plant(
        &self,
        route: &Route,
        lifted: &Lifted,
        order: &Order<'_>,
    ) -> Result<Edit, EditError> {
        let root = self.root.as_ref();
        if root.is_some_and(|root| root.at(route).is_some()) {
            return Err(EditError::WrongKind(route.clone()));
        }
        let announced = self.set(route, &Data::Null, order)?.apply(self.text);
        if let Some(text) = filled(&announced, route, lifted) {
            return Ok(difference(self.text, &text));
        }
        self.set(route, &typed(&lifted.node), order)
    }
}

fn entry_at<'n, 't>(root: &'n Node<'t>, route: &Route) -> Option<(&'n Mapping<'t>, &'n Entry<'t>)> {
    let Some(Step::Key(key)) = route.last() else {
        return None;
    };
    let mapping = root.at(&route.parent()?)?.as_mapping()?;
    Some((mapping, mapping.entry(key)?))
}

fn flow_body(text: &str, value: &Node<'_>) -> String {
    match value.span.slice(text) {
        "" => ":".to_owned(),
        written => format!(": {written}"),
    }
}

/// The comments of some lines, also those behind a key.
pub(super) fn comment_lines(text: &str) -> Vec<String> {
    let comment = |line: &str| {
        let line = line.trim_end();
        if line.trim_start().starts_with('#') {
            return Some(line.trim_start().to_owned());
        }
        line.find(" #").map(|at| line[at + 1..].to_owned())
    };
    text.lines().filter_map(comment).collect()
}

/// The text with the lifted value in the place of the empty one at the route, if it reads the same
/// there.
fn filled(text: &str, route: &Route, lifted: &Lifted) -> Option<String> {
    let body = lifted.body.as_ref()?;
    let parsed = parse(text);
    let root = parsed.root.as_ref()?;
    let layout = Layout::of(text, parsed.root.as_ref(), Blocks::NoKeep);
    let nodes = chain(root, route).ok()?;
    let (mapping, entry) = entry_at(root, route)?;
    let start = entry.key_span.start;
    if mapping.flow || is_in_flow(&nodes) || !layout.begins_line(start) {
        return None;
    }
    let column = layout.column(start);
    let mut written = String::new();
    for comment in &lifted.comments {
        written.push_str(&format!("{:column$}{comment}{}", "", layout.line_ending()));
    }
    written.push_str(&format!("{:column$}{}", "", entry.key_span.slice(text)));
    written.push_str(&shifted(body, lifted.column, column));
    let span = Span::new(
        layout.line_start(start),
        layout.line_end(entry.value.span.end),
    );
    let text = layout.edit(span, written, true).apply(text);
    let wanted = {
        let mut wanted = root.to_data();
        *data_at(&mut wanted, route.steps())? = lifted.node.to_data();
        wanted
    };
    let reads_right = {
        let parsed = parse(&text);
        let new = parsed.root.as_ref().filter(|_| parsed.faults.is_empty())?;
        new.to_data() == wanted && is_same(new.at(route)?, &lifted.node)
    };
    reads_right.then_some(text)
}

/// The lines of a body after the first, indented as for a key at another column.
pub(super) fn shifted(body: &str, from: usize, to: usize) -> String {
    let mut out = String::with_capacity(body.len() + 64);
    for (n, line) in body.split_inclusive('\n').enumerate() {
        if n == 0 || line.trim_end_matches(['\n', '\r']).is_empty() {
            out.push_str(line);
        } else if to >= from {
            out.extend(std::iter::repeat_n(' ', to - from));
            out.push_str(line);
        } else {
            let blanks = line.len() - line.trim_start_matches(' ').len();
            out.push_str(line.get(blanks.min(from - to)..).unwrap_or(line));
        }
    }
    out
}

/// The value at some steps.
pub(super) fn data_at<'d>(data: &'d mut Data, steps: &[Step]) -> Option<&'d mut Data> {
    steps
        .iter()
        .try_fold(data, |data, step| match (data, step) {
            (Data::Mapping(entries), Step::Key(key)) => entries
                .iter_mut()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value),
            (Data::Sequence(items), Step::Index(index)) => items.get_mut(*index),
            _ => None,
        })
}

/// The value with numbers and booleans as typed readers see them, to be written anew.
pub(crate) fn typed(node: &Node<'_>) -> Data {
    match &node.value {
        Value::Scalar(scalar) if scalar.style == Style::Plain => match scalar.text.as_ref() {
            "true" => Data::Bool(true),
            "false" => Data::Bool(false),
            number if is_decimal(number) => Data::Number(number.to_owned()),
            text => Data::Text(text.to_owned()),
        },
        Value::Sequence(sequence) => Data::Sequence(sequence.items.iter().map(typed).collect()),
        Value::Mapping(mapping) => Data::Mapping(
            mapping
                .iter()
                .map(|entry| (entry.key.to_string(), typed(&entry.value)))
                .collect(),
        ),
        _ => node.to_data(),
    }
}
