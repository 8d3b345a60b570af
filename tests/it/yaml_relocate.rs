//! Laws of moving, respelling and editing parts of a text.

#![allow(
    clippy::unwrap_used,
    reason = "in a test, a missing value is a failure"
)]

use mainstream::yaml::edit::{Draft, EditError, Respelling};
use mainstream::yaml::{Data, Node, Route, Step, Value, parse};
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::yaml_generated::{file, key_text, scribbled, value};

fn config() -> Config {
    Config {
        failure_persistence: None,
        ..Config::default()
    }
}

/// The routes of the tree that end in a key; those that lead through keys alone come first.
fn key_routes(node: &Node<'_>, here: &Route, out: &mut Vec<Route>) {
    match &node.value {
        Value::Sequence(sequence) => {
            for (index, item) in sequence.items.iter().enumerate() {
                key_routes(item, &here.join(index), out);
            }
        }
        Value::Mapping(mapping) => {
            for entry in mapping {
                out.push(here.join(entry.key.as_ref()));
                key_routes(&entry.value, &here.join(entry.key.as_ref()), out);
            }
        }
        _ => {}
    }
}

fn pick(text: &str, pick: prop::sample::Index) -> Option<Route> {
    let parsed = parse(text);
    let mut all = Vec::new();
    key_routes(parsed.root.as_ref()?, &Route::root(), &mut all);
    (!all.is_empty()).then(|| pick.get(&all).clone())
}

fn data(text: &str) -> Data {
    let parsed = parse(text);
    assert_eq!(parsed.faults, [], "{text}");
    parsed.root.map_or(Data::Null, |root| root.to_data())
}

fn at<'d>(data: &'d Data, route: &Route) -> Option<&'d Data> {
    route
        .steps()
        .iter()
        .try_fold(data, |data, step| match (data, step) {
            (Data::Mapping(entries), Step::Key(key)) => {
                let entry = entries.iter().find(|(name, _)| name == key);
                entry.map(|(_, value)| value)
            }
            (Data::Sequence(items), Step::Index(index)) => items.get(*index),
            _ => None,
        })
}

/// Takes what stands at a route and puts it under two keys at the top that are not there yet.
fn moved(text: &str, route: &Route) -> Result<String, EditError> {
    let (lifted, edit) = Draft::read(text)?.take(route)?;
    let without = edit.apply(text);
    let goal = Route::keys(["zz-there", "zz-it"]);
    let edit = Draft::read(&without)?.plant(&goal, &lifted, &|_| None)?;
    Ok(edit.apply(&without))
}

fn check_moved(text: &str, route: &Route, new: &str) {
    let (before, after) = (data(text), data(new));
    let goal = Route::keys(["zz-there", "zz-it"]);
    assert_eq!(
        at(&after, &goal),
        at(&before, route),
        "{route}\n{text}\n{new}"
    );
    let without = mainstream::yaml::edit::remove(text, route)
        .unwrap()
        .apply(text);
    let Data::Mapping(mut rest) = after else {
        panic!("no mapping: {new}");
    };
    rest.retain(|(key, _)| key != "zz-there");
    // A text of which nothing is left is empty before something is put in.
    let wanted = match data(&without) {
        Data::Mapping(entries) => entries,
        _ => Vec::new(),
    };
    assert_eq!(rest, wanted, "{route}\n{text}\n{new}");
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_moved_says_the_same_elsewhere((text, index) in file()) {
        let Some(route) = pick(&text, index) else { return Ok(()) };
        if !matches!(data(&text), Data::Mapping(_)) {
            return Ok(());
        }
        // Behind a block that keeps its blank lines nothing can be taken out without changing it.
        if mainstream::yaml::edit::remove(&text, &route).is_err() {
            return Ok(());
        }
        let new = moved(&text, &route);
        prop_assert!(new.is_ok(), "{:?} at {} in\n{}", new, route, text);
        check_moved(&text, &route, &new.unwrap());
    }

    #[test]
    fn scribbled_files_are_moved_about_rightly_or_not_at_all(text in scribbled()) {
        let parsed = parse(&text);
        let Some(root) = parsed.root.filter(|_| parsed.faults.is_empty()) else { return Ok(()) };
        if root.as_mapping().is_none() {
            return Ok(());
        }
        let mut all = Vec::new();
        key_routes(&root, &Route::root(), &mut all);
        for route in &all {
            if let Ok(new) = moved(&text, route) {
                check_moved(&text, route, &new);
            }
        }
    }

    #[test]
    fn a_word_put_in_place_of_another_changes_nothing_else(
        (text, index) in file(), word in key_text(), is_key in any::<bool>(),
    ) {
        let Some(route) = pick(&text, index) else { return Ok(()) };
        let before = data(&text);
        let parent = route.parent().unwrap();
        let Some(Data::Mapping(siblings)) = at(&before, &parent) else { return Ok(()) };
        prop_assume!(word != "<<" && siblings.iter().all(|(key, _)| *key != word));
        let is_scalar = matches!(at(&before, &route), Some(Data::Text(_)));
        if !is_key && !is_scalar {
            return Ok(());
        }
        let change = if is_key {
            Respelling::Key(route.clone(), word.clone())
        } else {
            Respelling::Scalar(route.clone(), word.clone())
        };
        let Ok(edit) = Draft::read(&text).unwrap().respell(&[change]) else {
            // Words that need a block or an escape do not fit everywhere; nothing is written then.
            return Ok(());
        };
        let after = data(&edit.apply(&text));
        let new_route = if is_key { parent.join(word.as_str()) } else { route.clone() };
        if is_key {
            prop_assert_eq!(at(&after, &new_route), at(&before, &route));
        } else {
            prop_assert_eq!(at(&after, &new_route), Some(&Data::Text(word)));
        }
    }

    #[test]
    fn a_portion_edited_by_itself_is_as_if_edited_in_the_whole(
        (text, index) in file(), new in value(),
    ) {
        let Some(route) = pick(&text, index) else { return Ok(()) };
        let draft = Draft::read(&text).unwrap();
        let Some(mut portion) = draft.portion(&route) else { return Ok(()) };
        let edit = Draft::read(&portion.text).unwrap().set(&route, &new, &|_| None);
        let Ok(edit) = edit else { return Ok(()) };
        portion.text = edit.apply(&portion.text);
        let whole = draft.put_back(&[portion]);
        prop_assert!(whole.is_ok(), "{:?} at {} in\n{}", whole, route, text);
        let direct = draft.set(&route, &new, &|_| None).unwrap().apply(&text);
        prop_assert_eq!(data(&whole.unwrap().apply(&text)), data(&direct));
    }
}

#[test]
fn two_keys_can_take_each_others_name() {
    let text = "a: 1 # one\n'b': 2\n";
    let words = [
        Respelling::Key(Route::keys(["a"]), "b".into()),
        Respelling::Key(Route::keys(["b"]), "a".into()),
    ];
    let edit = Draft::read(text).unwrap().respell(&words).unwrap();
    assert_eq!(edit.apply(text), "b: 1 # one\n'a': 2\n");
}

#[test]
fn comments_and_notation_come_along() {
    let text = "\
one:
  # of two
  two: # at the end of its line
    # above
    three: |  # a block
      text

      more
    # below, at the same depth
# of the end
end: 'x'
";
    let route = Route::keys(["one", "two", "three"]);
    let (lifted, edit) = Draft::read(text).unwrap().take(&route).unwrap();
    let without = edit.apply(text);
    let goal = Route::keys(["end-too"]);
    let edit = Draft::read(&without)
        .unwrap()
        .plant(&goal, &lifted, &|_| None)
        .unwrap();
    insta::assert_snapshot!(edit.apply(&without));
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_list_that_joins_another_keeps_its_items_and_comments(
        (a, b) in (value(), value()),
        (above, beside) in (any::<bool>(), any::<bool>()),
    ) {
        let list = |data: &Data| match data {
            Data::Sequence(items) if !items.is_empty() => items.clone(),
            other => vec![other.clone()],
        };
        let (a, b) = (list(&a), list(&b));
        let route = |key: &str| Route::keys(["top", key]);
        let set = |text: &str, key: &str, items: &[Data]| {
            let data = Data::Sequence(items.to_vec());
            mainstream::yaml::edit::set(text, &route(key), &data).map(|edit| edit.apply(text))
        };
        let text = set("top:\n  first: here\n", "goal", &a).unwrap();
        let mut text = set(&text, "moved", &b).unwrap();
        for (wanted, key, comment) in [(above, "  moved:", "  # above\n  moved:"), (beside, "  moved:\n", "  moved: # beside\n")] {
            if wanted {
                text = text.replacen(key, comment, 1);
            }
        }
        prop_assume!(parse(&text).faults.is_empty());
        let taken = Draft::read(&text).unwrap().take(&route("moved"));
        let Ok((lifted, edit)) = taken else { return Ok(()) };
        let without = edit.apply(&text);
        let joined = Draft::read(&without).unwrap().join(&route("goal"), &lifted, &|_| None);
        let edit = match joined {
            Ok(edit) => edit,
            // With comments, a list in brackets stays apart.
            Err(EditError::WrongKind(_)) => {
                prop_assert!(lifted.has_comments(), "{}", text);
                return Ok(());
            }
            Err(error) => return Err(TestCaseError::fail(format!("{error}\n{text}"))),
        };
        let new = edit.apply(&without);
        let all: Vec<Data> = a.iter().chain(&b).cloned().collect();
        let wanted = set("top:\n  first: here\n", "goal", &all).unwrap();
        prop_assert_eq!(data(&new), data(&wanted), "{}\n{}", text, new);
        for comment in ["# above", "# beside"] {
            prop_assert_eq!(text.contains(comment), new.contains(comment), "{}\n{}", text, new);
        }
    }
}
