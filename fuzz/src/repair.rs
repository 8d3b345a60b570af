//! The repairs that findings offer.

use mainstream::check::check_text;
use mainstream::repair::mend;

use super::tree::sound;
use super::world::World;

/// All repairs are tried, the safe ones and the others: what was mended is not found any more, a sound
/// text stays sound, and what was made once is made for good.
pub fn try_bytes(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let world = World::shared();
    let look = |text: &str| check_text("fuzz.yaml", text.as_bytes(), &world.setting()).findings;
    for all in [false, true] {
        let mended = mend(text, all, &look);
        assert_eq!(mended.left, look(&mended.text));
        if mended.made.is_empty() {
            assert_eq!(mended.text, text);
            continue;
        }
        if sound(text).is_some() {
            assert!(
                sound(&mended.text).is_some(),
                "has faults now:\n{}",
                mended.text
            );
            let n = mended.made.len() + mended.left.len();
            assert!(n <= mended.before.len(), "{:?}", mended.left);
        }
        let again = mend(&mended.text, all, &look);
        assert_eq!(again.text, mended.text, "made for good");
    }
    true
}
