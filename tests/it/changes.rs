//! Changes to a project touch only their own lines, read back as meant, and can be repeated.

use mainstream::handbook::{Handbook, load_builtin};
use mainstream::project::{Change, Project, State, apply_changes};
use mainstream::yaml::{Data, parse};
use proptest::prelude::*;

const FILE: &str = "\
# the file of a team
mainstream: 1
handbook: {id: gmg, edition: \"2026.1\"}
country: TUN   # who
title: 'Plan'

answers:
  # before anything else
  readiness:
    political-backing: partly # a remark
    vision: |
      First line.

      Second paragraph.
    unheard-of: kept

  set-up:
    # the bodies
    bodies:
      # the first one
      - id: ministry
        name: Ministry   # short
        role: ministry
      - id: committee
        name: Committee
";

fn handbook() -> Handbook {
    load_builtin().expect("no fault")
}

fn index(handbook: &Handbook, name: &str) -> usize {
    handbook.question_index(name).expect("a question")
}

fn apply(changes: &[Change]) -> String {
    apply_changes(FILE, &handbook(), changes).expect("applied")
}

/// The lines that differ, as `-old` and `+new`.
fn difference(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tail = old[same..]
        .iter()
        .rev()
        .zip(new[same..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let removed = old[same..old.len() - tail]
        .iter()
        .map(|line| format!("-{line}\n"));
    let added = new[same..new.len() - tail]
        .iter()
        .map(|line| format!("+{line}\n"));
    removed.chain(added).collect()
}

#[test]
fn an_answer_changes_its_own_line_and_keeps_the_remark() {
    let handbook = handbook();
    let change = Change::Answer {
        question: index(&handbook, "B01"),
        value: Data::Text("yes".into()),
    };
    insta::assert_snapshot!(difference(FILE, &apply(&[change])), @r#"
    -    political-backing: partly # a remark
    +    political-backing: "yes" # a remark
    "#);
}

#[test]
fn a_new_answer_goes_to_its_place_in_the_handbook() {
    let handbook = handbook();
    let change = Change::Answer {
        question: index(&handbook, "B03"),
        value: Data::Text("partly".into()),
    };
    insta::assert_snapshot!(difference(FILE, &apply(&[change])), @"+    ownership: partly");
    let change = Change::Answer {
        question: index(&handbook, "A02"),
        value: Data::Text("national".into()),
    };
    let new = apply(&[change]);
    assert!(
        new.find("case-file").expect("there") < new.find("readiness").expect("there"),
        "{new}"
    );
}

#[test]
fn a_note_inside_braces_leaves_a_number_a_number() {
    let handbook = handbook();
    let file = "mainstream: 1\nanswers:\n  readiness: {months-left: 5, shared-aims: \"no\"}\n";
    let changes = ["B07", "B04"].map(|name| Change::Note {
        question: index(&handbook, name),
        note: Some("about".into()),
    });
    let new = apply_changes(file, &handbook, &changes).expect("applied");
    let wanted = "{months-left: {answer: 5, note: about}, \
                  shared-aims: {answer: \"no\", note: about}}";
    assert!(new.ends_with(&format!("readiness: {wanted}\n")), "{new}");
}

#[test]
fn a_state_with_its_reason_stands_below_a_bare_answer() {
    let handbook = handbook();
    let mark = |name: &str| Change::State {
        question: index(&handbook, name),
        state: Some(State::NeedsReview),
        reason: Some("B01 changed".into()),
    };
    insta::assert_snapshot!(difference(FILE, &apply(&[mark("B01")])), @r"
    -    political-backing: partly # a remark
    +    political-backing:
    +      answer: partly # a remark
    +      state: needs-review
    +      reason: B01 changed
    ");
    insta::assert_snapshot!(difference(FILE, &apply(&[mark("B05")])), @r"
    -    vision: |
    -      First line.
    -
    -      Second paragraph.
    +    vision:
    +      answer: |
    +        First line.
    +
    +        Second paragraph.
    +      state: needs-review
    +      reason: B01 changed
    ");
    assert_eq!(
        apply(&[mark("B01"), mark("B01")]),
        apply(&[mark("B01")]),
        "once is enough"
    );
}

#[test]
fn a_note_wraps_a_bare_answer_without_rewriting_it() {
    let handbook = handbook();
    let note = |name: &str| Change::Note {
        question: index(&handbook, name),
        note: Some("see annex".into()),
    };
    insta::assert_snapshot!(difference(FILE, &apply(&[note("B01")])), @r"
    -    political-backing: partly # a remark
    +    political-backing:
    +      answer: partly # a remark
    +      note: see annex
    ");
    insta::assert_snapshot!(difference(FILE, &apply(&[note("B05")])), @r"
    -    vision: |
    -      First line.
    -
    -      Second paragraph.
    +    vision:
    +      answer: |
    +        First line.
    +
    +        Second paragraph.
    +      note: see annex
    ");
    insta::assert_snapshot!(difference(FILE, &apply(&[note("D01")])), @r"
    -      # the first one
    -      - id: ministry
    -        name: Ministry   # short
    -        role: ministry
    -      - id: committee
    -        name: Committee
    +      answer:
    +        # the first one
    +        - id: ministry
    +          name: Ministry   # short
    +          role: ministry
    +        - id: committee
    +          name: Committee
    +      note: see annex
    ");
}

#[test]
fn records_are_added_changed_moved_and_removed() {
    let handbook = handbook();
    let home = Some(index(&handbook, "D01"));
    let add = Change::AddRecord {
        home,
        at: None,
        fields: vec![
            ("id".into(), Data::Text("council".into())),
            ("name".into(), Data::Text("Council: wide".into())),
        ],
    };
    insta::assert_snapshot!(difference(FILE, &apply(&[add])), @r#"
    +      - id: council
    +        name: "Council: wide"
    "#);
    let field = |field: &str, value| Change::Field {
        home,
        record: 0,
        field: field.into(),
        value,
    };
    let chair = field("chair", Some(Data::Text("The minister".into())));
    insta::assert_snapshot!(difference(FILE, &apply(&[chair])), @"+        chair: The minister");
    let gone = field("role", None);
    insta::assert_snapshot!(difference(FILE, &apply(&[gone])), @"-        role: ministry");
    let removed = Change::RemoveRecord { home, record: 1 };
    insta::assert_snapshot!(difference(FILE, &apply(&[removed])), @r"
    -      - id: committee
    -        name: Committee
    ");
    let moved = apply(&[Change::MoveRecord {
        home,
        from: 1,
        to: 0,
    }]);
    assert!(
        moved.find("committee").expect("there") < moved.find("# the first one").expect("there"),
        "{moved}"
    );
}

#[test]
fn a_state_comes_and_goes() {
    let handbook = handbook();
    let question = index(&handbook, "B03");
    let reason = Some("not in this country".to_owned());
    let set = Change::State {
        question,
        state: Some(State::NotApplicable),
        reason,
    };
    let with = apply(&[set]);
    insta::assert_snapshot!(difference(FILE, &with), @r"
    +    ownership:
    +      state: not-applicable
    +      reason: not in this country
    ");
    let clear = Change::State {
        question,
        state: None,
        reason: None,
    };
    let without = apply_changes(&with, &handbook, &[clear]).expect("applied");
    assert!(!without.contains("not-applicable"), "{without}");
}

#[test]
fn an_answer_written_under_its_code_is_changed_there() {
    let handbook = handbook();
    let text = FILE.replace("political-backing: partly", "B01: partly");
    let change = Change::Answer {
        question: index(&handbook, "B01"),
        value: Data::Text("no".into()),
    };
    let new = apply_changes(&text, &handbook, &[change]).expect("applied");
    insta::assert_snapshot!(difference(&text, &new), @r#"
    -    B01: partly # a remark
    +    B01: "no" # a remark
    "#);
}

#[test]
fn the_ledger_grows_at_the_top() {
    let fields = vec![
        ("id".into(), Data::Text("census".into())),
        ("title".into(), Data::Text("Census".into())),
    ];
    let new = apply(&[Change::AddRecord {
        home: None,
        at: None,
        fields,
    }]);
    assert!(
        new.find("sources:").expect("there") < new.find("answers:").expect("there"),
        "{new}"
    );
    let handbook = handbook();
    let parsed = parse(&new);
    let root = parsed.root.expect("a tree");
    assert_eq!(Project::read(&root, &handbook).sources().len(), 1);
}

#[test]
fn nothing_is_changed_where_nothing_can_be() {
    let handbook = handbook();
    let gone = Change::RemoveRecord {
        home: Some(index(&handbook, "D01")),
        record: 7,
    };
    assert!(apply_changes(FILE, &handbook, &[gone]).is_err());
    assert!(
        apply_changes(
            "a: [",
            &handbook,
            &[Change::Header {
                key: "title".into(),
                value: Data::Null
            }]
        )
        .is_err()
    );
}

fn nasty() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a",
        "é",
        "漢",
        " ",
        "\n",
        "  ",
        "#",
        ": ",
        "- ",
        "'",
        "\"",
        "no",
        "1.10",
        "12:30",
        "2014-02-01",
        "|",
        ">",
        "\t",
        "{",
        "]",
        "&x",
        "*y",
        "!",
        "%",
        "@",
        "`",
        "\u{a0}",
        "😀",
        "\u{2028}",
        "\r\n",
    ]);
    prop::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_text_reads_back_as_it_was_set(text in nasty(), crlf in any::<bool>()) {
        prop_assume!(!text.trim().is_empty());
        let handbook = handbook();
        let file = if crlf { FILE.replace('\n', "\r\n") } else { FILE.to_owned() };
        let question = index(&handbook, "B05");
        let change = Change::Answer { question, value: Data::Text(text.clone()) };
        let new = apply_changes(&file, &handbook, std::slice::from_ref(&change)).expect("applied");
        let parsed = parse(&new);
        prop_assert!(parsed.faults.is_empty());
        let root = parsed.root.expect("a tree");
        let project = Project::read(&root, &handbook);
        let read = project.answer(question).and_then(|answer| answer.value).and_then(|value| value.text());
        prop_assert_eq!(read, Some(text.as_str()));
        // Setting the same again changes no byte.
        prop_assert_eq!(&apply_changes(&new, &handbook, &[change]).expect("applied"), &new);
        // What is not the answer is as it was.
        for line in ["# the file of a team", "    unheard-of: kept", "        name: Ministry   # short"] {
            prop_assert!(new.contains(line));
        }
    }

    #[test]
    fn any_note_reads_back_as_it_was_set(text in nasty()) {
        prop_assume!(!text.trim().is_empty());
        let handbook = handbook();
        let question = index(&handbook, "D01");
        let new = apply(&[Change::Note { question, note: Some(text.clone()) }]);
        let parsed = parse(&new);
        let root = parsed.root.expect("a tree");
        let project = Project::read(&root, &handbook);
        let note = project.answer(question).and_then(|answer| answer.note).map(|note| note.text.to_owned());
        prop_assert_eq!(note, Some(text));
        prop_assert_eq!(project.list(question).len(), 2);
    }
}
