//! What all rules share while one file is checked: the context, the findings so far, suggestions.

use std::collections::HashSet;

use crate::diagnostic::Finding;
use crate::handbook::{Handbook, Kind, Question, ValueKind};
use crate::project::{Project, Record};
use crate::source::Span;
use crate::yaml::{Data, EmitOptions, FaultKind, Node, Style, emit};

use super::Context;
use super::nearest::nearest;

/// Most findings kept of one file, so that a hostile one cannot fill the memory.
const MAX_FINDINGS: usize = 10_000;

/// Most candidates looked at for suggestions in one file, so that a hostile one cannot take hours.
const MAX_COMPARISONS: usize = 100_000;

/// One check of one file.
pub(crate) struct Checker<'c> {
    pub(crate) context: &'c Context<'c>,
    pub(crate) findings: Vec<Finding>,
    /// The end of the last value that was read.
    pub(crate) read: usize,
    /// Where reading stopped, if it did not reach the end.
    pub(crate) cut: Option<usize>,
    /// The ids in what could not be seen through the handbook, once somebody asked.
    pub(crate) hidden: Option<HashSet<String>>,
    comparisons: usize,
}

/// A value that the handbook gives a kind, and where it belongs.
#[derive(Clone, Copy)]
pub(crate) struct Spot<'c> {
    pub(crate) kind: &'c ValueKind,
    pub(crate) node: &'c Node<'c>,
    pub(crate) owner: Owner<'c>,
}

/// What a value belongs to.
#[derive(Clone, Copy)]
pub(crate) enum Owner<'c> {
    /// A key of the header.
    Header(&'c str),
    /// The answer to a question.
    Answer(&'c Question),
    /// A field of a record.
    Field(Record<'c>, &'c str),
    /// A record itself.
    Record(Record<'c>),
}

impl<'c> Checker<'c> {
    pub(crate) fn new(context: &'c Context<'c>) -> Self {
        let read = context.parsed.root.as_ref().map_or(0, |root| root.span.end);
        // A second document takes nothing from the first.
        let stops =
            context.parsed.faults.iter().filter(|fault| {
                fault.kind.stops_reading() && fault.kind != FaultKind::ManyDocuments
            });
        let cut = stops
            .map(|fault| super::syntax::place(context.source.text(), read, fault).start)
            .min();
        Self {
            context,
            findings: Vec::new(),
            read,
            cut,
            hidden: None,
            comparisons: 0,
        }
    }

    pub(crate) fn handbook(&self) -> &'c Handbook {
        self.context.handbook
    }

    pub(crate) fn text(&self) -> &'c str {
        self.context.source.text()
    }

    pub(crate) fn add(&mut self, finding: Finding) {
        if self.findings.len() < MAX_FINDINGS {
            self.findings.push(finding);
        }
    }

    /// Adds a finding with the path and the question of what it is about.
    pub(crate) fn add_about(&mut self, owner: Owner<'_>, mut finding: Finding) {
        if self.findings.len() >= MAX_FINDINGS {
            return;
        }
        finding.answer = Some(self.path(owner));
        finding.question = self.question_code(owner);
        self.add(finding);
    }

    /// The path of an answer, a record or a field, as people can type it.
    pub(crate) fn path(&self, owner: Owner<'_>) -> String {
        match owner {
            Owner::Header(key) => key.to_owned(),
            Owner::Answer(question) => question.path.clone(),
            Owner::Field(record, field) => format!("{}.{field}", self.record_path(record)),
            Owner::Record(record) => self.record_path(record),
        }
    }

    fn record_path(&self, record: Record<'_>) -> String {
        let list = record
            .home
            .map_or("sources", |home| &self.handbook().questions[home].path);
        match record.id() {
            Some(id) => format!("{list}[{}]", id.text),
            None => format!("{list}{}", record.handle()),
        }
    }

    /// The code of the question that asks for something; for a field, the one that asks for it.
    fn question_code(&self, owner: Owner<'_>) -> Option<String> {
        let handbook = self.handbook();
        match owner {
            Owner::Header(key) => {
                let question = handbook
                    .questions
                    .iter()
                    .find(|q| q.header.is_some() && q.id == key);
                question.map(|question| question.code.clone())
            }
            Owner::Answer(question) => Some(question.code.clone()),
            Owner::Record(record) => Some(handbook.questions[record.home?].code.clone()),
            Owner::Field(record, field) => {
                let home = &handbook.questions[record.home?];
                let asks = |question: &&Question| {
                    question
                        .kind
                        .asked_fields()
                        .iter()
                        .any(|asked| asked == field)
                        && handbook
                            .home_of(question)
                            .is_some_and(|list| list.path == home.path)
                };
                let question = Some(home)
                    .filter(asks)
                    .or_else(|| handbook.questions.iter().find(asks));
                Some(question.unwrap_or(home).code.clone())
            }
        }
    }

    /// The candidate nearest to a word, while the file has not asked too often.
    pub(crate) fn nearest<'k, I>(&mut self, word: &str, candidates: I) -> Option<&'k str>
    where
        I: Iterator<Item = &'k str>,
    {
        let left = self.comparisons_left();
        let mut looked = 0;
        let found = nearest(word, candidates.take(left).inspect(|_| looked += 1));
        self.spend(looked);
        found
    }

    /// How many candidates may still be looked at.
    pub(crate) fn comparisons_left(&self) -> usize {
        MAX_COMPARISONS.saturating_sub(self.comparisons)
    }

    /// Counts candidates that were looked at.
    pub(crate) fn spend(&mut self, comparisons: usize) {
        self.comparisons += comparisons;
    }

    /// Whether a fault of the notation lies inside a place, so that what is read there says nothing.
    pub(crate) fn has_fault(&self, span: Span) -> bool {
        self.context
            .parsed
            .faults
            .iter()
            .any(|fault| span.contains(fault.span))
    }

    /// Whether a text occurs in what could not be read: all that follows the last value that was.
    pub(crate) fn may_be_unread(&self, word: &str) -> bool {
        let Some(cut) = self.cut else { return false };
        let rest = self.text().get(cut.min(self.read)..).unwrap_or_default();
        rest.contains(word)
    }

    /// Whether a node may have lost its end, because reading stopped right after it.
    pub(crate) fn is_unfinished(&self, node: &Node<'_>) -> bool {
        let root = self.context.parsed.root.as_ref();
        self.cut.is_some() && root.is_some_and(|root| node.span.end >= root.span.end)
    }
}

/// Visits every value of the project that the handbook gives a kind.
pub(crate) fn each_spot<'c>(
    project: &Project<'c>,
    handbook: &'c Handbook,
    mut visit: impl FnMut(Spot<'c>),
) {
    for answer in project.answers() {
        let question = &handbook.questions[answer.question];
        if let (Kind::Value(kind), Some(node), None) =
            (&question.kind, answer.value, question.header)
        {
            visit(Spot {
                kind,
                node,
                owner: Owner::Answer(question),
            });
        }
    }
    for record in project.records() {
        let (Some(fields), Some(known)) = (record.fields(), project.type_of(handbook, record))
        else {
            continue;
        };
        for entry in fields {
            if let Some(field) = known.field(&entry.key) {
                let owner = Owner::Field(*record, &field.id);
                visit(Spot {
                    kind: &field.kind,
                    node: &entry.value,
                    owner,
                });
            }
        }
    }
}

/// A text as it is written in place of a scalar, in its notation where that is possible.
pub(crate) fn written(text: &str, style: Option<Style>) -> String {
    let plain = emit(&Data::Text(text.to_owned()), 0, EmitOptions::default());
    let plain = plain.trim_end_matches('\n').to_owned();
    let simple = !text.contains(['\'', '"', '\\', '\n']);
    match style {
        Some(Style::SingleQuoted) if simple => format!("'{text}'"),
        Some(Style::DoubleQuoted) if simple => format!("\"{text}\""),
        _ => plain,
    }
}

/// A text in double quotes.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The notation of a node, if it is a scalar.
pub(crate) fn style(node: &Node<'_>) -> Option<Style> {
    node.as_scalar().map(|scalar| scalar.style)
}

/// A value as a message shows it: one line, not too long.
pub(crate) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let line = text.lines().next().unwrap_or_default();
    let mut characters = line.chars();
    let start: String = characters.by_ref().take(LONGEST).collect();
    let cut = characters.next().is_some() || text.trim_end().lines().count() > 1;
    if cut { format!("{start}…") } else { start }
}
