//! Text from outside made harmless for a terminal.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Makes control characters visible, so that text from a file cannot move the
/// cursor, change colours or reorder what is read.
///
/// Escape and the other C0 characters appear in caret notation (`^[`), C1
/// characters, bidirectional overrides and line separators as `\u{…}`. Line
/// feeds stay, a carriage return before one is dropped, and a tab becomes one
/// space because its width depends on where it stands.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c != '\n' && needs_care(c)) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' => safe.push('\n'),
            '\t' => safe.push(' '),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\u{7f}' => safe.push_str("^?"),
            '\0'..='\u{1f}' => {
                safe.push('^');
                // C0 characters are the letters 64 places further up.
                safe.push(char::from(c as u8 + 64));
            }
            c if needs_care(c) => {
                let _ = write!(safe, "\\u{{{:x}}}", u32::from(c));
            }
            c => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

/// As [`sanitize`], and line feeds become spaces: for text that must stay on
/// one line.
pub fn sanitize_line(text: &str) -> Cow<'_, str> {
    match sanitize(text) {
        safe if safe.contains('\n') => Cow::Owned(safe.replace('\n', " ")),
        safe => safe,
    }
}

fn needs_care(c: char) -> bool {
    // Left-to-right and right-to-left marks stay: Arabic text needs them, and
    // they do not reach past their neighbours.
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}
