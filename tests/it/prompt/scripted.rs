//! Prompters without a terminal: scripted, none, and plain over given lines.

use std::io::Cursor;

use mainstream::prompt::{
    Choice, NoPrompter, PlainPrompter, PromptError, Prompter, Reply, Request, RequestKind,
    ScriptedPrompter, Words,
};
use mainstream::ui::Ui;

fn request(kind: RequestKind, words: &Words) -> Request<'_> {
    Request {
        kind,
        label: "Where?".to_owned(),
        hint: "Type a number:".to_owned(),
        above: 0,
        words,
    }
}

fn seats() -> Vec<Choice> {
    vec![
        Choice::new("Planning ministry"),
        Choice::new("Centre of government").with_detail("as in Moldova"),
        Choice::new("2030"),
    ]
}

fn one(default: Option<usize>) -> RequestKind {
    RequestKind::Choice {
        options: seats(),
        default,
    }
}

fn many(chosen: Vec<usize>) -> RequestKind {
    RequestKind::Choices {
        options: seats(),
        chosen,
    }
}

fn line(initial: Option<&str>) -> RequestKind {
    RequestKind::Line {
        initial: initial.map(str::to_owned),
        completions: Vec::new(),
    }
}

fn text(initial: Option<&str>) -> RequestKind {
    RequestKind::Text {
        initial: initial.map(str::to_owned),
    }
}

/// What plain mode replies to typed lines, what it showed, and the draft.
fn plain(kind: RequestKind, typed: &str) -> (Reply, String, Option<String>) {
    let words = Words::for_test();
    let mut ui = Ui::for_test(60);
    let mut prompter = PlainPrompter::with_input(Cursor::new(typed.to_owned()));
    let reply = prompter.ask(&mut ui, &request(kind, &words)).unwrap();
    (reply, ui.kept_err(), prompter.take_draft())
}

fn plain_reply(kind: RequestKind, typed: &str) -> Reply {
    plain(kind, typed).0
}

#[test]
fn a_script_answers_in_order_and_remembers_the_questions() {
    let words = Words::for_test();
    let mut ui = Ui::for_test(60);
    let mut script = ScriptedPrompter::new([Reply::Chosen(1), Reply::Back]);
    let asked = request(one(None), &words);
    assert_eq!(script.ask(&mut ui, &asked).unwrap(), Reply::Chosen(1));
    assert_eq!(
        script.ask(&mut ui, &request(line(None), &words)).unwrap(),
        Reply::Back
    );
    assert_eq!(script.ask(&mut ui, &asked).unwrap(), Reply::End);
    assert_eq!(script.remaining(), 0);
    let kinds: Vec<_> = script.seen().iter().map(|seen| seen.kind.clone()).collect();
    assert_eq!(kinds, [one(None), line(None), one(None)]);
    assert_eq!(script.seen()[0].label, "Where?");
}

#[test]
fn nobody_to_ask_is_an_error() {
    let words = Words::for_test();
    let asked = request(one(None), &words);
    let answer = NoPrompter.ask(&mut Ui::for_test(60), &asked);
    assert!(matches!(answer, Err(PromptError::NotATerminal)));
}

#[test]
fn plain_mode_lists_numbered_options_and_states_in_words() {
    let (_, shown, _) = plain(one(Some(1)), "1\n");
    assert_eq!(
        shown,
        "Where?\n1 Planning ministry\n2 Centre of government (chosen), as in Moldova\n3 2030\n\
         Type a number:\n"
    );
}

#[test]
fn plain_mode_takes_a_number_a_label_or_a_command() {
    assert_eq!(plain_reply(one(None), "2\n"), Reply::Chosen(1));
    assert_eq!(
        plain_reply(one(None), "planning MINISTRY\n"),
        Reply::Chosen(0)
    );
    assert_eq!(plain_reply(one(None), "2030\n"), Reply::Chosen(2));
    assert_eq!(
        plain_reply(one(None), "go B01\n"),
        Reply::Command("go B01".to_owned())
    );
    assert_eq!(
        plain_reply(one(None), ":why\n"),
        Reply::Command("why".to_owned())
    );
    assert_eq!(plain_reply(one(None), ""), Reply::End);
}

#[test]
fn plain_mode_explains_a_number_out_of_range_and_asks_again() {
    let (reply, shown, _) = plain(one(None), "0\n9\n\n99999999999999999999999\n1\n");
    assert_eq!(reply, Reply::Chosen(0));
    assert_eq!(shown.matches("out of range 1 to 3\n").count(), 4);
}

#[test]
fn plain_mode_takes_the_default_from_an_empty_line() {
    assert_eq!(plain_reply(one(Some(1)), "\n"), Reply::Chosen(1));
    assert_eq!(
        plain_reply(many(vec![2, 0]), "\n"),
        Reply::ChosenMany(vec![0, 2])
    );
    assert_eq!(
        plain_reply(line(Some("kept")), "\n"),
        Reply::Line("kept".to_owned())
    );
    assert_eq!(
        plain_reply(text(Some("kept\nlines")), "\n"),
        Reply::Text("kept\nlines".into())
    );
    assert_eq!(
        plain_reply(text(Some("kept")), ".\n"),
        Reply::Text(String::new())
    );
}

#[test]
fn plain_mode_takes_several_numbers() {
    assert_eq!(
        plain_reply(many(vec![]), "3 1, 3\n"),
        Reply::ChosenMany(vec![0, 2])
    );
    assert_eq!(
        plain_reply(many(vec![]), "2030\n"),
        Reply::ChosenMany(vec![2])
    );
    assert_eq!(plain_reply(many(vec![1]), "-\n"), Reply::ChosenMany(vec![]));
    assert_eq!(
        plain_reply(many(vec![]), "1 7\n1\n"),
        Reply::ChosenMany(vec![0])
    );
    assert_eq!(
        plain_reply(many(vec![]), "skip\n"),
        Reply::Command("skip".to_owned())
    );
}

#[test]
fn plain_lines_are_text_unless_they_begin_with_one_colon() {
    assert_eq!(
        plain_reply(line(None), "back\r\n"),
        Reply::Line("back".to_owned())
    );
    assert_eq!(
        plain_reply(line(None), ": note later \n"),
        Reply::Command("note later".into())
    );
    assert_eq!(
        plain_reply(line(None), "::x\n"),
        Reply::Line(":x".to_owned())
    );
}

#[test]
fn plain_text_ends_at_an_empty_line_or_a_full_stop() {
    assert_eq!(
        plain_reply(text(None), "a\nb\n\nc\n"),
        Reply::Text("a\nb".to_owned())
    );
    assert_eq!(
        plain_reply(text(None), "a\n.\n"),
        Reply::Text("a".to_owned())
    );
}

#[test]
fn a_text_left_by_a_command_is_kept_as_a_draft() {
    let (reply, _, draft) = plain(text(None), "first\nsecond\n:note later\n");
    assert_eq!(reply, Reply::Command("note later".to_owned()));
    assert_eq!(draft.as_deref(), Some("first\nsecond"));
    let (reply, _, draft) = plain(text(None), "first\n");
    assert_eq!((reply, draft.as_deref()), (Reply::End, Some("first")));
}

#[test]
fn labels_cannot_send_codes_to_the_terminal() {
    let options = vec![Choice::new("\x1b[2Jgone").with_detail("\u{9b}2J")];
    let (_, shown, _) = plain(
        RequestKind::Choice {
            options,
            default: None,
        },
        "1\n",
    );
    assert!(shown.contains("1 ^[[2Jgone, \\u{9b}2J\n"), "{shown:?}");
}
