//! The canonical layout.

use mainstream::project::tidy;
use mainstream::yaml::edit::{EditError, is_equal};

use super::tree::{has_common_blanks, is_read_alike, sound};
use super::world::World;

/// A sound mapping is laid out so that it says the same, and once and for all, or is refused.
pub fn try_bytes(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let Some(root) = sound(text) else {
        return false;
    };
    let handbook = &World::shared().handbook;
    let new = match tidy(text, handbook) {
        Ok(new) => new,
        Err(error) => {
            assert_ne!(error, EditError::Faulty);
            return true;
        }
    };
    let again = sound(&new).unwrap_or_else(|| panic!("has faults now:\n{new}"));
    assert!(is_equal(&root, &again), "says something else:\n{new}");
    if has_common_blanks(text) && is_read_alike(text, &root) {
        assert!(
            is_read_alike(&new, &again),
            "read otherwise elsewhere now:\n{new}"
        );
    }
    let twice = tidy(&new, handbook).expect("what was laid out can be laid out");
    assert_eq!(new, twice, "not once and for all");
    true
}
