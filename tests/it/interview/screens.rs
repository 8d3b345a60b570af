//! Whole screens, through a scripted person.

use mainstream::commands::walk::{SaveOutcome, SaveRequest, View, WalkEnd, run_walk};
use mainstream::language::Messages;
use mainstream::prompt::{Reply, ScriptedPrompter, Words};
use mainstream::ui::Ui;

use super::*;

fn words(messages: &Messages) -> Words {
    Words {
        separator: messages.get("list-separator", &[]),
        ..Words::for_test()
    }
}

/// What a person saw who gave these replies, with the prompts' own lines.
pub(super) fn seen(
    ui: Ui,
    language: Language,
    code: &str,
    text: &str,
    replies: Vec<Reply>,
) -> (String, WalkEnd, String) {
    let messages = Messages::load(language);
    let words = words(&messages);
    let scope = Scope {
        questions: vec![world().index(code)],
        ..Scope::default()
    };
    let stale_reason = messages.get("stale-reason", &[]);
    let options = Options {
        scope,
        stale_reason,
        ..Options::default()
    };
    let mut session = Session::new(world().lookup(language), text, options);
    let mut ui = ui;
    let mut prompter = ScriptedPrompter::new(replies);
    let view = View {
        messages: &messages,
        words: &words,
    };
    let mut history = vec![text.to_owned()];
    let mut saver = |request: &SaveRequest| match request {
        SaveRequest::Save { new_text, .. } => {
            history.push(new_text.clone());
            SaveOutcome::Saved {
                warnings: Vec::new(),
            }
        }
        SaveRequest::Undo if history.len() > 1 => {
            history.pop();
            SaveOutcome::Undone {
                new_text: history.last().cloned().unwrap_or_default(),
                what: "…".into(),
            }
        }
        SaveRequest::Undo => SaveOutcome::Refused {
            why: "nothing to undo".into(),
        },
    };
    let end = run_walk(&mut ui, &mut prompter, view, &mut session, &mut saver).expect("a walk");
    (ui.kept_err(), end, session.text().to_owned())
}

fn command(text: &str) -> Reply {
    Reply::Command(text.into())
}

const LISTS: &str = "  case-file:
    milestones:
      - {id: close, name: Text closes, date: \"2027-03-31\"}
  readiness:
    calendar-match: \"yes\"
    vision:
      answer: By 2035 leaving is a choice.
      state: needs-review
      reason: B01 has changed since
      note: ask the cabinet
  set-up:
    bodies:
      - {id: comite, name: Comité de pilotage, role: steering, chair: Affaires sociales}
      - {id: donnees, name: Groupe de travail données, role: inter-ministerial}
    focal-points:
      - {id: f, post: Head of unit, body: comite}
";

/// What is shown on the way through every kind of prompt, with what is told in between.
fn tour(width: usize, plain: bool, color: bool, language: Language) -> String {
    let text = project(LISTS);
    let new = NEW;
    let parts: Vec<(&str, &str, Vec<Reply>)> = vec![
        (
            "A02",
            new,
            vec![
                Reply::Chosen(0),
                command("why"),
                command("example"),
                Reply::Chosen(0),
            ],
        ),
        (
            "B05",
            &text,
            vec![
                command("note"),
                Reply::Line("à valider".into()),
                command("na"),
            ],
        ),
        (
            "I12",
            new,
            vec![
                Reply::Chosen(0),
                Reply::Line("31/02/2027".into()),
                Reply::Line("28/02/2027".into()),
            ],
        ),
        (
            "D01",
            &text,
            vec![
                Reply::Chosen(0),
                Reply::Line("Cabinet".into()),
                Reply::Chosen(8),
                command("back"),
                command("go D01"),
            ],
        ),
        (
            "D09",
            &text,
            vec![
                Reply::Chosen(0),
                Reply::Chosen(1),
                command("skip"),
                command("go A06"),
                Reply::Chosen(1),
                command("skip"),
                Reply::Line("2027-06-30".into()),
                command("go A06"),
                Reply::Chosen(3),
                Reply::Chosen(0),
            ],
        ),
        (
            "D01",
            &text,
            vec![
                Reply::Chosen(3),
                Reply::Chosen(0),
                Reply::Chosen(0),
                Reply::Chosen(4),
                Reply::Chosen(0),
            ],
        ),
        (
            "D04",
            new,
            vec![
                Reply::Chosen(0),
                command("source new"),
                Reply::Line("Census 2024".into()),
                command("skip"),
                Reply::Line("2024".into()),
                command("skip"),
                command("source"),
                command("list"),
                command("find recensement"),
                command("help"),
                command("bck"),
                command("go"),
                command("undo"),
            ],
        ),
    ];
    let mut screens = String::new();
    for (code, text, replies) in parts {
        let ui = Ui::for_test(width).with_plain(plain).with_color(color);
        let (screen, ..) = seen(ui, language, code, text, replies);
        screens = format!("{screens}──── {code}\n{screen}");
    }
    // Escape codes would be invisible in the snapshot.
    screens.replace('\u{1b}', "␛")
}

#[test]
fn screens_in_english_at_80_columns() {
    insta::assert_snapshot!(tour(80, false, false, Language::En));
}

#[test]
fn screens_in_english_at_40_columns() {
    insta::assert_snapshot!(tour(40, false, false, Language::En));
}

#[test]
fn screens_in_french_at_80_columns() {
    insta::assert_snapshot!(tour(80, false, false, Language::Fr));
}

#[test]
fn screens_in_spanish_at_80_columns() {
    insta::assert_snapshot!(tour(80, false, false, Language::Es));
}

#[test]
fn screens_in_spanish_at_40_columns_plain() {
    insta::assert_snapshot!(tour(40, true, false, Language::Es));
}

#[test]
fn screens_in_french_at_40_columns_plain() {
    insta::assert_snapshot!(tour(40, true, false, Language::Fr));
}

#[test]
fn screens_in_english_plain() {
    insta::assert_snapshot!(tour(80, true, false, Language::En));
}

#[test]
fn screens_in_french_in_colour() {
    insta::assert_snapshot!(tour(80, false, true, Language::Fr));
}

#[test]
fn no_line_is_wider_than_the_screen_and_plain_lines_have_no_boxes() {
    for width in [40, 80] {
        for plain in [false, true] {
            for language in Language::ALL {
                let screens = tour(width, plain, false, language);
                for line in screens.lines() {
                    let used = mainstream::ui::layout::columns(line);
                    assert!(used <= width, "{used} of {width}: {line}");
                }
                assert!(!screens.replace("────", "").contains(['│', '─', '┌', '▸']) || !plain);
                assert!(!screens.contains('{'), "a placeholder is left");
            }
        }
    }
}

#[test]
fn a_file_cannot_disturb_the_terminal() {
    let text = project("  case-file:\n    lead-institution: \"Ministry \\e[31mred\\e[0m\"\n");
    let (screen, ..) = seen(Ui::for_test(80), Language::En, "A07", &text, vec![]);
    assert!(
        !screen.contains('\u{1b}') && screen.contains("^[[31m"),
        "{screen}"
    );
}

#[test]
fn a_refused_save_is_told_and_the_answer_stays_on_the_screen() {
    let messages = Messages::load(Language::En);
    let words = words(&messages);
    let mut session = asking(NEW, "A07");
    let mut ui = Ui::for_test(80);
    let mut prompter = ScriptedPrompter::new([Reply::Line("Ministry".into())]);
    let view = View {
        messages: &messages,
        words: &words,
    };
    let mut saver = |_: &SaveRequest| SaveOutcome::Refused {
        why: "the disk is full".into(),
    };
    let end = run_walk(&mut ui, &mut prompter, view, &mut session, &mut saver).expect("a walk");
    assert_eq!(end, WalkEnd::Left { n_saved: 0 });
    assert_eq!(session.text(), NEW);
    let mainstream::prompt::RequestKind::Line { initial, .. } = &prompter.seen()[1].kind else {
        panic!("a line")
    };
    assert_eq!(initial.as_deref(), Some("Ministry"));
    assert!(ui.kept_err().contains("the disk is full"));
}

#[test]
fn somebody_elses_change_is_taken_over() {
    let messages = Messages::load(Language::En);
    let words = words(&messages);
    let mut session = asking(NEW, "A07");
    let mut prompter = ScriptedPrompter::new([Reply::Line("Ministry".into())]);
    let view = View {
        messages: &messages,
        words: &words,
    };
    let merged =
        project("  case-file:\n    lead-institution: Ministry\n    planning-level: national\n");
    let mut saver = |_: &SaveRequest| SaveOutcome::Merged {
        new_text: merged.clone(),
    };
    let mut ui = Ui::for_test(80);
    run_walk(&mut ui, &mut prompter, view, &mut session, &mut saver).expect("a walk");
    assert_eq!(session.text(), merged);
}

#[test]
fn an_interruption_keeps_the_text_begun() {
    let messages = Messages::load(Language::En);
    let words = words(&messages);
    let mut session = asking(NEW, "B05");
    let mut prompter = ScriptedPrompter::new([Reply::Interrupted]);
    prompter.push_draft("By 2035");
    let view = View {
        messages: &messages,
        words: &words,
    };
    let mut saver = |_: &SaveRequest| SaveOutcome::Saved {
        warnings: Vec::new(),
    };
    let mut ui = Ui::for_test(80);
    let end = run_walk(&mut ui, &mut prompter, view, &mut session, &mut saver).expect("a walk");
    assert_eq!(end, WalkEnd::Interrupted { n_saved: 1 });
    assert!(session.text().contains("answer: By 2035"));
}

#[test]
fn a_code_alone_goes_there() {
    let (screen, ..) = seen(
        Ui::for_test(80),
        Language::En,
        "A02",
        NEW,
        vec![Reply::Chosen(0), command("b01")],
    );
    assert!(screen.contains("B01  "), "{screen}");
}

#[test]
fn why_tells_the_mistakes_and_the_lesson_with_its_source_and_the_question_does_not() {
    for (language, mistakes, lesson) in [
        (
            Language::En,
            "Common mistakes: ",
            "In the joint programme: ",
        ),
        (
            Language::Fr,
            "Erreurs fréquentes\u{a0}: ",
            "Dans le programme conjoint\u{a0}: ",
        ),
        (
            Language::Es,
            "Errores frecuentes: ",
            "En el programa conjunto: ",
        ),
    ] {
        let why = vec![Reply::Command("why".into())];
        let (with, ..) = seen(Ui::for_test(80), language, "B01", NEW, why);
        let (without, ..) = seen(Ui::for_test(80), language, "B01", NEW, vec![]);
        assert!(with.contains(mistakes) && with.contains(lesson), "{with}");
        assert!(with.contains("(S0)"), "{with}");
        assert!(
            !without.contains(mistakes) && !without.contains(lesson),
            "{without}"
        );
    }
}

#[test]
fn what_is_found_says_where_and_a_term_is_explained() {
    let asked = vec![
        Reply::Command("find polite reply".into()),
        Reply::Command("glossary remesas".into()),
        Reply::Command("glossary".into()),
    ];
    let ui = Ui::for_test(80).with_terminal_size(80, 60);
    let (screen, ..) = seen(ui, Language::En, "B02", NEW, asked);
    for part in [
        "common mistakes: Taking a polite reply",
        "Money that migrants send",
        "French: envois de fonds",
        "Spanish: remesas",
        "work plan",
        ":glossary TERM says what one means.",
    ] {
        assert!(screen.contains(part), "{part} is not in\n{screen}");
    }
}
