//! Where what the handbook says comes from.

use crate::handbook::{Catalogues, Provenance, Question, Texts};
use crate::language::Messages;

/// What the keys of the catalogue of sources stand for; what is ours stands in no catalogue.
pub(crate) fn source_names(
    messages: &Messages,
    catalogues: &Catalogues,
    keys: &[String],
) -> Vec<String> {
    let sources = catalogues.get("sources");
    let named = keys.iter().filter(|key| *key != "D" && *key != "R");
    let name = |key: &String| {
        let entry = sources.and_then(|sources| sources.entry(key));
        let what = entry.and_then(|entry| entry.what(messages.language()));
        what.map_or_else(|| key.clone(), |what| format!("{what} ({key})"))
    };
    named.map(name).collect()
}

/// Where a question comes from, and how sure that is.
pub(crate) fn provenance_text(
    messages: &Messages,
    catalogues: &Catalogues,
    question: &Question,
) -> String {
    let key = match question.provenance() {
        Provenance::Confirmed => "provenance-confirmed",
        Provenance::Topic => "provenance-topic",
        Provenance::Proposal => "provenance-proposal",
        Provenance::Unconfirmed => "provenance-unconfirmed",
    };
    let names = source_names(messages, catalogues, &question.from);
    messages.get(key, &[("sources", &names.join("; "))])
}

/// What the joint programme met at a question, with its sources; none where the texts tell nothing.
pub(crate) fn lesson_text(
    messages: &Messages,
    catalogues: &Catalogues,
    texts: &Texts,
    question: &Question,
) -> Option<String> {
    let lesson = texts.lesson(question)?;
    let names = source_names(messages, catalogues, &question.lesson);
    let values: [(&str, &dyn std::fmt::Display); 2] =
        [("text", &lesson), ("sources", &names.join("; "))];
    Some(messages.get("handbook-lesson", &values))
}
