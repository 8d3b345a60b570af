//! Whole screens, through a scripted person.

use mainstream::commands::walk::{SaveOutcome, SaveRequest, View, WalkEnd, run_walk};
use mainstream::language::Messages;
use mainstream::prompt::{Reply, ScriptedPrompter, Words};
use mainstream::ui::Ui;

use super::*;

fn words(messages: &Messages) -> Words {
    Words { separator: messages.get("list-separator", &[]), ..Words::for_test() }
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
    let scope = Scope { questions: vec![world().index(code)], ..Scope::default() };
    let stale_reason = messages.get("stale-reason", &[]);
    let options = Options { scope, stale_reason, ..Options::default() };
    let mut session = Session::new(world().lookup(language), text, options);
    let mut ui = ui;
    let mut prompter = ScriptedPrompter::new(replies);
    let view = View { messages: &messages, words: &words };
    let mut history = vec![text.to_owned()];
    let mut saver = |request: &SaveRequest| match request {
        SaveRequest::Save { new_text, .. } => {
            history.push(new_text.clone());
            SaveOutcome::Saved { warnings: Vec::new() }
        }
        SaveRequest::Undo if history.len() > 1 => {
            history.pop();
            SaveOutcome::Undone { new_text: history.last().cloned().unwrap_or_default(), what: "…".into() }
        }
        SaveRequest::Undo => SaveOutcome::Refused { why: "nothing to undo".into() },
    };
    let end = run_walk(&mut ui, &mut prompter, view, &mut session, &mut saver).expect("a walk");
    (ui.kept_err(), end, session.text().to_owned())
}

fn command(text: &str) -> Reply {
    Reply::Command(text.into())
}

#[test]
fn tmp_print() {
    for (width, plain, language) in [(80, false, Language::Fr), (40, false, Language::En), (80, true, Language::En)] {
        let ui = Ui::for_test(width).with_plain(plain);
        let text = project("  set-up:\n    bodies:\n      - {id: comite, name: Comité de pilotage, role: steering, chair: Affaires sociales}\n      - {id: donnees, name: Groupe de travail données, role: inter-ministerial}\n");
        let replies = vec![
            Reply::Chosen(0), Reply::Chosen(1), command("why"), Reply::Line("12".into()), command("note à voir"), command("bck"), command("quit"),
        ];
        let (screen, end, text) = seen(ui, language, "D09", &text, replies);
        println!("=====\n{screen}\n{end:?}\n{text}");
    }
    let (screen, ..) = seen(Ui::for_test(80), Language::Fr, "D04", NEW, vec![Reply::Chosen(0), command("help"), command("list"), command("find migrant"), command("undo"), command("go A02"), command("source new"), Reply::Line("Recensement".into())]);
    println!("{screen}");
    let (screen, ..) = seen(Ui::for_test(80), Language::Fr, "A02", NEW, vec![Reply::Chosen(0)]);
    println!("{screen}");
}
