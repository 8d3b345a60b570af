//! How each language is set.

use mainstream::language::Language;

use super::{NAMES, none, texts};

/// What a text says apart from code, addresses, options and the names of keys.
fn prose(text: &str) -> String {
    // A code in the middle of a sentence still stands between its spaces.
    let text: Vec<&str> = text.split('`').step_by(2).collect();
    let words = text.join("`");
    let words = words.split(' ').filter(|word| {
        let bare = word.trim_start_matches(['(', '«', '“']);
        !bare.starts_with("--") && !bare.starts_with("http") && !bare.contains("=\"")
    });
    words.collect::<Vec<_>>().join(" ")
}

fn is_hard_space(c: Option<char>) -> bool {
    matches!(c, Some('\u{a0}' | '\u{202f}'))
}

/// Each sign of `signs` with what stands before and after it.
fn around<'t>(
    text: &'t str,
    signs: &'t str,
) -> impl Iterator<Item = (Option<char>, char, Option<char>)> + 't {
    let found = text.char_indices().filter(|(_, c)| signs.contains(*c));
    found.map(|(at, c)| {
        let before = text[..at].chars().next_back();
        let after = text[at + c.len_utf8()..].chars().next();
        (before, c, after)
    })
}

/// Whether a sign is the name of a key or the beginning of a command, not punctuation:
/// `? help`, `:back`.
fn names_a_key(before: Option<char>, after: Option<char>) -> bool {
    let begins = before.is_none_or(|c| c.is_whitespace() || c == '(');
    begins && after.is_some_and(|c| c.is_alphabetic() || is_hard_space(Some(c)))
}

/// What is wrong in any language.
fn everywhere(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (wrong, what) in [
        ("  ", "two spaces"),
        ("...", "three points for …"),
        (" ,", "a space before a comma"),
        ("\u{a0},", "a space before a comma"),
        (",\u{a0}", "a no-break space after a comma"),
        ("(\u{a0}", "a space after a bracket"),
        ("( ", "a space after a bracket"),
        (" )", "a space before a bracket"),
        ("'", "a straight apostrophe"),
        ("\"", "a straight quotation mark"),
    ] {
        if text.contains(wrong) {
            faults.push(what.to_owned());
        }
    }
    if text.ends_with(char::is_whitespace) && !text.ends_with(['\n', '\u{a0}']) {
        faults.push("a space at the end".to_owned());
    }
    faults
}

/// Groups of digits are divided by no-break spaces.
fn plain_groups(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    words.windows(2).any(|pair| {
        let ends = pair[0].ends_with(|c: char| c.is_ascii_digit());
        let digits = pair[1].chars().take_while(char::is_ascii_digit).count();
        ends && digits == 3
    })
}

fn english(text: &str) -> Vec<String> {
    let mut faults = everywhere(text);
    for (before, sign, after) in around(text, ";:!?%") {
        let stands_alone = sign == '%' && after.is_none_or(char::is_whitespace);
        let spaced = before.is_some_and(char::is_whitespace);
        // `unit: % of amount` names the unit.
        if spaced && !names_a_key(before, after) && !(stands_alone && text.contains(": %")) {
            faults.push(format!("a space before {sign}"));
        }
    }
    if text.contains(['«', '»']) {
        faults.push("quotation marks of another language".to_owned());
    }
    faults
}

fn french(text: &str) -> Vec<String> {
    let mut faults = everywhere(text);
    for (before, sign, after) in around(text, ";!?»%") {
        let repeats = matches!(before, Some('!' | '?'));
        if !is_hard_space(before) && !repeats && !names_a_key(before, after) {
            faults.push(format!("no no-break space before {sign}"));
        }
    }
    for (before, _, after) in around(text, ":") {
        let is_mark = after.is_none_or(char::is_whitespace);
        if is_mark && !is_hard_space(before) && !names_a_key(before, after) {
            faults.push("no no-break space before :".to_owned());
        }
    }
    for (_, _, after) in around(text, "«") {
        if !is_hard_space(after) {
            faults.push("no no-break space after «".to_owned());
        }
    }
    if text.contains(['“', '”']) {
        faults.push("quotation marks of another language".to_owned());
    }
    if plain_groups(text) {
        faults.push("a plain space between digits".to_owned());
    }
    faults
}

fn spanish(text: &str) -> Vec<String> {
    let mut faults = everywhere(text);
    let n = |sign: char| {
        let signs = sign.to_string();
        around(text, &signs)
            .filter(|(before, _, after)| !names_a_key(*before, *after))
            .count()
    };
    for (opening, closing) in [('¿', '?'), ('¡', '!')] {
        if text.matches(opening).count() != n(closing) {
            faults.push(format!("{opening} and {closing} do not match"));
        }
    }
    for (before, sign, after) in around(text, ";:!?»") {
        if before.is_some_and(char::is_whitespace) && !names_a_key(before, after) {
            faults.push(format!("a space before {sign}"));
        }
    }
    for (_, sign, after) in around(text, "¿¡«") {
        if after.is_none_or(char::is_whitespace) {
            faults.push(format!("a space after {sign}"));
        }
    }
    for (before, _, _) in around(text, "%") {
        if !is_hard_space(before) {
            faults.push("no no-break space before %".to_owned());
        }
    }
    if text.contains(['‘', '’', '“', '”']) {
        faults.push("quotation marks of another language".to_owned());
    }
    if plain_groups(text) {
        faults.push("a plain space between digits".to_owned());
    }
    if point_in_number(text) {
        faults.push("a point before decimals".to_owned());
    }
    faults
}

/// Whether a number with a unit has a point before its decimals; codes such as `3.8` have no unit.
fn point_in_number(text: &str) -> bool {
    let words = text.split(char::is_whitespace);
    let numbers: Vec<&str> = words.collect();
    numbers.windows(2).any(|pair| {
        let number = pair[0].trim_start_matches(|c: char| !c.is_ascii_digit());
        let is_decimal = number.split_once('.').is_some_and(|(whole, decimals)| {
            let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
            !decimals.is_empty() && digits(whole) && digits(decimals)
        });
        let is_unit = pair[1].starts_with(['%', 'X', 'U', 'E'])
            || ["mil", "millones", "millón"].contains(&pair[1]);
        is_decimal && is_unit
    })
}

fn faults(language: Language, text: &str) -> Vec<String> {
    let text = prose(text);
    match language {
        Language::En => english(&text),
        Language::Fr => french(&text),
        Language::Es => spanish(&text),
        Language::Other(_) => Vec::new(),
    }
}

#[test]
fn every_language_is_set_as_it_is_set() {
    let mut found = Vec::new();
    for language in Language::ALL {
        for (place, text) in texts(language) {
            // These patterns stand in quotation marks because a shell needs them.
            let is_shell = place == "messages.cli-check-paths";
            // What stands between two texts begins and ends with spaces.
            let is_between = place.starts_with("messages.") && place.ends_with("-separator");
            if is_shell || is_between || NAMES.iter().any(|names| place.starts_with(names)) {
                continue;
            }
            for fault in faults(language, &text) {
                found.push(format!("{language} {place}: {fault}: {text:?}"));
            }
        }
    }
    none("set otherwise", &found);
}

#[test]
fn each_fault_is_found() {
    for (language, wrong) in [
        (Language::En, "is it so ?"),
        (Language::En, "7.4 %"),
        (Language::En, "so…  and so"),
        (Language::En, "the team's plan"),
        (Language::En, "a «word»"),
        (Language::Fr, "vraiment ?"),
        (Language::Fr, "7,4 %"),
        (Language::Fr, "ainsi: oui"),
        (Language::Fr, "un «\u{a0}mot »"),
        (Language::Fr, "un “mot”"),
        (Language::Fr, "l'équipe"),
        (Language::Fr, "12 500 dinars"),
        (Language::Fr, "un,\u{a0}deux"),
        (Language::Es, "quién es?"),
        (Language::Es, "¿ quién es?"),
        (Language::Es, "¿quién es ?"),
        (Language::Es, "7,4%"),
        (Language::Es, "7.4\u{a0}%"),
        (Language::Es, "una « palabra »"),
        (Language::Es, "una “palabra”"),
        (Language::Es, "12 500 dólares"),
    ] {
        assert!(!faults(language, wrong).is_empty(), "{language}: {wrong}");
    }
    for (language, right) in [
        (Language::En, "is it so? `a ?` “yes” · ?\u{a0}help"),
        (
            Language::Fr,
            "est-ce vrai\u{a0}? «\u{a0}oui\u{a0}»\u{a0}: 7,4\u{a0}%, 12\u{202f}500 (:retour, :aide)\u{a0}:",
        ),
        (
            Language::Es,
            "¿es así? «sí»: 7,4\u{a0}%, 12\u{a0}500 (:volver, :ayuda):",
        ),
    ] {
        assert_eq!(faults(language, right), [""; 0], "{language}: {right}");
    }
}
