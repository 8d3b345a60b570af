//! The smallest single change that turns one text into another.

/// A change: at `start`, the bytes `removed` gave way to `added_len` bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Splice<'a> {
    /// Byte offset; of two texts in UTF-8, on a character boundary of both.
    pub(crate) start: usize,
    /// The old bytes' part; of two texts in UTF-8, whole characters.
    pub(crate) removed: &'a [u8],
    /// The length in bytes of the new bytes' part.
    pub(crate) added_len: usize,
}

impl<'a> Splice<'a> {
    /// The change from `old` to `new`.
    pub(crate) fn between(old: &'a [u8], new: &[u8]) -> Self {
        let mut start = count_equal(old.iter(), new.iter());
        while !is_boundary(old, start) {
            start -= 1;
        }
        let (old_rest, new_rest) = (&old[start..], &new[start..]);
        let mut tail = count_equal(old_rest.iter().rev(), new_rest.iter().rev());
        while !is_boundary(old_rest, old_rest.len() - tail) {
            tail -= 1;
        }
        Self {
            start,
            removed: &old_rest[..old_rest.len() - tail],
            added_len: new_rest.len() - tail,
        }
    }

    /// The old bytes, made from the new ones; none if the change does not fit them.
    pub(crate) fn take_back(&self, new: &[u8]) -> Option<Vec<u8>> {
        let head = new.get(..self.start)?;
        let tail = new.get(self.start.checked_add(self.added_len)?..)?;
        Some([head, self.removed, tail].concat())
    }
}

/// Whether a character of UTF-8 may begin at an offset, or the bytes end there.
fn is_boundary(bytes: &[u8], at: usize) -> bool {
    const CONTINUES: u8 = 0b1000_0000;
    const LEAD: u8 = 0b1100_0000;
    at == 0 || bytes.get(at).is_none_or(|byte| byte & LEAD != CONTINUES)
}

fn count_equal<'b>(
    left: impl Iterator<Item = &'b u8>,
    right: impl Iterator<Item = &'b u8>,
) -> usize {
    left.zip(right).take_while(|(a, b)| a == b).count()
}
