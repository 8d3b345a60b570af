//! Lines on their way to the screen: wrapped, styled, and free of what could disturb a terminal.

use crate::ui::layout::{columns, wrap};
use crate::ui::{Style, Ui, sanitize, sanitize_line};

/// A screen being written.
pub(super) struct Canvas<'u> {
    ui: &'u Ui,
    text: String,
}

impl<'u> Canvas<'u> {
    pub(super) fn new(ui: &'u Ui) -> Self {
        Self {
            ui,
            text: String::new(),
        }
    }

    pub(super) fn ui(&self) -> &'u Ui {
        self.ui
    }

    pub(super) fn width(&self) -> usize {
        self.ui.width()
    }

    /// An empty line between paragraphs; none at the top and none twice.
    pub(super) fn gap(&mut self) {
        if !self.ui.is_plain() && !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A paragraph, wrapped to the width.
    pub(super) fn say(&mut self, style: Option<Style>, text: &str) {
        self.indented(style, text, "", "");
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
