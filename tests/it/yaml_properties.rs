//! Laws of reading, writing and editing YAML, on generated texts and values.

use mainstream::source::Span;
use mainstream::yaml::{
    Data, EmitOptions, LineEnding, Node, Route, Step, Style, Value, edit, emit, parse,
};
use proptest::prelude::*;
use proptest::test_runner::Config;

fn config(cases: u32) -> Config {
    Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    }
}

/// Pieces that trip readers and writers of YAML.
const PIECES: &[&str] = &[
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

fn nasty_text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::collection::vec(prop::sample::select(PIECES), 0..8).prop_map(|pieces| pieces.concat()),
        1 => prop::sample::select(TRAPS).prop_map(str::to_owned),
        1 => "[a-z]{1,8}( [a-zé,.]{1,9}){0,24}",
        1 => prop::collection::vec("[ -~é]{0,20}", 1..5).prop_map(|lines| lines.join("\n")),
        1 => any::<String>(),
    ]
}

fn key_text() -> impl Strategy<Value = String> {
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

fn value() -> impl Strategy<Value = Data> {
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

fn options() -> impl Strategy<Value = EmitOptions> {
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

/// The value as the typed reader `serde_yaml` should see it.
fn typed(data: &Data) -> serde_yaml::Value {
    use serde_yaml::Value as V;
    match data {
        Data::Null => V::Null,
        Data::Bool(value) => V::Bool(*value),
        Data::Number(number) => serde_yaml::from_str(number).unwrap(),
        Data::Text(text) => V::String(text.clone()),
        Data::Sequence(items) => V::Sequence(items.iter().map(typed).collect()),
        Data::Mapping(entries) => V::Mapping(
            entries
                .iter()
                .map(|(key, value)| (V::String(key.clone()), typed(value)))
                .collect(),
        ),
    }
}

fn check_spans(node: &Node<'_>, text: &str, parent: Span) {
    let Span { start, end } = node.span;
    assert!(
        start <= end && end <= text.len(),
        "{:?} in {text:?}",
        node.span
    );
    assert!(text.is_char_boundary(start) && text.is_char_boundary(end));
    assert!(
        parent.contains(node.span),
        "{:?} in {parent:?} of {text:?}",
        node.span
    );
    match &node.value {
        Value::Sequence(sequence) => {
            for item in &sequence.items {
                check_spans(item, text, node.span);
            }
        }
        Value::Mapping(mapping) => {
            for entry in mapping {
                assert!(text.get(entry.key_span.start..entry.key_span.end).is_some());
                check_spans(&entry.value, text, node.span);
            }
        }
        _ => {}
    }
}

fn check_text(text: &str) {
    let parsed = parse(text);
    for fault in &parsed.faults {
        assert!(
            text.get(fault.span.start..fault.span.end).is_some(),
            "{fault:?} {text:?}"
        );
    }
    if let Some(root) = &parsed.root {
        check_spans(root, text, Span::new(0, text.len()));
    }
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
                2 => out.push_str(&format!("{:indent$}# own line{line_end}", "")),
                3 => out.push_str(&format!(
                    "{line_end}{:indent$}# apart{line_end}{line_end}",
                    ""
                )),
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

/// Every route of the tree but the root.
fn routes(node: &Node<'_>, here: &Route, out: &mut Vec<Route>) {
    match &node.value {
        Value::Sequence(sequence) => {
            for (index, item) in sequence.items.iter().enumerate() {
                out.push(here.join(index));
                routes(item, &here.join(index), out);
            }
        }
        Value::Mapping(mapping) => {
            for entry in mapping {
                out.push(here.join(entry.key.as_ref()));
                routes(&entry.value, &here.join(entry.key.as_ref()), out);
            }
        }
        _ => {}
    }
}

/// A file with comments, and a route in it.
fn file() -> impl Strategy<Value = (String, prop::sample::Index)> {
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

fn pick_route(text: &str, pick: prop::sample::Index) -> Option<Route> {
    let parsed = parse(text);
    assert_eq!(parsed.faults, [], "{text}");
    let mut all = Vec::new();
    routes(&parsed.root?, &Route::root(), &mut all);
    (!all.is_empty()).then(|| pick.get(&all).clone())
}

fn root_of(text: &str) -> Node<'_> {
    let parsed = parse(text);
    assert_eq!(parsed.faults, [], "{text}");
    parsed.root.unwrap()
}

/// The range of lines an edit at the route may touch: from the comments above
/// the key to the comments below the value.
fn may_touch(text: &str, route: &Route) -> Span {
    let root = root_of(text);
    let node = root.at(route).unwrap();
    let parent = root.at(&route.parent().unwrap()).unwrap();
    let start = match (&parent.value, route.last().unwrap()) {
        (Value::Mapping(mapping), Step::Key(key)) => mapping.entry(key).unwrap().key_span.start,
        _ => node.span.start,
    };
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[node.span.end..]
        .find('\n')
        .map_or(text.len(), |at| node.span.end + at);
    Span::new(line_start, line_end)
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn what_is_written_reads_back_here_and_elsewhere(data in value(), options in options()) {
        let text = emit(&data, 0, options);
        let parsed = parse(&text);
        if data == Data::Null {
            return Ok(());
        }
        prop_assert_eq!(&parsed.faults, &[], "{}", text);
        let root = parsed.root.unwrap();
        prop_assert!(data.same_as(&root), "{}\n{:?}", text, root);
        check_spans(&root, &text, Span::new(0, text.len()));
        let elsewhere: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
        prop_assert_eq!(elsewhere, typed(&data), "{}", text);
    }

    #[test]
    fn no_text_makes_reading_fail(text in any::<String>()) {
        check_text(&text);
    }

    #[test]
    fn no_patchwork_of_notation_makes_reading_fail(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40),
    ) {
        check_text(&pieces.concat());
    }

    #[test]
    fn a_value_set_reads_back_and_other_lines_stay((text, pick) in file(), data in value()) {
        let Some(route) = pick_route(&text, pick) else { return Ok(()) };
        let touched = may_touch(&text, &route);
        let done = edit::set(&text, &route, &data);
        prop_assert!(done.is_ok(), "{:?} at {} := {:?} in\n{}", done, route, data, text);
        let done = done.unwrap();
        prop_assert!(done.is_empty() || touched.contains(done.span),
            "{:?} outside {:?} at {}\n{}", done, touched, route, text);
        let new = done.apply(&text);
        let root = root_of(&new);
        prop_assert!(data.same_as(root.at(&route).unwrap()), "{}", new);
        if let Ok(elsewhere) = serde_yaml::from_str::<serde_yaml::Value>(&new) {
            let old: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
            prop_assert_eq!(at(&elsewhere, &route), Some(&typed(&data)), "{}", new);
            prop_assert_eq!(count(&elsewhere) - count(&typed(&data)),
                count(&old) - count(at(&old, &route).unwrap()));
        } else {
            prop_assert!(false, "unreadable elsewhere: {}", new);
        }
    }

    #[test]
    fn a_key_added_stands_in_its_mapping((text, pick) in file(), data in value(), key in key_text()) {
        let Some(route) = pick_route(&text, pick) else { return Ok(()) };
        let route = route.parent().unwrap();
        let root = root_of(&text);
        let Some(mapping) = root.at(&route).unwrap().as_mapping() else { return Ok(()) };
        prop_assume!(key != "<<" && mapping.get(&key).is_none());
        let route = route.join(key.as_str());
        let done = edit::set(&text, &route, &data);
        prop_assert!(done.is_ok(), "{:?} at {} := {:?} in\n{}", done, route, data, text);
        let done = done.unwrap();
        if !mapping.flow {
            prop_assert!(done.span.is_empty());
        }
        let new = done.apply(&text);
        prop_assert!(data.same_as(root_of(&new).at(&route).unwrap()), "{}", new);
        let back = edit::remove(&new, &route);
        prop_assert!(back.is_ok(), "{:?} at {} in\n{}", back, route, new);
        if !mapping.flow && !data_ends_text(&data) {
            prop_assert_eq!(back.unwrap().apply(&new), text, "after\n{}", new);
        }
    }

    #[test]
    fn what_is_removed_is_gone((text, pick) in file()) {
        let Some(route) = pick_route(&text, pick) else { return Ok(()) };
        let done = edit::remove(&text, &route);
        prop_assert!(done.is_ok(), "{:?} at {} in\n{}", done, route, text);
        let new = done.unwrap().apply(&text);
        let (old, new) = (root_of(&text).to_data(), root_of(&new).to_data());
        prop_assert_ne!(old, new);
    }

    #[test]
    fn items_are_put_in_moved_and_taken_out(
        (text, pick) in file(),
        data in value(),
        from in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(),
    ) {
        let root = root_of(&text);
        let mut all = Vec::new();
        routes(&root, &Route::root(), &mut all);
        all.retain(|route| root.at(route).unwrap().as_sequence().is_some());
        prop_assume!(!all.is_empty());
        let route = pick.get(&all);
        let list = root.at(route).unwrap().as_sequence().unwrap();
        let n_items = list.items.len();
        let index = to.index(n_items + 1);
        let done = edit::insert_item(&text, route, index, &data);
        prop_assert!(done.is_ok(), "{:?} at {}[{}] in\n{}", done, route, index, text);
        let new = done.unwrap().apply(&text);
        prop_assert!(data.same_as(root_of(&new).at(&route.join(index)).unwrap()));
        let goal = from.index(n_items + 1);
        let moved = edit::move_item(&new, route, index, goal);
        prop_assert!(moved.is_ok(), "{:?} {}[{}] to {} in\n{}", moved, route, index, goal, new);
        let moved = moved.unwrap().apply(&new);
        prop_assert!(data.same_as(root_of(&moved).at(&route.join(goal)).unwrap()));
        let back = edit::remove_item(&moved, route, goal);
        prop_assert!(back.is_ok(), "{:?} at {}[{}] in\n{}", back, route, goal, moved);
        let back = back.unwrap().apply(&moved);
        prop_assert_eq!(
            root_of(&back).at(route).unwrap().to_data(),
            if n_items == 0 { Data::Sequence(vec![]) } else { root.at(route).unwrap().to_data() }
        );
    }
}

fn data_ends_text(data: &Data) -> bool {
    match data {
        Data::Text(text) => text.ends_with('\n'),
        Data::Sequence(items) => items.last().is_some_and(data_ends_text),
        Data::Mapping(entries) => entries
            .last()
            .is_some_and(|(_, value)| data_ends_text(value)),
        _ => false,
    }
}

fn at<'v>(value: &'v serde_yaml::Value, route: &Route) -> Option<&'v serde_yaml::Value> {
    route
        .steps()
        .iter()
        .try_fold(value, |value, step| match step {
            Step::Key(key) => value.get(serde_yaml::Value::String(key.clone())),
            Step::Index(index) => value.get(*index),
        })
}

fn count(value: &serde_yaml::Value) -> usize {
    match value {
        serde_yaml::Value::Sequence(items) => 1 + items.iter().map(count).sum::<usize>(),
        serde_yaml::Value::Mapping(entries) => {
            1 + entries.iter().map(|(_, value)| count(value)).sum::<usize>()
        }
        _ => 1,
    }
}

/// Texts some reader of YAML takes for something else when they are plain.
const TRAPS: &[&str] = &[
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

#[test]
fn traps_are_written_in_quotes_as_values_items_and_keys() {
    for trap in TRAPS {
        let text = Data::Text((*trap).to_owned());
        let data = Data::Mapping(vec![
            ("value".to_owned(), text.clone()),
            ("list".to_owned(), Data::Sequence(vec![text.clone()])),
            (
                "key".to_owned(),
                Data::Mapping(vec![((*trap).to_owned(), Data::Null)]),
            ),
        ]);
        let written = emit(&data, 0, EmitOptions::default());
        let lines: Vec<_> = written.lines().collect();
        assert!(
            lines[0].starts_with("value: \"") && lines[0].ends_with('"'),
            "{written}"
        );
        assert!(
            lines[1].starts_with("list: [\"") && lines[1].ends_with("\"]"),
            "{written}"
        );
        assert!(
            lines[3].starts_with("  \"") && lines[3].ends_with("\": null"),
            "{written}"
        );
        let read: serde_yaml::Value = serde_yaml::from_str(&written).unwrap();
        assert_eq!(read, typed(&data));
        assert!(data.same_as(&root_of(&written)));
    }
}

#[test]
fn ordinary_words_are_written_without_quotes() {
    for word in [
        "a",
        "Tunisie",
        "l'été",
        "B01",
        "a-b",
        "a/b",
        "x=1",
        "C'est: non".trim_end_matches(": non"),
        "https://example.org/a?b=c",
        "50 %",
        "Migration & développement",
        "v1.2",
        "10 km",
        "été",
    ] {
        let data = Data::Mapping(vec![("k".to_owned(), Data::Text(word.to_owned()))]);
        assert_eq!(
            emit(&data, 0, EmitOptions::default()),
            format!("k: {word}\n")
        );
    }
}
