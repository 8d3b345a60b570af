//! The lines of `.gitattributes`, and the rule about them.

use mainstream::repository::attributes::{
    Unmarked, lines, own_lines, patterns, places, with_lines, without_lines,
};
use mainstream::rules::driver_not_installed;
use mainstream::source::{SourceFile, Span};
use proptest::prelude::*;
use proptest::test_runner::Config;

fn ours() -> Vec<String> {
    lines(&["*.yaml".to_owned(), "our countries/*.yml".to_owned()])
}

proptest! {
    #![proptest_config(Config { cases: 300, failure_persistence: None, ..Config::default() })]

    /// Whatever stood there, ended or not, stands there again.
    #[test]
    fn what_is_added_can_be_taken_away(text in proptest::option::of("(#?[a-z*.]{0,6}[ =\t]?[a-z]{0,4}(\n|\r\n)?){0,8}")) {
        let with = with_lines(text.as_deref(), &ours()).expect("no marks");
        prop_assert_eq!(own_lines(&with).len(), 2);
        prop_assert_eq!(with_lines(Some(&with), &ours()).expect("marks"), with.clone());
        prop_assert_eq!(without_lines(&with).expect("marks"), text);
    }

    /// So does what a person adds afterwards, above, below and between.
    #[test]
    fn what_people_add_later_stays(before in "([a-z]{1,4} text\n){1,3}", after in "([a-z]{1,4} -text\n){1,3}") {
        let with = with_lines(Some(&before), &ours()).expect("no marks");
        let more = format!("{with}{after}");
        prop_assert_eq!(without_lines(&more).expect("marks"), Some(format!("{before}{after}")));
        let between = with.replacen("*.yaml", &format!("{after}*.yaml"), 1);
        prop_assert_eq!(without_lines(&between).expect("marks"), Some(format!("{before}{after}")));
        let again = with_lines(Some(&between), &ours()).expect("marks");
        prop_assert_eq!(without_lines(&again).expect("marks"), Some(format!("{before}{after}")));
    }
}

#[test]
fn patterns_with_blanks_are_quoted_and_read_back() {
    let names = ["a b.yaml", "#x", "q\"q.yaml", "plain/*.yaml"].map(str::to_owned);
    let text = lines(&names).join("\n");
    assert_eq!(patterns(&text), names);
    assert_eq!(
        text.lines().next(),
        Some("\"a b.yaml\" diff=mainstream merge=mainstream")
    );
}

#[test]
fn marks_that_do_not_fit_together_are_refused_with_their_line() {
    let whole = with_lines(Some("a text\n"), &ours()).expect("no marks");
    let cut = whole.lines().take(3).collect::<Vec<_>>().join("\n");
    assert_eq!(without_lines(&cut), Err(Unmarked(2)));
    assert_eq!(
        with_lines(Some(&format!("{whole}{whole}")), &ours()),
        Err(Unmarked(7))
    );
}

/// `bad` says in its first line where its one finding is; `good` has none, whatever is installed.
#[test]
fn the_rule_points_at_the_first_line_that_names_the_driver() {
    let folder = crate::rules::fixtures("attributes");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a fixture");
    let find = |text: &str| {
        let spans: Vec<Span> = places(text)
            .into_iter()
            .map(|place| Span::new(place.start, place.end))
            .collect();
        driver_not_installed(&spans)
    };
    let bad = SourceFile::new(".gitattributes", read("bad"));
    let finding = find(bad.text()).expect("a finding");
    assert_eq!(finding.rule, "driver-not-installed");
    let place = bad.position(finding.span.start);
    let marked = bad
        .text()
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("# finding: "));
    let found = format!(
        "{}:{} {}",
        place.line,
        place.column,
        finding.span.slice(bad.text())
    );
    assert_eq!(marked, Some(found.as_str()));
    assert_eq!(find(&read("good")), None);
}
