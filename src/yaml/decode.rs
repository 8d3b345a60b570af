//! From the bytes of a file to text: UTF-8 or a fault that says where.

use crate::source::{BOM, Position};
use crate::yaml::MAX_BYTES;

/// A text and what its bytes tell besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decoded<'b> {
    /// The whole text; a byte-order mark stays in it.
    pub text: &'b str,
    /// Whether the text begins with a byte-order mark.
    pub has_bom: bool,
    /// The line ending most lines have.
    pub line_ending: LineEnding,
}

/// How lines end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LineEnding {
    /// `\n`.
    #[default]
    Lf,
    /// `\r\n`.
    CrLf,
}

impl LineEnding {
    /// The characters that end a line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::CrLf => "\r\n",
        }
    }

    /// The ending of most lines of `text`; `Lf` when none or a tie decides.
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let (mut lf, mut crlf) = (0_usize, 0_usize);
        for (offset, _) in text.match_indices('\n') {
            let follows_cr = offset.checked_sub(1).is_some_and(|at| bytes[at] == b'\r');
            if follows_cr {
                crlf += 1;
            } else {
                lf += 1;
            }
        }
        if crlf > lf { Self::CrLf } else { Self::Lf }
    }
}

/// Why bytes are no text of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// More bytes than [`MAX_BYTES`].
    #[error("{bytes} bytes are more than can be read")]
    TooLarge {
        /// Length found.
        bytes: usize,
    },
    /// The file is UTF-16 (or UTF-32): it begins with that byte-order mark.
    #[error("the text is UTF-16, not UTF-8")]
    Utf16,
    /// A zero byte, which no text has: a spreadsheet, a picture, an archive.
    #[error("a zero byte at {offset}")]
    Binary {
        /// Offset of the zero byte.
        offset: usize,
        /// Line and column of it.
        position: Position,
    },
    /// A byte that is not UTF-8, usually of an older encoding.
    #[error("a byte at {offset} that is not UTF-8")]
    NotUtf8 {
        /// Offset of the first bad byte.
        offset: usize,
        /// The byte.
        byte: u8,
        /// Line and column of it.
        position: Position,
    },
}

/// Reads bytes as UTF-8 text.
///
/// # Errors
///
/// When there are too many bytes, when they begin as UTF-16 does, or at the
/// first byte that is zero or not UTF-8.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, DecodeError> {
    if bytes.len() > MAX_BYTES {
        return Err(DecodeError::TooLarge { bytes: bytes.len() });
    }
    if is_utf16(bytes) {
        return Err(DecodeError::Utf16);
    }
    let (text, bad) = match std::str::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let valid = error.valid_up_to();
            let text = std::str::from_utf8(&bytes[..valid]).unwrap_or_default();
            (text, bytes.get(valid).map(|&byte| (valid, byte)))
        }
    };
    if let Some(offset) = text.find('\0') {
        let position = position_after(&text[..offset]);
        return Err(DecodeError::Binary { offset, position });
    }
    if let Some((offset, byte)) = bad {
        let position = position_after(text);
        return Err(DecodeError::NotUtf8 {
            offset,
            byte,
            position,
        });
    }
    Ok(Decoded {
        text,
        has_bom: text.starts_with(BOM),
        line_ending: LineEnding::of(text),
    })
}

/// Marks of UTF-16 and UTF-32, and Latin text in UTF-16 without one.
fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xFF, 0xFE])
        || bytes.starts_with(&[0xFE, 0xFF])
        || bytes.starts_with(&[0, 0, 0xFE, 0xFF])
        || matches!(bytes, [first, 0, second, 0, ..] if *first != 0 && *second != 0)
        || matches!(bytes, [0, first, 0, second, ..] if *first != 0 && *second != 0)
}

fn position_after(text: &str) -> Position {
    let text = text.strip_prefix(BOM).unwrap_or(text);
    let line_start = text.rfind('\n').map_or(0, |offset| offset + 1);
    Position {
        line: text.matches('\n').count() + 1,
        column: text[line_start..].chars().count() + 1,
    }
}
