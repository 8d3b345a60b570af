//! Our evaluation held against that of the CEL crate, on expressions that both know.

use mainstream::expression::{Budget, Outcome};
use proptest::prelude::*;

use super::run_with;

/// Generated expressions that are true or false: whole numbers, texts, lists; no division, which
/// CEL cuts and own rules do not.
fn flag() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("true".to_owned()),
        Just("false".to_owned()),
        (
            number(),
            number(),
            prop_oneof!["<", "<=", ">", ">=", "==", "!="]
        )
            .prop_map(|(left, right, sign)| format!("{left} {sign} {right}")),
        (text(), text(), prop_oneof!["<", "==", "!="])
            .prop_map(|(left, right, sign)| format!("{left} {sign} {right}")),
        (
            text(),
            text(),
            prop_oneof!["contains", "startsWith", "endsWith"]
        )
            .prop_map(|(left, right, name)| format!("({left}).{name}({right})")),
        (number(), list()).prop_map(|(item, list)| format!("({item}) in {list}")),
        (
            list(),
            prop_oneof!["all", "exists", "exists_one"],
            number(),
            "[<>]|=="
        )
            .prop_map(|(list, name, than, sign)| format!("{list}.{name}(x, x {sign} {than})")),
        // Errors on one side: `[1][9]` has no value in either.
        Just("[1][9] == 1".to_owned()),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) && ({b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) || ({b})")),
            inner.clone().prop_map(|a| format!("!({a})")),
            (inner.clone(), inner.clone(), inner)
                .prop_map(|(a, b, c)| format!("(({a}) ? ({b}) : ({c}))")),
        ]
    })
}

fn number() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        (-20_i64..20).prop_map(|number| number.to_string()),
        list().prop_map(|list| format!("size({list})")),
        text().prop_map(|text| format!("size({text})")),
    ];
    leaf.prop_recursive(2, 6, 2, |inner| {
        (
            inner.clone(),
            inner,
            prop_oneof![Just("+"), Just("-"), Just("*")],
        )
            .prop_map(|(a, b, sign)| format!("(({a}) {sign} ({b}))"))
    })
}

fn text() -> impl Strategy<Value = String> {
    "[a-cé]{0,4}".prop_map(|text| format!("'{text}'"))
}

fn list() -> impl Strategy<Value = String> {
    proptest::collection::vec(-5_i64..5, 0..4).prop_map(|items| {
        let items: Vec<String> = items.iter().map(ToString::to_string).collect();
        format!("[{}]", items.join(", "))
    })
}

/// What the crate makes of it: true, false, or an error.
///
/// Its parser and its interpreter go as deep as the expression, on more stack than a test has.
fn of_crate(text: &str) -> Option<bool> {
    let thread = std::thread::Builder::new().stack_size(64 * 1024 * 1024);
    std::thread::scope(|scope| {
        let run = thread.spawn_scoped(scope, || run_crate(text));
        run.expect("a thread").join().expect("no panic")
    })
}

fn run_crate(text: &str) -> Option<bool> {
    let program = cel::Program::compile(text).expect("the crate reads it");
    match program.execute(&cel::Context::default()) {
        Ok(cel::Value::Bool(flag)) => Some(flag),
        Ok(other) => panic!("{text}: {other:?}"),
        Err(_) => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn both_come_to_the_same(text in flag()) {
        // What is too long or too deep for us is no case.
        if super::compiled(&text, mainstream::expression::Subject::Project).is_ok() {
            let ours = match run_with(&text, "", &mut Budget::new(super::STEPS)) {
                Outcome::Is(flag) => Some(flag),
                Outcome::Open => None,
                Outcome::Failed(fault, _) => panic!("{text}: {fault:?}"),
            };
            prop_assert_eq!(ours, of_crate(&text), "{}", text);
        }
    }
}
