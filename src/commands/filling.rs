//! What a choice adds to the list that it fills, worked out and said.

use crate::error::Said;
use crate::project::{Change, Filling, Project, apply_changes};
use crate::t;
use crate::yaml::{self, Data, Node};

use super::app::App;
use super::open::OpenFile;

/// What the choices among the changes add to the lists that they fill, once all else is done.
pub(super) fn fillings(
    app: &mut App,
    file: &mut OpenFile,
    changes: &[Change],
) -> anyhow::Result<Vec<Filling>> {
    let chosen = file.with_project(app, |_, project| {
        let chosen = changes.iter().filter_map(|change| match change {
            Change::Answer {
                question,
                value: Data::Text(choice),
            } => {
                let present = project.answer(*question).and_then(|answer| answer.value);
                let is_new = present.and_then(Node::text) != Some(choice);
                Some((*question, choice.clone(), is_new))
            }
            _ => None,
        });
        Ok(chosen.collect::<Vec<_>>())
    })?;
    let handbook = &app.handbook;
    let fills = |question: &usize| {
        handbook
            .filled_list(&handbook.questions[*question])
            .is_some()
    };
    let mut chosen = chosen.into_iter().filter(|(question, ..)| fills(question));
    let Some((question, choice, is_new)) = chosen.next() else {
        return Ok(Vec::new());
    };
    let text = apply_changes(file.source.text(), handbook, changes)?;
    let parsed = yaml::parse(&text);
    let project = parsed
        .root
        .as_ref()
        .map(|root| Project::read(root, handbook));
    let all = [(question, choice, is_new)].into_iter().chain(chosen);
    let fillings = all.filter_map(|(question, choice, is_new)| {
        let choice = (choice.as_str(), is_new);
        Filling::of(
            project.as_ref()?,
            handbook,
            &app.catalogues,
            question,
            choice,
        )
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
