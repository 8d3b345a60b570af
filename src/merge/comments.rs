//! Comments that only one version has, put beside what they were about.

use crate::source::Span;
use crate::yaml::{Data, Node, Value, parse};

/// A comment, and the path of what it is about.
struct Comment {
    text: String,
    owner: Vec<String>,
    /// Whether it stands behind something on its line.
    trailing: bool,
}

/// An entry or item, where its line begins to say something.
struct Spot {
    start: usize,
    end: usize,
    path: Vec<String>,
}

/// The comments of a text, in its order, with their `#`.
pub fn comment_texts(text: &str) -> Vec<String> {
    texts(comments(text, parse(text).root.as_ref()))
}

fn texts(comments: Vec<Comment>) -> Vec<String> {
    let texts = comments.into_iter().map(|comment| comment.text);
    texts.collect()
}

/// A text and its tree.
pub(super) type Read<'r> = (&'r str, &'r Node<'r>);

/// The merged text with the comments of theirs that neither it nor the base has.
pub(super) fn with_comments(base: Read<'_>, merged: String, theirs: Read<'_>) -> String {
    let theirs = comments(theirs.0, Some(theirs.1));
    if theirs.is_empty() {
        return merged;
    }
    let mut known = texts(comments(base.0, Some(base.1)));
    let mut present = comment_texts(&merged);
    let mut text = merged;
    for comment in theirs {
        let is_known = |list: &mut Vec<String>| {
            let at = list.iter().position(|other| *other == comment.text);
            at.map(|at| list.swap_remove(at)).is_some()
        };
        let (in_base, in_merged) = (is_known(&mut known), is_known(&mut present));
        if !in_base && !in_merged {
            text = with_comment(&text, &comment);
        }
    }
    text
}

fn with_comment(text: &str, comment: &Comment) -> String {
    let parsed = parse(text);
    let wanted = parsed.root.as_ref().map(Node::to_data);
    let reads_same = |new: &String| {
        let parsed = parse(new);
        parsed.faults.is_empty() && parsed.root.map(|root| root.to_data()) == wanted
    };
    let spots = spots(parsed.root.as_ref());
    for depth in (1..=comment.owner.len()).rev() {
        let path = &comment.owner[..depth];
        let Some(spot) = spots.iter().find(|spot| spot.path == path) else {
            continue;
        };
        let tried = [
            (comment.trailing && depth == comment.owner.len())
                .then(|| behind(text, spot, &comment.text))
                .flatten(),
            above(text, spot, &comment.text),
        ];
        if let Some(new) = tried.into_iter().flatten().find(reads_same) {
            return new;
        }
    }
    let line_end = line_end(text);
    let end = if text.ends_with('\n') { "" } else { line_end };
    let last = format!("{text}{end}{}{line_end}", comment.text);
    let first = format!("{}{line_end}{text}", comment.text);
    [last, first]
        .into_iter()
        .find(reads_same)
        .unwrap_or_else(|| text.to_owned())
}

/// How the text ends its lines.
fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |at| at + 1)
}

fn above(text: &str, spot: &Spot, comment: &str) -> Option<String> {
    let start = line_start(text, spot.start);
    let indent = &text[start..spot.start];
    // The first key of an item stands behind its dash.
    let indent: String = indent
        .chars()
        .map(|c| if c == '-' { ' ' } else { c })
        .collect();
    let is_first = text[start..spot.start].trim_matches([' ', '-']).is_empty();
    let dash = text[start..spot.start].find('-');
    let indent = dash.map_or(indent.as_str(), |dash| &indent[..dash]);
    let end = line_end(text);
    is_first.then(|| format!("{}{indent}{comment}{end}{}", &text[..start], &text[start..]))
}

fn behind(text: &str, spot: &Spot, comment: &str) -> Option<String> {
    let end = text[spot.start..]
        .find('\n')
        .map_or(text.len(), |at| spot.start + at);
    let end = spot.start + text[spot.start..end].trim_end_matches('\r').len();
    let line = &text[spot.start..end];
    let is_simple =
        spot.end <= end && !line.contains('#') && !line.trim_end().ends_with(['|', '>']);
    let at = spot.start + line.trim_end().len();
    is_simple.then(|| format!("{} {comment}{}", &text[..at], &text[end..]))
}

fn comments(text: &str, root: Option<&Node<'_>>) -> Vec<Comment> {
    let Some(root) = root.filter(|_| text.contains('#')) else {
        return Vec::new();
    };
    let mut scalars = Vec::new();
    scalar_spans(root, &mut scalars);
    scalars.sort_unstable();
    let spots = spots(Some(root));
    let mut found = Vec::new();
    for (at, _) in text.match_indices('#') {
        let before = text[..at].chars().next_back();
        let opens = before.is_none_or(char::is_whitespace);
        let next = scalars.partition_point(|span| span.start <= at);
        let inside = next > 0 && scalars[next - 1].end > at;
        let in_comment = found.last().is_some_and(|(end, _)| at < *end);
        if !opens || inside || in_comment {
            continue;
        }
        let end = text[at..]
            .find('\n')
            .map_or(text.len(), |length| at + length);
        let start = line_start(text, at);
        let trailing = !text[start..at].trim().is_empty();
        let owner = if trailing {
            spots
                .iter()
                .rev()
                .find(|spot| spot.start < at && spot.start >= start)
        } else {
            spots.iter().find(|spot| spot.start > at)
        };
        let owner = owner.map(|spot| spot.path.clone()).unwrap_or_default();
        let text = text[at..end].trim_end().to_owned();
        found.push((
            end,
            Comment {
                text,
                owner,
                trailing,
            },
        ));
    }
    found.into_iter().map(|(_, comment)| comment).collect()
}

fn scalar_spans(node: &Node<'_>, spans: &mut Vec<Span>) {
    match &node.value {
        Value::Scalar(_) => spans.push(node.span),
        Value::Sequence(list) => list.items.iter().for_each(|item| scalar_spans(item, spans)),
        Value::Mapping(map) => {
            for entry in map {
                spans.push(entry.key_span);
                scalar_spans(&entry.value, spans);
            }
        }
        Value::Null => {}
    }
}

/// Every entry and item in the order of the text, with its path by ids.
fn spots(root: Option<&Node<'_>>) -> Vec<Spot> {
    let mut spots = Vec::new();
    if let Some(root) = root {
        visit(root, &mut Vec::new(), &mut spots);
    }
    spots.sort_by_key(|spot| (spot.start, spot.path.len()));
    spots
}

fn visit(node: &Node<'_>, path: &mut Vec<String>, spots: &mut Vec<Spot>) {
    match &node.value {
        Value::Mapping(map) => {
            for entry in map {
                path.push(format!(".{}", entry.key));
                spots.push(Spot {
                    start: entry.key_span.start,
                    end: entry.value.span.end,
                    path: path.clone(),
                });
                visit(&entry.value, path, spots);
                path.pop();
            }
        }
        Value::Sequence(list) => {
            for item in &list.items {
                let id = item.as_mapping().and_then(|map| map.get("id"));
                let name = match (id.and_then(Node::text), item.to_data()) {
                    (Some(id), _) => id.to_owned(),
                    (None, Data::Text(text)) => text,
                    _ => continue,
                };
                path.push(format!("[{name}]"));
                spots.push(Spot {
                    start: item.span.start,
                    end: item.span.end,
                    path: path.clone(),
                });
                visit(item, path, spots);
                path.pop();
            }
        }
        _ => {}
    }
}
