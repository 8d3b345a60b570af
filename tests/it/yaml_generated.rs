//! Generated values and files to try the laws of YAML on.

#![allow(
    clippy::unwrap_used,
    reason = "in a test, a missing value is a failure"
)]

use std::fmt::Write as _;

use mainstream::source::Span;
use mainstream::yaml::{Data, EmitOptions, LineEnding, Node, Style, Value, emit, parse};
use proptest::prelude::*;

/// Texts some reader of YAML takes for something else when they are plain.
pub(crate) const TRAPS: &[&str] = &[
    "",
    "~",
    "null",
    "Null",
    "NULL",
    "true",
    "True",
    "TRUE",
    "false",
    "False",
    "yes",
    "Yes",
    "YES",
    "no",
    "No",
    "NO",
    "on",
    "On",
    "ON",
    "off",
    "Off",
    "OFF",
    "y",
    "Y",
    "n",
    "N",
    "0",
    "1",
    "-1",
    "+1",
    "007",
    "0755",
    "0o14",
    "0O14",
    "0x1F",
    "0b101",
    "1_000",
    "1_",
    "_1",
    "1e3",
    "1E3",
    "1.e3",
    "E01",
    "e+7",
    "1e+3",
    "1.5",
    "1.10",
    ".5",
    "5.",
    "-.5",
    "+.5",
    "1,000",
    ".inf",
    ".Inf",
    "-.INF",
    "+.inf",
    ".nan",
    ".NaN",
    "nan",
    "inf",
    "-inf",
    "12:30",
    "12:30:45",
    "190:20:30.15",
    "1:2",
    "2014-02-01",
    "2014-2-1",
    "2001-12-14t21:59:43.10-05:00",
    "2001-12-14 21:59:43.10 -5",
    "2001-12-15 2:59:43.10",
    "=",
    "<<",
    " a",
    "a ",
    "\ta",
    "a\t",
    "-",
    "- a",
    "--- a",
    "---",
    "...",
    "... a",
    "?",
    "? a",
    ":",
    ": a",
    "a: b",
    "a:",
    "a #b",
    "#a",
    "&a",
    "*a",
    "!a",
    "!!str a",
    "|",
    ">",
    "%a",
    "@a",
    "`a",
    "'a",
    "\"a",
    "[a",
    "{a",
    "]",
    "}",
    ",a",
    "a\u{85}b",
    "a\u{2028}b",
    "a\u{feff}b",
    "\u{feff}",
    "a\rb",
    "a\0b",
    "\u{a0}a",
];

/// Lines as people write them, well or badly.
const LINES: &[&str] = &[
    "a: b",
    "b: 'c' # d",
    "c:",
    "c: # d",
    "d: |",
    "d: >-",
    "d: |+",
    "  x y",
    "    z: w",
    "  - p",
    "- q",
    "- e: f",
    "  g: h",
    "  - i: j",
    "    k: l",
    "- - m",
    "    - n",
    "",
    "  ",
    "# o",
    "  # o",
    "  e: [1, {a: b}, 'x'] # d",
    "f: {a: b,",
    "  c}",
    "g: \"x",
    "  y\"",
    "? r",
    ": s",
    "h:   ~",
    "---",
    "...",
    "\tt",
    "e: [1,",
    "  2 ]",
    "i: plain",
    "j: {}",
    "  k: []",
];

/// A file made of such lines.
pub(crate) fn scribbled() -> impl Strategy<Value = String> {
    let lines = prop::collection::vec(prop::sample::select(LINES), 1..12);
    (lines, any::<bool>(), any::<bool>()).prop_map(|(lines, crlf, ends)| {
        let line_end = if crlf { "\r\n" } else { "\n" };
        let mut text = lines.join(line_end);
        if ends {
            text.push_str(line_end);
        }
        text
    })
}

/// Pieces that trip readers and writers of YAML.
pub(crate) const PIECES: &[&str] = &[
    "a",
    "b c",
    "é",
    "\u{202f}",
    "مرحبا",
    "😀",
    "\n",
    "\n\n",
    " ",
    "  ",
    "\t",
    "\"",
    "'",
    "#",
    " #",
    ": ",
    ":",
    "-",
    "- ",
    "? ",
    "!",
    "&",
    "*",
    "|",
    ">",
    "%",
    "@",
    "`",
    "[",
    "]",
    "{",
    "}",
    ",",
    "\\",
    "\\n",
    "\r",
    "\r\n",
    "\0",
    "\u{7}",
    "\u{1b}",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{feff}",
    "\u{fffe}",
    "---",
    "...",
    "~",
    "0",
    "1",
    ".",
    "e",
    "+",
    "=",
    "<<",
    "no",
];

pub(crate) fn nasty_text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::collection::vec(prop::sample::select(PIECES), 0..8).prop_map(|pieces| pieces.concat()),
        1 => prop::sample::select(TRAPS).prop_map(str::to_owned),
        1 => "[a-z]{1,8}( [a-zé,.]{1,9}){0,24}",
        1 => prop::collection::vec("[ -~é]{0,20}", 1..5).prop_map(|lines| lines.join("\n")),
        1 => any::<String>(),
    ]
}

pub(crate) fn key_text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z]{1,6}(-[a-z]{1,4})?",
        1 => nasty_text(),
    ]
}

fn leaf() -> impl Strategy<Value = Data> {
    prop_oneof![
        1 => Just(Data::Null),
        1 => any::<bool>().prop_map(Data::Bool),
        1 => any::<i32>().prop_map(|number| Data::Number(number.to_string())),
        1 => (0..1000_u32, 0..100_u32).prop_map(|(a, b)| Data::Number(format!("{a}.{b}"))),
        6 => nasty_text().prop_map(Data::Text),
    ]
}

fn without_duplicates(entries: Vec<(String, Data)>) -> Data {
    let mut kept: Vec<(String, Data)> = Vec::new();
    for (key, value) in entries {
        if key != "<<" && kept.iter().all(|(other, _)| *other != key) {
            kept.push((key, value));
        }
    }
    Data::Mapping(kept)
}

pub(crate) fn value() -> impl Strategy<Value = Data> {
    leaf().prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Data::Sequence),
            prop::collection::vec((key_text(), inner), 0..5).prop_map(without_duplicates),
        ]
    })
}

fn document() -> impl Strategy<Value = Data> {
    prop::collection::vec((key_text(), value()), 1..6).prop_map(without_duplicates)
}

pub(crate) fn options() -> impl Strategy<Value = EmitOptions> {
    (any::<bool>(), 1..5_usize, any::<bool>()).prop_map(|(crlf, step, indent)| EmitOptions {
        line_ending: if crlf {
            LineEnding::CrLf
        } else {
            LineEnding::Lf
        },
        step,
        list_step: if indent { step } else { 0 },
        ..EmitOptions::default()
    })
}

/// Adds comments and blank lines everywhere but inside texts.
fn decorated(text: &str, marks: &[u8]) -> String {
    let parsed = parse(text);
    let mut scalars = Vec::new();
    if let Some(root) = &parsed.root {
        collect_blocks(root, &mut scalars);
    }
    let line_end = LineEnding::of(text).as_str();
    let mut out = String::new();
    let mut offset = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let mark = marks.get(index % marks.len()).copied().unwrap_or(0);
        // A line inside a block must not be touched; nor one that ends a kept block.
        let inside = scalars
            .iter()
            .any(|span: &Span| span.start < offset && offset <= span.end);
        let end = offset + line.trim_end().len();
        let holds_block = scalars
            .iter()
            .any(|span| offset <= span.start && span.start < end);
        let after_block = scalars
            .iter()
            .any(|span| span.end <= offset && text[span.end..offset].trim().is_empty());
        let indent = line.len() - line.trim_start_matches(' ').len();
        if !inside && !after_block && index > 0 {
            match mark % 8 {
                1 => out.push_str(line_end),
                2 => write!(out, "{:indent$}# own line{line_end}", "").unwrap(),
                3 => write!(out, "{line_end}{:indent$}# apart{line_end}{line_end}", "").unwrap(),
                _ => {}
            }
        }
        let content = line.trim_end_matches(['\n', '\r']);
        if !inside && !holds_block && mark % 5 == 1 && !content.trim().is_empty() {
            out.push_str(content);
            out.push_str("  # beside");
            out.push_str(&line[content.len()..]);
        } else {
            out.push_str(line);
        }
        offset += line.len();
    }
    out
}

fn collect_blocks(node: &Node<'_>, spans: &mut Vec<Span>) {
    match &node.value {
        Value::Scalar(scalar) if matches!(scalar.style, Style::Literal | Style::Folded) => {
            spans.push(node.span);
        }
        Value::Sequence(sequence) => {
            sequence
                .items
                .iter()
                .for_each(|item| collect_blocks(item, spans));
        }
        Value::Mapping(mapping) => {
            mapping
                .iter()
                .for_each(|entry| collect_blocks(&entry.value, spans));
        }
        _ => {}
    }
}

/// A file with comments, and a route in it.
pub(crate) fn file() -> impl Strategy<Value = (String, prop::sample::Index)> {
    let marks = prop::collection::vec(any::<u8>(), 1..40);
    (
        document(),
        options(),
        marks,
        any::<prop::sample::Index>(),
        0..4_u8,
    )
        .prop_map(|(data, options, marks, pick, end)| {
            let mut text = decorated(&emit(&data, 0, options), &marks);
            match end {
                0 => text.push_str("# the end"),
                1 => text.insert_str(
                    0,
                    &format!("# a project{0}{0}", options.line_ending.as_str()),
                ),
                2 => text.insert_str(0, &format!("---{}", options.line_ending.as_str())),
                _ => {}
            }
            (text, pick)
        })
}
