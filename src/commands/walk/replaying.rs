//! Recorded answers given through the interview: `walk --answers` and the demonstration.

use std::collections::BTreeSet;

use crate::error::{Exit, Failure, Said};
use crate::handbook::{Kind, Texts};
use crate::interview::{
    Effect, Lookup, Obstacle, Options, Place, Scope, Session, Unanswered, replay,
};
use crate::project::Project;
use crate::ui::{Style, Ui, layout, sanitize_line};

use super::super::app::App;
use super::super::cli::WalkArgs;
use super::super::open::{OpenFile, lock, view};
use super::{View, show_screen};

/// What came of a replay.
pub(crate) struct Replayed {
    /// The text with every answer that was taken.
    pub(crate) text: String,
    /// How many questions and records' fields were taken.
    pub(crate) n_saved: usize,
    /// What was not taken, in words.
    pub(crate) left: Vec<Said>,
}

/// `walk FILE --answers RECORDED`: all in one save, which one `undo` takes back.
pub(super) fn run(
    app: &mut App,
    args: &WalkArgs,
    recorded: &std::path::Path,
    scope: Scope,
) -> anyhow::Result<Exit> {
    let _lock = lock(app, &args.file, "walk")?;
    let mut file = OpenFile::read(&args.file)?;
    let recorded = OpenFile::read(recorded)?;
    let parsed = crate::yaml::parse(recorded.source.text());
    let project = view(&recorded.source, &parsed, &app.handbook)?;
    let replayed = play(app, file.source.text(), &project, scope, &BTreeSet::new())?;
    let what = format!("walk --answers {}", recorded.path.display());
    file.replace(app, replayed.text, &what)?;
    for said in &replayed.left {
        app.warn(said);
    }
    let said = Said::new("walk-end")
        .with("n", replayed.n_saved)
        .with("file", args.file.display());
    app.say(&said);
    Ok(if replayed.left.is_empty() {
        Exit::Done
    } else {
        Exit::Findings
    })
}

/// Gives recorded answers to a new interview about `text`; the screens of the named questions are shown.
pub(crate) fn play(
    app: &mut App,
    text: &str,
    recorded: &Project<'_>,
    scope: Scope,
    screens: &BTreeSet<String>,
) -> Result<Replayed, Failure> {
    let words = app.words();
    let today = App::today()?;
    let texts = Texts::new(&app.handbook, app.messages.language());
    let stale_reason = app.messages.get("stale-reason", &[]);
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
        // What is recorded was written in a file, not typed.
        decimal_comma: false,
    };
    let options = Options {
        scope,
        today: Some(today),
        stale_reason,
    };
    let mut session = Session::new(lookup, text, options);
    let mut show = Show {
        ui,
        view: View {
            messages,
            words: &words,
        },
        screens,
        shown: BTreeSet::new(),
        waiting: None,
        n_saved: 0,
    };
    let left = replay(&mut session, recorded, &mut |session, effects| {
        show.follow(session, effects);
        true
    });
    let n_saved = show.n_saved;
    let left = left.iter().map(|left| said(handbook, left)).collect();
    Ok(Replayed {
        text: session.text().to_owned(),
        n_saved,
        left,
    })
}

fn said(handbook: &crate::handbook::Handbook, left: &Unanswered) -> Said {
    let code = left
        .question
        .map_or("sources", |index| handbook.questions[index].code.as_str());
    let parts = [Some(code), left.record.as_deref(), left.field.as_deref()];
    let place: Vec<&str> = parts.into_iter().flatten().collect();
    let key = match left.why {
        Obstacle::NotAsked => "walk-recorded-not-asked",
        Obstacle::Refused(_) => "walk-recorded-refused",
        Obstacle::Stopped => "walk-recorded-stopped",
    };
    Said::new(key).with("place", place.join(" "))
}

/// Whether the demonstration may take its time.
pub(crate) fn is_watched(ui: &Ui) -> bool {
    ui.can_prompt() && !ui.is_quiet()
}

/// What is shown of a replay: some screens, and what was answered there.
struct Show<'s> {
    ui: &'s mut Ui,
    view: View<'s>,
    screens: &'s BTreeSet<String>,
    shown: BTreeSet<String>,
    /// The question on the last screen, until it is answered.
    waiting: Option<usize>,
    n_saved: usize,
}

impl Show<'_> {
    fn follow(&mut self, session: &Session<'_>, effects: &[Effect]) {
        let saves = effects
            .iter()
            .filter(|effect| matches!(effect, Effect::Save(_)));
        let n_saved = saves.count();
        self.n_saved += n_saved;
        if n_saved > 0
            && let Some(index) = self.waiting.take()
        {
            self.show_answer(session, index);
        }
        let handbook = session.lookup().handbook;
        let Some(index) = session.place().question() else {
            return;
        };
        let code = &handbook.questions[index].code;
        if matches!(session.place(), Place::Intro { .. }) {
            return;
        }
        if self.screens.contains(code) && self.shown.insert(code.clone()) {
            show_screen(self.ui, self.view, session);
            self.waiting = Some(index);
        }
    }

    /// Shows an answer the way it looks when somebody has just given it.
    fn show_answer(&mut self, session: &Session<'_>, index: usize) {
        let lookup = session.lookup();
        let question = &lookup.handbook.questions[index];
        let Kind::Value(kind) = &question.kind else {
            return;
        };
        let values =
            session.with_project(|project| project.values(lookup.handbook, &question.path));
        let label = |value: String| match kind.set() {
            Some(set) => lookup.texts.choice(set, &value).into_owned(),
            None => value,
        };
        let labels: Vec<String> = values.into_iter().flatten().map(label).collect();
        let sign = if self.ui.is_unicode() { "❯ " } else { "> " };
        let text = sanitize_line(&labels.join(", ")).into_owned();
        let lines = layout::fill(&text, self.ui.width(), sign, "  ");
        let lines = self.ui.style(Style::Accent, &lines);
        self.ui.show_line(&format!("{lines}\n"));
    }
}
