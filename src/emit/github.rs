//! Workflow commands: GitHub shows each finding beside its line.

use crate::diagnostic::Level;

use super::entry::clean_entries;
use super::{Audience, FileReport, Unreadable, Writer};

pub(super) struct Github<'a> {
    pub(super) audience: &'a Audience<'a>,
}

impl Writer for Github<'_> {
    fn file(&self, file: &FileReport<'_>) -> String {
        let name = self.audience.base.relative(file.source.name());
        let name = (self.audience.clean)(&name);
        let mut text = String::new();
        for entry in clean_entries(self.audience, file) {
            let (start, end) = (entry.start, entry.end);
            let mut place = format!("line={},endLine={}", start.line, end.line);
            // Columns of places over several lines are refused.
            if start.line == end.line {
                place.push_str(&format!(",col={},endColumn={}", start.column, end.column));
            }
            text.push_str(&format!(
                "::{} file={},{place},title={}::{}\n",
                command(entry.finding.level),
                property(&name),
                property(entry.rule()),
                data(&entry.message_and_help())
            ));
        }
        text
    }

    fn unreadable(&self, unreadable: &Unreadable) -> String {
        let message = data(&(self.audience.clean)(&unreadable.message));
        if unreadable.file.is_empty() {
            return format!("::error::{message}\n");
        }
        let name = self.audience.base.relative(&unreadable.file);
        let name = (self.audience.clean)(&name);
        format!("::error file={}::{message}\n", property(&name))
    }
}

const fn command(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Advice => "notice",
    }
}

/// Text behind the second pair of colons.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Text before it, where commas and colons mean something.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
