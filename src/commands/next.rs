//! `next`: what to do next.

use serde_json::json;

use crate::error::Exit;
use crate::handbook::Phase;
use crate::project::{Progress, Project, State};
use crate::t;
use crate::ui::{Style, layout};

use super::app::App;
use super::cli::NextArgs;
use super::open::OpenFile;

pub(crate) fn run(app: &mut App, args: &NextArgs) -> anyhow::Result<Exit> {
    let mut file = OpenFile::read(&args.file)?;
    file.with_project(app, |app, project| {
        let progress = Progress::of(project, &app.handbook);
        let open = open_questions(app, project, &progress, args.limit);
        let text = if args.json {
            json_text(app, &open)?
        } else {
            show_open(app, project, &open)
        };
        app.ui.out(&text)?;
        Ok(Exit::Done)
    })
}

/// A question with something left to do.
pub(crate) struct Open {
    pub(crate) question: usize,
    pub(crate) state: State,
}

/// What is to be done first: answers to review, then begun ones, then blank ones that have to be
/// answered, then the passed-over and the optional, each in the order of the handbook.
pub(crate) fn open_questions(
    app: &App,
    _project: &Project<'_>,
    progress: &Progress,
    limit: usize,
) -> Vec<Open> {
    let rank = |question: usize, state: State| match state {
        State::NeedsReview => 0,
        State::Draft => 1,
        State::Blank if app.handbook.questions[question].phase != Phase::Optional => 2,
        State::Skipped => 3,
        _ => 4,
    };
    let states = progress.states.iter().enumerate();
    let mut open: Vec<Open> = states
        .filter_map(|(question, state)| {
            Some(Open {
                question,
                state: (*state)?,
            })
        })
        .filter(|open| !open.state.is_settled())
        .collect();
    open.sort_by_key(|open| (rank(open.question, open.state), open.question));
    open.truncate(limit);
    open
}

/// The open questions as lines, with the reason of a review.
pub(crate) fn show_open(app: &App, project: &Project<'_>, open: &[Open]) -> String {
    if open.is_empty() {
        return format!("{}\n", t!(app.messages, "next-nothing"));
    }
    let mut text = format!(
        "{}\n",
        app.ui
            .style_out(Style::Heading, &t!(app.messages, "next-title"))
    );
    for item in open {
        let question = &app.handbook.questions[item.question];
        let word = app
            .messages
            .get(&format!("state-{}", item.state.name()), &[]);
        let ask = app.texts().ask(question);
        let lead = format!("  {:<4}  ", question.code);
        let indent = " ".repeat(layout::columns(&lead));
        let line = format!("{ask} ({word})");
        text.push_str(&layout::fill(&line, app.ui.width(), &lead, &indent));
        text.push('\n');
        let reason = project
            .answer(item.question)
            .and_then(|answer| answer.reason);
        if let Some(reason) = reason {
            let reason = crate::ui::sanitize_line(reason.text);
            text.push_str(&layout::fill(&reason, app.ui.width(), &indent, &indent));
            text.push('\n');
        }
    }
    text
}

fn json_text(app: &App, open: &[Open]) -> anyhow::Result<String> {
    let items: Vec<_> = open
        .iter()
        .map(|open| {
            let question = &app.handbook.questions[open.question];
            let ask = app.texts().ask(question);
            json!({"question": question.path, "code": question.code, "state": open.state, "ask": ask})
        })
        .collect();
    let found = json!({"schema": "mainstream/next/1", "next": items});
    Ok(format!("{}\n", serde_json::to_string_pretty(&found)?))
}
