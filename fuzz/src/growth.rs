//! That the work grows as the text does, and no faster.

use mainstream::check::check_text;
use mainstream::project::tidy;

use super::world::World;

/// What stands between the beginning, the part that is repeated, and the end.
const MARK: &str = "=====\n";

/// About how many bytes are made.
const BYTES: usize = 100_000;

/// A part is repeated until the text is long; checking and laying it out come to an end. Whoever runs
/// this sets the time that may take: a thousand times less is usual.
pub fn try_bytes(bytes: &[u8]) -> bool {
    let Ok(input) = std::str::from_utf8(bytes) else {
        return false;
    };
    let parts: Vec<&str> = input.split(MARK).collect();
    let [head, part, tail] = parts[..] else {
        return false;
    };
    if part.is_empty() {
        return false;
    }
    let text = [head, &part.repeat(BYTES / part.len()), tail].concat();
    let world = World::shared();
    let checked = check_text("fuzz.yaml", text.as_bytes(), &world.setting());
    assert!(checked.findings.len() <= text.len());
    let _ = tidy(&text, &world.handbook);
    true
}
