//! What is counted over all files of a run: the same figures in every format.

use std::collections::BTreeMap;

use crate::diagnostic::Level;

use super::{FileReport, Unreadable};

/// The counts of a run.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    /// Files that were checked.
    pub checked: usize,
    /// Files with findings.
    pub with_findings: usize,
    /// What could not be opened, in the order in which it was met.
    pub unreadable: Vec<Unreadable>,
    /// How many findings each level has.
    pub levels: [usize; 3],
    /// By the id of a rule, how many findings and in how many files.
    pub rules: BTreeMap<String, Count>,
    /// By the code of a country, its files; files that name none stand under [`Totals::NO_COUNTRY`].
    pub countries: BTreeMap<String, Count>,
    /// What is not among the findings.
    pub judged: JudgedReport,
}

/// What is not among the findings of a run, and why.
#[derive(Debug, Clone, Default)]
pub struct JudgedReport {
    /// How many findings were suppressed.
    pub suppressed: usize,
    /// How many findings were there before, by a baseline.
    pub in_baseline: usize,
    /// How many findings of the baseline are gone; none without a baseline.
    pub baseline_stale: Option<usize>,
    /// The profiles that files were checked under, how many files, and how many rules wait for a
    /// later one.
    pub profiles: Vec<(String, usize, usize)>,
}

/// How many files something is in, and what was found there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Count {
    /// Files.
    pub files: usize,
    /// Findings by level.
    pub levels: [usize; 3],
}

impl Count {
    /// Findings of all levels.
    pub fn findings(&self) -> usize {
        self.levels.iter().sum()
    }
}

impl Totals {
    /// Where files without a country are counted; no code is so short.
    pub const NO_COUNTRY: &'static str = "-";

    /// Counts a file that was checked.
    pub fn add(&mut self, file: &FileReport<'_>) {
        self.checked += 1;
        self.with_findings += usize::from(!file.findings.is_empty());
        let levels = self.add_findings(file);
        let country = file.country.unwrap_or(Self::NO_COUNTRY);
        let there = self.countries.entry(country.to_owned()).or_default();
        there.files += 1;
        add_levels(&mut there.levels, levels);
    }

    /// Counts findings in a file that is no project, such as the settings.
    pub fn add_beside(&mut self, file: &FileReport<'_>) {
        self.add_findings(file);
    }

    /// Counts findings by level and by rule, and says how many there are of each level.
    fn add_findings(&mut self, file: &FileReport<'_>) -> [usize; 3] {
        let mut rules: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
        let mut levels = [0; 3];
        for finding in file.findings {
            let level = finding.level as usize;
            levels[level] += 1;
            rules.entry(&*finding.rule).or_default()[level] += 1;
        }
        add_levels(&mut self.levels, levels);
        for (rule, levels) in rules {
            let there = self.rules.entry(rule.to_owned()).or_default();
            there.files += 1;
            add_levels(&mut there.levels, levels);
        }
        levels
    }

    /// Counts files without findings that were not added: so many were looked at in all.
    pub fn add_clean(&mut self, checked: usize) {
        let clean = checked.saturating_sub(self.checked);
        if clean > 0 {
            self.checked += clean;
            let there = self.countries.entry(Self::NO_COUNTRY.to_owned());
            there.or_default().files += clean;
        }
    }

    /// Counts what could not be opened.
    pub fn add_unreadable(&mut self, unreadable: Unreadable) {
        self.unreadable.push(unreadable);
    }

    /// Adds what was counted elsewhere, behind.
    pub fn append(&mut self, other: Self) {
        self.checked += other.checked;
        self.with_findings += other.with_findings;
        self.unreadable.extend(other.unreadable);
        add_levels(&mut self.levels, other.levels);
        for (own, theirs) in [
            (&mut self.rules, other.rules),
            (&mut self.countries, other.countries),
        ] {
            for (name, count) in theirs {
                let there = own.entry(name).or_default();
                there.files += count.files;
                add_levels(&mut there.levels, count.levels);
            }
        }
    }

    /// Files that were looked at, whether they could be opened or not.
    pub fn files(&self) -> usize {
        self.checked + self.unreadable.len()
    }

    /// Findings of all levels.
    pub fn findings(&self) -> usize {
        self.levels.iter().sum()
    }

    /// Whether there is a finding of this level or a graver one.
    pub fn reaches(&self, threshold: Level) -> bool {
        self.levels[threshold as usize..].iter().any(|n| *n > 0)
    }
}

fn add_levels(levels: &mut [usize; 3], others: [usize; 3]) {
    for (level, other) in levels.iter_mut().zip(others) {
        *level += other;
    }
}
