//! Texts: phrases that say nothing, placeholders, length, and the same paragraph twice.

use std::ops::Range;

use foldhash::HashMap;

use crate::handbook::{Handbook, Scanner, ValueKind};
use crate::plan::Thresholds;
use crate::project::Project;
use crate::source::Span;
use crate::yaml::Node;

use super::checker::{Checker, Owner, Spot, each_spot, shown};
use super::header::head;
use super::survey::Survey;
use super::{EMPTY_PHRASE, PARAGRAPH_TWICE, PLACEHOLDER_LEFT, TEXT_TOO_LONG};

/// Fields of a line whose text is no prose.
const NO_PROSE: [&str; 2] = ["link", "address"];

/// What looks for phrases in the project's language: made at the first call, which takes a while.
pub(super) fn scanner<'c>(project: &Project<'_>, handbook: &'c Handbook) -> Option<&'c Scanner> {
    let language = project.header.language;
    let language = language.map_or("", |language| language.text);
    handbook.word_lists().scanner(language)
}

pub(super) fn check<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>) {
    let scanner = scanner(survey.project, survey.handbook());
    let mut prose = Vec::new();
    each_spot(survey.project, survey.handbook(), |spot| {
        if is_prose(survey, &spot) {
            prose.push(spot);
        }
    });
    let mut paragraphs = Paragraphs::new(&survey.plan.thresholds);
    for spot in prose {
        let Some(text) = spot.node.text() else {
            continue;
        };
        length(checker, survey, spot, text);
        if let Some(scanner) = scanner {
            phrases(checker, survey, spot, text, scanner);
        }
        let place = head(checker, spot.node);
        if let Some(first) = paragraphs.repeats(text, place) {
            let finding = PARAGRAPH_TWICE.at(place).other(first, "first");
            checker.add_about(spot.owner, finding);
        }
    }
}

fn is_prose(survey: &Survey<'_>, spot: &Spot<'_>) -> bool {
    if !matches!(spot.kind, ValueKind::Line | ValueKind::Text) {
        return false;
    }
    match spot.owner {
        Owner::Field(record, field) => {
            record.home.is_some() && !NO_PROSE.contains(&field) && survey.project.is_own(record)
        }
        _ => true,
    }
}

/// Whether a text is what a record is called.
fn is_title(survey: &Survey<'_>, owner: Owner<'_>) -> bool {
    let Owner::Field(record, field) = owner else {
        return false;
    };
    let known = survey.project.type_of(survey.handbook(), &record);
    known.is_some_and(|known| known.title == field)
}

fn length<'c>(checker: &mut Checker<'c>, survey: &Survey<'c>, spot: Spot<'c>, text: &str) {
    let Some(limits) = &survey.plan.thresholds.text_length else {
        return;
    };
    let max = match spot.kind {
        ValueKind::Line => limits.line,
        _ => limits.text,
    };
    // A text has at least as many bytes as characters.
    if text.len() <= max {
        return;
    }
    let n = text.trim().chars().count();
    if n > max {
        let finding = TEXT_TOO_LONG
            .at(head(checker, spot.node))
            .with("n", n.to_string())
            .with("max", max.to_string());
        checker.add_about(spot.owner, finding);
    }
}

fn phrases<'c>(
    checker: &mut Checker<'c>,
    survey: &Survey<'c>,
    spot: Spot<'c>,
    text: &str,
    scanner: &Scanner,
) {
    let scan = scanner.scan(text);
    if let Some(range) = scan.empty.filter(|_| !is_title(survey, spot.owner)) {
        let finding = EMPTY_PHRASE
            .at(place(checker, spot.node, text, &range))
            .with("phrase", shown(&text[range]));
        checker.add_about(spot.owner, finding);
    }
    if let Some(range) = scan.placeholder {
        let finding = PLACEHOLDER_LEFT
            .at(place(checker, spot.node, text, &range))
            .with("found", shown(&text[range]));
        checker.add_about(spot.owner, finding);
    }
}

/// The place of a part of a text, where the text stands in the file as it is; else the first line.
fn place(checker: &Checker<'_>, node: &Node<'_>, text: &str, range: &Range<usize>) -> Span {
    let written = node.span.slice(checker.text());
    let quoted = |written: &str| written.get(1..written.len().saturating_sub(1)) == Some(text);
    let offset = match written {
        _ if written == text => 0,
        _ if quoted(written) => 1,
        _ => return head(checker, node),
    };
    let start = node.span.start + offset;
    Span::new(start + range.start, start + range.end)
}

/// The paragraphs that stood in the texts so far, and where.
struct Paragraphs {
    min_length: usize,
    seen: HashMap<String, Span>,
}

impl Paragraphs {
    fn new(thresholds: &Thresholds) -> Self {
        let limit = thresholds.paragraph.as_ref();
        Self {
            min_length: limit.map_or(usize::MAX, |limit| limit.min_length),
            seen: HashMap::default(),
        }
    }

    /// Where a paragraph of a text stood before, if any did; remembers the others.
    fn repeats(&mut self, text: &str, place: Span) -> Option<Span> {
        if text.len() < self.min_length {
            return None;
        }
        let mut first = None;
        let mut paragraph = String::new();
        for line in text.lines().chain([""]) {
            if !line.trim().is_empty() {
                for word in line.split_whitespace() {
                    paragraph.extend(word.chars().flat_map(char::to_lowercase));
                    paragraph.push(' ');
                }
                continue;
            }
            let done = std::mem::take(&mut paragraph);
            if done.trim_end().chars().count() < self.min_length {
                continue;
            }
            match self.seen.get(&done) {
                Some(known) => first = first.or(Some(*known)),
                None => {
                    self.seen.insert(done, place);
                }
            }
        }
        first
    }
}
