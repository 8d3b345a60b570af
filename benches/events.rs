//! The lower bound of `check` on many files: all files of a folder are read and run through the bare
//! event parser, on all cores, and nothing is done with the events.
//!
//! `benches/many` calls it; it prints the number of files, bytes and events, and the seconds.

use std::path::PathBuf;
use std::time::Instant;

use granit_parser::Parser;
use rayon::prelude::*;

#[expect(clippy::print_stdout, reason = "the figures are the result")]
fn main() {
    let folder = std::env::args().nth(1).filter(|folder| folder != "--bench");
    let Some(folder) = folder else {
        return;
    };
    let started = Instant::now();
    let entries = std::fs::read_dir(folder).expect("a folder").flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.sort();
    let counts = files.par_iter().map(|file| {
        let text = std::fs::read_to_string(file).expect("a text");
        // A fault ends the events of its file.
        let events = Parser::new_from_str(&text).take_while(Result::is_ok);
        (text.len(), events.count())
    });
    let (bytes, events) = counts.reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    let seconds = started.elapsed().as_secs_f64();
    println!("{} {bytes} {events} {seconds:.6}", files.len());
}
