//! Which texts can stand without quotes and still be text to every reader.
//!
//! The rules are those of YAML 1.1 and 1.2 together, and a little wider: a text
//! quoted without need harms nobody.

/// Words that some reader takes for a boolean, for nothing or for a number.
const RESERVED_WORDS: [&str; 18] = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", ".nan", ".inf",
    "+.inf", "-.inf", "+inf", "-inf", "none",
];

/// Where a scalar is to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A value in block notation.
    Block,
    /// A value or key inside brackets or braces.
    Flow,
    /// A key in block notation.
    Key,
}

/// Whether a plain scalar with this text is something else than text to a
/// reader of YAML 1.1 or 1.2: a number, a boolean, a date, nothing, a merge.
pub(crate) fn is_mistyped(text: &str) -> bool {
    match text.as_bytes().first() {
        None => true,
        Some(b'0'..=b'9' | b'+' | b'-' | b'.' | b'_') => {
            looks_numeric(text) || looks_like_time(text) || is_reserved_word(text)
        }
        // Codes such as `E01` are a power of ten to one reader of YAML 1.1.
        Some(b'e' | b'E') => is_exponent(text),
        Some(b'~' | b'=' | b'<') => matches!(text, "~" | "=" | "<<"),
        _ => is_reserved_word(text),
    }
}

fn is_reserved_word(text: &str) -> bool {
    text.len() <= 5
        && RESERVED_WORDS
            .iter()
            .any(|word| text.eq_ignore_ascii_case(word))
}

fn is_exponent(text: &str) -> bool {
    let digits = text.get(1..).unwrap_or_default();
    let digits = digits.strip_prefix(['+', '-']).unwrap_or(digits);
    !digits.is_empty()
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'_')
}

/// Any text made of digits and of what can stand beside digits in a number of
/// some base, with underscores, signs, exponent, or base sixty.
fn looks_numeric(text: &str) -> bool {
    text.bytes().all(|byte| {
        byte.is_ascii_hexdigit()
            || matches!(
                byte,
                b'x' | b'X' | b'o' | b'O' | b'_' | b'+' | b'-' | b'.' | b':' | b','
            )
    })
}

/// A date, alone or with a time of day.
fn looks_like_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() > 4
        && bytes[..4].iter().all(u8::is_ascii_digit)
        && bytes[4] == b'-'
        && bytes.iter().all(|byte| {
            byte.is_ascii_digit()
                || matches!(
                    byte,
                    b'-' | b':' | b'.' | b',' | b'+' | b' ' | b'\t' | b'T' | b't' | b'Z' | b'z'
                )
        })
}

/// Whether the text may be written without quotes at `place`.
pub(crate) fn is_plain_safe(text: &str, place: Place) -> bool {
    !is_mistyped(text)
        && !starts_as_indicator(text)
        && !text.starts_with("... ")
        && !text.starts_with(char::is_whitespace)
        && !text.ends_with(char::is_whitespace)
        && !text.ends_with(':')
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.chars().any(needs_escape)
        && match place {
            Place::Block => true,
            Place::Key => !text.contains(':') && !text.contains('#'),
            Place::Flow => !text.contains([',', '[', ']', '{', '}', ':', '?', '#']),
        }
}

fn starts_as_indicator(text: &str) -> bool {
    text.starts_with([
        '-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@',
        '`',
    ])
}

/// Characters that only an escape in double quotes carries safely: controls
/// (tab and line break too), and what some reader takes for a line break.
pub(crate) fn needs_escape(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
        )
}

/// Whether the text is a decimal number in the notation all readers share:
/// digits without leading zeros, a minus, a decimal point with digits.
pub(crate) fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && (whole == "0" || !whole.starts_with('0')) && fraction.is_none_or(digits)
}
