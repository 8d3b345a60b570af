//! The interview: the state machine by its inputs, and its screens by a script.

mod commands;
mod filling;
mod instruments;
mod properties;
mod records;
mod replaying;
mod screens;
mod values;

use std::sync::OnceLock;

use mainstream::handbook::{Catalogues, Handbook, Texts, load_builtin};
use mainstream::interview::{
    Action, Command, Effect, Entry, Given, Gives, Input, Lookup, Options, Place, Save, Scope,
    Session,
};
use mainstream::language::Language;

/// What every interview of the tests is about.
pub(crate) struct World {
    pub(crate) handbook: Handbook,
    english: Texts,
    french: Texts,
    spanish: Texts,
    catalogues: Catalogues,
}

pub(crate) fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let handbook = load_builtin().expect("the built-in handbook");
        let english = Texts::new(&handbook, Language::En);
        let french = Texts::new(&handbook, Language::Fr);
        let spanish = Texts::new(&handbook, Language::Es);
        World {
            english,
            french,
            spanish,
            catalogues: Catalogues::builtin(),
            handbook,
        }
    })
}

impl World {
    pub(crate) fn lookup(&'static self, language: Language) -> Lookup<'static> {
        let texts = match language {
            Language::Fr => &self.french,
            Language::Es => &self.spanish,
            Language::En | Language::Other(_) => &self.english,
        };
        Lookup {
            handbook: &self.handbook,
            texts,
            catalogues: &self.catalogues,
            decimal_comma: false,
        }
    }

    pub(crate) fn index(&self, code: &str) -> usize {
        self.handbook.question_index(code).expect("a question")
    }
}

pub(crate) const NEW: &str = "\
mainstream: 1
handbook: {id: gmg, edition: \"2026.1\"}
country: ZZS
title: Migration in the plan
language: en
currency: XTS
";

/// A project with answers under these lines.
pub(crate) fn project(answers: &str) -> String {
    format!("{NEW}answers:\n{answers}")
}

pub(crate) fn options() -> Options {
    Options {
        stale_reason: "{code} has changed since".into(),
        ..Options::default()
    }
}

pub(crate) fn session(text: &str) -> Session<'static> {
    session_with(text, options())
}

pub(crate) fn session_with(text: &str, options: Options) -> Session<'static> {
    Session::new(world().lookup(Language::En), text, options)
}

/// A session about one question only.
pub(crate) fn asking(text: &str, code: &str) -> Session<'static> {
    let scope = Scope {
        questions: vec![world().index(code)],
        ..Scope::default()
    };
    let mut session = session_with(text, Options { scope, ..options() });
    begin(&mut session);
    session
}

/// Passes over the introduction of a step.
pub(crate) fn begin(session: &mut Session<'_>) {
    if matches!(session.place(), Place::Intro { .. }) {
        session.handle(Input::Action(Action::Continue));
    }
}

pub(crate) fn typed(session: &mut Session<'_>, text: &str) -> Vec<Effect> {
    session.handle(Input::Value(Given::Text(text.into())))
}

pub(crate) fn act(session: &mut Session<'_>, action: Action) -> Vec<Effect> {
    session.handle(Input::Action(action))
}

pub(crate) fn obey(session: &mut Session<'_>, command: Command) -> Vec<Effect> {
    session.handle(Input::Command(command))
}

pub(crate) fn go(session: &mut Session<'_>, to: &str) -> Vec<Effect> {
    obey(session, Command::Go(to.into()))
}

pub(crate) fn saves(effects: &[Effect]) -> Vec<&Save> {
    let mut found = Vec::new();
    for effect in effects {
        if let Effect::Save(save) = effect {
            found.push(save);
        }
    }
    found
}

/// The code of the question being asked.
pub(crate) fn here(session: &Session<'_>) -> String {
    let question = session.place().question();
    question.map_or("—".into(), |index| {
        world().handbook.questions[index].code.clone()
    })
}

/// What is offered, by label or by the name of the action.
pub(crate) fn offered(session: &Session<'_>) -> Vec<String> {
    match session.prompt().entry {
        Entry::Choice { options, .. } | Entry::Choices { options, .. } => options
            .into_iter()
            .map(|option| match option.gives {
                Gives::Value(id) => id,
                Gives::Action(action) => format!("{action:?}"),
            })
            .collect(),
        Entry::Line { .. } | Entry::Text { .. } => Vec::new(),
    }
}
