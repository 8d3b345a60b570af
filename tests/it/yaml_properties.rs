//! Laws of reading, writing and editing YAML, on generated texts and values.

#![allow(
    clippy::unwrap_used,
    reason = "in a test, a missing value is a failure"
)]

use mainstream::source::Span;
use mainstream::yaml::edit::EditError;
use mainstream::yaml::{
    Data, EmitOptions, Entry, Node, Route, Step, Style, Value, edit, emit, parse,
};
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::yaml_generated::{PIECES, TRAPS, file, key_text, options, scribbled, value};

/// `PROPTEST_CASES` sets how many cases are tried; 256 unless said otherwise.
fn config() -> Config {
    Config {
        failure_persistence: None,
        ..Config::default()
    }
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

/// The tree as `serde_yaml` should see it: only plain scalars have a type.
fn typed_node(node: &Node<'_>) -> serde_yaml::Value {
    use serde_yaml::Value as V;
    match &node.value {
        Value::Null => V::Null,
        Value::Scalar(scalar) if scalar.style == Style::Plain => {
            serde_yaml::from_str(&scalar.text).unwrap()
        }
        Value::Scalar(scalar) => V::String(scalar.text.to_string()),
        Value::Sequence(sequence) => V::Sequence(sequence.items.iter().map(typed_node).collect()),
        Value::Mapping(mapping) => {
            let entry =
                |entry: &Entry<'_>| (V::String(entry.key.to_string()), typed_node(&entry.value));
            V::Mapping(mapping.iter().map(entry).collect())
        }
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
        .map_or(text.len(), |at| node.span.end + at + 1);
    Span::new(line_start, line_end)
}

proptest! {
    #![proptest_config(config())]

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
    fn scribbled_files_are_edited_rightly_or_not_at_all(text in scribbled(), data in value()) {
        check_text(&text);
        let parsed = parse(&text);
        let Some(root) = parsed.root.filter(|_| parsed.faults.is_empty()) else { return Ok(()) };
        let mut all = vec![Route::keys(["new", "key"])];
        routes(&root, &Route::root(), &mut all);
        for route in &all {
            match edit::set(&text, route, &data) {
                Ok(done) => {
                    let new = done.apply(&text);
                    prop_assert!(data.same_as(root_of(&new).at(route).unwrap()), "{}", new);
                }
                Err(error) => prop_assert!(error != EditError::Faulty, "{}", text),
            }
            if let Ok(done) = edit::remove(&text, route) {
                prop_assert_ne!(done.apply(&text), text.clone());
            }
        }
    }

    #[test]
    fn a_file_with_comments_reads_as_elsewhere((text, _) in file()) {
        let elsewhere: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
        prop_assert_eq!(typed_node(&root_of(&text)), elsewhere, "{}", text);
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
        if all.is_empty() {
            return Ok(());
        }
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
