//! The notation: every fault of the YAML text as a finding, one for each root fault.

use crate::diagnostic::Finding;
use crate::source::Span;
use crate::yaml::{Fault, FaultKind, MAX_DEPTH, SyntaxKind};

use super::checker::{Checker, quoted};
use super::{
    DUPLICATE_KEY, EMPTY_FILE, FILE_TOO_LARGE, LIST_AS_KEY, NESTING_TOO_DEEP, SEVERAL_DOCUMENTS,
    TAB_INDENTATION, YAML_ALIAS, YAML_MERGE_KEY, YAML_SYNTAX, YAML_TAG,
};

pub(super) fn check(checker: &mut Checker<'_>) {
    let faults = &checker.context.parsed.faults;
    for (index, fault) in faults.iter().enumerate() {
        if !follows_from_another(checker.text(), faults, index) {
            let finding = finding(checker.text(), checker.read, faults, fault);
            checker.add(finding);
        }
    }
}

/// Whether mending another fault mends this one: an alias behind a merge key, an anchor that is used.
fn follows_from_another(text: &str, faults: &[Fault], index: usize) -> bool {
    let fault = &faults[index];
    match fault.kind {
        FaultKind::Alias => faults[..index].iter().rev().any(|merge| {
            merge.kind == FaultKind::MergeKey
                && text
                    .get(merge.span.end..fault.span.start)
                    .is_some_and(|gap| !gap.contains('\n'))
        }),
        FaultKind::Anchor => {
            let name = fault.span.slice(text).trim_start_matches('&');
            faults[index + 1..].iter().any(|alias| {
                alias.kind == FaultKind::Alias
                    && alias.span.slice(text).trim_start_matches('*') == name
            })
        }
        FaultKind::NonScalarKey => faults[..index]
            .iter()
            .rev()
            .take(2)
            .any(|alias| matches!(alias.kind, FaultKind::Alias) && alias.span == fault.span),
        _ => false,
    }
}

fn finding(text: &str, read: usize, faults: &[Fault], fault: &Fault) -> Finding {
    match &fault.kind {
        FaultKind::Syntax { kind, message } => syntax(text, read, *kind, message, fault.span),
        FaultKind::DuplicateKey { key } => {
            let finding = DUPLICATE_KEY.at(fault.span).with("key", key);
            let same = fault
                .other
                .and_then(|first| same_line(text, first, fault.span));
            let finding = match fault.other {
                Some(first) => finding.other(first, "first"),
                None => finding,
            };
            match same {
                Some(line) => finding.repair(true, line, ""),
                None => finding,
            }
        }
        FaultKind::Alias => alias(text, faults, fault.span),
        FaultKind::Anchor => YAML_ALIAS
            .at(fault.span)
            .variant("anchor")
            .with("found", fault.span.slice(text))
            .repair(true, with_blank(text, fault.span), ""),
        FaultKind::Tag => YAML_TAG
            .at(fault.span)
            .with("found", fault.span.slice(text))
            .repair(true, with_blank(text, fault.span), ""),
        FaultKind::MergeKey => YAML_MERGE_KEY.at(fault.span),
        FaultKind::ManyDocuments => SEVERAL_DOCUMENTS.at(fault.span),
        FaultKind::NonScalarKey => LIST_AS_KEY.at(fault.span),
        FaultKind::TooLarge => FILE_TOO_LARGE.at(fault.span).variant("bytes"),
        FaultKind::TooManyNodes => FILE_TOO_LARGE.at(fault.span).variant("values"),
        FaultKind::TooDeep => NESTING_TOO_DEEP
            .at(fault.span)
            .with("max", MAX_DEPTH.to_string()),
        FaultKind::Tab => tab(text, fault.span),
        FaultKind::Empty => EMPTY_FILE.at(fault.span),
    }
}

fn syntax(text: &str, read: usize, kind: SyntaxKind, message: &str, span: Span) -> Finding {
    let (kind, span) = sharpened(text, read, kind, span);
    let finding = YAML_SYNTAX
        .at(span)
        .variant(kind.key())
        .with("found", span.slice(text))
        .with("detail", message);
    match (kind, value_around(text, span)) {
        (SyntaxKind::ColonInValue, Some(value)) => {
            finding.repair(false, value, quoted(value.slice(text)))
        }
        _ => finding,
    }
}

/// Where a fault is: the parser points at the end of the text for some.
pub(super) fn place(text: &str, read: usize, fault: &Fault) -> Span {
    match fault.kind {
        FaultKind::Syntax { kind, .. } => sharpened(text, read, kind, fault.span).1,
        _ => fault.span,
    }
}

/// What the parser means where it points at the end or the start of a value instead of the mistake.
fn sharpened(text: &str, read: usize, kind: SyntaxKind, span: Span) -> (SyntaxKind, Span) {
    match kind {
        SyntaxKind::UnclosedQuote => (kind, opening_quote(text, read, span).unwrap_or(span)),
        SyntaxKind::AfterQuote => match opening_quote(text, read, span) {
            Some(quote) if swallows_keys(text, quote, span.start) => {
                (SyntaxKind::UnclosedQuote, quote)
            }
            _ => (kind, span),
        },
        SyntaxKind::ReservedCharacter
            if !span
                .slice(text)
                .starts_with(|c: char| c.is_ascii_punctuation()) =>
        {
            let rest = text.get(span.start..).unwrap_or_default();
            let line = rest.lines().next().unwrap_or_default();
            match line
                .char_indices()
                .find(|(_, c)| c.is_control() && *c != '\t')
            {
                Some((offset, c)) => {
                    let start = span.start + offset;
                    (
                        SyntaxKind::ControlCharacter,
                        Span::new(start, start + c.len_utf8()),
                    )
                }
                None => (SyntaxKind::Other, span),
            }
        }
        _ => (kind, span),
    }
}

/// The quotation mark behind what was read last: the one that was opened and never closed.
fn opening_quote(text: &str, read: usize, span: Span) -> Option<Span> {
    let unread = text.get(read..span.start)?;
    let opens =
        |(offset, _): &(usize, &str)| unread[..*offset].ends_with([' ', '\t', '\n', '[', '{', ',']);
    let (offset, quote) = unread.match_indices(['"', '\'']).find(opens)?;
    Some(Span::new(read + offset, read + offset + quote.len()))
}

/// Whether a text in quotes has swallowed lines with keys: its closing mark is another one's opening.
fn swallows_keys(text: &str, quote: Span, end: usize) -> bool {
    let inside = text.get(quote.end..end).unwrap_or_default();
    let key = |line: &str| line.contains(": ") || line.trim_end().ends_with(':');
    inside.lines().skip(1).any(key)
}

/// The value on the line of a stray colon, from behind its key to the end of the line.
fn value_around(text: &str, span: Span) -> Option<Span> {
    let start = text
        .get(..span.start)?
        .rfind('\n')
        .map_or(0, |offset| offset + 1);
    let line = text.get(start..)?.lines().next()?;
    let key = line.find(": ")?;
    let value = line.get(key + 2..)?.trim();
    let plain = !value.is_empty() && !value.contains([' ', '"'])
        || !value.contains(['"', '#', '[', '{', '\'']);
    let offset = start + key + 2 + (line.len() - key - 2 - line.get(key + 2..)?.trim_start().len());
    let value = Span::new(offset, offset + value.len());
    (plain && value.start <= span.start && span.start < value.end).then_some(value)
}

fn alias(text: &str, faults: &[Fault], span: Span) -> Finding {
    let found = span.slice(text);
    let name = found.trim_start_matches('*');
    let anchor = faults.iter().find(|other| {
        other.kind == FaultKind::Anchor && other.span.slice(text).trim_start_matches('&') == name
    });
    let finding = YAML_ALIAS.at(span).variant("alias").with("found", found);
    match anchor {
        Some(anchor) => finding.other(anchor.span, "anchor"),
        None => finding,
    }
}

/// The line of a key that stands there already with the same value, where each has a line of its own.
fn same_line(text: &str, first: Span, second: Span) -> Option<Span> {
    let line_of = |key: Span| {
        let start = text.get(..key.start)?.rfind('\n').map_or(0, |at| at + 1);
        let length = text
            .get(start..)?
            .find('\n')
            .map_or(text.len() - start, |at| at + 1);
        let column = text.get(start..key.start)?;
        let next = text.get(start + length..).unwrap_or_default();
        let next = next
            .lines()
            .find(|line| !line.trim().is_empty())
            .unwrap_or_default();
        let indent = next.len() - next.trim_start().len();
        // What is indented deeper belongs to the key, and a list may stand right below it.
        let is_whole = indent <= column.len() && !next.trim_start().starts_with("- ");
        (column.trim().is_empty() && is_whole).then(|| Span::new(start, start + length))
    };
    let (a, b) = (line_of(first)?, line_of(second)?);
    let is_same = a.slice(text).trim() == b.slice(text).trim();
    (is_same && !a.slice(text).contains('#')).then_some(b)
}

/// The parser points at the first of the tabs or right behind them.
fn tab(text: &str, span: Span) -> Finding {
    let (before, rest) = text.split_at_checked(span.start).unwrap_or((text, ""));
    let behind = rest.bytes().take_while(|byte| *byte == b'\t').count();
    let ahead = before
        .bytes()
        .rev()
        .take_while(|byte| *byte == b'\t')
        .count();
    if ahead + behind == 0 {
        return TAB_INDENTATION.at(span);
    }
    let tabs = Span::new(span.start - ahead, span.start + behind);
    TAB_INDENTATION
        .at(tabs)
        .repair(false, tabs, "  ".repeat(tabs.len()))
}

/// A place and the blanks behind it.
fn with_blank(text: &str, span: Span) -> Span {
    let rest = text.get(span.end..).unwrap_or_default();
    let blanks = rest.len() - rest.trim_start_matches(' ').len();
    Span::new(span.start, span.end + blanks)
}
