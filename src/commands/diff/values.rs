//! Values in words: labels for ids, titles for references, figures by language.

use crate::diff::{Measure, RecordName, Sort};
use crate::handbook::ValueKind;
use crate::project::{Project, State, Value, parse_value};
use crate::t;
use crate::yaml::Data;

use super::telling::Teller;

impl Teller<'_, '_> {
    /// What a record is called, on the new side where it is there.
    pub(super) fn title(&self, old: Option<&RecordName>, new: Option<&RecordName>) -> String {
        let find = |project: Option<&Project<'_>>, name: Option<&RecordName>| {
            let RecordName::Id(id) = name? else {
                return None;
            };
            self.titled(project?, id)
        };
        find(self.new, new)
            .or_else(|| find(self.old, old))
            .or_else(|| Some(format!("[{}]", new.or(old)?)))
            .unwrap_or_default()
    }

    pub(super) fn titled(&self, project: &Project<'_>, id: &str) -> Option<String> {
        let record = project.record(id)?;
        let kind = project.type_of(self.handbook(), record)?;
        Some(record.title(kind).to_owned())
    }

    /// A value as people read it.
    pub(super) fn value(
        &self,
        sort: Sort<'_>,
        data: &Data,
        project: Option<&Project<'_>>,
    ) -> String {
        if let Some(text) = sort.text_of(data) {
            return self.one(sort, &text, project);
        }
        match data {
            Data::Sequence(items) if items.iter().all(|item| sort.text_of(item).is_some()) => {
                let items = items.iter().filter_map(|item| sort.text_of(item));
                let items: Vec<String> = items.map(|item| self.one(sort, &item, project)).collect();
                items.join(&self.word("list-separator"))
            }
            data => flat(data),
        }
    }

    /// One text of a value as people read it.
    pub(super) fn one(&self, sort: Sort<'_>, text: &str, project: Option<&Project<'_>>) -> String {
        let text = text.trim();
        let kind = match sort {
            Sort::State => {
                return match State::parse(text) {
                    Some(state) => self.word(&format!("state-{}", state.name())),
                    None => text.to_owned(),
                };
            }
            Sort::Unknown => return text.to_owned(),
            Sort::Kind(kind) => kind,
        };
        let language = self.tongue.language();
        let catalogues = self.tongue.catalogues;
        match kind {
            ValueKind::Reference { .. } => {
                let titled = project.and_then(|project| self.titled(project, text));
                titled.unwrap_or_else(|| text.to_owned())
            }
            ValueKind::Code { catalogue, .. } => catalogues.label(catalogue, text, language),
            ValueKind::Country => catalogues.label("countries", text, language),
            ValueKind::Language { .. } => catalogues.label("languages", text, language),
            ValueKind::Choice { set } | ValueKind::Choices { set }
                if self.handbook().is_choice(set, text) =>
            {
                self.tongue.texts.choice(set, text).into_owned()
            }
            ValueKind::Scale if self.handbook().is_choice(ValueKind::SCALE_SET, text) => self
                .tongue
                .texts
                .choice(ValueKind::SCALE_SET, text)
                .into_owned(),
            kind => self.figure(kind, text),
        }
    }

    pub(super) fn figure(&self, kind: &ValueKind, text: &str) -> String {
        let has_code = |catalogue: &str, id: &str| self.tongue.has_code(catalogue, id);
        let value = parse_value(kind, text, self.handbook(), &has_code);
        match value {
            Ok(Value::Number(number)) if *kind == ValueKind::Percent => {
                self.format().percent(number)
            }
            Ok(
                value @ (Value::Number(_) | Value::Money(_) | Value::Date(_) | Value::Period(_)),
            ) => self.format().value(&value),
            _ => text.to_owned(),
        }
    }

    /// The difference of two figures, with its sign.
    pub(super) fn by(&self, by: Measure) -> String {
        let format = self.format();
        let signed = |is_more: bool, text: String| {
            if is_more { format!("+{text}") } else { text }
        };
        match by {
            Measure::Number(by) => signed(by.is_sign_positive(), format.number(by)),
            Measure::Points(by) => {
                let number = signed(by.is_sign_positive(), format.number(by));
                t!(self.tongue.messages, "diff-points", number = number)
            }
            Measure::Money(by) => {
                let is_more = by.amount.is_sign_positive();
                signed(is_more, format.money(by))
            }
            Measure::Days(days) => {
                let key = if days < 0 {
                    "diff-days-earlier"
                } else {
                    "diff-days-later"
                };
                self.tongue.messages.get(key, &[("n", &days.abs())])
            }
            Measure::Years(years) => {
                let key = if years < 0 {
                    "diff-years-earlier"
                } else {
                    "diff-years-later"
                };
                self.tongue.messages.get(key, &[("n", &years.abs())])
            }
        }
    }
}

/// A value on one line, as it is written.
pub(super) fn flat(data: &Data) -> String {
    match data {
        Data::Null => String::new(),
        Data::Text(text) | Data::Number(text) => text.trim().to_owned(),
        Data::Bool(flag) => flag.to_string(),
        Data::Sequence(items) => items.iter().map(flat).collect::<Vec<_>>().join(", "),
        Data::Mapping(entries) => {
            let entries = entries.iter();
            let entries = entries.map(|(key, value)| format!("{key}: {}", flat(value)));
            entries.collect::<Vec<_>>().join("; ")
        }
    }
}
