//! Asking in a real terminal: lists moved through by keys, and edited lines.

use std::io;

use super::interrupt::Watch;
use super::keys::{Key, Keys};
use super::line::{LineEditor, Typed};
use super::list::{List, Step, Surroundings, marker};
use super::text_entry::{
    Entry, TextEntry, colon, command_after, draft_of, is_edit, is_end, on_one_line, typed_as,
};
use super::{Pause, PromptError, Prompter, Reply, Request, RequestKind, Words, editor};
use crate::ui::layout::{columns, fill, truncate, wrap};
use crate::ui::{Style, Ui, sanitize, sanitize_line};

/// Asks in a real terminal, writing to standard error.
#[derive(Debug, Default)]
pub struct TerminalPrompter {
    draft: Option<String>,
}

impl TerminalPrompter {
    /// A prompter for the terminal the program runs in.
    pub fn new() -> TerminalPrompter {
        TerminalPrompter::default()
    }

    fn ask_line(
        &mut self,
        words: &Words,
        initial: &str,
        completions: &[String],
    ) -> Result<Reply, PromptError> {
        let start = typed_as(initial);
        let typed = LineEditor::open(completions)?.read("> ", &start)?;
        let (draft, reply) = match typed {
            Typed::Line(line) => {
                if let Some(command) = command_after(&start, &line, &words.commands) {
                    return Ok(Reply::Command(command));
                }
                return Ok(match colon(&on_one_line(&line)) {
                    Entry::Text(line) => Reply::Line(line),
                    Entry::Command(command) => Reply::Command(command),
                });
            }
            Typed::Back(line) => (line, Reply::Back),
            Typed::Interrupted(line) => (line, Reply::Interrupted),
            Typed::End => (String::new(), Reply::End),
        };
        self.draft = draft_of(&on_one_line(&draft));
        Ok(reply)
    }

    fn ask_text(
        &mut self,
        ui: &mut Ui,
        keys: &mut Keys,
        words: &Words,
        initial: &str,
    ) -> Result<Reply, PromptError> {
        let mut lines = LineEditor::open(&[])?;
        let mut entry = TextEntry::default();
        let mut start = typed_as(initial);
        loop {
            let prompt = match (entry.is_empty(), ui.is_unicode()) {
                (true, _) => "> ",
                (false, true) => "… ",
                (false, false) => ". ",
            };
            let begun = std::mem::take(&mut start);
            let line = match lines.read(prompt, &begun)? {
                Typed::Line(line) => line,
                Typed::Back(rest) => return Ok(self.leave_text(entry, &rest, Reply::Back)),
                Typed::Interrupted(rest) => {
                    return Ok(self.leave_text(entry, &rest, Reply::Interrupted));
                }
                Typed::End => return Ok(self.leave_text(entry, "", Reply::End)),
            };
            if is_end(&line) {
                return Ok(Reply::Text(entry.finish()));
            }
            let typed = match command_after(&begun, &line, &words.commands) {
                Some(command) => {
                    entry.push(initial.to_owned());
                    Entry::Command(command)
                }
                None => colon(&line),
            };
            match typed {
                Entry::Text(line) => entry.push(line),
                Entry::Command(command) if is_edit(&command) => {
                    let so_far = if entry.is_empty() {
                        initial.to_owned()
                    } else {
                        entry.text()
                    };
                    if let Some(text) = keys.lend(|| editor::edit(ui, words, &so_far))? {
                        return Ok(Reply::Text(text));
                    }
                }
                Entry::Command(command) => {
                    return Ok(self.leave_text(entry, "", Reply::Command(command)));
                }
            }
        }
    }

    /// Leaves a text with what stands on its last line.
    fn leave_text(&mut self, mut entry: TextEntry, rest: &str, reply: Reply) -> Reply {
        if let Some(rest) = draft_of(rest) {
            entry.push(rest);
        }
        self.draft = (!entry.is_empty()).then(|| entry.finish());
        reply
    }
}

impl Prompter for TerminalPrompter {
    fn ask(&mut self, ui: &mut Ui, request: &Request<'_>) -> Result<Reply, PromptError> {
        if !ui.can_prompt() {
            return Err(PromptError::NotATerminal);
        }
        self.draft = None;
        let watch = Watch::start();
        let mut keys = Keys::open().map_err(|_| PromptError::NotATerminal)?;
        if watch.was_pressed() {
            return Ok(Reply::Interrupted);
        }
        if !request.label.is_empty() {
            let label = fill(&sanitize(&request.label), ui.width(), "", "");
            ui.show_line(&label);
        }
        match &request.kind {
            RequestKind::Choice { options, default } => {
                ask_list(ui, &mut keys, request, List::one(options, *default), &watch)
            }
            RequestKind::Choices { options, chosen } => {
                ask_list(ui, &mut keys, request, List::many(options, chosen), &watch)
            }
            RequestKind::Line {
                initial,
                completions,
            } => {
                show_hint(ui, &request.hint);
                let initial = initial.as_deref().unwrap_or_default();
                self.ask_line(request.words, initial, completions)
            }
            RequestKind::Text { initial } => {
                show_hint(ui, &request.hint);
                self.ask_text(
                    ui,
                    &mut keys,
                    request.words,
                    initial.as_deref().unwrap_or_default(),
                )
            }
        }
    }

    fn take_draft(&mut self) -> Option<String> {
        self.draft.take()
    }

    fn pause(&mut self, ui: &mut Ui, hint: &str) -> Result<Pause, PromptError> {
        let watch = Watch::start();
        let mut keys = Keys::open().map_err(|_| PromptError::NotATerminal)?;
        let room = ui.terminal_size().0.saturating_sub(1);
        let hint = ui.style(Style::Dim, &truncate(&sanitize_line(hint), room));
        ui.show(&hint);
        let pause = loop {
            match keys.read()? {
                Key::Enter | Key::Down | Key::PageDown | Key::Char(' ') => break Pause::GoOn,
                Key::Escape | Key::EndOfInput => break Pause::Leave,
                Key::Interrupt => break Pause::Interrupted,
                Key::Other if watch.was_pressed() => break Pause::Interrupted,
                _ => {}
            }
        };
        ui.show("\r\x1b[K");
        Ok(pause)
    }
}

fn show_hint(ui: &mut Ui, hint: &str) {
    for line in wrap(&sanitize_line(hint), ui.width(), "", "")
        .iter()
        .filter(|l| !l.is_empty())
    {
        let line = ui.style(Style::Dim, line);
        ui.show_line(&line);
    }
}

fn ask_list(
    ui: &mut Ui,
    keys: &mut Keys,
    request: &Request<'_>,
    mut list: List<'_>,
    watch: &Watch,
) -> Result<Reply, PromptError> {
    let around = Surroundings {
        hint: &request.hint,
        above: request.above,
        words: request.words,
    };
    let mut painting = Painting::default();
    loop {
        let step = move_in_list(ui, keys, &mut list, around, &mut painting, watch)?;
        let reply = match step {
            Step::Stay => continue,
            Step::Done(reply) => reply,
            Step::Command(start) => match type_command(&start, &mut painting)? {
                Some(reply) => reply,
                None => continue,
            },
        };
        painting.erase(ui);
        show_outcome(ui, request.words, &list, &reply);
        return Ok(reply);
    }
}

/// Moves in the list until a key leads out of it. The cursor is hidden only
/// in here.
fn move_in_list(
    ui: &mut Ui,
    keys: &mut Keys,
    list: &mut List<'_>,
    around: Surroundings<'_>,
    painting: &mut Painting,
    watch: &Watch,
) -> io::Result<Step> {
    ui.show(HIDE_CURSOR);
    let step = loop {
        painting.paint(ui, list, around);
        let key = match keys.read() {
            Ok(Key::Other) if watch.was_pressed() => Key::Interrupt,
            Ok(key) => key,
            Err(error) => break Err(error),
        };
        match list.press(key) {
            Step::Stay => {}
            step => break Ok(step),
        }
    };
    ui.show(SHOW_CURSOR);
    step
}

/// Reads a command below the list; `None` goes back to the list.
fn type_command(start: &str, painting: &mut Painting) -> io::Result<Option<Reply>> {
    let typed = LineEditor::open(&[])?.read(":", start)?;
    let (text, reply) = match typed {
        Typed::Line(line) => {
            let command = on_one_line(&line).trim().to_owned();
            let reply = (!command.is_empty()).then_some(Reply::Command(command));
            (line, reply)
        }
        Typed::Back(line) => (line, None),
        Typed::Interrupted(line) => (line, Some(Reply::Interrupted)),
        Typed::End => (String::new(), Some(Reply::End)),
    };
    painting
        .lines
        .extend(text.split('\n').map(|line| columns(line) + 1));
    Ok(reply)
}

/// Leaves one line about what was chosen or commanded.
fn show_outcome(ui: &mut Ui, words: &Words, list: &List<'_>, reply: &Reply) {
    let (sign, text) = match reply {
        Reply::Chosen(_) | Reply::ChosenMany(_) => {
            let labels = list.chosen_labels();
            let none = labels.is_empty();
            let chosen = labels.join(&words.separator);
            (
                marker(ui),
                if none {
                    words.none_chosen.clone()
                } else {
                    chosen
                },
            )
        }
        Reply::Command(command) => (":", command.clone()),
        _ => return,
    };
    let gap = if sign == ":" { "" } else { " " };
    let width = ui.width().min(ui.terminal_size().0);
    let hanging = if gap.is_empty() { " " } else { "  " };
    let style = if gap.is_empty() {
        Style::Dim
    } else {
        Style::Accent
    };
    for line in wrap(
        &sanitize_line(&text),
        width,
        &format!("{sign}{gap}"),
        hanging,
    ) {
        let line = ui.style(style, &line);
        ui.show_line(&line);
    }
}

const HIDE_CURSOR: &str = "\x1b[?25l";
const SHOW_CURSOR: &str = "\x1b[?25h";

/// What stands on the screen and will be painted over.
#[derive(Default)]
struct Painting {
    /// The columns of each line painted, the cursor being below the last.
    lines: Vec<usize>,
}

impl Painting {
    fn paint(&mut self, ui: &mut Ui, list: &mut List<'_>, around: Surroundings<'_>) {
        let rows = list.rows(ui, around, ui.terminal_size());
        let mut frame = self.erasing(ui);
        for row in &rows {
            frame.push_str(row);
            frame.push('\n');
        }
        self.lines = rows
            .iter()
            .map(|row| columns(&console::strip_ansi_codes(row)))
            .collect();
        ui.show(&frame);
    }

    fn erase(&mut self, ui: &mut Ui) {
        let erasing = self.erasing(ui);
        self.lines.clear();
        ui.show(&erasing);
    }

    /// Moves to the first row painted and clears from there. Rows are counted
    /// at the terminal's present width, because a terminal made narrower has
    /// broken the lines anew.
    fn erasing(&self, ui: &Ui) -> String {
        let width = ui.terminal_size().0.max(1);
        let rows: usize = self
            .lines
            .iter()
            .map(|columns| columns.div_ceil(width).max(1))
            .sum();
        if rows == 0 {
            String::new()
        } else {
            format!("\r\x1b[{rows}A\x1b[J")
        }
    }
}
