//! `handbook instrument`: a questionnaire on paper, with its marks, formula and classes.

use serde_json::{Value as Json, json};

use crate::error::Exit;
use crate::handbook::{Domain, Instrument, Instruments, Provenance, ScoringEditions, Subject};
use crate::t;
use crate::ui::{Style, layout};

use super::app::App;
use super::catalogue::{heading, json_text, line, origin, unknown};
use super::cli::HandbookListArgs;
use super::origin::deeds_text;

pub(crate) fn run(app: &mut App, args: &HandbookListArgs) -> anyhow::Result<Exit> {
    let all = app.handbook.instruments();
    let text = match &args.name {
        None if args.json => {
            let all = all.all.iter().map(|one| instrument_json(app, one));
            json_text(&json!({
                "schema": "mainstream/instruments/1",
                "instruments": all.collect::<Vec<_>>(),
            }))?
        }
        None => list_text(app, all),
        Some(name) => {
            let found = all.get(name).ok_or_else(|| {
                let known = all.all.iter().map(|one| one.id.as_str());
                unknown("instrument-unknown", "hint-instrument-list", name, known)
            })?;
            if args.json {
                json_text(&instrument_json(app, found))?
            } else {
                instrument_text(app, found)
            }
        }
    };
    app.ui.out(&text)?;
    Ok(Exit::Done)
}

fn list_text(app: &App, all: &Instruments) -> String {
    let lines = all
        .all
        .iter()
        .map(|one| line(app, &one.id, &one.name.shown(app.language())));
    lines.collect()
}

fn instrument_text(app: &App, instrument: &Instrument) -> String {
    let language = app.language();
    let width = app.ui.width();
    let mut text = heading(app, &instrument.name.shown(language));
    text.push_str(&layout::fill(
        &instrument.standing.shown(language),
        width,
        "",
        "",
    ));
    text.push_str("\n\n");
    text.push_str(&layout::fill(
        &instrument.formula.shown(language),
        width,
        "",
        "",
    ));
    text.push('\n');
    let home = app.handbook.home(&instrument.record);
    if let Some(home) = home {
        let step = &app.handbook.steps[home.step];
        let taken = t!(
            app.messages,
            "instrument-taken-at",
            step = step.code,
            code = home.code
        );
        text.push_str(&layout::fill(&taken, width, "", ""));
        text.push('\n');
    }
    for (number, domain) in instrument.domains.iter().enumerate() {
        domain_text(app, &mut text, instrument, number + 1, domain);
    }
    marks_text(app, &mut text, instrument);
    classes_text(app, &mut text, instrument);
    let origin = layout::fill(&origin(app, &instrument.from), width, "", "  ");
    text.push_str(&format!("\n{}\n", app.ui.style_out(Style::Dim, &origin)));
    let part = format!("{}.", instrument.id);
    text.push_str(&deeds_text(app, Subject::Instrument, |name| {
        name == instrument.id || name.starts_with(&part)
    }));
    text
}

fn domain_text(
    app: &App,
    text: &mut String,
    instrument: &Instrument,
    number: usize,
    domain: &Domain,
) {
    let texts = app.texts();
    let title = domain.label.shown(app.language());
    let title = t!(
        app.messages,
        "instrument-domain",
        number = number,
        domain = title
    );
    // A domain that is one item says all in its own name.
    if let [_] = domain.items.as_slice() {
        text.push_str(&layout::fill(&title, app.ui.width(), "  ", "     "));
        text.push('\n');
        return;
    }
    text.push_str(&format!("\n{}\n", app.ui.style_out(Style::Strong, &title)));
    for item in &domain.items {
        let mut said = texts.field_label(&instrument.record, &item.id).into_owned();
        if let Some(hint) = texts.field_hint(&instrument.record, &item.id) {
            said = format!("{said} – {hint}");
        }
        if item.weight != rust_decimal::Decimal::ONE {
            let weight = app.formatter().number(item.weight);
            let weight = t!(app.messages, "instrument-weight", weight = weight);
            said = format!("{said} ({weight})");
        }
        text.push_str(&layout::fill(&said, app.ui.width(), "  - ", "    "));
        text.push('\n');
    }
}

/// The marks of every choice set, with the numbers of the domains that use it; of every edition
/// the points.
fn marks_text(app: &App, text: &mut String, instrument: &Instrument) {
    let title = t!(app.messages, "instrument-marks");
    text.push_str(&format!("\n{}\n", app.ui.style_out(Style::Strong, &title)));
    let number = |number| app.formatter().number(number);
    for (set, scores) in &instrument.scores {
        let marks = app.handbook.choice_ids(set).iter().map(|id| {
            let mark = match scores.get(id) {
                Some(mark) => number(*mark),
                None if instrument.outside.contains(id) => t!(app.messages, "instrument-outside"),
                None => t!(app.messages, "instrument-open"),
            };
            format!("{}: {mark}", app.texts().choice(set, id))
        });
        let marks: Vec<String> = marks.collect();
        let lead = format!("  {}.  ", domains_with(app, instrument, set));
        text.push_str(&layout::fill(
            &marks.join("; "),
            app.ui.width(),
            &lead,
            "      ",
        ));
        text.push('\n');
    }
    if let Some(editions) = &instrument.editions {
        editions_text(app, text, instrument, editions);
    }
}

fn editions_text(
    app: &App,
    text: &mut String,
    instrument: &Instrument,
    editions: &ScoringEditions,
) {
    let record = app.handbook.records.get(&instrument.record);
    let field = record.and_then(|record| record.field(&editions.field));
    let set = field.and_then(|field| field.kind.set()).unwrap_or_default();
    for (id, highest) in &editions.highest {
        let points = t!(
            app.messages,
            "instrument-points",
            from = app.formatter().number(rust_decimal::Decimal::ZERO),
            to = app.formatter().number(*highest)
        );
        let said = format!("{}: {points}", app.texts().choice(set, id));
        text.push_str(&layout::fill(&said, app.ui.width(), "  ", "    "));
        text.push('\n');
    }
}

/// The numbers of the domains whose items are marked by a choice set.
fn domains_with(app: &App, instrument: &Instrument, set: &str) -> String {
    let record = app.handbook.records.get(&instrument.record);
    let is_marked_by = |domain: &Domain| {
        let mut fields = domain
            .items
            .iter()
            .filter_map(|item| record?.field(&item.id));
        fields.any(|field| field.kind.set() == Some(set))
    };
    let domains = instrument.domains.iter().enumerate();
    let numbers = domains.filter(|(_, domain)| is_marked_by(domain));
    let numbers: Vec<String> = numbers.map(|(at, _)| (at + 1).to_string()).collect();
    numbers.join(", ")
}

fn classes_text(app: &App, text: &mut String, instrument: &Instrument) {
    if instrument.classes.is_empty() {
        return;
    }
    let title = t!(app.messages, "instrument-classes");
    text.push_str(&format!("\n{}\n", app.ui.style_out(Style::Strong, &title)));
    for class in &instrument.classes {
        let value = if instrument.is_percent() {
            app.formatter().percent(class.at_least)
        } else {
            app.formatter().number(class.at_least)
        };
        let from = t!(app.messages, "instrument-from", value = value);
        let said = format!("{}: {from}", class.label.shown(app.language()));
        text.push_str(&layout::fill(&said, app.ui.width(), "  ", "    "));
        text.push('\n');
    }
}

fn instrument_json(app: &App, instrument: &Instrument) -> Json {
    let language = app.language();
    let domains = instrument.domains.iter().map(|domain| {
        let items = domain.items.iter().map(|item| {
            let texts = app.texts();
            json!({
                "id": item.id,
                "label": texts.field_label(&instrument.record, &item.id),
                "hint": texts.field_hint(&instrument.record, &item.id),
                "weight": item.weight.to_string(),
                "source": item.from,
                "status": Provenance::of(&item.from),
            })
        });
        json!({
            "id": domain.id,
            "label": domain.label.shown(language),
            "question": domain.question,
            "weight": domain.weight.to_string(),
            "items": items.collect::<Vec<_>>(),
            "source": domain.from,
            "status": Provenance::of(&domain.from),
        })
    });
    let classes = instrument.classes.iter().map(|class| {
        json!({
            "id": class.id,
            "label": class.label.shown(language),
            "atLeast": class.at_least.to_string(),
            "source": class.from,
            "status": Provenance::of(&class.from),
        })
    });
    let marks = instrument.scores.iter().map(|(set, scores)| {
        let marks = scores
            .iter()
            .map(|(id, mark)| (id.clone(), json!(mark.to_string())));
        (set.clone(), Json::Object(marks.collect()))
    });
    let editions = instrument
        .editions
        .iter()
        .flat_map(|editions| &editions.highest);
    let editions = editions.map(|(id, highest)| (id.clone(), json!(highest.to_string())));
    json!({
        "id": instrument.id,
        "label": instrument.name.shown(language),
        "standing": instrument.standing.shown(language),
        "formula": instrument.formula.shown(language),
        "record": instrument.record,
        "scale": instrument.scale.to_string(),
        "overall": instrument.overall,
        "blanks": instrument.blanks,
        "marks": Json::Object(marks.collect()),
        "editions": Json::Object(editions.collect()),
        "outside": instrument.outside,
        "classes": classes.collect::<Vec<_>>(),
        "domains": domains.collect::<Vec<_>>(),
        "source": instrument.from,
        "status": instrument.provenance(),
    })
}
