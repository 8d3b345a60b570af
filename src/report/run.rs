//! Inline content as lines of styled runs, for formats that do not nest.

use super::inline::{Inline, Inlines};
use super::text::{Href, SectionId};

/// A piece of text with one style throughout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run<'a> {
    /// What is read.
    pub text: String,
    /// How it looks, and where it leads.
    pub style: Style<'a>,
}

/// How a run looks, and where it leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style<'a> {
    /// Important.
    pub strong: bool,
    /// Stressed.
    pub emphasis: bool,
    /// To be matched letter by letter.
    pub code: bool,
    /// Came or went since an earlier state.
    pub revision: Option<Revision>,
    /// Where it leads.
    pub target: Option<Target<'a>>,
}

/// What became of a run since an earlier state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revision {
    /// It came.
    Inserted,
    /// It is gone.
    Deleted,
}

/// Where a run leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target<'a> {
    /// Out of the report.
    Web(&'a Href),
    /// To a section of the report.
    Section(&'a SectionId),
}

impl Inlines {
    /// The content as lines, each of runs with different styles; no run is
    /// empty, and there is always at least one line.
    pub fn lines(&self) -> Vec<Vec<Run<'_>>> {
        let mut lines = vec![Vec::new()];
        push_runs(self, Style::default(), &mut lines);
        lines
    }
}

fn push_runs<'a>(content: &'a Inlines, style: Style<'a>, lines: &mut Vec<Vec<Run<'a>>>) {
    for inline in content.runs() {
        match inline {
            Inline::Text(text) => push_run(text.as_str(), style, lines),
            Inline::Code(code) => push_run(
                code.as_str(),
                Style {
                    code: true,
                    ..style
                },
                lines,
            ),
            Inline::Break => lines.push(Vec::new()),
            Inline::Strong(content) => push_runs(
                content,
                Style {
                    strong: true,
                    ..style
                },
                lines,
            ),
            Inline::Emphasis(content) => {
                push_runs(
                    content,
                    Style {
                        emphasis: true,
                        ..style
                    },
                    lines,
                );
            }
            Inline::Inserted(content) => {
                let revision = Some(Revision::Inserted);
                push_runs(content, Style { revision, ..style }, lines);
            }
            Inline::Deleted(content) => {
                let revision = Some(Revision::Deleted);
                push_runs(content, Style { revision, ..style }, lines);
            }
            Inline::Link { href, content } => {
                let target = Some(Target::Web(href));
                push_runs(content, Style { target, ..style }, lines);
            }
            Inline::Reference { section, content } => {
                let target = Some(Target::Section(section));
                push_runs(content, Style { target, ..style }, lines);
            }
        }
    }
}

fn push_run<'a>(text: &str, style: Style<'a>, lines: &mut [Vec<Run<'a>>]) {
    let Some(line) = lines.last_mut() else { return };
    match line.last_mut() {
        Some(last) if last.style == style => last.text.push_str(text),
        _ if text.is_empty() => {}
        _ => line.push(Run {
            text: text.to_owned(),
            style,
        }),
    }
}
