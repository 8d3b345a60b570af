//! Links between records: those that are missing, and records that no link leads to.

use crate::project::{Record, parse_date};

use super::checker::{Checker, Owner};
use super::survey::{Survey, at_id};
use super::{LINK_MISSING, NOTHING_POINTS_HERE};

/// A record type and the field that ties it to the plan; where a second one stands, either does.
type Tie = (&'static str, &'static str, Option<&'static str>);

/// What ties records to the plan, where no rule of its own looks.
const TIES: [Tie; 26] = [
    ("objective", "problems", None),
    ("objective", "goal", None),
    ("action", "objective", None),
    ("indicator", "objective", Some("action")),
    ("output", "action", None),
    ("budget-line", "action", None),
    ("target", "indicator", None),
    ("reading", "indicator", None),
    ("problem", "findings", None),
    ("option", "problem", None),
    ("consultation-finding", "consultation", None),
    ("assumption", "goal", None),
    ("risk", "action", None),
    ("side-effect", "action", None),
    ("protected-action", "action", None),
    ("local-delivery", "action", None),
    ("adaptation-tie", "item", None),
    ("territory-effect", "item", None),
    ("lens-review", "item", None),
    ("score", "objective", None),
    ("score", "criterion", None),
    ("capacity-gap", "body", None),
    ("focal-point", "body", None),
    ("spending", "body", None),
    ("meeting", "body", None),
    ("insertion", "plan", None),
];

/// What should be named, by which record type and in which of its fields.
const NAMED: [(&str, &str, &str); 6] = [
    ("goal", "objective", "goal"),
    ("assessment-finding", "problem", "findings"),
    ("criterion", "score", "criterion"),
    ("fund", "budget-line", "fund"),
    ("function", "capacity-gap", "function"),
    ("consultation", "consultation-finding", "consultation"),
];

pub(super) fn check<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    for ties in TIES.chunk_by(|one, next| one.0 == next.0) {
        missing(checker, survey, ties);
    }
    for (kind, by, field) in NAMED {
        unnamed(checker, survey, kind, (by, field));
    }
}

/// Whether a record of a type has to be tied at all.
fn is_bound(kind: &str, record: Record<'_>) -> bool {
    match kind {
        "objective" => record.text("retained") != Some("no"),
        "problem" => record.field("parked").is_none(),
        "risk" => record.text("scope") == Some("action"),
        _ => true,
    }
}

fn missing<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>, ties: &[Tie]) {
    let Some((kind, ..)) = ties.first() else {
        return;
    };
    let bound = |record: &Record<'_>| is_bound(kind, *record);
    let all = survey.project.records_of(survey.handbook(), kind);
    // Risks of other scopes say nothing about those of an action.
    let is_begun = |field: &str| {
        survey.register.is_begun(kind, field)
            && (*kind != "risk"
                || all
                    .iter()
                    .filter(|one| bound(one))
                    .any(|one| one.field(field).is_some()))
    };
    let begun: Vec<_> = ties
        .iter()
        .filter(|(_, field, or)| is_begun(field) || or.is_some_and(is_begun))
        .collect();
    if begun.is_empty() {
        return;
    }
    for record in survey.own(kind).filter(bound) {
        let lacks = |field: &str| survey.lacks(record, field);
        let tie = begun
            .iter()
            .find(|(_, field, or)| lacks(field) && or.is_none_or(lacks));
        if let Some((_, field, or)) = tie {
            let fields = std::iter::once(*field).chain(*or);
            let finding =
                at_id(&LINK_MISSING, record).with("missing", super::suggest::list(fields));
            checker.add_about(Owner::Field(record, field), finding);
        }
    }
}

fn unnamed<'c>(
    checker: &mut Checker<'c>,
    survey: &Survey<'c>,
    kind: &str,
    (by, field): (&str, &str),
) {
    if !survey.is_settled(by, field) {
        return;
    }
    for record in survey.own(kind) {
        let id = record.id().map_or("", |id| id.text);
        if survey.register.names(by, field, id) || !is_expected(survey, kind, record) {
            continue;
        }
        let finding = at_id(&NOTHING_POINTS_HERE, record).with("field", format!("{by}.{field}"));
        checker.add_about(Owner::Record(record), finding);
    }
}

/// Whether something should name a record already.
fn is_expected(survey: &Survey<'_>, kind: &str, record: Record<'_>) -> bool {
    match kind {
        "fund" => record.text("status") != Some("gap"),
        "consultation" => {
            let date = record.text("date").and_then(|date| parse_date(date).ok());
            record.text("purpose") == Some("general")
                && date.is_some_and(|date| date <= survey.context.today)
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handbook::{ValueKind, load_builtin};

    #[test]
    fn the_tables_name_fields_that_refer_to_records() {
        let handbook = load_builtin().expect("no fault");
        let kind = |record: &str, field: &str| {
            let known = handbook
                .records
                .get(record)
                .and_then(|known| known.field(field));
            known.map(|known| known.kind.clone())
        };
        let ties = TIES.iter().flat_map(|(of, field, or)| {
            let fields = std::iter::once(*field).chain(*or);
            fields.map(move |field| (*of, field))
        });
        let named = NAMED.iter().map(|(_, by, field)| (*by, *field));
        for (record, field) in ties.chain(named) {
            let refers = matches!(kind(record, field), Some(ValueKind::Reference { .. }));
            assert!(refers, "{record}.{field}");
        }
        for (named, by, field) in NAMED {
            let Some(ValueKind::Reference { to, .. }) = kind(by, field) else {
                panic!("{by}.{field}");
            };
            assert!(to.iter().any(|to| to == named), "{by}.{field}");
        }
    }
}
