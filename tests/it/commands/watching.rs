//! `check --watch`: again on every save.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use super::SMALL;
use crate::sandbox::Sandbox;

fn bad() -> String {
    SMALL.replace("TUN", "TUX")
}

/// A program that runs on, and the lines it writes.
struct Running {
    child: Child,
    lines: Receiver<String>,
}

impl Running {
    fn start(sandbox: &Sandbox, arguments: &[&str]) -> Self {
        let mut command = sandbox.command(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it runs");
        let (sender, lines) = channel();
        let streams: [Box<dyn Read + Send>; 2] = [
            Box::new(child.stdout.take().expect("a pipe")),
            Box::new(child.stderr.take().expect("a pipe")),
        ];
        for stream in streams {
            let sender = sender.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    if sender.send(line).is_err() {
                        break;
                    }
                }
            });
        }
        Self { child, lines }
    }

    /// The lines up to one that contains a text, that one included.
    fn until(&self, text: &str) -> Vec<String> {
        self.until_all(&[text])
    }

    /// The lines until each text stood in one: which stream comes first, nobody knows.
    fn until_all(&self, texts: &[&str]) -> Vec<String> {
        let mut seen: Vec<String> = Vec::new();
        let is_there = |seen: &[String], text| seen.iter().any(|line| line.contains(text));
        while !texts.iter().all(|text| is_there(&seen, *text)) {
            match self.lines.recv_timeout(Duration::from_mins(1)) {
                Ok(line) => seen.push(line),
                Err(error) => panic!("not all of {texts:?} ({error}) in {seen:?}"),
            }
        }
        seen
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
#[cfg(unix)]
fn a_watch_checks_again_on_every_save_until_ctrl_c() {
    let sandbox = Sandbox::new();
    sandbox.write("in/a.yaml", SMALL);
    let mut running = Running::start(
        &sandbox,
        &[
            "check",
            "in",
            "--watch",
            "--plain",
            "--format",
            "concise",
            "--output",
            "json=found.json",
        ],
    );
    let waiting = "waiting for a file to be saved";
    let seen = running.until(waiting);
    assert!(
        seen.iter()
            .any(|line| line.starts_with("no findings · 1 file checked")),
        "{seen:?}"
    );
    sandbox.write("in/a.yaml", bad());
    let seen = running.until_all(&["error[unknown-country]", waiting]);
    assert!(seen.iter().all(|line| !line.contains('\u{1b}')), "{seen:?}");
    assert!(sandbox.read("found.json").contains("unknown-country"));
    // A new file, then settings that speak another language.
    sandbox.write("in/b.yaml", SMALL);
    let seen = running.until(waiting);
    assert!(
        seen.iter().any(|line| line.contains("2 files checked")),
        "{seen:?}"
    );
    sandbox.write("in/mainstream.toml", "language = \"fr\"\n");
    let seen = running.until("la vérification reprend dès qu’un fichier est enregistré");
    assert!(
        seen.iter().any(|line| line.contains("2 fichiers vérifiés")),
        "{seen:?}"
    );
    // Nothing left to check is told, and the watch goes on.
    std::fs::remove_file(sandbox.path("in/a.yaml")).expect("it was there");
    std::fs::remove_file(sandbox.path("in/b.yaml")).expect("it was there");
    running.until("rien à vérifier");
    running.until("la vérification reprend dès qu’un fichier est enregistré");
    let pid = running.child.id().to_string();
    let killed = Command::new("kill")
        .args(["-INT", &pid])
        .status()
        .expect("kill");
    assert!(killed.success());
    assert_eq!(running.child.wait().expect("it ends").code(), Some(130));
}

#[test]
fn a_watch_of_nothing_ends_at_once() {
    let sandbox = Sandbox::new();
    sandbox.write("in/notes.txt", "x");
    let output = sandbox.run(&["check", "in", "--watch"]);
    assert_eq!(output.code, 3, "{output}");
}
