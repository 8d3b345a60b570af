//! Comments and blank lines of a text, and the part of the tree each belongs to.
//!
//! Parts are numbered in the order of the text: the root is 0, then every entry and every item.
//! A comment on the line of something belongs to it. One on its own lines belongs to what comes
//! next, unless it is indented deeper than something that has ended there: then it is a foot of
//! that. Those above the first key belong to the file, as far as a blank line follows them.

use crate::source::{BOM, Span};
use crate::yaml::place::{line_end, next_dash};
use crate::yaml::{Entry, Mapping, Node, Sequence, Style, Value};

/// A comment line or a blank one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Remark {
    Blank,
    /// From the `#` on, without blanks at the end.
    Comment(String),
}

/// What belongs to one part.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes {
    /// The lines above.
    pub(super) lead: Vec<Remark>,
    /// The comment at the end of the line of the key.
    pub(super) line: Option<String>,
    /// The lines below.
    pub(super) foot: Vec<Remark>,
}

impl Notes {
    pub(super) fn is_empty(&self) -> bool {
        self.lead.is_empty() && self.line.is_none() && self.foot.is_empty()
    }

    fn count(&self) -> usize {
        let lines = self.lead.iter().chain(&self.foot);
        let comments = lines.filter(|remark| **remark != Remark::Blank).count();
        comments + usize::from(self.line.is_some())
    }

    /// Puts a comment on the line of the part, or above it where there is one already.
    fn put_on_line(&mut self, comment: String) {
        if self.line.is_none() {
            self.line = Some(comment);
        } else {
            self.lead.push(Remark::Comment(comment));
        }
    }
}

/// The comments and blank lines of a text, by part.
pub(super) struct Remarks {
    notes: Vec<Notes>,
}

impl Remarks {
    /// Reads what stands between the tokens of `root` from `start` to `end`.
    pub(super) fn of(text: &str, root: &Node<'_>, start: usize, end: usize) -> Self {
        let mut survey = Survey::new(text);
        survey.value(root, 0, false);
        let mut finder = Finder {
            text,
            parts: &survey.parts,
            notes: vec![Notes::default(); survey.parts.len()],
        };
        for (part, comment) in survey.headers {
            finder.notes[part].put_on_line(comment);
        }
        let mut before: Option<&Token> = None;
        for token in &survey.tokens {
            let from = before.map_or(start, |token| token.span.end);
            finder.gap(Span::new(from, token.span.start), before, Some(token));
            before = Some(token);
        }
        let from = before.map_or(start, |token| token.span.end);
        finder.gap(Span::new(from, end), before, None);
        Self {
            notes: finder.notes,
        }
    }

    /// How many comments there are.
    pub(super) fn count(&self) -> usize {
        self.notes.iter().map(Notes::count).sum()
    }

    /// What belongs to a part, taken out.
    pub(super) fn take(&mut self, part: usize) -> Notes {
        self.notes
            .get_mut(part)
            .map(std::mem::take)
            .unwrap_or_default()
    }

    /// Whether parts have nothing said about them.
    pub(super) fn are_empty(&self, parts: std::ops::Range<usize>) -> bool {
        let notes = self.notes.get(parts);
        notes.is_none_or(|notes| notes.iter().all(Notes::is_empty))
    }
}

/// A part's place in the tree.
struct Part {
    /// The part around it; none for the root.
    parent: Option<usize>,
    /// Columns before its key or dash; none inside brackets, where columns mean nothing.
    column: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TokenKind {
    /// A key, or an item inside brackets, begins the part.
    Start,
    Dash,
    /// A value.
    Value,
    Open,
    Close,
}

struct Token {
    kind: TokenKind,
    span: Span,
    part: usize,
}

/// The tokens and parts of a tree.
struct Survey<'t> {
    text: &'t str,
    parts: Vec<Part>,
    tokens: Vec<Token>,
    /// Comments behind the sign of a block of text, with their part.
    headers: Vec<(usize, String)>,
}

impl<'t> Survey<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            parts: vec![Part {
                parent: None,
                column: None,
            }],
            tokens: Vec::new(),
            headers: Vec::new(),
        }
    }

    fn token(&mut self, kind: TokenKind, span: Span, part: usize) {
        self.tokens.push(Token { kind, span, part });
    }

    fn part(&mut self, parent: usize, start: usize, in_flow: bool) -> usize {
        let line = self.text.get(..start).unwrap_or_default();
        let line = &line[line.rfind('\n').map_or(0, |at| at + 1)..];
        let column = line.trim_start_matches(BOM).chars().count();
        self.parts.push(Part {
            parent: Some(parent),
            column: (!in_flow).then_some(column),
        });
        self.parts.len() - 1
    }

    fn value(&mut self, node: &Node<'_>, part: usize, in_flow: bool) {
        match &node.value {
            Value::Null if node.span.is_empty() => {}
            Value::Null => self.token(TokenKind::Value, node.span, part),
            Value::Scalar(scalar) => {
                self.token(TokenKind::Value, node.span, part);
                if matches!(scalar.style, Style::Literal | Style::Folded) {
                    let header_end = line_end(self.text, node.span.start);
                    let header = Span::new(node.span.start, header_end).slice(self.text);
                    let comment = header.find('#').and_then(|at| header.get(at..));
                    let comment = comment.map(|comment| (part, comment.trim_end().to_owned()));
                    self.headers.extend(comment);
                }
            }
            Value::Sequence(list) if list.flow => {
                self.brackets(node, part, |survey| survey.flow_items(list, part));
            }
            Value::Mapping(map) if map.flow => {
                self.brackets(node, part, |survey| survey.entries(map, part, true));
            }
            Value::Sequence(list) => self.items(node, list, part),
            Value::Mapping(map) => self.entries(map, part, in_flow),
        }
    }

    fn brackets(&mut self, node: &Node<'_>, part: usize, inside: impl FnOnce(&mut Self)) {
        // A pair inside brackets is a mapping without braces.
        let is_open = node.span.slice(self.text).starts_with(['[', '{']);
        if is_open {
            let open = Span::new(node.span.start, node.span.start + 1);
            self.token(TokenKind::Open, open, part);
        }
        inside(self);
        if is_open && node.span.len() > 1 {
            let close = Span::new(node.span.end - 1, node.span.end);
            self.token(TokenKind::Close, close, part);
        }
    }

    fn flow_items(&mut self, list: &Sequence<'_>, parent: usize) {
        for item in &list.items {
            let part = self.part(parent, item.span.start, true);
            self.token(TokenKind::Start, Span::at(item.span.start), part);
            self.value(item, part, true);
        }
    }

    fn items(&mut self, node: &Node<'_>, list: &Sequence<'_>, parent: usize) {
        let mut dash = Some(node.span.start);
        for item in &list.items {
            let start = dash.unwrap_or(item.span.start);
            let part = self.part(parent, start, false);
            self.token(TokenKind::Dash, Span::new(start, start + 1), part);
            self.value(item, part, false);
            dash = next_dash(self.text, item.span.end);
        }
    }

    fn entries(&mut self, map: &Mapping<'_>, parent: usize, in_flow: bool) {
        for Entry {
            key_span, value, ..
        } in map
        {
            let part = self.part(parent, key_span.start, in_flow);
            self.token(TokenKind::Start, *key_span, part);
            self.value(value, part, in_flow);
        }
    }
}

/// Gives comments and blank lines to parts.
struct Finder<'f> {
    text: &'f str,
    parts: &'f [Part],
    notes: Vec<Notes>,
}

impl Finder<'_> {
    /// What stands between two tokens.
    fn gap(&mut self, gap: Span, before: Option<&Token>, next: Option<&Token>) {
        let text = gap.slice(self.text);
        let mut lines = text.split('\n');
        if let (Some(before), Some(first)) = (before, lines.next())
            && let Some(comment) = comment_in(first)
        {
            let notes = &mut self.notes[before.part];
            match before.kind {
                TokenKind::Dash => notes.lead.push(Remark::Comment(comment)),
                _ => notes.put_on_line(comment),
            }
        }
        let mut own_lines: Vec<(usize, Remark)> = Vec::new();
        let lines: Vec<&str> = if before.is_none() {
            text.split('\n').collect()
        } else {
            lines.collect()
        };
        let n_lines = lines.len();
        for (n, line) in lines.into_iter().enumerate() {
            let is_rest = n + 1 == n_lines;
            if let Some(comment) = comment_in(line) {
                let line = line.trim_start_matches(BOM);
                let column = line.len() - line.trim_start_matches([' ', '\t']).len();
                own_lines.push((column, Remark::Comment(comment)));
            } else if line.trim().is_empty() && !is_rest {
                own_lines.push((0, Remark::Blank));
            }
        }
        match before {
            None => self.head(own_lines),
            Some(before) => self.share_out(own_lines, before, next),
        }
    }

    /// The comments above the first key: the file's, but for those that stand directly above the key
    /// after a blank line.
    fn head(&mut self, lines: Vec<(usize, Remark)>) {
        let lines = lines.into_iter().map(|(_, remark)| remark);
        let lines: Vec<Remark> = lines
            .skip_while(|remark| *remark == Remark::Blank)
            .collect();
        let blank = lines.iter().rposition(|remark| *remark == Remark::Blank);
        let (file, key) = lines.split_at(blank.map_or(lines.len(), |blank| blank + 1));
        self.notes[0].lead.extend_from_slice(file);
        if let Some(first) = self.notes.get_mut(1) {
            first.lead.extend_from_slice(key);
        }
    }

    fn share_out(&mut self, lines: Vec<(usize, Remark)>, before: &Token, next: Option<&Token>) {
        let mut blank = false;
        let mut limit = usize::MAX;
        for (column, remark) in lines {
            if remark == Remark::Blank {
                blank = true;
                continue;
            }
            limit = limit.min(column);
            let foot = self.foot_owner(before, next, limit);
            let place = match (foot, next) {
                (Some(part), _) => &mut self.notes[part].foot,
                (None, Some(next)) => {
                    // What comes next takes all the rest.
                    limit = 0;
                    &mut self.notes[next.part].lead
                }
                (None, None) => &mut self.notes[0].foot,
            };
            if std::mem::take(&mut blank) {
                place.push(Remark::Blank);
            }
            place.push(remark);
        }
        if let Some(next) = next
            && blank
            && matches!(next.kind, TokenKind::Start | TokenKind::Dash)
        {
            self.notes[next.part].lead.push(Remark::Blank);
        }
    }

    /// The deepest part that a comment at a column stands below of and that has ended there.
    fn foot_owner(&self, before: &Token, next: Option<&Token>, column: usize) -> Option<usize> {
        if let Some(next) = next
            && next.kind == TokenKind::Close
        {
            return Some(next.part);
        }
        let is_around = |part: usize| {
            let mut at = next.map(|next| next.part);
            while let Some(here) = at {
                if here == part {
                    return true;
                }
                at = self.parts[here].parent;
            }
            false
        };
        let mut at = Some(before.part);
        while let Some(part) = at {
            let is_deeper = self.parts[part].column.is_some_and(|own| own < column);
            if is_deeper {
                return (!is_around(part)).then_some(part);
            }
            at = self.parts[part].parent;
        }
        None
    }
}

/// The comment in a piece of text between tokens.
fn comment_in(line: &str) -> Option<String> {
    let at = line.find('#')?;
    Some(line.get(at..)?.trim_end().to_owned())
}
