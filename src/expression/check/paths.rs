//! Names with dots: fields of records, parts of values, answers by step and question.

use super::{Checked, Checker, code, hyphened, underscored};
use crate::expression::code::{AnswerPart, Code, FieldRead, HeaderPart, Part, Work};
use crate::expression::fault::{FaultKind, Noun};
use crate::expression::kinds::{STATE_SET, Type};
use crate::expression::names::HEADER;
use crate::expression::tree::{Operator, Tree, TreeKind};
use crate::source::Span;

/// A name that has to be followed by others to be a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Space {
    Answers(What),
    Step(What, usize),
    Records,
    Header,
}

/// Whether a name is one that has to be followed by others.
enum Named {
    /// It is a value, or nothing at all.
    Otherwise,
    /// It should be, and a fault says why it is not.
    Faulty,
    Space(Space),
}

/// What is asked of the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Answer,
    State,
    Note,
    Evidence,
}

/// Where a name leads.
enum Way {
    Space(Space),
    Value(Code, Type),
}

/// The fields every record has.
const COMMON_FIELDS: [&str; 3] = ["id", "note", "evidence"];

impl Checker<'_> {
    pub(super) fn select(&mut self, tree: &Tree, of: &Tree, field: &str) -> Checked {
        match self.way(tree, of, field)? {
            Way::Value(code, found) => Some((code, found)),
            Way::Space(space) => {
                let form = match space {
                    Space::Step(What::Answer, _) => "answers.STEP.QUESTION",
                    Space::Step(What::State, _) => "states.STEP.QUESTION",
                    Space::Step(What::Note, _) => "notes.STEP.QUESTION",
                    _ => "evidence.STEP.QUESTION",
                };
                let found = field.to_owned();
                self.fault(tree.name, FaultKind::Incomplete { found, form });
                None
            }
        }
    }

    /// `a.b`, or `a["b"]`.
    pub(super) fn selection(tree: &Tree) -> Option<(&Tree, &str)> {
        match &tree.kind {
            TreeKind::Select(of, field) => Some((of, field)),
            TreeKind::Operation(Operator::Index, parts) => match parts.as_slice() {
                [of, key] => match &key.kind {
                    TreeKind::Text(field) => Some((of, field)),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether a tree is a name with others to follow.
    fn space(&mut self, tree: &Tree) -> Named {
        if let TreeKind::Name(name) = &tree.kind {
            return match name.as_str() {
                _ if self.is_variable(name) => Named::Otherwise,
                "answers" => Named::Space(Space::Answers(What::Answer)),
                "states" => Named::Space(Space::Answers(What::State)),
                "notes" => Named::Space(Space::Answers(What::Note)),
                "evidence" => Named::Space(Space::Answers(What::Evidence)),
                "records" => Named::Space(Space::Records),
                "header" => Named::Space(Space::Header),
                _ => Named::Otherwise,
            };
        }
        let Some((of, field)) = Self::selection(tree) else {
            return Named::Otherwise;
        };
        // Only two names in a row lead to a step.
        match self.space(of) {
            Named::Space(Space::Answers(what)) => {
                let step = self.step(tree.name, what, field);
                step.map_or(Named::Faulty, Named::Space)
            }
            Named::Faulty => Named::Faulty,
            _ => Named::Otherwise,
        }
    }

    fn step(&mut self, span: Span, what: What, name: &str) -> Option<Space> {
        let handbook = self.handbook;
        let step = handbook.step_index(&hyphened(name));
        let step = step.or_else(|| handbook.step_index(name));
        if step.is_none() {
            let known = handbook.steps.iter().map(|step| step.id.as_str());
            self.unknown(span, (Noun::Step, ""), name, known);
        }
        step.map(|step| Space::Step(what, step))
    }

    fn way(&mut self, tree: &Tree, of: &Tree, field: &str) -> Option<Way> {
        let space = match self.space(of) {
            Named::Space(space) => space,
            Named::Faulty => return None,
            Named::Otherwise => {
                let (of, found) = self.part(of)?;
                let (code, found) = self.field(tree, of, &found, field)?;
                return Some(Way::Value(code, found));
            }
        };
        let (work, found) = match space {
            Space::Answers(what) => return self.step(tree.name, what, field).map(Way::Space),
            Space::Step(what, step) => self.question(tree, what, step, field)?,
            Space::Records => self.records(tree, field)?,
            Space::Header => self.header(tree, field)?,
        };
        Some(Way::Value(code(tree.span, work), found))
    }

    fn question(
        &mut self,
        tree: &Tree,
        what: What,
        step: usize,
        name: &str,
    ) -> Option<(Work, Type)> {
        let handbook = self.handbook;
        let question = handbook.question_in(step, &hyphened(name));
        let question = question.filter(|question| {
            // What is worked out is written nowhere.
            self.answer_part(*question).is_some()
        });
        let Some(index) = question else {
            let known = handbook.questions.iter();
            let known = known.filter(|question| question.step == step);
            let of = underscored(&handbook.steps[step].id);
            let known = known.map(|question| question.id.as_str());
            self.unknown(tree.name, (Noun::Question, &of), name, known);
            return None;
        };
        if what == What::Answer && handbook.questions[index].header.is_some() {
            return Some((Work::Header(HeaderPart::Country), Type::Text));
        }
        let (part, found) = match what {
            What::Answer => self.answer_part(index)?,
            What::State => (AnswerPart::State, Type::Choice(STATE_SET.to_owned())),
            What::Note => (AnswerPart::Note, Type::Text),
            What::Evidence => (AnswerPart::Evidence, Type::evidence()),
        };
        Some((Work::Answer(Some(index), part), found))
    }

    fn records(&mut self, tree: &Tree, name: &str) -> Option<(Work, Type)> {
        let id = hyphened(name);
        if !self.handbook.records.contains_key(&id) {
            let handbook = self.handbook;
            let known = handbook.records.keys().map(String::as_str);
            self.unknown(tree.name, (Noun::Record, ""), name, known);
            return None;
        }
        let found = Type::list(Type::Record(id.clone()));
        Some((Work::Records(id), found))
    }

    fn header(&mut self, tree: &Tree, name: &str) -> Option<(Work, Type)> {
        let (part, found) = match name {
            "country" => (HeaderPart::Country, Type::Text),
            "title" => (HeaderPart::Title, Type::Text),
            "language" => (HeaderPart::Language, Type::Text),
            "currency" => (HeaderPart::Currency, Type::Text),
            "period" => (HeaderPart::Period, Type::Period),
            "fictitious" => (HeaderPart::Fictitious, Type::Flag),
            "edition" => (HeaderPart::Edition, Type::Text),
            "overlays" => (HeaderPart::Overlays, Type::list(Type::Text)),
            _ => {
                let known = HEADER.iter().map(|known| known.name);
                self.unknown(tree.name, (Noun::Header, ""), name, known);
                return None;
            }
        };
        Some((Work::Header(part), found))
    }

    /// A field of a record, or a part of a value.
    fn field(&mut self, tree: &Tree, of: Code, found: &Type, field: &str) -> Checked {
        let parts: &[(&str, Part, Type)] = match found {
            Type::Record(record) => return self.record_field(tree, of, record, field),
            Type::Money => &[
                ("amount", Part::Amount, Type::Number),
                ("currency", Part::Currency, Type::Text),
            ],
            Type::Period => &[
                ("start", Part::Start, Type::Date),
                ("end", Part::End, Type::Date),
            ],
            _ => {
                self.wrong_type(of.span, ".", found, "record, money, period");
                return None;
            }
        };
        let Some((_, part, found)) = parts.iter().find(|(name, ..)| *name == field) else {
            let known = parts.iter().map(|(name, ..)| *name);
            self.unknown(tree.name, (Noun::Field, &found.to_string()), field, known);
            return None;
        };
        let work = Work::Part(Box::new(of), *part);
        Some((code(tree.span, work), found.clone()))
    }

    fn record_field(&mut self, tree: &Tree, of: Code, record: &str, name: &str) -> Checked {
        let known = self.handbook.records.get(record)?;
        let field = known.field(&hyphened(name));
        let (read, found) = match (field, name) {
            (Some(field), _) => {
                let read = FieldRead::Value(field.id.clone(), field.kind.clone());
                (read, Type::of(&field.kind))
            }
            (None, "id") => (FieldRead::Id, Type::Reference(vec![record.to_owned()])),
            (None, "note") => (FieldRead::Note, Type::Text),
            (None, "evidence") => (FieldRead::Evidence, Type::evidence()),
            _ => {
                let fields = known.fields.iter().map(|field| field.id.as_str());
                let fields = fields.chain(COMMON_FIELDS);
                self.unknown(tree.name, (Noun::Field, record), name, fields);
                return None;
            }
        };
        let work = Work::Field(Box::new(of), read);
        Some((code(tree.span, work), found))
    }

    /// A name with hyphens that CEL took for a subtraction: `record.start-date`.
    pub(super) fn is_hyphenated(&mut self, tree: &Tree) -> bool {
        let Some((of, words, span)) = hyphenated(tree) else {
            return false;
        };
        let before = self.faults.len();
        let space = self.space(of);
        let known: Vec<String> = match space {
            Named::Space(Space::Answers(_)) => {
                let steps = self.handbook.steps.iter();
                steps.map(|step| step.id.clone()).collect()
            }
            Named::Space(Space::Step(_, step)) => {
                let questions = self.handbook.questions.iter();
                let questions = questions.filter(|question| question.step == step);
                questions.map(|question| question.id.clone()).collect()
            }
            Named::Space(Space::Records) => self.handbook.records.keys().cloned().collect(),
            Named::Space(Space::Header) | Named::Faulty => Vec::new(),
            Named::Otherwise => match self.part(of) {
                Some((_, Type::Record(record))) => {
                    let fields = self.handbook.records.get(&record);
                    let fields = fields.into_iter().flat_map(|record| &record.fields);
                    fields.map(|field| field.id.clone()).collect()
                }
                _ => Vec::new(),
            },
        };
        self.faults.truncate(before);
        let meant = (2..=words.len()).rev().find_map(|n| {
            let name = words[..n].join("-");
            known.contains(&name).then_some(name)
        });
        let Some(meant) = meant else { return false };
        self.fault(
            span,
            FaultKind::Unknown {
                noun: Noun::Field,
                nearest: Some(underscored(&meant)),
                found: meant,
                of: String::new(),
            },
        );
        true
    }
}

/// What a chain of subtractions would be as one name: what it is a field of, its words, its place.
fn hyphenated(tree: &Tree) -> Option<(&Tree, Vec<&str>, Span)> {
    let TreeKind::Operation(Operator::Subtract, parts) = &tree.kind else {
        return None;
    };
    let [left, right] = parts.as_slice() else {
        return None;
    };
    let (word, end) = first_name(right)?;
    if let Some((of, mut words, span)) = hyphenated(left) {
        words.push(word);
        return Some((of, words, Span::new(span.start, end)));
    }
    let TreeKind::Select(of, field) = &left.kind else {
        return None;
    };
    Some((of, vec![field, word], Span::new(left.name.start, end)))
}

/// The name a path begins with.
fn first_name(tree: &Tree) -> Option<(&str, usize)> {
    match &tree.kind {
        TreeKind::Name(name) => Some((name, tree.span.end)),
        TreeKind::Select(of, _) => first_name(of),
        TreeKind::Call {
            target: Some(target),
            ..
        } => first_name(target),
        _ => None,
    }
}
