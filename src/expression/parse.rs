//! The only place that knows the CEL crate: from text to a tree of ours.
//!
//! The crate's parser goes as deep as its input: it works on a stack of its own, large enough for
//! all that the limits let through, and should it ever break, that is the fault of one expression.

use std::thread;

use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, SourceInfo};
use cel::parser::{ParseError, ParseErrors};
use rust_decimal::Decimal;

use super::fault::{ExpressionFault, FaultKind};
use super::tree::{Operator, Tree, TreeKind};
use super::{MAX_DEPTH, MAX_LENGTH, MAX_NESTING};
use crate::source::Span;

/// The stack of the parser, in bytes; a level of brackets takes up to 200 kB of it.
const STACK: usize = 32 * 1024 * 1024;

type Parsed = Result<Tree, ExpressionFault>;

/// Reads expressions, each for itself.
pub(super) fn parse_all(texts: &[&str]) -> Vec<Parsed> {
    if texts.is_empty() {
        return Vec::new();
    }
    // Where one breaks the parser, the others are read again without it.
    on_own_stack(texts).unwrap_or_else(|| {
        let one = |text: &&str| on_own_stack(&[*text]).and_then(|mut read| read.pop());
        let read = texts.iter().map(one);
        read.map(|read| read.unwrap_or_else(|| Err(broken())))
            .collect()
    })
}

fn broken() -> ExpressionFault {
    ExpressionFault::new(Span::at(0), FaultKind::Unsupported)
}

/// The trees, unless the parser broke.
fn on_own_stack(texts: &[&str]) -> Option<Vec<Parsed>> {
    thread::scope(|scope| {
        let work = || texts.iter().map(|text| parse(text)).collect();
        let thread = thread::Builder::new().stack_size(STACK);
        let thread = thread.spawn_scoped(scope, work).ok()?;
        thread.join().ok()
    })
}

fn parse(text: &str) -> Parsed {
    let length = text.chars().count();
    if length > MAX_LENGTH {
        let limit = MAX_LENGTH;
        return Err(ExpressionFault::new(
            Span::at(0),
            FaultKind::TooLong { limit },
        ));
    }
    if text.trim().is_empty() {
        return Err(ExpressionFault::new(Span::at(0), FaultKind::Unfinished));
    }
    // Without macros `has`, `all` and the others stay the calls they are written as.
    let parser = cel::Env::default().with_optional_support(false).parser();
    let parser = parser.enable_ident_escape_syntax(true);
    let reader = Reader::new(text);
    match parser
        .max_recursion_depth(MAX_NESTING)
        .parse_with_source_info(text)
    {
        Ok((root, info)) => reader.with(&info).tree(&root, 0),
        Err(errors) => Err(reader.fault(&errors)),
    }
}

/// Finds places: the parser counts characters, spans count bytes.
struct Reader<'t> {
    text: &'t str,
    /// The byte each character begins at, and the end.
    starts: Vec<usize>,
}

struct Places<'t, 'i> {
    reader: &'i Reader<'t>,
    info: &'i SourceInfo,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        let mut starts: Vec<usize> = text.char_indices().map(|(start, _)| start).collect();
        starts.push(text.len());
        Self { text, starts }
    }

    fn with<'i>(&'i self, info: &'i SourceInfo) -> Places<'t, 'i> {
        Places { reader: self, info }
    }

    fn byte(&self, character: usize) -> usize {
        self.starts
            .get(character)
            .copied()
            .unwrap_or(self.text.len())
    }

    /// What the first error of the parser says.
    fn fault(&self, errors: &ParseErrors) -> ExpressionFault {
        let is_deep = |error: &&ParseError| error.msg.contains("Recursion limit");
        if errors.errors.iter().any(|error| is_deep(&error)) {
            let limit = usize::from(MAX_NESTING);
            return ExpressionFault::new(Span::at(0), FaultKind::TooDeep { limit });
        }
        let Some(error) = errors.errors.first() else {
            return broken();
        };
        let span = self.word_at(self.place(error));
        let found = span.slice(self.text).to_owned();
        let message = error.msg.as_str();
        let kind = if message.starts_with("reserved identifier") {
            FaultKind::Reserved { found }
        } else if message.starts_with("unsupported") {
            FaultKind::Unsupported
        } else if message.starts_with("invalid") {
            FaultKind::BadNumber { found }
        } else if found.is_empty() {
            FaultKind::Unfinished
        } else if found.starts_with(['\'', '"']) {
            FaultKind::OpenText
        } else {
            FaultKind::Unexpected { found }
        };
        ExpressionFault::new(span, kind)
    }

    /// Where an error is: of what was read, by its id; else by line and column, both from 1.
    fn place(&self, error: &ParseError) -> usize {
        let of_id = error.source_info.as_ref();
        let of_id = of_id.and_then(|info| info.offset_for(error.expr_id));
        if let Some((start, _)) = of_id.filter(|_| error.expr_id > 0) {
            return self.byte(start as usize);
        }
        let line = usize::try_from(error.pos.0).unwrap_or(0).saturating_sub(1);
        let column = usize::try_from(error.pos.1).unwrap_or(0).saturating_sub(1);
        let mut start = 0;
        for before in self.text.split_inclusive('\n').take(line) {
            start += before.len();
        }
        let rest = self.text.get(start..).unwrap_or_default();
        let inside = rest.char_indices().nth(column);
        start + inside.map_or(rest.len(), |(offset, _)| offset)
    }

    /// The word or sign that begins at a place, after blanks.
    fn word_at(&self, start: usize) -> Span {
        let rest = self.text.get(start..).unwrap_or_default();
        let start = self.text.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        let mut characters = rest.chars();
        let Some(first) = characters.next() else {
            return Span::at(self.text.trim_end().len());
        };
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let end = if is_word(first) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        Span::new(start, start + end)
    }
}

impl Places<'_, '_> {
    /// The place of what the parser gave a number to.
    fn token(&self, id: u64) -> Span {
        let Some((start, last)) = self.info.offset_for(id) else {
            return Span::at(0);
        };
        let (start, end) = (start as usize, last as usize + 1);
        Span::new(self.reader.byte(start), self.reader.byte(end.max(start)))
    }

    fn tree(&self, expr: &IdedExpr, depth: usize) -> Parsed {
        let token = self.token(expr.id);
        if depth > MAX_DEPTH {
            let limit = MAX_DEPTH;
            return Err(ExpressionFault::new(token, FaultKind::TooDeep { limit }));
        }
        let (span, name, kind) = match &expr.expr {
            Expr::Literal(literal) => (token, token, self.literal(literal, token)?),
            Expr::Ident(name) => (token, token, TreeKind::Name(name.clone())),
            Expr::Select(select) => {
                let of = self.tree(&select.operand, depth + 1)?;
                let name = self.field(token, &select.field);
                let span = Span::new(of.span.start, name.end.max(of.span.end));
                let kind = TreeKind::Select(Box::new(of), select.field.clone());
                (span, name, kind)
            }
            Expr::Call(call) => self.call(call, token, depth)?,
            Expr::List(list) => {
                let items = self.trees(&list.elements, depth)?;
                (around(token, &items), token, TreeKind::List(items))
            }
            Expr::Map(_) | Expr::Struct(_) | Expr::Comprehension(_) | Expr::Unspecified => {
                (token, token, TreeKind::Unsupported)
            }
        };
        Ok(Tree { span, name, kind })
    }

    fn trees(&self, all: &[IdedExpr], depth: usize) -> Result<Vec<Tree>, ExpressionFault> {
        all.iter().map(|one| self.tree(one, depth + 1)).collect()
    }

    fn literal(&self, literal: &LiteralValue, token: Span) -> Result<TreeKind, ExpressionFault> {
        Ok(match literal {
            LiteralValue::Boolean(flag) => TreeKind::Flag(*flag.inner()),
            LiteralValue::Int(number) => TreeKind::Number(Decimal::from(*number.inner())),
            LiteralValue::Double(number) => {
                // The crate reads a binary fraction; what stands in the text is exact.
                let text = token.slice(self.reader.text);
                let exact =
                    Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text));
                let exact = exact.map_err(|_| {
                    let found = text.to_owned();
                    ExpressionFault::new(token, FaultKind::BadNumber { found })
                })?;
                let sign = number.inner().is_sign_negative();
                TreeKind::Number(if sign { -exact.abs() } else { exact.abs() })
            }
            LiteralValue::String(text) => TreeKind::Text(text.inner().to_owned()),
            LiteralValue::Null => TreeKind::Null,
            LiteralValue::Bytes(_) | LiteralValue::UInt(_) => TreeKind::Unsupported,
        })
    }

    fn call(
        &self,
        call: &CallExpr,
        token: Span,
        depth: usize,
    ) -> Result<(Span, Span, TreeKind), ExpressionFault> {
        let arguments = self.trees(&call.args, depth)?;
        if let Some(operator) = Operator::parse(&call.func_name) {
            let span = around(token, &arguments);
            return Ok((span, token, TreeKind::Operation(operator, arguments)));
        }
        let target = call.target.as_deref();
        let target = target.map(|target| self.tree(target, depth + 1));
        let target = target.transpose()?.map(Box::new);
        let name = self.function(token, &call.func_name);
        let mut span = around(token, &arguments);
        span.start = target
            .as_ref()
            .map_or(name.start, |target| target.span.start)
            .min(span.start);
        let kind = TreeKind::Call {
            function: call.func_name.clone(),
            target,
            arguments,
        };
        Ok((span, name, kind))
    }

    /// The name behind the dot of a field.
    fn field(&self, dot: Span, field: &str) -> Span {
        let rest = self.reader.text.get(dot.end..).unwrap_or_default();
        let start = self.reader.text.len() - rest.trim_start().len();
        let quoted = rest.trim_start().starts_with('`');
        let end = start + field.len() + if quoted { 2 } else { 0 };
        self.known(Span::new(start, end), field).unwrap_or(dot)
    }

    /// The name before the bracket of a call.
    fn function(&self, bracket: Span, name: &str) -> Span {
        let before = self.reader.text.get(..bracket.start).unwrap_or_default();
        let end = before.trim_end().len();
        let span = Span::new(end.saturating_sub(name.len()), end);
        self.known(span, name).unwrap_or(bracket)
    }

    /// The place, if it holds the name.
    fn known(&self, span: Span, name: &str) -> Option<Span> {
        let found = self.reader.text.get(span.start..span.end)?;
        (found.trim_matches('`') == name).then_some(span)
    }
}

/// A place and all that belongs to it.
fn around(token: Span, parts: &[Tree]) -> Span {
    let mut spans = parts.iter().map(|part| part.span).chain([token]);
    let first = spans.next().unwrap_or(token);
    spans.fold(first, |all, span| {
        Span::new(all.start.min(span.start), all.end.max(span.end))
    })
}
