//! Findings for people: the place drawn with its surroundings, or one line each without drawing.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level as Mark, Renderer, Snippet};
use unicode_width::UnicodeWidthStr;

use crate::diagnostic::{Finding, Level};
use crate::language::Messages;
use crate::rules::page::{Pages, Told};
use crate::source::{BOM, SourceFile, Span};
use crate::t;

use super::entry::repair_text;

/// Lines farther apart than this many bytes are drawn as two excerpts.
const FAR: usize = 64 * 1024;

/// How findings are shown to people.
pub struct Human<'h> {
    /// The texts of the rules.
    pub pages: &'h Pages,
    /// The program's words.
    pub messages: &'h Messages,
    /// Whether to colour.
    pub color: bool,
    /// Columns to keep within.
    pub width: usize,
    /// Makes one line of text from a file harmless for a terminal.
    pub clean: &'h dyn Fn(&str) -> String,
    /// The question a finding is about, in a line, by its code.
    pub question: &'h dyn Fn(&str) -> Option<String>,
}

/// The word for a level.
pub(super) fn level_word(messages: &Messages, level: Level) -> String {
    match level {
        Level::Error => t!(messages, "level-error"),
        Level::Warning => t!(messages, "level-warning"),
        Level::Advice => t!(messages, "level-advice"),
    }
}

impl std::fmt::Debug for Human<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Human")
            .field("color", &self.color)
            .field("width", &self.width)
            .finish_non_exhaustive()
    }
}

impl Human<'_> {
    /// Some findings of a file, one behind the other.
    pub fn render_all(&self, source: &SourceFile, findings: &[Finding], plain: bool) -> String {
        let mut text = String::new();
        for finding in findings {
            if plain {
                text.push_str(&self.render_plain(source, finding));
            } else {
                text.push_str(&self.render_drawn(source, finding));
                text.push('\n');
            }
        }
        text
    }

    /// A finding with the lines it is about; ends with a line break.
    pub fn render_drawn(&self, source: &SourceFile, finding: &Finding) -> String {
        let told = self.pages.tell(finding, self.clean);
        let level = level_word(self.messages, finding.level);
        let mark = match finding.level {
            Level::Error => Mark::ERROR,
            Level::Warning => Mark::WARNING,
            Level::Advice => Mark::INFO,
        };
        let title = mark
            .with_name(level.as_str())
            .primary_title(told.message.as_str())
            .id(finding.rule.as_str());
        let name = (self.clean)(source.name());
        let excerpts = excerpts(source, finding, &told, self.width / 2);
        let mut group = Group::with_title(title);
        for excerpt in &excerpts {
            group = group.element(excerpt.snippet(&name));
        }
        for (name, text) in self.footers(finding, &told) {
            // The drawn margin takes as many columns as the line number, and five.
            let margin = source.position(finding.span.end).line.to_string().len() + 5;
            let room = self
                .width
                .saturating_sub(margin + name.chars().count())
                .max(20);
            let note = Mark::NOTE.with_name(name);
            group = group.element(note.message(wrapped(&text, room)));
        }
        let renderer = if self.color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let drawn = renderer.term_width(self.width).render(&[group]);
        format!("{}\n", drawn.trim_end())
    }

    /// A finding in a line, with a line of help; nothing is drawn.
    pub fn render_plain(&self, source: &SourceFile, finding: &Finding) -> String {
        let told = self.pages.tell(finding, self.clean);
        let place = source.position(finding.span.start);
        let name = (self.clean)(source.name());
        let level = level_word(self.messages, finding.level);
        let mut text = format!(
            "{name}:{}:{}: {level}[{}]: {}\n",
            place.line, place.column, finding.rule, told.message
        );
        for (name, note) in self.footers(finding, &told) {
            text.extend(["  ", &name, ": ", &note, "\n"]);
        }
        text
    }

    /// The lines below: question, help, repair, where to read more.
    fn footers(&self, finding: &Finding, told: &Told) -> Vec<(String, String)> {
        let mut lines = Vec::new();
        if let Some(code) = &finding.question {
            let about = (self.question)(code)
                .map_or_else(|| code.clone(), |about| format!("{code}, {about}"));
            lines.push((t!(self.messages, "finding-question"), (self.clean)(&about)));
        }
        if let Some(help) = &told.help {
            lines.push((t!(self.messages, "finding-help"), help.clone()));
        }
        if let Some(repair) = &finding.repair {
            let text = repair_text(self.messages, repair, self.clean);
            lines.push((t!(self.messages, "finding-repair"), text));
        }
        lines.push((
            t!(self.messages, "finding-explain"),
            t!(
                self.messages,
                "finding-explain-command",
                rule = finding.rule
            ),
        ));
        lines
    }
}

/// The text in lines of at most so many columns, where its words allow that.
fn wrapped(text: &str, room: usize) -> String {
    let mut lines = String::with_capacity(text.len() + 8);
    let mut used = 0;
    for word in text.split(' ') {
        let width = word.width();
        if used > 0 && used + 1 + width > room {
            lines.push('\n');
            used = 0;
        } else if used > 0 {
            lines.push(' ');
            used += 1;
        }
        lines.push_str(word);
        used += width;
    }
    lines
}

/// Some lines of a file with what is said about them.
struct Excerpt<'e> {
    text: &'e str,
    /// The number of the first line.
    line: usize,
    notes: Vec<(AnnotationKind, Range<usize>, &'e str)>,
}

impl<'e> Excerpt<'e> {
    fn snippet(&self, name: &'e str) -> Snippet<'e, annotate_snippets::Annotation<'e>> {
        let notes = self.notes.iter();
        let notes = notes.map(|(kind, range, label)| kind.span(range.clone()).label(*label));
        Snippet::source(self.text)
            .path(name)
            .line_start(self.line)
            .annotations(notes)
    }
}

fn excerpts<'e>(
    source: &'e SourceFile,
    finding: &Finding,
    told: &'e Told,
    longest: usize,
) -> Vec<Excerpt<'e>> {
    let others = finding.others.iter().zip(&told.others);
    let others = others.map(|(other, label)| {
        (
            AnnotationKind::Context,
            clipped(source, other.span, longest),
            label.as_str(),
        )
    });
    let (near, far): (Vec<_>, Vec<_>) =
        others.partition(|(_, span, _)| span.start.abs_diff(finding.span.start) <= FAR);
    let mut first = vec![(
        AnnotationKind::Primary,
        clipped(source, finding.span, longest),
        told.label.as_str(),
    )];
    first.extend(near);
    let mut drawn = vec![excerpt(source, &first)];
    drawn.extend(far.into_iter().map(|other| excerpt(source, &[other])));
    drawn
}

/// As much of a place as can be drawn: its first line, and of that so many characters.
fn clipped(source: &SourceFile, span: Span, longest: usize) -> Span {
    let line = span.slice(source.text()).lines().next().unwrap_or_default();
    let end = line
        .char_indices()
        .nth(longest)
        .map_or(line.len(), |(offset, _)| offset);
    Span::new(span.start, span.start + end)
}

/// The lines around some places, cut out so that drawing does not depend on the size of the file.
fn excerpt<'e>(source: &'e SourceFile, notes: &[(AnnotationKind, Span, &'e str)]) -> Excerpt<'e> {
    let text = source.text();
    let starts = notes
        .iter()
        .map(|(_, span, _)| span.start)
        .min()
        .unwrap_or_default();
    let ends = notes
        .iter()
        .map(|(_, span, _)| span.end)
        .max()
        .unwrap_or_default();
    let line = source.position(starts).line;
    let last = source.position(ends).line;
    let start = source.line_span(line).map_or(0, |span| span.start);
    let start = if text[start..].starts_with(BOM) && start == 0 {
        BOM.len_utf8()
    } else {
        start
    };
    let end = source
        .line_span(last)
        .map_or(text.len(), |span| span.end)
        .max(start);
    let notes = notes.iter().map(|(kind, span, label)| {
        let from = span.start.clamp(start, end) - start;
        (
            *kind,
            from..(span.end.clamp(start, end) - start).max(from),
            *label,
        )
    });
    let notes = notes.collect();
    Excerpt {
        text: text.get(start..end).unwrap_or_default(),
        line,
        notes,
    }
}
