//! Prompts in a real pseudo-terminal.

use super::terminal::Terminal;

const UP: &str = "\x1b[A";
const DOWN: &str = "\x1b[B";
const ESC: &str = "\x1b";
const CTRL_C: &str = "\x03";
const CTRL_D: &str = "\x04";

fn asking(kind: &str) -> Terminal {
    Terminal::asking(kind, 80, 24)
}

#[test]
fn arrows_move_and_enter_chooses_leaving_one_line() {
    let mut terminal = asking("choice");
    terminal
        .at("❯ 1", DOWN)
        .at("❯ 2", DOWN)
        .at("❯ 3", UP)
        .at("❯ 2", "\r");
    assert_eq!(terminal.reply(), "Chosen(1)");
    assert_eq!(terminal.count_on_screen("Centre du gouvernement"), 1);
    assert_eq!(terminal.count_on_screen("Intérieur"), 0);
    assert!(
        terminal
            .screen
            .text()
            .contains("Siège\n❯ Centre du gouvernement\nREPLY")
    );
}

#[test]
fn the_list_goes_round_and_keys_sent_at_once_all_count() {
    assert_eq!(
        asking("choice").at("❯ 1", &format!("{UP}\r")).reply(),
        "Chosen(7)"
    );
    let keys = format!("{DOWN}{DOWN}\x1bOB{DOWN}\x1b[1;5A\r");
    assert_eq!(asking("choice").at("❯ 1", &keys).reply(), "Chosen(3)");
}

#[test]
fn digits_choose_by_number() {
    assert_eq!(
        asking("choice").at("❯ 1", "6").at("❯ 6", "\r").reply(),
        "Chosen(5)"
    );
    assert_eq!(
        asking("long").at("❯  1", "47").at("❯ 47", "\r").reply(),
        "Chosen(46)"
    );
}

#[test]
fn space_toggles_several_and_their_labels_stay() {
    let mut terminal = asking("choices");
    terminal
        .at("❯ 1  [ ]", " ")
        .at("❯ 1  [x]", "2")
        .at("❯ 2  [x]", " ")
        .at("❯ 2  [ ]", "5");
    terminal.at("❯ 5  [ ]", " ").at("❯ 5  [x]", "\r");
    assert_eq!(terminal.reply(), "ChosenMany([0, 4])");
    assert!(
        terminal
            .screen
            .text()
            .contains("❯ Ministère de la planification, Travail\n")
    );
}

#[test]
fn escape_goes_back_everywhere() {
    assert_eq!(asking("choice").at("❯ 1", ESC).reply(), "Back");
    assert_eq!(asking("choices").at("❯ 1", ESC).reply(), "Back");
    assert_eq!(
        asking("line").at("> ", "ab").at("> ab", ESC).reply(),
        "Back with \"ab\""
    );
    let mut text = asking("text");
    text.at("> ", "one\r").at("… ", "two").at("… two", ESC);
    text.until("REPLY");
    assert_eq!(text.reply(), "Back with \"one\\ntwo\"");
}

#[test]
fn ctrl_c_and_ctrl_d_leave_everything_with_the_cursor_visible() {
    for kind in ["choice", "choices", "line", "text"] {
        assert_eq!(
            asking(kind).at("? aide", CTRL_C).reply(),
            "Interrupted",
            "{kind}"
        );
        assert_eq!(asking(kind).at("? aide", CTRL_D).reply(), "End", "{kind}");
    }
    assert_eq!(
        asking("choice")
            .at("❯ 1", ":why")
            .at(":why", CTRL_C)
            .reply(),
        "Interrupted"
    );
}

#[test]
fn plain_mode_is_left_by_ctrl_c_and_ctrl_d() {
    for kind in ["plain choice", "plain choices", "plain line", "plain text"] {
        assert_eq!(
            asking(kind).at("? aide", CTRL_C).reply(),
            "Interrupted",
            "{kind}"
        );
        assert_eq!(asking(kind).at("? aide", CTRL_D).reply(), "End", "{kind}");
    }
}

#[test]
fn plain_mode_never_moves_the_cursor() {
    let mut terminal = asking("plain choice");
    assert_eq!(
        terminal
            .at("? aide", "99\r")
            .at("out of range", "5\r")
            .reply(),
        "Chosen(4)"
    );
    assert!(!terminal.raw.contains(&0x1b));
}

#[test]
fn a_command_can_be_typed_in_a_list() {
    assert_eq!(asking("choice").at("❯ 1", "?").reply(), "Command(\"?\")");
    assert_eq!(
        asking("choice").at("❯ 1", ":go B01\r").reply(),
        "Command(\"go B01\")"
    );
    let mut terminal = asking("choice");
    assert_eq!(
        terminal.at("❯ 1", "s").at(":s", "kip\r").reply(),
        "Command(\"skip\")"
    );
    assert!(
        terminal.screen.text().contains("Siège\n:skip\nREPLY"),
        "{}",
        terminal.screen.text()
    );
}

#[test]
fn escape_in_the_command_line_returns_to_the_list() {
    let mut terminal = asking("choice");
    terminal.at("❯ 1", "x").at(":x", ESC);
    terminal.until_screen("no command line", |screen| !screen.joined().contains(":x"));
    assert_eq!(terminal.count_on_screen("Intérieur"), 1);
    assert_eq!(
        terminal.at("❯ 1", DOWN).at("❯ 2", "\r").reply(),
        "Chosen(1)"
    );
}

#[test]
fn long_lists_scroll_within_the_screen() {
    let mut terminal = Terminal::asking("long", 40, 12);
    terminal.until("below");
    assert!(
        terminal.screen.text().starts_with("running") || terminal.count_on_screen("Siège") == 1
    );
    terminal.at("❯  1", "\x1b[6~\x1b[6~").until("above");
    terminal
        .at("❯ 13", "\x1b[F")
        .at("❯ 60", "\x1b[H")
        .at("❯  1", DOWN)
        .at("❯  2", "\r");
    assert_eq!(terminal.reply(), "Chosen(1)");
    assert_eq!(terminal.count_on_screen("Pays"), 1);
}

#[test]
fn labels_wider_than_the_screen_are_whole_and_repainted_in_place() {
    let mut terminal = Terminal::asking("choice", 40, 20);
    terminal.at("❯ 1", DOWN).at("❯ 2", DOWN).until("❯ 3");
    let text = terminal.screen.text();
    assert!(
        text.contains(
            "❯ 3  Affaires étrangères, avec la\n     direction des affaires consulaires\n     \
             et de la diaspora\n  4  Intérieur"
        ),
        "{text}"
    );
    assert_eq!(text.matches("Siège").count(), 1);
    terminal.send("\r");
    assert_eq!(terminal.reply(), "Chosen(2)");
    assert_eq!(terminal.count_on_screen("Intérieur"), 0);
}

#[test]
fn accents_and_wide_letters_are_typed_edited_and_kept() {
    let mut terminal = asking("line");
    terminal
        .at("> ", "été e\u{301} 漢字x")
        .at("字x", "\x7f\x1b[D\x7f国")
        .at("国字", "\r");
    assert_eq!(terminal.reply(), "Line(\"été e\\u{301} 国字\")");
}

#[test]
fn a_long_answer_stands_on_the_screen_once() {
    let words: Vec<_> = (0..40).map(|n| format!("né{n:02}")).collect();
    let answer = words.join(" ") + " zut";
    assert_eq!(answer.chars().count(), 203);
    for columns in [40, 80] {
        for kind in ["line", "text"] {
            let mut terminal = Terminal::asking(kind, columns, 24);
            terminal.at("> ", &answer).at("zut", "\r");
            if kind == "text" {
                terminal.at("… ", "\r");
            }
            let wanted = if kind == "line" { "Line" } else { "Text" };
            assert_eq!(terminal.reply(), format!("{wanted}({answer:?})"));
            // Once typed and once in the child's report.
            assert_eq!(
                terminal.count_on_screen("né00"),
                2,
                "{}",
                terminal.screen.text()
            );
            assert_eq!(
                terminal.count_on_screen("zut"),
                2,
                "{}",
                terminal.screen.text()
            );
        }
    }
}

#[test]
fn a_pasted_text_keeps_its_lines() {
    let bracketed = "\x1b[200~a\r\n\r\nb\x1b[201~";
    let mut terminal = asking("text");
    terminal.at("> ", bracketed).at("b", "\r").at("… ", "\r");
    assert_eq!(terminal.reply(), "Text(\"a\\n\\nb\")");
    assert_eq!(
        asking("text").at("> ", "a\rb\rc\r\r").reply(),
        "Text(\"a\\nb\\nc\")"
    );
}

#[test]
fn colons_begin_commands_in_lines_and_doubled_colons_text() {
    assert_eq!(
        asking("line").at("> ", ":why\r").reply(),
        "Command(\"why\")"
    );
    assert_eq!(asking("line").at("> ", "::x\r").reply(), "Line(\":x\")");
}

#[test]
fn a_note_in_the_middle_of_a_text_loses_nothing() {
    let mut terminal = asking("text");
    terminal.at("> ", "one\r").at("… ", ":note\r");
    terminal.until_screen("asked again", |screen| {
        screen.joined().matches("> one").count() == 2
    });
    terminal.send("!\r");
    terminal.at("one!", "").at("… ", "\r");
    assert_eq!(
        terminal.reply(),
        "Command(\"note\") with \"one\", Text(\"one!\")"
    );
}

#[test]
fn the_initial_text_can_be_edited() {
    let mut terminal = asking("initial");
    assert_eq!(terminal.at("> état", "\x7fs\r").reply(), "Line(\"étas\")");
}

#[test]
fn tab_completes_whatever_the_case() {
    let mut terminal = asking("line");
    assert_eq!(
        terminal
            .at("> ", "MIN\t")
            .at("ministere-plan", "\r")
            .reply(),
        "Line(\"ministere-plan\")"
    );
}

#[test]
fn the_editor_gets_the_text_so_far_and_its_absence_is_said() {
    let mut terminal = asking("text");
    terminal
        .at("> ", "one\r")
        .at("… ", ":e\r")
        .at("no editor", "\r");
    assert_eq!(terminal.reply(), "Text(\"one\")");
    // The pause makes the change of the file's time certain.
    let editor = r#"sh -c 'sleep 0.05; echo edited >> "$1"' editor"#;
    let mut terminal = Terminal::asking_with("text", 80, 24, &[("EDITOR", editor)]);
    assert_eq!(
        terminal.at("> ", "one\r").at("… ", ":e\r").reply(),
        "Text(\"oneedited\")"
    );
}

#[test]
fn single_questions_are_answered_left_and_interrupted() {
    assert_eq!(
        asking("pick").at("❯ 1", &format!("{DOWN}\r")).reply(),
        "Answer(1)"
    );
    assert_eq!(asking("pick").at("❯ 1", "trav\r").reply(), "Answer(4)");
    assert_eq!(
        asking("pick")
            .at("❯ 1", "DIA\r")
            .at("❯ 1  Affaires", "2\r")
            .reply(),
        "Answer(6)"
    );
    assert_eq!(
        asking("fuzzy").at("> Minis", "trava\r").reply(),
        "Answer(4)"
    );
    assert_eq!(
        asking("confirm")
            .at("❯ 1  yes", &format!("{DOWN}\r"))
            .reply(),
        "Answer(false)"
    );
    for kind in ["pick", "fuzzy", "confirm"] {
        assert_eq!(asking(kind).at("? aide", ESC).reply(), "Back", "{kind}");
        assert_eq!(
            asking(kind).at("? aide", CTRL_C).reply(),
            "Interrupted",
            "{kind}"
        );
    }
}

#[test]
fn single_questions_in_plain_mode_are_narrowed_by_a_part() {
    let mut terminal = asking("plain pick");
    assert_eq!(
        terminal
            .at("8 Autre", "DIA\r")
            .at("2 Bureau", "2\r")
            .reply(),
        "Answer(6)"
    );
    let mut terminal = asking("plain fuzzy");
    assert_eq!(
        terminal
            .at("? aide", "zz\r")
            .at("no match", "trav\r")
            .reply(),
        "Answer(4)"
    );
    assert_eq!(
        asking("plain confirm").at("2 no", "no\r").reply(),
        "Answer(false)"
    );
    assert_eq!(asking("plain pick").at("8 Autre", CTRL_D).reply(), "Back");
    assert!(!terminal.raw.contains(&0x1b));
}

#[test]
fn ascii_terminals_get_ascii_signs() {
    let mut terminal = Terminal::asking_with("choice", 80, 24, &[("LC_ALL", "C")]);
    assert_eq!(
        terminal.at("> 1", DOWN).at("> 2", "\r").reply(),
        "Chosen(1)"
    );
    assert!(!terminal.raw.windows(3).any(|bytes| bytes == "❯".as_bytes()));
}
