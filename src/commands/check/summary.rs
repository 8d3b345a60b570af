//! What a run found in all: a line of counts, and tables by rule and by country where there is much.

use std::collections::BTreeMap;

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

use crate::diagnostic::Level;
use crate::emit::{Count, Totals};
use crate::handbook::Catalogues;
use crate::language::{Language, Messages};
use crate::t;
use crate::ui::layout;

/// How many findings of each level there are, or that there is none.
pub(crate) fn level_counts(messages: &Messages, levels: &[usize; 3]) -> Vec<String> {
    let mut parts = counts(messages, levels);
    if parts.is_empty() {
        parts.push(t!(messages, "check-clean"));
    }
    parts
}

fn counts(messages: &Messages, levels: &[usize; 3]) -> Vec<String> {
    let found = Level::ALL
        .into_iter()
        .filter(|level| levels[*level as usize] > 0);
    let words = found.map(|level| {
        let key = match level {
            Level::Error => "check-errors",
            Level::Warning => "check-warnings",
            Level::Advice => "check-advice",
        };
        messages.get(key, &[("n", &levels[level as usize])])
    });
    words.collect()
}

/// The line of counts.
pub(super) fn line(
    messages: &Messages,
    totals: &Totals,
    judged: Vec<String>,
    passed_over: usize,
    seconds: Option<f64>,
) -> String {
    let mut parts = counts(messages, &totals.levels);
    let unreadable = totals.unreadable.len();
    // Where a file could not be read, nobody can say that there is nothing to mend.
    if parts.is_empty() && unreadable == 0 {
        parts.push(t!(messages, "check-clean"));
    }
    parts.push(messages.get("check-summary", &[("n", &totals.checked)]));
    if unreadable > 0 {
        parts.push(messages.get("check-unreadable", &[("n", &unreadable)]));
    }
    parts.extend(judged);
    if passed_over > 0 {
        parts.push(messages.get("check-passed-over", &[("n", &passed_over)]));
    }
    if let Some(seconds) = seconds {
        let seconds = format!("{seconds:.1}");
        parts.push(t!(messages, "check-seconds", seconds = seconds));
    }
    parts.join(" · ")
}

/// The tables by rule and by country; in sentences where nothing may be drawn.
pub(super) struct Summary<'s> {
    pub(super) messages: &'s Messages,
    pub(super) catalogues: &'s Catalogues,
    pub(super) language: Language,
    pub(super) plain: bool,
    /// Columns to keep within.
    pub(super) width: usize,
}

impl Summary<'_> {
    /// Both tables; nothing where no file was checked.
    pub(super) fn text(&self, totals: &Totals) -> String {
        let mut text = String::new();
        if totals.checked == 0 {
            return text;
        }
        // What is found most often comes first.
        let rules = sorted(&totals.rules, |(_, count)| {
            std::cmp::Reverse(count.findings())
        });
        let countries: Vec<(String, &Count)> = totals
            .countries
            .iter()
            .map(|(code, count)| (self.country(code), count))
            .collect();
        if !rules.is_empty() {
            text.push_str(&self.part("check-by-rule", &rules));
            text.push('\n');
        }
        text.push_str(&self.part("check-by-country", &countries));
        text
    }

    fn country(&self, code: &str) -> String {
        if code == Totals::NO_COUNTRY {
            return t!(self.messages, "check-no-country");
        }
        let name = self.catalogues.label("countries", code, self.language);
        if name == code {
            name
        } else {
            format!("{name} ({code})")
        }
    }

    fn part(&self, heading: &'static str, rows: &[(String, &Count)]) -> String {
        let heading = self.messages.get(heading, &[]);
        let table = self.table(&heading, rows);
        let is_wide = table.lines().any(|line| layout::columns(line) > self.width);
        if !self.plain && !is_wide {
            return table;
        }
        let mut text = format!("{heading}\n");
        for (name, count) in rows {
            let line = self.sentence(name, count);
            text.push_str(&layout::fill(&line, self.width, "  ", "    "));
            text.push('\n');
        }
        text
    }

    fn table(&self, heading: &str, rows: &[(String, &Count)]) -> String {
        let mut table = Table::new();
        table
            .load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Disabled);
        let level = |level: Level| super::super::level_word(self.messages, level);
        let mut header = vec![heading.to_owned(), t!(self.messages, "check-files")];
        header.extend(Level::ALL.map(level));
        table.set_header(header);
        for (name, count) in rows {
            let mut row = vec![name.clone(), count.files.to_string()];
            row.extend(Level::ALL.map(|level| cell(count.levels[level as usize])));
            table.add_row(row);
        }
        for column in 1..=Level::ALL.len() + 1 {
            if let Some(column) = table.column_mut(column) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        let lines = table.trim_fmt();
        let lines = lines.lines();
        let lines = lines.map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end());
        lines.fold(String::new(), |text, line| text + line + "\n")
    }

    fn sentence(&self, name: &str, count: &Count) -> String {
        let files = self.messages.get("check-in-files", &[("n", &count.files)]);
        let counts = level_counts(self.messages, &count.levels).join(", ");
        t!(
            self.messages,
            "check-summary-line",
            name = name,
            counts = counts,
            files = files
        )
    }
}

/// Nothing is easier to pass over than a zero.
fn cell(n: usize) -> String {
    if n == 0 { String::new() } else { n.to_string() }
}

fn sorted<'c, K: Ord>(
    counts: &'c BTreeMap<String, Count>,
    by: impl Fn(&(String, &'c Count)) -> K,
) -> Vec<(String, &'c Count)> {
    let mut rows: Vec<(String, &Count)> = counts
        .iter()
        .map(|(name, count)| (name.clone(), count))
        .collect();
    rows.sort_by_key(by);
    rows
}
