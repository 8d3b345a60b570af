//! Commands: their words, and every one of them at every kind of prompt.

use mainstream::commands::walk::vocabulary;
use mainstream::interview::{Action, Command, CommandFault, Effect, Notice, Place, Verb};
use mainstream::language::Messages;

use super::*;

#[test]
fn commands_are_read_in_both_languages_and_by_first_letters() {
    let french = vocabulary(&Messages::load(Language::Fr));
    let read = |typed: &str| french.parse(typed).expect("a command");
    assert_eq!(read(":pourquoi"), Command::Why);
    assert_eq!(read("why"), Command::Why);
    assert_eq!(read("aller b01"), Command::Go("b01".into()));
    assert_eq!(
        read(":note à valider  par le cabinet"),
        Command::Note(Some("à valider  par le cabinet".into()))
    );
    assert_eq!(
        read("so plan communal"),
        Command::NotApplicable(Some("plan communal".into()))
    );
    assert_eq!(read("source nouvelle"), Command::NewSource);
    assert_eq!(read("source new"), Command::NewSource);
    assert_eq!(read("r"), Command::Back);
    assert_eq!(read("?"), Command::Help);
    assert_eq!(french.verb("a"), None, "aller, annuler and aide begin so");
    assert_eq!(
        french.parse("go"),
        Err(CommandFault::NeedsArgument(Verb::Go))
    );
    let Err(CommandFault::Unknown { nearest, .. }) = french.parse("pourqoi") else {
        panic!()
    };
    assert_eq!(nearest.as_deref(), Some("pourquoi"));
}

#[test]
fn spanish_has_its_own_words_and_a_single_g_still_goes() {
    let spanish = vocabulary(&Messages::load(Language::Es));
    let read = |typed: &str| spanish.parse(typed).expect("a command");
    assert_eq!(
        read("glosario línea de base"),
        Command::Glossary(Some("línea de base".into()))
    );
    assert_eq!(read(":por-que"), Command::Why);
    assert_eq!(read("por qué"), Command::Why);
    assert_eq!(
        read(":no procede no hay municipios"),
        Command::NotApplicable(Some("no hay municipios".into()))
    );
    assert_eq!(
        read("no-procede no hay"),
        Command::NotApplicable(Some("no hay".into()))
    );
    assert_eq!(read("aplazar"), Command::Skip);
    assert_eq!(read("fuente nueva"), Command::NewSource);
    assert_eq!(read("salir"), Command::Quit);
    assert_eq!(read("glossary"), Command::Glossary(None));
    for language in Language::ALL {
        let words = vocabulary(&Messages::load(language));
        assert_eq!(words.verb("g"), Some(Verb::Go), "{language}");
        assert_eq!(words.verb("gl"), Some(Verb::Glossary), "{language}");
    }
}

#[test]
fn a_term_is_shown_or_the_nearest_are_named() {
    let mut run = session(NEW);
    let effects = obey(&mut run, Command::Glossary(Some("ODD".into())));
    let [Effect::ShowTerms(terms)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(terms[0].name, "Sustainable Development Goal (SDG)");
    assert_eq!(terms[0].others.len(), Language::ALL.len() - 1);
    let effects = obey(&mut run, Command::Glossary(Some("basline".into())));
    let [Effect::Say(Notice::NoSuchTerm { nearest, .. })] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(nearest[0], "baseline");
    let effects = obey(&mut run, Command::Glossary(None));
    let [Effect::ListTerms(names)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert!(names.len() > 50, "{names:?}");
}

#[test]
fn every_language_names_every_command() {
    for language in Language::ALL {
        let messages = Messages::load(language);
        for verb in Verb::ALL {
            assert!(
                messages.has(&format!("command-{}", verb.word())),
                "{language}: {}",
                verb.word()
            );
            assert!(
                messages.has(&format!("walk-help-{}", verb.word())),
                "{language}: {}",
                verb.word()
            );
        }
    }
}

/// A session at each kind of prompt.
fn everywhere() -> Vec<Session<'static>> {
    let bodies = "  set-up:\n    bodies:\n      - {id: a, name: A, role: steering}\n      - {id: b, name: B, role: ministry}\n    focal-points:\n      - {id: f, post: F, body: a}\n    focal-point-seat: planning\n    calling-rank: \"no\"\n";
    let at = |code: &str, actions: &[Action]| {
        let mut run = asking(&project(bodies), code);
        for action in actions {
            act(&mut run, action.clone());
        }
        run
    };
    let mut sessions = vec![
        session(NEW),
        at("A02", &[]),
        at("A07", &[]),
        at("B05", &[]),
        at("A03", &[]),
        at("D01", &[]),
        at("D01", &[Action::Add]),
        at("D01", &[Action::Change(0)]),
        at("D01", &[Action::Remove]),
        at("D01", &[Action::Remove, Action::Row(0)]),
        at("D01", &[Action::Reorder, Action::Row(0)]),
        at("D09", &[]),
        at("D09", &[Action::Add]),
        at("D09", &[Action::FillEmpty]),
    ];
    let with = |code: &str, command: Command| {
        let mut run = at(code, &[]);
        obey(&mut run, command);
        run
    };
    sessions.push(with("A07", Command::NotApplicable(None)));
    sessions.push(with("A07", Command::Note(None)));
    sessions.push(with("A07", Command::NewSource));
    let mut source = at("A07", &[]);
    obey(&mut source, Command::NewSource);
    typed(&mut source, "Census");
    sessions.push(source);
    let mut stale = at("D04", &[]);
    stale.handle(Input::Value(Given::One("labour".into())));
    assert!(matches!(stale.place(), Place::Stale { .. }));
    sessions.push(stale);
    let mut done = at("B01", &[]);
    done.handle(Input::Value(Given::One("no".into())));
    assert_eq!(done.place(), &Place::Done);
    sessions.push(done);
    sessions
}

#[test]
fn every_command_does_something_at_every_prompt() {
    let commands = [
        Command::Back,
        Command::Skip,
        Command::List(None),
        Command::List(Some("B".into())),
        Command::List(Some("nothing".into())),
        Command::Go("J01".into()),
        Command::Go("a".into()),
        Command::Go("nowhere".into()),
        Command::Find("census".into()),
        Command::Find("xyzzy".into()),
        Command::Glossary(Some("baseline".into())),
        Command::Glossary(Some("xyzzy".into())),
        Command::Glossary(None),
        Command::Why,
        Command::Example,
        Command::Note(Some("to be confirmed".into())),
        Command::Note(None),
        Command::Source(None),
        Command::Source(Some("nothing".into())),
        Command::NewSource,
        Command::NotApplicable(Some("no such level".into())),
        Command::NotApplicable(None),
        Command::Unknown,
        Command::Undo,
        Command::Help,
        Command::Quit,
    ];
    for command in commands {
        for mut run in everywhere() {
            let (before, text) = (run.place().clone(), run.text().to_owned());
            let effects = obey(&mut run, command.clone());
            let did = !effects.is_empty() || run.place() != &before || run.text() != text;
            let asked_already = matches!(
                (&command, &before),
                (Command::NotApplicable(None), Place::Reason(_)) | (Command::Go(_), _)
            );
            assert!(did || asked_already, "{command:?} at {before:?}");
            let _ = run.prompt();
        }
    }
}

#[test]
fn these_work_everywhere() {
    for mut run in everywhere() {
        let place = run.place().clone();
        assert_eq!(
            obey(&mut run, Command::Help),
            [Effect::ShowHelp],
            "{place:?}"
        );
        assert_eq!(obey(&mut run, Command::Undo), [Effect::Undo], "{place:?}");
        assert!(
            matches!(
                obey(&mut run, Command::List(None))[..],
                [Effect::ShowList(_)]
            ),
            "{place:?}"
        );
        assert!(
            matches!(
                obey(&mut run, Command::Find("plan".into()))[..],
                [Effect::ShowFound(_)]
            ),
            "{place:?}"
        );
        assert!(
            matches!(
                obey(&mut run, Command::Glossary(Some("línea de base".into())))[..],
                [Effect::ShowTerms(_)]
            ),
            "{place:?}"
        );
        assert_eq!(run.place(), &place, "telling something does not move");
        go(&mut run, "J01");
        assert_eq!(here(&run), "J01", "{place:?}");
        assert_eq!(
            obey(&mut run, Command::Quit).last(),
            Some(&Effect::Quit),
            "{place:?}"
        );
    }
}

#[test]
fn going_takes_codes_paths_ids_steps_stages_and_records() {
    let text = project("  set-up:\n    bodies:\n      - {id: cabinet, name: Cabinet}\n");
    for (name, code) in [
        ("b01", "B01"),
        ("readiness.ownership", "B03"),
        ("political-backing", "B01"),
        ("set-up", "D01"),
        ("d", "D01"),
        ("G1", "G101"),
        ("goals", "H01"),
        ("2", "H01"),
        ("cabinet", "D01"),
    ] {
        let mut run = session(&text);
        assert_eq!(go(&mut run, name), [], "{name}");
        assert_eq!(here(&run), code, "{name}");
    }
    let mut run = session(&text);
    let effects = go(&mut run, "politcal-backing");
    assert!(
        matches!(&effects[..], [Effect::Say(Notice::NoSuchPlace { nearest, .. })] if !nearest.is_empty()),
        "{effects:?}"
    );
}

#[test]
fn finding_looks_through_questions_records_and_terms() {
    let text = project("  set-up:\n    bodies:\n      - {id: comite, name: Comité}\n");
    let mut run = session(&text);
    let effects = obey(&mut run, Command::Find("COMITE".into()));
    let [Effect::ShowFound(found)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(
        found.records,
        [("comite".to_owned(), "Comité".to_owned(), "D01".to_owned())]
    );
    let effects = obey(&mut run, Command::Find("remittance".into()));
    let [Effect::ShowFound(found)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert!(!found.questions.is_empty() && !found.terms.is_empty());
}
