//! `merge --driver`: git asks for one file of its merge, and its exit code says whether people have to look.
//!
//! Git takes 0 for merged, 1 for conflicts, and from 129 on for a merge that has to be given up, which never happens
//! here. What cannot be merged by meaning is merged by lines, as git itself would, so that no side is lost; unless it
//! was never a project, it counts as a conflict even where the lines agree.

use std::path::{Path, PathBuf};

use crate::error::{Exit, Failure, Said};
use crate::language::Messages;
use crate::merge::{Merged, merge};
use crate::project::FORMAT;
use crate::repository::text_merge;
use crate::source::SourceFile;
use crate::store;
use crate::t;
use crate::ui::Ui;
use crate::yaml::{self, MAX_BYTES};

use super::super::app::{App, show_failure};
use super::super::cli::MergeArgs;
use super::super::diff::fit;
use super::super::discovery::is_project_text;
use super::super::git::git_failure;
use super::super::open::{decode, note_said, store_failure, view};
use super::listing::Listing;
use super::merge_failure;

/// How long git's marks are where it does not say.
const MARK: usize = 7;

pub(super) fn run(app: &mut App, args: &MergeArgs, paths: [&Path; 3]) -> anyhow::Result<Exit> {
    let call = Call::of(&app.messages, args, paths);
    let failure = match call.by_meaning(app) {
        Ok(Some(merged)) => return call.finish(app, merged),
        Ok(None) => None,
        Err(failure) => Some(failure),
    };
    if let Some(failure) = &failure {
        show_failure(&mut app.ui, &app.messages, failure);
    }
    let App { ui, messages, .. } = app;
    Ok(call.by_lines(ui, messages, failure.is_some())?)
}

/// What is done where not even the settings can be read: the lines are merged, so that theirs is not lost.
pub(crate) fn without_settings(
    ui: &mut Ui,
    messages: &Messages,
    args: &MergeArgs,
) -> Result<Exit, Failure> {
    let [base, ours, theirs] = args.paths.as_slice() else {
        return Ok(Exit::Usage);
    };
    let paths = [base, ours, theirs].map(PathBuf::as_path);
    Call::of(messages, args, paths).by_lines(ui, messages, true)
}

/// One call of git's.
struct Call<'c> {
    /// The files git wrote: the common version, ours, which takes the result, and theirs.
    paths: [&'c Path; 3],
    /// What the file is called in the repository.
    name: PathBuf,
    /// What git calls the versions.
    labels: [String; 3],
    /// How long marks are.
    width: usize,
}

impl<'c> Call<'c> {
    fn of(messages: &Messages, args: &MergeArgs, paths: [&'c Path; 3]) -> Self {
        // A git that does not know a placeholder yet leaves it as it is.
        let said = |label: &Option<String>, word: String| {
            let label = label.as_ref().filter(|label| !label.is_empty());
            let label = label.filter(|label| !label.starts_with('%'));
            label.cloned().unwrap_or(word)
        };
        let width = args.git.marker_size.as_deref().unwrap_or_default();
        Self {
            paths,
            name: args.git.path.clone().unwrap_or_else(|| paths[1].to_owned()),
            labels: [
                t!(messages, "merge-word-base"),
                said(&args.git.label_ours, t!(messages, "merge-choose-ours")),
                said(&args.git.label_theirs, t!(messages, "merge-choose-theirs")),
            ],
            width: width.parse().unwrap_or(MARK),
        }
    }

    /// The three versions, named so that people know which is meant; none where not one is a project.
    fn sources(&self, app: &App) -> Result<Option<[SourceFile; 3]>, Failure> {
        let mut texts = Vec::with_capacity(3);
        for (path, label) in self.paths.into_iter().zip(&self.labels) {
            let file = self.name.display();
            let name = t!(app.messages, "merge-version", file = file, label = label);
            let loaded = store::load(path, MAX_BYTES as u64);
            let loaded = loaded.map_err(|error| store_failure(&error))?;
            texts.push((decode(Path::new(&name), &loaded.bytes), name));
        }
        let is_project =
            |text: &Result<String, Failure>| text.as_ref().is_ok_and(|text| is_project_text(text));
        if !texts.iter().any(|(text, _)| is_project(text)) {
            return Ok(None);
        }
        let [base, ours, theirs] = <[_; 3]>::try_from(texts).map_err(|_| {
            Failure::new(Exit::Internal, "internal-error").with("detail", "three versions")
        })?;
        let source = |(text, name): (Result<String, Failure>, String)| {
            Ok::<_, Failure>(SourceFile::new(name, text?))
        };
        let mut base = source(base)?;
        // Both sides added the file: what they have in common is that it is a project.
        if base.text().trim().is_empty() {
            base = SourceFile::new(base.name().to_owned(), format!("mainstream: {FORMAT}\n"));
        }
        Ok(Some([base, source(ours)?, source(theirs)?]))
    }

    fn by_meaning(&self, app: &App) -> Result<Option<Merged>, Failure> {
        let Some(sources) = self.sources(app)? else {
            return Ok(None);
        };
        for source in &sources {
            let parsed = yaml::parse(source.text());
            fit(source, &view(source, &parsed, &app.handbook)?)?;
        }
        let [base, ours, theirs] = &sources;
        let merged = merge(base.text(), ours.text(), theirs.text(), &app.handbook);
        merged
            .map(Some)
            .map_err(|error| merge_failure(&error, &sources))
    }

    /// Writes the result and says what is left to decide.
    fn finish(&self, app: &mut App, merged: Merged) -> anyhow::Result<Exit> {
        let Merged { text, conflicts } = merged;
        self.write(&mut app.ui, &app.messages, text.as_bytes())?;
        if conflicts.is_empty() {
            return Ok(Exit::Done);
        }
        let source = SourceFile::new(self.name.display().to_string(), text);
        {
            let parsed = yaml::parse(source.text());
            let listing = Listing::of(app, &source, &parsed)?;
            let lines: Vec<String> = conflicts.iter().map(|one| listing.head(one)).collect();
            for line in lines {
                app.ui.warn(&line);
            }
        }
        let [_, ours, theirs] = &self.labels;
        let said = Said::new("merge-driver-left").with("n", conflicts.len());
        let said = said.with("file", source.name());
        app.say(&said.with("ours", ours).with("theirs", theirs));
        Ok(Exit::Findings)
    }

    /// Merges by lines, as git does without us.
    fn by_lines(
        &self,
        ui: &mut Ui,
        messages: &Messages,
        is_doubtful: bool,
    ) -> Result<Exit, Failure> {
        let [base, ours, theirs] = &self.labels;
        let labels = [base.as_str(), ours, theirs];
        let (bytes, has_marks) = match text_merge(self.paths, labels, self.width) {
            Ok(Some(merged)) => merged,
            // Both are no texts: git keeps ours, and so do we; what is there says nothing of theirs.
            Ok(None) => {
                self.warn(ui, messages, "merge-driver-binary");
                return Ok(Exit::Findings);
            }
            Err(error) => {
                show_failure(ui, messages, &git_failure(error));
                (self.side_by_side()?, true)
            }
        };
        self.write(ui, messages, &bytes)?;
        if is_doubtful {
            let key = if has_marks {
                "merge-driver-marks"
            } else {
                "merge-driver-by-lines"
            };
            self.warn(ui, messages, key);
        }
        Ok(if has_marks || is_doubtful {
            Exit::Findings
        } else {
            Exit::Done
        })
    }

    /// Both versions whole between marks, where there is nobody to compare their lines.
    fn side_by_side(&self) -> Result<Vec<u8>, Failure> {
        let read = |path: &Path| {
            let loaded = store::load(path, MAX_BYTES as u64);
            loaded.map_err(|error| store_failure(&error))
        };
        let [_, ours, theirs] = self.paths;
        let (ours, theirs) = (read(ours)?.bytes, read(theirs)?.bytes);
        let mark = |sign: &str, label: &str| {
            let line = format!("{} {label}", sign.repeat(self.width));
            format!("{}\n", line.trim_end()).into_bytes()
        };
        let parts = [
            mark("<", &self.labels[1]),
            ended(ours),
            mark("=", ""),
            ended(theirs),
            mark(">", &self.labels[2]),
        ];
        Ok(parts.concat())
    }

    fn warn(&self, ui: &mut Ui, messages: &Messages, key: &'static str) {
        let said = Said::new(key).with("file", self.name.display());
        let word = t!(messages, "word-warning");
        let text = said.text(messages);
        ui.warn(&t!(messages, "labelled", word = word, text = text));
    }

    fn write(&self, ui: &mut Ui, messages: &Messages, bytes: &[u8]) -> Result<(), Failure> {
        let saved = store::write_output(self.paths[1], bytes, true);
        let saved = saved.map_err(|error| store_failure(&error))?;
        for said in saved.notes.iter().filter_map(note_said) {
            ui.say(&said.text(messages));
        }
        Ok(())
    }
}

/// A text with a line feed at its end.
fn ended(mut bytes: Vec<u8>) -> Vec<u8> {
    if bytes.last().is_some_and(|last| *last != b'\n') {
        bytes.push(b'\n');
    }
    bytes
}
