//! Strings that every writer can write as they are.

use std::fmt;

use rust_decimal::Decimal;
use unicode_normalization::char::is_combining_mark;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// One line of text without control characters or line breaks.
///
/// XML, HTML and PDF each forbid some code points. They are replaced here by
/// U+FFFD, once, so that no writer has to know which.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Text(String);

impl Text {
    /// Takes a string; line breaks and tabs become spaces.
    pub fn new(text: &str) -> Self {
        if text.chars().all(is_writable) {
            return Self(text.to_owned());
        }
        Self(split_lines(text).join(" "))
    }

    /// Takes a string of several lines, as one `Text` per line.
    ///
    /// Besides LF, CR and CRLF, the separators of Unicode break lines too.
    pub fn lines(text: &str) -> Vec<Self> {
        split_lines(text).into_iter().map(Self).collect()
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to read: no text, or white space alone.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        if text.chars().all(is_writable) {
            return Self(text);
        }
        Self::new(&text)
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        Self::new(text)
    }
}

impl From<Decimal> for Text {
    fn from(number: Decimal) -> Self {
        Self(number.to_string())
    }
}

/// Whether a character may stand in every format.
fn is_writable(character: char) -> bool {
    let code = u32::from(character);
    let separator = matches!(character, '\u{2028}' | '\u{2029}');
    let noncharacter = (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE;
    !character.is_control() && !separator && !noncharacter && character != BYTE_ORDER_MARK
}

/// Splits at every kind of line break, and replaces what cannot be written.
fn split_lines(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let is_break = match character {
            '\r' => {
                characters.next_if_eq(&'\n');
                true
            }
            '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => true,
            _ => false,
        };
        if is_break {
            lines.push(String::new());
        } else if character == BYTE_ORDER_MARK {
            // Left over from pasting; it means nothing inside text.
        } else if let Some(line) = lines.last_mut() {
            line.push(match character {
                '\t' => ' ',
                other if is_writable(other) => other,
                _ => char::REPLACEMENT_CHARACTER,
            });
        }
    }
    lines
}

/// The name of a section inside one report, fit for a link's fragment.
///
/// Letters, digits, hyphens and underscores in lower case, beginning with a
/// letter. The builder keeps it unique in a report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(String);

impl SectionId {
    /// Makes an id from any words: `B: Readiness` becomes `b-readiness`.
    pub fn new(words: &str) -> Self {
        let mut slug = String::with_capacity(words.len());
        for character in words.chars().flat_map(char::to_lowercase) {
            if character.is_alphanumeric() || is_combining_mark(character) || character == '_' {
                slug.push(character);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        slug.truncate(slug.trim_end_matches('-').len());
        if slug
            .chars()
            .next()
            .is_none_or(|first| !first.is_alphabetic())
        {
            slug.insert_str(0, "s-");
        }
        Self(slug)
    }

    /// The id itself, without `#`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for SectionId {
    fn from(words: &str) -> Self {
        Self::new(words)
    }
}

impl From<String> for SectionId {
    fn from(words: String) -> Self {
        Self::new(&words)
    }
}

impl From<&String> for SectionId {
    fn from(words: &String) -> Self {
        Self::new(words)
    }
}

/// The target of a link: an `http`, `https` or `mailto` address.
///
/// Characters that no address may contain are percent-encoded.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Href(String);

impl Href {
    /// Takes an address, or nothing where it is of another kind.
    pub fn new(address: &str) -> Option<Self> {
        let address = address.trim();
        let (scheme, rest) = address.split_once(':')?;
        let scheme = scheme.to_ascii_lowercase();
        let rest_is_fit = match scheme.as_str() {
            "http" | "https" => rest.strip_prefix("//").is_some_and(|host| {
                host.starts_with(|first: char| first.is_alphanumeric() || first == '[')
            }),
            "mailto" => rest.contains('@'),
            _ => false,
        };
        if !rest_is_fit {
            return None;
        }
        let mut href = format!("{scheme}:");
        for character in rest.chars() {
            push_encoded(&mut href, character);
        }
        Some(Self(href))
    }

    /// The address, scheme in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Appends one character of an address, percent-encoded where it must be.
fn push_encoded(href: &mut String, character: char) {
    let forbidden = matches!(
        character,
        '<' | '>' | '"' | '\\' | '^' | '`' | '{' | '|' | '}'
    );
    if !forbidden && !character.is_whitespace() && is_writable(character) {
        href.push(character);
        return;
    }
    let mut bytes = [0; 4];
    for byte in character.encode_utf8(&mut bytes).bytes() {
        href.push('%');
        for digit in [byte >> 4, byte & 0xF] {
            let digit = char::from_digit(u32::from(digit), 16).unwrap_or('0');
            href.push(digit.to_ascii_uppercase());
        }
    }
}
