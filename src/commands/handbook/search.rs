//! `handbook search`: find words in all that people read of the handbook.

use serde_json::{Value as Json, json};

use crate::error::Exit;
use crate::handbook::{Hit, HitPlace, Part, Snippet, search};
use crate::language::Messages;
use crate::t;
use crate::ui::{Style, layout};

use super::super::app::App;
use super::super::cli::HandbookSearchArgs;

/// How many characters of a text are shown around a hit.
const AROUND: usize = 100;

pub(crate) fn run(app: &mut App, args: &HandbookSearchArgs) -> anyhow::Result<Exit> {
    let hits = search(&app.handbook, app.texts(), &app.catalogues, &args.words);
    let exit = if hits.is_empty() {
        Exit::Findings
    } else {
        Exit::Done
    };
    if args.json {
        let found = found_json(app, &args.words, &hits);
        let text = serde_json::to_string_pretty(&found)?;
        app.ui.out(&format!("{text}\n"))?;
        return Ok(exit);
    }
    let text: String = hits.iter().map(|hit| hit_text(app, hit)).collect();
    app.ui.out(&text)?;
    let summary = super::super::count(app, "search-found", hits.len());
    app.ui.say(&summary);
    Ok(exit)
}

/// Code and title of what a hit leads to, and the name it has in files.
fn named(app: &App, place: &HitPlace) -> (String, String, String) {
    let (handbook, texts) = (&app.handbook, app.texts());
    match place {
        HitPlace::Stage(stage) => (
            stage.to_string(),
            texts.stage_title(handbook, *stage).into_owned(),
            handbook.stages[*stage].id.clone(),
        ),
        HitPlace::Step(step) => {
            let step = &handbook.steps[*step];
            let title = texts.step_title(step).into_owned();
            (step.code.clone(), title, step.id.clone())
        }
        HitPlace::Question(question) => {
            let question = &handbook.questions[*question];
            let ask = texts.ask(question).into_owned();
            (question.code.clone(), ask, question.path.clone())
        }
        HitPlace::Term(id) => {
            let glossary = app.catalogues.get("glossary");
            let entry = glossary.and_then(|glossary| glossary.entry(id));
            let term = entry.and_then(|entry| entry.term(app.language()).or(entry.en.as_deref()));
            let term = term.unwrap_or(id).to_owned();
            (t!(app.messages, "search-glossary"), term, id.clone())
        }
    }
}

fn hit_text(app: &App, hit: &Hit) -> String {
    let width = app.ui.width();
    let (code, title, name) = named(app, &hit.place);
    let lead = format!("{code:<5} ");
    let indent = if layout::columns(&lead) > 6 {
        "  "
    } else {
        "      "
    };
    let mut text = layout::fill(&title, width, &lead, indent);
    text.push('\n');
    if !matches!(hit.place, HitPlace::Term(_)) {
        let name = app.ui.style_out(Style::Dim, &name);
        text.push_str(&format!("{indent}{name}\n"));
    }
    if let Some(line) = snippet_text(&app.messages, hit, AROUND) {
        let styled = |word: &str| app.ui.style_out(Style::Strong, word);
        text.push_str(&laid_out(&line, width, indent, &styled));
    }
    text
}

/// The text in which the words stand, cut to what surrounds them, with its name before it; none
/// where the title says it.
pub(crate) fn snippet_text(messages: &Messages, hit: &Hit, room: usize) -> Option<Snippet> {
    if matches!(hit.part, Part::Code | Part::Title | Part::Name) {
        return None;
    }
    let snippet = hit.snippet(room);
    let part = messages.get(&format!("search-in-{}", hit.part.name()), &[]);
    let before = t!(messages, "labelled", word = part, text = snippet.before);
    Some(Snippet { before, ..snippet })
}

/// A snippet in lines, the word set off.
fn laid_out(
    snippet: &Snippet,
    width: usize,
    indent: &str,
    styled: &dyn Fn(&str) -> String,
) -> String {
    let line = format!("{}{}{}", snippet.before, snippet.word, snippet.after);
    let mut text = layout::fill(&line, width, indent, indent);
    // The word comes first after what stands before it; where a line breaks inside it, it stays
    // as it is.
    let skip: usize = snippet.before.split_whitespace().map(str::len).sum();
    let mut seen = 0;
    let start = text.char_indices().find(|(_, c)| {
        let here = seen >= skip && !c.is_whitespace();
        seen += if c.is_whitespace() { 0 } else { c.len_utf8() };
        here
    });
    if let Some((start, _)) = start
        && text[start..].starts_with(snippet.word.as_str())
    {
        text.replace_range(start..start + snippet.word.len(), &styled(&snippet.word));
    }
    text.push('\n');
    text
}

fn found_json(app: &App, words: &[String], hits: &[Hit]) -> Json {
    let hit_json = |hit: &Hit| {
        let (code, title, id) = named(app, &hit.place);
        let kind = match hit.place {
            HitPlace::Stage(_) => "stage",
            HitPlace::Step(_) => "step",
            HitPlace::Question(_) => "question",
            HitPlace::Term(_) => "term",
        };
        let snippet = hit.snippet(AROUND);
        json!({
            "kind": kind,
            "id": id,
            "code": (kind != "term").then_some(code),
            "title": title,
            "in": hit.part.name(),
            "text": hit.text,
            "snippet": {"before": snippet.before, "word": snippet.word, "after": snippet.after},
        })
    };
    json!({
        "schema": "mainstream/search/1",
        "language": app.language().code(),
        "words": words,
        "hits": hits.iter().map(hit_json).collect::<Vec<_>>(),
    })
}
