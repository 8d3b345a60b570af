//! A part of a report: what changed since a snapshot, counted by stage and told by question.

use crate::diff::{Change, compare};
use crate::error::Failure;
use crate::handbook::Handbook;
use crate::project::Project;
use crate::report::{Block, Cell, Column, Inlines, Section, Table};
use crate::snapshot::Head;
use crate::source::SourceFile;
use crate::yaml;

use super::super::app::App;
use super::super::open::{OpenFile, decode, view};
use super::super::snapshot;
use super::counts::Counts;
use super::document::stages;
use super::fit;
use super::telling::{Group, Teller};
use super::tongue::Tongue;

/// What the ids of the part's sections begin with.
const PART: &str = "since";

/// An earlier state of a project.
pub(crate) struct Past {
    head: Head,
    source: SourceFile,
    /// The file as it is.
    now: SourceFile,
}

/// How many things were added, changed and removed.
#[derive(Clone, Copy, Default)]
struct Tally([usize; 3]);

impl Past {
    /// The snapshot of this name beside a file; it has to be about the same country.
    pub(crate) fn of(app: &App, file: &OpenFile, name: &str) -> Result<Self, Failure> {
        let (found, path) = snapshot::taken(app, &file.path, name)?;
        let text = decode(&path, &found.bytes)?;
        let name = found.head.name.as_str();
        let (now, then) = (file.source.text(), text.as_str());
        snapshot::same_country(app, (&file.path, now), (name, then))?;
        let shown = format!("{}@{name}", file.path.display());
        Ok(Self {
            source: SourceFile::new(shown, text),
            now: file.source.clone(),
            head: found.head,
        })
    }

    /// The part of the report of a project.
    ///
    /// # Errors
    ///
    /// The snapshot is no project that can be compared.
    pub(crate) fn section(
        &self,
        tongue: Tongue<'_>,
        project: &Project<'_>,
    ) -> Result<Section, Failure> {
        let parsed = yaml::parse(self.source.text());
        let about = |failure| snapshot::about(failure, &self.source);
        let old = view(&self.source, &parsed, tongue.handbook).map_err(about)?;
        fit(&self.source, &old).map_err(about)?;
        fit(&self.now, project)?;
        let changes = compare(old.root, project.root, tongue.handbook);
        let teller = Teller {
            tongue,
            old: Some(&old),
            new: Some(project),
        };
        let groups = teller.groups(&changes);
        Ok(self.laid_out(tongue, &changes, &groups))
    }

    fn laid_out(&self, tongue: Tongue<'_>, changes: &[Change], groups: &[Group]) -> Section {
        let name = snapshot::label(tongue.catalogues, tongue.language(), &self.head);
        let date = tongue.format().date(self.head.on);
        let say =
            |key: &str, values: &[(&str, &dyn std::fmt::Display)]| tongue.messages.get(key, values);
        let title = say("diff-since", &[("name", &name)]);
        let mut section = Section::new(PART, title);
        let counts = Counts::of(changes).text(tongue.messages);
        let intro = if changes.is_empty() {
            say("diff-since-none", &[("name", &name), ("date", &date)])
        } else {
            let values: [(&str, &dyn std::fmt::Display); 3] =
                [("name", &name), ("date", &date), ("counts", &counts)];
            say("diff-since-intro", &values)
        };
        section = section.block(Block::paragraph(intro));
        if let Some(note) = &self.head.note {
            let label = say("field-note", &[]);
            let label = say("report-labelled", &[("label", &label)]);
            let line = Inlines::strong(label).then(" ").then(note.as_str());
            section = section.block(Block::paragraph(line));
        }
        if !groups.is_empty() {
            section = section.block(table(tongue, groups));
        }
        section.sections = stages(tongue, PART, groups);
        section
    }
}

/// How much came, changed and went, by stage and by part of the file.
fn table(tongue: Tongue<'_>, groups: &[Group]) -> Table {
    let mut rows: Vec<(String, Tally)> = Vec::new();
    let mut total = Tally::default();
    for group in groups {
        let title = row_title(tongue, tongue.handbook, group);
        let at = rows.iter().position(|(known, _)| *known == title);
        let at = at.unwrap_or_else(|| {
            rows.push((title, Tally::default()));
            rows.len() - 1
        });
        for told in &group.told {
            rows[at].1.count(told.sign);
            total.count(told.sign);
        }
    }
    let word = |key: &str| tongue.word(key);
    let columns = [
        Column::text(word("report-stage")),
        Column::number(word("diff-since-added")),
        Column::number(word("diff-since-changed")),
        Column::number(word("diff-since-removed")),
    ];
    let mut table = Table::new(columns)
        .caption(word("diff-since-caption"))
        .with_row_headers();
    for (title, tally) in rows {
        table = table.row(tally.cells(tongue, &title));
    }
    table.total(total.cells(tongue, &word("plan-total")))
}

fn row_title(tongue: Tongue<'_>, handbook: &Handbook, group: &Group) -> String {
    match group.stage {
        Some(stage) => {
            let title = tongue.texts.stage_title(handbook, stage);
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("number", &stage), ("title", &title)];
            tongue.messages.get("diff-stage", &values)
        }
        None => group.title.clone(),
    }
}

impl Tally {
    fn count(&mut self, sign: &str) {
        let at = match sign {
            "+" => 0,
            "−" => 2,
            _ => 1,
        };
        self.0[at] += 1;
    }

    fn cells(self, tongue: Tongue<'_>, title: &str) -> Vec<Cell> {
        let numbers = self.0.into_iter();
        let numbers = numbers.map(|n| Cell::number(n.into(), tongue.format().number(n.into())));
        std::iter::once(Cell::text(title)).chain(numbers).collect()
    }
}
