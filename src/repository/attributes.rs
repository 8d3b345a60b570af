//! `.gitattributes`: which files git gives to our drivers, and the lines that `git setup` adds and takes away.
//!
//! What is added stands between two marks, so that it can be taken away and nothing else. A file is afterwards what it
//! was before, byte for byte: one that did not end its last line still does not (the end mark ends no line either), and
//! one that was not there is gone.

use std::ops::Range;

use super::setup::DRIVER;

/// The line before ours.
const BEGIN: &str = "# >>> mainstream git setup >>>";

/// The line behind ours.
const END: &str = "# <<< mainstream git setup <<<";

/// The marks are not as they were written: one is missing, or there are several. The line, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the marks in line {0} do not fit together")]
pub struct Unmarked(pub usize);

/// The lines that give files of these patterns to both drivers.
pub fn lines(patterns: &[String]) -> Vec<String> {
    let line = |pattern: &String| format!("{} diff={DRIVER} merge={DRIVER}", quoted(pattern));
    patterns.iter().map(line).collect()
}

/// A pattern as it stands in the file: one with a blank or a sign that begins something else is quoted.
fn quoted(pattern: &str) -> String {
    let is_plain =
        !pattern.contains([' ', '\t', '"', '\\']) && !pattern.starts_with(['#', '!', '[']);
    if is_plain {
        return pattern.to_owned();
    }
    let inner = pattern.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{inner}\"")
}

/// The text with our lines in it, in the place of those that are there, else at its end; none stands for no file.
///
/// # Errors
///
/// [`Unmarked`].
pub fn with_lines(text: Option<&str>, lines: &[String]) -> Result<String, Unmarked> {
    let end = if text.is_some_and(|text| text.contains("\r\n")) {
        "\r\n"
    } else {
        "\n"
    };
    let mut inner = vec![BEGIN];
    inner.extend(lines.iter().map(String::as_str));
    inner.push(END);
    let inner = inner.join(end);
    let Some(text) = text else {
        return Ok(format!("{inner}{end}"));
    };
    if let Some(block) = block(text)? {
        let foreign = foreign_lines(&text[block.clone()], end);
        let (before, after) = (&text[..block.start], &text[block.end..]);
        return Ok(format!("{before}{foreign}{inner}{after}"));
    }
    Ok(if text.ends_with('\n') {
        format!("{text}{inner}{end}")
    } else {
        format!("{text}{end}{inner}")
    })
}

/// The text without our lines; none where nothing is left of a file that was not there before.
///
/// # Errors
///
/// [`Unmarked`].
pub fn without_lines(text: &str) -> Result<Option<String>, Unmarked> {
    let Some(block) = block(text)? else {
        return Ok(Some(text.to_owned()));
    };
    let (before, after) = (&text[..block.start], &text[block.end..]);
    let foreign = foreign_lines(&text[block.clone()], "\n");
    if after.is_empty() && foreign.is_empty() {
        // The end mark ends no line: neither did the line before ours.
        let before = before.strip_suffix('\n').unwrap_or(before);
        return Ok(Some(before.strip_suffix('\r').unwrap_or(before).to_owned()));
    }
    let after = after.strip_prefix('\r').unwrap_or(after);
    let after = after.strip_prefix('\n').unwrap_or(after);
    let left = format!("{before}{foreign}{after}");
    Ok((!left.is_empty()).then_some(left))
}

/// Our lines as they stand in a text, without the marks.
pub fn own_lines(text: &str) -> Vec<&str> {
    let Ok(Some(block)) = block(text) else {
        return Vec::new();
    };
    text[block].lines().filter(|line| is_own(line)).collect()
}

/// Whether a line is as we write them.
fn is_own(line: &str) -> bool {
    line.trim_end()
        .ends_with(&format!(" diff={DRIVER} merge={DRIVER}"))
}

/// The lines that somebody wrote between the marks: they stay, outside.
fn foreign_lines(block: &str, end: &str) -> String {
    let lines = block.lines();
    let foreign = lines.filter(|line| !is_own(line) && ![BEGIN, END].contains(&line.trim_end()));
    let mut text = String::new();
    for line in foreign {
        text.push_str(line.trim_end_matches('\r'));
        text.push_str(end);
    }
    text
}

/// From the first letter of the first mark to the last of the second.
fn block(text: &str) -> Result<Option<Range<usize>>, Unmarked> {
    let (mut open, mut found) = (None, None);
    let mut offset = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let unmarked = Err(Unmarked(number + 1));
        match line.trim_end() {
            BEGIN if open.is_some() || found.is_some() => return unmarked,
            BEGIN => open = Some((offset, number + 1)),
            END => match open.take() {
                Some((start, _)) => found = Some(start..offset + END.len()),
                None => return unmarked,
            },
            _ => {}
        }
        offset += line.len();
    }
    match open {
        Some((_, number)) => Err(Unmarked(number)),
        None => Ok(found),
    }
}

/// The places where a text gives files to one of our drivers.
pub fn places(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let (pattern, attributes) = split(line);
        if pattern.is_some() {
            let start = line.len() - attributes.len();
            let mut at = start;
            for word in attributes.split([' ', '\t', '\r', '\n']) {
                let names = word.split_once('=').is_some_and(|(attribute, driver)| {
                    matches!(attribute, "diff" | "merge") && driver == DRIVER
                });
                if names {
                    found.push(offset + at..offset + at + word.len());
                }
                at += word.len() + 1;
            }
        }
        offset += line.len();
    }
    found
}

/// The patterns of a text whose files go to both drivers.
pub fn patterns(text: &str) -> Vec<String> {
    let lines = text.lines().filter_map(|line| {
        let (pattern, attributes) = split(line);
        let words: Vec<&str> = attributes.split_ascii_whitespace().collect();
        let both = ["diff", "merge"].map(|attribute| format!("{attribute}={DRIVER}"));
        let has_both = both.iter().all(|wanted| words.contains(&wanted.as_str()));
        pattern.filter(|_| has_both)
    });
    lines.collect()
}

/// A line's pattern, without its quotes, and the rest; no pattern in comments and blank lines.
fn split(line: &str) -> (Option<String>, &str) {
    let inner = line.trim_start();
    if inner.is_empty() || inner.starts_with('#') {
        return (None, "");
    }
    if let Some(rest) = inner.strip_prefix('"') {
        let mut pattern = String::new();
        let mut signs = rest.char_indices();
        while let Some((at, sign)) = signs.next() {
            match sign {
                '"' => return (Some(pattern), &rest[at + 1..]),
                '\\' => pattern.extend(signs.next().map(|(_, sign)| sign)),
                sign => pattern.push(sign),
            }
        }
    }
    let end = inner.find([' ', '\t', '\r', '\n']).unwrap_or(inner.len());
    (Some(inner[..end].to_owned()), &inner[end..])
}
