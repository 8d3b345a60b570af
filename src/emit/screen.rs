//! Findings as people read them in a terminal.

use super::entry::error_line;
use super::human::Human;
use super::{Audience, FileReport, Look, Unreadable, Writer};

pub(super) struct Screen<'a> {
    pub(super) audience: &'a Audience<'a>,
    pub(super) look: Look,
}

impl Writer for Screen<'_> {
    fn file(&self, file: &FileReport<'_>) -> String {
        let human = Human {
            pages: self.audience.pages,
            messages: self.audience.messages,
            color: self.look.color,
            width: self.look.width,
            clean: self.audience.clean,
            question: file.question,
        };
        human.render_all(file.source, file.findings, self.look.plain)
    }

    fn unreadable(&self, unreadable: &Unreadable) -> String {
        let line = error_line(self.audience.messages, &unreadable.message);
        let line = (self.audience.clean)(&line);
        let space = if self.look.plain { "" } else { "\n" };
        format!("{line}\n{space}")
    }
}
