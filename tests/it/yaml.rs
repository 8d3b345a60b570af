//! Reading YAML: places, faults, limits, and the ways to point into it.

#![allow(
    clippy::unwrap_used,
    reason = "in a test, a missing value is a failure"
)]

use std::time::{Duration, Instant};

use mainstream::source::{SourceFile, Span};
use mainstream::yaml::{
    DecodeError, FaultKind, LineEnding, MAX_BYTES, Node, Route, Style, SyntaxKind, Value, decode,
    parse,
};

/// Every value of the tree as `route = source text`.
fn places(text: &str) -> Vec<String> {
    fn walk(node: &Node<'_>, route: &Route, text: &str, out: &mut Vec<String>) {
        out.push(format!("{route}={:?}", node.span.slice(text)));
        match &node.value {
            Value::Sequence(sequence) => {
                for (index, item) in sequence.items.iter().enumerate() {
                    walk(item, &route.join(index), text, out);
                }
            }
            Value::Mapping(mapping) => {
                for entry in mapping {
                    let route = route.join(entry.key.as_ref());
                    out.push(format!("{route}#{:?}", entry.key_span.slice(text)));
                    walk(&entry.value, &route, text, out);
                }
            }
            _ => {}
        }
    }
    let parsed = parse(text);
    let mut out = Vec::new();
    if let Some(root) = &parsed.root {
        walk(root, &Route::root(), text, &mut out);
    }
    out
}

/// The route, span and value of one node in a text without faults.
fn span_of(text: &str, route: &Route) -> Span {
    let parsed = parse(text);
    assert_eq!(parsed.faults, [], "{text:?}");
    parsed.root.unwrap().at(route).unwrap().span
}

fn fault_keys(text: &str) -> Vec<&'static str> {
    let parsed = parse(text);
    parsed.faults.iter().map(|fault| fault.kind.key()).collect()
}

#[test]
fn spans_cover_each_value_and_nothing_else() {
    let text =
        "é: \"ü\\n\" # c\nb: 'l''été'\nc:\n  - x y # d\n  - [ a, {k: v} ]\n# e\nd: a\n  b\n\nz:\n";
    assert_eq!(
        places(text),
        [
            r#"="é: \"ü\\n\" # c\nb: 'l''été'\nc:\n  - x y # d\n  - [ a, {k: v} ]\n# e\nd: a\n  b\n\nz:""#,
            r#"é#"é""#,
            r#"é="\"ü\\n\"""#,
            r#"b#"b""#,
            r#"b="'l''été'""#,
            r#"c#"c""#,
            r#"c="- x y # d\n  - [ a, {k: v} ]""#,
            r#"c[0]="x y""#,
            r#"c[1]="[ a, {k: v} ]""#,
            r#"c[1][0]="a""#,
            r#"c[1][1]="{k: v}""#,
            r#"c[1][1].k#"k""#,
            r#"c[1][1].k="v""#,
            r#"d#"d""#,
            r#"d="a\n  b""#,
            r#"z#"z""#,
            r#"z="""#,
        ]
    );
}

#[test]
fn an_empty_value_stands_right_after_its_colon_or_dash() {
    let text = "a :  # c\nb:\n  - \n  - x\n  -\n\"c\":\nd: {e, f: , g: 1}\nh: [i: , {j}]\n";
    let route = |steps: &str| -> Route {
        let mut route = Route::root();
        for step in steps.split('.') {
            match step.parse::<usize>() {
                Ok(index) => route.push(index),
                Err(_) => route.push(step),
            }
        }
        route
    };
    for (steps, before) in [
        ("a", "a :"),
        ("b.0", "a :  # c\nb:\n  -"),
        ("b.2", "a :  # c\nb:\n  - \n  - x\n  -"),
        ("c", "a :  # c\nb:\n  - \n  - x\n  -\n\"c\":"),
        ("d.e", "a :  # c\nb:\n  - \n  - x\n  -\n\"c\":\nd: {e"),
        ("d.f", "a :  # c\nb:\n  - \n  - x\n  -\n\"c\":\nd: {e, f:"),
        (
            "h.0.i",
            "a :  # c\nb:\n  - \n  - x\n  -\n\"c\":\nd: {e, f: , g: 1}\nh: [i:",
        ),
    ] {
        assert_eq!(
            span_of(text, &route(steps)),
            Span::at(before.len()),
            "{steps}"
        );
    }
}

#[test]
fn block_scalars_run_from_the_header_to_their_last_line() {
    for (text, expected) in [
        (
            "a: | # c\n\n  x\n  y  \n\n# c\nb: z\n",
            "| # c\n\n  x\n  y  ",
        ),
        ("a: >-\n  x\n  y\n\n\nb: z\n", ">-\n  x\n  y"),
        ("a: |+\n  x\n\n\nb: z\n", "|+\n  x"),
        ("a:\n  |2\n    x\n   y\nb: z\n", "|2\n    x\n   y"),
        ("a: |\nb: z\n", "|"),
        ("a: |\n  x", "|\n  x"),
        ("a: |\r\n  é\r\n  y\r\nb: z\r\n", "|\r\n  é\r\n  y"),
        (
            "a: | # with | and - inside\n  x\nb: z\n",
            "| # with | and - inside\n  x",
        ),
    ] {
        let span = span_of(text, &Route::keys(["a"]));
        assert_eq!(span.slice(text), expected, "{text:?}");
    }
    let text = "- - |\n    x\n  # c\n  - >\n    y\n- |-\n  z\n";
    assert_eq!(
        places(text),
        [
            format!("={:?}", text.trim_end()),
            r#"[0]="- |\n    x\n  # c\n  - >\n    y""#.into(),
            r#"[0][0]="|\n    x""#.into(),
            r#"[0][1]=">\n    y""#.into(),
            r#"[1]="|-\n  z""#.into(),
        ]
    );
}

#[test]
fn lists_begin_at_their_first_dash_indented_or_not() {
    for text in [
        "k:\n- a\n- - b\n  - c\n",
        "k:\n  # c\n\n  - a\n  - - b\n    - c\n",
    ] {
        let span = span_of(text, &Route::keys(["k"]));
        assert!(span.slice(text).starts_with("- a"), "{text:?}");
        assert!(span.slice(text).ends_with("- c"), "{text:?}");
        let inner = span_of(text, &Route::keys(["k"]).join(1));
        assert!(inner.slice(text).starts_with("- b"), "{text:?}");
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_shift_nothing() {
    let text = "\u{FEFF}a: b\r\nc: \"é\r\n  f\" # x\r\n";
    let file = SourceFile::new("t.yaml", text.to_owned());
    let a = span_of(text, &Route::keys(["a"]));
    let c = span_of(text, &Route::keys(["c"]));
    assert_eq!(a.slice(text), "b");
    assert_eq!(c.slice(text), "\"é\r\n  f\"");
    assert_eq!(file.position(a.start).column, 4);
    assert_eq!(
        (file.position(c.end).line, file.position(c.end).column),
        (3, 5)
    );
    assert_eq!(file.line_span(1).unwrap().slice(text), "\u{FEFF}a: b");
    assert_eq!(file.line_span(3).unwrap().slice(text), "  f\" # x");
    assert_eq!(file.line_count(), 3);
}

#[test]
fn a_lone_carriage_return_ends_a_line_and_a_comment() {
    let text = " # why\r- ";
    assert_eq!(places(text), [r#"="-""#, r#"[0]="""#]);
    let text = "a: 1 # why\rb: |\r  c\rd: 2\n";
    let found = places(text);
    assert_eq!(
        found[2..],
        [
            r#"a="1""#,
            r#"b#"b""#,
            r#"b="|\r  c""#,
            r#"d#"d""#,
            r#"d="2""#
        ]
    );
}

#[test]
fn a_list_may_follow_the_end_of_a_document_that_was_none() {
    assert_eq!(
        places("...\n- # why\n- a\n"),
        [r#"="- # why\n- a""#, r#"[0]="""#, r#"[1]="a""#]
    );
    assert_eq!(places("...\n... # x\n|-\n  a\n"), [r#"="|-\n  a""#]);
}

#[test]
fn a_key_without_a_value_takes_no_colon_from_the_next_key() {
    assert_eq!(
        places("? a\n:b: c\n"),
        [
            r#"="a\n:b: c""#,
            r#"a#"a""#,
            r#"a="""#,
            r#":b#":b""#,
            r#":b="c""#
        ]
    );
}

#[test]
fn columns_count_characters() {
    let file = SourceFile::new("t", "é: 😀x\nb".to_owned());
    assert_eq!(file.position("é: 😀".len()).column, 5);
    assert_eq!(file.position("é: 😀x\nb".len()).line, 2);
    assert_eq!(file.position(usize::MAX).column, 2);
    assert_eq!(file.line_span(2), Some(Span::new(10, 11)));
    assert_eq!(file.line_span(3), None);
    assert_eq!(file.line_span(0), None);
}

#[test]
fn scalars_are_text_and_only_nothing_is_null() {
    let text = "a: 042\nb: no\nc: ~\nd: \"null\"\ne: NULL\nf: ''\ng: nUll\n";
    let root = parse(text).root.unwrap();
    let mapping = root.as_mapping().unwrap();
    let texts: Vec<_> = mapping.iter().map(|entry| entry.value.text()).collect();
    assert_eq!(
        texts,
        [
            Some("042"),
            Some("no"),
            None,
            Some("null"),
            None,
            Some(""),
            Some("nUll")
        ]
    );
    assert_eq!(
        mapping.get("d").unwrap().as_scalar().unwrap().style,
        Style::DoubleQuoted
    );
}

#[test]
fn every_fault_of_a_kind_is_reported_in_one_pass() {
    let text =
        "a: &x 1\nb: *x\na: 2\nc: !!str 3\n<<: *x\nd: {k: 1, k: 2}\na: *gone\n? [l]\n: m\nb: 4\n";
    assert_eq!(
        fault_keys(text),
        [
            "anchor",
            "alias",
            "duplicate-key",
            "tag",
            "merge-key",
            "alias",
            "duplicate-key",
            "duplicate-key",
            "alias",
            "non-scalar-key",
            "duplicate-key",
        ]
    );
    let parsed = parse(text);
    let duplicate = parsed
        .faults
        .iter()
        .find(|fault| matches!(&fault.kind, FaultKind::DuplicateKey { key } if key == "k"));
    let duplicate = duplicate.unwrap();
    assert_eq!(text[..duplicate.span.start].rfind("k: 2"), None);
    assert!(text[duplicate.span.start..].starts_with("k: 2"));
    assert!(text[duplicate.other.unwrap().start..].starts_with("k: 1"));
}

#[test]
fn a_duplicate_among_many_keys_is_found() {
    use std::fmt::Write as _;
    let mut text = String::new();
    for index in 0..100 {
        writeln!(text, "k{}: v", index % 98).unwrap();
    }
    assert_eq!(fault_keys(&text), ["duplicate-key"; 2]);
}

#[test]
fn several_documents_and_none_are_faults() {
    assert_eq!(
        fault_keys("a: 1\n---\nb: 2\n---\nc: 3\n"),
        ["many-documents"]
    );
    assert_eq!(fault_keys(""), ["empty"]);
    assert_eq!(fault_keys("# only a comment\n"), ["empty"]);
    assert_eq!(fault_keys("---\n...\n"), ["empty"]);
    assert_eq!(fault_keys("--- # c\na: 1\n...\n"), [""; 0]);
}

#[test]
fn what_stands_before_a_syntax_fault_is_kept() {
    let text = "a: 1\nb:\n  c: [x, y\n  d: 2\n";
    let parsed = parse(text);
    assert_eq!(parsed.faults.len(), 1);
    let root = parsed.root.unwrap();
    assert_eq!(root.at(&Route::keys(["a"])).unwrap().text(), Some("1"));
    let list = root.at(&Route::keys(["b", "c"])).unwrap();
    assert_eq!(list.as_sequence().unwrap().items.len(), 1);
}

#[test]
fn syntax_faults_say_their_sort_and_place() {
    for (text, kind, place) in [
        ("t: a: b\n", SyntaxKind::ColonInValue, 4),
        ("t: 'abc\n", SyntaxKind::UnclosedQuote, 3),
        ("t: @x\n", SyntaxKind::ReservedCharacter, 3),
        ("t: \"a\\q\"\n", SyntaxKind::BadEscape, 5),
        ("t: \"a\" b\n", SyntaxKind::AfterQuote, 7),
        ("t: |x\n  y\n", SyntaxKind::BlockHeader, 3),
    ] {
        let parsed = parse(text);
        assert_eq!(parsed.faults.len(), 1, "{text:?}");
        let fault = &parsed.faults[0];
        assert!(
            matches!(fault.kind, FaultKind::Syntax { kind: found, .. } if found == kind),
            "{text:?} {fault:?}"
        );
        assert_eq!(fault.span.start, place, "{text:?}");
    }
    assert_eq!(fault_keys("a:\n\tb: c\n"), ["tab"]);
}

#[test]
fn hostile_texts_are_refused_quickly() {
    use std::fmt::Write as _;
    let mut bomb = String::from("a0: &a0 [x]\n");
    for level in 1..10 {
        let previous = format!("*a{}, ", level - 1).repeat(9);
        writeln!(bomb, "a{level}: &a{level} [{previous}x]").unwrap();
    }
    let mut stairs = String::new();
    for level in 0..2_000 {
        writeln!(stairs, "{}k:", " ".repeat(level)).unwrap();
    }
    for (text, expected) in [
        ("[".repeat(100_000), "too-deep"),
        ("{a: ".repeat(100_000), "too-deep"),
        ("- ".repeat(100_000), "too-deep"),
        ("? ".repeat(100_000), "too-deep"),
        (stairs, "too-deep"),
        (bomb, "anchor"),
        ("a: b\n".repeat(4_000_000), "too-large"),
        ("a: b\0c\n".to_owned(), "control-character"),
    ] {
        let start = Instant::now();
        let keys = fault_keys(&text);
        assert!(keys.contains(&expected), "{text:.20} {:?}", keys.first());
        assert!(start.elapsed() < Duration::from_secs(2), "{text:.20}");
    }
}

#[test]
fn too_many_values_stop_the_reading() {
    let text = format!("a: [{}]\nb: 1\n", "1,".repeat(2_000_001));
    let parsed = parse(&text);
    assert_eq!(parsed.faults.len(), 1);
    assert_eq!(parsed.faults[0].kind, FaultKind::TooManyNodes);
    assert!(parsed.root.is_some());
}

#[test]
fn bytes_that_are_no_text_are_told_apart() {
    let latin = "nom: caf\u{e9}\n"
        .chars()
        .map(|c| c as u8)
        .collect::<Vec<_>>();
    match decode(&latin) {
        Err(DecodeError::NotUtf8 {
            offset,
            byte,
            position,
        }) => {
            assert_eq!(
                (offset, byte, position.line, position.column),
                (8, 0xE9, 1, 9)
            );
        }
        other => panic!("{other:?}"),
    }
    match decode("é\na\0".as_bytes()) {
        Err(DecodeError::Binary { offset, position }) => {
            assert_eq!((offset, position.line, position.column), (4, 2, 2));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(decode(b"\xFF\xFEa\0"), Err(DecodeError::Utf16));
    assert_eq!(decode(b"a\0b\0c\0"), Err(DecodeError::Utf16));
    let long = vec![b'a'; MAX_BYTES + 1];
    assert_eq!(
        decode(&long),
        Err(DecodeError::TooLarge {
            bytes: MAX_BYTES + 1
        })
    );
    let windows = decode("\u{FEFF}a\r\nb\r\nc\n".as_bytes()).unwrap();
    assert!(windows.has_bom);
    assert_eq!(windows.line_ending, LineEnding::CrLf);
    assert_eq!(decode(b"a\nb\r\n").unwrap().line_ending, LineEnding::Lf);
}

#[test]
fn a_route_is_shown_as_people_write_it() {
    let route = Route::keys(["answers", "set-up", "bodies"])
        .join(2)
        .join("chair");
    assert_eq!(route.to_string(), "answers.set-up.bodies[2].chair");
    assert_eq!(
        route.parent().unwrap().to_string(),
        "answers.set-up.bodies[2]"
    );
    assert_eq!(Route::root().to_string(), "");
}
