//! `handbook glossary`: what a term means, and what it is called in other languages.

use serde_json::{Map, Value as Json, json};

use crate::error::{Exit, Failure, Said};
use crate::handbook::{Catalogues, LookedUp, Term, look_up, terms};
use crate::language::Messages;
use crate::t;
use crate::ui::{Style, layout};

use super::super::app::App;
use super::super::cli::HandbookGlossaryArgs;
use super::provenance::source_names;

pub(crate) fn run(app: &mut App, args: &HandbookGlossaryArgs) -> anyhow::Result<Exit> {
    let language = app.language();
    let found = if args.term.is_empty() {
        terms(&app.catalogues, language)
    } else {
        let typed = args.term.join(" ");
        match look_up(&app.catalogues, &typed, language) {
            LookedUp::Found(found) => found,
            LookedUp::Near(near) => return Err(unknown(app, &typed, &near).into()),
        }
    };
    let text = if args.json {
        let terms: Vec<Json> = found.iter().map(|term| term_json(app, term)).collect();
        let all = json!({
            "schema": "mainstream/glossary/1",
            "language": language.code(),
            "terms": terms,
        });
        format!("{}\n", serde_json::to_string_pretty(&all)?)
    } else {
        let texts: Vec<String> = found.iter().map(|term| term_text(app, term)).collect();
        texts.join("\n")
    };
    app.ui.out(&text)?;
    Ok(Exit::Done)
}

fn unknown(app: &App, typed: &str, near: &[String]) -> Failure {
    let failure = Failure::new(Exit::Usage, "glossary-unknown").with("term", typed);
    if near.is_empty() {
        return failure.hint(Said::new("hint-glossary"));
    }
    let near = near.join(&t!(app.messages, "search-separator"));
    failure.hint(Said::new("glossary-near").with("terms", near))
}

fn term_text(app: &App, term: &Term) -> String {
    let width = app.ui.width();
    let mut text = String::new();
    for (index, (style, line)) in term_lines(&app.messages, &app.catalogues, term)
        .into_iter()
        .enumerate()
    {
        let indent = if index == 0 { "" } else { "  " };
        for line in layout::wrap(&line, width, indent, "    ") {
            let line = style.map_or_else(|| line.clone(), |style| app.ui.style_out(style, &line));
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

/// What is shown of a term: its name, its meaning, the other languages, where it comes from.
pub(crate) fn term_lines(
    messages: &Messages,
    catalogues: &Catalogues,
    term: &Term,
) -> Vec<(Option<Style>, String)> {
    let mut lines = vec![(Some(Style::Strong), term.name.clone())];
    lines.extend(term.definition.clone().map(|text| (None, text)));
    for form in &term.others {
        let language = catalogues.label("languages", form.language.code(), messages.language());
        let text = if form.seen {
            form.text.clone()
        } else {
            t!(messages, "glossary-proposed", term = form.text)
        };
        let line = t!(messages, "labelled", word = language, text = text);
        lines.push((None, line));
    }
    let names = source_names(messages, catalogues, &term.from);
    let origin = if names.is_empty() {
        t!(messages, "glossary-own")
    } else {
        t!(messages, "glossary-from", sources = names.join("; "))
    };
    lines.push((Some(Style::Dim), origin));
    lines
}

fn term_json(app: &App, term: &Term) -> Json {
    let mut forms = Map::new();
    forms.insert(app.language().code().into(), json!(term.name));
    let mut seen = Map::new();
    for form in &term.others {
        forms.insert(form.language.code().into(), json!(form.text));
        seen.insert(form.language.code().into(), json!(form.seen));
    }
    json!({
        "id": term.id,
        "term": term.name,
        "definition": term.definition,
        "forms": forms,
        "seen": seen,
        "source": term.from,
    })
}
