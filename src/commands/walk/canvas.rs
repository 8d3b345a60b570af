//! Lines on their way to the screen: wrapped, styled, and free of what could disturb a terminal.

use crate::ui::layout::{columns, wrap};
use crate::ui::{Style, Ui, sanitize, sanitize_line};

/// How much of what can be shortened is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limits {
    /// The records of a list.
    pub(super) records: usize,
    /// The rows that say why a question is asked.
    pub(super) why: usize,
    /// Whether empty lines stand between paragraphs.
    pub(super) gaps: bool,
}

impl Limits {
    /// Everything.
    pub(super) const NONE: Self = Self {
        records: usize::MAX,
        why: usize::MAX,
        gaps: true,
    };
}

/// A screen being written.
pub(super) struct Canvas<'u> {
    ui: &'u Ui,
    text: String,
    limits: Limits,
}

impl<'u> Canvas<'u> {
    pub(super) fn new(ui: &'u Ui) -> Self {
        Self {
            ui,
            text: String::new(),
            limits: Limits::NONE,
        }
    }

    /// A screen on which some parts are shortened.
    pub(super) fn within(ui: &'u Ui, limits: Limits) -> Self {
        Self {
            limits,
            ..Self::new(ui)
        }
    }

    pub(super) fn limits(&self) -> Limits {
        self.limits
    }

    pub(super) fn ui(&self) -> &'u Ui {
        self.ui
    }

    pub(super) fn width(&self) -> usize {
        self.ui.width()
    }

    /// An empty line between paragraphs; none at the top and none twice.
    pub(super) fn gap(&mut self) {
        if self.limits.gaps
            && !self.ui.is_plain()
            && !self.text.is_empty()
            && !self.text.ends_with("\n\n")
        {
            self.text.push('\n');
        }
    }

    /// A paragraph, wrapped to the width.
    pub(super) fn say(&mut self, style: Option<Style>, text: &str) {
        self.indented(style, text, "", "");
    }

    /// A paragraph of at most `most` rows; `rest` stands at the end of one that was cut.
    pub(super) fn cut(&mut self, style: Style, text: &str, most: usize, rest: &str) {
        let lines = wrap(&sanitize(text), self.width(), "", "");
        if lines.len() <= most {
            return self.say(Some(style), text);
        }
        let mut shown: Vec<&str> = lines
            .iter()
            .take(most)
            .map(|line| line.trim_end())
            .collect();
        let mut last = shown.pop().unwrap_or_default();
        while columns(last) + columns(rest) > self.width() {
            match last.trim_end().rfind(' ') {
                Some(at) => last = last[..at].trim_end(),
                None => break,
            }
        }
        let last = format!("{last}{rest}");
        for line in shown.into_iter().chain([last.as_str()]) {
            self.raw(&self.ui.style(style, line));
        }
    }

    /// A paragraph with its own indents.
    pub(super) fn indented(&mut self, style: Option<Style>, text: &str, first: &str, rest: &str) {
        for line in wrap(&sanitize(text), self.width(), first, rest) {
            self.raw(&match style {
                Some(style) => self.ui.style(style, &line),
                None => line,
            });
        }
    }

    /// A code and a text; the lines of the text stand below each other.
    pub(super) fn titled(&mut self, code: &str, text: &str) {
        self.item(Some(Style::Strong), "", code, text);
    }

    /// An item of a list: a code and a text.
    pub(super) fn listed(&mut self, code: &str, text: &str) {
        self.item(None, "  ", code, text);
    }

    fn item(&mut self, style: Option<Style>, indent: &str, code: &str, text: &str) {
        let indent = if self.ui.is_plain() { "" } else { indent };
        let first = format!("{indent}{}  ", sanitize_line(code));
        let used = columns(&first);
        // A long code leaves no room for a column of its own.
        let narrow = used > 12 || self.width() < used + 20 || self.ui.is_plain();
        let hanging = if narrow {
            format!("{indent}  ")
        } else {
            " ".repeat(used)
        };
        self.indented(
            style,
            text,
            &first,
            hanging.trim_start_matches(|_| self.ui.is_plain()),
        );
    }

    /// Two texts at the ends of a line, or below each other where the line is too short.
    pub(super) fn ends(&mut self, left: &str, right: &str) {
        let left = sanitize(left);
        let gap = self.width().saturating_sub(columns(&left) + columns(right));
        if gap >= 2 {
            let line = format!("{left}{}{right}", " ".repeat(gap));
            self.raw(&self.ui.style(Style::Dim, &line));
        } else {
            self.say(Some(Style::Dim), &left);
            self.say(Some(Style::Dim), right);
        }
    }

    /// A line as it is, already laid out and styled.
    pub(super) fn raw(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}
