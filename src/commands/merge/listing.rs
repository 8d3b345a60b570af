//! Conflicts in words: where they are, which question they are about, and what each side says.

use std::path::Path;

use crate::diff::{Place, RecordName, Seg, Sort};
use crate::error::Failure;
use crate::handbook::Handbook;
use crate::merge::{Conflict, Disagreement, Side};
use crate::project::{Project, parse_date};
use crate::repository::{Origin, Repository};
use crate::source::SourceFile;
use crate::t;
use crate::ui::{layout, sanitize};
use crate::yaml::{Data, EmitOptions, Node, Parsed, Route, Step, emit};

use super::super::app::App;
use super::super::diff::{Teller, Tongue};
use super::super::open::view;

/// What conflicts are told with.
pub(super) struct Listing<'l> {
    app: &'l App,
    source: &'l SourceFile,
    project: Project<'l>,
}

impl<'l> Listing<'l> {
    pub(super) fn of(
        app: &'l App,
        source: &'l SourceFile,
        parsed: &'l Parsed<'l>,
    ) -> Result<Self, Failure> {
        Ok(Self {
            app,
            source,
            project: view(source, parsed, &app.handbook)?,
        })
    }

    pub(super) fn conflicts(&self) -> Vec<Conflict> {
        crate::merge::conflicts(self.project.root)
    }

    /// Where a conflict is and what it is about, on one line.
    pub(super) fn head(&self, conflict: &Conflict) -> String {
        let messages = &self.app.messages;
        let position = self.source.position(conflict.span.start);
        let name = self.source.name();
        let place = format!("{name}:{}:{}", position.line, position.column);
        let path = &conflict.path;
        let text = match &conflict.about {
            Disagreement::Value { ours: None, .. } | Disagreement::Deleted(Side::Ours) => {
                t!(messages, "merge-deleted-ours", path = path)
            }
            Disagreement::Value { theirs: None, .. } | Disagreement::Deleted(Side::Theirs) => {
                t!(messages, "merge-deleted-theirs", path = path)
            }
            Disagreement::Value { .. } => t!(messages, "merge-both-changed", path = path),
            Disagreement::Id { .. } => t!(messages, "merge-both-renamed", path = path),
        };
        t!(messages, "labelled", word = place, text = text)
    }

    /// The question, and what each side says, laid out below the head.
    pub(super) fn body(&self, conflict: &Conflict) -> Vec<String> {
        let place = place_of(self.project.root, &conflict.route, &self.app.handbook);
        let teller = Teller {
            tongue: Tongue::of_screen(self.app),
            old: None,
            new: Some(&self.project),
        };
        let mut lines = Vec::new();
        if let Some(question) = place.question(&self.app.handbook) {
            let ask = self.app.texts().ask(question);
            lines.push(format!("{} {ask}", question.code));
        }
        let label = teller.label_of(&place, false);
        if !label.is_empty() {
            lines.push(label);
        }
        lines.extend(self.sides(conflict, &teller, &place));
        let lines = lines
            .iter()
            .flat_map(|line| layout::wrap(&sanitize(line), self.app.ui.width(), "  ", "    "));
        lines.collect()
    }

    /// What each side says, with labels for ids and figures as people write them.
    fn sides(&self, conflict: &Conflict, teller: &Teller<'_, '_>, place: &Place) -> Vec<String> {
        let sort = Sort::at(place, &self.app.handbook);
        let shown = |data: &Data| match data {
            Data::Mapping(_) => emit(data, 0, EmitOptions::default()).trim().to_owned(),
            data => teller.value(sort, data, Some(&self.project)),
        };
        let line = |key: &str, text: String| self.app.messages.get(key, &[("value", &text)]);
        match &conflict.about {
            Disagreement::Value { base, ours, theirs } => {
                let sides = [
                    ("merge-side-base", base),
                    ("merge-side-ours", ours),
                    ("merge-side-theirs", theirs),
                ];
                let sides = sides.into_iter();
                sides
                    .filter_map(|(key, data)| Some(line(key, shown(data.as_ref()?))))
                    .collect()
            }
            Disagreement::Id { ours, theirs } => vec![
                line("merge-side-ours", ours.clone()),
                line("merge-side-theirs", theirs.clone()),
            ],
            Disagreement::Deleted(_) => Vec::new(),
        }
    }
}

/// The place that a route leads to.
fn place_of(root: &Node<'_>, route: &Route, handbook: &Handbook) -> Place {
    let mut segs: Vec<Seg> = Vec::new();
    let mut so_far = Route::root();
    let key = |key: &str| Seg::Key(key.to_owned());
    for (depth, step) in route.steps().iter().enumerate() {
        so_far.push(step.clone());
        let in_answers = segs.first() == Some(&key("answers"));
        match step {
            Step::Key(name) if in_answers && depth == 2 => {
                let of_step = Place::new(segs.clone());
                let step = of_step.step().and_then(|id| handbook.step_index(id));
                let question = step.and_then(|step| handbook.question_in(step, name));
                let question = question.and_then(|index| handbook.questions.get(index));
                segs.push(key(question.map_or(name, |question| &question.id)));
            }
            Step::Key(name) => segs.push(key(name)),
            Step::Index(index) => {
                // A list that stands bare is the answer.
                if in_answers && depth == 3 {
                    segs.push(key("answer"));
                }
                let item = root.at(&so_far).and_then(Node::as_mapping);
                let id = item.and_then(|item| item.get("id")).and_then(Node::text);
                let name = id.map_or(RecordName::Index(*index), |id| {
                    RecordName::Id(id.to_owned())
                });
                segs.push(Seg::Record {
                    old: None,
                    new: Some(name),
                });
            }
        }
    }
    if segs.first() == Some(&key("answers")) && segs.len() == 3 {
        segs.push(key("answer"));
    }
    Place::new(segs)
}

/// Whose versions ours and theirs are, where git has stopped in the middle of something: in a rebase, ours are those
/// of the others.
pub(super) fn origins(app: &App, path: &Path) -> Vec<String> {
    let found = Repository::around(path).and_then(|repository| repository.undertaking());
    let Ok(Some(undertaking)) = found else {
        return Vec::new();
    };
    let line = |key: &str, origin: &Origin| {
        let day = parse_date(&origin.day).map(|day| app.formatter().date(day));
        app.messages.get(
            key,
            &[
                ("commit", &origin.short),
                ("author", &origin.author),
                ("date", &day.unwrap_or_else(|_| origin.day.clone())),
                ("subject", &origin.subject),
            ],
        )
    };
    let lines = [
        line("merge-origin-ours", &undertaking.ours),
        line("merge-origin-theirs", &undertaking.theirs),
    ];
    let lines = lines
        .iter()
        .flat_map(|line| layout::wrap(&crate::ui::sanitize_line(line), app.ui.width(), "", "  "));
    lines.collect()
}
