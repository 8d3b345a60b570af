//! Changes in words: labels, titles and figures as readers know them.

use crate::diff::{Change, Piece, Place, Seg, Sort, What, measure, pieces};
use crate::handbook::{Handbook, Question, RecordType, SOURCE_RECORD};
use crate::project::{Formatter, Project};
use crate::yaml::Data;

use super::tongue::Tongue;
use super::values::flat;

/// A change in words.
pub(crate) struct Told {
    /// What the change does: `+`, `−`, `~`, or `→` for a new id.
    pub(crate) sign: &'static str,
    /// What it is about within its question; empty for the answer itself.
    pub(crate) label: String,
    /// Its path.
    pub(crate) path: String,
    pub(crate) body: Body,
}

/// What is told.
pub(crate) enum Body {
    /// A text, piece by piece.
    Pieces(Vec<Piece>),
    /// One value by another, and the difference.
    Values {
        old: Option<String>,
        new: Option<String>,
        by: Option<String>,
    },
    /// Items that are gone and items that came.
    Items {
        removed: Vec<String>,
        added: Vec<String>,
    },
    /// A whole record, with its fields.
    Record {
        title: String,
        fields: Vec<(String, String)>,
    },
    /// A new id.
    Rename { old: String, new: String },
}

/// Changes under one question, or one part of the file.
pub(crate) struct Group {
    pub(crate) stage: Option<usize>,
    pub(crate) step: Option<usize>,
    /// The question's code.
    pub(crate) code: Option<String>,
    /// The question, or what the part is called.
    pub(crate) title: String,
    pub(crate) told: Vec<Told>,
}

/// What changes are told with.
pub(crate) struct Teller<'a, 'p> {
    pub(crate) tongue: Tongue<'a>,
    pub(crate) old: Option<&'a Project<'p>>,
    pub(crate) new: Option<&'a Project<'p>>,
}

const MINUS: &str = "−";

impl Teller<'_, '_> {
    pub(super) fn handbook(&self) -> &Handbook {
        self.tongue.handbook
    }

    pub(super) fn word(&self, key: &str) -> String {
        self.tongue.word(key)
    }

    pub(super) fn format(&self) -> Formatter<'_> {
        self.tongue.format()
    }

    /// Changes under the questions they belong to, in their order.
    pub(crate) fn groups(&self, changes: &[Change]) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        let mut last = None;
        for change in changes {
            let key = self.group_key(&change.place);
            if last.as_ref() != Some(&key) {
                groups.push(self.group(&change.place));
                last = Some(key);
            }
            if let Some(group) = groups.last_mut() {
                group.told.push(self.told(change));
            }
        }
        groups
    }

    fn group_key(&self, place: &Place) -> (String, String) {
        if let Some(question) = place.question(self.handbook()) {
            return (String::new(), question.path.clone());
        }
        let step = place.step().unwrap_or_default();
        (self.part_title(place), step.to_owned())
    }

    fn group(&self, place: &Place) -> Group {
        let handbook = self.handbook();
        if let Some(question) = place.question(handbook) {
            return Group {
                stage: Some(question.stage),
                step: Some(question.step),
                code: Some(question.code.clone()),
                title: self.tongue.texts.ask(question).into_owned(),
                told: Vec::new(),
            };
        }
        let step = place.step();
        let step = step.and_then(|id| handbook.steps.iter().position(|step| step.id == id));
        Group {
            stage: step.map(|step| handbook.steps[step].stage),
            step,
            code: None,
            title: self.part_title(place),
            told: Vec::new(),
        }
    }

    fn part_title(&self, place: &Place) -> String {
        self.word(match place.key_at(0).unwrap_or_default() {
            "sources" => "diff-part-sources",
            "answers" => "diff-part-unknown",
            "aside" => "diff-part-aside",
            key if crate::project::HEADER_KEYS.contains(&key) => "diff-part-header",
            _ => "diff-part-unknown",
        })
    }

    fn told(&self, change: &Change) -> Told {
        let sign = match &change.what {
            What::Rename { .. } => "→",
            _ if change.is_addition() => "+",
            _ if change.is_removal() => MINUS,
            _ => "~",
        };
        Told {
            sign,
            label: self.label(change),
            path: change.place.to_string(),
            body: self.body(change),
        }
    }

    fn body(&self, change: &Change) -> Body {
        let place = &change.place;
        let sort = Sort::at(place, self.handbook());
        match &change.what {
            What::Value { old, new } => self.value_body(sort, old.as_ref(), new.as_ref()),
            What::Items { removed, added } => {
                let texts = |items: &[String], project| {
                    items
                        .iter()
                        .map(|item| self.one(sort, item, project))
                        .collect()
                };
                Body::Items {
                    removed: texts(removed, self.old),
                    added: texts(added, self.new),
                }
            }
            What::Record { old, new } => {
                let (data, project) = match (old, new) {
                    (Some(data), _) => (data, self.old),
                    (None, Some(data)) => (data, self.new),
                    (None, None) => (&Data::Null, None),
                };
                self.record_body(place, data, project)
            }
            What::Rename { old, new } => Body::Rename {
                old: old.to_string(),
                new: new.to_string(),
            },
        }
    }

    fn value_body(&self, sort: Sort<'_>, old: Option<&Data>, new: Option<&Data>) -> Body {
        let texts = (
            old.and_then(|data| sort.text_of(data)),
            new.and_then(|data| sort.text_of(data)),
        );
        if let (true, (Some(old), Some(new))) = (sort.is_prose(), &texts) {
            let words = |text: &str| text.split_whitespace().count();
            // Two short words side by side are read faster than one mended into the other.
            if words(old) > 2 || words(new) > 2 {
                return Body::Pieces(pieces(old.trim_end(), new.trim_end()));
            }
        }
        let by = match &texts {
            (Some(old), Some(new)) => measure(sort, old, new).map(|by| self.by(by)),
            _ => None,
        };
        Body::Values {
            old: old.map(|data| self.value(sort, data, self.old)),
            new: new.map(|data| self.value(sort, data, self.new)),
            by,
        }
    }

    fn record_body(&self, place: &Place, data: &Data, project: Option<&Project<'_>>) -> Body {
        let record = self.record_type(place);
        let title_field = record.map(|record| record.title.as_str());
        let Data::Mapping(entries) = data else {
            return Body::Record {
                title: flat(data),
                fields: Vec::new(),
            };
        };
        let text = |name: &str| {
            let entry = entries.iter().find(|(key, _)| key == name)?;
            Some(flat(&entry.1))
        };
        let id = text("id").unwrap_or_default();
        let title = title_field.and_then(text).filter(|title| *title != id);
        let title = match title {
            Some(title) if !id.is_empty() => format!("{title} ({id})"),
            Some(title) => title,
            None => id,
        };
        let fields = entries
            .iter()
            .filter(|(key, _)| key != "id" && Some(key.as_str()) != title_field);
        let fields = fields.map(|(key, value)| {
            let here = place.key(key);
            let sort = Sort::at(&here, self.handbook());
            (
                self.field_label(record, key),
                self.value(sort, value, project),
            )
        });
        Body::Record {
            title,
            fields: fields.collect(),
        }
    }

    fn record_type(&self, place: &Place) -> Option<&RecordType> {
        let handbook = self.handbook();
        if place.key_at(0) == Some("sources") {
            return handbook.records.get(SOURCE_RECORD);
        }
        let question: &Question = place.question(handbook)?;
        handbook.record_of(question)
    }

    fn field_label(&self, record: Option<&RecordType>, key: &str) -> String {
        match record {
            Some(record) if record.field(key).is_some() => {
                self.tongue.texts.field_label(&record.id, key).into_owned()
            }
            _ if key == "note" => self.word("field-note"),
            _ if key == "evidence" => self.word("field-evidence"),
            _ => key.to_owned(),
        }
    }

    /// What a place is called within its question.
    fn label(&self, change: &Change) -> String {
        let place = &change.place;
        let in_full = matches!(change.what, What::Record { .. });
        let handbook = self.handbook();
        let known = place.question(handbook).is_some();
        let skipped = match place.key_at(0) {
            Some("answers") if known => 3,
            Some("answers" | "sources") => 1,
            _ => 0,
        };
        let record = self.record_type(place);
        let mut parts = Vec::new();
        let segs = place.segs();
        for (depth, seg) in segs.iter().enumerate().skip(skipped) {
            match seg {
                Seg::Key(key) if known && depth == 3 => match key.as_str() {
                    "answer" => {}
                    "note" => parts.push(self.word("field-note")),
                    "evidence" => parts.push(self.word("field-evidence")),
                    "state" => parts.push(self.word("diff-state")),
                    "reason" => parts.push(self.word("diff-reason")),
                    "by" => parts.push(self.word("diff-by")),
                    "on" => parts.push(self.word("diff-on")),
                    "dissent" => parts.push(self.word("report-dissent")),
                    other => parts.push(other.to_owned()),
                },
                Seg::Key(key) => {
                    let in_record =
                        matches!(segs.get(depth.wrapping_sub(1)), Some(Seg::Record { .. }));
                    parts.push(self.field_label(record.filter(|_| in_record), key));
                }
                Seg::Record { old, new } => {
                    if depth + 1 < segs.len() || !in_full {
                        parts.push(self.title(old.as_ref(), new.as_ref()));
                    }
                }
            }
        }
        parts.join(" · ")
    }
}
