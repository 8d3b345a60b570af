//! From text to tree: one pass over the parser's events, every fault noted.

use std::borrow::Cow;

use granit_parser::{Event, Options, Parser, ScalarStyle, ScanError, StructureStyle, options};

use crate::source::Span;
use crate::yaml::fault::fault_kind;
use crate::yaml::place;
use crate::yaml::tree::{Builder, Frame, Key};
use crate::yaml::{Fault, FaultKind, MAX_BYTES, MAX_DEPTH, Node, Scalar, Style, SyntaxKind, Value};

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

impl<'t> Builder<'t> {
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
        self.cursor = if explicit {
            span.end
        } else {
            place::after_document_ends(self.text, self.cursor)
        };
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
        let (text, span) = if is_empty {
            (Cow::Borrowed(""), self.nothing_at(span))
        } else {
            let span = self.scalar_span(&text, style, span, false);
            (text, span)
        };
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
                Some(Frame::Mapping { flow, .. }) => {
                    Span::at(place::after_colon(self.text, self.cursor, *flow))
                }
                Some(Frame::Sequence { flow: false, .. }) => Span::at(self.cursor),
                _ => self.nothing_at(span),
            },
            _ => span,
        }
    }

    /// Where something stands that is not written: behind all that was read.
    fn nothing_at(&self, span: Span) -> Span {
        Span::at(span.start.max(self.cursor))
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
