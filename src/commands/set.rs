//! `set`: change answers from the command line, all or none.

use crate::error::{Exit, Failure, Said, nearest};
use crate::handbook::Kind;
use crate::policy::{Asked, Flags, Policy};
use crate::project::{
    Change, Project, RecordName, State, Target, field_kind, header_kind, is_id, parse_target,
};
use crate::t;
use crate::yaml::Data;

use super::app::App;
use super::cli::SetArgs;
use super::filling::{chosen, fillings, say_filled};
use super::get::{find_record, target_failure};
use super::given::value_of;
use super::open::{OpenFile, lock};

pub(crate) fn run(app: &mut App, args: &SetArgs) -> anyhow::Result<Exit> {
    let mut file = OpenFile::read(&args.file)?;
    let held = if args.dry_run {
        None
    } else {
        Some(lock(app, &args.file, "set")?)
    };
    let planned = file.with_project(app, |app, project| {
        let changes = plan_all(app, project, args);
        Ok(changes.map(|changes| (chosen(app, project, &changes), changes)))
    })?;
    let (chosen, mut changes) = match planned {
        Ok(planned) => planned,
        Err(mut failures) => return refuse_all(app, &mut failures),
    };
    let fillings = fillings(app, file.source.text(), &changes, &chosen)?;
    changes.extend(fillings.iter().flat_map(|filling| filling.changes.clone()));
    if args.dry_run {
        let text = crate::project::apply_changes(file.source.text(), &app.handbook, &changes)?;
        app.ui.out(&text)?;
        return Ok(Exit::Done);
    }
    let names: Vec<&str> = args
        .assignments
        .iter()
        .map(|assignment| split(assignment).0)
        .collect();
    let is_new = file.save(app, &changes, &format!("set {}", names.join(" ")))?;
    drop(held);
    let key = if is_new { "set-done" } else { "set-unchanged" };
    app.say(
        &Said::new(key)
            .with("file", args.file.display())
            .with("names", names.join(", ")),
    );
    for filling in fillings {
        say_filled(app, &filling);
    }
    Ok(Exit::Done)
}

/// Shows every failure, so that all can be mended at once; nothing is written.
fn refuse_all(app: &mut App, failures: &mut Vec<Failure>) -> anyhow::Result<Exit> {
    let last = failures
        .pop()
        .ok_or_else(|| anyhow::anyhow!("no failure to show"))?;
    for failure in failures.iter() {
        super::app::show_failure(&mut app.ui, &app.messages, failure);
    }
    Err(last.hint(Said::new("set-nothing-written")).into())
}

fn split(assignment: &str) -> (&str, Option<&str>) {
    match assignment.split_once('=') {
        Some((name, value)) => (name.trim(), Some(value)),
        None => (assignment.trim(), None),
    }
}

fn plan_all(app: &App, project: &Project<'_>, args: &SetArgs) -> Result<Vec<Change>, Vec<Failure>> {
    let mut changes = Vec::new();
    let mut failures = Vec::new();
    let mut made: Vec<(Option<usize>, String)> = Vec::new();
    for assignment in &args.assignments {
        let (name, value) = split(assignment);
        let planned = parse_target(name, &app.handbook)
            .map_err(|error| target_failure(&app.handbook, name, &error))
            .and_then(|target| plan_one(app, project, args, (name, &target, value), &mut made));
        match planned {
            Ok(planned) => changes.extend(planned),
            Err(failure) => failures.push(failure),
        }
    }
    if failures.is_empty() {
        Ok(changes)
    } else {
        Err(failures)
    }
}

type Assignment<'a> = (&'a str, &'a Target, Option<&'a str>);

fn plan_one(
    app: &App,
    project: &Project<'_>,
    args: &SetArgs,
    (name, target, value): Assignment<'_>,
    made: &mut Vec<(Option<usize>, String)>,
) -> Result<Vec<Change>, Failure> {
    let has_aside = args.state.is_some() || args.note.is_some() || !args.source.is_empty();
    if value.is_none() && !has_aside {
        return Err(Failure::new(Exit::Usage, "set-no-value").with("name", name));
    }
    match target {
        Target::Header(_) | Target::Field(..) if has_aside => {
            Err(Failure::new(Exit::Usage, "set-aside-elsewhere").with("name", name))
        }
        Target::Header(key) => {
            let text = value.unwrap_or_default();
            let data = if !text.trim().is_empty() {
                if *key == "profile" {
                    known_profile(app, text.trim())?;
                }
                value_of(app, project, name, &header_kind(key), text)?
            } else if matches!(*key, "period" | "profile") {
                Data::Null
            } else {
                return Err(Failure::new(Exit::Usage, "set-header-needed").with("name", name));
            };
            Ok(vec![Change::Header {
                key: (*key).to_owned(),
                value: data,
            }])
        }
        Target::Record(_) => Err(Failure::new(Exit::Usage, "set-whole-record").with("name", name)),
        Target::Field(record, field) => {
            plan_field(app, project, (name, record, field, value), made)
        }
        Target::Question(index) => plan_question(app, project, args, name, *index, value),
    }
}

/// Refuses a profile that the handbook does not have.
fn known_profile(app: &App, name: &str) -> Result<(), Failure> {
    let flags = Flags {
        profile: Some(name.to_owned()),
        ..Flags::default()
    };
    Policy::of(&app.handbook, app.own(), &Asked::default(), &flags).map(drop)
}

fn plan_question(
    app: &App,
    project: &Project<'_>,
    args: &SetArgs,
    name: &str,
    question: usize,
    value: Option<&str>,
) -> Result<Vec<Change>, Failure> {
    let mut changes = Vec::new();
    if let Some(text) = value {
        let Kind::Value(kind) = &app.handbook.questions[question].kind else {
            let key = match app.handbook.questions[question].kind {
                Kind::Computed { .. } => "set-computed",
                _ => "set-list",
            };
            return Err(Failure::new(Exit::Usage, key)
                .with("name", name)
                .hint(Said::new("hint-target-form")));
        };
        if text.trim().is_empty() {
            changes.push(clearing(project, question));
            changes.extend(stale_changes(app, project, question));
        } else {
            let data = value_of(app, project, name, kind, text)?;
            changes.push(Change::Answer {
                question,
                value: data,
            });
            // A new answer ends an old "unknown" or "to be reviewed".
            if project
                .answer(question)
                .is_some_and(|answer| answer.state.is_some())
            {
                changes.push(Change::State {
                    question,
                    state: None,
                    reason: None,
                });
            }
            changes.extend(stale_changes(app, project, question));
        }
    }
    if let Some(state) = &args.state {
        let change = state_change(question, state, args.reason.as_deref())?;
        if let Change::State {
            state: Some(state), ..
        } = &change
        {
            let is_list = matches!(app.handbook.questions[question].kind, Kind::Records { .. });
            let hint = if is_list {
                Said::new("hint-remove-records-first")
                    .with("name", name)
                    .with("file", args.file.display())
            } else {
                Said::new("hint-clear-first")
                    .with("name", name)
                    .with("state", state.name())
            };
            check_no_contradiction(project, (name, question), *state, value)
                .map_err(|failure| failure.hint(hint))?;
        }
        changes.push(change);
    } else if args.reason.is_some() {
        return Err(Failure::new(Exit::Usage, "set-reason-without-state"));
    }
    if let Some(note) = &args.note {
        let note = Some(note.clone()).filter(|note| !note.trim().is_empty());
        changes.push(Change::Note { question, note });
    }
    for source in &args.source {
        find_record(project, None, source)?;
        changes.push(Change::Evidence {
            question,
            source: source.clone(),
        });
    }
    Ok(changes)
}

/// Removes an answer, and leaves what else is kept with it.
fn clearing(project: &Project<'_>, question: usize) -> Change {
    let has_more = project.answer(question).is_some_and(|answer| {
        answer.note.is_some() || !answer.evidence.is_empty() || answer.by.is_some()
    });
    if has_more {
        let value = Data::Null;
        Change::Answer { question, value }
    } else {
        Change::Clear { question }
    }
}

/// Refuses a state that says there is no answer where there is one.
fn check_no_contradiction(
    project: &Project<'_>,
    (name, question): (&str, usize),
    state: State,
    value: Option<&str>,
) -> Result<(), Failure> {
    let says_none = matches!(
        state,
        State::Blank | State::Skipped | State::Unknown | State::NotApplicable
    );
    let has_answer = match value {
        Some(text) => !text.trim().is_empty(),
        None => project
            .answer(question)
            .is_some_and(|answer| answer.value.is_some()),
    };
    if !(says_none && has_answer) {
        return Ok(());
    }
    Err(Failure::new(Exit::Usage, "set-state-contradicts")
        .with("name", name)
        .with("state", state.name()))
}

/// The answers that depend on a question need a review once it changes.
fn stale_changes(app: &App, project: &Project<'_>, question: usize) -> Vec<Change> {
    let handbook = &app.handbook;
    let changed = &handbook.questions[question];
    let reason = t!(app.messages, "stale-reason", code = changed.code);
    let dependants = handbook.dependants(&changed.path);
    let answered = dependants.filter(|index| project.state(handbook, *index) == State::Answered);
    answered
        .map(|question| Change::State {
            question,
            state: Some(State::NeedsReview),
            reason: Some(reason.clone()),
        })
        .collect()
}

fn state_change(question: usize, name: &str, reason: Option<&str>) -> Result<Change, Failure> {
    let names = State::ALL.map(State::name);
    let Some(state) = State::parse(name) else {
        let failure = Failure::new(Exit::Usage, "set-unknown-state").with("state", name);
        let near = nearest(name, names);
        let hint = match near {
            Some(near) => Said::new("hint-did-you-mean").with("word", near),
            None => Said::new("set-known-states").with("states", names.join(", ")),
        };
        return Err(failure.hint(hint));
    };
    if state == State::NotApplicable && reason.is_none_or(|reason| reason.trim().is_empty()) {
        return Err(Failure::new(Exit::Usage, "set-reason-needed"));
    }
    Ok(Change::State {
        question,
        state: Some(state),
        reason: reason.map(str::to_owned),
    })
}

type FieldAssignment<'a> = (&'a str, &'a RecordName, &'a str, Option<&'a str>);

fn plan_field(
    app: &App,
    project: &Project<'_>,
    (name, record, field, value): FieldAssignment<'_>,
    made: &mut Vec<(Option<usize>, String)>,
) -> Result<Vec<Change>, Failure> {
    let handbook = &app.handbook;
    let kind = field_kind(handbook, record.home, field)
        .ok_or_else(|| Failure::new(Exit::Usage, "target-malformed").with("name", name))?;
    let text = value.unwrap_or_default();
    let data = if text.trim().is_empty() {
        None
    } else {
        Some(value_of(app, project, name, &kind, text)?)
    };
    let mut changes = Vec::new();
    let before = match record.home {
        None => project.sources().len(),
        Some(home) => project.list(home).len(),
    };
    let earlier = made.iter().filter(|(home, _)| *home == record.home);
    let position = match earlier.clone().position(|(_, id)| *id == record.id) {
        Some(nth) => before + nth,
        None if record.is_new => {
            if !is_id(&record.id) || project.record(&record.id).is_some() {
                return Err(Failure::new(Exit::Usage, "record-id-taken").with("id", &record.id));
            }
            let position = before + earlier.count();
            changes.push(new_record(app, record));
            made.push((record.home, record.id.clone()));
            position
        }
        None => find_record(project, record.home, &record.id)?.index,
    };
    changes.push(Change::Field {
        home: record.home,
        record: position,
        field: field.to_owned(),
        value: data,
    });
    Ok(changes)
}

fn new_record(app: &App, record: &RecordName) -> Change {
    let mut fields = vec![("id".to_owned(), Data::Text(record.id.clone()))];
    if let Some(home) = record.home
        && let Kind::Records { preset, .. } = &app.handbook.questions[home].kind
    {
        fields.extend(
            preset
                .iter()
                .map(|(key, value)| (key.clone(), Data::Text(value.clone()))),
        );
    }
    Change::AddRecord {
        home: record.home,
        at: None,
        fields,
    }
}
