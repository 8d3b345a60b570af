//! Two versions of a text, line by line, as `patch` and every reviewer knows it.

use similar::{ChangeTag, TextDiff};

/// Lines shown around a change.
const CONTEXT: usize = 3;

/// What a line of the result is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The names of the versions.
    Head,
    /// Where a group of changes stands.
    Place,
    /// In both.
    Same,
    /// Only in the old one.
    Gone,
    /// Only in the new one.
    New,
}

/// Shows what makes `new` of `old` as a unified diff; nothing where they are the same.
///
/// `show` gets every line without its line break and gives it back as it is to be shown.
pub fn render_unified(
    name: &str,
    old: &str,
    new: &str,
    show: &dyn Fn(Mark, &str) -> String,
) -> String {
    let mut out = String::new();
    let mut line = |mark: Mark, text: &str| {
        out.push_str(&show(mark, text));
        out.push('\n');
    };
    let diff = TextDiff::from_lines(old, new);
    let mut unified = diff.unified_diff();
    for (n, hunk) in unified.context_radius(CONTEXT).iter_hunks().enumerate() {
        if n == 0 {
            line(Mark::Head, &format!("--- a/{name}"));
            line(Mark::Head, &format!("+++ b/{name}"));
        }
        line(Mark::Place, &hunk.header().to_string());
        for change in hunk.iter_changes() {
            let (mark, sign) = match change.tag() {
                ChangeTag::Equal => (Mark::Same, ' '),
                ChangeTag::Delete => (Mark::Gone, '-'),
                ChangeTag::Insert => (Mark::New, '+'),
            };
            let text = change.value().trim_end_matches(['\n', '\r']);
            line(mark, &format!("{sign}{text}"));
            if change.missing_newline() {
                line(mark, "\\ No newline at end of file");
            }
        }
    }
    out
}
