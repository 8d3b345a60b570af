//! The notation of single values.

use crate::yaml::emit::{Blocks, EmitOptions, Shape, inline_text};
use crate::yaml::place::line_end;
use crate::yaml::plain::Place;
use crate::yaml::{Data, Entry, Node, Scalar, Sequence, Style, Value, is_mistyped, parse};

/// How a value without parts is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// Nothing at all.
    Nothing,
    /// Behind its key or dash.
    Inline(String),
    /// Below it.
    Block {
        /// The sign behind the key, such as `|-`.
        sign: String,
        /// The lines without indentation; empty ones stay without blanks.
        lines: Vec<String>,
        /// Whether blank lines below it would belong to it.
        keeps: bool,
    },
}

/// A key as it is written.
pub(super) fn key(text: &str, entry: &Entry<'_>) -> String {
    let written = entry.key_span.slice(text);
    // A number as a key stays one to typed readers.
    if written == entry.key && is_mistyped(&entry.key) {
        written.to_owned()
    } else {
        inline_text(&entry.key, Place::Key)
    }
}

/// A list as it stands in brackets on one line; none where it has to stand in lines of its own.
pub(super) fn brackets(
    text: &str,
    node: &Node<'_>,
    list: &Sequence<'_>,
    used: usize,
) -> Option<String> {
    let mut words = Vec::with_capacity(list.items.len());
    for item in &list.items {
        words.push(match &item.value {
            Value::Null => "null".to_owned(),
            Value::Scalar(scalar) => inline(text, item, scalar, Place::Flow),
            _ => return None,
        });
    }
    let line = format!("[{}]", words.join(", "));
    let was_one_line = !node.span.slice(text).contains('\n');
    let fits = used + 1 + line.chars().count() <= EmitOptions::default().width;
    (was_one_line || fits).then_some(line)
}

/// A value without parts, behind a key or dash of whose line `used` columns are taken.
pub(super) fn scalar(text: &str, node: &Node<'_>, used: usize) -> Form {
    match &node.value {
        Value::Null if node.span.is_empty() => Form::Nothing,
        Value::Null => Form::Inline("null".to_owned()),
        Value::Sequence(_) => Form::Inline("[]".to_owned()),
        Value::Mapping(_) => Form::Inline("{}".to_owned()),
        Value::Scalar(scalar) => text_form(text, node, scalar, used),
    }
}

fn text_form(text: &str, node: &Node<'_>, scalar: &Scalar<'_>, used: usize) -> Form {
    let value = scalar.text.as_ref();
    if scalar.style == Style::Plain && is_mistyped(value) {
        return Form::Inline(value.to_owned());
    }
    let data = Data::Text(value.to_owned());
    let shape = Shape::of(&data, used, EmitOptions::default(), Blocks::NoKeep);
    let has_lines = value.contains('\n');
    if let Shape::Inline(line) = &shape
        && !has_lines
    {
        return Form::Inline(line.clone());
    }
    // The lines that people made stay their lines.
    let as_written = match scalar.style {
        Style::Literal if !value.trim().is_empty() => Some(literal(value)),
        Style::Folded => folded(text, node, value),
        Style::Plain | Style::SingleQuoted | Style::DoubleQuoted => flowed(text, node, value),
        Style::Literal => None,
    };
    match (as_written, shape) {
        (Some(form), _) => form,
        (None, Shape::Literal(value)) => literal(value),
        (None, Shape::Inline(line)) => Form::Inline(line),
        (None, _) => Form::Inline(inline_text(value, Place::Block)),
    }
}

/// A scalar on one line.
fn inline(text: &str, node: &Node<'_>, scalar: &Scalar<'_>, place: Place) -> String {
    let written = node.span.slice(text);
    if scalar.style == Style::Plain && written == scalar.text && is_mistyped(written) {
        written.to_owned()
    } else {
        inline_text(&scalar.text, place)
    }
}

fn block(sign: char, value: &str, lines: Vec<String>) -> Form {
    let first = lines.iter().find(|line| !line.is_empty());
    let indent = if first.is_some_and(|line| line.starts_with(' ')) {
        "2"
    } else {
        ""
    };
    let n_breaks = value.len() - value.trim_end_matches('\n').len();
    let chomp = match n_breaks {
        0 => "-",
        1 => "",
        _ => "+",
    };
    Form::Block {
        sign: format!("{sign}{indent}{chomp}"),
        lines,
        keeps: n_breaks > 1,
    }
}

fn literal(value: &str) -> Form {
    let lines = value.strip_suffix('\n').unwrap_or(value).split('\n');
    block('|', value, lines.map(str::to_owned).collect())
}

/// The lines of a folded block, as they are written.
fn folded(text: &str, node: &Node<'_>, value: &str) -> Option<Form> {
    let written = node.span.slice(text);
    let (_, body) = written.split_once('\n')?;
    let indent = body
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()?;
    let lines = body.split('\n').map(|line| {
        let line = line.strip_suffix('\r').unwrap_or(line);
        line.get(indent..).unwrap_or_default().to_owned()
    });
    let mut lines: Vec<String> = lines.collect();
    // Blank lines at the end are those that the value keeps.
    let n_breaks = value.len() - value.trim_end_matches('\n').len();
    lines.extend(std::iter::repeat_n(
        String::new(),
        n_breaks.saturating_sub(1),
    ));
    fold_of(value, lines)
}

/// A text that runs over several lines without a block, as a folded block.
fn flowed(text: &str, node: &Node<'_>, value: &str) -> Option<Form> {
    let written = node.span.slice(text);
    if line_end(text, node.span.start) >= node.span.end || written.contains('\\') {
        return None;
    }
    let quote = written
        .chars()
        .next()
        .filter(|sign| matches!(sign, '"' | '\''));
    let inner = match quote {
        Some(quote) => written.strip_prefix(quote)?.strip_suffix(quote)?.to_owned(),
        None => written.to_owned(),
    };
    let inner = if quote == Some('\'') {
        inner.replace("''", "'")
    } else {
        inner
    };
    let lines = inner.split('\n').map(|line| line.trim().to_owned());
    fold_of(value, lines.collect())
}

/// A folded block of these lines, if it reads as the value.
fn fold_of(value: &str, lines: Vec<String>) -> Option<Form> {
    let form = block('>', value, lines);
    let Form::Block { sign, lines, .. } = &form else {
        return None;
    };
    let mut sample = format!("k: {sign}\n");
    for line in lines {
        if !line.is_empty() {
            sample.push_str("  ");
            sample.push_str(line);
        }
        sample.push('\n');
    }
    let parsed = parse(&sample);
    let root = parsed.root.as_ref().filter(|_| parsed.faults.is_empty())?;
    let read = root.as_mapping()?.get("k")?.text()?;
    (read == value).then_some(form)
}
