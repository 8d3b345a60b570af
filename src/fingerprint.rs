//! What stays the same about a finding when lines move: how a baseline and other programs know it
//! again.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::diagnostic::Finding;

/// Values that follow from the day, or from what the handbook and the program know today: they
/// change without anybody touching the file.
const PASSING: [&str; 7] = [
    "days", "detail", "known", "line", "list", "nearest", "today",
];

/// Bytes of the digest that are kept.
const BYTES: usize = 16;

/// The fingerprint of a finding in a file: 32 hexadecimal digits over rule, file, answer and values.
///
/// `file` is the name by which whoever compares knows the file, with `/` between its parts. Two
/// findings that differ only in their place have the same fingerprint, so that whoever compares
/// counts them.
pub fn fingerprint(finding: &Finding, file: &str) -> String {
    let mut digest = Sha256::new();
    let mut part = |text: &str| {
        // With its length in front, no part can run into the next.
        digest.update((text.len() as u64).to_le_bytes());
        digest.update(text.as_bytes());
    };
    part(&finding.rule);
    part(file);
    part(finding.variant.unwrap_or_default());
    part(finding.answer.as_deref().unwrap_or_default());
    for (name, value) in &finding.values {
        if !PASSING.contains(name) {
            part(name);
            part(value);
        }
    }
    let digest = digest.finalize();
    digest[..BYTES].iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
