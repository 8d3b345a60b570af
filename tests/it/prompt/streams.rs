//! What goes where, and when it is styled.

use std::env;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use mainstream::ui::{Style, Ui, UiOptions};

#[test]
fn results_and_conversation_are_apart() {
    let mut ui = Ui::for_test(60);
    ui.out("result").unwrap();
    ui.say("status");
    ui.warn("warning: look");
    ui.error("error: broken");
    assert_eq!(ui.kept_out(), "result");
    assert_eq!(ui.kept_err(), "status\nwarning: look\nerror: broken\n");
}

#[test]
fn quiet_silences_status_and_nothing_else() {
    let mut ui = Ui::for_test(60).with_quiet(true);
    ui.say("status");
    ui.warn("warning: look");
    ui.out("result\n").unwrap();
    assert_eq!(ui.kept_err(), "warning: look\n");
    assert_eq!(ui.kept_out(), "result\n");
}

#[test]
fn styles_appear_only_with_colour() {
    for style in Style::ALL {
        let plain = Ui::for_test(60).style(style, "x");
        let colored = Ui::for_test(60).with_color(true).style(style, "x");
        assert_eq!(plain, "x");
        assert!(
            colored.starts_with("\x1b[") && colored.ends_with("\x1b[0m"),
            "{colored:?}"
        );
    }
}

#[test]
fn results_are_written_byte_by_byte() {
    let mut ui = Ui::for_test(60);
    ui.out("a\x1b\r\n\n").unwrap();
    assert_eq!(ui.kept_out(), "a\x1b\r\n\n");
}

/// Set in the child below.
const CLOSED_PIPE: &str = "PROMPT_TEST_CLOSED_PIPE";

/// The child of the next test: writes until nobody reads any more.
#[test]
fn writing_child() {
    if env::var_os(CLOSED_PIPE).is_none() {
        return;
    }
    let mut ui = Ui::new(UiOptions::default());
    let ended = (0..100_000).map(|_| ui.out("line\n")).find_map(Result::err);
    eprintln!("ENDED {ended:?}");
}

#[test]
fn a_reader_that_goes_away_is_told_from_an_error() {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "prompt::streams::writing_child", "--nocapture"])
        .env(CLOSED_PIPE, "1")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(out.any(|line| line.unwrap().ends_with("line")));
    drop(out);
    let said = child.wait_with_output().unwrap().stderr;
    assert!(String::from_utf8_lossy(&said).contains("ENDED Some(Closed)"));
}

#[test]
fn width_stays_within_what_prose_needs() {
    assert_eq!(Ui::for_test(5).width(), 20);
    assert_eq!(Ui::for_test(40).width(), 40);
    assert_eq!(Ui::for_test(400).width(), 120);
}
