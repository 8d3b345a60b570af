//! SARIF 2.1.0, for code scanning services and viewers.
//!
//! The results are written as they come, the tool with the rules that were used behind them.

use serde_json::{Map, Value, json};

use crate::diagnostic::{Level, Repair};
use crate::source::{BOM, SourceFile, Span};

use super::entry::{Entry, entries, repair_text};
use super::sarif_rules::rule;
use super::{Audience, Closing, FileReport, Unreadable, Writer, indented};

const VERSION: &str = "2.1.0";
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const BASE_ID: &str = "%SRCROOT%";

/// Longest text that is repeated from a file, in bytes; a viewer has the file itself.
const LONGEST_SNIPPET: usize = 2_000;

/// The exit code from which on not everything could be looked at.
const FAILED: u8 = 2;

pub(super) struct Sarif<'a> {
    pub(super) audience: &'a Audience<'a>,
}

impl Writer for Sarif<'_> {
    fn head(&self, _files: usize) -> String {
        format!(
            "{{\n  \"$schema\": \"{SCHEMA}\",\n  \"version\": \"{VERSION}\",\n  \"runs\": [\n    {{\n      \"results\": [\n"
        )
    }

    fn file(&self, file: &FileReport<'_>) -> String {
        let entries = entries(self.audience, file);
        let results = entries
            .iter()
            .map(|entry| indented(&self.result(file.source, entry), 8));
        results.collect::<Vec<_>>().join(self.separator())
    }

    /// They are notifications of the run, at the end.
    fn unreadable(&self, _unreadable: &Unreadable) -> String {
        String::new()
    }

    fn separator(&self) -> &'static str {
        ",\n"
    }

    fn tail(&self, closing: &Closing<'_>) -> String {
        let before = if closing.totals.findings() > 0 {
            "\n"
        } else {
            ""
        };
        let mut text = format!("{before}      ]");
        for (key, value) in [
            ("columnKind", json!("unicodeCodePoints")),
            ("language", json!(self.audience.pages.language().code())),
            ("originalUriBaseIds", self.bases()),
            ("invocations", json!([self.invocation(closing)])),
            ("tool", self.tool(closing)),
        ] {
            let value = indented(&value, 6);
            text.push_str(&format!(",\n      \"{key}\": {}", value.trim_start()));
        }
        text.push_str("\n    }\n  ]\n}\n");
        text
    }
}

impl Sarif<'_> {
    fn result(&self, source: &SourceFile, entry: &Entry<'_>) -> Value {
        let finding = entry.finding;
        let mut result = Map::new();
        result.insert("ruleId".into(), json!(entry.rule()));
        result.insert("level".into(), json!(level(finding.level)));
        let message = entry.message_and_help();
        result.insert("message".into(), json!({"text": message}));
        let mut place = json!({"physicalLocation": {
            "artifactLocation": self.artifact(source.name()),
            "region": region(source, finding.span, true),
        }});
        if let Some(context) = context(source, finding.span) {
            place["physicalLocation"]["contextRegion"] = context;
        }
        if let Some(answer) = &finding.answer {
            place["logicalLocations"] = json!([{"fullyQualifiedName": answer, "kind": "member"}]);
        }
        result.insert("locations".into(), json!([place]));
        if !finding.others.is_empty() {
            let others = finding.others.iter().zip(&entry.told.others);
            let others: Vec<Value> = others
                .map(|(other, label)| self.other(source, other.span, label))
                .collect();
            result.insert("relatedLocations".into(), json!(others));
        }
        if let Some(repair) = &finding.repair {
            result.insert("fixes".into(), json!([self.fix(source, repair)]));
        }
        let print = json!({"mainstream/1": entry.unique_fingerprint()});
        result.insert("partialFingerprints".into(), print);
        if let Some(question) = &finding.question {
            result.insert("properties".into(), json!({"question": question}));
        }
        Value::Object(result)
    }

    fn other(&self, source: &SourceFile, span: Span, label: &str) -> Value {
        let mut place = json!({"physicalLocation": {
            "artifactLocation": self.artifact(source.name()),
            "region": region(source, span, true),
        }});
        if !label.is_empty() {
            place["message"] = json!({"text": label});
        }
        place
    }

    fn fix(&self, source: &SourceFile, repair: &Repair) -> Value {
        let text = repair_text(self.audience.messages, repair, &str::to_owned);
        json!({
            "description": {"text": text},
            "artifactChanges": [{
                "artifactLocation": self.artifact(source.name()),
                "replacements": [{
                    "deletedRegion": region(source, repair.span, false),
                    "insertedContent": {"text": repair.replacement},
                }],
            }],
            "properties": {"safe": repair.safe},
        })
    }

    fn artifact(&self, name: &str) -> Value {
        let (uri, is_relative) = self.audience.base.uri(name);
        if is_relative {
            json!({"uri": uri, "uriBaseId": BASE_ID})
        } else {
            json!({"uri": uri})
        }
    }

    fn bases(&self) -> Value {
        json!({BASE_ID: {"uri": self.audience.base.folder_uri()}})
    }

    fn invocation(&self, closing: &Closing<'_>) -> Value {
        let notes = closing.totals.unreadable.iter();
        let notes: Vec<Value> = notes
            .map(|unreadable| self.notification(unreadable))
            .collect();
        json!({
            "executionSuccessful": closing.exit < FAILED,
            "exitCode": closing.exit,
            "toolExecutionNotifications": notes,
        })
    }

    fn notification(&self, unreadable: &Unreadable) -> Value {
        let mut note = json!({
            "descriptor": {"id": "unreadable"},
            "level": "error",
            "message": {"text": unreadable.message},
        });
        if !unreadable.file.is_empty() {
            let artifact = self.artifact(&unreadable.file);
            note["locations"] = json!([{"physicalLocation": {"artifactLocation": artifact}}]);
        }
        note
    }

    fn tool(&self, closing: &Closing<'_>) -> Value {
        let rules = closing.totals.rules.keys();
        let rules: Vec<Value> = rules.map(|id| rule(self.audience, id)).collect();
        json!({"driver": {
            "name": "mainstream",
            "semanticVersion": self.audience.version,
            "language": self.audience.pages.language().code(),
            "rules": rules,
        }})
    }
}

pub(super) const fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Advice => "note",
    }
}

fn region(source: &SourceFile, span: Span, with_text: bool) -> Value {
    let (start, end) = (source.position(span.start), source.position(span.end));
    let mut region = json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    });
    let text = span.slice(source.text()).trim_start_matches(BOM);
    if with_text && !text.is_empty() && text.len() <= LONGEST_SNIPPET {
        region["snippet"] = json!({"text": text});
    }
    region
}

/// The lines of a place as a whole, where they are more than the place itself.
fn context(source: &SourceFile, span: Span) -> Option<Value> {
    let (start, end) = (source.position(span.start), source.position(span.end));
    let lines = Span::new(
        source.line_span(start.line)?.start,
        source.line_span(end.line)?.end,
    );
    let text = lines.slice(source.text()).trim_start_matches(BOM);
    if !lines.contains(span) || text.len() <= span.len() || text.len() > LONGEST_SNIPPET {
        return None;
    }
    Some(json!({"startLine": start.line, "endLine": end.line, "snippet": {"text": text}}))
}
