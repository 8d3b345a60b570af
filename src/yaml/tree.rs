//! The tree while it grows: open collections, what waits to go into them, and
//! the faults met on the way.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::source::{BOM, Span};
use crate::yaml::parse::Parsed;
use crate::yaml::place;
use crate::yaml::{
    Entry, Fault, FaultKind, MAX_DEPTH, MAX_FAULTS, MAX_NODES, Mapping, Node, Sequence, Value,
};

/// What is known of the key whose value comes next.
pub(super) enum Key<'t> {
    Missing,
    Read(Cow<'t, str>, Span),
    /// The key was no scalar: its value is read and let go.
    Refused,
}

pub(super) enum Frame<'t> {
    Sequence {
        first: usize,
        start: usize,
        flow: bool,
    },
    Mapping {
        first: usize,
        start: usize,
        flow: bool,
        /// Whether there are braces, which bound the span.
        braces: bool,
        key: Key<'t>,
    },
}

/// Builds the tree. Children of open collections wait in two shared stacks, so
/// that a closed collection takes one allocation of the right size.
pub(super) struct Builder<'t> {
    pub(super) text: &'t str,
    /// End of the last token seen.
    pub(super) cursor: usize,
    pub(super) root: Option<Node<'t>>,
    pub(super) frames: Vec<Frame<'t>>,
    pub(super) items: Vec<Node<'t>>,
    pub(super) entries: Vec<Entry<'t>>,
    pub(super) faults: Vec<Fault>,
    pub(super) n_nodes: usize,
    pub(super) n_documents: usize,
    /// Depth inside a key that is a collection.
    pub(super) refused_depth: usize,
}

impl<'t> Builder<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            cursor: if text.starts_with(BOM) {
                BOM.len_utf8()
            } else {
                0
            },
            root: None,
            frames: Vec::new(),
            items: Vec::new(),
            entries: Vec::new(),
            faults: Vec::new(),
            n_nodes: 0,
            n_documents: 0,
            refused_depth: 0,
        }
    }

    pub(super) fn fault(&mut self, kind: FaultKind, span: Span) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(Fault {
                kind,
                span,
                other: None,
            });
        }
    }

    pub(super) fn expects_key(&self) -> bool {
        matches!(
            self.frames.last(),
            Some(Frame::Mapping {
                key: Key::Missing,
                ..
            })
        )
    }

    pub(super) fn refuse_key(&mut self, span: Span) {
        self.fault(FaultKind::NonScalarKey, span);
        if let Some(Frame::Mapping { key, .. }) = self.frames.last_mut() {
            *key = Key::Refused;
        }
    }

    /// Moves past the dash when a value begins in a block list.
    pub(super) fn pass_dash(&mut self) {
        if let Some(Frame::Sequence { flow: false, .. }) = self.frames.last()
            && let Some(dash) = place::next_dash(self.text, self.cursor)
        {
            self.cursor = dash + 1;
        }
    }

    /// Whether a collection may begin here; false ends the reading.
    pub(super) fn open(&mut self, span: Span) -> bool {
        if self.frames.len() + self.refused_depth >= MAX_DEPTH {
            self.fault(
                FaultKind::TooDeep,
                place::character_at(self.text, span.start),
            );
            return false;
        }
        if self.refused_depth > 0 {
            self.refused_depth += 1;
        } else if self.expects_key() {
            self.refuse_key(place::character_at(self.text, span.start));
            self.refused_depth = 1;
        }
        true
    }

    pub(super) fn end_collection(&mut self, span: Span) {
        if self.refused_depth > 0 {
            self.refused_depth -= 1;
            self.cursor = self.cursor.max(span.end);
            return;
        }
        self.close(Some(span));
    }

    /// Closes the innermost collection; without `bracket` it was left open.
    pub(super) fn close(&mut self, bracket: Option<Span>) {
        let node = match self.frames.pop() {
            Some(Frame::Sequence { first, start, flow }) => {
                let items: Vec<_> = self.items.drain(first..).collect();
                let inner = items.last().map_or(start, |item| item.span.end);
                let end = self.collection_end(inner, bracket.filter(|_| flow));
                Node {
                    span: Span::new(start, end),
                    value: Value::Sequence(Sequence { items, flow }),
                }
            }
            Some(Frame::Mapping {
                first,
                start,
                flow,
                braces,
                key,
            }) => {
                if let Key::Read(text, key_span) = key {
                    self.push_unfinished(text, key_span, flow);
                }
                let entries: Vec<_> = self.entries.drain(first..).collect();
                self.note_duplicates(&entries);
                let start = match entries.first() {
                    Some(entry) if !braces => entry.key_span.start,
                    _ => start,
                };
                let inner = entries.last().map_or(start, |entry| entry.value.span.end);
                let end = self.collection_end(inner, bracket.filter(|_| braces));
                Node {
                    span: Span::new(start, end.max(start)),
                    value: Value::Mapping(Mapping { entries, flow }),
                }
            }
            None => return,
        };
        self.cursor = self.cursor.max(node.span.end);
        self.complete(node);
    }

    pub(super) fn collection_end(&self, inner: usize, bracket: Option<Span>) -> usize {
        bracket.map_or(inner, |bracket| bracket.end.min(self.text.len()))
    }

    /// Keeps a key whose value was never reached.
    pub(super) fn push_unfinished(&mut self, key: Cow<'t, str>, key_span: Span, flow: bool) {
        let value = Node {
            span: Span::at(place::after_colon(self.text, key_span.end, flow)),
            value: Value::Null,
        };
        self.entries.push(Entry {
            key,
            key_span,
            value,
        });
    }

    /// Puts a finished node into its parent; false ends the reading.
    pub(super) fn complete(&mut self, node: Node<'t>) -> bool {
        self.n_nodes += 1;
        if self.n_nodes > MAX_NODES {
            let span = place::character_at(self.text, node.span.start);
            self.fault(FaultKind::TooManyNodes, span);
            return false;
        }
        match self.frames.last_mut() {
            None => self.root = Some(node),
            Some(Frame::Sequence { .. }) => self.items.push(node),
            Some(Frame::Mapping { key, .. }) => {
                if let Key::Read(key, key_span) = std::mem::replace(key, Key::Missing) {
                    self.entries.push(Entry {
                        key,
                        key_span,
                        value: node,
                    });
                }
            }
        }
        true
    }

    pub(super) fn note_duplicates(&mut self, entries: &[Entry<'t>]) {
        const FEW: usize = 12;
        let mut note = |entry: &Entry<'t>, first: Span| {
            if self.faults.len() < MAX_FAULTS {
                self.faults.push(Fault {
                    kind: FaultKind::DuplicateKey {
                        key: entry.key.to_string(),
                    },
                    span: entry.key_span,
                    other: Some(first),
                });
            }
        };
        if entries.len() <= FEW {
            for (index, entry) in entries.iter().enumerate() {
                let earlier = entries[..index].iter().find(|other| other.key == entry.key);
                if let Some(first) = earlier {
                    note(entry, first.key_span);
                }
            }
            return;
        }
        let mut seen: HashMap<&str, Span> = HashMap::with_capacity(entries.len());
        for entry in entries {
            match seen.get(entry.key.as_ref()) {
                Some(first) => note(entry, *first),
                None => {
                    seen.insert(&entry.key, entry.key_span);
                }
            }
        }
    }

    pub(super) fn finish(mut self) -> Parsed<'t> {
        // A limit on nodes must not keep the open collections from closing.
        self.n_nodes = 0;
        while !self.frames.is_empty() {
            self.close(None);
        }
        let is_blank = match &self.root {
            None => true,
            Some(root) => root.is_null() && root.span.is_empty(),
        };
        if is_blank && self.faults.is_empty() {
            self.root = None;
            self.fault(FaultKind::Empty, Span::at(self.cursor.min(self.text.len())));
        }
        self.faults
            .sort_by_key(|fault| (fault.span.start, fault.span.end));
        Parsed {
            root: self.root,
            faults: self.faults,
        }
    }
}
