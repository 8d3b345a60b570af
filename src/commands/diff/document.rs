//! A comparison as a report, for pull requests and for reading on paper or in a browser.

use crate::diff::{Mark, Piece};
use crate::report::{Block, Inlines, Report, Section, labels};
use crate::t;

use super::counts::Counts;
use super::telling::{Body, Group, Told};
use super::tongue::Tongue;

/// The part of one project, named as people read it.
pub(super) struct Chapter {
    pub(super) title: String,
    pub(super) counts: Counts,
    pub(super) groups: Vec<Group>,
    /// What is said where there is nothing to compare.
    pub(super) remark: Option<String>,
}

/// The report of all projects.
pub(super) fn report(tongue: Tongue<'_>, chapters: &[Chapter]) -> Report {
    let messages = tongue.messages;
    let language = tongue.language();
    let title = t!(messages, "diff-title");
    let mut report = Report::new(language.code(), title, labels(messages));
    let mut total = Counts::default();
    for chapter in chapters {
        total.add(&chapter.counts);
    }
    report.subtitle = Some(total.text(messages).into());
    let several = chapters.len() > 1;
    for (index, chapter) in chapters.iter().enumerate() {
        let mut section = Section::new(format!("project-{index}"), chapter.title.as_str());
        if several && chapter.remark.is_none() {
            section = section.block(Block::paragraph(chapter.counts.text(messages)));
        }
        if let Some(remark) = &chapter.remark {
            section = section.block(Block::paragraph(remark.as_str()));
        }
        section.sections = stages(tongue, &index.to_string(), &chapter.groups);
        report.sections.push(section);
    }
    report
}

/// Changes under their questions, and these under their stages; `part` tells them from those of other parts.
pub(super) fn stages(tongue: Tongue<'_>, part: &str, groups: &[Group]) -> Vec<Section> {
    let mut stages: Vec<(Option<usize>, Section)> = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        let id = format!("change-{part}-{index}");
        let title = match &group.code {
            Some(code) => Inlines::code(code.as_str())
                .then(" ")
                .then(group.title.as_str()),
            None => Inlines::text(&group.title),
        };
        let blocks = group.told.iter().map(|told| block(tongue, told));
        let question = Section::new(id, title).blocks(blocks);
        match (group.stage, stages.last_mut()) {
            (None, _) => stages.push((None, question)),
            (Some(stage), Some((last, section))) if *last == Some(stage) => {
                section.sections.push(question);
            }
            (Some(stage), _) => {
                let title = tongue.texts.stage_title(tongue.handbook, stage);
                let section = Section::new(format!("stage-{part}-{stage}"), title.as_ref())
                    .numbered(stage.to_string());
                stages.push((Some(stage), section.section(question)));
            }
        }
    }
    stages.into_iter().map(|(_, section)| section).collect()
}

fn block(tongue: Tongue<'_>, told: &Told) -> Block {
    let mut line = Inlines::strong(told.sign).then(" ");
    if !told.label.is_empty() {
        line.append(Inlines::strong(labelled(tongue, &told.label)));
        line.append(" ");
    }
    line.append(match &told.body {
        Body::Pieces(pieces) => inlines(pieces),
        Body::Values { old, new, by } => {
            let mut line = Inlines::new();
            if let Some(old) = old {
                line.append(Inlines::deleted(old.as_str()));
            }
            if old.is_some() && new.is_some() {
                line.append(" → ");
            }
            if let Some(new) = new {
                line.append(Inlines::inserted(new.as_str()));
            }
            if let Some(by) = by {
                line.append(format!(" ({by})"));
            }
            line
        }
        Body::Items { removed, added } => {
            let removed = removed.iter().map(|item| Inlines::deleted(item.as_str()));
            let added = added.iter().map(|item| Inlines::inserted(item.as_str()));
            Inlines::join(removed.chain(added), &Inlines::text(", "))
        }
        Body::Rename { old, new } => Inlines::deleted(Inlines::code(old.as_str()))
            .then(" → ")
            .then(Inlines::inserted(Inlines::code(new.as_str()))),
        Body::Record { title, fields } => {
            return record(tongue, line, told, title, fields);
        }
    });
    Block::Paragraph(line)
}

fn labelled(tongue: Tongue<'_>, label: &str) -> String {
    t!(tongue.messages, "report-labelled", label = label)
}

fn record(
    tongue: Tongue<'_>,
    line: Inlines,
    told: &Told,
    title: &str,
    fields: &[(String, String)],
) -> Block {
    let mark = |text: &str| {
        if told.sign == "+" {
            Inlines::inserted(text)
        } else {
            Inlines::deleted(text)
        }
    };
    let head = Block::Paragraph(line.then(mark(title)));
    let fields = fields.iter().map(|(label, value)| {
        let label = Inlines::text(labelled(tongue, label)).then(" ");
        label.then(mark(value))
    });
    let mut item = vec![head];
    let list = Block::bullets(fields);
    if !matches!(&list, Block::List { items, .. } if items.is_empty()) {
        item.push(list);
    }
    Block::List {
        ordered: false,
        items: vec![item],
    }
}

fn inlines(pieces: &[Piece]) -> Inlines {
    let mut line = Inlines::new();
    for piece in pieces {
        let text = piece.text.as_str();
        line.append(match piece.mark {
            Mark::Same => Inlines::text(text),
            Mark::Removed => Inlines::deleted(text),
            Mark::Added => Inlines::inserted(text),
        });
    }
    line
}
