//! Findings that were there before: `mainstream/baseline/1`.
//!
//! A baseline knows findings by their fingerprint and counts them, so that only new ones are shown.
//! Files are named from the baseline's own folder.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::diagnostic::Finding;
use crate::fingerprint::fingerprint;
use crate::rules;

/// The name of the format and its version.
const SCHEMA: &str = "mainstream/baseline/1";

/// What findings with the same fingerprint have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The file, from the baseline's folder, with `/` between its parts.
    pub file: String,
    /// The rule.
    pub rule: String,
    /// The path of the answer, for people who read the file.
    pub answer: Option<String>,
    /// What tells the finding from others.
    pub fingerprint: String,
    /// How many there were.
    pub count: usize,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: String,
    findings: Vec<Known>,
}

/// Why a text is no baseline, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaselineFault {
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1.
    pub column: usize,
    /// The format it says it has, where that is another.
    pub schema: Option<String>,
    /// What the reader says.
    pub detail: String,
}

/// Findings that were there before.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    known: BTreeMap<(String, String), Known>,
    /// How many of each were not met yet in this run.
    left: HashMap<String, usize>,
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    ///
    /// The text is no JSON, has another form, or is of another format, with its place.
    pub fn parse(text: &str) -> Result<Self, BaselineFault> {
        let fault = |error: &serde_json::Error| {
            let whole = error.to_string();
            // The place is said once, in front.
            let end = whole.rfind(" at line ").unwrap_or(whole.len());
            BaselineFault {
                line: error.line().max(1),
                column: error.column().max(1),
                schema: None,
                detail: whole[..end].to_owned(),
            }
        };
        let any: serde_json::Value = serde_json::from_str(text).map_err(|error| fault(&error))?;
        let schema = any.get("schema").and_then(serde_json::Value::as_str);
        if schema != Some(SCHEMA) {
            return Err(other_format(text, schema));
        }
        let file: File = serde_json::from_str(text).map_err(|error| fault(&error))?;
        let mut baseline = Self::default();
        for known in file.findings {
            baseline.put(known);
        }
        Ok(baseline)
    }

    fn put(&mut self, known: Known) {
        *self.left.entry(known.fingerprint.clone()).or_default() += known.count;
        let key = (known.file.clone(), known.fingerprint.clone());
        match self.known.get_mut(&key) {
            Some(there) => there.count += known.count,
            None => {
                self.known.insert(key, known);
            }
        }
    }

    /// Adds a finding, for a baseline that is to be written; what cannot be silenced is left out,
    /// and then false comes back.
    pub fn add(&mut self, finding: &Finding, file: &str) -> bool {
        if is_fixed(finding) {
            return false;
        }
        self.put(Known {
            file: file.to_owned(),
            rule: finding.rule.to_string(),
            answer: finding.answer.clone(),
            fingerprint: fingerprint(finding, file),
            count: 1,
        });
        true
    }

    /// Whether a finding was there before; one of those that were is used up.
    pub fn take(&mut self, finding: &Finding, file: &str) -> bool {
        if is_fixed(finding) {
            return false;
        }
        match self.left.get_mut(&fingerprint(finding, file)) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        }
    }

    /// How many findings it has.
    pub fn len(&self) -> usize {
        self.known.values().map(|known| known.count).sum()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// How many findings are gone that `was_looked_for` says this run would have met.
    pub fn n_stale(&self, was_looked_for: &dyn Fn(&Known) -> bool) -> usize {
        let known = self.known.values().filter(|known| was_looked_for(known));
        known
            .map(|known| {
                self.left
                    .get(&known.fingerprint)
                    .copied()
                    .unwrap_or_default()
            })
            .sum()
    }

    /// The baseline as text, in the order of files, ending with a line break.
    ///
    /// # Errors
    ///
    /// None that the types allow; the serialiser's signature has one.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let mut findings: Vec<Known> = self.known.values().cloned().collect();
        findings.sort();
        let file = File {
            schema: SCHEMA.to_owned(),
            findings,
        };
        serde_json::to_string_pretty(&file).map(|json| json + "\n")
    }
}

/// Whether a finding means that a file cannot be read: that is news every time.
fn is_fixed(finding: &Finding) -> bool {
    rules::rule(&finding.rule).is_some_and(rules::Rule::is_fixed)
}

fn other_format(text: &str, schema: Option<&str>) -> BaselineFault {
    let at = schema.and_then(|schema| text.find(&format!("\"{schema}\"")));
    let before = &text[..at.unwrap_or_default()];
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    BaselineFault {
        line: before.matches('\n').count() + 1,
        column: before[start..].chars().count() + 1,
        schema: Some(schema.unwrap_or("—").to_owned()),
        detail: String::new(),
    }
}
