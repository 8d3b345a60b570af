//! The lines of a text laid out anew.

use crate::yaml::LineEnding;
use crate::yaml::edit::tidy::form::Form;
use crate::yaml::edit::tidy::remark::Remark;
use crate::yaml::edit::tidy::tree::{Body, File, Part, STEP};

/// Writes line by line; a line is ended when the next one begins.
pub(super) struct Scribe {
    out: String,
    line_end: &'static str,
    /// Whether a line has been begun.
    is_open: bool,
    /// Whether the last thing written takes blank lines below it for its own.
    keeps: bool,
}

impl Scribe {
    pub(super) fn new(line_ending: LineEnding) -> Self {
        Self {
            out: String::new(),
            line_end: line_ending.as_str(),
            is_open: false,
            keeps: false,
        }
    }

    /// Copies whole lines, and what begins the text.
    pub(super) fn verbatim(&mut self, text: &str) {
        self.end_line();
        self.out.push_str(text);
        let is_marker = !text.trim_start_matches(crate::source::BOM).is_empty();
        if is_marker && !text.ends_with('\n') {
            self.out.push_str(self.line_end);
        }
    }

    pub(super) fn finish(mut self) -> String {
        self.end_line();
        self.out
    }

    fn end_line(&mut self) {
        if std::mem::take(&mut self.is_open) {
            self.out.push_str(self.line_end);
        }
    }

    fn line(&mut self, column: usize, text: &str) {
        self.end_line();
        self.out.extend(std::iter::repeat_n(' ', column));
        self.out.push_str(text);
        self.is_open = true;
        self.keeps = false;
    }

    /// A blank line, unless it would be text, or there is one already.
    fn blank(&mut self) {
        if !self.keeps && !self.is_after_blank() {
            self.end_line();
            self.out.push_str(self.line_end);
        }
    }

    fn is_after_blank(&self) -> bool {
        !self.is_open && self.out.ends_with('\n') && {
            let before = self.out.strip_suffix(self.line_end).unwrap_or(&self.out);
            before.is_empty() || before.ends_with('\n')
        }
    }

    fn remarks(&mut self, remarks: &[Remark], column: usize) {
        for remark in remarks {
            match remark {
                Remark::Blank => self.blank(),
                Remark::Comment(comment) => self.line(column, comment),
            }
        }
    }

    pub(super) fn file(&mut self, file: &File) {
        let head = without_blank_start(&file.notes.lead);
        self.remarks(head, 0);
        let own = file.parts.first().map(|part| part.notes.lead.as_slice());
        let has_own = own.is_some_and(|lead| !without_blank_start(lead).is_empty());
        if !head.is_empty() && has_own {
            self.blank();
        }
        if file.parts.is_empty() {
            self.line(0, "{}");
        }
        self.parts(&file.parts, 0);
        self.remarks(&file.notes.foot, 0);
    }

    /// Parts that begin on lines of their own.
    fn parts(&mut self, parts: &[Part], column: usize) {
        for (n, part) in parts.iter().enumerate() {
            let lead = part.notes.lead.as_slice();
            let lead = if n == 0 {
                without_blank_start(lead)
            } else {
                lead
            };
            self.remarks(lead, column);
            self.line(column, "");
            self.part(part, column);
        }
    }

    /// A part whose line has been begun at its column.
    fn part(&mut self, part: &Part, column: usize) {
        match &part.key {
            Some(key) => {
                self.out.push_str(key);
                self.out.push(':');
            }
            None => self.out.push('-'),
        }
        let comment = part.notes.line.as_deref();
        match &part.body {
            Body::Scalar(form) => self.scalar(form, comment, column),
            Body::Mapping(parts) | Body::List(parts) if part.key.is_none() => {
                self.out.push(' ');
                self.first_beside(parts, column + STEP);
            }
            Body::Mapping(parts) | Body::List(parts) => {
                self.comment(comment);
                self.parts(parts, column + STEP);
            }
        }
        self.remarks(&part.notes.foot, column + STEP);
    }

    /// Parts of which the first stands on the line already begun.
    fn first_beside(&mut self, parts: &[Part], column: usize) {
        if let Some((first, rest)) = parts.split_first() {
            self.part(first, column);
            for part in rest {
                self.remarks(&part.notes.lead, column);
                self.line(column, "");
                self.part(part, column);
            }
        }
    }

    fn comment(&mut self, comment: Option<&str>) {
        if let Some(comment) = comment {
            self.out.push_str("  ");
            self.out.push_str(comment);
        }
    }

    fn scalar(&mut self, form: &Form, comment: Option<&str>, column: usize) {
        match form {
            Form::Nothing => self.comment(comment),
            Form::Inline(text) => {
                self.out.push(' ');
                self.out.push_str(text);
                self.comment(comment);
            }
            Form::Block { sign, lines, keeps } => {
                self.out.push(' ');
                self.out.push_str(sign);
                self.comment(comment);
                for line in lines {
                    let column = if line.is_empty() { 0 } else { column + STEP };
                    self.line(column, line);
                }
                self.keeps = *keeps;
            }
        }
    }
}

fn without_blank_start(remarks: &[Remark]) -> &[Remark] {
    let blank = remarks
        .iter()
        .take_while(|remark| **remark == Remark::Blank);
    &remarks[blank.count()..]
}
