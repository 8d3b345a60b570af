//! What the rules on meaning share: the plan, what is written where, and what counts as missing.

use std::collections::HashSet;

use rust_decimal::Decimal;

use crate::diagnostic::Finding;
use crate::handbook::{Handbook, Kind, Question};
use crate::plan::{Plan, Register};
use crate::project::{Answer, Inside, Money, Project, Record, State, Value, read_value};
use crate::source::Span;
use crate::yaml::Node;

use super::checker::{Checker, Owner, shown};
use super::header::head;
use super::value::has_code;
use super::{Context, Rule};

/// Most other places that a finding points at.
pub(super) const MOST_PLACES: usize = 5;

/// A project that could be read to its end, ready for questions about its meaning.
pub(super) struct Survey<'c> {
    pub(super) context: &'c Context<'c>,
    pub(super) project: &'c Project<'c>,
    /// The records that have an id of their own, as typed views.
    pub(super) plan: Plan<'c>,
    pub(super) register: Register<'c>,
    /// Fields that stand in a record under a key with a slip, by the start of the record.
    misspelt: HashSet<(usize, &'c str)>,
}

impl<'c> Survey<'c> {
    pub(super) fn of(checker: &mut Checker<'c>, project: &'c Project<'c>) -> Self {
        let context = checker.context;
        let catalogues = context.catalogues;
        let has_code = |catalogue: &str, id: &str| has_code(catalogues, catalogue, id);
        let mut survey = Self {
            context,
            project,
            plan: Plan::of_own(project, context.handbook, &has_code),
            register: Register::of(project, context.handbook),
            misspelt: HashSet::new(),
        };
        let is_in_record = |inside| matches!(inside, Inside::Record(_));
        if project
            .strays
            .iter()
            .any(|stray| is_in_record(stray.inside))
        {
            survey.find_slips(checker);
        }
        survey
    }

    /// Keys that nobody knows, and the fields they were meant for.
    fn find_slips(&mut self, checker: &mut Checker<'c>) {
        for record in self.project.records() {
            let known = self.project.type_of(self.context.handbook, record);
            let (Some(known), Some(fields)) = (known, record.fields()) else {
                continue;
            };
            for entry in fields {
                let key = entry.key.as_ref();
                if known.field(key).is_some() || matches!(key, "id" | "note" | "evidence") {
                    continue;
                }
                let all = known.fields.iter().map(|field| field.id.as_str());
                let free = all
                    .chain(["note", "evidence"])
                    .filter(|field| fields.get(field).is_none());
                if let Some(field) = checker.nearest(key, free) {
                    self.misspelt.insert((record.node.span.start, field));
                    self.register.doubt(&known.id, field);
                }
            }
        }
    }

    pub(super) fn handbook(&self) -> &'c Handbook {
        self.context.handbook
    }

    /// Whether a record has nothing in a field, not even under a key with a slip.
    pub(super) fn lacks(&self, record: Record<'_>, field: &str) -> bool {
        record.field(field).is_none() && !self.misspelt.contains(&(record.node.span.start, field))
    }

    /// Whether a field is missing in a record of a type: others have it, this one does not.
    pub(super) fn is_missing(&self, kind: &str, record: Record<'_>, field: &str) -> bool {
        self.register.is_begun(kind, field) && self.lacks(record, field)
    }

    /// Those fields that are missing in a record.
    pub(super) fn missing(
        &self,
        kind: &str,
        record: Record<'_>,
        fields: &[&'static str],
    ) -> Vec<&'static str> {
        let fields = fields.iter().copied();
        fields
            .filter(|field| self.is_missing(kind, record, field))
            .collect()
    }

    /// The records of a type that have an id of their own.
    pub(super) fn own(&self, kind: &str) -> impl Iterator<Item = Record<'c>> {
        let project = self.project;
        let records = project.records_of(self.handbook(), kind).iter().copied();
        records.filter(|record| project.is_own(*record))
    }

    /// Whether a field is begun, and all that it names is there.
    pub(super) fn is_settled(&self, kind: &str, field: &str) -> bool {
        self.register.is_begun(kind, field) && self.register.is_clean(kind, field)
    }

    /// The type of the record with this id.
    pub(super) fn type_of(&self, id: &str) -> Option<&'c str> {
        let record = self.project.record(id)?;
        let known = self.project.type_of(self.handbook(), record)?;
        Some(&known.id)
    }

    pub(super) fn question(&self, path: &str) -> Option<&'c Question> {
        self.handbook().question(path)
    }

    /// What a question was answered, if its key is written.
    pub(super) fn answer(&self, path: &str) -> Option<&'c Answer<'c>> {
        self.project.answer(self.handbook().question_index(path)?)
    }

    /// The value of an answer as it stands.
    pub(super) fn value(&self, path: &str) -> Option<&'c Node<'c>> {
        self.answer(path)?.value
    }

    /// The text of an answer.
    pub(super) fn text(&self, path: &str) -> Option<&'c str> {
        self.value(path)?.text()
    }

    /// The number that was answered, where it can be read.
    pub(super) fn number(&self, path: &str) -> Option<(Decimal, &'c Node<'c>)> {
        let node = self.value(path)?;
        let Kind::Value(kind) = &self.question(path)?.kind else {
            return None;
        };
        match read_value(kind, node, self.handbook(), &|_, _| true) {
            Ok(Value::Number(number)) => Some((number, node)),
            _ => None,
        }
    }

    /// Whether the team said that a question does not apply, or that nobody knows.
    pub(super) fn is_waived(&self, path: &str) -> bool {
        let state = self.answer(path).and_then(|answer| answer.state);
        let state = state.and_then(|state| State::parse(state.text));
        matches!(state, Some(State::NotApplicable | State::Unknown))
    }
}

/// The place of a record's id.
pub(super) fn id_place(record: Record<'_>) -> Span {
    record
        .id()
        .map_or_else(|| Span::at(record.node.span.start), |id| id.span)
}

/// The place of the value of a field, its first line; that of the id where there is none.
pub(super) fn field_place(checker: &Checker<'_>, record: Record<'_>, field: &str) -> Span {
    record
        .field(field)
        .map_or_else(|| id_place(record), |node| head(checker, node))
}

/// The text of a record's id.
pub(super) fn id_text(record: Record<'_>) -> String {
    shown(record.id().map_or("", |id| id.text))
}

/// A finding at a record's id that names the record.
pub(super) fn at_id(rule: &Rule, record: Record<'_>) -> Finding {
    rule.at(id_place(record)).with("id", id_text(record))
}

/// Says that a field of a record is missing.
pub(super) fn say_missing<'c>(
    checker: &mut Checker<'c>,
    rule: &Rule,
    record: Record<'c>,
    field: &'static str,
) {
    checker.add_about(Owner::Field(record, field), at_id(rule, record));
}

/// Says that fields of a record are missing, if there are any.
pub(super) fn say_all_missing<'c>(
    checker: &mut Checker<'c>,
    rule: &Rule,
    record: Record<'c>,
    missing: &[&'static str],
) {
    if let Some(first) = missing.first() {
        let list = super::suggest::list(missing.iter().copied());
        let finding = at_id(rule, record).with("missing", list);
        checker.add_about(Owner::Field(record, first), finding);
    }
}

/// An amount as it stands in files.
pub(super) fn money_text(money: Money) -> String {
    format!("{} {}", money.amount.normalize(), money.currency())
}
