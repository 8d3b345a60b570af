//! Opening a project file, saving it, and saying why that failed.

use std::path::{Path, PathBuf};

use crate::error::{Exit, Failure, Said};
use crate::handbook::Handbook;
use crate::project::{Change, ChangeError, FORMAT, Project, apply_changes};
use crate::rules;
use crate::source::SourceFile;
use crate::store::{self, Access, Holder, Loaded, Lock, Note, Stamp, StoreError};
use crate::yaml::{self, DecodeError, MAX_BYTES, Parsed};

use super::app::App;

/// A project file as it was read.
pub(crate) struct OpenFile {
    pub(crate) path: PathBuf,
    pub(crate) source: SourceFile,
    on_disk: OnDisk,
    /// Set once the file was seen as a project that this program may change.
    writable: bool,
}

/// By what the file will be recognised when it is written.
enum OnDisk {
    /// As it was read; most commands never ask for its stamp.
    Read(Loaded),
    /// As it was written.
    Written(Stamp),
}

impl OpenFile {
    /// Reads a file that has to be text; whether it is a project is another question.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let loaded = store::load(path, MAX_BYTES as u64).map_err(|error| store_failure(&error))?;
        let text = decode(path, &loaded.bytes)?;
        Ok(Self {
            path: path.to_owned(),
            source: SourceFile::new(path.display().to_string(), text),
            on_disk: OnDisk::Read(loaded),
            writable: false,
        })
    }

    /// The stamp of what the file holds, as far as this program knows.
    pub(crate) fn stamp(&self) -> Stamp {
        match &self.on_disk {
            OnDisk::Read(loaded) => loaded.stamp(),
            OnDisk::Written(stamp) => *stamp,
        }
    }

    /// Reads a project file and works on it; faults that hide part of it are a failure.
    pub(crate) fn with_project<T>(
        &mut self,
        app: &mut App,
        work: impl FnOnce(&mut App, &Project<'_>) -> Result<T, anyhow::Error>,
    ) -> Result<T, anyhow::Error> {
        let parsed = yaml::parse(self.source.text());
        // The view borrows the handbook only while it is made.
        let project = view(&self.source, &parsed, &app.handbook)?;
        self.writable = !is_newer_edition(&project, &app.handbook);
        if !self.writable {
            let edition = project.header.edition.map_or("", |edition| edition.text);
            app.warn(
                &Said::new("edition-newer")
                    .with("file", self.source.name())
                    .with("edition", edition)
                    .with("known", &app.handbook.edition),
            );
        }
        let missing = project.header.overlays.iter();
        let missing: Vec<&str> = missing
            .map(|named| named.text)
            .filter(|id| app.handbook.overlay(id).is_none())
            .collect();
        if !missing.is_empty() {
            let said = Said::new("overlay-not-given").with("file", self.source.name());
            app.warn(
                &said
                    .with("n", missing.len())
                    .with("ids", missing.join(", ")),
            );
        }
        work(app, &project)
    }

    /// Makes changes and saves them; nothing is written where nothing changes.
    pub(crate) fn save(
        &mut self,
        app: &mut App,
        changes: &[Change],
        what: &str,
    ) -> Result<bool, Failure> {
        self.check_writable(app)?;
        let text = apply_changes(self.source.text(), &app.handbook, changes)
            .map_err(|error| change_failure(&self.path, &error))?;
        self.replace(app, text, what)
    }

    /// Says that somebody has seen that the file follows no later edition.
    pub(crate) fn allow_writing(&mut self) {
        self.writable = true;
    }

    /// Refuses to change a file that follows an edition this program does not know yet.
    pub(crate) fn check_writable(&mut self, app: &App) -> Result<(), Failure> {
        if self.writable {
            return Ok(());
        }
        let parsed = yaml::parse(self.source.text());
        let project = view(&self.source, &parsed, &app.handbook)?;
        if !is_newer_edition(&project, &app.handbook) {
            self.writable = true;
            return Ok(());
        }
        let edition = project.header.edition.map_or("", |edition| edition.text);
        Err(Failure::new(Exit::Input, "edition-newer-unwritable")
            .with("file", self.source.name())
            .with("edition", edition)
            .with("known", &app.handbook.edition))
    }

    /// Replaces the file's text; the bytes are read back before they take the old file's place.
    pub(crate) fn replace(
        &mut self,
        app: &mut App,
        text: String,
        what: &str,
    ) -> Result<bool, Failure> {
        if text == self.source.text() {
            return Ok(false);
        }
        self.check_writable(app)?;
        let verify = |bytes: &[u8]| verify(bytes, &text);
        let saved = store::save(
            &self.path,
            &self.stamp(),
            text.as_bytes(),
            what,
            App::now()?,
            &verify,
        )
        .map_err(|error| saving_failure(&error, &self.path))?;
        self.on_disk = OnDisk::Written(saved.stamp);
        self.source = SourceFile::new(self.source.name().to_owned(), text);
        show_notes(app, &saved.notes);
        Ok(true)
    }
}

/// The bytes that are about to replace a file have to be the text that was meant.
///
/// Whoever made the text by an edit has parsed it and compared it with what was meant already.
pub(crate) fn verify(bytes: &[u8], text: &str) -> Result<(), String> {
    if bytes == text.as_bytes() {
        Ok(())
    } else {
        Err("read back differently".to_owned())
    }
}

/// A save's failure, about the file as the person named it; a lack of permission is about what it is about.
pub(crate) fn saving_failure(error: &StoreError, path: &Path) -> Failure {
    match error {
        StoreError::NoPermission { .. } => store_failure(error),
        _ => failure_about(error, path),
    }
}

/// Takes the lock of a project file for a command.
pub(crate) fn lock(app: &mut App, path: &Path, command: &str) -> Result<Lock, Failure> {
    let holder = Holder::current("mainstream", command, App::now()?);
    let lock = Lock::acquire(path, holder).map_err(|error| match error {
        StoreError::Locked { .. } | StoreError::CannotWrite { .. } => failure_about(&error, path),
        _ => store_failure(&error),
    })?;
    show_notes(app, lock.notes());
    Ok(lock)
}

pub(crate) fn show_notes(app: &mut App, notes: &[Note]) {
    for said in notes.iter().filter_map(note_said) {
        app.warn(&said);
    }
}

/// A note in words; none where there is nothing to say.
pub(crate) fn note_said(note: &Note) -> Option<Said> {
    let (key, path) = match note {
        // A session that was killed has lost nothing.
        Note::TookOver { .. } => return None,
        Note::LockByNameOnly { path } => ("store-lock-by-name-only", path),
        Note::UndoNotKept { path, .. } => ("store-undo-not-kept", path),
        Note::AccessNotKept { path } => ("store-access-not-kept", path),
        Note::FolderNotSynced { path, .. } => ("store-folder-not-synced", path),
    };
    Some(Said::new(key).with("file", path.display()))
}

pub(crate) fn decode(path: &Path, bytes: &[u8]) -> Result<String, Failure> {
    let name = path.display();
    match yaml::decode(bytes) {
        Ok(decoded) => Ok(decoded.text.to_owned()),
        Err(error) => Err(match error {
            DecodeError::NotUtf8 { position, .. } => Failure::new(Exit::Input, "file-not-utf8")
                .with("file", name)
                .with("line", position.line)
                .with("column", position.column)
                .hint(Said::new("hint-save-as-utf8")),
            DecodeError::Utf16 => Failure::new(Exit::Input, "file-utf16")
                .with("file", name)
                .hint(Said::new("hint-save-as-utf8")),
            _ => Failure::new(Exit::Input, "file-binary")
                .with("file", name)
                .hint(Said::new("hint-name-yaml")),
        }),
    }
}

/// Sees a parsed file as a project, or says why it is none.
pub(crate) fn view<'p>(
    source: &SourceFile,
    parsed: &'p Parsed<'p>,
    handbook: &Handbook,
) -> Result<Project<'p>, Failure> {
    let name = source.name();
    let check_hint = || Said::new("hint-check").with("file", name);
    if let Some(fault) = parsed.faults.first() {
        if let Some(start) = rules::first_mark(source.text()) {
            let position = source.position(start);
            return Err(Failure::new(Exit::Input, "file-marks")
                .with("file", name)
                .with("line", position.line)
                .with("column", position.column)
                .hint(Said::new("hint-marks").with("file", name)));
        }
        // The same place as the one that `check` names first.
        let start = rules::first_fault(source, parsed, handbook).unwrap_or(fault.span.start);
        let position = source.position(start);
        let key = if fault.kind.key() == "empty" {
            "file-empty"
        } else {
            "file-faulty"
        };
        return Err(Failure::new(Exit::Input, key)
            .with("file", name)
            .with("line", position.line)
            .with("column", position.column)
            .hint(if key == "file-empty" {
                Said::new("hint-empty-file").with("file", name)
            } else {
                check_hint()
            }));
    }
    let no_project = || {
        Failure::new(Exit::Input, "file-no-project")
            .with("file", name)
            .hint(Said::new("hint-init-new"))
    };
    let root = parsed.root.as_ref().ok_or_else(no_project)?;
    let project = Project::read(root, handbook);
    let format = project.header.format.ok_or_else(no_project)?;
    match format.text.parse::<u32>() {
        Ok(FORMAT) => {}
        Ok(newer) if newer > FORMAT => {
            return Err(Failure::new(Exit::Input, "format-newer")
                .with("file", name)
                .with("format", newer)
                .with("known", FORMAT)
                .hint(Said::new("hint-update-program")));
        }
        _ => {
            return Err(Failure::new(Exit::Input, "format-unknown")
                .with("file", name)
                .with("format", format.text)
                .with("known", FORMAT)
                .hint(check_hint()));
        }
    }
    if let Some(id) = project.header.handbook.filter(|id| id.text != handbook.id) {
        return Err(Failure::new(Exit::Input, "handbook-unknown")
            .with("file", name)
            .with("handbook", id.text)
            .with("known", &handbook.id)
            .hint(check_hint()));
    }
    Ok(project)
}

/// Whether a project follows an edition this program does not know yet.
pub(crate) fn is_newer_edition(project: &Project<'_>, handbook: &Handbook) -> bool {
    let parts = |edition: &str| -> Vec<u32> {
        edition
            .split('.')
            .filter_map(|part| part.parse().ok())
            .collect()
    };
    project
        .header
        .edition
        .is_some_and(|edition| parts(edition.text) > parts(&handbook.edition))
}

fn change_failure(path: &Path, error: &ChangeError) -> Failure {
    match error {
        ChangeError::NoPlace(place) => Failure::new(Exit::Output, "change-no-place")
            .with("file", path.display())
            .with("place", place),
        ChangeError::Unsafe(_) => {
            Failure::new(Exit::Output, "change-unsafe").with("file", path.display())
        }
    }
    .hint(Said::new("hint-check").with("file", path.display()))
}

/// What went wrong with a file, in words that say what to do.
pub(crate) fn store_failure(error: &StoreError) -> Failure {
    failure_about(error, error.path())
}

/// As [`store_failure`], about the file as the person named it.
pub(crate) fn failure_about(error: &StoreError, path: &Path) -> Failure {
    let exit = if error.exit_code() == 3 {
        Exit::Input
    } else {
        Exit::Output
    };
    let file = path.display().to_string();
    let failure = |key| Failure::new(exit, key).with("file", &file);
    match error {
        StoreError::Missing { near, .. } => {
            let failure = failure("store-missing");
            match near {
                Some(near) => {
                    failure.hint(Said::new("hint-did-you-mean").with("word", near.display()))
                }
                None => failure.hint(Said::new("hint-init").with("file", &file)),
            }
        }
        StoreError::IsFolder {
            access: Access::Write,
            ..
        } => failure("store-is-folder").hint(Said::new("hint-name-output-file")),
        StoreError::IsFolder { .. } => {
            failure("store-is-folder").hint(Said::new("hint-name-a-file"))
        }
        StoreError::NoPermission {
            access: Access::Read,
            ..
        } => failure("store-no-permission-read").hint(Said::new("hint-ask-for-access")),
        StoreError::NoPermission {
            access: Access::Write,
            ..
        } => failure("store-no-permission-write").hint(Said::new("hint-copy-elsewhere")),
        StoreError::NotRegular { .. } => failure("store-not-regular"),
        StoreError::TooLarge { limit, .. } => {
            failure("store-too-large").with("limit", limit / (1024 * 1024))
        }
        StoreError::Locked { holder, .. } => locked(&file, holder.as_deref()),
        StoreError::ChangedUnderneath { .. } => {
            failure("store-changed-underneath").hint(Said::new("hint-run-again"))
        }
        StoreError::NotVerified { .. } => {
            failure("store-not-verified").hint(Said::new("hint-report-bug"))
        }
        StoreError::Exists { .. } => failure("store-exists").hint(Said::new("hint-other-name")),
        StoreError::MissingFolder { .. } => failure("store-missing-folder"),
        StoreError::NothingToUndo { .. } => failure("store-nothing-to-undo"),
        StoreError::ChangedSince { what, .. } => failure("store-changed-since")
            .with("what", what)
            .hint(Said::new("hint-undo-by-editor")),
        StoreError::CannotWrite { source, .. }
            if source.kind() == std::io::ErrorKind::StorageFull =>
        {
            failure("store-disk-full")
        }
        StoreError::CannotWrite { source, .. } => failure("store-cannot-write").because(source),
        StoreError::Io { source, .. } => failure("store-io").because(source),
    }
}

fn locked(file: &str, holder: Option<&Holder>) -> Failure {
    match holder {
        Some(holder) => {
            let who = holder.user.as_deref().unwrap_or("?");
            Failure::new(Exit::Output, "store-locked")
                .with("file", file)
                .with("command", &holder.command)
                .with("user", who)
                .with("host", &holder.host)
                .with("pid", holder.pid)
                .with("since", holder.since.strftime("%Y-%m-%d %H:%M UTC"))
        }
        None => Failure::new(Exit::Output, "store-locked-unknown").with("file", file),
    }
    .hint(Said::new("hint-wait"))
}
