//! Diagnoses by domain and date.

use rust_decimal::Decimal;

use super::super::{DiagnosisResult, Plan};
use super::{Computed, Formula, ResultRow, Typed, headings};
use crate::handbook::{Class, Instrument};

/// The most dates that stand beside each other.
const MAX_DATES: usize = 5;

/// The result of an instrument, or of one domain of it: `INSTRUMENT` or `INSTRUMENT:DOMAIN`.
pub(super) fn compute(name: &str, plan: &Plan<'_>) -> Option<Computed> {
    let (id, domain) = match name.split_once(':') {
        Some((id, domain)) => (id, Some(domain)),
        None => (name, None),
    };
    let instrument = plan.instruments.get(id)?;
    let domain = match domain {
        Some(wanted) => {
            let at = instrument.domains.iter().position(|one| one.id == wanted);
            Some(at?)
        }
        None => None,
    };
    let shown = Shown {
        instrument,
        series: plan.series(id),
    };
    let mut result = Computed {
        name: name.to_owned(),
        figures: Vec::new(),
        tables: Vec::new(),
        formula: Formula {
            words: Typed::Text(instrument.formula.clone()),
            inputs: Vec::new(),
            rates: Vec::new(),
        },
        left_out: Vec::new(),
        remarks: vec![instrument.standing.clone()],
    };
    let undated = plan.diagnoses.iter();
    let undated = undated.filter(|one| one.instrument.id == id && one.date.is_none());
    result.leave_out("plan-left-out-undated", undated.count());
    match domain {
        Some(domain) => shown.domain(&mut result, domain),
        None => shown.whole(&mut result),
    }
    Some(result)
}

struct Shown<'p> {
    instrument: &'p Instrument,
    series: Vec<DiagnosisResult<'p>>,
}

impl Shown<'_> {
    fn value(&self, value: Option<Decimal>) -> Typed {
        match value {
            Some(value) if self.instrument.is_percent() => Typed::Percent(value),
            Some(value) => Typed::Number(value),
            None => Typed::Nothing,
        }
    }

    fn has_overall(&self) -> bool {
        self.series.iter().any(|result| result.overall.is_some())
    }

    fn before(&self, at: usize) -> Option<&DiagnosisResult<'_>> {
        at.checked_sub(1).and_then(|before| self.series.get(before))
    }

    /// All domains: the latest diagnosis, the dates beside each other, the classes.
    fn whole(&self, result: &mut Computed) {
        let Some(latest) = self.series.last() else {
            return;
        };
        self.heading(result, latest);
        let before = self.before(self.series.len() - 1);
        if let Some(overall) = latest.overall {
            self.overall_figures(result, overall, latest);
            if let Some(change) = before.and_then(|before| latest.overall_change(before)) {
                result.figure("plan-diagnosis-change", Typed::Change(change));
            }
        }
        if latest.open() > 0 {
            result.figure("plan-diagnosis-open", Typed::Count(latest.open()));
        }
        self.latest_table(result, latest, before);
        if self.series.len() > 1 {
            self.series_table(result);
        }
        self.classes(result);
        self.incomparable(result);
    }

    fn overall_figures(
        &self,
        result: &mut Computed,
        overall: Decimal,
        latest: &DiagnosisResult<'_>,
    ) {
        result.figure("plan-diagnosis-overall", self.value(Some(overall)));
        if latest.class.is_some() {
            result.figure("plan-diagnosis-class", class(latest.class));
        }
    }

    fn heading(&self, result: &mut Computed, latest: &DiagnosisResult<'_>) {
        result.figure("plan-diagnosis", Typed::Text(self.instrument.name.clone()));
        if let Some(date) = latest.diagnosis.date {
            result.figure("plan-diagnosis-date", Typed::Date(date));
        }
        if let Some(by) = latest.diagnosis.by {
            result.figure("plan-diagnosis-by", Typed::Words(by.to_owned()));
        }
    }

    /// The cells of a domain after its name: value, class, how many items are answered, change.
    fn cells(
        &self,
        result: &DiagnosisResult<'_>,
        before: Option<&DiagnosisResult<'_>>,
        domain: usize,
    ) -> Vec<Typed> {
        let Some(found) = result.domains.get(domain) else {
            return Vec::new();
        };
        let mut cells = vec![self.value(found.value)];
        if !self.instrument.classes.is_empty() {
            cells.push(class(found.class));
        }
        let answered = format!("{}/{}", found.marked, found.marked + found.open);
        cells.push(Typed::Words(answered));
        let change = before.and_then(|before| result.change(before, domain));
        cells.push(change.map_or(Typed::Nothing, Typed::Change));
        cells
    }

    fn columns(&self, first: &'static str) -> Vec<Typed> {
        let mut keys = vec![first, "plan-value"];
        if !self.instrument.classes.is_empty() {
            keys.push("plan-class");
        }
        keys.extend(["plan-answered", "plan-change"]);
        headings(&keys)
    }

    fn latest_table(
        &self,
        result: &mut Computed,
        latest: &DiagnosisResult<'_>,
        before: Option<&DiagnosisResult<'_>>,
    ) {
        let domains = latest.domains.iter().enumerate();
        let row = |(at, found): (usize, &super::super::DomainResult)| {
            let mut cells = vec![Typed::Text(found.domain.label.clone())];
            cells.extend(self.cells(latest, before, at));
            ResultRow::Body(cells)
        };
        let mut rows: Vec<_> = domains.map(row).collect();
        if latest.overall.is_some() {
            let marked: usize = latest.domains.iter().map(|found| found.marked).sum();
            let mut cells = vec![Typed::Message("plan-overall"), self.value(latest.overall)];
            if !self.instrument.classes.is_empty() {
                cells.push(class(latest.class));
            }
            cells.push(Typed::Words(format!("{marked}/{}", marked + latest.open())));
            let change = before.and_then(|before| latest.overall_change(before));
            cells.push(change.map_or(Typed::Nothing, Typed::Change));
            rows.push(ResultRow::Total(cells));
        }
        let columns = self.columns("plan-domain");
        result.table("plan-caption-diagnosis-latest", columns, rows);
    }

    /// The values of the last diagnoses beside each other.
    fn series_table(&self, result: &mut Computed) {
        let left_out = self.series.len().saturating_sub(MAX_DATES);
        result.leave_out("plan-left-out-earlier", left_out);
        let shown = &self.series[left_out..];
        let dates = shown.iter().filter_map(|one| one.diagnosis.date);
        let mut columns = headings(&["plan-domain"]);
        columns.extend(dates.map(Typed::Date));
        let row = |(at, domain): (usize, &crate::handbook::Domain)| {
            let values = shown
                .iter()
                .map(|one| one.domains.get(at).and_then(|d| d.value));
            let cells = std::iter::once(Typed::Text(domain.label.clone()));
            ResultRow::Body(cells.chain(values.map(|value| self.value(value))).collect())
        };
        let mut rows: Vec<_> = self
            .instrument
            .domains
            .iter()
            .enumerate()
            .map(row)
            .collect();
        if self.has_overall() {
            let values = shown.iter().map(|one| self.value(one.overall));
            let cells = std::iter::once(Typed::Message("plan-overall"));
            rows.push(ResultRow::Total(cells.chain(values).collect()));
        }
        result.table("plan-caption-diagnosis-series", columns, rows);
    }

    /// One domain by date.
    fn domain(&self, result: &mut Computed, domain: usize) {
        let Some(latest) = self.series.last() else {
            return;
        };
        let row = |(at, one): (usize, &DiagnosisResult<'_>)| {
            let date = one.diagnosis.date.map_or(Typed::Nothing, Typed::Date);
            let mut cells = vec![date];
            cells.extend(self.cells(one, self.before(at), domain));
            ResultRow::Body(cells)
        };
        let rows = self.series.iter().enumerate().map(row).collect();
        self.domain_figures(result, latest, domain);
        if let Some(overall) = latest.overall {
            self.overall_figures(result, overall, latest);
        }
        let columns = self.columns("plan-diagnosis-day");
        result.table("plan-caption-diagnosis-domain", columns, rows);
        self.incomparable(result);
    }

    /// The latest diagnosis of one domain.
    fn domain_figures(&self, result: &mut Computed, latest: &DiagnosisResult<'_>, domain: usize) {
        if let Some(date) = latest.diagnosis.date {
            result.figure("plan-diagnosis-date", Typed::Date(date));
        }
        let before = self.before(self.series.len() - 1);
        let cells = self.cells(latest, before, domain);
        let keys = self.columns("plan-diagnosis-day").into_iter().skip(1);
        for (key, cell) in keys.zip(cells) {
            if let (Typed::Message(key), false) = (key, cell == Typed::Nothing) {
                result.figure(key, cell);
            }
        }
    }

    /// The classes with their cut-offs.
    fn classes(&self, result: &mut Computed) {
        let row = |one: &Class| {
            ResultRow::Body(vec![
                Typed::Text(one.label.clone()),
                self.value(Some(one.at_least)),
            ])
        };
        let rows = self.instrument.classes.iter().map(row).collect();
        let columns = headings(&["plan-class", "plan-class-from"]);
        result.table("plan-caption-diagnosis-classes", columns, rows);
    }

    /// Says where neighbours were scored by other editions, so that no change is shown.
    fn incomparable(&self, result: &mut Computed) {
        let pairs = self.series.windows(2);
        let other = pairs.filter(|pair| pair[0].diagnosis.edition != pair[1].diagnosis.edition);
        result.leave_out("plan-left-out-edition", other.count());
    }
}

fn class(class: Option<&Class>) -> Typed {
    class.map_or(Typed::Nothing, |class| Typed::Text(class.label.clone()))
}
