//! Editing YAML: what each change does to the lines of a file.

#![allow(
    clippy::unwrap_used,
    reason = "in a test, a missing value is a failure"
)]

use mainstream::yaml::edit::{self, Edit, EditError};
use mainstream::yaml::{Data, Route, Step};

/// A route from `a.b.0.c`.
fn route(steps: &str) -> Route {
    let step = |step: &str| match step.parse() {
        Ok(index) => Step::Index(index),
        Err(_) => Step::Key(step.to_owned()),
    };
    let steps = steps.split('.').filter(|step| !step.is_empty());
    steps.map(step).collect()
}

fn text(text: &str) -> Data {
    Data::Text(text.to_owned())
}

fn list<const N: usize>(items: [Data; N]) -> Data {
    Data::Sequence(items.into())
}

fn map<const N: usize>(entries: [(&str, Data); N]) -> Data {
    let entries = entries.into_iter();
    Data::Mapping(
        entries
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    )
}

#[track_caller]
fn check(edit: Result<Edit, EditError>, before: &str, after: &str) {
    let done = edit.unwrap();
    assert_eq!(done.apply(before), after);
}

#[track_caller]
fn set(before: &str, at: &str, data: &Data, after: &str) {
    check(edit::set(before, &route(at), data), before, after);
    if !before.contains('\n') {
        return;
    }
    // The same file with the line ends of Windows.
    let windows = |text: &str| text.replace('\n', "\r\n");
    let (before, after) = (windows(before), windows(after));
    check(edit::set(&before, &route(at), data), &before, &after);
}

#[track_caller]
fn remove(before: &str, at: &str, after: &str) {
    check(edit::remove(before, &route(at)), before, after);
    let windows = |text: &str| text.replace('\n', "\r\n");
    let (before, after) = (windows(before), windows(after));
    check(edit::remove(&before, &route(at)), &before, &after);
}

#[test]
fn a_line_keeps_its_comment_when_its_value_changes() {
    set(
        "a: b  # why\nc: d\n",
        "a",
        &text("é: è"),
        "a: \"é: è\"  # why\nc: d\n",
    );
    set("a:   'b'\nc: d\n", "a", &text("x"), "a:   x\nc: d\n");
    set("a: # why\nc: d\n", "a", &text("x"), "a: x # why\nc: d\n");
    set("a:\nc: d\n", "a", &Data::Bool(true), "a: true\nc: d\n");
    set(
        "a: null # why\n",
        "a",
        &Data::Number("7".into()),
        "a: 7 # why\n",
    );
    set("a: b", "a", &text("c"), "a: c");
    set("a:", "a", &text("c"), "a: c");
}

#[test]
fn blocks_and_lines_take_each_other_s_place() {
    set(
        "a: b # why\nc: d\n",
        "a",
        &text("x\ny\n"),
        "a: | # why\n  x\n  y\nc: d\n",
    );
    set(
        "a: | # why\n  x\n\n  y\n\n# c\nc: d\n",
        "a",
        &text("b"),
        "a: b # why\n\n# c\nc: d\n",
    );
    set(
        "a: >-\n  x\n\nc: d\n",
        "a",
        &text("1\n2"),
        "a: |-\n  1\n  2\n\nc: d\n",
    );
    set(
        "a: |+\n  x\n\n\nc: d\n",
        "a",
        &text("v"),
        "a: v\n\n\nc: d\n",
    );
    set(
        "a:\n  - |\n    x\n  - y\n",
        "a.0",
        &text("b"),
        "a:\n  - b\n  - y\n",
    );
    set("a: b", "a", &text("x\n"), "a: |\n  x\n");
    set(
        "a:\n  - b",
        "a.0",
        &text("x\ny"),
        "a:\n  - |-\n    x\n    y",
    );
    // Blank lines at the end of a text cannot stand in a block where others follow.
    set(
        "a: b\n\nc: d\n",
        "a",
        &text("x\n\n"),
        "a: \"x\\n\\n\"\n\nc: d\n",
    );
}

#[test]
fn collections_take_the_place_of_lines_and_back() {
    let pair = map([("x", text("1")), ("w", text("z"))]);
    set(
        "a: b # why\nc: d\n",
        "a",
        &pair,
        "a: # why\n  x: \"1\"\n  w: z\nc: d\n",
    );
    set(
        "a: # why\n  # first\n  x: 2\nc: d\n",
        "a",
        &text("b"),
        "a: b # why\n  # first\nc: d\n",
    );
    set(
        "a:\n  - x # 1\n  - y\nc: d\n",
        "a",
        &list([text("z")]),
        "a:\n  - z # 1\nc: d\n",
    );
    set(
        "- a # why\n- b\n",
        "0",
        &pair,
        "- # why\n  x: \"1\"\n  w: z\n- b\n",
    );
    set("- a\n- b\n", "0", &pair, "- x: \"1\"\n  w: z\n- b\n");
    set(
        "- x: 1\n  # own\n  z: 2\n- b\n",
        "0",
        &text("a"),
        "- a\n- b\n",
    );
    set(
        "a: {}\nb: []\n",
        "a.x",
        &text("1"),
        "a:\n  x: \"1\"\nb: []\n",
    );
}

#[test]
fn the_indentation_of_the_file_is_adopted() {
    let before = "a:\n    b: c\n    d:\n    - e\n";
    let records = list([map([("id", text("r")), ("k", map([("m", text("o"))]))])]);
    set(
        before,
        "a.f",
        &records,
        "a:\n    b: c\n    d:\n    - e\n    f:\n    - id: r\n      k:\n          m: o\n",
    );
    set(
        before,
        "g.h",
        &text("i\nj"),
        "a:\n    b: c\n    d:\n    - e\ng:\n    h: |-\n        i\n        j\n",
    );
}

#[test]
fn only_what_differs_is_written() {
    let before = "a:\n  # the answer\n  answer: \"no\" # firm\n  note: |\n    old\n  by: x\nb: 1\n";
    let data = map([
        ("answer", text("yes")),
        ("note", text("old\n")),
        ("on", text("2014-02-01")),
    ]);
    set(
        before,
        "a",
        &data,
        "a:\n  # the answer\n  answer: \"yes\" # firm\n  note: |\n    old\n  \"on\": \"2014-02-01\"\nb: 1\n",
    );
    let same = edit::set(before, &route("a.answer"), &text("no")).unwrap();
    assert!(same.is_empty());
    set(
        "l:\n  - a # 1\n  - b # 2\n  - c # 3\n",
        "l",
        &list([text("a"), text("x"), text("v"), text("c")]),
        "l:\n  - a # 1\n  - x # 2\n  - v\n  - c # 3\n",
    );
}

#[test]
fn values_in_brackets_stay_in_brackets() {
    let before = "a: [x, {k: v, w}, 'y' ] # why\n";
    set(
        before,
        "a.0",
        &text("b, c"),
        "a: [\"b, c\", {k: v, w}, 'y' ] # why\n",
    );
    set(
        before,
        "a.1.k",
        &text("l1\nl2"),
        "a: [x, {k: \"l1\\nl2\", w}, 'y' ] # why\n",
    );
    set(
        before,
        "a.1.w",
        &text("p"),
        "a: [x, {k: v, w: p}, 'y' ] # why\n",
    );
    set(
        before,
        "a.1.z",
        &list([text("1")]),
        "a: [x, {k: v, w, z: [\"1\"]}, 'y' ] # why\n",
    );
    set(
        before,
        "a.3",
        &text("z"),
        "a: [x, {k: v, w}, 'y', z ] # why\n",
    );
    remove(before, "a.1.k", "a: [x, {w}, 'y' ] # why\n");
    remove(before, "a.1.w", "a: [x, {k: v}, 'y' ] # why\n");
    remove(before, "a.2", "a: [x, {k: v, w} ] # why\n");
    let moved = edit::move_item(before, &route("a"), 2, 0);
    check(moved, before, "a: ['y', x, {k: v, w} ] # why\n");
    let put = edit::insert_item(before, &route("a"), 1, &Data::Null);
    check(put, before, "a: [x, null, {k: v, w}, 'y' ] # why\n");
}

#[test]
fn a_new_key_goes_where_the_order_wants_it() {
    let order = |route: &Route| -> Option<Vec<String>> {
        let names: &[&str] = match route.to_string().as_str() {
            "" => &["top", "answers", "end"],
            "answers" => &["one", "two", "three"],
            "answers.two" => &["a", "b", "c"],
            _ => return None,
        };
        Some(names.iter().map(|&name| name.to_owned()).collect())
    };
    let before = "# head\nanswers:\n  # about two\n  two:\n    # about b\n    b: 1 # b\n    # below b\n\n    own: 2\n  # the rest\n# tail\n";
    let put = |at: &str| {
        let done = edit::set_with_order(before, &route(at), &text("x"), &order).unwrap();
        assert!(done.span.is_empty());
        done.apply(before)
    };
    assert_eq!(
        put("top"),
        before.replace("answers:\n", "top: x\nanswers:\n")
    );
    assert_eq!(
        put("answers.one"),
        before.replace("  # about two\n", "  one: x\n  # about two\n")
    );
    assert_eq!(
        put("answers.two.a"),
        before.replace("    # about b\n", "    a: x\n    # about b\n")
    );
    assert_eq!(
        put("answers.two.c"),
        before.replace("# b\n", "# b\n    c: x\n")
    );
    assert_eq!(
        put("answers.two.z"),
        before.replace("own: 2\n", "own: 2\n    z: x\n")
    );
    assert_eq!(
        put("answers.three"),
        before.replace("    own: 2\n", "    own: 2\n  three: x\n")
    );
    assert_eq!(
        put("end"),
        before.replace("  # the rest\n", "  # the rest\nend: x\n")
    );
}

#[test]
fn missing_parents_are_made() {
    set("", "a.b", &text("c"), "a:\n  b: c\n");
    set("# head\n", "a.b", &text("c"), "# head\na:\n  b: c\n");
    set("---\n...\n", "a", &text("c"), "---\na: c\n...\n");
    set("a: 1\n...\n", "b", &text("c"), "a: 1\nb: c\n...\n");
    set(
        "a: # why\n",
        "a.b.c",
        &text("d"),
        "a: # why\n  b:\n    c: d\n",
    );
    set(
        "a: 1\n# end",
        "b.0.id",
        &text("r"),
        "a: 1\nb:\n  - id: r\n# end",
    );
    let deep = edit::set("a: 1\n", &route("a.b"), &text("c"));
    assert_eq!(deep, Err(EditError::WrongKind(route("a"))));
    let far = edit::set("a: [1]\n", &route("a.2"), &text("c"));
    assert_eq!(far, Err(EditError::NoSuchPlace(route("a.2"))));
}

#[test]
fn what_is_removed_takes_its_own_comments_along() {
    let before = "# head\n\n# about a\na: 1 # why\n\n# about b\nb:\n  - x\n  # below x\nc: 3";
    remove(before, "b", "# head\n\n# about a\na: 1 # why\n\nc: 3");
    remove(
        before,
        "c",
        "# head\n\n# about a\na: 1 # why\n\n# about b\nb:\n  - x\n  # below x",
    );
    remove(
        before,
        "a",
        "# head\n\n\n# about b\nb:\n  - x\n  # below x\nc: 3",
    );
    remove("- id: 1\n  n: 2\n- id: 3\n", "0.id", "- n: 2\n- id: 3\n");
    remove(
        "- id: 1\n  # about n\n  n: 2\n",
        "0.id",
        "- \n  # about n\n  n: 2\n",
    );
    remove("a: |+\n  x\n\n\nb: 1\n", "a", "b: 1\n");
}

#[test]
fn a_mapping_that_becomes_empty_goes_too() {
    let before = "answers:\n  one:\n    a: 1\n  two:\n    b: 2\n";
    remove(before, "answers.one.a", "answers:\n  two:\n    b: 2\n");
    remove(
        "answers:\n  one:\n    a: 1\nend: 1\n",
        "answers.one.a",
        "answers: {}\nend: 1\n",
    );
    remove("l:\n  - a: 1\n  - b\n", "l.0.a", "l:\n  - {}\n  - b\n");
    remove("l:\n  - a\nm: 1\n", "l.0", "l: []\nm: 1\n");
    remove("a: 1\n", "a", "{}\n");
}

#[test]
fn records_are_put_in_and_moved_with_their_comments() {
    let before =
        "l:\n  # first\n  - id: a # 1\n    n: 1\n\n  # second\n  - id: b\n  - id: c\nz: 1\n";
    let new = map([("id", text("p")), ("t", text("x\ny"))]);
    let at = route("l");
    check(
        edit::insert_item(before, &at, 1, &new),
        before,
        &before.replace(
            "  # second\n",
            "  - id: p\n    t: |-\n      x\n      y\n  # second\n",
        ),
    );
    check(
        edit::insert_item(before, &at, 3, &text("q")),
        before,
        &before.replace("id: c\n", "id: c\n  - q\n"),
    );
    check(
        edit::move_item(before, &at, 0, 2),
        before,
        "l:\n  # second\n  - id: b\n  - id: c\n  # first\n  - id: a # 1\n    n: 1\nz: 1\n",
    );
    check(
        edit::move_item(before, &at, 2, 0),
        before,
        "l:\n  - id: c\n  # first\n  - id: a # 1\n    n: 1\n\n  # second\n  - id: b\nz: 1\n",
    );
    check(
        edit::insert_item("a:\n", &route("a"), 0, &text("x")),
        "a:\n",
        "a: [x]\n",
    );
    let far = edit::insert_item(before, &at, 4, &text("x"));
    assert_eq!(far, Err(EditError::NoSuchPlace(route("l.4"))));
}

#[test]
fn a_faulty_file_is_not_edited() {
    for before in ["a: 1\na: 2\n", "a: [1\n", "a: &x 1\n", "a: 1\n---\nb: 2\n"] {
        assert_eq!(
            edit::set(before, &route("a"), &text("x")),
            Err(EditError::Faulty)
        );
    }
}

#[test]
fn a_byte_order_mark_stays_first() {
    let before = "\u{FEFF}b: 1\nc:\n  d: 2\n";
    let order = |_: &Route| Some(vec!["a".to_owned(), "b".to_owned()]);
    let done = edit::set_with_order(before, &route("a"), &text("x"), &order).unwrap();
    assert_eq!(done.apply(before), "\u{FEFF}a: x\nb: 1\nc:\n  d: 2\n");
    remove(before, "b", "\u{FEFF}c:\n  d: 2\n");
    set(before, "e", &text("x"), "\u{FEFF}b: 1\nc:\n  d: 2\ne: x\n");
    set("\u{FEFF}", "a", &text("x"), "\u{FEFF}a: x\n");
}
