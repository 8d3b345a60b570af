//! Writing YAML: how values are laid out, and what counts as the same value.

#![allow(
    clippy::unwrap_used,
    reason = "in a test, a missing value is a failure"
)]

use mainstream::yaml::{Data, EmitOptions, Route, emit, parse};

fn text(text: &str) -> Data {
    Data::Text(text.to_owned())
}

fn map<const N: usize>(entries: [(&str, Data); N]) -> Data {
    Data::Mapping(
        entries
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    )
}

#[test]
fn values_are_laid_out_for_people() {
    let prose =
        "Le comité interministériel se réunit chaque trimestre et rend compte au Premier ministre.";
    let data = map([
        ("mainstream", Data::Number("1".into())),
        ("title", text("Migration & développement")),
        (
            "short",
            Data::Sequence(vec![text("a"), text("b c"), text("no")]),
        ),
        ("note", text("one\ntwo\n")),
        ("prose", text(prose)),
        ("indented", text("  x\ny")),
        ("kept", text("x\n\n")),
        (
            "bodies",
            Data::Sequence(vec![
                map([
                    ("id", text("b1")),
                    ("text", text("l1\nl2")),
                    ("tags", Data::Sequence(vec![])),
                ]),
                map([
                    ("id", text("b2")),
                    ("sub", map([("yes", Data::Bool(true))])),
                ]),
                Data::Sequence(vec![text("a: b"), Data::Sequence(vec![Data::Null])]),
                text(prose),
            ]),
        ),
        ("empty", map([])),
        ("nothing", Data::Null),
    ]);
    let expected = "\
mainstream: 1
title: Migration & développement
short: [a, b c, \"no\"]
note: |
  one
  two
prose: |-
  Le comité interministériel se réunit chaque trimestre et rend compte au Premier ministre.
indented: |2-
    x
  y
kept: |+
  x

bodies:
  - id: b1
    text: |-
      l1
      l2
    tags: []
  - id: b2
    sub:
      \"yes\": true
  - - \"a: b\"
    - [null]
  - |-
    Le comité interministériel se réunit chaque trimestre et rend compte au Premier ministre.
empty: {}
nothing: null
";
    let written = emit(&data, 0, EmitOptions::default());
    assert_eq!(written, expected);
    let parsed = parse(&written);
    assert!(data.same_as(&parsed.root.unwrap()));
    assert_eq!(parsed.faults, []);
}

#[test]
fn text_read_as_something_else_is_not_the_same_text() {
    for (plain, same) in [
        ("no", false),
        ("2014-02-01", false),
        ("nein", true),
        ("1.10", false),
    ] {
        let file = format!("a: {plain}\nb: '{plain}'\n");
        let root = parse(&file).root.unwrap();
        assert_eq!(
            text(plain).same_as(root.at(&Route::keys(["a"])).unwrap()),
            same
        );
        assert!(text(plain).same_as(root.at(&Route::keys(["b"])).unwrap()));
    }
    let root = parse("a: 42\nb: '42'\nc: true\n").root.unwrap();
    let at = |key| root.at(&Route::keys([key])).unwrap();
    assert!(Data::Number("42".into()).same_as(at("a")));
    assert!(!Data::Number("42".into()).same_as(at("b")));
    assert!(Data::Bool(true).same_as(at("c")));
    assert!(!Data::Bool(false).same_as(at("c")));
}
