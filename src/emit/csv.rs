//! A table of findings as RFC 4180 has it, safe to open in a spreadsheet.

use super::entry::{entries, repair_text};
use super::{Audience, FileReport, Unreadable, Writer};

const COLUMNS: [&str; 13] = [
    "file",
    "line",
    "column",
    "end_line",
    "end_column",
    "level",
    "rule",
    "message",
    "help",
    "repair",
    "answer",
    "question",
    "fingerprint",
];

/// The word in the column of the level for what could not be opened.
const UNREADABLE: &str = "unreadable";

pub(super) struct Csv<'a> {
    pub(super) audience: &'a Audience<'a>,
}

impl Writer for Csv<'_> {
    fn head(&self, _files: usize) -> String {
        row(COLUMNS.map(str::to_owned))
    }

    fn file(&self, file: &FileReport<'_>) -> String {
        let entries = entries(self.audience, file);
        let rows = entries.into_iter().map(|entry| {
            let finding = entry.finding;
            let repair = finding.repair.as_ref();
            let repair =
                repair.map(|repair| repair_text(self.audience.messages, repair, &str::to_owned));
            row([
                file.source.name().to_owned(),
                entry.start.line.to_string(),
                entry.start.column.to_string(),
                entry.end.line.to_string(),
                entry.end.column.to_string(),
                finding.level.name().to_owned(),
                entry.rule().to_owned(),
                entry.told.message,
                entry.told.help.unwrap_or_default(),
                repair.unwrap_or_default(),
                finding.answer.clone().unwrap_or_default(),
                finding.question.clone().unwrap_or_default(),
                entry.fingerprint,
            ])
        });
        rows.collect()
    }

    fn unreadable(&self, unreadable: &Unreadable) -> String {
        let mut cells = [const { String::new() }; COLUMNS.len()];
        for (cell, column) in cells.iter_mut().zip(COLUMNS) {
            match column {
                "file" => cell.clone_from(&unreadable.file),
                "level" => UNREADABLE.clone_into(cell),
                "message" => cell.clone_from(&unreadable.message),
                _ => {}
            }
        }
        row(cells)
    }
}

fn row(cells: [String; COLUMNS.len()]) -> String {
    let cells = cells.map(|cell| quoted(&as_text(cell)));
    format!("{}\r\n", cells.join(","))
}

/// The cell with an apostrophe before it where a spreadsheet would take it for a formula.
fn as_text(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{cell}")
    } else {
        cell
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\r', '\n']) || cell.trim() != cell {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
