//! A finding in words, with all that formats for machines say about it.

use std::collections::HashMap;

use crate::diagnostic::{Finding, Repair};
use crate::fingerprint::fingerprint;
use crate::language::Messages;
use crate::rules::page::Told;
use crate::source::Position;
use crate::t;

use super::{Audience, FileReport};

/// Longest text of a repair that is shown, in characters.
const LONGEST_REPAIR: usize = 60;

pub(super) struct Entry<'f> {
    pub(super) finding: &'f Finding,
    pub(super) told: Told,
    pub(super) start: Position,
    pub(super) end: Position,
    /// The same for the same fault wherever its line goes.
    pub(super) fingerprint: String,
    /// Which of the findings with this fingerprint it is, counted from 1.
    pub(super) occurrence: usize,
}

impl Entry<'_> {
    pub(super) fn rule(&self) -> &str {
        &self.finding.rule
    }

    /// A fingerprint that no other finding of the run has.
    pub(super) fn unique_fingerprint(&self) -> String {
        format!("{}:{}", self.fingerprint, self.occurrence)
    }

    /// The message, and the help in a line of its own.
    pub(super) fn message_and_help(&self) -> String {
        match &self.told.help {
            Some(help) => format!("{}\n{help}", self.told.message),
            None => self.told.message.clone(),
        }
    }
}

/// The findings of a file in words, with text from the file as it is.
pub(super) fn entries<'f>(audience: &Audience<'_>, file: &FileReport<'f>) -> Vec<Entry<'f>> {
    entries_with(audience, file, &str::to_owned)
}

/// The findings of a file in words that are harmless for a terminal, each text in one line.
pub(super) fn clean_entries<'f>(audience: &Audience<'_>, file: &FileReport<'f>) -> Vec<Entry<'f>> {
    entries_with(audience, file, &audience.clean)
}

fn entries_with<'f>(
    audience: &Audience<'_>,
    file: &FileReport<'f>,
    clean: &dyn Fn(&str) -> String,
) -> Vec<Entry<'f>> {
    if file.findings.is_empty() {
        return Vec::new();
    }
    let name = audience.base.relative(file.source.name());
    let mut seen: HashMap<String, usize> = HashMap::new();
    let entries = file.findings.iter().map(|finding| {
        let fingerprint = fingerprint(finding, &name);
        let occurrence = seen.entry(fingerprint.clone()).or_default();
        *occurrence += 1;
        Entry {
            finding,
            told: audience.pages.tell(finding, clean),
            start: file.source.position(finding.span.start),
            end: file.source.position(finding.span.end),
            fingerprint,
            occurrence: *occurrence,
        }
    });
    entries.collect()
}

/// What a repair does, in a line; `clean` makes what it writes harmless.
pub(super) fn repair_text(
    messages: &Messages,
    repair: &Repair,
    clean: &dyn Fn(&str) -> String,
) -> String {
    let text = repair.replacement.trim();
    let line = text.lines().next().unwrap_or_default();
    let mut shown: String = line.chars().take(LONGEST_REPAIR).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    let text = clean(&shown);
    match (text.is_empty(), repair.safe) {
        (true, true) => t!(messages, "finding-repair-remove-safe"),
        (true, false) => t!(messages, "finding-repair-remove"),
        (false, true) => t!(messages, "finding-repair-safe", text = text),
        (false, false) => t!(messages, "finding-repair-unsafe", text = text),
    }
}

/// `error: cannot be read` and the like, for formats that people read.
pub(super) fn error_line(messages: &Messages, text: &str) -> String {
    let word = t!(messages, "word-error");
    t!(messages, "labelled", word = word, text = text)
}
