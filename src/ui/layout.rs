//! Text laid out by display columns.
//!
//! A column is one cell of a terminal: most characters take one, CJK
//! characters and most emoji two, combining marks none. All functions take
//! text without escape codes; style it afterwards.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The number of columns `text` takes on one line.
pub fn columns(text: &str) -> usize {
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// `text` with spaces after it up to `width` columns; longer text is unchanged.
pub fn pad(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(columns(text));
    format!("{text}{}", " ".repeat(missing))
}

/// `text` cut to at most `width` columns, with `…` where something was cut.
pub fn truncate(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    if width == 0 {
        return String::new();
    }
    let mut kept = take_columns(text, width - 1).trim_end().to_owned();
    kept.push('…');
    kept
}

/// The longest start of `text` that takes at most `width` columns.
fn take_columns(text: &str, width: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme.width();
        if used > width {
            return &text[..at];
        }
    }
    text
}

/// `text` broken into lines of at most `width` columns, each after its indent.
///
/// Line feeds in `text` are kept as line breaks; other runs of white space
/// become one space. Lines break at spaces and between CJK characters, never
/// at a no-break space (U+00A0, U+202F, U+2007), and a word longer than a line
/// is broken between graphemes. An indent that leaves no room is left out. A
/// line is wider than `width` only where a single grapheme is.
pub fn wrap(text: &str, width: usize, initial: &str, subsequent: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let indent = if lines.is_empty() {
            initial
        } else {
            subsequent
        };
        wrap_paragraph(paragraph, width, indent, subsequent, &mut lines);
    }
    lines
}

/// The lines of [`wrap`] joined by line feeds, without one at the end.
pub fn fill(text: &str, width: usize, initial: &str, subsequent: &str) -> String {
    wrap(text, width, initial, subsequent).join("\n")
}

fn wrap_paragraph(
    paragraph: &str,
    width: usize,
    initial: &str,
    subsequent: &str,
    lines: &mut Vec<String>,
) {
    let mut line = Line::new(initial, width);
    for word in words(paragraph) {
        let gap = usize::from(word.spaced && !line.is_empty());
        let word_columns = columns(word.text);
        if !line.is_empty() && line.used + gap + word_columns > width {
            lines.push(line.finish());
            line = Line::new(subsequent, width);
        } else if gap == 1 {
            line.push(" ", 1);
        }
        if line.used + word_columns <= width {
            line.push(word.text, word_columns);
            continue;
        }
        for grapheme in word.text.graphemes(true) {
            let grapheme_columns = grapheme.width();
            if !line.is_empty() && line.used + grapheme_columns > width {
                lines.push(line.finish());
                line = Line::new(subsequent, width);
            }
            line.push(grapheme, grapheme_columns);
        }
    }
    lines.push(line.finish());
}

/// One line being filled.
struct Line {
    text: String,
    used: usize,
    filled: bool,
}

impl Line {
    fn new(indent: &str, width: usize) -> Line {
        let used = columns(indent);
        // Two columns, because a wide character needs them.
        let (text, used) = if used + 2 > width {
            ("", 0)
        } else {
            (indent, used)
        };
        Line {
            text: text.to_owned(),
            used,
            filled: false,
        }
    }

    fn is_empty(&self) -> bool {
        !self.filled
    }

    fn push(&mut self, text: &str, columns: usize) {
        self.text.push_str(text);
        self.used += columns;
        self.filled = true;
    }

    fn finish(self) -> String {
        if self.filled {
            self.text
        } else {
            self.text.trim_end().to_owned()
        }
    }
}

/// A piece of text that is kept together if a line can hold it.
struct Word<'t> {
    text: &'t str,
    /// Whether white space stood before it.
    spaced: bool,
}

fn words(paragraph: &str) -> Vec<Word<'_>> {
    let mut found = Vec::new();
    for chunk in paragraph.split(is_break).filter(|chunk| !chunk.is_empty()) {
        let mut start = 0;
        let mut spaced = true;
        let mut previous_wide = false;
        for (at, grapheme) in chunk.grapheme_indices(true) {
            let wide = grapheme.width() > 1;
            let may_break = (wide || previous_wide) && !is_closing(grapheme);
            if at > start && may_break && !ends_with_opening(&chunk[start..at]) {
                found.push(Word {
                    text: &chunk[start..at],
                    spaced,
                });
                start = at;
                spaced = false;
            }
            previous_wide = wide;
        }
        found.push(Word {
            text: &chunk[start..],
            spaced,
        });
    }
    found
}

fn is_break(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}')
}

/// Punctuation that may not begin a line.
fn is_closing(grapheme: &str) -> bool {
    grapheme.starts_with(|c: char| {
        matches!(
            c,
            '、' | '。'
                | '，'
                | '．'
                | '：'
                | '；'
                | '！'
                | '？'
                | '）'
                | '］'
                | '｝'
                | '」'
                | '』'
                | '】'
                | '》'
                | '〉'
                | '・'
                | 'ー'
                | '…'
                | ','
                | '.'
                | ':'
                | ';'
                | '!'
                | '?'
                | ')'
                | ']'
                | '}'
                | '»'
                | '”'
                | '’'
                | '\u{a0}'
                | '\u{202f}'
                | '\u{2007}'
        )
    })
}

/// Whether the text ends in punctuation that may not end a line.
fn ends_with_opening(text: &str) -> bool {
    text.ends_with(|c: char| {
        matches!(
            c,
            '（' | '［'
                | '｛'
                | '「'
                | '『'
                | '【'
                | '《'
                | '〈'
                | '('
                | '['
                | '{'
                | '«'
                | '“'
                | '‘'
                | '\u{a0}'
                | '\u{202f}'
                | '\u{2007}'
        )
    })
}
