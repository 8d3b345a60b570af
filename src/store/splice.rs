//! The smallest single change that turns one text into another.

/// A change: at `start`, the text `removed` gave way to `added_len` bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Splice<'a> {
    /// Byte offset, on a character boundary of both texts.
    pub(crate) start: usize,
    /// The old text's part.
    pub(crate) removed: &'a str,
    /// The length in bytes of the new text's part.
    pub(crate) added_len: usize,
}

impl<'a> Splice<'a> {
    /// The change from `old` to `new`.
    pub(crate) fn between(old: &'a str, new: &str) -> Self {
        let mut start = count_equal(old.bytes(), new.bytes());
        while !old.is_char_boundary(start) {
            start -= 1;
        }
        let (old_rest, new_rest) = (&old[start..], &new[start..]);
        let mut tail = count_equal(old_rest.bytes().rev(), new_rest.bytes().rev());
        while !old_rest.is_char_boundary(old_rest.len() - tail) {
            tail -= 1;
        }
        Self {
            start,
            removed: &old_rest[..old_rest.len() - tail],
            added_len: new_rest.len() - tail,
        }
    }

    /// The old text, made from the new one; none if the change does not fit it.
    pub(crate) fn take_back(&self, new: &[u8]) -> Option<Vec<u8>> {
        let head = new.get(..self.start)?;
        let tail = new.get(self.start.checked_add(self.added_len)?..)?;
        Some([head, self.removed.as_bytes(), tail].concat())
    }
}

fn count_equal(left: impl Iterator<Item = u8>, right: impl Iterator<Item = u8>) -> usize {
    left.zip(right).take_while(|(a, b)| a == b).count()
}
