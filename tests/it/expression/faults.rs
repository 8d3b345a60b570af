//! What is wrong with expressions before they run, and where.

use insta::assert_snapshot;
use mainstream::expression::Subject;

use super::compiled;

/// Expressions about an action, each with something wrong.
const FAULTY: [&str; 72] = [
    "",
    "   ",
    "record.name ==",
    "(record.name == 'x'",
    "record.name == 'x",
    "record.name = 'x'",
    "record.name == 'x' and true",
    "1 < 2 < ",
    "a b",
    "€ == 1",
    "'é' == record.naem",
    "if == 1",
    "1e400 == 1",
    "99999999999999999999 == 1",
    "1u == 1",
    "b'x' == b'y'",
    "{'a': 1} == {'a': 1}",
    "Foo{a: 1} == 2",
    "record.?name == 'x'",
    "recrod.name == 'x'",
    "name == 'x'",
    "answer == 'x'",
    "record.nmae == 'x'",
    "record.start-date < today",
    "record.women-reached > 3",
    "answers.set-up.bodies == []",
    "answers.set_up.sector-focal-points == []",
    "records.budget-line.size() > 0",
    "answers.raediness.vision == 'x'",
    "answers.readiness.visoin == 'x'",
    "answers.readiness == 'x'",
    "answers == 'x'",
    "states.readiness.vision == 'anwsered'",
    "records == []",
    "records.acton == []",
    "header.contry == 'x'",
    "header == 'x'",
    "record.status == 'finsihed'",
    "record.status in ['done', 'lat']",
    "'wat' in records.hearing[0].channels",
    "records.action.exists(a, a.statsu == 'done')",
    "records.action.exists(a, b.status == 'done')",
    "records.action.exists(a.b, true)",
    "records.action.exists(true)",
    "exists(records.action, a, true)",
    "records.action.any(a, true)",
    "records.action.name == 'x'",
    "record.name.lowr() == 'x'",
    "lower(record.name) == 'x'",
    "record.name.contains() == true",
    "size() == 1",
    "size(1) == 1",
    "has(record) && true",
    "has('x')",
    "record.start == '2027-13-01'",
    "record.start in ['soon']",
    "date('never') < today",
    "record.name.matches('[a') && true",
    "record.name.matches(record.name)",
    "record.start + record.end == today",
    "record.start > 3",
    "record.name > 3",
    "record.partners == null",
    "record.start < null",
    "record.name && true",
    "record.name",
    "!record.progress",
    "-record.name == 'x'",
    "record.progress ? 1 : 2",
    "true ? 1 : 'x'",
    "follow(record.name).role == 'x' || follow(record.lead).rol == 'x'",
    "[1, 'x'] == [1] && record.nmae == 'y' && recrod == 2",
];

#[test]
fn every_fault_is_told_with_its_place() {
    let told = FAULTY.iter().map(|text| {
        let faults =
            compiled(text, Subject::Record("action")).expect_err(&format!("`{text}` is faulty"));
        format!("{text:?}\n    {}\n", faults.replace('\n', "\n    "))
    });
    assert_snapshot!("faults", told.collect::<String>());
}

#[test]
fn what_an_expression_is_about_decides_what_it_can_name() {
    assert!(compiled("record.name == 'x'", Subject::Project).is_err());
    assert!(compiled("answer == 'yes'", Subject::Project).is_err());
    assert!(compiled("record.name == 'x'", Subject::Record("action")).is_ok());
    assert!(compiled("record.names == 'x'", Subject::Record("body")).is_err());
}

#[test]
fn one_faulty_expression_leaves_the_others_alone() {
    let handbook = &crate::rules::Bench::shared().handbook;
    let deep = "(".repeat(900);
    let all: Vec<(&str, Subject<'_>)> = ["true", &deep, "'", "1 == 1"]
        .into_iter()
        .map(|text| (text, Subject::Project))
        .collect();
    let compiled = mainstream::expression::compile(&all, handbook);
    let fine: Vec<bool> = compiled.iter().map(Result::is_ok).collect();
    assert_eq!(fine, [true, false, false, true]);
}
