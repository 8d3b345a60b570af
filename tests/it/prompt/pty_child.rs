//! The program on the other side of the pseudo-terminal: this test binary
//! itself, running only the test below.

use std::env;
use std::thread::sleep;
use std::time::Duration;

use console::Term;
use mainstream::prompt::{Choice, Reply, Request, RequestKind, Words, ask, prompter_for};
use mainstream::ui::{Ui, UiOptions};

/// Set in the child: what it shall ask.
pub(super) const ASKS: &str = "PROMPT_TEST_ASKS";
/// Set in the child: the columns it must wait for the terminal to have.
pub(super) const COLUMNS: &str = "PROMPT_TEST_COLUMNS";
/// The name of the test that is the child.
pub(super) const NAME: &str = "prompt::pty_child::child";

const SEATS: [&str; 8] = [
    "Ministère de la planification",
    "Centre du gouvernement",
    "Affaires étrangères, avec la direction des affaires consulaires et de la diaspora",
    "Intérieur",
    "Travail",
    "漢字の省",
    "Bureau de la diaspora",
    "Autre",
];

#[test]
fn child() {
    let Ok(asks) = env::var(ASKS) else { return };
    let wanted: u16 = env::var(COLUMNS).unwrap().parse().unwrap();
    while Term::stderr().size().1 != wanted {
        sleep(Duration::from_millis(2));
    }
    // The test harness has left a line unfinished.
    eprintln!();
    let plain = asks.starts_with("plain");
    let mut ui = Ui::new(UiOptions {
        plain,
        ..UiOptions::default()
    });
    let kind = asks.trim_start_matches("plain ");
    let answer = ask_once(&mut ui, kind).unwrap_or_else(|| ask_all(&mut ui, kind));
    eprintln!("REPLY {answer} END");
}

/// The questions without commands.
fn ask_once(ui: &mut Ui, kind: &str) -> Option<String> {
    let words = Words::for_test();
    let items = SEATS.map(str::to_owned);
    Some(match kind {
        "pick" => format!(
            "{:?}",
            ask::pick(ui, &words, "Siège ? aide", &items, 0).unwrap()
        ),
        "fuzzy" => format!(
            "{:?}",
            ask::pick_fuzzy(ui, &words, "Siège ? aide", &items, 0).unwrap()
        ),
        "confirm" => format!(
            "{:?}",
            ask::confirm(ui, &words, "Siège ? aide", true).unwrap()
        ),
        _ => return None,
    })
}

fn ask_all(ui: &mut Ui, kind: &str) -> String {
    let words = Words::for_test();
    let mut prompter = prompter_for(ui);
    let mut request = Request {
        kind: kind_named(kind),
        label: "Siège".into(),
        hint: "? aide".into(),
        above: 0,
        words: &words,
    };
    let mut replies = Vec::new();
    loop {
        let reply = prompter.ask(ui, &request).unwrap();
        let draft = prompter.take_draft();
        replies.push(match &draft {
            Some(draft) => format!("{reply:?} with {draft:?}"),
            None => format!("{reply:?}"),
        });
        // A note is taken and the same thing asked again, as an interview does.
        if reply != Reply::Command("note".into()) {
            return replies.join(", ");
        }
        if let RequestKind::Text { initial } = &mut request.kind {
            *initial = draft;
        }
    }
}

fn kind_named(kind: &str) -> RequestKind {
    let seats = || SEATS.map(Choice::new).to_vec();
    match kind {
        "choice" => RequestKind::Choice {
            options: seats(),
            default: Some(0),
        },
        "choices" => RequestKind::Choices {
            options: seats(),
            chosen: vec![1],
        },
        "long" => {
            let options = (1..=60).map(|n| Choice::new(format!("Pays {n}"))).collect();
            RequestKind::Choice {
                options,
                default: None,
            }
        }
        "line" => RequestKind::Line {
            initial: None,
            completions: vec!["ministere-plan".into(), "travail".into()],
        },
        "initial" => RequestKind::Line {
            initial: Some("état".into()),
            completions: Vec::new(),
        },
        "text" => RequestKind::Text { initial: None },
        other => panic!("unknown kind {other}"),
    }
}
