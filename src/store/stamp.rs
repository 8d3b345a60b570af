//! The fingerprint by which a file's content is recognised.

use std::fmt;

use sha2::{Digest, Sha256};

/// SHA-256 digest and length of a file's bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    digest: [u8; 32],
    len: u64,
}

impl Stamp {
    /// The stamp of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self {
            digest: Sha256::digest(bytes).into(),
            len: bytes.len() as u64,
        }
    }

    /// The length in bytes.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether the stamped content had no bytes.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The digest as 64 lower-case hexadecimal digits.
    pub fn sha256(&self) -> String {
        self.digest
            .iter()
            .flat_map(|byte| [byte >> 4, byte & 0x0f])
            .filter_map(|digit| char::from_digit(u32::from(digit), 16))
            .collect()
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sha256())
    }
}

impl fmt::Debug for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stamp({} bytes, {})", self.len, self.sha256())
    }
}
