//! `walk`: the interview over a file.

use crate::error::{Exit, Failure, Said, nearest};
use crate::handbook::Texts;
use crate::interview::{Lookup, Options, Place, Scope, Session};
use crate::project::Formatter;
use crate::prompt::{PlainPrompter, PromptError, Prompter, TerminalPrompter};

use super::super::app::App;
use super::super::cli::WalkArgs;
use super::super::dropped::refuse_dropped;
use super::super::open::{OpenFile, lock};
use super::saver::Saver;
use super::{View, WalkEnd, run_walk};

pub(crate) fn run(app: &mut App, args: &WalkArgs) -> anyhow::Result<Exit> {
    let mut file = OpenFile::read(&args.file)?;
    let scope = file.with_project(app, |app, project| {
        let scope = scope(app, args)?;
        if let Some(body) = &scope.for_body {
            super::super::get::find_body(app, project, body)?;
        }
        super::super::upgrade::note_older(app, project, &args.file);
        Ok(scope)
    })?;
    if let Some(recorded) = &args.answers {
        return super::replaying::run(app, args, recorded, scope);
    }
    if args.no_input || !app.ui.can_prompt() {
        return Err(Failure::new(Exit::NoTerminal, "walk-no-terminal").into());
    }
    file.check_writable(app)?;
    let _lock = lock(app, &args.file, "walk")?;
    // Somebody may have changed the file between the first look and the lock.
    let file = OpenFile::read(&args.file)?;
    let (end, is_done) = interview(app, &file, scope)?;
    let (n_saved, exit) = match end {
        WalkEnd::Left { n_saved } => (n_saved, Exit::Done),
        WalkEnd::Interrupted { n_saved } => (n_saved, Exit::Interrupted),
    };
    let said = app.messages.get(
        "walk-end",
        &[("n", &n_saved), ("file", &args.file.display())],
    );
    app.ui.say(&said);
    if !is_done {
        app.say(&Said::new("walk-resume").with("file", args.file.display()));
    }
    Ok(exit)
}

/// How it ended, and whether nothing was left to ask then.
fn interview(app: &mut App, file: &OpenFile, scope: Scope) -> anyhow::Result<(WalkEnd, bool)> {
    let words = app.words();
    let today = App::today()?;
    let texts = Texts::new(&app.handbook, app.messages.language());
    let App {
        ui,
        messages,
        handbook,
        catalogues,
        ..
    } = app;
    let lookup = Lookup {
        handbook,
        texts: &texts,
        catalogues,
        decimal_comma: Formatter::new(messages).has_decimal_comma(),
    };
    let stale_reason = messages.get("stale-reason", &[]);
    let options = Options {
        scope,
        today: Some(today),
        stale_reason,
    };
    let mut session = Session::new(lookup, file.source.text(), options);
    let mut saver = Saver::new(file, handbook, messages);
    let mut prompter: Box<dyn Prompter> = if ui.is_plain() {
        Box::new(PlainPrompter::new())
    } else {
        Box::new(TerminalPrompter::new())
    };
    let view = View {
        messages,
        words: &words,
    };
    let end = run_walk(ui, prompter.as_mut(), view, &mut session, &mut |request| {
        saver.carry_out(request)
    });
    let is_done = *session.place() == Place::Done;
    end.map(|end| (end, is_done)).map_err(|error| match error {
        PromptError::NotATerminal => Failure::new(Exit::NoTerminal, "walk-no-terminal").into(),
        PromptError::Io(error) => {
            let failure = Failure::new(Exit::NoTerminal, "terminal-failed").because(&error);
            anyhow::Error::from(failure)
        }
    })
}

/// What the flags narrow the interview to.
pub(super) fn scope(app: &App, args: &WalkArgs) -> Result<Scope, Failure> {
    let handbook = &app.handbook;
    let unknown = |key: &'static str, name: &str, near: Option<&str>| {
        let failure = Failure::new(Exit::Usage, key).with("name", name);
        match near {
            Some(near) => failure.hint(Said::new("hint-did-you-mean").with("word", near)),
            None => failure.hint(Said::new("hint-handbook-list")),
        }
    };
    let mut scope = Scope {
        all: args.all,
        for_body: args.for_body.clone(),
        ..Scope::default()
    };
    for name in &args.stage {
        let ids = handbook
            .asked_stages()
            .iter()
            .map(|stage| stage.id.as_str());
        let stage = handbook.stage_index(name);
        let stage = stage.ok_or_else(|| unknown("stage-unknown", name, nearest(name, ids)))?;
        refuse_dropped(app, name, handbook.stages[stage].dropped.as_ref())?;
        scope.stages.push(stage);
    }
    for name in &args.step {
        let ids = handbook.steps.iter().map(|step| step.id.as_str());
        let step = handbook.step_index(name);
        let step = step.ok_or_else(|| unknown("step-unknown", name, nearest(name, ids)))?;
        refuse_dropped(app, name, handbook.steps[step].dropped.as_ref())?;
        scope.steps.push(step);
    }
    for name in &args.question {
        let near = nearest(name, handbook.question_names());
        let question = handbook.question_index(name);
        let question = question.ok_or_else(|| unknown("target-unknown", name, near))?;
        refuse_dropped(app, name, handbook.questions[question].dropped.as_ref())?;
        scope.questions.push(question);
    }
    Ok(scope)
}
