//! Values given on the command line: read, or refused with what was meant.

use crate::error::{Exit, Failure, Said, nearest};
use crate::handbook::ValueKind;
use crate::project::{Project, Readings, ValueFault, parse_value, record_type, with_point};
use crate::yaml::Data;

use super::app::App;

/// Reads a value of a kind, or says why it is none, with the nearest word where there are few.
pub(crate) fn value_of(
    app: &App,
    project: &Project<'_>,
    name: &str,
    kind: &ValueKind,
    text: &str,
) -> Result<Data, Failure> {
    let text = text.trim();
    let has_code = |catalogue: &str, id: &str| app.has_code(catalogue, id);
    let typed = if app.formatter().has_decimal_comma() {
        with_point(kind, text)
    } else {
        Ok(text.into())
    };
    let value = typed
        .and_then(|typed| parse_value(kind, &typed, &app.handbook, &has_code))
        .map_err(|fault| value_failure(app, name, kind, text, &fault))?;
    if let ValueKind::Reference { to, .. } = kind {
        let known = project.reference_ids(&app.handbook, to);
        if let Some(id) = value.ids().into_iter().find(|id| !known.contains(id)) {
            return Err(dangling(app, project, id, to, &known));
        }
    }
    Ok(value.to_data())
}

fn dangling(app: &App, project: &Project<'_>, id: &str, to: &[String], known: &[&str]) -> Failure {
    let other = project
        .record(id)
        .and_then(|record| record_type(&app.handbook, record.home));
    let wanted: Vec<String> = to
        .iter()
        .map(|record| app.texts().record_name(record).into_owned())
        .collect();
    let failure = match other {
        Some(other) => Failure::new(Exit::Usage, "reference-wrong-type")
            .with("found", app.texts().record_name(&other.id)),
        None => Failure::new(Exit::Usage, "reference-unknown"),
    };
    let failure = failure.with("id", id).with("wanted", wanted.join(", "));
    match nearest(id, known.iter().copied()) {
        Some(near) => failure.hint(Said::new("hint-did-you-mean").with("word", near)),
        None => failure,
    }
}

/// Why a text is no value of its kind.
fn value_failure(
    app: &App,
    name: &str,
    kind: &ValueKind,
    text: &str,
    fault: &ValueFault,
) -> Failure {
    let failure = Failure::new(Exit::Usage, fault.key())
        .with("name", name)
        .with("value", text);
    if *fault == ValueFault::AmbiguousNumber {
        let readings = Readings::of(text, app.formatter().has_decimal_comma());
        return failure
            .with("whole", readings.whole)
            .with("decimal", readings.decimal);
    }
    let known: Vec<&str> = match kind {
        ValueKind::Code { catalogue, .. } => app
            .catalogues
            .get(catalogue)
            .map(|catalogue| {
                catalogue
                    .entries
                    .iter()
                    .map(|entry| entry.id.as_str())
                    .collect()
            })
            .unwrap_or_default(),
        _ => kind
            .set()
            .map(|set| app.handbook.choice_ids(set))
            .unwrap_or_default()
            .iter()
            .map(String::as_str)
            .collect(),
    };
    if let ValueKind::Number { min, max } = kind
        && *fault == ValueFault::OutOfRange
    {
        let bound = |bound: &Option<rust_decimal::Decimal>| {
            bound.map_or_else(|| "…".to_owned(), |bound| bound.to_string())
        };
        return failure.hint(
            Said::new("value-range")
                .with("min", bound(min))
                .with("max", bound(max)),
        );
    }
    match nearest(text, known.iter().copied()) {
        Some(near) => failure.hint(Said::new("hint-did-you-mean").with("word", near)),
        None if known.is_empty() => failure,
        None => failure.hint(Said::new("value-known").with("known", known.join(", "))),
    }
}
