//! Findings for machines: `mainstream/findings/1`.
//!
//! Lines and columns are counted from 1, columns in characters, and the end is the column after the
//! last one, as editors count. What is in it is described by [`super::schema`].

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::Level;
use crate::source::SourceFile;

use super::entry::{Entry, entries};
use super::{Audience, Closing, FileReport, Totals, Unreadable, Writer, indented};

/// The name of the format and its version.
pub const SCHEMA: &str = "mainstream/findings/1";

#[derive(Debug, Serialize)]
struct Item<'e> {
    rule: &'e str,
    level: &'static str,
    message: &'e str,
    file: &'e str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    answer: Option<&'e str>,
    question: Option<&'e str>,
    help: Option<&'e str>,
    repair: Option<Repair<'e>>,
    fingerprint: &'e str,
}

#[derive(Debug, Serialize)]
struct Repair<'e> {
    safe: bool,
    replacement: &'e str,
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Debug, Serialize)]
struct NotOpened<'e> {
    file: &'e str,
    message: &'e str,
}

#[derive(Debug, Serialize)]
struct Summary<'e> {
    levels: BTreeMap<&'static str, usize>,
    files_checked: usize,
    files_with_findings: usize,
    files_unreadable: usize,
    rules: BTreeMap<&'e str, RuleCount>,
    countries: BTreeMap<&'e str, CountryCount>,
    suppressed: usize,
    in_baseline: usize,
    baseline_stale: Option<usize>,
    profiles: BTreeMap<&'e str, ProfileUse>,
}

#[derive(Debug, Serialize)]
struct RuleCount {
    findings: usize,
    files: usize,
}

/// How a profile was used in a run.
#[derive(Debug, Serialize)]
struct ProfileUse {
    files: usize,
    rules_waiting: usize,
}

#[derive(Debug, Serialize)]
struct CountryCount {
    files: usize,
    levels: BTreeMap<&'static str, usize>,
}

pub(super) struct Json<'a> {
    pub(super) audience: &'a Audience<'a>,
}

impl Writer for Json<'_> {
    fn head(&self, files: usize) -> String {
        format!("{{\n  \"schema\": \"{SCHEMA}\",\n  \"files\": {files},\n  \"findings\": [\n")
    }

    fn file(&self, file: &FileReport<'_>) -> String {
        let entries = entries(self.audience, file);
        let items = entries
            .iter()
            .map(|entry| indented(&item(file.source, entry), 4));
        items.collect::<Vec<_>>().join(self.separator())
    }

    /// They stand in a list of their own at the end.
    fn unreadable(&self, _unreadable: &Unreadable) -> String {
        String::new()
    }

    fn separator(&self) -> &'static str {
        ",\n"
    }

    fn tail(&self, closing: &Closing<'_>) -> String {
        let totals = closing.totals;
        let unreadable: Vec<NotOpened<'_>> = totals
            .unreadable
            .iter()
            .map(|one| NotOpened {
                file: &one.file,
                message: &one.message,
            })
            .collect();
        // With findings, the last of them has no line break yet.
        let before = if totals.findings() > 0 { "\n" } else { "" };
        format!(
            "{before}  ],\n  \"unreadable\": {},\n  \"summary\": {}\n}}\n",
            indented(&unreadable, 2).trim_start(),
            indented(&summary(totals), 2).trim_start()
        )
    }
}

fn levels(counts: [usize; 3]) -> BTreeMap<&'static str, usize> {
    let levels = Level::ALL.into_iter();
    levels
        .map(|level| (level.name(), counts[level as usize]))
        .collect()
}

fn summary(totals: &Totals) -> Summary<'_> {
    Summary {
        levels: levels(totals.levels),
        files_checked: totals.checked,
        files_with_findings: totals.with_findings,
        files_unreadable: totals.unreadable.len(),
        rules: totals
            .rules
            .iter()
            .map(|(id, count)| {
                let (findings, files) = (count.findings(), count.files);
                (id.as_str(), RuleCount { findings, files })
            })
            .collect(),
        countries: totals
            .countries
            .iter()
            .map(|(code, count)| {
                let (files, levels) = (count.files, levels(count.levels));
                (code.as_str(), CountryCount { files, levels })
            })
            .collect(),
        suppressed: totals.judged.suppressed,
        in_baseline: totals.judged.in_baseline,
        baseline_stale: totals.judged.baseline_stale,
        profiles: totals
            .judged
            .profiles
            .iter()
            .map(|(id, files, rules_waiting)| {
                let (files, rules_waiting) = (*files, *rules_waiting);
                let used = ProfileUse {
                    files,
                    rules_waiting,
                };
                (id.as_str(), used)
            })
            .collect(),
    }
}

fn item<'e>(source: &'e SourceFile, entry: &'e Entry<'_>) -> Item<'e> {
    let finding = entry.finding;
    let repair = finding.repair.as_ref().map(|repair| {
        let (start, end) = (
            source.position(repair.span.start),
            source.position(repair.span.end),
        );
        Repair {
            safe: repair.safe,
            replacement: &repair.replacement,
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    });
    Item {
        rule: entry.rule(),
        level: finding.level.name(),
        message: &entry.told.message,
        file: source.name(),
        line: entry.start.line,
        column: entry.start.column,
        end_line: entry.end.line,
        end_column: entry.end.column,
        answer: finding.answer.as_deref(),
        question: finding.question.as_deref(),
        help: entry.told.help.as_deref(),
        repair,
        fingerprint: &entry.fingerprint,
    }
}
