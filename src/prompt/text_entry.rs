//! What typed lines mean, alike in the terminal and in plain mode.

/// A typed line, read for a colon at its start.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// Text; a doubled colon at its start has become one.
    Text(String),
    /// A command, without its colon and the spaces around it.
    Command(String),
}

/// Tells a command (`:why`) from text; `::` begins a text with a colon. Pasted
/// text of several lines is never a command.
pub(super) fn colon(line: &str) -> Entry {
    match line.strip_prefix(':') {
        _ if line.contains('\n') => Entry::Text(line.to_owned()),
        Some(rest) if rest.starts_with(':') => Entry::Text(rest.to_owned()),
        Some(rest) => Entry::Command(rest.trim().to_owned()),
        None => Entry::Text(line.to_owned()),
    }
}

/// A command typed behind the text that the line started from, where one of `words`, or its
/// beginning, follows the colon: who types `:back` into a line that is filled in already means the command.
pub(super) fn command_after(initial: &str, line: &str, words: &[String]) -> Option<String> {
    let rest = line.strip_prefix(initial).filter(|_| !initial.is_empty())?;
    let command = rest.trim_start().strip_prefix(':')?.trim();
    let word = command.split_whitespace().next()?.to_lowercase();
    let begins = words.iter().any(|known| known.starts_with(&word));
    (is_edit(&word) || begins).then(|| command.to_owned())
}

/// The line that [`colon`] reads as this text: what an edit starts from.
pub(super) fn typed_as(text: &str) -> String {
    if text.starts_with(':') && !text.contains('\n') {
        format!(":{text}")
    } else {
        text.to_owned()
    }
}

/// What was typed, as a draft; a command that was not finished is none.
pub(super) fn draft_of(typed: &str) -> Option<String> {
    match colon(typed) {
        Entry::Text(text) if !text.trim().is_empty() => Some(text),
        Entry::Text(_) | Entry::Command(_) => None,
    }
}

/// Pasted text on one line.
pub(super) fn on_one_line(typed: &str) -> String {
    if !typed.contains('\n') {
        return typed.to_owned();
    }
    let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

/// Whether a command asks for the person's editor.
pub(super) fn is_edit(command: &str) -> bool {
    matches!(command, "e" | "edit")
}

/// Whether a line ends a text instead of belonging to it.
pub(super) fn is_end(line: &str) -> bool {
    line.trim().is_empty() || line.trim() == "."
}

/// A text of several lines while it is typed.
#[derive(Debug, Default)]
pub(super) struct TextEntry {
    lines: Vec<String>,
}

impl TextEntry {
    /// Whether nothing was typed yet.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Adds a line.
    pub(super) fn push(&mut self, line: String) {
        self.lines.push(line);
    }

    /// The lines so far.
    pub(super) fn text(&self) -> String {
        self.lines.join("\n")
    }

    /// The finished text, without white space at its end.
    pub(super) fn finish(self) -> String {
        self.text().trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_behind_a_given_text_is_one_where_it_begins_a_known_word() {
        let words = ["quit".to_owned(), "note".to_owned()];
        let after = |line: &str| command_after("Law 7", line, &words);
        assert_eq!(after("Law 7:q"), Some("q".to_owned()));
        assert_eq!(
            after("Law 7 :Note see p. 2"),
            Some("Note see p. 2".to_owned())
        );
        assert_eq!(after("Law 7: amended"), None);
        assert_eq!(after("Law 7:12"), None);
        assert_eq!(after("Law 8:q"), None);
        assert_eq!(command_after("", ":q", &words), None);
    }
}
