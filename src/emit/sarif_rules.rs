//! What SARIF says about a rule: its page, as text and as Markdown.

use serde_json::{Map, Value, json};

use crate::language::{Messages, mark_fallback};
use crate::rules;
use crate::rules::page::{Example, Page};

use super::Audience;
use super::sarif::level;

/// The description of the rule with this id.
pub(super) fn rule(audience: &Audience<'_>, id: &str) -> Value {
    let mut rule = Map::new();
    rule.insert("id".into(), json!(id));
    if let Some((page, fallback)) = audience.pages.page(id) {
        let shown = |text: &str| match fallback {
            None => text.trim().to_owned(),
            Some(language) => mark_fallback(text.trim(), language),
        };
        let example = audience.pages.example(id);
        let help = help(audience.messages, page, example, &shown);
        rule.insert("name".into(), json!(name(id)));
        rule.insert(
            "shortDescription".into(),
            json!({"text": shown(&page.summary)}),
        );
        rule.insert("fullDescription".into(), json!({"text": shown(&page.what)}));
        rule.insert("help".into(), help);
    }
    if let Some(known) = audience.pages.known(id) {
        let default = json!({"level": level(known.level)});
        rule.insert("defaultConfiguration".into(), default);
        let tags = [known.group.name()];
        let properties = match (known.own, rules::rule(id)) {
            (Some(own), _) => json!({"tags": tags, "edition": own.edition}),
            (None, rule) => json!({"tags": tags, "since": rule.map(|rule| rule.since)}),
        };
        rule.insert("properties".into(), properties);
    }
    Value::Object(rule)
}

/// `UnknownCountry` for `unknown-country`, `MinistryNoVision` for `ministry/no-vision`.
fn name(id: &str) -> String {
    let words = id.split(['-', '/']).map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    words.collect()
}

fn help(
    messages: &Messages,
    page: &Page,
    example: Option<&Example>,
    shown: &dyn Fn(&str) -> String,
) -> Value {
    let (mut text, mut markdown) = (Vec::new(), Vec::new());
    for (key, part) in [
        ("explain-what", &page.what),
        ("explain-why", &page.why),
        ("explain-mend", &page.mend),
    ] {
        let (heading, part) = (messages.get(key, &[]), shown(part));
        text.push(format!("{heading}\n{part}"));
        markdown.push(format!("**{heading}**\n\n{part}"));
    }
    let pieces = example.map(|example| {
        [
            ("explain-bad", &example.bad),
            ("explain-good", &example.good),
        ]
    });
    for (key, piece) in pieces.into_iter().flatten() {
        let (heading, piece) = (messages.get(key, &[]), piece.trim_end());
        text.push(format!("{heading}\n{piece}"));
        let fence = fence(piece);
        markdown.push(format!("**{heading}**\n\n{fence}yaml\n{piece}\n{fence}"));
    }
    json!({"text": text.join("\n\n"), "markdown": markdown.join("\n\n")})
}

/// A fence that is longer than any row of backticks in the piece.
fn fence(piece: &str) -> String {
    let rows = piece.split(|c| c != '`').map(str::len);
    "`".repeat(rows.max().unwrap_or_default().max(2) + 1)
}
