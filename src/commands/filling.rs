//! What a choice adds to the list that it fills, worked out and said.

use crate::error::Said;
use crate::project::{Change, ChangeError, Filling, Project, apply_changes};
use crate::t;
use crate::yaml::{self, Data, Node};

use super::app::App;

/// A question that fills a list, the choice, and whether it is new to the project.
pub(super) type Chosen = (usize, String, bool);

/// The choices among the changes that fill a list.
pub(super) fn chosen(app: &App, project: &Project<'_>, changes: &[Change]) -> Vec<Chosen> {
    let handbook = &app.handbook;
    let chosen = changes.iter().filter_map(|change| match change {
        Change::Answer {
            question,
            value: Data::Text(choice),
        } => {
            handbook.filled_list(&handbook.questions[*question])?;
            let present = project.answer(*question).and_then(|answer| answer.value);
            let is_new = present.and_then(Node::text) != Some(choice);
            Some((*question, choice.clone(), is_new))
        }
        _ => None,
    });
    chosen.collect()
}

/// What choices add to the lists that they fill, in a text in which all else is done.
pub(super) fn fillings(
    app: &App,
    text: &str,
    changes: &[Change],
    chosen: &[Chosen],
) -> Result<Vec<Filling>, ChangeError> {
    if chosen.is_empty() {
        return Ok(Vec::new());
    }
    let handbook = &app.handbook;
    let text = apply_changes(text, handbook, changes)?;
    let parsed = yaml::parse(&text);
    let Some(root) = &parsed.root else {
        return Ok(Vec::new());
    };
    let project = Project::read(root, handbook);
    let fillings = chosen.iter().filter_map(|(question, choice, is_new)| {
        let choice = (choice.as_str(), *is_new);
        Filling::of(&project, handbook, &app.catalogues, *question, choice)
    });
    Ok(fillings.collect())
}

/// Says what a choice added.
pub(super) fn say_filled(app: &mut App, filling: &Filling) {
    let label = |entry: &String| {
        app.catalogues
            .label(&filling.catalogue, entry, app.language())
    };
    let labels: Vec<String> = filling.entries.iter().map(label).collect();
    let separator = t!(app.messages, "clause-separator");
    app.say(
        &Said::new("set-filled")
            .with("n", filling.entries.len())
            .with("code", &app.handbook.questions[filling.list].code)
            .with("entries", labels.join(&separator)),
    );
}
