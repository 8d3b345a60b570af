//! Laws of places, which every text that is read has to keep.

use mainstream::source::Span;
use mainstream::yaml::{Node, Parsed, Route, Scalar, Style, Value, parse};

/// Whether a span lies in a text, on character boundaries.
pub(crate) fn is_place(span: Span, text: &str) -> bool {
    text.get(span.start..span.end).is_some()
}

/// The tree of a text without faults.
pub(crate) fn sound(text: &str) -> Option<Node<'_>> {
    let parsed = parse(text);
    parsed.root.filter(|_| parsed.faults.is_empty())
}

/// All routes of a tree, that of the root first.
pub(crate) fn routes(root: &Node<'_>) -> Vec<Route> {
    fn visit(node: &Node<'_>, here: &Route, found: &mut Vec<Route>) {
        found.push(here.clone());
        match &node.value {
            Value::Sequence(list) => {
                for (index, item) in list.items.iter().enumerate() {
                    visit(item, &here.join(index), found);
                }
            }
            Value::Mapping(map) => {
                for entry in map {
                    visit(&entry.value, &here.join(entry.key.as_ref()), found);
                }
            }
            Value::Null | Value::Scalar(_) => {}
        }
    }
    let mut found = Vec::new();
    visit(root, &Route::root(), &mut found);
    found
}

/// Every place lies in the text, parts lie in what they are parts of, one behind the other, and at
/// each place stands what the tree says.
pub(crate) fn assert_places(parsed: &Parsed<'_>, text: &str) {
    for fault in &parsed.faults {
        assert!(is_place(fault.span, text), "{fault:?}");
        assert!(
            fault.other.is_none_or(|other| is_place(other, text)),
            "{fault:?}"
        );
    }
    let starts = parsed.faults.iter().map(|fault| fault.span.start);
    assert!(starts.is_sorted(), "{:?}", parsed.faults);
    if let Some(root) = &parsed.root {
        let is_sound = parsed.faults.is_empty();
        assert_node(root, text, Span::new(0, text.len()), is_sound);
    }
}

fn assert_node(node: &Node<'_>, text: &str, parent: Span, is_sound: bool) {
    let here = node.span;
    assert!(is_place(here, text), "{here:?}");
    assert!(parent.contains(here), "{here:?} outside {parent:?}");
    let mut end = here.start;
    let mut next = |span: Span| {
        assert!(is_place(span, text), "{span:?}");
        assert!(
            end <= span.start && span.end <= here.end,
            "{span:?} in {here:?}, behind {end}"
        );
        end = span.end;
    };
    match &node.value {
        Value::Null => {
            let written = here.slice(text);
            let is_nothing = matches!(written, "" | "~" | "null" | "Null" | "NULL");
            assert!(is_nothing || !is_sound, "{written:?}");
        }
        Value::Scalar(scalar) => assert_written(scalar, here.slice(text)),
        Value::Sequence(list) => {
            list.items.iter().for_each(|item| next(item.span));
            for item in &list.items {
                assert_node(item, text, here, is_sound);
            }
        }
        Value::Mapping(map) => {
            for entry in map {
                next(entry.key_span);
                next(entry.value.span);
                assert_node(&entry.value, text, here, is_sound);
            }
        }
    }
}

/// A scalar's place holds the scalar and nothing else.
fn assert_written(scalar: &Scalar<'_>, written: &str) {
    let is_between =
        |quote: char| written.len() > 1 && written.starts_with(quote) && written.ends_with(quote);
    let fits = match scalar.style {
        Style::Plain => written.contains(['\n', '\r']) || written == scalar.text,
        Style::SingleQuoted => is_between('\''),
        Style::DoubleQuoted => is_between('"'),
        Style::Literal => written.starts_with('|'),
        Style::Folded => written.starts_with('>'),
    };
    assert!(fits, "{written:?} for {scalar:?}");
}

/// Whether another reader of YAML sees the same in a text.
pub(crate) fn is_read_alike(text: &str, root: &Node<'_>) -> bool {
    let read = serde_yaml::from_str::<serde_yaml::Value>(text);
    read.is_ok_and(|read| typed(root) == Some(read))
}

/// Whether a text is free of what readers of YAML have different minds about: tabs, line breaks other
/// than those of files, byte-order marks.
pub(crate) fn has_common_blanks(text: &str) -> bool {
    let odd = ['\t', '\u{85}', '\u{2028}', '\u{2029}', '\u{feff}'];
    !text.contains(odd) && !has_lone_return(text)
}

/// Whether a line ends in a carriage return alone.
pub(crate) fn has_lone_return(text: &str) -> bool {
    text.replace("\r\n", "\n").contains('\r')
}

/// The tree as typed readers see it: only plain scalars have a type.
fn typed(node: &Node<'_>) -> Option<serde_yaml::Value> {
    use serde_yaml::Value as V;
    Some(match &node.value {
        Value::Null => V::Null,
        Value::Scalar(scalar) if scalar.style == Style::Plain => {
            serde_yaml::from_str(&scalar.text).ok()?
        }
        Value::Scalar(scalar) => V::String(scalar.text.to_string()),
        Value::Sequence(list) => V::Sequence(list.items.iter().map(typed).collect::<Option<_>>()?),
        Value::Mapping(map) => {
            let entries = map.iter().map(|entry| {
                let key = V::String(entry.key.to_string());
                Some((key, typed(&entry.value)?))
            });
            V::Mapping(entries.collect::<Option<_>>()?)
        }
    })
}
