//! Changing a file without rewriting it.
//!
//! Every function takes the text of a file and returns one [`Edit`], a splice;
//! nothing is changed in place and nothing touches the disk. Only the lines of
//! what changes are written anew: comments, blank lines, quoting, order,
//! unknown keys and line ends elsewhere stay byte for byte. Before an edit is
//! handed out, the new text is read back; if its tree differs from the old one
//! anywhere but at the route, or the new value does not read as intended, the
//! result is [`EditError::Unsafe`] and the file is better left alone.
//!
//! What goes with what:
//!
//! * a comment at the end of a line stays when the value on that line is
//!   replaced, and goes when the key or item is removed;
//! * comment lines directly above a key or item (no blank line between, same
//!   indentation) belong to it: they move and go with it, and a new key is put
//!   above them; those above the first key of a file belong to the file;
//! * comment lines below a value that are indented deeper than its key belong
//!   to the value;
//! * removing the only key of a mapping removes the mapping's own key too, and
//!   so upwards, but never a key at the top of the file: `answers: {}` is left
//!   there, as is `- {}` in a list and `[]` for a list without items;
//! * inside brackets and braces everything stays in brackets and braces.
//!
//! Keys announced by `?` are read but not edited: such an edit is `Unsafe`.

mod block;
mod flow;
mod join;
mod layout;
mod lists;
mod patch;
mod plan;
mod portion;
mod relocate;
mod respell;
mod tidy;
mod together;
mod verify;

use crate::source::Span;
use crate::yaml::emit::Blocks;
use crate::yaml::{Data, FaultKind, Node, Parsed, Route, Step, Value, parse};
use layout::Layout;
pub use patch::{changes_no_more, patch};
use plan::Change;
pub use portion::Portion;
pub use relocate::Lifted;
pub(crate) use relocate::typed;
pub use respell::Respelling;
pub use tidy::{Manner, is_equal, tidy};
pub use together::{Pass, Task};

/// One replacement of a range of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Bytes replaced.
    pub span: Span,
    /// What stands there afterwards.
    pub replacement: String,
}

impl Edit {
    /// The text after the edit.
    pub fn apply(&self, text: &str) -> String {
        let before = text.get(..self.span.start).unwrap_or(text);
        let after = text.get(self.span.end..).unwrap_or_default();
        let mut out = String::with_capacity(before.len() + self.replacement.len() + after.len());
        out.push_str(before);
        out.push_str(&self.replacement);
        out.push_str(after);
        out
    }

    /// Whether the text stays as it is.
    pub fn is_empty(&self) -> bool {
        self.span.is_empty() && self.replacement.is_empty()
    }
}

/// Why a text could not be edited.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The text has faults already; they have to be mended first.
    #[error("the text has faults")]
    Faulty,
    /// There is nothing at the route, or no such item in its list.
    #[error("nothing at {0}")]
    NoSuchPlace(Route),
    /// At the route stands a value of another kind than the change needs, such
    /// as a text where a key is to be added.
    #[error("another kind of value at {0}")]
    WrongKind(Route),
    /// The edit would change more than it should; nothing was changed.
    #[error("the edit would not be safe")]
    Unsafe,
}

/// The names of the keys of the mapping at a route in the order they should
/// have, if there is one; tells where a new key goes.
pub type Order<'o> = dyn Fn(&Route) -> Option<Vec<String>> + 'o;

/// Gives the value at `route` a new content, creating it and its parents where
/// they are missing; a new key goes to the end of its mapping.
///
/// Where old and new are both mappings (or both lists), only the entries that
/// differ are written.
///
/// # Errors
///
/// [`EditError`] says which; the text is never half changed.
pub fn set(text: &str, route: &Route, data: &Data) -> Result<Edit, EditError> {
    set_with_order(text, route, data, &|_| None)
}

/// Like [`set`], with new keys put where `order` wants them: after the nearest
/// key that precedes it there, else before the nearest that follows.
///
/// # Errors
///
/// As [`set`].
pub fn set_with_order(
    text: &str,
    route: &Route,
    data: &Data,
    order: &Order<'_>,
) -> Result<Edit, EditError> {
    Draft::read(text)?.set(route, data, order)
}

/// Removes the key or item at `route`.
///
/// # Errors
///
/// [`EditError::NoSuchPlace`] when nothing stands there, else as [`set`].
pub fn remove(text: &str, route: &Route) -> Result<Edit, EditError> {
    Draft::read(text)?.remove(route)
}

/// Puts an item into the list at `route`, before the one at `index` or at the
/// end. A missing or empty value at `route` becomes a list.
///
/// # Errors
///
/// [`EditError::NoSuchPlace`] when `index` is past the end, else as [`set`].
pub fn insert_item(
    text: &str,
    route: &Route,
    index: usize,
    data: &Data,
) -> Result<Edit, EditError> {
    Draft::read(text)?.insert_item(route, index, data)
}

/// Removes an item of the list at `route`.
///
/// # Errors
///
/// As [`remove`].
pub fn remove_item(text: &str, route: &Route, index: usize) -> Result<Edit, EditError> {
    Draft::read(text)?.remove(&route.join(index))
}

/// Moves an item of the list at `route` so that it has the index `to` in the
/// new list.
///
/// # Errors
///
/// [`EditError::NoSuchPlace`] when either index is past the end, else as [`set`].
pub fn move_item(text: &str, route: &Route, from: usize, to: usize) -> Result<Edit, EditError> {
    Draft::read(text)?.move_item(route, from, to)
}

/// Whether two trees are the same but for what stands at the route, in both.
pub fn is_same_but_at(old: &Node<'_>, new: &Node<'_>, route: &Route) -> bool {
    verify::is_same_but_at(old, new, route.steps())
}

/// A text read for editing. Keep one to make an edit without reading the text
/// again.
#[derive(Clone, Debug)]
pub struct Draft<'t> {
    text: &'t str,
    root: Option<Node<'t>>,
}

impl<'t> Draft<'t> {
    /// Reads a text to edit it.
    ///
    /// # Errors
    ///
    /// [`EditError::Faulty`] when it has a fault other than being empty.
    pub fn read(text: &'t str) -> Result<Self, EditError> {
        Self::of(text, parse(text))
    }

    /// Edits a text already read into `parsed`.
    ///
    /// # Errors
    ///
    /// As [`Draft::read`].
    pub fn of(text: &'t str, parsed: Parsed<'t>) -> Result<Self, EditError> {
        let is_fit = parsed
            .faults
            .iter()
            .all(|fault| fault.kind == FaultKind::Empty);
        if !is_fit {
            return Err(EditError::Faulty);
        }
        Ok(Self {
            text,
            root: parsed.root,
        })
    }

    /// The text as read.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The tree as read; nothing when the text is empty.
    pub fn root(&self) -> Option<&Node<'t>> {
        self.root.as_ref()
    }

    /// See [`set_with_order`].
    ///
    /// # Errors
    ///
    /// As [`set`].
    pub fn set(&self, route: &Route, data: &Data, order: &Order<'_>) -> Result<Edit, EditError> {
        let whole = plan::put(self.root.as_ref(), route, data)?;
        match plan::differences(self.root.as_ref(), route, data) {
            Some(changes) if changes.is_empty() => Ok(Edit {
                span: Span::at(0),
                replacement: String::new(),
            }),
            Some(changes) => match self.make_all(&changes, order, &whole) {
                Err(EditError::Unsafe) => self.make(&whole, order),
                done => done,
            },
            None => self.make(&whole, order),
        }
    }

    /// See [`remove`].
    ///
    /// # Errors
    ///
    /// As [`remove`].
    pub fn remove(&self, route: &Route) -> Result<Edit, EditError> {
        let change = plan::remove(self.root.as_ref(), route)?;
        self.make(&change, &|_| None)
    }

    /// See [`insert_item`].
    ///
    /// # Errors
    ///
    /// As [`insert_item`].
    pub fn insert_item(&self, route: &Route, index: usize, data: &Data) -> Result<Edit, EditError> {
        let change = plan::insert_item(self.root.as_ref(), route, index, data)?;
        self.make(&change, &|_| None)
    }

    /// See [`move_item`].
    ///
    /// # Errors
    ///
    /// As [`move_item`].
    pub fn move_item(&self, route: &Route, from: usize, to: usize) -> Result<Edit, EditError> {
        let change = plan::move_item(self.root.as_ref(), route, from, to)?;
        self.make(&change, &|_| None)
    }

    /// Makes one change and reads it back; where a block of text does not fit
    /// its surroundings, it is tried in quotes.
    fn make(&self, change: &Change, order: &Order<'_>) -> Result<Edit, EditError> {
        for blocks in [Blocks::NoKeep, Blocks::None] {
            let edit = self.splice(change, order, blocks)?;
            if self.is_right(&edit, &[change]) {
                return Ok(edit);
            }
        }
        Err(EditError::Unsafe)
    }

    /// Makes several changes one after the other and reads back the whole.
    fn make_all(
        &self,
        changes: &[Change],
        order: &Order<'_>,
        whole: &Change,
    ) -> Result<Edit, EditError> {
        if let [change] = changes {
            return self.make(change, order);
        }
        for blocks in [Blocks::NoKeep, Blocks::None] {
            let mut text = self.text.to_owned();
            for change in changes {
                let draft = Draft::read(&text).map_err(|_| EditError::Unsafe)?;
                text = draft.splice(change, order, blocks)?.apply(&text);
            }
            let edit = difference(self.text, &text);
            if self.is_right(&edit, &[whole]) {
                return Ok(edit);
            }
        }
        Err(EditError::Unsafe)
    }

    fn is_right(&self, edit: &Edit, changes: &[&Change]) -> bool {
        let text = edit.apply(self.text);
        let parsed = parse(&text);
        parsed.faults.is_empty()
            && verify::is_changed_as_meant(self.root.as_ref(), parsed.root.as_ref(), changes)
    }

    fn splice(
        &self,
        change: &Change,
        order: &Order<'_>,
        blocks: Blocks,
    ) -> Result<Edit, EditError> {
        let layout = Layout::of(self.text, self.root.as_ref(), blocks);
        let Some(root) = &self.root else {
            return match change {
                Change::Put { data, .. } => Ok(block::write_first(&layout, data)),
                _ => Err(EditError::NoSuchPlace(Route::root())),
            };
        };
        let chain = chain(root, change.route())?;
        let drops = matches!(change, Change::Drop { .. });
        if !drops && has_key_on_lines(self.text, &chain, change.route()) {
            return Err(EditError::Unsafe);
        }
        match change {
            Change::Put { route, data } => Ok(if is_in_flow(&chain) {
                flow::replace(&layout, &chain, data)
            } else {
                block::replace(&layout, &chain, route, data)
            }),
            Change::PutKey { route, key, data } => {
                let mapping = chain.last().and_then(|node| node.as_mapping());
                let mapping = mapping.ok_or_else(|| EditError::WrongKind(route.clone()))?;
                let order = order(route);
                let order = order.as_deref();
                Ok(if mapping.flow {
                    flow::insert_entry(mapping, key, data, order)
                } else {
                    block::insert_entry(&layout, mapping, key, data, order, route)
                })
            }
            Change::Drop { route } => Self::drop_child(&layout, &chain, route),
            Change::PutItem { route, index, data } => lists::insert(&layout, &chain, *index, data)
                .ok_or_else(|| EditError::WrongKind(route.clone())),
            Change::Move { route, from, to } => lists::move_item(&layout, &chain, *from, *to)
                .ok_or_else(|| EditError::NoSuchPlace(route.clone())),
        }
    }

    fn drop_child(
        layout: &Layout<'_>,
        chain: &[&Node<'t>],
        route: &Route,
    ) -> Result<Edit, EditError> {
        let parent = chain.iter().rev().nth(1);
        let edit = match (parent.map(|node| &node.value), route.last()) {
            (Some(Value::Mapping(mapping)), Some(Step::Key(key))) => {
                let index = mapping.iter().position(|entry| entry.key == *key);
                index.map(|index| {
                    if mapping.flow {
                        flow::remove_entry(mapping, index)
                    } else {
                        block::remove_entry(layout, mapping, index)
                    }
                })
            }
            (Some(Value::Sequence(_)), Some(Step::Index(index))) => {
                lists::remove(layout, &chain[..chain.len() - 1], *index)
            }
            _ => None,
        };
        edit.ok_or_else(|| EditError::NoSuchPlace(route.clone()))
    }
}

/// The nodes from the root to the end of the route, both included.
fn chain<'n, 't>(root: &'n Node<'t>, route: &Route) -> Result<Vec<&'n Node<'t>>, EditError> {
    let mut chain = vec![root];
    let mut node = root;
    for step in route.steps() {
        node = node
            .child(step)
            .ok_or_else(|| EditError::NoSuchPlace(route.clone()))?;
        chain.push(node);
    }
    Ok(chain)
}

/// Whether a key on the way takes several lines: without a value readers take it, with one some do not.
fn has_key_on_lines(text: &str, chain: &[&Node<'_>], route: &Route) -> bool {
    let mut steps = chain.iter().zip(route.steps());
    steps.any(|(node, step)| {
        let Step::Key(key) = step else { return false };
        let entry = node.as_mapping().and_then(|mapping| mapping.entry(key));
        entry.is_some_and(|entry| entry.key_span.slice(text).contains('\n'))
    })
}

/// Whether the last node of the chain lies inside brackets or braces.
fn is_in_flow(chain: &[&Node<'_>]) -> bool {
    let parents = chain.split_last().map_or(&[][..], |(_, parents)| parents);
    parents.iter().any(|node| match &node.value {
        Value::Sequence(sequence) => sequence.flow,
        Value::Mapping(mapping) => mapping.flow,
        _ => false,
    })
}

/// The smallest splice that makes `new` of `old`.
fn difference(old: &str, new: &str) -> Edit {
    let shared =
        |pairs: &mut dyn Iterator<Item = (u8, u8)>| pairs.take_while(|(a, b)| a == b).count();
    let mut start = shared(&mut old.bytes().zip(new.bytes()));
    while !old.is_char_boundary(start) || !new.is_char_boundary(start) {
        start -= 1;
    }
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let mut tail = shared(&mut old_rest.bytes().rev().zip(new_rest.bytes().rev()));
    while !old_rest.is_char_boundary(old_rest.len() - tail)
        || !new_rest.is_char_boundary(new_rest.len() - tail)
    {
        tail -= 1;
    }
    Edit {
        span: Span::new(start, old.len() - tail),
        replacement: new_rest[..new_rest.len() - tail].to_owned(),
    }
}
