//! The fragments under which GitHub and its kin link to headings.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::char::is_combining_mark;

use super::super::{Report, Section, SectionId};

/// The fragment of every section.
#[derive(Debug, Default)]
pub(super) struct Anchors(BTreeMap<SectionId, String>);

impl Anchors {
    /// Gives every heading its fragment, in reading order, since headings of
    /// the same words are told apart by a count. `before` are the headings
    /// above the first section.
    pub(super) fn of_report(report: &Report, before: &[&str]) -> Self {
        let mut taken = BTreeSet::new();
        for heading in before {
            unique(&slug(heading), &mut taken);
        }
        let mut anchors = BTreeMap::new();
        for (_, section) in report.outline() {
            let fragment = unique(&slug(&heading_text(section)), &mut taken);
            anchors.entry(section.id.clone()).or_insert(fragment);
        }
        Self(anchors)
    }

    /// The fragment of a section, without `#`.
    pub(super) fn of(&self, section: &SectionId) -> Option<&str> {
        self.0.get(section).map(String::as_str)
    }
}

/// The words of a heading: number and title on one line.
fn heading_text(section: &Section) -> String {
    let title = section.title.plain_text().replace('\n', " ");
    match &section.number {
        Some(number) => format!("{number} {}", title.trim()),
        None => title.trim().to_owned(),
    }
}

fn slug(heading: &str) -> String {
    let mut slug = String::with_capacity(heading.len());
    for character in heading.to_lowercase().chars() {
        if character == ' ' {
            slug.push('-');
        } else if character.is_alphanumeric()
            || is_combining_mark(character)
            || matches!(character, '-' | '_' | '\u{203f}')
        {
            slug.push(character);
        }
    }
    slug
}

fn unique(slug: &str, taken: &mut BTreeSet<String>) -> String {
    let mut fragment = slug.to_owned();
    let mut count = 0;
    while !taken.insert(fragment.clone()) {
        count += 1;
        fragment = format!("{slug}-{count}");
    }
    fragment
}
