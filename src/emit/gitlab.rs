//! Code quality reports of GitLab.

use serde::Serialize;

use crate::diagnostic::Level;

use super::entry::entries;
use super::{Audience, Closing, FileReport, Unreadable, Writer, indented};

/// The name under which files stand that could not be opened.
const UNREADABLE: &str = "unreadable";

#[derive(Debug, Serialize)]
struct Issue<'e> {
    description: &'e str,
    check_name: &'e str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'e>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<Content<'e>>,
}

#[derive(Debug, Serialize)]
struct Location<'e> {
    path: &'e str,
    lines: Lines,
}

#[derive(Debug, Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

#[derive(Debug, Serialize)]
struct Content<'e> {
    body: &'e str,
}

pub(super) struct Gitlab<'a> {
    pub(super) audience: &'a Audience<'a>,
}

impl Writer for Gitlab<'_> {
    fn head(&self, _files: usize) -> String {
        "[\n".to_owned()
    }

    fn file(&self, file: &FileReport<'_>) -> String {
        let path = self.audience.base.relative(file.source.name());
        let entries = entries(self.audience, file);
        let issues = entries.iter().map(|entry| {
            let issue = Issue {
                description: &entry.told.message,
                check_name: entry.rule(),
                fingerprint: entry.unique_fingerprint(),
                severity: severity(entry.finding.level),
                location: Location {
                    path: &path,
                    lines: Lines {
                        begin: entry.start.line,
                        end: entry.end.line,
                    },
                },
                content: entry.told.help.as_deref().map(|body| Content { body }),
            };
            indented(&issue, 2)
        });
        issues.collect::<Vec<_>>().join(self.separator())
    }

    fn unreadable(&self, unreadable: &Unreadable) -> String {
        let path = self.audience.base.relative(&unreadable.file);
        let issue = Issue {
            description: &unreadable.message,
            check_name: UNREADABLE,
            fingerprint: format!("{UNREADABLE}:{path}"),
            severity: "blocker",
            location: Location {
                path: &path,
                lines: Lines { begin: 1, end: 1 },
            },
            content: None,
        };
        indented(&issue, 2)
    }

    fn separator(&self) -> &'static str {
        ",\n"
    }

    fn tail(&self, closing: &Closing<'_>) -> String {
        let is_empty = closing.totals.findings() == 0 && closing.totals.unreadable.is_empty();
        if is_empty { "]\n" } else { "\n]\n" }.to_owned()
    }
}

const fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "critical",
        Level::Warning => "minor",
        Level::Advice => "info",
    }
}
