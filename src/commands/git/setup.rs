//! `git setup`: git calls this program for projects; `--remove` takes back what that wrote.

use std::path::{Path, PathBuf};

use crate::error::{Exit, Failure, Said};
use crate::repository::attributes;
use crate::repository::setup::{
    KEYS, Key, NAME_KEY, Scope, command, global_settings_file, is_ours, program,
};
use crate::repository::{Git, GitError, Repository};
use crate::store;
use crate::t;
use crate::ui::{layout, sanitize_line};

use super::super::app::App;
use super::super::cli::GitSetupArgs;
use super::super::layers::shown;
use super::super::open::store_failure;
use super::attributes::{AttributesFile, NAME};
use super::failure::git_failure;

/// The files that go to the drivers where nobody says which: what is no project, the drivers hand on as it is.
const PATTERNS: [&str; 2] = ["*.yaml", "*.yml"];

/// Words that are kept about what setting up did.
const WROTE_ATTRIBUTES: &str = "attributes";
const MADE_SETTINGS: &str = "made-file";
const ENDED_LINE: &str = "ended-line";

pub(crate) fn run(app: &mut App, args: &GitSetupArgs) -> anyhow::Result<Exit> {
    let place = Place::find(args)?;
    let mut report = Report::default();
    if args.remove {
        place.remove(&mut report)?;
    } else {
        place.install(app, args, &mut report)?;
    }
    let mut text = String::new();
    for (file, lines) in &report.files {
        text.push_str(&format!("{}\n", shown(file)));
        for line in lines {
            let line = line.text(app);
            let line = sanitize_line(&line);
            for line in layout::wrap(&line, app.ui.width(), "  ", "      ") {
                text.push_str(&format!("{line}\n"));
            }
        }
    }
    app.ui.out(&text)?;
    for said in &report.notes {
        let text = said.text(&app.messages);
        let text = layout::fill(&text, app.ui.width(), "", "");
        app.ui.say(&text);
    }
    Ok(Exit::Done)
}

/// Whose settings and attributes are written.
struct Place {
    git: Git,
    scope: Scope,
    settings: PathBuf,
    attributes: PathBuf,
}

impl Place {
    fn find(args: &GitSetupArgs) -> Result<Self, Failure> {
        if args.global {
            let git = Git::in_folder(Path::new("."));
            git.version().map_err(git_failure)?;
            let nowhere = || Failure::new(Exit::Input, "git-no-home");
            return Ok(Self {
                settings: global_settings_file().ok_or_else(nowhere)?,
                attributes: git
                    .global_attributes()
                    .map_err(git_failure)?
                    .ok_or_else(nowhere)?,
                scope: Scope::Global,
                git,
            });
        }
        let repository = Repository::around(Path::new(".")).map_err(git_failure)?;
        if repository.is_bare() {
            let top = repository.top().to_owned();
            return Err(git_failure(GitError::NoWorkTree(top)));
        }
        Ok(Self {
            settings: repository.settings_file().map_err(git_failure)?,
            attributes: repository.top().join(NAME),
            scope: Scope::Local,
            git: repository.git().clone(),
        })
    }

    fn install(&self, app: &App, args: &GitSetupArgs, report: &mut Report) -> Result<(), Failure> {
        let (program, absent) = program();
        let mut wanted = vec![(NAME_KEY, t!(app.messages, "git-driver-name"))];
        wanted.extend(KEYS.map(|key| (key.name, command(key, &program))));
        // First everything is looked at, then everything is written.
        let present: Vec<Vec<String>> = wanted
            .iter()
            .map(|(key, _)| self.git.values(Some(self.scope), key))
            .collect::<Result<_, _>>()
            .map_err(git_failure)?;
        for (key, values) in KEYS.iter().zip(&present[1..]) {
            self.refuse_foreign(*key, values)?;
        }
        let file = AttributesFile::load(&self.attributes)?;
        let patterns = if args.patterns.is_empty() {
            PATTERNS.map(str::to_owned).to_vec()
        } else {
            args.patterns.clone()
        };
        let text = file.with(&patterns)?;
        let mut done = self.git.done(self.scope).map_err(git_failure)?;
        self.look_at_settings(&mut done)?;
        let is_new = file.own_lines().is_empty() && text != file.text;
        if is_new && !done.iter().any(|word| word == WROTE_ATTRIBUTES) {
            done.push(WROTE_ATTRIBUTES.to_owned());
        }
        let lines = self.write_keys(wanted, &present)?;
        report.files.push((self.settings.clone(), lines));
        // Before the attributes: whoever is stopped between the two can still take it back.
        self.git
            .keep_done(self.scope, &done)
            .map_err(|error| self.not_written(error))?;
        if text != file.text {
            file.write(text.as_deref())?;
        }
        let lines = self.told_attributes(&file.own_lines())?;
        report.files.push((self.attributes.clone(), lines));
        if let Some(path) = absent {
            let said = Said::new("git-setup-not-on-path");
            report.notes.push(said.with("path", path.display()));
        }
        report.notes.push(match self.scope {
            Scope::Local => Said::new("git-setup-next"),
            Scope::Global => Said::new("git-setup-next-global"),
        });
        Ok(())
    }

    /// Sets the keys that have another value, or several.
    fn write_keys(
        &self,
        wanted: Vec<(&'static str, String)>,
        present: &[Vec<String>],
    ) -> Result<Vec<Line>, Failure> {
        let mut lines = Vec::with_capacity(wanted.len());
        for ((key, value), present) in wanted.into_iter().zip(present) {
            let is_there = *present == [value.as_str()];
            if !is_there {
                if present.len() > 1 {
                    self.git.unset(self.scope, key).map_err(git_failure)?;
                }
                self.git
                    .set(self.scope, key, &value)
                    .map_err(|error| self.not_written(error))?;
            }
            lines.push(Line::new(is_there, format!("{key} = {value}")));
        }
        Ok(lines)
    }

    /// The lines that give files to the drivers now: ours, else those of a person.
    fn told_attributes(&self, had: &[String]) -> Result<Vec<Line>, Failure> {
        let file = AttributesFile::load(&self.attributes)?;
        let own = file.own_lines();
        if own.is_empty() {
            let text = file.text.as_deref().unwrap_or_default();
            let patterns = attributes::patterns(text);
            let lines = attributes::lines(&patterns).into_iter();
            return Ok(lines.map(|line| Line::new(true, line)).collect());
        }
        let lines = own
            .into_iter()
            .map(|line| Line::new(had.contains(&line), line));
        Ok(lines.collect())
    }

    /// Refuses to write over a command that is none of ours.
    fn refuse_foreign(&self, key: Key, values: &[String]) -> Result<(), Failure> {
        let Some(foreign) = values.iter().find(|value| !is_ours(key, value)) else {
            return Ok(());
        };
        let scope = match self.scope {
            Scope::Local => "--local",
            Scope::Global => "--global",
        };
        let failure = Failure::new(Exit::Output, "git-setup-foreign");
        let failure = failure
            .with("key", key.name)
            .with("value", sanitize_line(foreign));
        let hint = Said::new("hint-git-unset").with("scope", scope);
        Err(failure.hint(hint.with("key", key.name)))
    }

    /// Keeps what the settings file looks like, where writing to it cannot be undone by taking keys out.
    fn look_at_settings(&self, done: &mut Vec<String>) -> Result<(), Failure> {
        let bytes = read(&self.settings)?;
        let word = match &bytes {
            None => MADE_SETTINGS,
            Some(bytes) if !bytes.ends_with(b"\n") => ENDED_LINE,
            Some(_) => return Ok(()),
        };
        if !done.iter().any(|known| known == word) {
            done.push(word.to_owned());
        }
        Ok(())
    }

    fn not_written(&self, error: GitError) -> Failure {
        let failure = git_failure(error);
        if failure.exit == Exit::Input {
            let hints = failure.hints;
            let mut failure = Failure::new(Exit::Output, "git-settings-not-written")
                .with("file", shown(&self.settings));
            failure.hints = hints;
            return failure;
        }
        failure
    }

    fn remove(&self, report: &mut Report) -> Result<(), Failure> {
        let done = self.git.done(self.scope).map_err(git_failure)?;
        let file = AttributesFile::load(&self.attributes)?;
        let without = file.without()?;
        let lines = self.remove_keys()?;
        let is_empty = lines.is_empty();
        report.files.push((self.settings.clone(), lines));
        let own = file.own_lines();
        let wrote = done.iter().any(|word| word == WROTE_ATTRIBUTES);
        if wrote && without != file.text {
            file.write(without.as_deref())?;
            let lines = own.into_iter().map(Line::removed).collect();
            report.files.push((self.attributes.clone(), lines));
        } else if !own.is_empty() {
            // Others wrote them, and others go by them.
            let lines = own.into_iter().map(Line::left).collect();
            report.files.push((self.attributes.clone(), lines));
            let file = shown(&self.attributes);
            report
                .notes
                .push(Said::new("git-remove-left").with("file", file));
        }
        self.git
            .keep_done(self.scope, &[])
            .map_err(|error| self.not_written(error))?;
        self.restore_settings(&done)?;
        if is_empty && !wrote {
            report.files.clear();
            report.notes.push(Said::new("git-remove-nothing"));
        } else {
            report.notes.push(Said::new("git-remove-done"));
        }
        Ok(())
    }

    /// Takes out the keys whose values are ours.
    fn remove_keys(&self) -> Result<Vec<Line>, Failure> {
        let mut lines = Vec::new();
        let mut n_removed = 0;
        for key in KEYS {
            let values = self.git.values(Some(self.scope), key.name);
            let values = values.map_err(git_failure)?;
            if values.is_empty() {
                continue;
            }
            let text = |value: &String| format!("{} = {value}", key.name);
            if values.iter().any(|value| !is_ours(key, value)) {
                lines.extend(values.iter().map(|value| Line::left(text(value))));
                continue;
            }
            self.git
                .unset(self.scope, key.name)
                .map_err(|error| self.not_written(error))?;
            n_removed += 1;
            lines.extend(values.iter().map(|value| Line::removed(text(value))));
        }
        let name = self.git.values(Some(self.scope), NAME_KEY);
        let name = name.map_err(git_failure)?;
        if n_removed > 0 && !name.is_empty() {
            self.git
                .unset(self.scope, NAME_KEY)
                .map_err(|error| self.not_written(error))?;
            let line = |value: &String| Line::removed(format!("{NAME_KEY} = {value}"));
            lines.extend(name.iter().map(line));
        }
        Ok(lines)
    }

    /// Brings back what taking keys out does not: that a last line was not ended, that there was no file.
    fn restore_settings(&self, done: &[String]) -> Result<(), Failure> {
        let has = |word: &str| done.iter().any(|known| known == word);
        let Some(bytes) = read(&self.settings)? else {
            return Ok(());
        };
        if has(MADE_SETTINGS) && bytes.is_empty() {
            let removed = std::fs::remove_file(&self.settings);
            return removed.map_err(|source| {
                let path = self.settings.clone();
                store_failure(&store::StoreError::CannotWrite { path, source })
            });
        }
        if has(ENDED_LINE)
            && let Some(before) = bytes.strip_suffix(b"\n")
        {
            let written = store::write_output(&self.settings, before, true);
            written.map_err(|error| store_failure(&error))?;
        }
        Ok(())
    }
}

/// The bytes of a file; none where it is not there.
fn read(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => {
            let path = path.to_owned();
            Err(store_failure(&store::StoreError::Io { path, source }))
        }
    }
}

/// What was done, by file, and what there is to say about it.
#[derive(Default)]
struct Report {
    files: Vec<(PathBuf, Vec<Line>)>,
    notes: Vec<Said>,
}

/// A line of a file and what became of it.
struct Line {
    key: &'static str,
    text: String,
}

impl Line {
    fn new(is_there: bool, text: String) -> Self {
        let key = if is_there {
            "git-line-there"
        } else {
            "git-line-written"
        };
        Self { key, text }
    }

    fn left(text: String) -> Self {
        Self {
            key: "git-line-left",
            text,
        }
    }

    fn removed(text: String) -> Self {
        Self {
            key: "git-line-removed",
            text,
        }
    }

    fn text(&self, app: &App) -> String {
        app.messages.get(self.key, &[("line", &self.text)])
    }
}
