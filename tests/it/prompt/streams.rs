//! What goes where, and when it is styled.

use mainstream::ui::{Style, Ui};

#[test]
fn results_and_conversation_are_apart() {
    let mut ui = Ui::for_test(60);
    ui.out("result").unwrap();
    ui.say("status");
    ui.warn("warning", "look");
    ui.error("error", "broken");
    assert_eq!(ui.kept_out(), "result");
    assert_eq!(ui.kept_err(), "status\nwarning: look\nerror: broken\n");
}

#[test]
fn quiet_silences_status_and_nothing_else() {
    let mut ui = Ui::for_test(60).with_quiet(true);
    ui.say("status");
    ui.warn("warning", "look");
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
fn styled_results_lose_their_codes_without_colour() {
    let mut ui = Ui::for_test(60);
    let styled = Ui::for_test(60)
        .with_color(true)
        .style_out(Style::Good, "ready");
    ui.out(&styled).unwrap();
    assert_eq!(ui.kept_out(), "ready");
}

#[test]
fn width_stays_within_what_prose_needs() {
    assert_eq!(Ui::for_test(5).width(), 20);
    assert_eq!(Ui::for_test(40).width(), 40);
    assert_eq!(Ui::for_test(400).width(), 120);
}
