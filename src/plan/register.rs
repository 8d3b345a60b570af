//! What is written where: which fields are in use, and which records each field names. Gathered in
//! one walk, so that whoever asks need not search.

use foldhash::{HashMap, HashSet};

use crate::handbook::{Handbook, Kind, RecordType, SOURCE_RECORD, ValueKind};
use crate::project::{Project, Record, State, is_blank};
use crate::yaml::Entry;

/// The fields every record may have beside those of its type.
const COMMON: [&str; 2] = ["note", "evidence"];

/// The fields in use and the records they name, by record type.
#[derive(Debug, Default)]
pub(crate) struct Register<'p> {
    types: HashMap<&'p str, TypeUse<'p>>,
    evidence: HashSet<&'p str>,
    evidence_is_clean: bool,
}

/// The use of one record type.
#[derive(Debug, Default)]
struct TypeUse<'p> {
    fields: HashMap<&'p str, FieldUse<'p>>,
    n: usize,
    /// Whether an item is no mapping.
    is_torn: bool,
    /// Whether an item has no id of its own.
    has_nameless: bool,
}

/// The use of one field of a record type.
#[derive(Debug, Default)]
struct FieldUse<'p> {
    is_used: bool,
    /// Whether the team said that what a question asks here does not apply, or that nobody knows.
    is_waived: bool,
    /// Whether something in it leads nowhere, or may have been meant for it.
    is_doubtful: bool,
    named: HashSet<&'p str>,
}

impl<'p> Register<'p> {
    /// Walks through all records and answers of a project.
    pub(crate) fn of(project: &'p Project<'p>, handbook: &'p Handbook) -> Self {
        let mut register = Self::default();
        for (index, question) in handbook.questions.iter().enumerate() {
            if let Kind::Records { record, .. } = &question.kind
                && let Some(known) = handbook.records.get(record)
            {
                register.list(project, handbook, known, project.list(index));
            }
        }
        if let Some(known) = handbook.records.get(SOURCE_RECORD) {
            register.list(project, handbook, known, project.sources());
        }
        register.waivers(project, handbook);
        register.ledger(project);
        register
    }

    fn list(
        &mut self,
        project: &'p Project<'p>,
        handbook: &'p Handbook,
        known: &'p RecordType,
        records: &'p [Record<'p>],
    ) {
        if records.is_empty() {
            return;
        }
        let of_type = self.types.entry(&known.id).or_default();
        of_type.n = records.len();
        for record in records {
            of_type.has_nameless |= !project.is_own(*record);
            let Some(fields) = record.fields() else {
                of_type.is_torn = true;
                continue;
            };
            for entry in fields.iter().filter(|entry| !is_blank(&entry.value)) {
                of_type.entry(project, handbook, known, record, entry);
            }
        }
    }

    /// Fields asked by questions that were said not to apply, or to have no known answer.
    fn waivers(&mut self, project: &Project<'_>, handbook: &'p Handbook) {
        for answer in project.answers() {
            let state = answer.state.and_then(|state| State::parse(state.text));
            if !matches!(state, Some(State::NotApplicable | State::Unknown)) {
                continue;
            }
            let question = &handbook.questions[answer.question];
            let Some(record) = handbook.record_of(question) else {
                continue;
            };
            let of_type = self.types.entry(&record.id).or_default();
            for field in question.kind.asked_fields() {
                of_type.fields.entry(field).or_default().is_waived = true;
            }
        }
    }

    /// The ids of the evidence ledger that anything names.
    fn ledger(&mut self, project: &'p Project<'p>) {
        for answer in project.answers() {
            self.evidence
                .extend(answer.evidence.iter().map(|id| id.text));
        }
        for record in project.records() {
            let ids = record.texts("evidence");
            self.evidence.extend(ids.iter().map(|id| id.text));
        }
        let known: HashSet<&str> = project
            .sources()
            .iter()
            .filter_map(|source| Some(source.id()?.text))
            .collect();
        self.evidence_is_clean = self.evidence.is_subset(&known);
    }

    /// Whether somebody has begun to fill a field: a record has it, and nobody waived it.
    pub(crate) fn is_begun(&self, record: &str, field: &str) -> bool {
        self.field(record, field)
            .is_some_and(|known| known.is_used && !known.is_waived)
    }

    /// Whether the team said that what a question asks here does not apply, or is not known.
    pub(crate) fn is_waived(&self, record: &str, field: &str) -> bool {
        self.field(record, field)
            .is_some_and(|known| known.is_waived)
    }

    /// Whether all that a field names is there, so that what it does not name is not named.
    pub(crate) fn is_clean(&self, record: &str, field: &str) -> bool {
        let torn = self.types.get(record).is_some_and(|known| known.is_torn);
        let doubtful = self
            .field(record, field)
            .is_some_and(|known| known.is_doubtful);
        !torn && !doubtful
    }

    /// Whether every record of a type has an id of its own, so that sums miss nothing.
    pub(crate) fn is_whole(&self, record: &str) -> bool {
        self.types
            .get(record)
            .is_none_or(|known| !known.has_nameless)
    }

    /// How many records of a type there are.
    pub(crate) fn count(&self, record: &str) -> usize {
        self.types.get(record).map_or(0, |known| known.n)
    }

    /// Whether any record of a type names an id in a field.
    pub(crate) fn names(&self, record: &str, field: &str, id: &str) -> bool {
        self.field(record, field)
            .is_some_and(|known| known.named.contains(id))
    }

    /// Whether evidence is given anywhere, and all of it is in the ledger.
    pub(crate) fn evidence_can_be_followed(&self) -> bool {
        self.evidence_is_clean && !self.evidence.is_empty()
    }

    /// Whether anything names a source.
    pub(crate) fn is_evidence(&self, source: &str) -> bool {
        self.evidence.contains(source)
    }

    /// Notes that a key nobody knows may have been meant for a field.
    pub(crate) fn doubt(&mut self, record: &'p str, field: &'p str) {
        let known = self.types.entry(record).or_default();
        known.fields.entry(field).or_default().is_doubtful = true;
    }

    fn field(&self, record: &str, field: &str) -> Option<&FieldUse<'p>> {
        self.types.get(record)?.fields.get(field)
    }
}

impl<'p> TypeUse<'p> {
    fn entry(
        &mut self,
        project: &'p Project<'p>,
        handbook: &Handbook,
        known: &'p RecordType,
        record: &Record<'p>,
        entry: &'p Entry<'p>,
    ) {
        let key = entry.key.as_ref();
        let kind = known.field(key).map(|field| &field.kind);
        if kind.is_none() && !COMMON.contains(&key) {
            return;
        }
        let of_field = self.fields.entry(key).or_default();
        of_field.is_used = true;
        let Some(ValueKind::Reference { to, .. }) = kind else {
            return;
        };
        if entry.value.as_mapping().is_some() {
            of_field.is_doubtful = true;
        }
        for id in record.texts(key) {
            let target = project
                .record(id.text)
                .and_then(|target| project.type_of(handbook, target));
            of_field.is_doubtful |= !target.is_some_and(|target| to.contains(&target.id));
            of_field.named.insert(id.text);
        }
    }
}
