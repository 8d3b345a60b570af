//! Several processes at one file, and processes that are killed.
//!
//! The test binary runs itself, with the one test `store::child`, as the other process.

use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use mainstream::clock;
use mainstream::store::{Lock, Note, Stamp, StoreError, load, save, undo};

use super::{Desk, fine, me, moment};

const ROLE: &str = "STORE_TEST_ROLE";
const FILE: &str = "STORE_TEST_FILE";
const LIMIT: u64 = 1_000_000;
const N_COUNTS: usize = 20;

/// A text that shows where it begins and ends.
fn version(number: u64) -> String {
    let line = format!("answer: {number}\n");
    format!("begin: {number}\n{}end: {number}\n", line.repeat(1000))
}

fn number_in(text: &str) -> u64 {
    let first = text.lines().next().unwrap();
    first.strip_prefix("begin: ").unwrap().parse().unwrap()
}

fn command(role: &str, file: &Path) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command
        .args(["--exact", "store::child", "--nocapture"])
        .env(ROLE, role)
        .env(FILE, file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    command
}

/// Starts the other process and waits until it says that it is ready.
fn spawn(role: &str, file: &Path) -> (Child, impl BufRead) {
    let mut child = command(role, file).spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    wait_for("ready", &mut output);
    (child, output)
}

fn wait_for(word: &str, output: &mut impl BufRead) {
    let mut line = String::new();
    while !line.contains(word) {
        line.clear();
        assert_ne!(output.read_line(&mut line).unwrap(), 0, "the child died");
    }
}

/// What the other process does.
pub(super) fn run_child() {
    // In the run of all tests there is no other process to play.
    let Some(file) = env::var_os(FILE) else {
        return;
    };
    let file = Path::new(&file);
    match env::var(ROLE).unwrap().as_str() {
        "hold" => {
            let _lock = Lock::acquire(file, me()).unwrap();
            say_ready();
            io::stdin().read_line(&mut String::new()).unwrap();
        }
        "count" => (0..N_COUNTS).for_each(|_| add_one(file)),
        "write" => {
            let _lock = Lock::acquire(file, me()).unwrap();
            say_ready();
            loop {
                save_next(file);
                say_ready();
            }
        }
        "limited" => {
            let stamp = load(file, LIMIT).unwrap().stamp();
            let new = version(2).repeat(20);
            let error = save(file, &stamp, new.as_bytes(), "B01", moment(), &fine);
            assert!(matches!(error, Err(StoreError::CannotWrite { .. })));
        }
        "now" => println!("now {:?}", clock::now()),
        other => panic!("no role {other}"),
    }
}

fn say_ready() {
    println!("ready");
    io::stdout().flush().unwrap();
}

fn add_one(file: &Path) {
    let _lock = loop {
        match Lock::acquire(file, me()) {
            Ok(lock) => break lock,
            Err(StoreError::Locked { .. }) => thread::sleep(Duration::from_millis(1)),
            Err(other) => panic!("{other:?}"),
        }
    };
    save_next(file);
}

fn save_next(file: &Path) {
    let loaded = load(file, LIMIT).unwrap();
    let number = number_in(str::from_utf8(&loaded.bytes).unwrap());
    let next = version(number + 1);
    save(
        file,
        &loaded.stamp(),
        next.as_bytes(),
        "next",
        moment(),
        &fine,
    )
    .unwrap();
}

#[test]
fn the_lock_of_another_process_names_it_and_ends_with_it() {
    let desk = Desk::with("");
    let (mut child, _output) = spawn("hold", &desk.file);
    match Lock::acquire(&desk.file, me()) {
        Err(StoreError::Locked { holder, path }) => {
            assert!(path.ends_with(".mainstream/tunisia.yaml.lock"));
            if cfg!(unix) {
                let holder = holder.unwrap();
                assert_eq!((holder.pid, holder.host), (child.id(), me().host));
                assert_eq!(holder.command, "walk");
            }
        }
        other => panic!("{other:?}"),
    }
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
    let lock = Lock::acquire(&desk.file, me()).unwrap();
    assert!(lock.notes().is_empty());
}

#[test]
fn the_lock_of_a_killed_process_is_taken_over_with_its_name() {
    let desk = Desk::with("");
    let (mut child, _output) = spawn("hold", &desk.file);
    child.kill().unwrap();
    child.wait().unwrap();
    let lock = Lock::acquire(&desk.file, me()).unwrap();
    match lock.notes() {
        [Note::TookOver { holder: Some(dead) }] => assert_eq!(dead.pid, child.id()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn processes_that_count_together_lose_no_count() {
    let desk = Desk::with(&version(0));
    let children: Vec<Child> = (0..3)
        .map(|_| command("count", &desk.file).spawn().unwrap())
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(desk.text(), version(3 * N_COUNTS as u64));
    assert_eq!(desk.names(), ["tunisia.yaml"]);
}

#[test]
fn a_process_killed_at_any_moment_leaves_a_whole_file_that_can_be_undone() {
    let desk = Desk::with(&version(0));
    let mut reached = 0;
    let mut n_cut_short = 0;
    for round in 0..20_u64 {
        let (mut child, mut output) = spawn("write", &desk.file);
        for _ in 0..=round % 3 {
            wait_for("ready", &mut output);
        }
        // Multiples of a prime spread the moments over the milliseconds of the next save.
        thread::sleep(Duration::from_micros(round * 1_367 % 16_000));
        child.kill().unwrap();
        child.wait().unwrap();
        let text = desk.text();
        let number = number_in(&text);
        assert_eq!(text, version(number));
        assert!(number > reached + round % 3, "what was said to be saved is");

        n_cut_short += desk.names().len() - 1;
        let lock = Lock::acquire(&desk.file, me()).unwrap();
        assert!(matches!(lock.notes(), [Note::TookOver { .. }]));
        assert_eq!(desk.names(), ["tunisia.yaml"], "leftovers are removed");
        let back = undo(&desk.file, &desk.stamp(), &fine).unwrap();
        assert_eq!(back.bytes, version(number - 1).as_bytes());
        reached = number - 1;
    }
    println!("killed 20 times, {n_cut_short} times within a write");
}

/// A limit on file sizes fails writes half-way as a full disk does, and needs no rights.
#[cfg(target_os = "linux")]
#[test]
fn a_write_that_the_system_cuts_off_leaves_the_old_file_whole() {
    let desk = Desk::with(&version(1));
    let child = command("limited", &desk.file);
    let limited = Command::new("sh")
        .arg("-c")
        .arg("trap '' XFSZ; ulimit -f 128; exec \"$0\" \"$@\"")
        .arg(child.get_program())
        .args(child.get_args())
        .env(ROLE, "limited")
        .env(FILE, &desk.file)
        .output()
        .unwrap();
    assert!(limited.status.success(), "{limited:?}");
    assert_eq!(desk.text(), version(1));
    assert_eq!(desk.stamp(), Stamp::of(version(1).as_bytes()));
    assert_eq!(desk.names(), ["tunisia.yaml"]);
}

#[test]
fn the_clock_obeys_the_environment() {
    let now = |variable: &str, value: &str| {
        let output = command("now", Path::new("none"))
            .env_remove("MAINSTREAM_NOW")
            .env_remove("SOURCE_DATE_EPOCH")
            .env(variable, value)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(now("MAINSTREAM_NOW", "2026-03-01T10:00:00Z").contains("Ok(2026-03-01T10:00:00Z)"));
    assert!(now("SOURCE_DATE_EPOCH", "0").contains("Ok(1970-01-01T00:00:00Z)"));
    assert!(now("SOURCE_DATE_EPOCH", "soon").contains("BadVariable"));
}
