//! `handbook catalogue`: the lists of codes, with where each comes from and how sure that is.

use serde_json::{Value as Json, json};

use crate::error::{Exit, Failure, Said, nearest};
use crate::handbook::{Entry, Provenance};
use crate::t;
use crate::ui::{Style, layout};

use super::app::App;
use super::cli::HandbookListArgs;

pub(crate) fn run(app: &mut App, args: &HandbookListArgs) -> anyhow::Result<Exit> {
    let text = match (&args.name, args.json) {
        (None, false) => names_text(app),
        (None, true) => json_text(&names_json(app))?,
        (Some(name), is_json) => {
            let entries = entries(app, name)?;
            if is_json {
                json_text(&entries_json(app, name, entries))?
            } else {
                entries_text(app, entries)
            }
        }
    };
    app.ui.out(&text)?;
    Ok(Exit::Done)
}

pub(super) fn json_text(json: &Json) -> anyhow::Result<String> {
    Ok(format!("{}\n", serde_json::to_string_pretty(json)?))
}

/// A failure about a name that nothing has, with the nearest one that something has.
pub(super) fn unknown<'n>(
    key: &'static str,
    list: &'static str,
    name: &str,
    known: impl Iterator<Item = &'n str>,
) -> Failure {
    let failure = Failure::new(Exit::Usage, key).with("name", name);
    match nearest(name, known) {
        Some(near) => failure.hint(Said::new("hint-did-you-mean").with("word", near)),
        None => failure.hint(Said::new(list)),
    }
}

/// How sure something is, and the documents it comes from.
pub(super) fn origin(app: &App, from: &[String]) -> String {
    let status = match Provenance::of(from) {
        Provenance::Confirmed => t!(app.messages, "catalogue-confirmed"),
        Provenance::Topic if from.iter().any(|key| key == "R") => {
            t!(app.messages, "catalogue-recalled")
        }
        Provenance::Topic => t!(app.messages, "catalogue-topic"),
        Provenance::Proposal => t!(app.messages, "catalogue-proposal"),
        Provenance::Unconfirmed => t!(app.messages, "catalogue-unconfirmed"),
    };
    let sources = app.catalogues.get("sources");
    let named = from.iter().filter(|key| *key != "D" && *key != "R");
    let named = named.map(|key| {
        let entry = sources.and_then(|sources| sources.entry(key));
        let what = entry.and_then(|entry| entry.what(app.language()));
        what.map_or_else(|| key.clone(), |what| format!("{what} ({key})"))
    });
    let named: Vec<String> = named.collect();
    if named.is_empty() {
        return status;
    }
    let sources = named.join("; ");
    t!(
        app.messages,
        "catalogue-origin",
        status = status,
        sources = sources
    )
}

/// An id with its name, hanging under each other.
pub(super) fn line(app: &App, id: &str, label: &str) -> String {
    let lead = format!("  {id}  ");
    format!("{}\n", layout::fill(label, app.ui.width(), &lead, "      "))
}

pub(super) fn heading(app: &App, text: &str) -> String {
    format!("{}\n", app.ui.style_out(Style::Heading, text))
}

fn names_text(app: &App) -> String {
    let mut text = String::new();
    for name in app.catalogues.names() {
        let n = app
            .catalogues
            .get(name)
            .map_or(0, |found| found.entries.len());
        text.push_str(&line(app, name, &super::count(app, "catalogue-entries", n)));
    }
    text
}

fn names_json(app: &App) -> Json {
    let names = app.catalogues.names().map(|name| {
        let n = app
            .catalogues
            .get(name)
            .map_or(0, |found| found.entries.len());
        json!({"id": name, "entries": n})
    });
    let names: Vec<Json> = names.collect();
    json!({"schema": "mainstream/catalogues/1", "catalogues": names})
}

fn entries<'a>(app: &'a App, name: &str) -> Result<&'a [Entry], Failure> {
    let found = app.catalogues.get(name);
    found.map(|found| found.entries.as_slice()).ok_or_else(|| {
        unknown(
            "catalogue-unknown",
            "hint-catalogue-list",
            name,
            app.catalogues.names(),
        )
    })
}

/// What an entry is called: its label, its term, or what it is.
fn called(app: &App, entry: &Entry) -> String {
    let language = app.language();
    let term = entry.term(language).map(str::to_owned);
    term.or_else(|| entry.what(language))
        .unwrap_or_else(|| entry.label(language))
}

/// The entries, and below them where they come from; several origins are numbered.
fn entries_text(app: &App, entries: &[Entry]) -> String {
    let mut origins: Vec<String> = Vec::new();
    let mut numbers = Vec::with_capacity(entries.len());
    for entry in entries {
        let origin = (!entry.from.is_empty()).then(|| origin(app, &entry.from));
        numbers.push(origin.map(|origin| {
            let known = origins.iter().position(|other| *other == origin);
            known.unwrap_or_else(|| {
                origins.push(origin);
                origins.len() - 1
            })
        }));
    }
    let mut text = String::new();
    for (entry, number) in entries.iter().zip(numbers) {
        let mut label = called(app, entry);
        if let Some(number) = number.filter(|_| origins.len() > 1) {
            label = format!("{label} [{}]", number + 1);
        }
        text.push_str(&line(app, &entry.id, &label));
    }
    for (number, origin) in origins.iter().enumerate() {
        let lead = if origins.len() > 1 {
            format!("[{}] ", number + 1)
        } else {
            String::new()
        };
        let gap = if number == 0 { "\n" } else { "" };
        let line = layout::fill(origin, app.ui.width(), &lead, "    ");
        text.push_str(&format!("{gap}{}\n", app.ui.style_out(Style::Dim, &line)));
    }
    text
}

fn entries_json(app: &App, name: &str, entries: &[Entry]) -> Json {
    let entries = entries.iter().map(|entry| {
        json!({
            "id": entry.id,
            "label": called(app, entry),
            "source": entry.from,
            "status": (!entry.from.is_empty()).then(|| Provenance::of(&entry.from)),
        })
    });
    let entries: Vec<Json> = entries.collect();
    json!({"schema": "mainstream/catalogue/1", "id": name, "entries": entries})
}
