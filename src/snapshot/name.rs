//! What a snapshot is called: the id in its file's name.

use crate::words::folded;

/// The longest name, in characters.
pub const MAX_NAME: usize = 60;

/// Names that Windows keeps for devices, whatever stands behind a period.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// Why a text is no name of a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadName {
    /// There is no letter and no digit in it.
    Empty,
    /// It is longer than [`MAX_NAME`].
    TooLong,
    /// There is a control character in it.
    Control,
    /// Windows cannot have a file of that name.
    Device,
}

/// The id that a text means: letters without marks in lower case and digits, everything else as one hyphen.
///
/// # Errors
/// A text that no file can be named after.
pub fn normalised(text: &str) -> Result<String, BadName> {
    if text.chars().any(char::is_control) {
        return Err(BadName::Control);
    }
    let plain = folded(text);
    let words = plain.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let id = words.join("-");
    if id.is_empty() {
        return Err(BadName::Empty);
    }
    if id.chars().count() > MAX_NAME {
        return Err(BadName::TooLong);
    }
    if is_device(&id) {
        return Err(BadName::Device);
    }
    Ok(id)
}

fn is_device(id: &str) -> bool {
    let stem = id.trim_end_matches(|c: char| c.is_ascii_digit());
    let n_digits = id.len() - stem.len();
    DEVICES.contains(&stem) && n_digits == usize::from(matches!(stem, "com" | "lpt"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_what_people_mean_by_it() {
        for (text, id) in [
            ("adoption", "adoption"),
            ("Validation Workshop", "validation-workshop"),
            ("  Atelier d’été – n° 2 ", "atelier-d-ete-n-2"),
            ("../../etc/passwd", "etc-passwd"),
            ("2026-06-12", "2026-06-12"),
            ("移民 一", "移民-一"),
            ("COM10", "com10"),
            ("console", "console"),
        ] {
            assert_eq!(normalised(text).as_deref(), Ok(id));
            assert_eq!(normalised(id).as_deref(), Ok(id), "an id is its own name");
        }
    }

    #[test]
    fn what_no_file_can_be_named_after_is_refused() {
        for (text, why) in [
            ("", BadName::Empty),
            ("..", BadName::Empty),
            ("@ / \\", BadName::Empty),
            ("a\nb", BadName::Control),
            ("a\u{1b}[31m", BadName::Control),
            ("CON", BadName::Device),
            ("lpt1", BadName::Device),
        ] {
            assert_eq!(normalised(text), Err(why), "{text:?}");
        }
        assert_eq!(normalised(&"a".repeat(61)), Err(BadName::TooLong));
        assert!(normalised(&"a".repeat(60)).is_ok());
    }
}
