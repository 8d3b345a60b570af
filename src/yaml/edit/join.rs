//! Putting the items of a list taken from elsewhere behind those of another.

use crate::source::Span;
use crate::yaml::edit::block::dash;
use crate::yaml::edit::layout::Layout;
use crate::yaml::edit::relocate::{comment_lines, data_at, shifted, typed};
use crate::yaml::edit::tidy::count_comments;
use crate::yaml::edit::verify::is_same;
use crate::yaml::edit::{Draft, Edit, EditError, Lifted, Order, chain, difference, is_in_flow};
use crate::yaml::emit::Blocks;
use crate::yaml::{Data, Node, Route, Value, parse};

/// The key under which a lifted list stands alone.
const ALONE: &str = "list";

impl Draft<'_> {
    /// Puts the items of a lifted list behind those of the list at a route, with their comments and
    /// in their own notation where that can be; a missing or empty value becomes the list.
    ///
    /// # Errors
    ///
    /// [`EditError::WrongKind`] where there is no list on either side, or comments would be lost;
    /// else as [`super::set`].
    pub fn join(
        &self,
        route: &Route,
        lifted: &Lifted,
        order: &Order<'_>,
    ) -> Result<Edit, EditError> {
        let wrong = || EditError::WrongKind(route.clone());
        if lifted.node().as_sequence().is_none() {
            return Err(wrong());
        }
        let there = self.root.as_ref().and_then(|root| root.at(route));
        let items = match there.map(|node| &node.value) {
            None | Some(Value::Null) => 0,
            Some(Value::Sequence(list)) => list.items.len(),
            Some(_) => return Err(wrong()),
        };
        if items == 0 {
            let edit = match there {
                None => self.plant(route, lifted, order)?,
                Some(_) => self.replace(route, lifted, order)?,
            };
            let n_comments = n_comments(self.text) + lifted.n_comments();
            let has_all = n_comments == self::n_comments(&edit.apply(self.text));
            return if has_all { Ok(edit) } else { Err(wrong()) };
        }
        if let Some(text) = self.joined(route, lifted) {
            return Ok(difference(self.text, &text));
        }
        if lifted.has_comments() {
            return Err(wrong());
        }
        let mut text = self.text.to_owned();
        let new = lifted.node().as_sequence().ok_or_else(wrong)?;
        for (nth, item) in new.items.iter().enumerate() {
            let draft = Draft::read(&text)?;
            let edit = draft.insert_item(route, items + nth, &typed(item))?;
            text = edit.apply(&text);
        }
        Ok(difference(self.text, &text))
    }

    /// Puts the list in the place of nothing; comments of the empty place go above it.
    fn replace(
        &self,
        route: &Route,
        lifted: &Lifted,
        order: &Order<'_>,
    ) -> Result<Edit, EditError> {
        let (empty, edit) = self.take(route)?;
        let text = edit.apply(self.text);
        let mut lifted = lifted.clone();
        lifted.comments.splice(0..0, empty.comments_of_nothing());
        let edit = Draft::read(&text)?.plant(route, &lifted, order)?;
        Ok(difference(self.text, &edit.apply(&text)))
    }

    /// The text with the items as they were written, if it reads as meant with them.
    fn joined(&self, route: &Route, lifted: &Lifted) -> Option<String> {
        let root = self.root.as_ref()?;
        let layout = Layout::of(self.text, Some(root), Blocks::NoKeep);
        let nodes = chain(root, route).ok()?;
        let list = nodes.last()?;
        let there = list.as_sequence().filter(|list| !list.flow)?;
        let final_item = there.items.last()?;
        if is_in_flow(&nodes) {
            return None;
        }
        let column = layout.column(list.span.start);
        let end = layout.line_ending();
        let (above, items, from) = items_of(lifted)?;
        let mut written = String::new();
        for comment in lifted.comments.iter().chain(&above) {
            written.push_str(&format!("{end}{:column$}{comment}", ""));
        }
        let items = items.trim_end_matches(['\n', '\r']);
        written.push_str(&shifted(&format!("{end}{items}"), from, column));
        let at = Span::at(layout.tail_end(final_item, column));
        let text = layout.edit(at, written, true).apply(self.text);
        self.reads_joined(&text, route, lifted.node())
            .then_some(text)
    }

    fn reads_joined(&self, text: &str, route: &Route, items: &Node<'_>) -> bool {
        let parsed = parse(text);
        let new = parsed.root.as_ref().filter(|_| parsed.faults.is_empty());
        let (Some(old), Some(new)) = (self.root.as_ref(), new) else {
            return false;
        };
        let added = items.as_sequence().map_or(&[][..], |list| &list.items);
        let mut wanted = old.to_data();
        let Some(Data::Sequence(list)) = data_at(&mut wanted, route.steps()) else {
            return false;
        };
        list.extend(added.iter().map(Node::to_data));
        let there = new.at(route).and_then(Node::as_sequence);
        let there = there.map_or(&[][..], |list| &list.items);
        let tail = there.get(there.len().saturating_sub(added.len())..);
        let is_whole = |tail: &[Node<'_>]| tail.iter().zip(added).all(|(a, b)| is_same(a, b));
        new.to_data() == wanted && tail.is_some_and(is_whole)
    }
}

/// The lines of a lifted list’s items with the column of their dashes, and the comments that stand
/// before them; none where the items do not stand in lines of their own.
fn items_of(lifted: &Lifted) -> Option<(Vec<String>, String, usize)> {
    let text = alone(lifted)?;
    let parsed = parse(&text);
    let root = parsed.root.as_ref().filter(|_| parsed.faults.is_empty())?;
    let list = root.at(&Route::keys([ALONE]))?;
    if list.as_sequence().is_none_or(|list| list.flow) {
        return None;
    }
    let layout = Layout::of(&text, Some(root), Blocks::NoKeep);
    let first = dash(&layout, list, 0)?;
    if !layout.begins_line(first) {
        return None;
    }
    let start = layout.head_start(first);
    let above = comment_lines(text.get(..start)?);
    Some((above, text.get(start..)?.to_owned(), layout.column(first)))
}

/// A lifted value as a text of its own, without the comments above its key.
fn alone(lifted: &Lifted) -> Option<String> {
    let body = lifted.body()?;
    let end = if body.ends_with('\n') { "" } else { "\n" };
    Some(format!("{ALONE}{}{end}", shifted(body, lifted.column(), 0)))
}

impl Lifted {
    /// Whether a comment was taken along.
    pub fn has_comments(&self) -> bool {
        self.n_comments() > 0
    }

    /// The comments of a value without texts.
    fn comments_of_nothing(&self) -> Vec<String> {
        let inside = alone(self).map(|text| comment_lines(&text));
        let inside = inside.into_iter().flatten();
        self.comments.iter().cloned().chain(inside).collect()
    }

    fn n_comments(&self) -> usize {
        self.comments.len() + n_comments(&alone(self).unwrap_or_default())
    }
}

fn n_comments(text: &str) -> usize {
    let root = parse(text).root;
    root.map_or(0, |root| count_comments(text, &root))
}
