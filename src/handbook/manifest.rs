//! `handbook.toml`: what a folder says about itself.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{MANIFEST_FAULT, UNKNOWN_PART_KEY};
use crate::diagnostic::Finding;
use crate::error::nearest;
use crate::language::Saying;
use crate::source::Span;

/// The format of handbook folders this program reads.
const FORMAT: i64 = 1;

const KEYS: [&str; 9] = [
    "format",
    "id",
    "edition",
    "base",
    "title",
    "languages",
    "complete",
    "stages",
    "origin",
];
const BASE_KEYS: [&str; 2] = ["id", "edition"];

/// The handbook an overlay is made for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Base {
    pub(super) id: String,
    pub(super) edition: String,
    pub(super) id_span: Span,
    pub(super) edition_span: Span,
}

/// What a `handbook.toml` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) id: String,
    pub(super) edition: String,
    pub(super) base: Option<Base>,
    pub(super) title: Saying,
    pub(super) languages: Vec<String>,
    pub(super) complete: Option<Vec<String>>,
    pub(super) stages: Vec<(String, Span)>,
}

/// Reads a `handbook.toml`; without a manifest the folder cannot be used.
pub(super) fn parse_manifest(text: &str) -> (Option<Manifest>, Vec<Finding>) {
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            let finding = MANIFEST_FAULT.at(Span::new(span.start, span.end));
            let finding = finding.variant("syntax").with("detail", error.message());
            return (None, vec![finding]);
        }
    };
    let mut reader = Reader {
        findings: Vec::new(),
    };
    let manifest = reader.manifest(table.get_ref());
    (manifest, reader.findings)
}

type Value<'v> = Spanned<DeValue<'v>>;

fn span(value: &Spanned<DeValue<'_>>) -> Span {
    Span::new(value.span().start, value.span().end)
}

struct Reader {
    findings: Vec<Finding>,
}

impl Reader {
    fn manifest(&mut self, table: &DeTable<'_>) -> Option<Manifest> {
        self.known(table, &KEYS);
        let format = table.get("format");
        let is_ours = format.is_some_and(|value| match value.get_ref() {
            DeValue::Integer(number) => number.as_str().parse() == Ok(FORMAT),
            _ => false,
        });
        if !is_ours {
            let finding = MANIFEST_FAULT.at(format.map_or(Span::at(0), span));
            self.findings
                .push(finding.variant("format").with("known", FORMAT.to_string()));
            return None;
        }
        let (id, edition) = (self.required(table, "id"), self.required(table, "edition"));
        let base = table.get("base").map(|base| self.base(base));
        let mut manifest = Manifest::default();
        if let Some(title) = table.get("title") {
            manifest.title = self.saying(title);
        }
        manifest.languages = self.words(table, "languages").unwrap_or_default();
        manifest.complete = self.words(table, "complete");
        manifest.stages = table
            .get("stages")
            .map(|value| self.list(value, "stages"))
            .unwrap_or_default();
        // All that is wrong was said; without these the folder cannot be used.
        manifest.id = id?;
        manifest.edition = edition?;
        if let Some(base) = base {
            manifest.base = Some(base?);
        }
        Some(manifest)
    }

    fn known(&mut self, table: &DeTable<'_>, known: &[&'static str]) {
        for (key, _) in table {
            let word: &str = key.get_ref();
            if !known.contains(&word) {
                let place = Span::new(key.span().start, key.span().end);
                let near = nearest(word, known.iter().copied());
                let finding = UNKNOWN_PART_KEY.at(place).with("found", word);
                let finding = finding.with_some("nearest", near);
                self.findings.push(finding.with("list", known.join(", ")));
            }
        }
    }

    fn wrong(&mut self, value: &Value<'_>, key: &str, variant: &'static str) {
        let finding = MANIFEST_FAULT.at(span(value)).variant(variant);
        self.findings.push(finding.with("name", key));
    }

    fn required(&mut self, table: &DeTable<'_>, key: &'static str) -> Option<String> {
        let Some(value) = table.get(key) else {
            let finding = MANIFEST_FAULT.at(Span::at(0)).variant("missing-key");
            self.findings.push(finding.with("name", key));
            return None;
        };
        match value.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => Some(text.to_string()),
            _ => {
                self.wrong(value, key, "text");
                None
            }
        }
    }

    fn base(&mut self, value: &Value<'_>) -> Option<Base> {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(value, "base", "base");
            return None;
        };
        self.known(table, &BASE_KEYS);
        let part = |key: &str| {
            let value = table.get(key)?;
            match value.get_ref() {
                DeValue::String(text) => Some((text.to_string(), span(value))),
                _ => None,
            }
        };
        let (Some((id, id_span)), Some((edition, edition_span))) = (part("id"), part("edition"))
        else {
            self.wrong(value, "base", "base");
            return None;
        };
        Some(Base {
            id,
            edition,
            id_span,
            edition_span,
        })
    }

    fn saying(&mut self, value: &Value<'_>) -> Saying {
        match value.get_ref() {
            DeValue::String(text) => Saying::plain(text),
            DeValue::Table(table) => {
                let texts = table.iter().filter_map(|(language, text)| {
                    let text = text.get_ref().as_str()?;
                    Some((language.get_ref().to_string(), text.to_owned()))
                });
                Saying(texts.collect())
            }
            _ => {
                self.wrong(value, "title", "text");
                Saying::default()
            }
        }
    }

    fn words(&mut self, table: &DeTable<'_>, key: &'static str) -> Option<Vec<String>> {
        let list = self.list(table.get(key)?, key);
        Some(list.into_iter().map(|(word, _)| word).collect())
    }

    fn list(&mut self, value: &Value<'_>, key: &'static str) -> Vec<(String, Span)> {
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(value, key, "list");
            return Vec::new();
        };
        let mut words = Vec::with_capacity(items.len());
        for item in items {
            match item.get_ref() {
                DeValue::String(text) => words.push((text.to_string(), span(item))),
                _ => self.wrong(item, key, "list"),
            }
        }
        words
    }
}
