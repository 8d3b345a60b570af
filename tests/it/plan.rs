//! The plan's arithmetic: typed views, threads and computed results.

use std::fmt::Write as _;

use jiff::civil::{Date, date};
use mainstream::handbook::{Handbook, Kind, load_builtin};
use mainstream::plan::{
    DependenceLevel, LateReason, Link, LinkState, Plan, ResultRow, Sums, ThreadCounts, Thresholds,
    Typed, VIEWS, compute,
};
use mainstream::project::{Money, Project};
use mainstream::yaml::parse;
use proptest::prelude::*;
use rust_decimal::Decimal;

const SMALL: &str = include_str!("../fixtures/small-plan.yaml");
const TODAY: Date = date(2026, 11, 23);

fn handbook() -> Handbook {
    load_builtin().expect("no fault")
}

fn with_plan<T>(text: &str, look: impl FnOnce(&Plan<'_>) -> T) -> T {
    let handbook = handbook();
    let parsed = parse(text);
    assert!(parsed.faults.is_empty(), "{:?}", parsed.faults);
    let root = parsed.root.expect("a root");
    let project = Project::read(&root, &handbook);
    look(&Plan::of(&project, &handbook, &|_, _| true))
}

fn number(text: &str) -> Decimal {
    text.parse().expect("a number")
}

fn money(text: &str) -> Money {
    mainstream::project::parse_money(text).expect("an amount")
}

fn figure(name: &str, label: &str, plan: &Plan<'_>) -> Vec<Typed> {
    let result = compute(name, plan, TODAY).expect("a computation");
    let figures = result.figures.into_iter();
    figures
        .filter(|figure| figure.label == label)
        .map(|figure| figure.value)
        .collect()
}

#[test]
fn every_typed_view_fits_the_record_types() {
    let handbook = handbook();
    for view in VIEWS {
        let record = handbook.records.get(view.record).expect(view.record);
        for (field, fits) in view.fields {
            let declared = record.field(field);
            let declared = declared.unwrap_or_else(|| panic!("{}.{field}", view.record));
            assert!(
                fits(&declared.kind),
                "{}.{field}: {:?}",
                view.record,
                declared.kind
            );
        }
        assert!(
            handbook.home(view.record).is_some(),
            "{} has no home",
            view.record
        );
    }
}

#[test]
fn every_computation_of_the_handbook_is_known() {
    with_plan(SMALL, |plan| {
        for question in &handbook().questions {
            let (Kind::Computed { compute: name }
            | Kind::Table {
                compute: Some(name),
                ..
            }) = &question.kind
            else {
                continue;
            };
            let result = compute(name, plan, TODAY).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(&result.name, name);
            assert!(
                !result.is_empty(),
                "{name} has nothing to show for the small plan"
            );
        }
        assert!(compute("no-such-thing", plan, TODAY).is_none());
    });
}

#[test]
fn thresholds_come_from_the_handbook() {
    let thresholds = Thresholds::builtin().donor_dependence.expect("thresholds");
    assert_eq!(thresholds.level(number("39.9")), DependenceLevel::Low);
    assert_eq!(thresholds.level(number("40")), DependenceLevel::Medium);
    assert_eq!(thresholds.level(number("70")), DependenceLevel::Medium);
    assert_eq!(thresholds.level(number("70.1")), DependenceLevel::High);
    let other = "donor-dependence: {medium-from: 10, high-above: 20}";
    let other = Thresholds::parse(other)
        .expect("thresholds")
        .donor_dependence
        .expect("some");
    assert_eq!(other.level(number("39.9")), DependenceLevel::High);
    assert!(Thresholds::parse("donor-dependence: {medium: 40}").is_err());
}

#[test]
fn costs_are_added_by_year_and_currency_and_converted_with_stated_rates() {
    with_plan(SMALL, |plan| {
        let cost = plan.cost();
        assert_eq!(cost.total.of(*b"XTS"), number("100060.50"));
        assert_eq!(cost.total.of(*b"USD"), number("1000"));
        assert_eq!(cost.years[&Some(2027)].of(*b"XTS"), number("100000"));
        assert_eq!(cost.years[&Some(2028)].of(*b"XTS"), number("50.50"));
        assert_eq!(cost.years[&None].of(*b"XTS"), number("10"));
        assert_eq!(cost.without_amount, 2);
        // 100,060.50 + 1,000 × 3.5
        let converted = figure("total-cost", "plan-total-cost-converted", plan);
        assert_eq!(converted, [Typed::Money(money("103560.50 XTS"))]);
        let result = compute("total-cost", plan, TODAY).expect("a result");
        let rates = result.formula.rates;
        assert_eq!(rates.len(), 1);
        assert_eq!((rates[0].currency, rates[0].rate), (*b"USD", number("3.5")));
        let ResultRow::Total(total) = result.tables[0].rows.last().expect("a row") else {
            panic!("no total")
        };
        assert_eq!(
            total[1..],
            [
                Typed::Money(money("1000 USD")),
                Typed::Money(money("100060.50 XTS"))
            ]
        );
    });
}

#[test]
fn without_a_rate_nothing_is_converted() {
    let text = SMALL.replace("currency: USD, rate", "currency: EUR, rate");
    with_plan(&text, |plan| {
        assert_eq!(figure("total-cost", "plan-total-cost", plan).len(), 2);
        assert!(figure("total-cost", "plan-total-cost-converted", plan).is_empty());
        assert_eq!(plan.dependence(), None);
        let result = compute("donor-dependence", plan, TODAY).expect("a result");
        assert!(
            result
                .left_out
                .iter()
                .any(|left| left.key == "plan-left-out-no-rate")
        );
    });
}

#[test]
fn the_funding_gap_is_cost_minus_secured_by_objective_and_year() {
    with_plan(SMALL, |plan| {
        let rows = plan.funding();
        let shown: Vec<_> = rows
            .iter()
            .map(|row| {
                let currency = std::str::from_utf8(&row.currency).expect("letters");
                let gap = row.gap().normalize();
                format!(
                    "{:?} {:?} {currency} {} {gap}",
                    row.objective, row.year, row.cost
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                r#"Some("o1") Some(2027) USD 1000 1000"#,
                r#"Some("o1") Some(2027) XTS 100000 0"#,
                r#"Some("o1") Some(2028) XTS 50.50 50.5"#,
                // Its line says nothing; its fund is secured.
                r#"Some("o2") None XTS 10 0"#,
            ]
        );
        let gaps = figure("funding-gap", "plan-funding-gap", plan);
        assert_eq!(
            gaps,
            [
                Typed::Money(money("1000 USD")),
                Typed::Money(money("50.50 XTS"))
            ]
        );
        // 50.50 + 1,000 × 3.5
        let converted = figure("funding-gap", "plan-funding-gap-converted", plan);
        assert_eq!(converted, [Typed::Money(money("3550.50 XTS"))]);
    });
}

#[test]
fn the_resource_gap_is_needs_minus_what_was_spent_and_received() {
    with_plan(SMALL, |plan| {
        let gaps = figure("resource-gap", "plan-resource-gap", plan);
        assert_eq!(
            gaps,
            [
                Typed::Money(money("-20 USD")),
                Typed::Money(money("700 XTS"))
            ]
        );
        // 1,000 − 300 − 20 × 3.5
        let converted = figure("resource-gap", "plan-resource-gap-converted", plan);
        assert_eq!(converted, [Typed::Money(money("630.0 XTS"))]);
    });
}

#[test]
fn the_dependence_is_the_share_of_the_largest_fund() {
    with_plan(SMALL, |plan| {
        let dependence = plan.dependence().expect("a share");
        // 700 of 700 + 100 × 3.5; what is missing is no fund.
        assert_eq!(dependence.fund, "f1");
        assert_eq!(dependence.total.amount, number("1050"));
        assert_eq!(dependence.share, number("66.7"));
        assert_eq!(dependence.level, Some(DependenceLevel::Medium));
    });
}

#[test]
fn the_ranking_weighs_averages_and_lets_equal_scores_share_a_rank() {
    with_plan(SMALL, |plan| {
        let ranking = plan.ranking();
        let shown: Vec<_> = ranking
            .iter()
            .map(|one| (one.objective, one.rank, one.score))
            .collect();
        // o1: 4.5 × 60 % + 3.5 × 40 %; o2: 3.5 × 60 % + 5 × 40 %; o3: 1 × 60 %
        assert_eq!(
            shown,
            [
                ("o1", 1, number("4.1")),
                ("o2", 1, number("4.1")),
                ("o3", 3, number("0.6")),
            ]
        );
        // Ana: 5 × 60 % + 3 × 40 %; Ben: 4 × 60 % + 4 × 40 %
        assert_eq!(ranking[0].spread, Some((number("4"), number("4.2"))));
        assert_eq!(ranking[1].spread, None);
        assert_eq!((ranking[2].criteria, ranking[2].scorers), (1, 1));
    });
    let median = SMALL.replace("    scores:\n", "    scorer-method: median\n    scores:\n      - {id: k0, scorer: Cy, objective: o1, criterion: c1, value: 0}\n");
    with_plan(&median, |plan| {
        // 4 × 60 % + 3.5 × 40 %
        let ranking = plan.ranking();
        let first = ranking
            .iter()
            .find(|one| one.objective == "o1")
            .expect("o1");
        assert_eq!(first.score, number("3.8"));
    });
}

#[test]
fn late_leads_are_those_with_late_or_silent_actions() {
    with_plan(SMALL, |plan| {
        let late = plan.late_actions(TODAY);
        let shown: Vec<_> = late
            .iter()
            .map(|one| (one.lead, one.action, one.reason))
            .collect();
        assert_eq!(
            shown,
            [
                (Some("planning"), "a2", LateReason::NoStatus),
                (Some("labour"), "a1", LateReason::Late),
            ]
        );
        let later = plan.late_actions(date(2031, 1, 1));
        let without_lead: Vec<_> = later.iter().filter(|one| one.lead.is_none()).collect();
        assert_eq!(without_lead.len(), 2);
        assert!(
            later.iter().rev().take(2).all(|one| one.lead.is_none()),
            "they come last"
        );
    });
}

#[test]
fn the_share_of_women_is_the_mean_of_bodies_and_the_share_of_counted_staff() {
    with_plan(SMALL, |plan| {
        let share = plan.women_share();
        assert_eq!((share.members, share.stating), (Some(number("37.5")), 2));
        // 3 + 1 of 10: the cabinet counts no men and is left out.
        assert_eq!(share.staff, Some(number("40")));
    });
}

#[test]
fn the_balance_names_objectives_without_actions_and_actions_without_objective() {
    with_plan(SMALL, |plan| {
        let rows = plan.balance_by_objective();
        let shown: Vec<_> = rows.iter().map(|row| (row.key, row.actions)).collect();
        assert_eq!(
            shown,
            [(Some("o1"), 2), (Some("o2"), 1), (Some("o4"), 0), (None, 1)]
        );
        let rows = plan.balance_by_region();
        let shown: Vec<_> = rows.iter().map(|row| (row.key, row.actions)).collect();
        assert_eq!(shown, [(Some("North"), 2), (Some("South"), 1), (None, 2)]);
    });
}

#[test]
fn a_thread_breaks_at_its_first_missing_link() {
    with_plan(SMALL, |plan| {
        let threads = plan.threads(TODAY);
        let broken: Vec<_> = threads
            .iter()
            .map(|one| (one.objective, one.broken_at))
            .collect();
        assert_eq!(
            broken,
            [
                ("o1", None),
                ("o2", Some(Link::Problem)),
                ("o4", Some(Link::Action)),
            ]
        );
        assert_eq!(threads[1].link(Link::Body), LinkState::Missing);
        assert_eq!(threads[1].link(Link::BudgetLine), LinkState::Present);
        assert_eq!(threads[1].link(Link::Reading), LinkState::NotYet);
        let counts = ThreadCounts::of(&threads);
        assert_eq!((counts.total, counts.complete), (3, 1));
        assert_eq!(counts.broken.iter().sum::<usize>(), 2);
        let later = plan.threads(date(2027, 1, 1));
        assert_eq!(later[1].link(Link::Reading), LinkState::Missing);
    });
}

#[test]
fn a_budget_line_of_an_action_without_lead_does_not_mend_the_thread() {
    let text = SMALL.replace("action: a1, year", "action: a4, year");
    let text = text.replace("action: a2, year: 2027", "action: a9, year: 2027");
    with_plan(&text, |plan| {
        let thread = &plan.threads(TODAY)[0];
        assert_eq!(thread.broken_at, Some(Link::BudgetLine));
    });
}

#[test]
fn what_cannot_be_read_is_left_out_and_listed() {
    with_plan(SMALL, |plan| {
        let unread: Vec<_> = plan
            .unread
            .iter()
            .map(|one| (one.record, one.id.as_str(), one.field))
            .collect();
        assert_eq!(unread, [("budget-line", "b5", "amount")]);
    });
    let huge = SMALL.replace("100000 XTS", "79228162514264337593543950335 XTS");
    with_plan(&huge, |plan| {
        assert_eq!(plan.unread.len(), 2, "{:?}", plan.unread);
        assert_eq!(plan.cost().total.of(*b"XTS"), number("60.50"));
    });
    let list = SMALL
        .replace(
            "answers:\n",
            "answers:\n  funding:\n    domestic-share: [a, {b: c}]\n",
        )
        .replace("  funding:\n    funds:", "  other:\n    funds:");
    with_plan(&list, |plan| assert!(plan.funds.is_empty()));
}

#[test]
fn an_empty_project_computes_nothing_and_fails_nowhere() {
    with_plan("mainstream: 1\n", |plan| {
        for name in [
            "ranking",
            "resource-gap",
            "balance",
            "total-cost",
            "funding-gap",
            "donor-dependence",
            "late-leads",
            "women-share",
        ] {
            let result = compute(name, plan, TODAY).expect(name);
            assert!(result.is_empty(), "{name}: {result:?}");
        }
        assert!(plan.threads(TODAY).is_empty());
    });
}

/// Budget lines of three actions in two currencies, as YAML.
fn lines() -> impl Strategy<Value = Vec<(u8, Option<i16>, u32, bool, u8)>> {
    let line = (
        0..4_u8,
        proptest::option::of(2027..2030_i16),
        0..1_000_000_u32,
        any::<bool>(),
        0..4_u8,
    );
    proptest::collection::vec(line, 0..24)
}

fn plan_with(lines: &[(u8, Option<i16>, u32, bool, u8)]) -> String {
    let mut text = String::from(
        "currency: XTS\nanswers:\n  priorities:\n    objectives:\n      - {id: o1, name: One}\n      - {id: o2, name: Two}\n  action-plan:\n    actions:\n      - {id: a0, objective: o1}\n      - {id: a1, objective: o2}\n      - {id: a2, objective: o2}\n    budget-lines:\n",
    );
    for (index, (action, year, cents, is_dollar, status)) in lines.iter().enumerate() {
        let year = year.map_or(String::new(), |year| format!(", year: {year}"));
        let currency = if *is_dollar { "USD" } else { "XTS" };
        let amount = format!("{}.{:02} {currency}", cents / 100, cents % 100);
        let status = ["secured", "asked", "gap", "nonsense"][usize::from(*status)];
        writeln!(
            text,
            "      - {{id: b{index}, action: a{action}{year}, amount: {amount}, status: {status}}}"
        )
        .expect("a string");
    }
    if lines.is_empty() {
        text.push_str("      []\n");
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_parts_add_up_to_the_total(lines in lines()) {
        let text = plan_with(&lines);
        with_plan(&text, |plan| {
            let total = plan.cost().total;
            let by_year: Vec<_> = plan.cost().years.into_values().collect();
            let mut years = Sums::default();
            for sums in &by_year { years.add_all(sums); }
            assert_eq!(years, total);
            for currency in [*b"XTS", *b"USD"] {
                let rows = plan.funding();
                let rows = rows.iter().filter(|row| row.currency == currency);
                let (mut cost, mut gap, mut secured) = (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO);
                for row in rows {
                    cost += row.cost;
                    gap += row.gap();
                    secured += row.secured;
                    assert!(row.secured + row.asked <= row.cost);
                }
                assert_eq!(cost, total.of(currency));
                assert_eq!(gap + secured, cost);
            }
            let actions: usize = plan.balance_by_objective().iter().map(|row| row.actions).sum();
            assert_eq!(actions, plan.actions.len());
        });
    }

    #[test]
    fn a_thread_is_complete_exactly_when_no_link_is_missing(cuts in proptest::collection::vec(0..9_usize, 0..3)) {
        // Each cut takes one thing out of a plan whose first thread holds.
        let targets = ["problems: [p1]", "objective: o1, lead", "lead: labour", "amount: 100000 XTS", "objective: o1, baseline", "baseline: 10", "value: 9", "lead: planning", "amount: 50.50 XTS"];
        let mut text = SMALL.to_owned();
        for cut in cuts {
            text = text.replace(targets[cut], &format!("cut-{}", targets[cut]));
        }
        with_plan(&text, |plan| {
            for today in [TODAY, date(2028, 1, 1)] {
                for thread in plan.threads(today) {
                    let none_missing = thread.links.iter().all(|state| *state != LinkState::Missing);
                    assert_eq!(thread.is_complete(), none_missing);
                    let first = Link::ALL.into_iter().find(|link| thread.link(*link) == LinkState::Missing);
                    assert_eq!(thread.broken_at, first);
                }
                let threads = plan.threads(today);
                let counts = ThreadCounts::of(&threads);
                assert_eq!(counts.complete + counts.broken.iter().sum::<usize>(), counts.total);
            }
        });
    }

    #[test]
    fn ranks_follow_scores(values in proptest::collection::vec((0..3_u8, 0..4_u8, 0..2_u8, 0..=5_u8), 1..30)) {
        let mut text = String::from("answers:\n  priorities:\n    objectives: [{id: o0}, {id: o1}, {id: o2}, {id: o3}]\n    criteria: [{id: c0, weight: 30}, {id: c1, weight: 70}]\n    scores:\n");
        for (index, (scorer, objective, criterion, value)) in values.iter().enumerate() {
            writeln!(text, "      - {{id: s{index}, scorer: S{scorer}, objective: o{objective}, criterion: c{criterion}, value: {value}}}").expect("a string");
        }
        with_plan(&text, |plan| {
            let ranking = plan.ranking();
            for pair in ranking.windows(2) {
                assert!(pair[0].score >= pair[1].score);
                assert_eq!(pair[0].score == pair[1].score, pair[0].rank == pair[1].rank);
            }
            for one in &ranking {
                let better = ranking.iter().filter(|other| other.score > one.score).count();
                assert_eq!(one.rank, better + 1);
                assert!(one.score <= Decimal::from(5));
                if let Some((low, high)) = one.spread {
                    assert!(low <= high);
                }
            }
        });
    }
}
