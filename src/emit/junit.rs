//! `JUnit` XML: a suite for each file, a case for each finding, or one that passes where there is none.

use std::fmt::Write as _;

use super::entry::{Entry, clean_entries};
use super::human::level_word;
use super::{Audience, Closing, FileReport, Unreadable, Writer};

/// The name of the only case of a file without findings, and of one that cannot be opened.
const CASE: &str = "mainstream check";

pub(super) struct Junit<'a> {
    pub(super) audience: &'a Audience<'a>,
}

impl Writer for Junit<'_> {
    fn head(&self, _files: usize) -> String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"mainstream\">\n".to_owned()
    }

    fn file(&self, file: &FileReport<'_>) -> String {
        let name = (self.audience.clean)(file.source.name());
        let entries = clean_entries(self.audience, file);
        let n = entries.len();
        let mut text = suite(&name, n.max(1), n, 0);
        for entry in &entries {
            self.case(&mut text, &name, entry);
        }
        if entries.is_empty() {
            let _ = writeln!(
                text,
                "    <testcase name=\"{CASE}\" classname=\"{}\"/>",
                escaped(&name)
            );
        }
        text.push_str("  </testsuite>\n");
        text
    }

    fn unreadable(&self, unreadable: &Unreadable) -> String {
        let name = (self.audience.clean)(&unreadable.file);
        let message = (self.audience.clean)(&unreadable.message);
        let mut text = suite(&name, 1, 0, 1);
        let _ = writeln!(
            text,
            "    <testcase name=\"{CASE}\" classname=\"{}\">\n      <error type=\"unreadable\" message=\"{}\"/>\n    </testcase>\n  </testsuite>",
            escaped(&name),
            escaped(&message)
        );
        text
    }

    fn tail(&self, _closing: &Closing<'_>) -> String {
        "</testsuites>\n".to_owned()
    }
}

impl Junit<'_> {
    fn case(&self, text: &mut String, name: &str, entry: &Entry<'_>) {
        let (line, column, rule) = (entry.start.line, entry.start.column, entry.rule());
        let level = level_word(self.audience.messages, entry.finding.level);
        let body = format!(
            "{name}:{line}:{column}: {level}[{rule}] {}",
            entry.message_and_help()
        );
        let _ = writeln!(
            text,
            "    <testcase name=\"{rule} {line}:{column}\" classname=\"{}\">\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>",
            escaped(name),
            entry.finding.level.name(),
            escaped(&entry.told.message),
            escaped(&body)
        );
    }
}

fn suite(name: &str, tests: usize, failures: usize, errors: usize) -> String {
    format!(
        "  <testsuite name=\"{}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"0\">\n",
        escaped(name)
    )
}

/// Text for XML 1.0: marks of its own are named, and characters that it cannot hold at all are replaced.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        let part = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            // In an attribute these would be read as spaces.
            '\n' => "&#10;",
            '\t' => "&#9;",
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => "\u{fffd}",
            c => {
                safe.push(c);
                continue;
            }
        };
        safe.push_str(part);
    }
    safe
}
