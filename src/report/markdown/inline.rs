//! Inline content as `CommonMark`; every character of text is escaped here.

use std::iter::Peekable;
use std::str::Chars;

use super::super::{Inlines, Revision, Run, SectionId, Style, Target};

/// Where a line stands, which decides what has to be escaped in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// At the start of a line of its own.
    Paragraph,
    /// In a table cell.
    Cell,
    /// After the marks of a heading.
    Heading,
}

/// Writes content, with links to sections where `anchor` knows the section.
pub(super) fn render_inlines<'a>(
    content: &Inlines,
    place: Place,
    anchor: &dyn Fn(&SectionId) -> Option<&'a str>,
) -> String {
    let lines: Vec<String> = content
        .lines()
        .iter()
        .map(|line| {
            let empty = Line {
                out: String::new(),
                place,
                anchor,
                inside: false,
                closing: None,
            };
            empty.render(line)
        })
        .collect();
    let first = lines
        .iter()
        .position(|line| !line.is_empty())
        .unwrap_or(lines.len());
    let n_lines = lines
        .iter()
        .rposition(|line| !line.is_empty())
        .map_or(0, |last| last + 1);
    let break_mark = match place {
        Place::Paragraph => "\\\n",
        Place::Cell => "<br>",
        Place::Heading => " ",
    };
    lines
        .get(first..n_lines)
        .unwrap_or_default()
        .join(break_mark)
}

/// One line being written.
struct Line<'w, 'a> {
    out: String,
    place: Place,
    anchor: &'w dyn Fn(&SectionId) -> Option<&'a str>,
    /// Whether a mark stands before it, so that nothing in it begins a line.
    inside: bool,
    /// The mark of emphasis that has just been closed.
    closing: Option<Closing>,
}

/// A closed mark only counts as one if the next character lets it; where it
/// does not, that character is written as an entity.
#[derive(Clone, Copy)]
struct Closing {
    after_any_word: bool,
}

impl Line<'_, '_> {
    fn render(mut self, runs: &[Run<'_>]) -> String {
        let mut runs = runs.iter().peekable();
        while let Some(first) = runs.peek().copied() {
            let target = first.style.target;
            let mut group = Vec::new();
            while let Some(run) = runs.next_if(|run| run.style.target == target) {
                group.push(run);
            }
            self.push_linked(&group, target);
        }
        let trimmed = self.out.trim();
        if self.place == Place::Heading {
            return without_final_mark(trimmed);
        }
        trimmed.to_owned()
    }

    fn push_linked(&mut self, group: &[&Run<'_>], target: Option<Target<'_>>) {
        let destination = target.and_then(|target| match target {
            Target::Web(href) => Some(href.as_str().to_owned()),
            Target::Section(section) => (self.anchor)(section).map(|anchor| format!("#{anchor}")),
        });
        let Some(destination) = destination else {
            return self.push_group(group);
        };
        if let [
            Run {
                text,
                style:
                    Style {
                        strong: false,
                        emphasis: false,
                        code: false,
                        revision: None,
                        ..
                    },
            },
        ] = group
            && *text == destination
            && !text.contains('&')
        {
            return self.push_marks(&format!("<{text}>"));
        }
        let inner = self.nested(|line| line.push_group(group));
        let (before, inner, after) = split_space(&inner);
        self.push_marks(before);
        self.push_marks("[");
        self.push_marks(inner);
        self.push_marks("](");
        self.push_marks(&escape_destination(&destination));
        self.push_marks(")");
        self.push_marks(after);
    }

    fn push_group(&mut self, group: &[&Run<'_>]) {
        // CommonMark has no mark for what came: it is set strongly, beside what is struck out.
        let is_deleted = |run: &&&Run<'_>| run.style.revision == Some(Revision::Deleted);
        let is_strong =
            |run: &&&Run<'_>| run.style.strong || run.style.revision == Some(Revision::Inserted);
        let is_stressed = |run: &&&Run<'_>| run.style.emphasis;
        self.push_styled(group, "~~", is_deleted, |line, group| {
            line.push_styled(group, "**", is_strong, |line, group| {
                line.push_styled(group, "_", is_stressed, |line, group| {
                    for run in group {
                        if run.style.code {
                            line.push_code(&run.text);
                        } else {
                            line.push_text(&run.text);
                        }
                    }
                });
            });
        });
    }

    /// Writes runs, and puts a mark around those that have a style.
    fn push_styled(
        &mut self,
        mut group: &[&Run<'_>],
        mark: &str,
        has_style: impl Fn(&&&Run<'_>) -> bool,
        push: impl Fn(&mut Self, &[&Run<'_>]),
    ) {
        while let Some(first) = group.first() {
            let styled = has_style(&first);
            let n_same = group
                .iter()
                .take_while(|run| has_style(run) == styled)
                .count();
            let (same, rest) = group.split_at(n_same);
            group = rest;
            let is_blank = same.iter().all(|run| run.text.trim().is_empty());
            if !styled || is_blank {
                push(self, same);
                continue;
            }
            let inner = self.nested(|line| push(line, same));
            let (before, inner, after) = split_space(&inner);
            self.push_marks(before);
            self.push_emphasis(inner, mark);
            self.push_marks(after);
        }
    }

    /// Writes `inner` between two marks that are sure to count as marks.
    fn push_emphasis(&mut self, inner: &str, mark: &str) {
        let strict = mark == "_";
        let needs_room = |edge: Option<char>| strict || !edge.is_some_and(char::is_alphanumeric);
        if needs_room(inner.chars().next())
            && let Some(last) = self.out.chars().next_back()
            && !is_room(last)
        {
            self.out.pop();
            push_entity(&mut self.out, last);
        }
        self.push_marks(mark);
        self.push_marks(inner);
        self.push_marks(mark);
        let after_any_word = needs_room(inner.chars().next_back());
        self.closing = Some(Closing { after_any_word });
    }

    /// Writes into an empty line at the same place, and returns it.
    fn nested(&self, push: impl FnOnce(&mut Self)) -> String {
        let mut line = Self {
            out: String::new(),
            place: self.place,
            anchor: self.anchor,
            inside: true,
            closing: None,
        };
        push(&mut line);
        line.out
    }

    /// Appends what is already escaped.
    fn push_marks(&mut self, marks: &str) {
        if marks.is_empty() {
            return;
        }
        let mut rest = marks.chars();
        if let Some(closing) = self.closing.take()
            && let Some(first) = rest.next()
        {
            if closing.after_any_word && !is_room(first) {
                push_entity(&mut self.out, first);
            } else {
                self.out.push(first);
            }
        }
        self.out.push_str(rest.as_str());
    }

    fn push_code(&mut self, code: &str) {
        let (before, code, after) = split_space(code);
        self.push_marks(before);
        if code.is_empty() {
            return;
        }
        let mut longest = 0;
        let mut length = 0;
        for character in code.chars() {
            length = if character == '`' { length + 1 } else { 0 };
            longest = longest.max(length);
        }
        let fence = "`".repeat(longest + 1);
        let room = if code.starts_with('`') || code.ends_with('`') {
            " "
        } else {
            ""
        };
        let code = if self.place == Place::Cell {
            code.replace('|', "\\|")
        } else {
            code.to_owned()
        };
        self.push_marks(&format!("{fence}{room}{code}{room}{fence}"));
        self.push_marks(after);
    }

    fn push_text(&mut self, text: &str) {
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            if self.begins_line() && character.is_whitespace() {
                continue;
            }
            let mut buffer = [0; 4];
            if self.must_escape(character, &mut characters) {
                self.push_marks("\\");
            }
            self.push_marks(character.encode_utf8(&mut buffer));
        }
    }

    /// Whether a character of text would mean something to a reader of
    /// `CommonMark`, of its tables, or of the automatic links of GitHub.
    fn must_escape(&self, character: char, rest: &mut Peekable<Chars<'_>>) -> bool {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '@' | '$' => true,
            '<' => rest
                .peek()
                .is_none_or(|next| !next.is_ascii_digit() && *next != ' '),
            '&' => begins_entity(rest.clone()),
            '!' => rest.peek().is_none(),
            ':' => rest.clone().take(2).eq("//".chars()) || self.begins_line(),
            '.' | ')' if self.is_own_line() && is_number(&self.out) => true,
            '.' => ends_with_www(&self.out),
            '#' => self.place == Place::Heading || self.begins_line(),
            '>' | '-' | '+' | '=' => self.begins_line(),
            _ => false,
        }
    }

    fn begins_line(&self) -> bool {
        self.is_own_line() && self.out.is_empty()
    }

    fn is_own_line(&self) -> bool {
        self.place == Place::Paragraph && !self.inside
    }
}

/// Whether the characters after `&` make an entity of it.
fn begins_entity(rest: impl Iterator<Item = char>) -> bool {
    for (index, character) in rest.enumerate() {
        match character {
            ';' => return index > 0,
            '#' if index == 0 => {}
            _ if character.is_ascii_alphanumeric() => {}
            _ => return false,
        }
    }
    // What follows in another run might be the rest.
    true
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn ends_with_www(text: &str) -> bool {
    let start = text.len().saturating_sub(3);
    text.get(start..)
        .is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

/// Whether emphasis can open after, or close before, the character, whatever
/// stands on the other side of the mark.
fn is_room(character: char) -> bool {
    character.is_whitespace() || character.is_ascii_punctuation()
}

fn push_entity(out: &mut String, character: char) {
    out.push_str("&#");
    out.push_str(&u32::from(character).to_string());
    out.push(';');
}

fn split_space(text: &str) -> (&str, &str, &str) {
    let start = text.len() - text.trim_start().len();
    let (before, rest) = text.split_at(start);
    let (inner, after) = rest.split_at(rest.trim_end().len());
    (before, inner, after)
}

fn escape_destination(destination: &str) -> String {
    let mut escaped = String::with_capacity(destination.len());
    for character in destination.chars() {
        if matches!(character, '(' | ')' | '&') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// A heading is not to end in punctuation; an entity is taken for a letter.
fn without_final_mark(heading: &str) -> String {
    const MARKS: [char; 11] = ['.', ',', ';', ':', '!', '。', '，', '；', '：', '！', '…'];
    let Some(last) = heading
        .chars()
        .next_back()
        .filter(|last| MARKS.contains(last))
    else {
        return heading.to_owned();
    };
    if heading.ends_with(';')
        && heading
            .rfind('&')
            .is_some_and(|at| begins_entity(heading[at + 1..].chars()))
    {
        return heading.to_owned();
    }
    let mut changed = heading[..heading.len() - last.len_utf8()].to_owned();
    let n_backslashes = changed.len() - changed.trim_end_matches('\\').len();
    if n_backslashes % 2 == 1 {
        changed.pop();
    }
    push_entity(&mut changed, last);
    changed
}
