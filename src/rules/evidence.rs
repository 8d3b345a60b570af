//! Figures and claims: what they rest on, how old they are, whom they count.

use crate::handbook::Entry;
use crate::project::Record;

use super::checker::{Checker, Owner};
use super::survey::{Survey, at_id, field_place, say_all_missing};
use super::{
    CLAIM_WITHOUT_EVIDENCE, FIGURE_INCOMPLETE, FIGURE_NOT_SPLIT, FIGURE_OUTDATED, SOURCE_UNUSED,
};

/// What claims something, by record type, with the variant that says so.
const CLAIMS: [(&str, &str); 4] = [
    ("assessment-finding", "finding"),
    ("fact", "fact"),
    ("reading", "reading"),
    ("indicator", "baseline"),
];

/// What figures on people have to be split by.
const PEOPLE: [&str; 2] = ["sex", "age"];

pub(super) fn check<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    for figure in &survey.plan.figures {
        let missing = survey.missing("figure", figure.record, &["evidence", "year", "confidence"]);
        say_all_missing(checker, &FIGURE_INCOMPLETE, figure.record, &missing);
    }
    claims(checker, survey);
    outdated(checker, survey);
    sources(checker, survey);
    split(checker, survey);
}

fn claims<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    for (kind, variant) in CLAIMS {
        if !survey.register.is_begun(kind, "evidence") {
            continue;
        }
        for record in survey.own(kind) {
            let claims = variant != "baseline" || record.field("baseline").is_some();
            if claims && survey.lacks(record, "evidence") {
                let finding = at_id(&CLAIM_WITHOUT_EVIDENCE, record).variant(variant);
                checker.add_about(Owner::Field(record, "evidence"), finding);
            }
        }
    }
}

fn outdated<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let plan = &survey.plan;
    let Some((n, oldest)) = plan.oldest_year(survey.context.today) else {
        return;
    };
    let figures = plan
        .figures
        .iter()
        .map(|one| (one.record, "year", one.year));
    let baselines = plan.indicators.iter();
    let baselines = baselines.map(|one| (one.record, "baseline-year", one.baseline_year));
    for (record, field, year) in figures.chain(baselines) {
        let Some(year) = year.filter(|year| *year < oldest) else {
            continue;
        };
        let finding = FIGURE_OUTDATED.at(field_place(checker, record, field));
        let finding = finding
            .with("year", year.to_string())
            .with("n", n.to_string());
        checker.add_about(Owner::Field(record, field), finding);
    }
}

fn sources<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    if !survey.register.evidence_can_be_followed() {
        return;
    }
    for source in survey.own(crate::handbook::SOURCE_RECORD) {
        if source
            .id()
            .is_some_and(|id| !survey.register.is_evidence(id.text))
        {
            let finding = at_id(&SOURCE_UNUSED, source);
            checker.add_about(Owner::Record(source), finding);
        }
    }
}

/// A figure on people with what it is not split by.
struct Unsplit<'c> {
    record: Record<'c>,
    name: &'c str,
    variant: &'static str,
    missing: Vec<&'static str>,
}

fn split<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let unsplit = unsplit(survey);
    if unsplit.is_empty() {
        return;
    }
    let gaps = known_gaps(survey);
    for one in unsplit {
        // Each figure is looked for in all gaps: a file with very many of both has no say.
        if checker.comparisons_left() == 0 {
            return;
        }
        checker.spend(gaps.len() / 1000);
        let is_noted = |word: &str| !word.is_empty() && gaps.contains(&word.to_lowercase());
        if is_noted(one.record.id().map_or("", |id| id.text)) || is_noted(one.name) {
            continue;
        }
        let list = super::suggest::list(one.missing.iter().copied());
        let mut finding = at_id(&FIGURE_NOT_SPLIT, one.record).variant(one.variant);
        finding.span = field_place(checker, one.record, "split");
        checker.add_about(
            Owner::Field(one.record, "split"),
            finding.with("missing", list),
        );
    }
}

/// All that is said about missing data, in lower case.
fn known_gaps(survey: &Survey<'_>) -> String {
    let mut gaps = String::new();
    for gap in &survey.plan.data_gaps {
        let note = gap.record.text("note");
        for text in [gap.gap, gap.usage, note].into_iter().flatten() {
            gaps.push_str(&text.to_lowercase());
            gaps.push('\n');
        }
    }
    gaps
}

fn unsplit<'c>(survey: &Survey<'c>) -> Vec<Unsplit<'c>> {
    let mut found = Vec::new();
    let mut look =
        |record, name: Option<&'c str>, variant, by: &[&str], needed: &dyn Fn(&str) -> bool| {
            let lacking = PEOPLE.into_iter().filter(|part| !by.contains(part));
            let missing: Vec<_> = lacking.filter(|part| needed(part)).collect();
            if !missing.is_empty() {
                found.push(Unsplit {
                    record,
                    name: name.unwrap_or_default(),
                    variant,
                    missing,
                });
            }
        };
    let catalogues = survey.context.catalogues;
    let entry = |code: &str| catalogues.get("indicators").and_then(|all| all.entry(code));
    let is_split = |entry: Option<&Entry>, part: &str| {
        entry.is_some_and(|entry| entry.split.iter().any(|split| split == part))
    };
    // A split that cannot be read, or stands under a key with a slip, is there.
    let can_see = |record: Record<'_>, by: &[&str]| match record.field("split") {
        Some(_) => !by.is_empty(),
        None => survey.lacks(record, "split"),
    };
    if survey.register.is_begun("figure", "split") {
        for one in &survey.plan.figures {
            let by_code = |part: &str| match one.indicator {
                Some(code) => is_split(entry(code), part),
                None => {
                    one.record.field("indicator").is_none()
                        && one
                            .unit
                            .is_some_and(|unit| survey.handbook().word_lists().counts_people(unit))
                }
            };
            if can_see(one.record, &one.split) {
                look(one.record, one.name, "figure", &one.split, &by_code);
            }
        }
    }
    if survey.register.is_begun("indicator", "split") {
        for one in survey
            .plan
            .indicators
            .iter()
            .filter(|one| one.code.is_some())
        {
            let by_code = |part: &str| is_split(one.code.and_then(entry), part);
            if can_see(one.record, &one.split) {
                look(one.record, one.name, "indicator", &one.split, &by_code);
            }
        }
    }
    found
}
