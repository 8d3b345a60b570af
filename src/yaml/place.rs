//! Finding in the text what the event parser does not tell: the dash of a list
//! item, the header and the end of a block scalar, the colon before a value
//! that is not there.

use crate::source::{Span, floor_char_boundary};

/// The first offset from `from` on that is neither blank, line break nor comment.
pub(crate) fn skip_blank(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        match bytes.get(at) {
            Some(b' ' | b'\t' | b'\r' | b'\n') => at += 1,
            Some(b'#') => at = line_end(text, at),
            Some(0xEF) if bytes[at..].starts_with(&[0xEF, 0xBB, 0xBF]) => at += 3,
            _ => return at,
        }
    }
}

/// Right after the `...` that stand before a document and end none.
pub(crate) fn after_document_ends(text: &str, from: usize) -> usize {
    let mut end = from;
    loop {
        let at = skip_blank(text, end);
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        let is_end = matches!(
            rest,
            [b'.', b'.', b'.'] | [b'.', b'.', b'.', b' ' | b'\t' | b'\r' | b'\n', ..]
        );
        if !is_end {
            return end;
        }
        end = at + 3;
    }
}

/// Like [`skip_blank`], and over colons, question marks, tags and anchors: to
/// where a value begins after its key or dash.
pub(crate) fn skip_to_value(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at = skip_blank(text, at);
        match bytes.get(at) {
            Some(b':' | b'?') => at += 1,
            Some(b'!' | b'&') => at = word_end(bytes, at),
            _ => return at,
        }
    }
}

fn word_end(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    let blank = rest.iter().position(u8::is_ascii_whitespace);
    blank.map_or(bytes.len(), |length| from + length)
}

/// Right after the colon that follows a key ending at `key_end`, or `key_end`
/// when the key has none; in brackets and braces less is needed to make it one.
pub(crate) fn after_colon(text: &str, key_end: usize, flow: bool) -> usize {
    let at = skip_blank(text, key_end);
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    // A colon before anything else begins the next key: `? a` may have no value.
    let is_mark = match rest {
        [b':'] | [b':', b' ' | b'\t' | b'\r' | b'\n', ..] => true,
        [b':', b',' | b']' | b'}', ..] => flow,
        _ => false,
    };
    if is_mark { at + 1 } else { key_end }
}

/// The offset of the next list dash after `from`, if one is what comes next.
pub(crate) fn next_dash(text: &str, from: usize) -> Option<usize> {
    let at = skip_to_value(text, from);
    (text.as_bytes().get(at) == Some(&b'-')).then_some(at)
}

/// The bytes of a block scalar, from its header to the end of its last line of
/// content.
///
/// `cursor` lies between the key (or dash) and the header; `body` is what the
/// event parser calls the span: from the first text into the indentation of
/// whatever follows.
pub(crate) fn block_scalar_span(text: &str, cursor: usize, body: Span, value: &str) -> Span {
    let header = skip_to_value(text, cursor);
    let header_end = line_end(text, header);
    let content = text.get(header_end..body.end).unwrap_or_default();
    let last_line = value.trim_end_matches('\n').rsplit('\n').next();
    let ends_blank = last_line.is_some_and(|line| !line.is_empty() && line.trim().is_empty());
    // A last line of blanks is content only where the value says so.
    let kept = if ends_blank {
        content.trim_end_matches(['\n', '\r'])
    } else {
        content.trim_end_matches([' ', '\t', '\n', '\r'])
    };
    let end = if ends_blank {
        header_end + kept.len()
    } else {
        // Blanks at the end of the last line of text belong to it.
        line_end(text, header_end + kept.len())
    };
    let end = if value.trim_matches('\n').is_empty() {
        header_end
    } else {
        end
    };
    Span::new(header, end.max(header))
}

/// The offset of the line break or end of text after `from`; to YAML a lone
/// carriage return is a line break too.
pub(crate) fn line_end(text: &str, from: usize) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let length = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
    length.map_or(text.len(), |length| from + length)
}

/// The character at `offset`, or nothing at the end of a line or of the text.
pub(crate) fn character_at(text: &str, offset: usize) -> Span {
    let start = floor_char_boundary(text, offset);
    match text.get(start..).and_then(|rest| rest.chars().next()) {
        Some(character) if !matches!(character, '\n' | '\r') => {
            Span::new(start, start + character.len_utf8())
        }
        _ => Span::at(start),
    }
}

/// The first escape YAML does not know in the double-quoted text that begins
/// at `quote`.
pub(crate) fn bad_escape(text: &str, quote: usize) -> Option<Span> {
    let mut rest = text.get(quote..)?.strip_prefix('"')?.char_indices();
    while let Some((at, character)) = rest.next() {
        match character {
            '"' => return None,
            '\\' => {}
            _ => continue,
        }
        let (_, escape) = rest.next()?;
        let n_digits = match escape {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let digits = rest.as_str().chars().take(n_digits);
        let is_known = "0abt\tnvfre \"/\\N_LPxuU\n\r".contains(escape);
        if !is_known || digits.filter(char::is_ascii_hexdigit).count() < n_digits {
            let start = quote + 1 + at;
            return Some(Span::new(start, start + 1 + escape.len_utf8()));
        }
    }
    None
}
