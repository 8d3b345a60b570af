//! A small terminal: enough to know what a person would see.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Rows of cells; a wide letter fills one cell and leaves the next empty.
pub(crate) struct Screen {
    cells: Vec<Vec<String>>,
    columns: usize,
    row: usize,
    column: usize,
    cursor_visible: bool,
    /// Bytes of a sequence or letter that is not complete yet.
    rest: Vec<u8>,
}

impl Screen {
    pub(crate) fn new(columns: usize, rows: usize) -> Screen {
        Screen {
            cells: vec![blank(columns); rows],
            columns,
            row: 0,
            column: 0,
            cursor_visible: true,
            rest: Vec::new(),
        }
    }

    pub(crate) fn cursor_visible(&self) -> bool {
        self.cursor_visible
    }

    /// The rows as text, without space at their ends and empty rows below.
    pub(crate) fn text(&self) -> String {
        let rows: Vec<_> = self.cells.iter().map(|row| shown(row)).collect();
        let rows: Vec<_> = rows.iter().map(|row| row.trim_end()).collect();
        rows.join("\n").trim_end().to_owned()
    }

    /// All rows joined without breaks, so that text over several is found.
    pub(crate) fn joined(&self) -> String {
        self.cells.iter().map(|row| shown(row)).collect()
    }

    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        self.rest.extend_from_slice(bytes);
        let valid = match std::str::from_utf8(&self.rest) {
            Ok(text) => text.len(),
            Err(error) => error.valid_up_to(),
        };
        let text = String::from_utf8_lossy(&self.rest[..valid]).into_owned();
        let mut rest = self.rest.split_off(valid);
        let mut left = text.as_str();
        while let Some(used) = self.take(left) {
            left = &left[used..];
        }
        self.rest = left.as_bytes().to_vec();
        self.rest.append(&mut rest);
    }

    /// Draws the first letter or obeys the first sequence; how long it was.
    fn take(&mut self, text: &str) -> Option<usize> {
        if let Some(sequence) = text.strip_prefix("\x1b[") {
            let end = sequence.find(|c: char| ('@'..='~').contains(&c))?;
            let (parameters, last) = (&sequence[..end], sequence.as_bytes()[end]);
            self.obey(parameters, last);
            return Some(2 + end + 1);
        }
        if text.starts_with('\x1b') {
            return if text.len() > 1 { Some(2) } else { None };
        }
        let grapheme = text.graphemes(true).next()?;
        for c in ["\r\n", "\r", "\n", "\x08", "\x07"] {
            if grapheme == c {
                c.chars().for_each(|c| self.control(c));
                return Some(grapheme.len());
            }
        }
        self.draw(grapheme);
        Some(grapheme.len())
    }

    fn control(&mut self, c: char) {
        match c {
            '\r' => self.column = 0,
            '\n' => self.line_feed(),
            '\x08' => self.column = self.column.saturating_sub(1),
            _ => {}
        }
    }

    fn line_feed(&mut self) {
        if self.row + 1 < self.cells.len() {
            self.row += 1;
        } else {
            self.cells.remove(0);
            self.cells.push(blank(self.columns));
        }
    }

    fn draw(&mut self, grapheme: &str) {
        let width = grapheme.width();
        if width == 0 {
            return;
        }
        if self.column + width > self.columns {
            self.column = 0;
            self.line_feed();
        }
        grapheme.clone_into(&mut self.cells[self.row][self.column]);
        if width == 2 {
            self.cells[self.row][self.column + 1] = String::new();
        }
        // At the right edge the cursor waits for the next letter.
        self.column += width;
    }

    fn obey(&mut self, parameters: &str, last: u8) {
        let count = parameters.parse::<usize>().unwrap_or(1).max(1);
        match last {
            b'A' => self.row = self.row.saturating_sub(count),
            b'B' => self.row = (self.row + count).min(self.cells.len() - 1),
            b'C' => self.column = (self.column + count).min(self.columns - 1),
            b'D' => self.column = self.column.saturating_sub(count),
            b'K' => self.clear_row_from(self.row, self.column),
            b'J' => {
                self.clear_row_from(self.row, self.column);
                (self.row + 1..self.cells.len()).for_each(|row| self.clear_row_from(row, 0));
            }
            b'h' if parameters == "?25" => self.cursor_visible = true,
            b'l' if parameters == "?25" => self.cursor_visible = false,
            b'm' | b'h' | b'l' => {}
            _ => panic!(
                "the screen does not know ESC [ {parameters} {}",
                char::from(last)
            ),
        }
    }

    fn clear_row_from(&mut self, row: usize, column: usize) {
        for cell in self.cells[row].iter_mut().skip(column) {
            " ".clone_into(cell);
        }
    }
}

/// A row as a person sees it: a no-break space looks like any other.
fn shown(row: &[String]) -> String {
    row.concat().replace(['\u{a0}', '\u{202f}'], " ")
}

fn blank(columns: usize) -> Vec<String> {
    vec![" ".to_owned(); columns]
}

#[test]
fn the_screen_draws_moves_wraps_and_clears() {
    let mut screen = Screen::new(4, 3);
    screen.feed("abcd漢e".as_bytes());
    assert_eq!(screen.text(), "abcd\n漢e");
    screen.feed(b"\r\x1b[1AX\x1b[J\r\n\r\ny\r\nz\x1b[?25l");
    assert_eq!(screen.text(), "\ny\nz");
    assert!(!screen.cursor_visible());
}
