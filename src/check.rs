//! From the bytes of a file to findings, in one pure step.

use std::borrow::Cow;
use std::path::Path;

use jiff::civil::Date;

use crate::diagnostic::Finding;
use crate::handbook::{Catalogues, Handbook};
use crate::policy::{Case, Outcome, Policy};
use crate::project::Project;
use crate::rules::{self, Context};
use crate::snapshot::Damaged;
use crate::source::{SourceFile, Span};
use crate::yaml::{self, DecodeError};

/// What files are checked against.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'s> {
    /// The handbook.
    pub handbook: &'s Handbook,
    /// Its lists of codes.
    pub catalogues: &'s Catalogues,
    /// What counts of what the rules find.
    pub policy: &'s Policy,
    /// Where the file lies, from the root of the disk; none where it is in memory only.
    pub path: Option<&'s Path>,
    /// The snapshots beside the file that cannot be used.
    pub damaged: &'s [Damaged],
    /// The day of the check.
    pub today: Date,
}

/// A file that was checked.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The text the findings point into; empty or cut short where the bytes are no text.
    pub source: SourceFile,
    /// What was found, in the order of the text.
    pub findings: Vec<Finding>,
    /// Whether the file could be seen as a project at all.
    pub readable: bool,
    /// The country that the file says it is about, where that can be a code.
    pub country: Option<String>,
    /// What is not among the findings, and why.
    pub outcome: Outcome,
}

/// Checks one file. Whatever the bytes are, what is wrong with them is a finding with a place.
pub fn check_text(name: &str, bytes: &[u8], setting: &Setting<'_>) -> Checked {
    match yaml::decode(bytes) {
        Ok(decoded) => check_source(SourceFile::new(name, decoded.text.to_owned()), setting),
        Err(error) => undecoded(name, bytes, error, setting),
    }
}

/// Checks a text that is in memory already.
pub fn check_source(source: SourceFile, setting: &Setting<'_>) -> Checked {
    let parsed = yaml::parse(source.text());
    let project = parsed
        .root
        .as_ref()
        .map(|root| Project::read(root, setting.handbook));
    let named = project.as_ref().and_then(|project| project.header.profile);
    let profile = setting.policy.profile(named.map(|named| named.text));
    let mut findings = rules::check(&Context {
        source: &source,
        parsed: &parsed,
        project: project.as_ref(),
        handbook: setting.handbook,
        catalogues: setting.catalogues,
        own: setting.policy.own(),
        profiles: setting.policy.profiles().all(),
        answers: profile.answers,
        damaged: setting.damaged,
        today: setting.today,
    });
    let readable = project.is_some() && !findings.iter().any(rules::means_no_project);
    let country = project.as_ref().and_then(country);
    let outcome = setting.policy.apply(
        &mut findings,
        &Case {
            handbook: setting.handbook,
            project: project.as_ref(),
            path: setting.path,
            profile,
            today: setting.today,
        },
    );
    drop(project);
    drop(parsed);
    Checked {
        source,
        findings,
        readable,
        country,
        outcome,
    }
}

/// Codes have three letters; whatever else stands there is nothing to count by.
fn country(project: &Project<'_>) -> Option<String> {
    let code = project.header.country?.text;
    let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    is_code.then(|| code.to_owned())
}

fn undecoded(name: &str, bytes: &[u8], error: DecodeError, setting: &Setting<'_>) -> Checked {
    let text = match error {
        DecodeError::TooLarge { .. } | DecodeError::Utf16 => Cow::Borrowed(""),
        DecodeError::Binary { offset, .. } => {
            String::from_utf8_lossy(&bytes[..offset.min(bytes.len())])
        }
        DecodeError::NotUtf8 { .. } => String::from_utf8_lossy(bytes),
    };
    let span = match error {
        DecodeError::TooLarge { .. } | DecodeError::Utf16 => Span::at(0),
        // Up to the bad byte the text is as it was; there, the sign for what cannot be shown stands.
        DecodeError::Binary { offset, .. } => Span::at(offset),
        DecodeError::NotUtf8 { offset, .. } => {
            Span::new(offset, offset + char::REPLACEMENT_CHARACTER.len_utf8())
        }
    };
    let source = SourceFile::new(name, text.into_owned());
    let findings = vec![rules::undecoded(&error, span)];
    Checked {
        source,
        findings,
        readable: false,
        country: None,
        outcome: setting.policy.outcome(setting.policy.profile(None)),
    }
}
