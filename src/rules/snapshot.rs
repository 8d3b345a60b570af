//! Snapshots beside the project that cannot be used any more; whoever calls has looked at them.

use crate::source::Span;
use crate::yaml::Mapping;

use super::SNAPSHOT_DAMAGED;
use super::checker::{Checker, Owner, shown};

/// One finding for each, at the first key of the file: there is no better place in it.
pub(super) fn check(checker: &mut Checker<'_>) {
    let Some(project) = checker.context.project else {
        return;
    };
    let top = project.root.as_mapping().and_then(first_key);
    let place = top.unwrap_or_else(|| Span::at(project.root.span.start));
    for damaged in checker.context.damaged {
        let mut finding = SNAPSHOT_DAMAGED
            .at(place)
            .variant(damaged.damage.name())
            .with("name", shown(&damaged.name))
            .with("file", shown(&damaged.place()));
        for (name, value) in damaged.damage.values() {
            finding = finding.with(name, value);
        }
        checker.add_about(Owner::Header("mainstream"), finding);
    }
}

fn first_key(top: &Mapping<'_>) -> Option<Span> {
    top.iter().next().map(|entry| entry.key_span)
}
