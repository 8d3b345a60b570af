//! Diagnoses: an instrument taken on a day, its marks, and the values that come of them.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Plan;
use super::computed::HALF_UP;
use crate::handbook::{Blanks, Class, Domain, Handbook, Instrument, Item, Overall, ValueKind};
use crate::project::{HasCode, Project, Record, Value, read_value};

/// What an item came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A mark of the instrument.
    Given(Decimal),
    /// Nothing is answered, or it is not known, or the answer cannot be read.
    Open,
    /// It does not concern the country and does not count.
    Outside,
}

/// An instrument taken on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis<'p> {
    /// The id, empty where the record has none.
    pub id: &'p str,
    /// The instrument.
    pub instrument: &'p Instrument,
    /// The day; none where nothing readable stands there.
    pub date: Option<Date>,
    /// Who took it.
    pub by: Option<&'p str>,
    /// The edition of the scoring, where the instrument has several.
    pub edition: Option<&'p str>,
    /// The marks, by domain and item.
    pub marks: Vec<Vec<Mark>>,
}

/// What a domain came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainResult<'p> {
    /// The domain.
    pub domain: &'p Domain,
    /// The value, rounded to one decimal; none where the method does not allow one.
    pub value: Option<Decimal>,
    /// What the value is called.
    pub class: Option<&'p Class>,
    /// Items with a mark.
    pub marked: usize,
    /// Items without one that should have it.
    pub open: usize,
}

/// What a diagnosis came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiagnosisResult<'p> {
    /// The diagnosis.
    pub diagnosis: Diagnosis<'p>,
    /// By domain, in the order of the instrument.
    pub domains: Vec<DomainResult<'p>>,
    /// Over all; none where the method has none, or not yet.
    pub overall: Option<Decimal>,
    /// What the overall value is called.
    pub class: Option<&'p Class>,
}

impl DiagnosisResult<'_> {
    /// Items without a mark that should have one.
    pub fn open(&self) -> usize {
        self.domains.iter().map(|domain| domain.open).sum()
    }

    /// By how much a domain has changed since another diagnosis: the difference of the values as
    /// they are shown. None where either has none, or where they were scored by other editions.
    pub fn change(&self, before: &Self, domain: usize) -> Option<Decimal> {
        let value = |result: &Self| result.domains.get(domain).and_then(|found| found.value);
        self.difference(before, value(self), value(before))
    }

    /// By how much the overall value has changed.
    pub fn overall_change(&self, before: &Self) -> Option<Decimal> {
        self.difference(before, self.overall, before.overall)
    }

    fn difference(
        &self,
        before: &Self,
        now: Option<Decimal>,
        then: Option<Decimal>,
    ) -> Option<Decimal> {
        let is_comparable = self.diagnosis.edition == before.diagnosis.edition;
        now.zip(then)
            .filter(|_| is_comparable)
            .map(|(now, then)| now - then)
    }
}

/// All diagnoses of a project, in the order of the file.
pub(super) fn diagnoses<'p>(
    project: &Project<'p>,
    handbook: &'p Handbook,
    has_code: HasCode<'_>,
) -> Vec<Diagnosis<'p>> {
    let mut found = Vec::new();
    for instrument in &handbook.instruments().all {
        let records = project.records_of(handbook, &instrument.record);
        for record in records.iter().filter(|record| record.fields().is_some()) {
            found.push(read(instrument, *record, handbook, has_code));
        }
    }
    found
}

fn read<'p>(
    instrument: &'p Instrument,
    record: Record<'p>,
    handbook: &Handbook,
    has_code: HasCode<'_>,
) -> Diagnosis<'p> {
    let date = value(&instrument.record, "date", record, handbook, has_code);
    let edition = instrument.editions.as_ref();
    let edition = edition.and_then(|editions| record.text(&editions.field));
    let highest = instrument.highest(edition);
    let mark = |item: &Item| {
        let given = value(&instrument.record, &item.id, record, handbook, has_code);
        mark(instrument, highest, &item.id, given, handbook)
    };
    let domains = instrument.domains.iter();
    Diagnosis {
        id: record.id().map_or("", |id| id.text),
        instrument,
        date: match date {
            Some(Value::Date(date)) => Some(date),
            _ => None,
        },
        by: record.text("by"),
        edition,
        marks: domains
            .map(|domain| domain.items.iter().map(mark).collect())
            .collect(),
    }
}

/// What a field holds, if it can be read as what the field is.
fn value(
    of: &str,
    field: &str,
    record: Record<'_>,
    handbook: &Handbook,
    has_code: HasCode<'_>,
) -> Option<Value> {
    let declared = handbook.records.get(of)?.field(field)?;
    read_value(&declared.kind, record.field(field)?, handbook, has_code).ok()
}

fn mark(
    instrument: &Instrument,
    highest: Option<Decimal>,
    item: &str,
    given: Option<Value>,
    handbook: &Handbook,
) -> Mark {
    match given {
        Some(Value::Number(number)) if Some(number) <= highest => Mark::Given(number),
        Some(Value::Choice(id)) if instrument.outside.contains(&id) => Mark::Outside,
        Some(Value::Choice(id)) => {
            let of = handbook.records.get(&instrument.record);
            let field = of.and_then(|of| of.field(item));
            let set = field.map(|field| &field.kind).and_then(ValueKind::set);
            let mark = set.and_then(|set| instrument.scores.get(set)?.get(&id));
            mark.map_or(Mark::Open, |mark| Mark::Given(*mark))
        }
        _ => Mark::Open,
    }
}

/// Marks with their weights, added up.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    /// Sum of the weighted marks.
    sum: Decimal,
    /// Sum of the weights.
    weight: Decimal,
    marked: usize,
    open: usize,
}

impl Tally {
    fn add(&mut self, weight: Decimal, mark: Mark) {
        match mark {
            Mark::Given(mark) => {
                self.sum += mark * weight;
                self.weight += weight;
                self.marked += 1;
            }
            Mark::Open => self.open += 1,
            Mark::Outside => {}
        }
    }

    fn merge(mut self, other: &Self) -> Self {
        self.sum += other.sum;
        self.weight += other.weight;
        self.marked += other.marked;
        self.open += other.open;
        self
    }

    /// The mean on the scale of the instrument, exact.
    fn value(&self, instrument: &Instrument, highest: Option<Decimal>) -> Option<Decimal> {
        if self.open > 0 && instrument.blanks == Blanks::Refuse {
            return None;
        }
        (self.sum * instrument.scale).checked_div(self.weight * highest?)
    }
}

impl Diagnosis<'_> {
    fn tallies(&self) -> Vec<Tally> {
        let domains = self.instrument.domains.iter().zip(&self.marks);
        let tally = |(domain, marks): (&Domain, &Vec<Mark>)| {
            let mut tally = Tally::default();
            for (item, mark) in domain.items.iter().zip(marks) {
                tally.add(item.weight, *mark);
            }
            tally
        };
        domains.map(tally).collect()
    }
}

fn rounded(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(1, HALF_UP).normalize()
}

/// The overall value, exact: none while a part of it is missing.
fn overall(
    instrument: &Instrument,
    tallies: &[Tally],
    values: &[Option<Decimal>],
    highest: Option<Decimal>,
) -> Option<Decimal> {
    match instrument.overall {
        Overall::None => None,
        Overall::Items => {
            let all = tallies.iter().fold(Tally::default(), Tally::merge);
            all.value(instrument, highest)
        }
        Overall::Domains => {
            let mut sum = Decimal::ZERO;
            for (domain, value) in instrument.domains.iter().zip(values) {
                sum += (*value)? * domain.weight;
            }
            let weights: Decimal = instrument.domains.iter().map(|domain| domain.weight).sum();
            sum.checked_div(weights)
        }
    }
}

impl<'p> Diagnosis<'p> {
    /// What it came to. Classes go by the exact values, not by the rounded ones.
    pub fn result(&self) -> DiagnosisResult<'p> {
        let instrument = self.instrument;
        let highest = instrument.highest(self.edition);
        let tallies = self.tallies();
        let values: Vec<_> = tallies
            .iter()
            .map(|tally| tally.value(instrument, highest))
            .collect();
        let overall = overall(instrument, &tallies, &values, highest);
        let class = |value: Option<Decimal>| value.and_then(|value| instrument.class(value));
        let domains = instrument.domains.iter().zip(tallies.iter().zip(&values));
        let domains = domains.map(|(domain, (tally, value))| DomainResult {
            domain,
            value: value.map(rounded),
            class: class(*value),
            marked: tally.marked,
            open: tally.open,
        });
        DiagnosisResult {
            diagnosis: self.clone(),
            domains: domains.collect(),
            overall: overall.map(rounded),
            class: class(overall),
        }
    }
}

impl<'p> Plan<'p> {
    /// The diagnoses of an instrument with a date, the earliest first.
    pub fn series(&self, instrument: &str) -> Vec<DiagnosisResult<'p>> {
        let own = self.diagnoses.iter();
        let own = own.filter(|one| one.instrument.id == instrument && one.date.is_some());
        let mut series: Vec<_> = own.map(Diagnosis::result).collect();
        series.sort_by_key(|result| result.diagnosis.date);
        series
    }
}
