//! Values read from what is typed or chosen.

use std::borrow::Cow;

use crate::handbook::ValueKind;
use crate::project::{Project, Value, ValueFault, parse_value, with_point};
use crate::words::{folded, nearest};

use super::effect::{Given, Refusal};
use super::entry::{Lookup, takes_ids};

impl Lookup<'_> {
    /// Reads what was given; none where nothing was.
    ///
    /// # Errors
    ///
    /// Why it is no value of the kind, with what was perhaps meant.
    pub(super) fn read(
        &self,
        kind: &ValueKind,
        given: &Given,
        project: &Project<'_>,
    ) -> Result<Option<Value>, Refusal> {
        let text = match given {
            Given::Text(text) => text.trim_end(),
            Given::One(id) => id.as_str(),
            Given::Many(ids) if ids.is_empty() => return Ok(None),
            Given::Many(ids) => return self.read_ids(kind, ids, project).map(Some),
        };
        if text.trim().is_empty() {
            return Ok(None);
        }
        if takes_ids(kind) {
            let parts = if kind.is_many() {
                self.split(kind, text, project)
            } else {
                vec![text.to_owned()]
            };
            return self.read_ids(kind, &parts, project).map(Some);
        }
        let text = if *kind == ValueKind::Text {
            text
        } else {
            text.trim()
        };
        let refuse = |fault| Refusal::Value {
            fault,
            kind: kind.clone(),
            nearest: None,
        };
        let text = if self.decimal_comma {
            with_point(kind, text).map_err(refuse)?
        } else {
            Cow::Borrowed(text)
        };
        let has_code = |catalogue: &str, id: &str| self.has_code(catalogue, id);
        let mut read = parse_value(kind, &text, self.handbook, &has_code);
        if let (Err(ValueFault::MoneyWithoutCurrency), Some(currency)) =
            (&read, project.header.currency)
        {
            let text = format!("{text} {}", currency.text);
            read = parse_value(kind, &text, self.handbook, &has_code);
        }
        read.map(Some).map_err(refuse)
    }

    /// Cuts a typed list at its commas, but not where a label has one of its own.
    fn split(&self, kind: &ValueKind, text: &str, project: &Project<'_>) -> Vec<String> {
        let candidates = self.candidates(kind, project);
        let known = |text: &str| find(&candidates, text).is_some();
        let pieces: Vec<&str> = text.split_inclusive([',', ';', '\n']).collect();
        let mut parts = Vec::new();
        let mut at = 0;
        while at < pieces.len() {
            let joined = |end: usize| {
                let joined = pieces[at..end].concat();
                joined.trim().trim_end_matches([',', ';']).trim().to_owned()
            };
            let end = (at + 2..=pieces.len())
                .rev()
                .find(|end| known(&joined(*end)))
                .unwrap_or(at + 1);
            parts.push(joined(end));
            at = end;
        }
        parts.retain(|part| !part.is_empty());
        parts
    }

    fn read_ids(
        &self,
        kind: &ValueKind,
        typed: &[String],
        project: &Project<'_>,
    ) -> Result<Value, Refusal> {
        let candidates = self.candidates(kind, project);
        let mut ids: Vec<String> = Vec::with_capacity(typed.len());
        for text in typed {
            let id = self.read_id(kind, text, &candidates)?;
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        Ok(match (kind.is_many(), kind.set(), ids.pop()) {
            (true, _, last) => {
                ids.extend(last);
                Value::Many(ids)
            }
            (false, Some(_), Some(id)) => Value::Choice(id),
            (false, _, id) => Value::Code(id.unwrap_or_default()),
        })
    }

    fn read_id(
        &self,
        kind: &ValueKind,
        text: &str,
        candidates: &[(String, String)],
    ) -> Result<String, Refusal> {
        if let Some(id) = find(candidates, text) {
            return Ok(id.to_owned());
        }
        let refuse = |fault| {
            let words = candidates
                .iter()
                .flat_map(|(id, label)| [label.as_str(), id.as_str()]);
            let nearest = nearest(text, words, 1).into_iter().next();
            Err(Refusal::Value {
                fault,
                kind: kind.clone(),
                nearest,
            })
        };
        match kind {
            ValueKind::Reference { .. } => refuse(ValueFault::UnknownCode),
            _ if kind.set().is_some() => refuse(ValueFault::UnknownChoice),
            _ => {
                let text = match kind {
                    ValueKind::Country | ValueKind::Currency => text.trim().to_ascii_uppercase(),
                    ValueKind::Language { .. } => text.trim().to_ascii_lowercase(),
                    _ => text.trim().to_owned(),
                };
                let has_code = |catalogue: &str, id: &str| self.has_code(catalogue, id);
                match parse_value(kind, &text, self.handbook, &has_code) {
                    Ok(_) => Ok(text),
                    Err(fault) => refuse(fault),
                }
            }
        }
    }
}

/// The id of the candidate that is called like the text.
fn find<'c>(candidates: &'c [(String, String)], text: &str) -> Option<&'c str> {
    let text = text.trim();
    let by = |same: &dyn Fn(&(String, String)) -> bool| {
        candidates
            .iter()
            .find(|candidate| same(candidate))
            .map(|(id, _)| id.as_str())
    };
    let plain = folded(text);
    by(&|(id, _)| id == text)
        .or_else(|| by(&|(id, _)| id.eq_ignore_ascii_case(text)))
        .or_else(|| by(&|(_, label)| folded(label.trim()) == plain))
}
