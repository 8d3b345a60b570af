//! Writing values as YAML that every reader reads alike.

use crate::yaml::plain::{Place, is_decimal, is_plain_safe, needs_escape};
use crate::yaml::{Data, LineEnding};

/// Longest item, in characters, of a list written in brackets.
const FLOW_ITEM_WIDTH: usize = 40;

/// How values are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmitOptions {
    /// What ends a line.
    pub line_ending: LineEnding,
    /// Columns a line should keep within; text is never folded to do so.
    pub width: usize,
    /// Columns by which a level is indented, from 1 to 9.
    pub step: usize,
    /// Columns by which the dashes of a list are indented under their key.
    pub list_step: usize,
}

impl Default for EmitOptions {
    fn default() -> Self {
        Self {
            line_ending: LineEnding::Lf,
            width: 80,
            step: 2,
            list_step: 2,
        }
    }
}

/// Writes `data` as lines indented by `indent` columns, each with its line end.
///
/// Mappings and lists stand in block notation, a list of short scalars in
/// brackets where it fits the line. A text of several lines, or one too long
/// for its line, becomes a literal block; a text that a reader of YAML 1.1 or
/// 1.2 would take for something else stands in double quotes, and so does one
/// with characters that need an escape. Keys longer than about 1,000 characters
/// cannot be read back, by anyone.
pub fn emit(data: &Data, indent: usize, options: EmitOptions) -> String {
    let mut writer = Writer::new(options, Blocks::All);
    match Shape::of_root(data) {
        Shape::Mapping(entries) => writer.mapping(entries, indent, true),
        Shape::Sequence(items) => writer.sequence(items, indent, true),
        Shape::Inline(text) => {
            writer.pad(indent);
            writer.out.push_str(&text);
        }
        Shape::Literal(_) => {}
    }
    writer.out.push_str(options.line_ending.as_str());
    writer.out
}

/// A value in the form it takes behind its key or dash.
pub(crate) enum Shape<'d> {
    /// Stands on the line of the key.
    Inline(String),
    /// A text of whole lines.
    Literal(&'d str),
    Sequence(&'d [Data]),
    Mapping(&'d [(String, Data)]),
}

impl<'d> Shape<'d> {
    fn of_root(data: &'d Data) -> Self {
        match data {
            Data::Sequence(items) if !items.is_empty() => Self::Sequence(items),
            Data::Mapping(entries) if !entries.is_empty() => Self::Mapping(entries),
            Data::Text(text) => Self::Inline(inline_text(text, Place::Block)),
            other => Self::Inline(flow(other)),
        }
    }

    /// The form `data` takes behind `used` columns of its line.
    pub(crate) fn of(data: &'d Data, used: usize, options: EmitOptions, blocks: Blocks) -> Self {
        match data {
            Data::Text(text) => {
                let inline = inline_text(text, Place::Block);
                let is_long = used + 1 + inline.chars().count() > options.width;
                let wants_block = text.contains('\n') || (is_long && text.contains(' '));
                if wants_block && is_literal_safe(text, blocks) {
                    Self::Literal(text)
                } else {
                    Self::Inline(inline)
                }
            }
            Data::Sequence(items) if !items.is_empty() => match short_list(items) {
                Some(list) if used + 1 + list.chars().count() <= options.width => {
                    Self::Inline(list)
                }
                _ => Self::Sequence(items),
            },
            Data::Mapping(entries) if !entries.is_empty() => Self::Mapping(entries),
            other => Self::Inline(flow(other)),
        }
    }
}

/// Which texts may stand in literal blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Blocks {
    /// All that a block can carry.
    All,
    /// Not those that end in several line breaks: `|+` takes the blank lines
    /// after it for its own.
    NoKeep,
    /// None.
    None,
}

/// Appends values to a text. Every piece begins behind something already on
/// the line and ends without a line break.
pub(crate) struct Writer {
    pub(crate) out: String,
    options: EmitOptions,
    blocks: Blocks,
}

impl Writer {
    pub(crate) fn new(options: EmitOptions, blocks: Blocks) -> Self {
        let step = options.step.clamp(1, 9);
        Self {
            out: String::new(),
            options: EmitOptions { step, ..options },
            blocks,
        }
    }

    pub(crate) fn options(&self) -> EmitOptions {
        self.options
    }

    fn pad(&mut self, columns: usize) {
        self.out.extend(std::iter::repeat_n(' ', columns));
    }

    fn new_line(&mut self, columns: usize) {
        self.out.push_str(self.options.line_ending.as_str());
        self.pad(columns);
    }

    pub(crate) fn shape<'d>(&self, data: &'d Data, used: usize) -> Shape<'d> {
        Shape::of(data, used, self.options, self.blocks)
    }

    /// The part of a value that stands on the line of its key: with a blank
    /// before it, or nothing.
    pub(crate) fn head(&mut self, shape: &Shape<'_>) {
        match shape {
            Shape::Inline(text) => {
                self.out.push(' ');
                self.out.push_str(text);
            }
            Shape::Literal(text) => {
                self.out.push_str(" |");
                if text.trim_start_matches('\n').starts_with(' ') {
                    self.out.push_str(&self.options.step.to_string());
                }
                match text.len() - text.trim_end_matches('\n').len() {
                    0 => self.out.push('-'),
                    1 => {}
                    _ => self.out.push('+'),
                }
            }
            Shape::Sequence(_) | Shape::Mapping(_) => {}
        }
    }

    /// The lines of a value below that of its key, each after a line break;
    /// `column` is where the key (or the dash) stands.
    pub(crate) fn body(&mut self, shape: &Shape<'_>, column: usize) {
        let step = self.options.step;
        match shape {
            Shape::Inline(_) => {}
            Shape::Literal(text) => self.literal(text, column + step),
            Shape::Mapping(entries) => self.mapping(entries, column + step, false),
            Shape::Sequence(items) => {
                self.sequence(items, column + self.options.list_step, false);
            }
        }
    }

    /// Like [`Writer::body`], for a value behind a dash at `column`, under which
    /// a list has to be indented.
    pub(crate) fn item_body(&mut self, shape: &Shape<'_>, column: usize) {
        match shape {
            Shape::Mapping(entries) => self.mapping(entries, column + 2, false),
            Shape::Sequence(items) => self.sequence(items, column + 2, false),
            shape => self.body(shape, column),
        }
    }

    fn literal(&mut self, text: &str, column: usize) {
        // The line break of the last line is written by whoever comes next.
        let lines = text.strip_suffix('\n').unwrap_or(text);
        for line in lines.split('\n') {
            let is_blank = line.is_empty();
            self.new_line(if is_blank { 0 } else { column });
            self.out.push_str(line);
        }
    }

    /// `key: value`, the key at `column` of a line that has been begun.
    pub(crate) fn entry(&mut self, key: &str, value: &Data, column: usize) {
        let key = inline_text(key, Place::Key);
        let used = column + key.chars().count() + 1;
        self.out.push_str(&key);
        self.out.push(':');
        let shape = self.shape(value, used);
        self.head(&shape);
        self.body(&shape, column);
    }

    /// `- value`, the dash at `column` of a line that has been begun.
    pub(crate) fn item(&mut self, value: &Data, column: usize) {
        self.out.push('-');
        match self.shape(value, column + 1) {
            Shape::Mapping(entries) => {
                self.out.push(' ');
                self.entries(entries, column + 2);
            }
            Shape::Sequence(items) => {
                self.out.push(' ');
                self.items(items, column + 2);
            }
            shape => {
                self.head(&shape);
                self.body(&shape, column);
            }
        }
    }

    /// Entries, of which the first goes on the line already begun.
    pub(crate) fn entries(&mut self, entries: &[(String, Data)], column: usize) {
        for (index, (key, value)) in entries.iter().enumerate() {
            if index > 0 {
                self.new_line(column);
            }
            self.entry(key, value, column);
        }
    }

    /// Items, of which the first goes on the line already begun.
    pub(crate) fn items(&mut self, items: &[Data], column: usize) {
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.new_line(column);
            }
            self.item(item, column);
        }
    }

    fn mapping(&mut self, entries: &[(String, Data)], column: usize, is_first_line: bool) {
        self.begin(column, is_first_line);
        self.entries(entries, column);
    }

    fn sequence(&mut self, items: &[Data], column: usize, is_first_line: bool) {
        self.begin(column, is_first_line);
        self.items(items, column);
    }

    fn begin(&mut self, column: usize, is_first_line: bool) {
        if is_first_line {
            self.pad(column);
        } else {
            self.new_line(column);
        }
    }
}

/// Whether a literal block carries the text unchanged past every reader.
fn is_literal_safe(text: &str, blocks: Blocks) -> bool {
    let content = text.trim_end_matches('\n');
    let n_line_ends = text.len() - content.len();
    !content.trim().is_empty()
        && blocks != Blocks::None
        && (n_line_ends <= 1 || blocks == Blocks::All)
        && content.split('\n').all(is_literal_line)
}

/// A line is empty or has something to see, and a tab only after that.
fn is_literal_line(line: &str) -> bool {
    let visible = line.trim_start_matches(' ');
    (line.is_empty() || !visible.is_empty())
        && !visible.starts_with(char::is_whitespace)
        && !line.ends_with(char::is_whitespace)
        && !line
            .chars()
            .any(|character| character != '\t' && needs_escape(character))
}

/// A list of short scalars in brackets, if it is one.
fn short_list(items: &[Data]) -> Option<String> {
    let is_short = |item: &Data| match item {
        Data::Text(text) => !text.contains('\n') && text.chars().count() <= FLOW_ITEM_WIDTH,
        Data::Sequence(_) | Data::Mapping(_) => false,
        Data::Null | Data::Number(_) | Data::Bool(_) => true,
    };
    items.iter().all(is_short).then(|| flow_sequence(items))
}

/// Any value on one line, with brackets and braces.
pub(crate) fn flow(data: &Data) -> String {
    match data {
        Data::Null => "null".to_owned(),
        Data::Bool(value) => value.to_string(),
        Data::Number(number) if is_decimal(number) => number.clone(),
        Data::Number(text) | Data::Text(text) => inline_text(text, Place::Flow),
        Data::Sequence(items) => flow_sequence(items),
        Data::Mapping(entries) => {
            let entries: Vec<_> = entries
                .iter()
                .map(|(key, value)| flow_entry(key, value))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

/// `key: value` as it stands between braces.
pub(crate) fn flow_entry(key: &str, value: &Data) -> String {
    format!("{}: {}", inline_text(key, Place::Flow), flow(value))
}

fn flow_sequence(items: &[Data]) -> String {
    let items: Vec<_> = items.iter().map(flow).collect();
    format!("[{}]", items.join(", "))
}

/// A text on one line, in double quotes where it needs them.
pub(crate) fn inline_text(text: &str, place: Place) -> String {
    if is_plain_safe(text, place) {
        text.to_owned()
    } else {
        double_quoted(text)
    }
}

fn double_quoted(text: &str) -> String {
    use std::fmt::Write as _;
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        // Writing to a string cannot fail.
        let _ = match character {
            '"' => quoted.write_str("\\\""),
            '\\' => quoted.write_str("\\\\"),
            '\n' => quoted.write_str("\\n"),
            '\r' => quoted.write_str("\\r"),
            '\t' => quoted.write_str("\\t"),
            escaped if needs_escape(escaped) => match u32::from(escaped) {
                code @ 0..=0xFF => write!(quoted, "\\x{code:02X}"),
                code => write!(quoted, "\\u{code:04X}"),
            },
            plain => quoted.write_char(plain),
        };
    }
    quoted.push('"');
    quoted
}
