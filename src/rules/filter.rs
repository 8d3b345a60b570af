//! From all that was noticed to one finding for each root fault, in the order of the text.

use crate::diagnostic::Finding;
use crate::source::Span;
use crate::yaml::{FaultKind, Node, Value};

use super::checker::Checker;
use super::marks::conflict_spans;
use super::{CONFLICT_LEFT_OVER, DUPLICATE_ID, Group, RULES, rule};

/// Drops what follows from another fault, and sorts.
pub(super) fn one_per_fault(checker: Checker<'_>) -> Vec<Finding> {
    let shadows = Shadows::of(&checker);
    let mut findings = checker.findings;
    findings.retain(|finding| !shadows.hide(finding));
    findings.sort_by_cached_key(key);
    findings.dedup();
    findings
}

pub(super) fn key(finding: &Finding) -> (usize, usize, usize, Option<&'static str>) {
    let order = RULES
        .iter()
        .position(|rule| finding.rule == rule.id)
        .unwrap_or(RULES.len());
    (finding.span.start, finding.span.end, order, finding.variant)
}

/// Places where a fault makes other findings doubtful.
struct Shadows {
    /// The first line that git's marks spoil: nothing from there on is trusted.
    marks: Option<usize>,
    /// The start of the line where reading stopped: what was read of it may be wrong.
    cut_line: Option<usize>,
    /// Values two versions disagree about.
    conflicts: Vec<Span>,
    /// What stands under the second of two equal keys: its records repeat those of the first.
    repeated: Vec<Span>,
}

impl Shadows {
    fn of(checker: &Checker<'_>) -> Self {
        let by_git = |finding: &&Finding| {
            finding.rule == CONFLICT_LEFT_OVER.id && finding.variant == Some("git")
        };
        let marks = checker
            .findings
            .iter()
            .find(by_git)
            .map(|finding| finding.span.start);
        let has_values = checker
            .findings
            .iter()
            .any(|finding| finding.rule == CONFLICT_LEFT_OVER.id && finding.variant != Some("git"));
        let (mut conflicts, mut repeated) = (Vec::new(), Vec::new());
        let faults = &checker.context.parsed.faults;
        if let Some(root) = &checker.context.parsed.root {
            if has_values {
                conflict_spans(root, &mut conflicts);
            }
            let is_repeat = |kind: &FaultKind| matches!(kind, FaultKind::DuplicateKey { .. });
            let mut keys: Vec<Span> = faults
                .iter()
                .filter(|fault| is_repeat(&fault.kind))
                .map(|fault| fault.span)
                .collect();
            if !keys.is_empty() {
                keys.sort_unstable();
                values_under(root, &keys, &mut repeated);
            }
        }
        let cut_line = checker.cut.map(|cut| {
            let before = checker.text().get(..cut).unwrap_or_default();
            let line = before.rfind('\n').map_or(0, |offset| offset + 1);
            // A text that runs on into the line began earlier.
            let root = checker.context.parsed.root.as_ref();
            let last = root.map(|root| last_part(root).span);
            last.filter(|last| last.end > line)
                .map_or(line, |last| last.start.min(line))
        });
        Self {
            marks,
            cut_line,
            conflicts,
            repeated,
        }
    }

    fn hide(&self, finding: &Finding) -> bool {
        if finding.rule == CONFLICT_LEFT_OVER.id {
            return false;
        }
        if self.marks.is_some_and(|start| finding.span.end >= start) {
            return true;
        }
        let group = rule(&finding.rule).map(|rule| rule.group);
        if group == Some(Group::Syntax) {
            return false;
        }
        self.cut_line
            .is_some_and(|start| finding.span.end > start || start == 0)
            || self
                .conflicts
                .iter()
                .any(|span| span.contains(finding.span))
            || finding.rule == DUPLICATE_ID.id
                && self.repeated.iter().any(|span| span.contains(finding.span))
    }
}

/// The values of the entries whose keys stand at these places.
fn values_under(node: &Node<'_>, keys: &[Span], found: &mut Vec<Span>) {
    match &node.value {
        Value::Mapping(mapping) => {
            for entry in mapping {
                if keys.binary_search(&entry.key_span).is_ok() {
                    found.push(entry.value.span);
                } else {
                    values_under(&entry.value, keys, found);
                }
            }
        }
        Value::Sequence(sequence) => {
            sequence
                .items
                .iter()
                .for_each(|item| values_under(item, keys, found));
        }
        _ => {}
    }
}

/// What was read last.
fn last_part<'n>(node: &'n Node<'n>) -> &'n Node<'n> {
    match &node.value {
        Value::Mapping(mapping) => mapping
            .entries
            .last()
            .map_or(node, |entry| last_part(&entry.value)),
        Value::Sequence(sequence) => sequence.items.last().map_or(node, last_part),
        _ => node,
    }
}
