//! Findings for machines: `mainstream/findings/1`.
//!
//! Lines and columns are counted from 1, columns in characters, and the end is the column after the
//! last one, as editors count.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::{Finding, Level, RuleId};
use crate::rules::page::Pages;
use crate::source::SourceFile;

/// The name of the format and its version.
pub const SCHEMA: &str = "mainstream/findings/1";

/// A report on any number of files.
#[derive(Debug, Serialize)]
pub struct Report {
    schema: &'static str,
    files: usize,
    findings: Vec<Entry>,
    summary: Summary,
}

#[derive(Debug, Serialize)]
struct Entry {
    rule: RuleId,
    level: &'static str,
    message: String,
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    answer: Option<String>,
    question: Option<String>,
    help: Option<String>,
    repair: Option<Repair>,
}

#[derive(Debug, Serialize)]
struct Repair {
    safe: bool,
    replacement: String,
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Debug, Default, Serialize)]
struct Summary {
    levels: BTreeMap<&'static str, usize>,
    files_checked: usize,
    files_with_findings: usize,
    files_unreadable: usize,
}

impl Default for Report {
    fn default() -> Self {
        let levels = Level::ALL
            .into_iter()
            .map(|level| (level.name(), 0))
            .collect();
        let summary = Summary {
            levels,
            ..Summary::default()
        };
        Self {
            schema: SCHEMA,
            files: 0,
            findings: Vec::new(),
            summary,
        }
    }
}

impl Report {
    /// Adds a file that was checked; `readable` says whether it could be seen as a project.
    pub fn add(
        &mut self,
        source: &SourceFile,
        findings: &[Finding],
        readable: bool,
        pages: &Pages,
    ) {
        self.files += 1;
        self.summary.files_checked += 1;
        self.summary.files_with_findings += usize::from(!findings.is_empty());
        self.summary.files_unreadable += usize::from(!readable);
        for finding in findings {
            *self.summary.levels.entry(finding.level.name()).or_default() += 1;
            self.findings.push(entry(source, finding, pages));
        }
    }

    /// Counts files without findings that were not added: `total` were looked at in all.
    pub fn add_clean(&mut self, total: usize) {
        self.files = self.files.max(total);
        self.summary.files_checked = self.files;
    }

    /// Counts a file that could not be opened, so that there was nothing to check.
    pub fn add_unopened(&mut self) {
        self.files += 1;
        self.summary.files_unreadable += 1;
    }

    /// The report as JSON, ending with a line break.
    ///
    /// # Errors
    ///
    /// None that the types allow; the serialiser's signature has one.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|json| json + "\n")
    }
}

fn entry(source: &SourceFile, finding: &Finding, pages: &Pages) -> Entry {
    let told = pages.tell(finding, &str::to_owned);
    let (start, end) = (
        source.position(finding.span.start),
        source.position(finding.span.end),
    );
    let repair = finding.repair.as_ref().map(|repair| {
        let (start, end) = (
            source.position(repair.span.start),
            source.position(repair.span.end),
        );
        Repair {
            safe: repair.safe,
            replacement: repair.replacement.clone(),
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    });
    Entry {
        rule: finding.rule.clone(),
        level: finding.level.name(),
        message: told.message,
        file: source.name().to_owned(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        answer: finding.answer.clone(),
        question: finding.question.clone(),
        help: told.help,
        repair,
    }
}
