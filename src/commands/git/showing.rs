//! What git calls to show a difference: a comparison by meaning, or the lines as git shows them.

use std::path::{Path, PathBuf};

use crate::error::{Exit, Failure};
use crate::merge::comment_texts;
use crate::project::FORMAT;
use crate::repository::{Git, text_diff};
use crate::source::SourceFile;
use crate::store;
use crate::t;
use crate::ui::{ColorChoice, Style, Ui, UiOptions, sanitize_line};
use crate::yaml::MAX_BYTES;

use super::super::app::App;
use super::super::cli::DiffDriverArgs;
use super::super::diff::told_in_full;
use super::super::discovery::is_project_text;
use super::super::open::{decode, store_failure};
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
    let mut out = String::new();
    for line in head.lines() {
        out.push_str(&app.ui.style_out(Style::Strong, line));
        out.push('\n');
    }
    out
}
