//! That no expression hangs, takes the memory or breaks the program.

use std::time::{Duration, Instant};

use mainstream::expression::{Budget, MAX_LENGTH, Outcome, RunFault, Subject};
use proptest::prelude::*;

use super::{STEPS, compiled, run_with};

/// Expressions that would run for ages, or grow beyond all memory, if anybody let them.
const HANGS: [&str; 7] = [
    "L.all(a, L.all(b, L.all(c, a + b + c > 0)))",
    "L.map(a, L.map(b, L.map(c, [a, b, c]))) == L.map(a, L.map(b, L.map(c, [a, b, c])))",
    "L.map(a, L.map(b, L)).map(x, x) == L.map(a, L.map(b, L))",
    "L.map(a, T + T + T + T).map(x, x + x + x + x).map(x, x + x + x + x).map(x, x + x + x + x).exists(x, x == '')",
    "L.all(a, L.all(b, (T + T + T + T).matches('(a+)+$') && a > 0 && b > 0))",
    "L.filter(a, L.exists(b, L.exists(c, a + b == c + 1000))).size() > 1000",
    "sum(L.map(a, sum(L.map(b, sum(L.map(c, a * b * c)))))) < 0",
];

#[test]
fn an_attempt_to_hang_ends_with_the_budget() {
    let list = format!("[{}]", vec!["1"; 180].join(","));
    let text = format!("'{}'", "a".repeat(150));
    for hang in HANGS {
        let text = hang.replace('L', &list).replace('T', &text);
        let started = Instant::now();
        let outcome = match compiled(&text, Subject::Project) {
            // Some are too long to be read at all.
            Err(_) => continue,
            Ok(_) => run_with(&text, "", &mut Budget::new(STEPS)),
        };
        let failed = matches!(outcome, Outcome::Failed(RunFault::TooMuchWork, _));
        assert!(failed, "{hang}: {outcome:?}");
        // Far more than any machine needs for a million steps.
        assert!(started.elapsed() < Duration::from_secs(20), "{hang}");
    }
}

#[test]
fn a_spent_budget_stays_spent() {
    let mut budget = Budget::new(50);
    let text = "[1, 2, 3].all(x, [1, 2, 3].all(y, [1, 2, 3].all(z, x + y + z > 0)))";
    for _ in 0..3 {
        let outcome = run_with(text, "", &mut budget);
        assert!(matches!(outcome, Outcome::Failed(RunFault::TooMuchWork, _)));
        assert!(budget.is_spent());
    }
}

#[test]
fn length_and_depth_have_limits() {
    let cases = [
        ("(".repeat(30) + "1 == 1" + &")".repeat(30), "TooDeep"),
        ("[".repeat(90) + &"]".repeat(90), "TooDeep"),
        (format!("{} == 1", vec!["1"; 100].join(" + ")), "TooDeep"),
        (format!("'{}' == ''", "a".repeat(MAX_LENGTH)), "TooLong"),
        (
            "[1].all(a, [1].all(b, [1].all(c, [1].all(d, true))))".to_owned(),
            "TooManyLoops",
        ),
    ];
    for (text, wanted) in cases {
        let faults = compiled(&text, Subject::Project).expect_err("too much");
        assert!(faults.contains(wanted), "{faults}");
    }
    // As deep as it may be, it also runs.
    let deep = format!("{} > 0", vec!["1"; 60].join(" + "));
    assert_eq!(
        run_with(&deep, "", &mut Budget::new(STEPS)),
        Outcome::Is(true)
    );
    let inner = (0..18).fold("true".to_owned(), |inner, _| {
        format!("({inner} ? {inner} : false)")
    });
    if inner.len() < MAX_LENGTH {
        assert_eq!(
            run_with(&inner, "", &mut Budget::new(STEPS)),
            Outcome::Is(true)
        );
    }
    // What people write stays far below.
    let fine = format!("{}true{}", "(".repeat(18), ")".repeat(18));
    assert!(compiled(&fine, Subject::Project).is_ok());
    let many = vec!["header.title != 'x'"; 60].join(" && ");
    assert!(compiled(&many, Subject::Project).is_ok());
}

/// Pieces of expressions, well and ill put together.
fn soup() -> impl Strategy<Value = String> {
    let pieces = [
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ".",
        ",",
        ":",
        " ? ",
        "!",
        "-",
        " + ",
        "*",
        "/",
        "%",
        " == ",
        " != ",
        "<",
        ">=",
        " && ",
        " || ",
        " in ",
        "record",
        ".name",
        ".start",
        ".amount",
        "answers",
        ".readiness",
        ".vision",
        "records.action",
        ".exists(x, ",
        ".map(x, ",
        "size(",
        "has(",
        "follow(",
        "sum(",
        "x",
        "'x'",
        "\"y\"",
        "1",
        "2.5",
        "1e9",
        "0x",
        "null",
        "true",
        "today",
        "`a-b`",
        "'",
        "\"",
        "\\",
        "\n",
        "é",
        "😀",
        "\u{0}",
        "\u{202e}",
        "r'",
        "'''",
        "//",
        "@",
        "#",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..24)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_that_is_written_breaks_the_reader(text in soup()) {
        for subject in [Subject::Project, Subject::Record("action"), Subject::Question(0)] {
            if let Err(faults) = mainstream::expression::compile(
                &[(&text, subject)],
                &crate::rules::Bench::shared().handbook,
            ).pop().expect("one for one") {
                for fault in faults {
                    prop_assert!(text.get(fault.span.start..fault.span.end).is_some());
                }
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = compiled(&text, Subject::Record("action"));
    }
}
