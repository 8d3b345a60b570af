//! Laying out a whole text in one canonical way, with its comments.
//!
//! Unlike the other edits this one touches every line: keys in a given order, two columns a level,
//! quotes only where some reader needs them, long text in blocks. What stays as its author wrote it
//! is what carries meaning to people: comments, single blank lines, the lines of a text, and whether
//! a list of words stands in brackets. Before the new text is handed out, it is read back: its tree
//! has to say the same to typed readers too, and every comment has to be there.

mod form;
mod remark;
mod tree;
mod write;

use crate::source::BOM;
use crate::yaml::edit::EditError;
use crate::yaml::{FaultKind, LineEnding, Mapping, Node, Route, Style, Value, is_mistyped, parse};
use remark::Remarks;
use tree::Builder;
use write::Scribe;

/// What a text's kind of file asks of its layout.
pub struct Manner<'m> {
    /// The place of a key among those of the mapping at a route; keys without one come last.
    pub rank: &'m dyn Fn(&Route, &str) -> Option<usize>,
    /// Whether a blank line stands between the entries of the mapping at a route.
    pub is_spaced: &'m dyn Fn(&Route) -> bool,
}

/// Lays out a text anew.
///
/// # Errors
///
/// [`EditError::Faulty`] when it has a fault, [`EditError::WrongKind`] when it is no mapping,
/// [`EditError::Unsafe`] when the new text would say something else.
pub fn tidy(text: &str, manner: &Manner<'_>) -> Result<String, EditError> {
    let parsed = parse(text);
    let is_fit = |kind: &FaultKind| *kind == FaultKind::Empty;
    if parsed.faults.iter().any(|fault| !is_fit(&fault.kind)) {
        return Err(EditError::Faulty);
    }
    let wrong_kind = || EditError::WrongKind(Route::root());
    let root = parsed.root.as_ref().ok_or_else(wrong_kind)?;
    let mapping = root.as_mapping().ok_or_else(wrong_kind)?;
    let (start, end) = body_of(text, root);
    let remarks = Remarks::of(text, root, start, end);
    let n_comments = remarks.count();
    let mut scribe = Scribe::new(LineEnding::of(text));
    scribe.verbatim(text.get(..start).unwrap_or_default());
    let top = Builder::new(text, manner, remarks).file(mapping);
    scribe.file(&top);
    scribe.verbatim(text.get(end..).unwrap_or_default());
    let new = scribe.finish();
    if says_the_same(root, n_comments, &new) {
        Ok(new)
    } else {
        Err(EditError::Unsafe)
    }
}

/// Where the part between the document's markers begins and ends; the markers themselves, and what
/// stands before and behind them, stay as they are.
fn body_of(text: &str, root: &Node<'_>) -> (usize, usize) {
    let bom = if text.starts_with(BOM) {
        BOM.len_utf8()
    } else {
        0
    };
    let mut start = bom;
    let mut at = bom;
    for line in text
        .get(bom..root.span.start)
        .unwrap_or_default()
        .split_inclusive('\n')
    {
        let is_marker = line.trim_end() == "---" || line.starts_with("--- ");
        at += line.len();
        if is_marker {
            start = at;
        }
    }
    // What follows the marker on its line is its own, unless it is the content.
    let start = start.min(root.span.start);
    let mut end = text.len();
    let mut at = root.span.end;
    for line in text.get(at..).unwrap_or_default().split_inclusive('\n') {
        let is_whole = at == 0 || text.as_bytes().get(at - 1) == Some(&b'\n');
        if is_whole && (line.trim_end() == "..." || line.starts_with("... ")) {
            end = at;
            break;
        }
        at += line.len();
    }
    (start, end)
}

/// Whether a new text reads as the old tree, keys in whatever order, and has as many comments.
fn says_the_same(old: &Node<'_>, n_comments: usize, text: &str) -> bool {
    let parsed = parse(text);
    let Some(new) = parsed.root.as_ref().filter(|_| parsed.faults.is_empty()) else {
        return false;
    };
    is_equal(old, new) && count_comments(text, new) == n_comments
}

/// How many comments a text has.
pub(super) fn count_comments(text: &str, root: &Node<'_>) -> usize {
    let (start, end) = body_of(text, root);
    Remarks::of(text, root, start, end).count()
}

/// Whether two nodes say the same to readers of any version, in whatever notation and order of keys.
pub fn is_equal(a: &Node<'_>, b: &Node<'_>) -> bool {
    match (&a.value, &b.value) {
        (Value::Null, Value::Null) => true,
        (Value::Scalar(a), Value::Scalar(b)) => {
            let is_typed = |style: Style| style == Style::Plain && is_mistyped(&a.text);
            a.text == b.text && is_typed(a.style) == is_typed(b.style)
        }
        (Value::Sequence(a), Value::Sequence(b)) => {
            let pairs = || a.items.iter().zip(&b.items);
            a.items.len() == b.items.len() && pairs().all(|(a, b)| is_equal(a, b))
        }
        (Value::Mapping(a), Value::Mapping(b)) => a.len() == b.len() && has_entries_of(a, b),
        _ => false,
    }
}

fn has_entries_of(a: &Mapping<'_>, b: &Mapping<'_>) -> bool {
    a.iter().all(|entry| {
        b.get(&entry.key)
            .is_some_and(|other| is_equal(&entry.value, other))
    })
}
