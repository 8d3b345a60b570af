//! Mending a text by the repairs that findings offer, in memory and with every repair proven.
//!
//! Repairs that do not overlap are made in one go, the new text is checked, and so on until nothing
//! is left to make. A set of repairs stands only if every one of their findings is gone, no rule
//! finds more than before, every part of the file that no repair touched says the same, and every
//! comment is still there. A set that does not stand is tried in halves, down to the single repair
//! that is to blame; that one is left out.

use crate::diagnostic::{Finding, Repair};
use crate::yaml::edit::{Edit, changes_no_more, patch};
use crate::yaml::{LineEnding, parse};

/// Finds what is wrong with a text.
pub type Look<'l> = dyn Fn(&str) -> Vec<Finding> + 'l;

/// What became of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The text with all repairs that stand.
    pub text: String,
    /// The findings that were mended, in the order in which that was done; their places are those of
    /// the text as it was then.
    pub made: Vec<Finding>,
    /// How many repairs were tried and left out.
    pub n_left_out: usize,
    /// What was found at first.
    pub before: Vec<Finding>,
    /// What is still found.
    pub left: Vec<Finding>,
}

/// Makes the safe repairs, with `all` the others too.
pub fn mend(text: &str, all: bool, look: &Look<'_>) -> Mended {
    let before = look(text);
    let mut mender = Mender {
        look,
        all,
        text: text.to_owned(),
        found: before.clone(),
        made: Vec::new(),
        refused: Vec::new(),
    };
    // A round mends something or leaves a repair out; only repairs that undo each other go on.
    let n_rounds = 2 * mender.found.len() + 8;
    for _ in 0..n_rounds {
        let chosen = mender.choose();
        if chosen.is_empty() || !mender.make(&chosen) {
            break;
        }
    }
    Mended {
        text: mender.text,
        made: mender.made,
        n_left_out: mender.refused.len(),
        before,
        left: mender.found,
    }
}

/// What a finding is, wherever it has moved to.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Identity {
    rule: String,
    answer: Option<String>,
    values: Vec<(&'static str, String)>,
    replacement: String,
}

impl Identity {
    fn of(finding: &Finding, repair: &Repair) -> Self {
        Self {
            rule: finding.rule.to_string(),
            answer: finding.answer.clone(),
            values: finding.values.clone(),
            replacement: repair.replacement.clone(),
        }
    }
}

struct Mender<'m> {
    look: &'m Look<'m>,
    all: bool,
    text: String,
    found: Vec<Finding>,
    made: Vec<Finding>,
    refused: Vec<Identity>,
}

impl Mender<'_> {
    /// The repairs to make next: in the order of the text, none touching another.
    fn choose(&self) -> Vec<Finding> {
        let mut wanted: Vec<&Finding> = self.found.iter().filter(|one| self.wants(one)).collect();
        wanted.sort_by_key(|finding| finding.repair.as_ref().map(|repair| repair.span));
        let mut chosen: Vec<Finding> = Vec::new();
        let mut end = None;
        for finding in wanted {
            let Some(repair) = &finding.repair else {
                continue;
            };
            if end.is_none_or(|end| end < repair.span.start) {
                end = Some(repair.span.end);
                chosen.push(finding.clone());
            }
        }
        chosen
    }

    fn wants(&self, finding: &Finding) -> bool {
        finding.repair.as_ref().is_some_and(|repair| {
            let is_refused = || self.refused.contains(&Identity::of(finding, repair));
            (repair.safe || self.all) && changes(&self.text, repair) && !is_refused()
        })
    }

    /// Makes repairs, or as many of them as stand; whether another round makes sense.
    fn make(&mut self, chosen: &[Finding]) -> bool {
        if let Some((text, found)) = self.tried(chosen) {
            self.text = text;
            self.found = found;
            self.made.extend_from_slice(chosen);
            return true;
        }
        if let [only] = chosen {
            let repair = only.repair.as_ref();
            self.refused
                .extend(repair.map(|repair| Identity::of(only, repair)));
            return true;
        }
        // After the first half is made, places have moved: the rest is chosen anew.
        let (first, _) = chosen.split_at(chosen.len() / 2);
        self.make(first)
    }

    /// The text after some repairs and what is found in it, if they stand.
    fn tried(&self, chosen: &[Finding]) -> Option<(String, Vec<Finding>)> {
        let repairs = chosen.iter().filter_map(|finding| finding.repair.as_ref());
        let edits: Vec<Edit> = repairs
            .map(|repair| Edit {
                span: repair.span,
                replacement: with_line_ends(&repair.replacement, &self.text),
            })
            .collect();
        let text = patch(&self.text, &edits)?;
        if !changes_no_more(&self.text, &text, &edits) {
            return None;
        }
        let found = (self.look)(&text);
        // What a fault of the notation hid comes to light when it is mended.
        let was_faulty = !parse(&self.text).faults.is_empty();
        (was_faulty || is_better(&self.found, &found, chosen)).then_some((text, found))
    }
}

/// A replacement with the line ends of the text.
fn with_line_ends(replacement: &str, text: &str) -> String {
    match LineEnding::of(text) {
        LineEnding::Lf => replacement.to_owned(),
        LineEnding::CrLf => replacement.replace("\r\n", "\n").replace('\n', "\r\n"),
    }
}

/// Whether a repair changes the text at all.
fn changes(text: &str, repair: &Repair) -> bool {
    repair.span.slice(text) != repair.replacement
}

/// Whether the findings after some repairs are those before them, but for the ones mended: no rule
/// finds more than is then left to it.
fn is_better(before: &[Finding], after: &[Finding], mended: &[Finding]) -> bool {
    let n_of = |findings: &[Finding], rule: &Finding| {
        let same = findings.iter().filter(|one| one.rule == rule.rule);
        same.count()
    };
    after
        .iter()
        .chain(mended)
        .all(|finding| n_of(after, finding) + n_of(mended, finding) <= n_of(before, finding))
}
