//! What expressions come to.

use mainstream::expression::{Outcome, RunFault};

use super::run;

/// Expressions about a record, an answer or the project (nothing), and what they come to: true,
/// false, or open where something is not written.
const CASES: [(&str, &str, Option<bool>); 86] = [
    // Literals, logic and arithmetic: numbers are exact, and a division is not cut.
    ("", "1 + 2 * 3 == 7 && !(1 > 2)", Some(true)),
    ("", "5 / 2 == 2.5 && 7 % 4 == 3 && -(2) < -1.5", Some(true)),
    ("", "0.1 + 0.2 == 0.3", Some(true)),
    ("", "0x10 == 16 && 1.0 == 1 && 2.5e1 == 25", Some(true)),
    ("", "'a' + \"b\" == 'ab' && 'é' < 'z' || false", Some(false)),
    ("", "'a' + \"b\" == 'ab' ? true : false", Some(true)),
    ("", "'x' in ['x', 'y'] && !(3 in [1, 2])", Some(true)),
    ("", "[1, 2, 3][1] == 2 && size([]) == 0", Some(true)),
    ("", "[1, 2][7] == 2", None),
    ("", "null == null && null != 1", Some(true)),
    // One side decides, whatever became of the other.
    ("", "true || [1][5] == 1", Some(true)),
    ("", "[1][5] == 1 || true", Some(true)),
    ("", "[1][5] == 1 && false", Some(false)),
    ("", "[1][5] == 1 && true", None),
    // Fields: what is not written is nothing, and decides nothing.
    (
        "a1",
        "record.id == 'a1' && record.name == 'Licence law'",
        Some(true),
    ),
    (
        "a1",
        "has(record.start) && has(record.note) && !has(record.pilot)",
        Some(true),
    ),
    ("a1", "record.pilot == null", Some(true)),
    ("a1", "record.women_reached > 3", None),
    (
        "a1",
        "!has(record.women_reached) || record.women_reached > 3",
        Some(true),
    ),
    (
        "a1",
        "record.progress >= 40 && record.progress < 40.5",
        Some(true),
    ),
    (
        "a1",
        "record['women-reached'] == null && record.`women-reached` == null",
        Some(true),
    ),
    ("a1", "record.evidence.all(e, e == 'census')", Some(true)),
    // What cannot be read is written, and says nothing more.
    ("a2", "has(record.start)", Some(true)),
    ("a2", "record.start == null", None),
    ("a2", "record.start < today", None),
    // A list is empty where nothing is written.
    (
        "a1",
        "size(record.partners) == 0 && !has(record.partners) && !has(record.groups)",
        Some(true),
    ),
    (
        "a2",
        "record.partners.size() == 2 && 'labour' in record.partners",
        Some(true),
    ),
    // Days.
    (
        "a1",
        "record.start < record.end && record.end == '2027-03-31'",
        Some(true),
    ),
    ("a1", "record.end - record.start == 89", Some(true)),
    (
        "a1",
        "record.start + 89 == record.end && record.end - 89 == record.start",
        Some(true),
    ),
    (
        "a1",
        "record.start <= today && today < date('2027-02-16')",
        Some(true),
    ),
    (
        "a1",
        "year(record.start) == 2027 && month(record.end) == 3",
        Some(true),
    ),
    (
        "a1",
        "record.start in header.period && !(date('2032-01-01') in header.period)",
        Some(true),
    ),
    (
        "a1",
        "header.period.start == '2027-01-01' && year(header.period.end) == 2031",
        Some(true),
    ),
    (
        "a1",
        "record.start in ['2027-01-01', '2028-01-01']",
        Some(true),
    ),
    // Money is exact, and amounts in two currencies do not compare.
    (
        "b1",
        "record.amount.amount == 100.1 && record.amount.currency == 'XTS'",
        Some(true),
    ),
    (
        "b1",
        "record.amount * 2 > record.amount && record.amount / record.amount == 1",
        Some(true),
    ),
    (
        "b1",
        "2 * record.amount - record.amount == record.amount",
        Some(true),
    ),
    (
        "",
        "sum(records.budget_line.filter(b, b.amount.currency == 'XTS').map(b, b.amount)).amount == 100.3",
        Some(true),
    ),
    (
        "",
        "sum(records.budget_line.map(b, b.amount.amount)) == 105.3",
        Some(true),
    ),
    (
        "",
        "sum(records.budget_line.map(b, b.amount)).amount > 1",
        None,
    ),
    ("b3", "record.amount > records.budget_line[0].amount", None),
    (
        "b3",
        "record.amount == records.budget_line[0].amount",
        Some(false),
    ),
    (
        "",
        "sum([]) == 0 && min(records.fund.map(f, f.amount.amount)) == null",
        Some(true),
    ),
    (
        "",
        "max(records.budget_line.map(b, b.amount.amount)) == 100.1",
        Some(true),
    ),
    ("", "min(records.action.map(a, a.start)) == today", None),
    (
        "",
        "min([3, 1, 2]) == 1 && max([3, 1, 2]) == 3 && sum([3, 1, 2]) == 6",
        Some(true),
    ),
    (
        "",
        "max(records.objective.map(o, o.year)) == 2031",
        Some(true),
    ),
    // Choices, scales and states.
    (
        "o1",
        "record.retained == 'yes' && record.retained in ['yes', 'partly']",
        Some(true),
    ),
    ("planning", "record.role != 'ministry'", Some(true)),
    (
        "",
        "answers.readiness.political_backing == 'yes'",
        Some(true),
    ),
    (
        "",
        "states.readiness.leader == 'unknown' && states.readiness.ownership == 'blank'",
        Some(true),
    ),
    (
        "",
        "answers.readiness.leader == null && answers.readiness.ownership == null",
        Some(true),
    ),
    (
        "",
        "notes.readiness.political_backing.startsWith('By')",
        Some(true),
    ),
    (
        "",
        "evidence.readiness.political_backing == ['census']",
        Some(true),
    ),
    ("", "size(evidence.readiness.vision) == 0", Some(true)),
    (
        "",
        "answers.case_file.country == header.country",
        Some(true),
    ),
    ("", "answers.A.country == 'XSO'", Some(true)),
    (
        "",
        "answers['readiness']['political-backing'] == 'yes'",
        Some(true),
    ),
    (
        "readiness.political-backing",
        "answer == 'yes' && state == 'answered' && note != ''",
        Some(true),
    ),
    (
        "set-up.bodies",
        "size(answer) == 2 && answer[0].role == 'planning'",
        Some(true),
    ),
    // Lists of records.
    (
        "",
        "size(answers.set_up.bodies) == size(records.body)",
        Some(true),
    ),
    ("", "records.action.exists(a, a.progress == 40)", Some(true)),
    ("", "records.action.all(a, a.progress > 30)", None),
    ("", "records.action.all(a, has(a.progress))", Some(false)),
    (
        "",
        "records.action.exists_one(a, has(a.progress))",
        Some(true),
    ),
    (
        "",
        "records.action.filter(a, has(a.end)).map(a, a.id) == ['a1']",
        Some(true),
    ),
    (
        "",
        "records.action.map(a, has(a.end), a.id) == ['a1']",
        Some(true),
    ),
    (
        "",
        "records.action.map(a, a.objective).distinct() == ['o1']",
        Some(true),
    ),
    (
        "",
        "size(records.fund) == 0 && records.fund.all(f, f.name == '') && !records.fund.exists(f, true)",
        Some(true),
    ),
    (
        "o1",
        "records.action.exists(a, a.objective == record.id && a.lead == 'labour')",
        Some(true),
    ),
    (
        "o1",
        "records.action.filter(a, a.objective == record.id).exists(a, records.budget_line.exists(b, b.action == a.id))",
        Some(true),
    ),
    ("", "records.source.exists(s, s.year == 2018)", Some(true)),
    // References.
    ("a1", "follow(record.lead).role == 'ministry'", Some(true)),
    (
        "a1",
        "follow(record.objective).retained == 'yes'",
        Some(true),
    ),
    (
        "a1",
        "follow(record.lead).members.exists(m, follow(m).role == 'planning')",
        Some(true),
    ),
    ("a2", "follow(record.lead) == null", Some(true)),
    ("a2", "follow(record.lead).role == 'ministry'", None),
    // Texts.
    (
        "planning",
        "record.legal_base.matches('^Act [0-9]+/[0-9]{4}$')",
        Some(true),
    ),
    (
        "",
        "answers.readiness.vision.contains('vient') && answers.readiness.vision.endsWith('t')",
        Some(true),
    ),
    (
        "",
        "answers.readiness.vision.lower() == 'ça vient' && size(answers.readiness.vision) == 8",
        Some(true),
    ),
    // The header.
    (
        "",
        "header.fictitious && header.currency == 'XTS' && header.language == 'en'",
        Some(true),
    ),
    (
        "",
        "'commune' in header.overlays && header.edition == '2026.1' && header.title != null",
        Some(true),
    ),
    // A name of an item hides the same name outside.
    ("", "[1, 2].exists(today, today == 2)", Some(true)),
    ("", "[[1], [2]].all(x, x.all(y, y < 3))", Some(true)),
    ("", "1 < 2 // a comment\n && true", Some(true)),
];

#[test]
fn expressions_come_to_what_they_say() {
    let mut wrong = Vec::new();
    for (on, text, wanted) in CASES {
        let found = run(text, on);
        let wanted = wanted.map_or(Outcome::Open, Outcome::Is);
        if found != wanted {
            wrong.push(format!("{text}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_cannot_be_worked_out_says_where() {
    let cases = [
        ("", "1 > 0 && 1 / 0 == 1", RunFault::DivisionByZero, "1 / 0"),
        (
            "",
            "3 % (2 - 2) == 1",
            RunFault::DivisionByZero,
            "3 % (2 - 2",
        ),
        (
            "a1",
            "record.progress / 0 > 1",
            RunFault::DivisionByZero,
            "record.progress / 0",
        ),
        ("", "9e27 * 9e27 > 1", RunFault::Overflow, "9e27 * 9e27"),
        (
            "a1",
            "record.start + 99999999 > today",
            RunFault::Overflow,
            "record.start + 99999999",
        ),
        (
            "a1",
            "date(record.name) > today",
            RunFault::BadDate,
            "record.name",
        ),
        (
            "",
            "records.action.exists(a, 1 / 0 == 2)",
            RunFault::DivisionByZero,
            "1 / 0",
        ),
    ];
    for (on, text, wanted, place) in cases {
        match run(text, on) {
            Outcome::Failed(fault, span) => {
                assert_eq!((fault, span.slice(text)), (wanted, place), "{text}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }
}
