//! The screen-reader mode: nothing is repainted, the cursor is never moved,
//! options are numbered lines, and answers are whole lines.

use std::fmt::Write as _;
use std::io::{self, BufRead};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::interrupt::{Event, Watch};
use super::text_entry::{Entry, TextEntry, colon, is_edit, is_end};
use super::{Choice, PromptError, Prompter, Reply, Request, RequestKind, Words, editor};
use crate::ui::{Style, Ui, sanitize, sanitize_line};

/// Asks by lines: numbered options, and what is typed is read when Enter is
/// pressed.
///
/// An empty line takes the default of a choice, keeps the chosen options of
/// several, and keeps the initial text of a line or text; `-` chooses none of
/// several, and a single `.` makes a text empty.
pub struct PlainPrompter {
    input: Input,
    draft: Option<String>,
}

enum Input {
    Stdin,
    Given(Box<dyn BufRead>),
}

/// What came of reading a line.
enum Read {
    Line(String),
    End,
    Interrupted,
}

impl PlainPrompter {
    /// Reads standard input.
    pub fn new() -> PlainPrompter {
        PlainPrompter {
            input: Input::Stdin,
            draft: None,
        }
    }

    /// Reads lines from somewhere else; Ctrl-C is not watched then.
    pub fn with_input(input: impl BufRead + 'static) -> PlainPrompter {
        PlainPrompter {
            input: Input::Given(Box::new(input)),
            draft: None,
        }
    }

    fn read(&mut self, ui: &mut Ui) -> io::Result<Read> {
        match &mut self.input {
            Input::Stdin => read_stdin(ui),
            Input::Given(input) => Ok(read_line(input)?.map_or(Read::End, Read::Line)),
        }
    }

    fn ask_choice(
        &mut self,
        ui: &mut Ui,
        request: &Request<'_>,
        options: &[Choice],
        default: Option<usize>,
    ) -> Result<Reply, PromptError> {
        let default = default.filter(|index| *index < options.len());
        let marked: Vec<usize> = default.into_iter().collect();
        show_options(ui, request, options, &marked);
        loop {
            let line = match self.read(ui)? {
                Read::Line(line) => line,
                Read::End => return Ok(Reply::End),
                Read::Interrupted => return Ok(Reply::Interrupted),
            };
            let typed = line.trim();
            match (typed.is_empty(), default) {
                (true, Some(index)) => return Ok(Reply::Chosen(index)),
                (true, None) => say_range(ui, request.words, options.len()),
                (false, _) => match find(options, typed) {
                    Found::Option(index) => return Ok(Reply::Chosen(index)),
                    Found::OutOfRange => say_range(ui, request.words, options.len()),
                    Found::Nothing => return Ok(Reply::Command(command(typed))),
                },
            }
        }
    }

    fn ask_choices(
        &mut self,
        ui: &mut Ui,
        request: &Request<'_>,
        options: &[Choice],
        chosen: &[usize],
    ) -> Result<Reply, PromptError> {
        show_options(ui, request, options, chosen);
        loop {
            let line = match self.read(ui)? {
                Read::Line(line) => line,
                Read::End => return Ok(Reply::End),
                Read::Interrupted => return Ok(Reply::Interrupted),
            };
            let typed = line.trim();
            if typed.is_empty() {
                return Ok(Reply::ChosenMany(in_order(chosen.to_vec(), options.len())));
            }
            match find_many(options, typed) {
                Some(Ok(indices)) => {
                    return Ok(Reply::ChosenMany(in_order(indices, options.len())));
                }
                Some(Err(OutOfRange)) => say_range(ui, request.words, options.len()),
                None => return Ok(Reply::Command(command(typed))),
            }
        }
    }

    fn ask_line(&mut self, ui: &mut Ui, initial: Option<&str>) -> Result<Reply, PromptError> {
        let line = match self.read(ui)? {
            Read::Line(line) => line,
            Read::End => return Ok(Reply::End),
            Read::Interrupted => return Ok(Reply::Interrupted),
        };
        Ok(match (line.is_empty(), initial, colon(&line)) {
            (true, Some(initial), _) => Reply::Line(initial.to_owned()),
            (_, _, Entry::Command(command)) => Reply::Command(command),
            (_, _, Entry::Text(line)) => Reply::Line(line),
        })
    }

    fn ask_text(
        &mut self,
        ui: &mut Ui,
        words: &Words,
        initial: Option<&str>,
    ) -> Result<Reply, PromptError> {
        let mut entry = TextEntry::default();
        loop {
            let line = match self.read(ui)? {
                Read::Line(line) => line,
                Read::End => return Ok(self.leave(entry, Reply::End)),
                Read::Interrupted => return Ok(self.leave(entry, Reply::Interrupted)),
            };
            if is_end(&line) {
                let kept = entry.is_empty() && line.is_empty();
                let initial = initial.filter(|_| kept).map(str::to_owned);
                return Ok(Reply::Text(initial.unwrap_or_else(|| entry.finish())));
            }
            match colon(&line) {
                Entry::Text(line) => entry.push(line),
                Entry::Command(command) if is_edit(&command) => {
                    let so_far = if entry.is_empty() {
                        initial.unwrap_or_default().to_owned()
                    } else {
                        entry.text()
                    };
                    if let Some(text) = editor::edit(ui, words, &so_far) {
                        return Ok(Reply::Text(text));
                    }
                }
                Entry::Command(command) => {
                    return Ok(self.leave(entry, Reply::Command(command)));
                }
            }
        }
    }

    fn leave(&mut self, entry: TextEntry, reply: Reply) -> Reply {
        self.draft = (!entry.is_empty()).then(|| entry.finish());
        reply
    }
}

impl Default for PlainPrompter {
    fn default() -> PlainPrompter {
        PlainPrompter::new()
    }
}

impl Prompter for PlainPrompter {
    fn ask(&mut self, ui: &mut Ui, request: &Request<'_>) -> Result<Reply, PromptError> {
        if matches!(self.input, Input::Stdin) && !ui.can_prompt() {
            return Err(PromptError::NotATerminal);
        }
        self.draft = None;
        // From the first word on: who sees the question may press Ctrl-C.
        let _watch = matches!(self.input, Input::Stdin).then(Watch::start);
        if !request.label.is_empty() {
            ui.show_line(&sanitize(&request.label));
        }
        match &request.kind {
            RequestKind::Choice { options, default } => {
                self.ask_choice(ui, request, options, *default)
            }
            RequestKind::Choices { options, chosen } => {
                self.ask_choices(ui, request, options, chosen)
            }
            RequestKind::Line { initial, .. } => {
                show_hint(ui, request);
                self.ask_line(ui, initial.as_deref())
            }
            RequestKind::Text { initial } => {
                show_hint(ui, request);
                self.ask_text(ui, request.words, initial.as_deref())
            }
        }
    }

    fn take_draft(&mut self) -> Option<String> {
        self.draft.take()
    }
}

fn show_options(ui: &mut Ui, request: &Request<'_>, options: &[Choice], chosen: &[usize]) {
    let mut lines = String::new();
    for (index, option) in options.iter().enumerate() {
        let number = index + 1;
        let _ = write!(lines, "{number} {}", sanitize_line(&option.label));
        if chosen.contains(&index) {
            let _ = write!(lines, " ({})", request.words.chosen);
        }
        if let Some(detail) = &option.detail {
            let _ = write!(lines, ", {}", sanitize_line(detail));
        }
        lines.push('\n');
    }
    ui.show(&lines);
    show_hint(ui, request);
}

fn show_hint(ui: &mut Ui, request: &Request<'_>) {
    if !request.hint.is_empty() {
        ui.show_line(&sanitize_line(&request.hint));
    }
}

fn say_range(ui: &mut Ui, words: &Words, greatest: usize) {
    let line = Words::with_number(&words.out_of_range, greatest);
    let line = ui.style(Style::Warn, &line);
    ui.show_line(&line);
}

fn command(typed: &str) -> String {
    typed.strip_prefix(':').unwrap_or(typed).trim().to_owned()
}

/// What a typed line means in a list of options.
enum Found {
    Option(usize),
    OutOfRange,
    Nothing,
}

struct OutOfRange;

fn find(options: &[Choice], typed: &str) -> Found {
    let wanted = typed.to_lowercase();
    let same = |option: &Choice| option.label.trim().to_lowercase() == wanted;
    // The label first, so that an option called "2030" can be typed.
    if let Some(index) = options.iter().position(same) {
        return Found::Option(index);
    }
    let number = typed.trim_end_matches('.');
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Found::Nothing;
    }
    match number.parse::<usize>() {
        Ok(number) if (1..=options.len()).contains(&number) => Found::Option(number - 1),
        _ => Found::OutOfRange,
    }
}

/// Several numbers between spaces or commas, or one label; `None` when it is
/// neither. A single `0` or `-` chooses nothing.
fn find_many(options: &[Choice], typed: &str) -> Option<Result<Vec<usize>, OutOfRange>> {
    if typed == "-" || typed == "0" {
        return Some(Ok(Vec::new()));
    }
    if let Found::Option(index) = find(options, typed) {
        return Some(Ok(vec![index]));
    }
    let mut indices = Vec::new();
    let mut out_of_range = false;
    for part in typed.split([' ', ',', ';']).filter(|part| !part.is_empty()) {
        match find(options, part) {
            Found::Option(index) => indices.push(index),
            Found::OutOfRange => out_of_range = true,
            Found::Nothing => return None,
        }
    }
    Some(if out_of_range {
        Err(OutOfRange)
    } else {
        Ok(indices)
    })
}

/// The indices that exist, ascending, each once.
fn in_order(mut indices: Vec<usize>, n_options: usize) -> Vec<usize> {
    indices.retain(|index| *index < n_options);
    indices.sort_unstable();
    indices.dedup();
    indices
}

fn read_line(input: &mut (impl BufRead + ?Sized)) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    if input.read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    // A terminal in another character set must not end the interview.
    let line = String::from_utf8_lossy(&bytes);
    Ok(Some(line.trim_end_matches(['\n', '\r']).to_owned()))
}

/// The thread that reads standard input: a blocking read starts again after
/// Ctrl-C and would swallow it. One for the process, because a read left
/// standing by Ctrl-C takes the next line, whoever asks then.
static READING: Mutex<Option<ReadingThread>> = Mutex::new(None);

struct ReadingThread {
    wanted: Sender<()>,
    events: Receiver<Event>,
    sender: Sender<Event>,
    /// A read is under way.
    reading: bool,
}

fn read_stdin(ui: &mut Ui) -> io::Result<Read> {
    let mut reading = READING.lock().unwrap_or_else(PoisonError::into_inner);
    let thread = reading.get_or_insert_with(ReadingThread::start);
    let watch = Watch::start_with(thread.sender.clone());
    // A Ctrl-C from before is over; a line from before is the answer.
    let waiting = thread
        .events
        .try_iter()
        .find(|event| matches!(event, Event::Line(_)));
    if waiting.is_none() && watch.was_pressed() {
        ui.show("\n");
        return Ok(Read::Interrupted);
    }
    if !thread.reading {
        thread.reading = thread.wanted.send(()).is_ok();
    }
    match waiting.map_or_else(|| thread.events.recv(), Ok) {
        Ok(Event::Line(line)) => {
            thread.reading = false;
            Ok(line?.map_or(Read::End, Read::Line))
        }
        Ok(Event::Interrupted) => {
            // The terminal has shown `^C` on an unfinished line.
            ui.show("\n");
            Ok(Read::Interrupted)
        }
        Err(_) => Ok(Read::End),
    }
}

impl ReadingThread {
    fn start() -> ReadingThread {
        let (wanted, wishes) = mpsc::channel::<()>();
        let (sender, events) = mpsc::channel();
        let lines = sender.clone();
        thread::spawn(move || {
            for () in wishes {
                let line = read_line(&mut io::stdin().lock());
                if lines.send(Event::Line(line)).is_err() {
                    break;
                }
            }
        });
        ReadingThread {
            wanted,
            events,
            sender,
            reading: false,
        }
    }
}
