//! The finished program in a real pseudo-terminal: what a person sees, and what is in the file then.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod answering;
mod around;
mod commands;
mod leaving;
mod modes;
mod reading;
mod underneath;

use std::process::Command;

use crate::prompt::terminal::Terminal;
use crate::sandbox::Sandbox;

const UP: &str = "\x1b[A";
const DOWN: &str = "\x1b[B";
const ENTER: &str = "\r";
const ESC: &str = "\x1b";
const CTRL_C: &str = "\x03";
const CTRL_D: &str = "\x04";
/// Empties a line that is filled in.
const CTRL_U: &str = "\x15";

/// What every prompt of a list ends with in French.
const KEYS: &str = ": commande";
/// What every prompt of a line ends with in French.
const LINE: &str = ":aide commandes";

/// A project in French whose first two steps are begun, so that they are not introduced again.
fn office() -> Sandbox {
    let office = Sandbox::new().french().with_project();
    office.ok(&["set", "tunisia.yaml", "A12=government", "B01=partly"]);
    office
}

/// The program in a terminal, its output in order of time.
fn open(sandbox: &Sandbox, arguments: &[&str], size: (u16, u16), env: &[(&str, &str)]) -> Terminal {
    let program = sandbox.command(arguments);
    // The size is set before the program looks at it, not while it does.
    let mut command = Command::new("/bin/sh");
    let (columns, rows) = size;
    let script = format!("stty cols {columns} rows {rows}; exec \"$0\" \"$@\"");
    command
        .arg("-c")
        .arg(script)
        .arg(program.get_program())
        .args(program.get_args());
    command.current_dir(sandbox.folder()).env_clear();
    let set = program
        .get_envs()
        .filter_map(|(name, value)| Some((name, value?)));
    command.envs(set).env_remove("COLUMNS");
    command
        .env("PATH", "/usr/bin:/bin")
        .env("TERM", "xterm-256color");
    command.env("NO_COLOR", "1").envs(env.iter().copied());
    Terminal::spawn(command, columns, rows)
}

/// The interview about one question of the project, in a terminal of 80 columns and 24 rows.
fn walk(sandbox: &Sandbox, questions: &[&str]) -> Terminal {
    walk_in(sandbox, questions, (80, 24), &[])
}

fn walk_in(
    sandbox: &Sandbox,
    questions: &[&str],
    size: (u16, u16),
    env: &[(&str, &str)],
) -> Terminal {
    let mut arguments = vec!["walk", "tunisia.yaml"];
    for question in questions {
        arguments.extend(["--question", question]);
    }
    open(sandbox, &arguments, size, env)
}

/// Waits until a line is asked for below `heading`, and types there.
#[track_caller]
fn on_line(walk: &mut Terminal, heading: &str, typed: &str) {
    walk.until_screen(heading, |screen| {
        let text = screen.text();
        let below = text.rsplit(heading).next().unwrap_or_default();
        text.contains(heading) && below.ends_with("\n>") && below.matches("\n>").count() == 1
    });
    walk.send(typed);
}

/// Leaves an interview in which all is asked.
#[track_caller]
fn leave(walk: &mut Terminal) {
    walk.at("Plus rien", "").at(KEYS, CTRL_D);
    assert_eq!(walk.exit_code(), 0);
}

/// The program's answer to `get`.
fn answer(sandbox: &Sandbox, question: &str) -> String {
    sandbox
        .ok(&["get", "tunisia.yaml", question])
        .trim_end()
        .to_owned()
}

/// Checks that the file is a project without errors.
#[track_caller]
fn assert_whole(sandbox: &Sandbox) {
    let checked = sandbox.run(&["check", "tunisia.yaml", "--fail-on", "error"]);
    assert_eq!(
        checked.code,
        0,
        "{checked}\n{}",
        sandbox.read("tunisia.yaml")
    );
}
