//! Comparing and merging.

use std::collections::BTreeSet;

use mainstream::diff::{apply, compare, find_twice};
use mainstream::merge::{Merged, merge};
use mainstream::project::Project;
use mainstream::yaml::{Node, Value, parse};

use super::tree::{has_common_blanks, is_read_alike, sound};
use super::world::World;

/// What stands between the base, ours and theirs, on a line of its own.
const MARK: &str = "=====\n";

/// Three texts are merged or refused; what two of them have in common is the result, no word is
/// lost, and what the comparison says makes one text of the other.
pub fn try_bytes(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let parts: Vec<&str> = text.split(MARK).collect();
    let [base, ours, theirs] = parts[..] else {
        return false;
    };
    if ![base, ours, theirs].iter().all(|text| is_project(text)) {
        return false;
    }
    assert_comparison(base, ours);
    assert_comparison(ours, theirs);
    let handbook = &World::shared().handbook;
    let trivial =
        |base, ours, theirs| merge(base, ours, theirs, handbook).map(|merged| merged.text);
    assert_eq!(trivial(base, ours, base).as_deref(), Ok(ours));
    assert_eq!(trivial(base, base, ours).as_deref(), Ok(ours));
    assert_eq!(trivial(base, ours, ours).as_deref(), Ok(ours));
    if let Ok(merged) = merge(base, ours, theirs, handbook) {
        assert_merged(&merged, base, [ours, theirs]);
    }
    true
}

/// A mapping without faults, in which no id stands twice: whoever merges makes sure of that.
fn is_project(text: &str) -> bool {
    sound(text).is_some_and(|root| {
        root.as_mapping().is_some()
            && find_twice(&Project::read(&root, &World::shared().handbook)).is_none()
    })
}

/// No change from a text to itself; and the changes to another make it, as far as they can be made.
fn assert_comparison(old: &str, new: &str) {
    let handbook = &World::shared().handbook;
    let (Some(a), Some(b)) = (sound(old), sound(new)) else {
        return;
    };
    assert_eq!(compare(&a, &a, handbook), []);
    let changes = compare(&a, &b, handbook);
    if let Ok(made) = apply(old, handbook, &changes) {
        let parsed = parse(&made);
        assert_eq!(parsed.faults, [], "{made}");
        let made_root = parsed.root.expect("a tree");
        assert_eq!(compare(&made_root, &b, handbook), [], "made:\n{made}");
    }
}

fn assert_merged(merged: &Merged, base: &str, sides: [&str; 2]) {
    let text = &merged.text;
    let Some(root) = sound(text) else {
        panic!("has faults now:\n{text}");
    };
    let is_common = |side: &str| {
        has_common_blanks(side) && sound(side).is_some_and(|root| is_read_alike(side, &root))
    };
    assert!(
        is_read_alike(text, &root) || !sides.into_iter().all(is_common),
        "read otherwise elsewhere:\n{text}"
    );
    let kept = words(&root);
    let known = sound(base).map(|root| words(&root)).unwrap_or_default();
    for side in sides {
        let new = sound(side).map(|root| words(&root)).unwrap_or_default();
        let lost: Vec<&String> = new
            .difference(&known)
            .filter(|one| !kept.contains(*one))
            .collect();
        assert!(lost.is_empty(), "lost {lost:?} in\n{text}");
    }
}

/// The words of all texts with a blank in them: what people wrote, not ids.
fn words(root: &Node<'_>) -> BTreeSet<String> {
    fn visit(node: &Node<'_>, found: &mut BTreeSet<String>) {
        match &node.value {
            Value::Scalar(scalar) if scalar.text.trim().contains(char::is_whitespace) => {
                found.extend(scalar.text.split_whitespace().map(str::to_owned));
            }
            Value::Sequence(list) => list.items.iter().for_each(|item| visit(item, found)),
            Value::Mapping(map) => map.iter().for_each(|entry| visit(&entry.value, found)),
            Value::Null | Value::Scalar(_) => {}
        }
    }
    let mut found = BTreeSet::new();
    visit(root, &mut found);
    found
}
