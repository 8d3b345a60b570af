//! A comparison on a screen: one below the other, side by side where there is room, or in plain words.

use crate::diff::{Mark, Piece};
use crate::t;
use crate::ui::{Style, layout, sanitize, sanitize_line};

use super::super::app::App;
use super::telling::{Body, Group, Told};

/// From this width on, old and new stand side by side.
const WIDE: usize = 120;

/// Longer runs of unchanged text are shortened to their ends.
const LONG: usize = 100;

/// What is left of each end.
const END: usize = 40;

const OPEN_OLD: &str = "[−";
const CLOSE_OLD: &str = "−]";
const OPEN_NEW: &str = "{+";
const CLOSE_NEW: &str = "+}";

/// The changes of one project.
pub(super) fn text(app: &App, groups: &[Group]) -> String {
    let screen = Screen {
        app,
        width: app.ui.width(),
    };
    let mut out = String::new();
    let (mut stage, mut step) = (None, None);
    for group in groups {
        let mut indent = 0;
        if let Some(own) = group.stage {
            if stage != Some(own) {
                let title = app.texts().stage_title(&app.handbook, own);
                let line = t!(app.messages, "diff-stage", number = own, title = title);
                screen.push(&mut out, &line, 0, Some(Style::Heading));
                stage = Some(own);
            }
            indent = 2;
        }
        if let Some(own) = group.step {
            if step != Some(own) {
                let known = &app.handbook.steps[own];
                let line = format!("{} {}", known.code, app.texts().step_title(known));
                screen.push(&mut out, &line, indent, Some(Style::Strong));
                step = Some(own);
            }
            indent += 2;
        }
        let line = match &group.code {
            Some(code) => format!("{code} {}", group.title),
            None => group.title.clone(),
        };
        screen.push(&mut out, &line, indent, Some(Style::Strong));
        for told in &group.told {
            screen.told(&mut out, told, indent + 2);
        }
    }
    out
}

/// One line for each change.
pub(super) fn concise(app: &App, groups: &[Group]) -> String {
    let width = app.ui.width();
    let mut out = String::new();
    for told in groups.iter().flat_map(|group| &group.told) {
        let line = format!("{} {}: {}", told.sign, told.path, short(&told.body));
        let line = sanitize_line(&line).into_owned();
        let line = if app.ui.out_is_terminal() {
            layout::truncate(&line, width)
        } else {
            line
        };
        let line = match told.sign {
            "+" => app.ui.style_out(Style::Good, &line),
            "−" => app.ui.style_out(Style::Bad, &line),
            _ => line,
        };
        out.push_str(&line);
        out.push('\n');
    }
    out
}

fn short(body: &Body) -> String {
    match body {
        Body::Pieces(pieces) => one_line(&marked(pieces)),
        Body::Values { old, new, by } => {
            let sides = [old, new].into_iter().flatten();
            let sides: Vec<String> = sides.map(|side| one_line(side)).collect();
            let by = by.as_ref().map(|by| format!(" ({by})"));
            format!("{}{}", sides.join(" → "), by.unwrap_or_default())
        }
        Body::Items { removed, added } => items(removed, added),
        Body::Record { title, .. } => title.clone(),
        Body::Rename { old, new } => format!("{old} → {new}"),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn items(removed: &[String], added: &[String]) -> String {
    let removed = removed
        .iter()
        .map(|item| format!("{OPEN_OLD}{item}{CLOSE_OLD}"));
    let added = added
        .iter()
        .map(|item| format!("{OPEN_NEW}{item}{CLOSE_NEW}"));
    removed.chain(added).collect::<Vec<_>>().join(" ")
}

/// A text with marks around what is gone and what came; long runs that stay are shortened.
fn marked(pieces: &[Piece]) -> String {
    let mut out = String::new();
    let last = pieces.len().saturating_sub(1);
    for (at, piece) in pieces.iter().enumerate() {
        match piece.mark {
            Mark::Same => out.push_str(&shortened(&piece.text, at == 0, at == last)),
            Mark::Removed => out.push_str(&around(&piece.text, OPEN_OLD, CLOSE_OLD)),
            Mark::Added => out.push_str(&around(&piece.text, OPEN_NEW, CLOSE_NEW)),
        }
    }
    out
}

/// Marks around a text, the blanks at its ends outside.
fn around(text: &str, open: &str, close: &str) -> String {
    let inner = text.trim();
    if inner.is_empty() {
        return text.to_owned();
    }
    let start = text.len() - text.trim_start().len();
    let (before, after) = (&text[..start], &text[start + inner.len()..]);
    format!("{before}{open}{inner}{close}{after}")
}

fn shortened(text: &str, is_first: bool, is_last: bool) -> String {
    let n = text.chars().count();
    if n <= LONG {
        return text.to_owned();
    }
    let head: String = text.chars().take(END).collect();
    let tail: String = text.chars().skip(n - END).collect();
    let head = head
        .rsplit_once(char::is_whitespace)
        .map_or("", |(head, _)| head);
    let tail = tail
        .split_once(char::is_whitespace)
        .map_or("", |(_, tail)| tail);
    match (is_first, is_last) {
        (true, _) => format!("… {tail}"),
        (_, true) => format!("{head} …"),
        _ => format!("{head} … {tail}"),
    }
}

struct Screen<'a> {
    app: &'a App,
    width: usize,
}

impl Screen<'_> {
    fn push(&self, out: &mut String, text: &str, indent: usize, style: Option<Style>) {
        let initial = " ".repeat(indent);
        self.push_lines(out, text, &initial, &initial, style);
    }

    fn push_lines(
        &self,
        out: &mut String,
        text: &str,
        initial: &str,
        subsequent: &str,
        style: Option<Style>,
    ) {
        let text = sanitize(text);
        let mut mark = None;
        for line in layout::wrap(&text, self.width, initial, subsequent) {
            let line = match style {
                Some(style) => {
                    let text = line.trim_start();
                    let indent = &line[..line.len() - text.len()];
                    format!("{indent}{}", self.app.ui.style_out(style, text))
                }
                None => self.painted(&line, &mut mark),
            };
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }

    /// A line with colour between the marks, which may have been opened on a line before.
    fn painted(&self, line: &str, mark: &mut Option<Style>) -> String {
        if !self.app.ui.has_out_color() {
            return line.to_owned();
        }
        let mut out = String::new();
        let mut rest = line;
        loop {
            let (signs, keeps): (&[(&str, Style)], bool) = match mark {
                None => (&[(OPEN_OLD, Style::Bad), (OPEN_NEW, Style::Good)], false),
                Some(Style::Bad) => (&[(CLOSE_OLD, Style::Bad)], true),
                Some(_) => (&[(CLOSE_NEW, Style::Good)], true),
            };
            let found = signs
                .iter()
                .filter_map(|(sign, style)| Some((rest.find(sign)?, *sign, *style)))
                .min_by_key(|(at, ..)| *at);
            let Some((at, sign, style)) = found else {
                out.push_str(&match *mark {
                    Some(style) => self.app.ui.style_out(style, rest),
                    None => rest.to_owned(),
                });
                return out;
            };
            let cut = if keeps { at + sign.len() } else { at };
            let (head, tail) = rest.split_at(cut);
            out.push_str(&match *mark {
                Some(style) => self.app.ui.style_out(style, head),
                None => head.to_owned(),
            });
            *mark = if keeps { None } else { Some(style) };
            rest = tail;
            if !keeps {
                let (sign, tail) = rest.split_at(sign.len());
                out.push_str(&self.app.ui.style_out(style, sign));
                rest = tail;
            }
        }
    }

    fn told(&self, out: &mut String, told: &Told, indent: usize) {
        if self.app.ui.is_plain() {
            let line = self.plain(told);
            return self.push(out, &line, indent, None);
        }
        if let Body::Record { title, fields } = &told.body {
            return self.record(out, told, title, fields, indent);
        }
        if self.width >= WIDE && self.beside(out, told, indent) {
            return;
        }
        let body = match &told.body {
            Body::Pieces(pieces) => marked(pieces),
            Body::Items { removed, added } => items(removed, added),
            body => short(body),
        };
        let first = format!("{}{} ", " ".repeat(indent), told.sign);
        let style = match told.sign {
            "+" => Some(Style::Good),
            "−" => Some(Style::Bad),
            _ => None,
        };
        let text = self.labelled(&told.label, &body);
        self.push_lines(out, &text, &first, &" ".repeat(indent + 2), style);
    }

    fn record(
        &self,
        out: &mut String,
        told: &Told,
        title: &str,
        fields: &[(String, String)],
        indent: usize,
    ) {
        let style = if told.sign == "+" {
            Style::Good
        } else {
            Style::Bad
        };
        let head = self.labelled(&told.label, title);
        let first = format!("{}{} ", " ".repeat(indent), told.sign);
        self.push_lines(out, &head, &first, &" ".repeat(indent + 2), Some(style));
        for (label, value) in fields {
            let line = self.labelled(label, value);
            let first = format!("{}{} ", " ".repeat(indent + 2), told.sign);
            self.push_lines(out, &line, &first, &" ".repeat(indent + 4), Some(style));
        }
    }

    /// Old and new in two columns; not done where one of them is missing.
    fn beside(&self, out: &mut String, told: &Told, indent: usize) -> bool {
        let (old, new) = match &told.body {
            Body::Pieces(pieces) => (
                side(pieces, Mark::Added, OPEN_OLD, CLOSE_OLD),
                side(pieces, Mark::Removed, OPEN_NEW, CLOSE_NEW),
            ),
            Body::Values {
                old: Some(old),
                new: Some(new),
                by,
            } => {
                let by = by.as_ref().map(|by| format!(" ({by})"));
                (old.clone(), format!("{new}{}", by.unwrap_or_default()))
            }
            _ => return false,
        };
        let text_width = self.width - indent - 3;
        let width = text_width / 2;
        if !told.label.is_empty() {
            let head = format!("{} {}", told.sign, told.label);
            self.push(out, &head, indent, None);
        }
        let wrap = |text: &str, sign: &str| {
            layout::wrap(&sanitize(text), width, &format!("{sign} "), "  ")
        };
        let (left, right) = (wrap(&old, "−"), wrap(&new, "+"));
        let (mut old_mark, mut new_mark) = (None, None);
        for at in 0..left.len().max(right.len()) {
            let line = |lines: &[String]| lines.get(at).map_or("", String::as_str).to_owned();
            let left = layout::pad(&line(&left), width);
            let left = self.painted(&left, &mut old_mark);
            let right = self.painted(&line(&right), &mut new_mark);
            let row = format!("{}{left} │ {right}", " ".repeat(indent));
            out.push_str(row.trim_end());
            out.push('\n');
        }
        true
    }

    /// A change in words, for those who hear it.
    fn plain(&self, told: &Told) -> String {
        let messages = &self.app.messages;
        let list = |items: &[String]| items.join(&t!(messages, "list-separator"));
        let text = match &told.body {
            Body::Pieces(pieces) => {
                let side = |left_out| {
                    let kept = pieces.iter().filter(|piece| piece.mark != left_out);
                    one_line(&kept.map(|piece| piece.text.as_str()).collect::<String>())
                };
                let (old, new) = (side(Mark::Added), side(Mark::Removed));
                t!(messages, "diff-plain-changed", old = old, new = new)
            }
            Body::Values { old, new, by } => {
                let text = match (old, new) {
                    (Some(old), Some(new)) => {
                        t!(messages, "diff-plain-changed", old = old, new = new)
                    }
                    (Some(old), None) => t!(messages, "diff-plain-removed", what = old),
                    (None, new) => {
                        let new = new.as_deref().unwrap_or_default();
                        t!(messages, "diff-plain-added", what = new)
                    }
                };
                match by {
                    Some(by) => format!("{text} ({by})"),
                    None => text,
                }
            }
            Body::Items { removed, added } => {
                let mut parts = Vec::new();
                if !removed.is_empty() {
                    parts.push(t!(messages, "diff-plain-removed", what = list(removed)));
                }
                if !added.is_empty() {
                    parts.push(t!(messages, "diff-plain-added", what = list(added)));
                }
                list(&parts)
            }
            Body::Record { title, fields } => {
                let fields: Vec<String> = fields
                    .iter()
                    .map(|(label, value)| self.labelled(label, &one_line(value)))
                    .collect();
                let what = std::iter::once(title.clone()).chain(fields);
                let what = list(&what.collect::<Vec<_>>());
                if told.sign == "+" {
                    t!(messages, "diff-plain-added", what = what)
                } else {
                    t!(messages, "diff-plain-removed", what = what)
                }
            }
            Body::Rename { old, new } => t!(messages, "diff-plain-renamed", old = old, new = new),
        };
        self.labelled(&told.label, &text)
    }

    /// A text behind its label, if it has one.
    fn labelled(&self, label: &str, text: &str) -> String {
        if label.is_empty() {
            text.to_owned()
        } else {
            t!(self.app.messages, "labelled", word = label, text = text)
        }
    }
}

/// One side of a text, with marks around what the other does not have.
fn side(pieces: &[Piece], left_out: Mark, open: &str, close: &str) -> String {
    let kept = pieces.iter().enumerate();
    let kept = kept.filter(|(_, piece)| piece.mark != left_out);
    let last = pieces.len().saturating_sub(1);
    kept.map(|(at, piece)| match piece.mark {
        Mark::Same => shortened(&piece.text, at == 0, at == last),
        _ => around(&piece.text, open, close),
    })
    .collect()
}
