//! From a byte of a scalar's text back to where it is written.

use super::{Node, Style};

/// For each byte of the text of a scalar, and for its end, the byte of the source it comes from;
/// nothing where the node is no scalar.
///
/// Whatever the notation, it leaves all but blanks in their order: quotes, escapes, indentation and
/// folded lines are passed over.
pub(crate) fn offsets(source: &str, node: &Node<'_>) -> Vec<usize> {
    let Some(scalar) = node.as_scalar() else {
        return Vec::new();
    };
    let written = node.span.slice(source);
    let mut reader = Reader {
        rest: written,
        at: node.span.start,
        style: scalar.style,
    };
    match scalar.style {
        Style::Plain => {}
        Style::SingleQuoted | Style::DoubleQuoted => reader.pass(1),
        Style::Literal | Style::Folded => {
            reader.pass(written.find('\n').map_or(written.len(), |line| line + 1));
        }
    }
    let mut offsets = Vec::with_capacity(scalar.text.len() + 1);
    for c in scalar.text.chars() {
        let at = reader.next(c);
        // What is written as it reads has a place for each of its bytes, what is escaped has one.
        let is_raw = source.get(at..).is_some_and(|rest| rest.starts_with(c));
        let step = usize::from(is_raw);
        offsets.extend((0..c.len_utf8()).map(|byte| at + byte * step));
    }
    offsets.push(reader.at);
    offsets
}

struct Reader<'t> {
    rest: &'t str,
    at: usize,
    style: Style,
}

impl Reader<'_> {
    fn pass(&mut self, bytes: usize) {
        let mut bytes = bytes.min(self.rest.len());
        while !self.rest.is_char_boundary(bytes) {
            bytes += 1;
        }
        self.rest = self.rest.get(bytes..).unwrap_or_default();
        self.at += bytes;
    }

    /// Where a character of the text is written; the reader stands behind it then.
    fn next(&mut self, c: char) -> usize {
        if !c.is_whitespace() {
            self.pass_blanks();
        }
        let at = self.at;
        let escape = self.escape();
        let first = self.rest.chars().next();
        if escape > 0 {
            self.pass(escape);
        } else if first == Some(c) || first.is_some_and(char::is_whitespace) == c.is_whitespace() {
            self.pass(first.map_or(0, char::len_utf8));
        }
        at
    }

    /// Passes indentation, folded lines, and line breaks that an escape takes out.
    fn pass_blanks(&mut self) {
        loop {
            let blanks = self.rest.len() - self.rest.trim_start().len();
            self.pass(blanks);
            let is_joined = self.style == Style::DoubleQuoted
                && (self.rest.starts_with("\\\n") || self.rest.starts_with("\\\r\n"));
            if !is_joined {
                return;
            }
            self.pass(1);
        }
    }

    /// The bytes of an escape that stands here.
    fn escape(&self) -> usize {
        match self.style {
            Style::SingleQuoted if self.rest.starts_with("''") => 2,
            Style::DoubleQuoted if self.rest.starts_with('\\') => {
                match self.rest.as_bytes().get(1) {
                    Some(b'x') => 4,
                    Some(b'u') => 6,
                    Some(b'U') => 10,
                    _ => 2,
                }
            }
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::offsets;
    use crate::yaml::parse;

    /// The text from a mark on, as it stands in the source.
    fn behind(source: &str, mark: &str) -> String {
        let parsed = parse(source);
        let root = parsed.root.expect("a tree");
        let node = root.as_mapping().expect("a mapping").get("a").expect("a");
        let text = node.text().expect("a scalar");
        let offsets = offsets(source, node);
        assert_eq!(offsets.len(), text.len() + 1);
        assert!(offsets.is_sorted());
        let at = text.find(mark).expect("the mark");
        source[offsets[at]..].chars().take(6).collect()
    }

    #[test]
    fn every_notation_leads_back_to_its_place() {
        for source in [
            "a: one é two && three\n",
            "a: one é\n  two && three\n",
            "a: 'one ''é''   two && three'\n",
            "a: \"one \\u00e9 \\\"x\\\" \\\n   two && three\"\n",
            "a: |\n  one é\n    two\n  && three\n",
            "a: >-\n  one é\n  two\n\n  && three\n",
            "a: |-\r\n  one é\r\n  two && three\r\n",
        ] {
            assert_eq!(
                behind(source, "three").trim_end_matches(['"', '\'', '\n', '\r']),
                "three",
                "{source}"
            );
            assert!(behind(source, "&& ").starts_with("&& "), "{source}");
            assert!(behind(source, "two").starts_with("two"), "{source}");
        }
    }

    #[test]
    fn every_byte_of_a_character_has_its_place() {
        let source = "a: \"é\\u00e9\"\n";
        let parsed = parse(source);
        let root = parsed.root.expect("a tree");
        let node = root.as_mapping().expect("a mapping").get("a").expect("a");
        assert_eq!(offsets(source, node), [4, 5, 6, 6, 12]);
    }
}
