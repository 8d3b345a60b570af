//! Suppressions: of the project file and of the settings, found by rule and answer path.

use std::collections::BTreeMap;

use globset::{GlobBuilder, GlobMatcher};
use jiff::civil::Date;

use crate::diagnostic::Finding;
use crate::error::Failure;
use crate::handbook::Handbook;
use crate::project::{Suppression, parse_date};
use crate::rules::own::OwnRules;
use crate::rules::{
    self, Rule, SUPPRESSION_EXPIRED, SUPPRESSION_INCOMPLETE, SUPPRESSION_UNUSED, known,
};
use crate::source::Span;

use super::{Case, Silence, Word, failure, with_nearest_rule};

/// What a suppression of the settings did for a file that it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It suppressed something.
    Used,
    /// Its rule looked, and found nothing there.
    Unused,
    /// Its rule did not look.
    Open,
}

/// Suppressions that can take effect, by rule and path, so that thousands of them cost a finding a
/// few look-ups.
#[derive(Debug, Clone, Default)]
pub(super) struct Silences {
    by_path: BTreeMap<(String, String), Vec<usize>>,
    /// Whether each was used, by position; none for those that cannot take effect.
    used: Vec<Option<bool>>,
}

impl Silences {
    pub(super) fn of_settings(silences: &[Silence], handbook: &Handbook) -> Self {
        let mut all = Self::default();
        for silence in silences {
            let is_whole = silence.reason.is_some();
            let parts = silence.rule.as_ref().zip(silence.path.as_ref());
            let parts = parts.filter(|_| is_whole);
            let parts = parts.map(|(rule, path)| (rule.value.as_str(), path.value.as_str()));
            all.add(parts, handbook);
        }
        all
    }

    pub(super) fn of_project(
        suppressions: &[Suppression<'_>],
        case: &Case<'_>,
        own: &OwnRules,
    ) -> Self {
        let mut all = Self::default();
        for suppression in suppressions {
            let is_good = suppression.reason.is_some()
                && suppression.until.is_none_or(|until| {
                    parse_date(until.text).is_ok_and(|until| until >= case.today)
                });
            let parts = suppression.rule.zip(suppression.path);
            let parts = parts.filter(|(rule, _)| is_good && can_be_suppressed(rule.text, own));
            let parts = parts.map(|(rule, path)| (rule.text, path.text));
            all.add(parts, case.handbook);
        }
        all
    }

    fn add(&mut self, parts: Option<(&str, &str)>, handbook: &Handbook) {
        let index = self.used.len();
        self.used.push(parts.map(|_| false));
        if let Some((rule, path)) = parts {
            let key = (rule.to_owned(), full_path(path, handbook));
            self.by_path.entry(key).or_default().push(index);
        }
    }

    /// The suppression that a finding falls under, the one with the longest path; marks it as used.
    pub(super) fn take(
        &mut self,
        finding: &Finding,
        handbook: &Handbook,
        holds: &dyn Fn(usize) -> bool,
    ) -> Option<usize> {
        if self.by_path.is_empty() || !may_be_suppressed(&finding.rule) {
            return None;
        }
        let find = |path: &str| {
            let key = (finding.rule.to_string(), path.to_owned());
            let found = self.by_path.get(&key)?;
            found.iter().copied().find(|index| holds(*index))
        };
        let path = finding.answer.as_deref().unwrap_or_default();
        let question = || {
            let question = handbook.question(finding.question.as_deref()?)?;
            find(&question.path)
        };
        let index = beginnings(path).find_map(find).or_else(question)?;
        self.used[index] = Some(true);
        Some(index)
    }

    /// A finding for each suppression of a project that had nothing to suppress, where its rule
    /// looked.
    pub(super) fn unused(
        &self,
        own: &[Suppression<'_>],
        can_find: &dyn Fn(&str) -> bool,
    ) -> Vec<Finding> {
        let all = own.iter().zip(&self.used);
        let unused = all.filter(|(_, used)| **used == Some(false));
        let parts = unused.filter_map(|(one, _)| Some((one.rule?, one.path?)));
        let parts = parts.filter(|(rule, _)| can_find(rule.text));
        parts
            .map(|(rule, path)| nothing(rule.text, path.text, path.span))
            .collect()
    }

    /// What became of those that hold, by position.
    pub(super) fn verdicts(
        &self,
        holds: &dyn Fn(usize) -> bool,
        can_find: &dyn Fn(&str) -> bool,
    ) -> Vec<(usize, Verdict)> {
        let mut verdicts: Vec<(usize, Verdict)> = Vec::new();
        for ((rule, _), indices) in &self.by_path {
            for index in indices.iter().copied().filter(|index| holds(*index)) {
                let verdict = match self.used[index] {
                    Some(true) => Verdict::Used,
                    _ if can_find(rule) => Verdict::Unused,
                    _ => Verdict::Open,
                };
                verdicts.push((index, verdict));
            }
        }
        verdicts.sort_by_key(|(index, _)| *index);
        verdicts
    }
}

fn nothing(rule: &str, path: &str, span: Span) -> Finding {
    let mut finding = SUPPRESSION_UNUSED
        .at(span)
        .variant("nothing")
        .with("rule", rule)
        .with("path", path);
    finding.answer = Some("suppress".to_owned());
    finding
}

/// Whether findings of a rule may be suppressed: not those about suppressions, nor those without
/// which nobody would know that a file cannot be read.
fn can_be_suppressed(rule: &str, own: &OwnRules) -> bool {
    known(rule, own).is_some() && may_be_suppressed(rule)
}

/// The same of a rule that there is.
fn may_be_suppressed(rule: &str) -> bool {
    let about_suppressions = [
        SUPPRESSION_EXPIRED.id,
        SUPPRESSION_INCOMPLETE.id,
        SUPPRESSION_UNUSED.id,
    ];
    !rules::rule(rule).is_some_and(Rule::is_fixed) && !about_suppressions.contains(&rule)
}

/// A path and what it lies in, the longest first: `a.b[c].d`, `a.b[c]`, `a.b`, `a`.
fn beginnings(path: &str) -> impl Iterator<Item = &str> {
    let cuts = path.char_indices().rev();
    let cuts = cuts
        .filter(|(_, c)| matches!(c, '.' | '['))
        .map(|(at, _)| at);
    std::iter::once(path.len())
        .chain(cuts)
        .map(|end| &path[..end])
        .filter(|beginning| !beginning.is_empty())
}

/// A path as findings have it: codes become paths, and header questions their key.
fn full_path(path: &str, handbook: &Handbook) -> String {
    let path = path.trim();
    let end = path.find('[').unwrap_or(path.len());
    let (head, rest) = path.split_at(end);
    match handbook.question(head) {
        Some(question) if question.header.is_some() => format!("{}{rest}", question.id),
        Some(question) => format!("{}{rest}", question.path),
        None => path.to_owned(),
    }
}

/// The suppressions with their globs, ready to match.
pub(super) fn with_globs(silences: &[Silence]) -> Vec<(Silence, Option<GlobMatcher>)> {
    let matcher = |silence: &Silence| {
        let glob = silence.glob.as_ref()?;
        parse_glob(&glob.value)
    };
    let all = silences.iter();
    all.map(|silence| (silence.clone(), matcher(silence)))
        .collect()
}

/// Whether a pattern for files can be read.
pub fn is_glob(pattern: &str) -> bool {
    parse_glob(pattern).is_some()
}

/// A glob for files: `*` stays inside a folder.
fn parse_glob(pattern: &str) -> Option<GlobMatcher> {
    let mut builder = GlobBuilder::new(pattern);
    let glob = builder.literal_separator(true).build().ok()?;
    Some(glob.compile_matcher())
}

/// Refuses a suppression of a rule that there is not, or that cannot be suppressed.
pub(super) fn check_rule(silence: &Silence, own: &OwnRules) -> Result<(), Failure> {
    let Some(rule) = &silence.rule else {
        return Ok(());
    };
    let word = Word {
        text: rule.value.clone(),
        place: Some(silence.place(rule.span)),
    };
    match known(&rule.value, own) {
        None if own.is_left_out(&rule.value) => Ok(()),
        None => {
            let key = "settings-unknown-suppressed";
            Err(with_nearest_rule(
                failure(&word, key, key),
                &word,
                None,
                own,
            ))
        }
        Some(_) if !may_be_suppressed(&rule.value) => {
            let key = "settings-not-suppressible";
            Err(failure(&word, key, key))
        }
        Some(_) => Ok(()),
    }
}

/// What is wrong with a suppression of the settings: incomplete, expired, or, where `is_used` says
/// that it could have had an effect and had none, unused.
pub fn review_silence(silence: &Silence, is_used: Option<bool>, today: Date) -> Option<Finding> {
    let rule = silence.rule.as_ref();
    let missing = [
        ("rule", rule.is_some()),
        ("path", silence.path.is_some()),
        ("reason", silence.reason.is_some()),
    ];
    if let Some((key, _)) = missing.into_iter().find(|(_, is_there)| !is_there) {
        let place = rule.map_or(silence.span, |rule| rule.span);
        let finding = SUPPRESSION_INCOMPLETE.at(place).variant(key);
        return Some(finding.with_some("rule", rule.map(|rule| rule.value.as_str())));
    }
    let (rule, path) = rule.zip(silence.path.as_ref())?;
    if let Some(until) = silence.until.as_ref().filter(|until| until.value < today) {
        let finding = SUPPRESSION_EXPIRED.at(until.span).with("rule", &rule.value);
        return Some(finding.with("until", until.value.to_string()));
    }
    let is_unused = is_used == Some(false);
    is_unused.then(|| {
        let mut finding = nothing(&rule.value, &path.value, path.span);
        finding.answer = None;
        finding
    })
}
