//! Comparing projects by what they say.

pub(crate) mod generated;

use mainstream::diff::{
    Change, Mark, SCHEMA, apply, change_to_json, compare, parse_changes, pieces,
};
use mainstream::handbook::{Handbook, load_builtin};
use mainstream::yaml::parse;
use proptest::prelude::*;
use proptest::test_runner::Config;

use generated::{drawn, file, project, rewritten, strokes};

thread_local! {
    static HANDBOOK: Handbook = load_builtin().expect("no fault");
}

fn with_handbook<T>(work: impl FnOnce(&Handbook) -> T) -> T {
    HANDBOOK.with(work)
}

fn changes(old: &str, new: &str) -> Vec<Change> {
    let (old, new) = (parse(old), parse(new));
    assert!(old.faults.is_empty() && new.faults.is_empty());
    let (old, new) = (old.root.expect("a tree"), new.root.expect("a tree"));
    with_handbook(|handbook| compare(&old, &new, handbook))
}

fn applied(text: &str, changes: &[Change]) -> String {
    with_handbook(|handbook| apply(text, handbook, changes)).expect("applied")
}

fn through_json(changes: &[Change]) -> Vec<Change> {
    let changes: Vec<_> = with_handbook(|handbook| {
        let json = |change| change_to_json(change, handbook, None, None);
        changes.iter().map(json).collect()
    });
    let whole = serde_json::json!({"schema": SCHEMA, "files": [{"changes": changes}]});
    parse_changes(&whole.to_string()).expect("read back")
}

fn sorted(changes: Vec<Change>) -> Vec<Change> {
    let mut changes = changes;
    changes.sort_by_key(|change| format!("{change:?}"));
    changes
}

fn few() -> Config {
    Config {
        cases: 48,
        failure_persistence: None,
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn a_project_does_not_differ_from_itself_however_it_is_written(edits in strokes(6)) {
        let data = drawn(&project(), &edits);
        prop_assert_eq!(changes(&file(&data), &file(&data)), vec![]);
        prop_assert_eq!(changes(&file(&data), &file(&rewritten(&data, 0))), vec![]);
    }

    #[test]
    fn a_difference_that_is_applied_gives_the_other_project(
        before in strokes(5), after in strokes(6),
    ) {
        let a = drawn(&project(), &before);
        let b = file(&drawn(&a, &after));
        let a = file(&a);
        let difference = changes(&a, &b);
        let made = applied(&a, &difference);
        prop_assert_eq!(changes(&made, &b), vec![], "{}", made);
        let made = applied(&a, &through_json(&difference));
        prop_assert_eq!(changes(&made, &b), vec![], "{}", made);
    }

    #[test]
    fn a_difference_reversed_is_the_difference_back(
        before in strokes(5), after in strokes(6),
    ) {
        let a = drawn(&project(), &before);
        let b = file(&drawn(&a, &after));
        let a = file(&a);
        let forth: Vec<Change> = changes(&a, &b).iter().map(Change::reversed).collect();
        prop_assert_eq!(sorted(forth.clone()), sorted(changes(&b, &a)));
        prop_assert_eq!(changes(&applied(&b, &forth), &a), vec![]);
    }

    #[test]
    fn pieces_give_both_texts(
        old in "([A-Za-z é]{1,12}[.?,] ?\n{0,2}){0,6}", new in "([A-Za-z é]{1,12}[.?,] ?\n{0,2}){0,6}",
    ) {
        let pieces = pieces(&old, &new);
        let side = |left_out: Mark| -> String {
            let kept = pieces.iter().filter(|piece| piece.mark != left_out);
            kept.map(|piece| piece.text.as_str()).collect()
        };
        prop_assert_eq!(side(Mark::Added), old);
        prop_assert_eq!(side(Mark::Removed), new);
    }
}
