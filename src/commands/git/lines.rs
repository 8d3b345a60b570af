//! A project as lines, which git compares where it takes no command of ours.

use unicode_segmentation::UnicodeSegmentation;

use crate::diff::compare;
use crate::error::{Exit, Failure};
use crate::merge::comment_texts;
use crate::project::{FORMAT, Project};
use crate::source::SourceFile;
use crate::store;
use crate::t;
use crate::ui::sanitize_line;
use crate::yaml;

use super::super::app::App;
use super::super::cli::GitTextArgs;
use super::super::diff::{Body, Teller, Tongue, fit};
use super::super::discovery::is_project_text;
use super::super::open::{decode, store_failure, view};

/// `git textconv`: a project as lines, one for each sentence, value and comment, in an order of its own, so that git
/// shows what changed and not what moved. What is no project is handed on as it is.
pub(crate) fn textconv(app: &mut App, args: &GitTextArgs) -> anyhow::Result<Exit> {
    let loaded = store::load(&args.file, u64::MAX).map_err(|error| store_failure(&error))?;
    let text = decode(&args.file, &loaded.bytes)
        .ok()
        .filter(|text| is_project_text(text))
        .map(|text| SourceFile::new(args.file.display().to_string(), text));
    let words = text.and_then(|source| as_lines(app, &source).ok());
    match words {
        Some(words) => app.ui.out(&words)?,
        None => app.ui.out_bytes(&loaded.bytes)?,
    }
    Ok(Exit::Done)
}

/// A project in words, line by line.
fn as_lines(app: &App, source: &SourceFile) -> Result<String, Failure> {
    let parsed = yaml::parse(source.text());
    let project: Project<'_> = view(source, &parsed, &app.handbook)?;
    fit(source, &project)?;
    let nothing = format!("mainstream: {FORMAT}\n");
    let nothing = yaml::parse(&nothing);
    let nothing = nothing.root.as_ref().ok_or_else(|| {
        Failure::new(Exit::Internal, "internal-error").with("detail", "an empty project")
    })?;
    let changes = compare(nothing, project.root, &app.handbook);
    let teller = Teller {
        tongue: Tongue::of_screen(app),
        old: None,
        new: Some(&project),
    };
    let mut out = String::new();
    for mut group in teller.groups(&changes) {
        let title = match &group.code {
            Some(code) => format!("{code} {}", group.title),
            None => group.title.clone(),
        };
        push(&mut out, 0, &title);
        group.told.sort_by(|a, b| a.path.cmp(&b.path));
        for told in &group.told {
            told_as_lines(app, &mut out, &told.label, &told.body);
        }
    }
    for comment in comment_texts(source.text()) {
        push(&mut out, 0, &comment);
    }
    Ok(out)
}

fn told_as_lines(app: &App, out: &mut String, label: &str, body: &Body) {
    match body {
        Body::Values {
            new: Some(value), ..
        } => value_as_lines(app, out, 1, label, value),
        Body::Items { added, .. } => {
            if !label.is_empty() {
                push(out, 1, label);
            }
            for item in added {
                push(out, if label.is_empty() { 1 } else { 2 }, item);
            }
        }
        Body::Record { title, fields } => {
            push(out, 1, title);
            let mut fields: Vec<&(String, String)> = fields.iter().collect();
            fields.sort();
            for (label, value) in fields {
                value_as_lines(app, out, 2, label, value);
            }
        }
        Body::Values { new: None, .. } | Body::Pieces(_) | Body::Rename { .. } => {}
    }
}

/// A value behind its label; several sentences below it, one a line.
fn value_as_lines(app: &App, out: &mut String, depth: usize, label: &str, value: &str) {
    let sentences = sentences(value);
    match (sentences.as_slice(), label) {
        (several, "") => {
            for sentence in several {
                push(out, depth, sentence);
            }
        }
        ([only], label) => {
            let line = t!(app.messages, "labelled", word = label, text = only);
            push(out, depth, &line);
        }
        (several, label) => {
            push(out, depth, label);
            for sentence in several {
                push(out, depth + 1, sentence);
            }
        }
    }
}

/// The sentences of a text, each on one line; at least one.
fn sentences(text: &str) -> Vec<String> {
    let lines = text
        .lines()
        .flat_map(UnicodeSegmentation::split_sentence_bounds);
    let mut found: Vec<String> = lines
        .map(|sentence| sentence.trim().to_owned())
        .filter(|sentence| !sentence.is_empty())
        .collect();
    if found.is_empty() {
        found.push(String::new());
    }
    found
}

fn push(out: &mut String, depth: usize, text: &str) {
    let line = format!("{}{}", "  ".repeat(depth), sanitize_line(text));
    out.push_str(line.trim_end());
    out.push('\n');
}
