//! From text to tree: one pass over the parser's events, every fault noted.

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{Event, Options, Parser, ScalarStyle, ScanError, StructureStyle, options};

use crate::source::{BOM, Span};
use crate::yaml::fault::fault_kind;
use crate::yaml::place;
use crate::yaml::{
    Entry, Fault, FaultKind, MAX_BYTES, MAX_DEPTH, MAX_FAULTS, MAX_NODES, Mapping, Node, Scalar,
    Sequence, Style, SyntaxKind, Value,
};

/// A text as far as it could be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed<'t> {
    /// The tree; after a fault that stops reading, the part before it.
    pub root: Option<Node<'t>>,
    /// All that is wrong, in the order of the text.
    pub faults: Vec<Fault>,
}

/// Reads one YAML document.
///
/// Aliases are never expanded, so a short text cannot become a large tree.
/// After a fault in the notation the part already read is kept; an alias is
/// read as nothing, a tag or an anchor is ignored, and each is a fault.
pub fn parse(text: &str) -> Parsed<'_> {
    if text.len() > MAX_BYTES {
        let fault = Fault {
            kind: FaultKind::TooLarge,
            span: Span::at(0),
            other: None,
        };
        return Parsed {
            root: None,
            faults: vec![fault],
        };
    }
    let mut builder = Builder::new(text);
    builder.read();
    builder.finish()
}

fn parser_options() -> Options {
    let mut options = options! {
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        flow_nesting_limit: MAX_DEPTH + 1,
        block_nesting_limit: MAX_DEPTH + 1,
    };
    options.set_emit_comments(false);
    options
}

/// What is known of the key whose value comes next.
enum Key<'t> {
    Missing,
    Read(Cow<'t, str>, Span),
    /// The key was no scalar: its value is read and let go.
    Refused,
}

enum Frame<'t> {
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
struct Builder<'t> {
    text: &'t str,
    /// End of the last token seen.
    cursor: usize,
    root: Option<Node<'t>>,
    frames: Vec<Frame<'t>>,
    items: Vec<Node<'t>>,
    entries: Vec<Entry<'t>>,
    faults: Vec<Fault>,
    n_nodes: usize,
    n_documents: usize,
    /// Depth inside a key that is a collection.
    refused_depth: usize,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str) -> Self {
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

    fn fault(&mut self, kind: FaultKind, span: Span) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(Fault {
                kind,
                span,
                other: None,
            });
        }
    }

    fn read(&mut self) {
        if let Some(offset) = self.text.find('\0') {
            let kind = FaultKind::Syntax {
                kind: SyntaxKind::ControlCharacter,
                message: String::new(),
            };
            self.fault(kind, Span::new(offset, offset + 1));
        }
        for event in Parser::new_from_str_with_options(self.text, parser_options()) {
            let go_on = match event {
                Ok((event, span)) => self.on_event(event, &span),
                Err(error) => {
                    self.stop(&error);
                    false
                }
            };
            if !go_on {
                break;
            }
        }
    }

    /// Notes the error that ends the reading.
    fn stop(&mut self, error: &ScanError) {
        let offset = error.marker().byte_offset().unwrap_or(self.cursor);
        let kind = fault_kind(error.kind(), error.info());
        let mut span = place::character_at(self.text, offset);
        if let FaultKind::Syntax { kind, .. } = &kind
            && *kind == SyntaxKind::BadEscape
        {
            span = place::bad_escape(self.text, offset).unwrap_or(span);
        }
        let other = self.open_bracket().filter(|_| {
            matches!(
                &kind,
                FaultKind::Syntax {
                    kind: SyntaxKind::UnclosedBracket,
                    ..
                }
            )
        });
        self.faults.push(Fault { kind, span, other });
    }

    /// The innermost bracket or brace still open.
    fn open_bracket(&self) -> Option<Span> {
        self.frames.iter().rev().find_map(|frame| match frame {
            Frame::Sequence {
                start, flow: true, ..
            }
            | Frame::Mapping {
                start,
                braces: true,
                ..
            } => Some(Span::new(*start, start + 1)),
            _ => None,
        })
    }

    /// Takes one event; false ends the reading.
    fn on_event(&mut self, event: Event<'t>, source: &granit_parser::Span) -> bool {
        let span = source.byte_range().map_or(Span::at(self.cursor), |range| {
            Span::new(range.start, range.end)
        });
        if let Some(tag) = source.tag_span().and_then(|tag| tag.byte_range()) {
            self.fault(FaultKind::Tag, Span::new(tag.start, tag.end));
        }
        match event {
            Event::DocumentStart(explicit, _) => return self.start_document(explicit, span),
            Event::Anchor(..) => self.fault(FaultKind::Anchor, span),
            Event::Alias(_) | Event::UnresolvedAlias(_) => return self.alias(span),
            Event::Scalar(text, style, ..) => return self.scalar(text, style, span),
            Event::SequenceStart(style, ..) => {
                return self.start_sequence(style == StructureStyle::Flow, span);
            }
            Event::MappingStart(style, ..) => {
                return self.start_mapping(style == StructureStyle::Flow, span);
            }
            Event::SequenceEnd | Event::MappingEnd => self.end_collection(span),
            _ => {}
        }
        true
    }

    fn start_document(&mut self, explicit: bool, span: Span) -> bool {
        self.n_documents += 1;
        if self.n_documents > 1 {
            self.fault(FaultKind::ManyDocuments, span);
            return false;
        }
        if explicit {
            self.cursor = span.end;
        }
        true
    }

    fn alias(&mut self, span: Span) -> bool {
        self.fault(FaultKind::Alias, span);
        if self.refused_depth > 0 {
            return true;
        }
        if self.expects_key() {
            self.refuse_key(span);
            self.cursor = span.end;
            return true;
        }
        self.pass_dash();
        self.cursor = span.end;
        self.complete(Node {
            span,
            value: Value::Null,
        })
    }

    fn scalar(&mut self, text: Cow<'t, str>, style: ScalarStyle, span: Span) -> bool {
        if self.refused_depth > 0 {
            return true;
        }
        let is_empty = style == ScalarStyle::Plain && span.is_empty();
        if self.expects_key() {
            self.key(text, style, span, is_empty);
            return true;
        }
        self.pass_dash();
        let span = self.scalar_span(&text, style, span, is_empty);
        self.cursor = self.cursor.max(span.end);
        let is_null = style == ScalarStyle::Plain
            && (is_empty || matches!(&*text, "" | "~" | "null" | "Null" | "NULL"));
        let value = if is_null {
            Value::Null
        } else {
            Value::Scalar(Scalar {
                text,
                style: own_style(style),
            })
        };
        self.complete(Node { span, value })
    }

    fn key(&mut self, text: Cow<'t, str>, style: ScalarStyle, span: Span, is_empty: bool) {
        if is_empty {
            self.fault(
                FaultKind::NonScalarKey,
                place::character_at(self.text, span.start),
            );
        } else if style == ScalarStyle::Plain && text == "<<" {
            self.fault(FaultKind::MergeKey, span);
        }
        let text = if is_empty { Cow::Borrowed("") } else { text };
        let span = self.scalar_span(&text, style, span, false);
        self.cursor = self.cursor.max(span.end);
        if let Some(Frame::Mapping { key, .. }) = self.frames.last_mut() {
            *key = Key::Read(text, span);
        }
    }

    fn scalar_span(&self, value: &str, style: ScalarStyle, span: Span, is_empty: bool) -> Span {
        match style {
            ScalarStyle::Literal | ScalarStyle::Folded => {
                place::block_scalar_span(self.text, self.cursor, span, value)
            }
            _ if is_empty => match self.frames.last() {
                Some(Frame::Mapping { .. }) => Span::at(place::after_colon(self.text, self.cursor)),
                Some(Frame::Sequence { flow: false, .. }) => Span::at(self.cursor),
                _ => span,
            },
            _ => span,
        }
    }

    fn expects_key(&self) -> bool {
        matches!(
            self.frames.last(),
            Some(Frame::Mapping {
                key: Key::Missing,
                ..
            })
        )
    }

    fn refuse_key(&mut self, span: Span) {
        self.fault(FaultKind::NonScalarKey, span);
        if let Some(Frame::Mapping { key, .. }) = self.frames.last_mut() {
            *key = Key::Refused;
        }
    }

    /// Moves past the dash when a value begins in a block list.
    fn pass_dash(&mut self) {
        if let Some(Frame::Sequence { flow: false, .. }) = self.frames.last()
            && let Some(dash) = place::next_dash(self.text, self.cursor)
        {
            self.cursor = dash + 1;
        }
    }

    /// Whether a collection may begin here; false ends the reading.
    fn open(&mut self, span: Span) -> bool {
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

    fn start_sequence(&mut self, flow: bool, span: Span) -> bool {
        if !self.open(span) {
            return false;
        }
        if self.refused_depth > 0 {
            return true;
        }
        self.pass_dash();
        let start = if flow {
            self.cursor = span.end;
            span.start
        } else {
            place::next_dash(self.text, self.cursor).unwrap_or(span.start)
        };
        self.frames.push(Frame::Sequence {
            first: self.items.len(),
            start,
            flow,
        });
        true
    }

    fn start_mapping(&mut self, flow: bool, span: Span) -> bool {
        if !self.open(span) {
            return false;
        }
        if self.refused_depth > 0 {
            return true;
        }
        self.pass_dash();
        let braces = flow && span.slice(self.text) == "{";
        if braces {
            self.cursor = span.end;
        }
        self.frames.push(Frame::Mapping {
            first: self.entries.len(),
            start: span.start,
            flow,
            braces,
            key: Key::Missing,
        });
        true
    }

    fn end_collection(&mut self, span: Span) {
        if self.refused_depth > 0 {
            self.refused_depth -= 1;
            self.cursor = self.cursor.max(span.end);
            return;
        }
        self.close(Some(span));
    }

    /// Closes the innermost collection; without `bracket` it was left open.
    fn close(&mut self, bracket: Option<Span>) {
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
                    self.push_unfinished(text, key_span);
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

    fn collection_end(&self, inner: usize, bracket: Option<Span>) -> usize {
        bracket.map_or(inner, |bracket| bracket.end.min(self.text.len()))
    }

    /// Keeps a key whose value was never reached.
    fn push_unfinished(&mut self, key: Cow<'t, str>, key_span: Span) {
        let value = Node {
            span: Span::at(place::after_colon(self.text, key_span.end)),
            value: Value::Null,
        };
        self.entries.push(Entry {
            key,
            key_span,
            value,
        });
    }

    /// Puts a finished node into its parent; false ends the reading.
    fn complete(&mut self, node: Node<'t>) -> bool {
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

    fn note_duplicates(&mut self, entries: &[Entry<'t>]) {
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

    fn finish(mut self) -> Parsed<'t> {
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

fn own_style(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::SingleQuoted,
        ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
    }
}
