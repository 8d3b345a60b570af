//! Small, dumb, colourless, ASCII and plain terminals, other sizes and another language.

use super::*;

const ESCAPE: u8 = 0x1b;

#[test]
fn english_speaks_english() {
    let office = office();
    let mut walk = walk_in(&office, &["A02"], (80, 24), &[("LANG", "en_GB.UTF-8")]);
    walk.at("At which level of planning", "")
        .at("command", ":note to check")
        .at(":note to check", ENTER);
    walk.at("note saved", ENTER).at("❯ 1  Stop here", CTRL_D);
    assert_eq!(walk.exit_code(), 0);
    assert_eq!(answer(&office, "A02"), "national");
}

#[test]
fn plain_mode_asks_in_lines_and_moves_nothing() {
    let office = office();
    for env in [&[][..], &[("TERM", "dumb")][..]] {
        let arguments = [
            "walk",
            "tunisia.yaml",
            "--question",
            "A02",
            "--question",
            "A03",
            "--question",
            "B05",
        ];
        let plain = if env.is_empty() {
            Some("--plain")
        } else {
            None
        };
        let arguments: Vec<_> = arguments.into_iter().chain(plain).collect();
        let mut walk = open(&office, &arguments, (80, 24), env);
        walk.at("A02.", "4\r");
        walk.at("séparés par des espaces", "1 4\r")
            .at("B05.", "Partir est un choix 漢字\r\r");
        walk.at("Plus rien", CTRL_D);
        assert_eq!(walk.exit_code(), 0);
        assert!(
            !walk.raw.contains(&ESCAPE),
            "{}",
            String::from_utf8_lossy(&walk.raw)
        );
        assert_eq!(answer(&office, "A02"), "sector");
        assert_eq!(answer(&office, "A03"), "origin\nreturn");
        assert_eq!(answer(&office, "B05"), "Partir est un choix 漢字");
        office.ok(&["undo", "tunisia.yaml"]);
        office.ok(&["undo", "tunisia.yaml"]);
        office.ok(&["undo", "tunisia.yaml"]);
    }
}

#[test]
fn colour_comes_and_goes_with_no_color() {
    let office = office();
    let colours = |no_color: &str| {
        let mut walk = walk_in(&office, &["A02"], (80, 24), &[("NO_COLOR", no_color)]);
        walk.at("❯ 1", "").at(KEYS, CTRL_D);
        assert_eq!(walk.exit_code(), 0);
        let shown = String::from_utf8_lossy(&walk.raw).into_owned();
        shown.split("\x1b[").skip(1).any(|rest| {
            let end = rest.find(|c: char| c.is_ascii_alphabetic()).unwrap();
            rest[end..].starts_with('m') && rest[..end].split(';').any(|code| code.starts_with('3'))
        })
    };
    assert!(!colours("1"));
    assert!(colours(""));
}

#[test]
fn an_ascii_locale_gets_ascii_signs() {
    let office = office();
    let mut walk = open(
        &office,
        &["--lang", "fr", "walk", "tunisia.yaml", "--question", "A02"],
        (80, 24),
        &[("LANG", "C")],
    );
    walk.at("> 1  National", DOWN).at("> 2  R", ENTER);
    leave(&mut walk);
    let shown = String::from_utf8_lossy(&walk.raw).into_owned();
    for sign in ["❯", "▸", "✓", "↑"] {
        assert!(!shown.contains(sign), "{sign} in {shown}");
    }
    assert_eq!(answer(&office, "A02"), "regional");
}

#[test]
fn another_size_in_the_middle_of_a_prompt_is_survived() {
    for question in ["A02", "A07", "B05"] {
        let office = office();
        let mut walk = walk(&office, &[question]);
        walk.at(&format!("{question}  "), "")
            .until(if question == "A02" { KEYS } else { LINE });
        for size in [(40, 15), (20, 8), (120, 40), (80, 24)] {
            walk.resize(size.0, size.1);
            walk.send(if question == "A02" { DOWN } else { "é" });
        }
        match question {
            // Four steps down in a list of four come back to its beginning.
            "A02" => walk.at("❯ 1  National", ENTER),
            "A07" => walk.at("éééé", ENTER),
            _ => walk.at("éééé", ENTER).at("… ", ENTER),
        };
        leave(&mut walk);
        let wanted = if question == "A02" {
            "national"
        } else {
            "éééé"
        };
        assert_eq!(answer(&office, question), wanted);
    }
}
