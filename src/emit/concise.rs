//! One line for each finding: `file:line:column: level[rule] message`.

use super::entry::{clean_entries, error_line};
use super::human::level_word;
use super::{Audience, FileReport, Unreadable, Writer};

pub(super) struct Concise<'a> {
    pub(super) audience: &'a Audience<'a>,
}

impl Writer for Concise<'_> {
    fn file(&self, file: &FileReport<'_>) -> String {
        let name = (self.audience.clean)(file.source.name());
        let mut text = String::new();
        for entry in clean_entries(self.audience, file) {
            let level = level_word(self.audience.messages, entry.finding.level);
            text.push_str(&format!(
                "{name}:{}:{}: {level}[{}] {}\n",
                entry.start.line,
                entry.start.column,
                entry.rule(),
                entry.told.message
            ));
        }
        text
    }

    fn unreadable(&self, unreadable: &Unreadable) -> String {
        let line = error_line(self.audience.messages, &unreadable.message);
        format!("{}\n", (self.audience.clean)(&line))
    }
}
