//! A list of options: what keys do to it, and how it looks. Pure; the terminal
//! is elsewhere.

use super::keys::Key;
use super::{Choice, Reply, Words};
use crate::ui::layout::{columns, pad, wrap};
use crate::ui::{MAX_WIDTH, Style, Ui, sanitize_line};

/// A list while the person moves in it.
pub(super) struct List<'r> {
    options: &'r [Choice],
    /// For each option whether it is chosen; `None` where only one can be.
    chosen: Option<Vec<bool>>,
    cursor: usize,
    /// The first option shown.
    top: usize,
    /// How many options were shown last: what Page Down moves by.
    page: usize,
    /// The number being typed.
    number: usize,
}

/// What a key led to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Still in the list, which may look different.
    Stay,
    /// The answer.
    Done(Reply),
    /// A command line is wanted, with this text in it already.
    Command(String),
}

impl<'r> List<'r> {
    /// One of several options.
    pub(super) fn one(options: &'r [Choice], default: Option<usize>) -> List<'r> {
        List::new(options, default.unwrap_or(0), None)
    }

    /// Any number of options.
    pub(super) fn many(options: &'r [Choice], chosen: &[usize]) -> List<'r> {
        let marks = (0..options.len())
            .map(|index| chosen.contains(&index))
            .collect();
        List::new(options, 0, Some(marks))
    }

    fn new(options: &'r [Choice], cursor: usize, chosen: Option<Vec<bool>>) -> List<'r> {
        let cursor = cursor.min(options.len().saturating_sub(1));
        List {
            options,
            chosen,
            cursor,
            top: 0,
            page: 1,
            number: 0,
        }
    }

    /// Takes a key.
    pub(super) fn press(&mut self, key: Key) -> Step {
        let last = self.options.len().saturating_sub(1);
        if let Key::Char(digit @ '0'..='9') = key {
            self.type_digit(digit);
            return Step::Stay;
        }
        self.number = 0;
        match key {
            Key::Up => self.cursor = self.cursor.checked_sub(1).unwrap_or(last),
            Key::Down => {
                self.cursor = if self.cursor < last {
                    self.cursor + 1
                } else {
                    0
                }
            }
            Key::PageUp => self.cursor = self.cursor.saturating_sub(self.page),
            Key::PageDown => self.cursor = (self.cursor + self.page).min(last),
            Key::Home => self.cursor = 0,
            Key::End => self.cursor = last,
            Key::Enter => return self.confirm(),
            Key::Escape => return Step::Done(Reply::Back),
            Key::Interrupt => return Step::Done(Reply::Interrupted),
            Key::EndOfInput => return Step::Done(Reply::End),
            Key::Char(' ') => self.toggle(),
            Key::Char('?') => return Step::Done(Reply::Command("?".to_owned())),
            Key::Char(':') => return Step::Command(String::new()),
            Key::Char(letter) => return Step::Command(letter.to_string()),
            Key::Other => {}
        }
        Step::Stay
    }

    /// The options chosen now, or the one under the cursor.
    pub(super) fn chosen_labels(&self) -> Vec<&'r str> {
        let label = |(_, option): (usize, &'r Choice)| option.label.as_str();
        let taken = |(index, _): &(usize, &'r Choice)| match &self.chosen {
            Some(marks) => marks[*index],
            None => *index == self.cursor,
        };
        self.options
            .iter()
            .enumerate()
            .filter(taken)
            .map(label)
            .collect()
    }

    fn confirm(&self) -> Step {
        if self.options.is_empty() {
            return Step::Stay;
        }
        Step::Done(match &self.chosen {
            None => Reply::Chosen(self.cursor),
            Some(marks) => {
                let indices = (0..marks.len()).filter(|index| marks[*index]);
                Reply::ChosenMany(indices.collect())
            }
        })
    }

    fn toggle(&mut self) {
        if let Some(mark) = self
            .chosen
            .as_mut()
            .and_then(|marks| marks.get_mut(self.cursor))
        {
            *mark = !*mark;
        }
    }

    /// Digits typed one after the other make a number as long as the list has
    /// it; otherwise a new number begins.
    fn type_digit(&mut self, digit: char) {
        let digit = digit.to_digit(10).map_or(0, |digit| digit as usize);
        let fits = |number: &usize| (1..=self.options.len()).contains(number);
        let number = Some(self.number * 10 + digit)
            .filter(fits)
            .or(Some(digit).filter(fits));
        self.number = number.unwrap_or(0);
        if let Some(number) = number {
            self.cursor = number - 1;
        }
    }
}

/// The words a list shows by itself.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'r> {
    /// The line below the list.
    pub(super) hint: &'r str,
    /// How many rows above belong to the question.
    pub(super) above: usize,
    /// The words for hidden options.
    pub(super) words: &'r Words,
}

impl List<'_> {
    /// The rows of the list on a terminal of so many columns and rows, none
    /// wider than the terminal, one row short of a command line below.
    pub(super) fn rows(
        &mut self,
        ui: &Ui,
        around: Surroundings<'_>,
        (terminal_columns, terminal_rows): (usize, usize),
    ) -> Vec<String> {
        // The last column stays free: some terminals break the line there.
        let width = terminal_columns.saturating_sub(1).clamp(2, MAX_WIDTH);
        let hint = Self::hint_rows(ui, around.hint, width, terminal_rows);
        // The question above stays on the screen, or a third of the screen where it is longer.
        let most = (terminal_rows * 2 / 3).max(5);
        let free = terminal_rows.saturating_sub(hint.len() + 2);
        let beside = free.saturating_sub(around.above).max(terminal_rows / 3);
        let room = if around.above == 0 {
            free
        } else {
            free.min(beside)
        };
        let room = room.clamp(1, most);
        let blocks: Vec<_> = (0..self.options.len())
            .map(|at| self.block(ui, at, width))
            .collect();
        let heights: Vec<_> = blocks.iter().map(Vec::len).collect();
        let shown = self.window(&heights, room);
        let (above, below) = (shown.start, self.options.len() - shown.end);
        let windowed = above + below > 0;

        let mut rows = Vec::new();
        if windowed && room > 2 {
            rows.push(more(ui, &around.words.more_above, above, width));
        }
        let for_options = if windowed && room > 2 { room - 2 } else { room };
        rows.extend(blocks[shown].iter().flatten().take(for_options).cloned());
        if windowed && room > 2 {
            rows.push(more(ui, &around.words.more_below, below, width));
        }
        rows.extend(hint);
        rows
    }

    fn hint_rows(ui: &Ui, hint: &str, width: usize, terminal_rows: usize) -> Vec<String> {
        if hint.is_empty() {
            return Vec::new();
        }
        let lines = wrap(&sanitize_line(hint), width, "", "");
        // Where a hint would take a third of the screen, the options need it.
        if lines.len() * 3 > terminal_rows {
            return Vec::new();
        }
        let styled = lines.iter().map(|line| ui.style(Style::Dim, line));
        std::iter::once(String::new()).chain(styled).collect()
    }

    /// The options to show so that the cursor's is among them.
    fn window(&mut self, heights: &[usize], room: usize) -> std::ops::Range<usize> {
        let n = heights.len();
        if heights.iter().sum::<usize>() <= room {
            self.top = 0;
            self.page = n.max(1);
            return 0..n;
        }
        // Two rows say how many options are hidden.
        let room = if room > 2 { room - 2 } else { room };
        let height = |range: std::ops::Range<usize>| heights[range].iter().sum::<usize>();
        self.top = self.top.min(self.cursor);
        while self.top < self.cursor && height(self.top..self.cursor + 1) > room {
            self.top += 1;
        }
        let mut end = self.cursor + 1;
        while end < n && height(self.top..end + 1) <= room {
            end += 1;
        }
        while end == n && self.top > 0 && height(self.top - 1..n) <= room {
            self.top -= 1;
        }
        self.page = end - self.top;
        self.top..end
    }

    /// The rows of one option.
    fn block(&self, ui: &Ui, at: usize, width: usize) -> Vec<String> {
        let option = &self.options[at];
        let here = at == self.cursor;
        let digits = self.options.len().to_string().len();
        let marker = if here { marker(ui) } else { " " };
        let number = format!("{:>digits$}", at + 1);
        let mark = match &self.chosen {
            Some(marks) if marks[at] => "[x] ",
            Some(_) => "[ ] ",
            None => "",
        };
        let indent = columns(marker) + 1 + digits + 2 + mark.len();
        // A terminal too narrow for the indent shows the bare label.
        let (indent, prefix) = if indent + 8 > width {
            (2, format!("{marker} "))
        } else {
            (
                indent,
                format!("{marker} {}  {mark}", ui.style(Style::Dim, &number)),
            )
        };
        let style = |line: &str| {
            if here {
                ui.style(Style::Accent, line)
            } else {
                line.to_owned()
            }
        };
        let room = width.saturating_sub(indent).max(1);
        let mut lines = wrap(&sanitize_line(&option.label), room, "", "");
        let used = lines.last().map_or(0, |line| columns(line));
        lines = lines.iter().map(|line| style(line)).collect();
        if let Some(detail) = option.detail.as_deref().filter(|detail| !detail.is_empty()) {
            let detail = sanitize_line(detail);
            if used + 2 + columns(&detail) <= room {
                let last = lines.pop().unwrap_or_default();
                lines.push(format!("{last}  {}", ui.style(Style::Dim, &detail)));
            } else {
                let rest = wrap(&detail, room, "", "");
                lines.extend(rest.iter().map(|line| ui.style(Style::Dim, line)));
            }
        }
        let hanging = pad("", indent);
        let with_prefix = |(row, line): (usize, &String)| {
            if row == 0 {
                format!("{prefix}{line}")
            } else {
                format!("{hanging}{line}")
            }
        };
        lines.iter().enumerate().map(with_prefix).collect()
    }
}

/// The sign before the option under the cursor.
pub(super) fn marker(ui: &Ui) -> &'static str {
    if ui.is_unicode() { "❯" } else { ">" }
}

fn more(ui: &Ui, template: &str, n: usize, width: usize) -> String {
    if n == 0 {
        return String::new();
    }
    let text = Words::with_number(template, n);
    let line = wrap(&text, width, "  ", "")
        .into_iter()
        .next()
        .unwrap_or_default();
    ui.style(Style::Dim, &line)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 50, ..ProptestConfig::default() })]

        #[test]
        fn rows_fit_the_terminal_and_show_the_cursor(
            labels in prop::collection::vec("[a-z漢 ]{1,60}", 1..40),
            steps in prop::collection::vec(0_usize..5, 0..30),
            columns_of_terminal in 12_usize..130,
            rows_of_terminal in 6_usize..40,
            above in 0_usize..30,
            many in any::<bool>(),
        ) {
            let options: Vec<_> = labels.iter().map(|l| Choice::new(l).with_detail("as in it")).collect();
            let ui = Ui::for_test(80);
            let words = Words::for_test();
            let around = Surroundings { hint: "up and down, Enter, Esc", above, words: &words };
            let mut list = if many { List::many(&options, &[0]) } else { List::one(&options, None) };
            let keys = [Key::Up, Key::Down, Key::PageUp, Key::PageDown, Key::End];
            for key in std::iter::once(Key::Home).chain(steps.into_iter().map(|at| keys[at])) {
                prop_assert_eq!(list.press(key), Step::Stay);
                let rows = list.rows(&ui, around, (columns_of_terminal, rows_of_terminal));
                prop_assert!(rows.len() < rows_of_terminal, "{} rows", rows.len());
                prop_assert!(rows.iter().all(|row| columns(row) < columns_of_terminal));
                prop_assert_eq!(rows.iter().filter(|row| row.starts_with('❯')).count(), 1);
            }
        }
    }
}
