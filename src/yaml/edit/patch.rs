//! Several replacements in one text, and whether they changed anything but what they replaced.

use std::collections::HashSet;

use crate::source::Span;
use crate::yaml::edit::Edit;
use crate::yaml::edit::tidy::{count_comments, is_equal};
use crate::yaml::{Entry, Node, Value, parse};

/// The text after all replacements; none where two of them overlap or one does not fit the text.
pub fn patch(text: &str, edits: &[Edit]) -> Option<String> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        out.push_str(text.get(done..edit.span.start)?);
        out.push_str(&edit.replacement);
        done = edit.span.end.max(edit.span.start);
    }
    out.push_str(text.get(done..)?);
    Some(out)
}

/// Whether `new`, made of `old` by these edits, says the same in every part that none of them
/// touched, and has lost no comment. Of a text with faults, only whether it has fewer of them and
/// nothing that could be read is gone.
pub fn changes_no_more(old: &str, new: &str, edits: &[Edit]) -> bool {
    let (before, after) = (parse(old), parse(new));
    let Some(root) = &after.root else {
        return false;
    };
    let touch = Touch::of(edits);
    if !before.faults.is_empty() {
        let is_better = after.faults.len() < before.faults.len();
        return is_better && touch.keeps_texts(before.root.as_ref(), root);
    }
    let Some(old_root) = &before.root else {
        return after.faults.is_empty();
    };
    after.faults.is_empty()
        && touch.is_same(old_root, root)
        && count_comments(new, root) >= count_comments(old, old_root)
}

/// Visits every key and scalar with its place.
fn each_text(node: &Node<'_>, visit: &mut dyn FnMut(&str, Span)) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(scalar) => visit(&scalar.text, node.span),
        Value::Sequence(list) => list.items.iter().for_each(|item| each_text(item, visit)),
        Value::Mapping(map) => {
            for entry in map {
                visit(&entry.key, entry.key_span);
                each_text(&entry.value, visit);
            }
        }
    }
}

/// The places that edits touch, before and after.
struct Touch {
    old: Vec<Span>,
    new: Vec<Span>,
}

impl Touch {
    fn of(edits: &[Edit]) -> Self {
        let mut edits: Vec<&Edit> = edits.iter().collect();
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let mut new = Vec::with_capacity(edits.len());
        let (mut added, mut taken) = (0, 0);
        for edit in &edits {
            let start = edit.span.start + added - taken;
            new.push(Span::new(start, start + edit.replacement.len()));
            added += edit.replacement.len();
            taken += edit.span.len();
        }
        Self {
            old: edits.iter().map(|edit| edit.span).collect(),
            new,
        }
    }

    fn touches(places: &[Span], span: Span) -> bool {
        places
            .iter()
            .any(|place| place.start <= span.end && span.start <= place.end)
    }

    /// Whether an edit put something new there.
    fn is_new(&self, span: Span) -> bool {
        Self::touches(&self.new, span)
    }

    fn is_touched(&self, span: Span) -> bool {
        Self::touches(&self.old, span)
    }

    /// Whether every text that could be read and that no edit touched can still be read.
    fn keeps_texts(&self, old: Option<&Node<'_>>, new: &Node<'_>) -> bool {
        let mut there = HashSet::new();
        each_text(new, &mut |text, _| {
            there.insert(text.to_owned());
        });
        let mut is_kept = true;
        if let Some(old) = old {
            each_text(old, &mut |text, span| {
                is_kept &= self.is_touched(span) || there.contains(text);
            });
        }
        is_kept
    }

    fn is_same(&self, old: &Node<'_>, new: &Node<'_>) -> bool {
        match (&old.value, &new.value) {
            (Value::Mapping(a), Value::Mapping(b)) => self.are_same(
                &a.entries,
                &b.entries,
                |entry| entry.key_span,
                |a, b| a.key == b.key && self.is_same(&a.value, &b.value),
                |a, b| self.is_renamed(a, b),
            ),
            (Value::Sequence(a), Value::Sequence(b)) => self.are_same(
                &a.items,
                &b.items,
                |item| item.span,
                |a, b| self.is_same(a, b),
                |_, _| false,
            ),
            _ => is_equal(old, new) || (self.is_touched(old.span) && self.is_new(new.span)),
        }
    }

    fn is_renamed(&self, old: &Entry<'_>, new: &Entry<'_>) -> bool {
        self.is_touched(old.key_span)
            && self.is_new(new.key_span)
            && self.is_same(&old.value, &new.value)
    }

    /// Compares children in their order; an edit may have put some in, or taken some out.
    fn are_same<'n, T>(
        &self,
        old: &'n [T],
        new: &'n [T],
        place: impl Fn(&T) -> Span,
        is_same: impl Fn(&T, &T) -> bool,
        is_renamed: impl Fn(&T, &T) -> bool,
    ) -> bool {
        let (mut at, mut to) = (0, 0);
        loop {
            match (old.get(at), new.get(to)) {
                (None, None) => return true,
                (Some(a), Some(b)) if is_same(a, b) || is_renamed(a, b) => {
                    at += 1;
                    to += 1;
                }
                (_, Some(b)) if new.len() - to > old.len() - at && self.is_new(place(b)) => to += 1,
                (Some(a), _) if old.len() - at > new.len() - to && self.is_touched(place(a)) => {
                    at += 1;
                }
                _ => return false,
            }
        }
    }
}
