//! Nothing that was written may be missing afterwards.

use std::collections::BTreeMap;

use crate::project::State;
use crate::yaml::{Node, Value, parse};

/// Compares the values of an old tree with those of a new text; words in `respelt` and states may be
/// gone, as often as they stand there, and what a reason quotes is not missing.
///
/// # Errors
///
/// The first value that is missing.
pub(super) fn check(old: &Node<'_>, text: &str, respelt: &[String]) -> Result<(), String> {
    let parsed = parse(text);
    let new = parsed.root.as_ref().filter(|_| parsed.faults.is_empty());
    let new = new.ok_or_else(|| "the new text has faults".to_owned())?;
    let mut missing: BTreeMap<&str, usize> = BTreeMap::new();
    each_text(old, "", &mut |_, text| {
        *missing.entry(text).or_default() += 1;
    });
    let mut take = |text: &str| {
        if let Some(n) = missing.get_mut(text) {
            *n = n.saturating_sub(1);
        }
    };
    let mut reasons = Vec::new();
    each_text(new, "", &mut |key, text| {
        take(text);
        if key == "reason" {
            reasons.push(text);
        }
    });
    for word in respelt {
        take(word);
    }
    let lost = missing.into_iter().find(|(text, n)| {
        *n > 0
            && !text.trim().is_empty()
            && State::parse(text).is_none()
            && !reasons.iter().any(|reason| reason.contains(text.trim()))
    });
    match lost {
        None => Ok(()),
        Some((text, _)) => Err(format!("`{text}` would be lost")),
    }
}

/// Visits every value with the key it stands under.
fn each_text<'n>(node: &'n Node<'_>, key: &'n str, visit: &mut dyn FnMut(&'n str, &'n str)) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(scalar) => visit(key, &scalar.text),
        Value::Sequence(sequence) => {
            let items = sequence.items.iter();
            items.for_each(|item| each_text(item, key, visit));
        }
        Value::Mapping(mapping) => {
            let entries = mapping.iter();
            entries.for_each(|entry| each_text(&entry.value, &entry.key, visit));
        }
    }
}
