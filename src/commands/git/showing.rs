//! What git calls to show differences: a comparison by meaning, or a project as lines that git compares.

use std::path::{Path, PathBuf};

use unicode_segmentation::UnicodeSegmentation;

use crate::diff::compare;
use crate::error::{Exit, Failure};
use crate::merge::comment_texts;
use crate::project::{FORMAT, Project};
use crate::repository::{Git, text_diff};
use crate::source::SourceFile;
use crate::store;
use crate::t;
use crate::ui::{ColorChoice, Style, Ui, UiOptions, sanitize_line};
use crate::yaml::{self, MAX_BYTES};

use super::super::app::App;
use super::super::cli::{DiffDriverArgs, GitTextArgs};
use super::super::diff::{Body, Teller, Tongue, fit, told_in_full};
use super::super::discovery::is_project_text;
use super::super::open::{decode, store_failure, view};
use super::failure::git_failure;

/// What git gives for a side that is not there.
const NOTHING: &str = "/dev/null";

/// `git diff-driver`: git asks for what is to be shown of one file.
///
/// Projects are compared by meaning; all else is shown as git shows it by itself.
pub(crate) fn diff_driver(app: &mut App, args: &DiffDriverArgs) -> anyhow::Result<Exit> {
    paint_as_git(app);
    // PATH OLD-FILE OLD-NAME OLD-MODE NEW-FILE NEW-NAME NEW-MODE [NEW-PATH [WHAT-CHANGED]]
    let words = args.words.as_slice();
    let [
        path,
        old,
        old_name,
        old_mode,
        new,
        new_name,
        new_mode,
        rest @ ..,
    ] = words
    else {
        // Git names a file only where it has no two versions of it: a merge waits there.
        let path = words.first().map(|path| shown(path));
        let text = t!(
            app.messages,
            "git-diff-unmerged",
            file = path.unwrap_or_default()
        );
        app.ui.out(&format!("{text}\n"))?;
        return Ok(Exit::Done);
    };
    let new_path = rest.first().unwrap_or(path);
    let sides = [(path, old), (new_path, new)];
    match by_meaning(app, sides) {
        Ok(Some(text)) => {
            app.ui.out(&text)?;
            return Ok(Exit::Done);
        }
        Ok(None) => {}
        Err(failure) => {
            let text = failure.what.text(&app.messages);
            let word = t!(app.messages, "git-diff-as-lines");
            let line = t!(app.messages, "labelled", word = word, text = text);
            app.ui.out(&format!("{}\n", sanitize_line(&line)))?;
        }
    }
    let color = app.ui.has_out_color();
    let lines = text_diff(old, new, color).map_err(git_failure)?;
    let mut out = head(
        (path, new_path),
        [is_nothing(old), is_nothing(new)],
        [old_name, new_name].map(|name| name.to_string_lossy().into_owned()),
        [old_mode, new_mode].map(|mode| mode.to_string_lossy().into_owned()),
    );
    if color {
        out = paint_head(app, &out);
    }
    app.ui.out_bytes(&[out.as_bytes(), &lines].concat())?;
    Ok(Exit::Done)
}

/// Colour goes where git's own would: git gives what we write to its pager.
fn paint_as_git(app: &mut App) {
    let options = app.ui.options();
    let has_pager = std::env::var_os("GIT_PAGER_IN_USE").is_some();
    if options.color == ColorChoice::Auto
        && has_pager
        && Git::in_folder(Path::new(".")).wants_color()
    {
        app.ui = Ui::new(UiOptions {
            color: ColorChoice::Always,
            ..options
        });
    }
}

fn is_nothing(path: &Path) -> bool {
    path == Path::new(NOTHING)
}

fn shown(path: &Path) -> String {
    sanitize_line(&path.display().to_string()).into_owned()
}

/// The comparison in words; none where not one side is a project.
fn by_meaning(app: &App, sides: [(&PathBuf, &PathBuf); 2]) -> Result<Option<String>, Failure> {
    let mut sources = Vec::with_capacity(2);
    let mut is_project = false;
    for (name, file) in sides {
        let name = name.display().to_string();
        // A project that comes or goes is compared with one that says nothing.
        let text = if is_nothing(file) {
            format!("mainstream: {FORMAT}\n")
        } else {
            let loaded = store::load(file, MAX_BYTES as u64);
            let loaded = loaded.map_err(|error| store_failure(&error))?;
            match decode(Path::new(&name), &loaded.bytes) {
                Ok(text) => {
                    is_project |= is_project_text(&text);
                    text
                }
                Err(_) => return Ok(None),
            }
        };
        sources.push(SourceFile::new(name, text));
    }
    if !is_project {
        return Ok(None);
    }
    let new = sources
        .pop()
        .unwrap_or_else(|| SourceFile::new("", String::new()));
    let old = sources
        .pop()
        .unwrap_or_else(|| SourceFile::new("", String::new()));
    let remarks = comments(app, &old, &new);
    let (text, n) = told_in_full(app, old, new, &remarks)?;
    // Where it is neither what is said nor a comment, it is the layout, and that is in the lines.
    Ok((n > 0 || !remarks.is_empty()).then_some(text))
}

/// The comments that came and went, which say nothing to the program and much to people.
fn comments(app: &App, old: &SourceFile, new: &SourceFile) -> Vec<String> {
    let (old, mut came) = (comment_texts(old.text()), comment_texts(new.text()));
    let mut gone = Vec::new();
    for comment in old {
        match came.iter().position(|other| *other == comment) {
            Some(at) => {
                came.remove(at);
            }
            None => gone.push(comment),
        }
    }
    let line = |sign: &str, style: Style, text: &String| {
        let line = format!("  {sign} {}", sanitize_line(text));
        app.ui.style_out(style, &line)
    };
    let gone = gone.iter().map(|text| line("−", Style::Bad, text));
    gone.chain(came.iter().map(|text| line("+", Style::Good, text)))
        .collect()
}

/// The lines that git writes above a difference.
fn head(
    (old, new): (&Path, &Path),
    [is_new, is_gone]: [bool; 2],
    names: [String; 2],
    [old_mode, new_mode]: [String; 2],
) -> String {
    let (old, new) = (shown(old), shown(new));
    let mut out = format!("diff --git a/{old} b/{new}\n");
    if is_new {
        out.push_str(&format!("new file mode {new_mode}\n"));
    } else if is_gone {
        out.push_str(&format!("deleted file mode {old_mode}\n"));
    } else if old_mode != new_mode {
        out.push_str(&format!("old mode {old_mode}\nnew mode {new_mode}\n"));
    }
    if old != new {
        out.push_str(&format!("rename from {old}\nrename to {new}\n"));
    }
    let [old_name, new_name] = names.map(|name| name.chars().take(7).collect::<String>());
    out.push_str(&format!("index {old_name}..{new_name}\n"));
    let side = |letter: &str, name: &str, is_absent: bool| {
        if is_absent {
            NOTHING.to_owned()
        } else {
            format!("{letter}/{name}")
        }
    };
    out.push_str(&format!("--- {}\n", side("a", &old, is_new)));
    out.push_str(&format!("+++ {}\n", side("b", &new, is_gone)));
    out
}

fn paint_head(app: &App, head: &str) -> String {
    let lines = head
        .lines()
        .map(|line| app.ui.style_out(Style::Strong, line));
    lines.map(|line| format!("{line}\n")).collect()
}

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
    let labelled = |label: &str, text: &str| {
        if label.is_empty() {
            text.to_owned()
        } else {
            t!(app.messages, "labelled", word = label, text = text)
        }
    };
    match body {
        Body::Values {
            new: Some(value), ..
        } => {
            let mut sentences = sentences(value);
            if let [only] = sentences.as_slice() {
                return push(out, 1, &labelled(label, only));
            }
            if label.is_empty() {
                sentences.iter().for_each(|one| push(out, 1, one));
                return;
            }
            push(out, 1, label);
            sentences.drain(..).for_each(|one| push(out, 2, &one));
        }
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
                match sentences(value).as_slice() {
                    [only] => push(out, 2, &labelled(label, only)),
                    several => {
                        push(out, 2, label);
                        several.iter().for_each(|one| push(out, 3, one));
                    }
                }
            }
        }
        Body::Values { new: None, .. } | Body::Pieces(_) | Body::Rename { .. } => {}
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
